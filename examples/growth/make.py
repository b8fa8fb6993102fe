"""Makes the two linked examinations of this example: invented pupils of nine senior schools.

Grade 10 sat in 2022 and grade 12 in 2024, each with exam numbers of its own; `ids_2022.csv` gives the 学籍号
of the first. Some pupils leave, some come from elsewhere, some change the school, a few are absent, and one
number stands twice. What each school adds is in `EFFECTS`, so that the tables can be held against it.

Run it in this folder: `python make.py` writes `data/`.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

SEED = 20_260_301
SCHOOLS = [f"{name}中" for name in "一二三四五六七八九"]
INTAKE = [14, 9, 6, 3, 0, -3, -6, -9, -13]
"""Points by which a school's pupils begin above the county's mean."""
EFFECTS = [2.0, -5.0, 0.0, 6.0, 1.0, -1.0, 4.5, -4.0, 0.5]
"""Points that a school adds in a subject, above what is expected of its intake."""
CLASSES = 4
SIZE = 38
SUBJECTS = ["语文", "数学", "英语"]
FULL = 150


def score(value: float) -> int:
    return max(0, min(FULL, round(value)))


def pupils(draw: random.Random) -> list[dict[str, object]]:
    everybody: list[dict[str, object]] = []
    for school, (intake, effect) in enumerate(zip(INTAKE, EFFECTS, strict=True)):
        for form in range(CLASSES):
            for _ in range(SIZE + draw.randrange(-4, 5)):
                ability = draw.gauss(85 + intake, 16)
                entry = {subject: ability + draw.gauss(0, 9) for subject in SUBJECTS}
                exit_ = {
                    subject: 78 + 0.85 * (ability - 85) + effect + draw.gauss(0, 9) for subject in SUBJECTS
                }
                everybody.append(
                    {"school": school, "class": form + 1, "entry": entry, "exit": exit_, "moved": None}
                )
    return everybody


def written(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def row(number: str, school: int, form: int, marks: dict[str, float], absent: bool) -> list[object]:
    scores: list[object] = ["缺考"] * 4
    if not absent:
        whole = [score(marks[subject]) for subject in SUBJECTS]
        scores = [*whole, sum(whole)]
    return [number, SCHOOLS[school], f"{form}班", *scores]


def main() -> None:
    draw = random.Random(SEED)
    folder = Path(__file__).parent / "data"
    folder.mkdir(exist_ok=True)
    first: list[list[object]] = []
    ids: list[list[object]] = []
    last: list[list[object]] = []
    for at, pupil in enumerate(pupils(draw)):
        number, common = f"22{at + 1:05}", f"G3201{at * 7 + 11:06}"
        fate = draw.random()
        school, form = int(str(pupil["school"])), int(str(pupil["class"]))
        entry, exit_ = pupil["entry"], pupil["exit"]
        assert isinstance(entry, dict) and isinstance(exit_, dict)
        if fate > 0.05:  # the others came later, from another county
            first.append(row(number, school, form, entry, absent=draw.random() < 0.01))
            ids.append([number, common])
        if fate < 0.95:  # the others left
            if 0.5 < fate < 0.53:  # changed the school
                school, form = (school + draw.randrange(1, len(SCHOOLS))) % len(SCHOOLS), draw.randrange(1, 5)
            exam = row(f"24{len(last) + 1:05}", school, form, exit_, absent=draw.random() < 0.01)
            last.append([exam[0], common, *exam[1:]])
    last[-1][1] = last[-2][1]  # a number that stands twice links nobody
    header = ["学校", "班级", *SUBJECTS, "总分"]
    written(folder / "grade10_2022.csv", ["考号", *header], first)
    written(folder / "ids_2022.csv", ["考号", "学籍号"], ids)
    written(folder / "grade12_2024.csv", ["考号", "学籍号", *header], last)


if __name__ == "__main__":
    main()
