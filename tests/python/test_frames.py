"""Frames of every library go in, and mean the same."""

import datetime
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import edugauge as eg

SCHOOLS = ["041", "041", "042", None]
SCORES = [90.0, 72.5, None, 84.0]


def means(frame, **options):
    figures = eg.subject_mean(eg.read_scores(frame, **options), by="school_code", subjects="语文")
    return {row["school_code"]: (row["value"], row["n"]) for row in figures.rows(measure="mean")}


EXPECTED = {"": (84.0, 1), "041": (81.25, 2), "042": (None, 0)}


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param({"学校代码": SCHOOLS, "语文": SCORES}, id="dict"),
        pytest.param(pl.DataFrame({"学校代码": SCHOOLS, "语文": SCORES}), id="polars"),
        pytest.param(pd.DataFrame({"学校代码": SCHOOLS, "语文": SCORES}), id="pandas"),
        pytest.param(pa.table({"学校代码": SCHOOLS, "语文": SCORES}), id="pyarrow"),
    ],
)
def test_every_library_means_the_same(frame):
    assert means(frame) == EXPECTED


@pytest.mark.parametrize(
    "school",
    [
        pytest.param(pl.Series(SCHOOLS, dtype=pl.Categorical), id="Categorical"),
        pytest.param(pl.Series(SCHOOLS, dtype=pl.Enum(["041", "042"])), id="Enum"),
    ],
)
@pytest.mark.parametrize(
    "score",
    [
        pytest.param(pl.Series(SCORES, dtype=pl.Float64), id="Float64"),
        pytest.param(pl.Series(SCORES, dtype=pl.Float32), id="Float32"),
        pytest.param(pl.Series(["90", "72.5", None, "84"]).cast(pl.Decimal(5, 2)), id="Decimal"),
        pytest.param(pl.Series(["90", "72.5", "缺考", "84.0"]), id="String"),
    ],
)
def test_types_of_polars(school, score):
    assert means(pl.DataFrame({"学校代码": school, "语文": score})) == EXPECTED


@pytest.mark.parametrize(
    "school",
    [
        pytest.param(pa.array(SCHOOLS), id="string"),
        pytest.param(pa.array(SCHOOLS, pa.large_string()), id="large_string"),
        pytest.param(
            pa.array(SCHOOLS).cast(pa.string_view()) if hasattr(pa, "string_view") else pa.array(SCHOOLS),
            id="string_view",
        ),
        pytest.param(pa.array(SCHOOLS).dictionary_encode(), id="dictionary"),
        pytest.param(
            pa.DictionaryArray.from_arrays(pa.array([1, 1, 2, 0], pa.int8()), pa.array([None, "041", "042"])),
            id="dictionary with a value that is null",
        ),
        pytest.param(
            pa.chunked_array([pa.array(["043", *SCHOOLS]).dictionary_encode().slice(1)]),
            id="slice of a dictionary",
        ),
    ],
)
def test_texts_of_arrow(school):
    assert means(pa.table({"学校代码": school, "语文": SCORES})) == EXPECTED


def test_dictionaries_of_numbers_and_of_nothing():
    scores = pa.array([90, 72, None, 84]).dictionary_encode()
    nothing = pa.array([None] * 4, pa.string()).dictionary_encode()
    assert len(nothing.dictionary) == 0
    exam = eg.read_scores(pa.table({"学校代码": nothing, "语文": scores}))
    assert eg.subject_mean(exam, subjects="语文").value(measure="mean") == 82.0


@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt8, pl.Int16, pl.Int64, pl.UInt64])
def test_whole_numbers_of_any_width(dtype):
    exam = eg.read_scores(pl.DataFrame({"数学": pl.Series([90, 84, 120], dtype=dtype)}))
    assert eg.subject_mean(exam, subjects="数学").value(measure="mean") == 98.0


def test_columns_that_are_no_scores_may_be_of_any_plain_type():
    day = datetime.date(2011, 6, 7)
    frame = pl.DataFrame(
        {
            "语文": [90, 80],
            "考试日期": [day, None],
            "时刻": [datetime.datetime(2011, 6, 7, 9), None],
            "住校": [True, None],
            "备用": pl.Series([None, None], dtype=pl.Null),
        }
    )
    assert len(eg.read_scores(frame)) == 2
    exam = eg.read_scores(frame, columns={"考试日期": "key:day", "住校": "key:boards"})
    by_day = eg.subject_mean(exam, by=["day", "boards"], subjects="语文").rows(measure="mean")
    assert [(row["day"], row["boards"]) for row in by_day] == [("", ""), ("2011-06-07", "true")]


def test_codes_that_pandas_made_floats_keep_their_name():
    frame = pd.DataFrame({"班级": [1, 2, None], "语文": [90, 80, 70]})
    assert frame["班级"].dtype == "float64"
    figures = eg.subject_mean(eg.read_scores(frame), by="class", subjects="语文").rows(measure="mean")
    assert [row["class"] for row in figures] == ["", "1", "2"]


def test_an_index_of_pandas_is_no_column():
    frame = pd.DataFrame({"语文": [90, 80]}, index=["x", "y"])
    exam = eg.read_scores(frame)
    assert [column["header"] for column in exam.report[0]["columns"]] == ["语文"]


def test_pandas_without_pyarrow(monkeypatch):
    from edugauge import _frames

    monkeypatch.setattr(_frames, "_has_pyarrow", lambda: False)
    frame = pd.DataFrame({"学校代码": pd.Categorical(SCHOOLS), "语文": SCORES}, index=list("abcd"))
    assert isinstance(_frames.prepared(frame), dict)
    assert means(frame) == EXPECTED


def test_dictionaries_and_chunks_of_pyarrow():
    school = pa.array(SCHOOLS).dictionary_encode()
    table = pa.table({"学校代码": school, "语文": pa.array(SCORES)})
    assert means(pa.concat_tables([table.slice(0, 1), table.slice(1)])) == EXPECTED
    numbers = pa.table({"语文": pa.array([90.0, 80.0, None]).dictionary_encode()})
    assert eg.subject_mean(eg.read_scores(numbers), subjects="语文").value(measure="mean") == 85.0
    assert means(table.to_reader()) == EXPECTED


def test_values_of_dicts():
    cells = ["90", 84, 72.5, Decimal("81.5"), None, float("nan"), True]
    marks = eg.read_scores({"考号": list("1234567"), "语文": cells}, allowed_percent=20).report[0]["marks"][
        "chinese"
    ]
    assert (marks["scored"], marks["blank"], marks["invalid"]) == (4, 2, 1)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        pytest.param(pl.DataFrame({"语文": [[90], [80]]}), "EG-122", id="list"),
        pytest.param(pl.DataFrame({"语文": [{"a": 90}, {"a": 80}]}), "EG-122", id="struct"),
        pytest.param(pa.table({"语文": [b"90", b"80"]}), "EG-122", id="binary"),
        pytest.param({"语文": [[90], [80]]}, "EG-206", id="dict of nested lists"),
        pytest.param({"语文": "90"}, "EG-206", id="dict of a text"),
    ],
)
def test_columns_that_are_no_cells_are_refused_by_name(frame, code):
    with pytest.raises(eg.InvalidArgumentError, match="语文") as raised:
        eg.read_scores(frame)
    assert raised.value.code == code


def test_columns_of_unequal_length():
    with pytest.raises(eg.DataError):
        eg.read_scores({"语文": [90, 80], "数学": [70]})


@pytest.mark.parametrize("source", [12, None, object()])
def test_neither_path_nor_frame(source):
    with pytest.raises(TypeError, match="a path, a frame"):
        eg.read_scores(source)
