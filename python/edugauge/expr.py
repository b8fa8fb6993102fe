"""Expressions of polars that judge cells and place scores by the rules of edugauge, bit for bit.

``status`` and ``score`` judge each cell by itself; ``standard_score``, ``scaled_score`` and ``score_rank``
see all scores of a column, or with ``.over(…)`` those of each group. ``import edugauge.expr`` imports polars.

Examples:
    >>> import edugauge.expr as ee, polars as pl
    >>> frame = pl.DataFrame({"学校": ["甲", "甲", "乙", "乙"], "语文": ["90", "缺考", "85", "80.5"]})
    >>> frame.select(ee.status("语文"), score=ee.score("语文")).rows()
    [('scored', 90.0), ('absent', None), ('scored', 85.0), ('scored', 80.5)]
    >>> frame.select(ee.score_rank("语文").over("学校"))["语文"].to_list()
    [1, None, 1, 2]

polars 表达式：按 edugauge 的规则判断单元格、换算分数。
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import polars

from edugauge import _core
from edugauge._arguments import Bands, Number, by_text
from edugauge._checked import check_arguments, wrong_argument
from edugauge._frames import prepared
from edugauge.candidates import candidate_scores
from edugauge.distribution import score_table
from edugauge.scaling import scaled_score as scaled_scores
from edugauge.scan import MARKS
from edugauge.standard_scores import standard_score as standard_scores

if TYPE_CHECKING:
    from edugauge.figures import Figures

__all__ = ["scaled_score", "score", "score_rank", "standard_score", "status"]

_SUBJECT = "x"

Column: TypeAlias = "str | polars.Expr"
"""A name, or an expression."""

Measure: TypeAlias = Literal["z", "t", "ceeb", "normalised_t", "stanine", "percentile_rank"]


Scheme: TypeAlias = Literal[
    "national_312", "shandong", "zhejiang", "shanghai", "beijing", "tianjin", "custom"
]


def status(
    column: Column,
    *,
    full_mark: Number | None = None,
    step: Number | None = None,
    policy: Mapping[str, str] | None = None,
) -> polars.Expr:
    """What each cell is, by the rules of ``read_scores``: an Enum of scored, blank, absent, deferred, ….

    Each cell is judged by itself. A number in a column of numbers is a score as it is in a CSV: NaN is
    ``invalid``, null is ``blank``.

    Args:
        column: Cells as an export holds them, numbers or texts.
        full_mark: A score above it is ``invalid``.
        step: A score between two steps is ``invalid``.
        policy: What counts where no plain score stands, as for ``read_scores``.

    Raises:
        InvalidArgumentError: a full mark or step that is none; a column of lists or structs.

    Examples:
        >>> import edugauge.expr as ee, polars as pl
        >>> cells = pl.DataFrame({"数学": ["88", "缺考", "", "151", "八十"]})
        >>> cells.select(ee.status("数学", full_mark=150))["数学"].to_list()
        ['scored', 'absent', 'blank', 'invalid', 'invalid']

    每个单元格是什么：有成绩、空白、缺考等。
    """
    return _judged(column, "mark", polars.Enum(MARKS), full_mark, step, policy)


def score(
    column: Column,
    *,
    full_mark: Number | None = None,
    step: Number | None = None,
    policy: Mapping[str, str] | None = None,
) -> polars.Expr:
    """The score of each cell, by the rules of ``read_scores``: a double, null where there is none.

    Args:
        column: Cells as an export holds them, numbers or texts.
        full_mark: A score above it is none.
        step: A score between two steps is none.
        policy: What counts where no plain score stands, as for ``read_scores``.

    Raises:
        InvalidArgumentError: a full mark or step that is none; a column of lists or structs.

    Examples:
        >>> import edugauge.expr as ee, polars as pl
        >>> cells = pl.DataFrame({"数学": ["88.50", "缺考", "", "151"]})
        >>> cells.select(ee.score("数学", full_mark=150, step=0.5))["数学"].to_list()
        [88.5, None, None, None]

    每个单元格的分数；没有分数的为空。
    """
    return _judged(column, "score", polars.Float64(), full_mark, step, policy)


def standard_score(
    column: Column,
    measure: Measure = "z",
    *,
    deviation: Literal["n", "n_minus_1"] = "n",
    percentile: Literal["at_or_below", "mid_rank", "beaten"] = "at_or_below",
) -> polars.Expr:
    """Standard score of each candidate among those of the column, or of the group with ``.over(…)``.

    The figures are those of ``eg.standard_score``.

    Args:
        column: Cells as an export holds them, numbers or texts.
        measure: ``"z"``, ``"t"``, ``"ceeb"``, ``"normalised_t"``, ``"stanine"`` or ``"percentile_rank"``.
        deviation: Divisor of the standard deviation.
        percentile: Whom a percentile rank counts.

    Raises:
        InvalidArgumentError: another measure; a column of lists or structs.

    Examples:
        >>> import edugauge.expr as ee, polars as pl
        >>> scores = pl.DataFrame({"数学": [60, 70, 70, None, 80]})
        >>> scores.select(ee.standard_score("数学", "t").round(2))["数学"].to_list()
        [35.86, 50.0, 50.0, None, 64.14]

    每名考生在全体（或 ``.over`` 的组）中的标准分。
    """
    measures = ("z", "t", "ceeb", "normalised_t", "stanine", "percentile_rank")
    if measure not in measures:
        raise wrong_argument("measure", measure, (f"{measures} 之一", f"one of {measures}"))

    def of(exam: _core.Exam) -> Figures:
        return standard_scores(exam, subjects=_SUBJECT, deviation=deviation, percentile=percentile)

    return _placed(column, of, polars.col(f"{_SUBJECT}_{measure}"), polars.Float64())


def scaled_score(
    column: Column,
    scheme: Scheme = "national_312",
    *,
    bands: Bands | None = None,
    ties: Literal["better", "worse", "nearest"] = "better",
) -> polars.Expr:
    """Scaled score (等级赋分) of each candidate among those of the column, or of the group with ``.over(…)``.

    The figures are those of ``eg.scaled_score``.

    Args:
        column: Cells as an export holds them, numbers or texts.
        scheme: The scheme, as for ``eg.scaled_score``.
        bands: The bands of a scheme of your own.
        ties: To which band a score belongs that two share.

    Raises:
        InvalidArgumentError: another scheme; a column of lists or structs.

    Examples:
        >>> import edugauge.expr as ee, polars as pl
        >>> scores = pl.DataFrame({"化学": list(range(40, 90))})
        >>> scores.select(ee.scaled_score("化学"))["化学"].to_list()[-2:]
        [98.0, 100.0]

    每名考生在全体（或 ``.over`` 的组）中的等级赋分。
    """

    def of(exam: _core.Exam) -> Figures:
        return scaled_scores(exam, subjects=_SUBJECT, scheme=scheme, bands=bands, ties=ties)

    return _placed(column, of, polars.col(f"{_SUBJECT}_scaled"), polars.Float64())


def score_rank(column: Column) -> polars.Expr:
    """Rank of each candidate by score, the best 1, equal ones the same; with ``.over(…)`` within the group.

    One more than the candidates above, as ``eg.score_table`` counts them.

    Args:
        column: Cells as an export holds them, numbers or texts.

    Raises:
        InvalidArgumentError: a column of lists or structs.

    Examples:
        >>> import edugauge.expr as ee, polars as pl
        >>> scores = pl.DataFrame({"总分": ["500", "620", "缺考", "620", "480"]})
        >>> scores.select(ee.score_rank("总分"))["总分"].to_list()
        [3, 1, None, 1, 4]

    每名考生的位次（同分同位）。
    """

    def of(exam: _core.Exam) -> Figures:
        return score_table(exam, subject=_SUBJECT)

    above = polars.col(f"{_SUBJECT}_cumulative") - polars.col(f"{_SUBJECT}_count")
    return _placed(column, of, above + 1, polars.Int64())


def _expression(column: Column) -> polars.Expr:
    return polars.col(column) if isinstance(column, str) else column


def _judged(
    column: Column,
    wanted: str,
    kind: Any,
    full_mark: Number | None,
    step: Number | None,
    policy: Mapping[str, str] | None,
) -> polars.Expr:
    options = {
        "full_marks": {} if full_mark is None else by_text({_SUBJECT: full_mark}),
        "steps": {} if step is None else by_text({_SUBJECT: step}),
        "policy": dict(policy or {}),
    }

    def judge(cells: polars.Series) -> polars.Series:
        judged = _core.judged_cells(prepared(cells.to_frame()), subject=_SUBJECT, **options)
        return polars.DataFrame(judged)[wanted].cast(kind).rename(cells.name)

    return _expression(column).map_batches(judge, return_dtype=kind, is_elementwise=True)


def _placed(
    column: Column, of: Callable[[_core.Exam], Figures], measure: polars.Expr, kind: Any
) -> polars.Expr:
    """What figures by score say of each candidate of a column."""

    def place(cells: polars.Series) -> polars.Series:
        nothing = polars.Series(cells.name, [None] * len(cells), dtype=kind)
        if cells.dtype in (polars.String, polars.Categorical, polars.Enum):
            # A row with a NUL is refused, but a column keeps its places: there the cell has no score.
            texts = cells.cast(polars.String)
            cells = texts.set(texts.str.contains("\0", literal=True).fill_null(value=False), None)
        frame = cells.alias(_SUBJECT).to_frame().with_row_index("id", offset=1)
        exam = _core.read_scores(
            prepared(frame),
            file={},
            sheets=[],
            columns={"id": "candidate_id", _SUBJECT: f"subject:{_SUBJECT}"},
            full_marks={},
            steps={},
            policy={},
            year=None,
            schools=None,
            on=None,
            school_columns={},
            allowed_percent=100.0,
        )
        if exam.report[0]["marks"][_SUBJECT]["scored"] == 0:
            return nothing
        # Every row is a candidate, in the order of the column.
        placed = polars.DataFrame(candidate_scores(exam, of(exam)))
        return placed.select(measure.cast(kind).alias(cells.name)).to_series()

    return _expression(column).map_batches(place, return_dtype=kind, is_elementwise=False)


check_arguments(__all__, globals())
