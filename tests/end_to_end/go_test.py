#!/usr/bin/env python3
"""The AWS SDK for Go against a real server: go/finetune.go, with pictures and with texts.

Usage: go_test.py PROGRAM_FOLDER SOURCE_FOLDER
It is built of Debian's packages, beside the programs, once.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent)]
from server import Server  # noqa: E402
from training import CONFIG, HAS_WORKER, ROLE, png, rows  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parent / "go" / "finetune.go"
PACKAGES = pathlib.Path("/usr/share/gocode")


def build():
    folder = PROGRAMS.parent / "go-client"
    folder.mkdir(exist_ok=True)
    program = folder / "finetune"
    if program.exists() and program.stat().st_mtime > SOURCE.stat().st_mtime:
        return program
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": str(PACKAGES), "GOCACHE": str(folder / "cache"),
                   "GOFLAGS": "-p=2"}
    done = subprocess.run(["go", "build", "-o", program, SOURCE], cwd=folder, env=environment, capture_output=True,
                          text=True)
    if done.returncode != 0:
        raise RuntimeError(f"go build failed: {done.stdout}{done.stderr}")
    return program


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
@unittest.skipUnless(shutil.which("go") and (PACKAGES / "src/github.com/aws/aws-sdk-go-v2/service/sagemaker").exists(),
                     "golang-go and golang-github-aws-aws-sdk-go-v2-dev are not installed")
class Go(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = build()
        cls.server = Server(PROGRAMS, CONFIG)
        cls.data = cls.server.root / "client-data"

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def file(self, name, content):
        place = self.data / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return str(place)

    def run_with(self, name, card, prefix, content_type, files):
        environment = {"ENDPOINT": self.server.url, "AWS_ACCESS_KEY_ID": self.server.key, "HOME": str(self.server.root),
                       "AWS_SECRET_ACCESS_KEY": self.server.secret, "ROLE": ROLE, "DATA": str(self.data)}
        done = subprocess.run([self.program, name, card, prefix, content_type, *files], env=environment,
                              capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        seen = json.loads(done.stdout)
        answer = seen.pop("answer")
        self.assertEqual(seen, {"same_arn": True, "status": "Completed", "epochs": 2, "variant": "all",
                                "hyperparameters": {"epochs": "2", "batch_size": "8"}, "refused": "ModelError",
                                "gone": "ValidationException"})
        self.assertEqual(set(answer), {"probabilities", "labels", "predicted_label"})
        return answer

    def test_pictures(self):
        files = [self.file(f"{name}/{k}.png", png(*colour, k)) for k in range(12)
                 for name, colour in (("red", (200, 20, 20)), ("blue", (20, 20, 200)))]
        answer = self.run_with("go-pictures", "sempurna-ic-small", "pictures", "application/x-image", files)
        self.assertEqual(answer["labels"], ["blue", "red"])

    def test_texts(self):
        answer = self.run_with("go-texts", "sempurna-tc-small", "texts", "application/x-text",
                               [self.file("data.csv", rows(40))])
        self.assertEqual(answer["labels"], ["0", "1"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], warnings="ignore")
