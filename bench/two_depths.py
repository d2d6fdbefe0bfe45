#!/usr/bin/env python3
"""Whether a layer over frozen features of two depths tells more than one over the last alone: of the bundled picture
model, by a logistic regression whose penalty is chosen by cross-validation within the training part, with features
as they are and standardised.

    bench/two_depths.py SHARED/data

Flowers: four held-out fifths; ants and bees: each part by the other. Needs Debian's python3-torch, python3-pil and
python3-sklearn; the model is computed by tests/golden/models/formulas.py.
"""
import argparse
import json
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/golden/models"))
from formulas import Pictures  # noqa: E402

MODEL = ROOT / "models/sempurna-ic-small"
# Blocks of it, and the number of maps that each makes.
EARLIER = {"layer.11.reduce_1x1": 96, "layer.12.expand_1x1": 576, "layer.14.reduce_1x1": 160,
           "layer.15.expand_1x1": 960, "layer.15.reduce_1x1": 320}
PENALTIES = (0.01, 0.1, 1, 10)


class Features(Pictures):
    """The means of its maps: the last ones, and those of EARLIER."""

    def __init__(self):
        data = (MODEL / "model.safetensors").read_bytes()
        size = int.from_bytes(data[:8], "little")
        tensors = {}
        for name, entry in json.loads(data[8:8 + size]).items():
            if name != "__metadata__":
                begin, end = (8 + size + at for at in entry["data_offsets"])
                kind = {"F16": np.float16, "F32": np.float32, "I64": np.int64}[entry["dtype"]]
                values = np.frombuffer(data[begin:end], kind).reshape(entry["shape"])
                tensors[name] = torch.tensor(values.astype(np.float32))
        super().__init__(json.loads((MODEL / "config.json").read_text()), tensors)
        self.maps = {}

    def conv(self, at, x, **options):
        self.maps[at.removeprefix("mobilenet_v2.")] = y = super().conv(at, x, **options)
        return y

    def linear(self, _, x):
        return x

    def of(self, file):
        picture = Image.open(file).convert("RGB")
        scale = 182 / min(picture.size)
        picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.BILINEAR)
        left, top = (picture.width - 160) // 2, (picture.height - 160) // 2
        pixels = np.asarray(picture.crop((left, top, left + 160, top + 160)), np.float32) / 127.5 - 1
        with torch.no_grad():
            last = self.mobilenet_v2(torch.tensor(pixels).permute(2, 0, 1)[None])
        return torch.cat([last, *(self.maps[name].mean((2, 3)) for name in EARLIER)], 1)[0].numpy()

    def of_folder(self, folder):
        """[N, features] and the classes."""
        files = [(file, number) for number, name in enumerate(sorted(x for x in folder.iterdir() if x.is_dir()))
                 for file in sorted(name.iterdir())]
        return np.stack([self.of(file) for file, _ in files]), np.array([number for _, number in files])


def accuracy(train, held_out, standardised):
    def model(penalty):
        solver = LogisticRegression(C=penalty, max_iter=500)
        return make_pipeline(StandardScaler(), solver) if standardised else solver

    folds = StratifiedKFold(4, shuffle=True, random_state=0)
    best = max(PENALTIES, key=lambda penalty: cross_val_score(model(penalty), *train, cv=folds).mean())
    return model(best).fit(*train).score(*held_out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    data = parser.parse_args().data
    features = Features()
    flowers, ants, bees = (features.of_folder(data / one) for one in ("flowers", "hymenoptera/train", "hymenoptera/val"))
    last = flowers[0].shape[1] - sum(EARLIER.values())
    starts = dict(zip(EARLIER, np.cumsum([last, *EARLIER.values()])))
    for standardised in (False, True):
        for name in (None, *EARLIER):
            columns = [*range(last), *(range(starts[name], starts[name] + EARLIER[name]) if name else ())]
            of = [(x[:, columns], y) for x, y in (flowers, ants, bees)]
            x, y = of[0]
            folds = [fold for seed in range(2) for fold in list(
                StratifiedKFold(5, shuffle=True, random_state=seed).split(x, y))[:2]]
            told = [accuracy((x[a], y[a]), (x[b], y[b]), standardised) for a, b in folds]
            there, back = accuracy(of[1], of[2], standardised), accuracy(of[2], of[1], standardised)
            print(f"{'standardised' if standardised else 'as they are':<13} last and {name or 'nothing':<20} "
                  f"flowers {np.mean(told):.3f} ± {np.std(told) / len(told) ** 0.5:.3f}  ants and bees {there:.3f}, "
                  f"{back:.3f}", flush=True)


if __name__ == "__main__":
    main()
