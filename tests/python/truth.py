"""What the tests hold against other implementations: see tests/suite/truth.rs and docs/truth.py."""

import csv
import math
import os
from pathlib import Path

TABLE = Path(__file__).parent.parent / "truth.csv"


class Truth:
    """How many values were compared, and how far the farthest was off."""

    def __init__(self, key):
        self.key, self.compared, self.worst = key, 0, 0.0

    def near(self, found, expected, relative):
        """Counts a value that is within `relative` of what is expected."""
        off = abs(found / expected - 1)
        assert off <= relative, (found, expected)
        self.compared += 1
        self.worst = max(self.worst, off)

    def done(self):
        """Holds what was seen to what the pages say, or writes it down where it is measured anew."""
        if folder := os.environ.get("EDUGAUGE_TRUTH"):
            Path(folder).mkdir(exist_ok=True, parents=True)
            line = f"{self.key},{self.compared},{self.worst:.1e}\n"
            (Path(folder) / f"{self.key}.csv").write_text(line)
            return
        with TABLE.open(encoding="utf-8", newline="") as file:
            own = {row["key"]: row for row in csv.DictReader(file)}[self.key]
        # A part of the tests may have been asked for.
        assert self.compared <= int(own["compared"]), f"{self.key}: make truth"
        worst = float(own["worst"])
        promised = min(15, math.floor(-math.log10(2 * worst))) if worst > 0 else 15
        assert self.worst <= 10**-promised, f"{self.key}: {self.worst:.1e} off, {promised} digits promised"
