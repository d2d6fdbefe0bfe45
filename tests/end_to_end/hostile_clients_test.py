#!/usr/bin/env python3
"""What those who have no key can do to the server: it lives on, answers the others, and stays small.

Usage: hostile_clients_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import os
import pathlib
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
from server import Server  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def make_certificate(folder, name="localhost"):
    """A key and a certificate that signs itself; gives the options of `serve`."""
    key, certificate = f"{folder}/key.pem", f"{folder}/cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                    "-days", "2", "-subj", f"/CN={name}"], check=True, capture_output=True)
    return ["--tls-cert", certificate, "--tls-key", key]


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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
