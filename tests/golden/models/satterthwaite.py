"""Satterthwaite's degrees of freedom of random intercepts by dense matrices: writes satterthwaite.csv.

    pip install numpy
    python satterthwaite.py

Newton's method on the exact derivatives of the (restricted) likelihood in the variances; A = 2 H^-1 with
the observed Hessian H of the deviance, as lmerTest takes it; df = 2 C_kk^2 / (g' A g), g the exact
derivatives of C_kk, C being the covariance of the coefficients (Giesbrecht & Burns 1985; Kuznetsova,
Brockhoff & Christensen 2017).
"""

import csv
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
MODELS = {"null": [], "residence": ["城乡"], "full": ["城乡", "科类", "语文"]}
# The label that is coded 1, as in make.R.
CODED = {"城乡": "城区", "科类": "物理"}


def fit(x, y, groups, reml):
    """Variances (of pupils first), covariance of the coefficients and degrees of freedom."""
    g = [np.eye(len(y))] + [
        (groups[k][:, None] == groups[k][None, :]).astype(float) for k in range(len(groups))
    ]
    psi = np.full(len(g), np.var(y) / len(g))
    for step in range(200):
        inverse = np.linalg.inv(sum(p * each for p, each in zip(psi, g)))
        c = np.linalg.inv(x.T @ inverse @ x)
        p = inverse - inverse @ x @ c @ x.T @ inverse
        py, traced = p @ y, p if reml else inverse
        gradient = np.array([np.sum(traced * each) - py @ each @ py for each in g])
        hessian = np.array(
            [[-np.trace(traced @ a @ traced @ b) + 2 * py @ a @ p @ b @ py for b in g] for a in g]
        )
        expected = np.array([[np.trace(traced @ a @ traced @ b) for b in g] for a in g])
        # Scoring far away, Newton near.
        move = np.linalg.solve(expected if step < 8 else hessian, -gradient)
        psi = np.maximum(psi + move, psi / 10)
        if np.max(np.abs(move) / psi) < 1e-14:
            break
    slopes = [c @ x.T @ inverse @ each @ inverse @ x @ c for each in g]
    a = 2 * np.linalg.inv(hessian)
    df = []
    for k in range(x.shape[1]):
        slope = np.array([each[k, k] for each in slopes])
        df.append(2 * c[k, k] ** 2 / (slope @ a @ slope))
    return psi, c, df


def main():
    """Every model of make.R."""
    with (FOLDER / "pupils.csv").open(encoding="utf-8") as file:
        pupils = list(csv.DictReader(file))
    y = np.array([float(row["数学"]) for row in pupils])
    units = [np.array([row[key] for row in pupils]) for key in ("学校", "区县")]
    rows = []
    for name, terms in MODELS.items():
        columns = [np.ones(len(y))]
        for term in terms:
            coded = CODED.get(term)
            columns.append(
                np.array([float(row[term] == coded) if coded else float(row[term]) for row in pupils])
            )
        for reml in (True, False):
            for levels, groups in (("one", units[:1]), ("two", units)):
                _, _, df = fit(np.column_stack(columns), y, groups, reml)
                case = f"{name}_{'reml' if reml else 'ml'}_{levels}"
                for term, value in zip(["constant", *terms], df):
                    rows.append([case, term, repr(float(value))])
    with (FOLDER / "satterthwaite.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["case", "term", "df"])
        out.writerows(rows)


if __name__ == "__main__":
    main()
