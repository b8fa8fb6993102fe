"""The yearly release from Python is the one of the command line."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import edugauge as eg

EXAMPLE = Path(__file__).parents[2] / "examples" / "jingjiang"


@pytest.fixture
def config(tmp_path):
    shutil.copytree(EXAMPLE / "data", tmp_path / "data")
    return Path(shutil.copy(EXAMPLE / "edugauge.toml", tmp_path))


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLE / "data", folder / "data")
    return eg.run(Path(shutil.copy(EXAMPLE / "edugauge.toml", folder)), year=2011, out=folder / "out").folder


def test_figures_are_read_by_polars_and_pandas_without_being_told_their_types(example):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    whole, fractions = ["year", "n", "denominator"], ["value", "numerator", "se", "lower", "upper"]
    # Scores are a column of labels: 480-489.
    labels = ["indicator", "measure", "track", "line", "score", "subject", "parameters", "table"]
    for frame in (
        polars.read_csv(example / "figures.csv"),
        polars.read_csv(example / "figures.csv", infer_schema_length=None),
    ):
        assert frame.height > 500
        assert {frame.schema[name] for name in whole} == {polars.Int64}
        assert {frame.schema[name] for name in fractions} == {polars.Float64}
        assert {frame.schema[name] for name in labels} == {polars.String}
    with (example / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [float(row["value"] or "nan") for row in rows] == pytest.approx(
        frame["value"].fill_null(float("nan")).to_list(), nan_ok=True, abs=0
    )
    read = pandas.read_csv(example / "figures.csv")
    assert all(read[name].dtype.kind == "f" for name in fractions)


def package_of(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_the_data_package_describes_every_table_and_hides_nothing_open(example):
    package = package_of(example)
    assert package["edugauge"] == {"version": eg.__version__, "format": 1}
    paths = {resource["path"] for resource in package["resources"]}
    tables = {file.name for file in example.glob("*.csv") if not file.name.endswith(".meta.csv")}
    assert paths == tables
    manifest = json.loads((example / "manifest.json").read_text(encoding="utf-8"))
    assert "datapackage.json" in {output["file"] for output in manifest["outputs"]}
    for resource in package["resources"]:
        with (example / resource["path"]).open(encoding="utf-8-sig", newline="") as lines:
            header = next(csv.reader(lines))
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == header
        ids = [field.get("id") for field in fields if "id" in field]
        assert len(set(ids)) == len(ids)
    admission = next(r for r in package["resources"] if r["name"] == "table_admission_by_school")
    described = {field["id"]: field for field in admission["schema"]["fields"]}
    assert (described["numerator"]["type"], described["numerator"]["unit"]) == ("integer", "人")
    assert (described["value"]["type"], described["value"]["decimals"]) == ("number", 1)
    assert {"value": "[c]", "label": "为保护个人信息而隐去"} in admission["schema"]["missingValues"]


CODES = """[project]
title = "t"
region = "r"
year = 2024
language = "zh"
[disclosure]
profile = "PROFILE"
minimum_cell = 3
[[source]]
id = "s"
path = "{year}.csv"
[source.full_marks]
total = 750
[[cut_score]]
source = "s"
line = "一线"
score = 500
[[table]]
id = "学校表"
indicator = "admission_rate"
source = "s"
by = ["school_code"]
total = true
[[table]]
id = "scores"
indicator = "score_table"
source = "s"
[[table]]
id = "bands"
indicator = "rank_bands"
source = "s"
by = ["school_code"]
[table.options]
edges = [10, 50]
"""


@pytest.fixture
def codes(tmp_path):
    """Schools whose codes begin with a zero, one of two candidates."""
    rows = ["考号,学校代码,总分"]
    for school, size in (("041", 40), ("007", 30), ("0100", 2)):
        rows += [f"{school}{k:03},{school},{400 + 7 * k % 230}" for k in range(size)]
    (tmp_path / "2024.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "c.toml").write_text(CODES.replace("PROFILE", "public"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("profile", ["public", "internal"])
def test_frictionless_accepts_releases_and_keeps_codes_whole(codes, example, profile):
    config = codes / "c.toml"
    config.write_text(CODES.replace("PROFILE", profile), encoding="utf-8")
    folder = eg.run(config, year=2024, out=codes / profile).folder
    for of in (folder, example):
        checked = subprocess.run(
            [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
            cwd=of,
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr
        report = json.loads(checked.stdout)
        assert report["valid"]
        assert report["stats"]["tasks"] == len(package_of(of)["resources"])
    # Whole scores stand before the bands into which a public table puts small ones together.
    polars = pytest.importorskip("polars")
    read = polars.read_csv(folder / "figures.csv")
    assert read.schema["score"] == polars.String or profile == "internal"
    assert {"041", "007"} <= {row["school_code"] for row in csv_rows(folder / "figures.csv")}
    schema = package_of(folder)["resources"][1]["schema"]["fields"]
    assert (schema[0]["id"], schema[0]["type"]) == ("school_code", "string")


def test_the_data_package_holds_no_number_of_those_hidden(codes):
    """Of the school of two nothing is told: the package is the same whoever is in it."""
    first = eg.run(codes / "c.toml", year=2024, out=codes / "one").folder
    text = (codes / "2024.csv").read_text(encoding="utf-8")
    (codes / "2024.csv").write_text(text.replace("0100001,0100,407", "0100001,0100,620"), encoding="utf-8")
    second = eg.run(codes / "c.toml", year=2024, out=codes / "two").folder
    rows = [row for row in csv_rows(second / "figures.csv") if row["school_code"] == "0100"]
    rates = [row for row in rows if row["indicator"] == "admission_rate"]
    assert {row["status"] for row in rates} == {"suppressed"}
    packages = [package_of(folder) for folder in (first, second)]
    assert packages[0] == packages[1]


def csv_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_year(config, tmp_path):
    release = eg.run(config, year=2011, out=tmp_path / "out")
    assert (release.year, release.folder) == (2011, tmp_path / "out" / "2011")
    written = {file.name for file in release.folder.iterdir()}
    assert {"tables.xlsx", "report.html", "figures.csv", "manifest.json"} <= written
    assert {file.name for file in release.files} <= written
    # The published figures of 2011 (靖江市 2011 年年报).
    assert any(
        "1967" in line.replace(",", "") and "41.7" in line and "28.8" in line for line in release.headlines
    )
    with (release.folder / "figures.csv").open(encoding="utf-8-sig") as lines:
        assert {row["year"] for row in csv.DictReader(lines)} >= {"2011"}


def test_the_published_figures_step_by_step(config):
    """Hold the calls of a researcher to the annual report of 2011 (靖江市 2011 年年报)."""
    exam = eg.read_scores(
        config.parent / "data" / "高考_{year}.csv",
        years=[2011],
        schools=config.parent / "data" / "学校.csv",
    )
    lines = {("理科", "本二"): 495, ("文科", "本二"): 508}
    [rate] = eg.admission_rate(exam, lines=lines).rows()
    assert (rate["numerator"], round(rate["value"], 1)) == (1967.0, 41.7)
    per_10k = eg.rate_per_10k(exam, lines=lines, population={2011: 683_000}, basis="registered")
    assert round(per_10k.value(), 1) == 28.8
    by_residence = eg.admission_rate(exam, lines=lines, by="residence")
    assert sum(row["numerator"] for row in by_residence) == 1967
    staff = config.parent / "data" / "教师流动.csv"
    moved = eg.ratio(staff, numerator="流动教师数", denominator="应流动教师数", by="学段").rows(year=2011)
    assert [row["numerator"] for row in moved] == [643.0, 208.0, 55.0]


def test_a_missing_source_leaves_no_file_behind(config, tmp_path):
    (tmp_path / "data" / "高考_2011.csv").unlink()
    with pytest.raises(FileNotFoundError):
        eg.run(config, year=2011, out=tmp_path / "out")
    assert not list(tmp_path.glob("out/*"))


def test_a_release_verifies_until_something_changes(config):
    folder = eg.run(config, year=2011).folder
    found = eg.verify(folder)
    assert found.ok and found.reproduced and found.problems == []
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    record = json.loads((folder.parent / "2011.record.json").read_text(encoding="utf-8"))
    assert (found.outputs, found.inputs) == (len(manifest["outputs"]), len(record["inputs"]))
    assert "inputs" not in manifest
    (folder / "paragraph.txt").write_text("改过", encoding="utf-8")
    (folder / "我的.txt").write_text("", encoding="utf-8")
    data = config.parent / "data" / "教师流动.csv"
    data.write_bytes(data.read_bytes() + b"\r\n")
    found = eg.verify(folder)
    assert not found.ok and not found.reproduced
    assert set(found.problems) == {
        ("output_changed", "paragraph.txt", True),
        ("output_extra", "我的.txt", False),
        ("input_changed", "data/教师流动.csv", True),
    }
    # The command line says the same.
    told = json.loads(cli("verify", folder, "--format", "json").stdout)
    assert {(p["problem"], p["file"], p["fault"]) for p in told["problems"]} == set(found.problems)


def test_what_changed_between_two_releases_and_why(config, tmp_path):
    old = eg.run(config, year=2011, out=tmp_path / "old").folder
    text = config.read_text(encoding="utf-8")
    # The line of 本一 in science is moved by a point: the rates of 本一 change, those of the others do not.
    config.write_text(text.replace("score = 558", "score = 559"), encoding="utf-8")
    new = eg.run(config, year=2011, out=tmp_path / "new").folder
    difference = eg.diff(old, new)
    assert len(difference) == len(difference.changes) > 0 and difference.compared > 500
    assert {change.indicator for change in difference.changes} == {"admission_rate", "rate_per_10k"}
    assert {change.labels["line"] for change in difference.changes} == {"本一"}
    assert {cause.cause for change in difference.changes for cause in change.causes} == {"settings"}
    with (old / "figures.csv").open(encoding="utf-8-sig") as lines:
        figures = list(csv.DictReader(lines))
    for change in difference.changes:
        assert change.old != change.new or change.old_status != change.new_status
        if change.old is not None:
            assert change.old_status == "ok"
            assert any(
                row["value"] == repr(change.old) or row["value"] == f"{change.old:g}" for row in figures
            )
    told = [json.loads(line) for line in cli("diff", old, new, "--format", "json").stdout.splitlines()]
    assert [(row["indicator"], row["labels"]) for row in told] == [
        (change.indicator, change.labels) for change in difference.changes
    ]


def test_differences_as_frames(config, tmp_path):
    old = eg.run(config, year=2011, out=tmp_path / "old").folder
    new = eg.run(config, year=2010, out=tmp_path / "new").folder
    difference = eg.diff(old, new)
    frame, other = difference.pl(), difference.df()
    assert frame.columns == list(other.columns)
    assert {"indicator", "measure", "line", "old", "old_status", "new", "new_status", "causes"} <= set(
        frame.columns
    )
    assert len(frame) == len(other) == len(difference) > 100
    assert frame.schema["old"].is_float() and other["new"].dtype == "float64"
    assert eg.diff(old, old).pl().is_empty() and eg.diff(old, old).df().empty


def test_a_folder_that_is_no_release(tmp_path):
    with pytest.raises(FileNotFoundError):
        eg.verify(tmp_path)
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    for call in (eg.verify, lambda folder: eg.diff(folder, folder)):
        with pytest.raises(eg.EdugaugeError) as fault:
            call(tmp_path)
        assert "manifest.json" in str(fault.value)


def cli(*arguments):
    command = [sys.executable, "-m", "edugauge", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
