"""Tallies: kept, added, made by other engines; the same figures as from the candidates, whoever counted."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import edugauge as eg

FULL_MARKS = {"语文": 150, "数学": 150, "总分": 300}
STEPS = {"语文": 0.5, "数学": 1, "总分": 0.5}
CANDIDATES = {
    "考号": [f"{at:04}" for at in range(1, 241)],
    "学校": [f"0{at % 7}" for at in range(240)],
    "城乡": [["城区", "乡村"][at % 7 % 2] for at in range(240)],
    "语文": ["缺考" if at % 31 == 0 else "" if at % 37 == 0 else 60 + at % 83 / 2 for at in range(240)],
    "数学": ["缺考" if at % 31 == 0 else 40 + at % 97 for at in range(240)],
}


@pytest.fixture(scope="module")
def exam():
    return eg.read_scores(CANDIDATES, year=2011, full_marks=FULL_MARKS, steps=STEPS)


def same(one, other):
    """Every indicator of one score at a time, to the last digit."""
    for by in ("学校", "城乡", ()):
        by = {"学校": "school", "城乡": "residence"}.get(by, by)
        for indicator in (eg.subject_mean, eg.subject_quantiles, eg.pass_rate, eg.participation_rate):
            subjects = ["语文", "数学"]
            ours, theirs = (indicator(data, by=by, subjects=subjects).rows() for data in (one, other))
            assert ours == theirs, (indicator, by)
    assert eg.subject_gap(one, subjects="数学").rows() == eg.subject_gap(other, subjects="数学").rows()


def test_a_tally_is_an_exam(exam):
    tally = eg.Tally(exam)
    assert isinstance(tally, eg.Exam)
    assert (len(tally), tally.years, tally.keys) == (240, [2011], ["year", "school", "residence"])
    assert tally.groups == 7
    same(exam, tally)


def test_it_comes_back_from_files_and_frames(exam, tmp_path):
    tally = eg.Tally(exam)
    tally.write(tmp_path / "kept" / "2011.csv")
    same(exam, eg.Tally.read(tmp_path / "kept" / "2011.csv"))
    same(exam, eg.read_scores(tmp_path / "kept" / "2011.csv"))
    tally.pl().write_parquet(tmp_path / "2011.parquet")
    for frame in (tally.pl(), tally.df(), pa.table(tally), pl.read_parquet(tmp_path / "2011.parquet")):
        same(exam, eg.Tally.read(frame))
        same(exam, eg.read_scores(frame))
        same(exam, eg.Tally.from_counts(frame))
    shuffled = tally.pl().sample(fraction=1, shuffle=True, seed=1)
    assert eg.Tally.read(shuffled).pl().equals(tally.pl())


def test_the_types_of_the_table(exam):
    schema = pa.table(eg.Tally(exam)).schema
    assert [str(kind) for kind in schema.types] == [
        "int64",
        "string",
        "string",
        "string",
        "string",
        "double",
        "double",
        "string",
        "double",
        "int64",
    ]
    assert schema.names[0] == "edugauge_tally"


def test_parts_add_in_any_order(exam):
    def part(rows):
        data = {name: [cells[at] for at in rows] for name, cells in CANDIDATES.items()}
        return eg.Tally(eg.read_scores(data, year=2011, full_marks=FULL_MARKS, steps=STEPS))

    parts = [part(range(start, 240, 3)) for start in range(3)]
    same(exam, parts[0].merge(parts[1], parts[2]))
    whole = parts[2] + parts[0] + parts[1]
    assert type(whole) is eg.Tally
    assert whole.pl().equals(eg.Tally(exam).pl())
    assert len((parts[0] + exam).years) == 1


def test_another_scale_is_refused_and_says_what_to_declare(exam):
    other = eg.Tally(eg.read_scores({"学校": ["甲"], "城乡": ["城区"], "语文": [90]}, year=2011))
    with pytest.raises(eg.DataError, match=r"full_marks .*steps") as raised:
        eg.Tally(exam) + other
    assert raised.value.code == "EG-112"


LONG = {
    "school": ["01", "01", "01", "02"],
    "subject": ["语文", "chinese", "语文", "语文"],
    "score": ["90.5", "90.50", "缺考", None],
    "count": [3, 2, 1, 4],
}


def counts(**columns):
    return {**LONG, **columns}


def test_counts_of_the_same_cell_add():
    tally = eg.Tally.from_counts(LONG)
    assert tally.pl().select("school", "mark", "score", "count").rows() == [
        ("01", "scored", 90.5, 5),
        ("01", "absent", None, 1),
        ("02", "blank", None, 4),
    ]
    assert tally.report[0]["marks"]["chinese"]["absent"] == 1


def test_columns_that_are_not_named_are_summed_over():
    tally = eg.Tally.from_counts(counts(**{"class": ["a", "b", "c", "d"]}), keys="school")
    assert tally.keys == ["school"]
    assert len(tally) == 10


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"count": [3, -2, 1, 4]}, "EG-107"),
        ({"count": [3, 2.5, 1, 4]}, "EG-107"),
        ({"count": [3, None, 1, 4]}, "EG-107"),
        ({"count": [3, 10**15, 1, 4]}, "EG-107"),
        ({"subject": ["语文", "", "语文", "语文"]}, "EG-107"),
        ({"score": ["90.5", "151", "缺考", None]}, "EG-108"),
        ({"score": ["90.5", "90.25", "缺考", None]}, "EG-108"),
        ({"score": ["90.5", "-1", "缺考", None]}, "EG-108"),
        ({"score": ["90.5", "优", "缺考", None]}, "EG-108"),
    ],
)
def test_counts_that_cannot_be(columns, code):
    with pytest.raises(eg.DataError) as raised:
        eg.Tally.from_counts(counts(**columns), full_marks={"语文": 150}, steps={"语文": 0.5})
    assert raised.value.code == code


def test_scores_not_believed_are_counted_where_they_are_allowed():
    tally = eg.Tally.from_counts(counts(score=["90.5", "优", "缺考", None]), allowed_percent=20)
    assert tally.report[0]["marks"]["chinese"]["invalid"] == 2
    assert tally.report[0]["findings"][0]["count"] == 2


def test_a_missing_column_is_named():
    with pytest.raises(eg.ColumnNotFoundError, match="count"):
        eg.Tally.from_counts({"subject": ["语文"], "score": [1], "counts": [1]})
    with pytest.raises(eg.ColumnNotFoundError, match="class"):
        eg.Tally.from_counts(LONG, keys="class")


SQL = """
    WITH export AS (
        SELECT * REPLACE (
            -- As everywhere: the total of who was absent in a subject, or has fewer subjects than most, is
            -- not believed.
            CASE WHEN '缺考' IN (语文, 数学) THEN '缺考' WHEN 语文 IS NULL THEN NULL ELSE 总分 END AS 总分
        )
        FROM read_csv(?, header = true, all_varchar = true, nullstr = '')
    )
    SELECT 年份 AS year, 学校 AS school, 城乡 AS residence, subject, score, count(*) AS count
    FROM export UNPIVOT INCLUDE NULLS (score FOR subject IN (语文, 数学, 总分))
    GROUP BY ALL
"""


def test_duckdb_counts_the_same_file(tmp_path):
    frame = pd.DataFrame(CANDIDATES).astype({"语文": str, "数学": str})
    frame["总分"] = [
        sum(float(cell) for cell in (a, b) if cell not in ("", "缺考"))
        for a, b in zip(frame["语文"], frame["数学"])
    ]
    frame.insert(0, "年份", 2011)
    path = tmp_path / "export.csv"
    frame.to_csv(path, index=False)
    here = eg.read_scores(path, full_marks=FULL_MARKS, steps=STEPS)
    counted = duckdb.sql(SQL, params=[str(path)]).to_arrow_table()
    there = eg.Tally.from_counts(counted, full_marks=FULL_MARKS, steps=STEPS)
    same(here, there)
    assert eg.score_table(here).rows() == eg.score_table(there).rows()
    marks = [data.report[0]["marks"] for data in (here, there)]
    assert marks[0] == marks[1]


def test_a_kept_tally_beside_this_years_candidates(exam, tmp_path):
    kept = tmp_path / "2010.csv"
    last_year = eg.read_scores(CANDIDATES, year=2010, full_marks=FULL_MARKS, steps=STEPS)
    eg.Tally(last_year).write(kept)
    both = eg.Tally.read(kept) + exam
    assert both.years == [2010, 2011]
    assert eg.subject_gap(both, subjects="语文").value(measure="change") == 0
    with pytest.raises(eg.InvalidArgumentError, match="2009"):
        eg.read_scores(kept, year=2009)


def test_a_broken_tally_is_refused(tmp_path):
    kept = tmp_path / "kept.csv"
    kept.write_text("edugauge_tally,subject,full_mark,step,mark,score,count\n1,chinese,,1,scored,90,0\n")
    with pytest.raises(eg.DataError, match="count") as raised:
        eg.Tally.read(kept)
    assert raised.value.code == "EG-107"
    with pytest.raises(FileNotFoundError):
        eg.Tally.read(tmp_path / "none.csv")


def test_what_subjects_are_called_goes_with_a_tally(tmp_path):
    named = eg.read_scores({"考号": ["1", "2"], "外语": [90, 80]})
    tally = eg.Tally(named)
    tally.write(tmp_path / "kept.csv")
    assert tally.pl()["subject_label"].to_list() == ["外语", "外语"]
    for again in (
        eg.Tally.read(tmp_path / "kept.csv"),
        eg.Tally.read(tally.pl()),
        eg.Tally.from_counts(tally.pl()),
        eg.read_scores(tmp_path / "kept.csv"),
        eg.Tally.read(tally.pl()) + tally,
    ):
        assert eg.subject_mean(again).value(subject="外语", measure="mean") == 85
        assert eg.subject_mean(again)._core.subject_name("english", "zh") == "外语"
