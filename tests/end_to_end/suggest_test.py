#!/usr/bin/env python3
"""Drives `sempurna suggest`, and the line of `sempurna check` that names it, as a person does.

Usage: suggest_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import json
import pathlib
import shutil
import subprocess
import sys
import unittest
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from programs import CommandLine, ENVIRONMENT, ROOT, SOURCE, command, run, write_texts  # noqa: E402

BUNDLED = "sempurna-ic-small"
ADDED = "pytorch-ic-tiny"
TEXTS = [(str(i % 2), f"{('the room was clean and good', 'bad and dirty it was, never again')[i % 2]} {i}")
         for i in range(40)]


def png(number, reddish):
    rows = b"".join(b"\0" + bytes(v for x in range(32) for v in (
        200 * reddish + (x * number) % 50, (number * y) % 200, (number + 3 * x) % 200)) for y in range(32))

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (32).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def write_pictures(folder, of_each=24):
    for label, reddish in (("blue", False), ("red", True)):
        (folder / label).mkdir(parents=True)
        for number in range(of_each):
            (folder / label / f"{number}.png").write_bytes(png(number + 1, reddish))
    return folder


class Pictures(CommandLine):
    @classmethod
    def setUpClass(cls):
        cls.data = write_pictures(ROOT / "the pictures")
        golden = SOURCE / "tests" / "golden" / "models" / "resnet-bottleneck"
        tiny = ROOT / "tiny"
        tiny.mkdir()
        for file in ("config.json", "model.safetensors"):
            shutil.copy(golden / file, tiny)
        shutil.copy(SOURCE / "models" / BUNDLED / "preprocessor_config.json", tiny)
        assert run("models", "add", tiny, "--id", ADDED).returncode == 0

    def test_the_cards_are_ranked_and_the_next_command_can_be_typed(self):
        answer = json.loads(self.succeed("suggest", "--data", self.data, "--json"))
        self.assertEqual((answer["examples"], answer["classes"], answer["training"] + answer["held_out"]), (48, 2, 48))
        self.assertEqual({card["id"] for card in answer["cards"]}, {BUNDLED, ADDED})
        self.assertEqual(answer["left_out"], [])
        accuracies = [card["accuracy"] for card in answer["cards"]]
        self.assertEqual(accuracies, sorted(accuracies, reverse=True))
        self.assertGreater(accuracies[0], 0.8)
        best = answer["cards"][0]["id"]
        self.assertEqual(answer["command"], f"sempurna fine-tune {best} --data '{self.data}'")
        for card in answer["cards"]:
            self.assertGreater(card["whole_model_seconds"], card["top_layer_seconds"])
        said = self.succeed("suggest", "--data", self.data)
        self.assertIn("48 pictures in 2 classes; learnt from 32 of them and tested on 16 others", said)
        self.assertLess(said.index(best), said.index(answer["cards"][1]["id"]))
        self.assertIn("a linear model on colours and textures", " ".join(said.split()))
        self.assertIn(f"`{answer['command']}`", " ".join(said.split()))
        again = json.loads(self.succeed("suggest", "--data", self.data, "--json"))
        self.assertEqual([card["accuracy"] for card in again["cards"]], accuracies)
        typed = subprocess.run(f"{answer['command']} --epochs 1 --quiet --output {ROOT / 'jobs'}", shell=True, cwd=ROOT,
                               env=ENVIRONMENT, capture_output=True, text=True)
        self.assertEqual(typed.returncode, 0, typed.stderr)

    def test_validation_data_of_their_own_are_what_is_told(self):
        more = write_pictures(ROOT / "more", 5)
        answer = json.loads(self.succeed("suggest", "--data", self.data, "--validation", more, "--json"))
        self.assertEqual((answer["training"], answer["held_out"]), (48, 10))
        self.assertTrue(answer["command"].endswith(f"--data '{self.data}' --validation {more}"))

    def test_a_picture_that_cannot_be_decoded_is_left_out_where_that_is_asked_for(self):
        data = write_pictures(ROOT / "damaged")
        whole = png(1, True)
        start = whole.index(b"IDAT") + 4
        size = int.from_bytes(whole[start - 8:start - 4], "big")
        broken = b"IDAT" + b"\0" * size  # no zlib stream, and a right check sum
        (data / "red" / "bad.png").write_bytes(
            whole[:start - 4] + broken + zlib.crc32(broken).to_bytes(4, "big") + whole[start + size + 4:])
        self.assertIn("bad.png", self.refuse("suggest", "--data", data))
        answer = json.loads(self.succeed("suggest", "--data", data, "--on-bad-data", "skip", "--json"))
        self.assertEqual(answer["training"] + answer["held_out"], 48)
        self.assertTrue(answer["command"].endswith(" --on-bad-data skip"))
        self.assertIn("--on-bad-data skip", self.succeed("check", "--data", data, "--on-bad-data", "skip"))

    def test_a_model_that_cannot_be_tried_is_left_out_with_the_reason(self):
        weights = ROOT / "home" / "models" / ADDED / "model.safetensors"
        whole = weights.read_bytes()
        weights.write_bytes(whole[:len(whole) // 2])
        try:
            said = " ".join(self.succeed("suggest", "--data", self.data).split())
        finally:
            weights.write_bytes(whole)
        self.assertIn(f"{ADDED} is left out: ", said)
        self.assertIn(f"`sempurna fine-tune {BUNDLED} --data", said)

    def test_a_model_that_would_take_too_long_is_left_out_with_what_it_would_take(self):
        sentence = self.refuse("suggest", "--data", self.data, "--seconds", "0.001")
        self.assertIn("no model could be tried on these data: ", sentence)
        self.assertIn("one look at the sample would take about", sentence)
        self.assertIn("try it with --seconds", sentence)

    def test_the_check_names_it_where_there_is_a_choice(self):
        named = f"sempurna suggest --data '{self.data}'"
        self.assertIn(f"Which model suits them: `{named}`", self.succeed("check", "--data", self.data))
        self.assertEqual(json.loads(self.succeed("check", "--data", self.data, "--json"))["suggest"], named)
        # Default data have their card.
        self.assertNotIn("suggest", self.succeed("check", "--data", "default"))


class Texts(CommandLine):
    def test_texts_are_told_by_the_text_model(self):
        texts = write_texts(ROOT / "texts", TEXTS)
        answer = json.loads(self.succeed("suggest", "--data", texts, "--json"))
        told = {card["id"]: card for card in answer["cards"]}
        self.assertEqual(set(told), {"sempurna-tc-small", "sempurna-tc-free", "sempurna-tc-words"})
        self.assertEqual(told["sempurna-tc-small"]["neighbours_accuracy"], 1)
        self.assertEqual(told["sempurna-tc-words"]["neighbours_accuracy"], answer["linear_baseline"])
        self.assertIsNone(told["sempurna-tc-words"]["whole_model_seconds"])
        self.assertGreaterEqual(told["sempurna-tc-small"]["accuracy"], answer["linear_baseline"])
        self.assertFalse(answer["linear_is_best"])


    def test_of_more_classes_than_can_be_looked_at_some_are(self):
        texts = write_texts(ROOT / "many", [(str(label), f"about {label} of {row}") for label in range(1600)
                                            for row in range(5)])
        answer = json.loads(self.succeed("suggest", "--data", texts, "--json"))
        self.assertEqual((answer["examples"], answer["classes"]), (8000, 1600))
        self.assertLessEqual(answer["training"] + answer["held_out"], 1500)
        self.assertGreater(answer["held_out"], 300)


class Mistakes(CommandLine):
    def test_wrong_data_give_the_findings(self):
        data = write_texts(ROOT / "bad", [("0", "good"), ("one", "odd"), ("1", "fine")] * 5 + TEXTS)
        sentence = self.refuse("suggest", "--data", data)
        self.assertIn("the data cannot be used:", sentence)
        for row in (2, 5, 8):
            self.assertIn(f"{data}/data.csv, row {row}: ", sentence)
        done = run("suggest", "--data", data, "--json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("row 2: ", json.loads(done.stdout)["error"]["message"])

    def test_data_that_are_not_there_or_too_few_are_refused(self):
        self.assertIn("gone", self.refuse("suggest", "--data", "gone"))
        few = write_texts(ROOT / "few", [("0", "good"), ("1", "fine")])
        self.assertIn("none can be held out to compare models on. Give --validation",
                      self.refuse("suggest", "--data", few))

    def test_what_is_left_out_or_out_of_range_is_named(self):
        self.assertIn("sempurna suggest needs --data: a folder of class folders", self.refuse("suggest", status=2))
        self.assertIn("--seconds", self.refuse("suggest", "--data", "x", "--seconds", "-1", status=2))

    def test_where_no_model_is_here_it_says_which_to_pull(self):
        share = ROOT / "share"
        shutil.copytree(SOURCE / "cards", share / "cards")
        data = write_pictures(ROOT / "alone", 6)
        done = subprocess.run(command("suggest", "--data", data), capture_output=True, text=True, cwd=ROOT,
                              env={**ENVIRONMENT, "SEMPURNA_SHARE": str(share), "SEMPURNA_HOME": str(ROOT / "empty")})
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "no model for pictures is on this machine; get a small one with "
                                      "`sempurna models pull [a-z0-9-]+-ic-[a-z0-9-]+`")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
