"""A file of candidates as a lazy frame of polars, read by edugauge's own reader."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from edugauge import _core
from edugauge._arguments import Number, Path, by_text
from edugauge.exceptions import warn_of
from edugauge.reading import _written

if TYPE_CHECKING:
    import polars

__all__ = ["ScoreScan", "scan_scores"]

_BATCH = 1 << 16
MARKS = _core.marks()


class ScoreScan:
    """A file of candidates that was read once, for its account; ``lazy()`` is its candidates.

    Examples:
        >>> import edugauge as eg, pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "scores.csv"
        >>> _ = path.write_text("考号,学校,语文\\n1,一中,90\\n2,一中,缺考\\n合计,,90\\n", encoding="utf-8")
        >>> scan = eg.scan_scores(path)
        >>> scan
        <ScoreScan: row, candidate_id, school, chinese, chinese_mark>
        >>> scan.lazy().select("row", "chinese", "chinese_mark").collect().rows()
        [(2, 90.0, 'scored'), (3, None, 'absent')]
        >>> scan.report["non_data"], scan.rejects
        (1, [])

    一份考生文件：读过一遍，有它的读入说明；``lazy()`` 是其中的考生。
    """

    __slots__ = ("_file", "_name")

    def __init__(self, file: _core.ScoreFile, name: str) -> None:
        self._file, self._name = file, name

    @property
    def columns(self) -> list[str]:
        """Names of the columns of ``lazy()``, in order."""
        return [name for name, _ in self._file.columns]

    @property
    def report(self) -> dict[str, Any]:
        """What reading did with every row and every doubtful cell, as an ``Exam`` has it of a file."""
        return self._file.report

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Doubtful cells and refused rows, by cause and column."""
        return list(self.report["findings"])

    @property
    def rejects(self) -> list[dict[str, Any]]:
        """Rows that are not among the candidates: physical row, code and cause of each."""
        return self._file.rejects

    def lazy(self) -> polars.LazyFrame:
        """Candidates as a lazy frame of polars, for joins, expressions and sinks.

        Columns: ``row`` (the physical row, as Excel counts), ``candidate_id`` where there are ids, the keys
        (``school``, …; null where blank), and of each subject its score (``chinese``; a double, null where
        there is none) and what the cell is (``chinese_mark``: an Enum of scored, blank, absent, …). Rows that
        were refused, totals and remarks are not among them.

        Only the columns that are wanted are made (ids are read for those alone who want them), batch by batch
        with the predicate on each, up to the rows that are wanted. The guard reads a file to its end, so that
        its account is whole whatever is asked for: the first ``collect`` takes what ``scan_scores`` has read,
        each further one reads the file again.

        Raises:
            DataError: where it is collected, the file is no longer the one that was read (EG-120).

        考生的 polars 惰性数据框；只生成要用的列，按批筛选。
        """
        import polars

        from edugauge._io_source import lazy_of

        kinds = {
            "row": polars.Int64(),
            "text": polars.String(),
            "score": polars.Float64(),
            "mark": polars.Enum(MARKS),
        }
        schema = {name: kinds[kind] for name, kind in self._file.columns}

        def batches(columns: Sequence[str], limit: int | None) -> Iterator[polars.DataFrame]:
            rows = self._file.candidates("candidate_id" in columns)
            # Something must count the rows where no column is wanted.
            named = list(columns) or ["row"]
            upto = len(rows) if limit is None else min(limit, len(rows))
            for at in range(0, max(upto, 1), _BATCH):
                part = polars.DataFrame(rows.part(named, at, min(_BATCH, upto - at)))
                yield part.cast({name: schema[name] for name in named})

        return lazy_of(f"edugauge {self._name}", schema, batches)

    def __repr__(self) -> str:
        return f"<ScoreScan: {', '.join(self.columns)}>"


def scan_scores(
    path: Path,
    *,
    year: int | None = None,
    columns: Mapping[str, str] | None = None,
    full_marks: Mapping[str, Number] | None = None,
    steps: Mapping[str, Number] | None = None,
    policy: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    escape: str | None = None,
    decimal: str | None = None,
    header_row: int | None = None,
    header_rows: int | None = None,
    sheet: str | None = None,
    layout: str | None = None,
    allowed_percent: float = 1.0,
) -> ScoreScan:
    """Candidates of an export as a lazy frame, by the reader of ``read_scores``.

    Where ``polars.scan_csv`` shifts, pads or guesses, this refuses the row and says so; encoding, header,
    marks and totals are those of ``read_scores``. The file is read once here.

    Args:
        path: A file that ``read_scores`` takes.
        year: Year of the examination, where the data do not say it.
        columns: Header → field, where the usual names do not suffice, as for ``read_scores``.
        full_marks: Subject → full mark; a score above it is a finding.
        steps: Subject → step of its scale; a score between two steps is a finding.
        policy: What counts where no plain score stands, as for ``read_scores``.
        encoding: Encoding of the file, instead of recognising it.
        delimiter: Character between the cells, or ``"tab"``.
        quote: Character around cells (``'"'`` by default), or ``"none"``.
        escape: Character before one that stands for itself, where quotes are not doubled.
        decimal: ``","`` where a comma stands before the decimals of scores.
        header_row: Row of the header, the first being 1.
        header_rows: Rows that the header takes; 0 where there is none and columns go by letters.
        sheet: Sheet of a workbook, or file in an archive.
        layout: ``"wide"`` or ``"long"``, instead of recognising it.
        allowed_percent: Per cent of the rows, and of the score cells, that may be refused.

    Returns:
        ScoreScan: ``lazy()``, ``findings``, ``rejects``, ``report``.

    Warns:
        EdugaugeWarning: for each thing that needs attention, as ``read_scores``.

    Raises:
        FileNotFoundError, PermissionError, OSError: the file cannot be read.
        DataError, ColumnNotFoundError, InvalidArgumentError: as for ``read_scores``.

    Examples:
        >>> import edugauge as eg, pathlib, polars, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "scores.csv"
        >>> _ = path.write_text("考号,学校,语文\\n1,一中,90\\n2,二中,80\\n3,二中,缺考\\n", encoding="utf-8")
        >>> candidates = eg.scan_scores(path).lazy()
        >>> by_school = candidates.group_by("school").agg(polars.col("chinese").mean()).sort("school")
        >>> by_school.collect().rows()
        [('一中', 90.0), ('二中', 80.0)]

    把导出文件作为 polars 惰性数据框：规则、拒收与说明同 ``read_scores``。
    """
    file = _core.ScoreFile(
        os.fspath(path),
        file=_written(
            encoding, delimiter, quote, escape, header_row, header_rows, sheet, layout, decimal=decimal
        ),
        columns=dict(columns or {}),
        full_marks=by_text(full_marks),
        steps=by_text(steps),
        policy=dict(policy or {}),
        year=year,
        allowed_percent=float(allowed_percent),
    )
    warn_of(file.attention())
    return ScoreScan(file, os.path.basename(os.fspath(path)))
