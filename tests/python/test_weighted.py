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


def test_the_mode_is_the_score_with_the_largest_weight():
    # collapse::fmode(x, w = w, ties = "min"): 70 has 2 + 0.25, 80 has 3.125. A tie is the lowest, and noted.
    [mode] = eg.subject_quantiles(sample(), quantile_type=1, weight="weight").rows(measure="mode")
    assert (mode["value"], mode["numerator"], mode["denominator"]) == (80, 3.125, 7.375)
    tied = sample(权数=["3.125", "2", "0.25", "3.125", "0.5"])
    [mode] = eg.subject_quantiles(tied, quantile_type=1, weight="weight").rows(measure="mode")
    assert mode["value"] == 60
    assert "60, 80" in mode["note"]


def test_a_score_table_of_weights():
    # Hmisc::wtd.table(SCORES, WEIGHTS)$sum.of.weights is 1.5, 2.25, 3.125, 0.5 at 60, 70, 80, 95.
    table = eg.score_table(sample(), subject="数学", weight="weight")
    rows = {measure: table.rows(measure=measure) for measure in ("count", "cumulative", "share")}
    assert [(row["score"], row["value"]) for row in rows["count"]] == [
        ("95", 0.5),
        ("80", 3.125),
        ("70", 2.25),
        ("60", 1.5),
    ]
    assert [row["value"] for row in rows["cumulative"]] == [0.5, 3.625, 5.875, 7.375]
    assert [row["value"] for row in rows["share"]] == pytest.approx(
        [100 * weight / 7.375 for weight in (0.5, 3.125, 2.25, 1.5)]
    )
    assert table.rows(measure="cumulative_share")[-1]["value"] == 100
    assert {row["n"] for row in table.rows()} == {5}
    # Two candidates make a band, however much they weigh.
    merged = eg.score_table(sample(), subject="数学", merge_below=2, weight="weight")
    assert [(row["score"], row["value"]) for row in merged.rows(measure="count")] == [
        ("80-95", 3.625),
        ("60-70", 3.75),
    ]


def test_admission_is_the_rate_of_the_survey():
    frame = {"数学": SCORES, "权数": [float(weight) for weight in WEIGHTS]}
    for line in (60, 70, 75, 96):
        survey = eg.survey_rate(frame, lines=line, scores="数学", weight="权数").value()
        [row] = eg.admission_rate(sample(), lines=line, subject="数学", weight="weight").rows()
        assert row["value"] == pytest.approx(survey, rel=1e-15)
        assert (row["denominator"], row["n"], row["lower"]) == (7.375, 5, None)


def test_admission_by_track_batch_and_denominator():
    # By hand: science 1.5 at 520 and 2 at 490 of 1.5 + 2 + 4 tested; arts 0.5 at 510 of 0.5; 3 are absent.
    rows = {
        "科类": ["理科", "理科", "理科", "文科", "文科"],
        "总分": ["520", "490", "400", "510", "缺考"],
        "权数": ["1.5", "2", "4", "0.5", "3"],
    }
    exam = eg.read_scores(rows, columns={"权数": "key:weight"})
    lines = {("理科", "一本"): 500, ("文科", "一本"): 505, ("理科", "二本"): 450, ("文科", "二本"): 480}
    whole = eg.admission_rate(exam, lines=lines, weight="weight")
    assert [(row["line"], row["numerator"], row["denominator"]) for row in whole.rows()] == [
        ("一本", 2.0, 8.0),
        ("二本", 4.0, 8.0),
    ]
    apart = eg.admission_rate(exam, lines=lines, weight="weight", batch="exclusive", by="track")
    assert [(row["track"], row["line"], row["numerator"]) for row in apart.rows()] == [
        ("文科", "一本", 0.5),
        ("文科", "二本", 0.0),
        ("理科", "一本", 1.5),
        ("理科", "二本", 2.0),
    ]
    registered = eg.admission_rate(exam, lines=500, weight="weight", denominator="registered")
    assert registered.rows()[0]["denominator"] == 11
    science = eg.admission_rate(exam, lines={("理科", "一本"): 500}, weight="weight").rows()[0]
    assert (science["numerator"], science["denominator"], science["n"]) == (1.5, 7.5, 3)
    assert "2 candidates of tracks without this line" in science["note"]


def test_whole_weights_are_as_many_candidates():
    weights, school = [3, 1, 2, 5, 1], ["甲", "乙", "甲", "乙", "甲"]
    columns = {"权数": "key:weight"}
    few = eg.read_scores({"数学": SCORES, "学校": school, "权数": weights}, columns=columns)
    repeated = [at for at, weight in enumerate(weights) for _ in range(weight)]
    many = eg.read_scores({"数学": [SCORES[at] for at in repeated], "学校": [school[at] for at in repeated]})
    for by in ((), "school"):
        table = {"subject": "数学", "by": by}
        weighted = eg.score_table(few, weight="weight", **table).rows()
        counted = eg.score_table(many, **table).rows()
        assert [(row["score"], row["value"]) for row in weighted] == [
            (row["score"], row["value"]) for row in counted
        ]
        lines = {"lines": [65, 70, 90], "subject": "数学", "by": by}
        weighted = eg.admission_rate(few, weight="weight", **lines).rows()
        assert [row["value"] for row in weighted] == [
            row["value"] for row in eg.admission_rate(many, **lines).rows()
        ]
        weighted = eg.subject_mean(few, by=by, weight="weight").rows(measure="standard_deviation")
        counted = eg.subject_mean(many, by=by).rows(measure="standard_deviation")
        assert [row["value"] for row in weighted] == pytest.approx([row["value"] for row in counted])
        for kind in (1, 2):
            given = {"by": by, "quantile_type": kind, "probabilities": [0.1, 0.25, 0.5]}
            weighted = eg.subject_quantiles(few, weight="weight", **given).rows()
            counted = eg.subject_quantiles(many, **given).rows()
            assert [row["value"] for row in weighted] == [row["value"] for row in counted]


def test_no_order_of_rows_and_no_split_shows(monkeypatch, tmp_path):
    chance = random.Random(7)
    count = 5_000
    scores = [chance.randint(0, 100) for _ in range(count)]
    weights = [f"{chance.uniform(0.1, 90):.5f}" for _ in range(count)]
    options = {"columns": {"权数": "key:weight"}, "full_marks": {"数学": 100}, "steps": {"数学": 1}}
    told = set()
    for threads in ("1", "2", "8"):
        monkeypatch.setenv("EDUGAUGE_THREADS", threads)
        order = chance.sample(range(count), count)
        rows = {"数学": [scores[at] for at in order], "权数": [weights[at] for at in order]}
        told |= of_all(eg.read_scores(rows, **options))
        cuts = sorted(chance.sample(range(1, count), 2))
        parts = []
        for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, count])):
            file = tmp_path / f"{number}.csv"
            lines = [f"{scores[at]},{weights[at]}" for at in order[start:end]]
            file.write_text("\n".join(["数学,权数", *lines]), encoding="utf-8")
            parts.append(eg.Tally(eg.read_scores(file, **options), weight="weight"))
        whole = parts[0].merge(*parts[1:])
        whole.write(tmp_path / "whole.csv")
        told |= of_all(eg.Tally.read(tmp_path / "whole.csv"))
    assert len(told) == len(of_all(whole)) == 5


def of_all(exam):
    """All that is weighted, as bytes."""
    of = {"weight": "weight"}
    figures = [
        eg.subject_mean(exam, **of),
        eg.pass_rate(exam, **of),
        eg.admission_rate(exam, lines=[50, 90], subject="数学", **of),
        eg.score_table(exam, subject="数学", width=10, merge_below=20, **of),
        eg.subject_quantiles(exam, quantile_type=2, **of),
    ]
    return {of_one.to_csv() for of_one in figures}


def test_a_weighted_tally_is_kept_and_added(tmp_path):
    first, second = sample([0, 1]), sample([2, 3, 4])
    eg.Tally(first, by="weight").write(tmp_path / "first.csv")
    whole = eg.Tally.read(tmp_path / "first.csv") + eg.Tally(second, by="weight")
    assert eg.subject_mean(whole, weight="weight").value(measure="mean") == pytest.approx(MEAN, rel=1e-15)
    assert len(whole) == 5


def test_what_is_refused():
    with pytest.raises(eg.InvalidArgumentError, match="survey_gap tell errors"):
        eg.compute("subject_gap", sample(), arguments={"weight": "weight"})
    for computed in (eg.subject_mean, eg.score_table):
        with pytest.raises(eg.InvalidArgumentError, match="weight"):
            computed(sample(), by="weight", weight="weight")
    with pytest.raises(eg.InvalidArgumentError, match="weight"):
        eg.admission_rate(sample(), by="weight", weight="weight", lines=70)
    table = eg.read_score_table({"分数": ["90及以上", "80"], "人数": [3, 4]})
    for computed in (eg.score_table, eg.subject_mean):
        with pytest.raises((eg.InvalidArgumentError, eg.ColumnNotFoundError)):
            computed(table, weight="weight")
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


def test_a_tally_keeps_the_weight_that_is_named(tmp_path):
    schools = {"学校": ["甲", "乙", "甲", "乙", "甲"]}
    tally = eg.Tally(sample(**schools), by="school", weight="weight")
    assert set(tally.keys) == {"school", "weight"}
    assert eg.subject_mean(tally, weight="weight").value(measure="mean") == pytest.approx(MEAN, rel=1e-15)
    with pytest.raises(eg.InvalidArgumentError, match="weight"):
        eg.Tally(sample(**schools), weight="school")
    with pytest.raises(eg.ColumnNotFoundError):
        eg.Tally(sample(), weight="权")


def test_counts_of_another_engine_hold_weights():
    duckdb = pytest.importorskip("duckdb")
    pyarrow = pytest.importorskip("pyarrow")
    candidates = pyarrow.table({"学校": list("甲乙甲乙甲"), "数学": SCORES, "权数": WEIGHTS})
    connection = duckdb.connect()
    connection.register("candidates", candidates)
    counts = connection.sql(
        "SELECT 学校 AS school, 权数 AS weight, '数学' AS subject, 数学 AS score, count(*) AS count "
        "FROM candidates GROUP BY ALL"
    )
    tally = eg.Tally.from_counts(counts, weight="weight", full_marks={"数学": 100}, steps={"数学": 1})
    here = sample(学校=list("甲乙甲乙甲"))
    for by in ((), "school"):
        assert of_group(tally, by) == of_group(here, by)
    narrow = eg.Tally.from_counts(counts, keys="school", weight="weight")
    assert set(narrow.keys) == {"school", "weight"}
    with pytest.raises(eg.InvalidArgumentError, match="weight"):
        eg.Tally.from_counts(counts, weight="school")


def of_group(exam, by):
    return eg.subject_mean(exam, by=by, weight="weight").to_csv()


def test_the_command_keeps_the_column_of_weights(tmp_path, capfd):
    export = tmp_path / "export.csv"
    lines = [f"{score},{weight},甲" for score, weight in zip(SCORES, WEIGHTS)]
    export.write_text("\n".join(["数学,权数,学校", *lines]), encoding="utf-8")
    kept = tmp_path / "kept.csv"
    assert run("tally", export, "-o", kept, "--by", "school", "--weight", "权数") == 0
    assert set(eg.Tally.read(kept).keys) == {"school", "weight"}
    assert run("compute", "subject_mean", kept, "--weight", "weight", "--format", "csv") == 0
    assert "73.898305" in capfd.readouterr().out
    assert run("tally", export, "-o", tmp_path / "none.csv", "--weight", "学校") == 2
    assert not (tmp_path / "none.csv").exists()


def run(*arguments):
    return eg._core.cli_run([str(argument) for argument in arguments])
