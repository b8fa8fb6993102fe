"""Thirty random releases, attacked from their published files alone (`make attack` for a thousand)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("scipy")
# Some of the releases take minutes (docs/en/security.md).
pytestmark = pytest.mark.skipif(
    "EDUGAUGE_ATTACK" not in os.environ, reason="minutes long; EDUGAUGE_ATTACK=1 or `make attack` runs it"
)

ATTACK = Path(__file__).parents[1] / "attack"


def test_nothing_hidden_in_random_releases_is_recovered(tmp_path):
    program = Path(sys.executable).parent / ("edugauge.exe" if sys.platform == "win32" else "edugauge")
    called = [sys.executable, str(ATTACK), "--program", str(program), "--releases", "30"]
    attacked = subprocess.run(
        [*called, "--folder", str(tmp_path), "--refused", "3"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )
    assert attacked.returncode == 0, attacked.stdout + attacked.stderr
