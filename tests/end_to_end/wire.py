"""Requests made by hand, for what no client library sends: Signature V4 over http.client."""
import datetime
import hashlib
import hmac
import http.client
import re
import urllib.parse


def encode(text, safe="-._~"):
    return urllib.parse.quote(text, safe=safe)


def hmac_sha256(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")

    def elements(self, name):
        return re.findall(f"<{name}>(.*?)</{name}>", self.text, re.S)

    def element(self, name):
        return (self.elements(name) or [None])[0]

    @property
    def code(self):
        """The error's code, or the status of an answer that is none."""
        return self.element("Code") or self.status

    def __repr__(self):
        return f"{self.status} {self.text[:300]}"


class Wire:
    """Sends what it is told to, signed by the key of the server's administrator."""

    def __init__(self, server, region="us-east-1", service="s3"):
        self.server, self.region, self.service = server, region, service
        self.host = f"127.0.0.1:{server.port}"

    def signature(self, method, path, query, headers, payload, moment):
        pairs = sorted((encode(urllib.parse.unquote(name)), encode(urllib.parse.unquote(value)))
                       for name, _, value in (one.partition("=") for one in query.split("&") if one))
        names = sorted(headers)
        canonical = "\n".join([method, path, "&".join(f"{name}={value}" for name, value in pairs),
                               *(f"{name}:{headers[name]}" for name in names), "", ";".join(names), payload])
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = ("AWS4" + self.server.secret).encode()
        for word in scope.split("/"):
            key = hmac_sha256(key, word)
        return scope, ";".join(names), hmac_sha256(key, text).hex()

    def send(self, method, path, query="", headers=None, body=b"", signed_path=None):
        """`path` goes out as it is; `signed_path` is what is signed, where that is another."""
        moment = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        headers = {"host": self.host, **(headers or {}), "x-amz-date": moment,
                   "x-amz-content-sha256": hashlib.sha256(body).hexdigest()}
        scope, names, signature = self.signature(method, signed_path or path, query, headers,
                                                 headers["x-amz-content-sha256"], moment)
        headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={self.server.key}/{scope}, SignedHeaders={names}, "
                                    f"Signature={signature}")
        return self.send_unsigned(method, path, query, headers, body)

    def presign(self, method, path, query="", headers=None):
        """The query of a presigned request; `query` is signed with it."""
        moment = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        headers = {"host": self.host, **(headers or {})}
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        query = "&".join(filter(None, [
            query, "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Credential=" + encode(f"{self.server.key}/{scope}"),
            f"X-Amz-Date={moment}", "X-Amz-Expires=300", "X-Amz-SignedHeaders=" + encode(";".join(sorted(headers)))]))
        return query + "&X-Amz-Signature=" + self.signature(method, path, query, headers, "UNSIGNED-PAYLOAD", moment)[2]

    def send_unsigned(self, method, path, query="", headers=None, body=b""):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.putrequest(method, path + (f"?{query}" if query else ""), skip_host="host" in (headers or {}),
                              skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if method in ("PUT", "POST"):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        connection.send(body)
        answer = Answer(connection.getresponse())
        connection.close()
        return answer
