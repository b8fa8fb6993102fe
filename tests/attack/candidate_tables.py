"""Random tables of candidates: by which keys, with which of the conventions."""

from collections.abc import Callable
from random import Random

from arguments import BUILDERS
from pupils import Candidates
from registry import Indicator
from tables import GAPS, RATES, REFUSED, Table

# Where schools are what is looked at.
NOT_BY_SCHOOL = (*GAPS, "between_school_share", "school_mean_spread", "random_intercept")


MAY_CHANGE = ("admission_rate", "subject_mean", *RATES, "participation_rate")


def table_of_candidates(
    random: Random, indicator: Indicator, nth: int, candidates: Candidates, source: str
) -> Table:
    """The `nth` table of an indicator: each argument that is one of a few has each value in turn."""
    choice = chosen(indicator, nth)
    table = Table(indicator.id, source, _keys(random, indicator.id, candidates), dict(choice))
    build: Callable[[Random, Table, Candidates], None] | None = BUILDERS.get(indicator.id)
    if build is not None:
        build(random, table, candidates)
    if "subjects" in indicator.arguments and "subjects" not in table.options and random.random() < 0.4:
        table.options["subjects"] = random.sample(candidates.subjects, 1)
    if indicator.id in (*RATES, "admission_rate", "subject_mean") and random.random() < 0.12:
        table.options.pop("rank_share", None)
        table.options["weight"] = "权"
    table.total = bool(table.by) and "within" not in table.options and random.random() < 0.5
    table.all_years = random.random() < 0.35
    table.change = indicator.id in MAY_CHANGE and "weight" not in table.options and random.random() < 0.2
    return table


def chosen(indicator: Indicator, nth: int) -> dict[str, object]:
    """Of each closed set the value whose turn it is."""
    turns: dict[str, object] = {}
    for name, values in indicator.choices.items():
        possible = [value for value in values if (indicator.id, name, value) not in REFUSED]
        turns[name] = possible[nth % len(possible)]
    return turns


def _keys(random: Random, id: str, candidates: Candidates) -> list[str]:
    keys = [key for key in candidates.keys if not (key == "school" and id in NOT_BY_SCHOOL)]
    if id in GAPS:
        keys = [key for key in keys if key in ("district", "track")]
    if id in ("mean_deviation", "mean_ratio", "above_mean_rate", "group_t_score"):
        return sorted(random.sample(keys, random.choice([1, 1, 2])))
    if id == "equivalent_score":
        return []
    most = random.choice([0, 1, 1, 1, 2, 2, 3])
    return random.sample(keys, min(most, len(keys)))
