"""Random intercepts of a million candidates in 10,000 schools, with and without covariates and districts.

Usage: python benches/random_intercept.py
"""

import time

import numpy as np
import polars as pl

import edugauge as eg

CANDIDATES, SCHOOLS, DISTRICTS = 1_000_000, 10_000, 100


def exam() -> eg.Exam:
    """Scores with effects of school and residence, always the same."""
    random = np.random.default_rng(1)
    school = random.integers(0, SCHOOLS, CANDIDATES)
    effect, urban = random.normal(0, 8, SCHOOLS), random.random(SCHOOLS) < 0.4
    score = 90 + effect[school] + 5 * urban[school] + random.normal(0, 16, CANDIDATES)
    frame = pl.DataFrame(
        {
            "学校代码": np.char.add("S", school.astype(str)),
            "区县": np.char.add("D", (school % DISTRICTS).astype(str)),
            "城乡": np.where(urban[school], "城区", "乡村"),
            "性别": np.where(random.random(CANDIDATES) < 0.5, "女", "男"),
            "数学": np.clip(np.round(score * 2) / 2, 0, 150),
        }
    )
    return eg.read_scores(frame, full_marks={"数学": 150})


def main() -> None:
    """Print seconds of each model."""
    data = exam()
    for covariates, district in [
        ((), None),
        (("residence", "sex"), None),
        (("residence", "sex"), "district"),
    ]:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            found = eg.random_intercept(data, covariates=covariates, district=district, subjects="数学")
            times.append(time.perf_counter() - start)
        share = found.value(measure="share_school")
        print(
            f"covariates {covariates}, district {district}: {min(times):.2f} s, share of schools {share:.4f}"
        )


if __name__ == "__main__":
    main()
