# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Standard scores: where a score stands among all, on the scales in use."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Names
from edugauge.figures import Figures, compute

__all__ = ["standard_score"]


def standard_score(
    exam: _core.Exam,
    *,
    by: Names = (),
    subjects: Names | None = None,
    deviation: Literal["n", "n_minus_1"] = "n",
    percentile: Literal["at_or_below", "mid_rank", "beaten"] = "at_or_below",
    change: bool = False,
) -> Figures:
    """Standard scores of every score, per subject: z, T, CEEB, normalised T, stanine and percentile rank.

    z = (score − mean) / s.d.; T = 50 + 10 z; CEEB = 500 + 100 z; normalised T = 50 + 10 Φ⁻¹(mid-rank
    percentile). A standard score holds in the group it was made in; a whole is computed from pooled sums.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys of the groups in which scores are standardised; all candidates together if not given.
        subjects: Subjects; all if not given.
        deviation: Denominator of the standard deviation, ``"n"`` or ``"n_minus_1"``.
        percentile: What the percentile rank counts: ``"at_or_below"``, ``"mid_rank"`` (ties count half) or
            ``"beaten"``, (N − rank) / (N − 1).
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``z``, ``t``, ``ceeb``, ``normalised_t``, ``stanine``, ``percentile_rank``; keys
        ``by`` and ``score``, best score first; ``n`` candidates have the score.

    Edge cases:
        Nobody tested: one row, ``no_denominator``. All scores equal: z, T and CEEB ``not_applicable``. A
        published table with open ends: ``not_applicable``.

    Raises:
        InvalidArgumentError: a convention that is not known.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"考号": list("1234"), "数学": ["60", "70", "70", "80"]})
        >>> table = eg.standard_score(exam, subjects="数学")
        >>> [(row["score"], round(row["value"], 2)) for row in table.rows(measure="t")]
        [('80', 64.14), ('70', 50.0), ('60', 35.86)]

    References:
        Textbook definitions; held against scipy.stats zscore, percentileofscore and norm.ppf.

    标准分：z、T、CEEB、正态化 T、九段分、百分等级。
    """
    arguments: dict[str, object] = {"subjects": subjects, "deviation": deviation, "percentile": percentile}
    return compute("standard_score", exam, by=by, arguments=arguments, change=change)
