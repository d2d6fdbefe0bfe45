"""What the end-to-end tests of the command line share: its programs, run as a person does, in a folder of their own."""
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

PROGRAMS = pathlib.Path(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2])
SCRATCH = tempfile.TemporaryDirectory(prefix="sempurna-e2e-")
ROOT = pathlib.Path(SCRATCH.name)
# Models and default data are made once and shared by all tests.
ENVIRONMENT = {**os.environ, "SEMPURNA_HOME": str(ROOT / "home"), "SEMPURNA_SHARE": str(SOURCE),
               "LC_ALL": "C.UTF-8", "PATH": f"{PROGRAMS.resolve()}:{os.environ['PATH']}"}


def command(*arguments):
    # By its name, as from a folder of PATH: what it says to type is then "sempurna …".
    return ["sempurna", *map(str, arguments)]


def run(*arguments, text=None):
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=ENVIRONMENT, cwd=ROOT,
                          input=text, timeout=600)


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def write_texts(folder, rows):
    folder.mkdir(parents=True)
    (folder / "data.csv").write_text("".join(f'{label},"{text}"\n' for label, text in rows), encoding="utf-8")
    return folder


def start(*arguments, **options):
    return subprocess.Popen(command(*arguments), env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True, start_new_session=True, **options)


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        time.sleep(0.01)


def worker_of(process):
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    wait_until(lambda: children.read_text().split())
    return int(children.read_text().split()[0])


class CommandLine(unittest.TestCase):
    maxDiff = None

    def succeed(self, *arguments, text=None):
        done = run(*arguments, text=text)
        self.assertEqual(done.returncode, 0, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def refuse(self, *arguments, status=1):
        done = run(*arguments)
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        # Progress may stand before the sentence.
        self.assertIn("sempurna: ", done.stderr)
        return done.stderr[done.stderr.rindex("sempurna: ") + len("sempurna: "):].strip()

    def training_record(self, facts):
        with tarfile.open(facts["output"]) as tar:
            return json.load(tar.extractfile("training.json"))

    def fine_tune(self, name, *arguments):
        return json.loads(self.succeed("fine-tune", *arguments, "--name", name, "--output", ROOT / "jobs",
                                       "--json", "--quiet"))
