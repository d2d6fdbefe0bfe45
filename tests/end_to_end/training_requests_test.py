#!/usr/bin/env python3
"""What the SageMaker API accepts of a training job, gives back of it, and refuses: the real server, boto3.

Usage: training_requests_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import sys
import time
import unittest

from served import ClientError
from training import ACCOUNT, ROLE, Jobs, request, rows

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
            OutputDataConfig={"S3OutputPath": "s3://jobs/out", "KmsKeyId": self.client("kms").create_key()["KeyMetadata"]["Arn"]},
            DebugHookConfig={"S3OutputPath": "s3://jobs/debug", "CollectionConfigurations": []},
            DebugRuleConfigurations=[{"RuleConfigurationName": "r", "RuleEvaluatorImage": "image"}],
            ProfilerConfig={"S3OutputPath": "s3://jobs/profile", "DisableProfiler": False},
            ProfilerRuleConfigurations=[{"RuleConfigurationName": "r", "RuleEvaluatorImage": "image"}],
            ExperimentConfig={"ExperimentName": "e", "TrialName": "t"}, Environment={"NAME": "value"},
            CheckpointConfig={"S3Uri": "s3://jobs/kept-of-all-members", "LocalPath": "/opt/ml/checkpoints"},
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
        first = self.sagemaker.list_training_jobs(NameContains="listed-", MaxResults=1)
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.list_training_jobs(SortBy="Name", NextToken=first["NextToken"])
        self.assertIn("NextToken is of a list in another order", str(caught.exception))
        for name in ("listed-a", "listed-b", "listed-c"):
            self.wait(name)
        self.assertEqual(names(StatusEquals="InProgress"), [])
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.list_training_jobs(NextToken="rubbish")
        self.assertIn("NextToken is not one that this server gave", str(caught.exception))


class Searches(Jobs):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, epochs, team in (("b-job", 3, "red"), ("a-job", 20, "blue"), ("c-job", 5, "red")):
            cls.sagemaker.create_training_job(**request(
                name, HyperParameters={"epochs": str(epochs), "batch_size": "8"},
                Tags=[{"Key": "team", "Value": team}]))
            cls.sagemaker.stop_training_job(TrainingJobName=name)
        for name in ("a-job", "b-job", "c-job"):
            cls.wait(cls(), name)

    def runTest(self):
        """So that setUpClass can wait."""

    def names(self, *filters, **more):
        if filters:
            more["SearchExpression"] = {"Filters": [
                {"Name": name, "Operator": op, **({"Value": value} if value else {})} for name, op, value in filters]}
        pages = self.sagemaker.get_paginator("search").paginate(
            Resource="TrainingJob", PaginationConfig={"PageSize": 2}, **more)
        return [one["TrainingJob"]["TrainingJobName"] for page in pages for one in page["Results"]]

    def fault(self, **asked):
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.search(**{"Resource": "TrainingJob", **asked})
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], "ValidationException", error)
        return error["Message"]

    def test_jobs_by_what_they_were_asked_for(self):
        self.assertEqual(sorted(self.names(("Tags.team", "Equals", "red"))), ["b-job", "c-job"])
        self.assertEqual(self.names(("HyperParameters.epochs", "GreaterThan", "5")), ["a-job"])
        self.assertEqual(self.names(("TrainingJobName", "In", "b-job,d-job")), ["b-job"])
        self.assertEqual(self.names(("CreationTime", "LessThan", "2020-01-01T00:00:00")), [])
        self.assertEqual(self.names(("TrainingStartTime", "NotExists", ""), ("TrainingJobStatus", "Equals", "Stopped"),
                                    ("Tags.team", "Equals", "green")), [])

    def test_in_the_order_that_is_asked_for_page_by_page(self):
        changed = {name: self.sagemaker.describe_training_job(TrainingJobName=name)["LastModifiedTime"]
                   for name in ("a-job", "b-job", "c-job")}
        self.assertEqual(self.names(), sorted(changed, key=lambda name: (changed[name], name), reverse=True))
        self.assertEqual(self.names(SortBy="CreationTime", SortOrder="Ascending"), ["b-job", "a-job", "c-job"])
        self.assertEqual(self.names(SortBy="HyperParameters.epochs"), ["a-job", "c-job", "b-job"])
        token = self.sagemaker.search(Resource="TrainingJob", MaxResults=1)["NextToken"]
        self.assertIn("NextToken is of another search", self.fault(SortBy="CreationTime", NextToken=token))
        self.assertIn("NextToken is not one that this server gave", self.fault(NextToken="rubbish"))

    def test_results_are_whole(self):
        [found] = self.sagemaker.search(Resource="TrainingJob", SearchExpression={
            "Filters": [{"Name": "TrainingJobName", "Value": "a-job"}]})["Results"]
        described = self.sagemaker.describe_training_job(TrainingJobName="a-job")
        del described["ResponseMetadata"]
        self.assertEqual(found, {"TrainingJob": {**described, "Tags": [{"Key": "team", "Value": "blue"}]}})

    def test_nobody_searches_whom_no_policy_allows_it(self):
        key = json.loads(self.server.command("identity", "add", "looks-on", "--json").stdout)
        with self.assertRaises(ClientError) as caught:
            self.client("sagemaker", key["access_key_id"], key["secret_access_key"]).search(Resource="TrainingJob")
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], "AccessDeniedException")
        self.assertIn("is not authorized to perform sagemaker:Search on *", error["Message"])

    def test_what_cannot_be_asked_is_said(self):
        self.assertIn("Resource Experiment is not served: TrainingJob, HyperParameterTuningJob, Endpoint and Model can be searched for",
                      self.fault(Resource="Experiment"))
        self.assertEqual("Unknown property name: TrainingJobNam. Did you mean TrainingJobName?", self.fault(
            SearchExpression={"Filters": [{"Name": "TrainingJobNam", "Value": "a"}]}))
        self.assertEqual("Unknown property name: EndpointName.", self.fault(SortBy="EndpointName"))
        self.assertIn("You must provide at least one subexpression, filter, or nested filter",
                      self.fault(SearchExpression={}))


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
        key = json.loads(self.server.command("identity", "add", "passes-none", "--json").stdout)
        key = (key["access_key_id"], key["secret_access_key"])
        message = self.refused("AccessDeniedException", self.client("sagemaker", *key))
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
        self.assertIn("Access denied to CheckpointConfig S3 bucket",
                      self.refused(CheckpointConfig={"S3Uri": "s3://elsewhere/kept"}))
        self.assertIn("CheckpointConfig.S3Uri is 'https://jobs/kept', but must be s3://BUCKET/PREFIX",
                      self.refused(CheckpointConfig={"S3Uri": "https://jobs/kept"}))
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
        kms = self.client("kms")
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
        forging = self.client("sagemaker")

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

    def test_members_that_do_not_go_together(self):
        only_spot = ("Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to "
                     "true")
        at_least = ("Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to "
                    "MaxRuntimeInSeconds")
        times = {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 3600}
        self.assertEqual(self.refused(StoppingCondition=times), only_spot)
        self.assertEqual(self.refused(EnableManagedSpotTraining=True), at_least)
        for wait in (3599, 1):
            self.assertEqual(self.refused(EnableManagedSpotTraining=True,
                                          StoppingCondition={**times, "MaxWaitTimeInSeconds": wait}), at_least)
        self.assertEqual(self.refused(EnableManagedSpotTraining=True,
                                      StoppingCondition={"MaxWaitTimeInSeconds": 3600}), at_least)  # a day
        tags = [{"Key": "team", "Value": "a"}, {"Key": "Team", "Value": "b"}, {"Key": "team", "Value": "c"}]
        self.assertEqual(self.refused(Tags=tags), "Duplicate tag key: team")
        channel = request("x")["InputDataConfig"][0]
        self.assertEqual(self.refused(InputDataConfig=[channel, channel]), "Duplicate channel name: training")

        def metrics(*definitions):
            return {"AlgorithmSpecification": {"TrainingImage": "sempurna-ic-small", "TrainingInputMode": "File",
                                               "MetricDefinitions": [{"Name": n, "Regex": r} for n, r in definitions]}}
        self.assertEqual(self.refused(**metrics(("a", "a=(.*)"), ("a", "b=(.*)"))), "Duplicate metric name: a")
        self.assertEqual(self.refused(**metrics(("a", "a=([0-9]+"))),
                         "The Regex 'a=([0-9]+' of the metric a cannot be used: missing ): a=([0-9]+")
        self.assertIn("it has no group for the value", self.refused(**metrics(("a", "a=[0-9]+"))))
        self.assertIn("cannot be used: ", self.refused(**metrics(("a", "(?<=a)([0-9]+)"))))

    def test_names_that_differ_in_case_alone_are_one(self):
        self.sagemaker.create_training_job(**request("Alike"))
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.create_training_job(**request("aLIKE"))
        error = caught.exception.response["Error"]
        self.assertEqual((error["Code"], error["Message"]), (
            "ResourceInUse", "Training job names must be unique within an AWS account and region, and a training job "
            f"with this name already exists (arn:aws:sagemaker:us-east-1:{ACCOUNT}:training-job/alike)"))
        with self.assertRaises(ClientError):
            self.sagemaker.describe_training_job(TrainingJobName="aLIKE")
        self.sagemaker.stop_training_job(TrainingJobName="Alike")
        self.wait("Alike")

    def test_operations_that_are_not_served(self):
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.list_notebook_instances()
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], "UnknownOperationException")
        self.assertIn("sagemaker has the operation ListNotebookInstances, but this server does not", error["Message"])

    def test_an_update_has_nothing_to_change(self):
        arn = self.sagemaker.create_training_job(**request("updated"))["TrainingJobArn"]
        self.sagemaker.stop_training_job(TrainingJobName="updated")
        update = self.sagemaker.update_training_job
        self.assertEqual(update(TrainingJobName="updated", ResourceConfig={"KeepAlivePeriodInSeconds": 0})[
            "TrainingJobArn"], arn)
        for member, value, why in (
                ("ProfilerConfig", {"DisableProfiler": False}, "there is no profiler"),
                ("ProfilerRuleConfigurations", [{"RuleConfigurationName": "r", "RuleEvaluatorImage": "image"}],
                 "there is no profiler"),
                ("ResourceConfig", {"KeepAlivePeriodInSeconds": 60}, "there are no warm pools here")):
            with self.assertRaises(ClientError) as caught:
                update(TrainingJobName="updated", **{member: value})
            error = caught.exception.response["Error"]
            self.assertEqual(error["Code"], "ValidationException")
            self.assertRegex(error["Message"], f"^{member}.* is not served: {why}")
        self.wait("updated")

    def test_logs(self):
        logs = self.client("logs")
        group = "/aws/sagemaker/TrainingJobs"

        def fault(call, **asked):
            with self.assertRaises(ClientError) as caught:
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
        for call in ("describe_training_job", "stop_training_job", "update_training_job"):
            with self.assertRaises(ClientError) as caught:
                getattr(self.sagemaker, call)(TrainingJobName="nobody")
            error = caught.exception.response["Error"]
            self.assertEqual((error["Code"], error["Message"]), ("ValidationException", "Requested resource not found."))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
