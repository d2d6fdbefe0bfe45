#!/usr/bin/env python3
"""S3 by hand: what the server must answer to requests that no client library sends.

Usage: s3_wire_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import base64
import pathlib
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent)]
from server import Server  # noqa: E402
from wire import Wire, encode  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SERVER = None


def setUpModule():
    global SERVER
    SERVER = Server(PROGRAMS)


def tearDownModule():
    SERVER.close()


class OnTheWire(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.wire = Wire(SERVER)
        cls.wire.send("PUT", "/wire")

    def send(self, *arguments, **named):
        return self.wire.send(*arguments, **named)

    def put(self, key, body=b"body", headers=None):
        return self.send("PUT", f"/wire/{key}", headers=headers, body=body)

    def get(self, key, query="", headers=None):
        return self.send("GET", f"/wire/{key}", query, headers)

    def head(self, key, query="", headers=None):
        return self.send("HEAD", f"/wire/{key}", query, headers)


class Undeclared(OnTheWire):
    def test_what_an_operation_does_not_declare_changes_nothing(self):
        self.put("kept", b"precious")
        for method, query, name in (("PUT", "annotation=&annotationName=n", "PutObjectAnnotation"),
                                    ("DELETE", "annotation=&annotationName=n", "DeleteObjectAnnotation"),
                                    ("GET", "annotation=&annotationName=n", "GetObjectAnnotation"),
                                    ("PUT", "renameObject=", "RenameObject"),
                                    ("PUT", "legal-hold", "PutObjectLegalHold"),
                                    ("PUT", "neverHeardOf=", "neverHeardOf"),
                                    ("DELETE", "neverHeardOf=", "neverHeardOf"),
                                    ("PUT", "partNumber=1", "partNumber")):
            answer = self.send(method, "/wire/kept", query)
            self.assertEqual((answer.status, answer.code), (501, "NotImplemented"), query)
            self.assertIn(name, answer.element("Message"))
        answer = self.put("kept", b"other", {"x-amz-never-heard-of": "1"})
        self.assertEqual((answer.status, answer.element("Header")), (501, "x-amz-never-heard-of"))
        self.assertEqual(self.get("kept").body, b"precious")

    def test_a_bucket_is_not_made_removed_or_listed_instead(self):
        for query in ("abac=", "metadataConfiguration=", "neverHeardOf"):
            self.assertEqual(self.send("PUT", "/never-made", query).status, 501, query)
            self.assertEqual(self.send("DELETE", "/wire-empty", query).status, 501, query)
            self.assertEqual(self.send("GET", "/wire", query).status, 501, query)
        self.assertEqual(self.send("HEAD", "/never-made").status, 404)
        self.assertEqual(self.send("PUT", "/wire-empty").status, 200)
        self.assertEqual(self.send("DELETE", "/wire-empty", "abac=").status, 501)
        self.assertEqual(self.send("HEAD", "/wire-empty").status, 200)

    def test_a_refusal_tells_nothing_of_what_there_is(self):
        answers = [self.wire.send_unsigned("GET", f"/{bucket}", "session=") for bucket in ("wire", "no-such-bucket")]
        self.assertEqual([(one.status, one.element("Message")) for one in answers],
                         [(501, "this server does not have the operation CreateSession")] * 2)


class Presigned(OnTheWire):
    def presigned(self, key, query, body=b"body", headers=None):
        return self.wire.send_unsigned("PUT", f"/wire/{key}", self.wire.presign("PUT", f"/wire/{key}", query), headers,
                                       body)

    def test_headers_in_the_query_count(self):
        self.put("source", b"precious")
        self.assertEqual(self.presigned("said", "x-amz-meta-colour=blue&x-amz-tagging=a%3Db&"
                                                "x-amz-server-side-encryption=AES256").status, 200)
        head = self.head("said").headers
        self.assertEqual([head["x-amz-meta-colour"], head["x-amz-tagging-count"], head["x-amz-server-side-encryption"]],
                         ["blue", "1", "AES256"])
        self.assertEqual(self.presigned("copied", "x-amz-copy-source=wire%2Fsource", b"").status, 200)
        self.assertEqual(self.get("copied").body, b"precious")

    def test_what_is_refused_as_a_header_is_refused_in_the_query(self):
        for header, value in (("x-amz-acl", "public-read"), ("x-amz-storage-class", "GLACIER"),
                              ("x-amz-object-lock-mode", "COMPLIANCE"), ("x-amz-grant-read", "id=1"),
                              ("x-amz-server-side-encryption", "aws:kms:dsse")):
            as_header = self.put("never", headers={header: value})
            in_query = self.presigned("never", f"{header}={encode(value)}")
            self.assertGreaterEqual(as_header.status, 400, header)
            self.assertEqual((in_query.status, in_query.code), (as_header.status, as_header.code), header)
        self.assertEqual(self.head("never").status, 404)

    def test_a_checksum_in_the_query_is_verified_but_that_of_nothing(self):
        self.assertEqual(self.presigned("sum", "x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32")
                         .status, 200)
        wrong = base64.b64encode(b"1234").decode()
        self.assertEqual(self.presigned("sum", f"x-amz-checksum-crc32={encode(wrong)}").code, "BadDigest")

    def test_a_header_of_the_answer_is_no_place_for_control_characters(self):
        self.put("plain")
        answer = self.get("plain", "response-content-type=a%0d%0aSet-Cookie:%20b")
        self.assertEqual(answer.code, "InvalidArgument")

    def test_the_old_signature_can_be_switched_off(self):
        server = Server(PROGRAMS, "allow-signature-v2: false\n")
        self.addCleanup(server.close)
        query = "AWSAccessKeyId=A&Expires=9999999999&Signature=c2ln"
        answer = Wire(server).send_unsigned("GET", "/b/k", query)
        self.assertEqual((answer.status, answer.code), (403, "AccessDenied"))
        self.assertIn("V2 is switched off", answer.element("Message"))
        self.assertEqual(self.wire.send_unsigned("GET", "/b/k", query).code, "InvalidAccessKeyId")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
