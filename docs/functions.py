"""The Python functions of the indicators, written from the registry for `generate.py`."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator

from edugauge.survey_design import DEFAULTS

HEADER = "# Generated from the registry by `make docs`: edit the definitions in src/indicators.\n"

WIDTH = 106
"""Of a line of a docstring without its own indent."""

TYPES = {
    "share": "Number",
    "probability": "Number",
    "number": "Number",
    "positive": "Number",
    "points": "Number",
    "threshold": "Number",
    "thresholds": "Thresholds",
    "count": "int",
    "repeats": "int",
    "cut_score": "Lines",
    "population": "Population",
    "target": "Targets",
    "subject": "str",
    "name": "str",
    "pair": "str",
    "linking_error": "str | Number",
    "condition": "str",
}
"""One value of each kind of argument."""

SEVERAL = {
    "subject": "Names",
    "name": "Names",
    "pair": "Columns",
    "weight": "Weights",
    "band": "Bands",
    "condition": "Conditions",
}
"""Several values; of all other kinds, one value or an iterable of them."""

HOLDS_SEVERAL = {"thresholds", "cut_score", "population", "target"}
"""Kinds whose type holds several values anyway."""

WORDS = {
    "exam": "Candidates from ``read_scores`` or ``read_score_table``.",
    "items": "A paper from ``read_items``.",
    "table": "A ``Table`` from ``read_table``, a file, a frame or a dict of lists.",
    "data": (
        "Row per pupil: a frame with numeric columns (not copied), a dict of lists, a file, a ``Table``."
    ),
    "by": "Keys to group by.",
    "change": (
        "Also the change on the year before, as ``<measure>_change``; a status and a reason where two years "
        "cannot be compared."
    ),
    "subject": "Whose score counts.",
    "subjects": "Subjects; all if not given.",
    "confidence": "Of the intervals.",
    "year": "Header of the year's column; 年份, 年度 or year if not given.",
}
"""What arguments that many functions have are, where the definition says nothing else."""

OF_TABLES = {"by": "Headers of the columns to group by."}

OF_ROWS = {"by": "Columns to group by."}

OF_SURVEYS = {"data": "{data}", "scores": "{scores}", "change": "{change}"}
"""Filled in by `survey_design.described`."""

SECTION = re.compile(r"^(?=[A-Z][a-z ]+:$)", re.MULTILINE)
ENTRY = re.compile(r"^    (\w+)(?: \((.+?)\))?: (.*(?:\n     .*)*)$", re.MULTILINE)


class Function:
    """The function of one indicator."""

    def __init__(self, indicator: dict) -> None:
        self.id = indicator["id"]
        self.is_against = indicator["source"] == "against"
        self.is_of_table = indicator["source"] == "table"
        self.is_of_rows = indicator["is_of_rows"]
        self.is_of_items = indicator["source"] == "items"
        names = {each["name"] for each in indicator["parameters"]}
        self.is_of_survey = self.is_of_rows and names.issuperset(DEFAULTS)
        self.parameters = [
            each for each in indicator["parameters"] if not self.is_of_survey or each["name"] not in DEFAULTS
        ]
        self.before, self.described, self.after = split(indicator["docstring"])

    def data(self) -> tuple[str, str]:
        """The name and the type of what it is computed from."""
        if self.is_of_rows:
            return "data", "Source | _core.Frame"
        if self.is_of_items:
            return "items", "_core.Items"
        return ("table", "Source") if self.is_of_table else ("exam", "_core.Exam")

    def annotations(self) -> dict[str, tuple[str, str | None]]:
        """The type and the default of every keyword, what is required first."""
        required, optional = {}, {}
        if self.is_against:
            required["province"] = ("_core.Exam", None)
        for each in self.parameters:
            stated = self.described.get(each["name"], (None, ""))[0]
            kind = stated or of_kind(each)
            if each["required"]:
                required[each["name"]] = (kind, None)
            elif each["default"] is None:
                optional[each["name"]] = (f"{kind} | None", "None")
            else:
                optional[each["name"]] = (kind, literal(each))
        if "required" in (self.described.get("by", (None, ""))[0] or ""):
            required["by"] = ("Names", None)
        else:
            optional = {"by": ("Names", "()"), **optional}
        return {**required, **optional, "change": ("bool", "False")}

    def signature(self) -> str:
        """The head of the function."""
        name, kind = self.data()
        parts = [f"{name}: {kind}", "*"]
        for keyword, (type_, default) in self.annotations().items():
            parts.append(f"{keyword}: {type_}" + (f" = {default}" if default is not None else ""))
        if self.is_of_survey:
            parts.append("**design: Unpack[Design]")
        decorator = "@described\n" if self.is_of_survey else ""
        return f"{decorator}def {self.id}({', '.join(parts)},) -> Figures:\n"

    def docstring(self) -> str:
        """The text of the definition with all its arguments."""
        said = [self.argument(name) for name in [self.data()[0], *self.annotations()]]
        if self.is_of_survey:
            said.append("    {design}\n")
        text = f"{self.before}Args:\n{''.join(said)}\n{self.after}"
        quotes = 'r"""' if "\\" in text else '"""'
        return textwrap.indent(f'{quotes}{text.rstrip()}\n"""\n', "    ", lambda line: bool(line.strip()))

    def argument(self, name: str) -> str:
        """What the definition, all functions or the parameter say of an argument."""
        if name in self.described:
            said = f"    {name}: {self.described[name][1]}\n"
            fits = all(len(line) <= WIDTH for line in said.splitlines())
            return said if fits else wrapped(" ".join(said.split()))
        of_tables = OF_ROWS if self.is_of_rows else OF_TABLES if self.is_of_table else {}
        text = {**WORDS, **of_tables, **(OF_SURVEYS if self.is_of_survey else {})}.get(name)
        if text is None:
            own = next(each["text"]["en"] for each in self.parameters if each["name"] == name)
            text = f"{own[0].upper()}{own[1:]}" + ("" if own.endswith(".") else ".")
        if text.startswith("{"):
            return f"    {text}\n"
        return wrapped(f"{name}: {text}")

    def body(self) -> str:
        """The call of the core."""
        names = [each["name"] for each in self.parameters]
        arguments = "{" + ", ".join(f'"{name}": {name}' for name in names) + "}"
        if self.is_of_survey:
            call = f'asked("{self.id}", data, by, own, design, change=change)'
            return f"    own = {arguments}\n    return {call}\n"
        name = self.data()[0]
        data = f"rows({name})" if self.is_of_rows else f"as_table({name})" if self.is_of_table else name
        against = "against=province, " if self.is_against else ""
        call = f'compute("{self.id}", {data}, by=by, arguments=arguments, {against}change=change)'
        return f"    arguments: dict[str, object] = {arguments}\n    return {call}\n"

    def source(self) -> str:
        return self.signature() + self.docstring() + self.body()


def wrapped(text: str) -> str:
    """An argument as a docstring has it."""
    indents = {"initial_indent": "    ", "subsequent_indent": "        "}
    return textwrap.fill(text, WIDTH - 1, break_on_hyphens=False, **indents) + "\n"


def split(docstring: str) -> tuple[str, dict[str, tuple[str | None, str]], str]:
    """What stands before the arguments, the type and text of each described, and what follows."""
    before, *sections = SECTION.split(docstring)
    described: dict[str, tuple[str | None, str]] = {}
    if sections and sections[0].startswith("Args:"):
        described = {name: (kind or None, text) for name, kind, text in ENTRY.findall(sections.pop(0))}
    # A survey's errors are the same for all: a line for them stands where the section would.
    return before, described, "".join(sections)


def of_kind(parameter: dict) -> str:
    """The type of an argument by its kind."""
    kind = parameter["kind"]
    if kind == "choice":
        ids = [choice["id"] for choice in parameter["choices"]]
        one = f"Literal[{', '.join(written(ids))}]"
    else:
        one = TYPES.get(kind, "")
    if not parameter["many"] or kind in HOLDS_SEVERAL:
        return one
    return SEVERAL.get(kind) or f"{one} | Iterable[{one}]"


def written(ids: list[str]) -> list[str]:
    """Choices as Python has them: numbers where all are."""
    return ids if all(each.isdigit() for each in ids) else [f'"{each}"' for each in ids]


def literal(parameter: dict) -> str:
    """The default of an argument as Python has it."""
    default = parameter["default"]
    if parameter["kind"] == "choice":
        is_number = all(choice["id"].isdigit() for choice in parameter["choices"])
        return default if is_number else f'"{default}"'
    return f'"{default}"' if parameter["kind"] in ("name", "subject") else default


def module(family: dict, functions: list[Function]) -> str:
    """The module of a family."""
    code = "\n\n".join(each.source() for each in functions)
    public = sorted(each.id for each in functions)
    listed = ", ".join(f'"{name}"' for name in public)
    heads = "\n".join(each.signature() for each in functions)
    lines = [HEADER + f'"""{family["docstring"]}"""', "", "from __future__ import annotations", ""]
    lines += [*imports(functions, heads), "", f"__all__ = [{listed}]", "", "", code]
    return "\n".join(lines)


def imports(functions: list[Function], heads: str) -> Iterator[str]:
    """What the heads and bodies of functions need."""

    def used(names: Iterable[str]) -> list[str]:
        return [name for name in names if re.search(rf"\b{name}\b", heads)]

    collections = used(["Iterable", "Mapping", "Sequence"])
    if collections:
        yield f"from collections.abc import {', '.join(collections)}"
    if used(["Fraction"]):
        yield "from fractions import Fraction"
    if used(["Literal"]):
        yield "from typing import Literal"
    if used(["Iterable", "Mapping", "Sequence", "Fraction", "Literal"]):
        yield ""
    if used(["_core"]):
        yield "from edugauge import _core"
    several = [
        "Bands",
        "Columns",
        "Conditions",
        "LinkingErrors",
        "Lines",
        "Population",
        "Targets",
        "Thresholds",
        "Weights",
    ]
    own = sorted(used(["Names", "Number", "Unpack", *several]))
    if own:
        yield f"from edugauge._arguments import {', '.join(own)}"
    is_plain = not all(each.is_of_survey for each in functions)
    yield f"from edugauge.figures import Figures{', compute' if is_plain else ''}"
    reading = used(["Source"])
    if any(each.is_of_table and not each.is_of_rows for each in functions):
        reading.append("as_table")
    if reading:
        yield f"from edugauge.reading import {', '.join(reading)}"
    survey = ["Design", "asked", "described"] if any(each.is_of_survey for each in functions) else []
    if any(each.is_of_rows and not each.is_of_survey for each in functions):
        survey.append("rows")
    if survey:
        yield f"from edugauge.survey_design import {', '.join(survey)}"


def everything(families: dict[str, list[Function]]) -> str:
    """The module that `edugauge` takes all functions of indicators from."""
    public = sorted(each.id for functions in families.values() for each in functions)
    lines = [HEADER + '"""The functions of all indicators."""', "", "from __future__ import annotations", ""]
    for family in sorted(families):
        names = ", ".join(sorted(each.id for each in families[family]))
        lines.append(f"from edugauge.{family} import {names}")
    listed = ", ".join(f'"{name}"' for name in public)
    return "\n".join([*lines, "", f"__all__ = [{listed}]", ""])


def modules(indicators: list[dict]) -> dict[str, str]:
    """Every module by its name, formatted."""
    families: dict[str, list[Function]] = {}
    of_family = {}
    for each in indicators:
        families.setdefault(each["family"]["id"], []).append(Function(each))
        of_family[each["family"]["id"]] = each["family"]
    sources = {family: module(of_family[family], functions) for family, functions in families.items()}
    sources["_functions"] = everything(families)
    return {f"{name}.py": formatted(source, f"{name}.py") for name, source in sources.items()}


def formatted(source: str, name: str) -> str:
    """Formatted as ruff formats all."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", f"python/edugauge/{name}", "-"]
    done = subprocess.run(command, input=source, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return done.stdout
