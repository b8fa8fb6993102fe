"""Means, rates and their errors of the units of candidates.csv, one candidate at a time, without edugauge.

python3 estimates.py > estimates.csv
"""

import csv
import math
from collections import defaultdict
from fractions import Fraction

with open("candidates.csv", encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def clustered(values_of_school):
    """Error of a mean of schools' pupils: sum of squared influences times G / (G - 1)."""
    pupils = [value for values in values_of_school for value in values]
    mean = Fraction(sum(pupils), len(pupils))
    influences = [float(sum(value - mean for value in values) / len(pupils)) for values in values_of_school]
    schools = len(influences)
    if schools < 2:
        return None
    return math.sqrt(schools / (schools - 1) * sum(influence**2 for influence in influences))


def of_districts(line):
    units = defaultdict(lambda: defaultdict(list))
    for row in ROWS:
        score = int(row["数学"])
        units[row["区县"]][row["学校"]].append(score if line is None else int(score >= line) * 100)
    for unit, schools in units.items():
        pupils = [value for values in schools.values() for value in values]
        yield unit, Fraction(sum(pupils), len(pupils)), clustered(list(schools.values()))


def of_schools(line):
    units = defaultdict(list)
    for row in ROWS:
        units[row["学校"]].append(int(row["数学"]))
    for unit, scores in units.items():
        n = len(scores)
        if line is None:
            mean = Fraction(sum(scores), n)
            variance = sum((score - mean) ** 2 for score in scores) / (n - 1)
            yield unit, mean, math.sqrt(variance / n)
        else:
            reached = sum(score >= line for score in scores)
            p = (reached + 1) / (n + 2)
            yield unit, Fraction(reached * 100, n), 100 * math.sqrt(p * (1 - p) / (n + 2))


print("case|unit|value|se")
for case, units in {
    "district_mean": of_districts(None),
    "district_rate": of_districts(60),
    "school_mean": of_schools(None),
    "school_rate": of_schools(60),
}.items():
    for unit, value, se in sorted(units):
        print(f"{case}|{unit}|{value}|{'' if se is None else repr(se)}")
