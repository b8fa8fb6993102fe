"""The yearly workload in DuckDB: the export read once into a table of narrow columns, then SQL."""

import duckdb

from workloads.yearly import GROUPINGS, LINES, QUARTILES, RATES, RURAL, SUBJECTS, URBAN, run


def aggregates():
    shares = list(QUARTILES.values())
    asked = []
    for subject, full_mark in SUBJECTS.items():
        asked += [
            f"count({subject}) AS {subject}_n",
            f"avg({subject}) AS {subject}_mean",
            f"stddev_samp({subject}) AS {subject}_sd",
            f"quantile_cont({subject}, {shares}) AS {subject}_quartiles",
        ]
        for rate, share in RATES.items():
            sign = "<" if rate == "low" else ">="
            reached = f"count(*) FILTER ({subject} {sign} {share * full_mark})"
            asked.append(f"100.0 * {reached} / count({subject}) AS {subject}_{rate}")
    asked += [f"count(*) FILTER (总分 >= {line}) AS {name}" for name, line in LINES.items()]
    return ", ".join(asked)


def gap(subject):
    return f"""
        SELECT '{subject}' AS subject,
               max(mean) FILTER (城乡类别 = '{URBAN}')
                   - max(mean) FILTER (城乡类别 = '{RURAL}') AS difference,
               sqrt(count(*) / (count(*) - 1) * sum(((s - n * mean) / side) ** 2)) AS se
        FROM (
            SELECT 城乡类别, n, s, sum(n) OVER side AS side, sum(s) OVER side / sum(n) OVER side AS mean
            FROM (
                SELECT 城乡类别, 学校代码, count({subject}) AS n, sum({subject}) AS s
                FROM export WHERE 城乡类别 IN ('{URBAN}', '{RURAL}') GROUP BY ALL HAVING n > 0
            )
            WINDOW side AS (PARTITION BY 城乡类别)
        )"""


def flat(row):
    """Quartiles come as one list."""
    cells = {}
    for name, value in row.items():
        if name.endswith("_quartiles"):
            subject = name.removesuffix("_quartiles")
            cells.update({f"{subject}_{q}": v for q, v in zip(QUARTILES, value or [None] * 3)})
        else:
            cells[name] = value
    return cells


def workload(path):
    db = duckdb.connect()
    columns = {
        "年份": "SMALLINT",
        "考号": "VARCHAR",
        "学校代码": "VARCHAR",
        "城乡类别": "VARCHAR",
        "性别": "VARCHAR",
    }
    columns |= dict.fromkeys(SUBJECTS, "SMALLINT")
    kept = ", ".join(["学校代码", "城乡类别", "性别", *SUBJECTS])
    db.execute(
        f"CREATE TABLE export AS SELECT {kept} FROM read_csv(?, header = true, columns = {columns}, "
        "nullstr = ['缺考', ''])",
        [path],
    )
    queries = {
        name: f"SELECT {', '.join([*keys, aggregates()])} FROM export"
        + (f" GROUP BY {', '.join(keys)}" if keys else "")
        for name, keys in GROUPINGS.items()
    }
    queries["score_table"] = """
        SELECT 总分, count(*) AS count, sum(count(*)) OVER (ORDER BY 总分 DESC) AS cumulative
        FROM export WHERE 总分 IS NOT NULL GROUP BY 总分 ORDER BY 总分 DESC"""
    queries["gap"] = " UNION ALL ".join(gap(subject) for subject in SUBJECTS)
    tables = {name: db.sql(query).to_arrow_table() for name, query in queries.items()}
    return lambda: {name: [flat(row) for row in table.to_pylist()] for name, table in tables.items()}


if __name__ == "__main__":
    run(workload)
