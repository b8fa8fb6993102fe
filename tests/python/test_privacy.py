"""No pupil's data in what Python says by default: exceptions, reports, reprs."""

import traceback

import pytest

import edugauge as eg

SECRETS = ["欧阳鸑鷟", "738291046", "97.125", "壹佰零叁"]


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "成绩.csv"
    rows = (
        "考号,姓名,学校代码,语文,数学\n738291046,欧阳鸑鷟,01,97.125,壹佰零叁\n738291046,欧阳鸑鷟,01,97.125\n"
    )
    path.write_bytes(rows.encode("gb18030"))
    return path


def holds_no_secret(text):
    assert not [secret for secret in SECRETS if secret in text], text


def test_exceptions(sheet):
    with pytest.raises(eg.DataError) as caught:
        eg.read_scores(sheet, full_marks={"语文": 96})
    holds_no_secret("".join(traceback.format_exception(caught.value)))


def test_reports_and_reprs(sheet):
    exam = eg.read_scores(sheet, full_marks={"语文": 96}, allowed_percent=100)
    for text in (repr(exam), str(exam.report)):
        holds_no_secret(text)
