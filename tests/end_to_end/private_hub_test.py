#!/usr/bin/env python3
"""Private hubs by the SageMaker API: a fine-tuned model imported as a content, which is a model card then, listed,
described, trained, deployed and deleted; and who may see it.

Usage: private_hub_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
Where there is no worker beside the program (a build without libtorch), no model can be imported.
"""
import io
import json
import subprocess
import sys
import tarfile
import unittest

from served import PROGRAMS
from sagemaker_sdk import BUCKET, HUB, Hub, document
from training import ACCOUNT, HAS_WORKER, Jobs, request

ARN = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:hub/team"
CONTENT = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:hub-content/team/Model/ours/1.0.0"
PLACE = "s3://jobs/out/first/output/model.tar.gz"


class Hubs(Jobs):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hub = Hub(cls.server)

    def call(self, operation, hub=None, **members):
        answer = (hub or self.hub).call(operation, **members)
        self.assertNotIn("__type", answer)
        return answer

    def refused(self, kind, operation, hub=None, **members):
        answer = (hub or self.hub).call(operation, **members)
        self.assertEqual(answer.get("__type"), kind, answer)
        return answer["message"]

    def import_members(self, **changed):
        return {"HubName": "team", "HubContentName": "ours", "HubContentType": "Model",
                "DocumentSchemaVersion": "2.0.0",
                "HubContentDocument": json.dumps({"TrainingArtifactUri": PLACE}), **changed}

    def models(self, *arguments):
        """The command line with the server's own data."""
        done = subprocess.run([PROGRAMS / "sempurna", "models", *arguments, "--json"], capture_output=True, text=True,
                              env={**self.server.environment, "SEMPURNA_DATA_DIR": str(self.server.folder)})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def own_models(self):
        folder = self.server.folder / "models"
        return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


class WithoutContents(Hubs):
    def test_a_hub_is_made_told_and_deleted(self):
        made = self.call("CreateHub", HubName="team", HubDescription="Ours", HubDisplayName="Team",
                         HubSearchKeywords=["own"], Tags=[{"Key": "a", "Value": "b"}])
        self.assertEqual(made, {"HubArn": ARN})
        for name in ("team", "TEAM", ARN):
            described = self.call("DescribeHub", HubName=name)
            self.assertEqual((described["HubName"], described["HubArn"], described["HubStatus"]),
                             ("team", ARN, "InService"))
            self.assertEqual((described["HubDescription"], described["HubDisplayName"],
                              described["HubSearchKeywords"]), ("Ours", "Team", ["own"]))
        self.assertEqual(self.call("ListTags", ResourceArn=ARN)["Tags"], [{"Key": "a", "Value": "b"}])
        self.assertIn("is there already", self.refused("ResourceInUse", "CreateHub", HubName="Team",
                                                       HubDescription="again"))
        listed = self.call("ListHubs", SortBy="HubName", SortOrder="Ascending")["HubSummaries"]
        self.assertEqual([one["HubName"] for one in listed], [HUB, "team"])
        page = self.call("ListHubs", SortBy="HubName", SortOrder="Descending", MaxResults=1)
        self.assertEqual([one["HubName"] for one in page["HubSummaries"]], ["team"])
        page = self.call("ListHubs", SortBy="HubName", SortOrder="Descending", NextToken=page["NextToken"])
        self.assertEqual([one["HubName"] for one in page["HubSummaries"]], [HUB])
        self.assertEqual(self.call("ListHubContents", HubName="team", HubContentType="Model"),
                         {"HubContentSummaries": []})
        self.call("DeleteHub", HubName="team")
        self.assertIn("Hub team does not exist.", self.refused("ResourceNotFound", "DescribeHub", HubName="team"))
        self.assertIn("Could not find resource", self.refused("ResourceNotFound", "ListTags", ResourceArn=ARN))

    def test_the_public_hub_is_nobody_s(self):
        for operation, more in (("CreateHub", {"HubDescription": "x"}), ("DeleteHub", {})):
            for name in (HUB, HUB.lower()):
                self.assertIn("this server's own", self.refused("ResourceInUse", operation, HubName=name, **more))
        message = self.refused("ValidationException", "ImportHubContent", **self.import_members(HubName=HUB))
        self.assertIn("which CreateHub makes, or add a model to this machine's with `sempurna models add`", message)
        self.assertIn("`sempurna models remove`", self.refused(
            "ResourceInUse", "DeleteHubContent", HubName=HUB, HubContentType="Model",
            HubContentName="sempurna-ic-small", HubContentVersion="1.0.0"))

    def test_what_cannot_be_had_is_refused_by_name(self):
        self.assertIn("S3StorageConfig", self.refused("ValidationException", "CreateHub", HubName="x",
                                                      HubDescription="x",
                                                      S3StorageConfig={"S3OutputPath": "s3://jobs/hub"}))
        self.assertIn("SortBy AccountIdOwner is not served",
                      self.refused("ValidationException", "ListHubs", SortBy="AccountIdOwner"))
        self.call("CreateHub", HubName="refuses", HubDescription="x")

        def message(kind="ValidationException", **changed):
            return self.refused(kind, "ImportHubContent", **self.import_members(HubName="refuses", **changed))
        self.assertIn("Hub nobody does not exist.", self.refused(
            "ResourceNotFound", "ImportHubContent", **self.import_members(HubName="nobody")))
        self.assertIn("HubContentType Notebook is not served", message(HubContentType="Notebook"))
        self.assertIn("DocumentSchemaVersion 1.0.0 is not served: use 2.0.0", message(DocumentSchemaVersion="1.0.0"))
        self.assertIn("SupportStatus", message(SupportStatus="Deprecated"))
        self.assertIn("HubContentName Ours cannot be used, since it becomes a model card's id: an id holds only "
                      "lower-case letters, digits and hyphens", message(HubContentName="Ours"))
        self.assertIn("There is a model card sempurna-ic-small already",
                      message("ResourceInUse", HubContentName="sempurna-ic-small"))
        for text, words in (("no json", "HubContentDocument is no JSON object"), ("[]", "is no JSON object"),
                            ("{}", "names no model"), ('{"Url": "x"}', "has Url, but"),
                            ('{"TrainingArtifactUri": 3}', "TrainingArtifactUri in HubContentDocument must be a text"),
                            ('{"TrainingArtifactUri": "s3://a/b", "HostingArtifactUri": "s3://a/c"}', "names two models"),
                            ('{"TrainingArtifactUri": "/etc/passwd"}', "must be s3://BUCKET/PREFIX")):
            self.assertIn(words, message(HubContentDocument=text))
        for place in ("s3://jobs/none/model.tar.gz", "s3://no-such-bucket/model.tar.gz"):
            self.assertIn(f"the model in {place} cannot be imported: ",
                          message(HubContentDocument=json.dumps({"HostingArtifactUri": place})))
        self.s3.put_object(Bucket="jobs", Key="broken.tar.gz", Body=b"no archive")
        answer = message(HubContentDocument=json.dumps({"HostingArtifactUri": "s3://jobs/broken.tar.gz"}))
        self.assertIn("the model in s3://jobs/broken.tar.gz cannot be imported: s3://jobs/broken.tar.gz is not a gzip",
                      answer)
        self.assertEqual(self.own_models(), [])

    def test_the_archive_is_read_with_the_caller_s_rights(self):
        self.call("CreateHub", HubName="rights", HubDescription="x")
        key, secret = self.new_identity("imports", {"Statement": [
            {"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]})
        self.s3.put_object(Bucket="jobs", Key="secret.tar.gz", Body=b"x")
        message = self.refused("AccessDeniedException", "ImportHubContent", Hub(self.server, key, secret),
                               **self.import_members(HubName="rights", HubContentDocument=json.dumps(
                                   {"TrainingArtifactUri": "s3://jobs/secret.tar.gz"})))
        self.assertIn("is not authorized to perform s3:GetObject on arn:aws:s3:::jobs/secret.tar.gz", message)
        tagger = Hub(self.server, *self.new_identity("hub-tagger", {"Statement": {
            "Effect": "Allow", "Action": ["sagemaker:CreateHub", "sagemaker:AddTags"], "Resource": "*",
            "Condition": {"StringEquals": {"aws:RequestTag/team": "a"}}}}))
        members = {"HubName": "tagged", "HubDescription": "x"}
        self.refused("AccessDeniedException", "CreateHub", tagger, **members)
        self.refused("AccessDeniedException", "CreateHub", tagger, **members, Tags=[{"Key": "team", "Value": "b"}])
        self.call("CreateHub", tagger, **members, Tags=[{"Key": "team", "Value": "a"}])
        key, secret = self.new_identity("imports-none")
        self.refused("AccessDeniedException", "ImportHubContent", Hub(self.server, key, secret),
                     **self.import_members(HubName="rights"))
        self.refused("AccessDeniedException", "CreateHub", Hub(self.server, key, secret), HubName="x",
                     HubDescription="x")


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class WithAModel(Hubs):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sagemaker.create_training_job(**request("first", "s3://jobs/texts", "sempurna-tc-small"))
        job = cls.wait(cls(), "first")
        assert job["TrainingJobStatus"] == "Completed", job
        cls.hub.call("CreateHub", HubName="team", HubDescription="Ours")

    def runTest(self):
        """So that setUpClass can wait."""

    def setUp(self):
        made = self.call("ImportHubContent", **self.import_members(
            HubContentDisplayName="Our texts", HubContentDescription="Good and bad.", HubContentMarkdown="# Ours\n",
            HubContentSearchKeywords=["own", "texts"], Tags=[{"Key": "a", "Value": "b"}]))
        self.assertEqual(made, {"HubArn": ARN, "HubContentArn": CONTENT})
        self.addCleanup(lambda: self.own_models() and self.models("remove", "ours"))

    def delete(self):
        return self.call("DeleteHubContent", HubName="team", HubContentType="Model", HubContentName="ours",
                         HubContentVersion="1.0.0")

    def test_it_is_a_card_everywhere_but_in_the_public_hub(self):
        described = self.call("DescribeHubContent", HubName="team", HubContentType="Model", HubContentName="ours")
        for member, value in (("HubContentArn", CONTENT), ("HubContentVersion", "1.0.0"), ("HubArn", ARN),
                              ("HubContentDisplayName", "Our texts"), ("HubContentDescription", "Good and bad."),
                              ("HubContentMarkdown", "# Ours\n"), ("HubContentSearchKeywords", ["own", "texts"]),
                              ("HubContentStatus", "Available"), ("DocumentSchemaVersion", "2.0.0")):
            self.assertEqual(described[member], value, member)
        model = json.loads(described["HubContentDocument"])
        self.assertEqual(model["TrainingArtifactUri"], f"s3://{BUCKET}/private-models/ours/")
        self.assertIs(model["TrainingSupported"], True)
        for operation in ("ListHubContents", "ListHubContentVersions"):
            name = {} if operation == "ListHubContents" else {"HubContentName": "ours"}
            [one] = self.call(operation, HubName=ARN, HubContentType="Model", **name)["HubContentSummaries"]
            self.assertEqual(one["HubContentName"], "ours")
        self.assertEqual(self.call("ListTags", ResourceArn=CONTENT)["Tags"], [{"Key": "a", "Value": "b"}])
        card = self.models("show", "ours")
        self.assertEqual((card["name"], card["private_hub"], card["classes"], card["fine_tunable"]),
                         ("Our texts", "team", ["0", "1"], True))
        self.assertEqual(card["provenance"], f"Imported from {PLACE}. Fine-tuned from sempurna-tc-small.")
        self.assertIn("ours", [one["id"] for one in self.models()])
        public = self.call("ListHubContents", HubName=HUB, HubContentType="Model")["HubContentSummaries"]
        self.assertNotIn("ours", [one["HubContentName"] for one in public])
        self.assertNotIn("ours", [one["model_id"] for one in document(self.s3, "models_manifest.json")])
        self.refused("ResourceNotFound", "DescribeHubContent", HubName=HUB, HubContentType="Model",
                     HubContentName="ours")
        files = [one["Key"] for one in self.s3.list_objects_v2(Bucket=BUCKET, Prefix="private-models/ours/")["Contents"]]
        self.assertIn("private-models/ours/model.safetensors", files)

    def test_it_is_trained_as_any_other(self):
        for name, card in (("by-id", "ours"), ("by-artifact", "some/image")):
            asked = request(name, "s3://jobs/texts", card)
            if name == "by-artifact":
                asked["InputDataConfig"].append({"ChannelName": "model", "DataSource": {"S3DataSource": {
                    "S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/private-models/ours/"}}})
            self.sagemaker.create_training_job(**asked)
            job = self.wait(name)
            self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        facts = json.loads(self.s3.get_object(Bucket="jobs", Key="out/by-id/job.json")["Body"].read())
        self.assertEqual(facts["lineage"], ["sempurna-tc-small", "ours"])

    def test_it_is_taken_once_and_gone_when_it_is_deleted(self):
        self.assertIn("There is a model card ours already",
                      self.refused("ResourceInUse", "ImportHubContent", **self.import_members()))
        self.assertIn("has contents, ours among them", self.refused("ResourceInUse", "DeleteHub", HubName="team"))
        self.refused("ResourceNotFound", "DeleteHubContent", HubName="team", HubContentType="Model",
                     HubContentName="ours", HubContentVersion="2.0.0")
        self.assertEqual(self.delete(), {})
        self.refused("ResourceNotFound", "DescribeHubContent", HubName="team", HubContentType="Model",
                     HubContentName="ours")
        self.assertEqual(self.own_models(), [])
        self.assertIn("Could not find resource", self.refused("ResourceNotFound", "ListTags", ResourceArn=CONTENT))
        # Of another version, from loose files, deleted by the command line.
        body = self.s3.get_object(Bucket="jobs", Key="out/first/output/model.tar.gz")["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            for file in archive:
                self.s3.put_object(Bucket="jobs", Key=f"loose/{file.name}", Body=archive.extractfile(file).read())
        made = self.call("ImportHubContent", **self.import_members(
            HubContentVersion="2.1.0", HubContentDocument=json.dumps({"HostingArtifactUri": "s3://jobs/loose/"})))
        self.assertEqual(made["HubContentArn"], CONTENT.replace("1.0.0", "2.1.0"))
        described = self.call("DescribeHubContent", HubName="team", HubContentType="Model", HubContentName="ours")
        self.assertEqual((described["HubContentVersion"], described["HubContentDisplayName"]), ("2.1.0", "loose"))
        self.models("remove", "ours")
        self.refused("ResourceNotFound", "DescribeHubContent", HubName="team", HubContentType="Model",
                     HubContentName="ours")

    def test_it_stays_as_long_as_a_job_begins_with_it(self):
        long = request("long", "s3://jobs/texts", "ours")
        long["HyperParameters"] = {"epochs": "500", "early_stopping": "False"}
        self.call("CreateTrainingJob", **long)
        self.assertIn("stop that job, or delete the content when it has ended",
                      self.refused("ResourceInUse", "DeleteHubContent", HubName="team", HubContentType="Model",
                                   HubContentName="ours", HubContentVersion="1.0.0"))
        self.call("StopTrainingJob", TrainingJobName="long")
        self.assertEqual(self.wait("long")["TrainingJobStatus"], "Stopped")
        self.assertEqual(self.delete(), {})

    def test_a_readme_of_any_kind_hurts_nobody(self):
        self.delete()
        body = self.s3.get_object(Bucket="jobs", Key="out/first/output/model.tar.gz")["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            for file in archive:
                self.s3.put_object(Bucket="jobs", Key=f"read/{file.name}", Body=archive.extractfile(file).read())
        self.s3.put_object(Bucket="jobs", Key="read/README.md", Body=b"a" * 170392)
        self.call("ImportHubContent", **self.import_members(
            HubContentDocument=json.dumps({"HostingArtifactUri": "s3://jobs/read/"})))
        described = self.call("DescribeHubContent", HubName="team", HubContentType="Model", HubContentName="ours")
        self.assertTrue(described["HubContentMarkdown"].startswith("# read\n"), described["HubContentMarkdown"][:40])

    def test_who_may_not_see_it_does_not(self):
        key, secret = self.new_identity("outside", {"Statement": [
            {"Effect": "Allow", "Action": ["sagemaker:*", "iam:PassRole", "sempurna:*"], "Resource": "*"},
            {"Effect": "Deny", "Action": "sagemaker:DescribeHubContent", "Resource": CONTENT.replace("1.0.0", "*")}]})
        outside = Hub(self.server, key, secret)
        for name in ("team", "TEAM"):
            self.refused("AccessDeniedException", "DescribeHubContent", outside, HubName=name,
                         HubContentType="Model", HubContentName="ours")
        others = self.client("s3", key, secret)
        everything = [one["Key"] for page in others.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
                      for one in page["Contents"]]
        self.assertIn("models_manifest.json", everything)
        for prefix in ("", "p", "private-models"):
            answer = others.list_objects_v2(Bucket=BUCKET, Prefix=prefix, Delimiter="/")
            self.assertNotIn({"Prefix": "private-models/"}, answer.get("CommonPrefixes", []))
        self.assertEqual([key for key in everything if "ours" in key], [])
        listed = self.call("ListHubContents", HubName="team", HubContentType="Model")["HubContentSummaries"]
        self.assertEqual([one["HubContentName"] for one in listed], ["ours"])
        self.assertEqual(outside.call("ListHubContents", HubName="team", HubContentType="Model"),
                         {"HubContentSummaries": []})
        self.assertEqual(self.refused("ResourceInUse", "DeleteHub", outside, HubName="team"),
                         "The hub team has contents; delete them first")
        self.assertEqual(self.code(others.list_objects_v2, Bucket=BUCKET, Prefix="private-models/"), "AccessDenied")
        self.assertEqual(self.code(others.get_object, Bucket=BUCKET, Key="private-models/ours/model.safetensors"),
                         "AccessDenied")
        message = self.refused("ValidationException", "CreateTrainingJob", outside,
                               **request("denied", "s3://jobs/texts", "ours"))
        self.assertIn(f"Access denied to hub content {CONTENT}: ", message)
        # Whoever is let in sees it.
        self.call("CreateTrainingJob", **request("allowed", "s3://jobs/texts", "ours"))
        self.wait("allowed")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
