"""Makes random public releases with the program, and attacks them from their published files alone.

python tests/attack --program target/debug/edugauge --releases 1000
python tests/attack --program target/debug/edugauge --seed 17 --keep
python tests/attack --program target/debug/edugauge --releases 1000 --draw
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import solver
from judge import Verdict, judge
from registry import Indicator, indicators
from releases import Deck, plan, publish
from tables import REFUSED


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--releases", type=int, default=30)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first release")
    parser.add_argument("--seed", type=int, help="this release only")
    parser.add_argument("--folder", type=Path, help="where releases are made; breached ones stay there")
    parser.add_argument("--keep", action="store_true", help="all of them stay")
    parser.add_argument("--seconds", type=float, default=60, help="for solving one year")
    parser.add_argument("--refused", type=int, help="more refused runs than this are a fault")
    parser.add_argument("--draw", action="store_true", help="only draw what would be released, and count it")
    asked = parser.parse_args()
    solver.SECONDS_OF_YEAR = asked.seconds
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.releases)
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="attack-"))
    total = Total(indicators(asked.program))
    deck = Deck(total.indicators)
    if asked.draw:
        return draw(total, deck, seeds)
    for seed in seeds:
        made_in = folder / str(seed)
        shutil.rmtree(made_in, ignore_errors=True)
        made = plan(seed, deck, made_in)
        publish(made, asked.program)
        verdict = judge(made)
        total.add(seed, verdict, made.is_hard, made_in)
        if not (asked.keep or verdict.is_breached or verdict.failed):
            shutil.rmtree(made_in)
    total.print(asked.releases if asked.seed is None else 1)
    too_many = asked.refused is not None and total.runs_refused > asked.refused
    return 1 if total.breaches or total.failed or too_many else 0


def draw(total: Total, deck: Deck, seeds: Iterable[int]) -> int:
    """Whether releases that nobody makes would be as hard and as various as they are asked to be."""
    for seed in seeds:
        made = plan(seed, deck, Path())
        total.releases += 1
        total.hard += made.is_hard
        for run in made.runs:
            for table in run.tables:
                total.occurred.update(table.arguments())
    print(f"{total.hard} of {total.releases} are hard")
    rare = total.rare(max(1, 20 * total.releases // 1000))
    print(f"{len(rare)} occur less than 20 times in 1,000: {', '.join(rare)}")
    return 1 if rare or total.hard < 0.3 * total.releases else 0


class Total:
    def __init__(self, indicators: list[Indicator]) -> None:
        self.indicators = indicators
        self.begun = time.monotonic()
        self.releases = self.runs_refused = self.hard = self.breaches = self.failed = 0
        self.attacked = self.solved = self.undecided = self.lost = 0
        self.shares: list[float] = []
        self.misread: Counter[str] = Counter()
        self.occurred: Counter[tuple[str, str, str]] = Counter()

    def add(self, seed: int, verdict: Verdict, is_hard: bool, folder: Path) -> None:
        self.releases += 1
        self.hard += is_hard
        self.runs_refused += verdict.refused
        self.lost += verdict.lost
        self.attacked += verdict.attacked
        self.solved += verdict.solved
        self.undecided += verdict.undecided
        self.misread.update(verdict.misread)
        self.occurred.update(verdict.occurred)
        self.breaches += len(verdict.breaches) + len(verdict.faults)
        self.failed += len(verdict.failed)
        if verdict.figures:
            self.shares.append(verdict.hidden / verdict.figures)
        for what in [*verdict.failed, *verdict.faults, *verdict.breaches]:
            print(f"seed {seed}, files in {folder}\n  {what}", flush=True)
        print(f"\r{self.releases} releases, {self.breaches} breaches", end="", file=sys.stderr, flush=True)

    def print(self, releases: int) -> None:
        rare = self.rare(max(1, 20 * releases // 1000))
        shares = sorted(self.shares) or [0.0]
        print(
            f"{self.releases} releases ({self.hard} with groups of 1-9, three keys, "
            "an earlier and a replaced one)"
        )
        print(
            f"{self.attacked} small numbers attacked, {self.solved} programmes solved, "
            f"{self.undecided} undecided"
        )
        print(
            f"{self.breaches} breaches; {self.runs_refused} runs refused, {self.failed} failed; "
            f"{self.lost} releases left out, as a run said that it could not reckon with an earlier one"
        )
        print(f"{100 * shares[len(shares) // 2]:.1f} % of figures hidden in the median release")
        print(
            f"{len(rare)} indicators or values of arguments occur less than 20 times in 1,000: "
            f"{', '.join(rare)}"
        )
        if self.misread:
            print(f"not read as they are meant: {dict(self.misread)}")
        print(f"{time.monotonic() - self.begun:.0f} s")

    def rare(self, least: int) -> list[str]:
        wanted = [(indicator.id, "", "") for indicator in self.indicators]
        wanted += [
            (indicator.id, name, value)
            for indicator in self.indicators
            for name, values in indicator.choices.items()
            for value in values
        ]
        possible = (each for each in wanted if each not in REFUSED)
        return [" ".join(filter(None, each)) for each in possible if self.occurred[each] < least]


if __name__ == "__main__":
    sys.exit(main())
