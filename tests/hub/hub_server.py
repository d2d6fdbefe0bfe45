#!/usr/bin/env python3
"""A hub for tests, on loopback only: lists and serves the files below a folder, and misbehaves.

    hub_server.py FOLDER        FOLDER/ORG/NAME/FILE…; writes FOLDER/ports, FOLDER/requests

How it misbehaves is said by the organisation's name, so that one server serves all tests:
  cut        every answer ends after 100,000 bytes
  noetag     the same, without entity tags
  stubborn   every answer to a file ends before its first byte
  busy       every second answer is 503
  throttled  every answer is 429
  redirect   large files lie on another port, where only who has no token is welcome
  circle     every answer leads to itself
  norange    the first answer is cut, ranges are ignored
  changed    the first answer is cut, the tag is another with every answer
  liar       the announced SHA-256 is wrong
  longer     files are longer than announced; shorter: they are shorter
  broken     the list is no JSON
  private    401 without the token "secret"; gated: 403; missing: 404; norevision: 404
While there is a file FOLDER/slow, files come 1000 bytes in a tenth of a second.
Runs until it is killed.
"""
import collections
import hashlib
import http.server
import json
import pathlib
import re
import sys
import threading
import time

ROOT = pathlib.Path(sys.argv[1])
COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = 1000
lock = threading.Lock()
counts = collections.Counter()


class Hub(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    is_store = False

    def log_message(self, *_):
        pass

    def do_GET(self):
        with lock:
            with open(ROOT / "requests", "a") as log:
                print(json.dumps({"path": self.path, "store": self.is_store,
                                  "token": self.headers.get("Authorization", ""),
                                  "range": self.headers.get("Range", "")}), file=log)
        listing = re.fullmatch(r"/api/models/([\w.-]+)/([\w.-]+)/revision/(.+)\?blobs=true",
                               self.path)
        content = re.fullmatch(r"/([\w.-]+)/([\w.-]+)/resolve/(.+)/([^/]+)", self.path)
        org = (listing or content).group(1)
        with lock:
            counts[org] += 1
            number = counts[org]
        if org == "busy" and number % 2 == 1:
            return self.plain(503)
        if org == "throttled":
            return self.plain(429)
        if org == "circle":
            return self.plain(302, Location=self.path)
        if org == "private" and self.headers.get("Authorization") != "Bearer secret":
            return self.plain(401)
        if org == "gated":
            return self.plain(403)
        is_here = (ROOT / org / (listing or content).group(2)).exists()
        if org in ("missing", "norevision") or not is_here:
            code = "RepoNotFound" if org == "missing" or not is_here else "RevisionNotFound"
            return self.plain(404, **{"X-Error-Code": code})
        if listing:
            return self.list(ROOT / org / listing.group(2), org)
        if org == "stubborn":
            return self.close()
        return self.file(ROOT / org / content.group(2) / content.group(4), org, number)

    def list(self, folder, org):
        siblings = []
        for path in sorted(folder.iterdir()):
            body = path.read_bytes()
            size = len(body) + {"longer": -10, "shorter": 10}.get(org, 0)
            sibling = {"rfilename": path.name, "size": size}
            if len(body) > LARGE:
                sha = hashlib.sha256(body + (b"!" if org == "liar" else b"")).hexdigest()
                sibling["lfs"] = {"sha256": sha, "size": size}
            siblings.append(sibling)
        text = json.dumps({"sha": COMMIT, "siblings": siblings}).encode()
        self.plain(200, b"<html>" if org == "broken" else text)

    def file(self, path, org, number):
        body = path.read_bytes()
        if org == "redirect" and not self.is_store and len(body) > LARGE:
            return self.plain(302, Location=f"http://127.0.0.1:{store.server_port}{self.path}")
        if self.is_store and self.headers.get("Authorization"):
            return self.plain(400)
        start = 0
        etag = f'"{hashlib.md5(body).hexdigest()}{number if org == "changed" else ""}"'
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        matches = self.headers.get("If-Range", etag) == etag
        if wanted and matches and org != "norange":
            start = int(wanted.group(1))
            if start >= len(body):
                return self.plain(416)
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        if org != "noetag":
            self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        cuts = org in ("cut", "noetag") or (org in ("changed", "norange") and not wanted)
        rest = body[start:start + 100_000] if cuts else body[start:]
        try:
            while rest and (ROOT / "slow").exists():
                self.wfile.write(rest[:LARGE])
                rest = rest[LARGE:]
                time.sleep(0.1)
            self.wfile.write(rest)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # whoever asked has gone
        if cuts and len(body) - start > 100_000:
            self.close()

    def plain(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def close(self):
        self.wfile.flush()
        self.close_connection = True


class Store(Hub):
    is_store = True


hub = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
store = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Store)
for server in (hub, store):
    threading.Thread(target=server.serve_forever, daemon=True).start()
ports = ROOT / "ports.partial"
ports.write_text(f"{hub.server_port}")
ports.rename(ROOT / "ports")
threading.Event().wait()
