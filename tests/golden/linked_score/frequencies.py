"""Two invented forms of 0 to 40 points, given to groups alike, and their equivalents by a program of its own:
`python frequencies.py` writes `frequencies.csv` and `independent.csv` (numpy and scipy; no edugauge)."""

import csv
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

HERE = Path(__file__).parent
POINTS = np.arange(41)
SCORES = [3, 8, 10, 15, 20, 20.5, 27, 33, 36]


def invented() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(22)

    def form(n: int, level: float, spread: float) -> np.ndarray:
        shares = 1 / (1 + np.exp(-rng.normal(level, spread, n)))
        return np.bincount(rng.binomial(40, shares), minlength=41)

    return form(1300, 0.15, 0.8), form(1200, -0.05, 0.95)


def moments(f: np.ndarray) -> tuple[float, float]:
    n = f.sum()
    mean = (f * POINTS).sum() / n
    return mean, ((f * (POINTS - mean) ** 2).sum() / (n - 1)) ** 0.5


def equipercentile(f: np.ndarray, g: np.ndarray, x: float) -> float:
    """By interpolation of both distribution functions, which are straight between half points."""
    edges = np.arange(42) - 0.5
    below, target = (np.r_[0, np.cumsum(h)] / h.sum() for h in (f, g))
    p = np.interp(x, edges, below)
    keep = np.r_[True, np.diff(target) > 1e-15]
    return float(np.interp(p, target[keep], edges[keep]))


def log_linear(f: np.ndarray, degree: int) -> np.ndarray:
    """The likelihood of a Poisson polynomial, by BFGS over an orthonormal basis."""
    q, _ = np.linalg.qr(np.vander(POINTS / 20 - 1, degree + 1, increasing=True))

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        m = np.exp(q @ b)
        return float(m.sum() - f @ (q @ b)), q.T @ (m - f)

    b = q.T @ np.log(f + 0.5)
    for _ in range(3):
        b = minimize(loss, b, jac=True, method="BFGS", options={"gtol": 1e-10}).x
    for _ in range(20):
        m = np.exp(q @ b)
        b = b + np.linalg.solve(q.T * m @ q, q.T @ (f - m))
    return np.exp(q @ b)


def main() -> None:
    x, y = invented()
    with (HERE / "frequencies.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["score", "x", "y"])
        out.writerows(zip(POINTS.tolist(), x.tolist(), y.tolist(), strict=True))
    (mx, sx), (my, sy) = moments(x), moments(y)
    rows = []
    for score in SCORES:
        rows.append(["mean", "", score, score + my - mx])
        rows.append(["linear", "", score, my + sy / sx * (score - mx)])
        rows.append(["equipercentile", "", score, equipercentile(x, y, score)])
        for degree in (4, 6):
            smooth = log_linear(x, degree), log_linear(y, degree)
            rows.append(["equipercentile", degree, score, equipercentile(*smooth, score)])
    with (HERE / "independent.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["type", "degree", "score", "value"])
        out.writerows([*row[:3], f"{row[3]:.12g}"] for row in rows)


main()
