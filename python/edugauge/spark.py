"""Tallies counted by Spark: where the candidates of one machine's memory or disk are not enough.

Two ways, with the same figures as reading here: ``tally`` counts a frame of candidates that Spark already
has, ``tally_files`` lets edugauge read export files on the executors, with its own guard and the same account
of every row. Needs ``pip install 'edugauge[spark]'``, and edugauge on the executors for ``tally_files``.

由 Spark 计数：已有的考生表用 ``tally``，许多导出文件用 ``tally_files``；数字与本机读取完全相同。
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from edugauge import _core
from edugauge._arguments import Names, Number, names
from edugauge.exceptions import DataError
from edugauge.reading import read_scores
from edugauge.tally import Tally

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

__all__ = ["tally", "tally_files"]

_FILE, _REPORT = "file", "report"
_VOIDING = ("absent", "deferred", "exempt", "invalid", "violation")
_TOTAL = ("total", "总分", "总成绩")


def tally(
    candidates: DataFrame,
    *,
    keys: Mapping[str, str] | Names,
    subjects: Mapping[str, str] | Names,
    weight: str | None = None,
    full_marks: Mapping[str, Number] | None = None,
    steps: Mapping[str, Number] | None = None,
    allowed_percent: float = 1.0,
) -> Tally:
    """Tally of a Spark frame with one row per candidate, by ``groupBy(…).count()``.

    Spark counts each distinct cell text per group and subject; edugauge judges each once, by the rules of
    ``read_scores``. The total of who is absent, deferred or disqualified in a subject is not believed, as
    everywhere. Candidates who stand in two rows count twice: ``candidates.dropDuplicates(["考号"])`` first.

    Args:
        candidates: One row per candidate.
        keys: Columns to count by, or column → key (``{"学校代码": "school_code"}``).
        subjects: Columns of scores, or column → subject; numbers, decimals or texts.
        weight: Of a sample survey: the column of the weights; kept as a key, and held to be weights.
        full_marks: Subject → full mark.
        steps: Subject → step.
        allowed_percent: Per cent of the cells that may not be believed, as for ``read_scores``.

    Raises:
        DataError: more scores that cannot be believed than allowed.
        InvalidArgumentError: a weight that is none.

    Examples:
        >>> import edugauge as eg, edugauge.spark
        >>> candidates = spark.createDataFrame(
        ...     [("甲", "90"), ("甲", "缺考"), ("乙", "85")], ["学校", "语文"]
        ... )
        >>> tally = eg.spark.tally(candidates, keys={"学校": "school"}, subjects="语文", steps={"语文": 0.5})
        >>> tally
        <Exam: 3 candidates; years: ?; subjects: chinese; keys: school>
        >>> eg.subject_mean(tally).value(measure="mean")
        87.5

        A sample: each candidate counts by a weight.

        >>> sample = spark.createDataFrame([("甲", 1.5, 60), ("乙", 2.0, 75)], ["学校", "权重", "语文"])
        >>> tally = eg.spark.tally(sample, keys={"学校": "school"}, subjects="语文", weight="权重")
        >>> eg.subject_mean(tally, weight="权重").value(measure="mean")
        68.57142857142857

    由 Spark 的考生表计数。
    """
    from pyspark.sql import functions as spark

    key_of, subject_of = _named(keys), _named(subjects)
    if weight is not None:
        key_of.setdefault(weight, weight)
    texts = candidates.select(
        *[_text(candidates, column).alias(f"key {key}") for column, key in key_of.items()],
        *[_text(candidates, column).alias(f"cell {subject}") for column, subject in subject_of.items()],
    )
    cells = {subject: spark.col(f"`cell {subject}`") for subject in subject_of.values()}
    unread = _unread_totals(texts, cells)
    long = texts.select(
        *[spark.col(f"`key {key}`").alias(key) for key in key_of.values()],
        spark.explode(
            spark.array(
                *[
                    spark.struct(
                        spark.lit(subject).alias("subject"), unread.get(subject, cell).alias("score")
                    )
                    for subject, cell in cells.items()
                ]
            )
        ).alias("cell"),
    )
    counted = long.groupBy(*[_quoted(key) for key in key_of.values()], "cell.subject", "cell.score").count()
    return Tally.from_counts(
        counted.toArrow(),
        keys=list(key_of.values()),
        weight=None if weight is None else key_of[weight],
        full_marks=full_marks,
        steps=steps,
        allowed_percent=allowed_percent,
    )


def _named(columns: Mapping[str, str] | Names) -> dict[str, str]:
    return dict(columns) if isinstance(columns, Mapping) else {name: name for name in names(columns)}


def _quoted(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"


def _text(frame: DataFrame, column: str) -> Column:
    """Write a cell as an export holds it: 90.0 of a column of doubles is 90."""
    from pyspark.sql import functions as spark

    text = spark.col(_quoted(column)).cast("string")
    if dict(frame.dtypes)[column] in ("double", "float"):
        return spark.regexp_replace(text, r"\.0$", "")
    return text


def _unread_totals(texts: DataFrame, cells: Mapping[str, Column]) -> dict[str, Column]:
    """The total's cell, replaced by the first mark of a subject that leaves no total to be believed."""
    from pyspark.sql import functions as spark

    totals = [subject for subject in cells if subject in _TOTAL]
    others = [cell for subject, cell in cells.items() if subject not in _TOTAL]
    if not totals or not others:
        return {}
    seen = texts.select(spark.explode(spark.array(*cells.values())).alias("text")).distinct()
    meant = _marks([row["text"] for row in seen.collect()])
    kept = [text for text, mark in meant.items() if mark not in ("scored", "blank")]
    unread = [text for text, mark in meant.items() if mark in _VOIDING]
    first = spark.coalesce(*[spark.when(cell.isin(unread), cell) for cell in others])
    total = cells[totals[0]]
    replaced = spark.when(first.isNotNull() & ~spark.coalesce(total.isin(kept), spark.lit(False)), first)
    return {totals[0]: replaced.otherwise(total)}


def _marks(texts: Iterable[str | None]) -> dict[str, str]:
    """What each distinct text is: a score, a mark, or ``invalid``; judged by edugauge's reader."""
    distinct = sorted({text for text in texts if text is not None})
    counted: dict[str, list[Any]] = {
        "text": distinct,
        "subject": ["x"] * len(distinct),
        "score": distinct,
        "count": [1] * len(distinct),
    }
    judged = Tally.from_counts(counted, keys="text", allowed_percent=100)
    return {row["text"]: row["mark"] for row in _rows(judged)}


def _rows(tally: Tally) -> list[dict[str, Any]]:
    import pyarrow

    rows: list[dict[str, Any]] = pyarrow.table(tally).to_pylist()
    return rows


def tally_files(
    spark: SparkSession,
    files: Iterable[str],
    *,
    by: Names,
    weight: str | None = None,
    year: int | None = None,
    columns: Mapping[str, str] | None = None,
    full_marks: Mapping[str, Number] | None = None,
    steps: Mapping[str, Number] | None = None,
    encoding: str | None = None,
    schools: str | None = None,
    allowed_percent: float = 1.0,
) -> tuple[Tally, list[dict[str, Any]]]:
    """Tally of many export files, each read by edugauge on an executor, summed by Spark.

    The guard, the marks and the refusals are those of ``read_scores``, which is what runs there. The files
    must be where every executor finds them under the same path.

    Args:
        spark: The session.
        files: Paths of the exports, one or more per county or school.
        by: Keys to count by, beside the year.
        weight: Of a sample survey: the key of the weights (``columns={"权重": "key:weight"}``), kept too.
        year: Year of the examination, where the files do not say it.
        columns: Header → field, as for ``read_scores``.
        full_marks: Subject → full mark.
        steps: Subject → step: without it files that differ in their finest score do not add.
        encoding: Encoding of the files, instead of recognising it.
        schools: Path of the school list, whose columns every candidate gets.
        allowed_percent: Per cent of the rows, and of the cells, of a file that may be refused.

    Returns:
        The tally, and the account of each file as ``exam.report`` has it, by file.

    Raises:
        DataError: a file that cannot be read or of which more is refused than allowed; files that differ in
            scale.

    Examples:
        >>> import edugauge as eg, edugauge.spark, pathlib
        >>> files = [str(pathlib.Path(name).absolute()) for name in ("甲县.csv", "乙县.csv")]
        >>> for file, score in zip(files, (90, 85)):
        ...     _ = pathlib.Path(file).write_text(f"学校,语文\\n一中,{score}\\n", encoding="utf-8")
        >>> tally, reports = eg.spark.tally_files(spark, files, by="school", year=2024, steps={"语文": 1})
        >>> eg.subject_mean(tally).value(measure="mean")
        87.5
        >>> [report["accepted"] for report in reports]
        [1, 1]

    由各执行器用 edugauge 自己的读入规则读文件，Spark 求和。
    """
    paths = [str(path) for path in files]
    options = {
        "year": year,
        "columns": columns,
        "full_marks": full_marks,
        "steps": steps,
        "encoding": encoding,
        "schools": schools,
        "allowed_percent": allowed_percent,
    }
    keys = names(by)
    if weight is not None and weight not in keys:
        keys = [*keys, weight]
    frame = spark.createDataFrame([(path,) for path in paths], f"{_FILE} string").repartition(len(paths))
    kept = ["year", *[key for key in keys if key != "year"]]
    schema = ", ".join(
        [
            "edugauge_tally bigint",
            *[f"{_quoted(key)} string" for key in kept],
            "subject string, full_mark double, step double, mark string, score double, count bigint",
            f"{_REPORT} string",
        ]
    )

    def read(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            for path in batch.column(0).to_pylist():
                yield from _read_on_executor(path, (keys, weight), kept, options)

    read_rows = frame.mapInArrow(read, schema).persist()
    try:
        reports = [
            json.loads(row[0]) for row in read_rows.where(f"{_REPORT} is not null").select(_REPORT).collect()
        ]
        faults = sorted((t for t in reports if "fault" in t), key=lambda t: paths.index(t["file"]))
        if faults:
            raise DataError(f"{faults[0]['file']}: {faults[0]['fault']}", faults[0]["code"])
        counted = read_rows.where(f"{_REPORT} is null").drop(_REPORT)
        others = [_quoted(column) for column in counted.columns if column != "count"]
        summed = counted.groupBy(*others).sum("count").withColumnRenamed("sum(count)", "count")
        whole = Tally.read(summed.toArrow())
    finally:
        read_rows.unpersist()
    return whole, sorted((t["report"] for t in reports), key=lambda report: paths.index(report["file"]))


def _read_on_executor(
    path: str, by: tuple[list[str], str | None], kept: list[str], options: dict[str, Any]
) -> Iterator[Any]:
    import pyarrow

    def report(**content: object) -> Any:
        return pyarrow.Table.from_pylist([{**empty, _REPORT: json.dumps({"file": path, **content})}], schema)

    text, real = pyarrow.string(), pyarrow.float64()
    fixed = {"subject": text, "full_mark": real, "step": real, "mark": text, "score": real}
    whole = {"edugauge_tally": pyarrow.int64()}, {"count": pyarrow.int64(), _REPORT: text}
    schema = pyarrow.schema({**whole[0], **dict.fromkeys(kept, text), **fixed, **whole[1]})
    empty: dict[str, object] = dict.fromkeys(schema.names)
    try:
        exam: _core.Exam = read_scores(path, **options)
        keys, weight = by
        table = pyarrow.table(Tally(exam, by=keys, weight=weight))
    except (OSError, ValueError, LookupError) as fault:
        yield from report(fault=str(fault), code=getattr(fault, "code", "")).to_batches()
        return
    for name in schema.names:
        if name not in table.column_names:
            missing = [("" if name in kept else None)] * table.num_rows
            table = table.append_column(name, pyarrow.array(missing, schema.field(name).type))
    yield from table.select(schema.names).cast(schema).to_batches()
    yield from report(report=exam.report[0]).to_batches()
