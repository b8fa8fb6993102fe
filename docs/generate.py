"""Writes the reference pages of the indicators from the registry; with --check only compares them."""

from __future__ import annotations

import sys
from pathlib import Path

import edugauge as eg

FOLDER = Path(__file__).parent / "reference"


def page(indicator: dict) -> str:
    """The page of one indicator, Chinese and English side by side."""
    lines = [f"# {indicator['id']} · {indicator['name']['zh']} · {indicator['name']['en']}", ""]
    lines += [f"{indicator['summary']['zh']}。", "", f"{indicator['summary']['en'].capitalize()}.", ""]
    lines += [f"$${indicator['katex']}$$", ""]
    parts = {
        "公式 Formula": "formula",
        "计数对象 Who counts": "universe",
        "分子 Numerator": "numerator",
        "分母 Denominator": "denominator",
        "汇总 Aggregation": "aggregation",
        "单位 Unit": "unit",
        "边界情形 Edge cases": "edges",
        "依据 Reference": "reference",
    }
    lines += ["| | |", "| --- | --- |"]
    lines += [f"| {title} | {cell(indicator[key])} |" for title, key in parts.items()]
    lines += [f"| 小数位 Decimals | {indicator['decimals']} |"]
    lines += [f"| 别名 Aliases | {'、'.join(indicator['aliases'])} |", ""]
    lines += ["## 统计量 Measures", ""]
    lines += [
        f"- `{measure['id']}`: {measure['name']['zh']} · {measure['name']['en']}"
        for measure in indicator["measures"]
    ]
    lines += ["", "## 参数与口径 Arguments and conventions", ""]
    lines += [line for parameter in indicator["parameters"] for line in parameter_lines(parameter)]
    return "\n".join([*lines, "", *example_lines(indicator), ""])


def cell(text: dict) -> str:
    both = [text["zh"], text["en"]] if text["zh"] != text["en"] else [text["zh"]]
    return "<br>".join(both).replace("|", "\\|")


def parameter_lines(parameter: dict) -> list[str]:
    default = " (必需 required)" if parameter["required"] else ""
    if parameter["default"] is not None:
        default = f" (默认 default `{parameter['default']}`)"
    lines = [f"- `{parameter['name']}`{default}: {parameter['text']['zh']} · {parameter['text']['en']}"]
    return lines + [
        f"  - `{choice['id']}`: {choice['name']['zh']} · {choice['name']['en']}"
        for choice in parameter["choices"]
    ]


def example_lines(indicator: dict) -> list[str]:
    example = indicator["example"]
    lines = ["## 算例 Worked example", "", "```csv", example["input"].rstrip("\n"), "```", ""]
    arguments = [f"`{name} = {', '.join(values)}`" for name, values in example["arguments"].items()]
    if arguments:
        lines += ["; ".join(arguments), ""]
    lines += [example["steps"]["zh"], "", example["steps"]["en"], ""]
    lines += ["| measure | subject | group | value |", "| --- | --- | --- | --- |"]
    for figure in example["expected"]:
        group = ", ".join(figure["group"])
        lines.append(f"| {figure['measure']} | {figure['subject'] or ''} | {group} | {figure['value']} |")
    return lines


def pages() -> dict[str, str]:
    """Every page by file name."""
    indicators = eg.indicators()
    written = {f"{indicator['id']}.md": page(indicator) for indicator in indicators}
    index = [
        "# 指标 Indicators",
        "",
        "由目录生成 Generated from the registry (`make docs`).",
        "",
        "| | | |",
        "| --- | --- | --- |",
    ]
    index += [f"| [{i['id']}]({i['id']}.md) | {i['name']['zh']} | {i['summary']['zh']} |" for i in indicators]
    return {"README.md": "\n".join([*index, ""])} | written


def main() -> int:
    """0 if the pages are (now) what the registry says."""
    wanted = pages()
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    if "--check" in sys.argv[1:]:
        stale = sorted(
            name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)
        )
        if stale:
            print(f"docs/reference is out of date ({', '.join(stale)}): run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in present.keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
