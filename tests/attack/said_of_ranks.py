"""What figures of the distribution of scores and of ranks say."""

from collections.abc import Callable
from fractions import Fraction

from published import Row
from said import Context, Meaning, group_of_row, percent, scored
from tables import Table
from world import Group


def score_table(row: Row, table: Table, context: Context) -> Meaning:
    del context
    group, subject = group_of_row(row, table), row["subject"]
    if not row["score"]:
        # Nobody of the group has a score.
        return Meaning({})
    low, _, high = row["score"].partition("-")
    band = scored(group, subject, int(low), int(high or low) + 1)
    cumulative, n = scored(group, subject, int(low)), scored(group, subject)
    match row["measure"]:
        case "count":
            return Meaning({"value": band, "n": n})
        case "cumulative":
            return Meaning({"value": cumulative, "n": n})
        case "share":
            return percent(band, n)
    return percent(cumulative, n)


def scores_of(context: Context, group: Group, subject: str) -> list[int]:
    scores = (member.scores.get(subject) for member in context.members(group))
    return sorted((score for score in scores if isinstance(score, int)), reverse=True)


def places(context: Context, subject: str, is_in: Callable[[int, int], bool]) -> tuple[int, int] | None:
    """The scores of the whole whose ranks are wanted: the lowest, and the one above the highest."""
    scores = scores_of(context, (), subject)
    ranks = {
        score: (scores.index(score) + 1, len(scores) - scores[::-1].index(score)) for score in set(scores)
    }
    wanted = [score for score, (best, worst) in ranks.items() if is_in(best, worst)]
    return (min(wanted), max(wanted) + 1) if wanted else None


def rank_bands(row: Row, table: Table, context: Context) -> Meaning:
    group, subject = group_of_row(row, table), row["subject"]
    first, _, last = row["band"].partition("-")
    ends = places(context, subject, lambda best, _: int(first) <= best <= int(last or 10**6))
    n = scored(group, subject)
    if ends is None:
        return Meaning({})
    band = scored(group, subject, *ends)
    whole = scored((), subject, *ends)
    if row["measure"] == "count":
        return Meaning({"value": band})
    del n
    return Meaning({"numerator": band, "denominator": whole}, (band, whole, Fraction(100)))


def n_tiles(row: Row, table: Table, context: Context) -> Meaning:
    group, subject, ties = group_of_row(row, table), row["subject"], table.options["ties"]
    of_all, tile = len(scores_of(context, (), subject)), int(row["tile"])

    def is_in(best: int, worst: int) -> bool:
        place = {"better": Fraction(best), "worse": Fraction(worst), "middle": Fraction(best + worst, 2)}[
            str(ties)
        ]
        return -(-place * 4 // of_all) == tile

    ends = places(context, subject, is_in)
    if ends is None:
        return Meaning({})
    part = scored(group, subject, *ends)
    return Meaning(
        {"numerator": part, "denominator": scored(group, subject)},
        (part, scored(group, subject), Fraction(100)) if row["measure"] == "share" else None,
    )


def line_from_share(row: Row, table: Table, context: Context) -> Meaning:
    group, subject = group_of_row(row, table), row["subject"]
    scores = scores_of(context, group, subject)
    if not scores:
        return Meaning({})
    place = -(-Fraction(row["line"]) * len(scores) // 1)
    line = scores[int(place) - 1]
    reached = scored(group, subject, line)
    return Meaning({"numerator": reached, "denominator": scored(group, subject), "n": reached})


def rank_of_score(row: Row, table: Table, context: Context) -> Meaning:
    del context
    if not row["score"]:
        return Meaning({})  # A group without a score.
    group, subject, score = group_of_row(row, table), row["subject"], int(row["score"])
    whole = scored(group, subject)
    if row["measure"] == "percentile_rank":
        at_most = scored(group, subject, None, score + 1)
        return Meaning({"numerator": at_most, "denominator": whole}, (at_most, whole, Fraction(100)))
    return Meaning({"denominator": whole, "n": scored(group, subject, score)})


def of_score(row: Row, table: Table, context: Context) -> Meaning:
    del context
    if not row["score"]:
        return Meaning({})  # A group without a score.
    group, subject, score = group_of_row(row, table), row["subject"], int(row["score"])
    count = scored(group, subject, score, score + 1)
    # Nothing else says how many have a zero.
    lowest = 1 if table.option("base") == "above_zero" else None
    return Meaning({"numerator": count, "denominator": scored(group, subject, lowest)})


def equivalent(row: Row, table: Table, context: Context) -> Meaning:
    del table, context
    reached = scored((), row["subject"], int(row["score"]))
    return Meaning({"numerator": reached, "denominator": scored((), row["subject"])})
