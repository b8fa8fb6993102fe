# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Of what a gap is made (差距的构成): composition and performance, schools one by one, between and within."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number
from edugauge.figures import Figures, compute

__all__ = ["gap_between_schools", "gap_by_school", "gap_composition"]


def gap_composition(
    exam: _core.Exam,
    *,
    key: str,
    by: Names = (),
    line: Number | None = None,
    group: str = "residence",
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Gap of two groups (first − second) split into composition and performance, per subject.

    Composition = Σ (p₁ₖ − p₂ₖ)(m₁ₖ + m₂ₖ)/2, performance = Σ (m₁ₖ − m₂ₖ)(p₁ₖ + p₂ₖ)/2, with shares p and
    means m (or rates at a line) of each kind k. Exact, from counts and sums; the parts add up to the gap.

    Args:
        exam: Candidates from ``read_scores``, or counts.
        key: Key of the kinds, such as ``track``.
        by: Keys to group by.
        line: If given, the gap of the rates at this line is split.
        group: Key that tells the two groups apart.
        first: Labels of the first group; the usual words for urban if not given.
        second: Labels of the second group; the usual words for rural if not given.
        towns: Where 镇区 belongs; by default in neither group.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``difference``, ``composition``, ``performance``, in all and by ``kind``.

    Edge cases:
        A group without candidates: ``no_denominator``. A kind that only one group has: the parts are
        ``not_applicable``, ``note`` names it.

    Raises:
        ColumnNotFoundError: a key or subject that the data do not have.
        InvalidArgumentError: an argument that does not fit, or a label in both groups.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "城乡": ["城区", "城区", "城区", "乡村", "乡村", "乡村"],
        ...     "科类": ["物理", "物理", "历史", "物理", "历史", "历史"],
        ...     "数学": [90, 86, 79, 80, 70, 75],
        ... })
        >>> parts = eg.gap_composition(exam, key="track", subjects="数学")
        >>> [parts.value(measure=part, kind=None) for part in ("composition", "performance")]
        [2.75, 7.25]

    References:
        Kitagawa (1955).

    差距的构成与表现（Kitagawa 分解）。
    """
    arguments: dict[str, object] = {
        "key": key,
        "line": line,
        "group": group,
        "first": first,
        "second": second,
        "towns": towns,
        "subjects": subjects,
    }
    return compute("gap_composition", exam, by=by, arguments=arguments, change=change)


def gap_by_school(
    exam: _core.Exam,
    *,
    by: Names = (),
    group: str = "residence",
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    school: str | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Contribution of each school to the gap of two groups' means: leave one out, per subject.

    Contribution = gap of all schools − gap without the school; positive where the school widens it. Each
    mean is over all candidates who remain.

    Args:
        exam: Candidates from ``read_scores``, or counts.
        by: Keys to group by.
        group: Key that tells the two groups apart.
        first: Labels of the first group; the usual words for urban if not given.
        second: Labels of the second group; the usual words for rural if not given.
        towns: Where 镇区 belongs; by default in neither group.
        school: Key that is the school; ``school_code``, else ``school``, if not given.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``difference``, and by ``school`` ``difference_without`` and ``contribution``.

    Edge cases:
        A group without candidates: ``no_denominator``. The only school of a group: ``not_applicable``.

    Raises:
        ColumnNotFoundError: a key or subject that the data do not have.
        InvalidArgumentError: an argument that does not fit, or a label in both groups.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲", "甲", "乙", "丙", "丙", "丁"],
        ...     "城乡": ["城区", "城区", "城区", "乡村", "乡村", "乡村"],
        ...     "数学": [90, 84, 78, 70, 76, 82],
        ... })
        >>> eg.gap_by_school(exam, subjects="数学").value(measure="contribution", school="乙")
        -3.0

    References:
        By definition.

    各校对差距的贡献：留一法。
    """
    arguments: dict[str, object] = {
        "group": group,
        "first": first,
        "second": second,
        "towns": towns,
        "school": school,
        "subjects": subjects,
    }
    return compute("gap_by_school", exam, by=by, arguments=arguments, change=change)


def gap_between_schools(
    exam: _core.Exam,
    *,
    by: Names = (),
    group: str = "residence",
    first: Names | None = None,
    second: Names | None = None,
    towns: Literal["apart", "urban", "rural"] = "apart",
    school: str | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Gap of two groups' means split into a part between schools and one within, per subject.

    Between = Σ (share of the first group in the school − share of the second) × mean of the school; within
    = gap − between: how far the groups differ in the same schools. Exact; the parts add up to the gap.

    Args:
        exam: Candidates from ``read_scores``, or counts.
        by: Keys to group by.
        group: Key that tells the two groups apart.
        first: Labels of the first group; the usual words for urban if not given.
        second: Labels of the second group; the usual words for rural if not given.
        towns: Where 镇区 belongs; by default in neither group.
        school: Key that is the school; ``school_code``, else ``school``, if not given.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``difference``, ``between``, ``within``.

    Edge cases:
        A group without candidates: ``no_denominator``. No school with both groups: all of the gap is
        between, as ``note`` says.

    Raises:
        ColumnNotFoundError: a key or subject that the data do not have.
        InvalidArgumentError: an argument that does not fit, or a label in both groups.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({
        ...     "学校": ["甲", "甲", "甲", "乙", "乙", "乙"],
        ...     "性别": ["女", "女", "男", "女", "男", "男"],
        ...     "数学": [90, 86, 82, 70, 66, 62],
        ... })
        >>> parts = eg.gap_between_schools(exam, group="sex", first="女", second="男", subjects="数学")
        >>> [round(parts.value(measure=part), 2) for part in ("difference", "between", "within")]
        [12.0, 6.67, 5.33]

    References:
        Reardon (2008).

    差距的校间与校内部分。
    """
    arguments: dict[str, object] = {
        "group": group,
        "first": first,
        "second": second,
        "towns": towns,
        "school": school,
        "subjects": subjects,
    }
    return compute("gap_between_schools", exam, by=by, arguments=arguments, change=change)
