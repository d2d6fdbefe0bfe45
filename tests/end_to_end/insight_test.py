#!/usr/bin/env python3
"""What the dialect Sempurna tells of a job before it begins and of its validation, asked of a real server.

Usage: insight_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import base64
import sys
import unittest

from dialect import ask
from training import HAS_WORKER, ROLE, Jobs, png, request

PICTURES, TEXTS = "sempurna-ic-small", "sempurna-tc-small"


class Insight(Jobs):
    def own(self, operation, **members):
        status, answer = ask(self.server, operation, **members)
        self.assertEqual(status, 200, answer)
        return answer

    def is_refused_with(self, words, operation, kind="ValidationException", **members):
        status, answer = ask(self.server, operation, **members)
        self.assertEqual((status, answer.get("__type")), (400, kind), answer)
        self.assertIn(words, answer["message"])

    def identity(self, name, *statements):
        allowed = [{"Effect": "Allow", "Action": action, "Resource": resource} for action, resource in statements]
        return dict(zip(("key", "secret"), self.new_identity(name, {"Statement": allowed})))

    def train(self, name, **more):
        self.sagemaker.create_training_job(**request(name, **more))
        job = self.wait(name)
        self.assertEqual(job["TrainingJobStatus"], "Completed", job)
        return job


@unittest.skipUnless(HAS_WORKER, "built without the training half")
class Validation(Insight):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, data, card in (("texts", "s3://jobs/texts", TEXTS), ("pictures", "s3://jobs/pictures", PICTURES)):
            cls.sagemaker.create_training_job(**request(name, data=data, card=card))
            cls().wait(name)

    def test_the_matrix_counts_every_example(self):
        for name in ("texts", "pictures"):
            told = self.own("DescribeValidation", TrainingJobName=name)
            self.assertTrue(told["IsKept"], told)
            self.assertEqual(told["Epoch"], 1)
            self.assertEqual(len(told["Labels"]), 2)
            self.assertEqual(sum(cell["Count"] for cell in told["Cells"]), told["Examples"])
            self.assertEqual(sum(cell["Listed"] for cell in told["Cells"]), told["Listed"])
            self.assertEqual(told["Listed"], told["Examples"])

    def test_texts_are_listed_with_row_and_words(self):
        items = self.own("ListValidationItems", TrainingJobName="texts", MaxResults=100)["Items"]
        table = self.s3.get_object(Bucket="jobs", Key="texts/data.csv")["Body"].read().decode().splitlines()
        self.assertGreater(len(items), 3)
        for item in items:
            self.assertEqual(item["S3Uri"], "s3://jobs/texts/data.csv")
            self.assertEqual(table[item["Row"] - 1], f'{item["Label"]},"{item["Text"]}"')
            self.assertTrue(item["IsReadable"])
        sure = [item["LabelProbability"] for item in items]
        self.assertEqual(sure, sorted(sure))
        best = self.own("ListValidationItems", TrainingJobName="texts", MaxResults=100, Order="Best")["Items"]
        self.assertEqual(best, items[::-1])
        some = self.own("ListValidationItems", TrainingJobName="texts", MaxResults=100, Order="Random")["Items"]
        self.assertEqual(sorted(item["Row"] for item in some), sorted(item["Row"] for item in items))

    def test_pictures_are_the_objects_that_they_came_from(self):
        items = self.own("ListValidationItems", TrainingJobName="pictures", MaxResults=100)["Items"]
        for item in items:
            key = item["S3Uri"].removeprefix("s3://jobs/")
            self.assertGreater(self.s3.head_object(Bucket="jobs", Key=key)["ContentLength"], 0)
            self.assertTrue(key.startswith(f"pictures/{item['Label']}/"), key)
            self.assertNotIn("Text", item)

    def test_a_cell_opens_its_examples_page_by_page(self):
        for cell in self.own("DescribeValidation", TrainingJobName="texts")["Cells"]:
            found, token = [], {}
            while True:
                page = self.own("ListValidationItems", TrainingJobName="texts", Label=cell["Label"],
                                Predicted=cell["Predicted"], MaxResults=1, **token)
                found += page["Items"]
                if "NextToken" not in page:
                    break
                token = {"NextToken": page["NextToken"]}
            self.assertEqual(len(found), cell["Listed"])
            self.assertEqual({(item["Label"], item["Predicted"]) for item in found},
                             {(cell["Label"], cell["Predicted"])})

    def test_who_may_not_read_the_data_is_not_told_what_they_say(self):
        watcher = self.identity("watcher", ("sagemaker:DescribeTrainingJob", "*"))
        items = self.own("ListValidationItems", TrainingJobName="texts", **watcher)["Items"]
        self.assertEqual({item["IsReadable"] for item in items}, {False})
        self.assertEqual([item for item in items if "Text" in item], [])
        reader = self.identity("reader", ("sagemaker:DescribeTrainingJob", "*"),
                               ("s3:GetObject", "arn:aws:s3:::jobs/texts/*"))
        self.assertIn("Text", self.own("ListValidationItems", TrainingJobName="texts", **reader)["Items"][0])
        nobody = self.identity("nobody", ("s3:GetObject", "*"))
        for operation in ("DescribeValidation", "ListValidationItems"):
            self.is_refused_with("sagemaker:DescribeTrainingJob", operation, "AccessDeniedException",
                                 TrainingJobName="texts", **nobody)

    def test_wrong_input_is_named(self):
        self.is_refused_with("There is no training job 'x'", "DescribeValidation", "ResourceNotFound",
                             TrainingJobName="x")
        self.is_refused_with("TrainingJobName", "DescribeValidation")
        of = {"TrainingJobName": "texts"}
        self.is_refused_with("Order is Worst, Best or Random, not 'best'", "ListValidationItems", Order="best", **of)
        self.is_refused_with("MaxResults", "ListValidationItems", MaxResults=101, **of)
        self.is_refused_with("NextToken is not one", "ListValidationItems", NextToken="x", **of)
        self.is_refused_with("The items are of epoch 1 by now, those before were of epoch 7", "ListValidationItems",
                             NextToken="7.12", **of)

    def test_before_the_first_validation_there_is_nothing(self):
        self.train("unwatched", HyperParameters={"epochs": "1", "validation_split_ratio": "0"})
        self.assertEqual(self.own("DescribeValidation", TrainingJobName="unwatched"), {})
        self.assertEqual(self.own("ListValidationItems", TrainingJobName="unwatched")["Items"], [])


@unittest.skipUnless(HAS_WORKER, "built without the training half")
class Estimates(Insight):
    def estimate(self, card=TEXTS, **more):
        return self.own("EstimateTrainingJob", **{"ModelId": card, "InstanceType": "ml.p3.2xlarge",
                                                  "TrainingExamples": 40, **more})

    def test_an_estimate_is_told_by_jobs_that_were_done(self):
        before = self.estimate()
        self.assertEqual(before["EarlierJobs"], 0)
        self.assertNotIn("Time", before)
        self.assertGreater(before["Memory"]["Bytes"], 250e6)
        self.assertGreater(before["Disk"]["AvailableBytes"], before["Disk"]["Bytes"])
        self.assertEqual(before["TrainingExamples"] + before["ValidationExamples"], 40)
        self.assertIn("ml.p3.2xlarge has 1 GPU", before["StandsBehind"])
        self.train("first", data="s3://jobs/texts", card=TEXTS)
        same = {"Classes": ["1", "0"], "HyperParameters": {"epochs": "1", "batch_size": "8"}}
        after = self.estimate(**same)
        self.assertEqual(after["EarlierJobs"], 1)
        self.assertLess(after["Time"]["LowSeconds"], after["Time"]["HighSeconds"])
        more = self.estimate(**{**same, "TrainingExamples": 40000})
        self.assertGreater(more["Time"]["LowSeconds"], after["Time"]["LowSeconds"])
        # The default data keep the card's own layer, and its defaults.
        self.assertEqual(self.estimate(Classes=["1", "0"], DefaultData=True)["Steps"], 3)
        # Others are solved for, not taken in steps.
        for classes in (["1", "0"], ["0", "2"]):
            self.assertNotIn("Steps", self.estimate(Classes=classes))
        # Another way of training has had no job.
        other = self.estimate(**{**same, "HyperParameters": {"max_length": "64"}})
        self.assertEqual(other["EarlierJobs"], 0)
        # Everybody who is let in is told, and no name of anybody's job.
        nobody = self.identity("nobody", ("s3:ListAllMyBuckets", "*"))
        self.assertNotIn("first", str(self.estimate(**nobody)))

    def test_wrong_input_is_named(self):
        self.is_refused_with("There is no model card 'x'", "EstimateTrainingJob", "ResourceNotFound", ModelId="x",
                             InstanceType="ml.p3.2xlarge", TrainingExamples=4)
        of = {"ModelId": TEXTS, "InstanceType": "ml.p3.2xlarge"}
        self.is_refused_with("TrainingExamples must say how many examples", "EstimateTrainingJob", **of)
        self.is_refused_with("TrainingExamples", "EstimateTrainingJob", TrainingExamples=-1, **of)
        self.is_refused_with("epochs", "EstimateTrainingJob", TrainingExamples=4, HyperParameters={"epochs": "x"},
                             **of)
        self.is_refused_with("Classes must be a list of texts", "EstimateTrainingJob", "SerializationException",
                             TrainingExamples=4, Classes=[0], **of)
        self.is_refused_with("ml.p3.2xlarge", "EstimateTrainingJob", ModelId=TEXTS, InstanceType="ml.p3.3xlarge",
                             TrainingExamples=4)


@unittest.skipUnless(HAS_WORKER, "built without the training half")
class Previews(Insight):
    def preview(self, card, data, **more):
        return self.own("PreviewExamples", ModelId=card, RoleArn=ROLE, Training=data, **more)

    def test_pictures_are_seen_as_prepared_and_augmented(self):
        plain = self.preview(PICTURES, "s3://jobs/pictures", MaxResults=6, HyperParameters={"augmentation": "False"})
        self.assertEqual(len(plain["Examples"]), 6)
        self.assertFalse(plain["IsAugmented"])
        for example in plain["Examples"]:
            self.assertEqual(base64.b64decode(example["Jpeg"])[:2], b"\xff\xd8")
            self.assertTrue(example["S3Uri"].startswith(f"s3://jobs/pictures/{example['Label']}/"), example["S3Uri"])
            self.assertLess(example["Lowest"], example["Highest"])
        turned = self.preview(PICTURES, "s3://jobs/pictures", MaxResults=6, HyperParameters={"augmentation": "True"})
        self.assertTrue(turned["IsAugmented"])
        self.assertEqual([one["S3Uri"] for one in turned["Examples"]], [one["S3Uri"] for one in plain["Examples"]])
        self.assertNotEqual([one["Jpeg"] for one in turned["Examples"]], [one["Jpeg"] for one in plain["Examples"]])

    def test_texts_are_seen_as_tokens(self):
        seen = self.preview(TEXTS, "s3://jobs/texts", HyperParameters={"max_length": "6"})
        self.assertEqual(seen["Longest"], 6)
        for example in seen["Examples"]:
            self.assertLessEqual(len(example["Tokens"]), 6)
            self.assertEqual(example["S3Uri"], "s3://jobs/texts/data.csv")
        self.assertIn(True, [example["IsCut"] for example in seen["Examples"]])
        whole = self.preview(TEXTS, "s3://jobs/texts", MaxResults=4)
        self.assertEqual(len(whole["Examples"]), 4)
        self.assertEqual({example["IsCut"] for example in whole["Examples"]}, {False})

    def test_who_may_not_read_the_data_sees_none(self):
        passes = self.identity("passes", ("iam:PassRole", "*"))
        seen = self.preview(TEXTS, "s3://jobs/texts", **passes)
        self.assertEqual({example["IsReadable"] for example in seen["Examples"]}, {False})
        self.assertNotIn("Tokens", str(seen))
        nobody = self.identity("nobody", ("s3:*", "*"))
        self.is_refused_with("iam:PassRole", "PreviewExamples", "AccessDeniedException", ModelId=TEXTS, RoleArn=ROLE,
                             Training="s3://jobs/texts", **nobody)

    def test_what_is_wrong_is_a_sentence(self):
        of = {"ModelId": TEXTS, "RoleArn": ROLE}
        self.is_refused_with("Training", "PreviewExamples", **of)
        self.is_refused_with("s3://", "PreviewExamples", Training="texts", **of)
        self.is_refused_with("max_length", "PreviewExamples", Training="s3://jobs/texts",
                             HyperParameters={"max_length": "x"}, **of)
        self.is_refused_with("are not on this machine", "PreviewExamples", ModelId="huggingface-ic-resnet-18",
                             RoleArn=ROLE, Training="s3://jobs/pictures")
        for k in range(3):
            self.s3.put_object(Bucket="jobs", Key=f"damaged/red/{k}.png", Body=png(200, 20, 20, k))
            self.s3.put_object(Bucket="jobs", Key=f"damaged/blue/{k}.png", Body=png(20, 20, 200, k)[:60])
        status, answer = ask(self.server, "PreviewExamples", ModelId=PICTURES, RoleArn=ROLE,
                             Training="s3://jobs/damaged")
        self.assertEqual((status, answer["__type"]), (400, "ValidationException"))
        self.assertIn("s3://jobs/damaged/blue/", answer["message"])
        self.assertNotIn(str(self.server.folder), answer["message"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
