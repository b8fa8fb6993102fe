"""The attack on one year: all that is published becomes one system; then each small number is sought."""

import itertools
from dataclasses import dataclass, field
from fractions import Fraction

from means import derived, fraction
from published import Row
from reading import meaning
from said import Context, Meaning, Terms, added, group_of_row, one, scored
from solver import Solver
from tables import Table
from world import Constraint, Group, Quantity, Sparse, group_of

NOT_OF_THE_DATA = {
    "part of a group",
    "part of another",
    "reaches the cut",
    "one cohort",
    "scores lie within ranges",
    "total of its subjects",
}


@dataclass
class Rule:
    minimum: int
    protection: int
    # Counts are rounded to multiples of this.
    base: int | None

    @property
    def need(self) -> int:
        return self.protection + 1 if self.base is None else self.base - 1

    def is_small(self, count: Fraction) -> bool:
        return 0 < count < self.minimum

    def is_small_number(self, count: float) -> bool:
        return 0 < count < self.minimum


@dataclass
class Target:
    said: str
    sparse: Sparse
    truth: Fraction
    need: float


@dataclass
class Breach:
    target: Target
    low: float
    high: float
    derivation: list[str]

    def __str__(self) -> str:
        kind = "RECOVERED" if self.low == self.high else "NARROWED"
        head = (
            f"{kind}: {self.target.said} is {self.target.truth}, told to be {self.low:g} to {self.high:g}, "
            f"promised are {self.target.need:g}"
        )
        return "\n    ".join([head, *self.derivation])


@dataclass
class Outcome:
    attacked: int = 0
    solved: int = 0
    undecided: int = 0
    breaches: list[Breach] = field(default_factory=list)
    misread: dict[str, int] = field(default_factory=dict)


class Attack:
    """`rows` are all figures of one year in all releases, each with its table."""

    def __init__(self, context: Context, rows: list[tuple[Row, Table]], rule: Rule) -> None:
        self.context, self.world, self.rule = context, context.world, rule
        self.rows = rows
        self.outcome = Outcome()
        self.read: list[tuple[Row, Table, Meaning]] = []
        for row, table in rows:
            told = meaning(row, table, context)
            if told is not None:
                self.read.append((row, table, told))
        self.implied: list[tuple[Terms, float, str]] = []

    def imply(self, terms: Terms, value: float, source: str) -> None:
        """A number that another year's figures tell of this one."""
        self.implied.append((terms, value, source))

    def run(self) -> Outcome:
        targets = self._wanted()
        for terms in [
            *(terms for _, _, told in self.read for terms in _all_terms(told)),
            *targets,
            *(terms for terms, _, _ in self.implied),
        ]:
            for _, quantity in terms:
                self.world.note_cuts(quantity)
        for row, _, told in self.read:
            self._know_row(row, told)
        for terms, value, source in self.implied:
            self._know(terms, value, value, source)
        if self.rule.base is None:
            self._know_listed()
            self._know_means()
        self._attack(self._targets(targets))
        return self.outcome

    # What is known

    def _know(self, terms: Terms, low: float, high: float, source: str) -> None:
        sparse = self.world.expand(terms)
        truth = self.world.value(sparse)
        if not low - 1e-6 <= truth <= high + 1e-6:
            self._misread(source)
            return
        if sparse:
            self.world.know(sparse, low, high, source)

    def _misread(self, source: str) -> None:
        words = [word for word in source.split() if word.startswith(("indicator=", "measure="))]
        what = " ".join([source.split()[0], *words])
        self.outcome.misread[what] = self.outcome.misread.get(what, 0) + 1

    def _know_row(self, row: Row, told: Meaning) -> None:
        base = self.rule.base
        for column, terms in told.columns.items():
            value = row.number(column)
            is_count = all(quantity.kind != "sum" for _, quantity in terms)
            if value is None or (base is not None and any(quantity.weighted for _, quantity in terms)):
                # Weighted counts are of rounded ones.
                continue
            if base is not None and is_count:
                self._know(terms, max(0, value - base + 1), value + base - 1, f"{column} of {row}")
            else:
                self._know(terms, value, value, f"{column} of {row}")
        value = row.number("value")
        if told.quotient is not None and value is not None:
            first, second, scale = told.quotient
            is_exact = row.number("denominator") is not None and row.number("numerator") is not None
            is_count = all(quantity.kind != "sum" for _, quantity in first)
            if is_exact or (base is not None and is_count):
                return
            self._know_quotient(first, second, Fraction(value) / scale, f"value of {row}")

    def _know_quotient(self, first: Terms, second: Terms, value: Fraction, source: str) -> None:
        """Both are the same multiple of the numerator and the denominator of a fraction in lowest terms."""
        ratio = fraction(float(value))
        if ratio is None:
            return
        upper, lower = self.world.expand(first), self.world.expand(second)
        times = self.world.value(lower) / ratio.denominator
        if self.world.value(upper) != times * ratio.numerator or times.denominator != 1:
            self._misread(source)
            return
        multiple = self.world.multiple(source, int(times))
        self.world.know({**upper, multiple: Fraction(-ratio.numerator)}, 0, 0, source)
        self.world.know({**lower, multiple: Fraction(-ratio.denominator)}, 0, 0, source)

    def _know_listed(self) -> None:
        for row, table, told in self.read:
            group = group_of_row(row, table)
            self._know(one("registered", group), 1, 1e6, f"listed: {row}")
            if row.is_hidden and "n" in told.columns:
                self._know(told.columns["n"], 1, 1e6, f"hidden, so somebody is counted: {row}")

    def _know_means(self) -> None:
        for (group, subject), (mean, source) in derived(self.rows).items():
            self._know_quotient(
                one("sum", group, subject), scored(group, subject), mean, f"mean from {source}"
            )

    # What is looked for

    def _wanted(self) -> list[Terms]:
        wanted: list[Terms] = []
        # All that divide a group, and those of one table: another may divide what it leaves.
        ends: dict[tuple[int | None, Group, str], set[int]] = {}
        keys = {tuple(sorted(table.by)) for _, table, _ in self.read} | {tuple(sorted(self.world.keys))}
        for _, table, told in self.read:
            columns = list(told.columns.values())
            wanted += columns
            pairs = [(told.quotient[0], told.quotient[1])] if told.quotient else []
            for first, second in pairs:
                if all(quantity.kind != "sum" for _, quantity in [*first, *second]):
                    wanted.append(added(second, [(-factor, quantity) for factor, quantity in first]))
            for _, quantity in (term for terms in columns for term in terms):
                if quantity.kind == "tested":
                    for of in (None, id(table)):
                        cuts = ends.setdefault((of, quantity.group, quantity.subject), set())
                        cuts.update(end for end in (quantity.low, quantity.below) if end is not None)
        for (_, group, subject), cuts in ends.items():
            between = [None, *sorted(cuts), None]
            wanted += [scored(group, subject, low, below) for low, below in itertools.pairwise(between)]
            wanted.append(one("sum", group, subject))
        subjects = sorted({subject for _, _, subject in ends if subject})
        for chosen in keys:
            groups = {tuple(label for label in cell if label[0] in chosen) for cell in self.world.cells}
            for group in sorted(groups):
                wanted.append(one("registered", group))
                wanted += [scored(group, subject) for subject in subjects]
        return wanted

    def _targets(self, wanted: list[Terms]) -> list[Target]:
        targets: dict[frozenset[tuple[int, Fraction]], Target] = {}
        for terms in wanted:
            if not terms or any(quantity.weighted for _, quantity in terms):
                continue
            is_sum = any(quantity.kind == "sum" for _, quantity in terms)
            [_, quantity], *_ = terms
            of_whom = scored(quantity.group, quantity.subject) if is_sum else terms
            if not self.rule.is_small(self.world.value(self.world.expand(of_whom))):
                continue
            if is_sum and self.rule.base is not None:
                continue
            sparse = self.world.expand(terms)
            need = self.world.full_marks[quantity.subject] if is_sum else self.rule.need
            said = " + ".join(f"{'' if factor == 1 else factor}{quantity}" for factor, quantity in terms)
            targets.setdefault(
                frozenset(sparse.items()), Target(said, sparse, self.world.value(sparse), need)
            )
        return list(targets.values())

    def _attack(self, targets: list[Target]) -> None:
        self.world.tie()
        solver = Solver(self.world)
        for target in targets:
            found = solver.range(target.sparse, target.need)
            self.outcome.attacked += 1
            if found.width >= target.need:
                continue
            if found.undecided:
                self.outcome.undecided += 1
                continue
            self.outcome.breaches.append(Breach(target, found.low, found.high, self._derivation(target)))
        self.outcome.solved += solver.solved

    def _derivation(self, target: Target) -> list[str]:
        """Published numbers from which the target follows, none of which can be left out."""
        constraints = self.world.constraints
        fixed = [c for c in constraints if c.source in NOT_OF_THE_DATA]
        needed = [c for c in constraints if c.source not in NOT_OF_THE_DATA]

        def follows(chosen: list[Constraint]) -> bool:
            self.world.constraints = [*fixed, *chosen]
            try:
                found = Solver(self.world).range(target.sparse, target.need)
            finally:
                self.world.constraints = constraints
            return found.width < target.need and not found.undecided

        size = max(1, len(needed) // 2)
        while True:
            at = 0
            while at < len(needed):
                without = needed[:at] + needed[at + size :]
                if follows(without):
                    needed = without
                else:
                    at += size
            if size == 1:
                break
            size = max(1, size // 2)
        return [f"{c.source} [{c.low:g}, {c.high:g}]" for c in needed]


def _all_terms(told: Meaning) -> list[Terms]:
    quotient = [told.quotient[0], told.quotient[1]] if told.quotient else []
    return [*told.columns.values(), *quotient]


__all__ = ["Attack", "Breach", "Outcome", "Quantity", "Rule", "group_of"]
