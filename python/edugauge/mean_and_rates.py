"""Mean and rates (一分三率, 一分四率): how a group did in each subject."""

from __future__ import annotations

from edugauge import _core
from edugauge._arguments import Names, Number, names
from edugauge.figures import Figures, compute

__all__ = ["excellent_rate", "good_rate", "low_rate", "pass_rate", "subject_mean"]


def subject_mean(exam: _core.Exam, *, by: Names = (), subjects: Names | None = None) -> Figures:
    """Mean score and standard deviation of those tested, per subject and group.

    Mean = sum of scores / tested; standard deviation with denominator n − 1. A whole is computed from the
    pooled sums, never as the mean of its parts.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by, such as ``"school"`` or ``["school", "class"]``.
        subjects: Subjects; all if not given.

    Returns:
        Figures: measures ``mean`` and ``standard_deviation`` in points, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. Standard deviation of one candidate, or a published table with open
        ends: ``not_applicable``.

    Raises:
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "考号": ["001", "002", "003", "004"],
        ...     "学校": ["一中"] * 4,
        ...     "语文": ["90", "85", "缺考", "92"],
        ... })
        >>> figures = eg.subject_mean(exam, subjects="语文", by="school")
        >>> figures.value(measure="mean"), round(figures.value(measure="standard_deviation"), 2)
        (89.0, 3.61)

    References:
        Textbook definition; held against the univariate sets of NIST StRD.

    平均分 = 总分数 ÷ 实考人数。
    """
    return compute("subject_mean", exam, by=by, arguments={"subjects": names(subjects)})


def excellent_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Number = 0.85,
    subjects: Names | None = None,
    confidence: Number = 0.95,
) -> Figures:
    """Share of those tested who reach the excellent threshold, per subject and group.

    Rate = candidates with a score ≥ the threshold / tested × 100. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        threshold: Up to 1 a share of the full mark, above 1 a score.
        subjects: Subjects; all if not given.
        confidence: Of the Wilson interval.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A share without a full mark: ``missing_input``. A threshold inside
        an open bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a threshold that is not above 0.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> scores = {"考号": list("123456"), "数学": ["100", "85", "70", "60", "39.5", "缺考"]}
        >>> exam = eg.read_scores(scores, full_marks={"数学": 100})
        >>> eg.excellent_rate(exam, subjects="数学").value()
        40.0

    References:
        Usage of education bureaus, cumulative convention; Wilson (1927).

    优秀率 = 达到优秀线的人数 ÷ 实考人数 × 100。
    """
    arguments = {"threshold": threshold, "subjects": names(subjects), "confidence": confidence}
    return compute("excellent_rate", exam, by=by, arguments=arguments)


def good_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Number = 0.7,
    subjects: Names | None = None,
    confidence: Number = 0.95,
) -> Figures:
    """Share of those tested who reach the good threshold, per subject and group.

    Rate = candidates with a score ≥ the threshold / tested × 100.
    The excellent ones count among them. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        threshold: Up to 1 a share of the full mark, above 1 a score.
        subjects: Subjects; all if not given.
        confidence: Of the Wilson interval.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A share without a full mark: ``missing_input``. A threshold inside
        an open bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a threshold that is not above 0.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> scores = {"考号": list("123456"), "数学": ["100", "85", "70", "60", "39.5", "缺考"]}
        >>> exam = eg.read_scores(scores, full_marks={"数学": 100})
        >>> eg.good_rate(exam, subjects="数学").value()
        60.0

    References:
        Usage of education bureaus, cumulative convention; Wilson (1927).

    良好率 = 达到良好线的人数 ÷ 实考人数 × 100(含优秀)。
    """
    arguments = {"threshold": threshold, "subjects": names(subjects), "confidence": confidence}
    return compute("good_rate", exam, by=by, arguments=arguments)


def pass_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Number = 0.6,
    subjects: Names | None = None,
    confidence: Number = 0.95,
) -> Figures:
    """Share of those tested who reach the pass threshold, per subject and group.

    Rate = candidates with a score ≥ the threshold / tested × 100. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        threshold: Up to 1 a share of the full mark, above 1 a score.
        subjects: Subjects; all if not given.
        confidence: Of the Wilson interval.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A share without a full mark: ``missing_input``. A threshold inside
        an open bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a threshold that is not above 0.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> scores = {"考号": list("123456"), "数学": ["100", "85", "70", "60", "39.5", "缺考"]}
        >>> exam = eg.read_scores(scores, full_marks={"数学": 100})
        >>> eg.pass_rate(exam, subjects="数学").value()
        80.0

    References:
        Usage of education bureaus, cumulative convention; Wilson (1927).

    及格率 = 达到及格线的人数 ÷ 实考人数 × 100。
    """
    arguments = {"threshold": threshold, "subjects": names(subjects), "confidence": confidence}
    return compute("pass_rate", exam, by=by, arguments=arguments)


def low_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Number = 0.4,
    subjects: Names | None = None,
    confidence: Number = 0.95,
) -> Figures:
    """Share of those tested who stay below the low threshold, per subject and group.

    Rate = candidates with a score < the threshold / tested × 100. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        threshold: Up to 1 a share of the full mark, above 1 a score.
        subjects: Subjects; all if not given.
        confidence: Of the Wilson interval.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A share without a full mark: ``missing_input``. A threshold inside
        an open bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a threshold that is not above 0.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> scores = {"考号": list("123456"), "数学": ["100", "85", "70", "60", "39.5", "缺考"]}
        >>> exam = eg.read_scores(scores, full_marks={"数学": 100})
        >>> eg.low_rate(exam, subjects="数学").value()
        20.0

    References:
        Usage of education bureaus, cumulative convention; Wilson (1927).

    低分率 = 低于低分线的人数 ÷ 实考人数 × 100。
    """
    arguments = {"threshold": threshold, "subjects": names(subjects), "confidence": confidence}
    return compute("low_rate", exam, by=by, arguments=arguments)
