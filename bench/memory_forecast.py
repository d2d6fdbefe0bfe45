#!/usr/bin/env python3
"""Whether the memory that a job is said to take covers what it takes: some twenty small jobs of all kinds;
prints the forecast, the worker's peak (VmHWM) and how far the one lies above the other.

    bench/memory_forecast.py --texts A/data.csv --texts B/data.csv --pictures FLOWERS --pictures ANTS_AND_BEES \
        [--card huggingface-ic-mobilenet-v2-1-0-224] [--rows 400] [--program build/release/bin/sempurna]

Each --texts is a data.csv of which the first --rows rows of a shuffle are used, each --pictures a folder of
class folders, --card a further picture model. Needs nothing beyond Python.
"""
import argparse
import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

TEXT_SETTINGS = [
    [],
    ["batch_size=8", "epochs=1"],
    ["batch_size=128", "epochs=2"],
    ["max_length=32", "reinitialize_top_layer=True"],
    ["optimizer=sgd", "epochs=2"],
    ["train_only_top_layer=True", "reinitialize_top_layer=True"],
]
PICTURE_SETTINGS = [
    ["epochs=2"],
    ["epochs=1", "batch_size=8"],
    ["epochs=1", "batch_size=64", "augmentation=False"],
    ["train_only_top_layer=True"],
]


def sample(file, to, rows):
    with open(file, encoding="utf-8", newline="") as source:
        table = [row for row in csv.reader(source) if row]
    random.Random(1).shuffle(table)
    to.mkdir(parents=True)
    with open(to / "data.csv", "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(table[:rows])
    return to


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", action="append", default=[])
    parser.add_argument("--pictures", action="append", default=[])
    parser.add_argument("--card", action="append", default=[])
    parser.add_argument("--rows", type=int, default=400)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", type=pathlib.Path, default=root / "build/release/bin/sempurna")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        jobs = []
        for k, file in enumerate(options.texts):
            data = sample(file, scratch / f"texts-{k}", options.rows)
            jobs += [("sempurna-tc-small", data, setting) for setting in TEXT_SETTINGS]
        for folder in options.pictures:
            for card in ["sempurna-ic-small", *options.card]:
                jobs += [(card, folder, setting) for setting in PICTURE_SETTINGS]
        covered = close = 0
        for number, (card, data, setting) in enumerate(jobs):
            command = [str(options.program), "fine-tune", card, "--data", str(data), "--json", "--quiet", "--output",
                       str(scratch / "jobs"), "--name", f"job-{number}"]
            for assignment in setting:
                command += ["--set", assignment]
            done = subprocess.run(command, env={**os.environ, "SEMPURNA_SHARE": str(root)}, capture_output=True,
                                  text=True)
            if done.returncode != 0:
                sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
            facts = json.loads(done.stdout)
            said, was = facts["forecast"]["memory_bytes"], facts["actual"]["memory_bytes"]
            above = said / was - 1
            covered += above >= 0
            close += 0 <= above <= 0.15
            print(f"{said / 1e6:5.0f} MB said, {was / 1e6:5.0f} MB taken, {100 * above:+5.1f} %  {card} "
                  f"{pathlib.Path(data).name} {' '.join(setting)}", flush=True)
        print(f"{covered} of {len(jobs)} covered, {close} of them by no more than 15 %")


if __name__ == "__main__":
    main()
