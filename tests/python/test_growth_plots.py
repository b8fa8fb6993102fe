"""Pictures of value added and of items: what they show is what the figures say."""

import matplotlib as mpl
import pytest

import edugauge as eg
from edugauge import plot

mpl.use("Agg")

SCHOOLS = "甲乙丙丁"


@pytest.fixture(autouse=True)
def any_font(monkeypatch):
    monkeypatch.setattr(plot, "_CHINESE_FONTS", ("DejaVu Sans",))


@pytest.fixture(scope="module")
def exam():
    pupils = range(160)
    entry = [40 + at * 37 % 50 for at in pupils]
    gains = [(-12, 0, 1, 12)[at % 4] + at * 53 % 17 - 8 for at in pupils]
    return eg.read_scores(
        {
            "学校": [SCHOOLS[at % 4] for at in pupils],
            "入口": entry,
            "出口": [score + gain for score, gain in zip(entry, gains, strict=True)],
        }
    )


def texts(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_effects_stand_in_order_with_words_and_reliability(exam):
    figures = eg.school_value_added(exam, by="school")
    axes = figures.plot(lang="zh")
    names = [label.get_text() for label in axes.get_yticklabels()]
    values = {row["school"]: row["value"] for row in figures.rows(measure="value")}
    assert names == sorted(values, key=values.get)
    assert set(texts(axes)) == {"高于平均", "低于平均", "与平均无法区分"}
    markers = {
        line.get_ydata()[0]: line.get_marker() for line in axes.get_lines() if len(line.get_ydata()) == 1
    }
    assert markers[3] == "^" and markers[0] == "v" and markers[1] == "o"
    assert axes.get_xlabel() == "增值（收缩） · 分（95% 区间）"
    [beside] = list(axes.child_axes)
    reliabilities = {row["school"]: row["value"] for row in figures.rows(measure="reliability")}
    shown = [label.get_text() for label in beside.get_yticklabels()]
    assert shown == [f"{reliabilities[name]:.2f}" for name in names]
    english = eg.band_value_added(exam, by="school").plot(lang="en")
    assert "above the average" in texts(english)


def test_entry_and_exit_show_schools_expectation_and_counted_cells(exam):
    figures = eg.entry_exit(exam, by="school")
    axes = figures.plot(lang="en")
    points = next(line for line in axes.get_lines() if line.get_linestyle() == "None")
    exits = {row["school"]: row["value"] for row in figures.rows(measure="exit_mean")}
    assert sorted(points.get_ydata()) == sorted(exits.values())
    assert sorted(text.get_text() for text in axes.texts) == sorted(SCHOOLS)
    [mesh] = axes.collections
    counted = [row["value"] for row in figures.rows(measure="count")]
    assert mesh.get_array().sum() == sum(counted) == 160
    line = next(line for line in axes.get_lines() if line.get_linestyle() == "--")
    expected = {row["value"] for row in figures.rows(measure="expected_mean")}
    assert set(line.get_ydata()) == expected
    assert axes.get_xlabel() == "entry mean · points"


def test_bands_are_coloured_cells(exam):
    matrix = eg.conversion(exam)
    axes = matrix.plot(lang="zh")
    shown = [text.get_text() for text in axes.texts]
    assert shown == [f"{row['value']:.1f}" for row in matrix.rows(measure="share")]
    assert (axes.get_ylabel(), axes.get_xlabel()) == ("入口等级", "出口等级")
    within = eg.band_value_added(exam, by="school", in_bands="yes", number=4).plot(
        measure="in_band", kind="heat"
    )
    assert [label.get_text() for label in within.get_xticklabels()] == list("1234")


def test_items_are_points_and_lines():
    pupils = range(120)
    sheet = {"考号": [str(at) for at in pupils]}
    for item in range(1, 6):
        sheet[str(item)] = [1 if at * 37 % 120 > 20 * item - at % 7 else 0 for at in pupils]
    plan = {"题号": [str(item) for item in range(1, 6)], "满分": [1] * 5}
    items = eg.read_items(sheet, plan=plan)
    both = eg.item_difficulty(items) + eg.item_discrimination(items)
    assert len(both.plot(lang="zh").texts) == 5
    curve = eg.item_curve(items)
    axes = curve.plot(lang="en")
    lines = [line for one in axes.figure.axes for line in one.get_lines()]
    assert len(lines) == 5


def test_what_no_picture_holds_is_refused(exam):
    gains = eg.score_gain(exam, by="school")
    with pytest.raises(eg.InvalidArgumentError, match="scatter"):
        gains.plot(kind="scatter")
    with pytest.raises(eg.InvalidArgumentError, match="heat"):
        gains.plot(kind="heat")
    with pytest.raises(eg.InvalidArgumentError, match="two keys"):
        eg.conversion(exam, by="school").plot(kind="heat")
