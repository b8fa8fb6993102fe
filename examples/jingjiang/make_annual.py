"""Registers of the annual report: raw exports, one row one event, person, class or project.

The numbers of rows are those of the report of 2011; names, dates and codes are invented, from a seed. No cell
holds a number of the report, but for what is recorded as such (plans, amounts, control lines).

    python make_annual.py
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "annual"
SEED = 2011


def write(name: str, header: str, rows: Iterable[Iterable[object]]) -> None:
    """One register."""
    with (FOLDER / name).open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(header.split(","))
        out.writerows(rows)


def day(draw: random.Random, year: int = 2011) -> str:
    """Some day of a year."""
    return f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"


def several(counts: dict[str, int]) -> list[str]:
    """Each word as often as it is counted."""
    return [word for word, count in counts.items() for _ in range(count)]


def projects(draw: random.Random) -> None:
    """Twelve of the year: 3 handed over, 7 in time, 1 with its shell, 1 not begun."""
    states = several({"已交付": 3, "按序时施工": 7, "主体完工": 1, "未开工": 1})
    kinds = several({"新建": 5, "改扩建": 3, "加固": 4})
    draw.shuffle(kinds)
    rows = [
        (f"G{at:02}", kind, state, 2011, day(draw) if state == "已交付" else "")
        for at, (kind, state) in enumerate(zip(kinds, states, strict=True), 1)
    ]
    write("工程项目.csv", "项目编号,类型,状态,年份,交付日期", rows)


def history() -> None:
    """Schools that were merged, closed, extended or opened."""
    rows = [(name, "整合", "高中", 2011) for name in ("季中", "二中", "一中")]
    rows += [(f"办班点{at}", "撤消", "办班点", 2011) for at in (1, 2)]
    rows += [(f"村小{at}", "撤并", "农村小学", 2011) for at in range(1, 6)]
    rows += [("镇中", "扩建", "农村初中", 2011), ("镇小", "扩建", "农村小学", 2011)]
    rows += [("城区新园", "新建", "城区幼儿园", 2011)]
    write("学校沿革.csv", "学校,变动,类别,年份", rows)
    joint = [(f"联办{at:02}", year) for year, count in ((2010, 16), (2011, 3)) for at in range(1, count + 1)]
    write("联办学校.csv", "学校,年份", joint)
    campuses = [(f"高级中学{name}", 2011) for name in ("东校区", "西校区", "南校区")]
    write("校区.csv", "校区,年份", campuses)


def training(draw: random.Random) -> None:
    """A row a teacher and course: 5,012, of them 812 of the province."""
    levels = several({"省级": 812, "市级": 1600, "县级": 2600})
    draw.shuffle(levels)
    rows = [
        (f"P{at:05}", f"T{draw.randint(1, 5818):04}", level, day(draw)) for at, level in enumerate(levels, 1)
    ]
    write("培训.csv", "记录号,教师编号,级别,日期", rows)


def activities(draw: random.Random) -> None:
    """A row a lesson heard, shown or commented on, or a visit."""
    kinds = several({"听课": 4523, "示范课": 80, "公开展示课": 80, "点评讲座": 131, "送培到校": 58})
    draw.shuffle(kinds)
    write("教研活动.csv", "编号,活动,日期", [(at, kind, day(draw)) for at, kind in enumerate(kinds, 1)])


def studios() -> None:
    """Studios and communities of either year."""
    counts = {("名师工作室", 2010): 7, ("名师工作室", 2011): 9, ("共同体", 2010): 9, ("共同体", 2011): 16}
    rows = [(f"{kind}{at}", kind, year) for (kind, year), n in counts.items() for at in range(1, n + 1)]
    write("工作室与共同体.csv", "名称,类型,年份", rows)


def staff(draw: random.Random) -> None:
    """All 5,818 teachers: who moved, who is a backbone teacher, who was trained."""
    stages = {"义务教育": (3800, 643), "高中": (1300, 208), "学前": (718, 55)}
    backbone = set(draw.sample(range(906), 173))
    rows, moved = [], 0
    for stage, (all_of, moves) in stages.items():
        for at in range(all_of):
            has_moved = at < moves
            leads = moved in backbone if has_moved else draw.random() < 0.15
            moved += has_moved
            rows.append((stage, "是" if has_moved else "否", "是" if leads else "否", "是", "是"))
    draw.shuffle(rows)
    write(
        "教师名册.csv",
        "教师编号,学段,流动,骨干,参加全员培训,学历达标",
        [(f"T{at:04}", *row) for at, row in enumerate(rows, 1)],
    )


def honours() -> None:
    """A row a prize, a title, an election."""
    counts = {
        "阳光体育先进": 3, "银牌": 1, "铜牌": 2, "特色学校": 9, "课程基地": 1, "合格专业": 11, "品牌专业": 1,
        "平安校园（省级）": 7, "平安校园（市级）": 27, "四无学校": 15,
        "直属党组织换届": 5, "农村学校换届": 10, "示范区验收": 1, "首批示范区": 1,
        "四星级高中": 1, "五星级高中": 1, "秋学期投用项目": 4,
    }  # fmt: skip
    write(
        "荣誉与事项.csv", "编号,事项,年份", [(at, name, 2011) for at, name in enumerate(several(counts), 1)]
    )


def research(draw: random.Random) -> None:
    """A row a project of research, and of the party's."""
    levels = several({"教育部": 1, "省重点": 1, "省级": 41, "市级": 250, "县级": 600})
    draw.shuffle(levels)
    write(
        "课题.csv", "课题编号,级别,年份", [(f"K{at:03}", level, 2011) for at, level in enumerate(levels, 1)]
    )
    levels = several({"教育工委级": 5, "校级": 10})
    write(
        "党建课题.csv",
        "课题编号,级别,年份",
        [(f"D{at:02}", level, 2011) for at, level in enumerate(levels, 1)],
    )


def classes(draw: random.Random) -> None:
    """A row a class of 54 primary schools, 17 of which teach in small classes only."""
    rows = []
    for school in range(1, 55):
        small = school <= 17
        for number in range(1, draw.randint(6, 14)):
            size = draw.randint(22, 30) if small else draw.choice([*range(36, 55), 57 if number == 1 else 45])
            rows.append((f"{school:03}", f"{number}班", size, "是" if small else "否", "是"))
    write("班级.csv", "学校代码,班级,班额,小班化,有活动项目", rows)


def others(draw: random.Random) -> None:
    """Tickets, accidents (none), aid, funds, lines and plans."""
    tickets = [(f"R{at:03}", day(draw), "是", "是") for at in range(1, 413)]
    write("热线工单.csv", "工单号,来电日期,办结,回复", tickets)
    write("安全事故.csv", "编号,日期,学校", [])
    write("助学.csv", "户号,金额,年份", [(f"H{at:04}", "1000元", 2011) for at in range(1, 1401)])
    budget = [("预算内教育拨款", 2010, "52100万元"), ("预算内教育拨款", 2011, "61895万元")]
    write("教育投入.csv", "科目,年份,金额", budget)
    lines = {2010: (563, 571, 566, 560, 549), 2011: (572, 570, 560, 562, 551)}
    towns = ("靖江市", "泰兴市", "姜堰市", "海陵区", "兴化市")
    rows = [
        (town, year, line) for year, all_of in lines.items() for town, line in zip(towns, all_of, strict=True)
    ]
    write("普高控制线.csv", "县市区,年份,控制线", rows)
    plan = [
        ("新建幼儿园", 4, 4), ("改扩建幼儿园", 4, 3), ("改造学校", 7, 7), ("示范课", 100, 104),
        ("展示课", 100, 98), ("点评讲座", 150, 152), ("送培到校", 100, 101), ("教师交流", 1000, 1013),
        ("教育基金", 3, 3), ("党员结对", 1000, 987), ("合作企业", 35, ""), ("接收毕业生", 300, ""),
        ("培训职工", 1000, ""),
    ]  # fmt: skip
    write("计划2012.csv", "项目,计划,完成", plan)
    five_years = [("新建幼儿园", 12, 5), ("改扩建幼儿园", 9, 3)]
    three_years = [("特优教师", 30, 9), ("学科带头人", 60, 22), ("青年骨干", 800, 260)]
    write("多年计划.csv", "项目,计划,至今完成", five_years + three_years)
    schools = [
        (f"{at:03}", year, "是" if at <= met else "否")
        for year, met in ((2010, 20), (2011, 25))
        for at in range(1, 50)
    ]
    write("学校评估.csv", "学校代码,年份,达标", schools)
    net = [(f"{at:03}", "是" if at <= 54 else "否") for at in range(1, 59)]
    write("校园网.csv", "学校代码,已接入", net)


def main() -> None:
    """All registers."""
    FOLDER.mkdir(exist_ok=True)
    draw = random.Random(SEED)
    projects(draw)
    history()
    training(draw)
    activities(draw)
    studios()
    staff(draw)
    honours()
    research(draw)
    classes(draw)
    others(draw)


if __name__ == "__main__":
    main()
