#!/usr/bin/env python3
"""tools/setup.sh against an apt-get and a dpkg-query that only say what they were asked."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SETUP = pathlib.Path(sys.argv.pop(1)) / "tools" / "setup.sh"


class InstallPackages(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.command("id", "echo 0")

    def command(self, name, script):
        file = self.path / name
        file.write_text(f"#!/bin/bash\n{script}\n")
        file.chmod(0o755)

    def machine(self, there=(), removes=(), fails=False):
        cases = "".join(f"{name}) echo install ok installed;;\n" for name in there)
        self.command("dpkg-query", f'case "${{@: -1}}" in\n{cases}*) exit 1;;\nesac')
        removals = "".join(f"echo 'Remv {name} [1.0]'\n" for name in removes)
        self.command(
            "apt-get",
            f'echo "$@" >>{self.path}/asked\n'
            f'if [ "$1" = -s ]; then\n:\n{removals}elif [ "$1" = install ]; then exit {int(fails)}; fi')

    def install(self, *wanted):
        environment = {**os.environ, "PATH": f"{self.path}:{os.environ['PATH']}"}
        return subprocess.run(
            ["bash", "-c", '. "$0"; install_packages "$@"', SETUP, *wanted],
            env=environment, capture_output=True, text=True)

    def asked(self):
        file = self.path / "asked"
        return file.read_text().splitlines() if file.exists() else []

    def test_nothing_is_asked_for_when_all_is_there(self):
        self.machine(there=["g++", "libboost1.81-dev"])
        done = self.install("g++", "libboost1.74-dev|libboost1.81-dev")
        self.assertEqual((done.returncode, done.stderr, self.asked()), (0, "", []))

    def test_the_first_of_alternatives_is_installed_and_told(self):
        self.machine(there=["g++"])
        done = self.install("g++", "libboost1.74-dev|libboost1.81-dev")
        self.assertEqual(done.returncode, 0)
        self.assertIn("installing the Debian packages needed to build and run: libboost1.74-dev", done.stderr)
        self.assertEqual(self.asked()[-1], "install -y --no-remove --no-install-recommends libboost1.74-dev")

    def test_what_would_remove_something_is_not_installed(self):
        self.machine(removes=["python3-scipy", "python3-pythran"])
        done = self.install("libboost1.81-dev")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nothing was installed, because Debian's installer would remove these for it: "
                      "python3-scipy python3-pythran", done.stderr)
        self.assertIn("apt-get install --no-install-recommends libboost1.81-dev", done.stderr)
        self.assertFalse([line for line in self.asked() if line.startswith("install")])

    def test_a_failed_installation_says_where_its_log_is(self):
        self.machine(fails=True)
        done = self.install("mold")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the installation failed; the whole log is in", done.stderr)


if __name__ == "__main__":
    unittest.main()
