#!/usr/bin/env python3
"""Backups of a server that runs.

Usage: backup_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import shutil
import stat
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

from served import PROGRAMS, Served, boto3
from server import Server
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class Backup(Served):
    config = """
policies: {reads: {Statement: {Effect: Allow, Action: "s3:*", Resource: "*"}}}
roles:
  - name: reader
    trust: {Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}
    policies: [reads]
"""

    def test_all_is_copied_while_the_server_runs_and_can_be_served(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="kept")
        s3.put_object(Bucket="kept", Key="open", Body=b"one")
        s3.put_object(Bucket="kept", Key="sealed", Body=b"two", ServerSideEncryption="AES256")
        key, secret = self.new_identity("ana", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
        s3.put_object(Bucket="kept", Key="model.tar.gz", Body=b"three")
        self.client("sagemaker").create_model(
            ModelName="kept", ExecutionRoleArn="arn:aws:iam::000000000000:role/reader",
            PrimaryContainer={"ModelDataUrl": "s3://kept/model.tar.gz"}, Tags=[{"Key": "a", "Value": "b"}])
        to = self.server.root / "backup"
        done = self.server.command("backup", str(to))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"sempurna serve --data-dir {to}", done.stdout)
        self.assertIn("is there already", self.server.command("backup", str(to)).stderr)
        # What opens it is kept apart from it.
        self.assertIn("The master key is not in it", done.stdout)
        self.assertFalse((to / "master.key").exists() or (to / "credentials").exists())
        alone = subprocess.run([self.server.program, "serve", "--data-dir", str(to), "--listen", "127.0.0.1:0"],
                               capture_output=True, text=True, timeout=30)
        self.assertEqual(alone.returncode, 1)
        self.assertIn(f"the master key {to}/master.key is not there, and {to}/access.sqlite cannot be read without it",
                      alone.stderr)
        self.assertFalse((to / "master.key").exists())
        for name in ("master.key", "credentials"):
            shutil.copy(self.server.folder / name, to)
        s3.delete_object(Bucket="kept", Key="open")
        copy = Server(PROGRAMS, folder=to)
        try:
            ana = boto3.client("s3", endpoint_url=copy.url, region_name="us-east-1", aws_access_key_id=key,
                               aws_secret_access_key=secret)
            self.assertEqual(ana.get_object(Bucket="kept", Key="open")["Body"].read(), b"one")
            self.assertEqual(ana.get_object(Bucket="kept", Key="sealed")["Body"].read(), b"two")
            sagemaker = boto3.client("sagemaker", endpoint_url=copy.url, region_name="us-east-1",
                                     aws_access_key_id=copy.key, aws_secret_access_key=copy.secret)
            arn = sagemaker.describe_model(ModelName="kept")["ModelArn"]
            self.assertEqual(sagemaker.list_tags(ResourceArn=arn)["Tags"], [{"Key": "a", "Value": "b"}])
            copy.stop()
            again = copy.command("backup", str(self.server.root / "second"))
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertTrue((self.server.root / "second" / "sagemaker.sqlite").exists())
        finally:
            copy.close()

    def test_it_needs_no_key_and_touches_nothing_of_others(self):
        rotated = self.server.command("identity", "rotate", "admin", "--json")
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        key = json.loads(rotated.stdout)
        self.server.key, self.server.secret = key["access_key_id"], key["secret_access_key"]
        other = self.server.root / "third.partial"
        other.mkdir()
        (other / "mine").write_text("mine")
        done = self.server.command("backup", str(self.server.root / "third"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("third.partial is there already, perhaps left by a backup that did not end", done.stderr)
        self.assertEqual((other / "mine").read_text(), "mine")
        done = self.server.command("backup", str(self.server.root / "fourth") + "/")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.server.root / "fourth" / "store").is_dir())

    def test_it_has_the_master_key_when_that_is_asked_for(self):
        to = self.server.root / "whole"
        done = self.server.command("backup", "--with-master-key", str(to))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("It can be read by whoever has it", done.stdout)
        self.assertEqual((to / "master.key").read_text(), (self.server.folder / "master.key").read_text())
        self.assertEqual(stat.S_IMODE((to / "master.key").stat().st_mode), 0o600)

    def test_a_server_that_sees_another_folder_there_refuses(self):
        target = self.server.root / "elsewhere"
        request = AWSRequest("POST", self.server.url + "/",
                             data=json.dumps({"Folder": str(target), "Parent": "1:2"}).encode(),
                             headers={"X-Amz-Target": "Sempurna.Backup"})
        SigV4Auth(Credentials(self.server.key, self.server.secret), "sempurna", "us-east-1").add_auth(request)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(self.server.url + "/", request.data,
                                                          dict(request.headers.items())))
        self.assertIn(b"the server sees another folder", caught.exception.read())
        self.assertFalse(target.exists())

    def test_only_whoever_may_makes_one(self):
        key, secret = self.new_identity("budi", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
        request = AWSRequest("POST", self.server.url + "/", data=b'{"Folder": "/tmp/never"}',
                             headers={"X-Amz-Target": "Sempurna.Backup"})
        SigV4Auth(Credentials(key, secret), "sempurna", "us-east-1").add_auth(request)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(self.server.url + "/", request.data,
                                                          dict(request.headers.items())))
        self.assertIn(b"AccessDeniedException", caught.exception.read())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
