#!/usr/bin/env python3
"""`sempurna export`, and ONNX Runtime on what it makes: onnx_runtime/onnx.test.mjs.

Usage: onnx_test.py PROGRAM_FOLDER SOURCE_FOLDER
What package-lock.json names is installed beside the programs, once. Without the program sempurna_onnx_test, which the
build of tests makes, ONNX Runtime is shown the exported model alone.
"""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent)]
from packages import installed  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()


def alive(group):
    try:
        os.killpg(group, 0)
        return True
    except ProcessLookupError:
        return False


class Export(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def sempurna(self, *command, fails=False):
        done = subprocess.run([str(PROGRAMS / "sempurna"), *map(str, command)], cwd=self.folder, text=True,
                              env={**os.environ, "SEMPURNA_HOME": str(self.folder / "home")}, capture_output=True)
        self.assertEqual(done.returncode != 0, fails, done.stdout + done.stderr)
        return (done.stderr if fails else done.stdout).strip()

    def test_a_folder_with_all_that_another_program_needs(self):
        said = self.sempurna("export", SOURCE / "models/sempurna-tc-small", "--to", "onnx")
        made = self.folder / "sempurna-tc-small-onnx"
        self.assertIn("sempurna-tc-small-onnx: model.onnx (opset 17)", said)
        self.assertNotIn("word_scores", said)
        self.assertLessEqual({"model.onnx", "certificate.json", "vocab.txt", "tokenizer_config.json", "config.json"},
                             {file.name for file in made.iterdir()})
        self.assertFalse((made / "model.safetensors").exists())
        certificate = json.loads((made / "certificate.json").read_text())
        self.assertLess(certificate["logits"]["largest_difference"], 1e-4)
        self.assertEqual(certificate["labels"], ["0", "1"])
        self.assertEqual([port["name"] for port in certificate["onnx"]["inputs"]],
                         ["input_ids", "attention_mask", "token_type_ids"])
        self.assertEqual(certificate["onnx"]["opset"], 17)

        again = self.sempurna("export", SOURCE / "models/sempurna-tc-small", "--to", "onnx", fails=True)
        self.assertIn("is there already; remove it or name another with --output", again)

    def test_nothing_else_that_lies_beside_the_model_is_taken(self):
        model = self.folder / "model"
        shutil.copytree(SOURCE / "models/sempurna-tc-small", model)
        for name in (".env", "notes.txt", "model.pth", "certificate.json", "model.onnx"):
            (model / name).write_text("of somebody else")
        self.sempurna("export", "model/", "--to", "onnx", "--output", "exported/")
        made = self.folder / "exported"
        self.assertEqual({file.name for file in made.iterdir()},
                         {"model.onnx", "certificate.json", "vocab.txt", "tokenizer_config.json", "config.json",
                          "labels_info.json"})
        certificate = json.loads((made / "certificate.json").read_text())
        self.assertEqual(hashlib.sha256((made / "model.onnx").read_bytes()).hexdigest(), certificate["onnx"]["sha256"])
        self.assertGreater((made / "model.onnx").stat().st_size, 10_000_000)
        self.sempurna("export", "model/", "--to", "onnx")
        self.assertTrue((self.folder / "model-onnx").is_dir())

    def test_that_words_are_asked_for_is_said(self):
        rows = "".join(f"{k % 2},{'good' if k % 2 else 'bad'} food {k}\n" for k in range(40))
        (self.folder / "data.csv").write_text(rows)
        self.sempurna("fine-tune", "sempurna-tc-small", "--data", "data.csv", "--name", "words", "--quiet")
        said = self.sempurna("export", "fine-tuned/words/output/model.tar.gz", "--to", "onnx", "--output", "made")
        inputs = json.loads((self.folder / "made/certificate.json").read_text())["onnx"]["inputs"]
        self.assertIn("word_scores", [port["name"] for port in inputs])
        self.assertIn("word_scores is what the words tell, which only Sempurna computes", said)

    def test_mistakes(self):
        self.assertIn("does not exist", self.sempurna("export", "nowhere", "--to", "onnx", fails=True))
        self.assertIn("--to", self.sempurna("export", SOURCE / "models/sempurna-tc-small", fails=True))
        wrong = self.sempurna("export", SOURCE / "models/sempurna-tc-small", "--to", "coreml", fails=True)
        self.assertIn("onnx", wrong)
        headless = self.sempurna("export", SOURCE / "models/sempurna-ic-small", "--to", "onnx", fails=True)
        self.assertIn("has no classes of its own to answer with; fine-tune it first", headless)
        self.assertEqual([file.name for file in self.folder.iterdir() if "onnx" in file.name], [])

    def test_one_that_is_ended_leaves_nothing_half_made(self):
        command = [str(PROGRAMS / "sempurna"), "export", str(SOURCE / "models/sempurna-tc-small"), "--to", "onnx",
                   "--output", "made"]
        for wait in (0.05, 0.2, 0.4, 0.6, 0.8):
            ended = subprocess.Popen(command, cwd=self.folder, start_new_session=True, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            time.sleep(wait)
            # As a terminal does: to the program and to its worker.
            os.killpg(ended.pid, signal.SIGINT)
            ended.wait()
            deadline = time.time() + 5  # whoever is process 1 may be slow to take the worker's end
            while alive(ended.pid) and time.time() < deadline:
                time.sleep(0.02)
            left = {file.name for file in self.folder.iterdir()} - {"home"}
            self.assertLessEqual(left, {"made"})
            if left:
                self.assertTrue((self.folder / "made" / "certificate.json").exists())
                shutil.rmtree(self.folder / "made")

    def test_onnx_runtime_answers_as_the_models_do(self):
        packages = installed(pathlib.Path(__file__).parent / "onnx_runtime", PROGRAMS.parent / "onnx-runtime")
        exported = self.folder / "exported"
        self.sempurna("export", SOURCE / "models/sempurna-tc-small", "--to", "onnx", "--output", exported)
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "EXPORTED": str(exported)}
        if (PROGRAMS / "sempurna_onnx_test").exists():
            samples = self.folder / "samples"
            subprocess.run([str(PROGRAMS / "sempurna_onnx_test")], check=True, capture_output=True,
                           env={**os.environ, "SEMPURNA_ONNX_SAMPLES": str(samples)})
            environment["SAMPLES"] = str(samples)
        done = subprocess.run(["node", "--test", "onnx.test.mjs"], cwd=packages, env=environment, capture_output=True,
                              text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
