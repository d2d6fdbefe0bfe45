#!/usr/bin/env python3
"""The server killed at random moments of endpoints, transform jobs and training jobs: what it acknowledged is there again.

Usage: kills_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
Where there is no worker beside the program (a build without libtorch), nothing of it can be tried.
"""
import pathlib
import signal
import sys
import threading
import time
import unittest

from chance import LONG, chance
from served import PROGRAMS, ClientError, Config
from server import Server
from training import CONFIG, HAS_WORKER, ROLE, Jobs, put_data, request
import boto3
from botocore.exceptions import BotoCoreError

LINES = b"a good thing\n" * 200


def workers_of(server):
    """Command lines of the workers of a server's folder."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:  # it has ended
            continue
        if words[0].endswith("sempurna-worker") and any(str(server.folder) in word for word in words):
            found.append(" ".join(words))
    return found


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class Kills(unittest.TestCase):
    maxDiff = None

    def client(self, service):
        # Asked once: what a second attempt would be told is another question.
        return boto3.client(service, endpoint_url=self.server.url, region_name="us-east-1",
                            aws_access_key_id=self.server.key, aws_secret_access_key=self.server.secret,
                            config=Config(retries={"total_max_attempts": 1}))

    def begin(self):
        self.s3, self.sagemaker = self.client("s3"), self.client("sagemaker")

    def prepare(self):
        self.begin()
        put_data(self.s3)
        self.s3.put_object(Bucket="jobs", Key="lines/a.txt", Body=LINES)
        self.s3.put_object(Bucket="jobs", Key="lines/b.txt", Body=LINES)
        self.sagemaker.create_training_job(**request("texts", "s3://jobs/texts", "sempurna-tc-small"))
        self.assertEqual(Jobs.wait(self, "texts", self.sagemaker)["TrainingJobStatus"], "Completed")
        self.sagemaker.create_model(ModelName="texts", ExecutionRoleArn=ROLE, PrimaryContainer={
            "Image": "local/inference:1", "ModelDataUrl": "s3://jobs/out/texts/output/model.tar.gz"})
        for config in ("first", "second"):
            self.sagemaker.create_endpoint_config(EndpointConfigName=config, ProductionVariants=[
                {"VariantName": "a", "ModelName": "texts", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}])

    def train(self, name):
        self.sagemaker.create_training_job(**request(name, "s3://jobs/texts", "sempurna-tc-small"))
        self.trained.add(name)

    def transform(self, name):
        self.sagemaker.create_transform_job(
            TransformJobName=name, ModelName="texts",
            TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://jobs/lines/"}},
                            "ContentType": "application/x-text", "SplitType": "Line"},
            TransformOutput={"S3OutputPath": f"s3://jobs/answers/{name}"},
            TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1})
        self.transformed.add(name)

    def deploy(self, name):
        """One of the name, in each of its states: what may be so, where the answer never came."""
        self.endpoints[name] = {None, "first"}
        self.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName="first")
        self.endpoints[name] = {"first"}
        while self.sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "Creating":
            time.sleep(0.02)
        self.endpoints[name] = {"first", "second"}
        self.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName="second")
        self.endpoints[name] = {"second"}
        if int(name.split("-")[1]) % 2:
            return
        while self.sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "Updating":
            time.sleep(0.02)
        self.endpoints[name] = {"second", None}
        self.sagemaker.delete_endpoint(EndpointName=name)
        self.endpoints[name] = {None}

    def ask_until_killed(self, moments, k):
        """Asks for all kinds of things in some order while the server is killed."""
        work = [lambda: self.train(f"train-{k}"), lambda: self.transform(f"transform-{k}"),
                lambda: self.deploy(f"endpoint-{k}")]
        moments.shuffle(work)
        killer = threading.Timer(moments.uniform(0, 2.5), self.server.process.send_signal, [signal.SIGKILL])
        killer.start()
        try:
            for one in work:
                one()
        except (BotoCoreError, ClientError) as error:
            if isinstance(error, ClientError):
                raise
        killer.join()
        self.server.stop(signal.SIGKILL)  # it has ended; what it had is closed

    def check_endpoints(self):
        """Each is as it was last acknowledged, and answers."""
        runtime = self.client("sagemaker-runtime")
        present = 0
        for name, may_be in self.endpoints.items():
            try:
                until = time.monotonic() + 60
                endpoint = self.sagemaker.describe_endpoint(EndpointName=name)
                while endpoint["EndpointStatus"] != "InService" and time.monotonic() < until:
                    time.sleep(0.05)
                    endpoint = self.sagemaker.describe_endpoint(EndpointName=name)
            except ClientError as error:
                self.assertIn("Could not find endpoint", str(error))
                self.assertIn(None, may_be, f"{name} was acknowledged and is lost")
                self.endpoints[name] = {None}
                continue
            self.assertEqual(endpoint["EndpointStatus"], "InService", endpoint)
            self.assertNotIn("FailureReason", endpoint)
            self.assertIn(endpoint["EndpointConfigName"], may_be, name)
            self.endpoints[name] = {endpoint["EndpointConfigName"]}
            answer = runtime.invoke_endpoint(EndpointName=name, Body="a good thing", ContentType="application/x-text")
            self.assertIn(b"probabilities", answer["Body"].read())
            present += 1
        return present

    def modified(self, key):
        return self.s3.head_object(Bucket="jobs", Key=key)["LastModified"]

    def check_jobs(self, done):
        """Each ends, once: what has ended stays as it was, its outputs too."""
        for name in self.trained:
            job = Jobs.wait(self, name, self.sagemaker)
            self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
            statuses = [t["Status"] for t in job["SecondaryStatusTransitions"]]
            self.assertEqual(statuses.count("Completed"), 1, statuses)
            facts = (job["TrainingEndTime"], self.modified(f"out/{name}/output/model.tar.gz"))
            self.assertEqual(done.setdefault(name, facts), facts, name)
        for name in self.transformed:
            until = time.monotonic() + 120
            job = self.sagemaker.describe_transform_job(TransformJobName=name)
            while job["TransformJobStatus"] == "InProgress" and time.monotonic() < until:
                time.sleep(0.05)
                job = self.sagemaker.describe_transform_job(TransformJobName=name)
            self.assertEqual(job["TransformJobStatus"], "Completed", job)
            outputs = [f"answers/{name}/{key}.txt.out" for key in ("a", "b")]
            for output in outputs:
                body = self.s3.get_object(Bucket="jobs", Key=output)["Body"].read()
                self.assertEqual(body.count(b"probabilities"), 200)
            facts = (job["TransformEndTime"], *map(self.modified, outputs))
            self.assertEqual(done.setdefault(name, facts), facts, name)

    def test_what_was_acknowledged_is_there_again(self):
        moments = chance("Kills.all")
        self.trained, self.transformed, self.endpoints = set(), set(), {}
        done = {}
        with Server(PROGRAMS, CONFIG + "limits: {jobs-at-once: 2}\n") as self.server:
            self.prepare()
            for k in range(50 if LONG else 5):
                with self.subTest(kill=k):
                    self.begin()
                    self.ask_until_killed(moments, k)
                    self.server.start()
                    self.begin()
                    if k % 5 == 4:
                        present = self.check_endpoints()
                        self.check_jobs(done)
                        serving = [one for one in workers_of(self.server) if " serve " in one]
                        self.assertEqual(len(serving), present, serving)
                        for name, may_be in self.endpoints.items():
                            if may_be != {None}:
                                self.sagemaker.delete_endpoint(EndpointName=name)
                                self.endpoints[name] = {None}
            self.check_endpoints()
            self.check_jobs(done)
            self.server.stop(signal.SIGKILL)
            until = time.monotonic() + 40
            while workers_of(self.server) and time.monotonic() < until:
                time.sleep(0.1)
            self.assertEqual(workers_of(self.server), [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
