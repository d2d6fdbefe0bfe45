#!/usr/bin/env python3
"""Writes variants.json: what the tiny checkpoints beside this script answer under other
configurations, computed in fp64 by the formulas of transformers, written out below. Needs Debian's
python3-torch. Each family is first held to the logits that transformers itself recorded in its
golden.json.

A variant has the base checkpoint, the members of config.json that differ, tensors that the
checkpoint lacks ("extra": mean + scale * sin(0.37 * (i + shift)), i the flat index), other
input_ids where there are any, and its logits."""

import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "gelu": F.gelu,
    "gelu_10": lambda x: torch.clip(F.gelu(x), -10, 10),
    "gelu_accurate": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))),
    "gelu_fast": lambda x: 0.5 * x * (1 + torch.tanh(x * 0.7978845608 * (1 + 0.044715 * x * x))),
    "gelu_new": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3))),
    "gelu_python": lambda x: x * 0.5 * (1 + torch.erf(x / math.sqrt(2))),
    "laplace": lambda x: 0.5 * (1 + torch.erf((x - 0.707107) / (0.282095 * math.sqrt(2)))),
    "linear": lambda x: x,
    "mish": lambda x: x * torch.tanh(F.softplus(x)),
    "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x),
    "relu": F.relu,
    "relu2": lambda x: F.relu(x) ** 2,
    "relu6": lambda x: torch.clip(x, 0, 6),
    "sigmoid": torch.sigmoid,
    "silu": lambda x: x * torch.sigmoid(x),
}


def read_tensors(file):
    data = file.read_bytes()
    length = int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + at for at in entry["data_offsets"])
        kind = {"F32": np.float32, "I64": np.int64}[entry["dtype"]]
        values = np.frombuffer(data[begin:end], kind).reshape(entry["shape"])
        tensors[name] = torch.tensor(values.astype(np.float64))
    return tensors


def made(shape, mean, scale, shift):
    i = torch.arange(math.prod(shape), dtype=torch.float64)
    return (mean + scale * torch.sin(0.37 * (i + shift))).reshape(shape).float().double()


# --- texts --------------------------------------------------------------------------------------

class Texts:
    def __init__(self, config, w):
        self.config, self.w = config, w

    def linear(self, name, x):
        return x @ self.w[name + ".weight"].T + self.w[name + ".bias"]

    def norm(self, name, x):
        eps = self.config.get("layer_norm_eps", 1e-12)
        return F.layer_norm(x, x.shape[-1:], self.w[name + ".weight"], self.w[name + ".bias"], eps)

    def attention(self, q, k, v, heads, distances):
        length = q.shape[0]
        q, k, v = (t.reshape(length, heads, -1).transpose(0, 1) for t in (q, k, v))
        scores = q @ k.transpose(1, 2)
        kind = self.config.get("position_embedding_type", "absolute")
        if kind != "absolute":
            most = self.config["max_position_embeddings"]
            place = torch.arange(length)
            vectors = self.w[distances][place[:, None] - place[None, :] + most - 1]
            scores = scores + torch.einsum("hld,lrd->hlr", q, vectors)
            if kind == "relative_key_query":
                scores = scores + torch.einsum("hrd,lrd->hlr", k, vectors)
        shares = torch.softmax(scores / math.sqrt(q.shape[-1]), -1)
        return (shares @ v).transpose(0, 1).reshape(length, -1)

    def embed(self, prefix, ids, types, positions):
        x = self.w[prefix + "word_embeddings.weight"][ids]
        if self.config.get("position_embedding_type", "absolute") == "absolute":
            x = x + self.w[prefix + "position_embeddings.weight"][positions]
        x = x + self.w[prefix + "token_type_embeddings.weight"][types]
        return self.norm(prefix + "LayerNorm", x)

    def bert_layer(self, at, x):
        act = ACTIVATIONS[self.config["hidden_act"]]
        q, k, v = (self.linear(f"{at}attention.self.{part}", x) for part in ("query", "key", "value"))
        context = self.attention(q, k, v, self.config["num_attention_heads"],
                                 at + "attention.self.distance_embedding.weight")
        x = self.norm(at + "attention.output.LayerNorm", self.linear(at + "attention.output.dense", context) + x)
        inner = act(self.linear(at + "intermediate.dense", x))
        return self.norm(at + "output.LayerNorm", self.linear(at + "output.dense", inner) + x)

    def bert_encoder(self, prefix, ids, types, positions):
        x = self.embed(prefix + "embeddings.", ids, types, positions)
        for layer in range(self.config["num_hidden_layers"]):
            x = self.bert_layer(f"{prefix}encoder.layer.{layer}.", x)
        return x

    def bert(self, ids, types):
        x = self.bert_encoder("bert.", ids, types, torch.arange(len(ids)))
        return self.linear("classifier", torch.tanh(self.linear("bert.pooler.dense", x[0])))

    def roberta(self, ids, types):
        padding = self.config["pad_token_id"]
        real = (ids != padding).long()
        positions = torch.cumsum(real, 0) * real + padding
        x = self.bert_encoder("roberta.", ids, types, positions)
        return self.linear("classifier.out_proj", torch.tanh(self.linear("classifier.dense", x[0])))

    def albert(self, ids, types):
        act = ACTIVATIONS[self.config["hidden_act"]]
        layers, groups = self.config["num_hidden_layers"], self.config["num_hidden_groups"]
        x = self.embed("albert.embeddings.", ids, types, torch.arange(len(ids)))
        x = self.linear("albert.encoder.embedding_hidden_mapping_in", x)
        for layer in range(layers):
            group = int(layer / (layers / groups))
            for inner in range(self.config["inner_group_num"]):
                at = f"albert.encoder.albert_layer_groups.{group}.albert_layers.{inner}."
                q, k, v = (self.linear(f"{at}attention.{part}", x) for part in ("query", "key", "value"))
                context = self.attention(q, k, v, self.config["num_attention_heads"],
                                         at + "attention.distance_embedding.weight")
                x = self.norm(at + "attention.LayerNorm", self.linear(at + "attention.dense", context) + x)
                wide = act(self.linear(at + "ffn", x))
                x = self.norm(at + "full_layer_layer_norm", self.linear(at + "ffn_output", wide) + x)
        return self.linear("classifier", torch.tanh(self.linear("albert.pooler", x[0])))

    def logits(self, golden):
        rows = []
        for b, row in enumerate(golden["input_ids"]):
            real = [t for t, mask in enumerate(golden["attention_mask"][b]) if mask]
            types = golden.get("token_type_ids", [[0] * len(row)] * len(golden["input_ids"]))[b]
            run = getattr(self, self.config["model_type"].replace("-", "_").replace("xlm_", ""))
            rows.append(run(torch.tensor(row)[real], torch.tensor(types)[real]))
        return torch.stack(rows)


# --- pictures -----------------------------------------------------------------------------------

class Pictures:
    def __init__(self, config, w):
        self.config, self.w = config, w

    def conv(self, at, x, stride=1, groups=1, act=None, dilation=1, tensorflow=False, eps=1e-5):
        weight = self.w[at + ".convolution.weight"]
        kernel = weight.shape[-1]
        padding = (kernel - 1) // 2 * dilation
        if tensorflow:
            def around(size):
                rest = size % stride
                whole = max(kernel - (stride if rest == 0 else rest), 0)
                return whole // 2 * dilation, (whole - whole // 2) * dilation
            x = F.pad(x, (*around(x.shape[3]), *around(x.shape[2])))
            padding = 0
        x = F.conv2d(x, weight, None, stride, padding, dilation, groups)
        norm = at + ".normalization."
        x = F.batch_norm(x, self.w[norm + "running_mean"], self.w[norm + "running_var"],
                         self.w[norm + "weight"], self.w[norm + "bias"], eps=eps)
        return ACTIVATIONS[act](x) if act else x

    def resnet(self, x):
        c = self.config
        act = c["hidden_act"]
        x = F.max_pool2d(self.conv("resnet.embedder.embedder", x, 2, act=act), 3, 2, 1)
        for stage, depth in enumerate(c["depths"]):
            for block in range(depth):
                stride = 2 if block == 0 and (stage > 0 or c["downsample_in_first_stage"]) else 1
                at = f"resnet.encoder.stages.{stage}.layers.{block}."
                # Inside a block the layers are made without the configuration's activation.
                if c["layer_type"] == "basic":
                    y = self.conv(at + "layer.0", x, stride, act="relu")
                    y = self.conv(at + "layer.1", y)
                else:
                    y = self.conv(at + "layer.0", x, act="relu")
                    y = self.conv(at + "layer.1", y, stride, act="relu")
                    y = self.conv(at + "layer.2", y)
                short = at + "shortcut"
                x = ACTIVATIONS[act](y + (self.conv(short, x, stride) if short + ".convolution.weight" in self.w else x))
        return x.mean((2, 3)) @ self.w["classifier.1.weight"].T + self.w["classifier.1.bias"]

    def mobilenet_v2(self, x):
        c = self.config
        act = c["hidden_act"]
        options = {"tensorflow": c["tf_padding"], "eps": c["layer_norm_eps"]}

        def layer(name, x, **more):
            return self.conv("mobilenet_v2." + name, x, **options, **more)

        def depthwise(name, x, stride, dilation):
            return layer(name + ".conv_3x3", x, stride=stride, groups=x.shape[1], act=act, dilation=dilation)

        x = layer("conv_stem.first_conv", x, stride=2, act=act)
        if not c["first_layer_is_expansion"]:
            x = layer("conv_stem.expand_1x1", x, act=act)
        x = layer("conv_stem.reduce_1x1", depthwise("conv_stem", x, 1, 1))
        strides = [2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1]
        current, dilation = 2, 1
        for i, stride in enumerate(strides):
            if current == c["output_stride"]:
                used, apart = 1, dilation
                dilation *= stride
            else:
                used, apart = stride, 1
                current *= stride
            at = f"layer.{i}"
            y = depthwise(at, layer(at + ".expand_1x1", x, act=act), used, apart)
            y = layer(at + ".reduce_1x1", y)
            x = x + y if used == 1 and x.shape[1] == y.shape[1] else y
        x = layer("conv_1x1", x, act=act).mean((2, 3))
        return x @ self.w["classifier.weight"].T + self.w["classifier.bias"]

    def logits(self, golden):
        pixels = torch.sin(0.37 * torch.arange(2 * 3 * 64 * 64)).float().double().reshape(2, 3, 64, 64)
        return getattr(self, self.config["model_type"])(pixels)


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
