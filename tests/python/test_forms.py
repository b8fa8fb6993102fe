"""The forms and workflows of the repository are what its host can read."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / ".github"
FILES = sorted(FOLDER.glob("**/*.yml"))


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the source distribution leaves them out")
def test_every_file_is_read() -> None:
    """A form that is no YAML is not shown, and nobody is told."""
    assert {path.parent.name for path in FILES} == {"ISSUE_TEMPLATE", "workflows"}
    for path in FILES:
        assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict), path


@pytest.mark.parametrize("path", [path for path in FILES if path.stem in ("crash", "wrong-figure")])
def test_forms_warn_of_pupils_data_and_ask_for_the_smallest_file(path: Path) -> None:
    """Before anything can be pasted, and in both languages."""
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    first, *asked = form["body"]
    assert first["type"] == "markdown"
    assert "Never attach pupils' data" in first["attributes"]["value"]
    assert "绝不要附上学生数据" in first["attributes"]["value"]
    labels = [field["attributes"].get("label", "") for field in asked]
    assert any("smallest file" in label for label in labels), labels
