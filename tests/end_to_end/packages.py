"""Tests in JavaScript, with the packages of their package-lock.json."""
import re
import shutil
import subprocess
import unittest


def installed(source, folder):
    """The tests of `source` in a folder of the build, so that the source tree stays as it is, with their packages."""
    folder.mkdir(exist_ok=True)
    for file in source.glob("*.test.mjs"):
        shutil.copy(file, folder)
    lock = (source / "package-lock.json").read_bytes()
    done_for = folder / "installed-lock.json"
    if done_for.exists() and done_for.read_bytes() == lock:
        return folder
    for name in ("package.json", "package-lock.json"):
        shutil.copy(source / name, folder)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder,
                          capture_output=True, text=True)
    if done.returncode != 0:
        wrong = f"npm ci failed: {done.stdout}{done.stderr}"
        if re.search("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT", wrong):
            raise unittest.SkipTest(f"the packages cannot be fetched here: {wrong}")
        raise RuntimeError(wrong)
    done_for.write_bytes(lock)
    return folder
