#!/usr/bin/env python3
"""Writes variants.json: what the tiny checkpoints beside this script answer under other
configurations, computed in fp64 by the formulas of transformers (formulas.py). Needs Debian's
python3-torch. Each family is first held to the logits that transformers itself recorded in its
golden.json.

A variant has the base checkpoint, the members of config.json that differ, tensors that the
checkpoint lacks ("extra": mean + scale * sin(0.37 * (i + shift)), i the flat index), other
input_ids where there are any, and its logits."""

import json
import math
import pathlib

import torch

from formulas import ACTIVATIONS, Pictures, Texts, read_tensors

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)


def made(shape, mean, scale, shift):
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    return (mean + scale * torch.sin(0.37 * (i + shift))).reshape(shape).float().double()


def logits(base, changes=None, extra=None, input_ids=None):
    folder = HERE / base
    config = json.loads((folder / "config.json").read_text()) | (changes or {})
    golden = json.loads((folder / "golden.json").read_text())
    tensors = read_tensors(folder / "model.safetensors")
    for name, of in (extra or {}).items():
        tensors[name] = made(**of)
    if input_ids:
        golden = {"input_ids": input_ids, "attention_mask": [[1] * len(row) for row in input_ids]}
    family = Texts if "input_ids" in golden else Pictures
    return family(config, tensors).logits(golden)


def check(base):
    golden = json.loads((HERE / base / "golden.json").read_text())
    recorded = torch.tensor(golden["logits"]).reshape(golden["shape"])
    difference = (logits(base) - recorded).abs().max().item()
    print(f"{base}: {difference:.1e} from transformers")
    assert difference < 2e-5, base


def albert_groups(groups):
    """The weights of the groups beyond the first."""
    tensors = read_tensors(HERE / "albert" / "model.safetensors")
    start = "albert.encoder.albert_layer_groups."
    extra = {}
    for group in range(1, groups):
        for name, tensor in tensors.items():
            if not name.startswith(start + "0."):
                continue
            is_norm = "LayerNorm.weight" in name or "layer_norm.weight" in name
            extra[start + str(group) + name[len(start) + 1:]] = {
                "shape": list(tensor.shape), "mean": 1.0 if is_norm else 0.0, "scale": 0.2, "shift": 31 * group}
    return extra


def main():
    for base in ("bert", "roberta", "xlm-roberta", "albert", "resnet-basic", "resnet-bottleneck",
                 "mobilenet_v2", "mobilenet_v2-plain-padding"):
        check(base)
    variants = {}

    def add(name, base, config=None, extra=None, input_ids=None):
        variant = {"base": base, "config": config or {}}
        if extra:
            variant["extra"] = extra
        if input_ids:
            variant["input_ids"] = input_ids
        variant["logits"] = [[round(x, 8) for x in row] for row in logits(base, config, extra, input_ids).tolist()]
        variants[name] = variant

    for act in sorted(set(ACTIVATIONS) - {"gelu", "relu", "silu", "relu6"}):
        add("bert " + act, "bert", {"hidden_act": act})
    add("mobilenet_v2 mish", "mobilenet_v2", {"hidden_act": "mish"})
    add("mobilenet_v2 quick_gelu", "mobilenet_v2-plain-padding", {"hidden_act": "quick_gelu"})
    add("resnet-basic silu", "resnet-basic", {"hidden_act": "silu"})
    add("resnet-bottleneck gelu", "resnet-bottleneck", {"hidden_act": "gelu"})
    add("resnet-bottleneck mish", "resnet-bottleneck", {"hidden_act": "mish"})
    # 7 layers in 5 groups: by whole numbers the third layer would be the second group's.
    for layers, groups in ((7, 5), (18, 14)):
        add(f"albert {layers} layers in {groups} groups", "albert",
            {"num_hidden_layers": layers, "num_hidden_groups": groups}, albert_groups(groups))
    words = [[0, 5, 6, 1, 7, 2], [0, 1, 9, 2], [0, 8, 9, 1, 1, 10, 11, 2]]
    add("roberta pad in text", "roberta", input_ids=words)
    add("xlm-roberta pad in text", "xlm-roberta", input_ids=words)
    for kind in ("relative_key", "relative_key_query"):
        for base, layer in (("bert", "bert.encoder.layer.{}.attention.self"),
                            ("roberta", "roberta.encoder.layer.{}.attention.self"),
                            ("albert", "albert.encoder.albert_layer_groups.{}.albert_layers.0.attention")):
            most = json.loads((HERE / base / "config.json").read_text())["max_position_embeddings"]
            extra = {layer.format(i) + ".distance_embedding.weight":
                     {"shape": [2 * most - 1, 8], "mean": 0.0, "scale": 1.0, "shift": i}
                     for i in range(1 if base == "albert" else 2)}
            add(f"{base} {kind}", base, {"position_embedding_type": kind}, extra)
    for stride in (8, 16):
        for base in ("mobilenet_v2", "mobilenet_v2-plain-padding"):
            add(f"{base} output stride {stride}", base, {"output_stride": stride})
    lines = [f"{json.dumps(name)}: {json.dumps(variant)}" for name, variant in variants.items()]
    (HERE / "variants.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
