"""The yearly workload in polars: one scan, every table a lazy query on it. POLARS_ENGINE names the engine."""

import os

import polars as pl

from workloads.yearly import GROUPINGS, LINES, MARKS, QUARTILES, RATES, RURAL, SUBJECTS, URBAN, run


def aggregates() -> list[pl.Expr]:
    asked = []
    for subject, full_mark in SUBJECTS.items():
        score = pl.col(subject)
        asked += [
            score.count().alias(f"{subject}_n"),
            score.mean().alias(f"{subject}_mean"),
            score.std().alias(f"{subject}_sd"),
        ]
        asked += [
            score.quantile(share, "linear").alias(f"{subject}_{name}") for name, share in QUARTILES.items()
        ]
        for rate, share in RATES.items():
            at = share * full_mark
            reached = (score < at) if rate == "low" else (score >= at)
            asked.append((reached.mean() * 100).alias(f"{subject}_{rate}"))
    return asked + [(pl.col("总分") >= line).sum().alias(name) for name, line in LINES.items()]


def gap(export: pl.LazyFrame) -> pl.LazyFrame:
    sides = pl.col("城乡类别").is_in([URBAN, RURAL])
    by_school = export.filter(sides).group_by("城乡类别", "学校代码")
    sums = by_school.agg(
        *[pl.col(subject).count().cast(pl.Int64).alias(f"n_{subject}") for subject in SUBJECTS],
        *[pl.col(subject).cast(pl.Int64).sum().alias(f"s_{subject}") for subject in SUBJECTS],
    )
    rows = []
    for subject in SUBJECTS:
        n, s = pl.col(f"n_{subject}"), pl.col(f"s_{subject}")
        side_n, side_s = n.sum().over("城乡类别"), s.sum().over("城乡类别")
        tested = sums.filter(n > 0)
        influence = (s - n * (side_s / side_n)) / side_n
        mean = (side_s / side_n).filter(pl.col("城乡类别") == URBAN).first() - (side_s / side_n).filter(
            pl.col("城乡类别") == RURAL
        ).first()
        rows.append(
            tested.select(
                pl.lit(subject).alias("subject"),
                mean.alias("difference"),
                (pl.len() / (pl.len() - 1) * (influence**2).sum()).sqrt().alias("se"),
            )
        )
    return pl.concat(rows)


def workload(path):
    export = pl.scan_csv(
        path,
        null_values=MARKS,
        schema_overrides={
            "学校代码": pl.String,
            "城乡类别": pl.String,
            "性别": pl.String,
            **dict.fromkeys(SUBJECTS, pl.Int16),
        },
    )
    queries = {
        name: export.group_by(keys).agg(aggregates()) if keys else export.select(aggregates())
        for name, keys in GROUPINGS.items()
    }
    counted = export.select("总分").drop_nulls().group_by("总分").agg(pl.len().alias("count"))
    queries["score_table"] = counted.sort("总分", descending=True).with_columns(
        pl.col("count").cum_sum().alias("cumulative")
    )
    queries["gap"] = gap(export)
    frames = pl.collect_all(list(queries.values()), engine=os.environ.get("POLARS_ENGINE", "streaming"))
    return lambda: {name: frame.to_dicts() for name, frame in zip(queries, frames)}


if __name__ == "__main__":
    run(workload)
