"""What no figure may say by itself, whatever follows from it: numbers of few, means of the best few."""

import itertools
from collections import defaultdict

from attack import Rule
from published import Row
from pupils import weight_of
from releases import Plan
from said import group_of_row
from said_of_groups import sides
from tables import GAPS, Table
from world import Group, Member

# Their numbers are no pupils'.
OF_THINGS = (
    "control_lines",
    "weighted_cv",
    "inequality",
    "basic_balance",
    "quality_balance",
    "teacher_rotation",
    "composite_index",
    "rank_interval_of_column",
    "retention_rate",
)
OF_SMALL_TABLES = ("ratio", "count_by_year", "plan_attainment")
# Whose pupils are split among schools, all of whom must be many.
OF_SCHOOLS = ("gap_by_school", "gap_between_schools", "between_school_share", "school_mean_spread")


def faults(plan: Plan, shown: list[tuple[Row, Table]], rule: Rule) -> list[str]:
    found = [
        f"{why}: {row}"
        for row, table in shown
        if table.indicator not in OF_THINGS and row.number("value") is not None
        for why in _of_row(plan, row, table, rule)
    ]
    return found + (tails(shown, rule) if rule.base is None else [])


def _of_row(plan: Plan, row: Row, table: Table, rule: Rule) -> list[str]:
    if rule.base is not None:
        counts = [row.number(column) for column in ("numerator", "denominator")]
        is_count = row["unit"] in ("%", "persons", "人") and table.indicator not in OF_SMALL_TABLES
        rounded = is_count and table.source in ("exam", "again") and "weight" not in table.options
        off = [c for c in counts if rounded and c is not None and c == int(c) and c % rule.base]
        return (
            ["a count is not rounded"] if off and table.indicator in ("pass_rate", "admission_rate") else []
        )
    n, is_of_pupils = row.number("n"), table.indicator not in OF_SMALL_TABLES
    why = ["n is small"] if is_of_pupils and n is not None and rule.is_small_number(n) else []
    if table.indicator in OF_SMALL_TABLES and 'counts = "pupils"' in "".join(plan.sources):
        source = next(source for source in plan.sources if f'"{table.source}"' in source)
        numbers = [row.number(column) for column in ("numerator", "denominator")]
        if 'counts = "pupils"' in source and any(n is not None and rule.is_small_number(n) for n in numbers):
            why.append("a small number of pupils")
    if table.source in ("exam", "again") and table.indicator in OF_SCHOOLS:
        why += _schools(plan, row, table, rule)
    return why


def _schools(plan: Plan, row: Row, table: Table, rule: Rule) -> list[str]:
    group: Group = tuple(label for label in group_of_row(row, table) if label[0] != "school")
    compared = [(key, label) for key, labels in sides(table) for label in labels]
    counts: dict[str, int] = defaultdict(int)
    for pupil in plan.candidates.pupils:
        member = Member(pupil.labels, pupil.scores, weight_of(pupil.labels))
        if str(pupil.year) == row["year"] and set(group) <= set(member.labels.items()):
            if table.indicator in GAPS and not any(pupil.labels.get(key) == label for key, label in compared):
                continue
            counts[pupil.labels["school"]] += isinstance(pupil.scores.get(row["subject"]), int)
    if row["measure"] in ("difference", "minimum", "maximum"):
        return []
    return ["a part of it is of few"] if any(rule.is_small_number(count) for count in counts.values()) else []


def tails(shown: list[tuple[Row, Table]], rule: Rule) -> list[str]:
    """Means of the best, of the worst or of those between: any two of one group differ by enough."""
    ends: dict[tuple[str, Group, str], set[tuple[float, str]]] = defaultdict(set)
    for row, table in shown:
        n, counted = row.number("n"), row.number("denominator")
        if table.indicator != "tail_mean" or row.number("value") is None or n is None or counted is None:
            continue
        place = ends[row["year"], group_of_row(row, table), row["subject"]]
        place |= {(0.0, "nobody"), (n, "all")}
        match table.option("side"):
            case "top":
                place.add((counted, str(row)))
            case "bottom":
                place.add((n - counted, str(row)))
            case _:
                place |= {((n - counted) / 2, str(row)), ((n + counted) / 2, str(row))}
    found = []
    for of_group in ends.values():
        ordered = sorted(of_group)
        for (low, one), (high, other) in itertools.pairwise(ordered):
            if 1e-6 < high - low < rule.minimum - 1e-6:
                found.append(f"a mean of {high - low:g}, by the difference of {one} and {other}")
    return found
