#!/usr/bin/env python3
"""The AWS SDK for JavaScript against a real server: javascript/*.test.mjs.

Usage: javascript_test.py PROGRAM_FOLDER SOURCE_FOLDER
What package-lock.json names is installed beside the programs, once.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent)]
from server import Server  # noqa: E402
from training import CONFIG, HAS_WORKER, ROLE  # noqa: E402

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).parent / "javascript"


def install():
    """The test and its packages in a folder of the build, so that the source tree stays as it is."""
    folder = PROGRAMS.parent / "javascript-client"
    folder.mkdir(exist_ok=True)
    for file in SOURCE.glob("*.test.mjs"):
        shutil.copy(file, folder)
    lock = (SOURCE / "package-lock.json").read_bytes()
    installed = folder / "installed-lock.json"
    if installed.exists() and installed.read_bytes() == lock:
        return folder
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, folder)
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, capture_output=True,
                          text=True)
    if done.returncode != 0:
        wrong = f"npm ci failed: {done.stdout}{done.stderr}"
        if re.search("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT", wrong):
            raise unittest.SkipTest(f"the packages cannot be fetched here: {wrong}")
        raise RuntimeError(wrong)
    installed.write_bytes(lock)
    return folder


class JavaScript(unittest.TestCase):
    def run_with(self, test):
        folder = install()
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
