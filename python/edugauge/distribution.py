"""Distributions: the score table (一分一段表)."""

from __future__ import annotations

from edugauge import _core
from edugauge._arguments import Names, Number
from edugauge.figures import Figures, compute

__all__ = ["score_table"]


def score_table(
    exam: _core.Exam,
    *,
    by: Names = (),
    subject: str = "total",
    width: Number | None = None,
    merge_below: int = 1,
) -> Figures:
    """Candidates at each score and above, from the best score down, per group.

    Cumulative = candidates in the band or above. Counts are added.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        subject: Whose score counts.
        width: Points per band; one step of the scale if not given.
        merge_below: Bands with fewer candidates are put together with the next below, as in ``689-750``.

    Returns:
        Figures: measures ``count`` and ``cumulative``, keys ``by`` and ``score``, best score first.

    Edge cases:
        Nobody tested: one row, ``no_denominator``. Bands without candidates are not listed.

    Raises:
        InvalidArgumentError: a width that is no multiple of the step of the scale.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"考号": list("12345"), "总分": ["520", "518", "518", "501", "缺考"]})
        >>> table = eg.score_table(exam, width=10)
        >>> [(row["score"], row["value"]) for row in table.rows(measure="cumulative")]
        [('520-529', 1.0), ('510-519', 3.0), ('500-509', 4.0)]

    References:
        Score tables of the provincial authorities; held against Jiangsu 2024 and Henan 2023.

    一分一段表:每段人数与累计人数。
    """
    arguments = {"subject": subject, "width": width, "merge_below": merge_below}
    return compute("score_table", exam, by=by, arguments=arguments)
