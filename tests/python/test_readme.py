"""Everything that the README shows is run as shown, from the root of the project."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def shown_commands() -> list[tuple[str, str]]:
    """`$ command` and the output shown below it."""
    shown = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            shown.append((command, output))
    return shown


def environment() -> dict[str, str]:
    """The command line of this very installation comes first."""
    scripts = str(Path(sys.executable).parent)
    return os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}


@pytest.mark.parametrize(("command", "output"), shown_commands())
def test_commands_print_what_is_shown(command: str, output: str) -> None:
    """As typed into a shell."""
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment(), capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.removeprefix("\ufeff").replace("\r\n", "\n") == output


def test_there_is_something_to_run() -> None:
    """A README without examples would pass the other tests."""
    assert shown_commands()
    assert blocks("python")


def test_python_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """As typed into a Python prompt."""
    monkeypatch.chdir(ROOT)
    for block in blocks("python"):
        example = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
        runner = doctest.DocTestRunner()
        runner.run(example)
        assert runner.failures == 0


def test_the_headline_is_what_make_tables_prints(tmp_path: Path) -> None:
    """The figures in the README are those of the example county."""
    done = subprocess.run(
        ["edugauge", "--lang", "zh", "run", "examples/jingjiang/edugauge.toml", "--out", str(tmp_path)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    shown = blocks("text")[0].splitlines()
    printed = done.stdout.splitlines()
    assert printed[1:6] == shown[1:6]
