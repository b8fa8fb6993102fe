"""Frames that were once read wrongly; the right values are worked out by hand."""

import warnings

import openpyxl
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


def test_what_needs_attention_is_warned_of_once_a_call_where_it_was_called(tmp_path):
    files = []
    for year in (2022, 2023):
        file = tmp_path / f"{year}.csv"
        file.write_text("考号,语文,数学,宿舍\n1,90,80,A\n2,70,60,B\n", encoding="utf-8")
        files.append(file)
    with pytest.warns(eg.EdugaugeWarning) as warned:
        exam = eg.read_scores(files, years=[2022, 2023])
    texts = [str(warning.message) for warning in warned]
    # One of the column, one of the total, though there are two files.
    assert len(texts) == 2
    (unused,) = (text for text in texts if "宿舍" in text)
    assert 'columns={"宿舍": "ignore"}' in unused
    assert {warning.filename for warning in warned} == {__file__}
    with pytest.warns(eg.EdugaugeWarning, match="full_marks") as warned:
        eg.subject_mean(exam)
    assert len(warned) == 1 and warned[0].filename == __file__


def test_nothing_is_warned_of_where_nothing_needs_attention(recwarn):
    exam = eg.read_scores({"考号": ["1", "2"], "语文": [90, 80]}, full_marks={"语文": 150})
    eg.subject_mean(exam)
    assert [str(warning.message) for warning in recwarn] == []


def test_several_sheets_are_read_together(tmp_path):
    book = tmp_path / "classes.xlsx"
    frames = {"1班": {"考号": ["1", "2"], "语文": [90, 80]}, "2班": {"考号": ["3"], "语文": [70]}}
    with pd.ExcelWriter(book) as writer:
        for name, frame in frames.items():
            pd.DataFrame(frame).to_excel(writer, sheet_name=name, index=False)
        pd.DataFrame({"说明": ["勿外传"]}).to_excel(writer, sheet_name="说明", index=False)
    for sheet in (["1班", "2班"], "*", "*班", "1班,2班"):
        assert len(eg.read_scores(book, sheet=sheet)) == 3, sheet
    assert len(eg.read_scores(book, sheet="2班")) == 1
    with pytest.raises(eg.DataError, match="3班"):
        eg.read_scores(book, sheet=["1班", "3班"])


def test_progress_may_be_below_zero():
    frame = {"考号": ["1", "2", "3"], "语文": [90, 80, 70], "进步": [0.31, -0.42, -1.05]}
    exam = eg.read_scores(frame, columns={"进步": "progress:进步"}, full_marks={"语文": 150})
    ((value, n, _),) = mean(exam, "进步")
    assert (value, n) == (pytest.approx((0.31 - 0.42 - 1.05) / 3), 3)
    # It is no part of a total.
    assert exam.subjects == ["chinese", "进步"]


def test_full_marks_and_lines_that_the_scores_speak_against_are_warned_of():
    # 100 to 178 points.
    scores = {
        "考号": [str(at) for at in range(40)],
        "语文": [60 + at for at in range(40)],
        "数学": [40 + at for at in range(40)],
        "总分": [100 + 2 * at for at in range(40)],
    }
    with pytest.warns(eg.EdugaugeWarning, match="2000.*178"):
        exam = eg.read_scores(scores, full_marks={"总分": 2000})
    with pytest.warns(eg.EdugaugeWarning, match="1500.*40"):
        eg.admission_rate(exam, lines=1500)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        eg.admission_rate(exam, lines=150)


def test_sheets_that_a_pattern_passes_over_are_warned_of(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["填表说明"])
    for name in ("1班", "2班"):
        sheet = book.create_sheet(name)
        sheet.append(["考号", "语文"])
        for at in range(12):
            sheet.append([f"{name[0]}{at:03}", 70 + at if name == "1班" else 40 + 2 * at])
    book.save(tmp_path / "a.xlsx")
    with pytest.warns(eg.EdugaugeWarning, match="说明"):
        exam = eg.read_scores(tmp_path / "a.xlsx", sheet="*")
    assert (len(exam), exam.keys) == (24, ["class"])
