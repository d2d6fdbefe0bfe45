#!/usr/bin/env python3
"""The card of words alone as a person uses it: learnt, asked, measured, served, trained on; and what it refuses.

Usage: words_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import json
import pathlib
import socket
import sys
import tarfile
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from programs import CommandLine, ROOT, SOURCE, run, start, wait_until, write_texts  # noqa: E402

CARD = "sempurna-tc-words"
TOPICS = {0: "payment invoice refund", 1: "delivery parcel courier", 2: "login password account"}


def questions(count, topics=TOPICS):
    return [(label, f"{words.split()[n % 3]} question number {n} about {words.split()[n % 2]}")
            for n in range(count) for label, words in topics.items()]


class WordsAlone(CommandLine):
    @classmethod
    def setUpClass(cls):
        cls.data = write_texts(ROOT / "topics", questions(60))
        cls.facts = cls().fine_tune("topics", CARD, "--data", cls.data)

    def answers(self, model, *texts):
        lines = self.succeed("predict", model, "--json", *texts).splitlines()
        return [json.loads(line)["predicted_label"] for line in lines]

    def test_a_job_ends_as_any_other_does(self):
        facts = self.facts
        self.assertEqual(facts["evaluations"][0]["metrics"]["accuracy"], 1, facts)
        with tarfile.open(facts["output"]) as tar:
            self.assertEqual(sorted(tar.getnames()), ["config.json", "labels_info.json", "model.safetensors",
                                                      "training.json", "words.safetensors"])
            self.assertEqual(json.load(tar.extractfile("config.json"))["model_type"], "words")
        record = self.training_record(facts)
        self.assertEqual((record["parent"]["model_type"], len(record["history"])), ("words", 1))
        self.assertEqual(set(record["hyperparameters"]), {"reinitialize_top_layer", "validation_split_ratio",
                         "random_seed", "on_bad_data", "report_language", "report_in_archive"})
        self.assertIn("A linear model on words and pairs of words", pathlib.Path(facts["report"]).read_text(encoding="utf-8"))
        told = self.succeed("fine-tune", "--resume", "--name", "topics", "--output", ROOT / "jobs")
        for fact in ("Parent model", "Training job ", "Training job ARN", "Training time", "Output"):
            self.assertIn(fact, told)

    def test_it_answers_and_is_measured(self):
        self.assertEqual(self.answers(self.facts["output"], "where is my parcel", "my password is gone", "a refund, please"),
                         ["1", "2", "0"])
        others = write_texts(ROOT / "other-topics", [(0, "the invoice"), (2, "an account"), (1, "a courier")])
        measured = json.loads(self.succeed("evaluate", self.facts["output"], "--data", others, "--json"))
        self.assertEqual(measured["accuracy"], 1, measured)
        strangers = write_texts(ROOT / "strangers", [(7, "the invoice"), (8, "an account")])
        self.assertIn("7", self.refuse("evaluate", self.facts["output"], "--data", strangers))

    def test_it_answers_over_http(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = start("serve-model", self.facts["output"], "--listen", f"127.0.0.1:{port}")
        try:
            def is_there():
                try:
                    return urllib.request.urlopen(f"http://127.0.0.1:{port}/ping").status == 200
                except OSError:
                    return False
            wait_until(is_there)
            request = urllib.request.Request(f"http://127.0.0.1:{port}/invocations", b"where is my parcel",
                                             {"Content-Type": "application/x-text", "Accept": "application/json;verbose"})
            self.assertEqual(json.load(urllib.request.urlopen(request))["predicted_label"], "1")
        finally:
            process.terminate()
            process.communicate()

    def test_it_is_trained_on_with_its_words_and_added_as_a_card(self):
        def words_of(facts):
            with tarfile.open(facts["output"]) as tar:
                return tar.extractfile("words.safetensors").read()
        more = write_texts(ROOT / "more-topics", questions(20))
        next_one = self.fine_tune("next", self.facts["output"], "--data", more)
        self.assertEqual(next_one["lineage"], [CARD, "topics"])
        self.assertEqual(words_of(next_one), words_of(self.facts))
        card = json.loads(self.succeed("models", "add", self.facts["output"], "--id", "topics-card", "--json"))
        self.assertEqual((card["family"], card["licence"]), ("words", "apache-2.0"))
        other = write_texts(ROOT / "two-topics", questions(20, {0: "sun rain cloud", 1: "goal match team"}))
        anew = self.fine_tune("anew", "topics-card", "--data", other)
        self.assertEqual(anew["evaluations"][0]["metrics"]["accuracy"], 1)
        self.assertNotEqual(words_of(anew), words_of(self.facts))

    def test_its_default_data_are_short_reviews(self):
        facts = self.fine_tune("reviews", CARD)
        self.assertEqual([one["name"] for one in facts["evaluations"]], ["validation", "test"])

    def test_a_setting_without_effect_is_refused_by_its_name(self):
        for option in (("--epochs", "3"), ("--set", "max_length=64"), ("--set", "word_features=False")):
            name = option[1].split("=")[0] if option[0] == "--set" else option[0].strip("-")
            self.assertEqual(self.refuse("fine-tune", CARD, "--data", self.data, *option),
                             f"hyperparameter {name} means nothing for models of the family words; leave it out")
        shown = json.loads(self.succeed("models", "show", CARD, "--json"))
        self.assertNotIn("epochs", [one["name"] for one in shown["hyperparameters"]])
        self.assertTrue(shown["here"])

    def test_pictures_and_a_model_without_classes_are_refused(self):
        pictures = ROOT / "pictures" / "roses"
        pictures.mkdir(parents=True)
        (pictures / "a.jpg").write_bytes(b"no picture")
        self.assertIn("data.csv", self.refuse("fine-tune", CARD, "--data", pictures.parent, "--output", ROOT / "jobs"))
        self.assertIn("fine-tune it first", self.refuse("predict", SOURCE / "models" / CARD, "a text"))

    def test_texts_are_checked_for_it(self):
        self.assertEqual(run("check", CARD, "--data", self.data).returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
