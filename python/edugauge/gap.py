"""The gap between two groups (城乡差距): how far, how sure, and whether it changed since last year."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number, names
from edugauge.figures import Figures, compute

__all__ = ["subject_gap"]


def subject_gap(
    exam: _core.Exam,
    *,
    by: Names = (),
    group: str = "residence",
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    cluster: str | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
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
        subjects: Subjects; all if not given.
        confidence: Of the intervals.

    Returns:
        Figures: measures ``mean_first``, ``mean_second``, ``difference`` (clustered),
        ``difference_independent`` (Welch), ``hedges_g`` and, from the second year on, ``change``; ``se``,
        ``lower``, ``upper``, ``df`` and ``p_value`` where there is an error.

    Edge cases:
        A group without candidates: ``no_denominator``. No school known, or fewer than two in a group: the
        difference stands, its clustered error is null and ``note`` says why. Full marks that differ between
        the years: ``change`` is ``not_applicable``.

    Raises:
        InvalidArgumentError: an argument that does not fit.
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
        (8.0, 4.62)

    References:
        Welch (1947); Hedges & Olkin (1985). Held against R on Tennessee STAR, grade 3 mathematics.

    差距 = 第一组平均分 − 第二组平均分;误差默认按学校聚类。
    """
    arguments = {
        "group": group,
        "first": names(first),
        "second": names(second),
        "towns": towns,
        "cluster": cluster,
        "subjects": names(subjects),
        "confidence": confidence,
    }
    return compute("subject_gap", exam, by=by, arguments=arguments)
