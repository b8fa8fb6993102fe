# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Balance between schools (义务教育均衡): coefficients of variation, inequality, the two verdict sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from edugauge._arguments import Conditions, Names, Number
from edugauge.figures import Figures, compute
from edugauge.reading import Source, as_table

__all__ = ["basic_balance", "inequality", "quality_balance", "weighted_cv"]


def weighted_cv(
    table: Source,
    *,
    resource: str,
    by: Names = (),
    weight: str | None = None,
    form: Literal["enrolment_weighted", "plain", "plain_n_minus_1"] = "enrolment_weighted",
    errors: Literal["none", "jackknife"] = "none",
    where: Conditions | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Coefficient of variation of a resource per pupil between schools, per year and group.

    X = Σ resource / Σ pupils; S = √(Σ (pupils / all pupils) (per pupil − X)²); CV = S / X. The plain forms
    count each school once around the plain mean.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists, one row per school.
        resource: Header of the amounts, totals of each school.
        by: Headers of the columns to group by.
        weight: Header of the enrolment. Without it a row holds a per-pupil value (plain forms only).
        form: Weighted by enrolment, or each school once with denominator n or n − 1.
        errors: ``"jackknife"``: ``se`` of ``cv`` by leaving out each school in turn, the schools being a
            sample of more; from three schools on.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``mean``, ``standard_deviation`` and ``cv``, keys ``by``; ``n`` counts schools. The
        numerator of ``cv`` is S, its denominator X.

    Edge cases:
        No school or no pupils: ``no_denominator``. One school: spread ``not_applicable``. A blank cell:
        ``missing_input``, the note names the row. Mean 0: ``cv`` is ``no_denominator``. Rows with no pupils
        are left out and noted.

    Raises:
        DataError: a cell that is no number, or negative, with row and column.
        ColumnNotFoundError: a header that the table does not have.
        InvalidArgumentError: the weighted form without a weight.

    Examples:
        >>> import edugauge as eg
        >>> schools = {"学校": ["甲", "乙"], "在校生数": [100, 300], "图书册数": [1000, 5000]}
        >>> figures = eg.weighted_cv(schools, resource="图书册数", weight="在校生数")
        >>> figures.value(measure="mean"), round(figures.value(measure="cv"), 3)
        (15.0, 0.192)

    References:
        Education Inspection [2012] No. 3; held against published county tables.

    差异系数 = 标准差 ÷ 县均值，按在校生数加权。
    """
    arguments: dict[str, object] = {
        "resource": resource,
        "weight": weight,
        "form": form,
        "errors": errors,
        "where": where,
        "year": year,
    }
    return compute("weighted_cv", as_table(table), by=by, arguments=arguments, change=change)


def inequality(
    table: Source,
    *,
    resource: str,
    by: Names = (),
    weight: str | None = None,
    form: Literal["enrolment_weighted", "plain"] = "enrolment_weighted",
    epsilon: Number = 0.5,
    group: str | None = None,
    errors: Literal["none", "jackknife"] = "none",
    where: Conditions | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Inequality of a resource per pupil between schools, per year and group.

    Gini without the factor n / (n − 1); Theil's T = mean of (x / μ) ln(x / μ) and L = mean of ln(μ / x), each
    within + between groups; Atkinson = 1 − (mean of (x / μ)^(1−ε))^(1/(1−ε)); largest / smallest;
    range / mean; McLoone = held at or below the median / the same at the median. All are computed from the
    schools anew.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists, one row per school.
        resource: Header of the amounts, totals of each school.
        by: Headers of the columns to group by.
        weight: Header of the enrolment. Without it a row holds a per-pupil value (plain form only).
        form: Weighted by enrolment, or each school once.
        epsilon: Aversion to inequality of Atkinson's index.
        group: Header of the groups by which Theil's measures are split.
        errors: ``"jackknife"``: ``se`` of Gini, Theil's T and L and Atkinson by leaving out each school in
            turn, the schools being a sample of more; from three schools on.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``gini``, ``theil_t``, ``theil_t_within``, ``theil_t_between``, ``theil_l``,
        ``theil_l_within``, ``theil_l_between``, ``atkinson``, ``max_min_ratio``, ``range_ratio``,
        ``mcloone``.

    Edge cases:
        No school, mean 0, smallest 0 or median 0: ``no_denominator`` where it divides. A school that holds
        nothing: Theil's L, and Atkinson from ε = 1, ``not_applicable``. No group: the parts are
        ``missing_input``. A blank cell: ``missing_input``.

    Raises:
        DataError: a cell that is no number, or negative, with row and column.
        ColumnNotFoundError: a header that the table does not have.
        InvalidArgumentError: the weighted form without a weight, or ε not above 0.

    Examples:
        >>> import edugauge as eg
        >>> schools = {"学校": ["甲", "乙"], "在校生数": [100, 300], "图书册数": [1000, 9000]}
        >>> figures = eg.inequality(schools, resource="图书册数", weight="在校生数")
        >>> round(figures.value(measure="gini"), 12), figures.value(measure="max_min_ratio")
        (0.15, 3.0)

    References:
        Held against R ineq 0.2; Theil (1967); Atkinson (1970); Berne & Stiefel (1984).

    资源不均等：基尼系数、泰尔指数、阿特金森指数、极差率、麦克伦指数。
    """
    arguments: dict[str, object] = {
        "resource": resource,
        "weight": weight,
        "form": form,
        "epsilon": epsilon,
        "group": group,
        "errors": errors,
        "where": where,
        "year": year,
    }
    return compute("inequality", as_table(table), by=by, arguments=arguments, change=change)


def basic_balance(
    table: Source,
    *,
    by: Names = (),
    columns: Mapping[str, str] | None = None,
    where: Conditions | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Verdict sheet of basic balance: eight coefficients of variation and their composite, per stage.

    Composite = plain mean of the eight enrolment-weighted CVs; met up to 0.65 (primary) and 0.55 (junior).
    Combined schools are split 1 : 1.1 : 1.32 in what their stages share.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists, one row per school, under
            the official headers (学校名称, 小学在校生数, 初中在校生数, 教学及辅助用房面积, …).
        by: Headers of the columns to group by, such as a county's.
        columns: Official names to the headers of the table, where they differ.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: keys ``by``, ``stage``, ``item``, ``school``; measures ``mean``, ``standard_deviation`` and
        ``cv`` per item, ``composite`` and ``verdict`` (1 met, 0 not met) per stage.

    Edge cases:
        A blank cell: item, composite and verdict ``missing_input``, the note names the school. One school:
        ``not_applicable``. No school: ``no_denominator``.

    Raises:
        DataError: a cell that is no number, or negative, with row and column.
        ColumnNotFoundError: a header that the table does not have.
        InvalidArgumentError: a name in ``columns`` that is no official one.

    Examples:
        >>> import edugauge as eg
        >>> schools = {
        ...     "学校名称": ["甲小学", "乙小学"], "学生": [100, 100],
        ...     "教学及辅助用房面积": [400, 600], "体育运动场馆面积": [700, 700],
        ...     "教学仪器设备值": [100000, 300000], "计算机台数": [10, 10], "图书册数": [1500, 2500],
        ...     "专任教师数": [5, 5], "高于规定学历教师数": [4, 4], "中级及以上专业技术职务教师数": [3, 5],
        ... }
        >>> sheet = eg.basic_balance(schools, columns={"小学在校生数": "学生"})
        >>> round(sheet.value(measure="composite"), 3), sheet.value(measure="verdict")
        (0.15, 1.0)

    References:
        Education Inspection [2012] No. 3; held against 23 published composites.

    基本均衡：八项差异系数与综合差异系数，小学 ≤ 0.65、初中 ≤ 0.55。
    """
    arguments: dict[str, object] = {"columns": columns, "where": where, "year": year}
    return compute("basic_balance", as_table(table), by=by, arguments=arguments, change=change)


def quality_balance(
    table: Source,
    *,
    by: Names = (),
    columns: Mapping[str, str] | None = None,
    where: Conditions | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Verdict sheet of high-quality balance: seven items, what each school meets and lacks, per stage.

    A school passes with at least 6 of 7 items met and 85 % of the requirement in the others; every CV must be
    at most 0.50 (primary) or 0.45 (junior). Combined schools are split first, 1 : 1.1 and 1 : 1.2.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists, one row per school, under
            the official headers (学校名称, 学校类型, 小学在校生数, 初中在校生数, 高于规定学历教师数, …).
            Combined schools give teachers by stage (小学高于规定学历教师数, 初中高于规定学历教师数, …).
        by: Headers of the columns to group by, such as a county's.
        columns: Official names to the headers of the table, where they differ.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: keys ``by``, ``stage``, ``item``, ``school``; per item ``mean``, ``standard_deviation``,
        ``cv`` and ``share_meeting``; per school ``items_met``; per failing school and item ``lacking`` and
        ``lacking_to_floor`` in m², yuan, teachers or rooms; per stage ``schools_passing`` and ``verdict``.

    Edge cases:
        A blank cell: item, school and verdict ``missing_input``. One school: ``cv`` is ``not_applicable`` and
        the verdict stands without it. No school: ``no_denominator``. Teaching points under 50 pupils, special
        and vocational schools are left out and noted.

    Raises:
        DataError: a cell that is no number, or negative, with row and column.
        ColumnNotFoundError: a header that the table does not have.
        InvalidArgumentError: a name in ``columns`` that is no official one.

    Examples:
        >>> import edugauge as eg
        >>> schools = {
        ...     "学校名称": ["甲小学", "乙小学"], "小学在校生数": [1000, 500],
        ...     "高于规定学历教师数": [50, 25], "县级以上骨干教师数": [12, 6], "体育艺术专任教师数": [10, 4],
        ...     "教学及辅助用房面积": [5000, 2400], "体育运动场馆面积": [8100, 3600],
        ...     "教学仪器设备值": [2500000, 1100000], "网络多媒体教室数": [25, 12],
        ... }
        >>> sheet = eg.quality_balance(schools)
        >>> sheet.value(measure="verdict")
        0.0
        >>> [(row["item"], row["value"], row["unit"]) for row in sheet.rows(measure="lacking")]
        [('每百名学生拥有体育艺术专任教师数', 1.0, 'persons'), ('生均体育运动场馆面积', 150.0, 'm²')]

    References:
        Education Inspection [2017] No. 6.

    优质均衡：七项资源配置，每校至少 6 项达标、其余不低于 85%，差异系数在限值内。
    """
    arguments: dict[str, object] = {"columns": columns, "where": where, "year": year}
    return compute("quality_balance", as_table(table), by=by, arguments=arguments, change=change)
