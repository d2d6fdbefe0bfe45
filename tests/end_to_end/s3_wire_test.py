#!/usr/bin/env python3
"""S3 by hand: what the server must answer to requests that no client library sends.

Usage: s3_wire_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import base64
import hashlib
import pathlib
import sys
import unittest
import zlib

sys.path[:0] = [str(pathlib.Path(__file__).parent)]
from one_server import PROGRAMS, server, setUpModule, tearDownModule  # noqa: E402, F401
from server import Server  # noqa: E402
from wire import Wire, encode  # noqa: E402

class OnTheWire(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.wire = Wire(server())
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

    def test_no_bucket_is_not_all_of_them(self):
        for path in ("//wire/kept", "//", "//wire"):
            for method in ("GET", "HEAD", "PUT", "DELETE"):
                self.assertEqual(self.send(method, path).status, 400, (method, path))

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
        strict = Server(PROGRAMS, "allow-signature-v2: false\n")
        self.addCleanup(strict.close)
        query = "AWSAccessKeyId=A&Expires=9999999999&Signature=c2ln"
        answer = Wire(strict).send_unsigned("GET", "/b/k", query)
        self.assertEqual((answer.status, answer.code), (403, "AccessDenied"))
        self.assertIn("V2 is switched off", answer.element("Message"))
        self.assertEqual(self.wire.send_unsigned("GET", "/b/k", query).code, "InvalidAccessKeyId")


class Requests(OnTheWire):
    def test_the_right_region_is_told(self):
        elsewhere = Wire(server(), region="US")
        for method, path in (("GET", "/wire"), ("GET", "/wire/k"), ("PUT", "/wire/k"), ("HEAD", "/wire")):
            answer = elsewhere.send(method, path)
            self.assertEqual((answer.status, answer.headers["x-amz-bucket-region"]), (400, "us-east-1"), method)
            if method != "HEAD":
                self.assertEqual((answer.code, answer.element("Region")), ("AuthorizationHeaderMalformed", "us-east-1"))

    def test_a_path_is_signed_as_s3_encodes_it(self):
        for letter in "@=:,;&$!'()*+":
            self.put(f"sign{encode(letter)}", b"x")
            answer = self.send("GET", f"/wire/sign{letter}", signed_path=f"/wire/sign{encode(letter)}")
            self.assertEqual(answer.status, 200, letter)
        self.put("%C3%BC", b"x")
        self.assertEqual(self.send("GET", "/wire/%c3%bc", signed_path="/wire/%C3%BC").status, 200)
        self.assertEqual(self.send("GET", "/wire/a%7Eb", signed_path="/wire/a~b").code, "NoSuchKey")

    def test_a_key_is_text(self):
        for key in ("a%00b", "%FF"):
            self.assertEqual(self.get(key).code, "InvalidURI", key)
            self.assertEqual(self.put(key).code, "InvalidURI", key)
        self.assertEqual(self.put("x" * 1025).code, "KeyTooLongError")

    def test_ranges_of_an_empty_object(self):
        self.put("empty", b"")
        for range in ("bytes=-1", "bytes=-5000"):
            answer = self.get("empty", headers={"range": range})
            self.assertEqual((answer.status, answer.body), (200, b""))
            self.assertEqual(self.head("empty", headers={"range": range}).status, 200)
        self.assertEqual(self.get("empty", headers={"range": "bytes=0-"}).code, "InvalidRange")
        self.assertIsNone(self.get("empty", "partNumber=1").headers["content-range"])
        self.assertEqual(self.get("empty", "partNumber=0").code, "InvalidArgument")

    def test_metadata_are_counted_without_the_prefix_of_their_names(self):
        self.assertEqual(self.put("said", headers={"x-amz-meta-a": "x" * 2047}).status, 200)
        self.assertEqual(self.put("said", headers={"x-amz-meta-a": "x" * 2048}).code, "MetadataTooLarge")

    def test_a_bucket_is_made_in_the_region_of_the_server_alone(self):
        body = b"<CreateBucketConfiguration><LocationConstraint>eu-west-9</LocationConstraint></CreateBucketConfiguration>"
        answer = self.send("PUT", "/elsewhere", body=body)
        self.assertEqual((answer.status, answer.code), (400, "IllegalLocationConstraintException"))
        self.assertEqual(self.send("HEAD", "/elsewhere").status, 404)

    def test_text_may_come_in_pieces(self):
        self.put("whole")
        body = b"<Delete><Object><Key>wh<!-- a comment -->ol<![CDATA[e]]></Key></Object></Delete>"
        answer = self.send("POST", "/wire", "delete=", body=body)
        self.assertEqual(answer.elements("Key"), ["whole"])
        self.assertEqual(self.head("whole").status, 404)
        for body in (b"<Delete><Object><Key/></Object></Delete>", b"<Delete><Object/></Delete>"):
            self.assertEqual(self.send("POST", "/wire", "delete=", body=body).code, "MalformedXML")


class Removals(OnTheWire):
    def remove(self, key, etag):
        return self.send("DELETE", f"/wire/{key}", headers={"if-match": etag})

    def test_only_what_has_the_etag_is_removed(self):
        etag = self.put("matched").headers["etag"]
        answer = self.remove("matched", '"other"')
        self.assertEqual((answer.status, answer.code, self.head("matched").status), (412, "PreconditionFailed", 200))
        for condition in (etag, etag.strip('"'), "*"):
            self.put("matched")
            self.assertEqual(self.remove("matched", condition).status, 204, condition)
            self.assertEqual(self.remove("matched", condition).code, "NoSuchKey")
        answer = self.send("DELETE", "/wire/matched", headers={"if-match": "*", "x-amz-if-match-size": "4"})
        self.assertEqual(answer.code, "NotImplemented")

    def test_a_condition_that_names_no_etag_is_none_that_holds(self):
        self.put("kept")
        body = "".join(f"<Object><Key>kept</Key><ETag>{etag}</ETag></Object>" for etag in ("", '""'))
        answer = self.send("POST", "/wire", "delete=", body=f"<Delete>{body}</Delete>".encode())
        self.assertEqual(answer.elements("Code"), ["InvalidArgument"] * 2)
        for method in ("DELETE", "PUT"):
            for header in ("if-match",) if method == "DELETE" else ("if-match", "if-none-match"):
                for etag in ("", '""'):
                    answer = self.send(method, "/wire/kept", headers={header: etag}, body=b"other"[:5 * (method == "PUT")])
                    self.assertEqual((answer.status, answer.code), (400, "InvalidArgument"), (method, header, etag))
        self.assertEqual(self.get("kept").body, b"body")

    def test_each_of_several_by_its_own_etag(self):
        etag = self.put("one").headers["etag"]
        self.put("two")
        body = "".join(f"<Object><Key>{key}</Key>{rest}</Object>" for key, rest in (
            ("one", f"<ETag>{etag}</ETag>"), ("two", "<ETag>other</ETag>"), ("none", "<ETag>other</ETag>"),
            ("two", "<Size>4</Size>")))
        answer = self.send("POST", "/wire", "delete=", body=f"<Delete>{body}</Delete>".encode())
        self.assertEqual(answer.elements("Key"), ["one", "two", "none", "two"])
        self.assertEqual(answer.elements("Code"), ["PreconditionFailed", "NoSuchKey", "NotImplemented"])
        self.assertEqual([self.head(key).status for key in ("one", "two")], [404, 200])


class Tags(OnTheWire):
    def tags_of(self, key):
        answer = self.get(key, "tagging=")
        return list(zip(answer.elements("Key"), answer.elements("Value")))

    def test_a_header_of_tags_is_decoded_as_a_form_is(self):
        for text, tags in (("v=C%2B%2B", [("v", "C++")]), ("a%2Bb=1", [("a+b", "1")]), ("v=a+b", [("v", "a b")]),
                           ("v=1%2B1%3D2", [("v", "1+1=2")])):
            self.put("tagged", headers={"x-amz-tagging": text})
            self.assertEqual(self.tags_of("tagged"), tags)

    def test_characters_are_counted_and_some_are_illegal(self):
        self.put("tagged")
        for name, value, status in (("é" * 128, "v", 200), ("k", "ま" * 256, 200), ("a + - = . _ : / @ 1", "", 200),
                                    ("é" * 129, "v", 400), ("k", "ま" * 257, 400), ("aws:x", "v", 400),
                                    ("{a}", "v", 400), ("a", "&lt;", 400), ("", "v", 400)):
            body = f"<Tagging><TagSet><Tag><Key>{name}</Key><Value>{value}</Value></Tag></TagSet></Tagging>".encode()
            answer = self.send("PUT", "/wire/tagged", "tagging=", body=body)
            self.assertEqual(answer.status, status, name)
            self.assertIn(answer.code, (200, "InvalidTag"))


class Checksums(OnTheWire):
    CRC32 = base64.b64encode(zlib.crc32(b"body").to_bytes(4, "big")).decode()
    SHA256 = base64.b64encode(hashlib.sha256(b"body").digest()).decode()

    def test_what_cannot_be_verified_is_refused(self):
        for headers in ({"x-amz-checksum-sha512": base64.b64encode(bytes(64)).decode()},
                        {"x-amz-checksum-xxhash64": base64.b64encode(bytes(8)).decode()},
                        {"x-amz-checksum-crc32": self.CRC32, "x-amz-checksum-sha256": self.SHA256},
                        {"x-amz-checksum-crc32": self.CRC32, "x-amz-sdk-checksum-algorithm": "SHA256"},
                        {"x-amz-sdk-checksum-algorithm": "CRC32"}, {"x-amz-checksum-crc32": ""},
                        {"x-amz-trailer": "x-amz-checksum-sha512"}):
            answer = self.put("sum", headers=headers)
            self.assertEqual((answer.status, answer.code), (400, "InvalidRequest"), headers)
        self.assertEqual(self.put("sum", headers={"content-md5": ""}).code, "InvalidDigest")
        self.assertEqual(self.head("sum").status, 404)
        self.assertEqual(self.put("sum", headers={"x-amz-checksum-crc32": self.CRC32}).status, 200)


class Uploads(OnTheWire):
    CRC32, SHA256 = Checksums.CRC32, Checksums.SHA256

    def begin(self, key, headers=None):
        return self.send("POST", f"/wire/{key}", "uploads=", headers).element("UploadId")

    def part(self, key, upload, headers=None, body=b"body"):
        return self.send("PUT", f"/wire/{key}", f"partNumber=1&uploadId={upload}", headers, body)

    def complete(self, key, upload, part, headers=None):
        body = f"<CompleteMultipartUpload><Part>{part}</Part></CompleteMultipartUpload>".encode()
        return self.send("POST", f"/wire/{key}", f"uploadId={upload}", headers, body)

    def test_parts_are_bound_to_the_algorithm(self):
        composite = {"x-amz-checksum-algorithm": "SHA256"}
        for begun, sent in ((composite, {"x-amz-checksum-crc32": self.CRC32}), (composite, {}),
                            ({}, {"x-amz-checksum-crc32": self.CRC32})):
            answer = self.part("bound", self.begin("bound", begun), sent)
            self.assertEqual((answer.status, answer.code), (400, "InvalidRequest"), begun)
        upload = self.begin("bound", composite)
        etag = self.part("bound", upload, {"x-amz-checksum-sha256": self.SHA256}).headers["etag"]
        part = f"<PartNumber>1</PartNumber><ETag>{etag}</ETag>"
        self.assertEqual(self.complete("bound", upload, part, {"x-amz-checksum-type": "FULL_OBJECT"}).code,
                         "InvalidRequest")
        self.assertEqual(self.complete("bound", upload, part, {"x-amz-checksum-type": "COMPOSITE"}).status, 200)

    def test_the_checksum_of_the_whole_needs_none_of_the_parts(self):
        upload = self.begin("full", {"x-amz-checksum-algorithm": "CRC32", "x-amz-checksum-type": "FULL_OBJECT"})
        etag = self.part("full", upload).headers["etag"]
        done = self.complete("full", upload, f"<PartNumber>1</PartNumber><ETag>{etag}</ETag>")
        self.assertEqual((done.element("ChecksumCRC32"), done.element("ChecksumType")), (self.CRC32, "FULL_OBJECT"))

    def test_completed_again_it_gives_the_same_answer(self):
        upload = self.begin("again")
        etag = self.part("again", upload).headers["etag"]
        part = f"<PartNumber>1</PartNumber><ETag>{etag}</ETag>"
        answers = [self.complete("again", upload, part) for _ in range(2)]
        self.assertEqual([(one.status, one.element("ETag")) for one in answers],
                         [(200, answers[0].element("ETag"))] * 2)
        self.put("again", b"other")
        self.assertEqual(self.complete("again", upload, part).code, "NoSuchUpload")

    def test_a_part_is_named_by_a_number_and_an_etag(self):
        upload = self.begin("named")
        etag = self.part("named", upload).headers["etag"]
        for part in (f"<PartNumber>1abc</PartNumber><ETag>{etag}</ETag>", "<PartNumber>1</PartNumber>",
                     f"<PartNumber/><ETag>{etag}</ETag>"):
            self.assertEqual(self.complete("named", upload, part).code, "MalformedXML", part)

    def test_an_object_below_a_host_of_its_bucket_says_where_it_lies(self):
        upload = self.begin("placed")
        etag = self.part("placed", upload).headers["etag"]
        host = {"host": f"wire.localhost:{server().port}"}
        body = f"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part>" \
               "</CompleteMultipartUpload>"
        done = self.send("POST", "/placed", f"uploadId={upload}", host, body.encode())
        self.assertEqual(done.element("Location"), f"http://wire.localhost:{server().port}/placed")

    def test_a_copy_of_an_object_in_parts_has_the_etag_of_its_bytes(self):
        upload = self.begin("parts")
        etag = self.part("parts", upload).headers["etag"]
        self.complete("parts", upload, f"<PartNumber>1</PartNumber><ETag>{etag}</ETag>")
        self.assertTrue(self.head("parts").headers["etag"].endswith('-1"'))
        self.send("PUT", "/wire/copy", headers={"x-amz-copy-source": "wire/parts"})
        head = self.head("copy", "partNumber=1").headers
        self.assertEqual(head["etag"], f'"{hashlib.md5(b"body").hexdigest()}"')
        self.assertIsNone(head["x-amz-mp-parts-count"])
        self.assertEqual(self.get("copy").body, b"body")

    def test_a_copy_onto_itself_changes_something(self):
        self.put("self")
        copy = {"x-amz-copy-source": "wire/self"}
        self.assertEqual(self.send("PUT", "/wire/self", headers=copy).code, "InvalidRequest")
        for more in ({"x-amz-storage-class": "STANDARD"}, {"x-amz-checksum-algorithm": "SHA256"},
                     {"x-amz-metadata-directive": "REPLACE"}, {"x-amz-server-side-encryption": "AES256"}):
            self.assertEqual(self.send("PUT", "/wire/self", headers={**copy, **more}).status, 200, more)


class AnotherRegion(unittest.TestCase):
    def test_a_bucket_of_it_is_told_and_can_be_removed(self):
        first = Server(PROGRAMS)
        self.addCleanup(first.close)
        self.assertEqual(Wire(first).send("PUT", "/far").status, 200)
        first.stop()
        second = Server(PROGRAMS, "region: eu-west-9\n", folder=first.folder)
        self.addCleanup(second.close)
        wire = Wire(second, region="eu-west-9")
        answer = wire.send("GET", "/far")
        self.assertEqual((answer.status, answer.code, answer.element("Region")), (301, "PermanentRedirect", "us-east-1"))
        self.assertEqual(wire.send("PUT", "/far/k", body=b"x").code, "PermanentRedirect")
        self.assertEqual(wire.send("DELETE", "/far").status, 204)
        self.assertEqual(wire.send("HEAD", "/far").status, 404)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
