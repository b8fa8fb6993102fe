"""Arguments of Python reach the core as they are: no character of a name means anything."""

import pytest

import edugauge as eg

EXAM = {
    "考号": list("1234"),
    "学校": ["甲/一:校", "甲/一:校", "乙=校", "乙=校"],
    "科类": ["理科", "理科", "文科", "文科"],
}
SCORES = {**EXAM, "总分": [600, 500, 510, 400]}


def counts(lines, **options):
    found = eg.admission_rate(eg.read_scores(SCORES), lines=lines, **options)
    return {row["line"]: row["numerator"] for row in found.rows(measure="rate")}


def test_lines_of_any_name():
    assert counts({"本一/重点": 510, "甲:乙": 450, "2011/理科:a=b": 510, "c=,d": 450}) == {
        "本一/重点": 2,
        "甲:乙": 3,
        "2011/理科:a=b": 2,
        "c=,d": 3,
    }
    parts = [{"line": "a=b", "track": "理科", "score": 450}, {"line": "a=b", "track": "文科", "score": 510}]
    by_key = {("理科", "a=b"): 450, ("文科", "a=b"): 510}
    assert counts(parts, by="科类") == counts(by_key, by="科类")
    assert counts("本二=450") == {"本二": 3}


def test_the_same_by_the_generic_function():
    exam = eg.read_scores(SCORES)
    found = eg.compute("上线率", exam, arguments={"lines": {"本一/重点": 510}})
    assert found.value(measure="rate") == 50.0


def test_targets_of_any_school():
    exam = eg.read_scores(SCORES)
    found = eg.target_attainment(
        exam, lines={"线/一": 500}, targets={("甲/一:校", "线/一"): 4, "乙=校": 5}, by="学校"
    )
    assert [row["denominator"] for row in found.rows(measure="rate")] == [5, 4]


def test_headers_of_any_name():
    schools = {"学校": ["甲", "乙"], "及格=率": [90, 80], "优:秀/率": [40, 60]}
    found = eg.composite_index(schools, weight={"及格=率": 0.5, "优:秀/率": 0.5}, by="学校")
    assert [row["value"] for row in found.rows(measure="index")] == [65.0, 70.0]


def test_a_fault_names_the_argument_and_shows_the_value():
    exam = eg.read_scores(SCORES)
    with pytest.raises(eg.InvalidArgumentError, match=r"lines.*甲:乙 = 0\.1e"):
        eg.admission_rate(exam, lines={"甲:乙": "0.1e"})
    with pytest.raises(eg.InvalidArgumentError, match="threshold"):
        eg.pass_rate(exam, threshold={("a", "b"): 60})


def test_bands_and_linking_errors_have_names_with_any_character():
    exam = eg.read_scores({"考号": [1, 2, 3, 4], "化学": [90, 80, 60, 40]})
    texts = eg.scaled_score(exam, subjects="化学", scheme="custom", bands=["A=50:100-86", "B=50:85-71"])
    named = {"A=1:a": "50:100-86", "B": "50:85-71"}
    under = eg.scaled_score(exam, subjects="化学", scheme="custom", bands=named)
    parts = [
        {"name": "A=1:a", "share": 50, "high": 100, "low": 86},
        {"name": "B", "share": 50, "high": 85, "low": 71},
    ]
    apart = eg.scaled_score(exam, subjects="化学", scheme="custom", bands=parts)
    values = [row["value"] for row in texts.rows()]
    assert values == [row["value"] for row in under.rows()] == [row["value"] for row in apart.rows()]
    assert {row["band"] for row in apart.rows()} == {"A=1:a", "B"}
    cycles = {"cycle": ["2017/18", "2017/18", "2021/22", "2021/22"], "school": [1, 2, 1, 2]}
    asked = {"data": {**cycles, "math": [60, 80, 90, 80]}, "scores": "math", "cycle": "cycle"}
    trend = eg.survey_trend(**asked, cluster="school", linking_error={("2017/18", "2021/22"): 2})
    # √(100 + 25 + 4): the worked example of the definition, whose cycles hold no slash.
    assert round(trend.rows()[0]["se"], 2) == 11.36
    with pytest.raises(eg.InvalidArgumentError, match="linking_error"):
        eg.survey_trend(**asked, cluster="school", linking_error=-1)


def test_conditions_in_every_form():
    classes = {
        "年份": ["2011", "2011", "2011", "2010"],
        "班额": [38, 56, 61, 60],
        "开班": ["2011-09-01", "2011-02-01", "2011年9月1日", "2010-09-01"],
    }

    def count(where):
        return eg.count_by_year(classes, where=where).value(measure="count", year=2011)

    assert count(None) == 3
    assert count("班额 at_least 56") == 2
    assert count({"column": "班额", "at_least": 56}) == 2
    assert count([{"column": "班额", "at_least": 56}, {"column": "开班", "from": "2011-09-01"}]) == 1
    assert count([{"column": "班额", "is": [38, 61]}, "开班 from 2011-09"]) == 2
    share = eg.ratio(classes, numerator_where={"column": "班额", "at_least": 57}, where="年份 is 2011")
    (row,) = share.rows(year=2011)
    assert (row["numerator"], row["denominator"]) == (1, 3)
    with pytest.raises(eg.InvalidArgumentError, match="at_least"):
        count([{"column": "班额", "equals": 56}])


def test_a_word_of_a_condition_that_no_cell_has_is_told():
    projects = {"类型": ["新建", "新建", "改造"], "投入": [1, 2, 3]}
    with pytest.warns(eg.EdugaugeWarning, match="新健"):
        eg.ratio(projects, numerator="投入", where="类型 is 新健")
