"""Tails of beta, F, t and chi-square from their definitions, in 50 digits: writes grid.csv.

    pip install mpmath
    python grid.py

Each row: distribution, its parameters (b is empty for t and chi2), x (a double, exactly), cdf and sf at x.
The points lie where the density has fallen by e^-0.01 to e^-680 from its mode, on both sides, in the
logarithm of the variable or of its odds: tails from about 1/2 to 1e-297.

Small shapes: mpmath's hypergeometric functions. Large ones: quadrature of the density over x, with the
constant from mpmath's loggamma. Where both can be had they are held to each other to 25 digits.
"""

import csv
import itertools
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 50
SHAPES = [0.5, 1, 3, 40, 1e3, 1e5, 1e7, 1e9, 1e12]
DF = [0.5, 1, 2, 3.7, 10, 61, 1e3, 1e4, 1e5, 1e6, 1e7, 5e7, 1e8, 1e10, 1e12]
FALLEN = [0.01, 0.7, 5, 60, 680]


def area(log_density, start, end):
    """The integral of exp(log_density) from start to end (the far end of a tail), in pieces on which the
    logarithm moves by little."""
    total, at = mpf(0), start
    h = mpf(10) ** -18 * start
    inward = mpf(1) if end > start else mpf(-1)
    slope = abs((log_density(start + inward * h) - log_density(start)) / h)
    curve = (
        abs(log_density(start + 2 * inward * h) - 2 * log_density(start + inward * h) + log_density(start))
        / h**2
    )
    bends = slope + mp.sqrt(curve)
    step = 4 / bends if bends * abs(end - start) > 1 else abs(end - start)
    while True:
        rest = abs(end - at)
        far = end if rest < 3 * step else at + inward * step
        # Of order 1, as mp.quad looks at absolute errors.
        top, across = log_density(at), far - at
        part = mp.quad(
            lambda u, at=at, across=across, top=top: mp.exp(log_density(at + u * across) - top), [0, 1]
        )
        piece = abs(part * across) * mp.exp(top)
        total += piece
        if far == end or piece < total * mpf(10) ** -35:
            return total
        at, step = far, 2 * step


def beta_tails(a, b, x, y):
    """P(X <= x), P(X > x) for x + y = 1."""
    a, b = mpf(a), mpf(b)
    constant = mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)

    def below(a, b, x):
        if a < 1:  # over t^a, in which nothing is singular
            return area(lambda w: constant - mp.log(a) + (b - 1) * mp.log1p(-(w ** (1 / a))), x**a, mpf(0))
        return area(
            lambda t: constant + (a - 1) * mp.log(t) + (b - 1) * mp.log1p(-t) if t else mpf("-inf"), x, mpf(0)
        )

    small = a + b < 3000
    below_mean = x < a / (a + b)
    if small:
        lower = mp.betainc(a, b, 0, x, regularized=True)
        upper = mp.betainc(b, a, 0, y, regularized=True)
        check = lower if below_mean else upper
        other = below(a, b, x) if below_mean else below(b, a, y)
        assert abs(check / other - 1) < mpf(10) ** -25, (a, b, x, check, other)
        return lower, upper
    if below_mean:
        lower = below(a, b, x)
        return lower, 1 - lower
    upper = below(b, a, y)
    return 1 - upper, upper


def gamma_tails(a, x):
    a, x = mpf(a), mpf(x)
    constant = -mp.loggamma(a)

    def density(t):
        return constant + (a - 1) * mp.log(t) - t if t else mpf("-inf")

    if x < a:
        if a < 1:
            lower = area(lambda w: constant - mp.log(a) - w ** (1 / a), x**a, mpf(0))
        else:
            lower = area(density, x, mpf(0))
        upper = 1 - lower
    else:
        upper = area(density, x, x + 200 + 60 * mp.sqrt(a) + 3 * (x - a))
        lower = 1 - upper
    if a < 1000:
        check = (
            mp.gammainc(a, 0, x, regularized=True) if x < a else mp.gammainc(a, x, mp.inf, regularized=True)
        )
        assert abs(check / min(lower, upper, key=lambda v: abs(v - check)) - 1) < mpf(10) ** -25, (a, x)
    return lower, upper


def place(fall, spread, sign, fallen):
    """v on the given side of 0 with fall(v) about `fallen`."""
    high = spread
    while fall(sign * high) < fallen:
        high *= 2
    low = high * 0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if fall(sign * middle) < fallen else (low, middle)
    return sign * high


def beta_place(a, b, sign, fallen):
    """The odds over those of the mean."""
    a, b = mpf(a), mpf(b)

    def fall(v):
        return (a + b) * mp.log((a * mp.exp(v) + b) / (a + b)) - a * v

    return mp.exp(place(fall, mp.sqrt(1 / a + 1 / b), sign, fallen))


def write(row, tails):
    if all(abs(tail) > mpf("1e-305") for tail in tails):
        OUT.writerow([*row, *(mp.nstr(tail, 20, min_fixed=0, max_fixed=0) for tail in tails)])
        FILE.flush()


def rows():
    for a, b in itertools.product(SHAPES, SHAPES):
        for sign, fallen in itertools.product((-1, 1), FALLEN):
            odds = beta_place(a, b, sign, fallen) * mpf(a) / mpf(b)
            x = float(odds / (1 + odds))
            if 0 < x < 1:
                write(["beta", a, b, repr(x)], beta_tails(a, b, mpf(x), 1 - mpf(x)))
            f = float(beta_place(a / 2, b / 2, sign, fallen))
            if 1e-307 < f < 1e307:
                odds = mpf(f) * mpf(a) / mpf(b)
                write(["f", a, b, repr(f)], beta_tails(a / 2, b / 2, odds / (1 + odds), 1 / (1 + odds)))
    for df in DF:
        for fallen in FALLEN:
            t = float(mp.sqrt(beta_place(0.5, df / 2, 1, fallen)))
            if t < 1e300:
                square = mpf(t) ** 2
                beyond = beta_tails(0.5, df / 2, square / (df + square), df / (df + square))[1]
                write(["t", df, "", repr(t)], (1 - beyond / 2, beyond / 2))
            for sign in (-1, 1):
                a = mpf(df) / 2
                v = place(lambda v, a=a: a * (mp.exp(v) - 1 - v), 1 / mp.sqrt(a), sign, fallen)
                x = float(df * mp.exp(v))
                if x > 1e-307:
                    write(["chi2", df, "", repr(x)], gamma_tails(a, mpf(x) / 2))


if __name__ == "__main__":
    with Path(__file__).with_name("grid.csv").open("w", newline="") as FILE:
        OUT = csv.writer(FILE, lineterminator="\n")
        OUT.writerow(["distribution", "a", "b", "x", "cdf", "sf"])
        rows()
