# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Ratios of a yearly report, declared by the user over a small table."""

from __future__ import annotations

from typing import Literal

from edugauge._arguments import Conditions, Names
from edugauge.figures import Figures, compute
from edugauge.reading import Source, as_table

__all__ = ["ratio"]


def ratio(
    table: Source,
    *,
    by: Names = (),
    numerator: str | None = None,
    denominator: str | None = None,
    numerator_where: Conditions | None = None,
    where: Conditions | None = None,
    distinct: str | None = None,
    units: Names | None = None,
    scale: Literal["percent", "per_mille", "per_10k", "number"] = "percent",
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Ratio of two columns of a small table, or of rows that meet conditions, per year and group.

    Ratio = Σ numerator / Σ denominator × scale: sums first, then one division, never the mean of the rows'
    ratios.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists. Total rows are left out.
        by: Headers of the columns to group by.
        numerator: Header of the numerator's column. If not given, the rows that meet ``numerator_where``
            count.
        denominator: Header of the denominator's column. Rows are counted if not given.
        numerator_where: Conditions on the rows that count in the numerator, as in ``where``.
        where: Only rows that meet these conditions, such as ``{"column": "班额", "at_least": 56}``, with
            ``at_least``, ``at_most``, ``is``, ``is_not`` (one value or several), ``from`` or ``until`` (a
            date); or texts such as ``"班额 at_least 56"``. A row with a blank there does not count, and
            ``note`` says so.
        distinct: Header of a column whose equal values count once, where rows are counted.
        units: Units that numbers in cells may carry: ``58场``, ``140万元`` (1,400,000 with ``"元"``).
        scale: What the quotient is multiplied with: 100, 1,000, 10,000 or 1.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``ratio``, keys ``by``; ``n`` is the number of rows, or the count of them.

    Edge cases:
        Denominators that sum to 0: ``no_denominator``. A blank cell in the group: ``missing_input``.

    Raises:
        DataError: a cell that is no number, or a negative denominator, with row and column.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> staff = {"学段": ["义务教育", "高中"], "应流动": [2000, 800], "已流动": [643, 208]}
        >>> round(eg.ratio(staff, numerator="已流动", denominator="应流动").value(), 1)
        30.4
        >>> eg.ratio(staff, numerator="已流动", denominator="应流动", by="学段").value(学段="高中")
        26.0

        >>> classes = {"学段": ["小学"] * 4, "班额": [38, 45, 56, 61]}
        >>> eg.ratio(classes, numerator_where={"column": "班额", "at_least": 56}).value()
        50.0

    References:
        Usage of yearly reports.

    比率 = Σ 分子 ÷ Σ 分母 × 倍数。
    """
    arguments: dict[str, object] = {
        "numerator": numerator,
        "denominator": denominator,
        "numerator_where": numerator_where,
        "where": where,
        "distinct": distinct,
        "units": units,
        "scale": scale,
        "year": year,
    }
    return compute("ratio", as_table(table), by=by, arguments=arguments, change=change)
