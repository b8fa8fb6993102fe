"""What the attacker does not know: for each crossing of all keys, how many pupils there are, how many of them
have a score within each range, what the scores add up to, how many are absent, to how many an event
happened."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

Group = tuple[tuple[str, str], ...]
Variable = tuple[object, ...]
# Most factors are whole numbers, which are added a hundred times faster than fractions.
Sparse = dict[int, Fraction | int]


@dataclass(frozen=True)
class Quantity:
    """A count of pupils of a group, or the sum of their scores."""

    kind: str  # registered, tested, marked, sum or event
    group: Group = ()
    subject: str = ""
    low: int | None = None  # scores from this
    below: int | None = None  # to below this
    name: str = ""  # of a mark or an event
    weighted: bool = False

    def __str__(self) -> str:
        labels = " ".join(label for _, label in self.group) or "all"
        ends = "" if self.low is None and self.below is None else f" from {self.low} below {self.below}"
        heavy = "weighted " if self.weighted else ""
        return f"{heavy}{self.kind} {self.name} of {labels} in {self.subject or '-'}{ends}".replace("  ", " ")


def group_of(labels: dict[str, str]) -> Group:
    return tuple(sorted(labels.items()))


@dataclass
class Member:
    """A pupil as the judge knows him; nothing of him but his keys is known to the attacker."""

    labels: dict[str, str]
    scores: dict[str, int | str]
    weight: int


@dataclass
class Constraint:
    terms: Sparse
    low: float
    high: float
    source: str


Event = Callable[[Member], bool]


@dataclass
class World:
    members: list[Member]
    keys: list[str]
    full_marks: dict[str, int]
    everybody_sits: bool
    parts_of_total: list[str]
    # Else those who missed a subject have no total.
    total_of_all: bool = True
    events: dict[str, Event] = field(default_factory=dict)
    # Which event is part of which other, and the cut in each subject that all must reach to whom one happens.
    parts: set[tuple[str, str]] = field(default_factory=set)
    passes: dict[str, dict[str, int]] = field(default_factory=dict)
    cuts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    variables: dict[Variable, int] = field(default_factory=dict)
    truth: list[int] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    # The cells of each group that was asked for.
    inside: dict[Group, list[Group]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cells: dict[Group, list[Member]] = defaultdict(list)
        for member in self.members:
            self.cells[group_of(member.labels)].append(member)

    def cells_of(self, group: Group) -> Iterable[Group]:
        if group not in self.inside:
            wanted = set(group)
            self.inside[group] = [cell for cell in self.cells if wanted <= set(cell)]
        return self.inside[group]

    def within(self, part: str, whole: str) -> None:
        self.parts.add((part, whole))

    def note_cuts(self, quantity: Quantity) -> None:
        ends = self.cuts[quantity.subject] if quantity.subject else set()
        ends.update(end for end in (quantity.low, quantity.below) if end is not None)

    def ranges(self, subject: str) -> list[tuple[int, int]]:
        """The ranges that the noted cuts divide the scores of a subject into, their last score included."""
        full = self.full_marks[subject]
        starts = [0, *sorted(cut for cut in self.cuts[subject] if 0 < cut <= full)]
        return list(zip(starts, [*(start - 1 for start in starts[1:]), full], strict=True))

    def _variable(self, name: Variable, truth: Callable[[], int], most: float) -> int:
        if name not in self.variables:
            self.variables[name] = len(self.truth)
            self.truth.append(truth())
            self.most.append(most)
        return self.variables[name]

    def _count(self, name: Variable, cell: Group, is_counted: Event) -> int:
        return self._variable(name, lambda: sum(map(is_counted, self.cells[cell])), 500)

    def _range(self, cell: Group, subject: str, low: int, high: int) -> int:
        def is_in(member: Member) -> bool:
            score = member.scores.get(subject)
            return isinstance(score, int) and low <= score <= high

        return self._count(("range", cell, subject, low, high), cell, is_in)

    def _sum(self, cell: Group, subject: str) -> int:
        scores = (member.scores.get(subject) for member in self.cells[cell])
        total = sum(score for score in scores if isinstance(score, int))
        return self._variable(("sum", cell, subject), lambda: total, 500 * self.full_marks[subject])

    def multiple(self, source: str, truth: int) -> int:
        """Of which multiple of a fraction two numbers are."""
        return self._variable(("multiple", source), lambda: truth, 1e5)

    def _of_cell(self, quantity: Quantity, cell: Group) -> list[int]:
        subject = quantity.subject
        match quantity.kind:
            case "registered":
                return [self._count(("registered", cell), cell, lambda member: True)]
            case "marked":
                name = ("marked", cell, subject, quantity.name)
                return [self._count(name, cell, lambda member: member.scores.get(subject) == quantity.name)]
            case "event":
                happened = self.events[quantity.name]
                return [self._count(("event", cell, quantity.name), cell, happened)]
            case "sum":
                return [self._sum(cell, subject)]
        low = 0 if quantity.low is None else quantity.low
        below = self.full_marks[subject] + 1 if quantity.below is None else quantity.below
        wanted = [(a, b) for a, b in self.ranges(subject) if low <= a and b < below]
        return [self._range(cell, subject, a, b) for a, b in wanted]

    def expand(self, terms: Iterable[tuple[Fraction | int, Quantity]]) -> Sparse:
        sums: Sparse = {}
        for factor, quantity in terms:
            for cell in self.cells_of(quantity.group):
                times = self.cells[cell][0].weight if quantity.weighted else 1
                for variable in self._of_cell(quantity, cell):
                    sums[variable] = sums.get(variable, 0) + factor * times
        return {variable: factor for variable, factor in sums.items() if factor}

    def value(self, sparse: Sparse) -> Fraction:
        return Fraction(sum(factor * self.truth[variable] for variable, factor in sparse.items()))

    def know(self, sparse: Sparse, low: float, high: float, source: str) -> None:
        self.constraints.append(Constraint(sparse, low, high, source))

    def tie(self) -> None:
        """What holds of any pupils: one cohort sits all subjects, scores lie within their ranges, a total is
        the sum of its subjects. Call it when all quantities are expanded."""
        subjects = sorted({str(name[2]) for name in self.variables if name[0] in ("range", "sum", "marked")})
        passed = (
            cuts for event, cuts in self.passes.items() if any(event in name for name in self.variables)
        )
        subjects = sorted({*subjects, *(subject for cuts in passed for subject in cuts)})
        if "total" in subjects and any(name[0] == "sum" and name[2] == "total" for name in self.variables):
            subjects = sorted({*subjects, *self.parts_of_total})
        for cell in self.cells:
            if ("sum", cell, "total") in self.variables:
                for part in self.parts_of_total:
                    self._sum(cell, part)
            registered = self._of_cell(Quantity("registered"), cell)[0]
            if self.everybody_sits:
                # The same sit all subjects; that nobody registered is missing is for the files to say.
                sitting = self._count(("sitting", cell), cell, lambda member: True)
                self.know({registered: Fraction(1), sitting: Fraction(-1)}, 0, 500, "one cohort")
            else:
                sitting = registered
            for subject in subjects:
                self._tie_subject(cell, subject, sitting)
            for name in self.events:
                if ("event", cell, name) in self.variables:
                    event = self.variables["event", cell, name]
                    self.know({registered: Fraction(1), event: Fraction(-1)}, 0, 500, "part of a group")
            self._nest(cell)
            if ("sum", cell, "total") in self.variables:
                parts = {self._sum(cell, part): Fraction(-1) for part in self.parts_of_total}
                low = 0 if self.total_of_all else -1e6
                self.know({self._sum(cell, "total"): Fraction(1), **parts}, low, 0, "total of its subjects")

    def _nest(self, cell: Group) -> None:
        """To whom the harder thing happens, the easier does; who passes in all subjects does in each."""
        stricter = {
            (hard, easy)
            for hard, cuts in self.passes.items()
            for easy, lower in self.passes.items()
            if hard != easy and all(cuts.get(subject, -1) >= cut for subject, cut in lower.items())
        }
        for hard, easy in self.parts | stricter:
            part, whole = (self.variables.get(("event", cell, name)) for name in (hard, easy))
            if part is not None and whole is not None:
                self.know({part: Fraction(-1), whole: Fraction(1)}, 0, 500, "part of another")
        for name, cuts in self.passes.items():
            event = self.variables.get(("event", cell, name))
            if event is None:
                continue
            for subject, cut in cuts.items():
                reach = [(low, high) for low, high in self.ranges(subject) if high >= cut]
                above = [self._range(cell, subject, low, high) for low, high in reach]
                self.know(
                    {**dict.fromkeys(above, Fraction(1)), event: Fraction(-1)}, 0, 500, "reaches the cut"
                )

    def _tie_subject(self, cell: Group, subject: str, sitting: int) -> None:
        tested = {self._range(cell, subject, low, high): (low, high) for low, high in self.ranges(subject)}
        marked = [v for name, v in self.variables.items() if name[:3] == ("marked", cell, subject)]
        others = {sitting: Fraction(1), **dict.fromkeys([*tested, *marked], Fraction(-1))}
        self.know(others, 0, 0 if self.everybody_sits else 500, "one cohort")
        if ("sum", cell, subject) in self.variables:
            of_all = self.variables["sum", cell, subject]
            lowest = {variable: Fraction(-low) for variable, (low, _) in tested.items() if low}
            highest = {variable: Fraction(-high) for variable, (_, high) in tested.items()}
            self.know({of_all: Fraction(1), **lowest}, 0, 1e6, "scores lie within ranges")
            self.know({of_all: Fraction(1), **highest}, -1e6, 0, "scores lie within ranges")
