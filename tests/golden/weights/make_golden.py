#!/usr/bin/python3
"""Writes the small archives beside this script with PyTorch itself, and what they hold.

    python3 tests/golden/weights/make_golden.py        (PyTorch 1.13, Debian's)

The same bytes each time, but for script.pt, which has the path of this file in it, and old_format.pth,
whose storages are named after where they lay in memory.

expected.json: for each good archive its tensors with kind, shape and values in row order.
"""
import collections
import json
import pathlib
import zipfile

import torch

OUT = pathlib.Path(__file__).resolve().parent
KINDS = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8",
    torch.uint8: "U8", torch.bool: "BOOL",
}


def describe(tensors):
    return {
        name: {"dtype": KINDS[t.dtype], "shape": list(t.shape),
               "values": t.detach().contiguous().double().flatten().tolist()}
        for name, t in tensors.items()
    }


def kinds():
    return {f"kind.{KINDS[kind]}": torch.arange(-2, 4).to(kind).reshape(2, 3) for kind in KINDS}


def strided():
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
    return {
        "base": base, "transposed": base.permute(2, 0, 1), "every_other": base[:, :, ::2],
        "row": base[1, 2], "column": base[0, :, 1], "tied": base,
        "one_by_four": base[1:, 2:, :], "channels_last": torch.arange(16.0).reshape(
            1, 2, 2, 4).contiguous(memory_format=torch.channels_last),
        "empty": torch.zeros(0, 4), "scalar": torch.tensor(7.5),
        "expanded": torch.tensor([[3.0]]).expand(1, 3),
    }


def model():
    torch.manual_seed(5)
    layers = torch.nn.Sequential(collections.OrderedDict(
        conv=torch.nn.Conv2d(1, 2, 3), norm=torch.nn.BatchNorm2d(2)))
    layers.norm.running_mean.normal_()
    return layers


class Evil:
    def __reduce__(self):
        import os
        return os.system, ("true",)


def rezip(source, target, change, method=zipfile.ZIP_STORED):
    """A copy of an archive whose entries went through change(name, bytes), None dropping one."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", method) as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                fixed = zipfile.ZipInfo(info.filename)
                fixed.compress_type = method
                new.writestr(fixed, content)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    state = model().state_dict()
    good = {
        "kinds.pth": (kinds(), kinds()),
        "strided.pth": (strided(), strided()),
        "model.bin": (state, state),
        "parameters.pth": (dict(model().named_parameters()), dict(model().named_parameters())),
        "wrapped.pth": ({"epoch": 3, "lr": 0.5, "best": None, "names": ["a", ("b", 2)],
                         "state_dict": state}, state),
        "nested.pth": ({"model": collections.OrderedDict(state)}, state),
    }
    expected = {}
    for file, (content, tensors) in good.items():
        torch.save(content, OUT / file)
        expected[file] = describe(tensors)
    torch.save(state, OUT / "protocol_4.pth", pickle_protocol=4)
    expected["protocol_4.pth"] = describe(state)
    # Written by Python's own zip library: other local headers, no zip64 records.
    rezip(OUT / "model.bin", OUT / "rezipped.pth", lambda name, content: content)
    expected["rezipped.pth"] = describe(state)

    torch.save(state, OUT / "old_format.pth", _use_new_zipfile_serialization=False)
    torch.save(model(), OUT / "whole_model.pth")
    torch.save({"weight": torch.zeros(2), "evil": Evil()}, OUT / "evil.pth")
    torch.save([torch.zeros(2)], OUT / "list.pth")
    torch.save({"epoch": 3, "loss": 0.1}, OUT / "no_tensors.pth")
    torch.save({"sparse": torch.eye(2).to_sparse()}, OUT / "sparse.pth")
    torch.jit.save(torch.jit.script(model()), OUT / "script.pt")
    rezip(OUT / "model.bin", OUT / "compressed.pth", lambda name, content: content,
          zipfile.ZIP_DEFLATED)
    rezip(OUT / "model.bin", OUT / "storage_missing.pth",
          lambda name, content: None if name.endswith("data/0") else content)
    rezip(OUT / "model.bin", OUT / "storage_short.pth",
          lambda name, content: content[:-4] if name.endswith("data/0") else content)
    huge = torch.zeros(1).expand(1 << 20, 1 << 12)
    torch.save({"huge": huge}, OUT / "expanded_huge.pth")
    (OUT / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
