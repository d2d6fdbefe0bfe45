#!/usr/bin/env python3
"""What a server reads anew when it is told to (SIGHUP), and the bounds it keeps while it runs.

Usage: upkeep_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import pathlib
import ssl
import sys
import tempfile
import unittest

from hostile_clients_test import HEALTH, ask, make_certificate
from served import PROGRAMS, ClientError, Served
from server import Server, hang_up

IDENTITIES = """
policies:
  all: {Statement: {Effect: Allow, Action: "s3:*", Resource: "*"}}
identities:
"""


class Certificates(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.server = Server(PROGRAMS, arguments=make_certificate(self.folder, "first"))
        self.addCleanup(self.server.close)

    def served(self):
        return ssl.get_server_certificate(("127.0.0.1", self.server.port))

    def kept(self):
        return (self.folder / "cert.pem").read_text()

    def test_a_renewed_one_is_served_without_a_restart(self):
        first = self.kept()
        self.assertEqual(self.served(), first)
        make_certificate(self.folder, "second")
        self.assertEqual(self.served(), first)
        hang_up(self.server, "the certificate, identities, roles, policies and quotas were read anew")
        self.assertEqual(self.served(), self.kept())
        self.assertNotEqual(self.kept(), first)

    def test_one_at_fault_leaves_the_old_one_in_force(self):
        first, key = self.kept(), (self.folder / "key.pem").read_text()
        for name, text in (("cert.pem", "no certificate"), ("cert.pem", ""), ("cert.pem", None), ("key.pem", "no key"),
                           ("key.pem", None)):
            (self.folder / name).unlink()
            if text is not None:
                (self.folder / name).write_text(text)
                (self.folder / name).chmod(0o600)
            hang_up(self.server, "nothing was changed: ")
            self.assertEqual(self.served(), first, (name, text))
            self.assertIn(str(self.folder / name), (self.server.root / "log.txt").read_text().splitlines()[-1])
            (self.folder / "cert.pem").write_text(first)
            (self.folder / "key.pem").write_text(key)
            (self.folder / "key.pem").chmod(0o600)
        # A certificate of another key.
        make_certificate(self.folder, "second")
        (self.folder / "key.pem").write_text(key)
        hang_up(self.server, "nothing was changed: ")
        self.assertEqual(self.served(), first)
        # A key that others may read.
        (self.folder / "cert.pem").write_text(first)
        (self.folder / "key.pem").chmod(0o604)
        hang_up(self.server, "nothing was changed: ")
        self.assertEqual(self.served(), first)


class Configuration(Served):
    config = IDENTITIES + "  - {name: ana, policies: [all]}\n"

    def configure(self, text, told):
        (self.server.root / "config.yaml").write_text(text)
        hang_up(self.server, told)

    def test_a_hangup_ends_no_server_without_tls(self):
        hang_up(self.server, "were read anew")
        self.assertIn(b" 200 OK", ask(self.server, HEALTH))

    def test_who_is_declared_is_read_anew(self):
        anew = "were read anew"
        key = json.loads(self.server.command("identity", "add", "ana", "--json").stdout)
        ana = self.client("s3", key["access_key_id"], key["secret_access_key"])
        ana.list_buckets()
        self.configure(IDENTITIES + "  - {name: budi, policies: [all]}\n", anew)
        self.assertEqual(self.code(ana.list_buckets), "InvalidAccessKeyId")
        self.assertIn("the identity ana is not let in: it left the configuration",
                      (self.server.root / "log.txt").read_text())
        self.configure(self.config, anew)
        ana.list_buckets()
        # All of it or nothing: the fault is below what would let nobody in.
        self.configure("identities: []\nquotas: {a: many}\n", "nothing was changed: ")
        ana.list_buckets()
        self.configure(self.config, anew)

    def test_what_takes_a_new_start_is_said(self):
        self.configure(self.config + "region: eu-west-9\n", "region is now 'eu-west-9'")
        self.client("s3").list_buckets()
        self.configure(self.config, "were read anew")


class Quotas(Served):
    config = "quotas: {small: 1000, large: 30 MiB, '*': 2000}\n"

    def setUp(self):
        self.s3 = self.client("s3")

    def refused(self, words, work, **arguments):
        with self.assertRaises(ClientError) as caught:
            work(**arguments)
        got = caught.exception.response
        self.assertEqual((got["Error"]["Code"], got["ResponseMetadata"]["HTTPStatusCode"]), ("QuotaExceeded", 403))
        self.assertIn(words, got["Error"]["Message"])

    def keys(self, bucket):
        return [one["Key"] for one in self.s3.list_objects_v2(Bucket=bucket).get("Contents", [])]

    def test_what_goes_beyond_is_refused_and_what_is_there_stays(self):
        self.s3.create_bucket(Bucket="small")
        self.s3.put_object(Bucket="small", Key="k", Body=b"x" * 600)
        words = "the bucket small may hold 1000 bytes"
        self.refused(words, self.s3.put_object, Bucket="small", Key="l", Body=b"x" * 401)
        self.refused(words, self.s3.copy_object, Bucket="small", Key="l", CopySource="small/k")
        self.assertEqual(self.keys("small"), ["k"])
        # In its own place it may grow, as the old one goes.
        self.s3.put_object(Bucket="small", Key="k", Body=b"y" * 1000)
        self.refused(words, self.s3.put_object, Bucket="small", Key="k", Body=b"x" * 1001)
        self.assertEqual(self.s3.get_object(Bucket="small", Key="k")["Body"].read(), b"y" * 1000)
        self.s3.delete_object(Bucket="small", Key="k")
        self.s3.put_object(Bucket="small", Key="l", Body=b"x" * 401)
        self.s3.delete_object(Bucket="small", Key="l")

    def test_parts_count(self):
        self.s3.create_bucket(Bucket="large")
        upload = {"Bucket": "large", "Key": "k"}
        upload["UploadId"] = self.s3.create_multipart_upload(**upload)["UploadId"]
        for number in range(1, 4):
            self.s3.upload_part(**upload, PartNumber=number, Body=bytes(9 << 20))
        self.refused("the bucket large may hold", self.s3.upload_part, **upload, PartNumber=4, Body=bytes(4 << 20))
        self.refused("the bucket large may hold", self.s3.put_object, Bucket="large", Key="l", Body=bytes(4 << 20))
        self.s3.abort_multipart_upload(**upload)
        self.s3.put_object(Bucket="large", Key="l", Body=bytes(4 << 20))

    def test_of_each_other_bucket_and_of_a_form(self):
        self.s3.create_bucket(Bucket="other")
        self.s3.put_object(Bucket="other", Key="k", Body=bytes(2000))
        self.refused("the bucket other may hold 2000 bytes", self.s3.put_object, Bucket="other", Key="l", Body=b"x")
        self.s3.put_object(Bucket="other", Key="empty", Body=b"")

    def test_a_new_quota_is_in_force_at_once_and_takes_nothing_away(self):
        self.s3.create_bucket(Bucket="changed")
        self.s3.put_object(Bucket="changed", Key="k", Body=bytes(1500))
        (self.server.root / "config.yaml").write_text("quotas: {changed: 1000}\n")
        hang_up(self.server, "were read anew")
        self.refused("the bucket changed may hold 1000 bytes", self.s3.put_object, Bucket="changed", Key="l", Body=b"x")
        self.assertEqual(self.keys("changed"), ["k"])
        (self.server.root / "config.yaml").write_text(self.config)
        hang_up(self.server, "were read anew")
        self.s3.put_object(Bucket="changed", Key="l", Body=b"x")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
