"""Survey means: 500,000 pupils, 80 replicate weights, 10 plausible values, 20 groups; numpy beside it.

Usage: python benches/survey.py
"""

import time

import numpy as np
import polars as pl

import edugauge as eg

PUPILS, REPLICATES, VALUES, GROUPS = 500_000, 80, 10, 20


def data() -> dict[str, np.ndarray]:
    """Columns as PISA has them, always the same."""
    random = np.random.default_rng(1)
    weight = random.uniform(1, 50, PUPILS)
    columns = {"CNT": random.integers(0, GROUPS, PUPILS), "W": weight}
    for r in range(1, REPLICATES + 1):
        columns[f"W{r}"] = weight * np.where(random.random(PUPILS) < 0.5, 0.5, 1.5)
    for m in range(1, VALUES + 1):
        columns[f"PV{m}MATH"] = random.normal(500, 100, PUPILS)
    return columns


def with_edugauge(frame: pl.DataFrame) -> list[tuple[float, float]]:
    """Mean and error of each group."""
    sample = eg.survey(
        frame,
        scores=f"PV{{1..{VALUES}}}MATH",
        weight="W",
        replicates=f"W{{1..{REPLICATES}}}",
        replication="fay",
        rho=0.5,
    )
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


def timed(work, *arguments):
    """The best of five, and the result."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        result = work(*arguments)
        times.append(time.perf_counter() - start)
    return min(times), result


def main() -> None:
    """Print seconds, and how far the two are apart."""
    columns = data()
    (own, ours), (theirs, numpys) = timed(with_edugauge, pl.DataFrame(columns)), timed(with_numpy, columns)
    apart = np.abs(np.array(ours) / np.array(numpys) - 1).max()
    print(f"edugauge {own:.3f} s, numpy {theirs:.3f} s; largest relative difference {apart:.1e}")


if __name__ == "__main__":
    main()
