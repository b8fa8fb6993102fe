"""Invented pupils and the least check loss of each set at 100 quantiles, by scipy: `python losses.py` writes
`pupils.csv` and `losses.csv`. The basis is scipy's BSpline.design_matrix, the solver HiGHS
(scipy.optimize.linprog)."""

import csv
from pathlib import Path

import numpy as np
from scipy.interpolate import BSpline
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, hstack

HERE = Path(__file__).parent


def invented() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(2026)

    def pair(
        n: int, level: float, spread: float, full: float, decimals: int
    ) -> tuple[np.ndarray, np.ndarray]:
        ability = rng.normal(size=n)
        entry, exit = (level + spread * (ability + rng.normal(scale=0.6, size=n)) for _ in range(2))
        return np.clip(entry, 0, full).round(decimals), np.clip(exit, 0, full).round(decimals)

    few = rng.integers(1, 6, 200).astype(float)
    return {
        # Whole numbers with many ties, a tenth of the pupils at full marks.
        "whole": pair(600, 44, 12, 60, 0),
        # No two pupils alike: the solution is unique, and so is each growth percentile.
        "decimals": pair(300, 60, 15, 150, 4),
        # Five entry scores: knots coincide with scores, three functions depend on the others.
        "few": (few, (few * 10 + rng.normal(scale=8, size=200)).round()),
        # One entry score: the quantiles of the exit scores.
        "constant": (np.full(150, 7.0), rng.normal(50, 10, 150).round(1)),
        # Most entry scores are the same: all four knots coincide.
        "heaped": (
            np.where(rng.random(400) < 0.9, 10.0, rng.integers(0, 21, 400)),
            rng.integers(0, 101, 400),
        ),
    }


def basis(x: np.ndarray) -> np.ndarray:
    low, high = x.min(), x.max()
    if low == high:
        return np.ones((len(x), 1))
    wider = (high - low) / 10
    knots = np.quantile(x, [0.2, 0.4, 0.6, 0.8]).round(3)
    t = np.r_[[round(low - wider, 3)] * 4, knots, [round(high + wider, 3)] * 4]
    if len(np.unique(knots)) == len(knots):
        return BSpline.design_matrix(x, t, 3).toarray()
    # design_matrix refuses what Cox and de Boor allow: functions without any width are left out. Where knots
    # coincide the curve may jump, and has the value of its right side, as in R.
    wide = [t[i : i + 5] for i in range(8) if t[i] < t[i + 4]]
    columns = [np.where((x >= of[0]) & (x < of[4]), BSpline.basis_element(of)(x), 0.0) for of in wide]
    return np.stack(columns, axis=1)


def loss(x: np.ndarray, y: np.ndarray, tau: float) -> float:
    n, columns = x.shape
    rows = hstack([csr_array(x), eye_array(n), -eye_array(n)], format="csr")
    price = np.r_[np.zeros(columns), np.full(n, tau), np.full(n, 1 - tau)]
    bounds = [(None, None)] * columns + [(0, None)] * (2 * n)
    options = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    solved = linprog(price, A_eq=rows, b_eq=y, bounds=bounds, method="highs-ds", options=options)
    assert solved.status == 0, solved.message
    rest = y - x @ solved.x[:columns]
    return float(np.sum(np.where(rest > 0, tau * rest, (tau - 1) * rest)))


def main() -> None:
    sets = invented()
    with (HERE / "pupils.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["set", "entry", "exit"])
        for name, (entry, exit) in sets.items():
            out.writerows([name, f"{a:.12g}", f"{b:.12g}"] for a, b in zip(entry, exit, strict=True))
    with (HERE / "losses.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["set", "tau", "loss"])
        for name, (entry, exit) in sets.items():
            x = basis(entry)
            for k in range(100):
                tau = (2 * k + 1) / 200
                out.writerow([name, tau, f"{loss(x, exit.astype(float), tau):.12g}"])


main()
