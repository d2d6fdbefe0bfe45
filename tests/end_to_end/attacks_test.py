#!/usr/bin/env python3
"""Requests that somebody changed, moved or made up.

Usage: attacks_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import http.client
import json
import sys
import unittest
import urllib.error
import urllib.request

from served import Config, Served
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class Attacks(Served):
    def raw(self, text):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        connection.connect()
        connection.sock.sendall(text)
        answer = http.client.HTTPResponse(connection.sock)
        answer.begin()
        body = answer.read()
        connection.close()
        return answer.status, body

    def call_signed(self, body, sent, service, payload=None, **headers):
        """What a call answers whose signature was made for `body` (or `payload`) and whose body is `sent`."""
        request = AWSRequest("POST", self.server.url + "/", data=body, headers=headers)
        if payload:
            request.headers["X-Amz-Content-SHA256"] = payload
        signer = S3SigV4Auth if payload is None and service == "s3" else SigV4Auth
        signer(Credentials(self.server.key, self.server.secret), service, "us-east-1").add_auth(request)
        try:
            return urllib.request.urlopen(urllib.request.Request(
                self.server.url + "/", sent, dict(request.headers.items()))).read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def test_the_body_of_a_call_is_signed_for_its_service(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        ask, other = b"Action=GetCallerIdentity&Version=2011-06-15", b"Action=ListUsers&Version=2010-05-08"
        self.assertIn("user/admin", self.call_signed(ask, ask, "sts", **form))
        self.assertIn("Error", self.call_signed(ask, other, "sts", **form))
        self.assertIn("<Code>", self.call_signed(ask, ask, "sts", payload="UNSIGNED-PAYLOAD", **form))
        # It is a call of the service that it was signed for, whatever it looks like.
        self.assertIn("UnknownOperationException", self.call_signed(ask, ask, "kms", **form))
        self.assertIn("<Code>InvalidAction<", self.call_signed(other, other, "sts", **form))
        keys = {"X-Amz-Target": "TrentService.ListKeys", "Content-Type": "application/x-amz-json-1.1"}
        self.assertIn("Keys", self.call_signed(b"{}", b"{}", "kms", **keys))
        self.assertIn("<Code>InvalidAction<", self.call_signed(b"{}", b"{}", "ec2", **keys))
        self.assertIn("'dynamodb' in the credential is wrong", self.call_signed(b"{}", b"{}", "dynamodb", **keys))
        # A call of STS that is shown to S3 instead.
        request = AWSRequest("GET", self.server.url + "/", data=b"")
        SigV4Auth(Credentials(self.server.key, self.server.secret), "sts", "us-east-1").add_auth(request)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.get("/", **dict(request.headers.items()))
        self.assertIn(b"<Code>MissingAction<", caught.exception.read())

    def test_a_presigned_path_is_not_good_below_another_bucket(self):
        s3 = self.client("s3")
        for bucket in ("open", "closed"):
            s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket="open", Key="k", Body=b"open")
        s3.put_object(Bucket="closed", Key="open/k", Body=b"closed")
        old = self.client("s3", config=Config(signature_version="s3"))
        url = old.generate_presigned_url("get_object", Params={"Bucket": "open", "Key": "k"})
        path = url[len(self.server.url):].encode()
        self.assertIn("Signature=", url)
        self.assertEqual(self.raw(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"), (200, b"open"))
        status, text = self.raw(b"GET " + path + b" HTTP/1.1\r\nHost: closed.localhost\r\n\r\n")
        self.assertEqual(status, 403)
        self.assertIn(b"SignatureDoesNotMatch", text)

    def test_paths_stay_inside(self):
        for path in (b"/../../etc/passwd", b"/b/../../master.key", b"/b/%2e%2e/%2e%2e/master.key", b"/b/%00",
                     b"/" + b"a" * 5000):
            status, body = self.raw(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertIn(status, (403, 400, 404), path)
            self.assertNotIn(b"root:", body)

    def test_whoever_may_not_remove_is_not_told_whether_a_bucket_is_there(self):
        self.client("s3").create_bucket(Bucket="there")
        answers = {self.raw(b"POST /" + name + b"?delete HTTP/1.1\r\nHost: x\r\nContent-Length: 54\r\n\r\n<Delete>"
                            b"<Object><Key>k</Key></Object></Delete>        ")[0] for name in (b"none", b"elsewhere")}
        self.assertEqual(answers, {403})
        key, secret = self.new_identity("eve", {"Statement": {"Effect": "Allow", "Action": "s3:ListAllMyBuckets",
                                                              "Resource": "*"}})
        s3 = self.client("s3", key, secret)
        self.assertEqual(self.code(s3.delete_objects, Bucket="none", Delete={"Objects": [{"Key": "k"}]}), "AccessDenied")

    def test_junk_gets_an_answer_and_the_server_lives(self):
        for text in (b"\x00" * 100 + b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5"
                     b"\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n&&&==", b"PUT /b HTTP/1.1\r\nHost: x\r\n"
                     b"Content-Length: 9\r\n\r\n<a><b><c>", b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: TrentService."
                     b"ListKeys\r\nContent-Length: 1\r\n\r\n{"):
            status, _ = self.raw(text)
            self.assertGreaterEqual(status, 400)
        self.assertEqual(json.load(self.get("/health")), {"status": "ok"})

    def test_a_signed_request_with_one_byte_changed_is_refused(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="attacked")
        request = AWSRequest("PUT", self.server.url + "/attacked/k", data=b"body",
                             headers={"X-Amz-Meta-A": "1", "Host": f"127.0.0.1:{self.server.port}"})
        S3SigV4Auth(Credentials(self.server.key, self.server.secret), "s3", "us-east-1").add_auth(request)
        headers = {name.lower(): value for name, value in request.headers.items()}

        def send(path="/attacked/k", body=b"body", **changed):
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
            connection.putrequest("PUT", path, skip_host=True, skip_accept_encoding=True)
            for name, value in {**headers, "content-length": str(len(body)), **changed}.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, text
        self.assertEqual(send(), (200, ""))  # within fifteen minutes it may be repeated
        for code, changes in (
                ("SignatureDoesNotMatch", {"path": "/attacked/other"}),
                ("SignatureDoesNotMatch", {"path": "/attacked/k?acl"}),
                ("SignatureDoesNotMatch", {"x-amz-meta-a": "2"}),
                ("SignatureDoesNotMatch", {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}),
                ("XAmzContentSHA256Mismatch", {"body": b"BODY"}),
                ("AccessDenied", {"x-amz-acl": "public-read"}),
                ("AccessDenied", {"x-amz-copy-source": "attacked/secret"}),
                ("AuthorizationHeaderMalformed", {"x-amz-meta-a": None}),
                ("AccessDenied", {"authorization": None})):
            status, text = send(**changes)
            self.assertIn(status, (400, 403), changes)
            self.assertIn(f"<Code>{code}</Code>", text, changes)
        self.assertEqual(s3.get_object(Bucket="attacked", Key="k")["Body"].read(), b"body")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
