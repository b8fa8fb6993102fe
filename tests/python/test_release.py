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
