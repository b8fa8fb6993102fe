"""A county of 300 schools, examinations of ten years and a configuration of 30 tables, for timing a release.

    python benches/release.py target/release-bench
    time edugauge run target/release-bench/edugauge.toml               # one year
    time edugauge run target/release-bench/edugauge.toml --all-years   # ten releases, one after the other
    python benches/release.py target/ten-years --shown 10
    time edugauge run target/ten-years/edugauge.toml                   # one release, ten years in each table

The data are drawn with a generator of their own, so that they are the same everywhere. Schools have from 5 to
some 300 candidates: small cells, and so disclosure control, are everywhere.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from drawn import Drawn

SUBJECTS = {"chinese": 150, "mathematics": 150, "english": 150, "physics": 100, "chemistry": 100}
NAMES = {"chinese": "语文", "mathematics": "数学", "english": "英语", "physics": "物理", "chemistry": "化学"}
RATES = ["excellent_rate", "good_rate", "pass_rate", "low_rate"]


def candidates(year: int, schools: int, drawn: Drawn) -> str:
    lines = ["考号,学校代码,区县,性别,城乡,科类," + ",".join(NAMES.values()) + ",总分"]
    for school in range(schools):
        size = 5 + (school * 37 + year) % 40 + (school % 7) ** 2 * 7
        residence = ["城区", "镇区", "乡村"][school % 3]
        level = 60 + (school * 13) % 20 - 4 * (school % 3)
        for number in range(size):
            sex, track = "男女"[drawn.below(2)], ["理科", "文科"][drawn.below(5) // 3]
            talent = drawn.below(31) - 15
            scores = []
            for full in SUBJECTS.values():
                share = level + talent + drawn.below(21) - 10 + drawn.below(21) - 10
                scores.append(min(max(share, 0), 100) * full // 100)
            cells = [
                f"{year}{school:03}{number:03}",
                f"{school:03}",
                f"片{school % 12:02}",
                sex,
                residence,
                track,
            ]
            lines.append(",".join(cells + [str(score) for score in [*scores, sum(scores)]]))
    return "\n".join(lines) + "\n"


def table(number: int, indicators: list[str], by: list[str], more: str, shown: int) -> str:
    if shown > 1:
        kept = [line for line in more.splitlines(keepends=True) if not line.startswith("last_years")]
        more = f"last_years = {shown}\n" + "".join(kept)
    named = ", ".join(f'"{indicator}"' for indicator in indicators)
    keys = ", ".join(f'"{key}"' for key in by)
    total = "total = true\n" if by else ""
    rows = f'"year", "{by[0]}"' if by and shown > 1 else "".join(f'"{key}"' for key in by[:1])
    shape = f'rows = [{rows}]\ncolumns = ["subject", "quantity"]\n' if len(indicators) > 1 else ""
    head = f'[[table]]\nid = "t{number:02}"\nsource = "exam"\n'
    return f"{head}indicators = [{named}]\nby = [{keys}]\n{total}{shape}{more}\n"


def configuration(years: list[int], shown: int) -> str:
    text = f"""[project]
title = "报表计时"
region = "试算县"
year = {years[-1]}
language = "zh"

[disclosure]
profile = "public"
minimum_cell = 10

[[source]]
id = "exam"
kind = "candidates"
path = "data/{{year}}.csv"
[source.full_marks]
"""
    text += "".join(f"{subject} = {full}\n" for subject, full in SUBJECTS.items())
    text += f"total = {sum(SUBJECTS.values())}\n[source.steps]\n"
    text += "".join(f"{subject} = 1\n" for subject in [*SUBJECTS, "total"])
    for year in years:
        for line, score in [("重点", 450), ("普通", 400), ("最低", 320)]:
            text += f'\n[[cut_score]]\nsource = "exam"\nyear = {year}\nline = "{line}"\nscore = {score}\n'
        text += f'\n[[population]]\nyear = {year}\ncount = {60 + year % 10}\nunit = "万人"\nbasis = "户籍"\n'
    text += '\n[headline]\nsource = "exam"\nline = "普通"\ngap_source = "exam"\n\n'
    tables = [
        (["admission_rate"], ["school_code"], ""),
        (["admission_rate"], ["district"], ""),
        (["admission_rate"], ["track"], ""),
        (["admission_rate"], ["residence"], ""),
        (["admission_rate"], ["sex"], ""),
        (["admission_rate"], ["district", "track"], ""),
        (["admission_rate"], ["school_code"], "last_years = 2\n"),
        (["rate_per_10k"], [], "last_years = 5\n"),
        (["subject_mean", *RATES], ["school_code"], "counts = true\n"),
        (["subject_mean", *RATES], ["district"], "counts = true\n"),
        (["subject_mean", *RATES], ["residence"], "counts = true\n"),
        (["subject_mean", *RATES], ["sex"], "counts = true\n"),
        (["subject_mean"], ["district"], "change = true\n"),
        (["subject_mean"], ["residence"], "last_years = 5\n"),
        (["pass_rate"], ["district", "sex"], ""),
        (["excellent_rate"], ["residence", "sex"], ""),
        (["participation"], ["school_code"], ""),
        (["participation"], ["district"], ""),
        (["subject_quantiles"], ["district"], ""),
        (["subject_gap"], [], ""),
        (["subject_gap"], ["district"], ""),
        (["score_table"], [], '[table.options]\nsubject = "total"\nwidth = 10\n'),
        (["score_table"], ["track"], '[table.options]\nsubject = "total"\nwidth = 20\n'),
        (["score_table"], ["residence"], '[table.options]\nsubject = "total"\nwidth = 50\n'),
        (["rank_bands"], ["district"], "[table.options]\nedges = [100, 500, 1000, 5000]\n"),
        (["n_tiles"], ["district"], ""),
        (["above_mean_rate"], ["school_code"], ""),
        (["between_school_share"], [], ""),
        (["admission_rate"], ["district"], "change = true\n"),
        (["tail_mean"], ["district"], ""),
    ]
    assert len(tables) == 30
    return text + "\n".join(table(number, *each, shown) for number, each in enumerate(tables, 1))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--schools", type=int, default=300)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--shown", type=int, default=1, help="years that every table shows, if more than one")
    asked = parser.parse_args()
    years = list(range(2024 - asked.years + 1, 2025))
    (asked.folder / "data").mkdir(parents=True, exist_ok=True)
    rows = 0
    for year in years:
        text = candidates(year, asked.schools, Drawn(year))
        rows += text.count("\n") - 1
        (asked.folder / "data" / f"{year}.csv").write_text(text, encoding="utf-8")
    (asked.folder / "edugauge.toml").write_text(configuration(years, asked.shown), encoding="utf-8")
    print(f"{rows:,} candidates of {asked.schools} schools in {asked.years} years: {asked.folder}")


if __name__ == "__main__":
    main()
