#!/usr/bin/env python3
"""Records torchvision_gradients.json: losses and gradients of full-size torchvision models of five
classes, computed in fp64. Needs Debian's python3-torchvision. Weights are as the rule of
torchvision_formula.json makes them, but from w = sin(0.001 ((i + 1009 k) mod 10007)^2), tensor k of
the sorted names, element i, both from 0: its even waves leave so little variance in a batch that
rounding would decide the gradients of training mode. For every trained tensor: the gradient's norm,
and its sum weighted by sin(i + 1), i the flat index; "rounding" is how far PyTorch's own fp32
comes to lie from them, as it is and with weights some rounding errors away, which decides values that
lie at the kink of a ReLU. Dropout and stochastic depth are off."""

import json
import pathlib

import torch
import torchvision

MODELS = {
    "mobilenet_v2": (4, 96),
    "resnet18": (4, 96),
    "resnet50": (4, 96),
    "squeezenet1_0": (4, 96),
    "squeezenet1_1": (4, 96),
    "efficientnet_b0": (4, 96),
    "efficientnet_b5": (4, 64),
    "vit_b_16": (2, 224),
}


def waves(count, shift=0):
    places = (torch.arange(count, dtype=torch.float64) + shift) % 10007
    return torch.sin(0.001 * places * places)


def fill(model):
    for k, (name, tensor) in enumerate(sorted(model.state_dict().items())):
        if not tensor.is_floating_point():
            continue
        w = waves(tensor.numel(), 1009 * k)
        if name.endswith("running_var"):
            w = 1 + 0.5 * w * w
        elif name.endswith("running_mean"):
            w = 0.1 * w
        elif tensor.dim() > 1:
            w = w * (3 / (tensor.numel() / tensor.shape[0])) ** 0.5
        else:
            w = 1 + 0.1 * w if name.endswith("weight") else 0.1 * w
        with torch.no_grad():
            tensor.copy_(w.float().view(tensor.shape))


def pixels(batch, side):
    return waves(batch * 3 * side * side).float().view(batch, 3, side, side)


def still(module):
    if isinstance(module, (torch.nn.Dropout, torchvision.ops.StochasticDepth)):
        module.p = 0.0
    if isinstance(module, torch.nn.MultiheadAttention):
        module.dropout = 0.0


def run(name, batch, side, training, dtype, noise=0):
    model = getattr(torchvision.models, name)(weights=None, num_classes=5)
    fill(model)
    torch.manual_seed(noise)
    with torch.no_grad():
        for parameter in model.parameters() if noise else ():
            parameter.mul_(1 + 1e-6 * torch.randn(parameter.shape, dtype=torch.float64))
    model.to(dtype).train(training).apply(still)
    labels = torch.tensor([2, 0, 1, 4][:batch])
    loss = torch.nn.functional.cross_entropy(model(pixels(batch, side).to(dtype)), labels)
    loss.backward()
    gradients = {}
    for key, parameter in model.named_parameters():
        gradient = parameter.grad.double().flatten()
        places = torch.arange(1, gradient.numel() + 1, dtype=torch.float64)
        gradients[key] = [gradient.norm().item(), (gradient * torch.sin(places)).sum().item()]
    return loss.item(), gradients


def main():
    result = {}
    for name, (batch, side) in MODELS.items():
        entry = {"batch": batch, "side": side}
        for training in (False, True):
            loss, gradients = run(name, batch, side, training, torch.float64)
            floor = 1e-3 * max(norm[0] for norm in gradients.values())
            apart = 0
            for noise in range(4):
                _, rounded = run(name, batch, side, training, torch.float32, noise)
                for norm, other in zip(gradients.values(), rounded.values()):
                    for a, b in zip(norm, other):
                        apart = max(apart, abs(a - b) / (norm[0] + floor))
            mode = "training" if training else "evaluation"
            print(f"{name} {mode}: loss {loss:.6f}, fp32 is at most {apart:.1e} of a norm away, or of a thousandth of the largest")
            entry[mode] = {
                "loss": round(loss, 8),
                "rounding": float(f"{apart:.2g}"),
                "gradients": {k: [float(f"{x:.7g}") for x in v] for k, v in gradients.items()},
            }
        result[name] = entry
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
