#!/usr/bin/env python3
"""CloudWatch's metrics of a job and an endpoint: unmodified boto3 and AWS CLI. The SDK for JavaScript asks for them in
javascript/sagemaker.test.mjs, the one for Go in go/finetune.go.

Usage: cloudwatch_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import datetime
import json
import os
import signal
import subprocess
import sys
import time
import unittest

from served import PROGRAMS, ClientError
from training import CONFIG, HAS_WORKER, ROLE, Jobs, request
from server import Server

TRAINING = "/aws/sagemaker/TrainingJobs"
MINUTE = datetime.timedelta(minutes=1)
EPOCHS = 30


def dimensions(**values):
    return [{"Name": name, "Value": value} for name, value in sorted(values.items())]


def query(name, namespace, metric, statistic, period=60, **of):
    return {"Id": name, "MetricStat": {"Stat": statistic, "Period": period, "Metric": {
        "Namespace": namespace, "MetricName": metric, "Dimensions": dimensions(**of)}}}


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class OfAJobAndAnEndpoint(Jobs):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connect()
        asked = request("texts", "s3://jobs/texts", "sempurna-tc-small")
        asked["HyperParameters"] = {"epochs": str(EPOCHS), "batch_size": "8", "train_only_top_layer": "True"}
        asked["AlgorithmSpecification"]["MetricDefinitions"] = [
            {"Name": "told:loss", "Regex": " loss:? ([0-9.]+)"}]
        cls.sagemaker.create_training_job(**asked)
        cls.job = cls.wait(cls(), "texts")
        assert cls.job["TrainingJobStatus"] == "Completed", cls.job

    @classmethod
    def connect(cls):
        cls.sagemaker = cls.client(cls, "sagemaker")
        cls.cloudwatch = cls.client(cls, "cloudwatch")
        cls.runtime = cls.client(cls, "sagemaker-runtime")

    def runTest(self):
        """So that setUpClass can wait."""

    def span(self):
        return {"StartTime": self.job["TrainingStartTime"], "EndTime": self.job["TrainingEndTime"] + MINUTE}

    def statistics(self, metric, statistics, period=60, **of):
        answer = self.cloudwatch.get_metric_statistics(
            Namespace=TRAINING, MetricName=metric, Period=period, Statistics=statistics,
            Dimensions=dimensions(**(of or {"TrainingJobName": "texts"})), **self.span())
        self.assertEqual(answer["Label"], metric)
        return answer["Datapoints"]

    def test_of_a_job_as_the_sdks_analytics_ask(self):
        final = {one["MetricName"]: one["Value"] for one in self.job["FinalMetricDataList"]}
        self.assertIn("val_accuracy", final)
        for metric in final:
            points = self.statistics(metric, ["Average", "SampleCount", "Minimum", "Maximum"])
            self.assertTrue(points, metric)
            for point in points:
                self.assertEqual(point["Timestamp"].second, 0)
                self.assertEqual(point["Unit"], "None")
                self.assertLessEqual(point["Minimum"], point["Average"])
            count = sum(point["SampleCount"] for point in points)
            # The log says it once more when it tells of the best epoch.
            self.assertEqual(count, EPOCHS + 1 if metric == "told:loss" else EPOCHS, metric)
            low, high = min(p["Minimum"] for p in points), max(p["Maximum"] for p in points)
            self.assertTrue(low <= final[metric] <= high, (metric, low, final[metric], high))
        # The last value is there by itself, at its own time.
        last = max(self.statistics("loss", ["Average"], 1), key=lambda point: point["Timestamp"])
        self.assertLess(last["Timestamp"], self.job["TrainingEndTime"])

    def test_what_the_job_used_of_the_machine(self):
        for metric, most in (("CPUUtilization", 100 * os.cpu_count()), ("MemoryUtilization", 100),
                             ("DiskUtilization", 100)):
            points = self.statistics(metric, ["Maximum"], Host="texts/algo-1")
            self.assertTrue(points, metric)
            self.assertEqual({point["Unit"] for point in points}, {"Percent"})
            self.assertTrue(all(0 < point["Maximum"] <= most + 1 for point in points), points)

    def test_pages_of_data(self):
        queries = [query(f"m{k}", TRAINING, "loss", "Average", 1, TrainingJobName="texts") for k in range(3)]
        whole = self.cloudwatch.get_metric_data(MetricDataQueries=queries, **self.span())
        self.assertEqual([one["StatusCode"] for one in whole["MetricDataResults"]], ["Complete"] * 3)
        self.assertNotIn("NextToken", whole)
        times = whole["MetricDataResults"][0]["Timestamps"]
        self.assertEqual(times, sorted(times, reverse=True))
        pages = list(self.cloudwatch.get_paginator("get_metric_data").paginate(
            MetricDataQueries=queries, ScanBy="TimestampAscending", PaginationConfig={"PageSize": 1}, **self.span()))
        self.assertEqual(len(pages), 3 * len(times))
        for k in range(3):
            found = [(one["Timestamps"], one["Values"]) for page in pages for one in page["MetricDataResults"]
                     if one["Id"] == f"m{k}"]
            self.assertEqual([time for some, _ in found for time in some], times[::-1])

    def test_the_list(self):
        def listed(**of):
            return [(one["Namespace"], one["MetricName"], {d["Name"]: d["Value"] for d in one["Dimensions"]})
                    for page in self.cloudwatch.get_paginator("list_metrics").paginate(**of)
                    for one in page["Metrics"]]
        names = {one["MetricName"] for one in self.job["FinalMetricDataList"]}
        found = listed(Namespace=TRAINING, Dimensions=[{"Name": "TrainingJobName", "Value": "texts"}])
        self.assertEqual({name for _, name, _ in found}, names)
        self.assertIn((TRAINING, "CPUUtilization", {"Host": "texts/algo-1"}), listed(RecentlyActive="PT3H"))
        self.assertEqual(listed(Namespace="AWS/EC2"), [])

    def test_the_command_line(self):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": self.server.key, "AWS_SECRET_ACCESS_KEY": self.server.secret,
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}

        def aws(*words):
            done = subprocess.run(["/usr/bin/aws", "--endpoint-url", self.server.url, "--output", "json", "cloudwatch",
                                   *words], capture_output=True, text=True, env=environment, timeout=120)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout)
        span = {name: moment.isoformat() for name, moment in self.span().items()}
        times = ["--start-time", span["StartTime"], "--end-time", span["EndTime"]]
        points = aws("get-metric-statistics", "--namespace", TRAINING, "--metric-name", "loss", "--dimensions",
                     "Name=TrainingJobName,Value=texts", "--period", "3600", "--extended-statistics", "p0", "p50",
                     "p100", *times)["Datapoints"]
        [extended] = [point["ExtendedStatistics"] for point in points]
        self.assertLessEqual(extended["p0"], extended["p50"])
        self.assertLess(extended["p0"], extended["p100"])
        data = aws("get-metric-data", "--metric-data-queries", json.dumps(
            [query("loss", TRAINING, "loss", "SampleCount", 3600, TrainingJobName="texts")]), *times)
        self.assertEqual(data["MetricDataResults"][0]["Values"], [EPOCHS])
        self.assertIn("told:loss", [one["MetricName"] for one in aws("list-metrics")["Metrics"]])

    def test_of_an_endpoint(self):
        self.sagemaker.create_model(ModelName="t", ExecutionRoleArn=ROLE, PrimaryContainer={
            "Image": "local/inference:1", "ModelDataUrl": self.job["ModelArtifacts"]["S3ModelArtifacts"]})
        self.sagemaker.create_endpoint_config(EndpointConfigName="t", ProductionVariants=[
            {"VariantName": "all", "ModelName": "t", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}])
        self.sagemaker.create_endpoint(EndpointName="t", EndpointConfigName="t")
        end = time.monotonic() + 120
        while self.sagemaker.describe_endpoint(EndpointName="t")["EndpointStatus"] != "InService":
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        began = datetime.datetime.now(datetime.timezone.utc)

        def ask(content_type="application/x-text"):
            return self.runtime.invoke_endpoint(EndpointName="t", Body="a good thing", ContentType=content_type)

        def values():
            of = {"EndpointName": "t", "VariantName": "all"}
            asked = [query("all", "AWS/SageMaker", "Invocations", "Sum", **of),
                     query("refused", "AWS/SageMaker", "Invocation4XXErrors", "Sum", **of),
                     query("failed", "AWS/SageMaker", "Invocation5XXErrors", "Sum", **of),
                     query("model", "AWS/SageMaker", "ModelLatency", "p50", 3600, **of),
                     query("overhead", "AWS/SageMaker", "OverheadLatency", "Average", 3600, **of),
                     query("cpu", "/aws/sagemaker/Endpoints", "CPUUtilization", "Maximum", **of)]
            answer = self.cloudwatch.get_metric_data(MetricDataQueries=asked, StartTime=began,
                                                     EndTime=datetime.datetime.now(datetime.timezone.utc) + MINUTE)
            return {one["Id"]: one["Values"] for one in answer["MetricDataResults"]}
        for _ in range(5):
            ask()
        with self.assertRaises(ClientError):
            ask("text/csv")
        found = values()
        self.assertEqual([sum(found[name]) for name in ("all", "refused", "failed")], [6, 1, 0])
        self.assertGreater(found["model"][0], 10)
        self.assertLess(found["model"][0], 10e6)
        self.assertGreater(found["overhead"][0], 0)
        while not values()["cpu"]:
            self.assertLess(time.monotonic(), end + 60)
            time.sleep(0.5)
        # What somebody has asked for is written: not even a server that is killed forgets it.
        self.server.stop(signal.SIGKILL)
        self.server.start()
        self.connect()
        self.assertEqual(sum(values()["all"]), 6)
        self.assertTrue(self.statistics("loss", ["Average"]))
        self.sagemaker.delete_endpoint(EndpointName="t")
        self.assertEqual(values()["all"], [])


class WhoMay(unittest.TestCase):
    """What needs no job."""
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAMS, CONFIG)

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def fails(self, work, *arguments, **named):
        with self.assertRaises(ClientError) as caught:
            work(*arguments, **named)
        return caught.exception.response["Error"]

    def test_errors_have_cloudwatchs_codes(self):
        cloudwatch = Jobs.client(self, "cloudwatch")
        now = datetime.datetime.now(datetime.timezone.utc)
        asked = {"Namespace": TRAINING, "MetricName": "loss", "StartTime": now - MINUTE, "EndTime": now, "Period": 60}
        self.assertEqual(self.fails(cloudwatch.get_metric_statistics, **{**asked, "Period": 61},
                                    Statistics=["Sum"])["Code"], "InvalidParameterValue")
        with self.assertRaises(cloudwatch.exceptions.InvalidParameterCombinationException):
            cloudwatch.get_metric_statistics(**asked, Statistics=["Sum"], ExtendedStatistics=["p50"])
        with self.assertRaises(cloudwatch.exceptions.MissingRequiredParameterException):
            cloudwatch.get_metric_statistics(**asked)
        with self.assertRaises(cloudwatch.exceptions.InvalidNextToken):
            cloudwatch.get_metric_data(MetricDataQueries=[query("a", TRAINING, "loss", "Sum")], NextToken="else",
                                       StartTime=now - MINUTE, EndTime=now)
        error = self.fails(cloudwatch.put_metric_data, Namespace="own", MetricData=[{"MetricName": "a", "Value": 1}])
        self.assertEqual(error["Code"], "InvalidAction")
        self.assertIn("CloudWatch has the operation PutMetricData, but this server does not", error["Message"])

    def test_a_policy_is_needed(self):
        done = self.server.command("identity", "add", "nobody", "--json")
        key = json.loads(done.stdout)
        cloudwatch = Jobs.client(self, "cloudwatch", key["access_key_id"], key["secret_access_key"])
        error = self.fails(cloudwatch.list_metrics)
        self.assertEqual(error["Code"], "AccessDenied")
        self.assertIn("cloudwatch:ListMetrics", error["Message"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], warnings="ignore")
