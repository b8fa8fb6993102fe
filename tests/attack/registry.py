"""The indicators of the program and their arguments, as `edugauge list` and `edugauge explain` tell them."""

import re
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Indicator:
    id: str
    measures: list[str]
    # The values of each argument that has a closed set of them.
    choices: dict[str, list[str]] = field(default_factory=dict)
    # Arguments whose default is known, and all others.
    arguments: list[str] = field(default_factory=list)
    example: str = ""
    example_by: list[str] = field(default_factory=list)
    example_arguments: dict[str, list[str]] = field(default_factory=dict)
    is_inside_only: bool = False

    @property
    def most_choices(self) -> int:
        return max((len(values) for values in self.choices.values()), default=1)


def _told(program: Path, *words: str) -> str:
    called = [str(program), "--lang", "en", *words]
    return subprocess.run(called, capture_output=True, text=True, check=True, encoding="utf-8").stdout


def _section(text: str, head: str) -> list[str]:
    found = re.search(rf"^{head}:\n(.*?)(?:\n\n|\Z)", text, re.S | re.M)
    return found.group(1).splitlines() if found else []


def _explained(program: Path, id: str) -> Indicator:
    text = _told(program, "explain", id)
    indicator = Indicator(id, [line.split(":")[0].strip() for line in _section(text, "Measures")])
    for line in _section(text, "Arguments and conventions"):
        name = line.split(":")[0].strip()
        if line.startswith("    "):
            indicator.choices.setdefault(indicator.arguments[-1], []).append(name)
        else:
            indicator.arguments.append(name)
    indicator.is_inside_only = "\nPublication: inside only" in text
    example = _section(text, "Worked example")
    rows = [line[4:] for line in example if line.startswith("    ")]
    indicator.example = "\n".join(rows) + "\n"
    command = next(line.strip() for line in example if line.strip().startswith("edugauge compute"))
    words = shlex.split(command)[4:]
    for name, value in zip(words[::2], words[1::2], strict=True):
        name = name[2:].replace("-", "_")
        if name == "by":
            indicator.example_by.append(value)
        elif name != "province":
            indicator.example_arguments.setdefault(name, []).append(value)
    return indicator


def indicators(program: Path) -> list[Indicator]:
    """Those that a public release may hold."""
    ids = [line.split()[0] for line in _told(program, "list").splitlines()]
    explained = [_explained(program, id) for id in ids]
    return [indicator for indicator in explained if not indicator.is_inside_only]
