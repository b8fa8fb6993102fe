"""Random tables of a sample survey, each with a design of its own."""

from random import Random

from candidate_tables import chosen
from registry import Indicator
from survey_file import REPLICATES
from tables import REFUSED, Table

# Conventions of sample surveys come with a design each: 6 of replicates, 5 of lone strata, 2 of zones.
DESIGNS = 13
# Of models every other one has sampling weights, which are scaled in one of three ways.
MODELS = 6


def table_of_survey(random: Random, indicator: Indicator, nth: int) -> Table:
    options: dict[str, object] = {"scores": ["数学"], "weight": "权"}
    options |= _design(indicator, nth)
    if nth // DESIGNS % 2 == 0:
        options["scores"] = ["mathematics=P{1..3}M"]
        options["sampling_from"] = indicator.choices["sampling_from"][nth % 2]
    for name in ("interval", "divisor", "against", "of", "adjust"):
        if name in indicator.choices:
            options[name] = indicator.choices[name][nth % len(indicator.choices[name])]
    by = random.sample(["性别", "学校", "地区"], random.choice([0, 1, 1, 2]))
    of = options.get("of")
    match indicator.id:
        case "survey_rate":
            options["lines"] = ["60"]
        case "survey_levels":
            options["cuts"] = [50, 75]
        case "survey_ratio":
            options["below"] = "课内"
            if "sampling_from" not in options:
                options["scores"] = ["课外"]
        case "survey_correlation":
            options["other"] = "语文"
        case "survey_gap":
            options["group"] = "性别"
        case "survey_average":
            options["over"] = "地区"
        case "survey_trend":
            options |= {"cycle": "年份", "linking_error": ["2"]}
        case "survey_regression":
            options["covariates"] = ["语文"]
        case "survey_logistic":
            options |= {"line": 60, "covariates": ["语文"]}
    if of == "rate":
        options["line"] = 60
    if of == "levels":
        options["cuts"] = [60]
    taken = {"survey_gap": "性别", "survey_average": "地区"}.get(indicator.id)
    return Table(indicator.id, "survey", [key for key in by if key != taken], options)


def table_of_models(random: Random, indicator: Indicator, nth: int) -> Table:
    """Models of pupils, a row each."""
    options: dict[str, object] = {"scores": ["数学"], "school": "学校", "covariates": ["语文"]}
    turn, is_weighted = divmod(nth, 2)
    of_choices = chosen(indicator, turn)
    # Sampling weights have a fit and degrees of freedom of their own.
    names = ("scaling",) if is_weighted else ("criterion", "df")
    options |= {name: of_choices[name] for name in names}
    if is_weighted:
        options["weight"] = "权"
    return Table(indicator.id, "survey", random.sample(["性别", "地区"], random.choice([0, 1])), options)


def _design(indicator: Indicator, nth: int) -> dict[str, object]:
    at, choices = nth % DESIGNS, indicator.choices
    replications, lonely = choices["replication"], choices["lonely"]
    if at < len(replications):
        design: dict[str, object] = {"replicates": [f"R{{1..{REPLICATES}}}"], "replication": replications[at]}
        design["centre"] = choices["centre"][nth // DESIGNS % 2]
        if replications[at] == "fay":
            design["rho"] = 0.5
        if replications[at] == "jkn":
            design["replicate_scales"] = [0.5]
        return design
    at -= len(replications)
    if at < len(lonely):
        if (indicator.id, "lonely", lonely[at]) in REFUSED:
            return {"strata": ["层"], "cluster": ["学校"], "lonely": "certainty"}
        strata = "层" if lonely[at] == "fail" else "孤层"
        return {
            "strata": [strata],
            "cluster": ["学校"],
            "lonely": lonely[at],
            "df_of": choices["df_of"][(at + nth // DESIGNS) % 2],
        }
    return {"replication": "jk2", "zone": "区", "half": "半", "halves": choices["halves"][at - len(lonely)]}
