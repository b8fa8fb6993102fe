"""The answers of the engines, put into one form and compared."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from workloads.yearly import GROUPINGS, LINES, SUBJECTS

IDS = dict(zip(("chinese", "mathematics", "english", "physics", "chemistry", "biology", "total"), SUBJECTS))
KEYS = {"school_code": "学校代码", "residence": "城乡类别", "sex": "性别"}
MEASURES = {"mean": "mean", "standard_deviation": "sd"}
QUARTILE = {"0.25": "q1", "0.5": "q2", "0.75": "q3"}
TOLERANCE = 1e-9

Answers = dict[tuple[str, ...], float | None]
"""Table, labels, what → value."""


def read(folder: Path) -> Answers:
    """Answers as an engine wrote them: wide tables, or the figures of edugauge."""
    figures = folder / "figures.csv"
    return of_figures(rows(figures)) if figures.exists() else of_tables(folder)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str | None) -> float | None:
    return None if text in (None, "", "nan", "None") else float(text)


def of_tables(folder: Path) -> Answers:
    answers: Answers = {}
    for table, keys in GROUPINGS.items():
        for row in rows(folder / f"{table}.csv"):
            labels = [row.pop(key) for key in keys]
            if number(row["总分_n"]) == 0:
                # Of nobody, edugauge says null and why; the others say that 0 reached the line.
                row |= dict.fromkeys(LINES, "")
            for what, value in row.items():
                answers[(table, *labels, what)] = number(value)
    for row in rows(folder / "score_table.csv"):
        for what in ("count", "cumulative"):
            answers["score_table", str(int(float(row["总分"]))), what] = number(row[what])
    for row in rows(folder / "gap.csv"):
        for what in ("difference", "se"):
            answers["gap", row["subject"], what] = number(row[what])
    return answers


def of_figures(figures: list[dict[str, str]]) -> Answers:
    answers: Answers = {}
    tables = {tuple(keys): table for table, keys in GROUPINGS.items()}
    for row in figures:
        by = [column for key, column in KEYS.items() if row.get(key)]
        labels = [row[key] for key in KEYS if row.get(key)]
        place = (tables[tuple(by)], *labels)
        subject, value = IDS[row["subject"]], number(row["value"])
        match row["indicator"], row["measure"]:
            case "subject_mean", "mean" | "standard_deviation":
                answers[(*place, f"{subject}_{MEASURES[row['measure']]}")] = value
                answers[(*place, f"{subject}_n")] = number(row["n"])
            case "subject_quantiles", "quantile":
                answers[(*place, f"{subject}_{QUARTILE[row['probability']]}")] = value
            case ("excellent_rate" | "pass_rate" | "low_rate") as rate, _:
                answers[(*place, f"{subject}_{rate.removesuffix('_rate')}")] = value
            case "admission_rate", _:
                answers[(*place, row["line"])] = number(row["numerator"])
            case "score_table", ("count" | "cumulative") as measure if row["score"]:
                answers["score_table", row["score"], measure] = value
            case "subject_gap", "difference":
                answers["gap", subject, "difference"] = value
                answers["gap", subject, "se"] = number(row["se"])
    return answers


def differences(ours: Answers, theirs: Answers) -> list[str]:
    """Where two engines do not agree to 1e-9, relative to what is measured."""
    differing = [f"only one engine has {key}" for key in sorted(ours.keys() ^ theirs.keys())]
    for key in ours.keys() & theirs.keys():
        a, b = ours[key], theirs[key]
        if (a is None) != (b is None) or (
            a is not None and b is not None and not math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        ):
            differing.append(f"{key}: {a} and {b}")
    return differing
