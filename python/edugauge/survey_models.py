# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Survey models (抽样模型): regressions, trends between cycles and averages over countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from edugauge import _core
from edugauge._arguments import Columns, LinkingErrors, Names, Number, Unpack
from edugauge.figures import Figures
from edugauge.reading import Source
from edugauge.survey_design import Design, asked, described

__all__ = ["survey_average", "survey_logistic", "survey_regression", "survey_trend"]


@described
def survey_average(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    over: str,
    by: Names = (),
    countries: Names | None = None,
    of: Literal["mean", "rate", "quantile", "levels"] = "mean",
    line: Number | None = None,
    probability: Number = 0.5,
    cuts: Number | Iterable[Number] | None = None,
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Average over countries of a statistic of each, every country counting alike.

    Average = Σ estimates / C, with standard error √(Σ se²) / C: the countries' samples are independent, and
    each country's strata are its own. Degrees of freedom by Satterthwaite.

    Args:
        {data}
        {scores}
        over: Column of the countries.
        by: Columns to group by.
        countries: Countries that are averaged over; all if not given.
        of: Statistic: means, rates (with ``line``), quantiles (with ``probability``) or shares of levels
            (with ``cuts``).
        line: Score that counts as reached from there on.
        probability: Of the quantile.
        cuts: Cut scores of the levels.
        {change}
        {design}

    Returns:
        Figures: measure ``average``, keys ``by`` and ``level`` (null without ``cuts``).

    Edge cases:
        {edges}
        A country without a score is left out and named in the note.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {
        ...     "country": ["E", "E", "W", "W"],
        ...     "school": [1, 2, 3, 4],
        ...     "w": [10, 10, 90, 90],
        ...     "math": [60, 80, 90, 80],
        ... }
        >>> average = eg.survey_average(pupils, scores="math", over="country", weight="w", cluster="school")
        >>> row = average.rows()[0]
        >>> row["value"], round(row["se"], 2)
        (77.5, 5.59)

    References:
        PISA Data Analysis Manual (2009), chapter 12.

    各国平均：等权，误差由各自独立的样本合成。
    """
    own = {
        "scores": scores,
        "over": over,
        "countries": countries,
        "of": of,
        "line": line,
        "probability": probability,
        "cuts": cuts,
    }
    return asked("survey_average", data, by, own, design, change=change)


@described
def survey_trend(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    cycle: str,
    by: Names = (),
    reference: str | int | None = None,
    linking_error: LinkingErrors | None = None,
    of: Literal["mean", "rate", "quantile", "levels"] = "mean",
    line: Number | None = None,
    probability: Number = 0.5,
    cuts: Number | Iterable[Number] | None = None,
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Change between cycles of a study, with the errors of both and of the link between their scales.

    Change = later − earlier cycle, with standard error √(se₁² + se₂² + linking error²). Degrees of freedom by
    Satterthwaite, the linking error taken as known.

    Args:
        {data}
        {scores}
        cycle: Column of the cycle (the year).
        by: Columns to group by.
        reference: Cycle with which each other is compared; the one before if not given.
        linking_error: By subject and cycles where given: ``"[SUBJECT:][EARLIER/LATER=]ERROR"``, such as
            ``3.74`` or ``"2018/2022=1.47"``.
        of: Statistic: means, rates (with ``line``), quantiles (with ``probability``) or shares of levels
            (with ``cuts``).
        line: Score that counts as reached from there on.
        probability: Of the quantile.
        cuts: Cut scores of the levels.
        {change}
        {design}

    Returns:
        Figures: measure ``difference``, keys ``by``, ``cycle``, ``reference`` and ``level``.

    Edge cases:
        {edges}
        No linking error given: taken as 0, and the note says so.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {
        ...     "year": [2018, 2018, 2022, 2022],
        ...     "school": [1, 2, 1, 2],
        ...     "math": [60, 80, 90, 80],
        ... }
        >>> trend = eg.survey_trend(pupils, scores="math", cycle="year", cluster="school", linking_error=2)
        >>> row = trend.rows()[0]
        >>> row["value"], round(row["se"], 2)
        (15.0, 11.36)

    References:
        PISA Data Analysis Manual (2009), chapter 13; OECD (2023), PISA 2022 Results I, annex A7.

    抽样趋势：后一轮 − 前一轮，误差含链接误差。
    """
    own = {
        "scores": scores,
        "cycle": cycle,
        "reference": reference,
        "linking_error": linking_error,
        "of": of,
        "line": line,
        "probability": probability,
        "cuts": cuts,
    }
    return asked("survey_trend", data, by, own, design, change=change)


@described
def survey_regression(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    by: Names = (),
    covariates: Columns | None = None,
    factors: Columns | None = None,
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Linear regression of scores on covariates in the population, from a weighted sample.

    b = (X'WX)⁻¹ X'Wy, anew under each replicate weight and plausible value, or linearised (pulls
    (X'WX)⁻¹ Σ w x e of the clusters); plausible values by Rubin's rules.

    Args:
        {data}
        {scores}
        by: Columns to group by.
        covariates: Columns of numbers, runs of plausible values (the m-th with the m-th; with a name as
            ``"reading=PV{1..10}READ"``), or labels, coded 0 and 1.
        factors: Columns coded 0 and 1 by their labels, even where these are numbers; the first label is the
            reference, or as written: ``"ST004=2"``.
        {change}
        {design}

    Returns:
        Figures: measures ``coefficient`` and ``r_squared``, keys ``by`` and ``term`` (``"intercept"``, …).

    Edge cases:
        {edges}
        Pupils without a score or covariate are left out and counted in the note. A covariate that does not
        vary or follows from others: ``not_applicable``, and the note says which.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [10, 10, 20, 20], "sex": ["f", "m", "f", "m"], "math": [80, 60, 90, 75]}
        >>> fit = eg.survey_regression(pupils, scores="math", covariates="sex", weight="w")
        >>> [(row["term"], round(row["value"], 2)) for row in fit.rows(measure="coefficient")]
        [('intercept', 86.67), ('sex=m', -16.67)]

    References:
        Binder (1983); Rubin (1987). Held against svyglm of R survey 4.1.

    抽样线性回归：系数与 R²，似真值按 Rubin 法则合并。
    """
    own = {"scores": scores, "covariates": covariates, "factors": factors}
    return asked("survey_regression", data, by, own, design, change=change)


@described
def survey_logistic(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    by: Names = (),
    line: Number | None = None,
    covariates: Columns | None = None,
    factors: Columns | None = None,
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Logistic regression of reaching a line on covariates in the population, from a weighted sample.

    Solves Σ w x (y − p) = 0 by Newton's method, anew under each replicate weight and plausible value, or
    linearised; the odds ratio is e to the coefficient, with the interval of its logarithm.

    Args:
        {data}
        {scores}
        by: Columns to group by.
        line: Score from which on the outcome is 1; without it the scores must be 0 and 1.
        covariates: Columns of numbers, runs of plausible values (the m-th with the m-th; with a name as
            ``"reading=PV{1..10}READ"``), or labels, coded 0 and 1.
        factors: Columns coded 0 and 1 by their labels, even where these are numbers; the first label is the
            reference, or as written: ``"ST004=2"``.
        {change}
        {design}

    Returns:
        Figures: measures ``coefficient`` (log odds) and ``odds_ratio``, keys ``by`` and ``term``.

    Edge cases:
        {edges}
        Pupils without a score or covariate are left out and counted in the note. A covariate that does not
        vary or follows from others: ``not_applicable``, and the note says which.
        A covariate that tells the outcomes apart completely: ``not_applicable``.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [10, 30, 20, 10], "sex": ["m", "m", "f", "f"], "math": [80, 60, 90, 50]}
        >>> fit = eg.survey_logistic(pupils, scores="math", line=75, covariates="sex", weight="w")
        >>> round(fit.value(measure="odds_ratio", term="sex=m"), 3)
        0.167

    References:
        Binder (1983); Rubin (1987). Held against svyglm(quasibinomial) of R survey 4.1.

    抽样逻辑回归：系数与优势比。
    """
    own = {"scores": scores, "line": line, "covariates": covariates, "factors": factors}
    return asked("survey_logistic", data, by, own, design, change=change)
