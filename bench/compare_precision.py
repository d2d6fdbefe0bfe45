#!/usr/bin/env python3
"""The same job in fp32 and in bf16, seed by seed, and whether their accuracies differ.

    bench/compare_precision.py sempurna-tc-small --data data.csv --seeds 1,2,3 \
        --program build/release/bin/sempurna -- --epochs 3 --set batch_size=64

What follows -- goes to `sempurna fine-tune` as it is. Accuracy is that on --test where it is given,
else that on the validation data of the best epoch, which --seeds leave the same: `random_seed` alone
decides the split. Prints a line a seed, the means, their difference (bf16 minus fp32), and two standard
errors of that difference, 2 sqrt((s1^2 + s2^2) / n) with the deviations s over the n seeds. Precision
costs nothing that can be seen when the difference is within 0.5 points or within those two standard
errors; the last line says so, and the exit status is 1 when it is not. Needs a processor with
AVX512-BF16 or AMX, and nothing beyond Python.
"""
import argparse
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

POINTS = 0.5
PRECISIONS = ("fp32", "bf16")


def accuracy(options, precision, seed):
    with tempfile.TemporaryDirectory() as folder:
        command = [str(options.program), "fine-tune", options.card, "--data", options.data, "--seed", str(seed),
                   "--set", f"precision={precision}", "--output", folder, "--name", "job", "--quiet"]
        for channel in ("validation", "test"):
            if getattr(options, channel):
                command += ["--" + channel, getattr(options, channel)]
        done = subprocess.run(command + options.rest, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command + options.rest)}\n{done.stdout}{done.stderr}")
        evaluation = json.loads((pathlib.Path(folder) / "job/output/data/evaluation.json").read_text("utf-8"))
    if evaluation["precision"] != precision:
        sys.exit(f"the run was to be in {precision} and was in {evaluation['precision']}")
    # Validation comes first, test last.
    measured = evaluation["evaluations"][-1]
    return measured["name"], 100 * measured["metrics"]["accuracy"]


def main():
    arguments, rest = sys.argv[1:], []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, rest = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("card", help="a card's id, or a model.tar.gz")
    parser.add_argument("--data", required=True)
    parser.add_argument("--validation")
    parser.add_argument("--test")
    parser.add_argument("--seeds", type=lambda text: [int(seed) for seed in text.split(",")], default=[1, 2, 3])
    parser.add_argument("--program", type=pathlib.Path, default=pathlib.Path("build/release/bin/sempurna"))
    options = parser.parse_args(arguments, argparse.Namespace(rest=rest))
    if len(options.seeds) < 2:
        parser.error("a standard error needs two seeds or more")

    found = {precision: [] for precision in PRECISIONS}
    for seed in options.seeds:
        for precision in PRECISIONS:
            part, points = accuracy(options, precision, seed)
            found[precision].append(points)
        print(f"seed {seed}: " + "  ".join(f"{p} {found[p][-1]:.2f} %" for p in PRECISIONS) + f"  ({part})", flush=True)
    means = {p: statistics.mean(found[p]) for p in PRECISIONS}
    difference = means["bf16"] - means["fp32"]
    errors = 2 * math.sqrt(sum(statistics.variance(found[p]) for p in PRECISIONS) / len(options.seeds))
    print("mean:   " + "  ".join(f"{p} {means[p]:.2f} %" for p in PRECISIONS))
    print(f"difference {difference:+.2f} points, two standard errors {errors:.2f}")
    same = abs(difference) <= max(POINTS, errors)
    print(f"{'within' if same else 'beyond'} {POINTS} points or two standard errors")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
