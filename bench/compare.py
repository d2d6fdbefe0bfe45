#!/usr/bin/env python3
"""The same job on Debian's PyTorch and on Sempurna, in turn, and the ratio of their times.

    bench/compare.py --program build/release/bin/sempurna \
        --images FLOWERS --image-model ID --texts data.csv --text-model FOLDER [--rounds 3]

The PyTorch side is a plain script as people write it: a DataLoader with two workers, two threads,
OpenBLAS told of AVX-512 (OPENBLAS_CORETYPE=SKYLAKEX); MobileNetV2 from torchvision, or a BERT of
the text model's own sizes whose batches are padded to 128 tokens. Both sides read the files, train,
and measure on a fifth of the data after each epoch; times are of the whole command. Needs Debian's
python3-torch, python3-torchvision, python3-pil and python3-numpy.
"""
import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

PADDED = 128


def torch_images(folder, epochs, batch, frozen):
    import torch
    import torchvision
    torch.set_num_threads(2)
    normal = torchvision.transforms.Normalize([0.5] * 3, [0.5] * 3)
    transform = torchvision.transforms.Compose([
        torchvision.transforms.Resize(256), torchvision.transforms.CenterCrop(224),
        torchvision.transforms.ToTensor(), normal])
    data = torchvision.datasets.ImageFolder(folder, transform)
    held = len(data) // 5
    train, valid = torch.utils.data.random_split(data, [len(data) - held, held],
                                                 torch.Generator().manual_seed(1))
    loader = torch.utils.data.DataLoader(train, batch, shuffle=True, num_workers=2)
    held_out = torch.utils.data.DataLoader(valid, batch, num_workers=2)
    model = torchvision.models.mobilenet_v2()
    model.classifier[1] = torch.nn.Linear(model.last_channel, len(data.classes))
    model = model.to(memory_format=torch.channels_last)
    if frozen:
        for parameter in model.features.parameters():
            parameter.requires_grad = False
    train_loop(model, loader, held_out, epochs, frozen, lambda x: (x.to(memory_format=torch.channels_last),))


def torch_texts(file, config, epochs, batch):
    import torch
    torch.set_num_threads(2)
    with open(config, encoding="utf-8") as opened:
        c = json.load(opened)
    rows = list(csv.reader(open(file, encoding="utf-8")))
    classes = sorted({int(row[0]) for row in rows})
    ids = torch.zeros(len(rows), PADDED, dtype=torch.long)
    mask = torch.ones(len(rows), PADDED, dtype=torch.bool)  # True: padding
    for i, row in enumerate(rows):
        # One id a word: as many tokens as words, which flatters this side.
        tokens = [2] + [5 + hash(word) % (c["vocab_size"] - 5) for word in row[1].split()][:PADDED - 2] + [3]
        ids[i, :len(tokens)] = torch.tensor(tokens)
        mask[i, :len(tokens)] = False
    labels = torch.tensor([classes.index(int(row[0])) for row in rows])

    class Bert(torch.nn.Module):
        def __init__(self):
            super().__init__()
            width = c["hidden_size"]
            self.words = torch.nn.Embedding(c["vocab_size"], width)
            self.places = torch.nn.Embedding(PADDED, width)
            self.norm = torch.nn.LayerNorm(width)
            layer = torch.nn.TransformerEncoderLayer(width, c["num_attention_heads"], c["intermediate_size"],
                                                     0.1, "gelu", batch_first=True)
            self.encoder = torch.nn.TransformerEncoder(layer, c["num_hidden_layers"])
            self.pooler = torch.nn.Linear(width, width)
            self.classifier = torch.nn.Linear(width, len(classes))

        def forward(self, ids, mask):
            x = self.norm(self.words(ids) + self.places(torch.arange(PADDED)))
            x = self.encoder(x, src_key_padding_mask=mask)
            return self.classifier(torch.tanh(self.pooler(x[:, 0])))

    held = len(rows) // 5
    data = torch.utils.data.TensorDataset(ids, mask, labels)
    train, valid = torch.utils.data.random_split(data, [len(rows) - held, held], torch.Generator().manual_seed(1))
    loader = torch.utils.data.DataLoader(train, batch, shuffle=True, num_workers=2)
    held_out = torch.utils.data.DataLoader(valid, batch, num_workers=2)
    train_loop(Bert(), loader, held_out, epochs, False, lambda *inputs: inputs)


def train_loop(model, loader, held_out, epochs, frozen, prepare):
    import torch
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], 1e-3)
    for _ in range(epochs):
        model.train(not frozen)
        for *inputs, labels in loader:
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(*prepare(*inputs)), labels)
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            for *inputs, labels in held_out:
                model(*prepare(*inputs)).argmax(1)


def timed(command, environment):
    began = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
    return time.monotonic() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=pathlib.Path("build/release/bin/sempurna"))
    parser.add_argument("--images")
    parser.add_argument("--image-model", help="a MobileNetV2 card for 224 pixels")
    parser.add_argument("--texts")
    parser.add_argument("--text-model", help="a card id of the bert family; its folder gives the sizes")
    parser.add_argument("--text-config", help="that model's config.json")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side == "images-frozen":
        return torch_images(options.images, options.epochs, 32, True)
    if options.side == "images-full":
        return torch_images(options.images, options.epochs, 32, False)
    if options.side == "texts":
        return torch_texts(options.texts, options.text_config, options.epochs, 64)

    jobs = []
    if options.images:
        for name, only_top in (("images-frozen", "True"), ("images-full", "False")):
            jobs.append((name, [options.image_model, "--data", options.images, "--batch-size", "32", "--set",
                                f"train_only_top_layer={only_top}"]))
    if options.texts:
        jobs.append(("texts", [options.text_model, "--data", options.texts, "--batch-size", "64", "--set",
                               "train_only_top_layer=False", "--set", "word_features=False"]))
    environment = {**os.environ, "OPENBLAS_CORETYPE": "SKYLAKEX", "OMP_NUM_THREADS": "2"}
    for name, arguments in jobs:
        epochs = options.epochs if name != "images-full" else min(2, options.epochs)
        theirs, ours = [], []
        for _ in range(options.rounds):
            command = ["/usr/bin/python3", __file__, "--side", name, "--epochs", str(epochs)]
            for option in ("images", "texts", "text_config"):
                if getattr(options, option):
                    command += ["--" + option.replace("_", "-"), getattr(options, option)]
            theirs.append(timed(command, environment))
            with tempfile.TemporaryDirectory() as folder:
                ours.append(timed([str(options.program), "fine-tune", *arguments, "--epochs", str(epochs), "--output",
                                   folder, "--quiet"], dict(os.environ)))
        a, b = statistics.median(theirs), statistics.median(ours)
        print(f"{name}: {epochs} epochs  PyTorch {a:.1f} s  Sempurna {b:.1f} s  ratio {a / b:.1f}  "
              f"(rounds: {', '.join(f'{x:.1f}/{y:.1f}' for x, y in zip(theirs, ours))})", flush=True)


if __name__ == "__main__":
    main()
