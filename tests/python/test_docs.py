"""Every block of code of the pages runs as shown, page by page, in a folder that holds the examples.

`python` blocks of a page are one session, `sh` blocks run with this installation's `edugauge`, `toml` blocks
are accepted as part of a configuration. A `text` block below a `sh` block is what one should see: each of its
lines is among those printed. What needs a cluster or another system is marked `py` or `bat`, and is not run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(ROOT.glob("docs/en/*.md")) + sorted(ROOT.glob("docs/zh/*.md"))
NAMES = [str(page.relative_to(ROOT / "docs")) for page in PAGES]


def blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks with their languages, in order."""
    return re.findall(
        r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which the examples lie, as in the project's, and a folder of counties."""
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    shutil.copytree(
        ROOT / "examples" / "jingjiang",
        tmp_path / "counties" / "jingjiang",
        ignore=shutil.ignore_patterns("out"),
    )
    return tmp_path


PROJECT = '[project]\ntitle = "t"\nregion = "r"\nyear = 2024\n'
SOURCE = '[[source]]\nid = "zhongkao"\nkind = "candidates"\npath = "data/x.csv"\n'
TABLE = '[[table]]\nid = "admission"\nsource = "zhongkao"\nindicator = "admission_rate"\n'


def accept(code: str, folder: Path, environment: dict[str, str]) -> None:
    """Of a configuration that has this part too, nothing is wrong but that its files are not there."""
    source = "" if 'id = "zhongkao"' in code else SOURCE
    parts = (source, code) if "[source." in code else (code, source)
    configuration = folder / "part" / "edugauge.toml"
    configuration.parent.mkdir(exist_ok=True)
    configuration.write_text(PROJECT + parts[0] + parts[1] + TABLE, encoding="utf-8")
    done = subprocess.run(
        ["edugauge", "--lang", "en", "check", str(configuration)],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 3, f"{code}\n{done.stdout}\n{done.stderr}"
    assert "EG-101" in done.stderr, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_blocks_run(page: Path, folder: Path) -> None:
    """In the order in which a reader meets them."""
    scripts = str(Path(sys.executable).parent)
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONUTF8": "1", "MPLBACKEND": "Agg"}
    python = printed = ""
    for language, code in blocks(page):
        if language == "rust" or code.startswith("[dependencies]"):
            continue  # Programs in Rust are run by `make polars-test`.
        assert language in {"python", "py", "sh", "toml", "bat", "sql", "text", "csv", "console"}, code
        if language == "python":
            python += code
        elif language == "sh":
            done = subprocess.run(
                ["sh", "-ec", code],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                encoding="utf-8",
            )
            assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
            printed = done.stdout
        elif language == "text":
            assert [line for line in code.splitlines() if line.strip() not in printed] == [], printed
        elif language == "toml":
            accept(code, folder, environment)
    if python:
        done = subprocess.run(
            [sys.executable, "-c", python],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, f"{python}\n{done.stdout}\n{done.stderr}"


def test_both_languages_have_the_same_pages() -> None:
    """Nothing is only in one of them."""
    assert {page.name for page in ROOT.glob("docs/en/*.md")} == {
        page.name for page in ROOT.glob("docs/zh/*.md")
    }


def prose(page: Path) -> str:
    """What a page says, without code, links to the other language and marks of the format."""
    text = page.read_text(encoding="utf-8")
    return re.sub(
        r"```.*?```|`[^`\n]*`|\[(?:中文|English)\]\([^)]*\)|\]\([^)\s]*\)", " ", text, flags=re.DOTALL
    )


ENGLISH = [
    *ROOT.glob("docs/en/*.md"),
    *(page for page in ROOT.glob("docs/*.md") if page.name != "README.md"),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")),
]
CHINESE = [*ROOT.glob("docs/zh/*.md"), ROOT / "README.zh.md"]
CJK = "\u4e00-\u9fff"


@pytest.mark.parametrize("page", ENGLISH, ids=lambda page: str(page.relative_to(ROOT)))
def test_english_pages_are_english(page: Path) -> None:
    """Chinese stands only in code: names of columns, labels and paths of the example."""
    allowed = re.sub(rf"[「『][^」』]*[」』]|\([^()]*[{CJK}][^()]*\)", "", prose(page))
    assert re.findall(rf"[{CJK}]+", allowed) == []


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: str(page.relative_to(ROOT)))
def test_chinese_pages_are_chinese(page: Path) -> None:
    """No English sentence stands in them, and beside a Chinese character no half-width mark."""
    said = prose(page)
    assert re.findall(r"(?:\b[A-Za-z][a-z]+\b[ ,]+){3}[a-z]+", said) == []
    assert re.findall(rf"[{CJK}][,;:()?!]|[,;:()?!][{CJK}]", said) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_is_in_the_contents(lang: str) -> None:
    """Pages of the language, and those of engineers that are English alone."""
    contents = (ROOT / "docs" / lang / "README.md").read_text(encoding="utf-8")
    own = {page.name for page in ROOT.glob(f"docs/{lang}/*.md")} - {"README.md"}
    shared = {f"../{page.name}" for page in ROOT.glob("docs/*.md")} - {"../README.md"}
    assert [page for page in sorted(own | shared) if f"]({page})" not in contents] == []
