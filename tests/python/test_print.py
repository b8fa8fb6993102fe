"""A report on paper: every cell is in what a browser prints, in type that can be read."""

import json
import random
import re
import shutil
import subprocess
from collections import Counter
from decimal import Decimal

import pytest

import edugauge as eg

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PDFTOTEXT = shutil.which("pdftotext")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext (poppler-utils) is not installed"),
]

SUBJECTS = ["语文", "数学", "英语", "物理", "化学", "历史", "地理", "生物"]
SCHOOLS = [f"靖江市第{number}初级中学" for number in "一二三四五六七八九"]

CONFIG = """
[project]
title = "宽表"
region = "甲县"
year = 2024
language = "{language}"
[disclosure]
profile = "internal"
[[source]]
id = "s"
path = "s.csv"
[source.full_marks]
{full_marks}
total = 800

[[table]]
id = "wide"
title = "各校各科均分与五率"
indicators = ["subject_mean", "excellent_rate", "good_rate", "pass_rate", "low_rate"]
measures = ["mean", "rate"]
source = "s"
by = ["school"]
total = true
counts = true
rows = ["school"]
columns = ["subject", "quantity"]

[[table]]
id = "narrow"
indicator = "subject_mean"
source = "s"
by = ["school"]
total = true
"""


def release(folder, language):
    draw = random.Random(1)
    rows = ["考号,学校," + ",".join(SUBJECTS)]
    for at in range(360):
        scores = ",".join(str(draw.randint(20, 100)) for _ in SUBJECTS)
        rows.append(f"{at},{SCHOOLS[at % 9]},{scores}")
    (folder / "s.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    marks = "\n".join(f'"{subject}" = 100' for subject in SUBJECTS)
    config = CONFIG.format(language=language, full_marks=marks)
    (folder / "c.toml").write_text(config, encoding="utf-8")
    eg.run(folder / "c.toml")
    return folder / "out" / "2024"


def printed(page, folder):
    pdf = folder / "page.pdf"
    profile = f"--user-data-dir={folder / 'profile'}"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", profile]
    subprocess.run(
        [CHROMIUM, *flags, f"--print-to-pdf={pdf}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return pdf


def words_of(pdf):
    """Each word with the height of its letters, in points."""
    out = subprocess.run([PDFTOTEXT, "-bbox", pdf, "-"], check=True, capture_output=True, timeout=60).stdout
    word = re.compile(r'xMin="([\d.-]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<')
    words = []
    for page in out.decode().split("<page ")[1:]:
        width = float(re.match(r'width="([\d.]+)"', page).group(1))
        for left, high, right, low, text in word.findall(page):
            # What lies beside the page is in the file and on no paper.
            assert 0 <= float(left) < float(right) <= width, text
            words.append((text, float(low) - float(high)))
    return words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_cell_is_on_paper(tmp_path, language):
    folder = release(tmp_path, language)
    tables = json.loads((folder / "release.json").read_text(encoding="utf-8"))["tables"]
    assert len(tables[0]["columns"]) >= 44
    words = words_of(printed(folder / "report.html", tmp_path))
    text = "".join(word for word, _ in words)
    numbers = [word for word, _ in words if re.fullmatch(r"-?\d[\d,]*(\.\d+)?", word)]
    left = Counter(Decimal(word.replace(",", "")) for word in numbers)
    for table in tables:
        for row in table["rows"]:
            for cell, column in zip(row, table["columns"], strict=True):
                if isinstance(cell, str):
                    assert cell.replace(" ", "") in text, (table["id"], cell)
                    continue
                # 40 and 40.00 are one number; no word stands for two cells.
                value = Decimal(str(cell))
                assert left[value] > 0, (table["id"], column["header"], cell)
                left[value] -= 1
    # Letters of 8 points are about 9 high, of 6 points 7.
    assert min(height for word, height in words if re.fullmatch(r"\d+\.\d+", word)) > 8
