#!/usr/bin/env python3
"""What the dialect Sempurna tells of a job before it begins, asked of a real server.

Usage: insight_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import sys
import unittest

from dialect import ask
from training import HAS_WORKER, Jobs, request

TEXTS = "sempurna-tc-small"


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
        after = self.estimate(HyperParameters={"epochs": "1", "batch_size": "8"})
        self.assertEqual(after["EarlierJobs"], 1)
        self.assertLess(after["Time"]["LowSeconds"], after["Time"]["HighSeconds"])
        more = self.estimate(HyperParameters={"epochs": "1", "batch_size": "8"}, TrainingExamples=40000)
        self.assertGreater(more["Time"]["LowSeconds"], after["Time"]["LowSeconds"])
        # Classes that the card's own layer knows keep it, and its defaults.
        steps = lambda classes: self.estimate(Classes=classes)["Steps"]  # noqa: E731
        self.assertEqual((steps(["1", "0"]), steps(["0", "2"])), (3 * 1, 10 * 1))
        # Another way of training has had no job.
        other = self.estimate(HyperParameters={"max_length": "64"})
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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
