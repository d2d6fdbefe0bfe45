#!/usr/bin/env python3
"""Has a server fetch the files of model cards from a hub on loopback, as Studio does.

Usage: pulls_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from dialect import ask
from served import PROGRAMS, Served
from server import Server

SOURCE = pathlib.Path(sys.argv[2]).resolve()
GOLDEN = SOURCE / "tests" / "golden" / "models"
CARD = "huggingface-ic-resnet-18"
ON_HUB = "microsoft/resnet-18"


@unittest.skipUnless((PROGRAMS / "sempurna-worker").exists(), "built without the training half, which proves models")
class FromAHub(Served):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="sempurna-hub-")
        cls.hub = pathlib.Path(cls.scratch.name)
        cls.hub_server = subprocess.Popen([sys.executable, str(SOURCE / "tests" / "hub" / "hub_server.py"),
                                           str(cls.hub)])
        while not (cls.hub / "ports").exists():
            time.sleep(0.05)
        os.environ["HF_ENDPOINT"] = f"http://127.0.0.1:{(cls.hub / 'ports').read_text()}"

    @classmethod
    def tearDownClass(cls):
        cls.hub_server.kill()
        cls.hub_server.wait()
        cls.scratch.cleanup()

    def setUp(self):
        self.server = Server(PROGRAMS)
        self.addCleanup(self.server.close)
        self.addCleanup(lambda: (self.hub / "slow").unlink(missing_ok=True))
        self.addCleanup(lambda: shutil.rmtree(self.hub / "microsoft", ignore_errors=True))

    def publish(self, **config):
        """A whole picture model of some kilobytes, and how many bytes."""
        folder = self.hub / ON_HUB
        folder.mkdir(parents=True)
        whole = json.loads((GOLDEN / "resnet-basic" / "config.json").read_text()) | config
        (folder / "config.json").write_text(json.dumps(whole))
        shutil.copy(GOLDEN / "resnet-basic" / "model.safetensors", folder)
        shutil.copy(SOURCE / "models" / "sempurna-ic-small" / "preprocessor_config.json", folder)
        return sum(file.stat().st_size for file in folder.iterdir())

    def pull(self, card=CARD, **who):
        return ask(self.server, "PullModel", ModelId=card, **who)

    def card(self, **who):
        status, card = ask(self.server, "DescribeModelCard", ModelId=CARD, **who)
        self.assertEqual(status, 200, card)
        return card

    def wait_for(self, holds):
        for _ in range(600):
            card = self.card()
            if holds(card):
                return card
            time.sleep(0.05)
        raise AssertionError(card)

    def requests(self, name):
        asked = self.hub / "requests"
        lines = asked.read_text().splitlines() if asked.exists() else []
        return [line for line in map(json.loads, lines) if line["path"].endswith("/" + name)]

    def test_a_card_is_pulled_once_and_its_progress_told(self):
        size = self.publish()
        (self.hub / "slow").touch()
        before = len(self.requests("model.safetensors"))
        self.assertNotIn("Pull", self.card())
        status, answer = self.pull()
        self.assertEqual(status, 200, answer)
        self.assertEqual(answer["Pull"]["Status"], "InProgress")
        under_way = self.wait_for(lambda card: card["Pull"]["Bytes"] > 2000)
        self.assertEqual(under_way["Pull"]["TotalBytes"], size)
        self.assertFalse(under_way["IsHere"])
        status, joined = self.pull()
        self.assertEqual((status, joined["Pull"]["Status"]), (200, "InProgress"))
        self.assertGreater(joined["Pull"]["Bytes"], 2000)
        # Everybody who is let in sees how far it is, in the list too.
        nobody = dict(zip(("key", "secret"), self.new_identity("reader")))
        self.assertIn("Pull", self.card(**nobody))
        listed = ask(self.server, "ListModelCards")[1]["Cards"]
        self.assertEqual([card["ModelId"] for card in listed if "Pull" in card], [CARD])
        (self.hub / "slow").unlink()
        here = self.wait_for(lambda card: card["IsHere"])
        self.assertNotIn("Pull", here)
        self.assertEqual(len(self.requests("model.safetensors")), before + 1)
        self.assertEqual(self.pull()[1]["Pull"]["Status"], "Completed")
        self.assertTrue((self.server.folder / "models" / CARD / "model.safetensors").exists())

    def test_whoever_may_not_is_refused_by_name(self):
        reader = dict(zip(("key", "secret"), self.new_identity("reader")))
        status, answer = self.pull(**reader)
        self.assertEqual((status, answer["__type"]), (400, "AccessDeniedException"))
        self.assertIn("sempurna:PullModel", answer["message"])
        self.assertIn(f"arn:aws:sempurna:us-east-1:000000000000:model-card/{CARD}", answer["message"])
        one = dict(zip(("key", "secret"), self.new_identity("one", {"Statement": {
            "Effect": "Allow", "Action": "sempurna:PullModel", "Resource": f"arn:aws:sempurna:us-east-1:000000000000:model-card/{CARD}"}})))
        self.assertEqual(self.pull("huggingface-ic-resnet-34", **one)[1]["__type"], "AccessDeniedException")
        self.publish()
        self.assertEqual(self.pull(**one)[0], 200)
        self.wait_for(lambda card: card["IsHere"])

    def test_what_cannot_be_pulled_is_refused_with_the_reason(self):
        status, answer = self.pull("huggingface-ic-resnet-19")
        self.assertEqual((status, answer["__type"]), (400, "ResourceNotFound"))
        self.assertEqual(answer["message"],
                         "There is no model card 'huggingface-ic-resnet-19'; ListModelCards names all")
        status, answer = self.pull("huggingface-ic-swin-tiny-patch4-window7-224")
        self.assertEqual((status, answer["__type"]), (400, "ValidationException"))
        self.assertIn("huggingface-ic-swin-tiny-patch4-window7-224 cannot be fine-tuned, so its files are not fetched: ",
                      answer["message"])
        (self.server.folder / "models" / CARD).mkdir(parents=True)
        self.assertEqual(self.pull()[1]["message"],
                         f"there is a folder the data folder/models/{CARD} already, but it holds no model; remove it "
                         "and pull again")
        self.assertIn("ModelId", ask(self.server, "PullModel")[1]["message"])
        self.assertIn("Model", ask(self.server, "PullModel", ModelId=CARD, Model="x")[1]["message"])

    def test_a_failure_says_why_and_the_next_pull_begins_anew(self):
        self.publish(model_type="gpt2")
        self.pull()
        failed = self.wait_for(lambda card: card["Pull"]["Status"] == "Failed")
        self.assertIn("the model type 'gpt2', which is not among those known", failed["Pull"]["FailureReason"])
        self.assertNotIn(str(self.server.folder), failed["Pull"]["FailureReason"])
        shutil.rmtree(self.hub / "microsoft")
        self.publish()
        self.assertEqual(self.pull()[1]["Pull"]["Status"], "InProgress")
        self.wait_for(lambda card: card["IsHere"])

    def test_the_server_ends_at_once_and_the_next_goes_on_where_it_stopped(self):
        self.publish()
        (self.hub / "slow").touch()
        self.pull()
        self.wait_for(lambda card: card["Pull"]["Bytes"] > 5000)
        began = time.monotonic()
        self.assertEqual(self.server.stop(), 0)
        self.assertLess(time.monotonic() - began, 5)
        self.server.start()
        left = self.card()["Pull"]
        self.assertEqual(left["Status"], "Stopped")
        self.assertGreater(left["Bytes"], 3000)
        (self.hub / "slow").unlink()
        self.pull()
        self.wait_for(lambda card: card["IsHere"])
        self.assertTrue(self.requests("model.safetensors")[-1]["range"].startswith("bytes="))

    def test_a_hub_that_cannot_be_reached_is_a_sentence(self):
        self.server.stop()
        self.server.environment["HF_ENDPOINT"] = "http://127.0.0.1:9"
        self.server.start()
        self.pull()
        failed = self.wait_for(lambda card: card["Pull"]["Status"] == "Failed")
        self.assertIn("cannot reach http://127.0.0.1:9", failed["Pull"]["FailureReason"])
        self.server.stop()
        self.server.environment["HF_ENDPOINT"] = "nowhere"
        self.server.start()
        self.assertNotIn("Pull", self.card())
        self.assertIn("HF_ENDPOINT", self.pull()[1]["message"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
