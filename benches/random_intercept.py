"""Random intercepts of a million candidates in 10,000 schools, with and without covariates and districts.

Usage: python benches/random_intercept.py [--candidates 1000000]

Beside it the mean of every school, of the same candidates in the same run.
"""

import argparse
import time

import numpy as np
import polars as pl

import edugauge as eg

PER_SCHOOL, DISTRICTS = 100, 100


def exam(candidates: int) -> eg.Exam:
    """Scores with effects of school and residence, always the same."""
    random = np.random.default_rng(1)
    schools = max(candidates // PER_SCHOOL, 2 * DISTRICTS)
    school = random.integers(0, schools, candidates)
    effect, urban = random.normal(0, 8, schools), random.random(schools) < 0.4
    score = 90 + effect[school] + 5 * urban[school] + random.normal(0, 16, candidates)
    frame = pl.DataFrame(
        {
            "学校代码": np.char.add("S", school.astype(str)),
            "区县": np.char.add("D", (school % DISTRICTS).astype(str)),
            "城乡": np.where(urban[school], "城区", "乡村"),
            "性别": np.where(random.random(candidates) < 0.5, "女", "男"),
            "数学": np.clip(np.round(score * 2) / 2, 0, 150),
        }
    )
    return eg.read_scores(frame, full_marks={"数学": 150})


def timed(work):
    """The best of three, and the result."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def main() -> None:
    """Print seconds of each model, and how many times the means of the schools they are."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidates", type=int, default=1_000_000)
    data = exam(parser.parse_args().candidates)
    means, _ = timed(lambda: eg.subject_mean(data, by="school_code", subjects="数学"))
    print(f"means of schools: {means:.3f} s")
    for covariates, district in [
        ((), None),
        (("residence", "sex"), None),
        (("residence", "sex"), "district"),
    ]:
        seconds, found = timed(
            lambda covariates=covariates, district=district: eg.random_intercept(
                data, covariates=covariates, district=district, subjects="数学"
            )
        )
        share = found.value(measure="share_school")
        print(
            f"covariates {covariates}, district {district}: {seconds:.3f} s, {seconds / means:.1f} times the "
            f"means of schools; share of schools {share:.4f}"
        )


if __name__ == "__main__":
    main()
