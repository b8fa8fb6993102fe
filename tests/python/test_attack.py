"""Thirty random releases, attacked from their published files alone (`make attack` for a thousand)."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("scipy")

ATTACK = Path(__file__).parents[1] / "attack"


PROGRAM = Path(sys.executable).parent / ("edugauge.exe" if sys.platform == "win32" else "edugauge")


def attacks(*asked, timeout=1200):
    called = [sys.executable, str(ATTACK), "--program", str(PROGRAM), *asked]
    return subprocess.run(called, capture_output=True, text=True, encoding="utf-8", timeout=timeout)


def test_nothing_hidden_in_random_releases_is_recovered(tmp_path):
    attacked = attacks("--releases", "30", "--folder", str(tmp_path), "--refused", "3", "--seconds", "15")
    assert attacked.returncode == 0, attacked.stdout + attacked.stderr


@pytest.mark.parametrize("releases", ["250", "1000"])
def test_three_in_ten_releases_are_hard_and_every_argument_has_its_turn(releases):
    """Each indicator and each value of its arguments 20 times in a thousand; groups of 1 to 9, three keys, an
    earlier and a replaced release in 30 % of them."""
    drawn = attacks("--releases", releases, "--draw")
    assert drawn.returncode == 0, drawn.stdout + drawn.stderr
