#!/usr/bin/env python3
"""Training jobs by the SageMaker API: the real server, unmodified boto3 and AWS CLI.

Usage: training_jobs_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
Where there is no worker beside the program (a build without libtorch), only what needs none is tried.
"""
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import zlib

sys.path[:0] = [str(pathlib.Path(__file__).parent), "/usr/lib/python3/dist-packages"]
import boto3  # noqa: E402
import botocore.exceptions  # noqa: E402
from server import Server  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
HAS_WORKER = (PROGRAMS / "sempurna-worker").exists()
ACCOUNT = "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/trainer"
CONFIG = """
policies:
  data:
    Statement:
      - {Effect: Allow, Action: "s3:*", Resource: ["arn:aws:s3:::jobs", "arn:aws:s3:::jobs/*"]}
      - {Effect: Allow, Action: "kms:*", Resource: "*"}
  lists: {Statement: {Effect: Allow, Action: ["s3:ListBucket", "s3:PutObject"], Resource: "*"}}
  jobs: {Statement: {Effect: Allow, Action: "sagemaker:*", Resource: "*"}}
roles:
  - name: trainer
    trust: {Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}
    policies: [data]
  - name: stranger
    trust: {Statement: {Effect: Allow, Principal: {AWS: "000000000000"}, Action: "sts:AssumeRole"}}
    policies: [data]
  - name: poor
    trust: {Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}
    policies: [lists]
identities:
  - {name: passes-none, policies: [jobs]}
networks:
  - vpc: vpc-1
    name: plain
    cidr: 10.0.0.0/16
    subnets: [{id: subnet-1, zone: us-east-1a, cidr: 10.0.0.0/24}]
    security-groups: [{id: sg-1, name: all, description: all}]
"""
SERVER = None


def setUpModule():
    global SERVER
    SERVER = Server(PROGRAMS, CONFIG)


def tearDownModule():
    SERVER.close()


def png(red, green, blue, number):
    """A picture of one colour with a little noise that tells it from others."""
    rows = b"".join(b"\0" + bytes(v for x in range(32) for v in (
        (red + x * number) % 256, (green + number) % 256, (blue + x + number) % 256)) for _ in range(32))

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (32).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def rows(count):
    words = (("good", "fine", "happy"), ("bad", "awful", "sad"))
    return "".join(f'{k % 2},"a {words[k % 2][k // 2 % 3]} thing {k}"\n' for k in range(count)).encode()


def client(name, server=None, key=None):
    server = server or SERVER
    identity, secret = key or (server.key, server.secret)
    return boto3.client(name, endpoint_url=server.url, region_name="us-east-1", aws_access_key_id=identity,
                        aws_secret_access_key=secret)


def put_data(s3):
    s3.create_bucket(Bucket="jobs")
    for k in range(12):
        s3.put_object(Bucket="jobs", Key=f"pictures/red/{k}.png", Body=png(200, 20, 20, k))
        s3.put_object(Bucket="jobs", Key=f"pictures/blue/{k}.png", Body=png(20, 20, 200, k))
    s3.put_object(Bucket="jobs", Key="texts/data.csv", Body=rows(40))
    s3.put_object(Bucket="jobs", Key="one/red/1.png", Body=png(200, 20, 20, 1))


def request(name, data="s3://jobs/pictures", card="sempurna-ic-small", **more):
    return {"TrainingJobName": name, "RoleArn": ROLE,
            "AlgorithmSpecification": {"TrainingImage": card, "TrainingInputMode": "File"},
            "HyperParameters": {"epochs": "1", "batch_size": "8"},
            "InputDataConfig": [{"ChannelName": "training", "DataSource": {
                "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": data,
                                 "S3DataDistributionType": "FullyReplicated"}}}],
            "OutputDataConfig": {"S3OutputPath": "s3://jobs/out/"},
            "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600}, **more}


class Jobs(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.s3 = client("s3")
        cls.sagemaker = client("sagemaker")
        if not any(b["Name"] == "jobs" for b in cls.s3.list_buckets()["Buckets"]):
            put_data(cls.s3)

    def refused(self, code="ValidationException", sagemaker=None, **changed):
        asked = {**request("refused"), **changed}
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            (sagemaker or self.sagemaker).create_training_job(**asked)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        with self.assertRaises(botocore.exceptions.ClientError):  # nothing was accepted
            self.sagemaker.describe_training_job(TrainingJobName="refused")
        return error["Message"]

    def wait(self, name, sagemaker=None):
        for _ in range(1200):
            job = (sagemaker or self.sagemaker).describe_training_job(TrainingJobName=name)
            if job["TrainingJobStatus"] in ("Completed", "Failed", "Stopped"):
                return job
            time.sleep(0.1)
        self.fail(f"{name} did not end: {job}")


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class FromDataToArtifact(Jobs):
    def test_pictures_by_boto3(self):
        asked = request("pictures-1", EnableNetworkIsolation=True,
                        Tags=[{"Key": "team", "Value": "a"}])
        made = self.sagemaker.create_training_job(**asked)
        self.assertEqual(made["TrainingJobArn"], f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:training-job/pictures-1")
        # Asked for again, as a client does that got no answer.
        self.assertEqual(self.sagemaker.create_training_job(**asked)["TrainingJobArn"], made["TrainingJobArn"])
        job = self.wait("pictures-1")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertEqual(job["SecondaryStatus"], "Completed")
        for member, value in asked.items():
            if member == "Tags":
                self.assertNotIn("Tags", job)
                continue
            if member == "OutputDataConfig":
                value = {**value, "KmsKeyId": ""}
            self.assertEqual(job[member], value, member)
        self.assertEqual([t["Status"] for t in job["SecondaryStatusTransitions"]],
                         ["Starting", "Downloading", "Training", "Uploading", "Completed"])
        self.assertEqual(job["SecondaryStatusTransitions"][-1]["StatusMessage"], "Training job completed")
        self.assertLessEqual(job["TrainingStartTime"], job["TrainingEndTime"])
        self.assertGreaterEqual(job["TrainingTimeInSeconds"], 1)
        self.assertIn("val_accuracy", {m["MetricName"] for m in job["FinalMetricDataList"]})
        place = job["ModelArtifacts"]["S3ModelArtifacts"]
        self.assertEqual(place, "s3://jobs/out/pictures-1/output/model.tar.gz")
        body = self.s3.get_object(Bucket="jobs", Key="out/pictures-1/output/model.tar.gz")["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            self.assertEqual(json.load(archive.extractfile("labels_info.json"))["labels"], ["blue", "red"])
        facts = json.loads(self.s3.get_object(Bucket="jobs", Key="out/pictures-1/job.json")["Body"].read())
        self.assertEqual(facts["training_job_arn"], made["TrainingJobArn"])

        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.sagemaker.create_training_job(**{**asked, "HyperParameters": {"epochs": "2"}})
        self.assertEqual(caught.exception.response["Error"]["Code"], "ResourceInUse")
        self.assertIn("a training job with this name already exists (" + made["TrainingJobArn"] + ")",
                      str(caught.exception))
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.sagemaker.stop_training_job(TrainingJobName="pictures-1")
        self.assertIn("The request was rejected because the training job is in status Completed.",
                      str(caught.exception))

        logs = client("logs")
        group = "/aws/sagemaker/TrainingJobs"
        streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="pictures-1/")["logStreams"]
        self.assertEqual(len(streams), 1)
        stream = streams[0]["logStreamName"]
        self.assertTrue(stream.startswith("pictures-1/algo-1-"), stream)
        whole = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True)
        messages = [event["message"] for event in whole["events"]]
        self.assertTrue(any("val_accuracy" in message for message in messages), messages)
        # As clients go on, until the token comes back.
        one_by_one, token = [], None
        for _ in range(len(messages) + 2):
            page = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True, limit=1,
                                       **({"nextToken": token} if token else {}))
            one_by_one += [event["message"] for event in page["events"]]
            if page["nextForwardToken"] == token:
                break
            token = page["nextForwardToken"]
        self.assertEqual(one_by_one, messages)
        last = logs.get_log_events(logGroupName=group, logStreamName=stream, limit=1)
        self.assertEqual([event["message"] for event in last["events"]], messages[-1:])
        before = logs.get_log_events(logGroupName=group, logStreamName=stream, limit=1,
                                     nextToken=last["nextBackwardToken"])
        self.assertEqual([event["message"] for event in before["events"]], messages[-2:-1])
        times = [event["timestamp"] for event in whole["events"]]
        self.assertEqual(times, sorted(times))
        late = logs.get_log_events(logGroupName=group, logStreamName=stream, endTime=times[0])
        self.assertEqual(late["events"], [])  # endTime is not included
        found = logs.filter_log_events(logGroupName=group, logStreamNames=[stream], filterPattern="val_accuracy",
                                       endTime=times[-1])["events"]
        self.assertEqual([event["message"] for event in found], [m for m in messages if "val_accuracy" in m])
        self.assertEqual([g["logGroupName"] for g in logs.describe_log_groups()["logGroups"]], [group])

        # Goes on from what it made.
        channel = {"ChannelName": "model", "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": place}}}
        again = request("pictures-2", card="some.registry/some-image")
        again["InputDataConfig"].append(channel)
        self.sagemaker.create_training_job(**again)
        job = self.wait("pictures-2")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))

    def test_pictures_by_the_command_line_client(self):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": SERVER.key, "AWS_SECRET_ACCESS_KEY": SERVER.secret,
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}

        def aws(*arguments):
            done = subprocess.run(["/usr/bin/aws", "--endpoint-url", SERVER.url, "--output", "json", "sagemaker",
                                   *arguments], capture_output=True, text=True, env=environment, timeout=300)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout) if done.stdout.strip() else None
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(request("by-aws"), file)
            file.flush()
            aws("create-training-job", "--cli-input-json", f"file://{file.name}")
        self.wait("by-aws")  # the client's own waiter asks every two minutes
        aws("wait", "training-job-completed-or-stopped", "--training-job-name", "by-aws")
        job = aws("describe-training-job", "--training-job-name", "by-aws")
        self.assertEqual(job["TrainingJobStatus"], "Completed")
        self.assertIn("by-aws", [s["TrainingJobName"] for s in aws("list-training-jobs")["TrainingJobSummaries"]])

    def test_values_as_the_sdk_sends_them(self):
        self.sagemaker.create_training_job(**request(
            "texts-by-tag", "s3://jobs/texts", "763104351884.dkr.ecr.us-east-1.amazonaws.com/tensorflow-training:2.9",
            HyperParameters={"epochs": '"1"', "batch_size": '"8"', "sagemaker_program": '"transfer_learning.py"',
                             "sagemaker_container_log_level": "20"},
            DebugHookConfig={"S3OutputPath": "s3://jobs/", "CollectionConfigurations": []},
            Tags=[{"Key": "sagemaker-sdk:jumpstart-model-id", "Value": "sempurna-tc-small"}]))
        job = self.wait("texts-by-tag")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertEqual(job["HyperParameters"]["epochs"], '"1"')

    def test_sealed_data_and_output(self):
        key = client("kms").create_key()["KeyMetadata"]["Arn"]
        self.s3.put_object(Bucket="jobs", Key="sealed/data.csv", Body=rows(40), ServerSideEncryption="aws:kms",
                           SSEKMSKeyId=key)
        self.sagemaker.create_training_job(**request(
            "sealed", "s3://jobs/sealed", "sempurna-tc-small",
            OutputDataConfig={"S3OutputPath": "s3://jobs/out", "KmsKeyId": key}))
        job = self.wait("sealed")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        head = self.s3.head_object(Bucket="jobs", Key="out/sealed/output/model.tar.gz")
        self.assertEqual(head["SSEKMSKeyId"], key)

    def test_what_lies_where_the_result_goes_is_replaced(self):
        self.s3.put_object(Bucket="jobs", Key="out//twice/output/model.tar.gz", Body=b"foreign")
        self.sagemaker.create_training_job(**request(
            "twice", "s3://jobs/texts", "sempurna-tc-small", OutputDataConfig={"S3OutputPath": "s3://jobs/out//"}))
        job = self.wait("twice")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertEqual(job["ModelArtifacts"]["S3ModelArtifacts"], "s3://jobs/out//twice/output/model.tar.gz")
        self.assertGreater(self.s3.head_object(Bucket="jobs", Key="out//twice/output/model.tar.gz")["ContentLength"],
                           1000)
        # Nothing that was read stays open beside the job.
        left = [f for f in (SERVER.folder / "s3").rglob("*.csv") if "twice" in str(f)]
        self.assertEqual(left, [])

    def test_data_that_cannot_be_used(self):
        self.s3.put_object(Bucket="jobs", Key="broken/data.csv", Body=rows(40) + b"x,not a class\n")
        self.sagemaker.create_training_job(**request("broken", "s3://jobs/broken", "sempurna-tc-small"))
        job = self.wait("broken")
        self.assertEqual((job["TrainingJobStatus"], job["SecondaryStatus"]), ("Failed", "Failed"))
        self.assertTrue(job["FailureReason"].startswith("ClientError: "), job["FailureReason"])
        self.assertIn("s3://jobs/broken/data.csv, row 41", job["FailureReason"])
        self.assertNotIn("sempurna fine-tune", job["FailureReason"])
        self.assertNotIn("/", job["FailureReason"].replace("s3://jobs/broken/", ""))
        events = client("logs").filter_log_events(logGroupName="/aws/sagemaker/TrainingJobs",
                                                  logStreamNamePrefix="broken/")["events"]
        self.assertIn("s3://jobs/broken/data.csv, row 41", "\n".join(e["message"] for e in events))

    def test_one_after_the_other_stopped_and_deleted(self):
        long = {"HyperParameters": {"epochs": "200", "batch_size": "2"}}
        self.sagemaker.create_training_job(**request("long", **long))
        self.sagemaker.create_training_job(**request("waits"))
        self.sagemaker.create_training_job(**request("never-begins"))
        waiting = self.sagemaker.describe_training_job(TrainingJobName="never-begins")
        self.assertEqual(waiting["SecondaryStatus"], "Pending")
        self.assertEqual(waiting["SecondaryStatusTransitions"][-1]["StatusMessage"], "Waiting for 2 jobs before it")
        self.sagemaker.stop_training_job(TrainingJobName="never-begins")
        self.assertEqual(self.wait("never-begins")["SecondaryStatus"], "Stopped")
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.sagemaker.stop_training_job(TrainingJobName="never-begins")
        self.assertIn("in status Stopped", str(caught.exception))
        while self.sagemaker.describe_training_job(TrainingJobName="long")["SecondaryStatus"] != "Training":
            time.sleep(0.05)
        self.sagemaker.stop_training_job(TrainingJobName="long")
        stopped = self.wait("long")
        self.assertEqual((stopped["TrainingJobStatus"], stopped["SecondaryStatus"]), ("Stopped", "Stopped"))
        self.assertEqual(self.wait("waits")["TrainingJobStatus"], "Completed")

    def test_a_job_has_the_time_that_it_may_take(self):
        self.sagemaker.create_training_job(**request(
            "too-long", HyperParameters={"epochs": "200", "batch_size": "2"},
            StoppingCondition={"MaxRuntimeInSeconds": 1}))
        job = self.wait("too-long")
        self.assertEqual((job["TrainingJobStatus"], job["SecondaryStatus"]), ("Stopped", "MaxRuntimeExceeded"))


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class OverTheEndOfAServer(unittest.TestCase):
    def test_accepted_jobs_are_done_by_the_next(self):
        for how in (signal.SIGTERM, signal.SIGKILL):
            with self.subTest(how=how), Server(PROGRAMS, CONFIG) as server:
                s3, sagemaker = client("s3", server), client("sagemaker", server)
                put_data(s3)
                sagemaker.create_training_job(**request("first", HyperParameters={"epochs": "6", "batch_size": "2"}))
                sagemaker.create_training_job(**request("second"))
                while sagemaker.describe_training_job(TrainingJobName="first")["SecondaryStatus"] != "Training":
                    time.sleep(0.02)
                server.stop(how)
                server.start()
                sagemaker = client("sagemaker", server)
                jobs = {}
                for name in ("first", "second"):
                    jobs[name] = Jobs.wait(self, name, sagemaker)
                    self.assertEqual(jobs[name]["TrainingJobStatus"], "Completed", jobs[name].get("FailureReason"))
                statuses = [t["Status"] for t in jobs["first"]["SecondaryStatusTransitions"]]
                self.assertIn("Interrupted", statuses)
                self.assertEqual(statuses[-3:], ["Training", "Uploading", "Completed"])


# Beside what was asked for.
COMPUTED = {"ResponseMetadata", "TrainingJobArn", "ModelArtifacts", "TrainingJobStatus", "SecondaryStatus",
            "FailureReason", "CreationTime", "LastModifiedTime", "TrainingStartTime", "TrainingEndTime",
            "SecondaryStatusTransitions", "TrainingTimeInSeconds", "BillableTimeInSeconds", "FinalMetricDataList"}


class Descriptions(Jobs):
    def test_every_member_that_was_sent_comes_back_and_no_other(self):
        asked = request(
            "all-members", EnableNetworkIsolation=False, EnableInterContainerTrafficEncryption=True,
            EnableManagedSpotTraining=True, VpcConfig={"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]},
            StoppingCondition={"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200},
            OutputDataConfig={"S3OutputPath": "s3://jobs/out", "KmsKeyId": client("kms").create_key()["KeyMetadata"]["Arn"]},
            DebugHookConfig={"S3OutputPath": "s3://jobs/debug", "CollectionConfigurations": []},
            DebugRuleConfigurations=[{"RuleConfigurationName": "r", "RuleEvaluatorImage": "image"}],
            ProfilerConfig={"S3OutputPath": "s3://jobs/profile", "DisableProfiler": False},
            ProfilerRuleConfigurations=[{"RuleConfigurationName": "r", "RuleEvaluatorImage": "image"}],
            ExperimentConfig={"ExperimentName": "e", "TrialName": "t"}, Environment={"NAME": "value"},
            RetryStrategy={"MaximumRetryAttempts": 2}, Tags=[{"Key": "team", "Value": "a"}])
        asked["AlgorithmSpecification"].update(
            MetricDefinitions=[{"Name": "a", "Regex": "a=([0-9]+)"}], EnableSageMakerMetricsTimeSeries=True)
        asked["InputDataConfig"][0].update(ContentType="application/x-image", CompressionType="None",
                                           RecordWrapperType="None", InputMode="File", ShuffleConfig={"Seed": 3})
        self.sagemaker.create_training_job(**asked)
        job = self.sagemaker.describe_training_job(TrainingJobName="all-members")
        self.assertEqual({k: v for k, v in job.items() if k not in COMPUTED},
                         {k: v for k, v in asked.items() if k != "Tags"})
        self.wait("all-members")

    def test_jobs_are_listed_page_by_page(self):
        def names(**wanted):
            pages = self.sagemaker.get_paginator("list_training_jobs").paginate(
                NameContains="listed-", PaginationConfig={"PageSize": 2}, **wanted)
            return [job["TrainingJobName"] for page in pages for job in page["TrainingJobSummaries"]]
        begins = time.time()
        for name in ("listed-b", "listed-c", "listed-a"):
            # Nothing that takes long: the test needs no result.
            self.sagemaker.create_training_job(**request(name))
            self.sagemaker.stop_training_job(TrainingJobName=name)
        self.assertEqual(names(), ["listed-b", "listed-c", "listed-a"])
        self.assertEqual(names(SortOrder="Descending"), ["listed-a", "listed-c", "listed-b"])
        self.assertEqual(names(SortBy="Name"), ["listed-a", "listed-b", "listed-c"])
        self.assertEqual(names(CreationTimeBefore=begins - 3600), [])
        for name in ("listed-a", "listed-b", "listed-c"):
            self.wait(name)
        self.assertEqual(names(StatusEquals="InProgress"), [])
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.sagemaker.list_training_jobs(NextToken="rubbish")
        self.assertIn("NextToken is not one that this server gave", str(caught.exception))


class Refusals(Jobs):
    def test_faults_of_members_all_at_once(self):
        message = self.refused(TrainingJobName="a_b" * 30, RoleArn="r" * 20)
        self.assertTrue(message.startswith("3 validation errors detected: "), message)
        self.assertIn("at 'trainingJobName' failed to satisfy constraint: Member must have length less than or "
                      "equal to 63", message)

    def test_roles(self):
        message = self.refused(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/nobody")
        self.assertIn("Could not assume role", message)
        self.assertIn("Could not assume role", self.refused(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/stranger"))
        poor = f"arn:aws:iam::{ACCOUNT}:role/poor"
        message = self.refused(RoleArn=poor)
        self.assertIn('Unauthorized to List objects under S3 URL "s3://jobs/pictures"', message)
        self.assertIn("s3:GetObject", message)
        key = json.loads(SERVER.command("identity", "add", "passes-none", "--json").stdout)
        key = (key["access_key_id"], key["secret_access_key"])
        message = self.refused("AccessDeniedException", client("sagemaker", key=key))
        self.assertIn("is not authorized to perform iam:PassRole", message)

    def test_places(self):
        def training(uri):
            return [{"ChannelName": "training", "DataSource": {"S3DataSource": {
                "S3DataType": "S3Prefix", "S3Uri": uri}}}]
        message = self.refused(InputDataConfig=training("s3://jobs/nothing"))
        self.assertIn('No S3 objects found under S3 URL "s3://jobs/nothing" given in input data source', message)
        self.assertIn("is one class alone, red", self.refused(InputDataConfig=training("s3://jobs/one")))
        self.assertIn("are no folders of classes", self.refused(InputDataConfig=training("s3://jobs/texts")))
        self.assertIn("No data.csv is under", self.refused(
            InputDataConfig=training("s3://jobs/pictures"),
            AlgorithmSpecification={"TrainingImage": "sempurna-tc-small", "TrainingInputMode": "File"}))
        self.assertIn("Access denied to OutputDataConfig S3 bucket",
                      self.refused(OutputDataConfig={"S3OutputPath": "s3://elsewhere/out"}))
        other = [{**training("s3://jobs/pictures")[0], "ChannelName": "validation"}]
        self.assertIn("no channel 'training'", self.refused(InputDataConfig=other))
        other[0]["ChannelName"] = "pictures"
        self.assertIn("a channel 'pictures', but a job here reads training", self.refused(InputDataConfig=other))

    def test_what_policies_and_keys_say_is_in_force(self):
        def training(uri):
            return [{"ChannelName": "training", "DataSource": {"S3DataSource": {
                "S3DataType": "S3Prefix", "S3Uri": uri}}}]
        kms = client("kms")
        texts = {"TrainingImage": "sempurna-tc-small", "TrainingInputMode": "File"}
        self.s3.create_bucket(Bucket="guarded")
        self.s3.put_object(Bucket="guarded", Key="secret/data.csv", Body=rows(40), Tagging="secret=yes")
        self.s3.put_bucket_policy(Bucket="guarded", Policy=json.dumps({"Statement": [
            {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "s3:*",
             "Resource": ["arn:aws:s3:::guarded", "arn:aws:s3:::guarded/*"]},
            {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::guarded/*",
             "Condition": {"StringEquals": {"s3:ExistingObjectTag/secret": "yes"}}},
            {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::guarded/out/*",
             "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}}]}))
        self.assertIn("s3:GetObject", self.refused(InputDataConfig=training("s3://guarded/secret"),
                                                   AlgorithmSpecification=texts))
        self.assertIn("Access denied to OutputDataConfig", self.refused(
            OutputDataConfig={"S3OutputPath": "s3://guarded/out"}))
        key = kms.create_key()["KeyMetadata"]["Arn"]
        sealed = request("sealed-as-asked", OutputDataConfig={"S3OutputPath": "s3://guarded/out", "KmsKeyId": key})
        self.sagemaker.create_training_job(**sealed)
        self.sagemaker.stop_training_job(TrainingJobName="sealed-as-asked")
        self.wait("sealed-as-asked")
        self.s3.put_object(Bucket="jobs", Key="closed/data.csv", Body=rows(40), ServerSideEncryption="aws:kms",
                           SSEKMSKeyId=key)
        kms.disable_key(KeyId=key)
        self.assertIn("Access denied to OutputDataConfig", self.refused(
            OutputDataConfig={"S3OutputPath": "s3://jobs/out", "KmsKeyId": key}))
        self.assertIn("s3://jobs/closed", self.refused(InputDataConfig=training("s3://jobs/closed"),
                                                       AlgorithmSpecification=texts))

    def test_a_prefix_is_its_own_and_not_its_neighbours(self):
        for k in range(120):
            self.s3.put_object(Bucket="jobs", Key=f"near-old/{k:03}", Body=b"")
            self.s3.put_object(Bucket="jobs", Key=f"near/a/{k:03}", Body=b"")
        self.s3.put_object(Bucket="jobs", Key="near/b/1", Body=b"")
        self.s3.put_object(Bucket="jobs", Key="near/data.csv", Body=rows(40))
        for name, card in (("near-1", "sempurna-ic-small"), ("near-2", "sempurna-tc-small")):
            self.sagemaker.create_training_job(**request(name, "s3://jobs/near", card))
            self.sagemaker.stop_training_job(TrainingJobName=name)
            self.wait(name)

    def test_what_is_computed_is_nobodys_to_say(self):
        forging = client("sagemaker")

        def forge(params, **_):
            asked = json.loads(params["body"])
            asked.update(TrainingJobStatus=None, TrainingJobArn=False, ModelArtifacts={}, SecondaryStatus=[])
            params["body"] = json.dumps(asked).encode()
        forging.meta.events.register("before-call.sagemaker.CreateTrainingJob", forge)
        forging.create_training_job(**request("forged"))
        self.sagemaker.stop_training_job(TrainingJobName="forged")
        job = self.wait("forged")
        self.assertTrue(job["TrainingJobArn"].endswith("training-job/forged"))
        self.assertIn("S3ModelArtifacts", job["ModelArtifacts"])

    def test_models_and_hyperparameters(self):
        def image(name):
            return {"TrainingImage": name, "TrainingInputMode": "File"}
        self.assertIn("the image some/image:1 cannot be run here", self.refused(
            AlgorithmSpecification=image("some/image:1")))
        self.assertIn("the model 'no-such-model', which is not here", self.refused(
            AlgorithmSpecification=image("some/image:1"),
            Tags=[{"Key": "sagemaker-sdk:jumpstart-model-id", "Value": "no-such-model"}]))
        self.assertIn("sempurna models pull", self.refused(
            AlgorithmSpecification=image("huggingface-tc-bert-base-uncased")))
        # AWS's own id of the model that the card stands for.
        self.assertIn("`sempurna models pull huggingface-tc-bert-base-uncased`", self.refused(
            AlgorithmSpecification=image("763104351884.dkr.ecr.us-east-1.amazonaws.com/tensorflow-training:2.9"),
            Tags=[{"Key": "sagemaker-sdk:jumpstart-model-id",
                   "Value": "tensorflow-tc-bert-en-uncased-L-12-H-768-A-12-2"}]))
        message = self.refused(HyperParameters={"epochs": "0", "epoch": "1"})
        self.assertIn("epochs", message)
        self.assertIn("did you mean", message.lower())

    def test_what_cannot_be_had(self):
        self.assertIn("InstanceCount 2 is not served", self.refused(
            ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": 10}))
        self.assertIn("VolumeKmsKeyId is not served", self.refused(ResourceConfig={
            "InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10, "VolumeKmsKeyId": "alias/x"}))
        self.assertIn("VpcConfig.Subnets names subnet-9", self.refused(
            VpcConfig={"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-9"]}))
        self.assertIn("KmsKeyId is 'alias/none'", self.refused(
            OutputDataConfig={"S3OutputPath": "s3://jobs/out", "KmsKeyId": "alias/none"}))

    def test_operations_that_are_not_served(self):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.sagemaker.list_notebook_instances()
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], "UnknownOperationException")
        self.assertIn("sagemaker has the operation ListNotebookInstances, but this server does not", error["Message"])

    def test_logs(self):
        logs = client("logs")
        group = "/aws/sagemaker/TrainingJobs"

        def fault(call, **asked):
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                getattr(logs, call)(**asked)
            return caught.exception.response["Error"]
        self.assertEqual(fault("get_log_events", logGroupName=group, logStreamName="nobody/algo-1-1")["Code"],
                         "ResourceNotFoundException")
        self.assertEqual(fault("describe_log_streams", logGroupName="/other")["Message"],
                         "The specified log group does not exist.")
        self.assertEqual(fault("describe_log_streams", logGroupName=group, logStreamNamePrefix="a",
                               orderBy="LastEventTime")["Code"], "InvalidParameterException")
        self.assertEqual(fault("filter_log_events", logGroupName=group, logStreamNamePrefix="a",
                               logStreamNames=["b"])["Code"], "InvalidParameterException")
        self.assertIn("is of a kind that is not served",
                      fault("filter_log_events", logGroupName=group, filterPattern="{ $.a = 1 }")["Message"])

    def test_what_is_not_there(self):
        for call in ("describe_training_job", "stop_training_job"):
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                getattr(self.sagemaker, call)(TrainingJobName="nobody")
            error = caught.exception.response["Error"]
            self.assertEqual((error["Code"], error["Message"]), ("ValidationException", "Requested resource not found."))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
