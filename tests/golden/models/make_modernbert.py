#!/usr/bin/env python3
"""Writes modernbert/: a tiny checkpoint of random weights in Hugging Face's layout, and with
`make_golden.py --write modernbert` after it its values by the formula of formulas.py, as transformers
4.28 does not know the family. Needs Debian's python3-torch."""

import json
import pathlib

import torch

from make_golden import safetensors

FOLDER = pathlib.Path(__file__).parent / "modernbert"
WIDTH, INNER, LAYERS, VOCABULARY, CLASSES = 32, 48, 4, 100, 3
# One layer of three sees all; a window of 3 tokens to each side is narrower than the texts.
CONFIG = {
    "architectures": ["ModernBertForSequenceClassification"], "attention_bias": False, "attention_dropout": 0.0,
    "classifier_activation": "gelu", "classifier_bias": False, "classifier_dropout": 0.0, "classifier_pooling": "mean",
    "cls_token_id": 1, "embedding_dropout": 0.0, "global_attn_every_n_layers": 3, "global_rope_theta": 160000.0,
    "hidden_activation": "gelu", "hidden_size": WIDTH, "id2label": {str(i): f"LABEL_{i}" for i in range(CLASSES)},
    "initializer_range": 0.02, "intermediate_size": INNER, "label2id": {f"LABEL_{i}": i for i in range(CLASSES)},
    "local_attention": 6, "local_rope_theta": 10000.0, "max_position_embeddings": 40, "mlp_bias": False,
    "mlp_dropout": 0.0, "model_type": "modernbert", "norm_bias": False, "norm_eps": 1e-05, "num_attention_heads": 4,
    "num_hidden_layers": LAYERS, "pad_token_id": 0, "sep_token_id": 2, "vocab_size": VOCABULARY}


def shapes():
    yield "model.embeddings.tok_embeddings.weight", (VOCABULARY, WIDTH)
    yield "model.embeddings.norm.weight", (WIDTH,)
    for layer in range(LAYERS):
        at = f"model.layers.{layer}."
        if layer > 0:
            yield at + "attn_norm.weight", (WIDTH,)
        yield at + "attn.Wqkv.weight", (3 * WIDTH, WIDTH)
        yield at + "attn.Wo.weight", (WIDTH, WIDTH)
        yield at + "mlp_norm.weight", (WIDTH,)
        yield at + "mlp.Wi.weight", (2 * INNER, WIDTH)
        yield at + "mlp.Wo.weight", (WIDTH, INNER)
    yield "model.final_norm.weight", (WIDTH,)
    yield "head.dense.weight", (WIDTH, WIDTH)
    yield "head.norm.weight", (WIDTH,)
    yield "classifier.weight", (CLASSES, WIDTH)
    yield "classifier.bias", (CLASSES,)


def main():
    torch.manual_seed(7)
    # Wide enough for attention to choose and for each layer to count.
    weights = {name: (1 if "norm" in name else 0) + 0.15 * torch.randn(shape) for name, shape in shapes()}
    lengths = (12, 9, 17)
    given = {"labels": [2, 0, 1], "input_ids": [], "attention_mask": []}
    for length in lengths:
        padding = max(lengths) - length
        given["input_ids"].append([1, *torch.randint(5, VOCABULARY, (length - 2,)).tolist(), 2] + [0] * padding)
        given["attention_mask"].append([1] * length + [0] * padding)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")
    (FOLDER / "model.safetensors").write_bytes(safetensors(weights))
    (FOLDER / "golden.json").write_text(json.dumps(given))


if __name__ == "__main__":
    main()
