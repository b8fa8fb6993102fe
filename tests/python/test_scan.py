"""A file of candidates as a lazy frame: expected is what reading the file gives, row by row."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import edugauge as eg

pytestmark = pytest.mark.filterwarnings("ignore::edugauge.exceptions.EdugaugeWarning")

# By hand: row 5 is torn, 7 stands twice, 8 is a total; of 003, absent in Chinese, no total is believed.
SHEET = """考号,学校,语文,数学,总分
001,一中,90.5,88,178.5
002,一中,80,70,150
003,二中,缺考,60,60
004,二中,1,2
005,,70,,70
001,一中,90.5,88,178.5
合计,,1,2,3
"""
CANDIDATES = {
    "row": [2, 3, 4, 6],
    "candidate_id": ["001", "002", "003", "005"],
    "school": ["一中", "一中", "二中", None],
    "chinese": [90.5, 80.0, None, 70.0],
    "chinese_mark": ["scored", "scored", "absent", "scored"],
    "mathematics": [88.0, 70.0, 60.0, None],
    "mathematics_mark": ["scored", "scored", "scored", "blank"],
    "total": [178.5, 150.0, None, 70.0],
    "total_mark": ["scored", "scored", "absent", "scored"],
}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(SHEET, encoding="gb18030")
    return path


def scanned(path):
    return eg.scan_scores(path, allowed_percent=50)


def test_the_candidates_and_the_account_are_those_of_the_file(path):
    scan = scanned(path)
    marks = [name for name in CANDIDATES if name.endswith("_mark")]
    frame = scan.lazy().collect()
    assert frame.with_columns(pl.col(marks).cast(pl.String)).to_dict(as_series=False) == CANDIDATES
    assert frame.schema == scan.lazy().collect_schema()
    assert scan.columns == frame.columns
    assert [(reject["row"], reject["code"]) for reject in scan.rejects] == [(5, "EG-501"), (7, "EG-507")]
    read = eg.read_scores(path, allowed_percent=50)
    assert (scan.report, scan.findings) == (read.report[0], read.report[0]["findings"])


QUERIES = {
    "columns": lambda frame: frame.select("chinese", "school"),
    "no column": lambda frame: frame.select(pl.len()),
    "a predicate on a column that is not wanted": lambda frame: frame.filter(pl.col("total") > 150).select(
        "row"
    ),
    "marks": lambda frame: frame.filter(pl.col("chinese_mark") == "absent"),
    "rows": lambda frame: frame.head(3),
    "rows behind a predicate": lambda frame: frame.filter(pl.col("chinese") < 90).head(1),
    "the end": lambda frame: frame.tail(2),
    "a slice": lambda frame: frame.slice(1, 2),
    "groups": lambda frame: frame.group_by("school").agg(pl.col("mathematics").mean()).sort("school"),
    "itself": lambda frame: frame.join(frame, on="school", nulls_equal=True).sort("row", "row_right"),
    "nothing": lambda frame: frame.filter(pl.lit(False)),
    "order": lambda frame: frame.sort("total", descending=True, nulls_last=True).select("candidate_id"),
}


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
@pytest.mark.parametrize("query", QUERIES)
def test_queries_are_those_of_the_frame_in_memory(path, query, engine):
    scan = scanned(path)
    expected = QUERIES[query](scan.lazy().collect().lazy()).collect()
    assert_frame_equal(QUERIES[query](scan.lazy()).collect(engine=engine), expected)


def test_only_what_is_wanted_is_made(path, monkeypatch):
    """The columns, and the rows, that the source is asked for."""
    asked = []
    lazy_of = eg._io_source.lazy_of

    def noted(name, schema, batches):
        def told(columns, limit):
            asked.append((list(columns), limit))
            return batches(columns, limit)

        return lazy_of(name, schema, told)

    monkeypatch.setattr("edugauge._io_source.lazy_of", noted)
    lazy = scanned(path).lazy()
    lazy.select("chinese").head(2).collect()
    lazy.filter(pl.col("total") > 150).select("row").collect()
    assert (asked[0], sorted(asked[1][0])) == ((["chinese"], 2), ["row", "total"])


def test_many_rows_are_those_of_candidate_scores(tmp_path):
    rows = 150_000
    path = tmp_path / "many.parquet"
    numbers = pl.int_range(rows, eager=True)
    many = pl.DataFrame(
        {
            "考号": numbers.cast(pl.String),
            "学校": (numbers % 9).cast(pl.String) + "中",
            "语文": numbers * 7 % 301 / 2,
        }
    )
    many.write_parquet(path)
    frame = eg.scan_scores(path).lazy().collect()
    assert frame["chinese"].to_list() == many["语文"].to_list()
    assert frame["candidate_id"].to_list() == many["考号"].to_list()
    assert frame["row"].to_list() == list(range(1, rows + 1))
    assert frame["school"].to_list() == many["学校"].to_list()


def test_a_file_that_changed_between_passes_is_refused(path):
    lazy = scanned(path).lazy().select("row")
    assert len(lazy.collect()) == 4
    assert len(lazy.collect()) == 4
    path.write_text(SHEET + "009,三中,1,2,3\n", encoding="gb18030")
    with pytest.raises(Exception, match=r"EG-120|changed") as raised:
        lazy.collect()
    assert "EG-120" in str(raised.value) or getattr(raised.value, "code", "") == "EG-120"


def test_what_is_refused(path, tmp_path):
    with pytest.raises(FileNotFoundError):
        eg.scan_scores(tmp_path / "none.csv")
    with pytest.raises(eg.DataError) as raised:
        eg.scan_scores(path)
    assert raised.value.code == "EG-108"
    with pytest.raises(eg.InvalidArgumentError):
        eg.scan_scores(5)
    # Without ids there is no such column.
    plain = tmp_path / "plain.csv"
    plain.write_text("学校,语文\n一中,90\n", encoding="utf-8")
    assert eg.scan_scores(plain).columns == ["row", "school", "chinese", "chinese_mark"]
