"""Candidates one by one: scaled scores in place of raw ones, and what figures say of each score."""

from __future__ import annotations

from edugauge import _core
from edugauge._arguments import Bands, Names, given, names
from edugauge.figures import Figures

__all__ = ["candidate_scores", "with_scaled_scores"]


def candidate_scores(exam: _core.Exam, *tables: Figures) -> _core.CandidateScores:
    """Every candidate's scores, with what each table says of the score that he has.

    A table holds one figure per score: ``standard_score`` (z, T, CEEB, normalised T, stanine, percentile
    rank), ``scaled_score``, ``score_table`` (rank). It is looked up by year, by the keys it was made by, and
    by score.

    Args:
        exam: Candidates from ``read_scores``.
        tables: Figures with ``score`` among their keys.

    Returns:
        CandidateScores: columns ``file`` (from 1) and ``row`` (the physical row, as Excel counts; of a frame
        the row from 1), the keys, ``<subject>`` for every subject, ``<subject>_<measure>`` for every table;
        as frames by ``pl()`` and ``df()`` or through Arrow. No id and no name is among them: join your own by
        ``row``.

    Edge cases:
        No score, or a score of which the table says nothing: null.

    Raises:
        InvalidArgumentError: figures that are not by score, or data that are only counted.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"考号": list("1234"), "数学": ["60", "70", "70", "80"]})
        >>> scores = eg.candidate_scores(exam, eg.standard_score(exam, subjects="数学"))
        >>> scores.columns_dict()["mathematics_stanine"]
        [3.0, 5.0, 5.0, 7.0]
        >>> scores
        <CandidateScores: 4 candidates; columns: file, row, mathematics, mathematics_z, mathematics_t, \
mathematics_ceeb, mathematics_normalised_t, mathematics_stanine, mathematics_percentile_rank>

    References:
        Of the tables: see the functions that make them.

    每名考生的原始分，及对照表（标准分、赋分、位次）给出的值；不含考号与姓名，按行号与自己的表对应。
    """
    return _core.candidate_scores(exam, [table._core for table in tables])


def with_scaled_scores(
    exam: _core.Exam,
    *,
    by: Names = (),
    subjects: Names,
    scheme: str = "national_312",
    bands: Bands | None = None,
    ties: str = "better",
    shares: str = "cumulative",
    single_score: str = "upper",
    base: str = "scored",
) -> _core.Exam:
    """The same candidates with scaled scores in place of the raw ones, and the total that follows.

    total = total − raw scores of the scaled subjects + their scaled scores; who has no total stays without.
    Every indicator can then be computed of the scaled scores and the new total.

    Args:
        exam: Candidates from ``read_scores``, whose total is the sum of raw scores.
        by: Keys of the groups that are scaled each by itself; years always are.
        subjects: Subjects to be scaled.
        scheme: As in ``scaled_score``, like all further arguments.
        bands: Of a custom scheme.
        ties: Where a tie goes when a share ends inside it.
        shares: Counted ``"cumulative"`` or ``"per_band"``.
        single_score: What a band of one raw score gets.
        base: Whom the shares are of.

    Returns:
        Exam: to be used like any other.

    Edge cases:
        A subject that a candidate did not take changes nothing in his total. The full mark becomes the best
        scaled score.

    Raises:
        InvalidArgumentError: data that are only counted; raw scores outside the base, which no scheme scales;
            a total less than the raw scores in it.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> raw = {"考号": list("1234"), "语文": [80, 90, 70, 60], "化学": [90, 80, 70, 60]}
        >>> raw["总分"] = [170, 170, 140, 120]
        >>> bands = ["A=50:100-86", "B=50:85-71"]
        >>> exam = eg.with_scaled_scores(eg.read_scores(raw), subjects="化学", scheme="custom", bands=bands)
        >>> eg.candidate_scores(exam).columns_dict()["total"]
        [180.0, 176.0, 155.0, 131.0]

    References:
        Provincial rules of the elective examination, as in ``scaled_score``.

    以赋分代替原始分，并重算总分。
    """
    arguments = {
        "subjects": subjects,
        "scheme": scheme,
        "bands": bands,
        "ties": ties,
        "shares": shares,
        "single_score": single_score,
        "base": base,
    }
    handed = {name: given(value) for name, value in arguments.items()}
    return _core.with_scaled_scores(exam, names(by), handed)
