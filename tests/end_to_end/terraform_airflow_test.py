#!/usr/bin/env python3
"""The calls of Terraform's AWS provider and of Airflow's SageMaker operators, in their order, by Debian's boto3.

Usage: terraform_airflow_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
The programs themselves come from registries of their own; what they send and what they rely on is in their sources:
hashicorp/terraform-provider-aws, internal/service/sagemaker/{training_job,endpoint}.go, and apache/airflow,
providers/amazon/aws/{hooks,operators}/sagemaker.py and hooks/logs.py.
"""
import json
import sys
import time
import unittest

from served import ClientError
from server import hang_up
from training import ACCOUNT, CONFIG, HAS_WORKER, ROLE, Jobs, request
from wire import Wire

# On which of a ValidationException's words the provider tries again, until it no longer comes.
RETRIED = ["Could not assume role", "Access denied to OutputDataConfig S3 bucket",
           "Unauthorized to List objects under S3 URL"]
LATE = f"arn:aws:iam::{ACCOUNT}:role/late"
# What the provider makes of the role, one call of IAM after another.
STEPS = [
    "",
    "  - {name: late, trust: TRUST, policies: []}\n",
    "  - {name: late, trust: TRUST, policies: [writes]}\n",
    "  - {name: late, trust: TRUST, policies: [data]}\n",
]
TRUST = '{Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}'
WRITES = """
  writes: {Statement: {Effect: Allow, Action: "s3:PutObject", Resource: "*"}}
"""
# Optional and computed in the provider's schema: the server may fill them in.
COMPUTED = {"StoppingCondition": ["MaxPendingTimeInSeconds", "MaxRuntimeInSeconds", "MaxWaitTimeInSeconds"],
            "OutputDataConfig": ["KmsKeyId"]}
ANSWERED = {"BillableTimeInSeconds", "CreationTime", "FailureReason", "FinalMetricDataList", "LastModifiedTime",
            "ModelArtifacts", "ResponseMetadata", "SecondaryStatus", "SecondaryStatusTransitions", "TrainingEndTime",
            "TrainingJobArn", "TrainingJobStatus", "TrainingStartTime", "TrainingTimeInSeconds"}


def with_step(step):
    return CONFIG.replace("policies:\n", "policies:" + WRITES, 1).replace(
        "roles:\n", "roles:\n" + STEPS[step].replace("TRUST", TRUST), 1)


def terraforms(name, **more):
    """A resource with the members that the provider sends whether they are set or not."""
    asked = request(name, "s3://jobs/texts", "sempurna-tc-small", RoleArn=LATE, **more)
    asked["AlgorithmSpecification"]["EnableSageMakerMetricsTimeSeries"] = False
    asked["InputDataConfig"][0].update(CompressionType="None", RecordWrapperType="None", InputMode="File")
    return {**asked, "EnableInterContainerTrafficEncryption": False, "EnableManagedSpotTraining": False,
            "EnableNetworkIsolation": False, "Tags": [{"Key": "made-by", "Value": "terraform"}]}


class Calls(Jobs):
    config = with_step(0)

    def error(self, work, **named):
        with self.assertRaises(ClientError) as caught:
            work(**named)
        error = caught.exception.response["Error"]
        return error["Code"], error["Message"]

    def take_step(self, step):
        (self.server.root / "config.yaml").write_text(with_step(step), encoding="utf-8")
        hang_up(self.server, "were read anew")

    def delete_training_job(self, name):
        """The operation is newer than Debian's botocore. Code and message of what went wrong, or nothing."""
        answer = Wire(self.server, service="sagemaker").send(
            "POST", "/", headers={"content-type": "application/x-amz-json-1.1",
                                  "x-amz-target": "SageMaker.DeleteTrainingJob"},
            body=json.dumps({"TrainingJobName": name}).encode())
        if answer.status == 200:
            return None
        error = json.loads(answer.text)
        return error["__type"], error["message"]

    def status(self, name):
        return self.sagemaker.describe_training_job(TrainingJobName=name)["TrainingJobStatus"]

    def wait_for(self, name, *wanted):
        end = time.monotonic() + 120
        while self.status(name) not in wanted:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)


class Terraform(Calls):
    def setUp(self):
        self.take_step(3)

    def assert_consistent(self, asked, told, path=()):
        """'Provider produced inconsistent result after apply': a member that is another, is lost, or came by itself."""
        if isinstance(asked, dict):
            extra = set(told) - set(asked) - set(COMPUTED.get(path[-1] if path else "", []))
            self.assertEqual(extra - (set() if path else ANSWERED), set(), path)
            for name, value in asked.items():
                if (path, name) != ((), "Tags"):  # read by ListTags
                    self.assertIn(name, told, path)
                    self.assert_consistent(value, told[name], (*path, name))
        elif isinstance(asked, list):
            self.assertEqual(len(asked), len(told), path)
            for one, other in zip(asked, told):
                self.assert_consistent(one, other, path)
        else:
            self.assertEqual(asked, told, path)

    def destroy(self, name):
        """resourceTrainingJobDelete."""
        if self.status(name) == "InProgress":
            self.sagemaker.stop_training_job(TrainingJobName=name)
        self.wait_for(name, "Completed", "Failed", "Stopped")
        self.assertIsNone(self.delete_training_job(name))
        gone = ("ValidationException", "Requested resource not found.")
        self.assertEqual(self.error(self.sagemaker.describe_training_job, TrainingJobName=name), gone)
        self.assertEqual(self.delete_training_job(name), gone)

    @unittest.skipUnless(HAS_WORKER, "this build has no worker")
    def test_a_role_that_is_still_being_made_is_waited_for(self):
        asked = terraforms("retried")
        for step, words in enumerate(RETRIED):
            self.take_step(step)
            code, message = self.error(self.sagemaker.create_training_job, **asked)
            self.assertEqual(code, "ValidationException")
            self.assertIn(words, message)
        self.take_step(3)
        arn = self.sagemaker.create_training_job(**asked)["TrainingJobArn"]
        self.assertEqual(self.sagemaker.list_tags(ResourceArn=arn)["Tags"], asked["Tags"])
        self.assert_consistent(asked, self.sagemaker.describe_training_job(TrainingJobName="retried"))
        self.wait_for("retried", "Completed")
        self.assert_consistent(asked, self.sagemaker.describe_training_job(TrainingJobName="retried"))
        # Changed tags, then the update that the provider sends with nothing in it.
        self.sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "made-by", "Value": "somebody"}])
        self.assertEqual(self.sagemaker.update_training_job(TrainingJobName="retried")["TrainingJobArn"], arn)
        self.assert_consistent(asked, self.sagemaker.describe_training_job(TrainingJobName="retried"))
        self.destroy("retried")

    @unittest.skipUnless(HAS_WORKER, "this build has no worker")
    def test_a_job_at_work_is_stopped_before_it_is_deleted(self):
        asked = terraforms("endless", HyperParameters={"epochs": "100", "batch_size": "1",
                                                       "train_only_top_layer": "False"})
        self.sagemaker.create_training_job(**asked)
        self.assertEqual(self.delete_training_job("endless")[0], "ResourceInUse")
        self.destroy("endless")

    @unittest.skipUnless(HAS_WORKER, "this build has no worker")
    def test_an_endpoint_from_its_model_to_its_end(self):
        self.sagemaker.create_training_job(**terraforms("served"))
        model = self.wait("served")["ModelArtifacts"]["S3ModelArtifacts"]
        container = {"Image": "local/inference:1", "ModelDataUrl": model, "Mode": "SingleModel"}
        self.sagemaker.create_model(ModelName="served", ExecutionRoleArn=ROLE, EnableNetworkIsolation=False,
                                    PrimaryContainer=container)
        self.assert_consistent({"PrimaryContainer": container}, {
            "PrimaryContainer": self.sagemaker.describe_model(ModelName="served")["PrimaryContainer"]})
        variants = [{"VariantName": "v", "ModelName": "served", "InitialInstanceCount": 1,
                     "InstanceType": "ml.m5.large", "InitialVariantWeight": 1.0}]
        self.sagemaker.create_endpoint_config(EndpointConfigName="served", ProductionVariants=variants)
        self.assertEqual(self.sagemaker.describe_endpoint_config(EndpointConfigName="served")["ProductionVariants"],
                         variants)
        self.sagemaker.create_endpoint(EndpointName="served", EndpointConfigName="served")
        self.sagemaker.get_waiter("endpoint_in_service").wait(
            EndpointName="served", WaiterConfig={"Delay": 1, "MaxAttempts": 120})
        self.sagemaker.delete_endpoint(EndpointName="served")
        end = time.monotonic() + 60
        while True:
            try:
                self.sagemaker.describe_endpoint(EndpointName="served")
            except ClientError as error:
                self.assertEqual(error.response["Error"]["Code"], "ValidationException")
                self.assertIn("Could not find endpoint", error.response["Error"]["Message"])
                break
            self.assertLess(time.monotonic(), end)
        self.assertIn("Could not find endpoint", self.error(self.sagemaker.delete_endpoint, EndpointName="served")[1])
        self.sagemaker.delete_endpoint_config(EndpointConfigName="served")
        self.assertIn("Could not find endpoint configuration", self.error(
            self.sagemaker.describe_endpoint_config, EndpointConfigName="served")[1])
        self.sagemaker.delete_model(ModelName="served")
        self.assertIn("Could not find model", self.error(self.sagemaker.describe_model, ModelName="served")[1])


class Position:
    """Where Airflow is in a stream: behind so many events of this time."""
    def __init__(self):
        self.timestamp, self.skip = 0, 0

    def pass_over(self, event):
        is_same = event["timestamp"] == self.timestamp
        self.timestamp, self.skip = event["timestamp"], self.skip + 1 if is_same else 1


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class Airflow(Calls):
    GROUP = "/aws/sagemaker/TrainingJobs"

    def setUp(self):
        self.take_step(3)
        self.logs = self.client("logs")

    def events(self, stream, position):
        """AwsLogsHook.get_log_events: from a time on, but for those of it that were seen."""
        skip, token = position.skip, {}
        while True:
            answer = self.logs.get_log_events(logGroupName=self.GROUP, logStreamName=stream, startFromHead=True,
                                              startTime=position.timestamp, **token)
            events = answer["events"]
            if skip > 0:
                skip, events = max(0, skip - len(events)), events[skip:]
            yield from events
            if token.get("nextToken") == answer["nextForwardToken"]:
                return
            token = {"nextToken": answer["nextForwardToken"]}

    def test_training_operator(self):
        asked = request("airflow", "s3://jobs/texts", "sempurna-tc-small")
        asked["HyperParameters"] = {"epochs": "20", "batch_size": "8"}
        # check_training_config.
        listed = self.s3.list_objects_v2(Bucket="jobs", Prefix="texts", Delimiter="")
        self.assertTrue(any(one["Key"] == "texts/data.csv" for one in listed["Contents"]))
        self.assertEqual(self.error(self.sagemaker.describe_training_job, TrainingJobName="airflow")[0],
                         "ValidationException")
        answer = self.sagemaker.create_training_job(**asked)
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 200)
        job = self.sagemaker.describe_training_job(TrainingJobName="airflow")
        count = job["ResourceConfig"]["InstanceCount"]
        streams, positions, lines, told = [], {}, [], []
        is_over = False
        while True:
            # describe_training_job_with_log, which asks once more after the end.
            if len(streams) < count:
                try:
                    found = self.logs.describe_log_streams(
                        logGroupName=self.GROUP, logStreamNamePrefix="airflow/", orderBy="LogStreamName", limit=count)
                    streams = [one["logStreamName"] for one in found["logStreams"]]
                except ClientError as error:
                    self.assertEqual(error.response["Error"]["Code"], "ResourceNotFoundException")
            for stream in streams:
                position = positions.setdefault(stream, Position())
                for event in self.events(stream, position):
                    lines.append(event["message"])
                    position.pass_over(event)
            if is_over:
                break
            job = self.sagemaker.describe_training_job(TrainingJobName="airflow")
            message = job["SecondaryStatusTransitions"][-1]["StatusMessage"]
            if message not in told:
                told.append(message)
            is_over = job["TrainingJobStatus"] not in ("InProgress", "Stopping")
            time.sleep(0.02)
        self.assertEqual(job["TrainingJobStatus"], "Completed")
        billable = (job["TrainingEndTime"] - job["TrainingStartTime"]) * count
        self.assertGreater(billable.total_seconds(), 0)
        self.assertIn("Training job completed", told)
        # Each line once, in the order of the whole.
        [stream] = streams
        whole = [event["message"] for event in self.events(stream, Position())]
        self.assertEqual(lines, whole)
        self.assertGreater(len(whole), 20)

    def test_a_job_that_was_stopped_is_none_that_completed(self):
        asked = request("stopped", "s3://jobs/texts", "sempurna-tc-small")
        asked["HyperParameters"] = {"epochs": "100", "batch_size": "1", "train_only_top_layer": "False"}
        self.sagemaker.create_training_job(**asked)
        self.sagemaker.stop_training_job(TrainingJobName="stopped")
        self.wait_for("stopped", "Stopped")
        # It looks for a free name by listing those that contain it.
        summaries = self.sagemaker.list_training_jobs(NameContains="stopped")["TrainingJobSummaries"]
        self.assertEqual([one["TrainingJobStatus"] for one in summaries], ["Stopped"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
