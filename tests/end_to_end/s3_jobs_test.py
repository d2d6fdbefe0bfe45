#!/usr/bin/env python3
"""The command line on data and results in S3: the real server, the real programs.

Usage: s3_jobs_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
Where there is no worker beside the program (a build without libtorch), only the check is tried.
"""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
import boto3  # noqa: E402
from one_server import PROGRAMS, server, setUpModule, tearDownModule  # noqa: E402, F401

SOURCE = pathlib.Path(sys.argv[2]).resolve()
HAS_WORKER = (PROGRAMS / "sempurna-worker").exists()

def rows(count):
    words = (("good", "fine", "happy"), ("bad", "awful", "sad"))
    return "".join(f'{k % 2},"a {words[k % 2][k // 2 % 3]} thing {k}"\n' for k in range(count))


class InS3(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.s3 = boto3.client("s3", endpoint_url=server().url, region_name="us-east-1",
                              aws_access_key_id=server().key, aws_secret_access_key=server().secret)
        cls.s3.create_bucket(Bucket="jobs")
        cls.s3.put_object(Bucket="jobs", Key="texts/data.csv", Body=rows(40).encode())
        cls.s3.put_object(Bucket="jobs", Key="texts-other/data.csv", Body=b"not this")
        cls.s3.put_object(Bucket="jobs", Key="texts/", Body=b"")

    def run_program(self, *arguments, text=None, **environment):
        settings = {**server().environment, "AWS_ACCESS_KEY_ID": server().key, "AWS_SECRET_ACCESS_KEY": server().secret,
                    "AWS_ENDPOINT_URL": server().url, "SEMPURNA_HOME": str(server().root / "home"),
                    "SEMPURNA_SHARE": str(SOURCE), **environment}
        return subprocess.run([str(PROGRAMS / "sempurna"), *arguments], capture_output=True, text=True, env=settings,
                              cwd=server().root, input=text, timeout=300)

    def succeed(self, *arguments, **options):
        done = self.run_program(*arguments, **options)
        self.assertEqual(done.returncode, 0, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def refuse(self, *arguments, **environment):
        done = self.run_program(*arguments, **environment)
        self.assertEqual(done.returncode, 1, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stderr.strip().splitlines()[-1]

    def test_data_are_fetched_once_and_checked(self):
        self.s3.put_object(Bucket="jobs", Key="once/data.csv", Body=rows(40).encode() + b"0,last\n")
        first = self.succeed("check", "sempurna-tc-small", "--data", "s3://jobs/once")
        self.assertIn("Fetching 1 object ", first.stderr)
        self.assertIn("training: 41 texts in 2 classes", first.stdout)
        again = self.succeed("check", "sempurna-tc-small", "--data", "s3://jobs/once")
        self.assertNotIn("Fetching", again.stderr)
        self.assertIn("training: 40 texts",
                      self.succeed("check", "sempurna-tc-small", "--data", "s3://jobs/texts/").stdout)
        single = self.succeed("check", "sempurna-tc-small", "--data", "s3://jobs/texts/data.csv")
        self.assertIn("training: 40 texts", single.stdout)
        self.s3.put_object(Bucket="jobs", Key="grows/data.csv", Body=rows(20).encode())
        self.succeed("check", "sempurna-tc-small", "--data", "s3://jobs/grows")
        self.s3.put_object(Bucket="jobs", Key="grows/data.csv", Body=rows(30).encode())
        grown = self.succeed("check", "sempurna-tc-small", "--data", "s3://jobs/grows")
        self.assertIn("training: 30 texts", grown.stdout)

    def test_what_cannot_be_fetched_is_said_in_one_sentence(self):
        check = ("check", "sempurna-tc-small", "--data")
        self.assertIn("s3://jobs/nothing holds no objects", self.refuse(*check, "s3://jobs/nothing"))
        self.assertIn("there is no bucket nowhere", self.refuse(*check, "s3://nowhere/x"))
        self.assertIn("InvalidAccessKeyId", self.refuse(*check, "s3://jobs/texts", AWS_ACCESS_KEY_ID="AKIANOBODY"))
        self.assertIn("SignatureDoesNotMatch", self.refuse(*check, "s3://jobs/texts", AWS_SECRET_ACCESS_KEY="x"))
        self.assertIn("no credentials for S3", self.refuse(*check, "s3://jobs/texts", AWS_ACCESS_KEY_ID="",
                                                           AWS_SECRET_ACCESS_KEY=""))
        self.assertIn("AWS_PROFILE", self.refuse(*check, "s3://jobs/texts", AWS_PROFILE="none"))
        self.assertIn("us-east-1", self.refuse(*check, "s3://jobs/texts", AWS_REGION="eu-west-1"))
        for bad, key in (("up", "bad1/../x"), ("twice", "bad2//x")):
            self.s3.put_object(Bucket="jobs", Key=key, Body=b"x")
            self.assertIn("cannot be a file of that name", self.refuse(*check, "s3://jobs/" + key.split("/")[0]), bad)
        for key in ("bad3/a", "bad3/a/b"):
            self.s3.put_object(Bucket="jobs", Key=key, Body=b"x")
        self.assertIn("is an object and also what", self.refuse(*check, "s3://jobs/bad3"))

    @unittest.skipUnless(HAS_WORKER, "there is no sempurna-worker in this build")
    def test_findings_name_what_lies_in_s3(self):
        self.s3.put_object(Bucket="jobs", Key="bad/data.csv", Body=rows(30).encode() + b"x,neither\n")
        for arguments in (("check", "sempurna-tc-small"), ("fine-tune", "sempurna-tc-small", "--output", "out")):
            for place in ("s3://jobs/bad", "s3://jobs/bad/", "s3://jobs/bad/data.csv"):
                done = self.run_program(*arguments, "--data", place)
                self.assertEqual(done.returncode, 1)
                self.assertIn("s3://jobs/bad/data.csv, row 31", done.stdout + done.stderr)
                self.assertNotIn("/home/s3/", done.stdout + done.stderr)
        found = json.loads(self.run_program("check", "sempurna-tc-small", "--data", "s3://jobs/bad", "--json").stdout)
        self.assertIn("s3://jobs/bad/data.csv", {finding.get("file") for finding in found["findings"]})

    @unittest.skipUnless(HAS_WORKER, "there is no sempurna-worker in this build")
    def test_a_job_from_s3_to_s3(self):
        job = ("fine-tune", "sempurna-tc-small", "--data", "s3://jobs/texts", "--output", "s3://jobs/models", "--name",
               "from-s3", "--epochs", "1", "--json", "--quiet")
        facts = json.loads(self.succeed(*job).stdout)
        self.assertEqual(facts["output"], "s3://jobs/models/from-s3/output/model.tar.gz")
        keys = [item["Key"] for item in self.s3.list_objects_v2(Bucket="jobs", Prefix="models/")["Contents"]]
        self.assertEqual(keys, ["models/from-s3/job.json", "models/from-s3/output/model.tar.gz",
                                "models/from-s3/output/report.html"])
        there = self.s3.get_object(Bucket="jobs", Key=keys[1])["Body"].read()
        self.assertEqual(there, pathlib.Path(facts["local_output"]).read_bytes())
        self.assertIn("a job named from-s3 is already in s3://jobs/models", self.refuse(*job))
        answer = self.succeed("predict", facts["output"], "--json", "-", text="a happy day\n").stdout
        self.assertIn("predicted_label", answer)
        self.assertIn("accuracy", self.succeed("evaluate", facts["output"], "--data", "s3://jobs/texts").stdout.lower())
        # Taken away there, it is put back by resuming.
        self.s3.delete_object(Bucket="jobs", Key=keys[1])
        told = self.succeed("fine-tune", "--resume", "--name", "from-s3", "--output", "s3://jobs/models").stdout
        self.assertIn("Output             s3://jobs/models/from-s3/output/model.tar.gz", told)
        self.assertRegex(told, r"Try it: `\S*sempurna predict (?!s3://)\S*model.tar.gz TEXT…`")
        self.assertEqual(self.s3.get_object(Bucket="jobs", Key=keys[1])["Body"].read(), there)

    @unittest.skipUnless(HAS_WORKER, "there is no sempurna-worker in this build")
    def test_large_objects_go_and_come_in_parts(self):
        # The bundled model's archive is larger than one part; its own round trip is the proof.
        facts = json.loads(self.succeed("fine-tune", "sempurna-tc-small", "--data", "s3://jobs/texts", "--output",
                                        "s3://jobs/parts", "--name", "large", "--epochs", "1", "--json", "--quiet").stdout)
        head = self.s3.head_object(Bucket="jobs", Key="parts/large/output/model.tar.gz")
        size = pathlib.Path(facts["local_output"]).stat().st_size
        self.assertEqual(head["ContentLength"], size)
        self.assertEqual("-" in head["ETag"], size > 8 << 20)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
