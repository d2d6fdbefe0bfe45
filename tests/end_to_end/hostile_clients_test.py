#!/usr/bin/env python3
"""What those who have no key can do to the server: it lives on, answers the others, and stays small.

Usage: hostile_clients_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
import boto3  # noqa: E402
from server import Server  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def make_certificate(folder, name="localhost"):
    """A key and a certificate that signs itself; gives the options of `serve`."""
    key, certificate = f"{folder}/key.pem", f"{folder}/cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                    "-days", "2", "-subj", f"/CN={name}"], check=True, capture_output=True)
    return ["--tls-cert", certificate, "--tls-key", key]


def client(server):
    return boto3.client("s3", endpoint_url=server.url, region_name="us-east-1", aws_access_key_id=server.key,
                        aws_secret_access_key=server.secret)


def connect(server, tls=False, source="127.0.0.1"):
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20, source_address=(source, 0))
    if not tls:
        return connection
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(connection)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def ask(server, request, tls=False):
    """The first bytes of the answer."""
    with connect(server, tls) as connection:
        connection.sendall(request)
        return connection.recv(4096)


class LostReaders(unittest.TestCase):
    """Whoever reads goes away while something is written to them."""

    def test_clients_that_reset_tls_end_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            server = Server(PROGRAMS, arguments=make_certificate(folder))
            try:
                for sent in (b"", HEALTH, HEALTH * 20) * 10:
                    connection = connect(server, tls=True)
                    if sent:
                        connection.sendall(sent)
                    reset(connection)
                self.assertIn(b" 200 OK", ask(server, HEALTH, tls=True))
                self.assertEqual(server.stop(), 0)
            finally:
                server.close()

    def test_a_log_that_nobody_reads_ends_nothing(self):
        read, write = os.pipe()
        server = Server(PROGRAMS, stderr=write)
        try:
            for end in (read, write):
                os.close(end)
            for _ in range(3):
                self.assertIn(b" 403 ", ask(server, b"GET /b/k HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            self.assertEqual(server.stop(), 0)
        finally:
            server.close()

    def test_a_closed_standard_error_is_no_file_of_ours(self):
        server = Server(PROGRAMS, preexec_fn=lambda: os.close(2))
        try:
            ask(server, b"GET /told-to-the-log HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertEqual(os.readlink(f"/proc/{server.process.pid}/fd/2"), "/dev/null")
        finally:
            server.close()

    def test_a_command_ends_quietly_when_its_output_is_not_read(self):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run([PROGRAMS / "sempurna", "models", "--json"], stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        self.assertEqual((done.returncode, done.stderr), (128 + signal.SIGPIPE, b""))
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAMS / "sempurna", "models", "--json"], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, b"^sempurna: .*: No space left on device\n$")


class Connections(unittest.TestCase):
    def test_idle_ones_keep_nobody_out(self):
        with Server(PROGRAMS, config="limits: {connections: 20, connections-per-address: 10}\n") as server:
            idle = [connect(server) for _ in range(15)]
            self.assertIn(b" 200 OK", ask(server, HEALTH))
            # Of another address, while this one has all that it may have.
            with connect(server, source="127.0.0.2") as other:
                other.sendall(HEALTH)
                self.assertIn(b" 200 OK", other.recv(4096))
            more = [connect(server, source=f"127.0.0.{n}") for n in range(3, 20)]
            with connect(server, source="127.0.0.30") as other:
                other.sendall(HEALTH)
                self.assertIn(b" 200 OK", other.recv(4096))
            for connection in idle + more:
                connection.close()

    def test_half_a_request_keeps_no_server_from_ending(self):
        with Server(PROGRAMS, config="limits: {header-seconds: 3600}\n") as server:
            with connect(server) as half:
                half.sendall(b"GET /health HT")
                self.assertIn(b" 200 OK", ask(server, HEALTH))
                self.assertEqual(server.stop(), 0)

    def test_old_tls_is_not_spoken(self):
        with tempfile.TemporaryDirectory() as folder, Server(PROGRAMS, arguments=make_certificate(folder)) as server:
            def agreed(version, ciphers):
                context = ssl.create_default_context()
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
                context.minimum_version = context.maximum_version = version
                context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
                with socket.create_connection(("127.0.0.1", server.port), timeout=20) as plain:
                    try:
                        with context.wrap_socket(plain) as secure:
                            return secure.cipher()[0]
                    except ssl.SSLError:
                        return None
            self.assertIsNone(agreed(ssl.TLSVersion.TLSv1_1, "ALL"))
            for forward_secret in ("ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"):
                self.assertEqual(agreed(ssl.TLSVersion.TLSv1_2, forward_secret), forward_secret)
            for weak in ("AES256-GCM-SHA384", "ECDHE-RSA-AES256-SHA384", "DHE-RSA-AES256-GCM-SHA384"):
                self.assertIsNone(agreed(ssl.TLSVersion.TLSv1_2, weak), weak)
            self.assertIsNotNone(agreed(ssl.TLSVersion.TLSv1_3, "ALL"))


class OtherSites(unittest.TestCase):
    """A page of another site must have nothing of ours, nor may an object be a page of ours."""

    def test_health_and_figures_are_told_under_our_own_names_only(self):
        with Server(PROGRAMS, config="host-name: store.example\n") as server:
            for path in (b"/health", b"/metrics"):
                for host in (b"localhost", b"127.0.0.1:8600", b"[::1]:8600", b"store.example", b"STORE.EXAMPLE:80",
                             socket.gethostname().encode()):
                    request = b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n"
                    self.assertIn(b" 200 OK", ask(server, request), host)
                for host in (b"rebound.example", b"", b"localhost.example", b"bucket.localhost"):
                    request = b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n"
                    self.assertIn(b" 403 ", ask(server, request), host)

    def test_an_object_is_never_a_script_of_this_origin(self):
        with Server(PROGRAMS) as server:
            s3 = client(server)
            s3.create_bucket(Bucket="pages")
            s3.put_object(Bucket="pages", Key="k.html", Body=b"<script>1</script>", ContentType="text/html")
            for answer in (s3.get_object(Bucket="pages", Key="k.html"), s3.head_object(Bucket="pages", Key="k.html")):
                headers = answer["ResponseMetadata"]["HTTPHeaders"]
                self.assertEqual(headers["x-content-type-options"], "nosniff")
                self.assertEqual(headers["content-security-policy"], "sandbox")

    def test_the_log_obeys_no_path(self):
        with Server(PROGRAMS) as server:
            ask(server, b"GET /a\x9b31m\xffb HTTP/1.1\r\nHost: localhost\r\n\r\n")
            server.stop()
            log = (server.root / "log.txt").read_bytes()
            self.assertIn(b"GET /a\\x9b31m\\xffb 403", log)
            self.assertIn(b" ms s3:ListObjects\n", log)
            self.assertTrue(log.isascii())


class Lengths(unittest.TestCase):
    def test_what_does_not_say_its_length_replaces_nothing(self):
        with Server(PROGRAMS) as server:
            s3 = client(server)
            s3.create_bucket(Bucket="lengths")
            s3.put_object(Bucket="lengths", Key="k", Body=b"precious")
            upload = s3.create_multipart_upload(Bucket="lengths", Key="k")["UploadId"]
            urls = [s3.generate_presigned_url("put_object", {"Bucket": "lengths", "Key": "k"}),
                    s3.generate_presigned_url("upload_part", {"Bucket": "lengths", "Key": "k", "UploadId": upload,
                                                              "PartNumber": 1})]
            for url in urls:
                path = url[len(server.url):].encode()
                head = b"PUT " + path + f" HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode()
                for more in (b"\r\n", b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
                    answer = ask(server, head + more)
                    self.assertIn(b" 411 ", answer)
            self.assertEqual(s3.get_object(Bucket="lengths", Key="k")["Body"].read(), b"precious")
            self.assertNotIn("Parts", s3.list_parts(Bucket="lengths", Key="k", UploadId=upload))
            # An empty object says so, and a bucket needs no body.
            self.assertIn(b" 200 ", ask(server, b"PUT " + urls[0][len(server.url):].encode() +
                                        f" HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 0\r\n\r\n"
                                        .encode()))
            self.assertEqual(s3.get_object(Bucket="lengths", Key="k")["Body"].read(), b"")

    def test_aws_chunked_without_a_signature_is_taken_off(self):
        with Server(PROGRAMS) as server:
            s3 = client(server)
            s3.create_bucket(Bucket="framed")
            s3.put_bucket_policy(Bucket="framed", Policy=json.dumps({"Statement": {
                "Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::framed/*"}}))
            head = ("PUT /framed/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15\r\n"
                    "Content-Encoding: gzip,aws-chunked\r\n")
            framed = "\r\n5\r\nhello\r\n0\r\n\r\n"
            self.assertIn(b" 411 ", ask(server, (head + framed).encode()))
            self.assertIn(b" 200 ", ask(server, (head + "x-amz-decoded-content-length: 5\r\n" + framed).encode()))
            got = s3.get_object(Bucket="framed", Key="k")
            self.assertEqual((got["Body"].read(), got["ContentEncoding"]), (b"hello", "gzip"))


@unittest.skipIf(b"__asan_init" in (PROGRAMS / "sempurna").read_bytes(),
                 "the address sanitizer's own memory is far more than what is measured here")
class Memory(unittest.TestCase):
    """Whatever those send who have no key, the server keeps little of it."""

    MOST = 64 << 20
    OPEN = 150

    def setUp(self):
        self.server = Server(PROGRAMS)
        self.addCleanup(self.server.close)
        self.connections = []
        self.addCleanup(lambda: [connection.close() for connection in self.connections])

    def peak(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) << 10

    def check(self):
        self.assertIn(b" 200 OK", ask(self.server, HEALTH))
        self.assertLess(self.peak(), self.MOST)

    def open(self, request):
        """A request that stays open after what was sent of it."""
        connection = connect(self.server)
        self.connections.append(connection)
        with contextlib.suppress(OSError):
            connection.sendall(request)

    def test_endless_chunk_lines_and_trailers(self):
        heads = [b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: TrentService.ListKeys\r\n",
                 b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                 b"PUT /b/k HTTP/1.1\r\nHost: localhost\r\n"]
        for head in heads:
            for begin, piece in ((b"1;a=", b"b" * (1 << 20)), (b"0\r\n", (b"a: " + b"b" * 1000 + b"\r\n") * 1000)):
                with connect(self.server) as connection:
                    sent = 0
                    with contextlib.suppress(OSError):
                        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n" + begin)
                        while sent < 200 << 20:
                            connection.sendall(piece)
                            sent += len(piece)
                self.assertLess(sent, 100 << 20, (head, begin))
        self.check()

    def test_calls_that_nobody_signed(self):
        call = b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: TrentService.ListKeys\r\n"
        form = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        body = b"Content-Length: 1048576\r\n\r\n" + b"x" * 1048570
        for n in range(self.OPEN):
            self.open((call if n % 2 else form) + body)
        self.check()

    def test_calls_of_a_known_key_with_a_wrong_signature(self):
        # Key ids are no secrets: every presigned address holds one.
        scope = time.strftime("%Y%m%d/us-east-1/kms/aws4_request", time.gmtime())
        head = ("POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: TrentService.ListKeys\r\n"
                f"X-Amz-Date: {time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}\r\n"
                f"Authorization: AWS4-HMAC-SHA256 Credential={self.server.key}/{scope}, "
                "SignedHeaders=host;x-amz-date;x-amz-target, Signature=" + "0" * 64 + "\r\n").encode()
        for _ in range(self.OPEN):
            self.open(head + b"Content-Length: 1048576\r\n\r\n" + b"x" * 1048570)
        self.check()
        answer = ask(self.server, head + b"Content-Length: 1048576\r\n\r\n" + b"x" * 1048576)
        self.assertIn(b"ThrottlingException", answer)

    def test_documents_of_many_small_elements(self):
        s3 = client(self.server)
        s3.create_bucket(Bucket="open")
        s3.put_bucket_policy(Bucket="open", Policy=json.dumps({"Statement": {
            "Effect": "Allow", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::open/*"}}))
        s3.create_bucket(Bucket="closed")
        body = b"<Delete>" + b"<a/>" * ((4 << 20) // 4 - 10) + b"</Delete>"
        for bucket in (b"open", b"closed"):
            head = b"POST /" + bucket + b"?delete HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
            self.assertIn(b"<Code>", ask(self.server, head + body))
            for _ in range(40):
                self.open(head + body[:-1])
            for connection in self.connections:
                with contextlib.suppress(OSError):
                    connection.sendall(body[-1:])
        self.check()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
