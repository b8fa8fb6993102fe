"""Makes input.csv and expected.csv: hits, subject cuts and borderline counts in Python fractions.

Written from the definitions, row by row, without edugauge: `python make.py` (no packages).
"""

import csv
import random
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
SUBJECTS = {"chinese": "语文", "mathematics": "数学", "physics": "物理"}
LINES = {"物理类": 230, "历史类": 170}


def candidates() -> list[dict]:
    draw = random.Random(20240607)
    rows = []
    for number in range(400):
        track = draw.choice(list(LINES))
        ability = draw.gauss(0, 1)
        row = {"id": f"{number:04d}", "school": draw.choice("甲乙丙"), "track": track}
        for subject in SUBJECTS:
            score = min(120, max(0, round(2 * (72 + 14 * ability + draw.gauss(0, 10))) / 2))
            absent = draw.random() < 0.03 or (subject == "physics" and track == "历史类")
            row[subject] = None if absent else Fraction(score)
        taken = [row["chinese"], row["mathematics"], *([row["physics"]] if track == "物理类" else [])]
        row["total"] = None if None in taken else sum(taken)
        rows.append(row)
    return rows


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def cut(rows: list[dict], line: int, subject: str, derivation: str) -> Fraction:
    tested = [r for r in rows if r["total"] is not None]
    attained = [r for r in tested if r["total"] >= line]
    if derivation == "equal_proportion":
        scores = sorted((r[subject] for r in rows if r[subject] is not None), reverse=True)
        return scores[len(scores) * len(attained) // len(tested) - 1]
    if derivation == "proportional":
        return line / mean([r["total"] for r in attained]) * mean([r[subject] for r in attained])
    width = 0
    while True:
        near = [r[subject] for r in tested if abs(r["total"] - line) <= width]
        if len(near) >= 25:
            return mean(near)
        width += 1


def main() -> None:
    rows = candidates()
    with (HERE / "input.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["考号", "学校", "科类", *SUBJECTS.values(), "总分"])
        for r in rows:
            scores = [r[s] for s in [*SUBJECTS, "total"]]
            shown = ["" if s is None else f"{float(s):g}" for s in scores]
            out.writerow([r["id"], r["school"], r["track"], *shown])
    expected = []
    for derivation in ["equal_proportion", "proportional", "conditional_mean"]:
        for track, line in LINES.items():
            of_track = [r for r in rows if r["track"] == track]
            for subject in SUBJECTS:
                if subject == "physics" and track == "历史类":
                    continue
                value = cut(of_track, line, subject, derivation)
                expected.append(["subject_cut", derivation, track, subject, "cut", value])
        for school in "甲乙丙":
            for subject in SUBJECTS:
                cells = {"double": 0, "subject_only": 0, "mismatch": 0, "neither": 0}
                for r in (r for r in rows if r["school"] == school and r[subject] is not None):
                    line = LINES[r["track"]]
                    of_track = [other for other in rows if other["track"] == r["track"]]
                    inside = r[subject] >= cut(of_track, line, subject, derivation)
                    reached = r["total"] is not None and r["total"] >= line
                    names = {(1, 1): "double", (1, 0): "subject_only", (0, 1): "mismatch", (0, 0): "neither"}
                    cells[names[inside, reached]] += 1
                single = cells["double"] + cells["subject_only"]
                attained = cells["double"] + cells["mismatch"]
                cells |= {"single": single, "attained": attained}
                cells["precision"] = Fraction(100 * cells["double"], single)
                cells["recall"] = Fraction(100 * cells["double"], attained)
                expected += [["hits", derivation, school, subject, m, v] for m, v in cells.items()]
    for convention in ["below", "both_sides", "split"]:
        for school in "甲乙丙":
            count = 0
            for r in (r for r in rows if r["school"] == school and r["total"] is not None):
                off = r["total"] - LINES[r["track"]]
                windows = {"below": -8 <= off < 0, "both_sides": abs(off) <= 8, "split": -8 <= off < 5}
                count += windows[convention]
            expected.append(["borderline", convention, school, "total", "count", count])
    with (HERE / "expected.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["indicator", "convention", "group", "subject", "measure", "value"])
        out.writerows(expected)


if __name__ == "__main__":
    main()
