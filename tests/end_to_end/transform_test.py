#!/usr/bin/env python3
"""Batch transform by the SageMaker API: the real server, unmodified boto3 and AWS CLI.

Usage: transform_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
Where there is no worker beside the program (a build without libtorch), nothing of it can be tried.
"""
import gzip
import json
import os
import signal
import subprocess
import sys
import time
import unittest

from served import ClientError
from training import ACCOUNT, CONFIG, HAS_WORKER, ROLE, Jobs, png, request

IMAGE = "application/x-image"
TEXT = "application/x-text"
VERBOSE = "application/json;verbose"
# May read all of it, and write into none.
READER = """
  - name: reader
    trust: {Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}
    policies: [reads]
"""
READS = """
  reads: {Statement: {Effect: Allow, Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*"}}
"""


def transform(name, model, source, content_type=IMAGE, **more):
    """A request; what is said of its input and output is added to them."""
    asked = {"TransformJobName": name, "ModelName": model,
             "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": source}},
                                "ContentType": content_type},
             "TransformOutput": {"S3OutputPath": f"s3://jobs/answers/{name}", "Accept": VERBOSE},
             "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1}}
    for member, value in more.items():
        asked[member] = {**asked[member], **value} if member in asked else value
    return asked


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class Transforms(Jobs):
    config = CONFIG.replace("roles:", READS + "roles:").replace("identities:", READER + "identities:")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sagemaker.create_training_job(**request("pictures"))
        cls.sagemaker.create_training_job(**request("texts", "s3://jobs/texts", "sempurna-tc-small"))
        for name in ("pictures", "texts"):
            job = cls.wait(cls(), name)
            assert job["TrainingJobStatus"] == "Completed", job
            cls.make_model(name, name, ROLE)
        cls.make_model("readers", "texts", f"arn:aws:iam::{ACCOUNT}:role/reader")
        for k in range(5):
            cls.put(f"new/{k}.png", png(200 - 40 * k, 20, 20 + 40 * k, k))

    def runTest(self):
        """So that setUpClass can wait."""

    @classmethod
    def make_model(cls, name, job, role):
        cls.sagemaker.create_model(ModelName=name, ExecutionRoleArn=role, PrimaryContainer={
            "Image": "local/inference:1", "ModelDataUrl": f"s3://jobs/out/{job}/output/model.tar.gz"})

    @classmethod
    def put(cls, key, body):
        cls.s3.put_object(Bucket="jobs", Key=key, Body=body)

    def get(self, key):
        return self.s3.get_object(Bucket="jobs", Key=key)["Body"].read()

    def outputs(self, name):
        found = self.s3.list_objects_v2(Bucket="jobs", Prefix=f"answers/{name}/").get("Contents", [])
        return [o["Key"].removeprefix(f"answers/{name}/") for o in found]

    def ended(self, name):
        for _ in range(1200):
            job = self.sagemaker.describe_transform_job(TransformJobName=name)
            if job["TransformJobStatus"] not in ("InProgress", "Stopping"):
                return job
            time.sleep(0.05)
        self.fail(f"{name} did not end: {job}")

    def done(self, **asked):
        self.sagemaker.create_transform_job(**asked)
        return self.ended(asked["TransformJobName"])

    def refused(self, asked):
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.create_transform_job(**asked)
        self.assertEqual(caught.exception.response["Error"]["Code"], "ValidationException")
        with self.assertRaises(ClientError):  # nothing was accepted
            self.sagemaker.describe_transform_job(TransformJobName=asked["TransformJobName"])
        return caught.exception.response["Error"]["Message"]

    def answers_of_an_endpoint(self, model, bodies, content_type):
        name = f"asked-{model}"
        self.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[
            {"VariantName": "a", "ModelName": model, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}])
        self.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
        while self.sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "Creating":
            time.sleep(0.05)
        runtime = self.client("sagemaker-runtime")
        answers = [runtime.invoke_endpoint(EndpointName=name, Body=body, ContentType=content_type,
                                           Accept=VERBOSE)["Body"].read() for body in bodies]
        self.sagemaker.delete_endpoint(EndpointName=name)
        self.sagemaker.delete_endpoint_config(EndpointConfigName=name)
        return answers

    def test_a_prefix_of_pictures(self):
        asked = transform("p", "pictures", "s3://jobs/new/", MaxConcurrentTransforms=1, MaxPayloadInMB=6,
                          BatchStrategy="SingleRecord",
                          Environment={"LEVEL": "1"}, Tags=[{"Key": "team", "Value": "a"}],
                          ModelClientConfig={"InvocationsTimeoutInSeconds": 60, "InvocationsMaxRetries": 1})
        arn = self.sagemaker.create_transform_job(**asked)["TransformJobArn"]
        self.assertEqual(arn, f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:transform-job/p")
        # Asked for again, as a client does that got no answer.
        self.assertEqual(self.sagemaker.create_transform_job(**asked)["TransformJobArn"], arn)
        self.sagemaker.get_waiter("transform_job_completed_or_stopped").wait(
            TransformJobName="p", WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        job = self.sagemaker.describe_transform_job(TransformJobName="p")
        self.assertEqual(job["TransformJobStatus"], "Completed", job)
        for member, value in asked.items():
            if member != "Tags":
                self.assertEqual(job[member], value, member)
        self.assertNotIn("Tags", job)
        self.assertLessEqual(job["CreationTime"], job["TransformStartTime"])
        self.assertLessEqual(job["TransformStartTime"], job["TransformEndTime"])
        self.assertEqual(self.sagemaker.list_tags(ResourceArn=arn)["Tags"], [{"Key": "team", "Value": "a"}])
        self.assertEqual(self.outputs("p"), [f"{k}.png.out" for k in range(5)])
        expected = self.answers_of_an_endpoint("pictures", [self.get(f"new/{k}.png") for k in range(5)], IMAGE)
        self.assertEqual([self.get(f"answers/p/{k}.png.out") for k in range(5)], expected)

        with self.assertRaises(ClientError) as caught:
            self.sagemaker.create_transform_job(**{**asked, "MaxPayloadInMB": 5})
        self.assertEqual(caught.exception.response["Error"]["Code"], "ResourceInUse")
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.stop_transform_job(TransformJobName="p")
        self.assertIn("because the transform job is in status Completed.", str(caught.exception))
        logs = self.client("logs")
        group = "/aws/sagemaker/TransformJobs"
        self.assertIn(group, [g["logGroupName"] for g in logs.describe_log_groups()["logGroups"]])
        [stream] = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="p/")["logStreams"]
        events = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)
        messages = [event["message"] for event in events["events"]]
        self.assertIn("Environment has no effect here: the model reads no variables", messages)
        self.assertTrue(messages[-1].startswith("5 objects done, 5 records answered"), messages)

    def test_texts_line_by_line(self):
        lines = [f"a {word} thing {k}" for k, word in enumerate(("good", "awful", "happy", "sad") * 10)]
        body = "\n".join(lines).encode()
        self.put("lines/a.txt", body)
        self.put("packed/b.txt.gz", gzip.compress(body))
        expected = self.answers_of_an_endpoint("texts", lines, TEXT)
        job = self.done(**transform("t", "texts", "s3://jobs/lines", TEXT, TransformInput={"SplitType": "Line"},
                                    TransformOutput={"AssembleWith": "Line"}, MaxConcurrentTransforms=1))
        self.assertEqual(job["TransformJobStatus"], "Completed", job)
        self.assertEqual(self.get("answers/t/a.txt.out"), b"".join(answer + b"\n" for answer in expected))
        # Many at a time are answered the same but for the last digits.
        job = self.done(**transform("packed", "texts", "s3://jobs/packed", TEXT, BatchStrategy="SingleRecord",
                                    MaxConcurrentTransforms=8,
                                    TransformInput={"SplitType": "Line", "CompressionType": "Gzip"}))
        self.assertEqual(job["TransformJobStatus"], "Completed", job)
        said, at = self.get("answers/packed/b.txt.gz.out").decode(), 0
        for answer in map(json.loads, expected):
            one, at = json.JSONDecoder().raw_decode(said, at)
            self.assertEqual(one["predicted_label"], answer["predicted_label"])
            for ours, theirs in zip(one["probabilities"], answer["probabilities"]):
                self.assertAlmostEqual(ours, theirs, places=5)
        self.assertEqual(at, len(said))
        key = self.client("kms").create_key()["KeyMetadata"]["Arn"]
        self.put("manifest", json.dumps([{"prefix": "s3://jobs/"}, "lines/a.txt"]).encode())
        asked = transform("m", "texts", "s3://jobs/manifest", TEXT, TransformInput={"SplitType": "Line", "DataSource": {
            "S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": "s3://jobs/manifest"}}},
            TransformOutput={"KmsKeyId": key}, MaxConcurrentTransforms=1)
        job = self.done(**asked)
        self.assertEqual(job["TransformJobStatus"], "Completed", job)
        self.assertEqual(self.get("answers/m/lines/a.txt.out"), self.get("answers/t/a.txt.out"))
        self.assertEqual(self.s3.head_object(Bucket="jobs", Key="answers/m/lines/a.txt.out")["SSEKMSKeyId"], key)

    def test_a_bad_picture_among_good_ones(self):
        for k in range(3):
            self.put(f"mixed/{k}.png", png(200, 20, 20, k) if k != 1 else b"no picture")
        job = self.done(**transform("mixed", "pictures", "s3://jobs/mixed/"))
        self.assertEqual(job["TransformJobStatus"], "Failed")
        self.assertTrue(job["FailureReason"].startswith("ClientError: s3://jobs/mixed/1.png: "), job["FailureReason"])
        self.assertNotIn(str(self.server.root), job["FailureReason"])
        self.assertEqual(self.outputs("mixed"), ["0.png.out", "2.png.out"])
        self.put("blank/a.txt", b"a good thing\n\nanother\n")
        job = self.done(**transform("blank", "texts", "s3://jobs/blank/", TEXT, TransformInput={"SplitType": "Line"}))
        self.assertIn("s3://jobs/blank/a.txt, line 2: the text is blank", job["FailureReason"])
        self.assertEqual(self.outputs("blank"), [])
        job = self.done(**transform("wrong", "texts", "s3://jobs/new/0.png", IMAGE))
        self.assertIn("unsupported content type 'application/x-image'", job["FailureReason"])

    def test_what_cannot_be_had_is_refused(self):
        new = "s3://jobs/new/"

        def refused(model="pictures", source=new, content_type=IMAGE, **more):
            return self.refused(transform("refused", model, source, content_type, **more))
        self.assertEqual(refused("none"),
                         f'Could not find model "arn:aws:sagemaker:us-east-1:{ACCOUNT}:model/none".')
        self.assertIn('No S3 objects found under S3 URL "s3://jobs/empty/"', refused(source="s3://jobs/empty/"))
        self.s3.create_bucket(Bucket="others")
        self.assertIn('Unauthorized to List objects under S3 URL "s3://others/"', refused(source="s3://others/"))
        self.assertIn("Access denied to TransformOutput S3 bucket. Please ensure that the bucket \"jobs\"",
                      refused("readers", "s3://jobs/texts", TEXT))
        self.assertIn("s3://jobs/new/0.png is no manifest: it is not JSON", refused(TransformInput={"DataSource": {
            "S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": "s3://jobs/new/0.png"}}}))
        for more, words in (
                ({"DataProcessing": {"JoinSource": "Input"}}, "DataProcessing.JoinSource Input is not served"),
                ({"DataProcessing": {"OutputFilter": "$.a"}}, "DataProcessing.OutputFilter $.a is not served"),
                ({"TransformInput": {"SplitType": "RecordIO"}}, "TransformInput.SplitType RecordIO is not served"),
                ({"BatchStrategy": "MultiRecord"}, "BatchStrategy MultiRecord needs SplitType Line"),
                ({"MaxPayloadInMB": 0}, "MaxPayloadInMB 0 is not served: a record may have 1 to 6 MB"),
                ({"MaxConcurrentTransforms": 17}, "is more than 100 MB"),
                ({"TransformResources": {"InstanceCount": 2}}, "InstanceCount 2 is not served"),
                ({"DataCaptureConfig": {"DestinationS3Uri": new}}, "DataCaptureConfig"),
                ({"TransformOutput": {"KmsKeyId": "alias/none"}}, "this server has no such key")):
            with self.subTest(words):
                self.assertIn(words, refused(**more))
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.describe_transform_job(TransformJobName="none")
        self.assertEqual(caught.exception.response["Error"],
                         {"Code": "ValidationException", "Message": "Could not find requested job with name: none"})
        key = self.new_identity("nobody", {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}})
        with self.assertRaises(ClientError) as caught:
            self.client("sagemaker", *key).create_transform_job(**transform("denied", "pictures", new))
        self.assertEqual(caught.exception.response["Error"]["Code"], "AccessDeniedException")

    def test_stopped_and_gone_on_with_after_a_kill(self):
        for k in range(3):
            self.put(f"long/{k}.txt", b"a good thing\n" * (20 if k == 0 else 1500))
        split = {"TransformInput": {"SplitType": "Line"}}
        for name in ("stopped", "killed"):
            self.sagemaker.create_transform_job(**transform(name, "texts", "s3://jobs/long/", TEXT, **split))
            while not self.outputs(name):
                time.sleep(0.02)
            if name == "stopped":
                self.sagemaker.stop_transform_job(TransformJobName=name)
                self.assertEqual(self.ended(name)["TransformJobStatus"], "Stopped")
                self.assertEqual(self.outputs(name), ["0.txt.out"])
        first = self.s3.head_object(Bucket="jobs", Key="answers/killed/0.txt.out")["LastModified"]
        self.server.stop(signal.SIGKILL)
        time.sleep(1)  # S3's times are seconds
        self.server.start()
        cls = type(self)
        cls.s3, cls.sagemaker = self.client("s3"), self.client("sagemaker")
        job = self.ended("killed")
        self.assertEqual(job["TransformJobStatus"], "Completed", job)
        self.assertEqual(self.outputs("killed"), ["0.txt.out", "1.txt.out", "2.txt.out"])
        self.assertEqual(self.s3.head_object(Bucket="jobs", Key="answers/killed/0.txt.out")["LastModified"], first)
        for k in range(3):
            self.assertEqual(self.get(f"answers/killed/{k}.txt.out").count(b"\n"), 20 if k == 0 else 1500)

    def test_by_the_command_line_client(self):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": self.server.key, "AWS_SECRET_ACCESS_KEY": self.server.secret,
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}

        def aws(*arguments):
            done = subprocess.run(["/usr/bin/aws", "--endpoint-url", self.server.url, "--output", "json", "sagemaker",
                                   *arguments], capture_output=True, text=True, env=environment, timeout=120)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout) if done.stdout.strip() else None
        asked = transform("by-aws", "pictures", "s3://jobs/new/")
        aws("create-transform-job", "--cli-input-json", json.dumps(asked))
        self.ended("by-aws")  # the client's own waiter asks every minute
        aws("wait", "transform-job-completed-or-stopped", "--transform-job-name", "by-aws")
        listed = aws("list-transform-jobs", "--name-contains", "by-", "--status-equals", "Completed")
        self.assertEqual([job["TransformJobName"] for job in listed["TransformJobSummaries"]], ["by-aws"])
        self.assertEqual(len(self.outputs("by-aws")), 5)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
