"""Items of a paper, against the same statistics by polars and numpy, from the file, each in its own process.

    python benches/items.py --candidates 10000 --items 60

Per item mean, sd, item-rest correlation and shares of options by five groups of the total; alpha; means by
school. Two thirds of the items are choices with a column of options alone, scored by their key. The numbers
of both are compared before times are told: seconds of a process, import and reading included, and its peak.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy

KEYS = "ABCD"


def write(folder: Path, candidates: int, items: int) -> None:
    """An invented paper: choices of 2 points, then questions of 10."""
    draw = numpy.random.default_rng(2024)
    choices = items * 2 // 3
    ability = draw.normal(size=candidates)
    columns = [numpy.char.add("24", numpy.arange(candidates).astype(str).astype("U9"))]
    columns.append(numpy.char.add("S", (numpy.arange(candidates) % max(candidates // 100, 1)).astype(str)))
    for item in range(choices):
        right = draw.random(candidates) < 1 / (1 + numpy.exp(-(ability - 2 + 4 * item / choices)))
        wrong = (item + 1 + draw.integers(0, 3, candidates)) % 4
        columns.append(numpy.array(list(KEYS))[numpy.where(right, item % 4, wrong)])
    for item in range(items - choices):
        share = 1 / (1 + numpy.exp(-(ability - 1 + 2 * item / (items - choices))))
        columns.append(draw.binomial(10, share).astype(str))
    heads = [f"{at + 1}(答案)" for at in range(choices)] + [f"{at + 1}" for at in range(choices, items)]
    with (folder / "scores.csv").open("w", encoding="utf-8") as file:
        file.write(",".join(["考号", "学校", *heads]) + "\n")
        file.writelines(",".join(row) + "\n" for row in zip(*columns, strict=True))
    plan = ["题号,分值,标准答案"]
    plan += [f"{at + 1},2,{KEYS[at % 4]}" for at in range(choices)]
    plan += [f"{at + 1},10," for at in range(choices, items)]
    (folder / "plan.csv").write_text("\n".join(plan) + "\n", encoding="utf-8")


def ours(folder: Path) -> dict[str, list[float]]:
    """The statistics by edugauge."""
    import edugauge as eg

    items = eg.read_items(folder / "scores.csv", plan=folder / "plan.csv")
    difficulty = eg.item_difficulty(items)
    rest = eg.item_discrimination(items).rows(measure="item_rest")
    shares = eg.option_shares(items).rows(measure="share", ability_group="5")
    schools = eg.item_difficulty(items, by="school").rows(measure="mean")
    known = {row["item"]: KEYS[at % 4] for at, row in enumerate(rest)}
    means = [row["value"] for row in difficulty.rows(measure="mean") if row["item"]]
    return {
        "mean": means,
        "sd": [row["value"] for row in difficulty.rows(measure="sd") if row["item"]],
        "rest": [row["value"] for row in rest],
        "key in the top group": [row["value"] / 100 for row in shares if row["option"] == known[row["item"]]],
        "alpha": [eg.reliability(items).value(measure="alpha")],
        "schools": [sum(row["value"] for row in schools if row["item"])],
    }


def theirs(folder: Path) -> dict[str, list[float]]:
    """The same by polars and numpy."""
    import polars

    frame = polars.read_csv(folder / "scores.csv", infer_schema_length=0)
    heads = frame.columns[2:]
    answers = {head: frame[head].to_numpy() for head in heads if head.endswith("(答案)")}
    scores = numpy.empty((len(frame), len(heads)))
    for at, head in enumerate(heads):
        own = 2.0 * (answers[head] == KEYS[at % 4]) if head in answers else frame[head].cast(polars.Float64)
        scores[:, at] = own
    total = scores.sum(axis=1)
    rest = [numpy.corrcoef(scores[:, at], total - scores[:, at])[0, 1] for at in range(len(heads))]
    cuts = numpy.quantile(total, [0.2, 0.4, 0.6, 0.8])
    group = numpy.searchsorted(cuts, total, side="left")
    top = group == 4
    shares = {
        head: [[(own[group == g] == option).mean() for option in KEYS] for g in range(5)]
        for head, own in answers.items()
    }
    variances = scores.var(axis=0)
    k = len(heads)
    schools = (
        frame.select("学校").with_columns(polars.DataFrame(scores, schema=heads)).group_by("学校").mean()
    )
    assert top.any()
    return {
        "mean": scores.mean(axis=0).tolist(),
        "sd": numpy.sqrt(variances).tolist(),
        "rest": [float(r) for r in rest],
        "key in the top group": [float(shares[head][4][at % 4]) for at, head in enumerate(answers)],
        "alpha": [float(k / (k - 1) * (1 - variances.sum() / total.var()))],
        "schools": [float(schools.drop("学校").to_numpy().sum())],
    }


def timed(who: str, folder: Path) -> tuple[float, float, dict[str, list[float]]]:
    """Seconds and megabytes of a process of its own, and its numbers."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--who", who, "--folder", str(folder)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    seconds = time.perf_counter() - started
    told = json.loads(done.stdout)
    return seconds, told["megabytes"], told["numbers"]


def main() -> None:
    """Compare, then tell the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--who")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.who:
        numbers = (ours if given.who == "edugauge" else theirs)(given.folder)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"numbers": numbers, "megabytes": megabytes}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, given.candidates, given.items)
        size = (folder / "scores.csv").stat().st_size / 2**20
        rounds = [
            {who: timed(who, folder) for who in ("edugauge", "polars and numpy")} for _ in range(given.rounds)
        ]
    own, other = rounds[0]["edugauge"][2], rounds[0]["polars and numpy"][2]
    for statistic, values in own.items():
        numpy.testing.assert_allclose(values, other[statistic], rtol=1e-9, err_msg=statistic)
    print(f"{given.candidates} candidates, {given.items} items, {size:.1f} MB; the numbers are the same")
    for who in rounds[0]:
        seconds = min(one[who][0] for one in rounds)
        print(f"{who}: {seconds:.2f} s, {min(one[who][1] for one in rounds):.0f} MB")


if __name__ == "__main__":
    main()
