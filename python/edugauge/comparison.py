# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Groups compared with the whole (离均差, 比均率, 超均率, 科目占比, 团体 T 分)."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Conditions, Names, Number, Thresholds
from edugauge.figures import Figures, compute
from edugauge.reading import Source, as_table

__all__ = [
    "above_mean_rate",
    "group_t_score",
    "mean_deviation",
    "mean_ratio",
    "rank_interval",
    "rank_interval_of_column",
    "subject_share",
]


def mean_deviation(
    exam: _core.Exam,
    *,
    by: Names = (),
    within: Names | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Mean of a group minus the mean of the whole, per subject.

    Both means come from pooled sums. The whole is all candidates of the year, or those who share the labels
    of the keys ``within``; the group is part of it.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        within: Keys, among those of ``by``, that bound the whole.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``deviation`` in points, ordered by year, group and subject.

    Edge cases:
        Nobody of the group tested: ``no_denominator``. A published table with open ends: ``not_applicable``.

    Raises:
        InvalidArgumentError: a key in ``within`` that is not in ``by``.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙", "乙"], "语文": [90, 80, 60, 70]})
        >>> eg.mean_deviation(exam, by="school").value(school="甲")
        10.0

    References:
        Usage of education bureaus' quality analyses.

    离均差 = 组平均分 − 整体平均分。
    """
    arguments: dict[str, object] = {"within": within, "subjects": subjects}
    return compute("mean_deviation", exam, by=by, arguments=arguments, change=change)


def mean_ratio(
    exam: _core.Exam,
    *,
    by: Names = (),
    within: Names | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Mean of a group per hundred of the mean of the whole, per subject.

    Mean ratio = mean of the group / mean of the whole × 100, both from pooled sums.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        within: Keys, among those of ``by``, that bound the whole; all of the year if not given.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``ratio`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody of the group tested, or a whole with mean 0: ``no_denominator``. A published table with open
        ends: ``not_applicable``.

    Raises:
        InvalidArgumentError: a key in ``within`` that is not in ``by``.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙", "乙"], "语文": [90, 80, 60, 70]})
        >>> round(eg.mean_ratio(exam, by="school").value(school="甲"), 1)
        113.3

    References:
        Usage of education bureaus' quality analyses.

    比均率 = 组平均分 ÷ 整体平均分 × 100。
    """
    arguments: dict[str, object] = {"within": within, "subjects": subjects}
    return compute("mean_ratio", exam, by=by, arguments=arguments, change=change)


def above_mean_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    convention: Literal["ratio", "share"] = "ratio",
    within: Names | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """How far a group is above the mean of the whole, by either formula in use.

    A (``"ratio"``) = mean ratio − 100; B (``"share"``) = candidates with a score > the mean of the whole /
    tested × 100. Means come from pooled sums; counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        convention: ``"ratio"`` (A) or ``"share"`` (B).
        within: Keys, among those of ``by``, that bound the whole; all of the year if not given.
        subjects: Subjects; all if not given.
        confidence: Of the Wilson interval of B.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody of the group tested or, for A, a whole with mean 0: ``no_denominator``. A published table with
        open ends: ``not_applicable``.

    Raises:
        InvalidArgumentError: an unknown convention, or a key in ``within`` that is not in ``by``.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙", "乙"], "语文": [90, 70, 60, 80]})
        >>> round(eg.above_mean_rate(exam, by="school").value(school="甲"), 1)
        6.7
        >>> eg.above_mean_rate(exam, by="school", convention="share").value(school="甲")
        50.0

    References:
        Both conventions are in use; Wilson (1927).

    超均率：A = 比均率 − 100；B = 高于整体平均分的人数 ÷ 实考人数 × 100。
    """
    arguments: dict[str, object] = {
        "convention": convention,
        "within": within,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("above_mean_rate", exam, by=by, arguments=arguments, change=change)


def subject_share(
    exam: _core.Exam,
    *,
    by: Names = (),
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Mean of each subject per hundred of the sum of all subjects' means.

    Share = mean of the subject / Σ means of the subjects × 100. The total is not among the subjects.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to group by.
        subjects: Subjects that make the sum; all but the total if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``share`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested in a subject, or means that sum to 0: ``no_denominator``; the others' notes name the
        subject that is missing from the sum. A published table with open ends: ``not_applicable``.

    Raises:
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"语文": [90, 80, 70], "数学": ["70", "60", "缺考"]})
        >>> round(eg.subject_share(exam).value(subject="chinese"), 1)
        55.2

    References:
        Usage of education bureaus' quality analyses.

    科目占比 = 该科平均分 ÷ Σ 各科平均分 × 100。
    """
    arguments: dict[str, object] = {"subjects": subjects}
    return compute("subject_share", exam, by=by, arguments=arguments, change=change)


def group_t_score(
    exam: _core.Exam,
    *,
    by: Names = (),
    denominator: Literal["n_minus_1", "n"] = "n_minus_1",
    within: Names | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """T score of a group's mean: its deviation measured in standard deviations of the whole.

    T = 50 + 10 × (mean of the group − mean of the whole) / standard deviation of the whole, the latter
    between candidates. All from pooled sums.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        denominator: Of the variance: ``"n_minus_1"`` or ``"n"``.
        within: Keys, among those of ``by``, that bound the whole; all of the year if not given.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``t_score``, ordered by year, group and subject.

    Edge cases:
        Nobody of the group tested: ``no_denominator``. A whole of equal scores or of one candidate, or a
        published table with open ends: ``not_applicable``.

    Raises:
        InvalidArgumentError: an unknown convention, or a key in ``within`` that is not in ``by``.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙", "乙"], "语文": [90, 80, 60, 70]})
        >>> round(eg.group_t_score(exam, by="school", denominator="n").value(school="甲"), 1)
        58.9

    References:
        Usage of education bureaus' quality analyses.

    团体 T 分 = 50 + 10 ×（组平均分 − 整体平均分）÷ 整体标准差。
    """
    arguments: dict[str, object] = {"denominator": denominator, "within": within, "subjects": subjects}
    return compute("group_t_score", exam, by=by, arguments=arguments, change=change)


def rank_interval(
    exam: _core.Exam,
    *,
    by: Names = (),
    of: Literal["mean", "rate"] = "mean",
    threshold: Thresholds = 0.6,
    direction: Literal["highest", "lowest"] = "highest",
    within: Names | None = None,
    family: Literal["marginal", "simultaneous"] = "marginal",
    procedure: Literal["holm", "bootstrap"] = "holm",
    replicates: int = 2000,
    seed: int = 1,
    error: Literal["auto", "clustered", "independent"] = "auto",
    school: str | None = None,
    top: int | None = None,
    minimum: int = 10,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Place of each district or school by its mean or a rate, with an interval for the place, per subject.

    Place = units that are better + 1; ties share a place (1, 2, 2, 4). Interval: 1 + units surely better to
    units − units surely worse. One is surely better than another where the z test of their difference is
    significant after Holm's adjustment, over the m − 1 differences of each unit (``marginal``) or over all
    (``simultaneous``). Places are given anew among the units that a public release shows.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys whose groups are the units, such as ``"school"``.
        of: Places by the ``"mean"``, or by the ``"rate"`` of those who reach ``threshold``.
        threshold: Up to 1 a share of the full mark, above 1 a score of single subjects (not of the total); or
            a dict of subjects.
        direction: ``"highest"`` first, or ``"lowest"``.
        within: Keys, among those of ``by``, within which places are given; among all of the year if not
            given.
        family: ``"marginal"``: each interval holds with the confidence by itself; ``"simultaneous"``: all at
            once.
        procedure: ``"holm"``, or ``"bootstrap"``: the largest standardised difference of normal estimates,
            drawn ``replicates`` times, step by step.
        replicates: Of the bootstrap.
        seed: Of the random numbers; results do not depend on the number of threads.
        error: ``"clustered"`` by school (as for districts), ``"independent"`` pupils; ``"auto"`` takes these
            where the units are schools.
        school: Key that is the school; ``school_code``, else ``school``, if not given.
        top: k: also who is surely (worst place ≤ k) and who possibly (best place ≤ k) among the first k.
        minimum: Units of fewer with a score are neither ranked nor counted.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``mean`` in points or ``rate`` in percent (with ``se``), ``rank`` (``lower`` and
        ``upper`` are the interval), ``best_rank``, ``worst_rank`` and, with ``top``, ``surely_top`` and
        ``possibly_top`` (1 yes, 0 no), ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. Open ends of a published table: ``not_applicable``. Fewer than
        ``minimum``, a unit without a name, or no groups: the place is ``not_applicable``, and the note says
        why. No error of a unit (fewer than 2 schools, no variance): its interval is all places.

    Raises:
        InvalidArgumentError: a key in ``within`` that is not one of ``by``, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3 + ["丙"] * 3,
        ...     "数学": [90, 92, 94, 80, 82, 84, 78, 80, 82],
        ... })
        >>> places = eg.rank_interval(exam, by="school", minimum=2)
        >>> [(row["school"], row["value"], row["lower"], row["upper"]) for row in places.rows(measure="rank")]
        [('丙', 3.0, 2.0, 3.0), ('乙', 2.0, 2.0, 3.0), ('甲', 1.0, 1.0, 1.0)]

    References:
        Mogstad, Romano, Shaikh & Wilhelm (2024), Review of Economic Studies 91; Goldstein & Spiegelhalter
        (1996), JRSS A 159; Holm (1979). Held against the R package csranks.

    名次区间：名次有多大把握；下限 = 1 + 有把握更好的单位数。
    """
    arguments: dict[str, object] = {
        "of": of,
        "threshold": threshold,
        "direction": direction,
        "within": within,
        "family": family,
        "procedure": procedure,
        "replicates": replicates,
        "seed": seed,
        "error": error,
        "school": school,
        "top": top,
        "minimum": minimum,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("rank_interval", exam, by=by, arguments=arguments, change=change)


def rank_interval_of_column(
    table: Source,
    *,
    column: str,
    error: str,
    by: Names = (),
    direction: Literal["highest", "lowest"] = "highest",
    within: Names | None = None,
    family: Literal["marginal", "simultaneous"] = "marginal",
    procedure: Literal["holm", "bootstrap"] = "holm",
    replicates: int = 2000,
    seed: int = 1,
    top: int | None = None,
    where: Conditions | None = None,
    year: str | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Place of each unit of a table by a column and its standard errors, with an interval of the place.

    Place = units that are better + 1; ties share a place (1, 2, 2, 4). Interval: 1 + units surely better to
    units − units surely worse. One is surely better than another where the z test of their difference is
    significant after Holm's adjustment, over the m − 1 differences of each unit (``marginal``) or over all
    (``simultaneous``). For published means and rates, such as those of countries; of candidates
    ``rank_interval``.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists, one row a year and unit.
        column: Header of the column that the places are by.
        error: Header of the standard errors of these values.
        by: Headers of the columns that name the units.
        direction: ``"highest"`` first, or ``"lowest"``.
        within: Headers, among those of ``by``, within which places are given.
        family: ``"marginal"``: each interval holds with the confidence by itself; ``"simultaneous"``: all at
            once.
        procedure: ``"holm"``, or ``"bootstrap"``: the largest standardised difference of normal estimates,
            drawn ``replicates`` times, step by step.
        replicates: Of the bootstrap.
        seed: Of the random numbers; results do not depend on the number of threads.
        top: k: also who is surely (worst place ≤ k) and who possibly (best place ≤ k) among the first k.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        year: Header of the year's column; 年份, 年度 or year if not given. Years are ranked apart.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``value`` (with ``se``), ``rank`` (``lower`` and ``upper`` are the interval),
        ``best_rank``, ``worst_rank`` and, with ``top``, ``surely_top`` and ``possibly_top`` (1 yes, 0 no).

    Edge cases:
        A blank value: ``missing_input``, not ranked. A blank or zero standard error: all places. Two rows of
        one unit, or no groups: ``not_applicable``.

    Raises:
        DataError: a cell that is no number, or a negative standard error, with row and column.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> published = {"县": ["甲", "乙", "丙"], "平均分": [510, 504, 503], "标准误": [2, 2, 2]}
        >>> places = eg.rank_interval_of_column(published, column="平均分", error="标准误", by="县")
        >>> [(row["县"], row["value"], row["lower"], row["upper"]) for row in places.rows(measure="rank")]
        [('甲', 1.0, 1.0, 1.0), ('乙', 2.0, 1.0, 3.0), ('丙', 3.0, 2.0, 3.0)]

    References:
        As ``rank_interval``: Mogstad, Romano, Shaikh & Wilhelm (2024). Held against the R package csranks.

    按表中一列及其标准误的名次区间。
    """
    arguments: dict[str, object] = {
        "column": column,
        "error": error,
        "direction": direction,
        "within": within,
        "family": family,
        "procedure": procedure,
        "replicates": replicates,
        "seed": seed,
        "top": top,
        "where": where,
        "year": year,
        "confidence": confidence,
    }
    return compute("rank_interval_of_column", as_table(table), by=by, arguments=arguments, change=change)
