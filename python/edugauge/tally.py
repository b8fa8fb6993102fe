"""The tally: exact counts by group, subject and score, to be kept, added, and made by any engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from edugauge import _core
from edugauge._arguments import Names, Number, Path, by_text, names
from edugauge._frames import Frame, prepared
from edugauge.exceptions import warn_of

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["Tally"]


class Tally(_core.Tally):
    """Counts of candidates by keys, subject and score: an exam for every indicator of one score at a time.

    A tally holds no candidate, yet its counts may be as small as one: keep it as you keep the candidates, and
    never publish it. Tallies add (``+``): files, counties, parts of a cluster's work, in any order.

    It is a plain table with the columns ``edugauge_tally`` (the version of the format, 1), the keys,
    ``subject``, ``full_mark``, ``step``, ``mark``, ``score``, ``count``: as CSV by ``write``, as a frame by
    ``pl()``, ``df()`` or the Arrow protocol, and so as Parquet.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to count by, beside the year; all that the data have if not given.
        weight: Of a sample survey: the key that holds the weights; kept, and held to be weights.

    Raises:
        ColumnNotFoundError: a key that the data do not have.
        InvalidArgumentError: a label of ``weight`` that is no weight.
        DataError: years or files that differ in scale or full mark.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙"], "语文": [90, "缺考", 85]}, year=2011)
        >>> tally = eg.Tally(exam, by="school")
        >>> tally.df()[["school", "mark", "score", "count"]].values.tolist()
        [['乙', 'scored', 85.0, 1], ['甲', 'scored', 90.0, 1], ['甲', 'absent', nan, 1]]
        >>> both = tally + eg.Tally(eg.read_scores({"学校": ["甲"], "语文": [80]}, year=2011), by="school")
        >>> eg.subject_mean(both, subjects="语文").value(measure="mean")
        85.0

    计数表：按分组、科目、分数的人数；可保存、相加，可由任何引擎生成。含小人数，不得公开。
    """

    __slots__ = ()

    def __new__(cls, exam: _core.Exam, by: Names | None = None, *, weight: str | None = None) -> Tally:
        return super().__new__(cls, exam, None if by is None else names(by), weight)

    @classmethod
    def read(cls, source: Path | Frame) -> Tally:
        """Tally that ``write`` wrote, or its table as a frame (from Parquet, say).

        Nothing is guessed: a row that edugauge would not write is refused, with its place.

        Raises:
            FileNotFoundError, PermissionError, OSError: the file cannot be read.
            DataError: a cell that does not fit, a score that stands in two rows, no row.
            ColumnNotFoundError: a column that is missing.

        Examples:
            >>> import edugauge as eg, tempfile, pathlib
            >>> kept = pathlib.Path(tempfile.mkdtemp()) / "2011.csv"
            >>> eg.Tally(eg.read_scores({"语文": [90.5, 85, 85]})).write(kept)
            >>> print(kept.read_text())
            edugauge_tally,subject,full_mark,step,mark,score,count
            1,chinese,,0.1,scored,85,2
            1,chinese,,0.1,scored,90.5,1
            <BLANKLINE>
            >>> len(eg.Tally.read(kept))
            3

        读回保存的计数表；不合规则之处一律报错。
        """
        return cls(_core.read_tally(prepared(source)))

    @classmethod
    def from_counts(
        cls,
        frame: Frame,
        *,
        keys: Names = (),
        weight: str | None = None,
        full_marks: Mapping[str, Number] | None = None,
        steps: Mapping[str, Number] | None = None,
        policy: Mapping[str, str] | None = None,
        allowed_percent: float = 0.0,
    ) -> Tally:
        """Tally of counts that another engine made: ``SELECT keys…, subject, score, count(*) … GROUP BY``.

        The score is a number or the text of the cell as the export holds it; each distinct one is judged
        once, by the rules of ``read_scores``: 缺考 and the like are marks, null is blank.

        Args:
            frame: One row per group, subject and score, with the columns ``subject``, ``score``, ``count``
                and the keys. Rows of the same group, subject and score add, so that the parts of a cluster's
                work may simply stand one below the other.
            keys: Keys to keep; all other columns if not given. Columns that are not named are summed over.
            weight: Of a sample survey: the column that holds the weights by which ``count`` candidates count,
                for the ``weight`` of indicators; kept as a key, and held to be weights.
            full_marks: Subject → full mark; a score above it cannot be believed.
            steps: Subject → step of its scale; a score between two steps cannot be believed.
            policy: What counts where no plain score stands, as for ``read_scores``.
            allowed_percent: Per cent of the candidates' cells that may not be believed; they are counted as
                ``invalid``. By default none may.

        Raises:
            DataError: a count that is negative or no whole number, more scores that cannot be believed than
                allowed.
            ColumnNotFoundError: a column that is missing.
            InvalidArgumentError: a full mark, step or weight that is none.

        Examples:
            >>> import edugauge as eg
            >>> counted = {
            ...     "school": ["041", "041", "042"],
            ...     "subject": ["数学"] * 3,
            ...     "score": ["72.5", "缺考", "88"],
            ...     "count": [120, 3, 77],
            ... }
            >>> tally = eg.Tally.from_counts(counted, full_marks={"数学": 150}, steps={"数学": 0.5})
            >>> tally
            <Exam: 200 candidates; years: ?; subjects: mathematics; keys: school>
            >>> eg.participation_rate(tally, by="school").rows(school="041")[0]["denominator"]
            123.0

            A sample: the engine groups by the weight too, and counts stay counts.

            >>> counts = {"w": ["1.5", "2"], "subject": ["数学"] * 2, "score": [60, 75], "count": [2, 2]}
            >>> sample = eg.Tally.from_counts(counts, weight="w")
            >>> eg.subject_mean(sample, weight="w").rows(measure="mean")[0]["value"]
            68.57142857142857

        由 DuckDB、Spark、polars 等引擎的计数生成；每种分数写法只判断一次，规则与读入相同。
        """
        return cls(
            _core.tally_from_counts(
                prepared(frame),
                keys=names(keys),
                weight=weight,
                full_marks=by_text(full_marks),
                steps=by_text(steps),
                policy=dict(policy or {}),
                allowed_percent=float(allowed_percent),
            )
        )

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        *,
        keys: Mapping[str, str] | Names = (),
        subjects: Mapping[str, str] | Names,
        candidate_id: str | None = None,
        weight: str | None = None,
        year: int | None = None,
        full_marks: Mapping[str, Number] | None = None,
        steps: Mapping[str, Number] | None = None,
        policy: Mapping[str, str] | None = None,
        allowed_percent: float = 1.0,
    ) -> Tally:
        """Tally of a frame with a row per candidate, counted by the engine of its own library.

        One ``group_by`` of the keys and the cell for each subject; the distinct cells with their counts alone
        leave the engine, and each is judged once by the rules of ``read_scores``, so that the figures are
        those of reading the same rows. The total is judged beside the subjects as everywhere: of who is
        absent in one, or has scores in fewer subjects than most (of the same ``year``, ``grade``, ``track``
        and ``exam``, where these are among the keys), it is not believed.

        Not done here: rows of totals and remarks below the candidates are not recognised, nor layouts other
        than a row per candidate; a total that the frame lacks is not made, and none is held against the sum
        of its subjects; ids are compared as they stand. A lazy frame is run for all subjects, and once more
        for the total; one that has other rows each time is refused.

        Args:
            frame: Of polars (also lazy, run by its streaming engine), DuckDB (a relation, also of your own
                connection), pandas, pyarrow, Ibis, Spark, and what else narwhals takes as lazy.
            keys: Columns to count by, or column → key: ``"学校"`` is the key ``school``, as in reading.
            subjects: Columns of scores, or column → subject; numbers, decimals, texts, categories.
            candidate_id: Column by which candidates are known again, within the keys ``year`` and ``exam``.
                Of one who stands in several rows the first counts, or what ``policy`` says of ``duplicates``
                (``"last"``, ``"refuse"``); where rows have no order (DuckDB, Ibis, Spark) only those that are
                the same in all that is used are one, others are refused. Without it every row counts.
            weight: Of a sample survey: the column of the weights; kept as a key, and held to be weights.
            year: Year of the examination, where the frame does not say it.
            full_marks: Subject → full mark; a score above it is a finding.
            steps: Subject → step of its scale; a score between two steps is a finding.
            policy: What counts where no plain score stands, as for ``read_scores``.
            allowed_percent: Per cent of the rows, and of the cells, that may be refused.

        Warns:
            EdugaugeWarning: for each thing that needs attention: findings, repeated candidates.

        Raises:
            InvalidArgumentError: no frame, a column of lists or structs, a full mark, step or weight that is
                none; ``{"duplicates": "best"}``, which is not decided in an engine.
            ColumnNotFoundError: a column that the frame does not have.
            DataError: more refused than allowed, repeated candidates, a library that does not hand its frame
                over, a lazy frame that has other rows each time.

        Examples:
            >>> import edugauge as eg, polars
            >>> frame = polars.LazyFrame({"学校": ["甲", "甲", "乙"], "语文": ["90", "缺考", "85"]})
            >>> tally = eg.Tally.from_frame(frame, keys="学校", subjects="语文", year=2024)
            >>> tally
            <Exam: 3 candidates; years: 2024; subjects: chinese; keys: year, school>
            >>> eg.participation_rate(tally, by="school").rows(school="甲")[0]["value"]
            50.0

        由数据框自己的引擎计数（polars、DuckDB、Spark 等）；每种写法只判断一次，规则与读入相同。
        """
        from edugauge._engines import Engine, Rules

        engine = Engine(frame)
        key_of, subject_of = _named(keys), _named(subjects)
        if not isinstance(keys, Mapping):
            key_of = dict(zip(key_of, _core.counted_keys(list(key_of)), strict=True))
        if weight is not None:
            key_of.setdefault(weight, weight)
        ids = [] if candidate_id is None else [candidate_id]
        used = list(dict.fromkeys([*ids, *key_of, *subject_of]))
        engine.check_columns(used)
        rules = Rules(by_text(full_marks), by_text(steps), dict(policy or {}))
        left_out = 0
        if candidate_id is not None:
            within = [column for column, key in key_of.items() if _core.key_id(key) in ("year", "exam")]
            left_out = engine.once_each([candidate_id, *within], used, rules.duplicates)
        tally = _core.tally_of_counted(
            engine.counted_columns(list(key_of), subject_of, rules),
            library=engine.library,
            keys=[key if column == weight else _core.key_id(key) for column, key in key_of.items()],
            left_out=left_out,
            year=year,
            weight=None if weight is None else key_of[weight],
            allowed_percent=float(allowed_percent),
            **rules.of_cells,
        )
        warn_of(tally.attention())
        return cls(tally)

    def merge(self, *others: _core.Tally) -> Tally:
        """Candidates of all, counted together; the same as ``+``.

        A subject that only one of them has is blank in the others; the keys must be the same.

        Raises:
            DataError: another scale or full mark; declare ``full_marks`` and ``steps`` when reading.
            ColumnNotFoundError: other keys.
        """
        whole: _core.Tally = self
        for other in others:
            whole = whole.merged(other)
        return type(self)(whole)

    def __add__(self, other: _core.Exam, /) -> _core.Exam:
        if isinstance(other, _core.Tally):
            return self.merge(other)
        return super().__add__(other)

    def pl(self) -> polars.DataFrame:
        """Table of the tally as a frame of polars."""
        import polars

        return polars.DataFrame(self)

    def df(self) -> pandas.DataFrame:
        """Table of the tally as a frame of pandas. Needs pandas and pyarrow."""
        try:
            import pyarrow
        except ImportError as missing:
            raise ImportError("df() needs pyarrow: pip install 'edugauge[pandas]' pyarrow") from missing
        frame: pandas.DataFrame = pyarrow.table(self).to_pandas()
        return frame


def _named(columns: Mapping[str, str] | Names) -> dict[str, str]:
    return dict(columns) if isinstance(columns, Mapping) else {name: name for name in names(columns)}
