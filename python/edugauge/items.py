# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Items and papers (小题分析、试卷质量分析): what an examination says of its questions."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number
from edugauge.figures import Figures, compute

__all__ = [
    "caution_index",
    "item_curve",
    "item_dif",
    "item_difficulty",
    "item_discrimination",
    "knowledge_rates",
    "option_shares",
    "paper_profile",
    "pupil_diagnosis",
    "reliability",
    "weak_points",
]


def item_difficulty(
    items: _core.Items,
    *,
    by: Names = (),
    level: Literal["item", "question"] = "item",
    direction: Literal["pass", "loss"] = "pass",
    options: int | None = None,
    deviation: Literal["population", "sample"] = "population",
    interval: Literal["none", "simple"] = "none",
    confidence: Number = 0.95,
    blank: Literal["zero", "omit"] = "zero",
    not_reached: Literal["zero", "omit"] | None = None,
    change: bool = False,
) -> Figures:
    """Difficulty of each item of a paper: what share of its full mark a group reached.

    Difficulty = sum of the scores ÷ (candidates × full mark), an exact fraction; of a group it is computed
    anew, never a mean of difficulties. ``direction="loss"`` gives 1 − that: offices use both.

    Args:
        items: A paper from ``read_items``.
        by: Keys to group by, such as ``"school"``.
        level: ``"item"`` gives single items, ``"question"`` adds the parts of a question.
        direction: ``"pass"``: higher is easier; ``"loss"``: higher is harder.
        options: How many options a single choice has; then its difficulty is corrected for guessing.
        deviation: Divisor of the standard deviation: ``"population"`` n, ``"sample"`` n − 1.
        interval: ``"simple"`` gives ``difficulty`` an interval, candidates being taken for a sample:
            Wilson's of items that are right or wrong, else the mean ± z standard errors (n − 1).
        confidence: Of the interval.
        blank: A blank of a candidate who sat the paper counts 0 (``"zero"``) or is left out (``"omit"``).
        not_reached: The same of blanks up to the end of the paper; as ``blank``, if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by ``item`` (none: the whole paper), and ``type`` where the plan has types, the measures
        ``mean``, ``difficulty``, ``sd``, ``cv``, ``zero_share`` and ``full_share`` (percent),
        ``omitted`` and ``not_reached`` (candidates), ``full_mark``, ``expected`` and ``expected_gap`` where
        the plan expects a difficulty; of the questions of a choice also ``chosen`` (percent) and
        ``compulsory_mean``, what those who chose it have in the rest of the paper.

    Edge cases:
        An unknown full mark: ``missing_input``. Nobody: ``no_denominator``. A choice is one item; its
        questions stand beside it and have those who chose them as denominator.

    Raises:
        ColumnNotFoundError: a key that the sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["满分", "01", "02", "03"],
        ...     "1": [3, 3, 0, 3],
        ...     "2(1)": [4, 4, 2, None],
        ...     "2(2)": [6, 3, 0, 0],
        ... })
        >>> eg.item_difficulty(items).value(measure="difficulty", item="2.1")
        0.5

    References:
        Paper reports of provincial examination authorities. Held against R psych and CTT.

    小题难度：该题得分合计 ÷（人数 × 满分）。
    """
    arguments: dict[str, object] = {
        "level": level,
        "direction": direction,
        "options": options,
        "deviation": deviation,
        "interval": interval,
        "confidence": confidence,
        "blank": blank,
        "not_reached": not_reached,
    }
    return compute("item_difficulty", items, by=by, arguments=arguments, change=change)


def item_discrimination(
    items: _core.Items,
    *,
    by: Names = (),
    level: Literal["item", "question"] = "item",
    share: Number = 0.27,
    size: Literal["ceil", "floor", "round"] = "ceil",
    ties: Literal["split", "inclusive"] = "split",
    divisor: Literal["full", "observed"] = "full",
    ranked_by: Literal["total", "rest"] = "total",
    blank: Literal["zero", "omit"] = "zero",
    not_reached: Literal["zero", "omit"] | None = None,
    change: bool = False,
) -> Figures:
    """Discrimination of each item: how far it tells the strong candidates from the weak.

    ``discrimination`` is the index D: the mean of the top group less that of the bottom group, by the total
    of the paper, divided by the full mark; candidates tied at the cut count by the share that is needed of
    them, so that the order of rows cannot matter. ``item_total`` and ``item_rest`` are Pearson correlations
    with the total and with the total without the item; ``biserial`` ones are of items with two scores. The D
    of the whole paper stands under no item.

    Args:
        items: A paper from ``read_items``.
        by: Keys to group by. Of classes D is unsteady: few candidates, and alike.
        level: ``"item"`` gives single items, ``"question"`` adds the parts of a question.
        share: Of candidates in the top group, and in the bottom group.
        size: Share × candidates is rounded up (``"ceil"``), down or half up.
        ties: ``"split"`` or ``"inclusive"``: all at the cut or beyond it, so that groups may differ in size.
        divisor: ``"full"`` mark, or ``"observed"``: the highest score less the lowest.
        ranked_by: Groups by the ``"total"``, or by the ``"rest"``: the total without the item.
        blank: A blank of a candidate who sat the paper counts 0 (``"zero"``) or is left out (``"omit"``).
        not_reached: The same of blanks up to the end of the paper; as ``blank``, if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by ``item``, and ``type`` where the plan has types, the measures ``discrimination``,
        ``item_rest``, ``item_total``, ``biserial`` and ``biserial_rest``; under no item the
        ``discrimination`` of the paper.

    Edge cases:
        No variance, or more than two scores for the biserial: ``not_applicable``. An unknown full mark:
        ``missing_input``. Nobody: ``no_denominator``. Fewer than 10: a note.

    Raises:
        ColumnNotFoundError: a key that the sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["满分", "01", "02", "03", "04"],
        ...     "1": [3, 3, 3, 0, 0],
        ...     "2": [6, 6, 3, 3, 0],
        ... })
        >>> eg.item_discrimination(items, share=0.5).value(measure="discrimination", item="1")
        1.0

    References:
        Kelley (1939), Journal of Educational Psychology 30, 17–24. Held against R psych and CTT.

    小题区分度：鉴别指数 D、题总相关、题余相关、二列相关。
    """
    arguments: dict[str, object] = {
        "level": level,
        "share": share,
        "size": size,
        "ties": ties,
        "divisor": divisor,
        "ranked_by": ranked_by,
        "blank": blank,
        "not_reached": not_reached,
    }
    return compute("item_discrimination", items, by=by, arguments=arguments, change=change)


def reliability(
    items: _core.Items,
    *,
    by: Names = (),
    level: Literal["item", "question"] = "question",
    interval: Literal["feldt", "bonett"] = "feldt",
    strata: Literal["objective", "type"] = "objective",
    deviation: Literal["population", "sample"] = "sample",
    blank: Literal["zero", "omit"] = "zero",
    not_reached: Literal["zero", "omit"] | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Reliability of a paper: how far it would give the same totals again.

    Cronbach's α = k / (k − 1) × (1 − Σ s²ⱼ / s²ₜ), of questions whose parts are added first (single items
    that hang together make it too high), an exact fraction. Beside it stand its standardised form, KR-20
    (the same of rights and wrongs) and KR-21, α stratified, odd against even questions (``split_half`` by
    Spearman–Brown, ``guttman`` by Rulon, which some reports call alpha), λ₂ and the standard error of
    measurement.

    Args:
        items: A paper from ``read_items``.
        by: Keys to group by. Of classes α is unsteady: few candidates, and alike.
        level: ``"question"`` adds the parts of a question; ``"item"`` takes single items.
        interval: Of α: ``"feldt"`` by the F distribution, ``"bonett"`` on the scale of ln(1 − α).
        strata: Of ``alpha_stratified``: ``"objective"`` and constructed items, or the ``"type"`` of the
            plan.
        deviation: Divisor of the standard deviation in ``sem``: ``"sample"`` n − 1, ``"population"`` n.
        blank: A blank of a candidate who sat the paper counts 0 (``"zero"``), or the candidate is left out
            (``"omit"``, listwise; pairwise deletion is not offered).
        not_reached: The same of blanks up to the end of the paper; as ``blank``, if not given.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: under no ``item`` the measures ``alpha`` (with its interval), ``alpha_standardised``,
        ``kr20``, ``kr21``, ``alpha_stratified``, ``lambda2``, ``lambda2_standardised``, ``split_half``,
        ``guttman``, ``sem`` in points and ``n_items``; by ``item`` ``alpha_if_deleted``.

    Edge cases:
        Fewer than 2 questions, no variance, items that are not all right or wrong (KR), strata not known:
        ``not_applicable``. Nobody: ``no_denominator``. A negative α is given, with the items that go against
        the rest.

    Raises:
        ColumnNotFoundError: a key that the sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["满分", "01", "02", "03", "04"],
        ...     "1": [3, 3, 3, 0, 0],
        ...     "2": [6, 6, 3, 3, 0],
        ... })
        >>> round(eg.reliability(items).value(measure="alpha"), 3)
        0.8

    References:
        Cronbach (1951); Feldt (1965); Bonett (2002); Guttman (1945). Held against R psych and CTT.

    试卷信度：α 系数、分半信度、测量标准误。
    """
    arguments: dict[str, object] = {
        "level": level,
        "interval": interval,
        "strata": strata,
        "deviation": deviation,
        "blank": blank,
        "not_reached": not_reached,
        "confidence": confidence,
    }
    return compute("reliability", items, by=by, arguments=arguments, change=change)


def option_shares(
    items: _core.Items,
    *,
    by: Names = (),
    groups: int = 5,
    grouping: Literal["quantile", "top_middle_bottom"] = "quantile",
    share: Number = 0.27,
    width: Number | None = None,
    rare: Number = 0.05,
    often_omitted: Number = 0.1,
    change: bool = False,
) -> Figures:
    """Which options of choice items were chosen, by whom, and which of them to look at.

    Share = candidates who chose it ÷ candidates, of all and by groups of the total (quantiles of type 7,
    equal totals in one group). Choosing it (1, else 0) is correlated with the total, and with the total
    without the item. ``flagged`` says why an option is to be looked at: a key that fewer of the top group
    chose than a wrong option, or that goes against the total (check the key first), a wrong option that goes
    with the rest or that hardly anybody chose, many who chose none.

    Args:
        items: A paper from ``read_items`` with columns of options.
        by: Keys to group by.
        groups: Into how many groups of the total candidates are put.
        grouping: ``"quantile"``, or ``"top_middle_bottom"``: three groups (1 the lowest) of which the ends
            have ``share`` each; equal totals at a cut count by the share that is needed of them, so that the
            number of a group who chose an option may be a fraction.
        share: Of the candidates in the top group, and in the bottom group.
        width: Bands of so many points of the total in place of groups, called by their lowest score.
        rare: Wrong options of a smaller share are flagged.
        often_omitted: Items that more than this share leave blank are flagged.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by ``item``, ``option`` (a letter, a combination, ``multiple`` marks on a single choice,
        ``omit``, ``others``) ``ability_group`` (none: all; ``"1"`` the lowest) and, where
        there is a key, ``answer_key`` the measures ``count``,
        ``share``, ``mean_total``, ``correlation``, ``correlation_rest``, ``flagged``; of items with several
        right options ``letter_share`` of each letter.

    Edge cases:
        No columns of options: ``missing_input``. Nobody in a group: ``no_denominator``. Everybody chose it,
        or totals that do not vary: ``not_applicable``.

    Raises:
        ColumnNotFoundError: a key that the sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["满分", "答案", "01", "02", "03", "04"],
        ...     "1(答案)": [None, "A", "A", "A", "B", None],
        ...     "1": [3, None, 3, 3, 0, 0],
        ...     "2": [6, None, 6, 5, 2, 1],
        ... })
        >>> shares = eg.option_shares(items, groups=2)
        >>> shares.value(measure="share", option="A", ability_group=None)
        50.0

    References:
        Haladyna (2004), Developing and Validating Multiple-Choice Test Items. Held against R
        ShinyItemAnalysis.

    选项分布：各选项的人数、份额、分组份额、与总分的相关。
    """
    arguments: dict[str, object] = {
        "groups": groups,
        "grouping": grouping,
        "share": share,
        "width": width,
        "rare": rare,
        "often_omitted": often_omitted,
    }
    return compute("option_shares", items, by=by, arguments=arguments, change=change)


def item_curve(
    items: _core.Items,
    *,
    by: Names = (),
    groups: int = 5,
    width: Number | None = None,
    level: Literal["item", "question"] = "item",
    blank: Literal["zero", "omit"] = "zero",
    change: bool = False,
) -> Figures:
    """How the score rate of each item runs along the total: by groups or by bands of it.

    An item that tells the strong from the weak rises; one that falls somewhere is worth a look. Data of an
    authority's 难度曲线图.

    Args:
        items: A paper from ``read_items``.
        by: Keys to group by.
        groups: Into how many groups of the total (quantiles, equal totals together) candidates are put.
        width: Bands of so many points, in place of groups.
        level: ``"item"`` gives single items, ``"question"`` adds the parts of a question.
        blank: A blank of a candidate who sat the paper counts 0 (``"zero"``) or is left out (``"omit"``).
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by ``item`` and ``ability_group`` (``"1"`` the lowest), or ``score`` (where a band begins),
        the measures ``difficulty`` and ``mean_total``, with ``n`` of the group.

    Edge cases:
        An unknown full mark: ``missing_input``. Groups without candidates are not listed.

    Raises:
        ColumnNotFoundError: a key that the sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({"考号": ["满分", "01", "02", "03", "04"], "1": [4, 4, 3, 1, 0]})
        >>> curve = eg.item_curve(items, groups=2)
        >>> [row["value"] for row in curve.rows(measure="difficulty")]
        [0.125, 0.875]

    References:
        Difficulty curves of provincial examination authorities; checked by hand.

    难度曲线：得分率随总分的变化。
    """
    arguments: dict[str, object] = {"groups": groups, "width": width, "level": level, "blank": blank}
    return compute("item_curve", items, by=by, arguments=arguments, change=change)


def knowledge_rates(
    items: _core.Items,
    *,
    by: Names = (),
    of: str = "knowledge",
    across: str | None = None,
    counts: Literal["full", "equal", "given"] = "full",
    mastery: Number = 0.6,
    reference: Literal["all", "others"] = "all",
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Score rate of each point of knowledge of a paper, against all, and how many mastered it.

    Rate = sum of the scores in its items ÷ (candidates × their full marks): pooled over candidates and
    points, never a mean of rates of items. The gap is in percentage points; its error takes into account
    that the group is a part of all. ``mastery`` is the share of candidates whose own rate reaches the line.

    Args:
        items: A paper from ``read_items`` with a plan.
        by: Keys to group by, such as ``"school"``.
        of: ``"knowledge"``, ``"ability"``, ``"type"``, ``"question"``, ``"item"``, ``"objective"`` (客观题,
            主观题), or the header of another column of the plan.
        across: Something else that the plan says (``"ability"``): a figure for each part of one that has
            items of the other, as in the table of specification.
        counts: An item of several points counts in ``"full"`` for each (so that points add to more than the
            paper), is divided ``"equal"``-ly, or as ``"given"`` by the plan.
        mastery: From which rate on a candidate has mastered it.
        reference: Gaps against ``"all"`` of the year, the group among them, or the ``"others"``.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by the part (a key named as ``of``, and one as ``across``) the measures ``rate`` (percent,
        with ``se``), ``gap`` (percentage points, with its interval), ``mastery`` (percent), ``mastery_gap``,
        ``items``, ``points`` and ``alpha`` (of the items of the point, from three items on).

    Edge cases:
        An unknown full mark: ``missing_input``. Nobody, or nobody to be held against: ``no_denominator``.
        Fewer than 3 items or 5 points: a note. Fewer than 3 items, or a choice among them: ``alpha`` is
        ``not_applicable``.

    Raises:
        InvalidArgumentError: the plan does not say what ``of`` names. ColumnNotFoundError: a key that the
        sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["满分", "知识点", "01", "02"],
        ...     "学校": [None, None, "甲", "乙"],
        ...     "1": [4, "函数", 4, 2],
        ...     "2": [6, "函数;几何", 3, 3],
        ... })
        >>> rates = eg.knowledge_rates(items, by="school")
        >>> rates.value(measure="rate", school="甲", knowledge="函数")
        70.0

    References:
        Common use of tables of specification (双向细目表).

    知识点得分率：得分合计 ÷（人数 × 满分合计）、与全体之差、掌握率。
    """
    arguments: dict[str, object] = {
        "of": of,
        "across": across,
        "counts": counts,
        "mastery": mastery,
        "reference": reference,
        "confidence": confidence,
    }
    return compute("knowledge_rates", items, by=by, arguments=arguments, change=change)


def weak_points(
    items: _core.Items,
    *,
    by: Names = (),
    of: str = "knowledge",
    counts: Literal["full", "equal", "given"] = "full",
    reference: Literal["all", "others"] = "all",
    minimum_points: int | None = None,
    minimum_items: int = 1,
    listed: Literal["all", "weak"] = "all",
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Points of knowledge of each group by their gap to all of the paper, lowest first, and which are surely
    weak.

    Weak is a point whose interval of the gap lies below 0. With ``of="question"`` it is the list of
    questions (错题); ``points_lost`` is what a candidate lost there on average.

    Args:
        items: A paper from ``read_items`` with a plan.
        by: Keys whose groups are held against all, such as ``"school"``.
        of: ``"knowledge"``, ``"ability"``, ``"type"``, ``"question"``, ``"item"``, ``"objective"``, or the
            header of another column of the plan.
        counts: An item of several points counts in ``"full"`` for each, is divided ``"equal"``-ly, or as
            ``"given"`` by the plan.
        reference: Gaps against ``"all"`` of the year, the group among them, or the ``"others"``.
        minimum_points: Parts of fewer points are not listed.
        minimum_items: Parts of fewer items are not listed.
        listed: ``"all"``, or those alone that are ``"weak"``.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by group, the lowest gap first, the measures ``gap`` (percentage points, with its interval),
        ``rate`` (percent), ``points_lost`` and ``weak`` (1 yes, 0 no).

    Edge cases:
        No error, or no other group: ``weak`` is ``not_applicable``. An unknown full mark: ``missing_input``.
        Nobody: ``no_denominator``. Where the weak alone are listed, each group has their number first.

    Raises:
        InvalidArgumentError: the plan does not say what ``of`` names. ColumnNotFoundError: a key that the
        sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["满分", "知识点", "01", "02"],
        ...     "学校": [None, None, "甲", "乙"],
        ...     "1": [4, "函数", 4, 2],
        ...     "2": [6, "几何", 3, 3],
        ... })
        >>> weak = eg.weak_points(items, by="school")
        >>> [row["knowledge"] for row in weak.rows(measure="gap", school="乙")]
        ['函数', '几何']

    References:
        As ``knowledge_rates``.

    薄弱点：与全体之差从低到高，区间不含 0 的才算薄弱。
    """
    arguments: dict[str, object] = {
        "of": of,
        "counts": counts,
        "reference": reference,
        "minimum_points": minimum_points,
        "minimum_items": minimum_items,
        "listed": listed,
        "confidence": confidence,
    }
    return compute("weak_points", items, by=by, arguments=arguments, change=change)


def item_dif(
    items: _core.Items,
    *,
    compare: str,
    reference: str,
    focal: str,
    by: Names = (),
    classes: Literal["ets", "size_only"] = "ets",
    correction: Literal["yes", "no"] = "yes",
    purify: Literal["no", "yes"] = "no",
    minimum: int = 100,
    level: Literal["item", "question"] = "item",
    blank: Literal["zero", "omit"] = "zero",
    change: bool = False,
) -> Figures:
    """Differential item functioning: whether an item behaves differently for two groups at equal totals.

    Items that are right or wrong: the odds ratio α of Mantel and Haenszel over the totals, Δ = −2.35 ln α
    (positive: in favour of the focal group), χ² and a class (1 A, 2 B, 3 C). Items with several scores:
    Mantel's χ² and the standardised mean difference (focal − reference). It says that an item behaves
    differently, not why.

    Args:
        items: A paper from ``read_items``.
        compare: Key that tells the groups, such as ``"residence"`` or ``"sex"``.
        reference: Label of the reference group.
        focal: Label of the focal group.
        by: Keys to group by.
        classes: ``"ets"`` by size and significance, ``"size_only"`` by size alone.
        correction: Continuity correction of χ² (of items that are right or wrong).
        purify: ``"yes"`` takes items with p < .05 out of the matching total until none changes.
        minimum: Of candidates in each group; fewer are noted.
        level: ``"item"`` gives single items, ``"question"`` adds the parts of a question.
        blank: A blank of a candidate who sat the paper counts 0 (``"zero"``) or is left out (``"omit"``).
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by ``item`` and ``focal`` (``"乡村 − 城区"``) the measures ``alpha``, ``delta`` (with
        ``se``), ``chi2`` (with ``p_value``) and ``class``; of items with several scores ``smd`` in points,
        ``smd_over_sd``, ``chi2`` and ``class``. ``n`` counts candidates at totals that hold both groups.

    Edge cases:
        No total with both groups, or one of right and wrong alone: ``not_applicable``. A group without
        candidates: ``no_denominator``.

    Raises:
        ColumnNotFoundError: a key that the sheet does not have. InvalidArgumentError: a group that the key
        does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["满分"] + [f"{i:02}" for i in range(9)],
        ...     "性别": [None] + list("男男男女女男女女男"),
        ...     "1": [1, 1, 1, 0, 0, 1, 1, 0, 1, 0],
        ...     "2": [1, 0, 0, 1, 1, 0, 1, 1, 1, 1],
        ...     "3": [1, 0, 0, 0, 0, 0, 0, 1, 0, 1],
        ... })
        >>> dif = eg.item_dif(items, compare="sex", reference="男", focal="女")
        >>> round(dif.value(measure="alpha", item="1"), 3)
        1.444

    References:
        Holland & Thayer (1988); Robins, Breslow & Greenland (1986); Dorans & Kulick (1986). Held against R
        difR.

    项目功能差异：总分相同的两组考生在题上的差异。
    """
    arguments: dict[str, object] = {
        "compare": compare,
        "reference": reference,
        "focal": focal,
        "classes": classes,
        "correction": correction,
        "purify": purify,
        "minimum": minimum,
        "level": level,
        "blank": blank,
    }
    return compute("item_dif", items, by=by, arguments=arguments, change=change)


def paper_profile(
    items: _core.Items,
    *,
    by: Names = (),
    level: Literal["item", "question"] = "question",
    share: Number = 0.27,
    easy: Number = 0.7,
    hard: Number = 0.4,
    deviation: Literal["population", "sample"] = "population",
    blank: Literal["zero", "omit"] = "zero",
    change: bool = False,
) -> Figures:
    """Profile of a paper: what an examination authority's report says of it, in its order.

    Difficulty = mean of the total ÷ full mark, pooled over candidates and points (never the mean of the
    items' difficulties); discrimination by the top and bottom 27 % as in ``item_discrimination``; skewness
    and excess kurtosis of the population; α and the standard error of measurement of questions; the points
    of easy, medium and hard questions per cent of the paper.

    Args:
        items: A paper from ``read_items``.
        by: Keys to group by.
        level: ``"question"`` adds the parts of a question, for α and classes of difficulty; ``"item"`` does
            not.
        share: Of candidates in the top group, and in the bottom group.
        easy: From which difficulty (score rate) on a question is easy.
        hard: Below which it is hard.
        deviation: Divisor of ``sd`` and ``cv``: ``"population"`` n, ``"sample"`` n − 1.
        blank: A blank of a candidate who sat the paper counts 0 (``"zero"``), or the candidate is left out
            of α (``"omit"``).
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: the measures ``candidates``, ``full_mark``, ``highest``, ``lowest``, ``mean``, ``sd``,
        ``cv``, ``difficulty``, ``discrimination``, ``skewness``, ``kurtosis``, ``median``, ``mode``,
        ``alpha``, ``sem``, ``easy_share``, ``medium_share``, ``hard_share``, ``objective_rate``,
        ``constructed_rate`` (percent) and ``part_correlation``.

    Edge cases:
        An unknown full mark: ``missing_input`` where it counts. Nobody: ``no_denominator``. No variance, or
        no objective or constructed items: ``not_applicable``. Of several modes the lowest.

    Raises:
        ColumnNotFoundError: a key that the sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({"考号": ["满分", "01", "02", "03"], "1": [4, 4, 2, 0], "2": [6, 6, 3, 0]})
        >>> profile = eg.paper_profile(items)
        >>> profile.value(measure="difficulty"), profile.value(measure="median")
        (0.5, 5.0)

    References:
        Paper reports of provincial examination authorities. Held against scipy.

    试卷质量分析：全卷的难度、区分度、信度、分布。
    """
    arguments: dict[str, object] = {
        "level": level,
        "share": share,
        "easy": easy,
        "hard": hard,
        "deviation": deviation,
        "blank": blank,
    }
    return compute("paper_profile", items, by=by, arguments=arguments, change=change)


def caution_index(
    items: _core.Items,
    *,
    by: Names = (),
    share: Number = 1,
    limit: Number = 0.5,
    level: Literal["item", "question"] = "item",
    blank: Literal["zero", "omit"] = "zero",
    change: bool = False,
) -> Figures:
    """Caution index of every candidate and item (S-P table): how far answers are from those expected.

    Items are put in order by how many are right. A candidate with t rights is expected to have the t
    easiest; Sato's C = 1 − cov(u, p) / cov(u*, p) is 0 there, and large where easy items are wrong and hard
    ones right: guessing, copying, a gap in what was learnt. ``modified_caution`` is that of Harnisch and
    Linn (0 to 1). The same is computed of items over candidates. It lists pupils: for use inside alone.

    Args:
        items: A paper from ``read_items``.
        by: Keys to group by; patterns are judged within the group.
        share: From which share of its full mark on an item is right.
        limit: From which C on a pattern is flagged.
        level: ``"item"`` gives single items, ``"question"`` adds the parts of a question.
        blank: A blank of a candidate who sat the paper counts 0 (``"zero"``) or is left out (``"omit"``):
            wrong in either case.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by ``row`` (the physical row of the file) for candidates and by ``item`` for items the
        measures ``caution``, ``modified_caution``, ``rights`` and ``flagged``.

    Edge cases:
        All right, all wrong, or items equally hard: ``not_applicable``. An unknown full mark:
        ``missing_input``.

    Raises:
        ColumnNotFoundError: a key that the sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["01", "02", "03", "04"],
        ...     "1": [1, 1, 1, 1], "2": [1, 1, 0, 0], "3": [1, 0, 0, 0], "4": [0, 0, 1, 0],
        ... }, full_marks={"1": 1, "2": 1, "3": 1, "4": 1})
        >>> eg.caution_index(items).value(measure="caution", row="3", item=None)
        0.5

    References:
        Sato (1975); Harnisch & Linn (1981), Journal of Educational Measurement 18, 133–146. Held against R
        PerFit.

    S-P 表注意系数：答题模式与预期相差多远。
    """
    arguments: dict[str, object] = {"share": share, "limit": limit, "level": level, "blank": blank}
    return compute("caution_index", items, by=by, arguments=arguments, change=change)


def pupil_diagnosis(
    items: _core.Items,
    *,
    by: Names = (),
    of: str = "knowledge",
    counts: Literal["full", "equal", "given"] = "full",
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """What each candidate reached in each point of knowledge, against all, and whether less is more than
    chance.

    The gap of a candidate is told with the measurement error of the point, s √(1 − α): two items say little
    of anybody. ``weak`` is a gap whose interval lies below 0. It lists pupils, for use inside alone, and is
    no ranking.

    Args:
        items: A paper from ``read_items`` with a plan.
        by: Keys to group by; candidates are held against their group.
        of: ``"knowledge"``, ``"ability"``, ``"type"``, ``"question"``, ``"item"``, ``"objective"``, or the
            header of another column of the plan.
        counts: An item of several points counts in ``"full"`` for each, is divided ``"equal"``-ly, or as
            ``"given"`` by the plan.
        confidence: Of the intervals.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: by ``row`` (the physical row of the file) and part the measures ``rate`` (percent), ``gap``
        (percentage points, with its interval), ``items_lost`` and ``weak`` (1 yes, 0 no).

    Edge cases:
        Fewer than 2 items in a point, or no variance: ``weak`` is ``not_applicable``. An unknown full mark:
        ``missing_input``.

    Raises:
        InvalidArgumentError: the plan does not say what ``of`` names. ColumnNotFoundError: a key that the
        sheet does not have.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items({
        ...     "考号": ["满分", "知识点", "01", "02"],
        ...     "1": [4, "函数", 4, 2],
        ...     "2": [6, "函数", 6, 0],
        ... })
        >>> diagnosis = eg.pupil_diagnosis(items)
        >>> [row["value"] for row in diagnosis.rows(measure="rate")]
        [100.0, 20.0]

    References:
        Standard error of measurement of classical test theory; checked by hand.

    考生诊断：各知识点得分率、与全体之差、是否超出测量误差。
    """
    arguments: dict[str, object] = {"of": of, "counts": counts, "confidence": confidence}
    return compute("pupil_diagnosis", items, by=by, arguments=arguments, change=change)
