"""The yearly workload in pandas, the export read by pyarrow on all threads into narrow columns."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from workloads.yearly import GROUPINGS, LINES, MARKS, QUARTILES, RATES, RURAL, SUBJECTS, URBAN, run


def read(path):
    keys = ["学校代码", "城乡类别", "性别"]
    table = pacsv.read_csv(
        path,
        convert_options=pacsv.ConvertOptions(
            include_columns=[*keys, *SUBJECTS],
            column_types={
                **dict.fromkeys(keys, pa.dictionary(pa.int32(), pa.string())),
                **dict.fromkeys(SUBJECTS, pa.float32()),
            },
            null_values=MARKS,
            strings_can_be_null=False,
        ),
    )
    return table.to_pandas(split_blocks=True, self_destruct=True)


def summarised(export, keys):
    scores = list(SUBJECTS)
    # Without keys one group holds everybody.
    by = keys or (lambda _: 0)
    grouped = export.groupby(by, observed=True, sort=False)
    # A sum of 32-bit floats is not exact; the averages are taken in 64 bits.
    wide = export[scores].astype("float64") if not keys else None
    parts = {"n": grouped[scores].count()}
    if keys:
        sums = export.assign(**{s: export[s].astype("float64") for s in scores}).groupby(
            keys, observed=True, sort=False
        )
        parts["mean"], parts["sd"] = sums[scores].mean(), sums[scores].std()
    else:
        parts["mean"] = wide.mean().to_frame().T
        parts["sd"] = wide.std().to_frame().T
    quartiles = grouped[scores].quantile(list(QUARTILES.values()))
    for name, share in QUARTILES.items():
        parts[name] = quartiles.xs(share, level=-1)
    reached = {}
    for subject, full_mark in SUBJECTS.items():
        for rate, share in RATES.items():
            at = share * full_mark
            score = export[subject]
            reached[f"{subject}_{rate}"] = (score < at) if rate == "low" else (score >= at)
    for name, line in LINES.items():
        reached[name] = export["总分"] >= line
    counts = pd.DataFrame(reached)
    if keys:
        counts = counts.groupby([export[key] for key in keys], observed=True, sort=False).sum()
    else:
        counts = counts.sum().to_frame().T
    table = pd.concat(parts, axis=1)
    table.columns = [f"{subject}_{measure}" for measure, subject in table.columns]
    for subject in SUBJECTS:
        for rate in RATES:
            table[f"{subject}_{rate}"] = 100 * counts[f"{subject}_{rate}"] / table[f"{subject}_n"]
    for name in LINES:
        table[name] = counts[name]
    return table


def gap(export):
    rows = []
    sides = export[export["城乡类别"].isin([URBAN, RURAL])]
    scores = list(SUBJECTS)
    grouped = sides.groupby(["城乡类别", "学校代码"], observed=True, sort=False)[scores]
    n, s = grouped.count(), grouped.sum()
    for subject in SUBJECTS:
        side_n, side_s = (
            n[subject].groupby("城乡类别").sum(),
            s[subject].astype("float64").groupby("城乡类别").sum(),
        )
        mean = side_s / side_n
        tested = n[subject] > 0
        side = n.index.get_level_values("城乡类别")
        weight = side_n.reindex(side).to_numpy()
        influence = (s[subject].to_numpy() - n[subject].to_numpy() * mean.reindex(side).to_numpy()) / weight
        influence = influence[tested.to_numpy()]
        clusters = len(influence)
        error = np.sqrt(clusters / (clusters - 1) * (influence**2).sum())
        rows.append({"subject": subject, "difference": mean[URBAN] - mean[RURAL], "se": error})
    return rows


def workload(path):
    export = read(path)
    tables = {name: summarised(export, keys) for name, keys in GROUPINGS.items()}
    counts = export["总分"].value_counts().sort_index(ascending=False)
    gaps = gap(export)

    def answers():
        summary = {}
        for name, keys in GROUPINGS.items():
            table = tables[name].reset_index() if keys else tables[name]
            summary[name] = table.to_dict("records")
        cumulative = counts.cumsum()
        summary["score_table"] = [
            {"总分": score, "count": count, "cumulative": cumulative[score]}
            for score, count in counts.items()
        ]
        return {**summary, "gap": gaps}

    return answers


if __name__ == "__main__":
    run(workload)
