#!/usr/bin/env python3
"""S3 by hand: what the server must answer to requests that no client library sends.

Usage: s3_wire_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import pathlib
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent)]
from server import Server  # noqa: E402
from wire import Wire  # noqa: E402

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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
