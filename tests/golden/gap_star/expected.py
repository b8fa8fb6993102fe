"""Resampled and candidate-level errors on Tennessee STAR, from their definitions with numpy and scipy.

Writes expected_py.csv. Shares nothing with edugauge but the published Philox and the plan of the draws.
"""

import csv

import numpy as np
import pandas as pd
from scipy import stats

star = pd.read_csv("star.csv", dtype={"school": str})
star = star[(star.year == 2003) & star.type.isin(["rural", "urban"])]
x = star.math[star.type == "rural"].to_numpy()
y = star.math[star.type == "urban"].to_numpy()
rows = []


def put(name, value):
    rows.append((name, repr(float(value))))


def philox(counter, key):
    """Salmon et al. (2011), vectorised over counters."""
    c = [np.asarray(word, dtype=np.uint64) for word in counter]
    low = np.uint64(0xFFFFFFFF)
    key = list(key)
    for _ in range(10):
        first, second = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [
            (second >> np.uint64(32)) ^ c[1] ^ np.uint64(key[0]),
            second & low,
            (first >> np.uint64(32)) ^ c[3] ^ np.uint64(key[1]),
            first & low,
        ]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def bits(stream, n, seed=1):
    """First n numbers of 64 bits of a stream."""
    block = np.arange((n + 1) // 2, dtype=np.uint64)
    a, b, c, d = philox([block, 0 * block, 0 * block + np.uint64(stream), 0 * block], [seed, 0])
    shift = np.uint64(32)
    return [int(v) for v in np.stack([a | b << shift, c | d << shift], axis=1).ravel()[:n]]


put("welch se", np.sqrt(x.var(ddof=1) / len(x) + y.var(ddof=1) / len(y)))
u = stats.mannwhitneyu(x, y).statistic / (len(x) * len(y))
put("superiority", u)
put("v", np.sqrt(2) * stats.norm.ppf(u))
# DeLong, DeLong & Clarke-Pearson (1988): placements.
px = (y[None, :] < x[:, None]).mean(axis=1) + (y[None, :] == x[:, None]).mean(axis=1) / 2
py = (x[None, :] > y[:, None]).mean(axis=1) + (x[None, :] == y[:, None]).mean(axis=1) / 2
put("superiority delong se", np.sqrt(px.var(ddof=1) / len(x) + py.var(ddof=1) / len(y)))
for p in (10, 25, 50, 75, 90):
    put(f"quantile_difference {p}", np.percentile(x, p) - np.percentile(y, p))

rural = sorted(star.school[star.type == "rural"].unique())
urban = sorted(star.school[star.type == "urban"].unique())
scores = {school: group.math.to_numpy() for school, group in star.groupby("school")}
order = sorted(rural + urban)


def cr2(placed):
    """Clustered CR2 error of mean(placed of rural) - mean(placed of urban)."""
    variance = 0
    for schools, label in ((rural, "rural"), (urban, "urban")):
        of = placed[label]
        whole = np.concatenate([of[school] for school in schools])
        for school in schools:
            own = (of[school] - whole.mean()).sum() / len(whole)
            variance += own**2 / (1 - len(of[school]) / len(whole))
    return np.sqrt(variance)


def level_of(values, others):
    return (others[None, :] < values[:, None]).mean(1) + (others[None, :] == values[:, None]).mean(1) / 2


placed = {
    "rural": {s: level_of(scores[s], y) for s in rural},
    "urban": {s: level_of(scores[s], x) for s in urban},
}
put("superiority cr2 se", cr2(placed))


def hedges(a, b):
    n = len(a) + len(b)
    s2 = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (n - 2)
    return (a.mean() - b.mean()) / np.sqrt(s2) * (1 - 3 / (4 * (n - 2) - 1))


put("hedges_g", hedges(x, y))
n = len(x) + len(y)
s2 = ((len(x) - 1) * x.var(ddof=1) + (len(y) - 1) * y.var(ddof=1)) / (n - 2)
d, factor = (x.mean() - y.mean()) / np.sqrt(s2), 1 - 3 / (4 * (n - 2) - 1)
linear = {
    "rural": {
        s: factor
        * ((v - x.mean()) / np.sqrt(s2) - d / (2 * s2) * len(x) / (n - 2) * ((v - x.mean()) ** 2 - x.var()))
        for s, v in scores.items()
        if s in rural
    },
    "urban": {
        s: factor
        * ((v - y.mean()) / np.sqrt(s2) + d / (2 * s2) * len(y) / (n - 2) * ((v - y.mean()) ** 2 - y.var()))
        for s, v in scores.items()
        if s in urban
    },
}
put("hedges_g cr2 se", cr2(linear))

# Bootstrap of schools: strata in the order of their presence (second group only, then first only); number k
# of a stratum of G draws school floor(bits * G / 2^64).
strata = [urban, rural]
estimates = {"difference": [], "superiority": []}
for replicate in range(2000):
    drawn, at = bits(replicate, len(order)), 0
    sides = []
    for stratum in strata:
        picks = [stratum[b * len(stratum) >> 64] for b in drawn[at : at + len(stratum)]]
        at += len(stratum)
        sides.append(np.concatenate([scores[school] for school in picks]))
    second, first = sides
    estimates["difference"].append(first.mean() - second.mean())
    below = np.searchsorted(np.sort(second), first, "left") + np.searchsorted(np.sort(second), first, "right")
    estimates["superiority"].append(below.sum() / 2 / len(first) / len(second))


def place(values, p):
    """Order statistic at (R + 1) p, R's type 6."""
    return np.quantile(values, p, method="weibull")


influences = {
    "difference": {
        s: (scores[s] - x.mean()).sum() / len(x) if s in rural else -(scores[s] - y.mean()).sum() / len(y)
        for s in order
    },
    "superiority": {
        s: (placed["rural"][s] - u).sum() / len(x)
        if s in rural
        else -(placed["urban"][s] - (1 - u)).sum() / len(y)
        for s in order
    },
}
for name, observed in (("difference", x.mean() - y.mean()), ("superiority", u)):
    values = np.array(estimates[name])
    put(f"{name} bootstrap se", values.std(ddof=1))
    put(f"{name} percentile lower", place(values, 0.025))
    put(f"{name} percentile upper", place(values, 0.975))
    u_c = np.array(list(influences[name].values()))
    a = (u_c**3).sum() / (6 * (u_c**2).sum() ** 1.5)
    z0 = stats.norm.ppf((values < observed).mean() + (values == observed).mean() / 2)
    for bound, p in (("lower", 0.025), ("upper", 0.975)):
        z = z0 + stats.norm.ppf(p)
        put(f"{name} bca {bound}", place(values, stats.norm.cdf(z0 + z / (1 - a * z))))

# Permutation of labels: a Fisher-Yates shuffle of the schools, rural ones first, then urban ones.
schools = rural + urban
far = 0
observed = x.mean() - y.mean()
for number in range(2000):
    drawn, line = bits(number, len(rural)), list(range(len(schools)))
    for at, b in enumerate(drawn):
        other = at + (b * (len(schools) - at) >> 64)
        line[at], line[other] = line[other], line[at]
    labelled = set(line[: len(rural)])
    first = np.concatenate([scores[schools[k]] for k in labelled])
    second = np.concatenate([scores[schools[k]] for k in range(len(schools)) if k not in labelled])
    far += abs(first.mean() - second.mean()) >= abs(observed) * (1 - 1e-12)
put("difference permutation p", (far + 1) / 2001)

with open("expected_py.csv", "w", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows([("name", "value"), *rows])
