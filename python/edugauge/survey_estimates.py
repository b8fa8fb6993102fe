# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Survey estimates (抽样估计) beside means: levels, totals, ratios, spread, correlation, design effects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from edugauge import _core
from edugauge._arguments import Columns, Names, Number, Unpack
from edugauge.figures import Figures
from edugauge.reading import Source
from edugauge.survey_design import Design, asked, described

__all__ = [
    "survey_correlation",
    "survey_design_effect",
    "survey_levels",
    "survey_ratio",
    "survey_standard_deviation",
    "survey_total",
]


@described
def survey_levels(
    data: Source | _core.Frame,
    *,
    by: Names = (),
    scores: Columns | None = None,
    cuts: Number | Iterable[Number] | None = None,
    level: str | None = None,
    interval: Literal["logit", "beta"] = "logit",
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Share of the population at each level, per group, from a weighted sample.

    Levels are proficiency levels by cut scores (each plausible value has a level of its own), or the labels
    of a column. Share = Σ w over those at the level / Σ w × 100; intervals as for ``survey_rate``.

    Args:
        {data}
        by: Columns to group by.
        {scores}
        cuts: Cut scores of the levels, with ``scores``; a score that reaches one is above it.
        level: Column of each pupil's level or category, in place of ``scores`` and ``cuts``; blanks are left
            out.
        interval: Student's on the log odds, or Korn & Graubard's (``"beta"``).
        {change}
        {design}

    Returns:
        Figures: measure ``share`` in per cent, keys ``by`` and ``level`` (``"<70"``, ``"70-85"``,
            ``">=85"``).

    Edge cases:
        {edges}
        Nobody or everybody at a level: the exact binomial interval of the effective size, no error.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [10, 10, 20, 20], "math": [60, 80, 90, 70], "hours": [4, 5, 5, 5]}
        >>> levels = eg.survey_levels(pupils, scores="math", cuts=[70, 85], weight="w")
        >>> [(row["level"], round(row["value"], 1)) for row in levels]
        [('<70', 16.7), ('70-85', 50.0), ('>=85', 33.3)]

    References:
        PISA Data Analysis Manual (2009), chapter 9. Held against R survey 4.1.

    抽样等级分布：各等级者权数 ÷ 权数之和。
    """
    own = {"scores": scores, "cuts": cuts, "level": level, "interval": interval}
    return asked("survey_levels", data, by, own, design, change=change)


@described
def survey_total(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    by: Names = (),
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Total of a variable over the population, and how many have it, from a weighted sample.

    Total = Σ w y; population = Σ w over those with a value; errors as for ``survey_mean``.

    Args:
        {data}
        {scores}
        by: Columns to group by.
        {change}
        {design}

    Returns:
        Figures: measures ``total`` and ``population``, keys ``by``.

    Edge cases:
        {edges}

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [10, 10, 20, 20], "math": [60, 80, 90, 70], "hours": [4, 5, 5, 5]}
        >>> eg.survey_total(pupils, scores="math", weight="w").value(measure="total")
        4600.0

    References:
        Wolter (2007). Held against svytotal of R survey 4.1.

    抽样总量:Σ 权数 × 值。
    """
    own = {"scores": scores}
    return asked("survey_total", data, by, own, design, change=change)


@described
def survey_ratio(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    below: str,
    by: Names = (),
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Ratio of two totals of the population per group, from a weighted sample.

    Ratio = Σ w y / Σ w x over the pupils who have both; errors as for ``survey_mean``.

    Args:
        {data}
        {scores}
        below: Column of the denominator; the scores are the numerator.
        by: Columns to group by.
        {change}
        {design}

    Returns:
        Figures: measure ``ratio``, keys ``by``.

    Edge cases:
        {edges}

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [10, 10, 20, 20], "math": [60, 80, 90, 70], "hours": [4, 5, 5, 5]}
        >>> round(eg.survey_ratio(pupils, scores="math", below="hours", weight="w").value(), 2)
        15.86

    References:
        Wolter (2007). Held against svyratio of R survey 4.1.

    抽样比值：Σ 权数 × 分子 ÷ Σ 权数 × 分母。
    """
    own = {"scores": scores, "below": below}
    return asked("survey_ratio", data, by, own, design, change=change)


@described
def survey_standard_deviation(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    by: Names = (),
    divisor: Literal["weights", "sample"] = "weights",
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Standard deviation of the population per subject and group, from a weighted sample.

    √(Σ w (y − mean)² / Σ w); errors: anew under each replicate weight, or linearised.

    Args:
        {data}
        {scores}
        by: Columns to group by.
        divisor: Of the variance: the sum of weights (OECD, IEA), or times n/(n − 1) as svyvar of R survey.
        {change}
        {design}

    Returns:
        Figures: measure ``standard_deviation`` in points, keys ``by``.

    Edge cases:
        {edges}

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [10, 10, 20, 20], "math": [60, 80, 90, 70], "hours": [4, 5, 5, 5]}
        >>> round(eg.survey_standard_deviation(pupils, scores="math", weight="w").value(), 2)
        11.06

    References:
        Wolter (2007). Held against svyvar and svycontrast of R survey 4.1.

    抽样标准差：加权离差平方的平均的平方根。
    """
    own = {"scores": scores, "divisor": divisor}
    return asked("survey_standard_deviation", data, by, own, design, change=change)


@described
def survey_correlation(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    other: str,
    by: Names = (),
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Correlation of scores with another variable in the population, from a weighted sample.

    Weighted covariance / √(product of the weighted variances) over the pupils who have both; the m-th
    plausible value goes with the m-th. Intervals and p-values (against zero) are Student's on
    Fisher's z.

    Args:
        {data}
        {scores}
        other: Column of the other variable, or columns of its plausible values.
        by: Columns to group by.
        {change}
        {design}

    Returns:
        Figures: measure ``correlation``, keys ``by``.

    Edge cases:
        {edges}

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [10, 10, 20, 20], "math": [60, 80, 90, 70], "hours": [4, 5, 5, 5]}
        >>> round(eg.survey_correlation(pupils, scores="math", other="hours", weight="w").value(), 3)
        0.674

    References:
        Wolter (2007). Held against svycontrast of R survey 4.1.

    抽样相关系数。
    """
    own = {"scores": scores, "other": other}
    return asked("survey_correlation", data, by, own, design, change=change)


@described
def survey_design_effect(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    by: Names = (),
    against: Literal["replacement", "finite"] = "replacement",
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """How many times the sampling variance of a mean is that of a simple random sample.

    Design effect = sampling variance / (s² / n), s² being the weighted variance × n/(n − 1), of several
    plausible values the mean of either; effective n = n / design effect.

    Args:
        {data}
        {scores}
        by: Columns to group by.
        against: Simple random sample with replacement, or without (``"finite"``: times 1 − n / Σ w).
        {change}
        {design}

    Returns:
        Figures: measures ``design_effect`` and ``effective_n``, keys ``by``.

    Edge cases:
        {edges}
        No variance, of the sample or of its scores: ``not_applicable``.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {
        ...     "school": ["A", "A", "B", "C"],
        ...     "sex": ["f", "m", "f", "m"],
        ...     "w": [10, 10, 20, 20],
        ...     "math": [60, 80, 90, 70],
        ... }
        >>> effect = eg.survey_design_effect(pupils, scores="math", weight="w", cluster="school")
        >>> round(effect.value(measure="design_effect"), 2)
        1.09

    References:
        Kish (1965). Held against svymean(deff) of R survey 4.1.

    抽样设计效应：抽样方差 ÷ 简单随机样本的方差。
    """
    own = {"scores": scores, "against": against}
    return asked("survey_design_effect", data, by, own, design, change=change)
