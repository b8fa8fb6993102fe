"""What each published figure says, by the definition of its indicator."""

from collections.abc import Callable
from fractions import Fraction

import said_of_groups as of_groups
import said_of_lines as of_lines
import said_of_ranks as of_ranks
from published import Row
from said import Context, Meaning, group_of_row, one, scored
from tables import RATES, Table


def meaning(row: Row, table: Table, context: Context) -> Meaning | None:
    """`None` where it is not known what the figure says in numbers that add up."""
    reader = READERS.get(table.indicator)
    measure = row["measure"].removesuffix("_change")
    if reader is None or measure != row["measure"]:
        return None
    return reader(row, table, context)


def _survey(row: Row, table: Table, context: Context) -> Meaning | None:
    """Counts of rows and sums of weights; where scores are plausible values, nothing of the scores."""
    group = group_of_row(row, table)
    if table.indicator in ("survey_trend", "survey_ratio", "survey_gap", "survey_average"):
        return None
    n, weights = scored(group, "数学"), one("tested", group, "数学", weighted=True)
    if not context.world.members or context.world.members[0].weight == 0:
        return Meaning({"n": n})
    columns = {"n": n, "denominator": weights}
    if table.options["scores"] != ["数学"]:
        return Meaning(columns)
    match table.indicator:
        case "survey_rate":
            return Meaning(columns, (one("tested", group, "数学", 60, weighted=True), weights, Fraction(100)))
        case "survey_levels":
            ends = {"<50": (None, 50), "50-75": (50, 75), ">=75": (75, None)}[row["level"]]
            return Meaning(
                columns, (one("tested", group, "数学", *ends, weighted=True), weights, Fraction(100))
            )
        case "survey_total" if row["measure"] == "population":
            return Meaning({**columns, "value": weights})
        case "survey_total":
            return Meaning({**columns, "value": one("sum", group, "数学", weighted=True)})
        case "survey_mean":
            return Meaning(columns, (one("sum", group, "数学", weighted=True), weights, Fraction(1)))
    return Meaning(columns)


SURVEYS = (
    "mean",
    "rate",
    "quantiles",
    "levels",
    "total",
    "standard_deviation",
    "correlation",
    "design_effect",
)


READERS: dict[str, Callable[[Row, Table, Context], Meaning | None]] = {
    "admission_rate": of_lines.admission,
    "rate_per_10k": of_lines.per_10k,
    "borderline": of_lines.borderline,
    "subject_cut": of_groups.subject_cut,
    "hits": of_lines.hits,
    "target_attainment": of_lines.targets,
    "subject_mean": of_groups.mean,
    **dict.fromkeys(RATES, of_groups.rate),
    "subject_quantiles": of_groups.only_n,
    "tail_mean": of_groups.only_n,
    "pass_all_rate": of_groups.pass_all,
    "participation_rate": of_groups.participation,
    "rank_interval": of_groups.of_places,
    **dict.fromkeys(("mean_deviation", "mean_ratio", "above_mean_rate", "group_t_score"), of_groups.only_n),
    "subject_gap": of_groups.gap,
    "gap": of_groups.gap,
    "oaxaca_blinder": of_groups.gap,
    "gap_composition": of_groups.gap,
    "gap_between_schools": of_groups.gap,
    "score_table": of_ranks.score_table,
    "rank_bands": of_ranks.rank_bands,
    "n_tiles": of_ranks.n_tiles,
    "line_from_share": of_ranks.line_from_share,
    "rank_of_score": of_ranks.rank_of_score,
    "equivalent_score": of_ranks.equivalent,
    "standard_score": of_ranks.of_score,
    "scaled_score": of_ranks.of_score,
    "between_school_share": of_groups.only_n,
    "school_mean_spread": of_groups.only_n,
    "random_intercept": of_groups.only_n,
    **{f"survey_{of}": _survey for of in SURVEYS},
}
