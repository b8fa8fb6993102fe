"""Writes the inputs and expected.csv: every value worked out from the rows in fractions, without edugauge.

    python make.py

Scores come from a linear congruential sequence, so that the files are the same everywhere.
"""

import csv
import math
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
YEARS = (2010, 2011)
FULL = {"chinese": 100, "mathematics": 100}


F = Fraction


def sequence(seed):
    while True:
        seed = (1103515245 * seed + 12345) % 2**31
        yield seed // 2**16


def candidates():
    draw = sequence(20240607)
    rows = []
    for year in YEARS:
        for at in range(90):
            school = "甲乙丙"[next(draw) % 3]
            track = ("物理类", "历史类")[next(draw) % 2]
            lift = {"甲": 12, "乙": 4, "丙": 0}[school] + (3 if year == 2011 else 0)
            cells = [
                F(sum(next(draw) % 45 for _ in range(2)) + lift, 1) + F(next(draw) % 2, 2) for _ in range(2)
            ]
            cells = [min(cell, F(100)) for cell in cells]
            if next(draw) % 20 == 0:
                cells[next(draw) % 2] = None
            rows.append({"年份": year, "考号": f"{year}{at:03}", "学校": school, "科类": track,
                         "chinese": cells[0], "mathematics": cells[1]})  # fmt: skip
    for row in rows:
        papers = [row["chinese"], row["mathematics"]]
        row["total"] = None if None in papers else sum(papers)
    return rows


def shown(value):
    return "缺考" if value is None else str(float(value)).removesuffix(".0")


def write(name, header, rows):
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


ROWS = candidates()
OUT = []


def expect(indicator, value, *, source="candidates.csv", arguments="", by="", year="", group=(), subject="",
           measure="rate"):  # fmt: skip
    OUT.append([indicator, source, arguments, by, year, "+".join(group), subject, measure, value])


def scores(year, subject, school=None):
    """The scores of a year, the best first."""
    rows = [r for r in ROWS if r["年份"] == year and school in (None, r["学校"])]
    return sorted((r[subject] for r in rows if r[subject] is not None), reverse=True)


def rate(counted, of):
    return F(100 * counted, of)


def ranks(year, subject):
    """Score to competition rank, in the whole."""
    whole = scores(year, subject)
    return {score: sum(other > score for other in whole) + 1 for score in whole}


def rates():
    cuts = {"excellent_rate": F("0.85"), "good_rate": F("0.7"), "pass_rate": F("0.6"), "low_rate": F("0.4")}
    for year in YEARS:
        for subject in FULL:
            for school in "甲乙丙":
                own = scores(year, subject, school)
                for indicator, share in cuts.items():
                    cut = share * FULL[subject]
                    low = indicator == "low_rate"
                    counted = sum(s < cut if low else s >= cut for s in own)
                    expect(
                        indicator,
                        rate(counted, len(own)),
                        by="school",
                        year=year,
                        group=[school],
                        subject=subject,
                    )
                    # The cut is the score of number ceil(share x n), n = the best 90 % of the whole.
                    whole = scores(year, subject)
                    best = math.ceil(F(9, 10) * len(whole))
                    rank = {
                        "excellent_rate": F(1, 5),
                        "good_rate": F(1, 2),
                        "pass_rate": F(4, 5),
                        "low_rate": F(9, 10),
                    }
                    cut = whole[math.ceil(rank[indicator] * best) - 1]
                    counted = sum(s < cut if low else s >= cut for s in own)
                    given = f"rank_share={float(rank[indicator])}"
                    expect(indicator, rate(counted, len(own)), arguments=given,
                           by="school", year=year, group=[school], subject=subject)  # fmt: skip


def lines():
    given = "lines=本一=115&lines=本二=95"
    for year in YEARS:
        for school in "甲乙丙":
            own = scores(year, "total", school)
            registered = sum(r["年份"] == year and r["学校"] == school for r in ROWS)
            high, low = (sum(s >= line for s in own) for line in (115, 95))
            where = {"by": "school", "year": year, "subject": "total"}
            expect("admission_rate", rate(low, len(own)), arguments=given, group=[school, "本二"], **where)
            expect("admission_rate", rate(low - high, registered), group=[school, "本二"],
                   arguments=given + "&batch=exclusive&denominator=registered", **where)  # fmt: skip
            expect("rate_per_10k", F(low * 10000, 12345), group=[school, "本二"],
                   arguments=given + f"&population=/{school}=12345&basis=resident", **where)  # fmt: skip
            target = {"甲": 20, "乙": 11, "丙": 7}[school]
            targets = given + "".join(
                f"&targets={s}:本二={n}" for s, n in (("甲", 20), ("乙", 11), ("丙", 7))
            )
            expect("target_attainment", rate(low, target), arguments=targets, group=[school, "本二"], **where)
            expect("target_attainment", low - target, arguments=targets, group=[school, "本二"],
                   measure="difference", **where)  # fmt: skip


def part(score, rank, whole, tiles, ties):
    """The part of the ranking that a score falls in."""
    best, worst = rank[score], sum(other >= score for other in whole)
    place = {"better": F(best), "worse": F(worst), "middle": F(best + worst, 2)}[ties]
    return math.ceil(place * tiles / len(whole))


def distributions():
    for year in YEARS:
        whole = scores(year, "total")
        rank = ranks(year, "total")
        for width in (5, 10):
            bands = sorted({s // width for s in whole}, reverse=True)
            reached = 0
            for band in bands:
                count = sum(s // width == band for s in whole)
                reached += count
                end = band * width + width - F(1, 10)  # scores are read to one decimal
                label = f"{band * width}-{float(end)}"
                where = {"arguments": f"width={width}", "year": year, "group": [label], "subject": "total"}
                expect("score_table", count, measure="count", **where)
                expect("score_table", reached, measure="cumulative", **where)
                expect("score_table", rate(count, len(whole)), measure="share", **where)
                expect("score_table", rate(reached, len(whole)), measure="cumulative_share", **where)
        for school in "甲乙丙":
            own = scores(year, "total", school)
            where = {"by": "school", "year": year, "subject": "total"}
            for label, first, last in (("1-10", 1, 10), ("11-40", 11, 40), ("41-", 41, 10**9)):
                mine = sum(first <= rank[s] <= last for s in own)
                everyone = sum(first <= rank[s] <= last for s in whole)
                given = "edges=10&edges=40&subjects=total"
                expect("rank_bands", mine, arguments=given, group=[school, label], measure="count", **where)
                expect("rank_bands", rate(mine, everyone), arguments=given, group=[school, label],
                       measure="share", **where)  # fmt: skip
            for tiles in (4, 10):
                for ties in ("better", "worse", "middle"):
                    parts = [part(score, rank, whole, tiles, ties) for score in own]
                    for tile in range(1, tiles + 1):
                        mine = parts.count(tile)
                        given = f"tiles={tiles}&ties={ties}&subjects=total"
                        place = {"arguments": given, "group": [school, str(tile)], **where}
                        expect("n_tiles", mine, measure="count", **place)
                        expect("n_tiles", rate(mine, len(own)), measure="share", **place)
        for share in ("0.1", "0.37", "0.9"):
            line = whole[math.ceil(F(share) * len(whole)) - 1]
            where = {
                "arguments": f"share={share}&subjects=total",
                "year": year,
                "group": [share],
                "subject": "total",
            }
            expect("line_from_share", line, measure="score", **where)
            expect(
                "line_from_share", rate(sum(s >= line for s in whole), len(whole)), measure="reached", **where
            )
        for score in ("60", "88.5", "120"):
            above, equal = sum(s > F(score) for s in whole), sum(s == F(score) for s in whole)
            where = {
                "arguments": f"scores={score}&subjects=total",
                "year": year,
                "group": [score],
                "subject": "total",
            }
            expect("rank_of_score", above + 1, measure="best_rank", **where)
            expect("rank_of_score", max(above + equal, above + 1), measure="worst_rank", **where)
            expect("rank_of_score", rate(len(whole) - above, len(whole)), measure="percentile_rank", **where)
    now, before = scores(2011, "total"), scores(2010, "total")
    for score in ("70", "95", "110.5"):
        reached = sum(s >= F(score) for s in now)
        value = before[math.ceil(F(reached * len(before), len(now))) - 1]
        expect("equivalent_score", value, arguments=f"scores={score}&from_year=2011&to_year=2010", year=2011,
               group=[score], subject="total", measure="equivalent")  # fmt: skip


def shares_and_spread():
    for year in YEARS:
        means = {s: sum(scores(year, s)) / len(scores(year, s)) for s in FULL}
        for subject in FULL:
            expect("subject_share", 100 * means[subject] / sum(means.values()), year=year, subject=subject,
                   measure="share")  # fmt: skip
            own = [scores(year, subject, school) for school in "甲乙丙"]
            of_schools = [sum(s) / len(s) for s in own]
            where = {"year": year, "subject": subject}
            expect("school_mean_spread", max(of_schools), measure="maximum", **where)
            expect("school_mean_spread", min(of_schools), measure="minimum", **where)
            spread = max(of_schools) - min(of_schools)
            expect("school_mean_spread", spread, measure="range", **where)
            expect("school_mean_spread", spread / means[subject], measure="range_ratio", **where)
            centre = sum(of_schools) / 3
            variance = sum((m - centre) ** 2 for m in of_schools) / 2
            expect("school_mean_spread", math.sqrt(variance), measure="standard_deviation", **where)


def province():
    """The county's candidates and, at every score, twice as many others and one more."""
    rows, reached = [], 0
    totals = [s for year in YEARS[1:] for s in scores(year, "total")]
    for score in sorted(set(totals), reverse=True):
        count = 3 * totals.count(score) + 1
        reached += count
        rows.append([shown(score), count, reached])
    write("province.csv", ["分数", "人数", "累计人数"], rows)
    best = {row[0]: row[2] - row[1] + 1 for row in rows}
    for school in "甲乙丙":
        for n in (5, 50, 120):
            found = sum(best[shown(s)] <= n for s in scores(2011, "total", school))
            source = "candidates_2011.csv+province.csv"
            expect("top_rank_count", found, source=source, arguments=f"ranks={n}", by="school",
                   year=2011, group=[school, str(n)], subject="total", measure="count")  # fmt: skip


def tables():
    control = [(2010, "甲县", "560"), (2010, "乙县", "545.5"), (2010, "丙县", "560"), (2010, "丁县", "530"),
               (2011, "甲县", "572"), (2011, "乙县", "551"), (2011, "丙县", "566.5")]  # fmt: skip
    write("control.csv", ["年份", "区县", "控制线"], control)
    for year in YEARS:
        lines = sorted(F(line) for y, _, line in control if y == year)
        middle = (lines[(len(lines) - 1) // 2] + lines[len(lines) // 2]) / 2
        for y, name, line in control:
            if y == year:
                where = {
                    "source": "control.csv",
                    "arguments": "district=区县&score=控制线",
                    "year": year,
                    "group": [name],
                }
                expect("control_lines", sum(other > F(line) for other in lines) + 1, measure="rank", **where)
                expect("control_lines", F(line) - lines[-1], measure="to_highest", **where)
                expect("control_lines", F(line) - middle, measure="to_median", **where)
    stages = [(2010, "小学", 40, 37, 4, 1), (2010, "初中", 30, 31, 3, 1), (2010, "小学", 7, 5, 2, 0),
              (2011, "小学", 50, 41, 9, 2), (2011, "初中", 33, 30, 1, 1)]  # fmt: skip
    write("stages.csv", ["年份", "学段", "计划", "完成", "交流", "骨干"], stages)
    where = {"source": "stages.csv", "by": "学段"}
    totals = {}
    for year, stage, *cells in stages:
        totals[year, stage] = [a + b for a, b in zip(totals.get((year, stage), [0] * 4), cells, strict=True)]
    for (year, stage), (plan, done, moved, backbone) in totals.items():
        place = {"year": year, "group": [stage], **where}
        expect("ratio", F(1000 * done, plan), arguments="numerator=完成&denominator=计划&scale=per_mille",
               measure="ratio", **place)  # fmt: skip
        expect("plan_attainment", rate(done, plan), arguments="plan=计划&achieved=完成", **place)
        expect(
            "plan_attainment", done - plan, arguments="plan=计划&achieved=完成", measure="difference", **place
        )
        given = "eligible=计划&rotated=交流&backbone=骨干"
        expect("teacher_rotation", rate(moved, plan), arguments=given, measure="rotation_rate", **place)
        expect("teacher_rotation", rate(backbone, moved), arguments=given, measure="backbone_share", **place)
        expect("count_by_year", done, arguments="count=完成", measure="count", **place)
        if year == 2011:
            before = totals[2010, stage][1]
            expect("count_by_year", done - before, arguments="count=完成", measure="change", **place)
            expect(
                "count_by_year",
                rate(done - before, before),
                arguments="count=完成",
                measure="growth",
                **place,
            )
        kept = "graduates=完成&transferred_in=骨干&transferred_out=交流&entrants=计划&deaths=骨干"
        expect("retention_rate", rate(done - backbone + moved, plan - backbone), arguments=kept, **place)
        weighed = F("0.7") * plan + F("0.3") * done
        if year == 2011:
            expect("composite_index", weighed, arguments="weight=计划=0.7&weight=完成=0.3", measure="index",
                   **{**place, "group": [stage, ""]})  # fmt: skip


def main():
    header = ["年份", "考号", "学校", "科类", "语文", "数学", "总分"]
    cells = [
        [r["年份"], r["考号"], r["学校"], r["科类"], *(shown(r[k]) for k in (*FULL, "total"))] for r in ROWS
    ]
    write("candidates.csv", header, cells)
    write("candidates_2011.csv", header, [row for row in cells if row[0] == 2011])
    for part in (rates, lines, distributions, shares_and_spread, province, tables):
        part()
    with (HERE / "expected.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write("indicator|source|arguments|by|year|group|subject|measure|value\n")
        file.writelines("|".join(str(cell) for cell in row) + "\n" for row in OUT)


if __name__ == "__main__":
    main()
