"""Tallies of many export files, each read by edugauge on an executor of Spark, with its guard and account.

A frame that Spark already has: ``eg.Tally.from_frame``. Needs ``pip install 'edugauge[spark]'``, and edugauge
on the executors.

由 Spark 的各执行器用 edugauge 读许多导出文件；已有的考生表用 ``eg.Tally.from_frame``。
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
    from pyspark.sql import SparkSession

__all__ = ["tally_files"]

_FILE, _REPORT = "file", "report"


def _quoted(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"


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
