#!/usr/bin/env python3
"""The server as its administrator meets it: start and end, its folder, its configuration, TLS.

Usage: server_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

from served import PROGRAMS, Served, boto3
from server import Server
from botocore.credentials import Credentials

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
        self.assertIn('sempurna_requests_total{service="s3",operation="s3:ListBuckets",status="200"}', text)
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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
