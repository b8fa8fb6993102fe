"""Places and their intervals, by hand; the golden values are in tests/golden/rank_interval."""

import random

import pytest

import edugauge as eg


def exam(schools, **more):
    """A school for each list of scores."""
    labels = [name for name, scores in schools.items() for _ in scores]
    data = {"学校": labels, "数学": [score for scores in schools.values() for score in scores]}
    return eg.read_scores({**data, **more}, full_marks={"数学": 100})


# Standard errors 2 / √3 each; 甲 and 乙 are level, 丙 is 22 below, z = 22 / 1.633 = 13.5.
LEVEL = {"甲": [90, 92, 94], "乙": [90, 92, 94], "丙": [68, 70, 72]}


def of(places, measure="rank"):
    key = places.keys[-1]
    return {row[key]: row["value"] for row in places.rows(measure=measure)}


def bounds(places):
    key = places.keys[-1]
    return {row[key]: (row["lower"], row["upper"]) for row in places.rows(measure="rank")}


def test_ties_share_the_better_place():
    places = eg.rank_interval(exam(LEVEL), by="school", minimum=2)
    assert of(places) == {"甲": 1, "乙": 1, "丙": 3}
    assert bounds(places) == {"甲": (1, 2), "乙": (1, 2), "丙": (3, 3)}


def test_the_lowest_first():
    places = eg.rank_interval(exam(LEVEL), by="school", minimum=2, direction="lowest")
    assert of(places) == {"丙": 1, "甲": 2, "乙": 2}
    assert bounds(places) == {"丙": (1, 1), "甲": (2, 3), "乙": (2, 3)}


def test_the_top_is_sure_or_possible():
    places = eg.rank_interval(exam(LEVEL), by="school", minimum=2, top=1)
    assert of(places, "surely_top") == {"甲": 0, "乙": 0, "丙": 0}
    assert of(places, "possibly_top") == {"甲": 1, "乙": 1, "丙": 0}
    assert of(eg.rank_interval(exam(LEVEL), by="school", minimum=2, top=2), "surely_top") == {
        "甲": 1,
        "乙": 1,
        "丙": 0,
    }


def test_places_within_a_district():
    districts = ["东"] * 6 + ["西"] * 3
    places = eg.rank_interval(
        exam(LEVEL, 区县=districts), by=["district", "school"], within="district", minimum=2
    )
    assert bounds(places) == {"甲": (1, 2), "乙": (1, 2), "丙": (1, 1)}
    with pytest.raises(eg.InvalidArgumentError):
        eg.rank_interval(exam(LEVEL), by="school", within="district")


def test_small_units_and_those_without_a_name_are_neither_ranked_nor_counted():
    places = eg.rank_interval(exam({**LEVEL, "丁": [99], "": [50, 51, 52]}), by="school", minimum=2)
    rows = {row["school"]: row for row in places.rows(measure="rank")}
    assert bounds(places)["丙"] == (3, 3)
    assert rows["丙"]["note"] == "ranked among 3 units"
    for unit in ("丁", ""):
        assert (rows[unit]["value"], rows[unit]["status"]) == (None, "not_applicable")
        assert rows[unit]["note"]


def test_districts_are_clustered_by_school():
    # East: means 10 and 20 of two schools of one size: influences ± 2.5, error √(2 × 12.5) = 5.
    # West has one school.
    data = {
        "区县": ["东"] * 4 + ["西"] * 2,
        "学校": ["a", "a", "b", "b", "c", "c"],
        "数学": [10, 10, 20, 20, 40, 50],
    }
    places = eg.rank_interval(eg.read_scores(data), by="district", minimum=1)
    assert {row["district"]: row["se"] for row in places.rows(measure="mean")} == {
        "东": pytest.approx(5),
        "西": None,
    }
    assert bounds(places) == {"东": (1, 2), "西": (1, 2)}
    independent = eg.rank_interval(eg.read_scores(data), by="district", minimum=1, error="independent")
    # s² = 100/3 and 50: errors √(100/12) and 5, z = 30 / √(8.33 + 25) = 5.2.
    assert bounds(independent) == {"西": (1, 1), "东": (2, 2)}


def test_a_rate_of_all_is_not_sure():
    # (k + 1) / (n + 2) = 4/5, 3/5, 1/5; variances 0.032, 0.048, 0.032. 甲 and 丙: z = 1 / √0.064 = 3.95;
    # 甲 and 乙: (1/3) / √0.08 = 1.18; 乙 and 丙: (2/3) / √0.08 = 2.36, p = 0.018, twice is below 0.05.
    schools = {"甲": [90, 90, 90], "乙": [90, 90, 10], "丙": [10, 10, 10]}
    places = eg.rank_interval(exam(schools), by="school", of="rate", threshold=0.6, minimum=1)
    assert of(places, "rate") == {"甲": 100, "乙": pytest.approx(200 / 3), "丙": 0}
    assert bounds(places) == {"甲": (1, 2), "乙": (1, 2), "丙": (3, 3)}


@pytest.mark.parametrize("procedure", ["holm", "bootstrap"])
def test_neither_the_order_of_rows_nor_the_call_shows(procedure):
    rows = [(school, score) for school, scores in LEVEL.items() for score in scores]
    shuffled = random.Random(7).sample(rows, len(rows))

    def places(rows):
        data = {"学校": [school for school, _ in rows], "数学": [score for _, score in rows]}
        return eg.rank_interval(eg.read_scores(data), by="school", minimum=2, procedure=procedure).rows()

    assert places(rows) == places(shuffled)


def test_a_blank_error_is_all_places_and_a_blank_value_none():
    table = {"县": list("甲乙丙丁"), "均分": [510, 500, 490, None], "误": [1, None, 1, 1]}
    places = eg.rank_interval_of_column(table, column="均分", error="误", by="县")
    assert bounds(places) == {"甲": (1, 2), "乙": (1, 3), "丙": (2, 3), "丁": (None, None)}
    rows = {row["县"]: row for row in places.rows(measure="rank")}
    assert rows["丁"]["status"] == "missing_input"
    assert "no error" in rows["乙"]["note"]


def test_places_are_drawn_with_their_intervals():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    ax = eg.rank_interval(exam(LEVEL), by="school", minimum=2).plot()
    assert [label.get_text() for label in ax.get_yticklabels()][-1] in ("甲", "乙")
    drawn = [tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2]
    assert sorted(drawn) == [(1.0, 2.0), (1.0, 2.0), (3.0, 3.0)]
    pyplot.close("all")
