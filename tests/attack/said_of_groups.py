"""What means, rates, participation and gaps of groups say."""

from fractions import Fraction

from published import Row
from said import Context, Meaning, Terms, added, group_of_row, one, percent, scored
from tables import Table
from world import Member, Quantity, group_of

URBAN, RURAL, TOWN = "城区", "乡村", "镇区"


SHARES = {"excellent_rate": 0.85, "good_rate": 0.7, "pass_rate": 0.6, "low_rate": 0.4}


UPPER = {"good_rate": 0.85, "pass_rate": 0.7}


def mean(row: Row, table: Table, context: Context) -> Meaning:
    group, subject, weighted = group_of_row(row, table), row["subject"], "weight" in table.options
    n, count = scored(group, subject), one("tested", group, subject, weighted=weighted)
    total = one("sum", group, subject, weighted=weighted)
    match row["measure"]:
        case "mean":
            return Meaning({"numerator": total, "denominator": count, "n": n}, (total, count, Fraction(1)))
        case "facility":
            full = context.world.full_marks[subject]
            return Meaning({"n": n}, (total, count, Fraction(100, full)))
    return Meaning({"n": n})


def cut_of(share: float, full: int) -> int:
    return -(-round(share * full * 1000) // 1000)


def rate(row: Row, table: Table, context: Context) -> Meaning:
    group, subject, weighted = group_of_row(row, table), row["subject"], "weight" in table.options
    n, count = scored(group, subject), one("tested", group, subject, weighted=weighted)
    full = context.world.full_marks[subject]
    if "rank_share" in table.options:
        return Meaning({"n": n})
    cut = cut_of(float(str(table.option("threshold", SHARES.get(table.indicator, 0.6)))), full)
    below = None
    if table.option("bands") == "band":
        below = cut_of(UPPER[table.indicator], full)
    low, high = (None, cut) if table.indicator == "low_rate" else (cut, below)
    reached = one("tested", group, subject, low, high, weighted=weighted)
    return percent(reached, count, n)


def only_n(row: Row, table: Table, context: Context) -> Meaning:
    del context
    return Meaning({"n": scored(group_of_row(row, table), row["subject"])})


def subject_cut(row: Row, table: Table, context: Context) -> Meaning:
    """Under the other conventions n is of those near the line."""
    return only_n(row, table, context) if table.options["derivation"] == "equal_proportion" else Meaning({})


def pass_all(row: Row, table: Table, context: Context) -> Meaning:
    group, missing, subjects = group_of_row(row, table), table.options["missing"], context.subjects
    chosen = table.option("subjects", subjects)
    assert isinstance(chosen, list)

    share, full = float(str(table.option("threshold", SHARES["pass_rate"]))), context.world.full_marks
    cuts = {subject: cut_of(share, full[subject]) for subject in chosen}

    def taken(member: Member) -> list[str]:
        return [subject for subject in chosen if member.scores[subject] not in ("blank", "exempt")]

    def is_counted(member: Member) -> bool:
        match missing:
            case "left_out":
                return all(isinstance(member.scores[subject], int) for subject in chosen)
            case "fails":
                return True
        return bool(taken(member))

    def passes(member: Member) -> bool:
        asked = taken(member) if missing == "taken" else chosen
        scores = {subject: member.scores[subject] for subject in asked}
        reaches = (isinstance(score, int) and score >= cuts[subject] for subject, score in scores.items())
        return bool(asked) and all(reaches)

    names = f"{missing} {' '.join(chosen)}"
    counted, passed = f"counted for pass-all {names}", f"passes all {names} at {share}"
    context.world.events[counted] = is_counted
    context.world.events[passed] = passes
    context.world.within(passed, counted)
    if missing != "taken":
        context.world.passes[passed] = cuts
    return percent(one("event", group, name=passed), one("event", group, name=counted))


def of_places(row: Row, table: Table, context: Context) -> Meaning:
    """The mean or the rate that places are by; the places themselves add up to nothing."""
    match row["measure"]:
        case "mean":
            return mean(row, table, context)
        case "rate":
            return rate(row, table, context)
    return only_n(row, table, context)


def participation(row: Row, table: Table, context: Context) -> Meaning:
    del context
    group, subject, measure = group_of_row(row, table), row["subject"], row["measure"]
    registered: Terms = one("registered", group)
    if table.options["exempt"] == "left_out":
        registered = [*registered, (-1, Quantity("marked", group, subject, name="exempt"))]
    match measure:
        case "rate":
            return percent(scored(group, subject), registered)
        case "registered":
            return Meaning({"value": registered, "n": registered})
        case "tested":
            return Meaning({"value": scored(group, subject), "n": scored(group, subject)})
    return Meaning({"value": one("marked", group, subject, name=measure)})


def sides(table: Table) -> list[tuple[str, list[str]]]:
    """The labels of the first and the second group."""
    key = str(table.option("group", "residence"))
    first, second = table.option("first"), table.option("second")
    if isinstance(first, list) and isinstance(second, list):
        return [(key, first), (key, second)]
    towns = table.option("towns")
    return [
        (key, [URBAN, *([TOWN] if towns == "urban" else [])]),
        (key, [RURAL, *([TOWN] if towns == "rural" else [])]),
    ]


def gap(row: Row, table: Table, context: Context) -> Meaning | None:
    del context
    if table.option("compare") in ("all", "reference"):
        return None
    group, subject = dict(group_of_row(row, table)), row["subject"]
    counts, sums = [], []
    for key, labels in sides(table):
        parts = [group_of({**group, key: label}) for label in labels]
        counts.append(added(*(scored(part, subject) for part in parts)))
        sums.append(added(*(one("sum", part, subject) for part in parts)))
    for side, measure in enumerate(("mean_first", "mean_second")):
        if row["measure"] == measure:
            return Meaning({"n": counts[side]}, (sums[side], counts[side], Fraction(1)))
    if row["measure"] in (
        "change",
        "slope",
        "common_schools",
        "slope_common",
        "contribution",
        "difference_without",
    ):
        return None
    return Meaning({"n": added(*counts)})
