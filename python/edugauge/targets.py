# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Counts, plans and limits of a yearly report, over a small table."""

from __future__ import annotations

from edugauge._arguments import Conditions, Names, Number
from edugauge.figures import Figures, compute
from edugauge.reading import Source, as_table

__all__ = ["count_by_year", "plan_attainment", "retention_rate", "teacher_rotation"]


def count_by_year(
    table: Source,
    *,
    by: Names = (),
    count: str | None = None,
    where: Conditions | None = None,
    distinct: str | None = None,
    units: Names | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Rows counted, or a column summed, per year and group, with the change and growth on the year before.

    Change = this year − the year before; growth = change / the year before × 100. Sums first, then compared.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists. Total rows are left out.
        by: Headers of the columns to group by.
        count: Header of the count's column. Rows are counted if not given: a register has a row each.
        where: Only rows that meet these conditions, such as ``{"column": "班额", "at_least": 56}``, with
            ``at_least``, ``at_most``, ``is``, ``is_not`` (one value or several), ``from`` or ``until`` (a
            date); or texts such as ``"班额 at_least 56"``. A row with a blank there does not count, and
            ``note`` says so.
        distinct: Header of a column whose equal values count once, where rows are counted.
        units: Units that numbers in cells may carry: ``58场``, ``140万元`` (1,400,000 with ``"元"``).
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``count``, ``change`` and ``growth`` (per cent), keys ``by``.

    Edge cases:
        Where rows are counted, a group without a row in a year of the table is 0, as is a table without rows.
        No year before (exactly one year earlier), or a blank cell: ``missing_input``. 0 the year before:
        ``growth`` is ``no_denominator``.

    Raises:
        DataError: a cell that is no number, or negative, with row and column.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> built = {"年份": ["2022", "2023"], "新建学校": [4, 5]}
        >>> eg.count_by_year(built, count="新建学校").value(measure="growth", year=2023)
        25.0

        >>> projects = {"项目": ["A园", "B园", "C园"], "状态": ["已交付", "在建", "已交付"]}
        >>> eg.count_by_year(projects, where={"column": "状态", "is": "已交付"}).value(measure="count")
        2.0

    References:
        Usage of yearly reports.

    历年数量、比上年增减和增长率。
    """
    arguments: dict[str, object] = {
        "count": count,
        "where": where,
        "distinct": distinct,
        "units": units,
        "year": year,
    }
    return compute("count_by_year", as_table(table), by=by, arguments=arguments, change=change)


def plan_attainment(
    table: Source,
    *,
    plan: str,
    achieved: str,
    by: Names = (),
    where: Conditions | None = None,
    units: Names | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """What was achieved per hundred planned (计划完成率), and the difference, per year and group.

    Rate = Σ achieved / Σ plan × 100; difference = Σ achieved − Σ plan. Sums first, then one division.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists. Total rows are left out.
        plan: Header of the plan's column.
        achieved: Header of the column of what was achieved.
        by: Headers of the columns to group by.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        units: Units that numbers in cells may carry, such as 场, 元 (140万元 is 1400000) or %.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``rate`` (per cent) and ``difference``, keys ``by``.

    Edge cases:
        Plans that sum to 0: ``rate`` is ``no_denominator``. A blank cell: ``missing_input``.

    Raises:
        DataError: a cell that is no number, or negative, with row and column.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> works = {"项目": ["校舍", "食堂"], "计划": [40, 10], "完成": [38, 12]}
        >>> eg.plan_attainment(works, plan="计划", achieved="完成").value(measure="rate")
        100.0

    References:
        Usage of yearly reports.

    计划完成率 = Σ 完成 ÷ Σ 计划 × 100。
    """
    arguments: dict[str, object] = {
        "plan": plan,
        "achieved": achieved,
        "where": where,
        "units": units,
        "year": year,
    }
    return compute("plan_attainment", as_table(table), by=by, arguments=arguments, change=change)


def retention_rate(
    table: Source,
    *,
    graduates: str,
    transferred_in: str,
    transferred_out: str,
    entrants: str,
    deaths: str,
    by: Names = (),
    limit: Number = 95,
    where: Conditions | None = None,
    units: Names | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Pupils per hundred who entered three years ago and stayed to graduate (三年巩固率).

    Rate = (graduates − transferred in + transferred out) / (first-year pupils three years ago − deaths)
    × 100. Columns are added first, then one division.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists. Total rows are left out.
        graduates: Header of the graduates' column.
        transferred_in: Header of those transferred in within the three years.
        transferred_out: Header of those transferred out.
        entrants: Header of first-year pupils three years ago.
        deaths: Header of deaths.
        by: Headers of the columns to group by.
        limit: The limit in per cent; ``note`` says whether it is met.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        units: Units that numbers in cells may carry, such as 场, 元 (140万元 is 1400000) or %.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``rate`` in per cent, keys ``by``.

    Edge cases:
        Denominator 0: ``no_denominator``; negative: ``not_applicable``. A blank cell: ``missing_input``.

    Raises:
        DataError: a cell that is no number, or negative, with row and column.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> cohort = {"毕业": [480], "转入": [20], "转出": [36], "入学": [521], "死亡": [1]}
        >>> rate = eg.retention_rate(
        ...     cohort,
        ...     graduates="毕业",
        ...     transferred_in="转入",
        ...     transferred_out="转出",
        ...     entrants="入学",
        ...     deaths="死亡",
        ... )
        >>> round(rate.value(), 1), rate.rows()[0]["note"]
        (95.4, 'meets the limit of 95 %')

    References:
        教督〔2017〕6号: at least 95 %.

    三年巩固率 =（毕业生 − 转入 + 转出）÷（三年前一年级 − 死亡）× 100。
    """
    arguments: dict[str, object] = {
        "graduates": graduates,
        "transferred_in": transferred_in,
        "transferred_out": transferred_out,
        "entrants": entrants,
        "deaths": deaths,
        "limit": limit,
        "where": where,
        "units": units,
        "year": year,
    }
    return compute("retention_rate", as_table(table), by=by, arguments=arguments, change=change)


def teacher_rotation(
    table: Source,
    *,
    eligible: str,
    rotated: str,
    backbone: str,
    by: Names = (),
    limit: Number = 10,
    backbone_limit: Number = 20,
    where: Conditions | None = None,
    units: Names | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Rotated teachers per hundred eligible (交流轮岗), and the share of backbone teachers among them.

    Rotation = rotated / eligible × 100; backbone share = backbone / rotated × 100. Columns are added first.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists. Total rows are left out.
        eligible: Header of eligible teachers.
        rotated: Header of rotated teachers.
        backbone: Header of backbone teachers among the rotated.
        by: Headers of the columns to group by.
        limit: The limit of the rotation rate in per cent; ``note`` says whether it is met.
        backbone_limit: The limit of the backbone share in per cent.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        units: Units that numbers in cells may carry, such as 场, 元 (140万元 is 1400000) or %.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``rotation_rate`` and ``backbone_share`` in per cent, keys ``by``.

    Edge cases:
        Denominator 0: ``no_denominator``. A blank cell: ``missing_input``. More rotated than eligible, or
        more backbone than rotated: ``not_applicable``.

    Raises:
        DataError: a cell that is no number, or negative, with row and column.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> staff = {"条件": [600, 400], "交流": [66, 44], "骨干": [12, 8]}
        >>> found = eg.teacher_rotation(staff, eligible="条件", rotated="交流", backbone="骨干")
        >>> found.value(measure="rotation_rate")
        11.0

    References:
        教督〔2017〕6号: at least 10 % of the eligible, at least 20 % of them backbone.

    交流轮岗比例及其中骨干教师比例，各与限值比较。
    """
    arguments: dict[str, object] = {
        "eligible": eligible,
        "rotated": rotated,
        "backbone": backbone,
        "limit": limit,
        "backbone_limit": backbone_limit,
        "where": where,
        "units": units,
        "year": year,
    }
    return compute("teacher_rotation", as_table(table), by=by, arguments=arguments, change=change)
