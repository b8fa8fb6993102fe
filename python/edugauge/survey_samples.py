"""Samples described apart (分开说明的样本): the change between them, and their average."""

from __future__ import annotations

from collections.abc import Mapping

from edugauge import _core
from edugauge._arguments import LinkingErrors, Number, given, text
from edugauge._checked import wrong_argument
from edugauge.figures import Figures

__all__ = ["survey_average_of", "survey_trend_of"]


def survey_trend_of(
    samples: Mapping[str | int, Figures],
    *,
    reference: str | int | None = None,
    linking_error: LinkingErrors | None = None,
    confidence: Number = 0.95,
) -> Figures:
    """Change between cycles of a study that are files of their own, of every figure asked of each.

    Change = later − earlier cycle, with standard error √(se₁² + se₂² + linking error²). The link between
    two scales is uncertain by a shift of all scores: its error is added to levels (means, quantiles, rates,
    shares of levels, totals, ratios, intercepts), not to what a shift leaves as it is (gaps, slopes, R²,
    standard deviations, correlations, odds ratios). Degrees of freedom by Satterthwaite, the linking error
    taken as known. Each cycle keeps its own design: replicates, number of plausible values, names of columns.

    Args:
        samples: Cycles to the figures of one question, in their order: means, rates, levels, quantiles,
            standard deviations, gaps, coefficients of regressions, ….
        reference: Cycle with which each other is compared; the one before if not given.
        linking_error: By subject and cycles where given: ``"[SUBJECT:][EARLIER/LATER=]ERROR"``, such as
            ``3.74`` or ``"2018/2022=1.47"``; in the unit of the figure.
        confidence: Of the intervals.

    Returns:
        Figures: measure ``difference``, keys of the figures, ``statistic`` (their measure), ``cycle`` and
            ``reference``.

    Edge cases:
        No linking error given: taken as 0, and the note says so. A figure without a value in one of the
        cycles: its status; one that only one of them has: ``not_comparable``.

    Raises:
        InvalidArgumentError: fewer than two samples, figures by other keys, or a linking error that is none.
        ColumnNotFoundError: a reference that is none of the samples.

    Examples:
        >>> import edugauge as eg
        >>> before = eg.survey({"school": [1, 2], "math": [60, 80]}, scores="math", cluster="school")
        >>> after = eg.survey({"id": [1, 2], "math": [90, 80]}, scores="math", cluster="id")
        >>> trend = eg.survey_trend_of({2018: before.mean(), 2022: after.mean()}, linking_error=2)
        >>> row = trend.rows()[0]
        >>> row["value"], round(row["se"], 2)
        (15.0, 11.36)

    References:
        PISA Data Analysis Manual (2009), chapter 13; OECD (2023), PISA 2022 Results I, annex A7.

    各轮分成几个文件的趋势:后一轮 − 前一轮,误差含链接误差。
    """
    of = None if reference is None else str(reference)
    return Figures(_core.trend_of_samples(_named(samples), of, given(linking_error), text(confidence)))


def survey_average_of(samples: Mapping[str | int, Figures], *, confidence: Number = 0.95) -> Figures:
    """Average over countries that are files of their own, of every figure asked of each.

    Average = Σ figures / C, every country counting alike, with standard error √(Σ se²) / C. Degrees of
    freedom by Satterthwaite; intervals of shares on the logit, of standard deviations on the logarithm, of
    correlations on Fisher's z.

    Args:
        samples: Countries to the figures of one question.
        confidence: Of the intervals.

    Returns:
        Figures: measure ``average``, keys of the figures and ``statistic`` (their measure).

    Edge cases:
        A country without a value is left out of that average and named in its note.

    Raises:
        InvalidArgumentError: fewer than two samples, or figures by other keys.

    Examples:
        >>> import edugauge as eg
        >>> east = eg.survey({"school": [1, 2], "math": [60, 80]}, scores="math", cluster="school")
        >>> west = eg.survey({"school": [3, 4], "math": [90, 80]}, scores="math", cluster="school")
        >>> row = eg.survey_average_of({"east": east.mean(), "west": west.mean()}).rows()[0]
        >>> row["value"], round(row["se"], 2)
        (77.5, 5.59)

    References:
        PISA Data Analysis Manual (2009), chapter 12.

    各国分成几个文件的等权平均。
    """
    return Figures(_core.average_of_samples(_named(samples), text(confidence)))


def _named(samples: Mapping[str | int, Figures]) -> list[tuple[str, _core.Figures]]:
    named = [(str(name), figures._core) for name, figures in samples.items()]
    names = [name for name, _ in named]
    for name in names:
        if names.count(name) > 1:
            once = ('每个名称一次（1 与 "1" 是同一个）', 'each name once (1 and "1" are one)')
            raise wrong_argument("samples", name, once)
    return named
