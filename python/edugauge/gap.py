# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""The gap between two groups (城乡差距): how far, how sure, and whether it narrowed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from edugauge import _core
from edugauge._arguments import Lines, Names, Number
from edugauge.figures import Figures, compute
from edugauge.reading import Source, as_table

__all__ = ["gap", "gap_trend", "level_gap", "subject_gap"]


def subject_gap(
    exam: _core.Exam,
    *,
    by: Names = (),
    group: str = "residence",
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    cluster: str | None = None,
    universe: Literal["census", "cohort", "sample"] = "cohort",
    correction: Literal["auto", "cr1", "cr2"] = "auto",
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Difference of two groups' means (urban − rural by default), per subject, year and group.

    Gap = mean of the first group − mean of the second, each over all its candidates, not the mean of school
    means. Its error comes twice: clustered by school, the default to report, and with candidates held to be
    independent (Welch). Change = this year's gap − the year before's; negative is narrower.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to group by.
        group: Key that tells the two groups apart.
        first: Labels of the first group; the usual words for urban if not given.
        second: Labels of the second group; the usual words for rural if not given.
        towns: Where 镇区 belongs; by default in neither group.
        cluster: Key by which errors are clustered; ``school_code``, else ``school``, if not given.
        universe: What the error means: ``"census"`` (all candidates, no sampling error), ``"cohort"`` (this
            year's are a draw from those whom the schools produce).
        correction: ``"cr2"`` is Bell and McCaffrey's with Satterthwaite's degrees of freedom, ``"cr1"`` the
            factor G / (G − 1); ``"auto"`` takes CR2 where a group has fewer than 40 schools.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``mean_first``, ``mean_second``, ``difference`` (clustered),
        ``difference_independent`` (Welch), ``hedges_g`` and, from the second year on, ``change``; ``se``,
        ``lower``, ``upper``, ``df`` and ``p_value`` where there is an error.

    Edge cases:
        A group without candidates: ``no_denominator``. No school known, fewer than two in a group, or a
        census: the difference stands, its clustered error is null and ``note`` says why. Fewer than 30
        candidates or 5 schools in a group: a warning in ``note``. Full marks that differ between the years:
        ``change`` is ``not_applicable``.

    Raises:
        InvalidArgumentError: an argument that does not fit, or a label in both groups.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲", "甲", "乙", "丙", "丙", "丁"],
        ...     "城乡": ["城区", "城区", "城区", "乡村", "乡村", "乡村"],
        ...     "数学": [90, 84, 78, 70, 76, 82],
        ... })
        >>> gap = eg.subject_gap(exam, subjects="数学").rows(measure="difference")[0]
        >>> gap["value"], round(gap["se"], 2)
        (8.0, 6.0)

    References:
        Welch (1947); Hedges & Olkin (1985); Bell & McCaffrey (2002). Held against R's sandwich and
        clubSandwich on Tennessee STAR, grade 3 mathematics.

    差距 = 第一组平均分 − 第二组平均分；误差默认按学校聚类。
    """
    arguments: dict[str, object] = {
        "group": group,
        "first": first,
        "second": second,
        "towns": towns,
        "cluster": cluster,
        "universe": universe,
        "correction": correction,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("subject_gap", exam, by=by, arguments=arguments, change=change)


def gap(
    exam: _core.Exam,
    *,
    by: Names = (),
    group: str = "residence",
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    compare: Literal["two", "reference", "all"] = "two",
    reference: str | None = None,
    measures: Literal[
        "difference",
        "ratio",
        "percent",
        "cohens_d",
        "hedges_g",
        "superiority",
        "v",
        "quantile_difference",
        "rate_difference",
        "rate_ratio",
        "odds_ratio",
        "below_first_median",
        "below_second_median",
    ]
    | Iterable[
        Literal[
            "difference",
            "ratio",
            "percent",
            "cohens_d",
            "hedges_g",
            "superiority",
            "v",
            "quantile_difference",
            "rate_difference",
            "rate_ratio",
            "odds_ratio",
            "below_first_median",
            "below_second_median",
        ]
    ]
    | None = None,
    probabilities: Number | Iterable[Number] | None = None,
    lines: Lines | None = None,
    cluster: str | None = None,
    universe: Literal["census", "cohort", "sample"] = "cohort",
    error: Literal["linearised", "bootstrap", "bca", "independent"] = "linearised",
    correction: Literal["auto", "cr1", "cr2"] = "auto",
    distribution: Literal["t", "normal"] = "t",
    replicates: int = 2000,
    permutations: int | None = None,
    seed: int = 1,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Gap between groups in every measure (urban − rural by default), per subject, year and group.

    Differences are first − second, ratios first / second. Every statistic is of the pooled scores of a group,
    not a mean over schools. The probability of superiority (AUC) is P(first > second) + P(equal) / 2 and
    V = √2 Φ⁻¹(AUC), both from counts alone. From the second year on each measure has its change: this year's
    − the year before's, of ratios the quotient; a school of both years is one cluster (paired).

    Args:
        exam: Candidates from ``read_scores``, or published tables from ``read_score_table``.
        by: Keys to group by.
        group: Key that tells the groups apart.
        first: Labels of the first group; the usual words for urban if not given.
        second: Labels of the second group; the usual words for rural if not given.
        towns: Where 镇区 belongs; by default in neither group.
        compare: Two groups; each label with ``reference``; or all pairs. With several pairs, p-values are
            adjusted by Holm (intervals are not).
        reference: Label of the reference group.
        measures: Which measures; all if not given.
        probabilities: Of the quantiles (Hyndman–Fan type 7); 0.1, 0.25, 0.5, 0.75 and 0.9 if not given.
        lines: Whose attainment is compared: ``498``, ``{"本二": 498}``, ``{"及格": 0.6}`` (share of the full
            mark), ``{(2011, "本二"): 498}``.
        cluster: Key by which errors are clustered; ``school_code``, else ``school``, if not given.
        universe: What the error means: ``"census"`` (none), ``"cohort"`` (clustered by school).
        error: ``"linearised"``; ``"bootstrap"`` of schools with percentile intervals, or ``"bca"``; or
            ``"independent"`` candidates (Welch for means, DeLong for superiority).
        correction: Of linearised errors with few schools, as in ``subject_gap``.
        distribution: Of intervals and p-values: Student's with the error's degrees of freedom, or
            ``"normal"``, as DeLong et al. have it for the AUC.
        replicates: Of the bootstrap.
        permutations: If given, p-values come from permuting the schools' labels, at most so many times; all
            relabellings are looked at where there are no more.
        seed: Of the random numbers; results do not depend on the number of threads.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: one row per measure, keys ``by``, ``first``, ``second``, ``probability`` and ``line``,
            ordered by
        year, group, subject and pair; changes as ``<measure>_change``. The ``se`` of a ratio is the ratio
        times that of its logarithm, its interval is of the logarithm.

    Edge cases:
        A group without candidates: ``no_denominator``. An open bucket of a published table: means are
        ``not_applicable``; superiority and V count its candidates as level, with a note. No variance, a mean
        not above 0, nobody or everybody at a line: that measure is ``not_applicable``. A share of an unknown
        full mark: ``missing_input``. No school known, or fewer than two in a group: the value stands, its
        clustered error is null and ``note`` says why. Fewer than 30 candidates or 5 schools in a group: a
        warning in ``note``.

    Raises:
        InvalidArgumentError: an argument that does not fit, a label in both groups, a reference that nobody
            has, or ``universe="sample"``.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲", "甲", "乙", "丙", "丙", "丁"],
        ...     "城乡": ["城区", "城区", "城区", "乡村", "乡村", "乡村"],
        ...     "数学": [90, 84, 78, 70, 76, 82],
        ... })
        >>> gap = eg.gap(exam, subjects="数学", lines={"良好": 80})
        >>> round(gap.value(measure="superiority"), 3), gap.value(measure="odds_ratio")
        (0.889, 4.0)

    References:
        Hedges & Olkin (1985); Ho (2009); DeLong, DeLong & Clarke-Pearson (1988); Woodruff (1952); Bell &
        McCaffrey (2002); Efron (1987); Holm (1979). Held against R (sandwich, clubSandwich, boot) and scipy.

    各种口径的组间差距，附误差与历年变化。
    """
    arguments: dict[str, object] = {
        "group": group,
        "first": first,
        "second": second,
        "towns": towns,
        "compare": compare,
        "reference": reference,
        "measures": measures,
        "probabilities": probabilities,
        "lines": lines,
        "cluster": cluster,
        "universe": universe,
        "error": error,
        "correction": correction,
        "distribution": distribution,
        "replicates": replicates,
        "permutations": permutations,
        "seed": seed,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("gap", exam, by=by, arguments=arguments, change=change)


def gap_trend(
    exam: _core.Exam,
    *,
    by: Names = (),
    group: str = "residence",
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    measure: Literal[
        "difference", "percent", "cohens_d", "hedges_g", "v", "quantile_difference", "rate_difference"
    ] = "difference",
    probability: Number = 0.5,
    lines: Lines | None = None,
    cluster: str | None = None,
    universe: Literal["census", "cohort", "sample"] = "cohort",
    error: Literal["linearised", "bootstrap", "bca", "independent"] = "linearised",
    correction: Literal["auto", "cr1", "cr2"] = "auto",
    distribution: Literal["t", "normal"] = "t",
    replicates: int = 2000,
    seed: int = 1,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Trend of the gap over several years, per subject and group: did it narrow?

    Slope = Σ (year − mean year) × gap / Σ (year − mean year)², every year alike; change = last gap − first
    gap. Each gap is over all candidates of its year. A school of several years is one cluster, so that what
    its years share cancels (paired); a school of some years counts in those.

    Args:
        exam: Candidates of several years: ``read_scores(…, year=2010) + read_scores(…, year=2011) + …``.
        by: Keys to group by.
        group: Key that tells the groups apart.
        first: Labels of the first group; the usual words for urban if not given.
        second: Labels of the second group; the usual words for rural if not given.
        towns: Where 镇区 belongs; by default in neither group.
        measure: Whose trend is taken.
        probability: Of the quantile, with ``measure="quantile_difference"``.
        lines: The line of each year, with ``measure="rate_difference"``: ``{(2010, "本二"): 490, …}`` or one
            for all years; up to 1 a share of the full mark.
        cluster: Key by which errors are clustered; ``school_code``, else ``school``, if not given.
        universe: What the error means, as in ``gap``.
        error: How it is computed, as in ``gap``.
        correction: Of linearised errors with few schools, as in ``subject_gap``.
        distribution: Of intervals and p-values: Student's with the error's degrees of freedom, or
            ``"normal"``, as DeLong et al. have it for the AUC.
        replicates: Of the bootstrap.
        seed: Of the random numbers.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``gap`` (each year), ``change``, ``slope`` (per year), ``common_schools``
            (percentage of
        candidates in schools present every year) and ``slope_common`` (the slope among those). ``note`` of a
        change or slope begins with a sentence in Chinese and English that says no more than the interval
        allows.

    Edge cases:
        Fewer than two years with a gap: ``not_applicable``. Full marks that differ: ``not_applicable`` in
        points, else computed with a remark. Schools that are not there every year: a remark. A year without
        one group: its ``gap`` is ``no_denominator``, the others make the trend. Census: no interval.

    Raises:
        InvalidArgumentError: an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> def year(year, *scores):
        ...     return eg.read_scores({
        ...         "学校": ["甲", "乙", "丙", "丁"],
        ...         "城乡": ["城区", "城区", "乡村", "乡村"],
        ...         "数学": scores,
        ...     }, year=year)
        >>> exam = year(2010, 90, 80, 70, 60) + year(2011, 92, 78, 74, 60) + year(2012, 88, 82, 75, 63)
        >>> [slope] = eg.gap_trend(exam, subjects="数学").rows(measure="slope")
        >>> slope["value"], slope["note"].partition(",")[0]
        (-2.0, 'the gap is narrower by 2.0 points a year on average')

    References:
        Clustered errors of all years in one regression, held against R's clubSandwich.

    差距走势：是否缩小，结论不超出区间。
    """
    arguments: dict[str, object] = {
        "group": group,
        "first": first,
        "second": second,
        "towns": towns,
        "measure": measure,
        "probability": probability,
        "lines": lines,
        "cluster": cluster,
        "universe": universe,
        "error": error,
        "correction": correction,
        "distribution": distribution,
        "replicates": replicates,
        "seed": seed,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("gap_trend", exam, by=by, arguments=arguments, change=change)


def level_gap(
    table: Source,
    *,
    group: str,
    level: str,
    count: str,
    by: Names = (),
    order: Names | None = None,
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    universe: Literal["census", "cohort", "sample"] = "cohort",
    error: Literal["linearised", "independent"] = "linearised",
    distribution: Literal["t", "normal"] = "t",
    year: str | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Gap where only counts by proficiency level are known (urban − rural by default), per year and group.

    AUC = P(first's level above second's) + P(same level) / 2; V = √2 Φ⁻¹(AUC). With few levels, ties pull
    this V towards 0; ``v_probit`` takes the groups to be two normal distributions cut at the same thresholds
    (maximum likelihood) and does not suffer from that. Counts of a group are added first.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists: one row per group and
            level.
        group: Header of the groups' column.
        level: Header of the levels' column.
        count: Header of the counts' column.
        by: Headers of the columns to group by.
        order: The levels from the lowest to the highest; not needed where they are numbers.
        first: Labels of the first group; the usual words for urban if not given.
        second: Labels of the second group; the usual words for rural if not given.
        towns: Where 镇区 belongs; by default in neither group.
        universe: What the error means, as in ``gap``.
        error: ``"independent"`` candidates; by default none, since counts by level know no school.
        distribution: Of intervals and p-values, as in ``gap``.
        year: Header of the year's column; 年份, 年度 or year if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``superiority``, ``v``, ``v_probit`` and, per ``level`` but the lowest,
        ``rate_difference`` (percentage points at or above it).

    Edge cases:
        A group without candidates: ``no_denominator``. Groups that do not overlap: ``v`` is
        ``not_applicable``. Fewer than three levels: ``v_probit`` is ``not_applicable``. Clustered errors:
        null, with the reason.

    Raises:
        DataError: a count that is no whole number, a level that ``order`` does not list.
        InvalidArgumentError: levels that are no numbers, without ``order``.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> counts = {
        ...     "城乡": ["城区"] * 3 + ["乡村"] * 3,
        ...     "等级": ["待提高", "合格", "优秀"] * 2,
        ...     "人数": [10, 20, 70, 30, 30, 40],
        ... }
        >>> columns = {"group": "城乡", "level": "等级", "count": "人数"}
        >>> gap = eg.level_gap(counts, order=["待提高", "合格", "优秀"], **columns)
        >>> gap.value(measure="superiority"), round(gap.value(measure="v"), 3)
        (0.665, 0.603)

    References:
        Ho & Reardon (2012), JEBS 37, 489–517; Reardon, Shear, Castellano & Ho (2017), JEBS 42, 3–45.

    只知各等级人数时的差距。
    """
    arguments: dict[str, object] = {
        "group": group,
        "level": level,
        "count": count,
        "order": order,
        "first": first,
        "second": second,
        "towns": towns,
        "universe": universe,
        "error": error,
        "distribution": distribution,
        "year": year,
        "confidence": confidence,
    }
    return compute("level_gap", as_table(table), by=by, arguments=arguments, change=change)
