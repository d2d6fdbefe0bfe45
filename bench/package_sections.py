#!/usr/bin/env python3
"""Texts that no bundled model was trained on, with classes that words tell: the one-line descriptions of Debian's
packages in ten sections. Writes FOLDER/{train,validation,test}/data.csv (5,000, 1,500 and 1,500 rows of 13,000).

    apt-cache dumpavail | bench/package_sections.py FOLDER

Which packages there are changes with Debian: figures are compared within one run.
"""
import csv
import pathlib
import random
import re
import sys

SECTIONS = ("admin", "devel", "games", "graphics", "math", "net", "science", "sound", "utils", "web")
PARTS = (("train", 0, 5000), ("validation", 5000, 6500), ("test", 6500, 8000))


def main():
    texts = {section: set() for section in SECTIONS}
    for block in sys.stdin.read().split("\n\n"):
        section = re.search(r"^Section: (\S+)", block, re.M)
        description = re.search(r"^Description(?:-en)?: (.*)", block, re.M)
        if section and description and section[1] in texts:
            texts[section[1]].add(description[1])
    rows = [(number, text) for number, section in enumerate(SECTIONS) for text in sorted(texts[section])]
    random.Random(7).shuffle(rows)
    for part, begin, end in PARTS:
        folder = pathlib.Path(sys.argv[1]) / part
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / "data.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows[begin:end])


if __name__ == "__main__":
    main()
