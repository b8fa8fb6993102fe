"""Cut scores (上线): how many reached a line, came near it, or reached it in a subject too."""

from __future__ import annotations

from typing import Literal, TypeAlias

from edugauge import _arguments, _core
from edugauge._arguments import Lines, Names, Number, Population, RateInterval
from edugauge.figures import Figures, compute

__all__ = ["admission_rate", "borderline", "hits", "rate_per_10k", "subject_cut"]

Derivation: TypeAlias = Literal["equal_proportion", "proportional", "conditional_mean", "given"]
"""Where the cut of a subject comes from."""


def admission_rate(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    denominator: Literal["tested", "registered"] = "tested",
    batch: Literal["cumulative", "exclusive"] = "cumulative",
    subject: str = "total",
    interval: RateInterval = "wilson",
    confidence: Number = 0.95,
) -> Figures:
    """Candidates who reached a line, and their share, per line and group.

    Rate = attained / tested × 100, where attained = candidates with a score ≥ the line. Counts are added,
    then divided; lines are cumulative unless ``batch`` says otherwise.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        lines: ``462``, ``{"本二": 498}``, ``{("理科", "本二"): 498}``, ``{(2011, "理科", "本二"): 498}``, or
            texts ``[YEAR/][TRACK:][NAME=]SCORE``. Of a line by track, tracks without one are left out, and
            counted in ``note``.
        by: Keys to group by, such as ``"school"``.
        denominator: Those with a score, or all registered.
        batch: Whether those at a higher line of their track count too, or are taken off.
        subject: Whose score counts.
        interval: Of candidates held to be independent, or clustered by school and adjusted by the design
            effect: ``"wilson_effective"`` (Wilson with the effective n), ``"korn_graubard"``.
        confidence: Of the interval.

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
        "batch": batch,
        "subject": subject,
        "interval": interval,
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
    interval: Literal["byar", "garwood"] = "byar",
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
        interval: Byar's approximation, or Garwood's exact one.
        confidence: Of the interval.

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
        "interval": interval,
        "confidence": confidence,
    }
    return compute("rate_per_10k", exam, by=by, arguments=arguments)


def borderline(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    convention: Literal["below", "both_sides", "split"] = "below",
    width: Number = 10,
    width_above: Number | None = None,
    subject: str = "total",
) -> Figures:
    """Candidates near a line (临界生), and their share of those tested, per line and group.

    ``below``: L − b ≤ X < L. ``both_sides``: |X − L| ≤ b. ``split``: L ≤ X < L + a above and L − b ≤ X < L
    below. Counts are added, then divided.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        lines: As for ``admission_rate``.
        by: Keys to group by, such as ``"school"``.
        convention: Which window counts.
        width: The width b in points.
        width_above: The width a above the line, for ``split`` only; b if not given.
        subject: Whose score counts.

    Returns:
        Figures: measures ``count``, ``above``, ``below`` (persons) and ``share`` (per cent of those tested),
        keys ``by`` and ``line``.

    Edge cases:
        Nobody tested: ``no_denominator``. No line: ``missing_input``. An end of the window inside an open
        bucket of a published table, and ``above`` under ``below``: ``not_applicable``.

    Raises:
        InvalidArgumentError: a line that is none; ``width_above`` without ``split``.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"考号": list("123456"), "总分": [510, 505, 500, 495, 490, 480]})
        >>> eg.borderline(exam, lines={"本二": 500}, width=10).value(measure="count")
        2.0
        >>> near = eg.borderline(exam, lines={"本二": 500}, convention="both_sides", width=10)
        >>> [near.value(measure=measure) for measure in ("count", "above", "below")]
        [5.0, 3.0, 2.0]

    References:
        Usage of examination offices; three conventions are in use.

    临界生:线下 b 分以内、线上线下各 b 分以内,或线上 a 分、线下 b 分。
    """
    arguments = {
        "lines": _arguments.lines(lines),
        "convention": convention,
        "width": width,
        "width_above": width_above,
        "subject": subject,
    }
    return compute("borderline", exam, by=by, arguments=arguments)


def subject_cut(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    derivation: Derivation = "equal_proportion",
    minimum: int = 25,
    cuts: Lines | None = None,
    total: str = "total",
    subjects: Names | None = None,
) -> Figures:
    """Score in a subject that stands for a line in the total (有效分), per subject, line and group.

    ``equal_proportion``: the score at rank ⌊n_j × attained / N⌋ of the subject. ``proportional``: line / mean
    total of the attained × their mean in the subject. ``conditional_mean``: the mean of the subject among
    those whose total is at the line, the window widened by 1 point until ``minimum`` candidates.
    ``given``: as given. Cuts of groups do not average: they are derived anew from all candidates.

    Args:
        exam: Candidates from ``read_scores``; ``equal_proportion`` works from score tables too.
        lines: As for ``admission_rate``. Where they are by track, group by track.
        by: Keys to group by.
        derivation: Where the cut comes from.
        minimum: The least number for ``conditional_mean``.
        cuts: For ``given``: a dict of subjects (or tracks and subjects) to scores.
        total: The score to which the line belongs.
        subjects: Which subjects; all if not given.

    Returns:
        Figures: measure ``cut`` in points, keys ``by`` and ``line``; ``n`` is the number derived from.

    Edge cases:
        Nobody tested: ``no_denominator``. Nobody at the line, too few candidates, several tracks' lines in
        one group: ``not_applicable``. No line or no cut given: ``missing_input``.

    Raises:
        InvalidArgumentError: a joint derivation from a score table; cuts without ``given`` or with several
            lines.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "考号": ["1", "2", "3", "4"],
        ...     "语文": [110, 120, 100, 90],
        ...     "数学": [130, 100, 90, 80],
        ...     "总分": [240, 220, 190, 170],
        ... })
        >>> eg.subject_cut(exam, lines=220).value(subject="mathematics")
        100.0
        >>> eg.subject_cut(exam, lines=220, derivation="proportional").value(subject="chinese")
        110.0

    References:
        Four derivations in use by examination offices.

    单科有效分:与总分线相当的单科分数。
    """
    arguments = {
        "lines": _arguments.lines(lines),
        "derivation": derivation,
        "minimum": minimum,
        "cuts": None if cuts is None else _arguments.lines(cuts),
        "total": total,
        "subjects": subjects,
    }
    return compute("subject_cut", exam, by=by, arguments=arguments)


def hits(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    derivation: Derivation = "equal_proportion",
    minimum: int = 25,
    cuts: Lines | None = None,
    total: str = "total",
    subjects: Names | None = None,
) -> Figures:
    """Candidates at the line in a subject, in the total, in both or neither (单双上线), per subject.

    Single = #{x_j ≥ L_j}; double = #{x_j ≥ L_j and X ≥ L}; precision (命中率) = double / single; recall
    (贡献率) = double / attained in total; mismatch (错位) = attained in total − double. Counts are added,
    then divided; derived cuts come from all candidates of the year and track, not from each group.

    Args:
        exam: Candidates from ``read_scores``. Those with a score in the subject count.
        lines: As for ``admission_rate``.
        by: Keys to group by, such as ``"class"``.
        derivation: Where the subjects' cuts come from, as for ``subject_cut``.
        minimum: The least number for ``conditional_mean``.
        cuts: For ``given``: a dict of subjects (or tracks and subjects) to scores.
        total: The score to which the line belongs.
        subjects: Which subjects; all if not given.

    Returns:
        Figures: measures ``single``, ``double``, ``subject_only``, ``mismatch``, ``neither``, ``attained``
        (persons), ``precision`` and ``recall`` (per cent), keys ``by`` and ``line``.

    Edge cases:
        Nobody tested, no single hit (precision), nobody at the line (recall): ``no_denominator``. No line or
        no cut given: ``missing_input``. A cut that cannot be derived: its status.

    Raises:
        InvalidArgumentError: a score table instead of candidates; cuts without ``given`` or with several
            lines.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "考号": ["1", "2", "3", "4", "5"],
        ...     "数学": [130, 85, 90, 95, 70],
        ...     "总分": [240, 205, 190, 185, 150],
        ... })
        >>> found = eg.hits(exam, lines={"本科": 200}, derivation="given", cuts={"数学": 90})
        >>> [found.value(measure=m) for m in ("single", "double", "mismatch", "recall")]
        [3.0, 1.0, 1.0, 50.0]

    References:
        Usage of examination offices; 贡献率 has other meanings elsewhere.

    单上线、双上线、命中率、贡献率、错位。
    """
    arguments = {
        "lines": _arguments.lines(lines),
        "derivation": derivation,
        "minimum": minimum,
        "cuts": None if cuts is None else _arguments.lines(cuts),
        "total": total,
        "subjects": subjects,
    }
    return compute("hits", exam, by=by, arguments=arguments)
