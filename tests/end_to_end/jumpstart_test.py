#!/usr/bin/env python3
"""JumpStart as the SageMaker Python SDK uses it, versions 2 and 3: its bucket, the public hub, and jobs made of what
they say. The SDK itself is replayed by Debian's boto3, in the order of its requests.

Usage: jumpstart_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
"""
import hashlib
import json
import subprocess
import sys
import time
import unittest
import urllib.error

from served import ClientError, Served
from training import HAS_WORKER, ROLE, Jobs
from sagemaker_sdk import (BERT, BUCKET, HUB, Hub, channel, document, estimator_request, image_of, spec_of,
                           trainer_request, uri)


class TheBucket(Served):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3 = cls.client(cls, "s3")

    def test_the_manifest_names_every_card_and_what_it_stands_for(self):
        cards = json.loads(subprocess.run([self.server.program, "models", "--json"], capture_output=True, check=True,
                                          env=self.server.environment).stdout)
        headers = document(self.s3, "models_manifest.json")
        ids = [one["model_id"] for one in headers]
        self.assertEqual(len(ids), len(set(ids)))
        for card in cards:
            for model_id in (card["id"], *card.get("aliases", ())):
                self.assertIn(model_id, ids)
                spec = spec_of(self.s3, model_id)
                self.assertEqual(spec["model_id"], model_id)
                self.assertEqual(spec["training_supported"], card["fine_tunable"])
                # Without which the SDK's reading of a spec that can be trained ends with KeyError.
                if card["fine_tunable"]:
                    for member in ("training_artifact_key", "training_script_key", "hyperparameters"):
                        self.assertIn(member, spec, model_id)
        # list_jumpstart_models() reads the first of each list, and must show none of the second.
        proprietary = document(self.s3, "proprietary-sdk-manifest.json")
        self.assertTrue(proprietary)
        for one in proprietary:
            self.assertGreater(int(one["min_version"].split(".")[0]), 100)

    def test_a_spec_has_the_card_s_defaults_as_the_sdk_types_them(self):
        spec = spec_of(self.s3, "sempurna-tc-small")
        by_name = {one["name"]: one for one in spec["hyperparameters"]}
        self.assertEqual(by_name["epochs"], {"name": "epochs", "type": "int", "default": 10, "min": 1, "max": 1000,
                                             "scope": "algorithm"})
        self.assertEqual(by_name["learning_rate"]["default"], 0.0001)  # of a layer that starts anew
        self.assertEqual(by_name["learning_rate"]["type"], "float")
        self.assertEqual(by_name["optimizer"]["type"], "text")
        self.assertIn("adamw", by_name["optimizer"]["options"])
        self.assertEqual(by_name["early_stopping"]["default"], "False")
        self.assertEqual(by_name["sagemaker_program"]["scope"], "container")
        self.assertEqual(spec["predictor_specs"]["default_content_type"], "application/x-text")
        self.assertEqual(spec["predictor_specs"]["supported_accept_types"],
                         ["application/json", "application/json;verbose"])
        for scope in ("training", "inference"):
            variants = spec[{"training": "training", "inference": "hosting"}[scope] + "_instance_type_variants"]
            types = spec[f"supported_{scope}_instance_types"]
            self.assertIn(spec[f"default_{scope}_instance_type"], types)
            for instance_type in types:
                self.assertEqual(image_of(variants, instance_type), "sempurna-tc-small")

    def test_objects_behave_as_in_any_bucket(self):
        self.assertEqual(self.s3.head_bucket(Bucket=BUCKET)["ResponseMetadata"]["HTTPStatusCode"], 200)
        self.assertIsNone(self.s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"])
        self.assertNotIn(BUCKET, [one["Name"] for one in self.s3.list_buckets()["Buckets"]])
        whole = self.s3.get_object(Bucket=BUCKET, Key="models_manifest.json")
        body = whole["Body"].read()
        self.assertEqual(whole["ETag"], f'"{hashlib.md5(body).hexdigest()}"')
        self.assertEqual(whole["ContentType"], "application/json")
        head = self.s3.head_object(Bucket=BUCKET, Key="models_manifest.json")
        self.assertEqual((head["ETag"], head["ContentLength"]), (whole["ETag"], len(body)))
        self.assertEqual(self.code(self.s3.get_object, Bucket=BUCKET, Key="models_manifest.json",
                                   IfNoneMatch=whole["ETag"]), "304")
        part = self.s3.get_object(Bucket=BUCKET, Key="models_manifest.json", Range="bytes=5-14")
        self.assertEqual((part["Body"].read(), part["ContentRange"]), (body[5:15], f"bytes 5-14/{len(body)}"))
        self.assertEqual(self.code(self.s3.get_object, Bucket=BUCKET, Key="no-such-key"), "NoSuchKey")
        # A file of a card, by an ETag that is none of the bytes, as of what was put up in parts.
        key = spec_of(self.s3, "sempurna-tc-small")["training_artifact_key"] + "config.json"
        config = self.s3.get_object(Bucket=BUCKET, Key=key)
        self.assertRegex(config["ETag"], '^"[0-9a-f]{32}-1"$')
        body = config["Body"].read()
        self.assertEqual(json.loads(body)["model_type"], "bert")
        self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key=key, Range="bytes=-7")["Body"].read(), body[-7:])
        self.assertEqual(self.s3.get_object(Bucket=BUCKET, Key=key, PartNumber=1)["Body"].read(), body)

    def test_listings_have_pages_prefixes_and_the_default_data(self):
        top = self.s3.list_objects_v2(Bucket=BUCKET, Delimiter="/")
        self.assertEqual([one["Prefix"] for one in top["CommonPrefixes"]],
                         ["community_models/", "models/", "source-directory-tarballs/", "training-datasets/"])
        self.assertEqual([one["Key"] for one in top["Contents"]],
                         ["models_manifest.json", "proprietary-sdk-manifest.json"])
        data = spec_of(self.s3, "sempurna-ic-small")["default_training_dataset_key"]
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=data, PaginationConfig={
            "PageSize": 250})
        keys = [one["Key"] for page in pages for one in page["Contents"]]
        self.assertEqual(len(keys), 600)
        self.assertEqual(keys, sorted(set(keys)))
        self.assertEqual(len({key.removeprefix(data).split("/")[0] for key in keys}), 5)
        self.assertEqual([one["Key"] for one in self.s3.list_objects(Bucket=BUCKET, Prefix=data, MaxKeys=2)["Contents"]],
                         keys[:2])
        # To go on behind all that has the prefix, or before it.
        for listing, after in (("list_objects_v2", "StartAfter"), ("list_objects", "Marker")):
            behind = getattr(self.s3, listing)(Bucket=BUCKET, Prefix=data, **{after: "zzz"})
            self.assertEqual((behind.get("Contents", []), behind["IsTruncated"]), ([], False))
            before = getattr(self.s3, listing)(Bucket=BUCKET, Prefix=data, MaxKeys=1, **{after: "a"})
            self.assertEqual([one["Key"] for one in before["Contents"]], keys[:1])
        # What notebooks begin with.
        self.s3.create_bucket(Bucket="mine")
        self.s3.copy({"Bucket": BUCKET, "Key": keys[0]}, "mine", "copy.jpg")
        self.assertEqual(self.s3.get_object(Bucket="mine", Key="copy.jpg")["Body"].read(),
                         self.s3.get_object(Bucket=BUCKET, Key=keys[0])["Body"].read())

    def test_everybody_reads_it(self):
        with self.get(f"/{BUCKET}/models_manifest.json") as answer:
            self.assertEqual(json.load(answer), document(self.s3, "models_manifest.json"))
        key, secret = self.new_identity("may-nothing")
        nobody = self.client("s3", key, secret)
        self.assertTrue(document(nobody, "models_manifest.json"))
        # But a model may be somebody's own.
        weights = spec_of(nobody, "sempurna-tc-small")["training_artifact_key"] + "model.safetensors"
        self.assertEqual(self.code(nobody.get_object, Bucket=BUCKET, Key=weights), "AccessDenied")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.get(f"/{BUCKET}/{weights}")
        self.assertEqual(caught.exception.code, 403)
        self.assertEqual(self.s3.head_object(Bucket=BUCKET, Key=weights)["ResponseMetadata"]["HTTPStatusCode"], 200)
        no = {"Statement": {"Effect": "Deny", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}}
        key, secret = self.new_identity("may-not", no)
        self.assertEqual(self.code(self.client("s3", key, secret).get_object, Bucket=BUCKET,
                                   Key="models_manifest.json"), "AccessDenied")

    def test_nobody_changes_it(self):
        for work, more in ((self.s3.put_object, {"Key": "k", "Body": b"x"}),
                           (self.s3.delete_object, {"Key": "models_manifest.json"}),
                           (self.s3.delete_objects, {"Delete": {"Objects": [{"Key": "models_manifest.json"}]}}),
                           (self.s3.create_multipart_upload, {"Key": "k"}),
                           (self.s3.copy_object, {"Key": "k", "CopySource": f"{BUCKET}/models_manifest.json"}),
                           (self.s3.put_object_tagging, {"Key": "models_manifest.json", "Tagging": {"TagSet": []}}),
                           (self.s3.put_bucket_policy, {"Policy": "{}"}),
                           (self.s3.delete_bucket_policy, {}), (self.s3.delete_bucket, {})):
            with self.subTest(operation=str(work)), self.assertRaises(ClientError) as caught:
                work(Bucket=BUCKET, **more)
            error = caught.exception.response["Error"]
            self.assertEqual(error["Code"], "AccessDenied", error)
            self.assertIn("nobody may change it", error["Message"])
        for name in (BUCKET, "jumpstart-cache-prod-eu-west-1"):
            with self.assertRaises(ClientError) as caught:
                self.s3.create_bucket(Bucket=name)
            error = caught.exception.response["Error"]
            self.assertEqual(error["Code"], "BucketAlreadyExists")
            self.assertIn("The requested bucket name is not available.", error["Message"])
        self.assertEqual(self.code(self.s3.list_objects_v2, Bucket="jumpstart-cache-prod-eu-west-1"), "NoSuchBucket")


class ThePublicHub(Served):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hub = Hub(cls.server)

    def test_the_hub_is_listed_and_described(self):
        hubs = self.hub.call("ListHubs")["HubSummaries"]
        self.assertEqual([one["HubName"] for one in hubs], [HUB])
        self.assertEqual(self.hub.call("ListHubs", NameContains="mine")["HubSummaries"], [])
        for name in (HUB, f"arn:aws:sagemaker:us-east-1:aws:hub/{HUB}"):
            described = self.hub.call("DescribeHub", HubName=name)
            self.assertEqual(described["HubArn"], f"arn:aws:sagemaker:us-east-1:aws:hub/{HUB}")
            for member in ("HubName", "HubStatus", "CreationTime", "LastModifiedTime"):
                self.assertIn(member, described)

    def test_contents_come_in_pages(self):
        names, token = [], None
        while True:
            page = self.hub.call("ListHubContents", HubName=HUB, HubContentType="Model", MaxResults=20,
                                 **({"NextToken": token} if token else {}))
            names += [one["HubContentName"] for one in page["HubContentSummaries"]]
            token = page.get("NextToken")
            if not token:
                break
        s3 = self.client("s3")
        self.assertEqual(names, sorted(one["model_id"] for one in document(s3, "models_manifest.json")))
        few = self.hub.call("ListHubContents", HubName=HUB, HubContentType="Model", NameContains="sempurna-",
                            SortOrder="Descending")["HubContentSummaries"]
        self.assertEqual([one["HubContentName"] for one in few],
                         ["sempurna-tc-words", "sempurna-tc-small", "sempurna-tc-free", "sempurna-ic-small"])
        for member in ("HubContentArn", "HubContentVersion", "HubContentType", "DocumentSchemaVersion",
                       "HubContentStatus", "CreationTime"):
            self.assertIn(member, few[0])
        self.assertEqual(self.hub.call("ListHubContents", HubName=HUB, HubContentType="Notebook"),
                         {"HubContentSummaries": []})
        wrong = self.hub.call("ListHubContents", HubName=HUB, HubContentType="Model", NextToken="x")
        self.assertEqual(wrong["__type"], "ValidationException")
        self.assertIn("NextToken is not one that this server gave", wrong["message"])

    def test_a_model_is_described_as_version_3_reads_it(self):
        for name in ("sempurna-ic-small", BERT):
            described = self.hub.call("DescribeHubContent", HubName=HUB, HubContentType="Model", HubContentName=name)
            for member in ("HubContentName", "HubContentArn", "HubContentVersion", "HubContentType",
                           "DocumentSchemaVersion", "HubName", "HubArn", "HubContentDocument", "HubContentStatus",
                           "CreationTime"):
                self.assertIn(member, described)
            self.assertEqual(described["HubContentArn"],
                             f"arn:aws:sagemaker:us-east-1:aws:hub-content/{HUB}/Model/{name}/1.0.0")
            self.assertLess(len(described["HubContentDocument"]), 327680)
            model = json.loads(described["HubContentDocument"])
            spec = spec_of(self.client("s3"), name)
            self.assertEqual(model["TrainingArtifactUri"], uri(spec["training_artifact_key"]))
            self.assertEqual(model["TrainingScriptUri"], uri(spec["training_script_key"]))
            self.assertEqual(model["TrainingInstanceTypeVariants"]["Variants"]["m5"], {
                "Properties": {"ImageUri": name}})
            self.assertEqual([one["Default"] for one in model["Hyperparameters"]],
                             [one["default"] for one in spec["hyperparameters"]])
            self.assertEqual(model["TrainingMetrics"], spec["metrics"])
            self.assertEqual(model["SupportedTrainingInstanceTypes"], spec["supported_training_instance_types"])
            self.assertEqual(model["SageMakerSdkPredictorSpecifications"]["DefaultAcceptType"], "application/json")
            self.assertIs(model["TrainingSupported"], True)
        versions = self.hub.call("ListHubContentVersions", HubName=HUB, HubContentType="Model",
                                 HubContentName="sempurna-ic-small")["HubContentSummaries"]
        self.assertEqual([one["HubContentVersion"] for one in versions], ["1.0.0"])

    def test_what_is_not_there_is_said_so(self):
        for members in ({"HubContentName": "no-such-model"}, {"HubContentName": "sempurna-ic-small",
                                                              "HubContentVersion": "9.0.0"}):
            answer = self.hub.call("DescribeHubContent", HubName=HUB, HubContentType="Model", **members)
            self.assertEqual(answer["__type"], "ResourceNotFound", answer)
            self.assertIn(members["HubContentName"], answer["message"])
        for name in ("mine", "arn:aws:sagemaker:us-east-1:000000000000:hub/SageMakerPublicHub"):
            self.assertEqual(self.hub.call("DescribeHub", HubName=name)["__type"], "ResourceNotFound")
        answer = self.hub.call("DescribeHubContent", HubName=HUB, HubContentType="Modell", HubContentName="a")
        self.assertEqual(answer["__type"], "ValidationException")
        self.assertIn("Member must satisfy enum value set", answer["message"])

    def test_permissions_decide(self):
        key, secret = self.new_identity("reads-one", {"Statement": {
            "Effect": "Allow", "Action": "sagemaker:DescribeHubContent",
            "Resource": f"arn:aws:sagemaker:us-east-1:aws:hub-content/{HUB}/Model/sempurna-ic-small/*"}})
        hub = Hub(self.server, key, secret)
        self.assertIn("Hyperparameters", hub.model("sempurna-ic-small"))
        for operation, members in (("DescribeHubContent", {"HubName": HUB, "HubContentType": "Model",
                                                           "HubContentName": "sempurna-tc-small"}),
                                   ("ListHubs", {}), ("DescribeHub", {"HubName": HUB}),
                                   ("ListHubContents", {"HubName": HUB, "HubContentType": "Model"})):
            self.assertEqual(hub.call(operation, **members)["__type"], "AccessDeniedException")


class WhatTheSdkAsksFor(Jobs):
    def test_a_model_that_is_not_here_is_named_with_the_command_that_gets_it(self):
        spec = spec_of(self.s3, BERT)
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.create_training_job(**estimator_request(spec, "bert", "s3://jobs/texts/"))
        self.assertIn("sempurna models pull huggingface-tc-bert-base-uncased", str(caught.exception))

    def test_the_artifact_says_which_model_is_meant(self):
        """Before the image and the tag: a script of AWS's gives the artifact's own name of it."""
        asked = estimator_request(spec_of(self.s3, "sempurna-tc-small"), "by-artifact", "s3://jobs/texts/")
        asked["InputDataConfig"][1] = channel(
            "model", f"s3://jumpstart-cache-prod-us-west-2/tensorflow-training/v3.0.0/train-{BERT}.tar.gz")
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.create_training_job(**asked)
        self.assertIn("huggingface-tc-bert-base-uncased", str(caught.exception))

    @unittest.skipUnless(HAS_WORKER, "this build has no worker")
    def test_version_2_trains_from_specs(self):
        spec = spec_of(self.s3, "sempurna-tc-small")
        asked = estimator_request(spec, spec["resource_name_base"] + "-2026-11-29-14-30-00-000", "s3://jobs/texts/",
                                  epochs=1, batch_size=8)
        self.sagemaker.create_training_job(**asked)
        job = self.wait(asked["TrainingJobName"])
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertEqual(job["HyperParameters"], asked["HyperParameters"])
        self.assertLessEqual({"val_accuracy", "sempurna:val-accuracy"},
                             {one["MetricName"] for one in job["FinalMetricDataList"]})
        self.deploy(spec, job)

    @unittest.skipUnless(HAS_WORKER, "this build has no worker")
    def test_a_card_with_few_hyperparameters_trains_by_its_spec(self):
        spec = spec_of(self.s3, "sempurna-tc-words")
        asked = estimator_request(spec, "words-2026-11-30-14-30-00-000", "s3://jobs/texts/")
        self.assertNotIn("epochs", asked["HyperParameters"])
        self.sagemaker.create_training_job(**asked)
        job = self.wait(asked["TrainingJobName"])
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.deploy(spec, job)
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.create_training_job(**estimator_request(spec, "words-in-steps", "s3://jobs/texts/", epochs=1))
        self.assertIn("hyperparameter epochs means nothing for models of the family words", str(caught.exception))

    def deploy(self, spec, job):
        """As the estimator's deploy(), predict() and the predictor's delete do."""
        name = spec["resource_name_base"] + "-2026-11-29-14-35-00-000"
        self.sagemaker.create_model(
            ModelName=name, ExecutionRoleArn=ROLE, EnableNetworkIsolation=spec["inference_enable_network_isolation"],
            PrimaryContainer={"Image": spec["model_id"], "ModelDataUrl": job["ModelArtifacts"]["S3ModelArtifacts"],
                              "Environment": {one["name"]: str(one["default"])
                                              for one in spec["inference_environment_variables"]}},
            Tags=[{"Key": "sagemaker-sdk:jumpstart-model-id", "Value": spec["model_id"]}])
        self.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[{
            "VariantName": "AllTraffic", "ModelName": name, "InitialInstanceCount": 1, "InitialVariantWeight": 1,
            "InstanceType": spec["default_inference_instance_type"]}])
        self.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
        for _ in range(600):
            endpoint = self.sagemaker.describe_endpoint(EndpointName=name)
            if endpoint["EndpointStatus"] != "Creating":
                break
            time.sleep(0.1)
        self.assertEqual(endpoint["EndpointStatus"], "InService", endpoint)
        predictor = spec["predictor_specs"]
        answer = self.client("sagemaker-runtime").invoke_endpoint(
            EndpointName=name, Body="a good thing".encode(), ContentType=predictor["default_content_type"],
            Accept=predictor["supported_accept_types"][-1])
        said = json.loads(answer["Body"].read())
        self.assertEqual(set(said), {"probabilities", "labels", "predicted_label"})
        config = self.sagemaker.describe_endpoint(EndpointName=name)["EndpointConfigName"]
        model = self.sagemaker.describe_endpoint_config(EndpointConfigName=config)["ProductionVariants"][0]["ModelName"]
        self.sagemaker.delete_endpoint_config(EndpointConfigName=config)
        self.sagemaker.delete_endpoint(EndpointName=name)
        self.sagemaker.delete_model(ModelName=model)

    @unittest.skipUnless(HAS_WORKER, "this build has no worker")
    def test_version_3_trains_from_the_hub_on_the_default_data(self):
        asked = trainer_request(Hub(self.server).model("sempurna-tc-small"), "v3", epochs=1,
                                train_only_top_layer="True")
        # A member of it is newer than Debian's botocore.
        made = Hub(self.server).call("CreateTrainingJob", **asked)
        self.assertIn("TrainingJobArn", made)
        job = self.wait("v3")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertTrue(self.s3.head_object(Bucket="jobs", Key="v3/v3/output/model.tar.gz")["ContentLength"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
