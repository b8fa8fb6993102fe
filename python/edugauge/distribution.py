# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Distributions: the score table (一分一段表) and places in the ranking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number
from edugauge.figures import Figures, compute

__all__ = [
    "equivalent_score",
    "line_from_share",
    "linked_score",
    "n_tiles",
    "rank_bands",
    "rank_of_score",
    "score_table",
]


def score_table(
    exam: _core.Exam,
    *,
    by: Names = (),
    subject: str = "total",
    width: Number | None = None,
    merge_below: int = 1,
    weight: str | None = None,
    change: bool = False,
) -> Figures:
    """Candidates at each score and above, from the best score down, per group.

    Cumulative = candidates in the band or above; shares are of those tested. Counts are added.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        subject: Whose score counts.
        width: Points per band; one step of the scale if not given.
        merge_below: Bands with fewer candidates are put together with the next below, as in ``689-750``.
        weight: Of a sample survey: the key that holds the weights, by which candidates count; ``merge_below``
            still counts the candidates themselves.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``count``, ``cumulative``, ``share`` and ``cumulative_share`` (percent); keys ``by``
        and ``score``, best score first.

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

    一分一段表：每段人数与累计人数。
    """
    arguments: dict[str, object] = {
        "subject": subject,
        "width": width,
        "merge_below": merge_below,
        "weight": weight,
    }
    return compute("score_table", exam, by=by, arguments=arguments, change=change)


def rank_bands(
    exam: _core.Exam,
    *,
    edges: int | Iterable[int],
    by: Names = (),
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Candidates of each group in bands of the whole's ranking, such as 1–100 and 101–500.

    Rank = candidates of the whole above + 1; a tie shares one rank and stays whole. Share = the group's
    candidates in the band / all in the band × 100. Counts are added.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        edges: Last rank of each band, ascending; the rest is the last band.
        by: Keys to group by.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``count`` and ``share`` (percent); keys ``by`` and ``band`` (``1-100``, ``101-``).

    Edge cases:
        Nobody tested: ``no_denominator``. Nobody in a band: count 0, share ``no_denominator``. A published
        table with open ends: ``not_applicable``.

    Raises:
        InvalidArgumentError: edges that do not ascend.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": list("甲甲乙乙"), "总分": [520, 518, 518, 501]})
        >>> figures = eg.rank_bands(exam, by="school", edges=2, subjects="总分")
        >>> figures.value(measure="count", school="甲", band="1-2")
        2.0

    References:
        Usage of education bureaus; competition ranks 1, 2, 2, 4.

    名次段分布：各组在整体名次各段中的人数与份额。
    """
    arguments: dict[str, object] = {"edges": edges, "subjects": subjects}
    return compute("rank_bands", exam, by=by, arguments=arguments, change=change)


def n_tiles(
    exam: _core.Exam,
    *,
    by: Names = (),
    tiles: int = 4,
    ties: Literal["better", "worse", "middle"] = "better",
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Candidates of each group in equal parts of the whole's ranking, the first part being the best.

    Part k holds the ranks above (k − 1) N / m up to k N / m; a tie stays whole. Share = the group's
    candidates in the part / its tested × 100. Counts are added.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        by: Keys to group by.
        tiles: How many parts, 2 to 1000.
        ties: Where a tie across a border goes: to the ``"better"`` or ``"worse"`` part, or to that of its
            ``"middle"`` rank.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``count`` and ``share`` (percent); keys ``by`` and ``tile``.

    Edge cases:
        Nobody tested: ``no_denominator``. Nobody of the group tested: count 0, share ``no_denominator``. A
        published table with open ends: ``not_applicable``.

    Raises:
        InvalidArgumentError: fewer than 2 or more than 1000 parts.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": list("甲甲乙乙"), "总分": [520, 518, 518, 501]})
        >>> figures = eg.n_tiles(exam, by="school", tiles=2, subjects="总分")
        >>> figures.value(measure="share", school="乙", tile="1")
        50.0

    References:
        Usage of education bureaus (four parts A to D); competition ranks 1, 2, 2, 4.

    等分组分布：整体按名次等分，各组考生落在每一等分的人数与份额。
    """
    arguments: dict[str, object] = {"tiles": tiles, "ties": ties, "subjects": subjects}
    return compute("n_tiles", exam, by=by, arguments=arguments, change=change)


def line_from_share(
    exam: _core.Exam,
    *,
    share: Number | Iterable[Number],
    by: Names = (),
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Score that a given share of the candidates reaches, and the share that really reaches it.

    Line = score of candidate number ⌈share × tested⌉; all who share that score reach it. The line of a whole
    is drawn from the pooled counts.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        share: One share between 0 and 1, or several.
        by: Keys to group by.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``score`` (points) and ``reached`` (percent); keys ``by`` and ``line`` (the share).

    Edge cases:
        Nobody tested: ``no_denominator``. A place inside an open bucket of a published table:
        ``not_applicable``.

    Raises:
        InvalidArgumentError: a share that is not between 0 and 1.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"考号": list("12345"), "总分": [520, 518, 518, 501, 480]})
        >>> figures = eg.line_from_share(exam, share=0.3, subjects="总分")
        >>> figures.value(measure="score"), figures.value(measure="reached")
        (518.0, 60.0)

    References:
        Usage of provincial authorities; held against the Jiangsu 2024 score table.

    按比例划线：第 ⌈份额 × 实考人数⌉ 名的分数。
    """
    arguments: dict[str, object] = {"share": share, "subjects": subjects}
    return compute("line_from_share", exam, by=by, arguments=arguments, change=change)


def rank_of_score(
    exam: _core.Exam,
    *,
    scores: Number | Iterable[Number],
    by: Names = (),
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Best and worst rank and percentile rank of a given score, per subject and group.

    Best rank = candidates above + 1; worst rank = candidates with that score or more; percentile rank =
    candidates with that score or less / tested × 100. Counts are added, then ranked.

    Args:
        exam: Candidates from ``read_scores`` or ``read_score_table``.
        scores: One score or several.
        by: Keys to group by.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``best_rank``, ``worst_rank`` and ``percentile_rank`` (percent); keys ``by`` and
        ``score``.

    Edge cases:
        Nobody tested: ``no_denominator``. Nobody has the score: both ranks are the one it would have, with a
        note. Inside an open bucket of a published table: ``not_applicable``.

    Raises:
        InvalidArgumentError: a score that is not above 0.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"考号": list("1234"), "总分": [520, 518, 518, 501]})
        >>> figures = eg.rank_of_score(exam, scores=518, subjects="总分")
        >>> figures.value(measure="best_rank"), figures.value(measure="worst_rank")
        (2.0, 3.0)

    References:
        Ranks as in provincial score tables; held against the line counts published by Jiangsu 2024.

    分数的位次：最好名次、最后名次与百分等级。
    """
    arguments: dict[str, object] = {"scores": scores, "subjects": subjects}
    return compute("rank_of_score", exam, by=by, arguments=arguments, change=change)


def equivalent_score(
    exam: _core.Exam,
    *,
    scores: Number | Iterable[Number],
    from_year: int,
    to_year: int,
    by: Names = (),
    place: Literal["share", "rank"] = "share",
    subject: str = "total",
    change: bool = False,
) -> Figures:
    """Score of another year that stands at the same place as a score of this one, per group.

    With c = worst rank of the score, the equivalent is the score of number ⌈c × N₂ / N₁⌉ in the other year
    (the same rank: of number c). It is read from the distributions of each group, never from its parts.

    Args:
        exam: Candidates of both years from ``read_scores`` or ``read_score_table``.
        scores: One score or several.
        from_year: Year of the scores.
        to_year: Year in which the equivalent is sought.
        by: Keys to group by.
        place: What stays the same, ``"share"`` of those tested or ``"rank"``.
        subject: Whose score counts.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``equivalent`` in points, of the year ``from_year``; keys ``by`` and ``score``.

    Edge cases:
        Nobody tested: ``no_denominator``. A group that the other year lacks: ``missing_input``. Nobody
        reaches the score, no such rank in the other year, or an open bucket: ``not_applicable``.

    Raises:
        InvalidArgumentError: a year that the data do not have.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> years = ["2023"] * 4 + ["2024"] * 2
        >>> exam = eg.read_scores({"年份": years, "总分": [600, 580, 560, 540, 620, 590]})
        >>> eg.equivalent_score(exam, scores=590, from_year=2024, to_year=2023).value()
        540.0

    References:
        The discrete form of equipercentile equating: Kolen & Brennan (2014), chapter 2.

    同位分：一年的分数在另一年处于同一位置的分数。
    """
    arguments: dict[str, object] = {
        "scores": scores,
        "from_year": from_year,
        "to_year": to_year,
        "place": place,
        "subject": subject,
    }
    return compute("equivalent_score", exam, by=by, arguments=arguments, change=change)


def linked_score(
    exam: _core.Exam,
    *,
    scores: Number | Iterable[Number],
    by: Names = (),
    subject: str = "total",
    to_subject: str | None = None,
    from_year: int | None = None,
    to_year: int | None = None,
    form: str | None = None,
    from_form: str | None = None,
    to_form: str | None = None,
    methods: Literal["mean", "linear", "equipercentile"]
    | Iterable[Literal["mean", "linear", "equipercentile"]]
    | None = None,
    design: Literal["equivalent_groups", "single_group"] = "equivalent_groups",
    degree: int | None = None,
    deviation: Literal["n_minus_1", "n"] = "n_minus_1",
    clip: Literal["none", "range"] = "none",
    error: Literal["analytic", "pupils", "schools", "none"] = "analytic",
    school: str | None = None,
    replicates: int = 1000,
    seed: int = 1,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Score of one form on the scale of another (等值分), per group, by the distributions of both.

    ``mean``: x + ȳ − x̄. ``linear``: ȳ + (s_y / s_x)(x − x̄). ``equipercentile``: the score whose
    percentile rank on the other form is that of x on its own, P(x) = F(x* − 1) + (x − x* + ½) f(x*), x* the
    nearest score in steps of the form; the inverse is the first score up to which there are as many. With
    ``degree`` both distributions are smoothed first by a log-linear model that keeps n and so many moments.
    Read from the distributions of each group, never from its parts.

    The forms are two subjects (``to_subject``), two labels of a key (``form``, ``from_form``, ``to_form``)
    or two years (``from_year``, ``to_year``). Papers A and B given at random, or a make-up paper, are
    equivalent groups; the same pupils with two papers are a single group. Groups that differ in ability are
    not linked by this: look first whether a common subject has the same mean in both. Without common items
    a link of two years only matches ranks: it assumes cohorts of equal ability, which is said with each
    figure, and no trend follows from it. Where the methods differ by more than their errors, the choice of
    method weighs more than the sample.

    Args:
        exam: Candidates from ``read_scores``, or tallies from ``read_score_table`` or ``read_tally``.
        scores: One score or several.
        by: Keys to group by.
        subject: Whose score counts.
        to_subject: Subject whose scale is sought; the same one, if not given.
        from_year: The year of the scores.
        to_year: The year whose scale is sought.
        form: The key that tells the forms apart.
        from_form: The form of the scores.
        to_form: The form whose scale is sought.
        methods: Which methods, any number (all).
        design: How the data came about: equivalent groups (two groups alike), or a single group that sat
            both forms.
        degree: Degree of the log-linear presmoothing, 1 to 10; none, if not given.
        deviation: The denominator of the deviations of the linear method.
        clip: Results beyond the scores of the other form: given as they are (none), or cut to its range.
        error: ``"analytic"`` for mean and linear (two independent groups, no normality), ``"pupils"`` or
            ``"schools"``: the standard deviation of bootstrap replicates, of pupils or of schools with all
            their pupils.
        school: The key that is the school (school code, else school).
        replicates: Replicates of the bootstrap, 100,000 at most.
        seed: Seed of the random numbers.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``mean``, ``linear`` and ``equipercentile`` in points of the other form, keys
        ``by`` and ``score``; ``n`` of the form of the scores, that of the other form in ``note``; ``se``
        and the normal interval around the value.

    Edge cases:
        A group without a candidate of a form or a year: ``no_denominator``. Fewer than 30 on either form,
        fewer than 100 for all but the mean, a score outside those seen on its form, an open bucket, a degree
        not below the number of distinct scores: ``not_applicable``. A result beyond the other form's scores
        is given, with a note, or cut by ``clip="range"``. Errors of a single group would need both scores of
        each pupil: only ``error="schools"`` gives them.

    Raises:
        InvalidArgumentError: no second form, a year that the data do not have, a degree beyond 10.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> papers = {"班级": ["A"] * 30 + ["B"] * 30, "数学": [*range(60, 90), *range(62, 92)]}
        >>> exam = eg.read_scores(papers)
        >>> forms = dict(form="class", from_form="A", to_form="B", methods="mean")
        >>> eg.linked_score(exam, scores=71, subject="mathematics", **forms).value()
        73.0

    References:
        Kolen & Brennan (2014), Test Equating, Scaling, and Linking, chapters 2, 3 and 7; Holland & Thayer
        (2000), Journal of Educational and Behavioral Statistics 25, 133–183.

    等值分：一份试卷的分数在另一份试卷量尺上的分数，有平均数、线性与等百分位三种换算。
    """
    arguments: dict[str, object] = {
        "scores": scores,
        "subject": subject,
        "to_subject": to_subject,
        "from_year": from_year,
        "to_year": to_year,
        "form": form,
        "from_form": from_form,
        "to_form": to_form,
        "methods": methods,
        "design": design,
        "degree": degree,
        "deviation": deviation,
        "clip": clip,
        "error": error,
        "school": school,
        "replicates": replicates,
        "seed": seed,
        "confidence": confidence,
    }
    return compute("linked_score", exam, by=by, arguments=arguments, change=change)
