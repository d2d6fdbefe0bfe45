#!/usr/bin/env python3
"""Fails when a module includes another that its CMakeLists.txt does not name in USES,

when it names one that it never includes, when the modules use one another in a circle, when torch
is seen outside the training half, or when docs/architecture.md does not name a module with what it
uses.
"""
import pathlib
import re
import sys

TORCH = re.compile(r"^(torch|ATen|c10|caffe2|dnnl|oneapi)[./]|^dnnl\.hpp$")


def read_modules(root):
    modules = {}
    for file in sorted(root.glob("src/*/CMakeLists.txt")):
        for body in re.findall(r"sempurna_module\((.*?)\)", file.read_text(), re.S):
            words = body.split()
            uses = []
            if "USES" in words:
                for word in words[words.index("USES") + 1:]:
                    if word.isupper():
                        break
                    uses.append(word)
            modules[words[0]] = {"uses": uses, "torch": "TORCH" in words}
    return modules


def reachable(modules, name, path=()):
    if name in path:
        raise SystemExit("modules use one another in a circle: " + " -> ".join(path + (name,)))
    found = {name}
    for used in modules[name]["uses"]:
        if used not in modules:
            raise SystemExit(f"src/{name}/CMakeLists.txt uses {used}, which is no module")
        found |= reachable(modules, used, path + (name,))
    return found


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    modules = read_modules(root)
    faults = []
    for name, module in modules.items():
        allowed = reachable(modules, name)
        unused = set(module["uses"])
        for file in sorted((root / "src" / name).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                match = re.match(r'\s*#\s*include\s*[<"]([^">]+)[">]', line)
                if not match:
                    continue
                target = match.group(1)
                where = f"{file.relative_to(root)}:{number}"
                if TORCH.search(target) and not module["torch"]:
                    faults.append(f"{where} includes {target}, but {name} is not in the training half")
                top = target.split("/")[0]
                unused.discard(top)
                if top in modules and '"' in line and top not in allowed:
                    faults.append(f"{where} includes {target}, but {name} does not use {top}")
        faults += [f"src/{name}/CMakeLists.txt uses {used}, but nothing of {name} includes it" for used in sorted(unused)]
    text = (root / "docs" / "architecture.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)/` \| .*? \|(.*?)\|$", text, re.M))
    for name, module in modules.items():
        uses = " ".join(module["uses"])
        if name not in rows:
            faults.append(f"docs/architecture.md does not name `{name}/`")
        elif rows[name].strip() != uses:
            faults.append(f"docs/architecture.md says that {name} uses '{rows[name].strip()}', its CMakeLists.txt '{uses}'")
    print("\n".join(faults) if faults else f"{len(modules)} modules keep to their layers")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
