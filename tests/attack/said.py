"""The form in which it is put what a figure says: counts and sums of whom."""

from dataclasses import dataclass, field
from fractions import Fraction

from published import Row
from tables import Table
from world import Group, Member, Quantity, World, group_of

Terms = list[tuple[Fraction | int, Quantity]]


@dataclass
class Meaning:
    """The counts and sums that a row shows, column by column, and which two its value is a quotient of."""

    columns: dict[str, Terms] = field(default_factory=dict)
    # value = scale × first / second
    quotient: tuple[Terms, Terms, Fraction] | None = None


@dataclass
class Context:
    """What is known of a release besides its figures: whose they are."""

    world: World
    subjects: list[str]

    def members(self, group: Group) -> list[Member]:
        wanted = set(group)
        return [member for member in self.world.members if wanted <= set(member.labels.items())]


def one(
    kind: str,
    group: Group,
    subject: str = "",
    low: int | None = None,
    below: int | None = None,
    name: str = "",
    weighted: bool = False,
) -> Terms:
    return [(1, Quantity(kind, group, subject, low, below, name, weighted))]


def scored(group: Group, subject: str, low: int | None = None, below: int | None = None) -> Terms:
    return one("tested", group, subject, low, below)


def added(*terms: Terms) -> Terms:
    return [term for each in terms for term in each]


def group_of_row(row: Row, table: Table) -> Group:
    return group_of({key: row[key] for key in table.by if row[key]})


def percent(numerator: Terms, denominator: Terms, n: Terms | None = None) -> Meaning:
    columns = {"numerator": numerator, "denominator": denominator, "n": n or denominator}
    return Meaning(columns, (numerator, denominator, Fraction(100)))
