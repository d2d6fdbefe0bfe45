"""What the end-to-end tests of the server share: a class with a server of its own and clients of it."""
import json
import pathlib
import sys
import unittest
import urllib.error
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
import boto3  # noqa: E402
from botocore.client import Config  # noqa: E402, F401
from botocore.exceptions import ClientError  # noqa: E402
from server import Server  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
ALL = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}


def status_of(work):
    """What a request is answered: of boto3, or of a URL."""
    try:
        answer = work()
        return answer.status if hasattr(answer, "status") else answer["ResponseMetadata"]["HTTPStatusCode"]
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"]
    except urllib.error.HTTPError as error:
        return error.code


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

    def does(self, words, *arguments):
        """A command that says these words."""
        done = self.server.command(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(words, done.stdout)

    def is_refused(self, words, *arguments):
        done = self.server.command(*arguments)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertIn(words, done.stderr)
