#!/usr/bin/env python3
"""Other S3 clients, unmodified, against a real server, each a session: AWS CLI, s3cmd, rclone.

Usage: s3_clients_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import pathlib
import shutil
import subprocess
import sys
import time
import unittest
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
from botocore.exceptions import ClientError  # noqa: E402
from one_server import setUpModule, tearDownModule  # noqa: E402, F401
from s3_clients import Clients, client, noise  # noqa: E402


class AwsCli(Clients):
    def aws(self, *arguments, status=0):
        return self.run_client(["/usr/bin/aws", "--endpoint-url", self.server.url, *arguments], status)

    def test_a_session(self):
        folder = self.server.root / "cli"
        (folder / "sub").mkdir(parents=True)
        (folder / "large").write_bytes(noise(200 << 20))
        (folder / "sub" / "ü name").write_bytes(b"small")
        self.aws("s3", "mb", "s3://cli")
        self.aws("s3", "sync", str(folder), "s3://cli/tree")
        listing = self.aws("s3", "ls", "s3://cli/tree/", "--recursive")
        self.assertIn("tree/sub/ü name", listing)
        self.assertEqual(self.aws("s3", "sync", str(folder), "s3://cli/tree"), "")
        self.aws("s3", "cp", "s3://cli/tree/large", "s3://cli/copy")
        self.aws("s3", "cp", "s3://cli/copy", str(self.server.root / "back"))
        self.assertEqual((self.server.root / "back").read_bytes(), (folder / "large").read_bytes())
        head = json.loads(self.aws("s3api", "head-object", "--bucket", "cli", "--key", "copy"))
        self.assertEqual(head["ContentLength"], (folder / "large").stat().st_size)
        url = self.aws("s3", "presign", "s3://cli/tree/sub/ü name").strip()
        self.assertEqual(urllib.request.urlopen(url).read(), b"small")
        self.aws("s3", "rb", "s3://cli", "--force")
        identity = json.loads(self.aws("sts", "get-caller-identity"))
        self.assertEqual(identity["Arn"], "arn:aws:iam::000000000000:user/admin")


class S3cmd(Clients):
    def s3cmd(self, *arguments):
        where = self.server.url.removeprefix("http://")
        return self.run_client(["/usr/bin/s3cmd", "--no-ssl", f"--host={where}", f"--host-bucket={where}",
                                "--region=us-east-1", f"--access_key={self.server.key}", f"--secret_key={self.server.secret}",
                                "--config=/dev/null", *arguments])

    def test_a_session(self):
        file = self.server.root / "s3cmd file"
        file.write_bytes(noise(16 << 20))
        self.s3cmd("mb", "s3://cmd")
        self.s3cmd("put", str(file), "s3://cmd/a b/ü")
        self.assertIn("s3://cmd/a b/ü", self.s3cmd("ls", "-r", "s3://cmd"))
        self.s3cmd("get", "s3://cmd/a b/ü", str(self.server.root / "s3cmd back"))
        self.assertEqual((self.server.root / "s3cmd back").read_bytes(), file.read_bytes())
        self.s3cmd("info", "s3://cmd/a b/ü")
        url = self.s3cmd("signurl", "s3://cmd/a b/ü", "+60").strip()
        self.assertEqual(len(urllib.request.urlopen(url).read()), 16 << 20)
        self.s3cmd("del", "s3://cmd/a b/ü")
        self.s3cmd("rb", "s3://cmd")


class Rclone(Clients):
    def listed(self, bucket):
        try:
            pages = client().get_paginator("list_objects_v2").paginate(Bucket=bucket)
            return [item["Key"] for page in pages for item in page.get("Contents", [])]
        except ClientError:
            return []

    def test_a_tree_is_synchronised_and_checked(self):
        folder = self.server.root / "tree"
        for n in range(2000):
            file = folder / f"{n % 20}" / f"file {n}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(noise(n, n))
        # Cut off in the middle, it goes on where it was.
        with subprocess.Popen(self.rclone_command("sync", str(folder), ":s3:tree-bucket/tree"), env=self.environment(),
                              stderr=subprocess.DEVNULL) as cut:
            while len(self.listed("tree-bucket")) < 100:
                time.sleep(0.02)
            cut.kill()
        self.assertLess(len(self.listed("tree-bucket")), 2000)
        self.rclone("sync", str(folder), ":s3:tree-bucket/tree", "--transfers", "8", "--checkers", "8")
        self.assertEqual(len(self.listed("tree-bucket")), 2000)
        self.rclone("check", str(folder), ":s3:tree-bucket/tree")
        (folder / "1" / "file 1").write_bytes(b"changed")
        shutil.rmtree(folder / "2")
        self.rclone("sync", str(folder), ":s3:tree-bucket/tree")
        self.rclone("check", str(folder), ":s3:tree-bucket/tree")
        link = self.rclone("link", "--expire", "1h", ":s3:tree-bucket/tree/1/file 1").strip()
        self.assertEqual(urllib.request.urlopen(link).read(), b"changed")
        self.rclone("purge", ":s3:tree-bucket")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
