#!/usr/bin/env python3
"""Whether what a job is said to take covers what it takes: some twenty small jobs of all kinds; prints the
memory foretold, the worker's peak (VmHWM) and how far the one lies above the other, then the time foretold and taken.

    bench/memory_forecast.py --texts A/data.csv --texts B/data.csv --pictures FLOWERS --pictures ANTS_AND_BEES \
        [--card huggingface-ic-mobilenet-v2-1-0-224] [--program build/release/bin/sempurna]

Each --texts is a data.csv of which the first rows of a shuffle are used, each --pictures a folder of
class folders, --card a further picture model. Needs nothing beyond Python.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from sample import sample

TEXTS = [  # rows, settings
    (200, []),
    (400, ["batch_size=8", "epochs=1"]),
    (400, ["batch_size=128", "epochs=2"]),
    (400, ["max_length=32", "epochs=1"]),
    (2000, ["optimizer=sgd", "epochs=1"]),
    (200, ["train_only_top_layer=True"]),
    (10000, ["train_only_top_layer=True", "optimizer=adam", "epochs=2"]),
]
PICTURES = [
    ["train_only_top_layer=False", "epochs=1"],
    ["train_only_top_layer=False", "epochs=1", "batch_size=8", "optimizer=sgd"],
    ["train_only_top_layer=False", "epochs=1", "batch_size=64", "augmentation=False"],
    ["train_only_top_layer=True"],
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", action="append", default=[])
    parser.add_argument("--pictures", action="append", default=[])
    parser.add_argument("--card", action="append", default=[])
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", type=pathlib.Path, default=root / "build/release/bin/sempurna")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        jobs = []
        for k, file in enumerate(options.texts):
            for rows, setting in TEXTS:
                data = scratch / f"texts-{k}-{rows}"
                jobs.append(("sempurna-tc-small", data if data.exists() else sample(file, data, rows), setting))
        for folder in options.pictures:
            for card in ["sempurna-ic-small", *options.card]:
                jobs += [(card, folder, setting) for setting in PICTURES]
        covered = close = timely = 0
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
            forecast, actual = facts["forecast"], facts["actual"]
            said, was = forecast["memory_bytes"], actual["memory_bytes"]
            low, high, took = (60 * minutes for minutes in
                               (forecast["minutes_low"], forecast["minutes_high"], actual["minutes"]))
            timely += low <= took <= high
            above = said / was - 1
            covered += above >= 0
            close += 0 <= above <= 0.15
            print(f"{said / 1e6:5.0f} MB said, {was / 1e6:5.0f} MB taken, {100 * above:+5.1f} %; "
                  f"{low:.0f} to {high:.0f} s said, {took:.0f} s taken  {card} "
                  f"{pathlib.Path(data).name} {' '.join(setting)}", flush=True)
        print(f"{covered} of {len(jobs)} covered, {close} of them by no more than 15 %; {timely} as long as foretold")


if __name__ == "__main__":
    main()
