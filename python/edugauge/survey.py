# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Survey inference (抽样推断): what a weighted sample says of its population, and how surely."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from edugauge import _core
from edugauge._arguments import Columns, Names, Number, Unpack
from edugauge.figures import Figures
from edugauge.reading import Source
from edugauge.survey_design import Design, asked, described

__all__ = ["survey_gap", "survey_mean", "survey_quantiles", "survey_rate"]


@described
def survey_mean(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    by: Names = (),
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Mean of the population per subject and group, from a weighted sample.

    Mean = Σ w y / Σ w. Its sampling variance follows from replicate weights, or by linearisation from strata
    and clusters; plausible values are put together by Rubin's rules, with the degrees of freedom of Barnard &
    Rubin.

    Args:
        {data}
        {scores}
        by: Columns to group by.
        {change}
        {design}

    Returns:
        Figures: measure ``mean``, keys ``by``; ``denominator`` is the sum of weights, ``n`` the pupils.

    Edge cases:
        {edges}

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {
        ...     "school": ["A", "A", "B", "C"],
        ...     "sex": ["f", "m", "f", "m"],
        ...     "w": [10, 10, 20, 20],
        ...     "math": [60, 80, 90, 70],
        ... }
        >>> mean = eg.survey_mean(pupils, scores="math", weight="w", cluster="school").rows()[0]
        >>> round(mean["value"], 2), round(mean["se"], 2), mean["df"]
        (76.67, 6.67, 2.0)

    References:
        Rubin (1987); PISA Data Analysis Manual (2009). Held against R survey 4.1.

    抽样平均分：加权平均；误差按抽样设计；似真值按 Rubin 法则合并。
    """
    own = {"scores": scores}
    return asked("survey_mean", data, by, own, design, change=change)


@described
def survey_rate(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    lines: Number | Iterable[Number],
    by: Names = (),
    interval: Literal["logit", "beta"] = "logit",
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Share of the population that reaches a line, per subject and group, from a weighted sample.

    Rate = Σ w over those at or above the line / Σ w × 100; errors as for ``survey_mean``.

    Args:
        {data}
        {scores}
        lines: Scores that count as reached from there on, any number.
        by: Columns to group by.
        interval: Student's on the log odds, or Korn & Graubard's (``"beta"``).
        {change}
        {design}

    Returns:
        Figures: measure ``rate`` in per cent, keys ``by`` and ``line``.

    Edge cases:
        {edges}
        Nobody or everybody at the line: the exact binomial interval of the effective size, no error.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {
        ...     "school": ["A", "A", "B", "C"],
        ...     "sex": ["f", "m", "f", "m"],
        ...     "w": [10, 10, 20, 20],
        ...     "math": [60, 80, 90, 70],
        ... }
        >>> eg.survey_rate(pupils, scores="math", lines=75, weight="w").value()
        50.0

    References:
        Korn & Graubard (1998); Rubin (1987). Held against R survey 4.1 (svyciprop).

    抽样达线率：达线者权数 ÷ 权数之和。
    """
    own = {"scores": scores, "lines": lines, "interval": interval}
    return asked("survey_rate", data, by, own, design, change=change)


@described
def survey_quantiles(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    by: Names = (),
    probabilities: Number | Iterable[Number] | None = None,
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Quantiles of the population per subject and group, from a weighted sample.

    Quantile = lowest score up to which the weight is at least a share p of all; weights are added exactly, so
    that a tie is a tie. Errors: computed anew under each replicate weight, or Woodruff's interval of the
    share, read back as scores.

    Args:
        {data}
        {scores}
        by: Columns to group by.
        probabilities: Of the quantiles, from 0 to 1; 0.1, 0.25, 0.5, 0.75 and 0.9 if not given.
        {change}
        {design}

    Returns:
        Figures: measure ``quantile``, keys ``by`` and ``probability``.

    Edge cases:
        {edges}
        Probabilities 0 and 1 are the lowest and highest score of the sample: no error.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {
        ...     "school": ["A", "A", "B", "C"],
        ...     "sex": ["f", "m", "f", "m"],
        ...     "w": [10, 10, 20, 20],
        ...     "math": [60, 80, 90, 70],
        ... }
        >>> eg.survey_quantiles(pupils, scores="math", probabilities=0.5, weight="w").value()
        70.0

    References:
        Woodruff (1952). Held against svyquantile(qrule = "math") of R survey 4.1.

    抽样分位数：权数累计达到份额 p 的最低成绩。
    """
    own = {"scores": scores, "probabilities": probabilities}
    return asked("survey_quantiles", data, by, own, design, change=change)


@described
def survey_gap(
    data: Source | _core.Frame,
    *,
    scores: Columns,
    group: str,
    by: Names = (),
    first: Names | None = None,
    second: Names | None = None,
    reference: str | None = None,
    of: Literal["mean", "rate", "quantile", "d", "auc", "v"] = "mean",
    line: Number | None = None,
    probability: Number = 0.5,
    adjust: Literal["holm", "none"] = "holm",
    change: bool = False,
    **design: Unpack[Design],
) -> Figures:
    """Gap between groups of the population (first − second), per subject, from a weighted sample.

    Each gap is computed anew under each replicate weight and plausible value, or from the clusters' pulls, so
    that what two groups share (schools with both) is in its error. Two groups, each against a reference,
    or all pairs.

    Args:
        {data}
        {scores}
        group: Column that tells the groups apart.
        by: Columns to group by.
        first: Labels that together are the first group.
        second: Labels that together are the second group.
        reference: Label with which each other is compared, without ``first`` and ``second``; all pairs are
            compared if none is given.
        of: What is compared: means, rates (with ``line``), quantiles (with ``probability``); ``"d"`` means in
            standard deviations, ``"auc"`` the probability of superiority, ``"v"`` √2 Φ⁻¹(AUC).
        line: Score that counts as reached from there on.
        probability: Of the quantile.
        adjust: How the p-values of several comparisons are adjusted.
        {change}
        {design}

    Returns:
        Figures: measure ``difference`` (or ``d``, ``auc``, ``v``), keys ``by``, ``first`` and ``second``.

    Edge cases:
        {edges}
        No variance (``"d"``), or one group wholly above the other (``"v"``): ``not_applicable``.

    {raises}

    Examples:
        >>> import edugauge as eg
        >>> pupils = {
        ...     "school": ["A", "A", "B", "C"],
        ...     "sex": ["f", "m", "f", "m"],
        ...     "w": [10, 10, 20, 20],
        ...     "math": [60, 80, 90, 70],
        ... }
        >>> gap = eg.survey_gap(pupils, scores="math", group="sex", weight="w", cluster="school").rows()[0]
        >>> gap["first"], gap["second"], round(gap["value"], 2)
        ('f', 'm', 6.67)

    References:
        Rubin (1987); Holm (1979). Held against R survey 4.1 (svyby, svycontrast).

    抽样差距：第一组 − 第二组；多个比较用 Holm 法校正。
    """
    own = {
        "scores": scores,
        "group": group,
        "first": first,
        "second": second,
        "reference": reference,
        "of": of,
        "line": line,
        "probability": probability,
        "adjust": adjust,
    }
    return asked("survey_gap", data, by, own, design, change=change)
