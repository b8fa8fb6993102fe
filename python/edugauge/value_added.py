# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Value added and growth (增值评价): what linked candidates reached, held against where they began."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number
from edugauge.figures import Figures, compute

__all__ = [
    "band_value_added",
    "conversion",
    "entry_exit",
    "growth_percentile",
    "match_rate",
    "rank_gain",
    "residual_gain",
    "school_value_added",
    "score_gain",
    "value_added_stability",
]


def match_rate(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Match rate: share with an entry score among those with an exit score, and how the others differ.

    Match rate = those with both scores / those with an exit score. Who could not be linked is not missing at
    random: ``unmatched_difference`` is their exit mean above that of the matched.

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys to group by.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``match_rate`` in percent, ``matched``, ``exit_only``, ``matched_mean`` and
        ``unmatched_difference`` in points, of each group; ``correlation`` of entry and exit, and
        ``share_at_ceiling``, the linked at 95 % of a full mark or above, of all groups together.

    Edge cases:
        Nobody with an exit score: ``no_denominator``. All or none matched, constant scores:
        ``not_applicable``. No full mark given: ``share_at_ceiling`` is ``not_applicable``.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3,
        ...     "入口": ["60", "70", "80", "60", "70", ""], "出口": [70, 75, 90, 58, 72, 78],
        ... })
        >>> rates = eg.match_rate(exam, by="school")
        >>> [(row["school"], round(row["value"], 1)) for row in rates.rows(measure="match_rate")]
        [('乙', 66.7), ('甲', 100.0)]

    References:
        FFT Education Datalab (2018) on those who left.

    匹配率：有出口成绩的考生中有入口成绩者的份额。
    """
    arguments: dict[str, object] = {"entry": entry, "subjects": subjects}
    return compute("match_rate", exam, by=by, arguments=arguments, change=change)


def score_gain(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    unit: Literal["z", "t", "school_mean", "mean_ratio"] = "z",
    sd: Literal["n1", "n"] = "n1",
    minimum: int = 10,
    match_rate: Number = 0.8,
    low_match: Literal["noted", "refused"] = "noted",
    school: str | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Gain of standard scores between two examinations: mean of exit minus entry, per subject and group.

    Each linked candidate's gain is z(exit) − z(entry), z by mean and standard deviation of all linked
    candidates of the year; a group's value is the mean of its own. Regression to the mean works against
    strong intakes: prefer ``band_value_added`` or ``school_value_added`` where the correlation in ``note`` is
    low.

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys to group by.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        unit: ``"z"``; ``"t"``, 10 times as much; ``"school_mean"``: z of the groups' means among these means;
            ``"mean_ratio"``: 100 × mean / mean of all, exit minus entry.
        sd: Standard deviation by n − 1 or by n.
        minimum: A group of fewer linked candidates has no value.
        match_rate: A lower match rate of a group is noted.
        low_match: Whether such a group has a value.
        school: Key that is the school: errors of groups of several schools are clustered by it.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``gain`` (with ``se``, interval and, from 30 candidates on, one of three words in
        ``note``) and ``share_gained`` in percent. ``note``: match rate, correlation, share at the ceiling.

    Edge cases:
        Nobody of a group linked: ``no_denominator``. Fewer than ``minimum``, constant scores, above 15 % at
        the ceiling: ``not_applicable``. A low match rate if ``refused``: ``not_comparable``.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3,
        ...     "入口": [60, 70, 80, 60, 70, 80], "出口": [70, 75, 90, 58, 72, 78],
        ... })
        >>> gains = eg.score_gain(exam, by="school", minimum=3)
        >>> [(row["school"], round(row["value"], 3)) for row in gains.rows(measure="gain")]
        [('乙', -0.43), ('甲', 0.43)]

    References:
        ASA (2014), Statement on Using Value-Added Models. Held against R on mlmRev Exam and bdf.

    标准分增量：出口 z 分减入口 z 分的平均；是关联而非成因。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "unit": unit,
        "sd": sd,
        "minimum": minimum,
        "match_rate": match_rate,
        "low_match": low_match,
        "school": school,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("score_gain", exam, by=by, arguments=arguments, change=change)


def rank_gain(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    minimum: int = 10,
    match_rate: Number = 0.8,
    low_match: Literal["noted", "refused"] = "noted",
    school: str | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Gain of places between two examinations: mean of entry rank minus exit rank, per subject and group.

    Ranks are competition ranks (1, 2, 2, 4) among all linked candidates of the year; + is better. A score may
    rise while the rank falls, where all did better. Ranks change most in the middle: prefer ``score_gain``.

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys to group by.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        minimum: A group of fewer linked candidates has no value.
        match_rate: A lower match rate of a group is noted.
        low_match: Whether such a group has a value.
        school: Key that is the school: errors of groups of several schools are clustered by it.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``rank_gain`` in places, ``progress_coefficient``, the mean of 2 (entry − exit) /
        (entry + exit), and ``share_gained`` in percent.

    Edge cases:
        Nobody of a group linked: ``no_denominator``. Fewer than ``minimum``, constant scores, above 15 % at
        the ceiling: ``not_applicable``. A low match rate if ``refused``: ``not_comparable``.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3,
        ...     "入口": [60, 70, 80, 60, 70, 80], "出口": [70, 75, 90, 58, 72, 78],
        ... })
        >>> gains = eg.rank_gain(exam, by="school", minimum=3)
        >>> [(row["school"], round(row["value"], 3)) for row in gains.rows(measure="rank_gain")]
        [('乙', -1.0), ('甲', 0.0)]

    References:
        Held against R on mlmRev Exam and bdf.

    名次进退：入口名次减出口名次的平均。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "minimum": minimum,
        "match_rate": match_rate,
        "low_match": low_match,
        "school": school,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("rank_gain", exam, by=by, arguments=arguments, change=change)


def conversion(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    bands: Literal["quarters", "nine", "nine_shenzhen", "six", "thresholds"] = "quarters",
    cuts: Number | Iterable[Number] | None = None,
    thresholds: Number | Iterable[Number] | None = None,
    number: int = 10,
    minimum: int = 10,
    match_rate: Number = 0.8,
    low_match: Literal["noted", "refused"] = "noted",
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Conversion between bands of two examinations: counts, rates, and the top against expectation.

    Bands are cut among all linked candidates of the year, alike at entry and exit: at the score of the
    candidate of rank ⌈pN⌉ from the top, ties to the better band; or at thresholds. Expected at the top: each
    candidate with the share of all of his entry scores' band (``number`` equal ones) who come there: the fair
    form of "how many more reached the line".

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys to group by.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        bands: ``"quarters"`` (25, 50, 25 %), ``"nine"``, ``"nine_shenzhen"``, ``"six"``, or ``"thresholds"``.
        cuts: Own cumulative shares from the top.
        thresholds: From the top; up to 1 shares of the full marks, above 1 scores. 0.85 and 0.6 if not given.
        number: Equal bands of entry scores for the expectation.
        minimum: A group of fewer linked candidates has no value.
        match_rate: A lower match rate of a group is noted.
        low_match: Whether such a group has a value.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: keys ``entry_band`` and ``exit_band`` (1 is the best) behind those of ``by``. Measures
        ``count`` and ``share`` of each pair of bands; without bands ``keep_top`` (保优), ``to_top`` (转优),
        ``out_of_bottom`` (脱低) and ``to_bottom`` in percent with Wilson's interval, ``mean_change`` in
        bands, ``expected_top``, ``actual_top`` and ``top_difference`` in persons with a binomial error; of
        nine bands ``kept_value``, ``progress_value``, ``regress_value`` and ``relative_progress`` = (kept + 2
        progress) / (1.5 regress), whose neutral value, that of all candidates, is in ``note``: it is not 1.

    Edge cases:
        Nobody of a group linked, nobody in the entry band: ``no_denominator``. Fewer than ``minimum``,
        constant scores, nobody fell (``relative_progress``): ``not_applicable``. Thresholds as shares of
        unknown full marks: ``missing_input``. A low match rate if ``refused``: ``not_comparable``.

    Raises:
        InvalidArgumentError: no entry scores, cuts or thresholds in another order, or an argument that does
            not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3,
        ...     "入口": [60, 70, 80, 60, 70, 80], "出口": [70, 75, 90, 58, 72, 78],
        ... })
        >>> conversion = eg.conversion(exam, by="school", minimum=3, cuts=0.5)
        >>> [(row["school"], round(row["value"], 1)) for row in conversion.rows(measure="keep_top")]
        [('乙', 50.0), ('甲', 100.0)]

    References:
        PIGU-PPPgu/edu-analysis for relative progress. Held against R on mlmRev Exam and bdf.

    转化矩阵：从入口等级到出口等级的人数与比率。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "bands": bands,
        "cuts": cuts,
        "thresholds": thresholds,
        "number": number,
        "minimum": minimum,
        "match_rate": match_rate,
        "low_match": low_match,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("conversion", exam, by=by, arguments=arguments, change=change)


def band_value_added(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    bands: Literal["equal", "distinct", "width"] = "equal",
    number: int = 10,
    width: Number = 10,
    minimum_band: int = 20,
    expectation: Literal["all", "leave_out"] = "all",
    floor: Number | None = None,
    in_bands: Literal["no", "yes"] = "no",
    se: Literal["all", "own"] = "all",
    multiplier: Number = 1.96,
    minimum: int = 10,
    match_rate: Number = 0.8,
    low_match: Literal["noted", "refused"] = "noted",
    school: str | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Mean of exit score minus the mean of all who began in the same entry band, per subject and group.

    The method of Progress 8: v = exit score − mean exit score of all linked candidates in the same band of
    entry scores; a group's value is the mean of its own, its interval ± 1.96 × s.d. of all v / √n. Needs no
    model, so it is the method to show first.

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys to group by.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        bands: ``"equal"``: ``number`` bands of about as many candidates, cut at the entry score of rank ⌈iN /
            number⌉, ties to the better band; ``"distinct"``: every score; ``"width"``: ``width`` points each.
        number: Of equal bands.
        width: Of a band in points.
        minimum_band: A band of fewer candidates is put together with the next lower one.
        expectation: Of ``"all"``, or ``"leave_out"``: without the group's own, which else compares with
            itself.
        floor: No candidate's value is below minus so many standard deviations of the band; then
            ``unadjusted`` and ``floored`` (how many) stand beside.
        in_bands: Whether there is value added within each entry band too.
        se: Spread of all candidates, or of the group's own, over √n.
        multiplier: Of the interval.
        minimum: A group of fewer linked candidates has no value.
        match_rate: A lower match rate of a group is noted.
        low_match: Whether such a group has a value.
        school: Key that is the school: errors of groups of several schools are clustered by it.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: key ``entry_band`` behind those of ``by``. Measures ``value_added`` in points, of all bands
        together, with ``se``, interval and, from 30 candidates on, one of three words in ``note``; with a
        floor ``unadjusted`` and ``floored``; ``expected``, the mean exit score of each band (1 is the best)
        of all groups.

    Edge cases:
        Nobody of a group linked: ``no_denominator``. Fewer than ``minimum``, constant scores:
        ``not_applicable``. A low match rate if ``refused``: ``not_comparable``. With ``leave_out``,
        candidates with nobody else in their band are left out and counted in ``note``.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3,
        ...     "入口": [60, 70, 80, 60, 70, 80], "出口": [70, 75, 90, 58, 72, 78],
        ... })
        >>> added = eg.band_value_added(exam, by="school", minimum=3, bands="distinct", minimum_band=2)
        >>> [(row["school"], round(row["value"], 3)) for row in added.rows(measure="value_added")]
        [('乙', -4.5), ('甲', 4.5)]

    References:
        Department for Education (2018), Secondary accountability measures. Held against R on mlmRev Exam and
        bdf.

    同基线增值：与入口分数相同或相近的全体考生相比，出口分数高多少。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "bands": bands,
        "number": number,
        "width": width,
        "minimum_band": minimum_band,
        "expectation": expectation,
        "floor": floor,
        "in_bands": in_bands,
        "se": se,
        "multiplier": multiplier,
        "minimum": minimum,
        "match_rate": match_rate,
        "low_match": low_match,
        "school": school,
        "subjects": subjects,
    }
    return compute("band_value_added", exam, by=by, arguments=arguments, change=change)


def entry_exit(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    form: Literal["linear", "cubic"] = "linear",
    width: Number | None = None,
    minimum: int = 10,
    match_rate: Number = 0.8,
    low_match: Literal["noted", "refused"] = "noted",
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Entry and exit means, the expected exit mean, and counts by cells of entry × exit scores.

    The figures of the picture of entry against exit: groups as points, what is expected of each, and all
    linked candidates as counted cells. Expectation = line (or cubic) of least squares through all linked
    candidates of the year, as in ``residual_gain``; a group's distance from it is its residual gain.

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys to group by.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        form: A line or a cubic.
        width: Points of a cell; without it 1, 2 or 5 times a power of ten, so that neither side has more than
            15 cells. A cell holds the scores from its lower end on, a multiple of the width.
        minimum: A group of fewer linked candidates has no value.
        match_rate: A lower match rate of a group is noted.
        low_match: Whether such a group has a value.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``entry_mean``, ``exit_mean`` (exact, with the sum of scores and n) and
        ``expected_mean`` of every group; of all linked candidates together ``count`` by ``entry_from`` and
        ``exit_from``, the lower ends of its cell, and ``cell_mean``, the exit mean by ``entry_from``. Cells
        without a candidate have no figure.

    Edge cases:
        Nobody of a group linked: ``no_denominator``. Fewer than ``minimum``, constant scores:
        ``not_applicable``. A low match rate if ``refused``: ``not_comparable``. Cells may hold one candidate:
        they are for internal use.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3,
        ...     "入口": [60, 70, 80, 60, 70, 80], "出口": [70, 75, 90, 58, 72, 78],
        ... })
        >>> scores = eg.entry_exit(exam, by="school", minimum=3, width=20)
        >>> [(row["school"], round(row["value"], 2)) for row in scores.rows(measure="exit_mean")]
        [('乙', 69.33), ('甲', 78.33)]
        >>> [(row["entry_from"], row["exit_from"], row["value"]) for row in scores.rows(measure="count")]
        [('60', '40', 1.0), ('60', '60', 3.0), ('80', '60', 1.0), ('80', '80', 1.0)]

    References:
        The expectation of ``residual_gain``; held against numpy.

    入口与出口分数：各组入口、出口与期望的平均分，及全体相连考生在入口 × 出口各格的人数。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "form": form,
        "width": width,
        "minimum": minimum,
        "match_rate": match_rate,
        "low_match": low_match,
        "subjects": subjects,
    }
    return compute("entry_exit", exam, by=by, arguments=arguments, change=change)


def residual_gain(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    form: Literal["linear", "cubic"] = "linear",
    slope: Literal["pooled", "within"] = "pooled",
    se: Literal["all", "own"] = "all",
    minimum: int = 10,
    match_rate: Number = 0.8,
    low_match: Literal["noted", "refused"] = "noted",
    school: str | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Mean of exit score minus what a regression on the entry score expects, per subject and group.

    Expectation = line (or cubic) of least squares through all linked candidates of the year, or a line of the
    slope within schools; a group's value is the mean residual of its own. Values sum to zero by construction.

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys to group by.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        form: A line or a cubic.
        slope: ``"pooled"``: of all candidates, which holds some of what schools select by; ``"within"``: of
            deviations from the schools' means (a line, whatever ``form``).
        se: Spread of all candidates, or of the group's own, over √n.
        minimum: A group of fewer linked candidates has no value.
        match_rate: A lower match rate of a group is noted.
        low_match: Whether such a group has a value.
        school: Key that is the school: errors of groups of several schools are clustered by it.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``gain`` in points and ``standardised_gain`` in standard deviations of the residuals
        (n − 1), each with ``se``, interval and, from 30 candidates on, one of three words in ``note``.

    Edge cases:
        Nobody of a group linked: ``no_denominator``. Fewer than ``minimum``, constant scores:
        ``not_applicable``. A low match rate if ``refused``: ``not_comparable``.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3,
        ...     "入口": [60, 70, 80, 60, 70, 80], "出口": [70, 75, 90, 58, 72, 78],
        ... })
        >>> gains = eg.residual_gain(exam, by="school", minimum=3)
        >>> [(row["school"], round(row["value"], 3)) for row in gains.rows(measure="gain")]
        [('乙', -4.5), ('甲', 4.5)]

    References:
        Held against R lm on mlmRev Exam and bdf.

    残差增值：出口分数减由入口分数回归所得的期望。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "form": form,
        "slope": slope,
        "se": se,
        "minimum": minimum,
        "match_rate": match_rate,
        "low_match": low_match,
        "school": school,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("residual_gain", exam, by=by, arguments=arguments, change=change)


def school_value_added(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    criterion: Literal["reml", "ml"] = "reml",
    context: Literal["none", "school_mean"] = "none",
    ranks: Literal["no", "yes"] = "no",
    minimum: int = 10,
    match_rate: Number = 0.8,
    low_match: Literal["noted", "refused"] = "noted",
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Value added of schools by a random-intercept model: shrunken, each with its reliability and error.

    Exit = constant + slope × entry + effect of the school + residual, fitted by restricted (or plain) maximum
    likelihood. A school's value is its mean residual times its reliability λ = τ² / (τ² + σ² / n): small
    schools are drawn towards the average, so that they do not fill both ends. Each group of ``by`` is a
    school of the model.

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys whose groups are the schools (or classes) of the model.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        criterion: REML or ML.
        context: ``"school_mean"`` adds the schools' entry means: another question (schools of like intake),
            never to be mixed with ``"none"``.
        ranks: Whether there is also the rank of each value.
        minimum: A group of fewer linked candidates has no value; it is in the model.
        match_rate: A lower match rate of a group is noted.
        low_match: Whether such a group has a value.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``value`` in points (``se`` = √(τ²σ² / (σ² + nτ²)), the interval is that of a
        prediction), ``raw``, ``reliability`` and, with ``ranks``, ``rank``, of each group; ``slope``,
        ``slope_of_mean``, ``constant``, ``variance_school``, ``variance_pupil``, ``share_school``,
        ``deviance``, ``mean_reliability`` and ``median_reliability`` of the model; ``distinguishable``, the
        groups said to be above or below the average (of 30 linked candidates at least).

    Edge cases:
        Nobody of a group linked: ``no_denominator``. Fewer than ``minimum``, constant scores, fewer than two
        schools, a group without a name: ``not_applicable``. A low match rate if ``refused``:
        ``not_comparable``.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲", "甲", "乙", "乙", "丙", "丙"],
        ...     "入口": [60, 80, 60, 80, 60, 80], "出口": [70, 90, 50, 70, 61, 79],
        ... })
        >>> added = eg.school_value_added(exam, by="school", minimum=2)
        >>> [(row["school"], round(row["value"], 2)) for row in added.rows(measure="value")]
        [('丙', 0.0), ('乙', -9.97), ('甲', 9.97)]

    References:
        Goldstein & Spiegelhalter (1996), JRSS A 159; Raudenbush & Willms (1995). Held against R lme4 on
        mlmRev Exam, bdf and Chem97.

    学校增值：随机截距模型，向零收缩，附可靠性。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "criterion": criterion,
        "context": context,
        "ranks": ranks,
        "minimum": minimum,
        "match_rate": match_rate,
        "low_match": low_match,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("school_value_added", exam, by=by, arguments=arguments, change=change)


def value_added_stability(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    effect: Literal["shrunken", "raw"] = "shrunken",
    splits: int = 20,
    seed: int = 1,
    school: str | None = None,
    minimum: int = 10,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Correlation of the schools' value added between two cohorts, two subjects and two random halves.

    A random-intercept model (REML) for each cohort and subject by itself; then, over the schools that both
    have, Pearson's correlation of their effects with Fisher's interval tanh(artanh r ± z / √(schools − 3)),
    and Spearman's. Effects that do not agree between cohorts are no lasting property of a school; those of
    halves tell how much of them is chance.

    Args:
        exam: Linked candidates: results of ``link`` of several years (they add with ``+``), or of several
            subjects; or a table with a year and the columns 入口 and 出口.
        by: Keys of groups of schools, such as a district; the schools themselves are ``school``.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        effect: ``"shrunken"``, as ``school_value_added`` gives them, or ``"raw"``: the mean residuals.
        splits: How often each school's candidates are divided into two random halves.
        seed: Seed of the random numbers.
        school: Key that is the school.
        minimum: Schools of fewer linked candidates on one side are left out.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: for every later year and every earlier one ``between_years`` (with its interval) and
        ``rank_between_years``; for every two subjects of a year (not the total, which holds them)
        ``between_subjects`` and ``rank_between_subjects``; ``schools``, the number that both have, which
        stands in ``note`` too. The key ``compared_with`` is the other year, or the other subject. For every
        year and subject ``split_half``: effects of random halves of each school's candidates by the model of
        all, their correlation stepped up by Spearman and Brown, 2r / (1 + r), mean over the splits;
        ``split_half_correlation`` is the mean of r. ``n`` counts every candidate of the schools once, who has
        one of two subjects or both.

    Edge cases:
        Fewer than 3 schools on both sides, or effects that are all the same on one: ``not_applicable``. Fewer
        than 4: no interval.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> def cohort(year, *added):
        ...     schools = [school for school in "甲乙丙丁" for _ in range(2)]
        ...     more = [gain + sign for gain, side in zip(added, [1, -1] * 2) for sign in (side, -side)]
        ...     exits = [entry + gain for entry, gain in zip([60, 80] * 4, more)]
        ...     return eg.read_scores({"学校": schools, "入口": [60, 80] * 4, "出口": exits}, year=year)
        >>> exam = cohort(2023, 12, 1, -9, 2) + cohort(2024, 10, 1, 2, -8)
        >>> stable = eg.value_added_stability(exam, minimum=2)
        >>> [(row["year"], row["compared_with"], row["n"]) for row in stable.rows(measure="between_years")]
        [(2024, '2023', 16)]

    References:
        Held against R lme4 and ``cor.test`` on mlmRev bdf.

    增值的稳定性：各校增值在两届之间、两科之间、随机两半之间的相关，附区间与学校数。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "effect": effect,
        "splits": splits,
        "seed": seed,
        "school": school,
        "minimum": minimum,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("value_added_stability", exam, by=by, arguments=arguments, change=change)


def growth_percentile(
    exam: _core.Exam,
    *,
    by: Names = (),
    entry: str | None = None,
    method: Literal["residual_rank", "conditional_rank", "quantile_regression"] = "residual_rank",
    form: Literal["linear", "cubic"] = "linear",
    ties: Literal["strict", "mid"] = "strict",
    bands: Literal["equal", "distinct", "width"] = "equal",
    number: int = 10,
    width: Number = 10,
    minimum_band: int = 20,
    minimum: int = 10,
    match_rate: Number = 0.8,
    low_match: Literal["noted", "refused"] = "noted",
    school: str | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Growth percentiles: median rank of candidates among those who began alike, per subject and group.

    Each linked candidate's percentile is the percentile rank (those below and half of those equal) of the
    residual from a line or a cubic among all linked candidates, or of the exit score within the band of entry
    scores. The percentile of one candidate is very uncertain: only groups are shown.

    Args:
        exam: Candidates with an entry and an exit score: from ``link``, or a table with the columns 入口 and
            出口.
        by: Keys to group by.
        entry: Subject whose scores are the entry; those of the same subject at entry, if not given.
        method: ``"residual_rank"``; ``"conditional_rank"`` within bands; ``"quantile_regression"``: how many
            of 100 quantiles at exit, on a cubic spline of the entry score, are below the exit score (1 to
            99), as the R package SGP counts.
        form: Of ``residual_rank``: a line or a cubic.
        ties: Of ``quantile_regression``: quantiles equal to the exit score count nothing (too low where
            scores are whole numbers), or half.
        bands: Of ``conditional_rank``: ``"equal"``, ``"distinct"`` or ``"width"``, as in
            ``band_value_added``.
        number: Of equal bands.
        width: Of a band in points.
        minimum_band: A band of fewer candidates is put together with the next lower one.
        minimum: A group of fewer linked candidates has no value.
        match_rate: A lower match rate of a group is noted.
        low_match: Whether such a group has a value.
        school: Key that is the school.
        subjects: Subjects; all if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``median`` (``se`` = 1.2533 s.d. / √n) and ``mean`` on 0 to 100,
        ``share_at_least_50`` in percent.

    Edge cases:
        Nobody of a group linked: ``no_denominator``. Fewer than ``minimum``, constant scores:
        ``not_applicable``. A low match rate if ``refused``: ``not_comparable``.

    Raises:
        InvalidArgumentError: no entry scores, or an argument that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲"] * 3 + ["乙"] * 3,
        ...     "入口": [60, 70, 80, 60, 70, 80], "出口": [70, 75, 90, 58, 72, 78],
        ... })
        >>> grown = eg.growth_percentile(exam, by="school", minimum=3)
        >>> [(row["school"], round(row["value"], 1)) for row in grown.rows(measure="median")]
        [('乙', 16.7), ('甲', 83.3)]

    References:
        Betebenner (2009), Educational Measurement 28; Castellano & Ho (2013). Held against R on mlmRev Exam
        and bdf.

    成长百分位：在起点相同者中的位置。
    """
    arguments: dict[str, object] = {
        "entry": entry,
        "method": method,
        "form": form,
        "ties": ties,
        "bands": bands,
        "number": number,
        "width": width,
        "minimum_band": minimum_band,
        "minimum": minimum,
        "match_rate": match_rate,
        "low_match": low_match,
        "school": school,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("growth_percentile", exam, by=by, arguments=arguments, change=change)
