"""The families of transformers as formulas over tensors by name, read off its modeling_*.py (version
4.28), for the scripts beside this file. Needs Debian's python3-torch."""

import json
import math

import numpy as np
import torch
import torch.nn.functional as F

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
    """A safetensors file's tensors by name, in torch's default dtype."""
    data = file.read_bytes()
    length = int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + at for at in entry["data_offsets"])
        kind = {"F32": np.float32, "I64": np.int64}[entry["dtype"]]
        values = np.frombuffer(data[begin:end], kind).reshape(entry["shape"])
        tensors[name] = torch.tensor(values).to(torch.get_default_dtype())
    return tensors


def pixels():
    """What the tiny picture models look at: [2, 3, 64, 64]."""
    values = torch.sin(0.37 * torch.arange(2 * 3 * 64 * 64, dtype=torch.float64)).float()
    return values.to(torch.get_default_dtype()).reshape(2, 3, 64, 64)


def split_heads(x, heads):
    """[..., T, heads * D] -> [..., heads, T, D]"""
    return x.unflatten(-1, (heads, -1)).transpose(-3, -2)


def attend(q, k, v, heads, more=lambda q, k: 0):
    """`more` adds to the scores, before they are scaled."""
    q, k, v = (split_heads(x, heads) for x in (q, k, v))
    shares = torch.softmax((q @ k.transpose(-2, -1) + more(q, k)) / math.sqrt(q.shape[-1]), -1)
    return (shares @ v).transpose(-3, -2).flatten(-2)


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
        kind = self.config.get("position_embedding_type", "absolute")
        if kind == "absolute":
            return attend(q, k, v, heads)
        place = torch.arange(q.shape[0])
        vectors = self.w[distances][place[:, None] - place[None, :] + self.config["max_position_embeddings"] - 1]

        def relative(q, k):
            scores = torch.einsum("hld,lrd->hlr", q, vectors)
            if kind == "relative_key_query":
                scores = scores + torch.einsum("hrd,lrd->hlr", k, vectors)
            return scores

        return attend(q, k, v, heads, relative)

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
        if prefix + "embeddings_project.weight" in self.w:
            x = self.linear(prefix + "embeddings_project", x)
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

    def electra(self, ids, types):
        x = self.bert_encoder("electra.", ids, types, torch.arange(len(ids)))
        return self.linear("classifier.out_proj", F.gelu(self.linear("classifier.dense", x[0])))

    def distilbert(self, ids, _):
        c = self.config
        embeddings = "distilbert.embeddings."
        x = self.w[embeddings + "word_embeddings.weight"][ids]
        x = x + self.w[embeddings + "position_embeddings.weight"][:len(ids)]
        x = self.norm(embeddings + "LayerNorm", x)
        for layer in range(c["n_layers"]):
            at = f"distilbert.transformer.layer.{layer}."
            q, k, v = (self.linear(f"{at}attention.{part}_lin", x) for part in "qkv")
            context = self.linear(at + "attention.out_lin", attend(q, k, v, c["n_heads"]))
            x = self.norm(at + "sa_layer_norm", context + x)
            inner = ACTIVATIONS[c["activation"]](self.linear(at + "ffn.lin1", x))
            x = self.norm(at + "output_layer_norm", self.linear(at + "ffn.lin2", inner) + x)
        return self.linear("classifier", F.relu(self.linear("pre_classifier", x[0])))

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

    def mpnet(self, ids, _):
        c = self.config
        padding, place = c["pad_token_id"], torch.arange(len(ids))
        x = self.w["mpnet.embeddings.word_embeddings.weight"][ids]
        x = x + self.w["mpnet.embeddings.position_embeddings.weight"][place + padding + 1]
        x = self.norm("mpnet.embeddings.LayerNorm", x)
        apart = place[:, None] - place[None, :]
        far = apart.abs()
        steps = torch.log(far.float().clamp(min=1) / 8) / math.log(128 / 8) * 8
        bucket = torch.where(far < 8, far, torch.clamp(8 + steps.long(), max=15)) + 16 * (apart < 0)
        biases = self.w["mpnet.encoder.relative_attention_bias.weight"][bucket].permute(2, 0, 1)
        scale = math.sqrt(c["hidden_size"] // c["num_attention_heads"])
        for layer in range(c["num_hidden_layers"]):
            at = f"mpnet.encoder.layer.{layer}."
            q, k, v = (self.linear(f"{at}attention.attn.{part}", x) for part in "qkv")
            context = attend(q, k, v, c["num_attention_heads"], lambda q, k: biases * scale)
            x = self.norm(at + "attention.LayerNorm", self.linear(at + "attention.attn.o", context) + x)
            inner = ACTIVATIONS[c["hidden_act"]](self.linear(at + "intermediate.dense", x))
            x = self.norm(at + "output.LayerNorm", self.linear(at + "output.dense", inner) + x)
        return self.linear("classifier.out_proj", torch.tanh(self.linear("classifier.dense", x[0])))

    def deberta_v2(self, ids, _):
        c = self.config
        heads, place = c["num_attention_heads"], torch.arange(len(ids))
        x = self.w["deberta.embeddings.word_embeddings.weight"][ids]
        x = x + self.w["deberta.embeddings.position_embeddings.weight"][place]
        x = self.norm("deberta.embeddings.LayerNorm", x)
        span = c["position_buckets"]
        middle, apart = span // 2, place[:, None] - place[None, :]
        far = torch.where(apart.abs() < middle, middle - 1, apart.abs()).float()
        steps = torch.ceil(torch.log(far / middle) / math.log((c["max_position_embeddings"] - 1) / middle)
                           * (middle - 1)) + middle
        bucket = torch.where(far <= middle, apart, (steps * apart.sign()).long())
        rows = torch.clamp(bucket + span, 0, 2 * span - 1)
        vectors = self.norm("deberta.encoder.LayerNorm", self.w["deberta.encoder.rel_embeddings.weight"])
        for layer in range(c["num_hidden_layers"]):
            at = f"deberta.encoder.layer.{layer}."
            own = at + "attention.self."
            q, k, v = (self.linear(f"{own}{part}_proj", x) for part in ("query", "key", "value"))
            seen_by_query, seen_by_key = (split_heads(self.linear(f"{own}{part}_proj", vectors), heads)
                                          for part in ("key", "query"))

            def views(q, k):
                """Of the tokens' distances; what follows scales by sqrt(d), but three are added here."""
                by_query = torch.einsum("hid,hijd->hij", q, seen_by_query[:, rows])
                by_key = torch.einsum("hjd,hijd->hij", k, seen_by_key[:, rows])
                content = q @ k.transpose(-2, -1)
                return (content + by_query + by_key) / math.sqrt(3) - content

            context = attend(q, k, v, heads, views)
            x = self.norm(at + "attention.output.LayerNorm", self.linear(at + "attention.output.dense", context) + x)
            inner = ACTIVATIONS[c["hidden_act"]](self.linear(at + "intermediate.dense", x))
            x = self.norm(at + "output.LayerNorm", self.linear(at + "output.dense", inner) + x)
        return self.linear("classifier", ACTIVATIONS[c["pooler_hidden_act"]](self.linear("pooler.dense", x[0])))

    def modernbert(self, ids, _):
        c = self.config
        heads, place = c["num_attention_heads"], torch.arange(len(ids))
        width = c["hidden_size"] // heads
        reach = c["local_attention"] // 2

        def norm(name, x):
            return F.layer_norm(x, x.shape[-1:], self.w[name + ".weight"], None, c["norm_eps"])

        def turn(x, theta):
            """[H, T, D]: rotary positions, a head's halves as the parts of complex numbers."""
            speeds = theta ** -(torch.arange(0, width, 2) / width)
            turned = torch.view_as_complex(torch.stack(x.chunk(2, -1), -1)) * torch.polar(
                torch.ones(len(ids), width // 2), place[:, None] * speeds)
            return torch.cat([turned.real, turned.imag], -1)

        x = norm("model.embeddings.norm", self.w["model.embeddings.tok_embeddings.weight"][ids])
        for layer in range(c["num_hidden_layers"]):
            at = f"model.layers.{layer}."
            sees_all = layer % c["global_attn_every_n_layers"] == 0
            theta = c["global_rope_theta"] if sees_all else c["local_rope_theta"]
            normed = norm(at + "attn_norm", x) if layer > 0 else x
            q, k, v = (split_heads(part, heads) for part in (normed @ self.w[at + "attn.Wqkv.weight"].T).chunk(3, -1))
            scores = turn(q, theta) @ turn(k, theta).transpose(-2, -1) / math.sqrt(width)
            if not sees_all:
                far = (place[:, None] - place[None, :]).abs() > reach
                scores = scores.masked_fill(far, -math.inf)
            context = (torch.softmax(scores, -1) @ v).transpose(-3, -2).flatten(-2)
            x = x + context @ self.w[at + "attn.Wo.weight"].T
            inner, gate = (norm(at + "mlp_norm", x) @ self.w[at + "mlp.Wi.weight"].T).chunk(2, -1)
            x = x + (ACTIVATIONS[c["hidden_activation"]](inner) * gate) @ self.w[at + "mlp.Wo.weight"].T
        x = norm("model.final_norm", x)
        text = x[0] if c["classifier_pooling"] == "cls" else x.mean(0)
        dense = ACTIVATIONS[c["classifier_activation"]](text @ self.w["head.dense.weight"].T)
        return self.linear("classifier", norm("head.norm", dense))

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
    def __init__(self, config, w, training=False):
        self.config, self.w, self.training = config, w, training

    def linear(self, name, x):
        return x @ self.w[name + ".weight"].T + self.w[name + ".bias"]

    def norm(self, name, x, eps=None):
        eps = eps or self.config["layer_norm_eps"]
        return F.layer_norm(x, x.shape[-1:], self.w[name + ".weight"], self.w[name + ".bias"], eps)

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
        # What a training pass makes of the running values, no logits of a later one depend on.
        running = [None] * 2 if self.training else [self.w[norm + "running_" + of] for of in ("mean", "var")]
        x = F.batch_norm(x, *running, self.w[norm + "weight"], self.w[norm + "bias"], self.training, eps=eps)
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
        return self.linear("classifier.1", x.mean((2, 3)))

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
        return self.linear("classifier", layer("conv_1x1", x, act=act).mean((2, 3)))

    def vit(self, x):
        c = self.config
        act = ACTIVATIONS[c["hidden_act"]]
        patches = "vit.embeddings.patch_embeddings.projection"
        x = F.conv2d(x, self.w[patches + ".weight"], self.w[patches + ".bias"], c["patch_size"])
        x = x.flatten(2).transpose(1, 2)
        x = torch.cat([self.w["vit.embeddings.cls_token"].expand(len(x), -1, -1), x], 1)
        x = x + self.w["vit.embeddings.position_embeddings"]
        for layer in range(c["num_hidden_layers"]):
            at = f"vit.encoder.layer.{layer}."
            y = self.norm(at + "layernorm_before", x)
            q, k, v = (self.linear(f"{at}attention.attention.{part}", y) for part in ("query", "key", "value"))
            x = x + self.linear(at + "attention.output.dense", attend(q, k, v, c["num_attention_heads"]))
            y = act(self.linear(at + "intermediate.dense", self.norm(at + "layernorm_after", x)))
            x = x + self.linear(at + "output.dense", y)
        return self.linear("classifier", self.norm("vit.layernorm", x)[:, 0])

    def convnext(self, x):
        c = self.config

        def conv(name, x, stride, **more):
            return F.conv2d(x, self.w[name + ".weight"], self.w[name + ".bias"], stride, **more)

        def norm(name, x):  # over the channels; the last one alone has the configuration's epsilon
            return self.norm(name, x.permute(0, 2, 3, 1), 1e-6).permute(0, 3, 1, 2)

        x = norm("convnext.embeddings.layernorm", conv("convnext.embeddings.patch_embeddings", x, c["patch_size"]))
        for stage, depth in enumerate(c["depths"]):
            at = f"convnext.encoder.stages.{stage}."
            if stage > 0:
                x = conv(at + "downsampling_layer.1", norm(at + "downsampling_layer.0", x), 2)
            for block in range(depth):
                own = f"{at}layers.{block}."
                y = conv(own + "dwconv", x, 1, padding=3, groups=x.shape[1])
                y = norm(own + "layernorm", y).permute(0, 2, 3, 1)
                y = self.linear(own + "pwconv2", ACTIVATIONS[c["hidden_act"]](self.linear(own + "pwconv1", y)))
                x = x + (self.w[own + "layer_scale_parameter"] * y).permute(0, 3, 1, 2)
        return self.linear("classifier", self.norm("convnext.layernorm", x.mean((2, 3))))

    def logits(self, golden):
        return getattr(self, self.config["model_type"])(pixels())
