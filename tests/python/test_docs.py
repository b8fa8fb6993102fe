"""Every block of code of the pages runs as shown, page by page, in a folder that holds the examples.

`python` blocks of a page are one session, `sh` blocks run with this installation's `edugauge`, `toml` blocks
are read. A `text` block below a `sh` block is what one should see: each of its lines is among those printed.
What needs a cluster or another system is marked `py` or `bat`, and is not run.
"""

from __future__ import annotations

import os
import re
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
    """A folder in which the examples lie, as in the project's."""
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_blocks_run(page: Path, folder: Path) -> None:
    """In the order in which a reader meets them."""
    scripts = str(Path(sys.executable).parent)
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONUTF8": "1", "MPLBACKEND": "Agg"}
    python = printed = ""
    for language, code in blocks(page):
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
        elif language == "toml" and sys.version_info >= (3, 11):
            import tomllib

            tomllib.loads(code)
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


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("en")])
def test_english_pages_are_english(name: str) -> None:
    """Chinese stands only in code: names of columns, labels and paths of the example."""
    prose = re.sub(
        r"```.*?```|`[^`\n]*`|\[中文\]\([^)]*\)",
        "",
        (ROOT / "docs" / name).read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    allowed = re.sub(r"[「『][^」』]*[」』]|\([^()]*[\u4e00-\u9fff][^()]*\)", "", prose)
    assert re.findall(r"[\u4e00-\u9fff]+", allowed) == []
