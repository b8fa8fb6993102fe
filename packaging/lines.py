"""Counts the lines written by hand in src/ and python/, tests apart.

Code without blanks, comments and docstrings, as the formatter leaves it; data and text files that stand in
place of code, without blanks; generated files, which `make docs` reproduces, by themselves. Beside them the
lines of a revision of git, where one is named.

    python packaging/lines.py [REVISION]
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
GENERATED = "# Generated from the registry"
DATA = (".txt", ".tsv", ".csv", ".html", ".svg", ".css", ".js", ".toml", ".json")


def kinds(name: str, text: str) -> Iterator[tuple[str, int]]:
    """What a file counts as, and how many lines it has of it."""
    parts = Path(name).parts
    if "tests" in parts or Path(name).stem in ("tests", "encoding_tests"):
        return
    if name.endswith(".rs"):
        yield "Rust", len(rust(text))
    elif name.endswith((".py", ".pyi")):
        yield ("generated" if text.startswith(GENERATED) else "Python"), len(python(text))
    elif name.endswith(DATA):
        docstring = name.startswith("src/indicators/") and name.endswith(".txt")
        if not docstring:
            yield "data", sum(bool(line.strip()) for line in text.splitlines())


def rust(text: str) -> list[str]:
    """Lines of code before the tests of a file."""
    code = text.split("#[cfg(test)]\nmod tests {")[0]
    lines = [line.strip() for line in code.splitlines()]
    return [line for line in lines if line and not line.startswith("//")]


def python(text: str) -> set[int]:
    """The numbers of the lines of code."""
    lines = text.splitlines()
    code = {at for at, line in enumerate(lines, 1) if line.strip() and not line.strip().startswith("#")}
    for node in ast.walk(ast.parse(text)):
        for child in getattr(node, "body", []) if not isinstance(node, (ast.Lambda, ast.IfExp)) else []:
            is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if is_text and isinstance(child.value.value, str):
                code -= set(range(child.lineno, child.end_lineno + 1))
    return code


def files(revision: str | None) -> Iterator[tuple[str, str]]:
    """Every file below src/ and python/, of the work tree or of a revision."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout.decode()

    listed = (
        ["ls-tree", "-r", "--name-only", revision] if revision else ["ls-files", "-co", "--exclude-standard"]
    )
    for name in git("-c", "core.quotePath=false", *listed, "--", "src", "python").splitlines():
        if name.endswith((".rs", ".py", ".pyi", *DATA)):
            if revision:
                yield name, git("show", f"{revision}:{name}")
            elif (ROOT / name).exists():
                yield name, (ROOT / name).read_text(encoding="utf-8")


def counted(revision: str | None) -> Counter[str]:
    """Lines by what they are."""
    lines: Counter[str] = Counter()
    for name, text in files(revision):
        for kind, count in kinds(name, text):
            lines[kind] += count
    lines["by hand"] = lines["Rust"] + lines["Python"] + lines["data"]
    return lines


def main() -> None:
    """Print the counts."""
    now = counted(None)
    before = counted(sys.argv[1]) if len(sys.argv) > 1 else None
    for kind in ("Rust", "Python", "data", "by hand", "generated"):
        print(f"{kind:<10}{now[kind]:>8}" + (f"{before[kind]:>8}" if before is not None else ""))


if __name__ == "__main__":
    main()
