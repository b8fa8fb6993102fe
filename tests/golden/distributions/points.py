"""10,000 random points each of beta, F, t and chi-square by scipy: writes points.zip, of points.csv.

    pip install scipy==1.17.1
    python points.py

Each row: distribution, its parameters, x, and scipy's cdf (lower) or sf (upper). Shapes and degrees of
freedom are log-uniform from ½ to 1e4 (beyond, the tails of scipy lose digits themselves: there mpmath's
grid.csv decides), and so is the smaller tail from 5e-13 to ½, on either side.
"""

import zipfile
from itertools import islice
from pathlib import Path

import numpy as np
from scipy import stats

N = 10_000
# A few lie outside of the doubles and are left out.
DRAWN = 10_600
rng = np.random.default_rng(20261130)


def shapes():
    return np.array([float(f"{s:.6g}") for s in 10 ** rng.uniform(np.log10(0.5), 4, DRAWN)])


def points(name, frozen, a, b):
    tail = 0.5 * 10 ** rng.uniform(-12, 0, DRAWN)
    lower = rng.random(DRAWN) < 0.5
    x = np.where(lower, frozen.ppf(tail), frozen.isf(tail))
    x = np.array([float(f"{v:.10g}") for v in x])
    tail = np.where(lower, frozen.cdf(x), frozen.sf(x))
    for a_i, b_i, x_i, is_lower, p in zip(a.tolist(), b.tolist(), x.tolist(), lower, tail.tolist()):
        if p > 0 and 0 < abs(x_i) < (1 if name == "beta" else np.inf):
            second = "" if np.isnan(b_i) else repr(b_i)
            yield f"{name},{a_i!r},{second},{x_i!r},{'lower' if is_lower else 'upper'},{p!r}"


a, b, nothing = shapes(), shapes(), np.full(DRAWN, np.nan)
lines = ["distribution,a,b,x,tail,probability"]
lines += islice(points("beta", stats.beta(a, b), a, b), N)
lines += islice(points("f", stats.f(a, b), a, b), N)
lines += islice(points("t", stats.t(a), a, nothing), N)
lines += islice(points("chi2", stats.chi2(a), a, nothing), N)
with zipfile.ZipFile(
    Path(__file__).with_name("points.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9
) as archive:
    archive.writestr(
        zipfile.ZipInfo("points.csv", (2026, 11, 30, 0, 0, 0)), "\n".join(lines) + "\n", zipfile.ZIP_DEFLATED
    )
