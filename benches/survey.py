"""Survey means and regressions: 500,000 pupils, 80 replicate weights, 10 plausible values; numpy beside it.

Usage: python benches/survey.py [--pupils 500000] [--logistic]
"""

import argparse
import time

import numpy as np
import polars as pl

import edugauge as eg

REPLICATES, VALUES, GROUPS, COVARIATES = 80, 10, 20, 6


def data(pupils: int) -> dict[str, np.ndarray]:
    """Columns as PISA has them, always the same."""
    random = np.random.default_rng(1)
    weight = random.uniform(1, 50, pupils)
    columns = {"CNT": random.integers(0, GROUPS, pupils), "W": weight}
    for r in range(1, REPLICATES + 1):
        columns[f"W{r}"] = weight * np.where(random.random(pupils) < 0.5, 0.5, 1.5)
    for m in range(1, VALUES + 1):
        columns[f"PV{m}MATH"] = random.normal(500, 100, pupils)
    for x in range(1, COVARIATES + 1):
        columns[f"X{x}"] = random.normal(0, 1, pupils)
    return columns


def described(frame: pl.DataFrame) -> eg.Survey:
    """The sample and its design."""
    return eg.survey(
        frame,
        scores=f"PV{{1..{VALUES}}}MATH",
        weight="W",
        replicates=f"W{{1..{REPLICATES}}}",
        replication="fay",
        rho=0.5,
    )


def with_edugauge(sample: eg.Survey) -> list[tuple[float, float]]:
    """Mean and error of each group."""
    return [(row["value"], row["se"]) for row in sample.mean(by="CNT")]


def with_numpy(columns: dict[str, np.ndarray]) -> list[tuple[float, float]]:
    """The same by matrix products."""
    weights = np.column_stack([columns["W"], *(columns[f"W{r}"] for r in range(1, REPLICATES + 1))])
    values = np.column_stack([columns[f"PV{m}MATH"] for m in range(1, VALUES + 1)])
    found = []
    for group in range(GROUPS):
        own = columns["CNT"] == group
        means = (weights[own].T @ values[own]) / weights[own].sum(axis=0)[:, None]
        sampling = ((means[1:] - means[0]) ** 2).sum(axis=0) / (REPLICATES * 0.25)
        between = (1 + 1 / VALUES) * means[0].var(ddof=1)
        found.append((means[0].mean(), np.sqrt(sampling.mean() + between)))
    return found


def linear(sample: eg.Survey) -> list[tuple[float, float]]:
    """Coefficients and errors of a linear regression on all covariates."""
    figures = sample.regression([f"X{x}" for x in range(1, COVARIATES + 1)])
    return [(row["value"], row["se"]) for row in figures.rows(measure="coefficient")]


def linear_with_numpy(columns: dict[str, np.ndarray]) -> list[tuple[float, float]]:
    """The same by normal equations, weight by weight."""
    x = np.column_stack([np.ones(len(columns["W"])), *(columns[f"X{j}"] for j in range(1, COVARIATES + 1))])
    y = np.column_stack([columns[f"PV{m}MATH"] for m in range(1, VALUES + 1)])
    fits = []
    for weight in [columns["W"], *(columns[f"W{r}"] for r in range(1, REPLICATES + 1))]:
        weighted = x * weight[:, None]
        fits.append(np.linalg.solve(weighted.T @ x, weighted.T @ y))
    fits = np.array(fits)
    sampling = ((fits[1:] - fits[0]) ** 2).sum(axis=0) / (REPLICATES * 0.25)
    between = (1 + 1 / VALUES) * fits[0].var(axis=1, ddof=1)
    return list(zip(fits[0].mean(axis=1), np.sqrt(sampling.mean(axis=1) + between)))


def logistic(sample: eg.Survey) -> int:
    """A logistic regression on all covariates."""
    return len(sample.logistic(550, [f"X{x}" for x in range(1, COVARIATES + 1)]).rows())


def timed(work, *arguments):
    """The best of five, and the result."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        result = work(*arguments)
        times.append(time.perf_counter() - start)
    return min(times), result


def main() -> None:
    """Print seconds, and how far edugauge and numpy are apart."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pupils", type=int, default=500_000)
    parser.add_argument("--logistic", action="store_true", help="takes minutes")
    options = parser.parse_args()
    columns = data(options.pupils)
    sample = described(pl.DataFrame(columns))
    (grouped, ours), (theirs, numpys) = timed(with_edugauge, sample), timed(with_numpy, columns)
    apart = np.abs(np.array(ours) / np.array(numpys) - 1).max()
    print(
        f"means by group: edugauge {grouped:.3f} s, numpy {theirs:.3f} s, "
        f"{grouped / theirs:.2f} times numpy; differ by {apart:.1e}"
    )
    means, _ = timed(lambda: sample.mean().rows())
    (regression, ours), (theirs, numpys) = timed(linear, sample), timed(linear_with_numpy, columns)
    apart = np.abs(np.array(ours) / np.array(numpys) - 1).max()
    print(
        f"means {means:.3f} s; linear regression {regression:.3f} s, "
        f"{regression / means:.1f} times the means; numpy {theirs:.3f} s, "
        f"{regression / theirs:.2f} times numpy; differ by {apart:.1e}"
    )
    if options.logistic:
        start = time.perf_counter()
        logistic(sample)
        seconds = time.perf_counter() - start
        print(f"logistic regression {seconds:.1f} s, {seconds / means:.0f} times the means")


if __name__ == "__main__":
    main()
