"""Pictures say what the figures say."""

import matplotlib as mpl
import pytest

import edugauge as eg
from edugauge import plot

mpl.use("Agg")


@pytest.fixture(autouse=True)
def any_font(monkeypatch):
    """The tests look at the words, not at their shapes."""
    monkeypatch.setattr(plot, "_CHINESE_FONTS", ("DejaVu Sans",))


def year(year, *shift):
    base = [90, 85, 70, 60, 50, 82, 71, 65]
    return eg.read_scores(
        {
            "学校": list("abcdefgh"),
            "城乡": ["城区"] * 4 + ["乡村"] * 4,
            "语文": [score + more for score, more in zip(base, shift, strict=True)],
            "数学": [91, 81, 71, 61, 51, 83, 75, 62],
        },
        year=year,
    )


@pytest.fixture(scope="module")
def exam():
    return year(2010, *[0] * 8) + year(2011, *range(8)) + year(2012, *range(8, 0, -1))


def test_trend_shows_every_year_and_the_sentence(exam):
    trend = eg.gap_trend(exam, subjects="语文")
    axes = trend.plot(lang="zh")
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2010", "2011", "2012"]
    [slope] = trend.rows(measure="slope")
    said = trend.said("zh")[trend.rows().index(slope)]
    assert axes.get_title().replace("\n", "：") == said.partition("；")[0]
    assert axes.get_ylabel() == "当年差距 · 分（95% 区间）"
    both = eg.gap_trend(exam, subjects=["语文", "数学"]).plot()
    assert [text.get_text() for text in both.get_legend().get_texts()] == ["chinese", "mathematics"]


def test_quantiles_run_along_the_probability(exam):
    gap = eg.gap(exam, subjects="语文", measures="quantile_difference")
    axes = gap.plot()
    assert axes.get_xlabel() == "percentile"
    values = [row["value"] for row in gap.rows(measure="quantile_difference", year=2010)]
    assert list(axes.get_lines()[1].get_ydata()) == values


def test_schools_stand_in_the_order_of_their_values(exam):
    means = eg.subject_mean(year(2010, *[0] * 8), by=["residence", "school"], subjects="语文")
    axes = means.plot(kind="caterpillar", lang="en")
    values = [line.get_xdata()[0] for line in axes.get_lines() if line.get_marker() == "o"]
    assert values == sorted(values) and len(values) == 8
    assert sorted(text.get_text() for text in axes.get_legend().get_texts()) == ["乡村", "城区"]
    with pytest.raises(eg.InvalidArgumentError, match="year"):
        eg.subject_mean(exam, by="school", subjects="语文").plot(kind="caterpillar")
    with pytest.raises(eg.InvalidArgumentError, match="by school"):
        eg.subject_mean(exam, subjects="语文").plot(kind="caterpillar")


def test_words_in_chinese(exam):
    axes = eg.subject_gap(year(2010, *[0] * 8), subjects=["语文", "数学"]).plot(lang="zh")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["语文", "数学"]
    assert axes.get_xlabel().endswith("· 分（95% 区间）")


def test_no_probability_is_said(exam):
    with pytest.raises(eg.InvalidArgumentError, match="probability"):
        eg.gap(exam, subjects="语文", measures="difference").plot(kind="quantiles")


def test_what_no_picture_holds_is_refused_with_what_fits(exam):
    means = eg.subject_mean(exam, by="school", subjects="语文")
    with pytest.raises(eg.InvalidArgumentError, match="found 'hist', expected one of intervals, bars"):
        means.plot(kind="hist")
    # Eight schools in three years are 24 bars; eight lines are one more than there are colours.
    assert means.plot(measure="mean", kind="bars").figure.get_size_inches()[1] < 15
    with pytest.raises(eg.InvalidArgumentError, match="8 lines, at most 7"):
        means.plot(measure="mean", kind="trend")
    scores = eg.score_table(exam, by="school", subject="语文", width=1)
    many = sum((scores for _ in range(3)), scores)
    with pytest.raises(eg.InvalidArgumentError, match="rows, a picture holds 60"):
        many.plot()


def test_a_line_has_one_figure_a_year(exam):
    means = eg.subject_mean(exam, subjects="语文")
    with pytest.raises(eg.InvalidArgumentError, match="several figures for one year"):
        (means + means).plot(measure="mean", kind="trend")
