"""Workbooks, archives, policies, declared dialects and guarded tables through Python."""

import pathlib
import zipfile

import pytest

import edugauge as eg

WORKBOOKS = pathlib.Path(__file__).parents[1] / "golden" / "workbooks"
CASES = {
    "EG-115": lambda tmp: eg.read_scores({"考号": ["6.93E+12"], "科目": ["语文"], "成绩": [90]}),
    "EG-116": lambda tmp: eg.read_scores(
        {"考号": ["1", "1"], "语文": [90, 80]}, policy={"duplicates": "refuse"}, allowed_percent=100
    ),
    "EG-117": lambda tmp: eg.read_scores(csv(tmp, "考号,学校,数学\n1,x,2\n".encode().decode("gb18030"))),
    "EG-118": lambda tmp: eg.read_scores(WORKBOOKS / "protected.xlsx"),
    "EG-119": lambda tmp: eg.read_scores(archive(tmp, {"a.csv": "语文\n90\n", "b.csv": "语文\n80\n"})),
}


def csv(folder, text):
    path = folder / "a.csv"
    path.write_bytes(text.encode())
    return path


def archive(folder, files):
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


@pytest.mark.parametrize("code", CASES)
def test_refusals(code, tmp_path):
    with pytest.raises(eg.DataError) as raised:
        CASES[code](tmp_path)
    assert raised.value.code == code


def test_workbooks_of_every_kind_say_the_same():
    marks = [
        eg.read_scores(WORKBOOKS / f"scores.{kind}", allowed_percent=100).report[0]["marks"]
        for kind in ("xlsx", "ods", "xls")
    ]
    assert marks[0] == marks[1] == marks[2]
    # One score of 90 and one of 72, one absent, and 78分.
    assert marks[0]["chinese"]["scored"] == 2 and marks[0]["chinese"]["invalid"] == 1


def test_policies_and_what_they_touched():
    data = {"考号": ["1", "2", "3"], "语文": ["缺考", 0, 60]}
    assert eg.subject_mean(eg.read_scores(data)).value(measure="mean") == 30
    exam = eg.read_scores(data, policy={"缺考": "zero"})
    assert eg.subject_mean(exam).value(measure="mean") == 20
    exam = eg.read_scores(data, policy={"0": "absent"})
    assert eg.subject_mean(exam).value(measure="mean") == 60
    assert exam.report[0]["policy"] == {"0 = absent": 1}
    with pytest.raises(eg.InvalidArgumentError, match="exclude"):
        eg.read_scores(data, policy={"absent": "nought"})


def test_a_declared_dialect_and_a_file_in_an_archive(tmp_path):
    path = archive(tmp_path, {"a.csv": "x", "b.csv": "标题\n考号;语文\n1;'90'\n"})
    exam = eg.read_scores(path, sheet="b.csv", delimiter=";", quote="'", header_row=2)
    assert eg.subject_mean(exam).value(measure="mean") == 90


def test_a_guarded_table(tmp_path):
    path = csv(tmp_path, "代码,名称,类\n041,甲,a\n042,乙\n043,丙,c\n合计,,\n")
    table = eg.read_table(path)
    assert [(reject["row"], reject["code"]) for reject in table.rejects] == [(3, "EG-501")]
    expected = {"代码": ["041", "043"], "名称": ["甲", "丙"], "类": ["a", "c"]}
    assert table.columns_dict() == expected
    assert (table.row_numbers, table.headers) == ([2, 4], ["代码", "名称", "类"])
    polars = pytest.importorskip("polars")
    assert table.pl().to_dict(as_series=False) == expected
    assert polars.DataFrame(table).to_dict(as_series=False) == expected
    assert table.df().to_dict("list") == expected


def test_codes_that_were_numbers_are_told_of():
    frame = {"考号": [1, 2], "学校代码": ["041", "042"], "语文": [90, 80]}
    findings = eg.read_scores(frame).report[0]["findings"]
    assert [(finding["code"], finding["column"], finding["count"]) for finding in findings] == [
        ("EG-544", "考号", 2)
    ]


# The rows of tests/golden/workbooks/make.py.
EXPORT = """2024年期末考试成绩,,,,,,
准考证号,姓名,学校,班级,语文,数学,总分
0101,张三,第一中学,1,90,85.5,175.5
0102,李㐀,第一中学,1,缺考,88,88
0201,王𠮷,第二中学,2,72,,72
0202,赵，六,第二 中学,2,78分,８５,163
合计,,,,162,258.5,498.5
"""


def test_one_content_as_csv_in_three_encodings_as_a_workbook_and_as_a_frame(tmp_path):
    rows = [line.split(",") for line in EXPORT.splitlines()[1:]]
    frame = {name: [row[at] or None for row in rows[1:]] for at, name in enumerate(rows[0])}
    sources = {"workbook": WORKBOOKS / "scores.xlsx", "frame": frame}
    for encoding in ("utf-8", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(EXPORT.encode(encoding))
        sources[encoding] = path
    told = {}
    for name, source in sources.items():
        exam = eg.read_scores(source, allowed_percent=100)
        report = exam.report[0]
        # Row 1 of a frame is the first candidate, which is row 3 of a file.
        shift = 2 if name == "frame" else 0
        findings = [
            (finding["code"], finding["column"], finding["count"], finding["first_row"] + shift)
            for finding in report["findings"]
            # Which sheet was taken is said of workbooks alone.
            if finding["code"] != "EG-580"
        ]
        means = [
            (row["school"], row["subject"], row["value"], row["status"])
            for row in eg.subject_mean(exam, by=["school"])
            if row["measure"] == "mean"
        ]
        kept = {key: report[key] for key in ("accepted", "rejected", "marks", "made_plain", "unknown_marks")}
        told[name] = (findings, means, kept)
    assert told["utf-8"][0], "the content has findings"
    for name, other in told.items():
        assert other == told["utf-8"], name


def test_what_was_made_plain_is_in_the_report():
    data = {"考号": ["０１０２", "0101"], "学校": ["第１中学", "第1中学"], "语文": [90, 80]}
    assert eg.read_scores(data).report[0]["made_plain"] == [
        {"header": "学校", "from": "第１中学", "to": "第1中学"},
        # Of ids only how they are written.
        {"header": "考号", "from": "００００", "to": "0000"},
    ]


def test_repeated_candidates_by_the_policy():
    data = {"考号": ["1", "2", "1"], "语文": [60, 70, 90]}
    for policy, mean in {"first": 65, "last": 80, "best": 80}.items():
        exam = eg.read_scores(data, policy={"duplicates": policy}, allowed_percent=100)
        assert eg.subject_mean(exam).value(measure="mean") == mean
    years = {"年份": ["2023", "2024"], "考号": ["1", "1"], "语文": [60, 70]}
    assert eg.read_scores(years).report[0]["accepted"] == 2
