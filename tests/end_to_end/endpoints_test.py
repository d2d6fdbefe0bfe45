#!/usr/bin/env python3
"""Models and endpoints by the SageMaker API, from a job's archive to answers: unmodified boto3 and AWS CLI.

Usage: endpoints_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
Where there is no worker beside the program (a build without libtorch), nothing of it can be tried.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request

from served import PROGRAMS, ClientError
from training import ACCOUNT, HAS_WORKER, ROLE, Jobs, png, request

IMAGE = "application/x-image"
TEXT = "application/x-text"
VERBOSE = "application/json;verbose"
POOR = f"arn:aws:iam::{ACCOUNT}:role/poor"


def variant(model, name="AllTraffic", **more):
    return {"VariantName": name, "ModelName": model, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large", **more}


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class Endpoints(Jobs):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runtime = cls.client(cls, "sagemaker-runtime")
        cls.sagemaker.create_training_job(**request("pictures"))
        cls.sagemaker.create_training_job(**request("texts", "s3://jobs/texts", "sempurna-tc-small"))
        cls.places = {}
        for name in ("pictures", "texts"):
            job = cls.wait(cls(), name)
            assert job["TrainingJobStatus"] == "Completed", job
            cls.places[name] = job["ModelArtifacts"]["S3ModelArtifacts"]
            cls.sagemaker.create_model(ModelName=name, ExecutionRoleArn=ROLE, PrimaryContainer={
                "Image": "local/inference:1", "ModelDataUrl": cls.places[name],
                "Environment": {"SAGEMAKER_PROGRAM": "inference.py"}})

    def runTest(self):
        """So that setUpClass can wait."""

    def deploy(self, name, variants, seconds=60):
        self.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=variants)
        self.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
        return self.settled(name, seconds)

    def settled(self, name, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            endpoint = self.sagemaker.describe_endpoint(EndpointName=name)
            if endpoint["EndpointStatus"] in ("InService", "Failed"):
                return endpoint
            time.sleep(0.05)
        self.fail(f"{name} is still {endpoint}")

    def ask(self, name, body, content_type=TEXT, accept=VERBOSE, **more):
        answer = self.runtime.invoke_endpoint(EndpointName=name, Body=body, ContentType=content_type, Accept=accept,
                                              **more)
        return {**answer, "said": json.loads(answer["Body"].read())}

    def fails(self, work, *arguments, **named):
        with self.assertRaises(ClientError) as caught:
            work(*arguments, **named)
        error = caught.exception.response["Error"]
        return error["Code"], error["Message"]

    def predicted(self, job, *inputs):
        archive = self.server.root / f"{job}.tar.gz"
        self.s3.download_file("jobs", f"out/{job}/output/model.tar.gz", str(archive))
        done = subprocess.run([PROGRAMS / "sempurna", "predict", archive, "--json", *inputs], capture_output=True,
                              text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_from_a_picture_job_to_an_answer(self):
        asked = [variant("pictures", InitialVariantWeight=2.0)]
        made = self.sagemaker.create_endpoint_config(EndpointConfigName="p", ProductionVariants=asked,
                                                     Tags=[{"Key": "team", "Value": "a"}])
        self.assertEqual(made["EndpointConfigArn"], f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:endpoint-config/p")
        config = self.sagemaker.describe_endpoint_config(EndpointConfigName="p")
        self.assertEqual(config["ProductionVariants"], asked)
        self.assertNotIn("Tags", config)
        self.assertEqual(self.sagemaker.list_tags(ResourceArn=made["EndpointConfigArn"])["Tags"],
                         [{"Key": "team", "Value": "a"}])
        arn = self.sagemaker.create_endpoint(EndpointName="p", EndpointConfigName="p")["EndpointArn"]
        self.assertEqual(arn, f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:endpoint/p")
        self.assertEqual(self.sagemaker.describe_endpoint(EndpointName="p")["EndpointConfigName"], "p")
        endpoint = self.settled("p")
        self.assertEqual(endpoint["EndpointStatus"], "InService", endpoint)
        [one] = endpoint["ProductionVariants"]
        self.assertEqual((one["VariantName"], one["CurrentWeight"], one["CurrentInstanceCount"]), ("AllTraffic", 2.0, 1))
        self.assertEqual(one["DeployedImages"][0]["SpecifiedImage"], "local/inference:1")

        picture = png(200, 20, 20, 3)
        answer = self.ask("p", picture, IMAGE)
        self.assertEqual(answer["ContentType"], "application/json")
        self.assertEqual(answer["InvokedProductionVariant"], "AllTraffic")
        self.assertEqual(set(answer["said"]), {"probabilities", "labels", "predicted_label"})
        file = self.server.root / "one.png"
        file.write_bytes(picture)
        [predicted] = self.predicted("pictures", file)
        self.assertEqual(answer["said"], {k: v for k, v in predicted.items() if k != "input"})
        brief = self.ask("p", picture, IMAGE, "application/json")["said"]
        self.assertEqual(brief, {"probabilities": predicted["probabilities"]})

        self.sagemaker.delete_endpoint(EndpointName="p")
        self.sagemaker.get_waiter("endpoint_deleted").wait(EndpointName="p")
        self.assertEqual(self.fails(self.sagemaker.describe_endpoint, EndpointName="p"),
                         ("ValidationException", f'Could not find endpoint "{arn}".'))
        self.sagemaker.delete_endpoint_config(EndpointConfigName="p")
        self.assertIn('Could not find endpoint configuration "', self.fails(
            self.sagemaker.describe_endpoint_config, EndpointConfigName="p")[1])

    def test_texts_and_what_a_model_refuses(self):
        self.deploy("t", [variant("texts")])
        text = "a good thing, she said"
        said = self.ask("t", text)["said"]
        [predicted] = self.predicted("texts", text)
        self.assertEqual(said, {k: v for k, v in predicted.items() if k != "input"})
        with self.assertRaises(ClientError) as caught:
            self.ask("t", png(1, 1, 1, 1), IMAGE)
        response = caught.exception.response
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], 424)
        self.assertEqual(response["Error"]["Code"], "ModelError")
        self.assertEqual(response["OriginalStatusCode"], 415)
        self.assertIn("unsupported content type 'application/x-image'", response["OriginalMessage"])
        self.assertIn("log-group:/aws/sagemaker/Endpoints/t", response["LogStreamArn"])
        for body, content_type, accept, words in (
                (" \n", TEXT, VERBOSE, "the text is blank"), (b"\xff\xfe", TEXT, VERBOSE, "not UTF-8"),
                ("x", TEXT, "text/csv", "unsupported accept type 'text/csv'"), ("x", "", VERBOSE, "content type")):
            with self.subTest(words):
                code, message = self.fails(self.ask, "t", body, content_type, accept)
                self.assertEqual(code, "ModelError", message)
                self.assertIn(words, message)
        code, message = self.fails(self.ask, "t", b"x" * (6291456 + 1))
        self.assertEqual(code, "413", message)
        self.assertEqual(len(self.ask("t", b"good " * 200000)["said"]["labels"]), 2)
        self.assertEqual(self.fails(self.ask, "nobody", "x"),
                         ("ValidationError", f"Endpoint nobody of account {ACCOUNT} not found."))
        self.assertEqual(self.fails(self.ask, "t", "x", TargetVariant="other"),
                         ("ValidationError", "Variant other not found for Endpoint t"))
        self.assertIn("x-amzn-sagemaker-target-model is not served",
                      self.fails(self.ask, "t", "x", TargetModel="a.tar.gz")[1])

        key, secret = self.new_identity("no-one", {"Statement": {"Effect": "Allow", "Action": "sagemaker:List*",
                                                                 "Resource": "*"}})
        other = self.client("sagemaker-runtime", key, secret)
        with self.assertRaises(ClientError) as caught:
            other.invoke_endpoint(EndpointName="t", Body="x", ContentType=TEXT)
        self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 403)
        self.assertEqual(caught.exception.response["Error"]["Code"], "AccessDeniedException")

        logs = self.client("logs")
        group = "/aws/sagemaker/Endpoints/t"
        self.assertIn(group, [g["logGroupName"] for g in
                              logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]])
        events = logs.filter_log_events(logGroupName=group, logStreamNamePrefix="AllTraffic/")["events"]
        self.assertTrue(any("is ready" in event["message"] for event in events), events)

    def test_an_update_a_lost_worker_and_a_new_start_lose_no_request(self):
        self.deploy("u", [variant("texts", "old")])
        self.sagemaker.create_endpoint_config(EndpointConfigName="u2", ProductionVariants=[variant("texts", "new")])
        variants, failures, done = [], [], threading.Event()

        def hammer():
            runtime = self.client("sagemaker-runtime")
            while not done.is_set():
                try:
                    answer = runtime.invoke_endpoint(EndpointName="u", Body="good", ContentType=TEXT)
                    variants.append(answer["InvokedProductionVariant"])
                except Exception as error:
                    failures.append(error)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for _ in range(4):
                pool.submit(hammer)
            self.sagemaker.update_endpoint(EndpointName="u", EndpointConfigName="u2")
            code, message = self.fails(self.sagemaker.update_endpoint, EndpointName="u", EndpointConfigName="u2")
            self.assertIn("Cannot update in-progress endpoint", message)
            self.assertEqual(self.settled("u")["EndpointConfigName"], "u2")
            self.ask("u", "x")
            for worker in self.workers():
                os.kill(worker, signal.SIGKILL)
            self.ask("u", "x")
            done.set()
        self.assertEqual(failures, [])
        self.assertEqual(set(variants), {"old", "new"})
        self.assertEqual(variants[-1], "new")
        self.server.stop()
        self.server.start()
        type(self).sagemaker, type(self).runtime = self.client("sagemaker"), self.client("sagemaker-runtime")
        type(self).s3 = self.client("s3")
        self.assertEqual(self.sagemaker.describe_endpoint(EndpointName="u")["EndpointStatus"], "InService")
        self.assertEqual(self.ask("u", "x")["InvokedProductionVariant"], "new")

    def workers(self):
        """The processes that answer for models, of this server."""
        mine = []
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
                parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if len(words) > 1 and words[1] == b"serve" and words[0].endswith(b"sempurna-worker") \
                    and parent == self.server.process.pid:
                mine.append(int(process.name))
        return mine

    def test_weights_share_the_requests(self):
        self.deploy("w", [variant("texts", "a", InitialVariantWeight=1.0), variant("texts", "b", InitialVariantWeight=1.0)])
        self.assertEqual({self.ask("w", "x")["InvokedProductionVariant"] for _ in range(40)}, {"a", "b"})
        self.assertEqual(self.ask("w", "x", TargetVariant="a")["InvokedProductionVariant"], "a")
        self.sagemaker.update_endpoint_weights_and_capacities(EndpointName="w", DesiredWeightsAndCapacities=[
            {"VariantName": "a", "DesiredWeight": 0.0}, {"VariantName": "b", "DesiredInstanceCount": 2}])
        self.assertEqual({self.ask("w", "x")["InvokedProductionVariant"] for _ in range(40)}, {"b"})
        a, b = self.sagemaker.describe_endpoint(EndpointName="w")["ProductionVariants"]
        self.assertEqual((a["CurrentWeight"], b["DesiredInstanceCount"]), (0.0, 2))
        self.assertIn("has no variant c", self.fails(
            self.sagemaker.update_endpoint_weights_and_capacities, EndpointName="w",
            DesiredWeightsAndCapacities=[{"VariantName": "c", "DesiredWeight": 1.0}])[1])

    def test_what_cannot_be_deployed_is_said_beforehand(self):
        def model(**changed):
            asked = {"ModelName": "refused", "ExecutionRoleArn": ROLE,
                     "PrimaryContainer": {"ModelDataUrl": self.places["texts"]}, **changed}
            return self.fails(self.sagemaker.create_model, **asked)[1]

        self.assertEqual(model(PrimaryContainer={"ModelDataUrl": "s3://jobs/none/model.tar.gz"}),
                         "Could not find model data at s3://jobs/none/model.tar.gz.")
        self.assertEqual(model(PrimaryContainer={"ModelDataUrl": "s3://nowhere/model.tar.gz"}),
                         "Could not find model data at s3://nowhere/model.tar.gz.")
        self.assertIn(f'Could not access model data at {self.places["texts"]}. Please ensure that the role "{POOR}"',
                      model(ExecutionRoleArn=POOR))
        self.assertIn("Could not assume role", model(ExecutionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/none"))
        self.assertIn("has no ModelDataUrl", model(PrimaryContainer={"Image": "local/x:1"}))
        self.assertIn("MultiModel is not served", model(PrimaryContainer={
            "ModelDataUrl": self.places["texts"], "Mode": "MultiModel"}))
        self.assertIn("cannot be given together", model(Containers=[{"ModelDataUrl": self.places["texts"]}]))
        self.assertIn("a model here is one", self.fails(
            self.sagemaker.create_model, ModelName="refused", ExecutionRoleArn=ROLE,
            Containers=[{"ModelDataUrl": self.places["texts"]}] * 2)[1])
        self.assertIn("Cannot create already existing model", model(ModelName="texts"))
        self.assertIn("Cannot create already existing model", model(ModelName="TEXTS"))
        self.assertIn('Could not find model "', self.fails(self.sagemaker.describe_model, ModelName="refused")[1])

        def config(**changed):
            asked = {"EndpointConfigName": "refused", "ProductionVariants": [variant("texts")], **changed}
            return self.fails(self.sagemaker.create_endpoint_config, **asked)[1]
        self.assertIn('Could not find model "', config(ProductionVariants=[variant("nobody")]))
        self.assertIn("two ProductionVariants are called a",
                      config(ProductionVariants=[variant("texts", "a"), variant("texts", "a")]))
        self.assertIn("requests are not kept", config(DataCaptureConfig={
            "EnableCapture": True, "InitialSamplingPercentage": 100, "DestinationS3Uri": "s3://jobs/x",
            "CaptureOptions": [{"CaptureMode": "Input"}]}))
        self.assertIn('Could not find endpoint configuration "', self.fails(
            self.sagemaker.create_endpoint, EndpointName="refused", EndpointConfigName="refused")[1])

        self.s3.put_object(Bucket="jobs", Key="broken/model.tar.gz", Body=b"no archive")
        self.sagemaker.create_model(ModelName="broken", ExecutionRoleArn=ROLE,
                                    PrimaryContainer={"ModelDataUrl": "s3://jobs/broken/model.tar.gz"})
        endpoint = self.deploy("broken", [variant("broken")])
        self.assertEqual(endpoint["EndpointStatus"], "Failed")
        self.assertIn("s3://jobs/broken/model.tar.gz", endpoint["FailureReason"])
        self.assertNotIn(str(self.server.root), endpoint["FailureReason"])
        self.assertNotIn("ProductionVariants", endpoint)
        self.assertIn("has failed; delete it and create it anew", self.fails(
            self.sagemaker.update_endpoint, EndpointName="broken", EndpointConfigName="broken")[1])
        self.assertEqual(self.fails(self.ask, "broken", "x")[0], "ValidationError")

        # What answers goes on when what shall follow it cannot.
        self.deploy("kept", [variant("texts")])
        self.sagemaker.update_endpoint(EndpointName="kept", EndpointConfigName="broken")
        endpoint = self.settled("kept")
        self.assertEqual((endpoint["EndpointStatus"], endpoint["EndpointConfigName"]), ("InService", "kept"))
        self.assertIn("broken/model.tar.gz", endpoint["FailureReason"])
        self.assertEqual(len(self.ask("kept", "x")["said"]["labels"]), 2)

    def test_lists_are_told_by_pages(self):
        names = [f"page-{k}" for k in range(5)]
        for name in names:
            self.sagemaker.create_model(ModelName=name, ExecutionRoleArn=ROLE,
                                        PrimaryContainer={"ModelDataUrl": self.places["texts"]})
        pages = self.sagemaker.get_paginator("list_models").paginate(
            NameContains="page-", SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 2})
        pages = [[model["ModelName"] for model in page["Models"]] for page in pages]
        self.assertEqual(pages, [names[:2], names[2:4], names[4:]])
        newest = self.sagemaker.list_models(NameContains="page-")["Models"]
        self.assertEqual({model["ModelName"] for model in newest}, set(names))
        self.assertIn("NextToken", self.fails(self.sagemaker.list_models, NextToken="bm9uZQ==")[1])
        for name in names:
            self.sagemaker.delete_model(ModelName=name)

    def test_models_and_endpoints_are_found(self):
        arn = self.sagemaker.describe_model(ModelName="texts")["ModelArn"]
        self.sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "stage", "Value": "tried"}])
        by_tag = {"Filters": [{"Name": "Tags.stage", "Operator": "Equals", "Value": "tried"}]}
        [found] = self.sagemaker.search(Resource="Model", SearchExpression=by_tag)["Results"]
        described = self.sagemaker.describe_model(ModelName="texts")
        del described["ResponseMetadata"]
        self.assertEqual(found["Model"]["Model"], {**described, "Tags": [{"Key": "stage", "Value": "tried"}]})
        self.deploy("searched", [variant("texts")])
        [found] = self.sagemaker.search(Resource="Endpoint", SearchExpression={"Filters": [
            {"Name": "EndpointStatus", "Value": "InService"},
            {"Name": "EndpointName", "Operator": "Contains", "Value": "searched"},
            {"Name": "ProductionVariants.CurrentWeight", "Operator": "GreaterThan", "Value": "0.5"}]})["Results"]
        described = self.sagemaker.describe_endpoint(EndpointName="searched")
        del described["ResponseMetadata"]
        self.assertEqual(found, {"Endpoint": {**described, "Tags": []}})
        self.assertEqual(self.sagemaker.search(Resource="Endpoint", SearchExpression=by_tag)["Results"], [])
        self.sagemaker.delete_endpoint(EndpointName="searched")
        self.sagemaker.delete_endpoint_config(EndpointConfigName="searched")

    def test_tags(self):
        arn = self.sagemaker.describe_training_job(TrainingJobName="texts")["TrainingJobArn"]
        self.sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        self.sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": "3"}])
        self.assertEqual(self.sagemaker.list_tags(ResourceArn=arn)["Tags"],
                         [{"Key": "a", "Value": "3"}, {"Key": "b", "Value": "2"}])
        self.sagemaker.delete_tags(ResourceArn=arn, TagKeys=["a"])
        self.assertEqual(self.sagemaker.list_tags(ResourceArn=arn)["Tags"], [{"Key": "b", "Value": "2"}])
        self.assertEqual(self.fails(self.sagemaker.list_tags, ResourceArn=arn + "none")[0], "ResourceNotFound")
        self.assertIn("Duplicate tag key", self.fails(self.sagemaker.add_tags, ResourceArn=arn, Tags=[
            {"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}])[1])
        self.assertEqual(self.fails(self.sagemaker.add_tags, ResourceArn=arn, Tags=[
            {"Key": f"k{k}", "Value": ""} for k in range(50)])[0], "ResourceLimitExceeded")

    def test_the_command_line(self):
        def aws(*words):
            done = subprocess.run(["/usr/bin/aws", "--endpoint-url", self.server.url, *words], capture_output=True, text=True,
                                  env={**os.environ, "AWS_ACCESS_KEY_ID": self.server.key, "AWS_REGION": "us-east-1",
                                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_SECRET_ACCESS_KEY": self.server.secret})
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout) if done.stdout.strip() else {}
        aws("sagemaker", "create-model", "--model-name", "cli", "--execution-role-arn", ROLE,
            "--primary-container", "ModelDataUrl=" + self.places["texts"])
        aws("sagemaker", "create-endpoint-config", "--endpoint-config-name", "cli", "--production-variants",
            "VariantName=one,ModelName=cli,InitialInstanceCount=1,InstanceType=ml.m5.large")
        aws("sagemaker", "create-endpoint", "--endpoint-name", "cli", "--endpoint-config-name", "cli")
        self.settled("cli")
        aws("sagemaker", "wait", "endpoint-in-service", "--endpoint-name", "cli")
        out = self.server.root / "answer.json"
        text = self.server.root / "text.txt"
        text.write_text("a good thing")
        told = aws("sagemaker-runtime", "invoke-endpoint", "--endpoint-name", "cli", "--content-type", TEXT,
                   "--accept", VERBOSE, "--body", f"fileb://{text}", str(out))
        self.assertEqual(told["InvokedProductionVariant"], "one")
        self.assertEqual(set(json.loads(out.read_text())), {"probabilities", "labels", "predicted_label"})
        aws("sagemaker", "delete-endpoint", "--endpoint-name", "cli")
        aws("sagemaker", "wait", "endpoint-deleted", "--endpoint-name", "cli")


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class ServeModel(unittest.TestCase):
    """The worker without the server, as it would stand in a container."""
    @classmethod
    def setUpClass(cls):
        model = pathlib.Path(sys.argv[2]).resolve() / "models" / "sempurna-tc-small"
        cls.process = subprocess.Popen([PROGRAMS / "sempurna", "serve-model", model, "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, text=True)
        cls.greeting = cls.process.stdout.readline()
        cls.url = re.search(r"http://[0-9.:]+", cls.greeting).group()

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        assert cls.process.wait(timeout=40) == 0
        cls.process.stdout.close()

    def ask(self, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, body, headers), timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def test_what_sagemaker_asks_of_a_container(self):
        self.assertEqual(self.greeting, f"Text classification with 2 classes at {self.url}/invocations\n")
        self.assertEqual(self.ask("/ping"), (200, ""))
        status, body = self.ask("/invocations", "a fine day".encode(), content_type="text/plain; charset=utf-8")
        self.assertEqual((status, set(json.loads(body))), (200, {"probabilities"}))
        status, body = self.ask("/invocations", "a fine day".encode(), content_type=TEXT, accept=VERBOSE)
        self.assertEqual((status, json.loads(body)["labels"]), (200, ["0", "1"]))

    def test_what_it_refuses(self):
        self.assertEqual(self.ask("/other"), (404, "/other is not here; GET /ping and POST /invocations are\n"))
        self.assertEqual(self.ask("/invocations"), (405, "/invocations takes POST alone\n"))
        self.assertEqual(self.ask("/ping", b"x"), (405, "/ping takes GET alone\n"))
        self.assertEqual(self.ask("/invocations", b"x", content_type="text/csv"),
                         (415, "unsupported content type 'text/csv'; this model takes application/x-text, text/plain\n"))
        self.assertEqual(self.ask("/invocations", b" ", content_type=TEXT),
                         (400, "the text is blank; send one to answer\n"))

    def test_an_address_must_be_one(self):
        done = subprocess.run([PROGRAMS / "sempurna", "serve-model", "x", "--listen", "8080"], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--listen is '8080', but must be ADDRESS:PORT, as in 0.0.0.0:8080", done.stderr)
        done = subprocess.run([PROGRAMS / "sempurna", "serve-model", "/none"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (1, "sempurna: /none does not exist; give a model.tar.gz, its unpacked folder or a job's folder\n"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
