"""What figures of candidates at cut scores say."""

from collections.abc import Callable

from published import Row
from said import Context, Meaning, Terms, added, group_of_row, one, percent, scored
from tables import Table
from world import Group, Member, group_of


def lines_of_table(table: Table) -> list[tuple[str | None, str, int]]:
    lines = []
    for text in table.options["lines"]:  # type: ignore[attr-defined]
        place, score = text.rsplit("=", 1)
        track, name = place.split(":") if ":" in place else (None, place)
        lines.append((track, name, int(score)))
    return lines


def at_line(row: Row, table: Table, count: Callable[[Group, int, int | None], Terms]) -> Terms:
    """The sum over tracks of what lies at a line; `count` is given the line and the next higher one."""
    group, lines = dict(group_of_row(row, table)), lines_of_table(table)
    terms: Terms = []
    for track, name, score in lines:
        if name != row["line"] or (track and group.get("track", track) != track):
            continue
        higher = [other for of, _, other in lines if of == track and other > score]
        of_track = group_of({**group, "track": track} if track else group)
        terms += count(of_track, score, min(higher, default=None))
    return terms


def admission(row: Row, table: Table, context: Context) -> Meaning:
    del context
    exclusive = table.option("batch") == "exclusive"
    group, weighted = group_of_row(row, table), "weight" in table.options
    reached = at_line(
        row,
        table,
        lambda of, line, higher: one(
            "tested", of, "total", line, higher if exclusive else None, weighted=weighted
        ),
    )
    registered = table.option("denominator") == "registered"
    whole = one(
        "registered" if registered else "tested", group, "" if registered else "total", weighted=weighted
    )
    return percent(reached, whole, scored(group, "total"))


def _reached(row: Row, table: Table) -> Terms:
    return at_line(row, table, lambda of, line, higher: scored(of, "total", line))


def per_10k(row: Row, table: Table, context: Context) -> Meaning:
    del context
    return Meaning({"numerator": _reached(row, table)})


def targets(row: Row, table: Table, context: Context) -> Meaning:
    del context
    reached = _reached(row, table)
    return Meaning({"numerator": reached})


def borderline(row: Row, table: Table, context: Context) -> Meaning:
    del context
    width, convention = int(str(table.options["width"])), table.options["convention"]
    end = {"below": 0, "both_sides": width + 1, "split": int(str(table.option("width_above", width)))}
    above = at_line(row, table, lambda of, line, _: scored(of, "total", line, line + end[str(convention)]))
    below = at_line(row, table, lambda of, line, _: scored(of, "total", line - width, line))
    all_of = below if convention == "below" else added(above, below)
    n = scored(group_of_row(row, table), "total")
    match row["measure"]:
        case "above":
            return Meaning({"value": above, "n": n})
        case "below":
            return Meaning({"value": below, "n": n})
        case "count":
            return Meaning({"value": all_of, "n": n})
    return percent(all_of, n)


def hits(row: Row, table: Table, context: Context) -> Meaning | None:
    """Where cuts are given; derived ones are not looked at."""
    group, subject = group_of_row(row, table), row["subject"]
    n = scored(group, subject)
    if table.options["derivation"] != "given":
        return Meaning({"n": n})
    [(_, _, line)] = lines_of_table(table)
    cut = next(
        int(text.split("=")[1])
        for text in table.options["cuts"]  # type: ignore[attr-defined]
        if text.startswith(subject)
    )

    def event(in_subject: bool, in_total: bool) -> Terms:
        name = f"{subject} {cut} {in_subject}, total {line} {in_total}"
        context.world.events.setdefault(
            name, lambda member: _hit(member, subject, cut, line) == (in_subject, in_total)
        )
        return one("event", group, name=name)

    double, only, mismatch, neither = (
        event(*at) for at in ((True, True), (True, False), (False, True), (False, False))
    )
    single, attained = added(double, only), added(double, mismatch)
    values = {
        "single": single,
        "double": double,
        "subject_only": only,
        "mismatch": mismatch,
        "neither": neither,
        "attained": attained,
    }
    if row["measure"] in values:
        return Meaning({"value": values[row["measure"]], "n": n})
    whole = single if row["measure"] == "precision" else attained
    return percent(double, whole, n)


def _hit(member: Member, subject: str, cut: int, line: int) -> tuple[bool, bool] | None:
    score, total = member.scores[subject], member.scores["total"]
    if not isinstance(score, int):
        return None
    return score >= cut, isinstance(total, int) and total >= line
