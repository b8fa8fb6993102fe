"""Reading exports and frames: every cell is a score, a mark or a finding; nothing is guessed."""

from __future__ import annotations

import errno
import glob
import os
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from edugauge import _core
from edugauge._arguments import Names, Number, Path, by_text, names
from edugauge._checked import refused, wrong_argument
from edugauge._frames import Frame, prepared
from edugauge.exceptions import warn_of

__all__ = ["read_score_table", "read_scores", "read_table"]

Source: TypeAlias = Path | Frame | _core.Table
"""A file, a frame of any library, a dict of lists, or a table already read."""


def read_scores(
    source: Source | Iterable[Path | Frame],
    *,
    year: int | None = None,
    years: Iterable[int] | None = None,
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
    sheet: Names | None = None,
    layout: str | None = None,
    schools: Source | None = None,
    on: str | None = None,
    school_columns: Mapping[str, str] | None = None,
    allowed_percent: float = 1.0,
) -> _core.Exam:
    """Candidates' scores from an examination export: a row per candidate, or per candidate and subject.

    Headers are recognised by their usual names; encoding, delimiter and header row are found in the file.
    Blank is not zero: 缺考, 免考, 违纪 and the like are marks, and what is neither a score nor a mark is a
    finding in ``exam.report``.

    Args:
        source: A file (CSV or TSV, UTF-8 or GB18030; xlsx, xls, xlsb, ods; either of them zipped; Parquet,
            Arrow or Feather), a frame of polars (also lazy), pandas, pyarrow, DuckDB, …, a dict of lists, a
            list of these, or a path with ``{year}`` or with ``*`` in it, which stands for all files of such
            names. Rows of frames, Parquet and Arrow files are numbered from 1; their cells are read as those
            of a CSV of the same rows are.
        year: Year of the examination, where the data do not say it.
        years: One year per source of a list, or the years that ``{year}`` stands for.
        columns: Header → field, where the usual names do not suffice: a key (``"school"``, ``"class"``, …),
            ``"subject:ID"``, ``"key:NAME"``, ``"exam"`` (which examination a row is of), ``"candidate_id"``,
            ``"name"`` or ``"ignore"``; of equal headers each goes by its letters (``"B"``).
        full_marks: Subject → full mark; a score above it is a finding.
        steps: Subject → step of its scale, such as 0.5; a score between two steps is a finding.
        policy: What counts where no plain score stands: a mark (``"absent"``, ``"缺考"``, ``"violation"``,
            ``"deferred"``, ``"exempt"``, ``"blank"``) → ``"exclude"`` or ``"zero"``; a number (``"0"``,
            ``"-1"``, ``"999"``) → ``"score"``, ``"zero"`` or a mark; any other text → a mark, ``"zero"``,
            what a grade is worth (``"95"``), ``"pass"`` (1) or ``"fail"`` (0);
            ``"total"`` → ``"any"`` (no total beside a subject that is marked or cannot be read, nor of a
            candidate with scores in fewer subjects than most), ``"all"`` or ``"given"``;
            ``"duplicates"`` → ``"first"``, ``"last"``, ``"best"`` or ``"refuse"``.
        encoding: Encoding of the file, instead of recognising it.
        delimiter: Character between the cells, or ``"tab"``.
        quote: Character around cells (``'"'`` by default), or ``"none"``.
        escape: Character before one that stands for itself, where quotes are not doubled.
        decimal: ``","`` where a comma stands before the decimals of scores.
        header_row: Row of the header, the first being 1.
        header_rows: Rows that the header takes; 0 where there is none and columns go by letters.
        sheet: Sheet of a workbook, or file in an archive; several of a workbook: a list, or ``"*"`` for every
            one with scores.
        layout: ``"wide"`` or ``"long"`` (a row per candidate and subject), instead of recognising it.
        schools: School list, whose columns (residence, district, …) every candidate gets.
        on: Key on which the school list is joined; ``school_code`` if there is one, else ``school``.
        school_columns: Header → field of the school list, where the usual names do not suffice.
        allowed_percent: Per cent of the rows, and of the score cells, that may be refused; above it nothing
            is read. ``100`` takes whatever is left: look at ``exam.report`` then.

    Returns:
        Exam: candidates by year, with ``keys``, ``subjects``, ``years`` and ``report``; two exams add.

    Warns:
        EdugaugeWarning: for each thing that needs attention: findings, columns not used, totals made.

    Raises:
        FileNotFoundError, PermissionError, OSError: the file cannot be read.
        DataError: neither encoding fits, more refused than allowed, no header row, two columns for one
            field, an unmatched school.
        ColumnNotFoundError: no column of scores, or a header in ``columns`` that is not there.
        InvalidArgumentError: a field, full mark or step that is none; a column of lists or structs, or of
            times with a timezone.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores(
        ...     {"考号": ["001", "002", "003"], "学校代码": ["041", "041", "042"], "语文": [90, "缺考", 85]},
        ...     year=2011,
        ...     schools={"学校代码": ["041", "042"], "城乡类别": ["城区", "乡村"]},
        ... )
        >>> exam
        <Exam: 3 candidates; years: 2011; subjects: chinese; keys: school_code, year, residence>
        >>> exam.report[0]["marks"]["chinese"]["absent"]
        1

    读入成绩：文件或数据框；可同时挂接学校表。
    """
    ignored = {header for header, field in (columns or {}).items() if field == "ignore"}
    exams = [
        _core.read_scores(
            prepared(one, ignored),
            file=_written(
                encoding,
                delimiter,
                quote,
                escape,
                header_row,
                header_rows,
                None,
                layout,
                decimal=decimal,
            ),
            sheets=names(() if sheet is None else sheet),
            year=of_year,
            columns=dict(columns or {}),
            policy=dict(policy or {}),
            full_marks=by_text(full_marks),
            steps=by_text(steps),
            schools=None if schools is None else prepared(schools),
            on=on,
            school_columns=dict(school_columns or {}),
            allowed_percent=float(allowed_percent),
        )
        for one, of_year in _sources(source, year, None if years is None else list(years))
    ]
    # Neighbours first: thousands of files are put together in a few rounds.
    while len(exams) > 1:
        pairs = zip(exams[::2], exams[1::2], strict=False)
        odd = exams[-1:] if len(exams) % 2 else []
        exams = [one + other for one, other in pairs] + odd
    warn_of(exams[0].attention())
    return exams[0]


def _written(
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    escape: str | None = None,
    header_row: int | None = None,
    header_rows: int | None = None,
    sheet: str | None = None,
    layout: str | None = None,
    believe: str | None = None,
    decimal: str | None = None,
) -> dict[str, str]:
    options = {
        "encoding": encoding,
        "delimiter": delimiter,
        "quote": quote,
        "escape": escape,
        "header_row": header_row,
        "header_rows": header_rows,
        "sheet": sheet,
        "layout": layout,
        "believe": believe,
        "decimal": decimal,
    }
    return {name: str(value) for name, value in options.items() if value is not None}


def _sources(
    source: Source | Iterable[Path | Frame], year: int | None, years: list[int] | None
) -> list[tuple[object, int | None]]:
    if years is not None and year is not None:
        raise refused("year 与 years 只能给一个", "give year or years, not both")
    if isinstance(source, (list, tuple)):
        given: list[int | None] = [year] * len(source) if years is None else list(years)
        if not source:
            raise wrong_argument("source", source, ("至少一个文件或数据框", "at least one file or frame"))
        if len(given) != len(source):
            raise refused(
                f"{len(source)} 份数据，却有 {len(given)} 个年份",
                f"{len(source)} sources but {len(given)} years",
            )
        return [(file, of) for one, of in zip(source, given, strict=True) for file in _files(one)]
    if years is None:
        return [(file, year) for file in _files(source)]
    pattern = str(source) if not isinstance(source, Mapping) and not hasattr(source, "keys") else ""
    if "{year}" not in pattern or not years:
        raise refused(
            "years 须配文件列表，或含 {year} 的路径",
            "years needs a list of sources or a path with {year} in it",
        )
    named = [(pattern.replace("{year}", str(of_year)), of_year) for of_year in years]
    return [(file, of_year) for path, of_year in named for file in _files(path)]


def _files(source: object) -> list[object]:
    """The files that a path with ``*`` in it stands for, by their names; anything else as it is."""
    if not isinstance(source, (str, os.PathLike)) or not glob.has_magic(os.fspath(source)):
        return [source]
    if os.path.exists(source):
        return [source]
    pattern = os.fspath(source)
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), pattern)
    return list(found)


def read_score_table(
    source: Source,
    *,
    year: int | None = None,
    track: str | None = None,
    columns: Mapping[str, str] | None = None,
    full_mark: Number | None = None,
    believe: Literal["cumulative", "count"] | None = None,
    encoding: str | None = None,
    sheet: Names | None = None,
) -> _core.Exam:
    """Candidates of a published score table (一分一段表), one row per score with its count.

    As people keep them: continued to the right or on further pages; tracks by a column (科类) or side by
    side, which become the key ``track``; a count or a cumulative count alone; counts such as ``31.0`` or
    ``1,205``. Scores fall from row to row, cumulative counts never do. Where a count and the cumulative
    counts contradict each other, the cumulative ones are believed and the row is a finding of ``report()``.
    The top row may be a range such as ``689-750``: what depends on the scores inside it is
    ``not_applicable``, as are those of candidates above the first row, who are only in its cumulative count.

    Args:
        source: A file, a frame or a dict of lists with 分数 and 人数, 累计人数 or both.
        year: Year of the table; where the table has years itself, its rows of this year.
        track: Track of its candidates, such as ``"物理类"``; where the table has tracks, its rows of this
            track.
        columns: Header → ``"score"``, ``"count"`` or ``"cumulative"``, where the usual names do not suffice.
        full_mark: Full mark of the total, for a top row such as ``689及以上``.
        believe: Which count holds where the two contradict each other: ``"cumulative"`` if not given. It is
            in the method of every figure.
        encoding: Encoding of the file, instead of recognising it.
        sheet: Sheet of a workbook, or file in an archive; several of a workbook: a list, or ``"*"`` for every
            one with a score table. Their names become the key ``track`` where all are tracks, such as
            物理类 and 历史类, else the key ``sheet``.

    Returns:
        Exam: candidates with the one subject ``total``; who was absent is not known.

    Warns:
        EdugaugeWarning: for each thing that needs attention, such as counts that contradict each other.

    Raises:
        FileNotFoundError, PermissionError, OSError: the file cannot be read.
        DataError: scores that do not fall, a falling cumulative count, a cell that is no number; of several
            sheets, one that is the sum of the others.
        ColumnNotFoundError: no column of scores or counts.

    Examples:
        >>> import edugauge as eg
        >>> table = {"分数": ["689-750", 688, 687], "人数": [31, 5, 8], "累计人数": [31, 36, 44]}
        >>> exam = eg.read_score_table(table, year=2024)
        >>> len(exam)
        44
        >>> eg.admission_rate(exam, lines=688).rows()[0]["numerator"]
        36.0

    读入公布的一分一段表。
    """
    exam = _core.read_score_table(
        prepared(source),
        year=year,
        track=track,
        columns=dict(columns or {}),
        full_marks={} if full_mark is None else by_text({"total": full_mark}),
        file=_written(encoding, believe=believe),
        sheets=names(() if sheet is None else sheet),
    )
    warn_of(exam.attention())
    return exam


def read_table(
    source: Source,
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    escape: str | None = None,
    header_row: int | None = None,
    header_rows: int | None = None,
    sheet: Names | None = None,
) -> _core.Table:
    """Small table of any columns (schools, population, staff), cells as text.

    Every row is in the table, in ``rejects`` with row number and cause, or recognised as no data (totals,
    remarks, blank rows); no cell is shifted, padded or cut.

    Args:
        source: A file (CSV, xlsx, xls, xlsb, ods; also zipped), a frame or a dict of lists.
        columns: Headers by which the header row of a file is found, where it is not the first full one.
        encoding: Encoding of the file, instead of recognising it.
        delimiter: Character between the cells, or ``"tab"``.
        quote: Character around cells (``'"'`` by default), or ``"none"``.
        escape: Character before one that stands for itself, where quotes are not doubled.
        header_row: Row of the header, the first being 1.
        header_rows: Rows that the header takes; 0 where there is none and columns go by letters.
        sheet: Sheet of a workbook, or file in an archive; several of a workbook: a list, or ``"*"`` for all.
            Their rows are put together by their headers; a column that one of them lacks is blank there.

    Returns:
        Table: with ``headers``, ``len()``, ``rejects``, ``report``; ``pl()``, ``df()`` and the Arrow protocol
        give all cells as text.

    Warns:
        EdugaugeWarning: for a sheet that lacks columns which others have.

    Raises:
        FileNotFoundError, PermissionError, OSError: the file cannot be read.
        DataError: neither encoding fits, or there is no header row; a protected or broken workbook.

    Examples:
        >>> import edugauge as eg
        >>> table = eg.read_table({"学段": ["义务教育", "高中", "合计"], "流动": [643, 208, 851]})
        >>> table
        <Table: 2 rows; columns: 学段, 流动>
        >>> table.columns_dict()["流动"], table.rejects
        (['643', '208'], [])

    读入一张小表，各列原样保留。
    """
    table = _core.read_table(
        prepared(source),
        file=_written(encoding, delimiter, quote, escape, header_row, header_rows),
        sheets=names(() if sheet is None else sheet),
        columns=dict(columns or {}),
    )
    warn_of(table.attention())
    return table


def as_table(table: Source) -> _core.Table:
    """A small table as it is, or read from a file, a frame or a dict of lists."""
    return table if isinstance(table, _core.Table) else read_table(table)
