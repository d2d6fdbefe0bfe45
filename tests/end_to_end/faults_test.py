#!/usr/bin/env python3
"""What is left when the server is killed, its disk is full or cannot be written, or its clock jumps.

Usage: faults_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
With SEMPURNA_LONG_TESTS=1 the server is killed 100 times instead of 10, and at each step of a write ten
times instead of once.
"""
import contextlib
import datetime
import hashlib
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest
from unittest import mock

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
import boto3  # noqa: E402
from botocore.client import Config  # noqa: E402
from botocore.exceptions import BotoCoreError, ClientError  # noqa: E402
from chance import LONG, chance  # noqa: E402
from server import Server  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
STEPS = ("create", "write", "sync", "rename", "sync-folder", "commit", "acknowledge", "unlink")
WRITERS = 5
BUCKET = "faults"
SIZES = (0, 1, 1000, 40_000, 300_000, 2_000_000)
PART = 5 << 20
FAKE_TIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


def client(server):
    return boto3.client("s3", endpoint_url=server.url, region_name="us-east-1", aws_access_key_id=server.key,
                        aws_secret_access_key=server.secret,
                        config=Config(retries={"max_attempts": 0}, read_timeout=30, signature_version="s3v4"))


def content(name, size):
    """Bytes that tell whose they are, so that a torn or a mixed object is none of anybody's."""
    head = f"{name} {size}\n".encode()
    return (head + random.Random(name).randbytes(max(0, size - len(head))))[:size]


class Keys:
    """What one writer was promised of its keys: the digest of each, or None where there is nothing."""

    def __init__(self, number):
        self.number = number
        self.acknowledged = {}
        self.attempted = {}  # what a call that was not answered may have left
        self.random = random.Random(number)
        self.count = 0
        self.failures = []

    def attempt(self, key, digest, work):
        self.attempted[key] = digest
        work()
        self.acknowledged[key] = digest
        del self.attempted[key]

    def one_call(self, s3):
        self.count += 1
        key = f"{self.number}/{self.random.randrange(12)}"
        where = {"Bucket": BUCKET, "Key": key}
        chance = self.random.random()
        there = [name for name, digest in self.acknowledged.items() if digest is not None]
        if chance < 0.15:
            self.attempt(key, None, lambda: s3.delete_object(**where))
        elif chance < 0.25 and there:
            source = self.random.choice(there)
            if source != key:
                self.attempt(key, self.acknowledged[source],
                             lambda: s3.copy_object(**where, CopySource={"Bucket": BUCKET, "Key": source}))
        else:
            body = content(f"{key} {self.count}", self.random.choice(SIZES))
            if chance < 0.3:
                body = content(f"{key} {self.count}", PART) + body
            self.attempt(key, hashlib.sha256(body).digest(), lambda: self.write(s3, where, body))

    def write(self, s3, where, body):
        if len(body) < PART:
            return s3.put_object(**where, Body=body)
        where = {**where, "UploadId": s3.create_multipart_upload(**where)["UploadId"]}
        parts = [{"PartNumber": n, "ETag": s3.upload_part(**where, PartNumber=n, Body=part)["ETag"]}
                 for n, part in ((1, body[:PART]), (2, body[PART:]))]
        return s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})

    def until_it_fails(self, s3, stop):
        while not stop.is_set():
            try:
                self.one_call(s3)
            except (ClientError, BotoCoreError) as error:
                self.failures.append(error)
                return


class Faults(unittest.TestCase):
    def setUp(self):
        self.server = Server(PROGRAMS)
        self.addCleanup(self.close)
        self.keys = [Keys(number) for number in range(WRITERS)]
        client(self.server).create_bucket(Bucket=BUCKET)

    def close(self):
        self.server.close()

    @contextlib.contextmanager
    def writing(self):
        """Five clients write until the server is gone or the block ends."""
        stop = threading.Event()
        for keys in self.keys:
            keys.failures = []
        threads = [threading.Thread(target=keys.until_it_fails, args=(client(self.server), stop)) for keys in self.keys]
        for thread in threads:
            thread.start()
        try:
            yield threads
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def check(self, context):
        """Nothing that was acknowledged is lost, nothing is torn, nothing is there that nobody wrote."""
        s3 = client(self.server)
        found = {}
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
            for item in page.get("Contents", []):
                body = s3.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read()
                self.assertEqual(len(body), item["Size"], context)
                found[item["Key"]] = hashlib.sha256(body).digest()
        for keys in self.keys:
            for key in {*keys.acknowledged, *keys.attempted}:
                possible = [keys.acknowledged.get(key)]
                if key in keys.attempted:
                    possible.append(keys.attempted[key])
                self.assertIn(found.get(key), possible, f"{context}: {key}")
                keys.acknowledged[key] = found.pop(key, None)
            keys.attempted = {}
        self.assertEqual(found, {}, context)

    def nothing_is_left_over(self):
        """When all objects and uploads are gone, so are their files, those of the killed writes as well."""
        s3 = client(self.server)
        for page in s3.get_paginator("list_multipart_uploads").paginate(Bucket=BUCKET):
            for upload in page.get("Uploads", []):
                s3.abort_multipart_upload(Bucket=BUCKET, Key=upload["Key"], UploadId=upload["UploadId"])
        keys = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]
        s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in keys]})
        self.server.stop()
        done = self.server.command("store", "verify")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.server.start()
        store = self.server.folder / "store"
        for _ in range(200):  # it is swept in the background
            left = [file for folder in ("incoming", "objects") for file in (store / folder).rglob("*") if file.is_file()]
            if not left:
                return
            time.sleep(0.05)
        self.fail(f"these files are left: {left}")

    def start_with(self, fault=None):
        self.server.environment.pop("SEMPURNA_FAULT", None)
        if fault:
            self.server.environment["SEMPURNA_FAULT"] = fault
        self.server.start()


class Kills(Faults):
    def test_at_random_moments(self):
        moments = chance("kills")
        for kill in range(100 if LONG else 10):
            wait = moments.uniform(0.05, 0.6)
            with self.writing():
                time.sleep(wait)
                self.server.stop(9)
            self.server.start()
            self.check(f"kill {kill} after {wait:.3f} s")
        self.assertGreater(sum(keys.count for keys in self.keys), 50)
        self.nothing_is_left_over()

    def test_at_each_step_of_a_write(self):
        moments = chance("steps")
        for turn in range(10 if LONG else 1):
            for step in STEPS:
                count = moments.randrange(1, 30)
                self.server.stop()
                self.start_with(f"{step}:{count}")
                with self.writing():
                    status = self.server.process.wait(timeout=60)
                self.assertEqual(status, 86, f"{step}:{count} was not reached")
                self.start_with()
                self.check(f"{step}:{count}")
        self.nothing_is_left_over()


class Errors(Faults):
    def test_a_disk_that_fails_from_the_nth_write_on(self):
        moments = chance("errors")
        for step in ("create", "write", "sync", "rename", "sync-folder", "commit"):
            for error in ("full", "io", "read-only"):
                fault = f"{step}:{moments.randrange(1, 30)}:{error}"
                self.server.stop()
                self.start_with(fault)
                with self.writing() as threads:
                    for thread in threads:
                        thread.join(60)
                for keys in self.keys:
                    answer = keys.failures[0].response
                    self.assertEqual((answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]),
                                     ("ServiceUnavailable", 503), f"{fault}: {answer}")
                    self.assertIn("disk is full" if error == "full" else "its log says why", answer["Error"]["Message"])
                self.check(fault + ", while it fails")
                self.server.stop()
                self.start_with()
                self.check(fault)
        self.nothing_is_left_over()


class Disks(unittest.TestCase):
    """Real ones, in memory; making one takes root."""

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="sempurna-disk-")
        self.addCleanup(self.scratch.cleanup)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", self.scratch.name], capture_output=True)
        if done.returncode != 0:
            self.skipTest("a disk of one's own cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.scratch.name])

    def test_a_full_one_is_an_answer_and_all_can_be_read(self):
        server = Server(PROGRAMS, folder=f"{self.scratch.name}/data")
        self.addCleanup(server.close)
        s3 = client(server)
        s3.create_bucket(Bucket="bucket")
        count = 0
        with self.assertRaises(ClientError) as caught:
            while count < 200:
                s3.put_object(Bucket="bucket", Key=f"{count:03}", Body=content(str(count), 1 << 20))
                count += 1
        error = caught.exception.response
        self.assertEqual((error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]),
                         ("ServiceUnavailable", 503))
        self.assertIn("free some space", error["Error"]["Message"])
        self.assertGreater(count, 20)
        for again in range(2):
            for number in range(count):
                body = s3.get_object(Bucket="bucket", Key=f"{number:03}")["Body"].read()
                self.assertEqual(body, content(str(number), 1 << 20))
            if again == 0:
                server.stop()
                server.start()
                s3 = client(server)
        # What is removed makes room.
        for number in range(5):
            s3.delete_object(Bucket="bucket", Key=f"{number:03}")
        s3.put_object(Bucket="bucket", Key="again", Body=content("again", 1 << 20))
        # A disk that is full to the last byte is said at the start.
        server.stop()
        with open(f"{self.scratch.name}/other", "wb") as other, contextlib.suppress(OSError):
            while True:
                other.write(bytes(1 << 16))
                other.flush()
        done = server.command("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^sempurna: .*the disk is full; free some space and try again\n$")
        os.truncate(f"{self.scratch.name}/other", 0)
        server.start()
        self.assertEqual(client(server).get_object(Bucket="bucket", Key="again")["Body"].read(),
                         content("again", 1 << 20))

    def test_one_that_cannot_be_written_is_said_at_the_start(self):
        server = Server(PROGRAMS, folder=f"{self.scratch.name}/data")
        self.addCleanup(server.close)
        server.stop()
        subprocess.run(["mount", "-o", "remount,ro", self.scratch.name], check=True)
        done = server.command("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        self.assertIn(str(server.folder), done.stderr)
        subprocess.run(["mount", "-o", "remount,rw", self.scratch.name], check=True)
        server.start()


@unittest.skipUnless(os.path.exists(FAKE_TIME), "Debian's package libfaketime is not there")
class Clocks(unittest.TestCase):
    def setUp(self):
        self.server = Server(PROGRAMS)
        self.addCleanup(self.server.close)
        self.server.stop()
        self.shift = self.server.root / "shift"
        self.jump(0)
        self.server.environment.update({
            "LD_PRELOAD": FAKE_TIME, "FAKETIME_TIMESTAMP_FILE": str(self.shift), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "ASAN_OPTIONS": "verify_asan_link_order=0"})
        self.server.start()

    def jump(self, hours):
        self.shift.write_text(f"{hours * 3600:+d}\n")
        self.hours = hours

    @contextlib.contextmanager
    def with_it(self):
        """This client's clock goes as the server's."""
        shift = datetime.timedelta(hours=self.hours)

        class Shifted(datetime.datetime):
            @classmethod
            def utcnow(cls):
                return datetime.datetime.utcnow() + shift
        shifted = types.SimpleNamespace(**{**vars(datetime), "datetime": Shifted})
        with contextlib.ExitStack() as patches:
            for signer in ("botocore.auth", "botocore.crt.auth"):
                if signer in sys.modules:
                    patches.enter_context(mock.patch(f"{signer}.datetime", shifted))
            yield

    def test_one_that_jumps_loses_nothing(self):
        s3 = client(self.server)
        s3.create_bucket(Bucket="bucket")
        s3.put_object(Bucket="bucket", Key="k", Body=b"now")
        old = s3.create_multipart_upload(Bucket="bucket", Key="upload")["UploadId"]
        first = s3.get_object(Bucket="bucket", Key="k")
        last = first["LastModified"]
        for hours in (-1, 24 * 400, -24 * 400):
            self.jump(hours)
            with self.with_it():
                s3.put_object(Bucket="bucket", Key=f"at {hours}", Body=b"later")
                s3.put_object(Bucket="bucket", Key="k", Body=f"{hours}".encode())
                got = s3.get_object(Bucket="bucket", Key="k", IfNoneMatch=first["ETag"])
                self.assertEqual(got["Body"].read(), f"{hours}".encode())
                # A key's later object is never the older one, or whoever mirrors by date would miss it.
                self.assertGreaterEqual(got["LastModified"], last)
                last = got["LastModified"]
                fresh = s3.head_object(Bucket="bucket", Key=f"at {hours}")["LastModified"]
                self.assertAlmostEqual((fresh - first["LastModified"]).total_seconds() / 3600, hours, delta=0.1)
                self.assertIn(f"at {hours}", [o["Key"] for o in s3.list_objects_v2(Bucket="bucket")["Contents"]])
                new = s3.create_multipart_upload(Bucket="bucket", Key="upload")["UploadId"]
                listed = [u["UploadId"] for u in s3.list_multipart_uploads(Bucket="bucket")["Uploads"]]
                self.assertIn(old, listed)
                self.assertIn(new, listed)
        self.server.stop()
        self.server.start()
        with self.with_it():
            s3 = client(self.server)
            etag = s3.upload_part(Bucket="bucket", Key="upload", UploadId=old, PartNumber=1, Body=b"part")["ETag"]
            s3.complete_multipart_upload(Bucket="bucket", Key="upload", UploadId=old,
                                         MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
            self.assertEqual(s3.get_object(Bucket="bucket", Key="upload")["Body"].read(), b"part")

    def test_an_upload_that_is_not_completed_ends_in_its_days(self):
        s3 = client(self.server)
        s3.create_bucket(Bucket="bucket")
        old, young = ({"Bucket": "bucket", "Key": key} for key in ("old", "young"))
        old["UploadId"] = s3.create_multipart_upload(**old)["UploadId"]
        s3.upload_part(**old, PartNumber=1, Body=b"part")

        def start_at(days):
            self.server.stop()
            self.jump(24 * days)
            self.server.start()
        start_at(5)
        with self.with_it():
            young["UploadId"] = client(self.server).create_multipart_upload(**young)["UploadId"]
            self.assertEqual(len(client(self.server).list_parts(**old)["Parts"]), 1)
        start_at(8)
        log = self.server.root / "log.txt"
        for _ in range(1000):
            if "aborted" in log.read_text():
                break
            time.sleep(0.01)
        self.assertIn("an upload that was not completed within 7 days was aborted", log.read_text())
        with self.with_it():
            s3 = client(self.server)
            self.assertEqual([one["Key"] for one in s3.list_multipart_uploads(Bucket="bucket")["Uploads"]], ["young"])
            with self.assertRaises(ClientError) as caught:
                s3.upload_part(**old, PartNumber=2, Body=b"part")
            self.assertEqual(caught.exception.response["Error"]["Code"], "NoSuchUpload")
            s3.upload_part(**young, PartNumber=1, Body=b"part")

    def test_signatures_and_temporary_credentials_go_by_it(self):
        s3 = client(self.server)
        s3.create_bucket(Bucket="bucket")
        sts = boto3.client("sts", endpoint_url=self.server.url, region_name="us-east-1",
                           aws_access_key_id=self.server.key, aws_secret_access_key=self.server.secret)
        got = sts.get_session_token(DurationSeconds=900)["Credentials"]
        temporary = boto3.client(
            "s3", endpoint_url=self.server.url, region_name="us-east-1", aws_access_key_id=got["AccessKeyId"],
            aws_secret_access_key=got["SecretAccessKey"], aws_session_token=got["SessionToken"],
            config=Config(retries={"max_attempts": 0}))
        temporary.list_buckets()
        for hours in (1, -1):
            self.jump(hours)
            with self.assertRaises(ClientError) as caught:
                s3.list_buckets()
            self.assertEqual(caught.exception.response["Error"]["Code"], "RequestTimeTooSkewed")
        self.jump(1)
        with self.with_it(), self.assertRaises(ClientError) as caught:
            temporary.list_buckets()
        self.assertEqual(caught.exception.response["Error"]["Code"], "ExpiredToken")
        self.jump(0)
        temporary.list_buckets()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
