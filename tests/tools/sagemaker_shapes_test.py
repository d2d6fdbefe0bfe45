#!/usr/bin/env python3
"""The table of SageMaker's requests against what its tool makes of the botocore that is installed here."""

import importlib.machinery
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1))
TOOL = ROOT / "tools" / "make_sagemaker_shapes"
TABLE = ROOT / "src" / "api" / "sagemaker" / "shapes_of_requests.cpp"
NEWER = ROOT / "tools" / "sagemaker_newer.json"

try:
    import botocore
except ImportError:
    botocore = None


def tool():
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("make_sagemaker_shapes", str(TOOL))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


@unittest.skipUnless(botocore, "python3-botocore is not installed")
class Shapes(unittest.TestCase):
    def setUp(self):
        self.named = re.search(r"from botocore (\S+) and", TABLE.read_text())[1]
        if self.named != botocore.__version__:
            self.skipTest(f"the table is of botocore {self.named}, and {botocore.__version__} is installed")
        self.tool = tool()

    def test_the_table_is_what_the_tool_makes(self):
        made = subprocess.run([sys.executable, TOOL], capture_output=True, text=True, check=True).stdout
        self.assertEqual(made.splitlines(), TABLE.read_text().splitlines(),
                         f"run: {sys.executable} tools/make_sagemaker_shapes > {TABLE.relative_to(ROOT)}")

    def test_what_is_newer_is_not_in_the_installed_model(self):
        model = self.tool.model_of(pathlib.Path(botocore.__file__).parent)
        before, after = self.tool.Service(model), self.tool.Service(model)
        newer = json.loads(NEWER.read_text())
        after.apply(newer)
        for name in newer["operations"]:
            self.assertNotIn(name, before.inputs)
            self.assertIn(name, after.inputs)
        for name, patch in newer["shapes"].items():
            self.assertEqual(self.tool.patch_of(before.shapes.get(name, {}), after.shapes[name]), patch, name)

    def test_patterns_for_re2(self):
        in_re2 = self.tool.in_re2
        self.assertEqual(in_re2("a{1,63}", {"max": 63}), "a{1,63}")
        self.assertEqual(in_re2("a[b]{0,1023}", {"max": 1024}), "a[b]*")
        self.assertEqual(in_re2("a{1,2048}", {"max": 2048}), "a+")
        with self.assertRaises(AssertionError):
            in_re2("a{1,2048}", {"max": 4096})
        with self.assertRaisesRegex(AssertionError, r"RE2 cannot look around: a\(\?=b\)"):
            in_re2("a(?=b)", {})


if __name__ == "__main__":
    unittest.main()
