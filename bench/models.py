#!/usr/bin/env python3
"""What docs/models.md shows: the bundled models on other people's data, at their default settings, with the
encoder or backbone frozen, from random weights trained whole, and texts by words alone and by the card that learned
from free texts alone, beside the linear model on words or colours; pictures also by a folder of published weights, frozen. Each figure is of the part that is
held out: the test part where the set has one, else its validation part.

    bench/models.py SHARED/data [--only flowers,smsa …] [--seeds 1,2,3] [--weights WEIGHTS/mobilenet_v2_1.0_224] \\
        [--way default,frozen,scratch,published,words,free] [--json FILE]

With --json what was measured is kept in FILE, goes on there, and is shown as a whole. Needs nothing beyond Python.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "models"))
from from_scratch import randomised, whole_by_the_card  # noqa: E402
from sample import sample  # noqa: E402

PICTURES, TEXTS = "sempurna-ic-small", "sempurna-tc-small"
# name: card, training part, held-out channel and part, at most so many rows
SETS = {
    "flowers": (PICTURES, "flowers", "", "", 0),
    "hymenoptera": (PICTURES, "hymenoptera/train", "validation", "hymenoptera/val", 0),
    "sst2-1k": (TEXTS, "sst2/train", "test", "sst2/validation", 1000),
    "sst2-10k": (TEXTS, "sst2/train", "test", "sst2/validation", 10000),
    "sst2": (TEXTS, "sst2/train", "test", "sst2/validation", 0),
    "smsa": (TEXTS, "smsa/train", "test", "smsa/test", 0),
    "nusax-id": (TEXTS, "nusax/indonesian/train", "test", "nusax/indonesian/test", 0),
    "nusax-en": (TEXTS, "nusax/english/train", "test", "nusax/english/test", 0),
    "sms_spam": (TEXTS, "sms_spam", "", "", 0),
}
WAYS = ("default", "frozen", "scratch", "published", "words", "free")
OTHER_CARDS = {"words": "sempurna-tc-words", "free": "sempurna-tc-free"}
FROZEN = ["--set", "train_only_top_layer=True"]
# The rate of the text card is for weights that know something.
FROM_SCRATCH = {PICTURES: [], TEXTS: ["--set", "learning_rate=1e-3"]}


class Bench:
    def __init__(self, options, scratch):
        self.options, self.scratch = options, scratch
        self.environment = {**os.environ, "SEMPURNA_SHARE": str(ROOT), "SEMPURNA_HOME": str(scratch / "home")}
        self.added = set()

    def run(self, *command):
        done = subprocess.run([str(self.options.program), *map(str, command)], env=self.environment,
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        return done.stdout

    def card(self, way, card, seed):
        if way == "published":
            if way not in self.added:
                self.run("models", "add", self.options.weights, "--id", way, "--quiet")
                self.added.add(way)
            return way
        if way in OTHER_CARDS:
            return OTHER_CARDS[way]
        if way != "scratch":
            return card
        name = f"scratch-{card}-{seed}"
        if name not in self.added:
            randomised(ROOT / "models" / card, self.scratch / name, seed)
            self.run("models", "add", self.scratch / name, "--id", name, "--quiet")
            self.added.add(name)
        return name

    def settings(self, way, card):
        if way == "scratch":
            given = FROM_SCRATCH[card]
            return whole_by_the_card(json.loads(self.run("models", "show", card, "--json")), given) + given
        return FROZEN if way in ("frozen", "published") else []

    def measure(self, name, way, seed):
        """Accuracy, the linear model's, and seconds."""
        card, train, channel, held_out, rows = SETS[name]
        data = pathlib.Path(self.options.data)
        training = data / train
        if rows > 0:
            training = sample(training / "data.csv", self.scratch / f"{name}-{seed}", rows, seed)
        command = ["fine-tune", self.card(way, card, seed), "--data", training, "--json", "--quiet",
                   "--output", self.scratch / "jobs", "--name", f"{name.replace('_', '-')}-{way}-{seed}"]
        if channel:
            command += [f"--{channel}", data / held_out]
        if way == "words":
            command += ["--set", f"random_seed={seed}"]
        else:
            command += ["--set", f"seed={seed}", "--set", f"random_seed={seed}", *self.settings(way, card)]
        facts = json.loads(self.run(*command))
        part = next(one for one in facts["evaluations"] if one["name"] == (channel or "validation"))
        return part["metrics"]["accuracy"], part["linear_baseline"], facts["training_seconds"]


def shown(figures):
    """The mean of some seeds, and how far they lie from each other."""
    mean = f"{statistics.mean(figures):.3f}"
    return mean if len(figures) == 1 else f"{mean} ± {statistics.stdev(figures):.3f}"


def table(kept):
    ways = [way for way in WAYS if any(key.split("/")[1] == way for key in kept)]
    lines = ["| data | linear | " + " | ".join(ways) + " | seconds, " + ways[0] + " |",
             "|---" * (len(ways) + 3) + "|"]
    for name in SETS:
        cells = {way: [kept[key] for key in sorted(kept) if key.startswith(f"{name}/{way}/")] for way in ways}
        if not any(cells.values()):
            continue
        linear = [one[1] for ones in cells.values() for one in ones if one[1] is not None]
        row = [name, shown([statistics.mean(linear)]) if linear else ""]
        row += [shown([one[0] for one in cells[way]]) if cells[way] else "" for way in ways]
        row.append(f"{statistics.median(one[2] for one in cells[ways[0]]):.0f}" if cells[ways[0]] else "")
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--only", default=",".join(SETS))
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--way", default=",".join(WAYS))
    parser.add_argument("--weights")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/bin/sempurna")
    options = parser.parse_args()
    kept = json.loads(options.json.read_text()) if options.json and options.json.exists() else {}
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options, pathlib.Path(scratch))
        for seed in map(int, options.seeds.split(",")):
            for name in options.only.split(","):
                for way in options.way.split(","):
                    pictures = SETS[name][0] == PICTURES
                    if (way == "published" and not (pictures and options.weights)) or (way in OTHER_CARDS and pictures):
                        continue
                    key = f"{name}/{way}/{seed}"
                    if key in kept:
                        continue
                    kept[key] = bench.measure(name, way, seed)
                    print(key, kept[key], file=sys.stderr, flush=True)
                    if options.json:
                        options.json.write_text(json.dumps(kept, indent=1))
    print(table(kept))


if __name__ == "__main__":
    main()
