"""Two examinations linked: numbers of their own and a mapping, movers, absent ones, repeated ids, refusals.

The expected numbers are counted by hand from the twelve rows below.
"""

import pytest

import edugauge as eg

# 01 to 10 sat the entry; 03 twice; 09 was absent in it; 10 left.
ENTRY = {
    "准考证号": ["01", "02", "03", "03", "04", "05", "06", "07", "08", "09", "10"],
    "学校": ["甲", "甲", "甲", "甲", "甲", "乙", "乙", "乙", "乙", "乙", "乙"],
    "数学": ["60", "70", "80", "81", "90", "50", "61", "71", "81", "缺考", "40"],
}
# 甲 has 01 to 04 and 08, who came from 乙; 11 is new; 07 was absent.
EXIT = {
    "考号": ["901", "902", "903", "904", "905", "906", "907", "908", "909", "911"],
    "学校": ["甲", "甲", "甲", "甲", "乙", "乙", "乙", "甲", "乙", "乙"],
    "数学": ["65", "75", "85", "95", "55", "66", "缺考", "88", "70", "30"],
}
MAPPING = {
    "entry": {
        "准考证号": ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"],
        "学籍号": [f"G{at}" for at in range(1, 11)],
    },
    "exit": {
        "考号": ["901", "902", "903", "904", "905", "906", "907", "908", "909", "911"],
        # In full-width digits, as some systems write them.
        "学籍号": ["G1", "G2", "G3", "Ｇ４", "G5", "G6", "G7", "G8", "G9", "G11"],
    },
}
QUIET = {"id": "学籍号", "mapping": MAPPING, "match_rate": 0.5}


def linked(**more):
    options = QUIET | more
    return eg.link(ENTRY, EXIT, entry_options={"columns": {"准考证号": "candidate_id"}}, **options)


def test_the_account():
    account = linked().report[-1]["link"]
    # 01 02 04 05 06 07 08 09; 03 is there twice, 10 left, 11 is new.
    assert account["candidates"] == {"entry": 10, "exit": 10}
    assert account["repeated"] == {"entry": 1, "exit": 0}
    assert (account["matched"], account["exit_only"], account["entry_only"]) == (8, 2, 2)
    # 09 at entry, 07 at exit.
    assert account["without_score"] == {"entry": 1, "exit": 1}
    assert (account["linked"], account["exit_scored"]) == (6, 9)
    assert account["rate"] == pytest.approx(6 / 9)
    assert account["movers"] == 1
    # 01 02 04 05 06 08, and of the exit only 03 09 11 beside them.
    means = account["means"]
    assert means["entry_linked"] == pytest.approx((60 + 70 + 90 + 50 + 61 + 81) / 6)
    assert means["exit_linked"] == pytest.approx((65 + 75 + 95 + 55 + 66 + 88) / 6)
    assert means["exit_only"] == pytest.approx((85 + 70 + 30) / 3)
    schools = {row["school"]: (row["exit_scored"], row["linked"]) for row in account["schools"]}
    assert schools == {"甲": (5, 4), "乙": (4, 2)}


def test_scores_stand_beside_each_other():
    exam = linked()
    assert exam.subjects == ["mathematics", "mathematics_entry"]
    assert set(exam.keys) == {"school", "entry_school"}
    means = eg.subject_mean(exam, subjects=["mathematics", "mathematics_entry"])
    assert means.value(measure="mean", subject="mathematics_entry") == pytest.approx(
        (60 + 70 + 90 + 50 + 61 + 71 + 81) / 7
    )
    rates = eg.match_rate(exam, by="school")
    found = {row["school"]: row["value"] for row in rates.rows(measure="match_rate")}
    assert found == {"甲": 80.0, "乙": 50.0}


@pytest.mark.parametrize(
    ("movers", "schools"),
    [
        ("exit_school", {"甲": 4, "乙": 2}),
        ("entry_school", {"甲": 3, "乙": 3}),
        ("exclude", {"甲": 3, "乙": 2}),
        ("stayers_only", {"甲": 3, "乙": 2, "": 1}),
    ],
)
def test_movers(movers, schools):
    rates = eg.match_rate(linked(movers=movers), by="school")
    assert {row["school"] or "": row["value"] for row in rates.rows(measure="matched")} == schools


def test_a_low_match_rate_is_warned_of():
    with pytest.warns(eg.EdugaugeWarning, match="66.7%"):
        linked(match_rate=0.8)


def test_ids_of_two_systems_are_refused_without_showing_one():
    other = EXIT | {"考号": [f"X{number}" for number in EXIT["考号"]]}
    with pytest.raises(eg.DataError) as raised:
        eg.link(ENTRY, other, entry_options={"columns": {"准考证号": "candidate_id"}})
    assert raised.value.code == "EG-131"
    assert "x000" in str(raised.value) and "X90" not in str(raised.value)


def test_everybody_absent_is_refused():
    absent = EXIT | {"数学": ["缺考"] * 10}
    with pytest.raises(eg.DataError) as raised:
        eg.link(ENTRY, absent, entry_options={"columns": {"准考证号": "candidate_id"}}, **QUIET)
    assert raised.value.code == "EG-131"


@pytest.mark.parametrize("id", ["姓名", ["姓名", "学校"]])
def test_names_are_refused(id):
    names = {"姓名": ["张三", "李四"], "学校": ["甲", "甲"], "数学": [60, 70]}
    with pytest.raises(eg.InvalidArgumentError):
        eg.link(names, names, id=id)


def test_ids_that_excel_rewrote_are_refused():
    destroyed = {"学籍号": ["1.10101E+17", "1.10101E+17"], "数学": [60, 70]}
    with pytest.raises(eg.DataError) as raised:
        eg.link(destroyed, destroyed, id="学籍号", allowed_percent=100)
    assert raised.value.code == "EG-115"


def test_a_mapping_needs_its_columns():
    mapping = MAPPING | {"exit": {"甲列": ["901"], "乙列": ["G1"], "丙列": ["x"]}}
    with pytest.raises(eg.ColumnNotFoundError):
        linked(mapping=mapping)


def test_files_and_frames_are_linked_alike(tmp_path):
    paths = []
    for name, data in (("entry.csv", ENTRY), ("exit.csv", EXIT)):
        lines = [",".join(data), *(",".join(row) for row in zip(*data.values(), strict=True))]
        path = tmp_path / name
        # A title above the header, in GB18030.
        path.write_bytes(("\n".join(["某县考试成绩,,", *lines]) + "\n").encode("gb18030"))
        paths.append(path)
    exam = eg.link(*paths, entry_options={"columns": {"准考证号": "candidate_id"}}, **QUIET)
    assert exam.report[-1] == linked().report[-1]
    one, other = (eg.residual_gain(of, minimum=1).pl() for of in (exam, linked()))
    assert one.equals(other)


def test_three_occasions_are_linked_step_by_step():
    """Each with the one before, under the year of its exit: the same as the two links added up."""
    ids = [f"G{at:02}" for at in range(40)]
    schools = ["甲乙丙丁"[at % 4] for at in range(40)]

    def occasion(step):
        scores = [40 + at * 37 % 50 + step * (3, 0, -2, 1)[at % 4] + at * (step + 1) % 5 for at in range(40)]
        return {"学籍号": ids, "学校": schools, "数学": scores}

    occasions = {year: occasion(step) for step, year in enumerate((2022, 2023, 2024))}
    three = eg.link_occasions(occasions, id="学籍号")
    one = eg.link(occasions[2022], occasions[2023], id="学籍号", exit_options={"year": 2023})
    two = eg.link(occasions[2023], occasions[2024], id="学籍号", exit_options={"year": 2024})
    assert three.years == [2023, 2024]
    found, other = (eg.residual_gain(of, by="school", minimum=1).rows() for of in (three, one + two))
    assert found == other
    stable = eg.value_added_stability(three, minimum=5)
    assert [row["value"] for row in stable.rows(measure="schools")] == [4.0]
    with pytest.raises(eg.InvalidArgumentError, match="two or more"):
        eg.link_occasions({2022: occasion(0)}, id="学籍号")
    with pytest.raises(eg.InvalidArgumentError, match="2021"):
        eg.link_occasions(occasions, id="学籍号", mapping={2021: {}})
