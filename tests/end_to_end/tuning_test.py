#!/usr/bin/env python3
"""Hyperparameter tuning jobs by the SageMaker API, with real training jobs: the real server, boto3.

Usage: tuning_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import json
import signal
import sys
import time
import unittest

from chance import chance
from served import PROGRAMS, ClientError
from server import Server
from training import ACCOUNT, CONFIG, HAS_WORKER, client_of, put_data
from tuning import Tuning, definition, tuning

TUNING_ARN = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:hyper-parameter-tuning-job/"
COMPUTED = {"HyperParameterTuningJobArn", "HyperParameterTuningJobStatus", "CreationTime", "LastModifiedTime",
            "HyperParameterTuningEndTime", "TrainingJobStatusCounters", "ObjectiveStatusCounters", "BestTrainingJob",
            "TuningJobCompletionDetails", "ConsumedResources", "OverallBestTrainingJob"}


def categories(**values):
    return {"CategoricalParameterRanges": [{"Name": name, "Values": list(some)} for name, some in values.items()]}


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class TuningJobs(Tuning):
    config = CONFIG + "limits: {jobs-at-once: 2}\n"

    def test_random(self):
        asked = tuning("all-of-it", trials=3, at_once=2, Tags=[{"Key": "team", "Value": "a"}],
                       trial={"EnableNetworkIsolation": False, "DefinitionName": "mine",
                              "RetryStrategy": {"MaximumRetryAttempts": 2}})
        begins = time.time()
        answer = self.ask("create_hyper_parameter_tuning_job", **asked)
        self.assertEqual(answer, {"HyperParameterTuningJobArn": TUNING_ARN + "all-of-it"})
        # A client that got no answer asks again.
        self.assertEqual(self.ask("create_hyper_parameter_tuning_job", **asked), answer)
        job = self.describe("all-of-it")
        self.assertEqual(job["HyperParameterTuningJobStatus"], "InProgress")
        self.assertNotIn("BestTrainingJob", job)
        job = self.end_of("all-of-it")
        self.assertEqual({k: v for k, v in job.items() if k not in COMPUTED},
                         {k: v for k, v in asked.items() if k != "Tags"})
        self.assertEqual(job["TrainingJobStatusCounters"], {
            "Completed": 3, "InProgress": 0, "RetryableError": 0, "NonRetryableError": 0, "Stopped": 0})
        self.assertEqual(job["ObjectiveStatusCounters"], {"Succeeded": 3, "Pending": 0, "Failed": 0})
        trials = self.trials("all-of-it")
        self.assertEqual([trial["TrainingJobName"][:14] for trial in trials],
                         ["all-of-it-001-", "all-of-it-002-", "all-of-it-003-"])
        values = [trial["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] for trial in trials]
        self.assertEqual(job["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"], max(values))
        self.assertIn(job["BestTrainingJob"], trials)
        for trial in trials:
            self.assertEqual(trial["TuningJobName"], "all-of-it")
            self.assertEqual(trial["TrainingJobDefinitionName"], "mine")
            self.assertEqual(trial["ObjectiveStatus"], "Succeeded")
            self.the_training_job_is_as_asked(trial, asked)
        by_value = self.trials("all-of-it", SortBy="FinalObjectiveMetricValue", SortOrder="Descending")
        self.assertEqual([trial["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] for trial in by_value],
                         sorted(values, reverse=True))
        self.assertEqual(self.trials("all-of-it", StatusEquals="Failed"), [])
        self.it_is_listed_found_and_deleted("all-of-it", begins)

    def the_training_job_is_as_asked(self, trial, asked):
        name = trial["TrainingJobName"]
        job = self.ask("describe_training_job", TrainingJobName=name)
        self.assertEqual(job["TrainingJobArn"], trial["TrainingJobArn"])
        self.assertEqual(job["TuningJobArn"], TUNING_ARN + "all-of-it")
        self.assertEqual(job["HyperParameters"], {
            **asked["TrainingJobDefinition"]["StaticHyperParameters"], **trial["TunedHyperParameters"],
            "_tuning_objective_metric": "validation:accuracy"})
        for member in ("InputDataConfig", "ResourceConfig", "RoleArn", "RetryStrategy", "AlgorithmSpecification"):
            self.assertEqual(job[member], asked["TrainingJobDefinition"][member])
        place = f"tuned/{name}/output/model.tar.gz"
        self.assertEqual(job["ModelArtifacts"]["S3ModelArtifacts"], f"s3://jobs/{place}")
        self.s3.head_object(Bucket="jobs", Key=place)
        self.assertEqual(self.sagemaker.list_tags(ResourceArn=job["TrainingJobArn"])["Tags"],
                         [{"Key": "team", "Value": "a"}])
        figures = {metric["MetricName"]: metric["Value"] for metric in job["FinalMetricDataList"]}
        self.assertAlmostEqual(trial["FinalHyperParameterTuningJobObjectiveMetric"]["Value"],
                               figures["val_accuracy"], places=6)

    def it_is_listed_found_and_deleted(self, name, begins):
        listed = self.ask("list_hyper_parameter_tuning_jobs", NameContains=name)["HyperParameterTuningJobSummaries"]
        self.assertEqual([(one["HyperParameterTuningJobName"], one["Strategy"]) for one in listed], [(name, "Random")])
        self.assertEqual(listed[0]["TrainingJobStatusCounters"]["Completed"], 3)
        self.assertEqual(self.ask("list_hyper_parameter_tuning_jobs", NameContains=name, CreationTimeBefore=begins - 60)
                         ["HyperParameterTuningJobSummaries"], [])
        page = self.ask("list_training_jobs_for_hyper_parameter_tuning_job", HyperParameterTuningJobName=name,
                        MaxResults=2)
        self.assertEqual(len(page["TrainingJobSummaries"]), 2)
        rest = self.ask("list_training_jobs_for_hyper_parameter_tuning_job", HyperParameterTuningJobName=name,
                        NextToken=page["NextToken"])
        self.assertEqual([one["TrainingJobName"][:14] for one in rest["TrainingJobSummaries"]], ["all-of-it-003-"])
        found = self.sagemaker.search(Resource="HyperParameterTuningJob", SearchExpression={"Filters": [
            {"Name": "Tags.team", "Operator": "Equals", "Value": "a"},
            {"Name": "HyperParameterTuningJobConfig.Strategy", "Operator": "Equals", "Value": "Random"}]})["Results"]
        self.assertEqual([one["HyperParameterTuningJob"]["HyperParameterTuningJobName"] for one in found], [name])
        arn = TUNING_ARN + name
        self.sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "more", "Value": "b"}])
        self.assertEqual(len(self.sagemaker.list_tags(ResourceArn=arn)["Tags"]), 2)
        self.delete(name)
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        self.assertEqual(caught.exception.response["Error"]["Code"], "ResourceNotFound")
        with self.assertRaises(ClientError):
            self.sagemaker.list_tags(ResourceArn=arn)
        self.assertEqual(len(self.sagemaker.list_training_jobs(NameContains=f"{name}-0")["TrainingJobSummaries"]), 3)

    def delete(self, name):
        """Debian's botocore does not know the operation: it is another whose target is changed on its way."""
        client = self.client("sagemaker")
        client.meta.events.register(
            "before-call.sagemaker.StopHyperParameterTuningJob",
            lambda params, **_: params["headers"].update({"X-Amz-Target": "SageMaker.DeleteHyperParameterTuningJob"}))
        client.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)

    def test_grid(self):
        self.create("grid", trials=0, strategy="Grid", at_once=2,
                    ranges=categories(optimizer=("adam", "sgd"), batch_size=("4", "8")),
                    trial={"StaticHyperParameters": {"train_only_top_layer": "True", "epochs": "1"}})
        self.end_of("grid")
        self.assertEqual(sorted((one["optimizer"], one["batch_size"]) for one in self.values("grid")),
                         [("adam", "4"), ("adam", "8"), ("sgd", "4"), ("sgd", "8")])

    def test_bayesian_is_the_same_again_with_the_same_seed(self):
        ranges = {"ContinuousParameterRanges": [{"Name": "learning_rate", "MinValue": "0.0001", "MaxValue": "0.1"}],
                  "IntegerParameterRanges": [{"Name": "batch_size", "MinValue": "4", "MaxValue": "16"}],
                  **categories(optimizer=("adam", "sgd"))}
        for name in ("bayes-1", "bayes-2"):
            self.create(name, trials=5, strategy="Bayesian", ranges=ranges, seed=11,
                        trial={"StaticHyperParameters": {"train_only_top_layer": "True", "epochs": "1"}})
        for name in ("bayes-1", "bayes-2"):
            self.end_of(name)
        self.assertEqual(len(self.values("bayes-1")), 5)
        self.assertEqual(self.values("bayes-1"), self.values("bayes-2"))

    def test_hyperband_ends_losing_trials(self):
        ranges = {"ContinuousParameterRanges": [
            {"Name": "learning_rate", "MinValue": "0.00000001", "MaxValue": "0.1", "ScalingType": "Logarithmic"}]}
        self.create("hyperband", trials=9, strategy="Hyperband", at_once=2, ranges=ranges, seed=3,
                    metric="validation:loss", trial=definition(epochs=27, batch_size="2"), config={
                        "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "validation:loss"}})
        job = self.end_of("hyperband")
        counters = job["TrainingJobStatusCounters"]
        self.assertGreater(counters["Stopped"], 0)
        self.assertEqual(counters["Stopped"] + counters["Completed"], 9)
        self.assertEqual(job["ObjectiveStatusCounters"], {"Succeeded": 9, "Pending": 0, "Failed": 0})
        stopped = [one for one in self.trials("hyperband") if one["TrainingJobStatus"] == "Stopped"]
        # It has a model of what it had trained.
        self.s3.head_object(Bucket="jobs", Key=f"tuned/{stopped[0]['TrainingJobName']}/output/model.tar.gz")

    def test_auto_ends_what_is_below_the_median(self):
        self.create("auto", trials=0, strategy="Grid", ranges=categories(
            learning_rate=("0.03", "0.02", "0.00000001")), trial=definition(epochs=90, batch_size="2"),
            metric="validation:loss", config={
                "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "validation:loss"},
                "TrainingJobEarlyStoppingType": "Auto"})
        self.end_of("auto")
        trials = {one["TunedHyperParameters"]["learning_rate"]: one for one in self.trials("auto")}
        self.assertEqual(trials["0.03"]["TrainingJobStatus"], "Completed")
        self.assertEqual(trials["0.00000001"]["TrainingJobStatus"], "Stopped")

    def test_stop(self):
        self.create("stopped", trials=9, at_once=2, trial=definition(epochs=300, batch_size="1"))
        while not any("TrainingStartTime" in one for one in self.trials("stopped")):
            time.sleep(0.05)
        self.ask("stop_hyper_parameter_tuning_job", HyperParameterTuningJobName="Stopped")
        self.assertIn(self.describe("stopped")["HyperParameterTuningJobStatus"], ("Stopping", "Stopped"))
        job = self.end_of("stopped", status="Stopped")
        self.assertEqual(job["TrainingJobStatusCounters"]["InProgress"], 0)
        self.assertLessEqual(len(self.trials("stopped")), 2)
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName="stopped")
        self.assertIn("the hyperparameter tuning job is in status Stopped", str(caught.exception))

    def test_warm_start(self):
        def start(kind, *parents):
            return {"WarmStartConfig": {"WarmStartType": kind, "ParentHyperParameterTuningJobs": [
                {"HyperParameterTuningJobName": parent} for parent in parents]}}
        self.create("parent", trials=2)
        self.end_of("parent")
        self.create("child", trials=1, strategy="Bayesian", **start("IdenticalDataAndAlgorithm", "parent"))
        job = self.end_of("child")
        best = max((one["FinalHyperParameterTuningJobObjectiveMetric"]["Value"], one["TrainingJobName"])
                   for name in ("parent", "child") for one in self.trials(name))
        self.assertEqual(job["OverallBestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"], best[0])
        self.assertEqual(job["WarmStartConfig"], start("IdenticalDataAndAlgorithm", "parent")["WarmStartConfig"])
        self.create("other-data", trials=1, **start("TransferLearning", "PARENT"), trial=definition(epochs=1))
        self.assertNotIn("OverallBestTrainingJob", self.end_of("other-data"))
        # Without a number it may have as many as the parents leave.
        self.create("unlimited", trials=0, **start("TransferLearning", "parent"),
                    newer={"HyperParameterTuningJobConfig": {"ResourceLimits": {"MaxRuntimeInSeconds": 3600}}})
        self.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName="unlimited")
        self.end_of("unlimited", status="Stopped")
        for words, more in (
                ("there is no tuning job nobody to learn from", start("TransferLearning", "nobody")),
                ("names the tuning job parent twice", start("TransferLearning", "parent", "parent")),
                ("the objective of parent is to maximize validation:accuracy",
                 {**start("TransferLearning", "parent"), "metric": "validation:loss"}),
                ("parent has 4 hyperparameters, static and tunable ones together, and the new tuning job 5",
                 {**start("TransferLearning", "parent"), "trial": definition(dropout_rate="0.1")}),
                ("the hyperparameter learning_rate is continuous in parent, and categorical now",
                 {**start("TransferLearning", "parent"), "trials": 2,
                  "ranges": categories(learning_rate=("0.1", "0.2"))}),
                ("there may be 752 of them, but at most 750 are possible",
                 {**start("TransferLearning", "parent"), "trials": 750}),
                ("InputDataConfig is another than that of parent",
                 {**start("IdenticalDataAndAlgorithm", "parent"), "trial": {"InputDataConfig": [
                     *definition()["InputDataConfig"], {**definition()["InputDataConfig"][0], "ChannelName": "test"}]}})):
            with self.subTest(words), self.assertRaises(ClientError) as caught:
                self.create("refused", **more)
            self.assertIn(words, str(caught.exception))
        # Another of the parent's name is none that it learnt from.
        self.delete("parent")
        self.create("parent", trials=1, metric="validation:loss")
        self.end_of("parent")
        self.assertEqual(self.describe("child")["OverallBestTrainingJob"]["TuningJobName"], "child")

    def test_what_the_sdk_sends(self):
        """JumpStart's estimator in HyperparameterTuner: values as JSON, a metric of the card's spec."""
        static = {name: json.dumps(value) for name, value in definition()["StaticHyperParameters"].items()}
        self.create("from-sdk", trials=2, metric="sempurna:val-accuracy",
                    ranges={**categories(optimizer=('"adam"', '"sgd"'))}, trial={
                        "StaticHyperParameters": {**static, "sagemaker_container_log_level": "20"},
                        "AlgorithmSpecification": {
                            **definition()["AlgorithmSpecification"], "MetricDefinitions": [
                                {"Name": "sempurna:val-accuracy", "Regex": "val_accuracy: ([0-9\\.]+)"}]}})
        self.end_of("from-sdk")
        trials = self.trials("from-sdk")
        self.assertEqual({one["TunedHyperParameters"]["optimizer"] for one in trials}, {'"adam"', '"sgd"'})
        for one in trials:
            job = self.sagemaker.describe_training_job(TrainingJobName=one["TrainingJobName"])
            said = {metric["MetricName"]: metric["Value"] for metric in job["FinalMetricDataList"]}
            self.assertAlmostEqual(one["FinalHyperParameterTuningJobObjectiveMetric"]["Value"],
                                   said["sempurna:val-accuracy"], places=6)

    def test_failures_are_told_by_the_first(self):
        self.s3.put_object(Bucket="jobs", Key="damaged/data.csv", Body=b"0\n1\n")
        broken = definition()
        broken["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] = "s3://jobs/damaged"
        self.create("broken", trials=9, trial=broken)
        job = self.end_of("broken", status="Failed")
        trials = self.trials("broken")
        self.assertEqual(len(trials), 3)
        self.assertTrue(job["FailureReason"].startswith(
            f"All training jobs failed. The first, {trials[0]['TrainingJobName']}: "), job["FailureReason"])
        self.assertTrue(trials[0]["FailureReason"].startswith("ClientError: "), trials[0])
        self.assertEqual(job["TrainingJobStatusCounters"]["NonRetryableError"], 3)
        self.assertEqual(job["ObjectiveStatusCounters"], {"Succeeded": 0, "Pending": 0, "Failed": 3})


class Refusals(Tuning):
    def refused_tuning(self, code="ValidationException", sagemaker=None, **more):
        with self.assertRaises(ClientError) as caught:
            self.create("refused", sagemaker, **more)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        with self.assertRaises(ClientError):
            self.sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="refused")
        return error["Message"]

    def test_wrong_requests_are_told_in_a_sentence(self):
        rate = {"Name": "learning_rate", "MinValue": "0.1", "MaxValue": "0.2"}
        for words, more in (
                ("A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric "
                 "definitions.", {"metric": "objective"}),
                ("the metric validation:auc is there with the hyperparameter binary_mode True alone",
                 {"metric": "validation:auc"}),
                ("the metric validation:accuracy is of validation data, but there are none",
                 {"trial": definition(validation_split_ratio="0")}),
                ("ParameterRanges: there is no hyperparameter learning_rat of sempurna-tc-small. Did you mean",
                 {"ranges": {"ContinuousParameterRanges": [{**rate, "Name": "learning_rat"}]}}),
                ("ParameterRanges: hyperparameter learning_rate is '7', but must be a number from 0 to 1",
                 {"ranges": {"ContinuousParameterRanges": [{**rate, "MaxValue": "7"}]}}),
                ("ParameterRanges: hyperparameter optimizer is 'adm', but must be",
                 {"ranges": categories(optimizer=("adam", "adm")), "trials": 2}),
                ("ParameterRanges: batch_size is a whole number, so it is tuned by IntegerParameterRanges",
                 {"ranges": {"ContinuousParameterRanges": [{**rate, "Name": "dropout_rate"}, {
                     "Name": "batch_size", "MinValue": "4", "MaxValue": "8"}]},
                  "trial": {"StaticHyperParameters": {"epochs": "1"}}}),
                ("ParameterRanges.ContinuousParameterRanges: MinValue of learning_rate is 'low', but must be a number",
                 {"ranges": {"ContinuousParameterRanges": [{**rate, "MinValue": "low"}]}}),
                ("epochs is both in StaticHyperParameters and in ParameterRanges",
                 {"ranges": {"IntegerParameterRanges": [{"Name": "epochs", "MinValue": "1", "MaxValue": "2"}]},
                  "trials": 2}),
                ("hyperparameter epochs is 'many', but must be a whole number", {"trial": definition(epochs="many")}),
                ("optimizer=lbfgs cannot be: optimizer lbfgs solves for the classification layer alone",
                 {"ranges": categories(optimizer=("adam", "lbfgs")), "trials": 2,
                  "trial": {"StaticHyperParameters": {"train_only_top_layer": "False"}}}),
                ("You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter "
                 "combinations for the provided ranges [2.0] must be equal or greater than the value of "
                 "MaxNumberOfJobs, [10].", {"ranges": categories(optimizer=("adam", "sgd")), "trials": 10}),
                ("Grid tries all 2 combinations of ParameterRanges, but MaxNumberOfTrainingJobs is 1",
                 {"ranges": categories(optimizer=("adam", "sgd")), "trials": 1, "strategy": "Grid"}),
                ("Grid tries every combination of categorical ranges", {"strategy": "Grid", "trials": 0}),
                ("nothing says when the tuning job ends", {"trials": 0}),
                ("Hyperband needs to know for how many epochs a trial trains at most",
                 {"strategy": "Hyperband", "trial": {"StaticHyperParameters": {}}}),
                ("Hyperband ends losing trials by their epochs, and sempurna-tc-words has none; choose the strategy "
                 "Bayesian, Random or Grid", {"strategy": "Hyperband", "trial": {
                     **definition(9), "AlgorithmSpecification": {"TrainingImage": "sempurna-tc-words",
                                                                 "TrainingInputMode": "File"}}}),
                ("set TrainingJobEarlyStoppingType to Off",
                 {"strategy": "Hyperband", "config": {"TrainingJobEarlyStoppingType": "Auto"}}),
                ("HyperbandStrategyConfig is for the strategy Hyperband, and not for Random", {"config": {
                    "StrategyConfig": {"HyperbandStrategyConfig": {"MaxResource": 3}}}}),
                ("ResourceLimits.MaxParallelTrainingJobs is 101, but at most 100", {"at_once": 101}),
                ("ResourceLimits.MaxNumberOfTrainingJobs is 751, but at most 750", {"trials": 751}),
                ("Autotune is not served", {"newer": {"Autotune": {"Mode": "Enabled"}}}),
                ("AutoParameters is not served", {"newer": {"HyperParameterTuningJobConfig": {"ParameterRanges": {
                    "AutoParameters": [{"Name": "learning_rate", "ValueHint": "0.1"}]}}}}),
                ("the definition has both ResourceConfig and HyperParameterTuningResourceConfig",
                 {"trial": {"HyperParameterTuningResourceConfig": {"InstanceType": "ml.m5.large"}}}),
                ("give TrainingJobDefinition or TrainingJobDefinitions, not both",
                 {"TrainingJobDefinitions": [definition()]}),
                ("the image somewhere/else cannot be run here", {"trial": {"AlgorithmSpecification": {
                    "TrainingImage": "somewhere/else", "TrainingInputMode": "File"}}}),
                ("Access denied to OutputDataConfig S3 bucket",
                 {"trial": {"OutputDataConfig": {"S3OutputPath": "s3://nowhere/x"}}}),
                ("Could not assume role", {"trial": {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/nobody"}}),
                ("VpcConfig.Subnets names subnet-9", {"trial": {
                    "VpcConfig": {"Subnets": ["subnet-9"], "SecurityGroupIds": ["sg-1"]}}}),
                ("Duplicate tag key: a", {"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]})):
            with self.subTest(words):
                self.assertIn(words, self.refused_tuning(**more))

    def test_several_definitions_are_not_served(self):
        asked = tuning("refused")
        del asked["TrainingJobDefinition"]
        one = {**definition(), "TuningObjective": asked["HyperParameterTuningJobConfig"].pop(
            "HyperParameterTuningJobObjective"),
            "HyperParameterRanges": asked["HyperParameterTuningJobConfig"].pop("ParameterRanges")}
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.create_hyper_parameter_tuning_job(**asked, TrainingJobDefinitions=[one, one])
        self.assertIn("TrainingJobDefinitions with 2 definitions is not served", str(caught.exception))
        # One is as good as TrainingJobDefinition.
        asked["HyperParameterTuningJobName"] = "one-of-several"
        self.sagemaker.create_hyper_parameter_tuning_job(**asked, TrainingJobDefinitions=[one])
        job = self.describe("one-of-several")
        self.assertEqual(job["TrainingJobDefinitions"], [one])
        self.assertNotIn("TrainingJobDefinition", job)
        self.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName="one-of-several")

    def test_names(self):
        self.create("Named")
        with self.assertRaises(ClientError) as caught:
            self.create("named")
        self.assertEqual(caught.exception.response["Error"]["Code"], "ResourceInUse")
        self.assertEqual(self.describe("NAMED")["HyperParameterTuningJobName"], "Named")
        self.sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName="named")
        with self.assertRaises(ClientError) as caught:
            self.create("x" * 33)
        self.assertIn("Member must have length less than or equal to 32", str(caught.exception))
        for ask in (self.sagemaker.describe_hyper_parameter_tuning_job, self.sagemaker.stop_hyper_parameter_tuning_job,
                    self.sagemaker.list_training_jobs_for_hyper_parameter_tuning_job):
            with self.assertRaises(ClientError) as caught:
                ask(HyperParameterTuningJobName="nobody")
            self.assertEqual(caught.exception.response["Error"]["Code"], "ResourceNotFound")

    def test_who_may(self):
        key = self.new_identity("nobody", {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})
        with self.assertRaises(ClientError) as caught:
            self.client("sagemaker", *key).describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="x")
        self.assertIn("AccessDenied", caught.exception.response["Error"]["Code"])
        key = json.loads(self.server.command("identity", "add", "passes-none", "--json").stdout)
        passes_none = self.client("sagemaker", key["access_key_id"], key["secret_access_key"])
        self.assertIn("iam:PassRole", self.refused_tuning("AccessDeniedException", passes_none))


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class Kills(Tuning):
    def test_the_same_trials_come_of_a_server_that_was_killed(self):
        moments = chance("Kills.tuning")
        self.create("whole", trials=5, seed=5, strategy="Bayesian")
        self.end_of("whole")
        with Server(PROGRAMS, CONFIG) as server:
            put_data(client_of(server, "s3"))
            client_of(server, "s3").put_object(
                Bucket="jobs", Key="texts/data.csv",
                Body=self.s3.get_object(Bucket="jobs", Key="texts/data.csv")["Body"].read())
            sagemaker = client_of(server, "sagemaker")
            self.add_newer(sagemaker, self.newer)
            self.create("cut", sagemaker, trials=5, seed=5, strategy="Bayesian")
            for _ in range(4):
                time.sleep(moments.uniform(0, 2))
                server.stop(signal.SIGKILL)
                server.start()
            sagemaker = client_of(server, "sagemaker")
            job = self.end_of("cut", sagemaker)
            trials = sagemaker.list_training_jobs_for_hyper_parameter_tuning_job(
                HyperParameterTuningJobName="cut")["TrainingJobSummaries"]
            self.assertEqual(job["TrainingJobStatusCounters"]["Completed"], 5,
                             [(one["TrainingJobStatus"], one.get("FailureReason")) for one in trials])
            self.assertEqual(self.values("cut", sagemaker), self.values("whole"))
            names = [one["TrainingJobName"] for one in
                     sagemaker.list_training_jobs(MaxResults=100)["TrainingJobSummaries"]]
            self.assertEqual(sorted(name[:8] for name in names), [f"cut-00{k}-" for k in range(1, 6)])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
