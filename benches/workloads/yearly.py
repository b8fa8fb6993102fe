"""What the yearly workload asks, and the form in which an engine's answers are compared."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

SUBJECTS = {
    "语文": 150,
    "数学": 150,
    "英语": 150,
    "物理": 100,
    "化学": 100,
    "生物": 100,
    "总分": 750,
}
"""Header → full mark."""

GROUPINGS = {
    "school": ["学校代码"],
    "residence": ["城乡类别"],
    "residence_sex": ["城乡类别", "性别"],
    "all": [],
}
"""Name → the columns grouped by."""

LINES = {"特控": 560, "本科": 480, "专科": 350, "高线": 620}
"""Admission lines of the total."""

RATES = {"excellent": 0.85, "pass": 0.6, "low": 0.4}
"""Rate → share of the full mark; a low score is one below it."""

QUARTILES = {"q1": 0.25, "q2": 0.5, "q3": 0.75}
URBAN, RURAL = "城区", "乡村"
MARKS = ["缺考", ""]

Answers = Mapping[str, Iterable[Mapping[str, object]]]
"""Table → rows: one table per grouping, ``score_table`` and ``gap``."""


def run(workload: Callable[[str], Callable[[], Answers]]) -> None:
    """Do a workload on the file named by the first argument; write its answers to the folder named second.

    A workload returns a function that puts its answers into the common form: that is not part of the
    workload, so it is called only when the answers are asked for.
    """
    answers = workload(sys.argv[1])
    if len(sys.argv) > 2:
        write(answers(), Path(sys.argv[2]))


def write(answers: Answers, folder: Path) -> None:
    """Write each table of the answers as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in answers.items():
        rows = list(rows)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
