"""Delete-one jackknife errors of Gini, Theil's T and L, Atkinson (.5) and the coefficient of variation,
from their definitions as sums over pairs or units, in exact fractions up to the last step where they are
rational: prints them.

    python jackknife.py
"""

from fractions import Fraction
from math import fsum, log, sqrt

# Pupils and books of ten schools, invented.
SCHOOLS = [
    (100, 1000), (300, 9000), (250, 4000), (80, 2400), (420, 6300),
    (150, 5100), (610, 7930), (95, 1805), (240, 8400), (333, 4995),
]  # fmt: skip


def gini(units):
    """Over all pairs."""
    whole = sum(w for w, _ in units)
    mean = sum(w * x for w, x in units) / whole
    return float(sum(a * b * abs(x - y) for a, x in units for b, y in units) / (2 * whole * whole * mean))


def theil_t(units):
    whole = sum(w for w, _ in units)
    mean = sum(w * x for w, x in units) / whole
    return fsum(float(w * x / mean / whole) * log(x / mean) for w, x in units)


def theil_l(units):
    whole = sum(w for w, _ in units)
    mean = sum(w * x for w, x in units) / whole
    return fsum(float(w / whole) * log(mean / x) for w, x in units)


def atkinson(units):
    whole = sum(w for w, _ in units)
    mean = sum(w * x for w, x in units) / whole
    return 1 - fsum(float(w / whole) * sqrt(x / mean) for w, x in units) ** 2


def cv(units):
    whole = sum(w for w, _ in units)
    mean = sum(w * x for w, x in units) / whole
    return sqrt(sum(w * (x - mean) ** 2 for w, x in units) / whole / mean**2)


def error(statistic, units):
    n = len(units)
    left = [statistic(units[:at] + units[at + 1 :]) for at in range(n)]
    mean = fsum(left) / n
    return sqrt((n - 1) / n * fsum((value - mean) ** 2 for value in left))


for form, units in {
    "enrolment_weighted": [(Fraction(p), Fraction(r, p)) for p, r in SCHOOLS],
    "plain": [(Fraction(1), Fraction(r, p)) for p, r in SCHOOLS],
}.items():
    for statistic in (gini, theil_t, theil_l, atkinson, cv):
        print(f"{form},{statistic.__name__},{statistic(units)!r},{error(statistic, units)!r}")
