"""Python has every indicator of the registry, under its names and with its defaults."""

import csv
import doctest
import inspect
import io
import typing

import pytest

import edugauge as eg
from edugauge._arguments import given, texts

INDICATORS = eg.indicators()
EACH = pytest.mark.parametrize("indicator", INDICATORS, ids=[each["id"] for each in INDICATORS])


def function(indicator):
    return getattr(eg, indicator["id"])


@EACH
def test_a_function_of_the_same_name_and_parameters(indicator):
    _data, *keywords = inspect.signature(function(indicator)).parameters.values()
    assert all(each.kind is each.KEYWORD_ONLY for each in keywords)
    common = {"by", "change"} | ({"province"} if indicator["source"] == "against" else set())
    assert {each.name for each in keywords} == {each["name"] for each in indicator["parameters"]} | common
    assert indicator["id"] in eg.__all__


@EACH
def test_the_same_defaults(indicator):
    parameters = inspect.signature(function(indicator)).parameters
    for each in indicator["parameters"]:
        default = parameters[each["name"]].default
        if each["required"]:
            assert default is inspect.Parameter.empty
        else:
            assert texts(default) == ([] if each["default"] is None else [each["default"]])


@EACH
def test_closed_sets_are_literals(indicator):
    hints = typing.get_type_hints(function(indicator))
    for each in indicator["parameters"]:
        if each["choices"]:
            assert _choices(hints[each["name"]]) == {choice["id"] for choice in each["choices"]}


def _choices(hint):
    """All texts that an annotation lists."""
    if typing.get_origin(hint) is typing.Literal:
        return {str(choice) for choice in typing.get_args(hint)}
    return set().union(*(_choices(one) for one in typing.get_args(hint)))


@EACH
def test_the_docstring_has_its_parts_in_order_and_an_example(indicator):
    documented = inspect.getdoc(function(indicator))
    parts = ["Args:", "Returns:", "Edge cases:", "Raises:", "Examples:", "References:"]
    places = [documented.index(part) for part in parts]
    assert places == sorted(places)
    assert doctest.DocTestParser().get_examples(documented)
    for each in indicator["parameters"]:
        assert f"    {each['name']}: " in documented


@EACH
def test_the_worked_example(indicator, tmp_path):
    example = indicator["example"]
    header, *rows = csv.reader(io.StringIO(example["input"]))
    data = {name: [row[at] for row in rows] for at, name in enumerate(header)}
    full_marks = {"数学": 100} if indicator["id"].endswith("_rate") and "数学" in data else {}
    if indicator["source"] == "table":
        read = eg.read_table(data)
    elif indicator["source"] == "items":
        # Candidates are told by the rows of a file.
        file = tmp_path / "items.csv"
        file.write_text(example["input"], encoding="utf-8")
        read = eg.read_items(file)
    else:
        read = eg.read_scores(data, full_marks=full_marks)
    arguments = _unpacked(indicator, example["arguments"])
    if example["against"]:
        header, *rows = csv.reader(io.StringIO(example["against"]))
        columns = {name: [row[at] for row in rows] for at, name in enumerate(header)}
        arguments["province"] = eg.read_score_table(columns)
    figures = function(indicator)(read, by=example["by"], **arguments)
    for expected in example["expected"]:
        found = [
            row
            for row in figures.rows(measure=expected["measure"])
            if (expected["subject"] is None or row["subject"] == expected["subject"])
            and [row[key] or "" for key in figures.keys] == expected["group"]
        ]
        decimals = len(expected["value"].partition(".")[2])
        assert [f"{row['value']:.{decimals}f}" for row in found] == [expected["value"]]


def _unpacked(indicator, arguments):
    many = {each["name"]: each["many"] for each in indicator["parameters"]}
    return {name: values if many[name] else values[0] for name, values in arguments.items()}


def test_compute_finds_by_name_and_refuses_what_is_unknown():
    exam = eg.read_scores({"语文": [90, 85, 92]})
    assert eg.compute("均分", exam).pl().equals(eg.subject_mean(exam).pl())
    with pytest.raises(eg.InvalidArgumentError) as raised:
        eg.compute("subject_maen", exam)
    assert raised.value.code == "EG-202"
    assert "subject_mean" in str(raised.value)


@pytest.mark.parametrize(
    ("value", "handed"),
    [
        (500, ["500"]),
        (498.5, ["498.5"]),
        (1e6, ["1000000.0"]),
        (None, []),
        ("理科:本二=500", ["理科:本二=500"]),
        ({"本二": 500, "本一": 550}, [(["本二"], "500"), (["本一"], "550")]),
        ({("理科", "本二"): 500}, [(["理科", "本二"], "500")]),
        ({"理科": {"本二": 500}}, [(["理科", "本二"], "500")]),
        ({(2011, "理科", "本二"): 500}, [([2011, "理科", "本二"], "500")]),
        ({2011: "68.3万"}, [([2011], "68.3万")]),
        ({"数学": [60, 70]}, [(["数学"], "60"), (["数学"], "70")]),
        (["本二=500", 510], ["本二=500", "510"]),
        ([{"line": "本二", "score": 500}], [{"line": "本二", "score": "500"}]),
    ],
)
def test_values_are_handed_over_as_they_are(value, handed):
    assert given(value) == handed


@pytest.mark.parametrize(
    ("population", "value"),
    [
        (1000, 20.0),
        ("0.1万", 20.0),
        ({2011: 1000}, 20.0),
        ({"2011": "0.1万"}, 20.0),
        (["2010=68万", "2011=1000"], 20.0),
        ([{"year": 2011, "count": "1000人"}], 20.0),
    ],
)
def test_populations_in_every_form(population, value):
    exam = eg.read_scores({"总分": [500, 400, 520]}, year=2011)
    rates = eg.rate_per_10k(exam, lines=500, population=population, basis="resident")
    assert rates.value() == value


def test_population_by_group():
    exam = eg.read_scores({"城乡": ["城区", "城区", "乡村"], "总分": [500, 400, 520]}, year=2011)
    for population in [{"城区": 1000, "乡村": 500}, {(2011, "城区"): 1000, (2011, "乡村"): 500}]:
        rates = eg.rate_per_10k(exam, lines=500, population=population, basis="resident", by="residence")
        assert [row["value"] for row in rates] == [20.0, 10.0]
