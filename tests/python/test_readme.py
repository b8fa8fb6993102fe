"""Everything that the READMEs show is run as shown, from the root of the project; links lead somewhere."""

from __future__ import annotations

import doctest
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import edugauge as eg

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")


def blocks(readme: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def shown_commands(readme: str) -> list[tuple[str, str]]:
    """`$ command` and the output shown below it."""
    shown = []
    for block in blocks(readme, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, output = re.split(r"(?<!\\)\n", part, maxsplit=1)
            shown.append((command, output))
    return shown


def environment() -> dict[str, str]:
    """The command line of this very installation comes first."""
    scripts = str(Path(sys.executable).parent)
    return os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}


@pytest.mark.parametrize(
    ("command", "output"), [shown for readme in READMES for shown in shown_commands(readme)]
)
def test_commands_print_what_is_shown(command: str, output: str) -> None:
    """As typed into a shell."""
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment(), capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.removeprefix("\ufeff").replace("\r\n", "\n") == output


@pytest.mark.parametrize("readme", READMES)
def test_there_is_something_to_run(readme: str) -> None:
    """A README without examples would pass the other tests."""
    assert shown_commands(readme)
    assert blocks(readme, "python")


@pytest.mark.parametrize("readme", READMES)
def test_python_examples(readme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As typed into a Python prompt."""
    monkeypatch.chdir(ROOT)
    for block in blocks(readme, "python"):
        example = doctest.DocTestParser().get_doctest(block, {}, readme, readme, 0)
        runner = doctest.DocTestRunner()
        runner.run(example)
        assert runner.failures == 0


@pytest.mark.parametrize(
    ("readme", "lang", "name"), [("README.md", "en", "marks"), ("README.zh.md", "zh", "成绩")]
)
def test_the_way_of_a_file_of_ones_own(readme: str, lang: str, name: str, tmp_path: Path) -> None:
    """From a file with a local mark to the year's tables; the mark is told with the option to add."""
    rows = "".join(f"{at},{'AB'[at % 2]},{50 + at % 50}\n" for at in range(1, 300)) + "300,A,AB\n"
    (tmp_path / f"{name}_2025.csv").write_text(f"ID,School,Maths\n{rows}", encoding="utf-8")
    [commands] = [block for block in blocks(readme, "sh") if "init" in block]
    # A server's locale is English as a rule: whoever follows the Chinese page gets Chinese all the same.
    done = subprocess.run(
        ["sh", "-ec", commands],
        cwd=tmp_path,
        env=environment() | {"LANG": "C.UTF-8", "LC_ALL": ""},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "--policy AB=absent" in done.stderr
    [folder] = tmp_path.glob("*/out/2025")
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert f'<html lang="{lang}' in report


def test_addresses_stand_in_the_package() -> None:
    """Those of Cargo.toml, where a maintainer fills them in."""
    cargo = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]
    addresses = importlib.metadata.metadata("edugauge").get_all("Project-URL") or []
    assert len(addresses) == 3
    for key in ("homepage", "repository", "documentation"):
        assert any(address.endswith(f", {cargo[key]}") for address in addresses), key


def test_a_readme_is_a_screen() -> None:
    """What a stranger meets first is short: blank lines apart, at most 60 lines."""
    for readme in READMES:
        lines = (ROOT / readme).read_text(encoding="utf-8").splitlines()
        assert sum(bool(line.strip()) for line in lines) <= 60, readme


def test_the_number_of_indicators() -> None:
    """As many as the registry has."""
    count = len(eg.indicators())
    assert f"{count} indicators" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"共 {count} 项" in (ROOT / "README.zh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", READMES)
def test_promised_figures_are_those_of_the_pages(readme: str) -> None:
    """As the linked pages measured them last."""
    said = (ROOT / readme).read_text(encoding="utf-8")
    compared = (ROOT / "docs" / "intake-compared.md").read_text(encoding="utf-8")
    wrong = {
        (row[0].split()[0], row[1].strip("`")): row[4]
        for row in ([cell.strip() for cell in line.split("|")[1:-1]] for line in compared.splitlines())
        if len(row) == 6
    }
    assert wrong["edugauge", "cat"] == wrong["edugauge", "read_scores"] == "0"
    assert wrong["polars", "lenient"] in said
    assert re.search(r"^([\d,]+) files\.$", compared, re.MULTILINE)[1] in said
    measured = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    runs = re.findall(
        r"^## 5,000,000 .*?^\| edugauge, Python \| ([\d.]+) \|.*?\| ([\d.]+) \| [\d.]+ \|$",
        measured,
        re.M | re.S,
    )
    seconds = sorted(float(wall) for wall, _ in runs)
    times = sorted(round(float(faster)) for _, faster in runs)
    between = {"README.md": "{} to {}", "README.zh.md": "{} 至 {}"}[readme]
    assert between.format(*(f"{wall:.1f}" for wall in seconds)) in said
    assert between.replace("至", "到").format(*times) in said


def pages() -> list[Path]:
    """Every page of the project."""
    folders = ("", "docs", "docs/*", "docs/*/*", "examples/*", ".github", ".github/*")
    return sorted({page for folder in folders for page in ROOT.glob(f"{folder}/*.md".lstrip("/"))})


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links(page: Path) -> None:
    """A link to a file of the project leads to one."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    relative = [target for target in targets if target and "://" not in target]
    assert [target for target in relative if not (page.parent / target).exists()] == []
    # What the source archive leaves out is linked to by nothing in it.
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    [excluded] = re.findall(r"^exclude = \[(.*)\]$", manifest, re.MULTILINE)
    left_out = [(ROOT / folder.strip("/")).resolve() for folder in re.findall(r'"([^"]+)"', excluded)]
    assert len(left_out) > 1

    def is_left_out(path: Path) -> bool:
        return any(path.resolve().is_relative_to(folder) for folder in left_out)

    assert is_left_out(page) or [target for target in relative if is_left_out(page.parent / target)] == []
