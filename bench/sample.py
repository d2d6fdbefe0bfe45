"""A part of a table for measuring scripts."""
import csv
import pathlib
import random


def sample(file, to, rows, seed=1):
    """The folder `to` with a data.csv of the first `rows` rows of a shuffle of the table `file`."""
    with open(file, encoding="utf-8", newline="") as source:
        table = [row for row in csv.reader(source) if row]
    random.Random(seed).shuffle(table)
    to = pathlib.Path(to)
    to.mkdir(parents=True, exist_ok=True)
    with open(to / "data.csv", "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(table[:rows])
    return to
