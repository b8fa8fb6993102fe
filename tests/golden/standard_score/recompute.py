"""Standard scores of input.csv by scipy: python recompute.py. Needs numpy and scipy."""

import csv
from pathlib import Path

import numpy as np
from scipy import stats

HERE = Path(__file__).parent
scores = np.array(
    [42, 55, 55, 58, 61, 61, 61, 64.5, 70, 70, 73, 77, 77, 82, 88, 88, 91, 96.5, 99, 100], float
)
with (HERE / "input.csv").open("w", encoding="utf-8", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["考号", "数学"])
    writer.writerows((i + 1, f"{s:g}") for i, s in enumerate(scores))
    writer.writerow([99, "缺考"])
z, z_sample = stats.zscore(scores, ddof=0), stats.zscore(scores, ddof=1)
ranks = len(scores) + 1 - stats.rankdata(scores, method="max")
with (HERE / "expected.csv").open("w", encoding="utf-8", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["score", "z", "z_n_minus_1", "normalised_t", "at_or_below", "mid_rank", "beaten"])
    for i in range(len(scores) - 1, -1, -1):
        if i + 1 < len(scores) and scores[i + 1] == scores[i]:
            continue
        weak = stats.percentileofscore(scores, scores[i], kind="weak")
        mean = stats.percentileofscore(scores, scores[i], kind="mean")
        beaten = (len(scores) - ranks[i]) / (len(scores) - 1) * 100
        normalised = 50 + 10 * stats.norm.ppf(mean / 100)
        numbers = (z[i], z_sample[i], normalised, weak, mean, beaten)
        writer.writerow([f"{scores[i]:g}", *(repr(float(n)) for n in numbers)])
