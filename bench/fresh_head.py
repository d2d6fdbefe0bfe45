#!/usr/bin/env python3
"""Which defaults a card should have when its classification layer starts anew: fine-tunes on small samples
under several settings and prints the best epoch's validation accuracy. Test parts are never read.

    bench/fresh_head.py sempurna-tc-small --data A/train/data.csv --data B/train/data.csv=B/validation/data.csv \
        --rows 800 --setting learning_rate=1e-3,epochs=10 --setting learning_rate=3e-4,epochs=20,batch_size=16

--data is a data.csv or a folder of class folders; behind = its validation part, else a fifth is held out.
A sample is the first --rows rows of a shuffle by --seed; of a folder of pictures, all. Needs nothing beyond
Python.
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
import time


def sample(source, to, rows, seed):
    """The folder of a channel: pictures as they are, of a table so many rows."""
    source = pathlib.Path(source)
    if source.is_dir():
        return source
    with open(source, encoding="utf-8", newline="") as file:
        table = [row for row in csv.reader(file) if row]
    random.Random(seed).shuffle(table)
    to.mkdir(parents=True)
    with open(to / "data.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table[:rows])
    return to


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("card")
    parser.add_argument("--data", action="append", required=True)
    parser.add_argument("--setting", action="append", required=True, help="NAME=VALUE,NAME=VALUE…, or defaults")
    parser.add_argument("--rows", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", type=pathlib.Path, default=root / "build/release/bin/sempurna")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        environment = {**os.environ, "SEMPURNA_SHARE": str(root)}
        card = json.loads(subprocess.run([str(options.program), "models", "show", options.card, "--json"],
                                         env=environment, capture_output=True, check=True).stdout)
        # Nothing is random of a card that is solved for.
        seed = ["--seed", str(options.seed)] if any(h["name"] == "seed" for h in card["hyperparameters"]) else []
        for number, pair in enumerate(options.data):
            train, _, validation = pair.partition("=")
            channels = ["--data", str(sample(train, scratch / f"train-{number}", options.rows, options.seed))]
            if validation:
                held = sample(validation, scratch / f"validation-{number}", options.rows, options.seed)
                channels += ["--validation", str(held)]
            for k, setting in enumerate(options.setting):
                given = [] if setting == "defaults" else setting.split(",")
                command = [str(options.program), "fine-tune", options.card, *channels, "--json", "--quiet",
                           *seed, "--output", str(scratch / "jobs"), "--name", f"job-{number}-{k}",
                           "--set", "reinitialize_top_layer=True"]
                for assignment in given:
                    command += ["--set", assignment]
                began = time.time()
                done = subprocess.run(command, env=environment, capture_output=True, text=True)
                if done.returncode != 0:
                    sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
                facts = json.loads(done.stdout)
                held_out = next(one for one in facts["evaluations"] if one["name"] == "validation")
                print(f"{held_out['metrics']['accuracy']:.3f}  macro F1 {held_out['metrics']['macro_f1']:.3f}  "
                      f"linear {held_out['linear_baseline']:.3f}  "
                      f"epoch {facts['best_epoch']:>2} of {len(facts['history']):>2}  {time.time() - began:4.0f} s  "
                      f"{setting}  {train}", flush=True)


if __name__ == "__main__":
    main()
