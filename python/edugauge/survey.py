"""Survey inference (抽样推断): what a weighted sample says of its population, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

from edugauge import _core
from edugauge._arguments import Names, Number, names
from edugauge._frames import prepared
from edugauge.figures import Figures, compute
from edugauge.reading import Source, read_table

__all__ = ["Survey", "survey", "survey_gap", "survey_mean", "survey_quantiles", "survey_rate"]

Replication: TypeAlias = Literal["brr", "fay", "jk1", "jk2", "jkn", "bootstrap"]
"""How replicate weights were made."""

Scores: TypeAlias = str | Iterable[str] | Mapping[str, str]
"""A column or a run of columns, several of them, or a dict of subjects to them."""


def _scores(scores: Scores) -> list[str]:
    if isinstance(scores, Mapping):
        return [f"{subject}={columns}" for subject, columns in scores.items()]
    return names(scores)


def _rows(data: Source | _core.Frame) -> _core.Frame | _core.Table:
    if isinstance(data, (_core.Frame, _core.Table)):
        return data
    if isinstance(data, Mapping) or hasattr(data, "__arrow_c_stream__"):
        return _core.read_frame(prepared(data))
    frame = prepared(data)
    return read_table(data) if frame is data else _core.read_frame(frame)


def survey_mean(
    data: Source | _core.Frame,
    *,
    scores: Scores,
    by: Names = (),
    weight: str | None = None,
    replicates: Names | None = None,
    replication: Replication | None = None,
    rho: Number | None = None,
    scale: Number | None = None,
    replicate_scales: Number | Iterable[Number] | None = None,
    centre: Literal["estimate", "replicates"] = "estimate",
    zone: str | None = None,
    half: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    lonely: Literal["refuse", "certainty", "adjust"] = "refuse",
    df: Number | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Mean of the population per subject and group, from a weighted sample.

    Mean = Σ w y / Σ w. Its sampling variance follows from replicate weights, or by linearisation from strata
    and clusters; plausible values are put together by Rubin's rules, with the degrees of freedom of Barnard &
    Rubin.

    Args:
        data: Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``.
        scores: Column of the scores, or columns of plausible values as ``"PV{1..10}MATH"``; several subjects
            as a list or a dict of names to columns.
        by: Columns to group by.
        weight: Column of the pupils' weight; everybody counts 1 if not given.
        replicates: Columns of the replicate weights, such as ``"W_FSTURWT{1..80}"``.
        replication: How the replicate weights were made: ``"brr"``, ``"fay"``, ``"jk1"``, ``"jk2"``,
            ``"jkn"``, ``"bootstrap"``.
        rho: ρ of Fay's adjustment (PISA: 0.5).
        scale: Factor in place of the usual one of the replication.
        replicate_scales: Factors of the single replicates, or one for all (``"jkn"``).
        centre: From what the replicates' deviations are taken: the full-sample estimate, or their mean.
        zone: Column of jackknife zones, from which jk2 replicates are made (``"JKZONE"``).
        half: Column of the half of the zone, 0 or 1 (``"JKREP"``).
        strata: Column of the strata, where there are no replicate weights.
        cluster: Column of the sampled units (schools), numbered within their stratum.
        lonely: A stratum with a single cluster: refused, certain to be drawn, or adjusted.
        df: Degrees of freedom of the design; clusters − strata, or replicates − 1, if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``mean``, keys ``by``; ``denominator`` is the sum of weights, ``n`` the pupils.

    Edge cases:
        A group without weight: ``no_denominator``. No value under some replicate, or a single cluster: the
        value stands, its error is null and ``note`` says why.

    Raises:
        ColumnNotFoundError: a column that the data do not have, a replicate weight among them.
        DataError: a negative or missing weight, or a pupil with some plausible values only.
        InvalidArgumentError: a stratum with a single cluster (``lonely="refuse"``), subjects with unequal
            numbers of plausible values, or an argument that does not fit.

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

    抽样平均分:加权平均;误差按抽样设计;似真值按 Rubin 法则合并。
    """
    arguments = {
        "scores": _scores(scores),
        "weight": weight,
        "replicates": names(replicates),
        "replication": replication,
        "rho": rho,
        "scale": scale,
        "replicate_scales": replicate_scales,
        "centre": centre,
        "zone": zone,
        "half": half,
        "strata": strata,
        "cluster": cluster,
        "lonely": lonely,
        "df": df,
        "confidence": confidence,
    }
    return compute("survey_mean", _rows(data), by=by, arguments=arguments, change=change)


def survey_rate(
    data: Source | _core.Frame,
    *,
    scores: Scores,
    lines: Number | Iterable[Number],
    by: Names = (),
    weight: str | None = None,
    replicates: Names | None = None,
    replication: Replication | None = None,
    rho: Number | None = None,
    scale: Number | None = None,
    replicate_scales: Number | Iterable[Number] | None = None,
    centre: Literal["estimate", "replicates"] = "estimate",
    zone: str | None = None,
    half: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    lonely: Literal["refuse", "certainty", "adjust"] = "refuse",
    df: Number | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Share of the population that reaches a line, per subject and group, from a weighted sample.

    Rate = Σ w over those at or above the line / Σ w × 100; errors as for ``survey_mean``.

    Args:
        data: Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``.
        scores: Column of the scores, or columns of plausible values as ``"PV{1..10}MATH"``; several subjects
            as a list or a dict of names to columns.
        lines: Scores that count as reached from there on, any number.
        by: Columns to group by.
        weight: Column of the pupils' weight; everybody counts 1 if not given.
        replicates: Columns of the replicate weights, such as ``"W_FSTURWT{1..80}"``.
        replication: How the replicate weights were made: ``"brr"``, ``"fay"``, ``"jk1"``, ``"jk2"``,
            ``"jkn"``, ``"bootstrap"``.
        rho: ρ of Fay's adjustment (PISA: 0.5).
        scale: Factor in place of the usual one of the replication.
        replicate_scales: Factors of the single replicates, or one for all (``"jkn"``).
        centre: From what the replicates' deviations are taken: the full-sample estimate, or their mean.
        zone: Column of jackknife zones, from which jk2 replicates are made (``"JKZONE"``).
        half: Column of the half of the zone, 0 or 1 (``"JKREP"``).
        strata: Column of the strata, where there are no replicate weights.
        cluster: Column of the sampled units (schools), numbered within their stratum.
        lonely: A stratum with a single cluster: refused, certain to be drawn, or adjusted.
        df: Degrees of freedom of the design; clusters − strata, or replicates − 1, if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``rate`` in per cent, keys ``by`` and ``line``.

    Edge cases:
        A group without weight: ``no_denominator``. No value under some replicate, or a single cluster: the
        value stands, its error is null and ``note`` says why.

    Raises:
        ColumnNotFoundError: a column that the data do not have, a replicate weight among them.
        DataError: a negative or missing weight, or a pupil with some plausible values only.
        InvalidArgumentError: a stratum with a single cluster (``lonely="refuse"``), subjects with unequal
            numbers of plausible values, or an argument that does not fit.

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
        Rubin (1987); PISA Data Analysis Manual (2009). Held against R survey 4.1.

    抽样达线率:达线者权数 ÷ 权数之和。
    """
    arguments = {
        "scores": _scores(scores),
        "lines": lines,
        "weight": weight,
        "replicates": names(replicates),
        "replication": replication,
        "rho": rho,
        "scale": scale,
        "replicate_scales": replicate_scales,
        "centre": centre,
        "zone": zone,
        "half": half,
        "strata": strata,
        "cluster": cluster,
        "lonely": lonely,
        "df": df,
        "confidence": confidence,
    }
    return compute("survey_rate", _rows(data), by=by, arguments=arguments, change=change)


def survey_quantiles(
    data: Source | _core.Frame,
    *,
    scores: Scores,
    probabilities: Number | Iterable[Number] | None = None,
    by: Names = (),
    weight: str | None = None,
    replicates: Names | None = None,
    replication: Replication | None = None,
    rho: Number | None = None,
    scale: Number | None = None,
    replicate_scales: Number | Iterable[Number] | None = None,
    centre: Literal["estimate", "replicates"] = "estimate",
    zone: str | None = None,
    half: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    lonely: Literal["refuse", "certainty", "adjust"] = "refuse",
    df: Number | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Quantiles of the population per subject and group, from a weighted sample.

    Quantile = lowest score up to which the weight is at least a share p of all. Errors: computed anew under
    each replicate weight, or Woodruff's interval of the share, read back as scores.

    Args:
        data: Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``.
        scores: Column of the scores, or columns of plausible values as ``"PV{1..10}MATH"``; several subjects
            as a list or a dict of names to columns.
        probabilities: Of the quantiles; 0.1, 0.25, 0.5, 0.75 and 0.9 if not given.
        by: Columns to group by.
        weight: Column of the pupils' weight; everybody counts 1 if not given.
        replicates: Columns of the replicate weights, such as ``"W_FSTURWT{1..80}"``.
        replication: How the replicate weights were made: ``"brr"``, ``"fay"``, ``"jk1"``, ``"jk2"``,
            ``"jkn"``, ``"bootstrap"``.
        rho: ρ of Fay's adjustment (PISA: 0.5).
        scale: Factor in place of the usual one of the replication.
        replicate_scales: Factors of the single replicates, or one for all (``"jkn"``).
        centre: From what the replicates' deviations are taken: the full-sample estimate, or their mean.
        zone: Column of jackknife zones, from which jk2 replicates are made (``"JKZONE"``).
        half: Column of the half of the zone, 0 or 1 (``"JKREP"``).
        strata: Column of the strata, where there are no replicate weights.
        cluster: Column of the sampled units (schools), numbered within their stratum.
        lonely: A stratum with a single cluster: refused, certain to be drawn, or adjusted.
        df: Degrees of freedom of the design; clusters − strata, or replicates − 1, if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``quantile``, keys ``by`` and ``probability``.

    Edge cases:
        A group without weight: ``no_denominator``. No value under some replicate, or a single cluster: the
        value stands, its error is null and ``note`` says why.

    Raises:
        ColumnNotFoundError: a column that the data do not have, a replicate weight among them.
        DataError: a negative or missing weight, or a pupil with some plausible values only.
        InvalidArgumentError: a stratum with a single cluster (``lonely="refuse"``), subjects with unequal
            numbers of plausible values, or an argument that does not fit.

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

    抽样分位数:权数累计达到份额 p 的最低成绩。
    """
    arguments = {
        "scores": _scores(scores),
        "probabilities": probabilities,
        "weight": weight,
        "replicates": names(replicates),
        "replication": replication,
        "rho": rho,
        "scale": scale,
        "replicate_scales": replicate_scales,
        "centre": centre,
        "zone": zone,
        "half": half,
        "strata": strata,
        "cluster": cluster,
        "lonely": lonely,
        "df": df,
        "confidence": confidence,
    }
    return compute("survey_quantiles", _rows(data), by=by, arguments=arguments, change=change)


def survey_gap(
    data: Source | _core.Frame,
    *,
    scores: Scores,
    group: str,
    first: Names | None = None,
    second: Names | None = None,
    reference: str | None = None,
    of: Literal["mean", "rate", "quantile"] = "mean",
    line: Number | None = None,
    probability: Number = 0.5,
    adjust: Literal["holm", "none"] = "holm",
    by: Names = (),
    weight: str | None = None,
    replicates: Names | None = None,
    replication: Replication | None = None,
    rho: Number | None = None,
    scale: Number | None = None,
    replicate_scales: Number | Iterable[Number] | None = None,
    centre: Literal["estimate", "replicates"] = "estimate",
    zone: str | None = None,
    half: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    lonely: Literal["refuse", "certainty", "adjust"] = "refuse",
    df: Number | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Gap between groups of the population (first − second), per subject, from a weighted sample.

    Each gap is computed anew under each replicate weight and plausible value, or from the clusters' pulls, so
    that what two groups share (schools with both) is in its error. Two groups, each against a reference,
    or all pairs.

    Args:
        data: Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``.
        scores: Column of the scores, or columns of plausible values as ``"PV{1..10}MATH"``; several subjects
            as a list or a dict of names to columns.
        group: Column that tells the groups apart.
        first: Labels that together are the first group.
        second: Labels that together are the second group.
        reference: Label with which each other is compared, without ``first`` and ``second``; all pairs are
            compared if none is given.
        of: What is compared: means, rates (with ``line``) or quantiles (with ``probability``).
        line: Score that counts as reached from there on.
        probability: Of the quantile.
        adjust: How the p-values of several comparisons are adjusted.
        by: Columns to group by.
        weight: Column of the pupils' weight; everybody counts 1 if not given.
        replicates: Columns of the replicate weights, such as ``"W_FSTURWT{1..80}"``.
        replication: How the replicate weights were made: ``"brr"``, ``"fay"``, ``"jk1"``, ``"jk2"``,
            ``"jkn"``, ``"bootstrap"``.
        rho: ρ of Fay's adjustment (PISA: 0.5).
        scale: Factor in place of the usual one of the replication.
        replicate_scales: Factors of the single replicates, or one for all (``"jkn"``).
        centre: From what the replicates' deviations are taken: the full-sample estimate, or their mean.
        zone: Column of jackknife zones, from which jk2 replicates are made (``"JKZONE"``).
        half: Column of the half of the zone, 0 or 1 (``"JKREP"``).
        strata: Column of the strata, where there are no replicate weights.
        cluster: Column of the sampled units (schools), numbered within their stratum.
        lonely: A stratum with a single cluster: refused, certain to be drawn, or adjusted.
        df: Degrees of freedom of the design; clusters − strata, or replicates − 1, if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``difference``, keys ``by``, ``first`` and ``second``.

    Edge cases:
        A group without weight: ``no_denominator``. No value under some replicate, or a single cluster: the
        value stands, its error is null and ``note`` says why.

    Raises:
        ColumnNotFoundError: a column that the data do not have, a replicate weight among them.
        DataError: a negative or missing weight, or a pupil with some plausible values only.
        InvalidArgumentError: a stratum with a single cluster (``lonely="refuse"``), subjects with unequal
            numbers of plausible values, or an argument that does not fit.

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

    抽样差距:第一组 − 第二组;多个比较用 Holm 法校正。
    """
    arguments = {
        "scores": _scores(scores),
        "group": group,
        "first": names(first),
        "second": names(second),
        "reference": reference,
        "of": of,
        "line": line,
        "probability": probability,
        "adjust": adjust,
        "weight": weight,
        "replicates": names(replicates),
        "replication": replication,
        "rho": rho,
        "scale": scale,
        "replicate_scales": replicate_scales,
        "centre": centre,
        "zone": zone,
        "half": half,
        "strata": strata,
        "cluster": cluster,
        "lonely": lonely,
        "df": df,
        "confidence": confidence,
    }
    return compute("survey_gap", _rows(data), by=by, arguments=arguments, change=change)


class Survey:
    """Sample described once: its scores and how it was drawn. Every question then is a method.

    Examples:
        >>> import edugauge as eg
        >>> sample = eg.survey(
        ...     {"sex": ["f", "m", "f", "m"], "school": [1, 1, 2, 3], "math": [60, 80, 90, 70]},
        ...     scores="math",
        ...     cluster="school",
        ... )
        >>> [row["value"] for row in sample.mean(by="sex")]
        [75.0, 75.0]

    抽样数据:成绩与抽样设计只说明一次。
    """

    __slots__ = ("_design", "_rows")

    def __init__(self, rows: _core.Frame | _core.Table, design: dict[str, Any]) -> None:
        self._rows = rows
        self._design = design

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self._design.items() if value is not None)
        return f"<Survey: {len(self)} pupils; {told}>"

    def mean(self, *, by: Names = ()) -> Figures:
        """Means, as ``survey_mean`` gives them."""
        return survey_mean(self._rows, by=by, **self._design)

    def rate(self, lines: Number | Iterable[Number], *, by: Names = ()) -> Figures:
        """Shares that reach a line, as ``survey_rate`` gives them."""
        return survey_rate(self._rows, lines=lines, by=by, **self._design)

    def quantiles(self, probabilities: Number | Iterable[Number] | None = None, *, by: Names = ()) -> Figures:
        """Quantiles, as ``survey_quantiles`` gives them."""
        return survey_quantiles(self._rows, probabilities=probabilities, by=by, **self._design)

    def gap(
        self,
        group: str,
        *,
        first: Names | None = None,
        second: Names | None = None,
        reference: str | None = None,
        of: Literal["mean", "rate", "quantile"] = "mean",
        line: Number | None = None,
        probability: Number = 0.5,
        adjust: Literal["holm", "none"] = "holm",
        by: Names = (),
    ) -> Figures:
        """Gaps between groups, as ``survey_gap`` gives them."""
        return survey_gap(
            self._rows,
            group=group,
            first=first,
            second=second,
            reference=reference,
            of=of,
            line=line,
            probability=probability,
            adjust=adjust,
            by=by,
            **self._design,
        )


def survey(
    data: Source | _core.Frame,
    *,
    scores: Scores,
    weight: str | None = None,
    replicates: Names | None = None,
    replication: Replication | None = None,
    rho: Number | None = None,
    scale: Number | None = None,
    replicate_scales: Number | Iterable[Number] | None = None,
    centre: Literal["estimate", "replicates"] = "estimate",
    zone: str | None = None,
    half: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    lonely: Literal["refuse", "certainty", "adjust"] = "refuse",
    df: Number | None = None,
    confidence: Number = 0.95,
) -> Survey:
    """Sample with its design, to be asked for means, rates, quantiles and gaps.

    Args:
        data: Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``.
        scores: Column of the scores, or columns of plausible values as ``"PV{1..10}MATH"``; several subjects
            as a list or a dict of names to columns.
        weight: Column of the pupils' weight; everybody counts 1 if not given.
        replicates: Columns of the replicate weights, such as ``"W_FSTURWT{1..80}"``.
        replication: How the replicate weights were made: ``"brr"``, ``"fay"``, ``"jk1"``, ``"jk2"``,
            ``"jkn"``, ``"bootstrap"``.
        rho: ρ of Fay's adjustment (PISA: 0.5).
        scale: Factor in place of the usual one of the replication.
        replicate_scales: Factors of the single replicates, or one for all (``"jkn"``).
        centre: From what the replicates' deviations are taken: the full-sample estimate, or their mean.
        zone: Column of jackknife zones, from which jk2 replicates are made (``"JKZONE"``).
        half: Column of the half of the zone, 0 or 1 (``"JKREP"``).
        strata: Column of the strata, where there are no replicate weights.
        cluster: Column of the sampled units (schools), numbered within their stratum.
        lonely: A stratum with a single cluster: refused, certain to be drawn, or adjusted.
        df: Degrees of freedom of the design; clusters − strata, or replicates − 1, if not given.
        confidence: Of the intervals.

    Returns:
        Survey: Methods ``mean``, ``rate``, ``quantiles`` and ``gap``.

    Raises:
        ColumnNotFoundError: a column that the data do not have (when a question is asked).

    Examples:
        >>> import edugauge as eg
        >>> pupils = {"w": [1, 1, 2], "w1": [2, 0, 2], "w2": [0, 2, 2], "math": [60, 80, 70]}
        >>> sample = eg.survey(pupils, scores="math", weight="w", replicates="w{1..2}", replication="brr")
        >>> mean = sample.mean().rows()[0]
        >>> mean["value"], mean["se"], mean["method"]
        (70.0, 5.0, 'brr: 2 replicates, centred on the estimate')

    抽样设计:权数、重复权或层与抽样单位、似真值。
    """
    design = {
        "scores": _scores(scores),
        "weight": weight,
        "replicates": names(replicates),
        "replication": replication,
        "rho": rho,
        "scale": scale,
        "replicate_scales": replicate_scales,
        "centre": centre,
        "zone": zone,
        "half": half,
        "strata": strata,
        "cluster": cluster,
        "lonely": lonely,
        "df": df,
        "confidence": confidence,
    }
    return Survey(_rows(data), design)
