"""Arguments of each indicator that are not one of a few: lines, shares, labels."""

from collections.abc import Callable
from random import Random

from pupils import YEARS, Candidates
from tables import GAPS, RATES, Table

LINES = {"高": 0.75, "中": 0.6, "低": 0.45}


def _lines(random: Random, table: Table, candidates: Candidates) -> None:
    table.options["lines"] = lines_of(random, candidates)


def lines_of(random: Random, candidates: Candidates) -> list[str]:
    names = random.sample(list(LINES), random.choice([1, 2, 2]))
    full = candidates.full_mark("total")
    if "track" in candidates.keys and random.random() < 0.3:
        tracks = candidates.labels("track")
        return [
            f"{track}:{name}={round(full * LINES[name]) + 5 * at}"
            for name in names
            for at, track in enumerate(tracks)
        ]
    return [f"{name}={round(full * LINES[name])}" for name in names]


def _per_10k(random: Random, table: Table, candidates: Candidates) -> None:
    _lines(random, table, candidates)
    table.by = random.choice([[], ["district"]]) if "district" in candidates.keys else []
    labels = candidates.labels("district") if table.by else []
    table.options["population"] = [
        f"{year}{group}={random.randint(2, 60) * 100}"
        for year in YEARS
        for group in ["", *(f"/{label}" for label in labels)]
    ]


def _borderline(random: Random, table: Table, candidates: Candidates) -> None:
    _lines(random, table, candidates)
    table.options["width"] = random.choice([5, 10, 20])
    if table.options["convention"] == "split":
        table.options["width_above"] = random.choice([5, 15])


def _cuts(random: Random, table: Table, candidates: Candidates) -> None:
    table.options["lines"] = [
        random.choice([f"{n}={round(candidates.full_mark('total') * s)}"])
        for n, s in random.sample(list(LINES.items()), 1)
    ]
    if table.options["derivation"] == "given":
        table.options["cuts"] = [
            f"{subject}={random.choice([50, 60, 70])}" for subject in candidates.subjects
        ]
    if table.options["derivation"] == "conditional_mean":
        table.options["minimum"] = random.choice([1, 5, 25])


def _targets(random: Random, table: Table, candidates: Candidates) -> None:
    name = random.choice(list(LINES))
    table.options["lines"] = [f"{name}={round(candidates.full_mark('total') * LINES[name])}"]
    table.by = [random.choice(candidates.keys)]
    labels = candidates.labels(table.by[0])
    table.options["targets"] = [f"{label}:{name}={random.randint(5, 40)}" for label in labels]


def _top_ranks(random: Random, table: Table, candidates: Candidates) -> None:
    table.province = True
    table.options["ranks"] = sorted(random.sample([20, 50, 100, 200, 400], 2))


def _rates(random: Random, table: Table, candidates: Candidates) -> None:
    del candidates
    if random.random() < 0.4:
        table.options["threshold"] = {
            "excellent_rate": random.choice([0.8, 0.9]),
            "good_rate": random.choice([0.65, 0.75]),
            "pass_rate": random.choice([0.5, 0.6]),
            "low_rate": random.choice([0.3, 0.5]),
        }[table.indicator]
    elif random.random() < 0.25 and table.options.get("bands") != "band":
        table.options["rank_share"] = random.choice([0.2, 0.4])


def _pass_all(random: Random, table: Table, candidates: Candidates) -> None:
    del candidates
    table.options["threshold"] = random.choice([0.4, 0.5, 0.6, 0.6, 0.7])


def _quantiles(random: Random, table: Table, candidates: Candidates) -> None:
    del candidates
    table.options["quantile_type"] = int(str(table.options["quantile_type"]))
    if random.random() < 0.5:
        table.options["probabilities"] = random.choice([[0.1, 0.9], [0.5], [0.05, 0.2, 0.4]])


def _tails(random: Random, table: Table, candidates: Candidates) -> None:
    del candidates
    table.options["share"] = random.choice(["0.1", "0.27", "1/3", "0.45"])


def _gaps(random: Random, table: Table, candidates: Candidates) -> None:
    if random.random() < 0.3:
        table.options |= {"group": "sex", "first": ["女"], "second": ["男"]}
    elif table.options.get("compare") == "reference":
        table.options["reference"] = "城区"
    if table.options.get("compare") in ("all", "reference"):
        table.options.pop("first", None)
        table.options.pop("second", None)
    if "group" in table.options and table.options.get("compare") == "reference":
        table.options["reference"] = "男"
    if table.options.get("error") in ("bootstrap", "bca"):
        table.options["replicates"] = 50
    if table.indicator == "gap":
        measures = [str(table.options["measures"]), *random.sample(["difference", "superiority", "ratio"], 1)]
        table.options["measures"] = sorted(set(measures))
        table.options["lines"] = ["0.6"]
    if table.indicator == "gap_trend":
        table.options["lines"] = ["0.6"]
    if table.indicator == "gap_composition":
        table.options["key"] = "track" if "track" in candidates.keys else "sex"
        if table.options["key"] == "sex":
            for name in ("group", "first", "second"):
                table.options.pop(name, None)
        table.by = [key for key in table.by if key != table.options["key"]]
    if table.indicator == "oaxaca_blinder":
        table.options["covariates"] = ["track" if "track" in candidates.keys else "sex"]
        table.options["subjects"] = [candidates.subjects[0]]
        table.by = [key for key in table.by if key != "track"]
        if table.options["covariates"] == ["sex"]:
            for name in ("group", "first", "second"):
                table.options.pop(name, None)


def _score_table(random: Random, table: Table, candidates: Candidates) -> None:
    del candidates
    table.options["width"] = random.choice([5, 10, 20])
    if random.random() < 0.5:
        table.options["subject"] = "mathematics"


def _bands(random: Random, table: Table, candidates: Candidates) -> None:
    del candidates
    table.options["edges"] = random.choice([[20, 60], [30], [15, 40, 90]])


def _shares(random: Random, table: Table, candidates: Candidates) -> None:
    del candidates
    table.options["share"] = random.choice([["0.3"], ["0.25", "0.5"]])


def _ranks(random: Random, table: Table, candidates: Candidates) -> None:
    table.options["scores"] = random.choice([[60], [50, 75]])
    table.options["subjects"] = random.sample(candidates.subjects, 1)


def _equivalent(random: Random, table: Table, candidates: Candidates) -> None:
    table.options |= {"scores": [60, 120], "from_year": YEARS[1], "to_year": YEARS[0]}
    del random, candidates


def _scaled(random: Random, table: Table, candidates: Candidates) -> None:
    table.options["subjects"] = random.sample(candidates.subjects, 1)
    if table.options["scheme"] == "custom":
        table.options["bands"] = ["甲=30:100-80", "乙=50:79-60", "丙=20:59-40"]


def _standard(random: Random, table: Table, candidates: Candidates) -> None:
    table.options["subjects"] = random.sample(candidates.subjects, 1)


def _within_schools(random: Random, table: Table, candidates: Candidates) -> None:
    del random, candidates
    table.by = table.by[:1]


def _random_intercept(random: Random, table: Table, candidates: Candidates) -> None:
    table.by = []
    table.options["covariates"] = random.choice([["sex"], ["mathematics"]])
    table.options["subjects"] = ["chinese"]
    del candidates


def _within(random: Random, table: Table, candidates: Candidates) -> None:
    del candidates
    if len(table.by) > 1 and random.random() < 0.5:
        table.options["within"] = [random.choice(table.by)]


BUILDERS: dict[str, Callable[[Random, Table, Candidates], None]] = {
    "admission_rate": _lines,
    "rate_per_10k": _per_10k,
    "borderline": _borderline,
    "subject_cut": _cuts,
    "hits": _cuts,
    "target_attainment": _targets,
    "top_rank_count": _top_ranks,
    **dict.fromkeys(RATES, _rates),
    "subject_quantiles": _quantiles,
    "pass_all_rate": _pass_all,
    "tail_mean": _tails,
    **dict.fromkeys(GAPS, _gaps),
    "score_table": _score_table,
    "rank_bands": _bands,
    "line_from_share": _shares,
    "rank_of_score": _ranks,
    "equivalent_score": _equivalent,
    "standard_score": _standard,
    "scaled_score": _scaled,
    "between_school_share": _within_schools,
    "school_mean_spread": _within_schools,
    "random_intercept": _random_intercept,
    **dict.fromkeys(("mean_deviation", "mean_ratio", "above_mean_rate", "group_t_score"), _within),
}
