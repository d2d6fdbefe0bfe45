#!/usr/bin/env python3
"""Which defaults a card should have: fine-tunes on samples under several settings and prints the best epoch's
validation accuracy, then each setting's mean over the sets. Test parts are never read.

    models/defaults.py sempurna-ic-small --sweep SHARED/data
    models/defaults.py sempurna-tc-small --data A/train/data.csv --data B/train/data.csv=B/validation/data.csv \\
        --rows 800 --setting learning_rate=1e-3,epochs=10 --setting learning_rate=3e-4,epochs=20,batch_size=16

--sweep has the sets and settings of SWEEPS, below the measuring data's folder; what came of it stands in
docs/results.md. --data is a data.csv or a folder of class folders; behind = its validation part, else a fifth is
held out. A sample is the first --rows rows of a shuffle by --seed; of a folder of pictures, all. The layer starts
anew; with --kept it is kept, of data with the model's own classes. Needs nothing beyond Python.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
from sample import sample  # noqa: E402

# Of both text cards that learned before.
TEXTS = (
    [f"{name}/train/data.csv={name}/validation/data.csv"
     for name in ("sst2", "smsa", "nusax/indonesian", "nusax/english")] + ["sms_spam/data.csv"],
    ["train_only_top_layer=True"]
    + [f"train_only_top_layer=False,epochs={epochs},learning_rate={rate}"
       for epochs, rate in ((3, "3e-4"), (3, "1e-3"), (10, "1e-4"), (10, "3e-4"), (10, "1e-3"))])
# Of each bundled card the sets, as --data has them, and the settings.
SWEEPS = {
    "sempurna-ic-small": (
        ["flowers", "hymenoptera/train=hymenoptera/val"],
        ["train_only_top_layer=True", "train_only_top_layer=True,augmentation=True"]
        + [f"train_only_top_layer=False,epochs={epochs},learning_rate={rate},augmentation=True"
           for epochs, rate in ((5, "1e-4"), (5, "3e-4"), (10, "1e-4"), (10, "3e-4"), (10, "1e-3"))]
        + ["train_only_top_layer=False,epochs=10,learning_rate=3e-4,augmentation=False"]),
    "sempurna-tc-free": TEXTS,
    "sempurna-tc-small": TEXTS,
}


def channel(source, to, rows, seed):
    """The folder of a channel: pictures as they are, of a table so many rows."""
    source = pathlib.Path(source)
    return source if source.is_dir() else sample(source, to, rows, seed)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("card")
    parser.add_argument("--data", action="append", default=[])
    parser.add_argument("--setting", action="append", default=[], help="NAME=VALUE,NAME=VALUE…, or defaults")
    parser.add_argument("--sweep", type=pathlib.Path)
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--rows", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", type=pathlib.Path, default=root / "build/release/bin/sempurna")
    options = parser.parse_args()
    if options.sweep and options.card not in SWEEPS:
        parser.error(f"there is a sweep of {' and '.join(SWEEPS)} alone")
    if not options.sweep and not (options.data and options.setting):
        parser.error("without --sweep there must be --data and --setting")
    if options.sweep:
        sets, settings = SWEEPS[options.card]
        options.data += ["=".join(str(options.sweep / part) for part in one.split("=")) for one in sets]
        options.setting += settings
    found = {setting: [] for setting in options.setting}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        environment = {**os.environ, "SEMPURNA_SHARE": str(root)}
        card = json.loads(subprocess.run([str(options.program), "models", "show", options.card, "--json"],
                                         env=environment, capture_output=True, check=True).stdout)
        # Nothing is random of a card that is solved for.
        seed = ["--seed", str(options.seed)] if any(h["name"] == "seed" for h in card["hyperparameters"]) else []
        for number, pair in enumerate(options.data):
            train, _, validation = pair.partition("=")
            channels = ["--data", str(channel(train, scratch / f"train-{number}", options.rows, options.seed))]
            if validation:
                held = channel(validation, scratch / f"validation-{number}", options.rows, options.seed)
                channels += ["--validation", str(held)]
            for k, setting in enumerate(options.setting):
                given = [] if setting == "defaults" else setting.split(",")
                command = [str(options.program), "fine-tune", options.card, *channels, "--json", "--quiet",
                           *seed, "--output", str(scratch / "jobs"), "--name", f"job-{number}-{k}",
                           "--set", f"reinitialize_top_layer={not options.kept}"]
                for assignment in given:
                    command += ["--set", assignment]
                began = time.time()
                done = subprocess.run(command, env=environment, capture_output=True, text=True)
                if done.returncode != 0:
                    sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
                facts = json.loads(done.stdout)
                held_out = next(one for one in facts["evaluations"] if one["name"] == "validation")
                found[setting].append(held_out["metrics"]["accuracy"])
                print(f"{held_out['metrics']['accuracy']:.3f}  macro F1 {held_out['metrics']['macro_f1']:.3f}  "
                      f"linear {held_out['linear_baseline']:.3f}  "
                      f"epoch {facts['best_epoch']:>2} of {len(facts['history']):>2}  {time.time() - began:4.0f} s  "
                      f"{setting}  {train}", flush=True)
    for setting, figures in sorted(found.items(), key=lambda one: -statistics.mean(one[1])):
        print(f"{statistics.mean(figures):.3f}  on average  {setting}")


if __name__ == "__main__":
    main()
