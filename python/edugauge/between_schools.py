# Generated from the registry by `make docs`: edit the definitions in src/indicators.
"""Between schools (校际差异): variance share, and spread of the schools' means."""

from __future__ import annotations

from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number
from edugauge.figures import Figures, compute

__all__ = ["between_school_share", "school_mean_spread"]


def between_school_share(
    exam: _core.Exam,
    *,
    by: Names = (),
    form: Literal["eta_squared", "omega_squared", "icc"] = "eta_squared",
    limit: Number = 0.15,
    school: str | None = None,
    subjects: Names | None = None,
    confidence: Number = 0.95,
    change: bool = False,
) -> Figures:
    """Share of the variance of scores that lies between schools, per subject and group.

    ``eta_squared`` = SS between / SS total; ``omega_squared`` = (SS between - (schools - 1) MS within) /
    (SS total + MS within), without what chance adds; ``icc`` = variance between / (between + within),
    components from the mean squares of a one-way ANOVA. Computed from the schools' counts and sums, never
    from parts.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to group by.
        form: Ratio of sums of squares, the same corrected for chance, or ratio of variance components.
        limit: What the note compares the share with.
        school: Key that is the school; ``school_code``, else ``school`` if not given.
        subjects: Subjects; all if not given.
        confidence: Of the interval: from the F distribution for ``icc``, else from the noncentral F, of the
            population's share, which ``eta_squared`` overestimates; where it does not hold that, the note
            says so.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measure ``share``, with the p-value of the F test; ``note`` says on which side of the limit.

    Edge cases:
        Nobody tested: ``no_denominator``. One school, all scores equal, or (icc) one candidate a school:
        ``not_applicable``. A negative icc or omega_squared is given and noted. Candidates without a school
        are left out and noted.

    Raises:
        ColumnNotFoundError: a key (the school among them) or subject that the data do not have.
        InvalidArgumentError: a limit or confidence outside 0 to 1.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙", "乙"], "数学": [80, 90, 60, 70]})
        >>> eg.between_school_share(exam, subjects="数学").value()
        0.8
        >>> eg.between_school_share(exam, subjects="数学").rows()[0]["note"]
        'not below the limit 0.15'

    References:
        Education Inspection [2017] No. 6 (limit 0.15); held against NIST StRD and Hsb82; Searle (1971).

    校际差异率 = 校间平方和 ÷ 总平方和（或方差分量之比）。
    """
    arguments: dict[str, object] = {
        "form": form,
        "limit": limit,
        "school": school,
        "subjects": subjects,
        "confidence": confidence,
    }
    return compute("between_school_share", exam, by=by, arguments=arguments, change=change)


def school_mean_spread(
    exam: _core.Exam,
    *,
    by: Names = (),
    school: str | None = None,
    subjects: Names | None = None,
    change: bool = False,
) -> Figures:
    """Spread of the schools' mean scores, per subject and group.

    Standard deviation of the unweighted school means with denominator schools − 1; range = highest − lowest;
    range ratio = range / mean of all candidates. Each school's mean is over all its candidates.

    Args:
        exam: Candidates from ``read_scores``.
        by: Keys to group by.
        school: Key that is the school; ``school_code``, else ``school`` if not given.
        subjects: Subjects; all if not given.
        change: Also the change on the year before, as ``<measure>_change``; a status and a reason where two
            years cannot be compared.

    Returns:
        Figures: measures ``standard_deviation``, ``minimum``, ``maximum``, ``range`` in points and
        ``range_ratio``.

    Edge cases:
        Nobody tested: ``no_denominator``. One school: standard deviation ``not_applicable``. Mean 0: range
        ratio ``no_denominator``.

    Raises:
        ColumnNotFoundError: a key (the school among them) or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙", "乙"], "数学": [80, 90, 60, 70]})
        >>> spread = eg.school_mean_spread(exam, subjects="数学")
        >>> spread.value(measure="range"), round(spread.value(measure="standard_deviation"), 2)
        (20.0, 14.14)

    References:
        Textbook definition.

    校均分离散：各校平均分的标准差、最低、最高、极差与极差率。
    """
    arguments: dict[str, object] = {"school": school, "subjects": subjects}
    return compute("school_mean_spread", exam, by=by, arguments=arguments, change=change)
