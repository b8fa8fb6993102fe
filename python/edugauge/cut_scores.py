"""Cut scores (上线): how many reached a line, of those tested and of the inhabitants."""

from __future__ import annotations

from typing import Literal

from edugauge import _arguments, _core
from edugauge._arguments import Lines, Names, Number, Population
from edugauge.figures import Figures, compute

__all__ = ["admission_rate", "rate_per_10k"]


def admission_rate(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    denominator: Literal["tested", "registered"] = "tested",
    subject: str = "total",
    confidence: Number = 0.95,
) -> Figures:
    """Candidates who reached a line, and their share, per line and group.

    Rate = attained / tested × 100, where attained = candidates with a score ≥ the line. Counts are added,
    then divided; lines are cumulative: a higher batch is not taken off a lower one.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        lines: ``462``, ``{"本二": 498}``, ``{("理科", "本二"): 498}``, ``{(2011, "理科", "本二"): 498}``, or
            texts ``[YEAR/][TRACK:][NAME=]SCORE``. Of a line by track, tracks without one are left out, and
            counted in ``note``.
        by: Keys to group by, such as ``"school"``.
        denominator: Those with a score, or all registered.
        subject: Whose score counts.
        confidence: Of the Wilson interval.

    Returns:
        Figures: measure ``rate`` in percent, keys ``by`` and ``line``, ordered by year, group and line;
        ``numerator`` is the number attained.

    Edge cases:
        Nobody counted: ``no_denominator``. No line of that year: ``missing_input``. A line inside an open
        bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a line that is none, or for a track without candidates.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "考号": ["1", "2", "3", "4", "5"],
        ...     "科类": ["理科", "理科", "理科", "文科", "文科"],
        ...     "总分": ["520", "500", "480", "510", "缺考"],
        ... })
        >>> lines = {("理科", "本二"): 500, ("文科", "本二"): 505}
        >>> eg.admission_rate(exam, lines=lines).value()
        75.0

    References:
        Wilson (1927). Held against the score tables of Jiangsu 2024.

    上线率 = 上线人数 ÷ 实考人数 × 100。
    """
    arguments = {
        "lines": _arguments.lines(lines),
        "denominator": denominator,
        "subject": subject,
        "confidence": confidence,
    }
    return compute("admission_rate", exam, by=by, arguments=arguments)


def rate_per_10k(
    exam: _core.Exam,
    *,
    lines: Lines,
    population: Population,
    basis: Literal["registered", "resident"],
    by: Names = (),
    subject: str = "total",
    confidence: Number = 0.95,
) -> Figures:
    """Candidates who reached a line per 10,000 inhabitants (万人本), per line and group.

    Rate = attained / population × 10,000. Attained and inhabitants are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        lines: As for ``admission_rate``.
        population: ``683000``, ``"68.3万"``, ``{2011: 683000}``, ``{"城区": 120000}`` or
            ``{(2011, "城区"): 120000}``: inhabitants of the same year and place as the candidates.
        basis: Whether the population is the registered (户籍) or the resident (常住) one.
        by: One key at most, whose labels are the groups of ``population``.
        subject: Whose score counts.
        confidence: Of Byar's interval.

    Returns:
        Figures: measure ``rate`` per 10,000, keys ``by`` and ``line``.

    Edge cases:
        Population 0: ``no_denominator``. No population of that year or group: ``missing_input``.

    Raises:
        InvalidArgumentError: populations of other years only; a line or population that is none.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"考号": ["1", "2", "3", "4"], "总分": ["520", "500", "480", "缺考"]})
        >>> eg.rate_per_10k(exam, lines={"本二": 500}, population=800, basis="registered").value()
        25.0

    References:
        Byar's approximation: Breslow & Day (1987).

    万人本 = 上线人数 ÷ 人口 × 10000。
    """
    arguments = {
        "lines": _arguments.lines(lines),
        "population": _arguments.population(population),
        "basis": basis,
        "subject": subject,
        "confidence": confidence,
    }
    return compute("rate_per_10k", exam, by=by, arguments=arguments)
