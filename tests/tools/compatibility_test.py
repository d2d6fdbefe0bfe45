#!/usr/bin/env python3
"""docs/compatibility.md against what its tool makes of the server's tables and the botocore that is installed here."""

import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1))
TOOL = ROOT / "tools" / "make_compatibility"
DOCUMENT = ROOT / "docs" / "compatibility.md"
API = ROOT / "src" / "api"

try:
    import botocore
except ImportError:
    botocore = None


class Compatibility(unittest.TestCase):
    @unittest.skipUnless(botocore, "python3-botocore is not installed")
    def test_the_document_is_what_the_tool_makes(self):
        named = re.search(r"botocore (\d+\.\d+\.\d+)", DOCUMENT.read_text())[1]
        if named != botocore.__version__:
            self.skipTest(f"the document is of botocore {named}, and {botocore.__version__} is installed")
        made = subprocess.run([sys.executable, TOOL], capture_output=True, text=True, check=True).stdout
        self.assertEqual(made.splitlines(), DOCUMENT.read_text().splitlines(),
                         f"run: {sys.executable} tools/make_compatibility > {DOCUMENT.relative_to(ROOT)}")

    def test_each_row_of_a_table_is_counted(self):
        served = dict(re.findall(r"^\| \[.*\]\(#([\w-]+)\) \| (\d+) \|", DOCUMENT.read_text(), re.MULTILINE))
        for section, folder in [("sagemaker", "sagemaker"), ("s3", "s3"), ("sts", "sts"), ("iam", "iam"),
                                ("kms", "kms"), ("cloudwatch-logs", "logs"), ("cloudwatch", "cloudwatch"),
                                ("ec2", "ec2")]:
            rows = len(re.findall(rf',\s*"{folder}:', (API / folder / "operations.cpp").read_text()))
            self.assertEqual(int(served[section]), rows, section)


if __name__ == "__main__":
    unittest.main()
