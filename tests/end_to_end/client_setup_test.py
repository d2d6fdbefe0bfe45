#!/usr/bin/env python3
"""What `sempurna client-setup` writes is all that an unmodified client needs, and takes nothing of anybody's.

Usage: client_setup_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from served import PROGRAMS
from server import Server
from training import CONFIG, ROLE


class ClientSetup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        key, certificate = (str(cls.folder / name) for name in ("key.pem", "server.pem"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True)
        os.chmod(key, 0o600)
        cls.server = Server(PROGRAMS, CONFIG, arguments=["--tls-cert", certificate, "--tls-key", key])

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.scratch.cleanup()

    def set_up(self, *arguments):
        return self.server.command("client-setup", "--folder", str(self.folder / "client"), *arguments)

    def test_what_is_written_is_all_that_a_client_needs(self):
        done = self.set_up("--role", "trainer", "--sts")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        self.assertEqual((self.folder / "client" / "environment.sh").read_text(), done.stdout)
        # As a shell reads them, in a process that knows nothing else.
        script = """
import boto3, botocore.loaders, botocore.regions, os, yaml
place = os.environ["AWS_ENDPOINT_URL"]  # Debian's boto3 is older than that variable
print(len(boto3.client("s3", endpoint_url=place).list_buckets()["Buckets"]))
print(len(boto3.client("sagemaker", endpoint_url=place).list_training_jobs()["TrainingJobSummaries"]))
print(boto3.client("iam", endpoint_url=place).get_role(RoleName="trainer")["Role"]["RoleName"])
# As the SageMaker SDK finds STS, whatever that variable says.
known = botocore.regions.EndpointResolver(botocore.loaders.create_loader().load_data("endpoints"))
sts = "https://" + known.construct_endpoint("sts", boto3.Session().region_name)["hostname"]
print(boto3.client("sts", endpoint_url=sts).get_caller_identity()["Account"])
settings = yaml.safe_load(open(os.environ["SAGEMAKER_USER_CONFIG_OVERRIDE"]))["SageMaker"]
print(settings["TrainingJob"]["RoleArn"], settings["PythonSDK"]["Modules"]["Session"]["DefaultS3Bucket"])
"""
        ran = subprocess.run(["/bin/sh", "-c", done.stdout + "exec /usr/bin/python3 -W ignore -c \"$0\"", script],
                             capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "HOME": str(self.server.root)})
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(ran.stdout.split(), ["0", "0", "trainer", "000000000000", ROLE, "sagemaker-us-east-1-000000000000"])
        # The AWS command line by its profile alone, and the address that it is given.
        ran = subprocess.run(["/bin/sh", "-c", done.stdout + "exec aws --endpoint-url $AWS_ENDPOINT_URL s3 ls"],
                             capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "HOME": str(self.server.root)})
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))

    def test_nothing_of_a_person_s_is_written_over(self):
        self.assertEqual(self.set_up("--role", "trainer").returncode, 0)
        config = self.folder / "client" / "config"
        mine = config.read_text() + "# mine\n"
        config.write_text(mine)
        done = self.set_up("--role", "trainer", "--bucket", "other")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{config} is there and holds something else; give --replace", done.stderr)
        self.assertEqual(config.read_text(), mine)
        self.assertNotIn("other", (self.folder / "client" / "sagemaker.yaml").read_text())  # all or none
        self.assertEqual(self.set_up("--role", "trainer", "--replace").returncode, 0)
        self.assertNotIn("# mine", config.read_text())

    def test_what_is_missing_is_said(self):
        with Server(PROGRAMS, CONFIG) as plain:
            done = plain.command("client-setup", "--folder", str(self.folder / "plain"))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("give --role NAME", done.stderr)
        with Server(PROGRAMS) as plain:
            # Where no roles are declared, the server has one of its own.
            done = plain.command("client-setup", "--folder", str(self.folder / "own"))
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("role/service-role/sempurna-execution", (self.folder / "own" / "sagemaker.yaml").read_text())
            done = plain.command("client-setup", "--folder", str(self.folder / "other"), "--sts")
            self.assertEqual(done.returncode, 1)
            self.assertIn("the server has no TLS", done.stderr)
            self.assertFalse((self.folder / "other").exists())
            done = plain.command("client-setup", "--folder", str(self.folder / "it's"), "--role", "sempurna-execution")
            self.assertIn("holds a quote", done.stderr)
            done = plain.command("client-setup", "--folder", str(self.folder / "named"), "--role", "sempurna-execution")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("role/service-role/sempurna-execution", (self.folder / "named" / "sagemaker.yaml").read_text())
            done = plain.command("client-setup", "--folder", str(self.folder / "unknown"), "--role", "r")
            self.assertEqual(done.returncode, 1)
            self.assertIn("there is no role 'r'; those of this server are sempurna-execution", done.stderr)
            self.assertFalse((self.folder / "unknown").exists())
        ran = subprocess.run([self.server.program, "client-setup", "--folder", "x", "--data-dir",
                              str(self.folder / "none")], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("no server has run on", ran.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
