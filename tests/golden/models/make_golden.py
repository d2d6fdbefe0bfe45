#!/usr/bin/env python3
"""make_golden.py [--write] [NAME…]: golden.json and gradients.safetensors of the tiny checkpoints
beside this script (default: all), made anew from their config.json, their model.safetensors, and the
inputs and labels in their golden.json. Needs Debian's python3-torch (1.13).

The committed files were recorded with transformers 4.28.1 on PyTorch 1.13.1, one thread, fp32, which
is what makes them a reference: this script computes the same in fp32 by the formulas of formulas.py,
says how far it comes to lie from them, and ends with 1 where that is more than rounding. With --write
it writes its own in their place, as for a new checkpoint, whose golden.json then holds `labels` and,
of texts, `input_ids`, `attention_mask` and `token_type_ids`."""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

from formulas import Pictures, Texts, read_tensors

HERE = pathlib.Path(__file__).parent
ADAMW = {"lr": 0.001, "betas": [0.9, 0.999], "eps": 1e-08, "weight_decay": 0.01}
STEPS = 10
# The gradients' is a share of each one's largest value and a thousandth of the largest of all, as those
# of keys' biases are 0 but for rounding.
ROUNDING = {"logits": 1e-6, "gradients": 1e-5, "losses": 5e-5}


# The losses that rounding does not decide, and how many of them: the batch statistics of MobileNetV2's
# two pictures, which are nearly the same one, have hardly any variance after that.
LOSSES = {"adamw_losses_eval_mode": STEPS, "adamw_losses_train_mode": 1}


class Run:
    """A checkpoint with its inputs, from its published weights on."""

    def __init__(self, folder, given, training=False):
        config = json.loads((folder / "config.json").read_text())
        tensors = read_tensors(folder / "model.safetensors")
        self.parameters = {name: tensor.requires_grad_() for name, tensor in tensors.items()
                           if not name.endswith(("running_mean", "running_var", "num_batches_tracked", "position_ids"))}
        is_text = "input_ids" in given
        self.family = Texts(config, tensors) if is_text else Pictures(config, tensors, training)
        self.given = given

    def logits(self):
        return self.family.logits(self.given)

    def loss(self):
        return F.cross_entropy(self.logits(), torch.tensor(self.given["labels"]))

    def gradients(self):
        self.loss().backward()
        return {name: tensor.grad for name, tensor in self.parameters.items() if tensor.grad is not None}

    def adamw_losses(self):
        optimizer = torch.optim.AdamW(self.parameters.values(), **ADAMW)
        losses = []
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss = self.loss()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses


def make(folder, given):
    """What golden.json says, and the gradients by name."""
    with torch.no_grad():
        logits = Run(folder, given).logits()
    run = Run(folder, given)
    golden = {"logits": [float(f"{x:.8g}") for x in logits.flatten().tolist()], "shape": list(logits.shape),
              "labels": given["labels"], "loss_eval_mode": run.loss().item()}
    inputs = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in given]
    for name in inputs:
        golden[name] = given[name]
    if not inputs:
        golden["pixel_values"] = "sin(0.37*i), i = flat index of [2,3,64,64], float64 sine rounded to float32"
    golden["adamw_losses_eval_mode"] = run.adamw_losses()
    if any(name.endswith("running_mean") for name in run.family.w):
        golden["adamw_losses_train_mode"] = Run(folder, given, training=True).adamw_losses()
    golden["adamw"] = {**ADAMW, "dropout": 0}
    return golden, Run(folder, given).gradients()


def safetensors(tensors):
    """The bytes of a file of fp32 tensors, in the order of their names."""
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in sorted(tensors.items()):
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + 4 * tensor.numel()]}
        at += 4 * tensor.numel()
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    values = b"".join(tensor.numpy().astype(np.float32).tobytes() for _, tensor in sorted(tensors.items()))
    return len(head).to_bytes(8, "little") + head + values


def apart(a, b):
    return (torch.as_tensor(a) - torch.as_tensor(b)).abs().max().item()


def distances(golden, gradients, recorded, recorded_gradients):
    """The most that these lie from the recorded ones, by the names of ROUNDING."""
    assert golden.keys() == recorded.keys(), sorted(golden.keys() ^ recorded.keys())
    assert gradients.keys() == recorded_gradients.keys(), sorted(gradients.keys() ^ recorded_gradients.keys())
    largest = {name: of.abs().max().item() for name, of in recorded_gradients.items()}
    floor = 1e-3 * max(largest.values())
    return {"logits": apart(golden["logits"], recorded["logits"]),
            "gradients": max(apart(gradients[name], of) / (largest[name] + floor)
                             for name, of in recorded_gradients.items()),
            "losses": max(apart(golden[name][:steps], recorded[name][:steps])
                          for name, steps in LOSSES.items() if name in golden)}


def main():
    torch.set_num_threads(1)
    write = "--write" in sys.argv[1:]
    names = [name for name in sys.argv[1:] if name != "--write"]
    names = names or sorted(path.parent.name for path in HERE.glob("*/golden.json"))
    far = False
    for name in names:
        folder = HERE / name
        given = json.loads((folder / "golden.json").read_text())
        golden, gradients = make(folder, given)
        if write:
            (folder / "golden.json").write_text(json.dumps(golden))
            (folder / "gradients.safetensors").write_bytes(safetensors(gradients))
            continue
        found = distances(golden, gradients, given, read_tensors(folder / "gradients.safetensors"))
        print(f"{name}: " + ", ".join(f"{what} {value:.1e}" for what, value in found.items()) + " from what is recorded")
        far = far or any(value > ROUNDING[what] for what, value in found.items())
    if far:
        sys.exit("More than rounding apart.")


if __name__ == "__main__":
    main()
