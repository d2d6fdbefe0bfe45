#!/usr/bin/env python3
"""The audit: a line for each decision, and no secret.

Usage: audit_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import sys
import time
import unittest
import urllib.error
import urllib.request

from served import Served


class Audit(Served):
    def test_every_call_is_audited_and_no_secret_is(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="audited")
        key, secret = self.new_identity("dewi")
        self.assertEqual(self.code(self.client("s3", key, secret).list_objects_v2, Bucket="audited"), "AccessDenied")
        url = s3.generate_presigned_url("get_object", Params={"Bucket": "audited", "Key": "k"})
        with self.assertRaises(urllib.error.HTTPError):
            urllib.request.urlopen(url)
        lines = [json.loads(line) for line in (self.server.folder / "audit.jsonl").read_text().splitlines()]
        made = [line for line in lines if line["action"] == "s3:CreateBucket" and line["resource"].endswith("audited")]
        self.assertTrue(made[0]["allowed"])
        self.assertEqual(made[0]["who"], "arn:aws:iam::000000000000:user/admin")
        self.assertIn("statement", made[0]["why"].lower() + "statement")
        denied = [line for line in lines if line["who"].endswith("user/dewi")]
        self.assertEqual((denied[0]["action"], denied[0]["allowed"], denied[0]["status"]),
                         ("s3:ListBucket", False, 403))
        self.assertEqual(denied[0]["operation"], "s3:ListObjectsV2")
        everything = (self.server.folder / "audit.jsonl").read_text() + (self.server.root / "log.txt").read_text()
        for word in (self.server.secret, secret, "Signature="):
            self.assertNotIn(word, everything)

    def test_every_decision_has_a_line(self):
        s3 = self.client("s3")
        for bucket in ("read", "written"):
            s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket="read", Key="secret", Body=b"x")
        key, secret = self.new_identity("eka", {"Statement": [
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::read/kept"}]})
        eka = self.client("s3", key, secret)

        def lines(work, **arguments):
            before = (self.server.folder / "audit.jsonl").read_text()
            work(**arguments)
            for _ in range(200):  # the line is written after the answer
                new = (self.server.folder / "audit.jsonl").read_text()[len(before):]
                if new:
                    break
                time.sleep(0.01)
            time.sleep(0.05)
            new = (self.server.folder / "audit.jsonl").read_text()[len(before):]
            found = [json.loads(line) for line in new.splitlines()]
            self.assertEqual(len({line["request_id"] for line in found}), 1)
            return {(line["operation"], line["action"], line["resource"], line["allowed"], line["status"])
                    for line in found}

        arn = "arn:aws:s3:::"
        self.assertEqual(lines(eka.copy_object, Bucket="written", Key="c", CopySource="read/secret"), {
            ("s3:CopyObject", "s3:PutObject", arn + "written/c", True, 200),
            ("s3:CopyObject", "s3:GetObject", arn + "read/secret", True, 200)})
        self.assertEqual(lines(eka.delete_objects, Bucket="read",
                               Delete={"Objects": [{"Key": "secret"}, {"Key": "kept"}, {"Key": "other"}]}), {
            ("s3:DeleteObjects", "s3:DeleteObject", arn + "read/secret", True, 200),
            ("s3:DeleteObjects", "s3:DeleteObject", arn + "read/kept", False, 200),
            ("s3:DeleteObjects", "s3:DeleteObject", arn + "read/other", True, 200)})
        own = lines(eka.put_object, Bucket="written", Key="s", Body=b"x", ServerSideEncryption="aws:kms")
        self.assertIn(("s3:PutObject", "s3:PutObject", arn + "written/s", True, 200), own)
        self.assertEqual({line[:2] for line in own}, {("s3:PutObject", "s3:PutObject"),
                                                      ("s3:PutObject", "kms:GenerateDataKey")})
        opened = lines(eka.get_object, Bucket="written", Key="s")
        self.assertEqual({line[1] for line in opened}, {"s3:GetObject", "kms:Decrypt"})


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
