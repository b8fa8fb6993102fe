# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""The composite index (综合指数): declared weights over the columns of a small table."""

from __future__ import annotations

from edugauge._arguments import Conditions, Names, Weights
from edugauge.figures import Figures, compute
from edugauge.reading import Source, as_table

__all__ = ["composite_index"]


def composite_index(
    table: Source,
    *,
    weight: Weights,
    by: Names,
    where: Conditions | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Weighted sum of columns of a small table, with each part and the rank, per year and group.

    Index = Σ weight × value of the column, weights adding to 1; rank = those with a higher index + 1, so ties
    share a rank (1, 2, 2, 4). The index of a whole is not made of its groups': its own columns are weighted.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists, one row a year and group.
        weight: Headers to weights above 0 that add to exactly 1; or texts such as ``"及格率=0.6"``.
        by: Headers of the columns that name the groups.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        year: Header of the year's column; 年份, 年度 or year if not given. Years are ranked apart.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``index``, ``rank`` and ``weighted`` (a row per part), keys ``by`` and ``part``; the
        part of ``index`` and ``rank`` is null.

    Edge cases:
        A blank column: that part, the index and the rank are ``missing_input``. Two rows in one group:
        ``not_applicable``.

    Raises:
        InvalidArgumentError: weights that do not add to 1, or are not above 0.
        DataError: a cell that is no number, with row and column.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> schools = {"学校": ["甲", "乙", "丙"], "及格率": [90, 80, 95], "优秀率": [40, 60, 30]}
        >>> found = eg.composite_index(schools, weight={"及格率": 0.6, "优秀率": 0.4}, by="学校")
        >>> [(row["学校"], row["value"]) for row in found.rows(measure="rank")]
        [('甲', 2.0), ('乙', 1.0), ('丙', 3.0)]

    References:
        Usage of education offices; the weights are the user's to declare.

    综合指数 = Σ 权重 × 该列的值；并列者同名次。
    """
    arguments: dict[str, object] = {"weight": weight, "where": where, "year": year}
    return compute("composite_index", as_table(table), by=by, arguments=arguments, change=change)
