"""Every argument of every public function, of a wrong type: edugauge's own error, and what was expected."""

import inspect
import pickle
import typing

import pytest

import edugauge as eg

EXAM = eg.read_scores(
    {"学校代码": list("1122"), "城乡": ["城区", "城区", "乡村", "乡村"], "语文": [90, 80, 70, 60]}, year=2011
)
FIGURES = eg.subject_mean(EXAM)
ITEMS = eg.read_items({"考号": ["1", "2"], "1": [3, 0]}, full_marks={"1": 3})
TABLE = eg.read_table({"a": ["1"], "b": ["2"]})

FUNCTIONS = {name: getattr(eg, name) for name in eg.__all__ if inspect.isfunction(getattr(eg, name))}
METHODS = {
    "Figures.rows": FIGURES.rows,
    "Figures.value": FIGURES.value,
    "Figures.plot": FIGURES.plot,
    "Tally": eg.Tally,
    "Tally.read": eg.Tally.read,
    "Tally.from_counts": eg.Tally.from_counts,
    "Tally.merge": eg.Tally(EXAM).merge,
    "Survey.mean": eg.survey({"a": [1, 2], "w": [1, 2]}, scores="a", weight="w").mean,
    "Survey.rate": eg.survey({"a": [1, 2], "w": [1, 2]}, scores="a", weight="w").rate,
    "Survey.quantiles": eg.survey({"a": [1, 2], "w": [1, 2]}, scores="a", weight="w").quantiles,
    "Survey.gap": eg.survey({"a": [1, 2], "w": [1, 2]}, scores="a", weight="w").gap,
}
CALLS = {**FUNCTIONS, **METHODS}

# Of no annotated type but `object`, and values that are of some.
NOTHING = object()
WRONG = [
    NOTHING,
    5,
    -1,
    2**70,
    0.5,
    float("nan"),
    True,
    "x",
    b"x",
    [NOTHING],
    ["x"],
    (),
    {},
    {5: NOTHING},
    print,
]


def parameters(function):
    return {
        name: parameter
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    }


def fitting(name, parameter):
    """A value that a required argument may have."""
    annotation = str(parameter.annotation)
    if "_core.Exam" in annotation:
        return EXAM
    if "_core.Items" in annotation:
        return ITEMS
    if name == "samples":
        return {"x": FIGURES, "y": FIGURES}
    if "Figures" in annotation:
        return FIGURES
    if "_core.Tally" in annotation:
        return eg.Tally(EXAM)
    if name in ("config", "old", "new", "release"):
        return "no/such/file.toml"
    if name == "occasions":
        return {year: {"a": ["1"], "b": ["2"]} for year in (2023, 2024)}
    if "Source" in annotation or "Frame" in annotation or "_core.Table" in annotation:
        return {"a": ["1"], "b": ["2"]}
    if name == "edges":
        return [1, 2]
    if annotation.startswith(("Mapping", "Weights")):
        return {"x": 1}
    if (
        "Number" in annotation
        or "Lines" in annotation
        or "Population" in annotation
        or "Targets" in annotation
    ):
        return 1
    if name == "indicator":
        return "subject_mean"
    if "Iterable" in annotation or "Names" in annotation:
        return ["x"]
    if "int" in annotation:
        return 2011
    return "a"


CASES = [(call, name) for call, function in CALLS.items() for name in parameters(function)]


def fault_of(call, name, value):
    """What a call raises; none of Python's own errors."""
    function = CALLS[call]
    given = [
        (value if other == name else fitting(other, parameter), other, parameter.kind)
        for other, parameter in parameters(function).items()
        if other == name or parameter.default is inspect.Parameter.empty
    ]
    keyword = inspect.Parameter.KEYWORD_ONLY
    plain = [one for one, _, kind in given if kind is not keyword]
    named = {other: one for one, other, kind in given if kind is keyword}
    try:
        function(*plain, **named)
    except (eg.EdugaugeError, OSError) as fault:
        return fault
    return None


@pytest.mark.parametrize(("call", "name"), CASES)
def test_an_argument_of_a_wrong_type(call, name, monkeypatch):
    monkeypatch.setenv("EDUGAUGE_LANG", "en")
    faults = [fault for value in WRONG if (fault := fault_of(call, name, value))]
    assert all(fault.code.startswith("EG-") and fault.code != "EG-902" and str(fault) for fault in faults)
    eg.show_progress(True)
    if "object" in str(parameters(CALLS[call])[name].annotation):
        return
    fault = fault_of(call, name, NOTHING)
    assert isinstance(fault, eg.InvalidArgumentError)
    assert isinstance(fault, TypeError)
    assert name in str(fault)
    assert "expected" in str(fault)


def test_messages_say_what_was_expected_in_both_languages(monkeypatch):
    monkeypatch.setenv("EDUGAUGE_LANG", "en")
    with pytest.raises(
        eg.InvalidArgumentError, match=r'full_marks: found "5 \(int\)", expected a dict of texts to'
    ):
        eg.read_scores({"语文": [90]}, full_marks=5)
    with pytest.raises(eg.InvalidArgumentError, match="expected a path, a frame"):
        eg.read_table(5)
    monkeypatch.setenv("EDUGAUGE_LANG", "zh")
    with pytest.raises(eg.InvalidArgumentError, match="参数 full_marks 的值是「5 \\(int\\)」，应为字典"):
        eg.read_scores({"语文": [90]}, full_marks=5)


def test_values_of_pupils_are_not_in_messages():
    with pytest.raises(eg.InvalidArgumentError) as raised:
        eg.read_scores({"语文": [90]}, year="张三 90")
    assert "张三" not in str(raised.value)


def test_numbers_of_other_libraries_are_numbers():
    numpy = pytest.importorskip("numpy")
    exam = eg.read_scores({"语文": [90, 80]}, year=numpy.int64(2011), full_marks={"语文": numpy.float64(100)})
    assert exam.years == [2011]
    assert eg.pass_rate(exam, threshold=numpy.float32(0.5)).rows()
    pandas = pytest.importorskip("pandas")
    assert eg.subject_mean(exam, subjects=pandas.Series(["语文"])).rows()


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_public_functions_can_be_pickled(name):
    assert pickle.loads(pickle.dumps(FUNCTIONS[name])) is FUNCTIONS[name]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_annotation_is_understood(name):
    function = FUNCTIONS[name]
    hints = typing.get_type_hints(inspect.unwrap(function))
    assert set(parameters(function)) <= set(hints)
