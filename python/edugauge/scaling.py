# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Grade-band scaling (等级赋分): raw scores of elective subjects onto one scale."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Bands, Names
from edugauge.figures import Figures, compute

__all__ = ["scaled_score"]


def scaled_score(
    exam: _core.Exam,
    *,
    subjects: Names,
    by: Names = (),
    scheme: Literal[
        "national_312", "shandong", "zhejiang", "shanghai", "beijing", "tianjin", "custom"
    ] = "national_312",
    bands: Bands | None = None,
    ties: Literal["better", "worse", "nearest"] = "better",
    shares: Literal["cumulative", "per_band"] = "cumulative",
    single_score: Literal["upper", "lower", "middle"] = "upper",
    base: Literal["scored", "above_zero"] = "scored",
    change: bool = False,
) -> Figures:
    """Scaled score of every raw score, with its band and its candidates, per subject: the conversion table.

    Bands are shares of the ranking; within a band (Y2 − Y) / (Y − Y1) = (T2 − T) / (T − T1), T rounded half
    up. Bands are drawn among all candidates of a group: leave ``by`` empty for the whole.

    Args:
        exam: Candidates from ``read_scores``.
        subjects: Subjects to be scaled.
        by: Keys of the groups that are scaled each by itself.
        scheme: ``"national_312"``, ``"shandong"``, ``"zhejiang"``, ``"shanghai"``, ``"beijing"``,
            ``"tianjin"``, or ``"custom"``.
        bands: Of a custom scheme, the best first: ``"A=15:100-86"`` (percent, scaled range) or ``"1=5:70"``.
        ties: Where a tie goes when a share ends inside it: ``"better"``, ``"worse"`` or ``"nearest"``.
        shares: Counted ``"cumulative"`` from the top, or ``"per_band"`` from where the band above ended.
        single_score: What a band of one raw score gets: ``"upper"``, ``"lower"`` or ``"middle"``.
        base: Whom the shares are of: ``"scored"``, or ``"above_zero"`` (without raw 0).
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``scaled``; keys ``by``, ``score`` (raw) and ``band``, best score first;
        ``numerator`` candidates have the raw score, ``denominator`` are in the base.

    Edge cases:
        Nobody in the base: ``no_denominator``. Raw 0 outside the base, or a published table with open ends:
        ``not_applicable``. Empty bands are named in ``note``.

    Raises:
        InvalidArgumentError: shares that do not add up to 100, or bands that do not descend.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> scores = {"考号": list("12345"), "化学": ["90", "80", "70", "60", "缺考"]}
        >>> exam = eg.read_scores(scores)
        >>> bands = ["A=50:100-86", "B=50:85-71"]
        >>> table = eg.scaled_score(exam, subjects="化学", scheme="custom", bands=bands)
        >>> [(row["score"], row["band"], row["value"]) for row in table]
        [('90', 'A', 100.0), ('80', 'A', 86.0), ('70', 'B', 85.0), ('60', 'B', 71.0)]

    References:
        Provincial rules of the elective examination: the 3+1+2 plan of 2019 and those of Shandong, Zhejiang,
        Shanghai, Beijing and Tianjin.

    等级赋分：原始分与赋分的对照表。
    """
    arguments: dict[str, object] = {
        "subjects": subjects,
        "scheme": scheme,
        "bands": bands,
        "ties": ties,
        "shares": shares,
        "single_score": single_score,
        "base": base,
    }
    return compute("scaled_score", exam, by=by, arguments=arguments, change=change)
