"""Expected figures of input.csv by a second route: plain lists of fractions, no tally; numpy for quantiles.

Run with numpy 2.4.6 in this folder: `python expected.py > expected.csv`.
"""

import csv
from collections import Counter
from fractions import Fraction
from math import sqrt

import numpy as np

FULL = {"chinese": 150, "mathematics": 150, "physics": 100}
HEADERS = {"chinese": "语文", "mathematics": "数学", "physics": "物理"}
METHODS = [
    "inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen",
    "weibull", "linear", "median_unbiased", "normal_unbiased",
]  # fmt: skip

with open("input.csv", encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def score(row, subject):
    try:
        return Fraction(row[HEADERS[subject]])
    except ValueError:
        return None


def scores(rows, subject):
    return [s for s in (score(row, subject) for row in rows) if s is not None]


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def variance(values, lost):
    middle = mean(values)
    return sum((v - middle) ** 2 for v in values) / (len(values) - lost)


def tail(values, side, share):
    """Each candidate copied share.denominator times, so that the border falls between two copies."""
    copies = sorted(v for v in values for _ in range(share.denominator))
    end = len(values) * share.numerator
    kept = {"top": copies[-end:], "bottom": copies[:end], "trimmed": copies[end:-end]}[side]
    return mean(kept)


def groups(*keys):
    found = {}
    for row in ROWS:
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return found


def emit(indicator, arguments, by, group, subject, measure, value):
    value = f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else repr(float(value))
    print("|".join([indicator, arguments, by, "+".join(group), subject, measure, value]))


def participation(by, label, rows):
    marks = {"缺考": "absent", "免考": "exempt", "缓考": "deferred", "违纪": "violation", "": "blank"}
    for subject, header in HEADERS.items():
        counted = Counter(marks[r[header]] for r in rows if score(r, subject) is None)
        tested = len(rows) - sum(counted.values())
        emit("participation_rate", "", by, label, subject, "rate", Fraction(100 * tested, len(rows)))
        emit("participation_rate", "", by, label, subject, "registered", Fraction(len(rows)))
        for mark in marks.values():
            emit("participation_rate", "", by, label, subject, mark, Fraction(counted[mark]))
        registered = len(rows) - counted["exempt"]
        rate = Fraction(100 * tested, registered)
        emit("participation_rate", "exempt=left_out", by, label, subject, "rate", rate)


def means(by, label, rows):
    for subject, full in FULL.items():
        values = scores(rows, subject)
        emit("subject_mean", "", by, label, subject, "facility", mean(values) / full * 100)
        emit(
            "subject_mean",
            "denominator=n",
            by,
            label,
            subject,
            "standard_deviation",
            sqrt(variance(values, 0)),
        )
        for side, share in (("top", "0.27"), ("bottom", "1/3"), ("trimmed", "0.1"), ("top", "0.003")):
            arguments = f"side={side}&share={share}"
            emit("tail_mean", arguments, by, label, subject, "mean", tail(values, side, Fraction(share)))
        for indicator, low, high in (("good_rate", "0.7", "0.85"), ("pass_rate", "0.6", "0.7")):
            inside = sum(Fraction(low) * full <= v < Fraction(high) * full for v in values)
            emit(indicator, "bands=band", by, label, subject, "rate", Fraction(100 * inside, len(values)))


def quantiles(by, label, rows):
    for subject in FULL:
        values = [float(v) for v in scores(rows, subject)]
        for kind, method in enumerate(METHODS, 1):
            for p in ("0.1", "0.25", "0.5", "0.9"):
                value = float(np.quantile(np.array(values), float(p), method=method))
                arguments = f"quantile_type={kind}&probabilities={p}"
                emit("subject_quantiles", arguments, by, (*label, p), subject, "quantile", value)
        emit("subject_quantiles", "", by, (*label, "0.5"), subject, "median", np.median(values))
        emit("subject_quantiles", "", by, (*label, "0"), subject, "minimum", min(values))
        emit("subject_quantiles", "", by, (*label, "1"), subject, "maximum", max(values))


def pass_all(by, label, rows):
    passed = {"left_out": [], "fails": [], "taken": []}
    for row in rows:
        judged = {s: score(row, s) for s in FULL}
        above = [v >= Fraction(3, 5) * FULL[s] for s, v in judged.items() if v is not None]
        complete = len(above) == len(FULL)
        passed["fails"].append(complete and all(above))
        if complete:
            passed["left_out"].append(all(above))
        not_taken = all(v is not None or row[HEADERS[s]] in ("", "免考") for s, v in judged.items())
        if above and not_taken:
            passed["taken"].append(all(above))
    for missing, results in passed.items():
        value = Fraction(100 * sum(results), len(results))
        emit("pass_all_rate", f"missing={missing}", by, label, "", "rate", value)


def compared(by, label, rows, whole, within):
    for subject in FULL:
        ours, everybody = scores(rows, subject), scores(whole, subject)
        mine, middle = mean(ours), mean(everybody)
        emit("mean_deviation", within, by, label, subject, "deviation", mine - middle)
        emit("mean_ratio", within, by, label, subject, "ratio", mine / middle * 100)
        emit("above_mean_rate", within, by, label, subject, "rate", mine / middle * 100 - 100)
        share = Fraction(100 * sum(v > middle for v in ours), len(ours))
        join = "&" if within else ""
        emit("above_mean_rate", f"convention=share{join}{within}", by, label, subject, "rate", share)
        for name, lost in (("n", 0), ("n_minus_1", 1)):
            t = 50 + 10 * float(mine - middle) / sqrt(variance(everybody, lost))
            emit("group_t_score", f"denominator={name}{join}{within}", by, label, subject, "t_score", t)


def shares(by, label, rows):
    middles = {subject: mean(scores(rows, subject)) for subject in FULL}
    for subject, middle in middles.items():
        emit("subject_share", "", by, label, subject, "share", middle / sum(middles.values()) * 100)


def main():
    print("indicator|arguments|by|group|subject|measure|value")
    for by, found in (("", {(): ROWS}), ("school", groups("学校"))):
        for label, rows in found.items():
            for each in (participation, means, quantiles, pass_all, shares):
                each(by, label, rows)
            compared(by, label, rows, ROWS, "")
    for label, rows in groups("区县", "学校").items():
        whole = [row for row in ROWS if row["区县"] == label[0]]
        compared("district+school", label, rows, whole, "within=district")


main()
