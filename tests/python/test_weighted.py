"""Samples: the tally keeps the weight as a key, the marginal indicators weigh by it."""

import random

import pytest

import edugauge as eg

SCORES = [60, 70, 70, 80, 95]
WEIGHTS = ["1.5", "2", "0.25", "3.125", "0.5"]
# statsmodels 0.15.0, DescrStatsW(SCORES, WEIGHTS, ddof=1): mean, std; quantile([.25, .5, .75]).
MEAN, STD, QUARTILES = 73.89830508474576, 10.197452421674889, [70, 70, 80]


def sample(order=None, **more):
    order = range(len(SCORES)) if order is None else order
    rows = {"数学": [SCORES[at] for at in order], "权数": [WEIGHTS[at] for at in order], **more}
    return eg.read_scores(rows, columns={"权数": "key:weight"}, full_marks={"数学": 100}, steps={"数学": 1})


def test_values_of_statsmodels():
    moments = eg.subject_mean(sample(), weight="weight")
    assert moments.value(measure="mean") == pytest.approx(MEAN, rel=1e-15)
    assert moments.value(measure="standard_deviation") == pytest.approx(STD, rel=1e-14)
    assert {row["n"] for row in moments.rows()} == {5}
    [of_mean] = moments.rows(measure="mean")
    assert (of_mean["numerator"], of_mean["denominator"]) == (545, 7.375)
    quartiles = eg.subject_quantiles(sample(), quantile_type=1, weight="weight")
    assert [row["value"] for row in quartiles.rows(measure="quantile")] == QUARTILES


def test_the_point_estimates_of_the_survey_family():
    frame = {"数学": SCORES, "权数": [float(weight) for weight in WEIGHTS]}
    survey = {"scores": "数学", "weight": "权数"}
    here, given = sample(), {"weight": "weight"}
    mean = eg.survey_mean(frame, **survey).value()
    assert eg.subject_mean(here, **given).value(measure="mean") == pytest.approx(mean, rel=1e-15)
    rate = eg.survey_rate(frame, lines=70, **survey).value()
    assert eg.pass_rate(here, threshold=0.7, **given).value() == pytest.approx(rate, rel=1e-15)
    for p in (0.1, 0.5, 0.9):
        theirs = eg.survey_quantiles(frame, probabilities=p, **survey).value()
        ours = eg.subject_quantiles(here, probabilities=p, quantile_type=1, **given)
        assert ours.value(measure="quantile") == theirs


def test_rates_by_hand():
    # Of the weight 7.375: 3.625 at 80 or above, 1.5 below 70, 2.25 from 70 to below 80.
    of = {"weight": "weight"}
    assert eg.excellent_rate(sample(), threshold=0.8, **of).value() == pytest.approx(100 * 3.625 / 7.375)
    assert eg.low_rate(sample(), threshold=0.7, **of).value() == pytest.approx(100 * 1.5 / 7.375)
    band = eg.pass_rate(sample(), threshold=70, upper=80, bands="band", **of)
    assert band.value() == pytest.approx(100 * 2.25 / 7.375)


def test_whole_weights_are_as_many_candidates():
    weights, school = [3, 1, 2, 5, 1], ["甲", "乙", "甲", "乙", "甲"]
    columns = {"权数": "key:weight"}
    few = eg.read_scores({"数学": SCORES, "学校": school, "权数": weights}, columns=columns)
    repeated = [at for at, weight in enumerate(weights) for _ in range(weight)]
    many = eg.read_scores({"数学": [SCORES[at] for at in repeated], "学校": [school[at] for at in repeated]})
    for by in ((), "school"):
        weighted = eg.subject_mean(few, by=by, weight="weight").rows(measure="standard_deviation")
        counted = eg.subject_mean(many, by=by).rows(measure="standard_deviation")
        assert [row["value"] for row in weighted] == pytest.approx([row["value"] for row in counted])
        for kind in (1, 2):
            given = {"by": by, "quantile_type": kind, "probabilities": [0.1, 0.25, 0.5]}
            weighted = eg.subject_quantiles(few, weight="weight", **given).rows(measure="quantile")
            counted = eg.subject_quantiles(many, **given).rows(measure="quantile")
            assert [row["value"] for row in weighted] == [row["value"] for row in counted]


def test_no_order_of_rows_shows(monkeypatch):
    chance = random.Random(7)
    count = 5_000
    scores = [chance.randint(0, 100) for _ in range(count)]
    weights = [f"{chance.uniform(0.1, 90):.5f}" for _ in range(count)]
    told = set()
    for threads in ("1", "2", "8"):
        monkeypatch.setenv("EDUGAUGE_THREADS", threads)
        order = chance.sample(range(count), count)
        rows = {"数学": [scores[at] for at in order], "权数": [weights[at] for at in order]}
        exam = eg.read_scores(rows, columns={"权数": "key:weight"}, full_marks={"数学": 100})
        told.add(eg.subject_mean(exam, weight="weight").to_csv())
        told.add(eg.pass_rate(exam, weight="weight").to_csv())
    assert len(told) == 2


def test_a_weighted_tally_is_kept_and_added(tmp_path):
    first, second = sample([0, 1]), sample([2, 3, 4])
    eg.Tally(first, by="weight").write(tmp_path / "first.csv")
    whole = eg.Tally.read(tmp_path / "first.csv") + eg.Tally(second, by="weight")
    assert eg.subject_mean(whole, weight="weight").value(measure="mean") == pytest.approx(MEAN, rel=1e-15)
    assert len(whole) == 5


def test_what_is_refused():
    with pytest.raises(eg.InvalidArgumentError, match="weight"):
        eg.compute("score_table", sample(), arguments={"weight": "weight"})
    with pytest.raises(eg.InvalidArgumentError, match="quantile_type"):
        eg.subject_quantiles(sample(), weight="weight")
    with pytest.raises(eg.InvalidArgumentError, match="rank_share"):
        eg.excellent_rate(sample(), rank_share=0.2, weight="weight")
    with pytest.raises(eg.ColumnNotFoundError):
        eg.subject_mean(sample(), weight="权")
    for wrong in ("", "-1", "1e3", "0.1234567891", "2000000000"):
        exam = eg.read_scores({"数学": [60, 70], "权数": ["1", wrong]}, columns={"权数": "key:weight"})
        with pytest.raises(eg.InvalidArgumentError, match="weight"):
            eg.subject_mean(exam, weight="weight")


def test_a_weight_of_zero_counts_for_nothing():
    exam = eg.read_scores({"数学": [60, 70, 100], "权数": ["1", "1", "0"]}, columns={"权数": "key:weight"})
    [mean] = eg.subject_mean(exam, weight="weight").rows(measure="mean")
    assert (mean["value"], mean["n"]) == (65, 2)
