"""The yearly release from Python is the one of the command line."""

import csv
import shutil
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
