"""Sampling weights in models of schools: writes weighted_pupils.csv and weighted.csv.

    pip install numpy scipy mpmath
    python weighted.py

The pseudo log likelihood sum_j w_j log int prod_i p(y_ij | u)^(w_i|j) phi(u) du, the integral of a
Gaussian over u written out with the inverse of the covariance of u, differentiated numerically with 50
digits (mpmath) and solved by Newton's method from scipy's optimum. Errors: A^-1 B A^-1, B = J/(J - 1) sum
s s', the coefficients and the variances each by themselves.
"""

import csv
from pathlib import Path

import mpmath as mp
import numpy as np
from scipy.optimize import minimize

FOLDER = Path(__file__).parent
mp.mp.dps = 50


def pupils():
    """Schools drawn more often where scores are low, pupils more often where their own are."""
    random = np.random.default_rng(2006)
    rows = []
    for school in range(32):
        effects = random.multivariate_normal([0, 0], [[1200, 60], [60, 90]])
        public = random.random() < 0.6
        chance = np.clip(0.35 - effects[0] / 150 + random.normal(0, 0.05), 0.06, 0.9)
        of_school = round(1 / chance, 3)
        for _ in range(random.integers(6, 16)):
            ses = round(random.normal(0.3 * public - 0.2, 1), 3)
            noise = random.normal(0, 70)
            score = 500 - 12 * public + 25 * ses + effects @ [1, ses] + noise
            within = np.clip(0.5 - noise / 400 + random.normal(0, 0.1), 0.1, 1)
            weight = round(of_school / within, 3)
            sector = "public" if public else "private"
            rows.append([f"S{school:02}", sector, ses, of_school, weight, round(score, 1)])
    return rows


def scaled(weight, school, scaling, of_school):
    within = np.empty_like(weight)
    for each in np.unique(school):
        own = school == each
        w = weight[own]
        factor = {
            "size": len(w) / w.sum(),
            "effective": w.sum() / (w * w).sum(),
            "none": 1 / of_school[own][0],
        }[scaling]
        within[own] = w * factor
    return within


def parts(x, z, y, within, school, of_school):
    """Of each school its weight, its sum of weights, and its exact cross products."""
    found = []
    for each in np.unique(school):
        own = school == each
        wide = [[mp.mpf(float(v)) for v in row] for row in np.column_stack([x[own], y[own]])]
        weights = [mp.mpf(float(v)) for v in within[own]]
        size = len(wide[0])
        cross = mp.matrix(size, size)
        for row, weight in zip(wide, weights, strict=True):
            for a in range(size):
                for b in range(size):
                    cross[a, b] += weight * row[a] * row[b]
        found.append((mp.mpf(float(of_school[own][0])), mp.fsum(weights), cross))
    return found, [list(x.T.tolist()).index(column) for column in z.T.tolist()]


def of_school(part, random, size, at):
    """Its log likelihood, its weight left aside."""
    _, total, cross = part
    beta, residual = at[:size], at[size]
    line = [*beta, mp.mpf(-1)]
    left = [mp.fsum(cross[a, b] * line[b] for b in range(size + 1)) for a in range(size + 1)]
    rss = mp.fsum(line[a] * left[a] for a in range(size + 1))
    b = [-left[a] / residual for a in random]
    zz = [[cross[a, c] / residual for c in random] for a in random]
    if len(random) == 1:
        (var,) = at[size + 1 :]
        inverse = [[1 / var]]
        log = mp.log(var)
    else:
        va, cov, vb = at[size + 1 :]
        det = va * vb - cov * cov
        inverse = [[vb / det, -cov / det], [-cov / det, va / det]]
        log = mp.log(det)
    m = [[p + q for p, q in zip(r, s, strict=True)] for r, s in zip(inverse, zz, strict=True)]
    if len(random) == 1:
        log += mp.log(m[0][0])
        explained = b[0] ** 2 / m[0][0]
    else:
        det = m[0][0] * m[1][1] - m[0][1] * m[1][0]
        log += mp.log(det)
        explained = (m[1][1] * b[0] ** 2 - 2 * m[0][1] * b[0] * b[1] + m[0][0] * b[1] ** 2) / det
    return -(total * mp.log(2 * mp.pi * residual) + log + rss / residual - explained) / 2


def derivatives(each, at, step):
    """By school the gradient, and the Hessian of the whole."""
    count = len(at)
    h = [step * max(abs(v), mp.mpf(1)) for v in at]

    def moved(*places):
        there = list(at)
        for place, sign in places:
            there[place] += sign * h[place]
        return there

    gradients = [[] for _ in each(at)]
    for a in range(count):
        above, below = each(moved((a, 1))), each(moved((a, -1)))
        for own, up, down in zip(gradients, above, below, strict=True):
            own.append((up - down) / (2 * h[a]))
    hessian = mp.matrix(count, count)

    def whole(*places):
        return mp.fsum(each(moved(*places)))

    middle = mp.fsum(each(at))
    for a in range(count):
        for b in range(a + 1):
            if a == b:
                second = (whole((a, 1)) - 2 * middle + whole((a, -1))) / h[a] ** 2
            else:
                second = whole((a, 1), (b, 1)) - whole((a, 1), (b, -1)) - whole((a, -1), (b, 1))
                second = (second + whole((a, -1), (b, -1))) / (4 * h[a] * h[b])
            hessian[a, b] = hessian[b, a] = second
    return gradients, hessian


def fit(x, z, y, within, school, weight):
    found, random = parts(x, z, y, within, school, weight)
    size = x.shape[1]

    def each(at):
        return [part[0] * of_school(part, random, size, at) for part in found]

    def start(free):
        beta, log_residual, cells = free[:size], free[size], free[size + 1 :]
        lower = np.zeros((len(random), len(random)))
        lower[np.tril_indices(len(random))] = cells
        sigma = lower @ lower.T
        covariances = [sigma[a, b] for a in range(len(random)) for b in range(a + 1)]
        return [mp.mpf(float(v)) for v in [*beta, np.exp(log_residual), *covariances]]

    beta = np.linalg.lstsq(x, y, rcond=None)[0]
    free = [*beta, np.log(np.var(y) / 2), *([30.0] if len(random) == 1 else [30.0, 1.0, 8.0])]
    at = start(minimize(lambda free: -float(mp.fsum(each(start(free)))), free, method="BFGS").x)
    for _ in range(30):
        gradients, hessian = derivatives(each, at, mp.mpf(10) ** -14)
        gradient = mp.matrix([mp.fsum(own[a] for own in gradients) for a in range(len(at))])
        step = mp.lu_solve(hessian, gradient)
        at = [v - s for v, s in zip(at, step, strict=True)]
        if max(abs(s) / (1 + abs(v)) for s, v in zip(step, at, strict=True)) < mp.mpf(10) ** -18:
            break
    else:
        raise SystemExit("no optimum")
    gradients, hessian = derivatives(each, at, mp.mpf(10) ** -14)
    schools = mp.mpf(len(gradients))
    covariance = []
    for block in (range(size), range(size, len(at))):
        bread = mp.inverse(-mp.matrix([[hessian[a, b] for b in block] for a in block]))
        score = mp.matrix([[own[a] for a in block] for own in gradients])
        covariance.append(bread * (score.T * score * schools / (schools - 1)) * bread)
    return at, covariance, -2 * mp.fsum(each(at))


def delta(covariance, slope):
    slope = mp.matrix(slope)
    return mp.sqrt((slope.T * covariance * slope)[0])


def main():
    rows = pupils()
    with open(FOLDER / "weighted_pupils.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["school", "sector", "ses", "school_weight", "weight", "score"])
        writer.writerows(rows)
    school, sector, ses, of_schools, weight, score = (np.array(column) for column in zip(*rows, strict=True))
    one = np.ones(len(rows))
    public = (sector == "public").astype(float)
    lines = []
    models = {
        "null": ([], []),
        "intercept": (["ses", "sector=public"], []),
        "slope": (["ses", "sector=public"], ["ses"]),
    }
    columns = {"ses": ses, "sector=public": public}
    for name, (covariates, slopes) in models.items():
        x = np.column_stack([one, *(columns[each] for each in covariates)])
        z = np.column_stack([one, *(columns[each] for each in slopes)])
        for scaling in ("size", "effective", "none"):
            for schools, w in (("weighted", of_schools), ("alike", one)):
                within = scaled(weight, school, scaling, w)
                if (scaling, schools) == ("none", "alike"):
                    continue
                at, (of_beta, of_variances), deviance = fit(x, z, score, within, school, w)
                case = f"{name}_{scaling}_{schools}"
                terms = ["intercept", *covariates]
                size = len(terms)

                def add(*cells, case=case):
                    numbers = [mp.nstr(cell, 17) if cell != "" else "" for cell in cells[3:]]
                    lines.append([case, *cells[:3], *numbers])

                for k, term in enumerate(terms):
                    add("coefficient", term, "", at[k], mp.sqrt(of_beta[k, k]))

                def se(k, own=of_variances):
                    return mp.sqrt(own[k, k])

                add("variance_pupil", "", "", at[size], se(0))
                add("variance_school", "intercept", "", at[size + 1], se(1))
                if slopes:
                    add("variance_school", "ses", "", at[size + 3], se(3))
                    va, cov, vb = at[size + 1 :]
                    r = cov / mp.sqrt(va * vb)
                    slope = [0, -r / 2 / va, 1 / mp.sqrt(va * vb), -r / 2 / vb]
                    add("correlation_school", "intercept", "ses", r, delta(of_variances, slope))
                else:
                    residual, own = at[size], at[size + 1]
                    slope = [-own / (own + residual) ** 2, residual / (own + residual) ** 2]
                    add("share_school", "", "", own / (own + residual), delta(of_variances, slope))
                add("deviance", "", "", deviance, "")
    with open(FOLDER / "weighted.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "measure", "term", "other_term", "value", "se"])
        writer.writerows(lines)


if __name__ == "__main__":
    main()
