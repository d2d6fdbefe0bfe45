#!/usr/bin/env python3
"""Writes formula_logits.json: logits of full-size models of torchvision and of timm whose weights
follow the rule of torchvision_formula.json, whose entries are reproduced first. Needs Debian's
python3-torchvision. timm's models are written out below as its sources define them
(timm/models/resnet.py, vision_transformer.py, deit.py, efficientnet.py with _efficientnet_builder.py,
version 0.9); their numbers of parameters, with 1000 classes, are held to those that timm publishes
(results-imagenet.csv), which it rounds to ten thousand."""

import json
import math
import pathlib

import torch
import torch.nn.functional as F
import torchvision
from torch import nn

HERE = pathlib.Path(__file__).parent
PUBLISHED = json.loads((HERE / "torchvision_formula.json").read_text())["models"]


# --- timm ---------------------------------------------------------------------------------------

def conv(i, o, kernel=1, stride=1, groups=1):
    return nn.Conv2d(i, o, kernel, stride, kernel // 2, groups=groups, bias=False)


class Bottleneck(nn.Module):
    def __init__(self, i, planes, stride):
        super().__init__()
        self.conv1, self.bn1 = conv(i, planes), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = conv(planes, planes, 3, stride), nn.BatchNorm2d(planes)
        self.conv3, self.bn3 = conv(planes, planes * 4), nn.BatchNorm2d(planes * 4)
        self.downsample = None
        if stride != 1 or i != planes * 4:
            pool = nn.Identity() if stride == 1 else nn.AvgPool2d(2, stride, ceil_mode=True, count_include_pad=False)
            self.downsample = nn.Sequential(pool, conv(i, planes * 4), nn.BatchNorm2d(planes * 4))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(F.relu(self.bn2(self.conv2(y)))))
        return F.relu(y + (self.downsample(x) if self.downsample else x))


class ResNetD(nn.Module):
    def __init__(self, depths, classes):
        super().__init__()
        self.conv1 = nn.Sequential(conv(3, 32, 3, 2), nn.BatchNorm2d(32), nn.ReLU(), conv(32, 32, 3),
                                   nn.BatchNorm2d(32), nn.ReLU(), conv(32, 64, 3))
        self.bn1 = nn.BatchNorm2d(64)
        i = 64
        for stage, depth in enumerate(depths):
            planes = 64 * 2 ** stage
            blocks = []
            for block in range(depth):
                blocks.append(Bottleneck(i, planes, 2 if block == 0 and stage > 0 else 1))
                i = planes * 4
            self.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(i, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = stage(x)
        return self.fc(x.mean((2, 3)))


def divisible(value, divisor=8):
    new = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return new + divisor if new < 0.9 * value else new


class Separable(nn.Module):
    """DepthwiseSeparableConv without squeeze and excitation."""
    def __init__(self, i, o, kernel, stride):
        super().__init__()
        self.conv_dw, self.bn1 = conv(i, i, kernel, stride, i), nn.BatchNorm2d(i)
        self.conv_pw, self.bn2 = conv(i, o), nn.BatchNorm2d(o)
        self.skip = stride == 1 and i == o

    def forward(self, x):
        y = self.bn2(self.conv_pw(F.relu6(self.bn1(self.conv_dw(x)))))
        return y + x if self.skip else y


class Inverted(nn.Module):
    """InvertedResidual without squeeze and excitation."""
    def __init__(self, i, o, kernel, stride):
        super().__init__()
        wide = divisible(i * 6)
        self.conv_pw, self.bn1 = conv(i, wide), nn.BatchNorm2d(wide)
        self.conv_dw, self.bn2 = conv(wide, wide, kernel, stride, wide), nn.BatchNorm2d(wide)
        self.conv_pwl, self.bn3 = conv(wide, o), nn.BatchNorm2d(o)
        self.skip = stride == 1 and i == o

    def forward(self, x):
        y = F.relu6(self.bn2(self.conv_dw(F.relu6(self.bn1(self.conv_pw(x))))))
        y = self.bn3(self.conv_pwl(y))
        return y + x if self.skip else y


class Mobile(nn.Module):
    """The builder's networks of (repeats, kernel, stride, channels); fixed ends are not scaled in
    depth, nor the stem in width."""
    def __init__(self, stages, width, depth, fixed, head, classes):
        super().__init__()
        i = 32 if fixed else divisible(32 * width)
        self.conv_stem, self.bn1 = conv(3, i, 3, 2), nn.BatchNorm2d(i)
        rows = []
        for s, (repeats, kernel, stride, channels) in enumerate(stages):
            is_end = s in (0, len(stages) - 1)
            o = divisible(channels * width)
            blocks = []
            for b in range(repeats if fixed and is_end else math.ceil(repeats * depth)):
                make = Separable if s == 0 else Inverted
                blocks.append(make(i, o, kernel, stride if b == 0 else 1))
                i = o
            rows.append(nn.Sequential(*blocks))
        self.blocks = nn.Sequential(*rows)
        self.conv_head, self.bn2 = conv(i, head), nn.BatchNorm2d(head)
        self.classifier = nn.Linear(head, classes)

    def forward(self, x):
        x = self.blocks(F.relu6(self.bn1(self.conv_stem(x))))
        return self.classifier(F.relu6(self.bn2(self.conv_head(x))).mean((2, 3)))


MOBILENET_V2 = [(1, 3, 1, 16), (2, 3, 2, 24), (3, 3, 2, 32), (4, 3, 2, 64), (3, 3, 1, 96), (3, 3, 2, 160),
                (1, 3, 1, 320)]
EFFICIENTNET_LITE = [(1, 3, 1, 16), (2, 3, 2, 24), (2, 5, 2, 40), (3, 3, 2, 80), (3, 5, 1, 112), (4, 5, 2, 192),
                     (1, 3, 1, 320)]


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.qkv, self.proj, self.heads = nn.Linear(width, 3 * width), nn.Linear(width, width), heads

    def forward(self, x):
        b, n, c = x.shape
        q, k, v = self.qkv(x).reshape(b, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        shares = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(c // self.heads), -1)
        return self.proj((shares @ v).transpose(1, 2).reshape(b, n, c))


class Scale(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gamma = nn.Parameter(torch.full((width,), 1e-6))

    def forward(self, x):
        return x * self.gamma


class VitBlock(nn.Module):
    def __init__(self, width, heads, scaled):
        super().__init__()
        self.norm1, self.attn = nn.LayerNorm(width, 1e-6), Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, 1e-6)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(width, 4 * width), "fc2": nn.Linear(4 * width, width)})
        self.ls1 = Scale(width) if scaled else nn.Identity()
        self.ls2 = Scale(width) if scaled else nn.Identity()

    def forward(self, x):
        x = x + self.ls1(self.attn(self.norm1(x)))
        return x + self.ls2(self.mlp["fc2"](F.gelu(self.mlp["fc1"](self.norm2(x)))))


class Vit(nn.Module):
    def __init__(self, side, patch, width, layers, heads, third, classes):
        super().__init__()
        count = (side // patch) ** 2
        self.third = third
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(torch.zeros(1, count + (0 if third else 1), width))
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(3, width, patch, patch)})
        self.blocks = nn.ModuleList(VitBlock(width, heads, third) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(width, 1e-6), nn.Linear(width, classes)

    def forward(self, x):
        x = self.patch_embed["proj"](x).flatten(2).transpose(1, 2)
        first = self.cls_token.expand(len(x), 1, -1)
        x = torch.cat((first, x + self.pos_embed), 1) if self.third else torch.cat((first, x), 1) + self.pos_embed
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)[:, 0])


# name: (maker, millions of parameters that timm publishes, side of the picture)
TIMM = {
    "deit3_small_patch16_224": (lambda k: Vit(224, 16, 384, 12, 6, True, k), 22.06, 224),
    "efficientnet_lite0": (lambda k: Mobile(EFFICIENTNET_LITE, 1, 1, True, 1280, k), 4.65, 224),
    "mobilenetv2_075": (lambda k: Mobile(MOBILENET_V2, 0.75, 1, False, 1280, k), 2.64, 224),
    "mobilenetv2_110d": (lambda k: Mobile(MOBILENET_V2, 1.1, 1.2, True, 1280, k), 4.52, 224),
    "mobilenetv2_120d": (lambda k: Mobile(MOBILENET_V2, 1.2, 1.4, True, 1280, k), 5.83, 224),
    "resnet26d": (lambda k: ResNetD((2, 2, 2, 2), k), 16.01, 224),
    "vit_small_patch32_224": (lambda k: Vit(224, 32, 384, 12, 6, False, k), 22.88, 224),
    "vit_tiny_patch16_384": (lambda k: Vit(384, 16, 192, 12, 3, False, k), 5.79, 384),
}


# --- the formula --------------------------------------------------------------------------------

def fill(model):
    for k, (name, tensor) in enumerate(sorted(model.state_dict().items())):
        if not tensor.is_floating_point():
            continue
        i = torch.arange(tensor.numel(), dtype=torch.float64)
        w = torch.sin(12.9898 * (i + 1) + 78.233 * (k + 1))
        if name.endswith("running_var"):
            w = 1 + 0.5 * w * w
        elif name.endswith("running_mean"):
            w = 0.1 * w
        elif tensor.dim() > 1:
            w = w * math.sqrt(3 / (tensor.numel() / tensor.shape[0]))
        elif name.endswith("weight"):
            w = 1 + 0.1 * w
        else:
            w = 0.1 * w
        tensor.copy_(w.reshape(tensor.shape))


def trained(model):
    return sum(p.numel() for p in model.parameters())


def measure(model, side):
    model = model.float().eval()
    with torch.no_grad():
        fill(model)
        pixels = torch.sin(0.37 * torch.arange(2 * 3 * side * side, dtype=torch.float64)).float()
        logits = model.double()(pixels.double().reshape(2, 3, side, side)).flatten().tolist()
    entry = {"eval_logits": [round(x, 8) for x in logits], "parameters": trained(model),
             "tensors": len(model.state_dict())}
    return entry if side == 224 else {"side": side, **entry}


def main():
    for name in ("resnet18", "mobilenet_v2", "efficientnet_b0"):
        again = measure(getattr(torchvision.models, name)(num_classes=5), 224)
        for mine, recorded in zip(again["eval_logits"], PUBLISHED[name]["eval_logits"]):
            assert abs(mine - recorded) < 1e-4, name
        assert again["parameters"] == PUBLISHED[name]["parameters"]
    models = {"efficientnet_v2_s": measure(torchvision.models.efficientnet_v2_s(num_classes=5), 224)}
    for name, (make, millions, side) in TIMM.items():
        assert round(trained(make(1000)) / 1e6, 2) == millions, (name, trained(make(1000)))
        models[name] = measure(make(5), side)
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in models.items()]
    (HERE / "formula_logits.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
