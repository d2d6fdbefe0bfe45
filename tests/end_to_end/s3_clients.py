"""What the tests of real S3 clients share: one server, a boto3 client of it, and programs run beside it."""
import pathlib
import random
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
import boto3  # noqa: E402
from botocore.client import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from one_server import server  # noqa: E402

def noise(size, seed=1):
    return random.Random(seed).randbytes(size)


def client(service="s3", **options):
    options.setdefault("aws_access_key_id", server().key)
    options.setdefault("aws_secret_access_key", server().secret)
    options.setdefault("region_name", "us-east-1")
    # Each error is met at once: this client tries BadDigest again, slower and slower.
    once = Config(retries={"max_attempts": 0})
    options["config"] = once.merge(options["config"]) if "config" in options else once
    return boto3.client(service, endpoint_url=server().url, **options)


class Clients(unittest.TestCase):
    maxDiff = None

    @property
    def server(self):
        return server()

    def code(self, work, *arguments, **named):
        with self.assertRaises(ClientError) as caught:
            work(*arguments, **named)
        answer = caught.exception.response
        return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]

    def environment(self):
        environment = {**server().environment, "AWS_ACCESS_KEY_ID": server().key, "AWS_SECRET_ACCESS_KEY": server().secret,
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
                       "RCLONE_CONFIG": "/dev/null"}
        environment.pop("AWS_CA_BUNDLE", None)
        return environment

    def run_client(self, command, status=0, **options):
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment(), timeout=300,
                              cwd=server().root, **options)
        self.assertEqual(done.returncode, status, f"{command}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def rclone_command(self, *arguments):
        return ["/usr/bin/rclone", "--s3-provider", "Other", "--s3-endpoint", server().url, "--s3-force-path-style",
                "--s3-access-key-id", server().key, "--s3-secret-access-key", server().secret, "--s3-region", "us-east-1",
                *arguments]

    def rclone(self, *arguments):
        return self.run_client(self.rclone_command(*arguments))
