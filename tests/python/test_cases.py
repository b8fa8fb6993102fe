"""Frames that were once read wrongly; the right values are worked out by hand."""

import pandas as pd
import polars as pl
import pytest

import edugauge as eg

MIXED = {"考号": ["1", "2", "3"], "数学": [80, "缺考", 70.5]}


def mean(exam, subject):
    rows = eg.subject_mean(exam, subjects=subject).rows(measure="mean")
    return [(row["value"], row["n"], row["status"]) for row in rows]


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(pd.DataFrame(MIXED), id="pandas, as read_excel gives it"),
        pytest.param(pd.DataFrame(MIXED).astype(str), id="pandas, all texts"),
        pytest.param(MIXED, id="dict"),
        pytest.param(pl.DataFrame(MIXED, strict=False), id="polars"),
    ],
)
def test_numbers_and_marks_in_one_column(frame):
    # (80 + 70.5) / 2.
    assert mean(eg.read_scores(frame, allowed_percent=50), "数学") == [(75.25, 2, "ok")]


def test_floats_of_arithmetic_are_rounded_as_in_workbooks():
    # 83.2 + 82 + 66.6 = 231.8.
    exam = eg.read_scores({"student_id": ["1", "2", "3"], "总分": [0.4 * 85 + 0.6 * 82, 82.0, 66.6]})
    ((value, n, _),) = mean(exam, "total")
    assert (round(value, 9), n) == (round(231.8 / 3, 9), 3)


def test_a_total_that_may_lack_a_column_is_missing_and_told():
    scores = range(60)
    frame = {
        "考号": [f"{at:03}" for at in scores],
        "语文": [80 + at % 20 for at in scores],
        "数学": [70 + at % 25 for at in scores],
        "综合素养": [20 + at % 30 for at in scores],
    }
    exam = eg.read_scores(frame)
    found = [(found["code"], found["column"]) for found in exam.report[0]["findings"]]
    assert found == [("EG-551", "综合素养")]
    assert mean(exam, "total") == [(None, None, "missing_input")]
    chinese, mathematics, third = (sum(frame[of]) / 60 for of in ("语文", "数学", "综合素养"))
    ((value, _, _),) = mean(eg.read_scores(frame, columns={"综合素养": "ignore"}), "total")
    assert value == pytest.approx(chinese + mathematics)
    ((value, _, _),) = mean(eg.read_scores(frame, columns={"综合素养": "subject:综合素养"}), "total")
    assert value == pytest.approx(chinese + mathematics + third)
