# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Groups compared with the whole (离均差, 比均率, 超均率, 科目占比, 团体 T 分)."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number
from edugauge.figures import Figures, compute

__all__ = ["above_mean_rate", "group_t_score", "mean_deviation", "mean_ratio", "subject_share"]


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
