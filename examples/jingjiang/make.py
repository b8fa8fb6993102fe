#!/usr/bin/env python3
"""Write the synthetic county of `plan.py`: exports and small tables, as an education office keeps them.

    python make.py             write the files into data/
    python make.py --out DIR   write them into DIR
    python make.py --check     compare data/ with what would be written, and print its figures

The same bytes on every machine and every Python from 3.10: the only source of chance is
`random.Random(seed).random()`, whose sequence Python guarantees, and all else is integer arithmetic.
Scores are drawn in thousandths of a point; "z" values are in thousandths of a standard deviation.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from fractions import Fraction
from pathlib import Path
from random import Random

from plan import (
    EASE,
    GAP_SHARE,
    GIVEN,
    JUNIOR,
    JUNIOR_PAPERS,
    JUNIOR_SEED,
    LINES,
    PROVINCE,
    RARE,
    RESIDENCES,
    SENIOR,
    SENIOR_PAPERS,
    SENIOR_SEED,
    SURNAMES,
    TABLES,
    TRACKS,
    WITHOUT_TOTAL,
    YEARS,
)

HERE = Path(__file__).resolve().parent


def whole(rng: Random, n: int) -> int:
    return int(rng.random() * n)


def normal(rng: Random) -> int:
    """Twelve uniforms added up: mean 0, standard deviation 1000, and no libm."""
    return sum(whole(rng, 1000) for _ in range(12)) - 5994


def skewed(rng: Random) -> int:
    """The weak tail of real score distributions is the longer one."""
    z = normal(rng)
    return z * 122 // 100 if z < 0 else z * 78 // 100


def person(rng: Random) -> tuple[str, str]:
    sex = "男" if rng.random() < 0.52 else "女"
    pool = GIVEN[sex]
    name = SURNAMES[whole(rng, len(SURNAMES))] + pool[whole(rng, len(pool))]
    if rng.random() < 0.7:
        name += pool[whole(rng, len(pool))]
    if rng.random() < 0.002:
        name = name[:-1] + RARE[whole(rng, len(RARE))]
    return name, sex


def clipped(score: int, full: int) -> int:
    return max(0, min(full, score))


# --- 高考 -----------------------------------------------------------------------------------------


def senior_scores(rng: Random, year: int, track: str, strength: int) -> list[int]:
    ability = strength * 4 // 5 + skewed(rng)
    return [
        clipped(
            ((mean + EASE[year]) * 1000 + sd * (85 * ability + 53 * normal(rng)) // 100 + 500) // 1000, full
        )
        for full, mean, sd in SENIOR_PAPERS[track]
    ]


def track_candidates(rng: Random, year: int, track: str) -> list[dict]:
    return [
        {
            "code": code,
            "school": school,
            "track": track,
            "mark": "",
            "scores": senior_scores(rng, year, track, strength),
        }
        for code, school, _, strength, sizes in SENIOR
        for _ in range(sizes[year][TRACKS.index(track)])
    ]


def without_total(rng: Random, year: int) -> list[dict]:
    """Candidates whose total is a mark; `scores` holds the mark in the papers it stands in."""
    throughout, partly, annulled = WITHOUT_TOTAL[year]
    out = []
    for number in range(throughout + partly + annulled):
        code, school, _, strength, _ = SENIOR[whole(rng, len(SENIOR))]
        track = TRACKS[0] if rng.random() < 0.62 else TRACKS[1]
        scores: list = senior_scores(rng, year, track, strength - 800)
        mark = "缺考" if number < throughout + partly else "违纪"
        if number < throughout or number == throughout + partly + 1:
            scores = [mark] * 4
        elif mark == "违纪":
            scores[1] = mark
        else:  # they left after the first day, or missed the last paper
            scores[2:] = [mark, mark] if rng.random() < 0.6 else [scores[2], mark]
        out.append({"code": code, "school": school, "track": track, "mark": mark, "scores": scores})
    return out


def seated(rng: Random, candidates: list[dict]) -> list[dict]:
    """Give out the classes, about 50 to a class, 理科 before 文科, and sort by school and class."""
    for code, *_ in SENIOR:
        first = 1
        for track in TRACKS:
            here = [c for c in candidates if c["code"] == code and c["track"] == track]
            classes = (len(here) + 51) // 52
            for candidate in here:
                candidate["class"] = first + whole(rng, classes)
            first += classes
    return sorted(candidates, key=lambda c: (c["code"], c["class"]))


def senior_rows(year: int) -> list[list[str]]:
    rng = Random(SENIOR_SEED[year])
    candidates = [c for track in TRACKS for c in track_candidates(rng, year, track)]
    candidates = seated(rng, candidates + without_total(rng, year))
    header = ["考生号", "姓名", "性别", "科类", "学校代码", "学校", "班级"]
    header += ["语文", "数学", "英语", "文综", "理综", "总分"]
    rows = [header]
    for serial, c in enumerate(candidates, start=1):
        # 329901 is no administrative code, so that no number can be a real candidate's.
        number = f"{year % 100}329901{serial:06}"
        *common, combined = (str(s) for s in c["scores"])
        combined_cells = ["", combined] if c["track"] == "理科" else [combined, ""]
        total = c["mark"] or str(sum(c["scores"]))
        rows.append([number, *person(rng), c["track"], c["code"], c["school"], f"高三({c['class']})班",
                     *common, *combined_cells, total])  # fmt: skip
    return [*rows, total_row(rows, 7)]


# --- 中考 -----------------------------------------------------------------------------------------


def junior_pupils(rng: Random, year: int) -> list[dict]:
    pupils = []
    for code, school, residence, size, strength in JUNIOR:
        leavers = size if year == 2011 else size + size // 70
        # What the school does better or worse this year than its strength, paper by paper.
        effects = [strength + normal(rng) * 9 // 100 for _ in JUNIOR_PAPERS]
        for at in range(leavers):
            ability = skewed(rng)
            z = [effect + (84 * ability + 54 * normal(rng)) // 100 for effect in effects]
            pupils.append({"code": code, "school": school, "residence": residence, "z": z,
                           "class": 1 + at * ((leavers + 47) // 48) // leavers})  # fmt: skip
    return pupils


def junior_scores(pupils: list[dict], year: int) -> None:
    """Give each pupil `ticks` (half points). Each residence is centred on its planned mean, so that
    the gaps are those of the plan and not of the draw."""
    for pupil in pupils:
        pupil["ticks"] = []
    for paper, (_, full, step, sd, plan) in enumerate(JUNIOR_PAPERS):
        urban, gap = plan[year]
        for residence in RESIDENCES:
            here = [p for p in pupils if p["residence"] == residence]
            centre = sum(p["z"][paper] for p in here) // len(here)
            mean = urban * 100 - gap * GAP_SHARE[residence]
            for p in here:
                score = mean + sd * (p["z"][paper] - centre)
                steps = (2 * score + step) // (2 * step)
                p["ticks"].append(clipped(steps * step // 500, full * 2))


def half_points(ticks: int) -> str:
    return f"{ticks // 2}{'.5' if ticks % 2 else ''}"


def junior_rows(year: int) -> list[list[str]]:
    rng = Random(JUNIOR_SEED[year])
    pupils = junior_pupils(rng, year)
    junior_scores(pupils, year)
    header = ["准考证号", "姓名", "性别", "学校代码", "学校", "班级", *(p[0] for p in JUNIOR_PAPERS), "总分"]
    rows = [header]
    serial = {code: 0 for code, *_ in JUNIOR}
    for p in pupils:
        serial[p["code"]] += 1
        cells = [half_points(t) for t in [*p["ticks"], sum(p["ticks"])]]
        luck = whole(rng, 10000)
        if luck < 35:
            cells = ["缺考"] * len(cells)
        elif luck < 55:
            cells[3:] = ["缺考"] * 3
        elif luck < 57:
            cells[1] = cells[-1] = "违纪"
        rows.append([f"{year % 100}{p['code']}{serial[p['code']]:04}", *person(rng), p["code"], p["school"],
                     f"九({p['class']})班", *cells])  # fmt: skip
    title = [f"{year}年靖江市初中毕业升学考试成绩册(虚构数据)"] + [""] * (len(header) - 1)
    return [title, *rows, total_row(rows, 6)]


# --- tables and files -----------------------------------------------------------------------------


def total_row(rows: list[list[str]], first: int) -> list[str]:
    """合计, with the sums that Excel's SUM would show: words do not count."""
    doubled = [sum(int(Fraction(r[at]) * 2) for r in rows[1:] if r[at][:1].isdigit())
               for at in range(first, len(rows[0]))]  # fmt: skip
    return ["合计"] + [""] * (first - 1) + [half_points(s) for s in doubled]


def province_rows(year: int, track: str) -> list[list[str]]:
    """The province's score table: candidates at a score or above grow with a power of the distance from 750,
    so that the score of the plan is the last with a rank within the first hundred."""
    lines = LINES[year][track]
    first, last = lines["全省前100名"], lines["专科"]
    top = first + 20

    def reached(score: int) -> int:
        return 100 * (750 - score) ** PROVINCE[track] // (750 - first) ** PROVINCE[track]

    rows = [["分数", "人数", "累计人数"], [f"{top}-750", str(reached(top)), str(reached(top))]]
    for score in range(top - 1, last - 1, -1):
        rows.append([str(score), str(reached(score) - reached(score + 1)), str(reached(score))])
    return rows


def small_tables() -> dict[str, list[list[str]]]:
    rows = {name: [line.split() for line in text.split(" / ")] for name, text in TABLES.items()}
    for stage, schools in (("初中", JUNIOR), ("高中", SENIOR)):
        rows["学校"] += [[code, name, stage, residence] for code, name, residence, *_ in schools]
    return rows


def files() -> dict[str, bytes]:
    tables = small_tables()
    for year in YEARS:
        tables[f"高考_{year}"] = senior_rows(year)
        tables[f"中考_{year}"] = junior_rows(year)
        for track in TRACKS:
            tables[f"全省一分一段_{year}_{track}"] = province_rows(year, track)
    out = {}
    for name, rows in tables.items():
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        out[f"{name}.csv"] = text.getvalue().encode("gb18030")
    return out


def write(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files().items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


def stale(folder: Path) -> list[str]:
    """The files in `folder` that are missing or not as written."""
    return [n for n, c in files().items() if not (folder / n).is_file() or (folder / n).read_bytes() != c]


def main() -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a pipe on Windows may not know the file names
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--out", type=Path, default=HERE / "data")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    if args.check:
        import check

        differing = stale(args.out)
        for name in differing:
            print(f"not as make.py writes it: {name}", file=sys.stderr)
        if not differing:
            check.print_figures(args.out)
        return 1 if differing else 0
    for path in write(args.out):
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
