"""Makes the paper of this example: invented candidates, with two faults put in on purpose.

24 items: single choices (1–12), several right options (13–15), blanks (16–18), questions of two parts
(20, 21) and one of two questions to choose (22, 23). The plan's key of item 7 is wrong, and item 11 is harder
for rural candidates of the same strength.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from pathlib import Path

SINGLE = "BADCABDCBACD"
SEVERAL = ["AC", "BD", "ABD"]
POINTS = ["函数", "几何", "概率", "数列"]
FULL = {"20(1)": 5, "20(2)": 7, "21(1)": 5, "21(2)": 7, "22": 10, "23": 10}


def chance(ability: float, hard: float, guess: float = 0.0) -> float:
    return guess + (1 - guess) / (1 + math.exp(-1.3 * (ability - hard)))


def wrong(draw: random.Random, right: str) -> str:
    """Wrong options are not equally tempting."""
    others = [letter for letter in "ABCD" if letter != right]
    return draw.choices(others, weights=[5, 3, 2])[0]


def candidates(seed: int, n: int = 2000, dif: bool = True, miskeyed: bool = True) -> list[list[object]]:
    """The rows of the sheet."""
    draw = random.Random(seed)
    schools = []
    for i in range(1, 21):
        residence, level = ("城区", 0.15) if i <= 10 else ("乡村", -0.15)
        schools.append((f"第{i:02}中学", residence, draw.gauss(level, 0.3)))
    rows: list[list[object]] = []
    for number in range(n):
        school, residence, level = schools[number % len(schools)]
        ability = draw.gauss(level, 1)
        row: list[object] = [f"24{number:04}", school, f"{1 + number // len(schools) % 4}班", residence]
        if draw.random() < 0.01:
            rows.append([*row, "缺考", *[""] * 24])
            continue
        answers: list[object] = []
        for item, right in enumerate(SINGLE):
            hard = -1.5 + 0.25 * item + (1.8 if dif and item == 10 and residence == "乡村" else 0)
            is_right = draw.random() < chance(ability, hard, 0.2)
            answers.append(right if is_right else "" if draw.random() < 0.03 else wrong(draw, right))
        for item, key in enumerate(SEVERAL):
            if draw.random() < chance(ability, 0.4 * item):
                answers.append(key)
            elif draw.random() < 0.5:
                answers.append(draw.choice(key))
            else:
                answers.append("".join(sorted({draw.choice("ABCD"), draw.choice("ABCD"), draw.choice(key)})))
        for hard in (-0.5, 0.3, 1.0):
            answers.append(4 if draw.random() < chance(ability, hard) else 0)
        for item, full in list(FULL.items())[:4]:
            hard = 0.2 if item.endswith("(1)") else 0.9
            answers.append(sum(draw.random() < chance(ability, hard) for _ in range(full)))
        own = sum(draw.random() < chance(ability, 0.5) for _ in range(10))
        answers += [own, ""] if draw.random() < 0.6 else ["", own]
        rows.append([*row, total(answers, keys(miskeyed)), *answers])
    return rows


def keys(miskeyed: bool) -> list[str]:
    """The keys of the items with options, as the plan has them."""
    single = ["C" if miskeyed and item == 7 else right for item, right in enumerate(SINGLE, 1)]
    return single + SEVERAL


def total(answers: list[object], keys: list[str]) -> int:
    """As the marking platform adds it up."""
    options, marks = [str(answer) for answer in answers[:15]], answers[15:]
    single = sum(3 for chosen, key in zip(options[:12], keys[:12], strict=True) if chosen == key)
    several = 0
    for chosen, key in zip(options[12:], keys[12:], strict=True):
        several += 6 if chosen == key else 3 if chosen and set(chosen) <= set(key) else 0
    return single + several + sum(mark for mark in marks if isinstance(mark, int))


HEADERS = (
    ["考号", "学校", "班级", "城乡", "总分"]
    + [f"{item}(答案)" for item in range(1, 16)]
    + [str(item) for item in range(16, 19)]
    + list(FULL)
)


def plan(miskeyed: bool = True) -> list[list[object]]:
    """The rows of the plan."""
    rows: list[list[object]] = []
    for item, key in enumerate(keys(miskeyed), 1):
        if item < 13:
            rows.append([item, "单选", 3, key, POINTS[item % 4], "理解", "", "", ""])
        else:
            both = f"{POINTS[item % 4]};{POINTS[(item + 1) % 4]}"
            rows.append([item, "多选", 6, key, both, "应用", "", "half", ""])
    for item in range(16, 19):
        rows.append([item, "填空", 4, "", POINTS[item % 4], "理解", 0.5, "", ""])
    for at, (item, full) in enumerate(FULL.items()):
        chosen = "选做题一选1" if full == 10 else ""
        rows.append([item, "解答", full, "", POINTS[at // 2], "应用", 0.4, "", chosen])
    return rows


PLAN = ["题号", "题型", "分值", "标准答案", "知识点", "能力层次", "预估难度", "计分规则", "选做组"]


def write(folder: Path, seed: int) -> None:
    for name, head, rows in (("scores.csv", HEADERS, candidates(seed)), ("plan.csv", PLAN, plan())):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])


if __name__ == "__main__":
    write(Path(__file__).parent, int(sys.argv[1]) if len(sys.argv) > 1 else 2024)
