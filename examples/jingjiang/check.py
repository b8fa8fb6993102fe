"""The figures of the synthetic county, computed straight from its files and without edugauge."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from plan import JUNIOR_PAPERS, LINES, RESIDENCES, TRACKS, YEARS


def read(folder: Path, name: str, skip: int = 0) -> list[dict[str, str]]:
    text = (folder / f"{name}.csv").read_bytes().decode("gb18030")
    rows = list(csv.DictReader(text.splitlines()[skip:]))
    return [r for r in rows if "合计" not in r.values()]


def is_score(cell: str) -> bool:
    return cell[:1].isdigit()


def print_senior(folder: Path, year: int) -> None:
    rows = read(folder, f"高考_{year}")
    tested = [r for r in rows if is_score(r["总分"])]
    population = Fraction({r["年份"]: r for r in read(folder, "人口")}[str(year)]["户籍人口(万人)"])
    print(f"高考 {year}: registered {len(rows)}, tested {len(tested)}")
    for line in LINES[year]["理科"]:
        counts = [
            sum(r["科类"] == t and int(r["总分"]) >= LINES[year][t][line] for r in tested) for t in TRACKS
        ]
        share, density = 100 * Fraction(sum(counts), len(tested)), sum(counts) / population
        print(f"  {line}: {' + '.join(map(str, counts))} = {sum(counts)}, {float(share):.3f} %,"
              f" {float(density):.4f} per 10,000")  # fmt: skip


def print_junior(folder: Path) -> None:
    place = {r["学校代码"]: r["城乡类别"] for r in read(folder, "学校")}
    gaps: dict[tuple, float] = {}
    for year in YEARS:
        rows = read(folder, f"中考_{year}", skip=1)
        print(f"中考 {year}: registered {len(rows)}, tested {sum(is_score(r['总分']) for r in rows)}")
        for subject in [*(p[0] for p in JUNIOR_PAPERS), "总分"]:
            scores: dict[str, list] = {p: [] for p in RESIDENCES}
            for r in rows:
                if is_score(r[subject]):
                    scores[place[r["学校代码"]]].append(Fraction(r[subject]))
            others = scores["镇区"] + scores["乡村"]
            urban, rural, rest = (sum(s) / len(s) for s in (scores["城区"], scores["乡村"], others))
            gaps[subject, year] = float(urban - rural), float(urban - rest)
            town = sum(scores["镇区"]) / len(scores["镇区"])
            print(f"  {subject}: 城区 {float(urban):.2f} 镇区 {float(town):.2f} 乡村 {float(rural):.2f}")
    for subject in [*(p[0] for p in JUNIOR_PAPERS), "总分"]:
        (a, b), (c, d) = gaps[subject, 2010], gaps[subject, 2011]
        print(f"  gap {subject}: 城区−乡村 {a:.2f} → {c:.2f}; 城区−(镇区+乡村) {b:.2f} → {d:.2f}")
        assert a > c > 0, subject
        assert b > d > 0, subject


def print_figures(folder: Path) -> None:
    for year in YEARS:
        print_senior(folder, year)
    print_junior(folder)
