#!/usr/bin/env python3
"""Whether `sempurna suggest` names the right card: beside its ranking of the cards at hand the accuracy that
fine-tuning each of them comes to, and what its choice costs against the best one, and against always taking the
card that is the best on average.

    bench/suggest.py --add WEIGHTS/mobilenet_v2_1.0_224 --add WEIGHTS/squeezenet1_0 \\
        --data FLOWERS --data ANTS/train=ANTS/val

--data is what suggest takes; behind = its validation part, else each job holds a fifth out. The cards are the
bundled ones of such data and the folders of --add, in a home of their own. --set is of the jobs. Each job is
fine-tuning by the card's own defaults, its best epoch's validation accuracy. Needs nothing beyond Python.
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


class Program:
    def __init__(self, path, share, scratch):
        self.path = path
        self.scratch = scratch
        self.environment = {**os.environ, "SEMPURNA_SHARE": str(share), "SEMPURNA_HOME": str(scratch / "home")}

    def __call__(self, *arguments):
        command = [str(self.path), *map(str, arguments), "--json"]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout)


def ranks(values):
    """From 1, the highest first; equal ones share the mean of theirs."""
    return [1 + sum(other > value for other in values) + (values.count(value) - 1) / 2 for value in values]


def correlation(a, b):
    """Spearman's, of two lists of figures; None where one of them ranks nothing."""
    a, b = ranks(a), ranks(b)
    spread = statistics.pstdev(a) * statistics.pstdev(b)
    if spread == 0:
        return None
    means = statistics.mean(a), statistics.mean(b)
    return statistics.mean((x - means[0]) * (y - means[1]) for x, y in zip(a, b)) / spread


def measure(sempurna, data, settings, seed):
    """{card: (neighbours' accuracy, accuracy of the job)} of one set, in the order of suggest."""
    train, _, validation = data.partition("=")
    channels = ["--data", train] + (["--validation", validation] if validation else [])
    began = time.time()
    suggested = sempurna("suggest", *channels)
    print(f"{data}: {suggested['training']} and {suggested['held_out']} examples looked at in "
          f"{time.time() - began:.0f} s; linear {suggested['linear_baseline']:.3f}", flush=True)
    for one in suggested["left_out"]:
        print(f"  {one['id']} is left out: {one['why']}")
    figures = {}
    for card in suggested["cards"]:
        given = [word for setting in settings for word in ("--set", setting)]
        # Nothing is random of a card that is solved for.
        if any(h["name"] == "seed" for h in sempurna("models", "show", card["id"])["hyperparameters"]):
            given += ["--seed", seed]
        began = time.time()
        facts = sempurna("fine-tune", card["id"], *channels, *given, "--quiet", "--output", sempurna.scratch / "jobs")
        held_out = next(one for one in facts["evaluations"] if one["name"] == "validation")
        figures[card["id"]] = card["neighbours_accuracy"], held_out["metrics"]["accuracy"]
        print(f"  {card['id']:<44} neighbours {card['neighbours_accuracy']:.3f}  fine-tuned "
              f"{held_out['metrics']['accuracy']:.3f}  ({time.time() - began:.0f} s, foretold "
              f"{card['whole_model_seconds'] or 0:.0f} s)", flush=True)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", action="append", required=True)
    parser.add_argument("--add", action="append", default=[], help="a folder of weights that becomes a card")
    parser.add_argument("--set", action="append", default=[], help="NAME=VALUE")
    parser.add_argument("--seed", type=int, default=1)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", type=pathlib.Path, default=root / "build/release/bin/sempurna")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sempurna = Program(options.program, root, pathlib.Path(scratch))
        for folder in options.add:
            sempurna("models", "add", folder)
        sets = {data: measure(sempurna, data, options.set, options.seed) for data in options.data}
    cards = set.intersection(*(set(figures) for figures in sets.values()))
    constant = max(cards, key=lambda card: statistics.mean(figures[card][1] for figures in sets.values()))
    print(f"Best on average: {constant}")
    regrets = []
    for data, figures in sets.items():
        best = max(accuracy for _, accuracy in figures.values())
        told = next(iter(figures))
        regrets.append((best - figures[told][1], best - figures[constant][1]))
        rho = correlation(*map(list, zip(*figures.values())))
        print(f"{data}: rank correlation {'none' if rho is None else f'{rho:.2f}'}; lost by suggest's choice "
              f"{regrets[-1][0]:.3f}, by the best on average {regrets[-1][1]:.3f}")
    print(f"Mean loss: suggest {statistics.mean(r[0] for r in regrets):.3f}, the best on average "
          f"{statistics.mean(r[1] for r in regrets):.3f}")


if __name__ == "__main__":
    main()
