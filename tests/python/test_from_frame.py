"""Frames counted by their own engines: expected is what reading the same rows gives, bit for bit."""

import datetime
import random
import warnings

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import edugauge as eg

KEYS, SUBJECTS = ["年份", "学校"], ["语文", "数学", "英语", "总分"]
OPTIONS = {"full_marks": {"语文": 150, "数学": 150, "英语": 150, "总分": 420}, "allowed_percent": 50}
MARKS = ["缺考", "违纪", "", "优", "缓考", "免考", "1 20", "１０２", "-3"]
pytestmark = pytest.mark.filterwarnings("ignore::edugauge.exceptions.EdugaugeWarning")


def rows(candidates=900, seed=20):
    """Candidates of two years with marks, blanks, unreadable cells and totals that nobody should believe."""
    rng = random.Random(seed)

    def cell(full_mark, step):
        if rng.random() < 0.06:
            return rng.choice(MARKS)
        return f"{rng.randrange(round(full_mark / step)) * step:g}"

    return [
        (
            f"{at:06}",
            rng.choice(["2023", "2024"]),
            f"{rng.randrange(9)}中",
            cell(150, 0.5),
            cell(150, 1),
            f"{rng.randrange(1510) / 10:g}",
            cell(400, 0.5),
        )
        for at in range(candidates)
    ]


def texts(more=()):
    return pl.DataFrame([*rows(), *more], schema=["考号", *KEYS, *SUBJECTS], orient="row")


def typed(more=()):
    english = pl.col("英语").cast(pl.Float64)
    return texts(more).with_columns(
        english, pl.col("年份").cast(pl.Int64), pl.col("学校").cast(pl.Categorical)
    )


def mixed(data):
    """As read_excel makes a column of numbers and marks."""
    frame = data.to_pandas()
    for subject in SUBJECTS:
        numbers = pd.to_numeric(frame[subject].astype(object), errors="coerce")
        frame[subject] = numbers.astype(object).where(numbers.notna(), frame[subject].astype(object))
    return frame


CONNECTIONS = []
"""Relations of DuckDB below 1.2 do not keep theirs open."""


def connected():
    CONNECTIONS.append(duckdb.connect())
    return CONNECTIONS[-1]


def relation(data):
    connection = connected()
    connection.register("given", data.to_arrow())
    return connection.sql("select * from given")


def of_arrow(data):
    # pandas below 2.2 does not group by categories of Arrow.
    is_early = pd.__version__.startswith(("2.0.", "2.1."))
    texts = data.with_columns(pl.col(pl.Categorical).cast(pl.String)) if is_early else data
    return texts.to_pandas(use_pyarrow_extension_array=True)


def ibis_table(data):
    return pytest.importorskip("ibis").memtable(data.to_arrow())


FRAMES = {
    "polars": lambda data: data,
    "polars lazy": lambda data: data.lazy(),
    "pandas": lambda data: data.to_pandas(),
    "pandas of objects": mixed,
    "pandas of Arrow": of_arrow,
    "pyarrow": lambda data: data.to_arrow(),
    "duckdb, a connection of one's own": relation,
    "ibis": ibis_table,
}
UNORDERED = ("duckdb, a connection of one's own", "ibis")


def figures(exam):
    of = (eg.subject_mean, eg.subject_quantiles, eg.participation_rate, eg.score_table)
    return [row for indicator in of for by in ("school", ()) for row in indicator(exam, by=by).rows()]


def account(exam):
    """What was refused and found; totals are held against the sum of their subjects by reading alone."""
    report = exam.report[0]
    found = sorted(
        (finding["code"], finding["column"] or "", finding["count"])
        for finding in report["findings"]
        if finding["code"] not in ("EG-554", "EG-555")
    )
    return report["marks"], report["accepted"], report["rejected"], report["totals_made_absent"], found


@pytest.fixture(scope="module")
def read():
    """What reading gives, by the policy and whether the frame is of texts."""
    known = {}

    def of(data, policy, more=()):
        key = (data.__name__, str(policy), str(more))
        if key not in known:
            with warnings.catch_warnings(action="ignore"):
                exam = eg.read_scores(data(more), policy=policy, **OPTIONS)
            known[key] = figures(exam), account(exam)
        return known[key]

    return of


@pytest.mark.parametrize(
    "policy",
    [{}, {"total": "all"}, {"total": "given"}, {"blank": "zero", "缺考": "zero", "0": "absent"}],
    ids=str,
)
@pytest.mark.parametrize("library", FRAMES)
@pytest.mark.parametrize("data", [texts, typed])
def test_the_figures_are_those_of_reading(data, library, policy, read):
    tally = eg.Tally.from_frame(
        FRAMES[library](data()), keys=KEYS, subjects=SUBJECTS, candidate_id="考号", policy=policy, **OPTIONS
    )
    assert (figures(tally), account(tally)) == read(data, policy)


REPEATED = (
    ("000009", "2023", "3中", "1", "2", "3", "4"),
    ("000009", "2024", "3中", "5", "缺考", "3", "4"),
    rows()[5],
)


@pytest.mark.parametrize("how", ["first", "last"])
@pytest.mark.parametrize("library", [library for library in FRAMES if library not in UNORDERED])
def test_repeated_candidates(library, how, read):
    """Within a year; the first or the last row, as of reading."""
    policy = {"duplicates": how}
    frame = FRAMES[library](texts(REPEATED))
    tally = eg.Tally.from_frame(
        frame, keys=KEYS, subjects=SUBJECTS, candidate_id="考号", policy=policy, **OPTIONS
    )
    assert (figures(tally), account(tally)) == read(texts, policy, REPEATED)
    assert tally.report[0]["rejected"] == 2


def test_repeated_candidates_where_rows_have_no_order():
    options = {"keys": KEYS, "subjects": SUBJECTS, "candidate_id": "考号", **OPTIONS}
    tally = eg.Tally.from_frame(relation(texts(REPEATED[2:])), **options)
    assert (len(tally), tally.report[0]["rejected"]) == (900, 1)
    with pytest.raises(eg.DataError) as raised:
        eg.Tally.from_frame(relation(texts(REPEATED)), **options)
    assert raised.value.code == "EG-116"
    with pytest.raises(eg.DataError) as raised:
        eg.Tally.from_frame(texts(REPEATED), **{**options, "policy": {"duplicates": "refuse"}})
    assert raised.value.code == "EG-116"
    assert len(eg.Tally.from_frame(texts(REPEATED), **{**options, "candidate_id": None})) == 903


def test_blank_ids_are_nobody_and_names_go_by_what_they_mean():
    """By hand: four candidates, two of them without an id, one in two rows."""
    frame = pl.DataFrame(
        {
            "考号": ["1", "", None, "1"],
            "学校名称": ["甲", "甲", "乙", "乙"],
            "城乡类别": ["城区"] * 4,
            "语文成绩": [90, 80, 70, 60],
        }
    )
    tally = eg.Tally.from_frame(
        frame,
        keys=["学校名称", "城乡类别"],
        subjects="语文成绩",
        candidate_id="考号",
        year=2024,
        allowed_percent=50,
    )
    keys = ["residence", "school", "year"]
    assert (len(tally), tally.subjects, sorted(tally.keys), tally.years) == (3, ["chinese"], keys, [2024])
    means = eg.subject_mean(tally, by="school").rows(measure="mean")
    assert {row["school"]: row["value"] for row in means} == {"甲": 85.0, "乙": 70.0}


def test_weights():
    """Σwx / Σw by hand: (1.5·90 + 2·75) / 3.5."""
    frame = pl.DataFrame({"权重": [1.5, 2.0], "语文": [90, 75]})
    tally = eg.Tally.from_frame(frame, subjects="语文", weight="权重")
    assert eg.subject_mean(tally, weight="权重").rows(measure="mean")[0]["value"] == (1.5 * 90 + 2 * 75) / 3.5
    with pytest.raises(eg.InvalidArgumentError):
        eg.Tally.from_frame(pl.DataFrame({"权重": ["x"], "语文": [90]}), subjects="语文", weight="权重")


def test_parts_of_one_read_of_polars():
    """All subjects without a total are counted in one run of a lazy frame."""
    asked = []
    lazy = pl.DataFrame({"语文": [90, 80], "数学": [70, 60]}).lazy()
    lazy = lazy.map_batches(lambda frame: (asked.append(1), frame)[1])
    assert len(eg.Tally.from_frame(lazy, subjects=["语文", "数学"])) == 2
    assert len(asked) == 1


def a_sample():
    return connected().sql(
        "select i % 100 as 语文, i % 90 as 数学 from range(10000000) t(i) where random() < 0.5"
    )


def failing():
    def fails(column):
        raise AssertionError("缺考")

    return pl.LazyFrame({"语文": ["缺考"]}).with_columns(
        pl.col("语文").map_batches(fails, return_dtype=pl.String)
    )


TIME = datetime.datetime(2024, 6, 7)
UNREADABLE = {
    "lists of pyarrow": (pa.table({"语文": [[90]]}), "EG-122"),
    "structs of pyarrow": (pa.table({"语文": [{"a": 90}]}), "EG-122"),
    "bytes of pyarrow": (pa.table({"语文": [b"90"]}), "EG-122"),
    "runs of pyarrow": (pa.table({"语文": pa.RunEndEncodedArray.from_arrays([2], [90])}), "EG-123"),
    "lists of pandas": (pd.DataFrame({"语文": [[90], [80]]}), "EG-123"),
    "lists among numbers of pandas": (pd.DataFrame({"语文": [[90], 80, "缺考"]}), "EG-123"),
    "durations of pandas": (pd.DataFrame({"语文": pd.to_timedelta([1], unit="D")}), "EG-122"),
    "times with a timezone": (
        pl.DataFrame({"语文": [TIME]}).with_columns(pl.all().dt.replace_time_zone("UTC")),
        "EG-122",
    ),
    "lists of duckdb": (duckdb.sql("select [90] as 语文"), "EG-122"),
    "structs of duckdb": (duckdb.sql("select {'a': 90} as 语文"), "EG-122"),
    "intervals of duckdb": (duckdb.sql("select interval 1 day as 语文"), "EG-122"),
    "numbers for names": (pd.DataFrame([[90]]), "EG-106"),
    "pairs for names": (pd.DataFrame([[90]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "EG-106"),
}


@pytest.mark.parametrize("frame", UNREADABLE)
def test_a_column_that_cannot_be_read_is_named(frame):
    given, code = UNREADABLE[frame]
    with pytest.raises(eg.EdugaugeError, match="语文") as raised:
        eg.Tally.from_frame(given, subjects="语文")
    assert raised.value.code == code


def test_a_key_that_cannot_be_read_is_named_as_the_frame_names_it():
    times = pl.Series([TIME]).dt.replace_time_zone("UTC")
    with pytest.raises(eg.InvalidArgumentError, match="班级") as raised:
        eg.Tally.from_frame(pl.DataFrame({"班级": times, "语文": [90]}), keys="班级", subjects="语文")
    assert raised.value.code == "EG-122"


@pytest.mark.parametrize(
    ("frame", "options", "code"),
    [
        pytest.param({"语文": [90]}, {}, "EG-206", id="no frame"),
        pytest.param(pd.Series([90], name="语文"), {}, "EG-206", id="a column alone"),
        pytest.param(pl.DataFrame({"数学": [90]}), {}, "EG-106", id="no such column"),
        pytest.param(
            pl.LazyFrame({"数学": [90]}).select("语文"), {}, "EG-123", id="a lazy frame that fails at once"
        ),
        pytest.param(failing(), {}, "EG-123", id="a lazy frame that fails"),
        pytest.param(pl.DataFrame({"语文": [[90]]}), {}, "EG-122", id="a list"),
        pytest.param(pl.DataFrame({"语文": [{"a": 90}]}), {}, "EG-122", id="a struct"),
        pytest.param(
            pl.DataFrame({"语文": [90]}), {"policy": {"duplicates": "best"}}, "EG-206", id="the best"
        ),
        pytest.param(
            pl.DataFrame({"总分": [90], "总成绩": [90]}),
            {"subjects": ["总分", "总成绩"]},
            "EG-206",
            id="totals",
        ),
        pytest.param(pl.DataFrame({"语文": ["优", "90"]}), {}, "EG-108", id="more than allowed"),
        pytest.param(a_sample(), {"subjects": ["语文", "数学"]}, "EG-124", id="other rows each time"),
    ],
)
def test_what_is_refused(frame, options, code):
    with pytest.raises(eg.EdugaugeError) as raised:
        eg.Tally.from_frame(frame, **{"subjects": ["语文"], **options})
    assert raised.value.code == code
    assert "缺考" not in str(raised.value)


def test_odd_cells_are_findings():
    """NaN, infinities, dates, numbers beyond 63 bits are no scores; of pandas NaN is a missing cell."""
    odd = {
        "语文": pl.Series([90.0, float("nan"), float("inf"), None]),
        "数学": pl.Series([2**64 - 1, 90, None, 80], dtype=pl.UInt64),
        "英语": pl.Series([datetime.date(2024, 6, 7), None, None, None]),
        "总分": pl.Series([170.0, 180.0, 190.0, 200.0]),
    }
    frame = pl.DataFrame(odd)
    for given in (frame, frame.to_arrow(), relation(frame)):
        with warnings.catch_warnings(action="ignore"):
            expected = eg.read_scores(given, allowed_percent=100)
        tally = eg.Tally.from_frame(given, subjects=SUBJECTS, allowed_percent=100)
        assert tally.report[0]["marks"] == expected.report[0]["marks"]
    of_pandas = eg.Tally.from_frame(frame.to_pandas(), subjects="语文", allowed_percent=100)
    assert of_pandas.report[0]["marks"]["chinese"]["blank"] == 2


def test_no_row():
    empty = pl.DataFrame(schema={"语文": pl.Int64})
    assert len(eg.Tally.from_frame(empty, subjects="语文")) == 0


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "至多一列总分，而不是 甲、乙"), ("en", "one column of the total, not 甲, 乙")]
)
def test_two_totals_are_refused_by_their_headers(
    lang: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDUGAUGE_LANG", lang)
    frame = pl.DataFrame({"语文": [90], "甲": [90], "乙": [90]})
    with pytest.raises(eg.InvalidArgumentError, match=said):
        eg.Tally.from_frame(frame, keys=[], subjects={"语文": "chinese", "甲": "total", "乙": "total"})
