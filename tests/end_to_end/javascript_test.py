#!/usr/bin/env python3
"""The AWS SDK for JavaScript against a real server: javascript/*.test.mjs.

Usage: javascript_test.py PROGRAM_FOLDER SOURCE_FOLDER
What package-lock.json names is installed beside the programs, once.
"""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent)]
from packages import installed  # noqa: E402
from server import Server  # noqa: E402
from training import CONFIG, HAS_WORKER, ROLE  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).parent / "javascript"


class JavaScript(unittest.TestCase):
    def run_with(self, test):
        folder = installed(SOURCE, PROGRAMS.parent / "javascript-client")
        server = Server(PROGRAMS, CONFIG)
        self.addCleanup(server.close)
        environment = {"PATH": os.environ["PATH"], "HOME": str(server.root), "ENDPOINT": server.url,
                       "AWS_ACCESS_KEY_ID": server.key, "AWS_SECRET_ACCESS_KEY": server.secret, "ROLE": ROLE,
                       "HAS_WORKER": "yes" if HAS_WORKER else ""}
        done = subprocess.run(["node", "--test", test], cwd=folder, env=environment, capture_output=True,
                              text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_s3(self):
        self.run_with("s3.test.mjs")

    def test_sagemaker(self):
        self.run_with("sagemaker.test.mjs")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], warnings="ignore")
