# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Mean and rates (一分三率, 一分四率): how a group did in each subject."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number, Thresholds
from edugauge.figures import Figures, compute

__all__ = [
    "excellent_rate",
    "good_rate",
    "low_rate",
    "pass_all_rate",
    "pass_rate",
    "subject_mean",
    "subject_quantiles",
    "tail_mean",
]


def subject_mean(
    exam: _core.Exam,
    *,
    by: Names = (),
    denominator: Literal["n_minus_1", "n"] = "n_minus_1",
    subjects: Names | None = None,
    weight: str | None = None,
    change: bool = False,
) -> Figures:
    """Mean score, standard deviation and facility of those tested, per subject and group.

    Mean = sum of scores / tested; facility = mean / full mark × 100. A whole is computed from the pooled
    sums, never as the mean of its parts.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by, such as ``"school"`` or ``["school", "class"]``.
        denominator: Of the variance: ``"n_minus_1"`` or ``"n"``.
        subjects: Subjects; all if not given.
        weight: Of a sample survey: the key that holds the weights (``columns={"权数": "key:weight"}``), by
            which candidates count. ``n`` stays the candidates; the variance has Σw − 1 or Σw.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``mean`` and ``standard_deviation`` in points, ``facility`` in percent, ordered by
        year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. Standard deviation of one candidate with n − 1, or a published
        table with open ends: ``not_applicable``. Facility without a full mark: ``missing_input``.

    Raises:
        InvalidArgumentError: a convention that is not known.
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

        Two pupils of a sample, who stand for 3 and 1:

        >>> sample = {"语文": [90, 70], "权数": ["3", "1"]}
        >>> exam = eg.read_scores(sample, columns={"权数": "key:weight"})
        >>> eg.subject_mean(exam, weight="weight").value(measure="mean")
        85.0

    References:
        Textbook definition; held against the univariate sets of NIST StRD.

    平均分 = 总分数 ÷ 实考人数；得分率 = 平均分 ÷ 满分 × 100。
    """
    arguments: dict[str, object] = {"denominator": denominator, "subjects": subjects, "weight": weight}
    return compute("subject_mean", exam, by=by, arguments=arguments, change=change)


def excellent_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Thresholds = 0.85,
    rank_share: Number | None = None,
    base_share: Number = 0.9,
    subjects: Names | None = None,
    interval: Literal[
        "wilson", "clopper_pearson", "agresti_coull", "wilson_effective", "korn_graubard"
    ] = "wilson",
    confidence: Number = 0.95,
    weight: str | None = None,
    change: bool = False,
) -> Figures:
    """Share of those tested who reach the excellent threshold, per subject and group.

    Rate = candidates with a score ≥ the threshold / tested × 100. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        threshold: Up to 1 a share of the full mark, above 1 a score of single subjects (not of the total); or
            a dict of subjects.
        rank_share: Norm-referenced: the threshold is the score at this share of the ranking of the best
            ``base_share`` of the whole, in place of ``threshold``.
        base_share: Whom rank shares are of: the best this share of all tested of the year.
        subjects: Subjects; all if not given.
        interval: Of candidates held to be independent, or clustered by school and adjusted by the design
            effect: ``"wilson_effective"`` (Wilson with the effective n), ``"korn_graubard"``.
        confidence: Of the intervals.
        weight: Of a sample survey: the key that holds the weights, by which candidates count; no interval, as
            ``survey_rate`` has the error, and no ``rank_share``.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A share without a full mark: ``missing_input``. The total
        where the threshold is a score, a subject whose full mark is below it, a threshold inside an open
        bucket of a published table: ``not_applicable``.

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
    arguments: dict[str, object] = {
        "threshold": threshold,
        "rank_share": rank_share,
        "base_share": base_share,
        "subjects": subjects,
        "interval": interval,
        "confidence": confidence,
        "weight": weight,
    }
    return compute("excellent_rate", exam, by=by, arguments=arguments, change=change)


def good_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Thresholds = 0.7,
    bands: Literal["cumulative", "band"] = "cumulative",
    upper: Thresholds = 0.85,
    rank_share: Number | None = None,
    upper_rank_share: Number | None = None,
    base_share: Number = 0.9,
    subjects: Names | None = None,
    interval: Literal[
        "wilson", "clopper_pearson", "agresti_coull", "wilson_effective", "korn_graubard"
    ] = "wilson",
    confidence: Number = 0.95,
    weight: str | None = None,
    change: bool = False,
) -> Figures:
    """Share of those tested who reach the good threshold, per subject and group.

    Rate = candidates with a score ≥ the threshold / tested × 100.
    The excellent ones count among them unless ``bands`` says otherwise. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        threshold: Up to 1 a share of the full mark, above 1 a score of single subjects (not of the total); or
            a dict of subjects.
        bands: ``"cumulative"`` (the excellent and better count) or ``"band"`` (they are left out).
        upper: Threshold of the next better band, used with ``"band"``.
        rank_share: Norm-referenced: the threshold is the score at this share of the ranking of the best
            ``base_share`` of the whole, in place of ``threshold``.
        upper_rank_share: Of the next better band, used with ``rank_share`` and ``"band"``.
        base_share: Whom rank shares are of: the best this share of all tested of the year.
        subjects: Subjects; all if not given.
        interval: Of candidates held to be independent, or clustered by school and adjusted by the design
            effect: ``"wilson_effective"`` (Wilson with the effective n), ``"korn_graubard"``.
        confidence: Of the intervals.
        weight: Of a sample survey: the key that holds the weights, by which candidates count; no interval, as
            ``survey_rate`` has the error, and no ``rank_share``.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A share without a full mark: ``missing_input``. The total
        where the threshold is a score, a subject whose full mark is below it, a threshold inside an open
        bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a threshold that is not above 0, or an upper one that is not above it.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> scores = {"考号": list("123456"), "数学": ["100", "85", "70", "60", "39.5", "缺考"]}
        >>> exam = eg.read_scores(scores, full_marks={"数学": 100})
        >>> eg.good_rate(exam, subjects="数学", bands="band").value()
        20.0
        >>> eg.good_rate(exam, subjects="数学").value()
        60.0

    References:
        Usage of education bureaus, cumulative convention; Wilson (1927).

    良好率 = 达到良好线的人数 ÷ 实考人数 × 100（含优秀）。
    """
    arguments: dict[str, object] = {
        "threshold": threshold,
        "bands": bands,
        "upper": upper,
        "rank_share": rank_share,
        "upper_rank_share": upper_rank_share,
        "base_share": base_share,
        "subjects": subjects,
        "interval": interval,
        "confidence": confidence,
        "weight": weight,
    }
    return compute("good_rate", exam, by=by, arguments=arguments, change=change)


def pass_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Thresholds = 0.6,
    bands: Literal["cumulative", "band"] = "cumulative",
    upper: Thresholds = 0.7,
    rank_share: Number | None = None,
    upper_rank_share: Number | None = None,
    base_share: Number = 0.9,
    subjects: Names | None = None,
    interval: Literal[
        "wilson", "clopper_pearson", "agresti_coull", "wilson_effective", "korn_graubard"
    ] = "wilson",
    confidence: Number = 0.95,
    weight: str | None = None,
    change: bool = False,
) -> Figures:
    """Share of those tested who reach the pass threshold, per subject and group.

    Rate = candidates with a score ≥ the threshold / tested × 100. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        threshold: Up to 1 a share of the full mark, above 1 a score of single subjects (not of the total); or
            a dict of subjects.
        bands: ``"cumulative"`` (the good and better count) or ``"band"`` (they are left out).
        upper: Threshold of the next better band, used with ``"band"``.
        rank_share: Norm-referenced: the threshold is the score at this share of the ranking of the best
            ``base_share`` of the whole, in place of ``threshold``.
        upper_rank_share: Of the next better band, used with ``rank_share`` and ``"band"``.
        base_share: Whom rank shares are of: the best this share of all tested of the year.
        subjects: Subjects; all if not given.
        interval: Of candidates held to be independent, or clustered by school and adjusted by the design
            effect: ``"wilson_effective"`` (Wilson with the effective n), ``"korn_graubard"``.
        confidence: Of the intervals.
        weight: Of a sample survey: the key that holds the weights, by which candidates count; no interval, as
            ``survey_rate`` has the error, and no ``rank_share``.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A share without a full mark: ``missing_input``. The total
        where the threshold is a score, a subject whose full mark is below it, a threshold inside an open
        bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a threshold that is not above 0, or an upper one that is not above it.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> scores = {"考号": list("123456"), "数学": ["100", "85", "70", "60", "39.5", "缺考"]}
        >>> exam = eg.read_scores(scores, full_marks={"数学": 100})
        >>> eg.pass_rate(exam, subjects="数学", bands="band").value()
        20.0
        >>> eg.pass_rate(exam, subjects="数学").value()
        80.0

    References:
        Usage of education bureaus, cumulative convention; Wilson (1927).

    及格率 = 达到及格线的人数 ÷ 实考人数 × 100。
    """
    arguments: dict[str, object] = {
        "threshold": threshold,
        "bands": bands,
        "upper": upper,
        "rank_share": rank_share,
        "upper_rank_share": upper_rank_share,
        "base_share": base_share,
        "subjects": subjects,
        "interval": interval,
        "confidence": confidence,
        "weight": weight,
    }
    return compute("pass_rate", exam, by=by, arguments=arguments, change=change)


def low_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Thresholds = 0.4,
    rank_share: Number | None = None,
    base_share: Number = 0.9,
    subjects: Names | None = None,
    interval: Literal[
        "wilson", "clopper_pearson", "agresti_coull", "wilson_effective", "korn_graubard"
    ] = "wilson",
    confidence: Number = 0.95,
    weight: str | None = None,
    change: bool = False,
) -> Figures:
    """Share of those tested who stay below the low threshold, per subject and group.

    Rate = candidates with a score < the threshold / tested × 100. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        threshold: Up to 1 a share of the full mark, above 1 a score of single subjects (not of the total); or
            a dict of subjects.
        rank_share: Norm-referenced: the threshold is the score at this share of the ranking of the best
            ``base_share`` of the whole, in place of ``threshold``.
        base_share: Whom rank shares are of: the best this share of all tested of the year.
        subjects: Subjects; all if not given.
        interval: Of candidates held to be independent, or clustered by school and adjusted by the design
            effect: ``"wilson_effective"`` (Wilson with the effective n), ``"korn_graubard"``.
        confidence: Of the intervals.
        weight: Of a sample survey: the key that holds the weights, by which candidates count; no interval, as
            ``survey_rate`` has the error, and no ``rank_share``.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A share without a full mark: ``missing_input``. The total
        where the threshold is a score, a subject whose full mark is below it, a threshold inside an open
        bucket of a published table: ``not_applicable``.

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
    arguments: dict[str, object] = {
        "threshold": threshold,
        "rank_share": rank_share,
        "base_share": base_share,
        "subjects": subjects,
        "interval": interval,
        "confidence": confidence,
        "weight": weight,
    }
    return compute("low_rate", exam, by=by, arguments=arguments, change=change)


def subject_quantiles(
    exam: _core.Exam,
    *,
    by: Names = (),
    probabilities: Number | Iterable[Number] | None = None,
    quantile_type: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9] = 7,
    subjects: Names | None = None,
    weight: str | None = None,
    change: bool = False,
) -> Figures:
    """Quartiles or any quantiles, median, lowest, highest and most frequent score, per subject and group.

    Quantile = (1 − γ) × score of rank j + γ × score of rank j + 1 from the lowest, j + γ = n p + m, where m
    is set by the Hyndman–Fan type. Exact, from the pooled distribution.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        probabilities: One or several, between 0 and 1; 0.25, 0.5 and 0.75 if not given.
        quantile_type: Hyndman–Fan type, 1 to 9; 7 is that of R, numpy and Excel's QUARTILE.INC.
        subjects: Subjects; all if not given.
        weight: Of a sample survey: the key that holds the weights, by which candidates count; only with
            ``quantile_type`` 1 or 2; the mode is the score with the largest weight.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``quantile``, ``median`` (mean of the two middle scores), ``minimum``, ``maximum``
        and ``mode`` in points, with the key ``probability``, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A score inside an open bucket of a published table:
        ``not_applicable``. Tied modes: the lowest, and ``note`` lists them.

    Raises:
        InvalidArgumentError: a probability outside 0 to 1, or a type outside 1 to 9.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"数学": [60, 70, 80, 95]})
        >>> figures = eg.subject_quantiles(exam)
        >>> figures.value(measure="quantile", probability="0.25"), figures.value(measure="median")
        (67.5, 75.0)

    References:
        Hyndman & Fan (1996), The American Statistician 50, 361–365; held against numpy.quantile.

    分位数、中位数、最高分、最低分与众数。
    """
    arguments: dict[str, object] = {
        "probabilities": probabilities,
        "quantile_type": quantile_type,
        "subjects": subjects,
        "weight": weight,
    }
    return compute("subject_quantiles", exam, by=by, arguments=arguments, change=change)


def tail_mean(
    exam: _core.Exam,
    *,
    by: Names = (),
    side: Literal["top", "bottom", "trimmed"] = "top",
    share: Number | Fraction | str | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Mean of the best or worst share of the candidates, or of those left after trimming both ends.

    k = n × share, possibly a fraction; sum of the scores of those k / k. Candidates tied at the border count
    in part, so that the order of rows does not matter. Computed from the pooled distribution.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to group by.
        side: ``"top"``, ``"bottom"`` or ``"trimmed"`` (the share is taken off each end).
        share: Number, ``Fraction(1, 3)`` or ``"1/3"``; 0.27 for top, 1/3 for bottom, 0.1 for trimmed if not
            given.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``mean`` in points, ordered by year, group and subject.

    Edge cases:
        Nobody tested: ``no_denominator``. A published table with open ends: ``not_applicable``.

    Raises:
        InvalidArgumentError: a share outside 0 to 1, or half and more trimmed at each end.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"语文": [90, 80, 80, 60]})
        >>> eg.tail_mean(exam, side="top", share=0.5).value()
        85.0

    References:
        Usage of education bureaus' quality analyses.

    前段、后段或截尾平均分，并列者按份额折算。
    """
    arguments: dict[str, object] = {"side": side, "share": share, "subjects": subjects}
    return compute("tail_mean", exam, by=by, arguments=arguments, change=change)


def pass_all_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    threshold: Thresholds = 0.6,
    missing: Literal["left_out", "fails", "taken"] = "left_out",
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Share of candidates who reach the pass threshold in every subject.

    Rate = candidates with every score ≥ its threshold / candidates counted × 100. Counts are added, then
    divided.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to group by.
        threshold: Up to 1 a share of each full mark, above 1 a score; or a dict of subjects.
        missing: Candidates without some score are ``"left_out"``, count as not passed (``"fails"``), or are
            judged by the subjects ``"taken"`` (blank and exempt are not taken).
        subjects: Subjects; all but the total if not given.
        confidence: Of the Wilson interval.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``rate`` in percent, ordered by year and group.

    Edge cases:
        Nobody counted: ``no_denominator``. A share where a full mark is unknown: ``missing_input``.

    Raises:
        InvalidArgumentError: a score table, which does not hold each candidate's scores together.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "语文": [90, 60, 95, 70, 80],
        ...     "数学": ["80", "60", "59", "90", "缺考"],
        ... })
        >>> eg.pass_all_rate(exam, threshold=60).value()
        75.0

    References:
        Usage of education bureaus; Wilson (1927).

    全科及格率 = 各科均及格的人数 ÷ 计入人数 × 100。
    """
    arguments: dict[str, object] = {
        "threshold": threshold,
        "missing": missing,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("pass_all_rate", exam, by=by, arguments=arguments, change=change)
