"""Tails of the noncentral F distribution, summed term by term in 50 digits: writes noncentral.csv.

    pip install mpmath
    python noncentral.py

Each row: d1, d2, noncentrality, f (a double, exactly), cdf and sf. The sum is that of Poisson weights times
regularised incomplete beta functions; its first beta function is grid.py's, the others follow by their
recurrence, of which 50 digits keep more than 25.
"""

import csv
import itertools
from pathlib import Path

import grid
from mpmath import mp, mpf

FREEDOM = [(1, 10), (5, 100), (159, 7025), (3000, 1e6), (20, 1e8), (1e8, 1e8)]
NONCENTRALITY = [0.5, 20, 1e3, 3e4, 1e6, 1e8]
AWAY = [-7, -2, 0, 2, 7]


def tails(d1, d2, noncentrality, f):
    mean, b = mpf(noncentrality) / 2, mpf(d2) / 2
    odds = mpf(f) * mpf(d1) / mpf(d2)
    x, y = odds / (1 + odds), 1 / (1 + odds)
    reach = 30 * mp.sqrt(mean) + 120
    j = int(max(0, mp.floor(mean - reach)))
    last = int(mean + reach)
    a = mpf(d1) / 2 + j
    below, above = grid.beta_tails(a, b, x, y)
    weight = mp.exp(j * mp.log(mean) - mean - mp.loggamma(j + 1))
    step = mp.exp(a * mp.log(x) + b * mp.log(y) + mp.loggamma(a + b) - mp.loggamma(a + 1) - mp.loggamma(b))
    lower = upper = mpf(0)
    while j <= last:
        lower += weight * below
        upper += weight * above
        below -= step
        above += step
        step *= x * (a + b) / (a + 1)
        a += 1
        j += 1
        weight *= mean / j
    return lower, upper


with Path(__file__).with_name("noncentral.csv").open("w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["d1", "d2", "noncentrality", "f", "cdf", "sf"])
    for (d1, d2), nc, z in itertools.product(FREEDOM, NONCENTRALITY, AWAY):
        spread = mp.sqrt(2 * (mpf(d1) + 2 * nc) / (mpf(d1) + nc) ** 2 + mpf(2) / d2)
        f = float((1 + mpf(nc) / d1) * mp.exp(z * spread))
        lower, upper = tails(d1, d2, nc, f)
        if min(lower, upper) > mpf("1e-18"):
            out.writerow(
                [d1, d2, nc, repr(f), *(mp.nstr(t, 18, min_fixed=0, max_fixed=0) for t in (lower, upper))]
            )
            file.flush()
