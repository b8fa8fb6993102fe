"""The synthetic county in examples/jingjiang: reproducible, and its 2011 figures the published ones.

Source of the expected 2011 figures: the yearly report of 靖江 for 2011 (1,967 at 本二, 41.7 %, 28.8 per
10,000 inhabitants, 13 in the province's first hundred, teachers moved 643 / 208 / 55). The other counts
are those that make.py states as its plan. All are counted here with the csv module alone.
"""

import csv
import math
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "jingjiang"
DATA = EXAMPLE / "data"

# year, track: 本二 as in edugauge.toml, and the last score within the province's first hundred
LINES = {
    (2010, "理科"): (489, 662),
    (2010, "文科"): (501, 650),
    (2011, "理科"): (495, 685),
    (2011, "文科"): (508, 650),
}
PAPERS = {"语文": 150, "数学": 150, "英语": 150, "物理": 100, "化学": 100, "总分": 650}


def read(name, title_rows=0):
    """Rows as dicts, without the title row above the header and the 合计 row at the end."""
    lines = (DATA / f"{name}.csv").read_bytes().decode("gb18030").split("\r\n")
    assert lines.pop() == ""
    rows = list(csv.reader(lines[title_rows:]))
    assert len({len(row) for row in rows}) == 1
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0] != "合计"]


def with_score(rows, subject="总分"):
    return [row for row in rows if row[subject] not in ("", "缺考", "违纪")]


def half_up(value, decimals):
    return Fraction(math.floor(value * 10**decimals + Fraction(1, 2)), 10**decimals)


def reached(rows, year, which):
    return sum(Fraction(row["总分"]) >= LINES[year, row["科类"]][which] for row in with_score(rows))


def test_make_writes_the_committed_bytes(tmp_path):
    subprocess.run([sys.executable, str(EXAMPLE / "make.py"), "--out", str(tmp_path)], check=True)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in DATA.iterdir()}
    assert written.keys() == committed.keys()
    assert [name for name in written if written[name] != committed[name]] == []


def test_files_are_as_an_office_exports_them():
    for path in DATA.iterdir():
        content = path.read_bytes()
        assert content.endswith(b"\r\n"), path.name
        assert content.count(b"\n") == content.count(b"\r\n"), path.name
        assert len(content) < 1_000_000
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")
    with pytest.raises(UnicodeDecodeError):
        (DATA / "高考_2011.csv").read_bytes().decode("gbk")


@pytest.mark.parametrize(
    ("year", "registered", "sat", "line", "rate", "per_10k", "top"),
    [
        (2011, 4757, 4717, 1967, Fraction("41.7"), Fraction("28.8"), 13),
        (2010, 4847, 4801, 1902, Fraction("39.6"), Fraction("28.0"), 11),
    ],
)
def test_university_entrance(year, registered, sat, line, rate, per_10k, top):
    rows = read(f"高考_{year}")
    population = {row["年份"]: row for row in read("人口")}[str(year)]["户籍人口(万人)"]
    assert len(rows) == len({row["考生号"] for row in rows}) == registered
    assert len(with_score(rows)) == sat
    assert reached(rows, year, 0) == line
    assert half_up(Fraction(100 * line, sat), 1) == rate
    assert half_up(line / Fraction(population), 1) == per_10k
    assert reached(rows, year, 1) == top


@pytest.mark.parametrize(("year", "track"), LINES)
def test_the_first_hundred_of_the_province(year, track):
    rows = read(f"全省一分一段_{year}_{track}")
    assert all(int(b["累计人数"]) - int(a["累计人数"]) == int(b["人数"]) for a, b in pairwise(rows))
    within = [row["分数"] for row in rows if int(row["累计人数"]) - int(row["人数"]) + 1 <= 100]
    assert int(within[-1]) == LINES[year, track][1]
    county = [int(row["总分"]) for row in with_score(read(f"高考_{year}")) if row["科类"] == track]
    for row in rows:
        lowest = int(row["分数"].split("-")[0])
        assert sum(score >= lowest for score in county) <= int(row["累计人数"])


@pytest.mark.parametrize("year", [2010, 2011])
def test_totals_are_the_sums_of_the_papers(year):
    for row in with_score(read(f"高考_{year}")):
        combined, other = ("文综", "理综") if row["科类"] == "文科" else ("理综", "文综")
        scores = [int(row[paper]) for paper in ("语文", "数学", "英语", combined)]
        assert row[other] == ""
        assert all(0 <= s <= full for s, full in zip(scores, (150, 150, 150, 300), strict=True))
        assert sum(scores) == int(row["总分"])
    for row in with_score(read(f"中考_{year}", title_rows=1)):
        scores = {paper: Fraction(row[paper]) for paper in PAPERS}
        assert all(0 <= scores[p] <= full and (2 * scores[p]).denominator == 1 for p, full in PAPERS.items())
        assert 2 * scores["总分"] == sum(scores.values())


@pytest.mark.parametrize("others", [("乡村",), ("镇区", "乡村")])
@pytest.mark.parametrize("paper", PAPERS)
def test_urban_rural_gap_is_narrower_in_2011(paper, others):
    residence = {row["学校代码"]: row["城乡类别"] for row in read("学校")}
    gaps = []
    for year in (2010, 2011):
        rows = with_score(read(f"中考_{year}", title_rows=1), paper)
        urban, rest = (
            [Fraction(row[paper]) for row in rows if residence[row["学校代码"]] in group]
            for group in (("城区",), others)
        )
        gaps.append(sum(urban) / len(urban) - sum(rest) / len(rest))
    assert gaps[0] * Fraction(9, 10) > gaps[1] > 0


def test_every_school_is_in_the_list_once():
    schools = {row["学校代码"]: row for row in read("学校")}
    assert len(schools) == len(read("学校")) == 32
    assert all(code.startswith("0") for code in schools)
    for year in (2010, 2011):
        for name, stage, title_rows in (("高考", "高中", 0), ("中考", "初中", 1)):
            for row in read(f"{name}_{year}", title_rows):
                school = schools[row["学校代码"]]
                assert (school["学校"], school["学段"]) == (row["学校"], stage)


def test_teachers_moved_in_2011():
    moved = {row["学段"]: row["流动教师数"] for row in read("教师流动") if row["年份"] == "2011"}
    assert moved == {"义务教育": "643", "高中": "208", "学前教育": "55"}


def test_the_configuration_states_the_same_lines_and_population():
    tomllib = pytest.importorskip("tomllib", reason="tomllib is in Python from 3.11")
    config = tomllib.loads((EXAMPLE / "edugauge.toml").read_text(encoding="utf-8"))
    cuts = {(c["year"], c["track"], c["line"]): c["score"] for c in config["cut_score"]}
    assert len(cuts) == len(config["cut_score"]) == 12
    for (year, track), scores in LINES.items():
        assert cuts[year, track, "本二"] == scores[0]
    registered = {row["年份"]: Fraction(row["户籍人口(万人)"]) for row in read("人口")}
    stated = {str(p["year"]): Fraction(str(p["count"])) for p in config["population"]}
    assert stated == registered
    assert {p["unit"] for p in config["population"]} == {"万人"}
