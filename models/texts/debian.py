"""Debian's packages: fetched, and their files found and read."""
import gzip
import re
import shutil
import subprocess
import sys

DESCRIPTIONS = "descriptions"  # not a package: what Debian's archive says of each of its packages


def fetch(package, folder):
    """Has the package's files below folder/package; nothing is fetched if that is there."""
    if (folder / package).is_dir():
        return
    part = folder / "part"  # so that what is interrupted is not taken for a package
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    if package == DESCRIPTIONS:
        fetch_descriptions(part)
    else:
        fetch_package(package, part)
    part.rename(folder / package)


def fetch_package(package, to):
    run("apt-get", "download", "-qq", package, cwd=to)
    archive, = to.glob("*.deb")
    run("dpkg", "--extract", archive, to)
    archive.unlink()


def fetch_descriptions(to):
    """The archive's lists, in a folder of their own: apt's own stay as they are."""
    (to / "lists/partial").mkdir(parents=True)
    options = [f"Dir::State::lists={to}/lists", f"Dir::Cache={to}",
               "Acquire::Languages=en", "Acquire::GzipIndexes=false"]
    run("apt-get", "update", "-qq", *(word for one in options for word in ("-o", one)))


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"`{' '.join(map(str, command))}` failed; what was fetched stays, run again when it can go on: "
                 f"{done.stderr.strip()}")


def files(folder, pattern):
    """The files of a glob, sorted; {a,b} is any of them."""
    braces = re.search(r"\{(.*?)\}", pattern)
    patterns = [pattern.replace(braces[0], word) for word in braces[1].split(",")] if braces else [pattern]
    found = {path for one in patterns for path in folder.glob(one)}
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def read(path):
    data = path.read_bytes()
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
