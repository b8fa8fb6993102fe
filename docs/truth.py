"""Writes docs/en/truth.md and docs/zh/truth.md from tests/truth.csv; with --check only compares them.

--measure FOLDER first takes the numbers that the tests wrote into FOLDER (EDUGAUGE_TRUTH) into the table.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path

DOCS = Path(__file__).parent
TABLE = DOCS.parent / "tests" / "truth.csv"

WORDS = {
    "en": {
        "title": "# What is held against what",
        "made": "Generated from the comparisons that run in the tests (`make truth`). [中文](../zh/truth.md)",
        "text": (
            "Every value below was computed by edugauge and by another implementation, or is certified by "
            "NIST. Digits: −log₁₀ of the largest relative difference, half a place left for other machines. "
            "A test fails where it agrees in fewer. Where the other implementation stops early (iterations "
            "of `svyglm`, optimisers of `lmer`), its digits are what is counted. Counts, sums, means and "
            "rates are exact fractions; they are held by `==` to published tables and are not in this list. "
            "Scripts and versions stand in the `SOURCE.md` of each folder of `tests/golden`."
        ),
        "head": "| what | data | reference | values | largest difference | digits |",
        "sum": "{values:,} values in {rows} comparisons.",
    },
    "zh": {
        "title": "# 与什么核对过",
        "made": "由测试中实际运行的比较生成（`make truth`）。[English](../en/truth.md)",
        "text": (
            "下面每个值都由 edugauge 与另一个实现各算一遍，或由 NIST 认证。位数为最大相对差的 −log₁₀，"
            "另为别的机器留半位；位数少了，测试即不通过。对方提前停止的（`svyglm` 的迭代、`lmer` 的优化），"
            "数的是对方的位数。人数、合计、均值与比率是精确的分数，与公布的表用 `==` 核对，不在此列。"
            "脚本与版本见 `tests/golden` 各文件夹的 `SOURCE.md`。"
        ),
        "head": "| 内容 | 数据 | 参照 | 值数 | 最大相对差 | 位数 |",
        "sum": "共 {rows} 项比较，{values:,} 个值。",
    },
}


def digits(worst: float) -> int:
    """As tests/suite/truth.rs promises them."""
    return min(15, math.floor(-math.log10(2 * worst))) if worst > 0 else 15


def page(rows: list[dict[str, str]], lang: str) -> str:
    """The page in one language."""
    words = WORDS[lang]
    lines = [words["title"], "", words["made"], "", words["text"], "", words["head"]]
    lines.append("| --- | --- | --- | ---: | ---: | ---: |")
    for row in rows:
        worst = float(row["worst"])
        shown = f"{worst:.0e}".replace("e-0", "e-") if worst > 0 else "0"
        cells = [row[f"{column}_{lang}"] for column in ("what", "data", "reference")]
        cells.append(f"{int(row['compared']):,}")
        lines.append(f"| {' | '.join([*cells, shown, str(digits(worst))])} |")
    values = sum(int(row["compared"]) for row in rows)
    return "\n".join([*lines, "", words["sum"].format(values=values, rows=len(rows)), ""])


def read() -> list[dict[str, str]]:
    """The comparisons."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measured(folder: Path) -> None:
    """Takes over what the tests wrote; every comparison must have run."""
    rows = read()
    for row in rows:
        _, row["compared"], row["worst"] = (folder / f"{row['key']}.csv").read_text().strip().split(",")
    others = {path.stem for path in folder.glob("*.csv")} - {row["key"] for row in rows}
    if others:
        raise SystemExit(f"tests/truth.csv does not name {', '.join(sorted(others))}")
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main() -> int:
    """0 if the pages are (now) what the table says."""
    if "--measure" in sys.argv:
        measured(Path(sys.argv[sys.argv.index("--measure") + 1]))
    rows = read()
    stale = []
    for lang in WORDS:
        path, text = DOCS / lang / "truth.md", page(rows, lang)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
    if stale:
        print("docs/*/truth.md are out of date; run `make truth`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
