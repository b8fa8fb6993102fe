"""Expressions and the namespace of polars: expected is what the indicators give, bit for bit."""

import random
import subprocess
import sys

import polars as pl
import pytest

import edugauge as eg
import edugauge.expr as ee
import edugauge.polars

pytestmark = pytest.mark.filterwarnings("ignore::edugauge.exceptions.EdugaugeWarning")


def frame(candidates=400):
    rng = random.Random(7)
    marks = ["缺考", "", "违纪", "优"]
    cells = [
        rng.choice(marks) if rng.random() < 0.1 else f"{rng.randrange(301) / 2:g}" for _ in range(candidates)
    ]
    return pl.DataFrame(
        {
            "考号": [f"{at:05}" for at in range(candidates)],
            "学校": [f"{rng.randrange(5)}中" for _ in range(candidates)],
            "语文": cells,
        }
    )


def exam(of=None, **options):
    return eg.read_scores(frame() if of is None else of, allowed_percent=50, **options)


@pytest.mark.parametrize(
    "options", [{}, {"full_mark": 120}, {"step": 1}, {"policy": {"缺考": "zero"}}], ids=str
)
def test_cells_are_judged_as_by_reading(options):
    reading = {
        "full_marks": {"语文": options["full_mark"]} if "full_mark" in options else None,
        "steps": {"语文": options["step"]} if "step" in options else None,
        "policy": options.get("policy"),
    }
    read = eg.read_scores(frame(), allowed_percent=100, **reading)
    judged = frame().select(
        ee.status("语文", **options).alias("mark"), ee.score("语文", **options).alias("score")
    )
    counts = dict(judged["mark"].cast(pl.String).value_counts().iter_rows())
    assert counts == {mark: n for mark, n in read.report[0]["marks"]["chinese"].items() if n}
    scores = eg.candidate_scores(read).columns_dict()["chinese"]
    assert judged["score"].to_list() == scores


def test_cells_of_numbers_by_hand():
    cells = pl.DataFrame({"x": [90.0, 1.23456, float("nan"), None, -1.0]})
    assert cells.select(ee.status("x"))["x"].to_list() == ["scored", "invalid", "invalid", "blank", "invalid"]
    assert cells.select(ee.score(pl.col("x") * 1))["x"].to_list() == [90.0, None, None, None, None]
    assert pl.DataFrame({"x": []}, schema={"x": pl.Int64}).select(ee.score("x")).height == 0
    with pytest.raises(Exception, match=r"EG-122|lists"):
        pl.DataFrame({"x": [[1]]}).select(ee.score("x"))


def scores_of(of, table, measure):
    return eg.candidate_scores(of, table).columns_dict()[f"chinese_{measure}"]


@pytest.mark.parametrize("measure", ["z", "t", "ceeb", "normalised_t", "stanine", "percentile_rank"])
def test_standard_scores(measure):
    expected = scores_of(exam(), eg.standard_score(exam(), subjects="语文"), measure)
    assert frame().select(ee.standard_score("语文", measure))["语文"].to_list() == expected
    by_school = scores_of(exam(), eg.standard_score(exam(), subjects="语文", by="school"), measure)
    assert frame().select(ee.standard_score("语文", measure).over("学校"))["语文"].to_list() == by_school


def test_scaled_scores():
    for scheme in ("national_312", "zhejiang"):
        expected = scores_of(exam(), eg.scaled_score(exam(), subjects="语文", scheme=scheme), "scaled")
        assert frame().select(ee.scaled_score("语文", scheme))["语文"].to_list() == expected
    by_school = scores_of(exam(), eg.scaled_score(exam(), subjects="语文", by="school"), "scaled")
    assert frame().select(ee.scaled_score("语文").over("学校"))["语文"].to_list() == by_school


@pytest.mark.parametrize("of", [None, "学校"])
def test_ranks_are_those_of_polars_too(of):
    ours, theirs = ee.score_rank("语文"), pl.col("score").rank("min", descending=True).cast(pl.Int64)
    if of is not None:
        ours, theirs = ours.over(of), theirs.over(of)
    both = frame().with_columns(score=ee.score("语文")).select(ours=ours, theirs=theirs)
    assert both["ours"].to_list() == both["theirs"].to_list()


def test_nobody_with_a_score_has_no_place():
    nobody = pl.DataFrame({"x": ["缺考", None], "g": ["a", "b"]})
    assert nobody.select(ee.score_rank("x"), z=ee.standard_score("x").over("g")).rows() == [(None, None)] * 2


def test_lazy_frames_and_the_streaming_engine():
    query = frame().lazy().select(ee.score("语文"), mark=ee.status("语文"), rank=ee.score_rank("语文"))
    assert query.collect(engine="streaming").equals(query.collect())


@pytest.mark.parametrize("lazy", [False, True])
def test_the_namespace(lazy):
    of = frame().lazy() if lazy else frame()
    options = {"full_marks": {"语文": 150}, "allowed_percent": 50}
    expected = eg.pass_rate(exam(full_marks={"语文": 150}), by="school").rows()
    assert of.edugauge.pass_rate(by="school", **options).rows() == expected
    assert eg.pass_rate(of.edugauge.exam(**options), by="school").rows() == expected
    tally = of.edugauge.tally(keys="学校", subjects="语文", **options)
    assert eg.pass_rate(tally, by="school").rows() == expected
    assert "subject_mean" in dir(of.edugauge)
    with pytest.raises(AttributeError, match="subject_mean"):
        _ = of.edugauge.subject_means
    with pytest.raises(eg.InvalidArgumentError, match="colour"):
        of.edugauge.subject_mean(colour=1)


def test_the_namespace_is_registered_by_its_module_alone():
    code = "import edugauge, polars; print(hasattr(polars.DataFrame(), 'edugauge'))"
    for more, registered in (("", "False"), ("import edugauge.polars;", "True")):
        done = subprocess.run([sys.executable, "-c", more + code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == registered


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical])
def test_a_cell_with_a_nul_has_no_score_and_every_other_keeps_its_place(dtype):
    nul, blank = (
        pl.DataFrame({"班": ["1", "1", "2", "2"], "语文": ["90", cell, "80", "70"]}).with_columns(
            pl.col("语文").cast(dtype)
        )
        for cell in ("a\0b", None)
    )
    for of in (ee.score_rank("语文"), ee.standard_score("语文"), ee.scaled_score("语文")):
        for asked in (of, of.over("班")):
            placed = nul.select(asked).to_series().to_list()
            assert placed == blank.select(asked).to_series().to_list()
            assert placed[1] is None and len(placed) == 4
