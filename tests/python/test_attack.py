"""Thirty random releases, attacked from their published files alone (`make attack` for a thousand)."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("scipy")

ATTACK = Path(__file__).parents[1] / "attack"


def test_nothing_hidden_in_random_releases_is_recovered(tmp_path):
    program = Path(sys.executable).parent / ("edugauge.exe" if sys.platform == "win32" else "edugauge")
    called = [sys.executable, str(ATTACK), "--program", str(program), "--releases", "30"]
    attacked = subprocess.run(
        [*called, "--folder", str(tmp_path), "--refused", "3", "--seconds", "15"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=1200,
    )
    assert attacked.returncode == 0, attacked.stdout + attacked.stderr
