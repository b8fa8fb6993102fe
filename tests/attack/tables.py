"""A table of a configuration, and families of indicators."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

RATES = ("excellent_rate", "good_rate", "pass_rate", "low_rate")


GAPS = (
    "subject_gap",
    "gap",
    "gap_trend",
    "oaxaca_blinder",
    "gap_composition",
    "gap_by_school",
    "gap_between_schools",
)


# What the program refuses, by its nature, of what the registry lists for a whole family of indicators.
REFUSED = {
    **{(id, "universe", "sample"): "surveys have indicators of their own" for id in (*GAPS, "level_gap")},
    **{
        (f"survey_{of}", "lonely", "average"): "strata of other cycles or countries"
        for of in ("trend", "average")
    },
}


@dataclass
class Table:
    indicator: str
    source: str
    by: list[str]
    options: dict[str, object] = field(default_factory=dict)
    total: bool = False
    all_years: bool = False
    change: bool = False
    province: bool = False

    def option(self, name: str, default: object = None) -> object:
        return self.options.get(name, default)

    def arguments(self) -> Iterator[tuple[str, str, str]]:
        """Its indicator, and each value of each argument."""
        yield self.indicator, "", ""
        for name, value in self.options.items():
            for each in value if isinstance(value, list) else [value]:
                yield self.indicator, name, str(each)

    def toml(self, id: str) -> str:
        rows = [f'id = "{id}"', f'indicator = "{self.indicator}"', f'source = "{self.source}"']
        rows += [f"by = {written(self.by)}", "allow_empty = true"]
        rows += [f"{name} = true" for name in ("total", "all_years", "change") if getattr(self, name)]
        rows += ['province = ["province"]'] if self.province else []
        options = [f"{name} = {written(value)}" for name, value in self.options.items()]
        return "\n".join(["[[table]]", *rows, "[table.options]", *options]) + "\n"


def written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
