"""Frames, Parquet and Arrow files of other programs: expected is what the CSV of the same rows gives."""

import base64
import datetime
import itertools
import struct
import subprocess
import sys
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

import edugauge as eg

ROWS = 20_000


def frame() -> pl.DataFrame:
    """Doubles, texts with marks, whole numbers, decimals; more rows than are read at a time."""
    numbers = range(ROWS)
    return pl.DataFrame(
        {
            "考号": [f"{n:06}" for n in numbers],
            "学校": [f"{n % 7}中" for n in numbers],
            "语文": [None if n % 11 == 0 else n * 13 % 241 / 2 for n in numbers],
            "数学": [("缺考", "", "88", "61.5")[n % 4] for n in numbers],
            "英语": [n * 7 % 151 for n in numbers],
            "物理": [Decimal(n * 17 % 1001) / 10 for n in numbers],
        },
        schema_overrides={"物理": pl.Decimal(5, 1)},
    )


def figures(source):
    exam = eg.read_scores(source)
    return eg.subject_mean(exam, by="school").rows() + eg.participation_rate(exam, by="school").rows()


@pytest.fixture(scope="module")
def of_csv(tmp_path_factory):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    frame().write_csv(path)
    return figures(path)


def categorical(data: pl.DataFrame) -> pl.DataFrame:
    return data.with_columns(pl.col("学校", "考号").cast(pl.Categorical))


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(lambda data: data, id="polars"),
        pytest.param(lambda data: data.lazy(), id="polars lazy"),
        pytest.param(categorical, id="polars categorical"),
        pytest.param(lambda data: data.to_pandas(), id="pandas"),
        pytest.param(lambda data: data.to_pandas(use_pyarrow_extension_array=True), id="pandas of Arrow"),
        pytest.param(lambda data: data.to_arrow(), id="pyarrow"),
        pytest.param(lambda data: duckdb.sql("select * from data"), id="duckdb"),
    ],
)
def test_frames(of, of_csv):
    assert figures(of(frame())) == of_csv


WRITERS = {
    "polars zstd": lambda data, path: data.write_parquet(path),
    "polars snappy": lambda data, path: data.write_parquet(path, compression="snappy"),
    "polars gzip": lambda data, path: data.write_parquet(path, compression="gzip"),
    "polars lz4": lambda data, path: data.write_parquet(path, compression="lz4"),
    "polars row groups": lambda data, path: data.write_parquet(path, row_group_size=1000),
    "polars categorical": lambda data, path: categorical(data).write_parquet(path),
    "pandas": lambda data, path: data.to_pandas().to_parquet(path),
    "pandas with an index": lambda data, path: data.to_pandas().set_index("考号").to_parquet(path),
    "duckdb": lambda data, path: duckdb.sql(f"copy data to '{path}' (format parquet)"),
    "duckdb v2": lambda data, path: duckdb.sql(f"copy data to '{path}' (format parquet, parquet_version v2)"),
    "ipc zstd": lambda data, path: data.write_ipc(path, compression="zstd"),
    "ipc lz4": lambda data, path: data.write_ipc(path, compression="lz4"),
    "ipc categorical": lambda data, path: categorical(data).write_ipc(path),
    "feather": lambda data, path: pyarrow.feather.write_feather(data.to_arrow(), path),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_files(writer, tmp_path, of_csv):
    # What a file is shows in its first bytes; its name may be any.
    if writer == "duckdb v2" and duckdb.__version__ < "1.2":
        pytest.skip("DuckDB writes it from 1.2 on")
    path = tmp_path / "scores.data"
    WRITERS[writer](frame(), path)
    assert figures(path) == of_csv


def test_a_list_and_a_path_with_a_star_are_one_source(tmp_path, of_csv):
    data = frame()
    data[:7000].write_parquet(tmp_path / "1.parquet")
    data[7000:].write_ipc(tmp_path / "2.arrow")
    assert figures([tmp_path / "1.parquet", data[7000:]]) == of_csv
    data[7000:].write_parquet(tmp_path / "2.parquet")
    assert figures(str(tmp_path / "*.parquet")) == of_csv
    with pytest.raises(FileNotFoundError):
        eg.read_scores(tmp_path / "*.csv")


def test_a_lazy_frame_is_collected_without_what_is_ignored():
    def fails(column: pl.Series) -> pl.Series:
        raise AssertionError("collected")

    lazy = pl.LazyFrame({"考号": ["1", "2"], "语文": [90, 80], "备注": ["a", "b"]}).with_columns(
        pl.col("备注").map_batches(fails, return_dtype=pl.String)
    )
    assert len(eg.read_scores(lazy, columns={"备注": "ignore"})) == 2
    with pytest.raises(eg.DataError, match="polars") as raised:
        eg.read_scores(lazy)
    assert raised.value.code == "EG-123"
    assert raised.value.__cause__ is not None


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(pl.LazyFrame({"语文": [90]}).select("数学"), id="lazy"),
        pytest.param(pd.DataFrame([[1, 2]], columns=["语文", "语文"]), id="two columns of one name"),
        pytest.param(
            pd.DataFrame([["缺考", 2]], columns=["语文", "语文"]), id="two of one name, with a mark"
        ),
        pytest.param(
            duckdb.sql("select cast(x as int) as 语文 from (values ('1'), ('缺考')) t(x)"),
            id="cast of duckdb",
        ),
    ],
)
def test_what_a_library_does_not_hand_over(frame):
    with pytest.raises(eg.DataError) as raised:
        eg.read_scores(frame)
    assert raised.value.code == "EG-123"
    assert raised.value.__cause__ is not None
    # No cell of a pupil is in our own words.
    assert "缺考" not in str(raised.value)


@pytest.mark.parametrize("chunks", [2, 7])
def test_chunks_of_polars_are_handed_over_one_by_one(chunks, of_csv, monkeypatch):
    from edugauge import _frames

    data = frame()
    cuts = [ROWS * at // chunks for at in range(chunks + 1)]
    parts = pl.concat([data[start:end] for start, end in itertools.pairwise(cuts)], rechunk=False)
    # A column whose chunks end elsewhere.
    english = pl.concat([data["英语"][:5], data["英语"][5:]], rechunk=False)
    parts = parts.with_columns(english)
    assert len(_frames.prepared(parts).parts()) == chunks
    assert figures(parts) == of_csv
    assert len(_frames.prepared(categorical(parts)).parts()) == 1
    assert figures(parts.lazy()) == of_csv
    monkeypatch.setattr(_frames, "_CHUNKS", 1)
    assert figures(parts) == of_csv


def test_a_column_that_stands_twice_is_named():
    twice = pd.DataFrame([["1", 2, 3]], columns=["考号", "语文", "语文"])
    table = pa.Table.from_arrays(
        [pa.array([1]), pa.array([3]), pa.array([4])], names=["考号", "语文", "语文"]
    )
    for read, source in [
        (eg.read_scores, twice),
        (lambda source: eg.Tally.from_frame(source, subjects="语文"), twice),
        (lambda source: eg.Tally.from_frame(source, subjects="语文"), table),
    ]:
        with pytest.raises(eg.DataError, match="语文") as raised:
            read(source)
        assert raised.value.code == "EG-123"


def test_encrypted_parquet(tmp_path):
    """As pyarrow encrypts it: with the footer, and the column of scores alone."""
    encryption = pytest.importorskip("pyarrow.parquet.encryption")

    class Keys(encryption.KmsClient):
        def __init__(self, _):
            super().__init__()

        def wrap_key(self, key, _):
            return base64.b64encode(key)

        def unwrap_key(self, key, _):
            return base64.b64decode(key)

    table = pa.table({"考号": ["1", "2"], "语文": [90, 80]})
    for plain_footer in (False, True):
        asked = encryption.EncryptionConfiguration(
            footer_key="f", column_keys={"c": ["语文"]}, plaintext_footer=plain_footer
        )
        keys = encryption.CryptoFactory(Keys).file_encryption_properties(
            encryption.KmsConnectionConfig(), asked
        )
        with pq.ParquetWriter(tmp_path / "a.parquet", table.schema, encryption_properties=keys) as writer:
            writer.write_table(table)
        with pytest.raises(eg.DataError, match=r"(?s)a\.parquet.*encrypt") as raised:
            eg.read_scores(tmp_path / "a.parquet")
        assert raised.value.code == "EG-121"


ODD = {
    "NaN and infinity": (pl.Series([90.0, float("nan"), float("inf")]), (1, 0, 2)),
    "beyond 63 bits": (pl.Series([2**64 - 1, 90, None], dtype=pl.UInt64), (1, 1, 1)),
    "38 digits": (pl.Series([Decimal("1" * 38), Decimal(90), None], dtype=pl.Decimal(38, 0)), (1, 1, 1)),
    "booleans": (pl.Series([True, None, None]), (0, 2, 1)),
    "dates": (pl.Series([datetime.date(2024, 6, 7), None, None]), (0, 2, 1)),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("as_file", [False, True])
def test_odd_cells_are_findings(odd, as_file, tmp_path):
    column, expected = ODD[odd]
    source = pl.DataFrame({"考号": ["1", "2", "3"], "语文": column, "数学": [90, 80, 70]})
    if as_file:
        source.write_parquet(tmp_path / "a.parquet")
        source = tmp_path / "a.parquet"
    report = eg.read_scores(source, allowed_percent=100).report[0]
    marks = report["marks"]["chinese"]
    assert (marks["scored"], marks["blank"], marks["invalid"]) == expected
    cells = [finding for finding in report["findings"] if finding["severity"] == "cell_invalid"]
    assert [(finding["column"], finding["count"]) for finding in cells] == [("语文", expected[2])]


def times() -> pl.Series:
    return pl.Series([datetime.datetime(2024, 1, 1)] * 2).dt.replace_time_zone("Asia/Shanghai")


@pytest.mark.parametrize(
    "column", [[[1], [2]], [{"a": 1}, {"a": 2}], times()], ids=["list", "struct", "timezone"]
)
def test_a_column_that_holds_no_cells_is_named_where_it_is_used(column, tmp_path):
    data = pl.DataFrame({"考号": ["1", "2"], "班级": column, "语文": [90, 80]})
    data.write_parquet(tmp_path / "a.parquet")
    for source in (data, tmp_path / "a.parquet"):
        with pytest.raises(eg.InvalidArgumentError, match="班级") as raised:
            eg.read_scores(source)
        assert raised.value.code == "EG-122"
        assert len(eg.read_scores(source, columns={"班级": "ignore"})) == 2
    # Where nobody uses it, it may hold anything.
    assert len(eg.read_scores(data.rename({"班级": "附注"}))) == 2


def test_a_type_that_arrow_does_not_have():
    with pytest.raises(eg.DataError, match="polars") as raised:
        eg.read_scores(pl.DataFrame({"语文": pl.Series([2**100], dtype=pl.Int128)}))
    assert raised.value.code == "EG-123"


def test_two_columns_of_one_name_and_columns_without_a_name(tmp_path):
    twice = pa.Table.from_arrays([pa.array([1, 2]), pa.array([3, 4])], names=["语文", "语文"])
    pq.write_table(twice, tmp_path / "a.parquet")
    for source in (twice, tmp_path / "a.parquet"):
        with pytest.raises(eg.DataError, match="语文"):
            eg.read_scores(source)
        exam = eg.read_scores(source, columns={"A": "ignore"})
        assert eg.subject_mean(exam, subjects="语文").value(measure="mean") == 3.5
    assert len(eg.read_scores(pl.DataFrame({"": ["1", "2"], "语文": [90, 80]}))) == 2


def test_files_without_rows_or_cut_off(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame(schema={"考号": pl.String, "语文": pl.Int64}).write_parquet(path)
    with pytest.raises(eg.DataError):
        eg.read_scores(path)
    frame().write_parquet(path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(eg.DataError, match=r"a\.parquet") as raised:
        eg.read_scores(path)
    assert raised.value.code == "EG-121"
    # Encrypted Parquet files begin so.
    path.write_bytes(b"PARE" + bytes(100) + b"PARE")
    with pytest.raises(eg.DataError, match="encrypted"):
        eg.read_scores(path)


def test_a_table_a_score_table_and_a_tally(tmp_path):
    path = tmp_path / "t.parquet"
    table = pl.DataFrame({"学校代码": ["041", "042"], "人数": [643, 208]})
    table.write_parquet(path)
    assert eg.read_table(path).columns_dict() == {"学校代码": ["041", "042"], "人数": ["643", "208"]}
    pl.DataFrame({"分数": [690, 689], "人数": [31, 5], "累计人数": [31, 36]}).write_parquet(path)
    assert len(eg.read_score_table(path)) == 36
    tally = eg.Tally(eg.read_scores(frame()), by="school")
    tally.write(tmp_path / "kept.parquet")
    again = eg.Tally.read(tmp_path / "kept.parquet")
    assert eg.subject_mean(again, by="school").rows() == eg.subject_mean(tally, by="school").rows()
    # Another program's Parquet of the same table.
    pl.DataFrame(tally).write_parquet(path)
    assert eg.subject_mean(eg.Tally.read(path)).rows() == eg.subject_mean(tally).rows()


def test_import_and_the_command_line_import_no_frame_library():
    libraries = {"polars", "pandas", "pyarrow", "narwhals"}
    code = f"import edugauge, edugauge_cli, sys; print({libraries} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def changed(path, read):
    """Of each byte of a file flipped: how often nothing is said, and another result comes."""
    whole, expected = path.read_bytes(), read(path)
    silent = refused = 0
    for at in range(4, len(whole), max(1, len(whole) // 150)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            silent += read(path) != expected
        except (eg.EdugaugeError, OSError):
            refused += 1
    path.write_bytes(whole)
    return silent, refused


def cells_of(path):
    return eg.read_table(path).columns_dict()


def many_scores(rows=3000):
    """Texts, codes, whole numbers and doubles that no compression makes small."""
    numbers = [(n * 7919 + 13) % 100_003 for n in range(rows)]
    return pl.DataFrame(
        {
            "考号": [f"{n:06}" for n in numbers],
            "学校": [f"{n % 97}中" for n in numbers],
            "语文": [n % 121 for n in numbers],
            "数学": [n % 301 / 2 for n in numbers],
            "英语": [("缺考", "88", "61.5", None)[n % 4] for n in numbers],
        }
    )


def test_a_changed_byte_is_noticed_where_the_pages_have_sums(tmp_path):
    """pyarrow writes them where it is asked to; in Parquet they are the CRC-32 of a page."""
    path = tmp_path / "a.parquet"
    pq.write_table(many_scores().to_arrow(), path, write_page_checksum=True, compression="none")
    whole = path.read_bytes()
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    expected = cells_of(path)
    noticed = 0
    for at in range(4, footer, footer // 100):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            assert cells_of(path) == expected, at
        except eg.DataError as raised:
            assert raised.code == "EG-121"  # noqa: PT017
            noticed += 1
    assert noticed > 90, noticed


def test_cells_are_held_against_what_the_footer_says_of_them(tmp_path):
    """Cells put in place of others, in files without sums: beyond the least or the highest value."""
    table = pa.table({"学校": ["甲", "乙", "甲"] * 10, "语文": pa.array([90, 80, 70] * 10, pa.int64())})
    doubles = pa.table({"学校": ["甲", "乙", "甲"] * 10, "语文": [90.5, 80.0, 70.25] * 10})
    texts = pa.table({"学校": ["school a", "school b", "school c"] * 10, "语文": ["90", "80", "70"] * 10})
    for at, (data, old, new, column) in enumerate(
        [
            (table, (80).to_bytes(8, "little"), (180).to_bytes(8, "little"), "语文"),
            (doubles, struct.pack("<d", 80.0), struct.pack("<d", 8000.0), "语文"),
            (texts, b"school b", b"tchool b", "学校"),
        ]
    ):
        for dictionary in (False, True):
            path = tmp_path / f"{at}{dictionary}.parquet"
            pq.write_table(data, path, compression="none", use_dictionary=dictionary, store_schema=False)
            assert len(cells_of(path)[column]) == 30
            written = path.read_bytes()
            assert old in written
            path.write_bytes(written.replace(old, new, 1))
            with pytest.raises(eg.DataError, match=column) as raised:
                cells_of(path)
            assert raised.value.code == "EG-121", (at, dictionary)


def test_values_of_a_dictionary_that_no_row_has_are_not_held_against_the_footer(tmp_path):
    path = tmp_path / "a.parquet"
    school = pa.DictionaryArray.from_arrays(pa.array([1, 2, None, 1]), ["乙", "甲", "丙", "!"])
    pq.write_table(pa.table({"学校": school, "语文": [90, 80, 70, 60]}), path)
    assert cells_of(path)["学校"] == ["甲", "丙", "", "甲"]


def test_a_tally_of_our_own_notices_nearly_every_changed_byte(tmp_path):
    path = tmp_path / "kept.parquet"
    eg.Tally(eg.read_scores(many_scores()), by="school").write(path)
    silent, refused = changed(path, lambda path: eg.subject_mean(eg.Tally.read(path), by="school").rows())
    assert silent == 0 and refused > 60, (silent, refused)


NUL = {"考号": ["1", "2", "3", "4"], "班级": ["一", "二\0", "三", "三"], "语文": ["90", "80", "7\0", "60"]}


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(lambda path: NUL, id="dict"),
        pytest.param(lambda path: pl.DataFrame(NUL), id="polars"),
        pytest.param(lambda path: pl.DataFrame(NUL).lazy(), id="lazy"),
        pytest.param(lambda path: categorical_of(NUL), id="categories"),
        pytest.param(lambda path: pd.DataFrame(NUL), id="pandas"),
        pytest.param(lambda path: pa.table(NUL), id="pyarrow"),
        pytest.param(lambda path: written(path, "write_parquet"), id="Parquet"),
        pytest.param(lambda path: written(path, "write_ipc"), id="Arrow"),
    ],
)
def test_rows_with_a_nul_byte_are_refused_as_in_a_csv(of, tmp_path):
    # Long texts of the other rows, and texts of all lengths up to twelve bytes, hold none.
    rows = [",".join(row) for row in zip(*NUL.values())]
    (tmp_path / "a.csv").write_text("\n".join([",".join(NUL), *rows]) + "\n", encoding="utf-8")
    accounts = []
    for source in (tmp_path / "a.csv", of(tmp_path / "a.data")):
        exam = eg.read_scores(source, allowed_percent=100)
        (report,) = exam.report
        refused = [finding for finding in report["findings"] if finding["code"] == "EG-505"]
        accounts.append((len(exam), [finding["count"] for finding in refused], report["marks"]["chinese"]))
    assert accounts[0][:2] == (2, [2])
    assert accounts[1] == accounts[0]


def categorical_of(columns) -> pl.DataFrame:
    return pl.DataFrame(columns).with_columns(pl.col("班级", "语文").cast(pl.Categorical))


def written(path, writer):
    getattr(pl.DataFrame(NUL), writer)(path)
    return path


def test_an_engine_that_counts_refuses_keys_with_a_nul_byte():
    frame = pl.DataFrame(NUL)
    tally = eg.Tally.from_frame(frame, keys="班级", subjects="语文", candidate_id="考号", allowed_percent=100)
    assert len(tally) == 3
    # The score with one is none.
    assert eg.subject_mean(tally).value(measure="mean") == 75.0


@pytest.mark.parametrize("text", ["\x01", "\x07", "\x1b[0m", "\t", "\u2028", "\x7f", "\u200b"])
def test_other_control_characters_are_what_they_are_in_a_csv(text, tmp_path):
    columns = {"考号": ["1", "2"], "班级": [f"一{text}", f"{text}二"], "语文": [f"9{text}0", f"8{text}"]}
    frame = pl.DataFrame(columns)
    frame.write_csv(tmp_path / "a.csv")
    frame.write_parquet(tmp_path / "a.parquet")
    accounts = []
    for source in (tmp_path / "a.csv", frame, tmp_path / "a.parquet"):
        exam = eg.read_scores(source, allowed_percent=100)
        report = exam.report[0]
        found = [(finding["code"], finding["count"]) for finding in report["findings"]]
        means = eg.subject_mean(exam, by="class").rows()
        accounts.append((len(exam), found, report["marks"], means))
    assert accounts[0] == accounts[1] == accounts[2]
