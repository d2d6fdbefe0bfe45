#!/usr/bin/env python3
"""The server as its administrator and its callers see it: start and end, configuration, identities,
policies, temporary credentials, keys, the audit.

Usage: server_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import http.client
import json
import os
import pathlib
import resource
import signal
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
import boto3  # noqa: E402
from botocore.auth import S3SigV4Auth, SigV4Auth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.client import Config  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from server import Server  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
CONFIG = """
policies:
  reader:
    Version: "2012-10-17"
    Statement:
      - {Effect: Allow, Action: "s3:ListBucket", Resource: "arn:aws:s3:::shared",
         Condition: {StringLike: {"s3:prefix": ["public/*", "home/${aws:username}/*"]}}}
      - {Effect: Allow, Action: "s3:GetObject", Resource: ["arn:aws:s3:::shared/public/*",
         "arn:aws:s3:::shared/home/${aws:username}/*"]}
      - {Effect: Allow, Action: "sts:AssumeRole", Resource: "*"}
  trainer:
    Statement: {Effect: Allow, Action: "s3:PutObject", Resource: "arn:aws:s3:::shared/output/*"}
  by-its-own-name:
    Statement: {Effect: Allow, Action: "s3:GetObject", Resource: "*",
                Condition: {ArnEquals: {"aws:PrincipalArn": "arn:aws:iam::000000000000:role/guest"}}}
identities:
  - {name: ana, policies: [reader]}
roles:
  - name: trainer
    trust: {Statement: {Effect: Allow, Principal: {AWS: "arn:aws:iam::000000000000:user/ana"}, Action: "sts:AssumeRole"}}
    policies: [trainer]
  - name: guest
    trust:
      Statement:
        Effect: Allow
        Principal: {AWS: "arn:aws:iam::000000000000:user/ana"}
        Action: "sts:AssumeRole"
        Condition:
          StringEquals: {"sts:ExternalId": "77", "aws:PrincipalArn": "arn:aws:iam::000000000000:user/ana"}
          Bool: {"aws:SecureTransport": "false"}
          DateGreaterThan: {"aws:CurrentTime": "2020-01-01"}
    policies: [by-its-own-name]
networks:
  - vpc: vpc-1
    name: lab
    cidr: 10.0.0.0/16
    default: true
    subnets: [{id: subnet-1, zone: us-east-1a, cidr: 10.0.1.0/24}, {id: subnet-2, zone: us-east-1b, cidr: 10.0.2.0/24}]
    security-groups: [{id: sg-1, name: default, description: all}]
"""


class Served(unittest.TestCase):
    maxDiff = None
    config = ""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAMS, cls.config)

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def client(self, service, key=None, secret=None, token=None, **options):
        return boto3.client(service, endpoint_url=self.server.url, region_name="us-east-1",
                            aws_access_key_id=key or self.server.key, aws_secret_access_key=secret or self.server.secret,
                            aws_session_token=token, **options)

    def code(self, work, *arguments, **named):
        with self.assertRaises(ClientError) as caught:
            work(*arguments, **named)
        return caught.exception.response["Error"]["Code"]

    def get(self, path, **headers):
        return urllib.request.urlopen(urllib.request.Request(self.server.url + path, headers=headers), timeout=10)

    def new_identity(self, name, policy=None):
        arguments = []
        if policy is not None:
            file = self.server.root / f"{name}.json"
            file.write_text(json.dumps(policy))
            arguments = ["--policy", str(file)]
        done = self.server.command("identity", "add", name, "--json", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        key = json.loads(done.stdout)
        return key["access_key_id"], key["secret_access_key"]


class Life(Served):
    def test_it_says_where_it_is_and_keeps_the_first_key_to_itself(self):
        self.assertIn(f"data in {self.server.folder}", self.server.greeting)
        for name in ("credentials", "master.key", "access.sqlite", "keys.sqlite", "audit.jsonl"):
            mode = stat.S_IMODE((self.server.folder / name).stat().st_mode)
            self.assertEqual(mode, 0o600, name)
        self.assertEqual(stat.S_IMODE(self.server.folder.stat().st_mode), 0o700)
        self.assertEqual((self.server.folder / "format").read_text(), "1\n")

    def test_health_needs_no_key_and_figures_are_counted(self):
        self.assertEqual(json.load(self.get("/health")), {"status": "ok"})
        self.client("s3").list_buckets()
        text = self.get("/metrics").read().decode()
        self.assertIn('sempurna_requests_total{dialect="s3",action="s3:ListAllMyBuckets",status="200"}', text)
        self.assertIn("sempurna_connections", text)

    def test_a_second_server_on_the_same_folder_is_refused(self):
        done = self.server.command("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode, 1)
        self.assertIn("another server has the data folder", done.stderr)

    def test_a_port_that_is_taken_is_said(self):
        with tempfile.TemporaryDirectory() as other:
            done = subprocess.run([self.server.program, "serve", "--data-dir", other, "--listen",
                                   f"127.0.0.1:{self.server.port}"], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be listened on", done.stderr)

    def test_listening_to_the_world_without_tls_is_refused(self):
        done = self.server.command("serve", "--listen", "0.0.0.0:0")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--allow-plain-http", done.stderr)

    def test_it_ends_cleanly_keeps_everything_and_starts_again(self):
        server = Server(PROGRAMS)
        try:
            began = time.monotonic()
            s3 = boto3.client("s3", endpoint_url=server.url, region_name="us-east-1",
                              aws_access_key_id=server.key, aws_secret_access_key=server.secret)
            s3.create_bucket(Bucket="kept")
            s3.put_object(Bucket="kept", Key="k", Body=b"kept")
            self.assertEqual(server.stop(), 0)
            server.start()
            self.assertNotIn("The first access key", server.greeting)
            s3 = boto3.client("s3", endpoint_url=server.url, region_name="us-east-1",
                              aws_access_key_id=server.key, aws_secret_access_key=server.secret)
            self.assertEqual(s3.get_object(Bucket="kept", Key="k")["Body"].read(), b"kept")
            self.assertEqual(server.stop(), 0)
            verify = server.command("store", "verify")
            self.assertEqual(verify.stdout, "1 object read, all as they were written.\n", verify.stderr)
            file = next(path for path in (server.folder / "store" / "objects").rglob("*") if path.is_file())
            damaged = bytearray(file.read_bytes())
            damaged[len(damaged) // 2] ^= 1
            file.chmod(0o600)
            file.write_bytes(damaged)
            verify = server.command("store", "verify")
            self.assertEqual(verify.returncode, 1)
            self.assertIn("s3://kept/k: ", verify.stdout)
        finally:
            server.close()

    def test_damage_of_what_is_kept_beside_the_bytes_is_found(self):
        server = Server(PROGRAMS)
        try:
            s3 = boto3.client("s3", endpoint_url=server.url, region_name="us-east-1",
                              aws_access_key_id=server.key, aws_secret_access_key=server.secret)
            s3.create_bucket(Bucket="kept")
            s3.put_object(Bucket="kept", Key="k", Body=b"kept", Metadata={"owner": "ALICEALICE"})
            s3.put_bucket_policy(Bucket="kept", Policy=json.dumps({"Statement": {
                "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::kept/topsecret/*"}}))
            server.stop()
            index = server.folder / "store" / "store.sqlite"
            index.write_bytes(index.read_bytes().replace(b"ALICEALICE", b"BLICEALICE").replace(b"topsecret", b"uopsecret"))
            verify = server.command("store", "verify")
            self.assertEqual(verify.returncode, 1)
            self.assertIn("s3://kept/: what is kept of the bucket in store.sqlite is not as it was written", verify.stdout)
            self.assertIn("s3://kept/k: what is kept of the object in store.sqlite is not as it was written", verify.stdout)
        finally:
            server.close()

    def test_a_later_format_is_refused(self):
        with tempfile.TemporaryDirectory() as later:
            (pathlib.Path(later) / "format").write_text("99\n")
            done = subprocess.run([self.server.program, "serve", "--data-dir", later, "--listen", "127.0.0.1:0"],
                                  capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn("written by a later version of sempurna (format 99, this one knows 1)", done.stderr)


class Folders(unittest.TestCase):
    """What lies where a server is to have its data."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name) / "data"

    def refused(self, *arguments):
        done = subprocess.run([f"{PROGRAMS}/sempurna", "serve", "--data-dir", str(self.folder), "--listen",
                               "127.0.0.1:0", *arguments], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 1, done.stdout)
        return done.stderr

    def server(self, **options):
        server = Server(PROGRAMS, folder=self.folder, **options)
        self.addCleanup(server.close)
        return server

    def test_a_folder_of_others_is_refused_and_stays_as_it_was(self):
        self.folder.mkdir()
        self.folder.chmod(0o1777)
        (self.folder / "other").write_text("x")
        self.assertIn(f"{self.folder} is no data folder of sempurna, but holds other", self.refused())
        self.assertEqual(stat.S_IMODE(self.folder.stat().st_mode), 0o1777)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["other"])

    def test_a_folder_that_others_may_write_into_is_refused(self):
        self.folder.mkdir()
        self.folder.chmod(0o777)
        self.assertIn("others may write into the data folder", self.refused())
        self.assertEqual(stat.S_IMODE(self.folder.stat().st_mode), 0o777)

    def test_a_folder_that_was_there_keeps_its_mode_and_what_is_made_in_it_is_private(self):
        self.folder.mkdir()
        self.folder.chmod(0o755)
        server = self.server()
        s3 = boto3.client("s3", endpoint_url=server.url, region_name="us-east-1",
                          aws_access_key_id=server.key, aws_secret_access_key=server.secret)
        s3.create_bucket(Bucket="kept")
        s3.put_object(Bucket="kept", Key="k", Body=b"x")
        self.assertEqual(stat.S_IMODE(self.folder.stat().st_mode), 0o755)
        for path in self.folder.rglob("*"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path)

    def test_the_first_secret_is_shown_to_a_terminal_alone(self):
        server = self.server()
        server.process.send_signal(signal.SIGTERM)
        said = server.greeting + server.process.stdout.read()
        self.assertIn(f"The first access key, {server.key}, is in {self.folder}/credentials", said)
        self.assertNotIn(server.secret, said + (server.root / "log.txt").read_text())

    def test_without_its_master_key_it_does_not_start(self):
        self.server().stop()
        key = self.folder / "master.key"
        kept = key.rename(self.folder / "moved")
        self.assertIn("access.sqlite cannot be read without it; put the file back", self.refused())
        self.assertFalse(key.exists())
        for name in self.folder.glob("access.sqlite*"):
            name.unlink()
        self.assertIn("keys.sqlite cannot be read without it", self.refused())
        key.symlink_to("/not-mounted/master.key")
        self.assertIn("is a link to /not-mounted/master.key, which is not there; is its disk mounted?", self.refused())
        self.assertTrue(key.is_symlink())
        key.unlink()
        shutil.copy(kept, key)
        key.chmod(0o644)
        self.assertIn(f"run: chmod 600 '{key}'", self.refused())

    def test_a_certificates_key_that_others_may_read_is_refused(self):
        key = self.folder.parent / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", key, "-out", f"{key}.cert", "-days", "2", "-subj", "/CN=localhost"], check=True,
                       capture_output=True)
        key.chmod(0o644)
        self.assertIn("may be read or changed by others; run: chmod 640",
                      self.refused("--tls-cert", f"{key}.cert", "--tls-key", str(key)))


class Backup(Served):
    def test_all_is_copied_while_the_server_runs_and_can_be_served(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="kept")
        s3.put_object(Bucket="kept", Key="open", Body=b"one")
        s3.put_object(Bucket="kept", Key="sealed", Body=b"two", ServerSideEncryption="AES256")
        key, secret = self.new_identity("ana", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
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
            copy.stop()
            again = copy.command("backup", str(self.server.root / "second"))
            self.assertEqual(again.returncode, 0, again.stderr)
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
        S3SigV4Auth(Credentials(self.server.key, self.server.secret), "s3", "us-east-1").add_auth(request)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(self.server.url + "/", request.data,
                                                          dict(request.headers.items())))
        self.assertIn(b"the server sees another folder", caught.exception.read())
        self.assertFalse(target.exists())

    def test_only_whoever_may_makes_one(self):
        key, secret = self.new_identity("budi", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
        request = AWSRequest("POST", self.server.url + "/", data=b'{"Folder": "/tmp/never"}',
                             headers={"X-Amz-Target": "Sempurna.Backup"})
        S3SigV4Auth(Credentials(key, secret), "s3", "us-east-1").add_auth(request)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(self.server.url + "/", request.data,
                                                          dict(request.headers.items())))
        self.assertIn(b"AccessDeniedException", caught.exception.read())


class Installed(unittest.TestCase):
    def test_it_works_from_a_prefix(self):
        with tempfile.TemporaryDirectory() as prefix:
            environment = {"PATH": os.environ["PATH"], "HOME": prefix, "SEMPURNA_SHARE": sys.argv[2]}
            done = subprocess.run([str(PROGRAMS / "sempurna"), "install", "--prefix", prefix], capture_output=True,
                                  text=True, env=environment, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            unit = pathlib.Path(prefix, "lib/systemd/system/sempurna.service").read_text()
            self.assertIn(f'ExecStart="{prefix}/bin/sempurna" serve', unit)
            del environment["SEMPURNA_SHARE"]
            again = subprocess.run([f"{prefix}/bin/sempurna", "install", "--prefix", prefix], capture_output=True,
                                   text=True, env=environment, timeout=60)
            self.assertEqual(again.returncode, 0, again.stderr)
            models = subprocess.run([f"{prefix}/bin/sempurna", "models", "show", "sempurna-tc-small"],
                                    capture_output=True, text=True, env=environment, timeout=60)
            self.assertIn(f"{prefix}/share/sempurna/models/sempurna-tc-small", models.stdout, models.stderr)


class Tls(unittest.TestCase):
    def test_it_speaks_tls(self):
        with tempfile.TemporaryDirectory() as folder:
            key, certificate = f"{folder}/key.pem", f"{folder}/cert.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out",
                            certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
                            "subjectAltName=DNS:store.example"], check=True, capture_output=True)
            server = Server(PROGRAMS, arguments=["--tls-cert", certificate, "--tls-key", key])
            try:
                self.assertTrue(server.url.startswith("https://"))
                s3 = boto3.client("s3", endpoint_url=server.url, region_name="us-east-1", verify=False,
                                  aws_access_key_id=server.key, aws_secret_access_key=server.secret)
                s3.create_bucket(Bucket="tls")
                body = os.urandom(3 << 20)
                s3.put_object(Bucket="tls", Key="k", Body=body, ChecksumAlgorithm="SHA256")
                self.assertEqual(s3.get_object(Bucket="tls", Key="k")["Body"].read(), body)
                # Its name is not the address, but the command knows the certificate.
                done = server.command("backup", f"{folder}/backup")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("ChecksumSHA256", s3.head_object(Bucket="tls", Key="k", ChecksumMode="ENABLED"))
            finally:
                server.close()


class Configured(Served):
    config = CONFIG

    def test_what_is_in_force_is_shown_with_where_it_came_from(self):
        done = self.server.command("config", "show", "--json")
        shown = {one["name"]: one for one in json.loads(done.stdout)}
        self.assertEqual(shown["region"], {"name": "region", "value": "us-east-1", "from": "default"})
        self.assertEqual(shown["data-dir"]["from"], "--data-dir")
        text = self.server.command("config", "show").stdout
        self.assertIn("Declared: 1 identities, 2 roles, 1 networks, 0 instance types", text)

    def test_faults_are_told_with_their_lines(self):
        file = self.server.root / "wrong.yaml"
        file.write_text("regin: x\nlisten: here\n")
        done = subprocess.run([self.server.program, "config", "show", "--config", str(file)], capture_output=True,
                              text=True, env=self.server.environment, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn("wrong.yaml, line 1: the configuration has no setting 'regin'. Did you mean region?", done.stderr)
        self.assertIn("wrong.yaml, line 2: listen is 'here', but must be ADDRESS:PORT", done.stderr)

    def test_a_declared_identity_sees_its_own_and_no_more(self):
        admin = self.client("s3")
        admin.create_bucket(Bucket="shared")
        admin.create_bucket(Bucket="hidden")
        for key in ("public/a", "home/ana/b", "home/budi/c", "secret"):
            admin.put_object(Bucket="shared", Key=key, Body=b"x")
        ana = self.client("s3", *self.new_identity("ana"))
        self.assertEqual(ana.get_object(Bucket="shared", Key="public/a")["Body"].read(), b"x")
        self.assertEqual(ana.get_object(Bucket="shared", Key="home/ana/b")["Body"].read(), b"x")
        for key in ("home/budi/c", "secret", "home/ana/../budi/c", "public", "missing"):
            self.assertEqual(self.code(ana.get_object, Bucket="shared", Key=key), "AccessDenied", key)
        self.assertEqual(ana.list_objects_v2(Bucket="shared", Prefix="public/")["KeyCount"], 1)
        for prefix in ("", "home/budi/", "home/", "public"):
            self.assertEqual(self.code(ana.list_objects_v2, Bucket="shared", Prefix=prefix), "AccessDenied", prefix)
        self.assertEqual(self.code(ana.put_object, Bucket="shared", Key="public/a", Body=b"y"), "AccessDenied")
        self.assertEqual(self.code(ana.copy_object, Bucket="shared", Key="public/z", CopySource="shared/secret"),
                         "AccessDenied")
        self.assertEqual(ana.list_buckets()["Buckets"], [])
        # A role that only trusts her.
        sts = self.client("sts", *self.new_identity_keys("ana"))
        self.assertEqual(sts.get_caller_identity()["Arn"], "arn:aws:iam::000000000000:user/ana")
        role = "arn:aws:iam::000000000000:role/trainer"
        got = sts.assume_role(RoleArn=role, RoleSessionName="job-1")["Credentials"]
        trainer = self.client("s3", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        trainer.put_object(Bucket="shared", Key="output/model", Body=b"m")
        self.assertEqual(self.code(trainer.get_object, Bucket="shared", Key="public/a"), "AccessDenied")
        self.assertEqual(self.code(self.client("sts").assume_role, RoleArn=role, RoleSessionName="job-1"),
                         "AccessDenied")
        self.assertEqual(self.code(sts.assume_role, RoleArn=role + "x", RoleSessionName="job-1"), "AccessDenied")
        for seconds in (900 + 2**32, 10**12):
            self.assertEqual(self.code(sts.assume_role, RoleArn=role, RoleSessionName="job-1", DurationSeconds=seconds),
                             "ValidationError")
        # A role with conditions on whom it trusts, and a policy that names the role.
        guest = {"RoleArn": "arn:aws:iam::000000000000:role/guest", "RoleSessionName": "job-1"}
        for wrong in ({}, {"ExternalId": "88"}):
            self.assertEqual(self.code(sts.assume_role, **guest, **wrong), "AccessDenied")
        got = sts.assume_role(**guest, ExternalId="77")["Credentials"]
        keys = got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"]
        self.assertEqual(self.client("s3", *keys).get_object(Bucket="shared", Key="public/a")["Body"].read(), b"x")
        self.assertEqual(self.code(self.client("iam", *keys).get_user), "ValidationError")

    def new_identity_keys(self, name):
        done = self.server.command("identity", "rotate", name, "--json")
        key = json.loads(done.stdout)
        return key["access_key_id"], key["secret_access_key"]

    def test_roles_and_networks_are_described(self):
        iam = self.client("iam")
        role = iam.get_role(RoleName="trainer")["Role"]
        self.assertEqual(role["Arn"], "arn:aws:iam::000000000000:role/trainer")
        self.assertEqual(role["AssumeRolePolicyDocument"]["Statement"]["Effect"], "Allow")
        self.assertEqual(self.code(iam.get_role, RoleName="none"), "NoSuchEntity")
        self.assertEqual([r["RoleName"] for r in iam.list_roles()["Roles"]], ["guest", "trainer"])
        self.assertEqual(iam.get_user()["User"]["UserName"], "admin")
        self.assertEqual(iam.list_attached_role_policies(RoleName="trainer")["AttachedPolicies"], [])
        self.assertEqual(iam.list_role_policies(RoleName="trainer")["PolicyNames"], ["trainer"])
        results = iam.simulate_principal_policy(
            PolicySourceArn=role["Arn"], ActionNames=["s3:PutObject", "s3:GetObject"],
            ResourceArns=["arn:aws:s3:::shared/output/x"])["EvaluationResults"]
        self.assertEqual([r["EvalDecision"] for r in results], ["allowed", "implicitDeny"])
        self.assertEqual(self.code(iam.simulate_principal_policy, PolicySourceArn=role["Arn"],
                                   ActionNames=["s3:PutObject"] * 1001), "ValidationError")
        ec2 = self.client("ec2")
        self.assertEqual(ec2.describe_vpcs()["Vpcs"][0]["VpcId"], "vpc-1")
        subnets = ec2.describe_subnets(Filters=[{"Name": "availability-zone", "Values": ["us-east-1b"]}])["Subnets"]
        self.assertEqual([s["SubnetId"] for s in subnets], ["subnet-2"])
        self.assertEqual(ec2.describe_subnets(SubnetIds=["subnet-1"])["Subnets"][0]["VpcId"], "vpc-1")
        self.assertEqual(self.code(ec2.describe_subnets, SubnetIds=["subnet-9"]), "InvalidSubnetID.NotFound")
        self.assertEqual(ec2.describe_security_groups()["SecurityGroups"][0]["GroupName"], "default")
        self.assertEqual(self.code(ec2.run_instances, MinCount=1, MaxCount=1), "InvalidAction")


class People(Served):
    def test_an_identity_is_added_rotated_disabled_and_enabled_beside_the_server(self):
        key, secret = self.new_identity("budi", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
        s3 = self.client("s3", key, secret)
        s3.list_buckets()
        self.assertEqual(self.server.command("identity", "disable", "budi").returncode, 0)
        time.sleep(1)
        self.assertEqual(self.code(s3.list_buckets), "InvalidAccessKeyId")
        self.server.command("identity", "enable", "budi")
        time.sleep(1)
        s3.list_buckets()
        self.assertEqual(self.server.command("identity", "rotate", "budi").returncode, 0)
        time.sleep(1)
        self.assertEqual(self.code(s3.list_buckets), "InvalidAccessKeyId")
        listed = self.server.command("identity", "list").stdout
        self.assertIn("budi", listed)
        self.assertNotIn(secret, listed)
        done = self.server.command("identity", "add", "budi")
        self.assertIn("there is an identity budi already", done.stderr)
        done = self.server.command("identity", "disable", "nobody")
        self.assertIn("there is no identity nobody", done.stderr)

    def test_a_bucket_policy_opens_and_closes(self):
        admin = self.client("s3")
        admin.create_bucket(Bucket="open")
        admin.put_object(Bucket="open", Key="public/a b", Body=b"hello")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.get("/open/public/a%20b")
        self.assertEqual(caught.exception.code, 403)
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::open/public/*"},
            {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::open/*"}]}
        admin.put_bucket_policy(Bucket="open", Policy=json.dumps(policy))
        self.assertEqual(json.loads(admin.get_bucket_policy(Bucket="open")["Policy"]), policy)
        self.assertTrue(admin.get_bucket_policy_status(Bucket="open")["PolicyStatus"]["IsPublic"])
        self.assertEqual(self.get("/open/public/a%20b").read(), b"hello")
        self.assertEqual(self.code(admin.delete_object, Bucket="open", Key="public/a b"), "AccessDenied")
        answer = admin.delete_objects(Bucket="open", Delete={"Objects": [{"Key": "public/a b"}]})
        self.assertEqual(answer["Errors"][0]["Code"], "AccessDenied")
        for wrong in ("{", json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                                                      "Resource": "arn:aws:s3:::other/*"}]})):
            self.assertEqual(self.code(admin.put_bucket_policy, Bucket="open", Policy=wrong), "MalformedPolicy")
        admin.delete_bucket_policy(Bucket="open")
        with self.assertRaises(urllib.error.HTTPError):
            self.get("/open/public/a%20b")

    def test_temporary_credentials(self):
        got = self.client("sts").get_session_token(DurationSeconds=900)["Credentials"]
        s3 = self.client("s3", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        s3.create_bucket(Bucket="temporary")
        s3.put_object(Bucket="temporary", Key="k", Body=b"x")
        for version in ("s3", "s3v4"):
            signer = self.client("s3", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"],
                                 config=Config(signature_version=version))
            url = signer.generate_presigned_url("get_object", Params={"Bucket": "temporary", "Key": "k"})
            self.assertEqual(urllib.request.urlopen(url).read(), b"x", version)
        self.assertEqual(self.code(self.client("s3", got["AccessKeyId"], got["SecretAccessKey"]).list_buckets),
                         "InvalidAccessKeyId")
        self.assertEqual(self.code(self.client("s3", got["AccessKeyId"], got["SecretAccessKey"], "x").list_buckets),
                         "InvalidToken")

    def test_keys(self):
        done = self.server.command("key", "add", "alias/mine", "--description", "for tests")
        self.assertEqual(done.returncode, 0, done.stderr)
        kms = self.client("kms")
        self.assertIn("alias/mine", [a["AliasName"] for a in kms.list_aliases()["Aliases"]])
        context = {"purpose": "test"}
        sealed = kms.encrypt(KeyId="alias/mine", Plaintext=b"hello", EncryptionContext=context)["CiphertextBlob"]
        self.assertEqual(self.server.command("key", "rotate", "alias/mine").returncode, 0)
        self.assertEqual(kms.decrypt(CiphertextBlob=sealed, EncryptionContext=context)["Plaintext"], b"hello")
        self.assertEqual(self.code(kms.decrypt, CiphertextBlob=sealed), "InvalidCiphertextException")
        self.assertEqual(self.code(kms.describe_key, KeyId="alias/none"), "NotFoundException")
        self.assertTrue(kms.describe_key(KeyId="alias/mine")["KeyMetadata"]["Enabled"])
        data = kms.generate_data_key(KeyId="alias/mine", KeySpec="AES_256")
        self.assertEqual(kms.decrypt(CiphertextBlob=data["CiphertextBlob"])["Plaintext"], data["Plaintext"])
        self.assertEqual(self.code(self.client("kms", secret="wrong").list_keys), "InvalidSignatureException")
        # Only whoever may use the key opens what it sealed.
        admin = self.client("s3")
        admin.create_bucket(Bucket="sealed")
        admin.put_object(Bucket="sealed", Key="k", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId="alias/mine")
        key, secret = self.new_identity("citra", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
        citra = self.client("s3", key, secret)
        self.assertEqual(self.code(citra.get_object, Bucket="sealed", Key="k"), "AccessDenied")
        self.assertEqual(self.code(citra.copy_object, Bucket="sealed", Key="k2", CopySource="sealed/k"), "AccessDenied")
        # The store's own key is for everybody who may use the object.
        citra.put_object(Bucket="sealed", Key="own", Body=b"y", ServerSideEncryption="aws:kms")
        self.assertEqual(citra.get_object(Bucket="sealed", Key="own")["Body"].read(), b"y")

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


class AccessKeys(Served):
    OWN_KEYS = {"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "iam:*AccessKey*", "Resource": "arn:aws:iam::000000000000:user/${aws:username}"}}

    def test_an_identity_rotates_its_own_key(self):
        first = self.new_identity("indah", self.OWN_KEYS)
        iam = self.client("iam", *first)
        made = iam.create_access_key()["AccessKey"]
        self.assertEqual((made["UserName"], made["Status"], len(made["SecretAccessKey"])), ("indah", "Active", 40))
        self.assertEqual(self.code(iam.create_access_key), "LimitExceeded")
        second = self.client("iam", made["AccessKeyId"], made["SecretAccessKey"])
        self.assertEqual(sorted(key["AccessKeyId"] for key in second.list_access_keys()["AccessKeyMetadata"]),
                         sorted((first[0], made["AccessKeyId"])))
        second.update_access_key(AccessKeyId=first[0], Status="Inactive")
        self.assertEqual(self.code(iam.list_access_keys), "InvalidClientTokenId")
        status = {key["AccessKeyId"]: key["Status"] for key in second.list_access_keys()["AccessKeyMetadata"]}
        self.assertEqual(status, {first[0]: "Inactive", made["AccessKeyId"]: "Active"})
        second.update_access_key(AccessKeyId=first[0], Status="Active")
        self.assertEqual(len(iam.list_access_keys()["AccessKeyMetadata"]), 2)
        second.delete_access_key(AccessKeyId=first[0])
        self.assertEqual(self.code(iam.list_access_keys), "InvalidClientTokenId")
        self.assertEqual(self.code(second.delete_access_key, AccessKeyId=first[0]), "NoSuchEntity")
        self.assertEqual(self.code(second.update_access_key, AccessKeyId=made["AccessKeyId"], Status="active"),
                         "ValidationError")

    def test_the_keys_of_others_need_the_right_on_them(self):
        victim = self.new_identity("joko")
        iam = self.client("iam", *self.new_identity("kiki", self.OWN_KEYS))
        for call, arguments in (("create_access_key", {}), ("list_access_keys", {}),
                                ("delete_access_key", {"AccessKeyId": victim[0]}),
                                ("update_access_key", {"AccessKeyId": victim[0], "Status": "Inactive"})):
            self.assertEqual(self.code(getattr(iam, call), UserName="joko", **arguments), "AccessDenied", call)
            self.assertEqual(self.code(getattr(self.client("iam", *victim), call), **arguments), "AccessDenied", call)
        # Another's key under one's own name is not found.
        self.assertEqual(self.code(iam.delete_access_key, AccessKeyId=victim[0]), "NoSuchEntity")
        admin = self.client("iam")
        self.assertEqual(admin.list_access_keys(UserName="joko")["AccessKeyMetadata"][0]["AccessKeyId"], victim[0])
        self.assertEqual(self.code(admin.create_access_key, UserName="nobody"), "NoSuchEntity")

    def test_temporary_credentials_make_no_lasting_ones(self):
        key = self.new_identity("lina", self.OWN_KEYS)
        got = self.client("sts", *key).get_session_token(DurationSeconds=900)["Credentials"]
        iam = self.client("iam", got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
        self.assertEqual(self.code(iam.create_access_key), "AccessDenied")
        self.assertEqual(self.code(iam.delete_access_key, AccessKeyId=key[0]), "AccessDenied")
        self.client("iam", *key).update_access_key(AccessKeyId=key[0], Status="Inactive")
        self.assertEqual(self.code(iam.list_access_keys), "InvalidClientTokenId")

    def test_no_secret_reaches_the_audit_or_the_log(self):
        made = self.client("iam", *self.new_identity("mega", self.OWN_KEYS)).create_access_key()["AccessKey"]
        for file in (self.server.folder / "audit.jsonl", self.server.root / "log.txt"):
            self.assertNotIn(made["SecretAccessKey"], file.read_text(), file)
        self.assertIn("iam:CreateAccessKey", (self.server.folder / "audit.jsonl").read_text())


class Attacks(Served):
    def raw(self, text):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        connection.connect()
        connection.sock.sendall(text)
        answer = http.client.HTTPResponse(connection.sock)
        answer.begin()
        body = answer.read()
        connection.close()
        return answer.status, body

    def call_signed(self, body, sent, service, payload=None, **headers):
        """What a call answers whose signature was made for `body` (or `payload`) and whose body is `sent`."""
        request = AWSRequest("POST", self.server.url + "/", data=body, headers=headers)
        if payload:
            request.headers["X-Amz-Content-SHA256"] = payload
        signer = S3SigV4Auth if payload is None and service == "s3" else SigV4Auth
        signer(Credentials(self.server.key, self.server.secret), service, "us-east-1").add_auth(request)
        try:
            return urllib.request.urlopen(urllib.request.Request(
                self.server.url + "/", sent, dict(request.headers.items()))).read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def test_the_body_of_a_call_is_signed_for_its_service(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        ask, other = b"Action=GetCallerIdentity&Version=2011-06-15", b"Action=ListUsers&Version=2010-05-08"
        self.assertIn("user/admin", self.call_signed(ask, ask, "sts", **form))
        self.assertIn("Error", self.call_signed(ask, other, "sts", **form))
        self.assertIn("<Code>", self.call_signed(ask, ask, "sts", payload="UNSIGNED-PAYLOAD", **form))
        self.assertIn("correct service: &apos;sts", self.call_signed(ask, ask, "kms", **form).replace("'", "&apos;"))
        keys = {"X-Amz-Target": "TrentService.ListKeys", "Content-Type": "application/x-amz-json-1.1"}
        self.assertIn("Keys", self.call_signed(b"{}", b"{}", "kms", **keys))
        self.assertIn("correct service: 'kms'", self.call_signed(b"{}", b"{}", "ec2", **keys))
        # A call of STS that is shown to S3 instead.
        request = AWSRequest("GET", self.server.url + "/", data=b"")
        SigV4Auth(Credentials(self.server.key, self.server.secret), "sts", "us-east-1").add_auth(request)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.get("/", **dict(request.headers.items()))
        self.assertIn(b"correct service: 's3'", caught.exception.read().replace(b"&apos;", b"'"))

    def test_a_presigned_path_is_not_good_below_another_bucket(self):
        s3 = self.client("s3")
        for bucket in ("open", "closed"):
            s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket="open", Key="k", Body=b"open")
        s3.put_object(Bucket="closed", Key="open/k", Body=b"closed")
        old = self.client("s3", config=Config(signature_version="s3"))
        url = old.generate_presigned_url("get_object", Params={"Bucket": "open", "Key": "k"})
        path = url[len(self.server.url):].encode()
        self.assertIn("Signature=", url)
        self.assertEqual(self.raw(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"), (200, b"open"))
        status, text = self.raw(b"GET " + path + b" HTTP/1.1\r\nHost: closed.localhost\r\n\r\n")
        self.assertEqual(status, 403)
        self.assertIn(b"SignatureDoesNotMatch", text)

    def test_paths_stay_inside(self):
        for path in (b"/../../etc/passwd", b"/b/../../master.key", b"/b/%2e%2e/%2e%2e/master.key", b"/b/%00",
                     b"/" + b"a" * 5000):
            status, body = self.raw(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertIn(status, (403, 400, 404), path)
            self.assertNotIn(b"root:", body)

    def test_whoever_may_not_remove_is_not_told_whether_a_bucket_is_there(self):
        self.client("s3").create_bucket(Bucket="there")
        answers = {self.raw(b"POST /" + name + b"?delete HTTP/1.1\r\nHost: x\r\nContent-Length: 54\r\n\r\n<Delete>"
                            b"<Object><Key>k</Key></Object></Delete>        ")[0] for name in (b"none", b"elsewhere")}
        self.assertEqual(answers, {403})
        key, secret = self.new_identity("eve", {"Statement": {"Effect": "Allow", "Action": "s3:ListAllMyBuckets",
                                                              "Resource": "*"}})
        s3 = self.client("s3", key, secret)
        self.assertEqual(self.code(s3.delete_objects, Bucket="none", Delete={"Objects": [{"Key": "k"}]}), "AccessDenied")

    def test_junk_gets_an_answer_and_the_server_lives(self):
        for text in (b"\x00" * 100 + b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5"
                     b"\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n&&&==", b"PUT /b HTTP/1.1\r\nHost: x\r\n"
                     b"Content-Length: 9\r\n\r\n<a><b><c>", b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: TrentService."
                     b"ListKeys\r\nContent-Length: 1\r\n\r\n{"):
            status, _ = self.raw(text)
            self.assertGreaterEqual(status, 400)
        self.assertEqual(json.load(self.get("/health")), {"status": "ok"})

    def test_a_signed_request_with_one_byte_changed_is_refused(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="attacked")
        request = AWSRequest("PUT", self.server.url + "/attacked/k", data=b"body",
                             headers={"X-Amz-Meta-A": "1", "Host": f"127.0.0.1:{self.server.port}"})
        S3SigV4Auth(Credentials(self.server.key, self.server.secret), "s3", "us-east-1").add_auth(request)
        headers = {name.lower(): value for name, value in request.headers.items()}

        def send(path="/attacked/k", body=b"body", **changed):
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
            connection.putrequest("PUT", path, skip_host=True, skip_accept_encoding=True)
            for name, value in {**headers, "content-length": str(len(body)), **changed}.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, text
        self.assertEqual(send(), (200, ""))  # within fifteen minutes it may be repeated
        for code, changes in (
                ("SignatureDoesNotMatch", {"path": "/attacked/other"}),
                ("SignatureDoesNotMatch", {"path": "/attacked/k?acl"}),
                ("SignatureDoesNotMatch", {"x-amz-meta-a": "2"}),
                ("SignatureDoesNotMatch", {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}),
                ("XAmzContentSHA256Mismatch", {"body": b"BODY"}),
                ("AccessDenied", {"x-amz-acl": "public-read"}),
                ("AccessDenied", {"x-amz-copy-source": "attacked/secret"}),
                ("AuthorizationHeaderMalformed", {"x-amz-meta-a": None}),
                ("AccessDenied", {"authorization": None})):
            status, text = send(**changes)
            self.assertIn(status, (400, 403), changes)
            self.assertIn(f"<Code>{code}</Code>", text, changes)
        self.assertEqual(s3.get_object(Bucket="attacked", Key="k")["Body"].read(), b"body")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
