"""Random candidates of two years, in groups of which many are small, and the file that holds them."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

YEARS = (2023, 2024)
KEYS = {"district": "区县", "school": "学校", "residence": "城乡", "sex": "性别", "track": "科类"}
SUBJECTS = {"chinese": "语文", "mathematics": "数学", "physics": "物理"}
MARKS = {"absent": "缺考", "exempt": "免考", "violation": "违纪", "blank": "", "void": "缺考"}
FULL_MARK = 100
TOTAL = "total"


@dataclass
class Pupil:
    year: int
    labels: dict[str, str]
    # A score, or the id of a mark.
    scores: dict[str, int | str]

    def score(self, subject: str) -> int | None:
        score = self.scores[subject]
        return score if isinstance(score, int) else None


@dataclass
class Candidates:
    pupils: list[Pupil]
    keys: list[str]
    subjects: list[str]
    # Whether all sit all subjects, as everybody knows.
    everybody_sits: bool
    # Whether a total is the sum of the subjects that were sat; else nobody who missed one has a total.
    total_as_given: bool

    @property
    def with_total(self) -> list[str]:
        return [*self.subjects, TOTAL]

    def full_mark(self, subject: str) -> int:
        return FULL_MARK * len(self.subjects) if subject == TOTAL else FULL_MARK

    def labels(self, key: str) -> list[str]:
        return sorted({pupil.labels[key] for pupil in self.pupils})

    def write(self, path: Path) -> None:
        head = ["年份", "考号", *(KEYS[key] for key in self.keys)]
        head += [*(SUBJECTS[subject] for subject in self.subjects), "总分", "权"]
        rows = [",".join(head)]
        for number, pupil in enumerate(self.pupils):
            cells = [str(pupil.year), f"{pupil.year}{number:05}", *(pupil.labels[key] for key in self.keys)]
            scores = (pupil.scores[subject] for subject in self.with_total)
            cells += [MARKS[score] if isinstance(score, str) else str(score) for score in scores]
            rows.append(",".join([*cells, str(weight_of(pupil.labels))]))
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def weight_of(labels: dict[str, str]) -> int:
    """Pupils of one sex count twice, as everybody knows."""
    return 2 if labels.get("sex") == "女" else 1


def random_candidates(random: Random, small: bool) -> Candidates:
    keys = ["school", "sex"] if random.random() < 0.15 else ["school", "sex", "track"]
    keys = [*(["district"] if random.random() < 0.4 else []), *keys, "residence"]
    schools = random.randint(2, 5)
    places = ["城区", "乡村", "镇区"] if random.random() < 0.3 and schools > 2 else ["城区", "乡村"]
    places = places + [random.choice(places) for _ in range(schools - len(places))]
    subjects = ["chinese", "mathematics"] if random.random() < 0.5 else list(SUBJECTS)
    everybody_sits = random.random() < 0.55
    optional = not everybody_sits and random.random() < 0.5
    total_as_given = optional or random.random() < 0.5
    pupils = []
    for year in YEARS:
        for school in range(schools):
            of_school = {"school": f"校{school}", "residence": places[school], "district": f"区{school % 2}"}
            level = random.randint(45, 75)
            for sex in ("男", "女"):
                for track in ("物理", "历史") if "track" in keys else ("",):
                    labels = {**of_school, "sex": sex, "track": track}
                    labels = {key: labels[key] for key in keys}
                    for _ in range(_size(random, small)):
                        scores = _scores(random, level, subjects, everybody_sits, optional)
                        taken = [score for score in scores.values() if isinstance(score, int)]
                        is_void = not taken or (len(taken) < len(subjects) and not total_as_given)
                        scores[TOTAL] = "void" if is_void else sum(taken)
                        pupils.append(Pupil(year, labels, scores))
    return Candidates(pupils, keys, subjects, everybody_sits, total_as_given)


def _size(random: Random, small: bool) -> int:
    chance = random.random()
    if not small:
        return random.randint(12, 40) if chance < 0.97 else random.randint(1, 9)
    if chance < 0.08:
        return 0
    return random.randint(1, 9) if chance < 0.45 else random.randint(10, 32)


def _scores(
    random: Random, level: int, subjects: list[str], everybody_sits: bool, optional: bool
) -> dict[str, int | str]:
    scores: dict[str, int | str] = {}
    for subject in subjects:
        score = max(0, min(FULL_MARK, round(random.gauss(level, 18))))
        scores[subject] = score
        if not everybody_sits and random.random() < 0.06:
            scores[subject] = random.choice(["absent", "absent", "exempt", "violation"])
        if optional and subject == subjects[-1] and random.random() < 0.6:
            scores[subject] = "blank"
    return scores
