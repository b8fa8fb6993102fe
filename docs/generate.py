"""Writes what follows from the registry; with --check only compares it.

These are the reference pages, the Python functions and the number of indicators in the READMEs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
PACKAGE = "python/edugauge"

# Without its `__init__`, which needs the functions that are to be written.
sys.modules["edugauge"] = ModuleType("edugauge")
sys.modules["edugauge"].__path__ = [str(ROOT / PACKAGE)]

from functions import HEADER, modules  # noqa: E402

from edugauge._core import codes, indicators  # noqa: E402

WORDS = {
    "formula": {"zh": "公式", "en": "Formula"},
    "universe": {"zh": "计数对象", "en": "Who counts"},
    "numerator": {"zh": "分子", "en": "Numerator"},
    "denominator": {"zh": "分母", "en": "Denominator"},
    "aggregation": {"zh": "汇总", "en": "Aggregation"},
    "unit": {"zh": "单位", "en": "Unit"},
    "publication": {"zh": "公开", "en": "Publication"},
    "edges": {"zh": "边界情形", "en": "Edge cases"},
    "reference": {"zh": "依据", "en": "Reference"},
}
"""What a definition says in words, in the order of the page."""


def page(indicator: dict, lang: str) -> str:
    """The page of one indicator in one language."""

    def say(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    summary = indicator["summary"][lang]
    sentence = say(f"{summary}。", f"{summary[0].upper()}{summary[1:]}.")
    lines = [f"# {indicator['name'][lang]} · `{indicator['id']}`", "", sentence, ""]
    lines += [f"$${indicator['katex']}$$", "", "| | |", "| --- | --- |"]
    lines += [f"| {title[lang]} | {cell(indicator[key][lang])} |" for key, title in WORDS.items()]
    lines += [f"| {say('小数位', 'Decimals')} | {indicator['decimals']} |"]
    aliases = "、".join(indicator["aliases"])
    lines += [f"| {say('别名', 'Also called')} | {say(aliases, f'`{aliases}`') if aliases else ''} |", ""]
    lines += [say("## 统计量", "## Measures"), ""]
    colon = say("：", ": ")
    lines += [f"- `{measure['id']}`{colon}{measure['name'][lang]}" for measure in indicator["measures"]]
    lines += ["", say("## 参数与口径", "## Arguments and conventions"), ""]
    lines += [line for each in indicator["parameters"] for line in parameter_lines(each, lang)]
    return "\n".join([*lines, "", *example_lines(indicator, lang), ""])


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def parameter_lines(parameter: dict, lang: str) -> list[str]:
    required, default = {"zh": ("（必需）", "（默认 `{}`）"), "en": (" (required)", " (default `{}`)")}[lang]
    colon = "：" if lang == "zh" else ": "
    known = required if parameter["required"] else ""
    if parameter["default"] is not None:
        known = default.format(parameter["default"])
    lines = [f"- `{parameter['name']}`{known}{colon}{parameter['text'][lang]}"]
    return lines + [f"  - `{choice['id']}`{colon}{choice['name'][lang]}" for choice in parameter["choices"]]


def example_lines(indicator: dict, lang: str) -> list[str]:
    example = indicator["example"]
    title = {"zh": "## 算例", "en": "## Worked example"}[lang]
    lines = [title, "", "```csv", example["input"].rstrip("\n"), "```", ""]
    arguments = [f"`{name} = {', '.join(values)}`" for name, values in example["arguments"].items()]
    if arguments:
        lines += ["; ".join(arguments), ""]
    lines += [example["steps"][lang], ""]
    header = {"zh": "| 统计量 | 科目 | 组 | 数值 |", "en": "| measure | subject | group | value |"}[lang]
    lines += [header, "| --- | --- | --- | --- |"]
    for figure in example["expected"]:
        group = ", ".join(label for label in figure["group"] if label)
        lines.append(f"| {figure['measure']} | {figure['subject'] or ''} | {group} | {figure['value']} |")
    return lines


def code_lines(code: dict, lang: str) -> list[str]:
    """One code of the page of codes."""
    zh = lang == "zh"
    said = {
        part: code[part][lang].replace("*", "\\*").replace("<", "&lt;")
        for part in ("means", "example", "fix")
    }
    lines = [f"## {code['code']}", "", said["means"], ""]
    lines += [f"- 例：{said['example']}" if zh else f"- Example: {said['example']}"]
    lines += [f"- 办法：{said['fix']}" if zh else f"- Fix: {said['fix']}"]
    if code["exit"] is not None:
        raised = code["exception"]
        lines += [
            f"- 退出码 {code['exit']}；Python：`{raised}`"
            if zh
            else f"- Exit code {code['exit']}; Python: `{raised}`"
        ]
    return [*lines, ""]


def page_of_codes(lang: str) -> str:
    """What `edugauge explain CODE` says, of every code."""
    made = {
        "zh": ["# 代码", "", "`edugauge explain 代码` 在命令行给出同样的说明。由程序生成（`make docs`）。"],
        "en": [
            "# Codes",
            "",
            "`edugauge explain CODE` says the same on the command line. Generated (`make docs`).",
        ],
    }[lang]
    return "\n".join([*made, "", *(line for code in codes() for line in code_lines(code, lang))])


def pages() -> dict[str, str]:
    """Every page of both languages by its path."""
    written = {}
    for lang, title, made in (
        ("zh", "# 指标", "由目录生成（`make docs`）。[English](../../en/reference/README.md)"),
        (
            "en",
            "# Indicators",
            "Generated from the registry (`make docs`). [中文](../../zh/reference/README.md)",
        ),
    ):
        index = [title, "", made, "", "| | | |", "| --- | --- | --- |"]
        for each in indicators():
            name = f"{each['id']}.md"
            index.append(f"| [{each['id']}]({name}) | {each['name'][lang]} | {each['summary'][lang]} |")
            written[f"docs/{lang}/reference/{name}"] = page(each, lang)
        written[f"docs/{lang}/reference/codes.md"] = page_of_codes(lang)
        written[f"docs/{lang}/reference/README.md"] = "\n".join([*index, ""])
    return written


def readmes() -> dict[str, str]:
    """The READMEs with the number of indicators."""
    counted = {"README.md": r"\d+(?= indicators)", "README.zh.md": r"\d+(?= 项指标)"}
    count = str(len(indicators()))
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in counted}
    for name, pattern in counted.items():
        if not re.search(pattern, texts[name]):
            raise ValueError(f"{name} does not name the number of indicators")
    return {name: re.sub(counted[name], count, text) for name, text in texts.items()}


def present() -> dict[str, str]:
    """What was generated before."""
    paths = [*ROOT.glob("docs/*/reference/*.md"), *ROOT.glob("README*.md"), *ROOT.glob(f"{PACKAGE}/*.py")]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {name: text for name, text in texts.items() if not name.endswith(".py") or text.startswith(HEADER)}


def main() -> int:
    """0 if all of it is (now) what the registry says."""
    functions = {f"{PACKAGE}/{name}": text for name, text in modules(indicators()).items()}
    wanted = {**pages(), **functions, **readmes()}
    known = present()
    if "--check" in sys.argv[1:]:
        stale = sorted(name for name in wanted.keys() | known.keys() if wanted.get(name) != known.get(name))
        if stale:
            print(f"out of date: {', '.join(stale)}; run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for name in known.keys() - wanted.keys():
        (ROOT / name).unlink()
    for name, text in wanted.items():
        (ROOT / name).parent.mkdir(exist_ok=True)
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
