"""A random sample survey: pupils with weights by school, replicates, zones, strata and plausible values."""

from dataclasses import dataclass
from random import Random

KEYS = ["学校", "性别", "地区"]
REPLICATES = 8


@dataclass
class Row:
    labels: dict[str, str]
    cycle: int
    weight: int
    score: int


@dataclass
class Survey:
    rows: list[Row]
    # The file that holds them.
    text: str

    def labels(self, key: str) -> list[str]:
        return sorted({row.labels[key] for row in self.rows})


def random_survey(random: Random) -> Survey:
    head = ["考号", *KEYS, "年份", "层", "孤层", "权", "区", "半", "课外", "课内", "数学", "语文"]
    head += [f"P{n}M" for n in range(1, 4)] + [f"R{n}" for n in range(1, REPLICATES + 1)]
    rows: list[Row] = []
    lines, equal = [",".join(head)], random.random() < 0.5
    schools = random.randint(5, 7)
    for school in range(schools):
        weight = 10 if equal else random.choice([10, 20, 30])
        for sex in ("男", "女"):
            for _ in range(random.choice([0, 3, 6, 9, 11, 14, 20, 28])):
                number = len(rows)
                row = Row(
                    {"学校": f"校{school}", "性别": sex, "地区": f"地{school % 2}"},
                    2018 + 4 * (number % 2),
                    weight,
                    random.randint(20, 100),
                )
                rows.append(row)
                stratum, lone = f"层{school % 2}", "孤" if school == 0 else f"层{school % 2}"
                cells = [number, *row.labels.values(), row.cycle, stratum, lone, weight]
                cells += [number % 6 + 1, number // 6 % 2, random.randint(1, 9), random.randint(1, 9)]
                cells += [row.score, random.randint(20, 100)]
                cells += [row.score + random.randint(0, 4) for _ in range(3)]
                cells += [weight * 2 if (number >> n) % 2 == 0 else 0 for n in range(REPLICATES)]
                lines.append(",".join(map(str, cells)))
    return Survey(rows, "\n".join(lines) + "\n")
