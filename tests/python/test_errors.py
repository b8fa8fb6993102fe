"""Every error that Python can reach: its class, its built-in class, its code."""

import pickle
import subprocess
import sys

import pytest

import edugauge as eg


def scores(**columns):
    return eg.read_scores(
        {"学校": ["甲", "乙"], "科类": ["理科", "文科"], "总分": [500, 400], **columns}, year=2011
    )


def file(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def run(tmp_path, text):
    config = tmp_path / "edugauge.toml"
    config.write_text(text)
    return eg.run(config)


CASES = {
    "EG-201": (eg.ConfigError, lambda tmp: run(tmp, "[projct]\n")),
    "EG-102": (eg.DataError, lambda tmp: eg.read_scores(file(tmp, "语文\n90\n".encode() + b"\xff\xff\n"))),
    "EG-103": (eg.DataError, lambda tmp: eg.read_scores({})),
    "EG-105": (eg.DataError, lambda _: scores(总成绩=[500, 400])),
    "EG-106": (eg.ColumnNotFoundError, lambda _: eg.read_scores({"语文": [1]}, columns={"数学": "ignore"})),
    "EG-107": (eg.DataError, lambda _: eg.ratio({"a": ["x"], "b": [1]}, numerator="a", denominator="b")),
    "EG-109": (eg.DataError, lambda _: eg.read_score_table({"分数": [600, 601], "人数": [1, 2]})),
    "EG-110": (eg.DataError, lambda _: scores_with_schools(["甲", "甲", "乙"])),
    "EG-111": (eg.DataError, lambda _: scores_with_schools(["甲"])),
    "EG-112": (eg.DataError, lambda _: eg.subject_mean(full_mark(700) + full_mark(750))),
    "EG-113": (eg.ColumnNotFoundError, lambda _: eg.read_scores({"姓名": ["x"]})),
    "EG-120": (eg.DataError, lambda tmp: changed_after_reading(tmp)),
    "EG-202": (eg.InvalidArgumentError, lambda _: eg.compute("mean_of_means", scores())),
    "EG-203": (eg.ColumnNotFoundError, lambda _: eg.subject_mean(scores(), by="shcool")),
    "EG-204": (eg.ColumnNotFoundError, lambda _: eg.subject_mean(scores(), subjects="拉丁文")),
    "EG-205": (
        eg.InvalidArgumentError,
        lambda _: eg.compute("subject_mean", scores(), arguments={"subject": "x"}),
    ),
    "EG-206": (eg.InvalidArgumentError, lambda _: eg.pass_rate(scores(), threshold=-1)),
    "EG-207": (eg.InvalidArgumentError, lambda _: eg.compute("admission_rate", scores())),
    "EG-208": (
        eg.InvalidArgumentError,
        lambda _: eg.rate_per_10k(scores(), lines=500, population={2010: 1000}, basis="resident"),
    ),
    "EG-209": (eg.InvalidArgumentError, lambda _: eg.admission_rate(scores(), lines={("艺术", "本二"): 300})),
}

BUILT_IN = {
    eg.DataError: ValueError,
    eg.ColumnNotFoundError: LookupError,
    eg.InvalidArgumentError: ValueError,
    eg.ConfigError: ValueError,
}


def scores_with_schools(listed):
    data = {"学校": ["甲", "乙"], "总分": [500, 400]}
    return eg.read_scores(data, schools={"学校": listed, "城乡": ["城区"] * len(listed)})


def changed_after_reading(tmp_path):
    """So many candidates that they are read again when a method asks for each of them."""
    path = tmp_path / "many.csv"
    path.write_text("语文\n" + "90\n" * 262_145)
    exam = eg.read_scores(path)
    with path.open("a") as rows:
        rows.write("91\n")
    return eg.pass_all_rate(exam)


def full_mark(mark):
    return eg.read_scores({"总分": [500]}, year=2011, full_marks={"总分": mark})


@pytest.mark.parametrize("code", CASES)
def test_class_and_code(code, tmp_path):
    kind, fault = CASES[code]
    with pytest.raises(kind) as raised:
        fault(tmp_path)
    assert type(raised.value) is kind
    assert raised.value.code == code
    assert isinstance(raised.value, BUILT_IN[kind])
    assert isinstance(raised.value, eg.EdugaugeError)
    assert str(raised.value)


@pytest.mark.parametrize("read", [eg.read_scores, eg.read_table, eg.read_score_table, eg.run])
def test_a_file_that_is_not_there(read, tmp_path):
    with pytest.raises(FileNotFoundError) as raised:
        read(tmp_path / "none.csv")
    assert raised.value.code == "EG-101"
    assert raised.value.filename == str(tmp_path / "none.csv")
    assert raised.value.errno == 2


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(OSError, match="directory") as raised:
        eg.read_scores(tmp_path)
    assert raised.value.code == "EG-101"


def test_messages_have_place_and_help_in_the_language_of_the_user(monkeypatch):
    monkeypatch.setenv("EDUGAUGE_LANG", "en")
    with pytest.raises(eg.InvalidArgumentError, match='found "2", expected a number between 0 and 1'):
        eg.pass_rate(scores(), confidence=2)
    with pytest.raises(eg.InvalidArgumentError, match='did you mean "subject_mean"'):
        eg.compute("subject_maen", scores())
    monkeypatch.setenv("EDUGAUGE_LANG", "zh")
    with pytest.raises(eg.InvalidArgumentError, match="您是不是想写「subject_mean」"):
        eg.compute("subject_maen", scores())


def test_exceptions_cross_processes():
    error = eg.DataError("a message", "EG-107")
    back = pickle.loads(pickle.dumps(error))
    assert (str(back), back.code) == ("a message", "EG-107")


def test_what_is_no_exam_is_a_type_error():
    with pytest.raises(TypeError, match="read_scores"):
        eg.subject_mean({"语文": [90]})
    with pytest.raises(eg.InvalidArgumentError, match="exam"):
        eg.subject_mean(eg.read_table({"语文": [90]}))


@pytest.mark.parametrize(
    "options",
    [
        {"full_marks": {"语文": 0}},
        {"steps": {"语文": "half"}},
        {"encoding": "ebcdic"},
        {"columns": {"语文": "chinesee"}},
        {"years": [2010, 2011]},
    ],
)
def test_options_that_mean_nothing(options):
    with pytest.raises(eg.InvalidArgumentError):
        eg.read_scores({"语文": [90]}, **options)


def test_more_findings_than_allowed_are_raised():
    with pytest.raises(eg.DataError) as caught:
        eg.read_scores({"语文": [90, 151, 80, 70]}, full_marks={"语文": 150}, allowed_percent=24)
    assert caught.value.code == "EG-108"


def test_findings_are_counted_and_not_raised():
    scores = {"语文": [90, 151, "缺考", "?!", -3]}
    report = eg.read_scores(scores, full_marks={"语文": 150}, allowed_percent=60).report[0]
    assert {finding["code"]: finding["count"] for finding in report["findings"]} == {
        "EG-521": 1,
        "EG-523": 1,
        "EG-524": 1,
    }
    assert report["marks"]["chinese"]["absent"] == 1


def test_import_needs_no_other_package():
    heavy = "polars|pandas|numpy|pyarrow|matplotlib"
    program = f"import sys, edugauge; print([m for m in sys.modules if m in {heavy.split('|')!r}])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
