# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Participation (参考): who was registered, who sat, who was missing and by which mark."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number
from edugauge.figures import Figures, compute

__all__ = ["participation_rate"]


def participation_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    exempt: Literal["registered", "left_out"] = "registered",
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Candidates registered, tested and missing by mark, per subject and total, and the share tested.

    Rate = tested / registered × 100. Counts are added, then divided. Tested in the total means a score in
    every subject that it needs.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to group by.
        exempt: Whether the exempt count among the registered: ``"registered"`` or ``"left_out"``.
        subjects: Subjects; all if not given.
        confidence: Of the Wilson interval.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``rate`` in percent; ``registered``, ``tested``, ``blank``, ``absent``,
        ``deferred``, ``exempt``, ``violation`` and ``invalid`` in persons, ordered by year, group and
        subject.

    Edge cases:
        Nobody registered: ``no_denominator``. A published score table holds only those with a score:
        ``not_applicable`` but for ``tested``.

    Raises:
        InvalidArgumentError: a convention that is not known.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"考号": list("12345"), "语文": ["90", "85", "缺考", "92", "免考"]})
        >>> eg.participation_rate(exam).value(measure="rate")
        60.0
        >>> eg.participation_rate(exam, exempt="left_out").value(measure="rate")
        75.0

    References:
        Usage of education bureaus; Wilson (1927).

    参考率 = 实考人数 ÷ 报名人数 × 100。
    """
    arguments: dict[str, object] = {"exempt": exempt, "subjects": subjects, "confidence": confidence}
    return compute("participation_rate", exam, by=by, arguments=arguments, change=change)
