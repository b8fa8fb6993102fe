# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Cut scores (上线): how many reached a line, came near it, or reached it in a subject too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from edugauge import _core
from edugauge._arguments import Conditions, Lines, Names, Number, Population, Targets
from edugauge.figures import Figures, compute
from edugauge.reading import Source, as_table

__all__ = [
    "admission_rate",
    "borderline",
    "control_lines",
    "hits",
    "rate_per_10k",
    "subject_cut",
    "target_attainment",
    "top_rank_count",
]


def admission_rate(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    denominator: Literal["tested", "registered"] = "tested",
    batch: Literal["cumulative", "exclusive"] = "cumulative",
    subject: str = "total",
    interval: Literal[
        "wilson", "clopper_pearson", "agresti_coull", "wilson_effective", "korn_graubard"
    ] = "wilson",
    confidence: Number = 0.95,
    weight: str | None = None,
    change: bool = False,
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
        confidence: Of the intervals.
        weight: Of a sample survey: the key that holds the weights, by which candidates count; no interval, as
            the error is the survey's (``survey_rate``).
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

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
    arguments: dict[str, object] = {
        "lines": lines,
        "denominator": denominator,
        "batch": batch,
        "subject": subject,
        "interval": interval,
        "confidence": confidence,
        "weight": weight,
    }
    return compute("admission_rate", exam, by=by, arguments=arguments, change=change)


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
    change: bool = False,
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
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

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
    arguments: dict[str, object] = {
        "lines": lines,
        "population": population,
        "basis": basis,
        "subject": subject,
        "interval": interval,
        "confidence": confidence,
    }
    return compute("rate_per_10k", exam, by=by, arguments=arguments, change=change)


def borderline(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    convention: Literal["below", "both_sides", "split"] = "below",
    width: Number = 10,
    width_above: Number | None = None,
    subject: str = "total",
    change: bool = False,
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
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

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

    临界生：线下 b 分以内、线上线下各 b 分以内，或线上 a 分、线下 b 分。
    """
    arguments: dict[str, object] = {
        "lines": lines,
        "convention": convention,
        "width": width,
        "width_above": width_above,
        "subject": subject,
    }
    return compute("borderline", exam, by=by, arguments=arguments, change=change)


def subject_cut(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    derivation: Literal["equal_proportion", "proportional", "conditional_mean", "given"] = "equal_proportion",
    minimum: int = 25,
    cuts: Lines | None = None,
    total: str = "total",
    subjects: Names | None = None,
    change: bool = False,
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
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``cut`` in points, keys ``by`` and ``line``; ``n`` is the number derived from; with
        ``equal_proportion`` ``numerator`` and ``denominator`` are the candidates at the line and those with
        a total.

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

    单科有效分：与总分线相当的单科分数。
    """
    arguments: dict[str, object] = {
        "lines": lines,
        "derivation": derivation,
        "minimum": minimum,
        "cuts": cuts,
        "total": total,
        "subjects": subjects,
    }
    return compute("subject_cut", exam, by=by, arguments=arguments, change=change)


def hits(
    exam: _core.Exam,
    *,
    lines: Lines,
    by: Names = (),
    derivation: Literal["equal_proportion", "proportional", "conditional_mean", "given"] = "equal_proportion",
    minimum: int = 25,
    cuts: Lines | None = None,
    total: str = "total",
    subjects: Names | None = None,
    change: bool = False,
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
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

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
    arguments: dict[str, object] = {
        "lines": lines,
        "derivation": derivation,
        "minimum": minimum,
        "cuts": cuts,
        "total": total,
        "subjects": subjects,
    }
    return compute("hits", exam, by=by, arguments=arguments, change=change)


def target_attainment(
    exam: _core.Exam,
    *,
    lines: Lines,
    targets: Targets,
    by: Names = (),
    subject: str = "total",
    change: bool = False,
) -> Figures:
    """Candidates at a line per hundred of the target set for their group, and the difference.

    Rate = attained / target × 100; difference = attained − target. A whole needs a target of its own.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        lines: As for ``admission_rate``.
        targets: ``120``, ``{"甲校": 120}``, ``{("甲校", "本二"): 120}``, ``{(2011, "甲校", "本二"): 120}``,
            or texts ``[YEAR/][GROUP:][LINE=]COUNT``.
        by: One key at most, whose labels are the groups of ``targets``.
        subject: Whose score counts.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``rate`` (percent) and ``difference`` (persons), keys ``by`` and ``line``;
        ``numerator`` is the number attained, ``denominator`` the target.

    Edge cases:
        No target of that year, group and line: ``missing_input``. Target 0: rate ``no_denominator``. A line
        inside an open bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a target that is none, or two for one place.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": list("甲甲乙"), "总分": ["520", "480", "500"]})
        >>> figures = eg.target_attainment(exam, lines=500, targets={"甲": 2, "乙": 1}, by="school")
        >>> [(row["school"], row["value"]) for row in figures.rows(measure="rate")]
        [('乙', 100.0), ('甲', 50.0)]

    References:
        Usage of education bureaus that set targets.

    目标完成率 = 上线人数 ÷ 目标人数 × 100。
    """
    arguments: dict[str, object] = {"lines": lines, "targets": targets, "subject": subject}
    return compute("target_attainment", exam, by=by, arguments=arguments, change=change)


def top_rank_count(
    exam: _core.Exam,
    *,
    province: _core.Exam,
    by: Names = (),
    ranks: int | Iterable[int] = 100,
    subject: str = "total",
    change: bool = False,
) -> Figures:
    """Candidates of each group among the province's first N, ranks read from the province's score table.

    Rank = candidates of the province above the score + 1; count = candidates with rank ≤ N, ties included.
    Counts are added.

    Args:
        exam: Candidates from ``read_scores``.
        province: The province's score table from ``read_score_table``; where it has tracks, one table per
            track (``track=``), added up with ``+``.
        by: Keys to group by.
        ranks: N, one or several.
        subject: Whose score counts.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``count``, keys ``by`` and ``rank``.

    Edge cases:
        No table of the year or track: ``missing_input``. Rank N inside the open top bucket and candidates in
        it, or more candidates than the province has: ``not_applicable``. Nobody tested: ``no_denominator``.

    Raises:
        InvalidArgumentError: a rank that is not a whole number from 1.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"总分": ["690", "688", "687", "650"]})
        >>> table = {"分数": ["690", "688", "687"], "人数": ["2", "2", "3"], "累计人数": ["2", "4", "7"]}
        >>> province = eg.read_score_table(table)
        >>> [row["value"] for row in eg.top_rank_count(exam, province=province, ranks=[3, 5])]
        [2.0, 3.0]

    References:
        Jingjiang annual report 2011 (13 in the province's first hundred); held against Jiangsu 2024.

    全省前 N 名人数：位次由全省一分一段表查得。
    """
    arguments: dict[str, object] = {"ranks": ranks, "subject": subject}
    return compute("top_rank_count", exam, by=by, arguments=arguments, against=province, change=change)


def control_lines(
    table: Source,
    *,
    district: str,
    score: str,
    by: Names = (),
    where: Conditions | None = None,
    year: str | None = None,
    change: bool = False,
) -> Figures:
    """Control line (录取控制线) of each district, its rank, and its distance to the highest and the median.

    Rank = districts with a higher line + 1. Lines are neither added nor averaged.

    Args:
        table: A ``Table`` from ``read_table``, a file, a frame or a dict of lists: a row per district.
        district: Header of the districts' column.
        score: Header of the lines' column.
        by: Headers of columns whose rows are compared apart, such as the track.
        where: Only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is,
            is_not, from or until.
        year: Header of the year's column; 年份, 年度 or year if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``line``, ``rank``, ``to_highest``, ``to_median``; keys ``by`` and the district;
        ``n`` districts are compared.

    Edge cases:
        A blank line: ``missing_input``, and it is not compared. Two rows of one district:
        ``not_applicable``. Ties share a rank (1, 2, 2, 4).

    Raises:
        DataError: a cell that is no number, with row and column.
        ColumnNotFoundError: a header that the table does not have.

    Examples:
        >>> import edugauge as eg
        >>> lines = {"区县": ["甲县", "乙县", "丙县"], "控制线": ["560", "545.5", "530"]}
        >>> figures = eg.control_lines(lines, district="区县", score="控制线")
        >>> [(row["区县"], row["value"]) for row in figures.rows(measure="to_median")]
        [('甲县', 14.5), ('乙县', 0.0), ('丙县', -15.5)]

    References:
        Control lines as districts publish them; median: Hyndman & Fan (1996), type 7.

    录取控制线比较：位次，与最高线、中位线之差。
    """
    arguments: dict[str, object] = {"district": district, "score": score, "where": where, "year": year}
    return compute("control_lines", as_table(table), by=by, arguments=arguments, change=change)
