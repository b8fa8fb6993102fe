"""How many cells of small tables are hidden: by edugauge, by tau-Argus, and at the least.

    pip install pytauargus
    python benches/suppression.py

Each table counts candidates by two or three keys (schools, tracks, sexes; in some, schools of districts) with
all totals. Counts of 1 and 2 are sensitive. `optimum` is the fewest cells of any pattern that leaves every
sensitive count a range of 2 or more, found by trying all patterns. tau-Argus asks for more: a count of 2 must
be possible from 0 to 4.
"""

from __future__ import annotations

import csv
import itertools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from drawn import Drawn

import edugauge as eg

MINIMUM = 3
PROTECTION = 1
HEADERS = {"school": "学校", "track": "科类", "sex": "性别", "district": "区县"}

Group = tuple[str, ...]
Row = tuple[tuple[int, ...], int]


class Table:
    """Counts by keys. `above` names the wider group of each label of the first key, where there is one."""

    def __init__(
        self, keys: list[str], counts: dict[Group, int], above: dict[str, str] | None = None
    ) -> None:
        self.keys = keys
        self.cells = [group for group, count in counts.items() if count > 0]
        self.counts = [counts[group] for group in self.cells]
        self.above = above or {}

    def sums(self) -> dict[Group, tuple[int, ...]]:
        """The cells of each cell and total; a total over a key has an empty label there."""
        sums: dict[Group, list[int]] = {}
        for at, group in enumerate(self.cells):
            labels = [[label, ""] for label in group]
            if group[0] in self.above:
                labels[0].append(self.above[group[0]])
            for wider in itertools.product(*labels):
                sums.setdefault(wider, []).append(at)
        return {wider: tuple(cells) for wider, cells in sums.items()}

    def truth(self, cells: tuple[int, ...]) -> int:
        return sum(self.counts[cell] for cell in cells)

    def sensitive(self) -> list[Group]:
        return [group for group, cells in self.sums().items() if self.truth(cells) < MINIMUM]

    def is_safe(self, hidden: set[Group]) -> bool:
        """Whether all whole numbers that agree with the other cells leave every sensitive one its range."""
        sums = self.sums()
        known = sorted({(cells, self.truth(cells)) for group, cells in sums.items() if group not in hidden})
        return all(
            self.width(known, sums[group]) > PROTECTION and group in hidden for group in self.sensitive()
        )

    def width(self, known: list[Row], cells: tuple[int, ...]) -> int:
        truth = self.truth(cells)

        def is_possible(value: int) -> bool:
            return value >= 0 and complete([*known, (cells, value)], [(0, 40)] * len(self.counts))

        up = next((by for by in (2, 1) if is_possible(truth + by)), 0)
        down = next((by for by in (2, 1) if is_possible(truth - by)), 0)
        return up + down

    def optimum(self) -> int:
        """The fewest cells that any safe pattern hides."""
        sensitive = self.sensitive()
        others = [group for group in self.sums() if group not in sensitive]
        for more in range(len(others) + 1):
            for chosen in itertools.combinations(others, more):
                if self.is_safe({*sensitive, *chosen}):
                    return len(sensitive) + more
        raise AssertionError("to hide everything is safe")


def complete(known: list[Row], bounds: list[tuple[int, int]]) -> bool:
    """Whether any whole numbers within bounds have these sums."""
    bounds = list(bounds)
    while True:
        before = list(bounds)
        for cells, total in known:
            least = sum(bounds[cell][0] for cell in cells)
            most = sum(bounds[cell][1] for cell in cells)
            if not least <= total <= most:
                return False
            for cell in cells:
                low, high = bounds[cell]
                bounds[cell] = (max(low, total - (most - high)), min(high, total - (least - low)))
        if any(low > high for low, high in bounds):
            return False
        if bounds == before:
            break
    loose = [cell for cell, (low, high) in enumerate(bounds) if low < high]
    if not loose:
        return True
    cell = min(loose, key=lambda cell: bounds[cell][1] - bounds[cell][0])
    low, high = bounds[cell]
    return any(
        complete(known, [*bounds[:cell], (value, value), *bounds[cell + 1 :]])
        for value in range(low, high + 1)
    )


def by_edugauge(table: Table, folder: Path) -> set[Group]:
    """The cells that a public release hides: a table by each set of keys."""
    keys = [*(["district"] if table.above else []), *table.keys]
    lines = ["考号," + ",".join(HEADERS[key] for key in keys) + ",总分"]
    for group, count in zip(table.cells, table.counts, strict=True):
        wider = [table.above[group[0]]] if table.above else []
        for _ in range(count):
            lines.append(",".join([str(len(lines)), *wider, *group, "60"]))
    (folder / "scores.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    config = [
        '[project]\ntitle = "t"\nregion = "r"\nyear = 2024\nlanguage = "en"',
        f"[disclosure]\nminimum_cell = {MINIMUM}\nprotection = {PROTECTION}\nwhole_group = 0",
        '[[source]]\nid = "exam"\nkind = "candidates"\npath = "scores.csv"\n[source.full_marks]\ntotal = 100',
    ]
    dimensions = [[key] for key in table.keys]
    if table.above:
        dimensions[0].append("district")
    sets = [
        [key for key in chosen if key]
        for chosen in itertools.product(*[[*names, ""] for names in dimensions])
    ]
    for number, by in enumerate(sets):
        named = ", ".join(f'"{key}"' for key in by)
        config.append(
            f'[[table]]\nid = "t{number}"\nindicator = "participation"\nsource = "exam"\n'
            f'by = [{named}]\nmeasures = ["tested"]'
        )
    (folder / "edugauge.toml").write_text("\n\n".join(config) + "\n", encoding="utf-8")
    release = eg.run(folder / "edugauge.toml")
    hidden = set()
    with (release.folder / "figures.csv").open(encoding="utf-8-sig") as lines_of:
        for row in csv.DictReader(lines_of):
            if row["status"] == "suppressed":
                first = row.get(table.keys[0]) or row.get("district") or ""
                hidden.add((first, *[row.get(key) or "" for key in table.keys[1:]]))
    return hidden


def by_tau_argus(table: Table, method: str, folder: Path) -> set[Group] | None:
    """The cells that tau-Argus hides by `OPT(1)` or `MOD(1)`.

    Its engine runs in a process of its own: version 0.6.0 of pytauargus ends the process where MOD is asked
    for without a hierarchy, and then there is nothing to compare.
    """
    asked = {"keys": table.keys, "cells": table.cells, "counts": table.counts, "method": method}
    if table.above:
        lines = []
        for wider in sorted(set(table.above.values())):
            schools = sorted(school for school, of in table.above.items() if of == wider)
            lines += [wider, *[f"@{school}" for school in schools]]
        (folder / "schools.hrc").write_text("\n".join(lines) + "\n", encoding="utf-8")
        asked["hrc"] = {table.keys[0]: str(folder / "schools.hrc")}
    command = [sys.executable, str(Path(__file__).resolve()), "--tau-argus", str(folder / "argus")]
    text = json.dumps(asked)
    # The engine leaves files where it runs.
    run = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return None
    return {tuple(group) for group in json.loads(run.stdout.splitlines()[-1])}


def ask_tau_argus(workdir: str) -> None:
    from pytauargus import protect

    asked = json.load(sys.stdin)
    candidates: dict[str, list[object]] = {key: [] for key in [*asked["keys"], "one"]}
    for group, count in zip(asked["cells"], asked["counts"], strict=True):
        for _ in range(count):
            for key, label in zip(asked["keys"], group, strict=True):
                candidates[key].append(label)
            candidates["one"].append(1.0)
    result = protect(
        candidates,
        asked["keys"],
        response="one",
        safety_rules=f"FREQ({MINIMUM},100)",
        suppress=asked["method"],
        workdir=workdir,
        hrc=asked.get("hrc"),
    )
    found = result.tables[0]
    hidden = []
    for row, value in zip(found.rows, found.safe(), strict=True):
        if value == "x":
            labels = [str(row[key]).strip() for key in asked["keys"]]
            hidden.append(["" if label == "Total" else label for label in labels])
    print(json.dumps(hidden))


def drawn(shape: str, drawn: Drawn) -> Table:
    """A table of a shape, with something sensitive in it that is not all there is."""
    while True:
        schools = [f"s{number}" for number in range({"2 x 3": 2, "4 of 2 x 2": 4}.get(shape, 3))]
        tracks = ["t0", "t1", "t2"][: 3 if shape == "2 x 3" else 2]
        sexes = ["m", "f"] if shape == "3 x 2 x 2" else []
        keys = ["school", "track", *(["sex"] if sexes else [])]
        above = (
            {school: f"d{number // 2}" for number, school in enumerate(schools)} if " of " in shape else None
        )
        groups = itertools.product(schools, tracks, *([sexes] if sexes else []))
        table = Table(keys, {group: 1 + drawn.below(9) for group in groups}, above)
        if 1 <= len(table.sensitive()) <= 3:
            return table


SHAPES = ["2 x 3", "3 x 2", "3 x 2 x 2", "4 of 2 x 2"]


def tables(each: int) -> Iterator[tuple[str, Table]]:
    draws = Drawn(2026)
    for shape in SHAPES:
        for _ in range(each):
            yield shape, drawn(shape, draws)


def main() -> None:
    print("| table | tables | edugauge | optimum | tau-Argus OPT | tau-Argus MOD |")
    print("| --- | --- | --- | --- | --- | --- |")
    sums: dict[str, list[int | None]] = {shape: [0] * 5 for shape in SHAPES}
    for shape, table in tables(each=10):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            ours = by_edugauge(table, folder)
            theirs = [by_tau_argus(table, method, folder) for method in ("OPT(1)", "MOD(1)")]
        assert table.is_safe(ours)
        # All patterns of three keys would take hours.
        least = None if shape == "3 x 2 x 2" else table.optimum()
        counts = [1, len(ours), least, *[None if hidden is None else len(hidden) for hidden in theirs]]
        sums[shape] = [
            None if a is None or b is None else a + b for a, b in zip(sums[shape], counts, strict=True)
        ]
    for shape, numbers in sums.items():
        print(
            f"| {shape} | " + " | ".join("–" if number is None else str(number) for number in numbers) + " |"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--tau-argus"]:
        ask_tau_argus(sys.argv[2])
    else:
        main()
