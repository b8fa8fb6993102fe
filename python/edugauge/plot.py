"""Pictures of figures. The only module that needs matplotlib."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from edugauge._arguments import Names, names
from edugauge.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from edugauge.figures import Figures

__all__ = ["draw"]

_CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Arial Unicode MS",
    "Droid Sans Fallback",
    "SimSun",
)


def draw(figures: Figures, ax: Axes | None = None, measure: Names | None = None) -> Axes:
    """Draw measures of the figures: differences with their intervals, anything else as bars."""
    try:
        from matplotlib import pyplot
    except ImportError as missing:
        raise ImportError("plot() needs matplotlib: pip install 'edugauge[plot]'") from missing
    measures = names(measure) or [_first_measure(figures)]
    rows = [row for row in figures.rows() if row["measure"] in measures and row["value"] is not None]
    if not rows:
        raise InvalidArgumentError(f"no figure of {', '.join(measures)} has a value", "EG-206")
    labels = _labels(rows, figures.keys)
    if ax is None:
        _, ax = pyplot.subplots(figsize=(6.4, 1.2 + 0.4 * len(rows)), layout="constrained")
    is_difference = measures[0].startswith(("difference", "change"))
    (_intervals if is_difference else _bars)(ax, rows)
    ax.set_yticks(range(len(rows)), labels, fontfamily=_fonts("".join(labels)))
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlabel(" · ".join(word for word in (measures[0], rows[0]["unit"]) if word))
    return ax


def _first_measure(figures: Figures) -> str:
    rows = figures.rows()
    if not rows:
        raise InvalidArgumentError("there are no figures to draw", "EG-206")
    with_interval = next((row for row in rows if row["lower"] is not None), rows[0])
    is_gap = any(row["measure"] == "difference" for row in rows)
    return "difference" if is_gap else str(with_interval["measure"])


def _labels(rows: list[dict[str, Any]], keys: list[str]) -> list[str]:
    """Say of each row what tells it from the others."""
    columns = [name for name in ("year", *keys, "subject", "measure") if len({row[name] for row in rows}) > 1]
    return [
        " · ".join(str(row[name]) for name in columns or ["subject"] if row[name] is not None) for row in rows
    ]


def _intervals(ax: Axes, rows: list[dict[str, Any]]) -> None:
    for at, row in enumerate(rows):
        if row["lower"] is not None:
            ax.plot([row["lower"], row["upper"]], [at, at], color="C0", linewidth=1.5)
        ax.plot(row["value"], at, "o", color="C0")
    ax.axvline(0, color="0.6", linewidth=0.8)


def _bars(ax: Axes, rows: list[dict[str, Any]]) -> None:
    values = [row["value"] for row in rows]
    below = [0 if row["lower"] is None else row["value"] - row["lower"] for row in rows]
    above = [0 if row["upper"] is None else row["upper"] - row["value"] for row in rows]
    errors = [below, above] if any(below) or any(above) else None
    ax.barh(range(len(rows)), values, xerr=errors, color="C0", ecolor="0.3")


def _fonts(text: str) -> list[str]:
    """Name the fonts to try; one with Chinese characters among them where the text has some."""
    if text.isascii():
        return ["sans-serif"]
    from matplotlib import font_manager

    at_hand = {font.name for font in font_manager.fontManager.ttflist}
    found = [name for name in _CHINESE_FONTS if name in at_hand]
    if not found:
        warnings.warn(
            "no font with Chinese characters was found; install Noto Sans CJK SC to see the labels "
            "(未找到中文字体,请安装 Noto Sans CJK SC)",
            stacklevel=4,
        )
    return [*found, "sans-serif"]
