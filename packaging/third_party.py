"""Writes THIRD-PARTY-NOTICES.txt: the crates linked into the wheel and the program, with their licence texts.

With --check it only compares, and fails on a licence that is not on the list below or a crate that does not
come from the crates registry.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTICES = ROOT / "THIRD-PARTY-NOTICES.txt"

# What may be linked; of a choice one must be here. The same list is in deny.toml.
ALLOWED = {
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
}
TEXTS = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)


def allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met: every part of an `AND` by one alternative of its `OR`."""
    plain = expression.replace("(", " ").replace(")", " ").replace("/", " OR ")
    return all(
        any(" ".join(choice.split()) in ALLOWED for choice in part.split(" OR "))
        for part in plain.split(" AND ")
    )


def linked() -> list[dict]:
    """The packages that the crate links on any system, by name and version."""
    answer = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--features", "python", "--locked"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    metadata = json.loads(answer.stdout)
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    seen, left = {root}, [root]
    while left:
        for dependency in nodes[left.pop()]["deps"]:
            normal = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if normal and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                left.append(dependency["pkg"])
    return sorted((packages[id] for id in seen - {root}), key=lambda p: (p["name"], p["version"]))


def texts(package: dict) -> list[str]:
    """The licence texts in the folder of a package, line ends and margins made alike."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and TEXTS.search(path.name))
    lines = [path.read_text(encoding="utf-8", errors="replace").splitlines() for path in files]
    return ["\n".join(line.rstrip() for line in text).strip() for text in lines]


def notices(packages: list[dict]) -> str:
    """Every package with its licence, then each text once, with the packages that it is of."""
    owners: dict[str, list[str]] = defaultdict(list)
    printed: dict[str, str] = {}
    lines = [
        "edugauge links the following crates. Each text below is printed once, after the crates it is of.",
        "Written by packaging/third_party.py.",
        "",
    ]
    for package in packages:
        name = f"{package['name']} {package['version']}"
        lines.append(f"{name}: {package['license']}")
        for text in texts(package):
            # The same words in other lines are the same text.
            words = " ".join(text.lower().split())
            printed.setdefault(words, text)
            owners[words].append(name)
    for words, names in sorted(owners.items(), key=lambda item: item[1]):
        lines += ["", "-" * 79, ", ".join(names), "-" * 79, "", printed[words]]
    return "\n".join([*lines, ""])


def main() -> int:
    """0 if the notices are (now) those of the crates in Cargo.lock, and all of them may be linked."""
    packages = linked()
    faults = [
        f"{package['name']} {package['version']}: {package['license']} from {package['source']}"
        for package in packages
        if not allowed(package["license"] or "") or not (package["source"] or "").startswith("registry+")
    ]
    for fault in faults:
        print(f"may not be linked: {fault}", file=sys.stderr)
    wanted = notices(packages)
    if "--check" in sys.argv[1:]:
        present = NOTICES.read_text(encoding="utf-8") if NOTICES.exists() else ""
        if present != wanted:
            print(f"{NOTICES.name} is out of date: run `make docs`", file=sys.stderr)
            return 1
    else:
        NOTICES.write_text(wanted, encoding="utf-8", newline="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
