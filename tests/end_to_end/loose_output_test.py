#!/usr/bin/env python3
"""Training jobs whose model lies loose in S3, by CompressionType NONE, and what is made of it: models, endpoints,
further jobs, predictions of the command line.

Usage: loose_output_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
Where there is no worker beside the program (a build without libtorch), nothing of it can be tried.
"""
import json
import subprocess
import sys
import time
import unittest

from served import PROGRAMS
from sagemaker_sdk import Hub
from training import ACCOUNT, CONFIG, HAS_WORKER, ROLE, Jobs, request

LISTS_ONLY = f"arn:aws:iam::{ACCOUNT}:role/poor"
NOT_BELOW_MODEL = f"arn:aws:iam::{ACCOUNT}:role/archives-only"
PLACE = "s3://jobs/out/loose/output/model/"
KEYS = "out/loose/output/model/"


def loose(name, data="s3://jobs/texts", card="sempurna-tc-small", **more):
    asked = request(name, data, card)
    asked["OutputDataConfig"]["CompressionType"] = "NONE"
    return {**asked, **more}


def source(place=PLACE, kind="S3Prefix", packing="None"):
    return {"S3DataSource": {"S3Uri": place, "S3DataType": kind, "CompressionType": packing}}


class Loose(Jobs):
    config = CONFIG.replace("roles:\n", f"""roles:
  - name: archives-only
    trust: {{Statement: {{Effect: Allow, Principal: {{Service: sagemaker.amazonaws.com}}, Action: "sts:AssumeRole"}}}}
    policies: [data, archives]
""").replace("policies:\n", """policies:
  archives: {Statement: {Effect: Deny, Action: "s3:PutObject", Resource: "arn:aws:s3:::jobs/*/output/model/*"}}
""", 1)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # CompressionType is newer than Debian's botocore.
        cls.api = Hub(cls.server)

    def call(self, operation, **members):
        answer = self.api.call(operation, **members)
        self.assertNotIn("__type", answer)
        return answer

    def message(self, operation, **members):
        answer = self.api.call(operation, **members)
        self.assertEqual(answer.get("__type"), "ValidationException", answer)
        return answer["message"]

    def keys(self, prefix):
        return [one["Key"] for one in self.s3.list_objects_v2(Bucket="jobs", Prefix=prefix).get("Contents", ())]


class Requests(Loose):
    def test_what_the_role_may_not_write_is_said_beforehand(self):
        asked = loose("refused", RoleArn=NOT_BELOW_MODEL)
        self.assertIn("Access denied to OutputDataConfig S3 bucket", self.message("CreateTrainingJob", **asked))
        asked = loose("refused", OutputDataConfig={"S3OutputPath": "s3://jobs/out", "CompressionType": "ZIP"})
        self.assertIn("Member must satisfy enum value set: [GZIP, NONE]", self.message("CreateTrainingJob", **asked))

    def test_what_is_no_loose_model_is_told(self):
        self.s3.put_object(Bucket="jobs", Key="plain/config.json", Body=b'{"model_type": "bert"}')

        def model(role=ROLE, **container):
            return self.message("CreateModel", ModelName="refused", ExecutionRoleArn=role, PrimaryContainer=container)
        self.assertEqual(model(ModelDataSource=source("s3://jobs/nothing/")),
                         "Could not find model data at s3://jobs/nothing/.")
        self.assertIn("Could not access model data at s3://jobs/plain/. Please ensure that the role",
                      model(LISTS_ONLY, ModelDataSource=source("s3://jobs/plain/")))
        for kind, packing in (("S3Prefix", "Gzip"), ("S3Object", "None")):
            self.assertEqual(model(ModelDataSource=source("s3://jobs/plain/", kind, packing)),
                             "ModelDataSource is either a S3Prefix with CompressionType None, a model's files, or a "
                             "S3Object with Gzip, a model.tar.gz")
        asked = loose("refused")
        asked["InputDataConfig"].append({"ChannelName": "model", "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": "s3://jobs/plain/"}}})
        self.assertEqual(self.message("CreateTrainingJob", **asked),
                         "s3://jobs/plain is a model's folder; add it with `sempurna models add s3://jobs/plain`, which "
                         "proves that it can be trained, and fine-tune it by the id that this tells")


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class Results(Loose):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        asked = loose("loose")
        assert "TrainingJobArn" in cls.api.call("CreateTrainingJob", **asked)
        cls.job = cls.wait(cls(), "loose")

    def runTest(self):
        """So that setUpClass can wait."""

    def settled(self, name):
        for _ in range(600):
            endpoint = self.sagemaker.describe_endpoint(EndpointName=name)
            if endpoint["EndpointStatus"] in ("InService", "Failed"):
                return endpoint
            time.sleep(0.1)
        self.fail(f"{name} is still {endpoint}")

    def test_the_files_lie_below_the_prefix_that_is_told(self):
        self.assertEqual(self.job["TrainingJobStatus"], "Completed", self.job.get("FailureReason"))
        self.assertEqual(self.job["ModelArtifacts"], {"S3ModelArtifacts": PLACE})
        described = self.call("DescribeTrainingJob", TrainingJobName="loose")
        self.assertEqual(described["OutputDataConfig"], {"S3OutputPath": "s3://jobs/out/", "CompressionType": "NONE",
                                                         "KmsKeyId": ""})
        names = [key.removeprefix(KEYS) for key in self.keys(KEYS)]
        for name in ("config.json", "labels_info.json", "model.safetensors", "training.json", "vocab.txt"):
            self.assertIn(name, names)
        self.assertEqual([key for key in self.keys("out/loose/") if not key.startswith(KEYS)],
                         ["out/loose/job.json", "out/loose/output/report.html"])
        facts = json.loads(self.s3.get_object(Bucket="jobs", Key="out/loose/job.json")["Body"].read())
        self.assertEqual(facts["output"], PLACE)

    def test_it_answers_at_an_endpoint(self):
        self.call("CreateModel", ModelName="loose", ExecutionRoleArn=ROLE,
                  PrimaryContainer={"Image": "local/inference:1", "ModelDataSource": source()})
        described = self.call("DescribeModel", ModelName="loose")
        self.assertEqual(described["PrimaryContainer"]["ModelDataSource"], source())
        self.sagemaker.create_endpoint_config(EndpointConfigName="loose", ProductionVariants=[{
            "VariantName": "a", "ModelName": "loose", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}])
        self.sagemaker.create_endpoint(EndpointName="loose", EndpointConfigName="loose")
        self.assertEqual(self.settled("loose")["EndpointStatus"], "InService")
        answer = self.client("sagemaker-runtime").invoke_endpoint(
            EndpointName="loose", Body="a good thing", ContentType="application/x-text",
            Accept="application/json;verbose")
        said = json.loads(answer["Body"].read())
        done = subprocess.run([PROGRAMS / "sempurna", "predict", PLACE, "--json", "a good thing"], text=True,
                              capture_output=True, env={**self.server.environment, "AWS_ACCESS_KEY_ID": self.server.key,
                                                        "AWS_SECRET_ACCESS_KEY": self.server.secret,
                                                        "AWS_ENDPOINT_URL": self.server.url,
                                                        "AWS_REGION": "us-east-1",
                                                        "SEMPURNA_HOME": str(self.server.root / "home")})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["probabilities"], said["probabilities"])
        self.sagemaker.delete_endpoint(EndpointName="loose")

    def test_an_archive_is_named_by_the_same_member(self):
        self.sagemaker.create_training_job(**request("packed", "s3://jobs/texts", "sempurna-tc-small"))
        self.assertEqual(self.wait("packed")["TrainingJobStatus"], "Completed")
        place = "s3://jobs/out/packed/output/model.tar.gz"
        self.call("CreateModel", ModelName="packed", ExecutionRoleArn=ROLE,
                  PrimaryContainer={"ModelDataSource": source(place, "S3Object", "Gzip")})
        self.assertEqual(self.call("DescribeModel", ModelName="packed")["PrimaryContainer"]["ModelDataSource"],
                         source(place, "S3Object", "Gzip"))

    def test_a_further_job_goes_on_from_it(self):
        asked = loose("again", card="some.registry/some-image")
        asked["InputDataConfig"].append({"ChannelName": "model", "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": PLACE}}})
        self.call("CreateTrainingJob", **asked)
        job = self.wait("again")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        body = self.s3.get_object(Bucket="jobs", Key="out/again/output/model/training.json")["Body"].read()
        self.assertEqual(json.loads(body)["lineage"], ["sempurna-tc-small", "loose"])

    def test_every_file_is_sealed_by_the_key(self):
        key = self.client("kms").create_key()["KeyMetadata"]["Arn"]
        self.call("CreateTrainingJob", **loose("sealed", OutputDataConfig={
            "S3OutputPath": "s3://jobs/out", "CompressionType": "NONE", "KmsKeyId": key}))
        job = self.wait("sealed")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        keys = self.keys("out/sealed/output/model/")
        self.assertGreater(len(keys), 3)
        for one in keys:
            self.assertEqual(self.s3.head_object(Bucket="jobs", Key=one)["SSEKMSKeyId"], key)
        asked = {"ModelName": "sealed", "ExecutionRoleArn": ROLE,
                 "PrimaryContainer": {"ModelDataSource": source("s3://jobs/out/sealed/output/model/")}}
        self.client("kms").disable_key(KeyId=key)
        self.assertIn("Could not access model data at s3://jobs/out/sealed/output/model/.",
                      self.message("CreateModel", **asked))
        self.client("kms").enable_key(KeyId=key)
        self.call("CreateModel", **asked)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
