"""Random slopes with weights by dense matrices: writes slopes_pupils.csv and slopes.csv.

    pip install numpy
    python slopes.py

As satterthwaite.py: Newton's method on the exact derivatives of the (restricted) likelihood in sigma^2 and
the elements of the covariance of the schools' effects, V being linear in them; standard errors from the
inverse of half the observed Hessian of the deviance; Satterthwaite's degrees of freedom from it.
"""

import csv
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent


def pupils():
    """Standardised scores below zero and above, a standardised covariate, one of many points, weights."""
    random = np.random.default_rng(18)
    rows = []
    for school in range(24):
        effects = random.multivariate_normal([0, 0, 0], [[0.3, 0.08, 0], [0.08, 0.1, 0], [0, 0, 1e-5]])
        public = random.random() < 0.5
        for _ in range(random.integers(5, 19)):
            ses, points = round(random.normal(-0.2, 1), 3), int(random.normal(480, 60))
            weight = round(random.uniform(0.5, 3), 2)
            score = -0.4 + 0.5 * ses + 0.002 * points + 0.3 * public - 1.1
            score += effects @ [1, ses, points - 480] + random.normal(0, 0.8) / np.sqrt(weight)
            rows.append(
                [f"S{school:02}", "public" if public else "private", ses, points, weight, round(score, 4)]
            )
    return rows


def fit(x, z, school, y, weight, reml):
    """(names, psi, se of psi, coefficients, C, df, deviance)."""
    together = (school[:, None] == school[None, :]).astype(float)
    q = z.shape[1]
    places = [(a, b) for a in range(q) for b in range(a + 1)]
    g = [np.diag(1 / weight)]
    for a, b in places:
        outer = np.outer(z[:, a], z[:, b])
        g.append((outer if a == b else outer + outer.T) * together)
    psi = np.array(
        [np.var(y) / 2] + [np.var(y) / 4 / np.mean(z[:, a] ** 2) if a == b else 0 for a, b in places]
    )

    def deviance(at):
        v = sum(p * each for p, each in zip(at, g))
        try:
            np.linalg.cholesky(v)
        except np.linalg.LinAlgError:
            return np.inf
        inverse = np.linalg.inv(v)
        m = x.T @ inverse @ x
        beta = np.linalg.solve(m, x.T @ inverse @ y)
        left = y - x @ beta
        free = len(y) - (x.shape[1] if reml else 0)
        found = np.linalg.slogdet(v)[1] + left @ inverse @ left + free * np.log(2 * np.pi)
        return found + (np.linalg.slogdet(m)[1] if reml else 0)

    for _ in range(300):
        inverse = np.linalg.inv(sum(p * each for p, each in zip(psi, g)))
        c = np.linalg.inv(x.T @ inverse @ x)
        p = inverse - inverse @ x @ c @ x.T @ inverse
        py, traced = p @ y, p if reml else inverse
        tg = [traced @ each for each in g]
        gradient = np.array([np.trace(own) - py @ each @ py for own, each in zip(tg, g)])
        expected = np.array([[np.sum(a * b.T) for b in tg] for a in tg])
        hessian = np.array([[2 * py @ a @ p @ b @ py for b in g] for a in g]) - expected
        newton = np.all(np.linalg.eigvalsh(hessian) > 0)
        move = np.linalg.solve(hessian if newton else expected, -gradient)
        factor, here = 1.0, deviance(psi)
        while deviance(psi + factor * move) > here + 1e-9 and factor > 1e-6:
            factor /= 2
        psi = psi + factor * move
        if np.max(np.abs(move) / np.abs(psi)) < 1e-12:
            break
    slopes = [c @ x.T @ inverse @ each @ inverse @ x @ c for each in g]
    a = 2 * np.linalg.inv(hessian)
    df = []
    for k in range(x.shape[1]):
        slope = np.array([each[k, k] for each in slopes])
        df.append(2 * c[k, k] ** 2 / (slope @ a @ slope))
    return places, psi, a, c @ x.T @ inverse @ y, c, df, deviance(psi)


MODELS = {
    "intercept": ([], [], False),
    "weighted": (["ses"], [], True),
    "slope": (["ses", "sector", "points"], ["ses"], False),
    "weighted_slope": (["ses", "sector", "points"], ["ses"], True),
    "two_slopes": (["ses", "points"], ["ses", "points"], True),
}


def main():
    """Every model."""
    rows = pupils()
    with (FOLDER / "slopes_pupils.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["school", "sector", "ses", "points", "weight", "score"])
        out.writerows(rows)
    school = np.array([row[0] for row in rows])
    columns = {
        "sector": np.array([float(row[1] == "public") for row in rows]),
        "ses": np.array([row[2] for row in rows]),
        "points": np.array([float(row[3]) for row in rows]),
    }
    weights = np.array([row[4] for row in rows])
    y = np.array([row[5] for row in rows])
    ones = np.ones(len(y))
    names = {"sector": "sector=public"}
    found = []
    for name, (covariates, slopes, weighted) in MODELS.items():
        x = np.column_stack([ones, *(columns[each] for each in covariates)])
        z = np.column_stack([ones, *(columns[each] for each in slopes)])
        terms = ["intercept", *(names.get(each, each) for each in covariates)]
        random = ["intercept", *slopes]
        for reml in (True, False):
            places, psi, a, beta, c, df, deviance = fit(x, z, school, y, weights if weighted else ones, reml)
            case = f"{name}_{'reml' if reml else 'ml'}"
            for k, term in enumerate(terms):
                found.append([case, "coefficient", term, "", beta[k], np.sqrt(c[k, k]), df[k]])
            found.append([case, "variance_pupil", "", "", psi[0], np.sqrt(a[0, 0]), ""])
            own = {place: k + 1 for k, place in enumerate(places)}
            for (row, column), k in own.items():
                if row == column:
                    found.append([case, "variance_school", random[row], "", psi[k], np.sqrt(a[k, k]), ""])
                    continue
                va, vb = psi[own[row, row]], psi[own[column, column]]
                r = psi[k] / np.sqrt(va * vb)
                slope = np.zeros(len(psi))
                slope[k], slope[own[row, row]], slope[own[column, column]] = (
                    1 / np.sqrt(va * vb),
                    -r / 2 / va,
                    -r / 2 / vb,
                )
                found.append(
                    [
                        case,
                        "correlation_school",
                        random[column],
                        random[row],
                        r,
                        np.sqrt(slope @ a @ slope),
                        "",
                    ]
                )
            if not slopes:
                all_ = psi[0] + psi[1]
                slope = np.array([-psi[1], psi[0]]) / all_**2
                found.append([case, "share_school", "", "", psi[1] / all_, np.sqrt(slope @ a @ slope), ""])
            found.append([case, "deviance", "", "", deviance, "", ""])
    with (FOLDER / "slopes.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["case", "measure", "term", "other_term", "value", "se", "df"])
        out.writerows(
            [[float(cell) if isinstance(cell, np.floating) else cell for cell in row] for row in found]
        )


if __name__ == "__main__":
    main()
