"""Scale every candidate one by one, with fractions, and write input.csv and expected.csv.

A second route to the same conversion tables: a sorted list of candidates instead of counts, the bands typed
from the published percentages, no code in common with the package. Run: python recompute.py
"""

import csv
import itertools
from fractions import Fraction
from math import floor
from pathlib import Path

HERE = Path(__file__).parent

GRADED = {
    "zhejiang": (100, "1 2 3 4 5 6 7 8 7 7 7 7 7 7 6 5 4 3 2 1 1"),
    "shanghai": (70, "5 10 10 10 10 10 10 10 10 10 5"),
    "beijing": (100, "1 2 3 4 5 7 8 9 8 8 7 6 6 6 5 4 4 3 2 1 1"),
    "tianjin": (100, "2 3 4 5 6 7 7 7 7 7 6 6 6 6 6 5 4 3 1 1 1"),
}
SCHEMES = {
    "national_312": [
        ("A", 15, 100, 86),
        ("B", 35, 85, 71),
        ("C", 35, 70, 56),
        ("D", 13, 55, 41),
        ("E", 2, 40, 30),
    ],
    "shandong": [
        (name, share, 100 - 10 * i, 91 - 10 * i)
        for i, (name, share) in enumerate(
            zip(["A", "B+", "B", "C+", "C", "D+", "D", "E"], [3, 7, 16, 24, 24, 16, 7, 3], strict=True)
        )
    ],
} | {
    scheme: [(str(i + 1), int(s), best - 3 * i, best - 3 * i) for i, s in enumerate(shares.split())]
    for scheme, (best, shares) in GRADED.items()
}


def half_up(number):
    return floor(number + Fraction(1, 2))


def stays(start, end, border, ties):
    """Whether the tie of the candidates start + 1 … end is within a band that should end at the border."""
    if ties == "better":
        return start + 1 <= -floor(-border)  # candidate number ⌈border⌉ and all who share that score
    if ties == "worse":
        return end <= border
    return (abs(end - border) <= abs(start - border) and start < border) or end <= border


def conversion(scores, scheme, ties, shares, single, base):
    candidates = sorted((s for s in scores if base == "scored" or s > 0), reverse=True)
    n, placed, bands = len(candidates), 0, {}
    for at, (name, share, _, _) in enumerate(SCHEMES[scheme]):
        if shares == "cumulative":
            border = Fraction(sum(b[1] for b in SCHEMES[scheme][: at + 1]) * n, 100)
        else:
            border = placed + Fraction(share * n, 100)
        members = []
        while placed < n:
            tie = [s for s in candidates if s == candidates[placed]]
            if name != SCHEMES[scheme][-1][0] and not stays(placed, placed + len(tie), border, ties):
                break
            members += tie
            placed += len(tie)
        bands[name] = members
    table = {}
    for name, _, t2, t1 in SCHEMES[scheme]:
        for raw in bands[name]:
            y1, y2 = min(bands[name]), max(bands[name])
            if y1 == y2:
                scaled = {"upper": t2, "lower": t1, "middle": half_up(Fraction(t1 + t2, 2))}[single]
            else:
                scaled = half_up(Fraction(t2 * (raw - y1) + t1 * (y2 - raw), y2 - y1))
            table[raw] = (name, scaled, bands[name].count(raw))
    return table


def main():
    # Invented by arithmetic: lumps, a long tail, 3 zeros. No pupil's scores.
    scores = [
        min(100, max(0, 62 + ((i * i * 37 + 11 * i) % 83 + (i * 29) % 41 - 62) * 4 // 5)) for i in range(300)
    ]
    scores += [0, 0, 0, 7, 9, 9]
    with (HERE / "input.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["考号", "化学"])
        writer.writerows((f"{i + 1:04}", score) for i, score in enumerate(scores))
        writer.writerow(["0999", "缺考"])
    options = list(
        itertools.product(
            SCHEMES, ["better", "worse", "nearest"], ["cumulative", "per_band"], ["upper"], ["scored"]
        )
    )
    options += [("shandong", "better", "cumulative", single, "above_zero") for single in ("lower", "middle")]
    with (HERE / "expected.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(
            ["scheme", "ties", "shares", "single_score", "base", "raw", "band", "scaled", "count"]
        )
        for option in options:
            for raw, row in sorted(conversion(scores, *option).items(), reverse=True):
                writer.writerow([*option, raw, *row])


if __name__ == "__main__":
    main()
