"""The files of a public release, read as anybody can read them."""

import csv
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

NUMBERS = ("value", "numerator", "denominator", "n", "se", "lower", "upper", "df", "p_value")


@dataclass
class Row:
    cells: dict[str, str]
    run: int
    table: int = -1

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def number(self, column: str) -> float | None:
        try:
            return float(self[column])
        except ValueError:
            return None

    @property
    def is_hidden(self) -> bool:
        return self["status"] == "suppressed"

    def __str__(self) -> str:
        shown = {
            column: cell for column, cell in self.cells.items() if cell and column not in ("unit", "status")
        }
        return f"run {self.run} table {self.table} " + " ".join(f"{c}={v}" for c, v in shown.items())


@dataclass
class Release:
    run: int
    rows: list[Row]
    manifest: dict[str, object]
    faults: list[str] = field(default_factory=list)

    @property
    def widened(self) -> int:
        disclosure = self.manifest["disclosure"]
        assert isinstance(disclosure, dict)
        return int(disclosure.get("widened") or 0)


def read_release(folder: Path, run: int) -> Release:
    """Its tables are called t0, t1, … in the order of the configuration."""
    with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [Row(dict(cells), run) for cells in csv.DictReader(file)]
    for row in rows:
        row.table = int(row.cells["table"].removeprefix("t"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    release = Release(run, rows, manifest)
    release.faults += [f"a hidden figure says something: {row}" for row in rows if says_something(row)]
    release.faults += small_words(folder, manifest)
    return release


def says_something(row: Row) -> bool:
    return row.is_hidden and any(row[column] for column in (*NUMBERS, "note"))


def small_words(folder: Path, manifest: dict[str, object]) -> list[str]:
    """Small counts of pupils in running text: notes, the paragraph."""
    disclosure = manifest["disclosure"]
    assert isinstance(disclosure, dict)
    least, faults = int(disclosure["minimum_cell"]), []
    told = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    texts = [note for table in told["tables"] for note in table["notes"]]
    texts += [str(headline) for headline in told["headlines"]]
    paragraph = folder / "paragraph.txt"
    texts += [paragraph.read_text(encoding="utf-8")] if paragraph.exists() else []
    for text in texts:
        # Per pupil is no count of pupils.
        counts = re.findall(
            r"(?<![\d.<>–+-])(?<!每)(?<!每 )(\d+) ?(?:名|人(?!以)|candidates|pupils)(?!数)", text
        )
        # How far rounded counts may be off says nothing of pupils.
        if "与实数相差" not in text and any(0 < int(count) < least for count in counts):
            faults.append(f"a small count in words: {text}")
    return faults
