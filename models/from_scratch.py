#!/usr/bin/env python3
"""A bundled model beside the same model from random weights, fine-tuned alike; prints both accuracies.

    models/from_scratch.py sempurna-ic-small --data FLOWERS [--test T] [--seed 1] \
        [--program build/release/bin/sempurna] [-- --epochs 5 …]

Both are trained whole, by the bundled card's own epochs, steps and optimizer. What follows -- goes to
`sempurna fine-tune` of both. The random weights are those that layers are
usually begun with: normal with a deviation of 1/sqrt(fan-in) for kernels and matrices, ones and zeros for
norms and biases, 0.02 for embeddings. Both get a new top layer. Needs nothing beyond Python.
"""
import argparse
import json
import math
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile

FLOATS = {"F16": "e", "F32": "f"}


def randomised(folder, to, seed):
    """A copy of a model's folder whose weights are new; what an earlier fine-tuning left is not copied."""
    to.mkdir()
    for file in folder.iterdir():
        if file.name not in ("model.safetensors", "training.json", "labels_info.json", "recipe.yaml"):
            shutil.copy(file, to)
    data = (folder / "model.safetensors").read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    generator = random.Random(seed)
    out = bytearray(data)
    for name, tensor in header.items():
        if name == "__metadata__" or tensor["dtype"] not in FLOATS:
            continue
        begin, end = (8 + size + at for at in tensor["data_offsets"])
        count = math.prod(tensor["shape"])
        if "embeddings.weight" in name and len(tensor["shape"]) == 2 and "norm" not in name.lower():
            values = [generator.gauss(0, 0.02) for _ in range(count)]
        elif len(tensor["shape"]) >= 2:
            deviation = 1 / math.sqrt(math.prod(tensor["shape"][1:]))
            values = [generator.gauss(0, deviation) for _ in range(count)]
        else:
            ones = name.endswith(("running_var", "weight", "gamma"))
            values = [1.0 if ones else 0.0] * count
        out[begin:end] = struct.pack(f"<{count}{FLOATS[tensor['dtype']]}", *values)
    (to / "model.safetensors").write_bytes(out)


def whole_by_the_card(card, given=()):
    """The options that train a model whole as the card (models show --json) has it for a new top layer, but for
    what is given, and without words."""
    settings = {one["name"]: one["default_of_a_new_top_layer"] for one in card["hyperparameters"]}
    if settings["optimizer"] == "lbfgs":  # which solves for the layer alone
        settings["optimizer"] = "adamw"
    options = ["--set", "train_only_top_layer=False", "--set", "reinitialize_top_layer=True"]
    if "word_features" in settings:
        settings["word_features"] = "False"  # which would be the same words on both sides
    for name in ("epochs", "learning_rate", "batch_size", "optimizer", "augmentation", "word_features"):
        told = f"--{name.replace('_', '-')}" in given or any(word.startswith(f"{name}=") for word in given)
        if name in settings and not told:
            options += ["--set", f"{name}={settings[name]}"]
    return options


def main():
    arguments, rest = sys.argv[1:], []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, rest = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("card", help="a folder of models/")
    parser.add_argument("--data", required=True)
    parser.add_argument("--test")
    parser.add_argument("--seed", type=int, default=1)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--program", type=pathlib.Path, default=root / "build/release/bin/sempurna")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        environment = {**os.environ, "SEMPURNA_HOME": str(scratch / "home"), "SEMPURNA_SHARE": str(root)}

        def run(*command):
            done = subprocess.run([str(options.program), *command], env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
            return done.stdout

        randomised(root / "models" / options.card, scratch / "random", options.seed)
        run("models", "add", str(scratch / "random"), "--id", "from-scratch", "--quiet")
        settings = whole_by_the_card(json.loads(run("models", "show", options.card, "--json")), rest)
        for words, card in (("pretrained", options.card), ("from scratch", "from-scratch")):
            command = ["fine-tune", card, "--data", options.data, "--seed", str(options.seed), "--json", "--quiet",
                       "--output", str(scratch / "jobs"), "--name", card, *settings]
            facts = json.loads(run(*command, *(["--test", options.test] if options.test else []), *rest))
            part = facts["evaluations"][-1]  # test where there is one
            print(f"{words:>12}: accuracy {part['metrics']['accuracy']:.3f} on {part['examples']} {part['name']} "
                  "examples", flush=True)


if __name__ == "__main__":
    main()
