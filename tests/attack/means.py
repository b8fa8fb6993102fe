"""Means that follow from other published numbers: from a deviation and one of its two means, from ratios."""

from fractions import Fraction

from published import Row
from said import group_of_row
from tables import Table
from world import Group

Place = tuple[Group, str]
# Means are of fewer candidates than this.
MOST = 2000


def fraction(value: float) -> Fraction | None:
    """The fraction of small denominator that a number with all its places stands for."""
    found = Fraction(value).limit_denominator(MOST)
    return found if abs(float(found) - value) <= 1e-9 * max(1.0, abs(value)) else None


def derived(rows: list[tuple[Row, Table]]) -> dict[Place, tuple[Fraction, str]]:
    """The means of groups of one year that are told by figures other than means, and by which."""
    shown = [
        (row, table)
        for row, table in rows
        if row.number("value") is not None and "weight" not in table.options
    ]
    known: dict[Place, tuple[Fraction, str]] = {}
    for row, table in shown:
        if table.indicator == "subject_mean" and row["measure"] == "mean":
            _add(known, (group_of_row(row, table), row["subject"]), row.number("value"), row)
    direct = set(known)
    before = -1
    while len(known) != before:
        before = len(known)
        for row, table in shown:
            _follow(known, row, table)
    return {place: told for place, told in known.items() if place not in direct}


def _add(known: dict[Place, tuple[Fraction, str]], place: Place, value: float | None, row: Row) -> None:
    told = None if value is None else fraction(value)
    if told is not None and place not in known:
        known[place] = (told, str(row))


def _follow(known: dict[Place, tuple[Fraction, str]], row: Row, table: Table) -> None:
    own: Place = (group_of_row(row, table), row["subject"])
    within = table.option("within", [])
    assert isinstance(within, list)
    whole: Place = (tuple(label for label in own[0] if label[0] in within), row["subject"])
    numerator, denominator = row.number("numerator"), row.number("denominator")
    is_ratio = table.indicator == "mean_ratio" or table.option("convention") == "ratio"
    if is_ratio:
        _add(known, own, numerator, row)
        _add(known, whole, denominator, row)
    if table.indicator == "subject_share":
        _add(known, own, numerator, row)
    deviation = {"mean_deviation": row.number("value"), "group_t_score": numerator}.get(table.indicator)
    if deviation is not None:
        if own in known:
            _add(known, whole, float(known[own][0]) - deviation, row)
        if whole in known:
            _add(known, own, float(known[whole][0]) + deviation, row)
