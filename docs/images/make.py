"""Makes the pictures of the READMEs from the example county; needs chromium and a Chinese font."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib

import edugauge as eg

matplotlib.use("Agg")

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "jingjiang"
TITLES = {
    "admission": "Admission by track",
    "admission_by_school": "Admission by school",
    "per_10k": "Qualifiers per 10,000 inhabitants",
    "top_ranks": "Among the province's first",
    "score_table": "Totals in bands, by track",
    "mean_by_residence": "Means of urban, town and rural schools",
    "excellent_by_residence": "Excellent rates",
    "good_by_residence": "Good rates",
    "pass_by_residence": "Pass rates",
    "low_by_residence": "Low rates",
    "gap": "Urban–rural gaps",
    "mobility": "Teachers who rotated",
    "evaluation": "Schools that met the standard (target 50 %)",
    "plan": "The year's plan and what was achieved",
}
"""The example's own are Chinese."""

FULL_MARKS = {"语文": 150, "数学": 150, "英语": 150, "物理": 100, "化学": 100}


def report(lang: str) -> None:
    """The top of the example's page."""
    with tempfile.TemporaryDirectory() as folder:
        county = Path(folder) / "county"
        shutil.copytree(EXAMPLE, county, ignore=shutil.ignore_patterns("out"))
        config = county / "edugauge.toml"
        text = config.read_text(encoding="utf-8")
        if lang == "en":
            text = text.replace('"靖江市教育质量年度报告"', '"Education quality of Jingjiang"', 1)
            for table, title in TITLES.items():
                text, found = re.subn(rf'(id = "{table}"\ntitle = )".*"', rf'\1"{title}"', text)
                assert found == 1, table
            text = text.replace('region = "靖江市"', 'region = "Jingjiang"', 1)
            text = text.replace('language = "zh"', 'language = "en"', 1)
        config.write_text(text, encoding="utf-8")
        eg.cli_run(["run", str(config), "--out", f"{folder}/out"])
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,860"]
        quiet = ["--no-first-run", "--disable-background-networking", "--disable-sync"]
        picture = HERE / f"report.{lang}.png"
        page = Path(folder) / "out" / "2011" / "report.html"
        command = ["chromium", *flags, *quiet, f"--user-data-dir={folder}/profile", f"--screenshot={picture}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True)


def gap(lang: str) -> None:
    """The urban-rural gap of every subject with its interval."""
    exam = eg.read_scores(
        str(EXAMPLE / "data" / "中考_2011.csv"),
        year=2011,
        schools=str(EXAMPLE / "data" / "学校.csv"),
        full_marks=FULL_MARKS,
    )
    figures = eg.subject_gap(exam, subjects=list(FULL_MARKS))
    axes = figures.plot(lang=lang)
    axes.figure.set_size_inches(6.4, 3)
    axes.figure.savefig(HERE / f"gap.{lang}.png", dpi=100)


def main() -> int:
    """Both pictures in both languages."""
    for lang in ("zh", "en"):
        report(lang)
        gap(lang)
    return 0


if __name__ == "__main__":
    sys.exit(main())
