"""How often 95 % intervals of value added hold a school's true effect, by simulation.

    python benches/value_added_coverage.py [COUNTIES]

prints the table of `docs/coverage.md`. Each county has 60 schools of 10, 30 or 100 linked pupils.
Entry: of the school (variance 0.2) and the pupil's own (0.8); exit = 0.6 entry + effect of the
school (0.1) + the pupil's own (0.5), all normal, the effects apart from the intake. True is the
effect above the mean of the county's schools, as the reference of every method is the county.
Fifths are of the true effects of all schools.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy

import edugauge as eg

SEED = 20_261_130
SCHOOLS = 60
METHODS = ("bands", "bands, `se = own`", "random intercept")
SCALE = 1_000
"""Scores are whole thousandths, far from zero."""


def county(draw: numpy.random.Generator, pupils: int) -> tuple[eg.Exam, numpy.ndarray]:
    effect = draw.normal(0, 0.1**0.5, SCHOOLS)
    school = numpy.repeat(numpy.arange(SCHOOLS), pupils)
    entry = draw.normal(0, 0.2**0.5, SCHOOLS)[school] + draw.normal(0, 0.8**0.5, len(school))
    exit_ = 0.6 * entry + effect[school] + draw.normal(0, 0.5**0.5, len(school))

    def written(of: numpy.ndarray) -> list[str]:
        return [f"{round((20 + score) * SCALE)}" for score in of]

    names = [f"{number:02}" for number in school]
    exam = eg.read_scores({"学校": names, "入口": written(entry), "出口": written(exit_)})
    return exam, (effect - effect.mean()) * SCALE


def covered(exam: eg.Exam, true: numpy.ndarray) -> Iterator[numpy.ndarray]:
    bands = eg.band_value_added(exam, by="school").rows(measure="value_added")
    own = eg.band_value_added(exam, by="school", se="own").rows(measure="value_added")
    model = eg.school_value_added(exam, by="school").rows(measure="value")
    for rows in (bands, own, model):
        inside = numpy.zeros(SCHOOLS, dtype=bool)
        for row in rows:
            at = int(row["school"])
            inside[at] = row["lower"] <= true[at] <= row["upper"]
        yield inside


def main(counties: int) -> None:
    print("| pupils a school | method | all | lowest fifth | second | middle | fourth | highest |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for pupils in (10, 30, 100):
        draw = numpy.random.default_rng([SEED, pupils])
        true, found = [], []
        for _ in range(counties):
            exam, effects = county(draw, pupils)
            true.append(effects)
            found.append(list(covered(exam, effects)))
        effects = numpy.concatenate(true)
        fifth = numpy.searchsorted(numpy.quantile(effects, [0.2, 0.4, 0.6, 0.8]), effects)
        for at, method in enumerate(METHODS):
            inside = numpy.concatenate([each[at] for each in found])
            shares = [inside.mean(), *(inside[fifth == of].mean() for of in range(5))]
            print(f"| {pupils} | {method} | " + " | ".join(f"{share:.1%}"[:-1] for share in shares) + " |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
