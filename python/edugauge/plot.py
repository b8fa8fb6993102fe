"""Pictures of figures. The only module that needs matplotlib."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from edugauge import _core
from edugauge._arguments import Names, names
from edugauge._checked import wrong_argument
from edugauge._pictures import PICTURES, effects, is_of_effects, measures_drawn, suitable
from edugauge.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from edugauge.figures import Figures

__all__ = ["Kind", "Lang", "draw"]

Kind: TypeAlias = Literal[
    "intervals", "bars", "quantiles", "trend", "caterpillar", "scatter", "lines", "heat"
]
"""What is drawn."""

Lang: TypeAlias = Literal["zh", "en"]
"""In which language the words of a picture are."""

Row: TypeAlias = dict[str, Any]

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
    "Noto Sans CJK JP",
    "Arial Unicode MS",
    "Droid Sans Fallback",
    "SimSun",
)

# Okabe and Ito's colours, told apart by everybody.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")

_UNITS = {"points": "分", "percentage points": "百分点", "persons": "人", "per 10,000": "人/万人"}

# More names than this cannot be read.
_NAMED_SCHOOLS = 60

# A line each: more rows than this make no picture that fits a page.
_MOST_ROWS = 60


def draw(
    figures: Figures,
    ax: Axes | None = None,
    measure: Names | None = None,
    kind: Kind | None = None,
    lang: Lang | None = None,
) -> Axes:
    """Draw measures of the figures as ``kind`` says, else as suits them."""
    if kind is not None and kind not in get_args(Kind):
        known = ", ".join(get_args(Kind))
        shown = repr(kind) if isinstance(kind, str) else type(kind).__name__
        said = f"kind: found {shown}, expected one of {known} （图的种类：{known}）"
        raise InvalidArgumentError(said, "EG-206")
    try:
        from matplotlib import pyplot
    except ImportError as missing:
        raise ImportError("plot() needs matplotlib: pip install 'edugauge[plot]'") from missing
    _refuse_others("kind", kind, get_args(Kind))
    _refuse_others("lang", lang, get_args(Lang))
    if ax is not None and not hasattr(ax, "spines"):
        raise wrong_argument("ax", ax, ("matplotlib 的坐标轴", "axes of matplotlib"))
    if kind is None and measure is None:
        kind = suitable(figures)
    if kind in PICTURES:
        return _finished(
            PICTURES[kind](figures, list(names(measure)), _Words(figures.rows(), figures, lang), ax)
        )
    measures = names(measure) or [_first_measure(figures, kind)]
    rows = [row for row in figures.rows() if row["measure"] in measures and row["value"] is not None]
    if not rows:
        raise InvalidArgumentError(f"no figure of {', '.join(measures)} has a value", "EG-206")
    kind = kind or _kind(rows)
    words = _Words(rows, figures, lang)
    if ax is None:
        _, ax = pyplot.subplots(figsize=_size(kind, rows), layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    if kind == "quantiles":
        _quantiles(ax, rows, words)
    elif kind == "trend":
        _trend(ax, rows, figures.rows(measure="slope"), words)
    elif kind == "caterpillar" and is_of_effects(rows):
        effects(ax, rows, figures, words)
    elif kind == "caterpillar":
        _caterpillar(ax, rows, figures, words)
    else:
        _by_row(ax, rows, words, as_intervals=kind == "intervals")
    return _finished(ax)


def _finished(ax: Axes) -> Axes:
    for one in ax.figure.axes:
        _set_fonts(one)
    return ax


def _refuse_others(argument: str, value: object, choices: tuple[str, ...]) -> None:
    if value is not None and value not in choices:
        said = ", ".join(map(repr, choices))
        raise wrong_argument(argument, value, (f"{said} 之一", f"one of {said}"))


def _first_measure(figures: Figures, kind: Kind | None) -> str:
    rows = figures.rows()
    if not rows:
        raise InvalidArgumentError("there are no figures to draw", "EG-206")
    at_hand = {row["measure"] for row in rows}
    if (kind is None or kind == "caterpillar") and (drawn := measures_drawn(figures, "effect")):
        return drawn[0]
    wanted = {"quantiles": "quantile_difference", "trend": "gap", "caterpillar": "mean"}.get(kind or "", "")
    if wanted in at_hand:
        return wanted
    if rows[0]["indicator"] == "gap_trend":
        return "gap"
    if "difference" in at_hand:
        return "difference"
    with_interval = next((row for row in rows if row["lower"] is not None), rows[0])
    return str(with_interval["measure"])


def _kind(rows: list[Row]) -> Kind:
    if rows[0]["indicator"] == "gap_trend" and rows[0]["measure"] == "gap":
        return "trend"
    measure = rows[0]["measure"]
    if measure.startswith("quantile_difference"):
        return "quantiles"
    if measure == "rank" and rows[0]["lower"] is not None:
        return "caterpillar"
    from_zero = measure.startswith(("difference", "change", "rate_difference")) or measure.endswith("_change")
    if is_of_effects(rows):
        return "intervals"
    effect = measure in ("hedges_g", "cohens_d", "v", "percent", "slope")
    return "intervals" if from_zero or effect else "bars"


def _size(kind: Kind, rows: list[Row]) -> tuple[float, float]:
    if kind in ("quantiles", "trend"):
        return 6.4, 4.0
    if kind == "caterpillar":
        return 6.4, min(1.2 + 0.22 * len(rows), 9.0)
    return 6.4, 1.2 + 0.4 * len(rows)


class _Words:
    """What the rows, their measure and their subjects are called."""

    def __init__(self, rows: list[Row], figures: Figures, lang: Lang | None) -> None:
        self.lang = lang
        self.figures = figures
        self.rows = rows
        self.first = rows[0]
        # What tells the rows apart.
        columns = ("year", *figures.keys, "subject", "measure")
        self.telling = [name for name in columns if len({row[name] for row in rows}) > 1]

    def measure(self, measure: str) -> str:
        if self.lang is None:
            return measure
        return _core.measure_name(self.first["indicator"], measure, self.lang)

    def subject(self, subject: str) -> str:
        return subject if self.lang is None else self.figures._core.subject_name(subject, self.lang)

    def cell(self, row: Row, column: str) -> str:
        if column == "subject":
            return self.subject(row["subject"])
        return self.measure(row["measure"]) if column == "measure" else str(row[column])

    def label(self, row: Row, without: tuple[str, ...] = ()) -> str:
        columns = [name for name in self.telling if name not in without]
        columns = columns or [] if without else columns or ["subject"]
        return " · ".join(self.cell(row, name) for name in columns if row[name] is not None)

    def unit(self, row: Row) -> str:
        unit = str(row["unit"] or "")
        return _UNITS.get(unit, unit) if self.lang == "zh" else unit

    def quantity(self) -> str:
        unit = self.unit(self.first)
        named = " · ".join(word for word in (self.measure(self.first["measure"]), unit) if word)
        return named + self.level()

    def level(self) -> str:
        """The level of the intervals drawn, where they have one in common."""
        levels = {row["confidence"] for row in self.rows if row["lower"] is not None}
        if len(levels) != 1 or None in levels:
            return ""
        level = f"{100 * levels.pop():.10g}"
        return self.pick(f"（{level}% 区间）", f" ({level} % interval)")

    def pick(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def note(self, row: Row) -> str:
        """The remarks on a row of the figures."""
        return self.figures.said(self.pick("zh", "en"))[self.figures.rows().index(row)] or ""


def _by_row(ax: Axes, rows: list[Row], words: _Words, as_intervals: bool) -> None:
    """One line a row, the first at the top."""
    if len(rows) > _MOST_ROWS:
        raise InvalidArgumentError(
            f"{len(rows)} rows, a picture holds {_MOST_ROWS}: choose a measure, years or groups first, "
            f'or kind="trend" or "caterpillar" '
            f"（{len(rows)} 行，一张图至多 {_MOST_ROWS} 行：先选统计量、年份或组）",
            "EG-206",
        )
    labels = [words.label(row) for row in rows]
    (_intervals if as_intervals else _bars)(ax, rows)
    ax.set_yticks(range(len(rows)), labels)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlabel(words.quantity())


def _intervals(ax: Axes, rows: list[Row]) -> None:
    ax.axvline(0, color="0.6", linewidth=0.8, zorder=0)
    for at, row in enumerate(rows):
        if row["lower"] is not None:
            ax.plot([row["lower"], row["upper"]], [at, at], color=_COLOURS[0], linewidth=1.8)
        ax.plot(row["value"], at, "o", color=_COLOURS[0], markersize=5)


def _bars(ax: Axes, rows: list[Row]) -> None:
    values = [row["value"] for row in rows]
    below = [0 if row["lower"] is None else row["value"] - row["lower"] for row in rows]
    above = [0 if row["upper"] is None else row["upper"] - row["value"] for row in rows]
    errors = [below, above] if any(below) or any(above) else None
    ax.barh(range(len(rows)), values, xerr=errors, color=_COLOURS[0], ecolor="0.3")


def _series(rows: list[Row], words: _Words, along: str) -> dict[str, list[Row]]:
    """Rows that differ along one column only, in its order."""
    series: dict[str, list[Row]] = {}
    for row in rows:
        if row[along] is not None:
            series.setdefault(words.label(row, without=(along,)), []).append(row)
    if not series:
        raise InvalidArgumentError(f"no figure to draw has a {along}", "EG-206")
    if len(series) > len(_COLOURS):
        raise InvalidArgumentError(
            f"{len(series)} lines, at most {len(_COLOURS)} can be told apart: choose some first "
            f"（{len(series)} 条线，至多 {len(_COLOURS)} 条能分清：先选几条）",
            "EG-206",
        )
    for name, own in series.items():
        if len({row[along] for row in own}) < len(own):
            raise InvalidArgumentError(
                f"{name or 'the line'} has several figures for one {along}: choose a measure first "
                f"（同一条线上一处有几个数：先选一个统计量）",
                "EG-206",
            )
    return {name: sorted(own, key=lambda row: float(row[along])) for name, own in series.items()}


def _legend(ax: Axes, series: dict[str, list[Row]]) -> None:
    if len(series) > 1:
        legend = ax.legend(frameon=False)
        for text in legend.get_texts():
            text.set_fontfamily(_fonts(text.get_text()))


def _quantiles(ax: Axes, rows: list[Row], words: _Words) -> None:
    """The gap over the probability; the shaded band is the interval at each."""
    series = _series(rows, words, "probability")
    ax.axhline(0, color="0.6", linewidth=0.8, zorder=0)
    for number, (name, own) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        at = [100 * float(row["probability"]) for row in own]
        ax.plot(at, [row["value"] for row in own], "o-", color=colour, markersize=4, label=name)
        known = [(p, row) for p, row in zip(at, own, strict=True) if row["lower"] is not None]
        lower, upper = [row["lower"] for _, row in known], [row["upper"] for _, row in known]
        ax.fill_between([p for p, _ in known], lower, upper, color=colour, alpha=0.15, linewidth=0)
    ax.set_xticks(sorted({100 * float(row["probability"]) for own in series.values() for row in own}))
    ax.set_xlabel(words.pick("分位(%)", "percentile"))
    ax.set_ylabel(words.quantity())
    _legend(ax, series)


def _trend(ax: Axes, rows: list[Row], slopes: list[Row], words: _Words) -> None:
    """Each year's gap with its interval, the line through them, and the sentence over it."""
    series = _series(rows, words, "year")
    ax.axhline(0, color="0.6", linewidth=0.8, zorder=0)
    years = sorted({row["year"] for own in series.values() for row in own})
    for number, (name, own) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        # Side by side, so that no interval hides another.
        aside = 0.06 * (number - (len(series) - 1) / 2)
        for row in own:
            if row["lower"] is not None:
                at = row["year"] + aside
                ax.plot([at, at], [row["lower"], row["upper"]], color=colour, linewidth=1.5, alpha=0.6)
        at = [row["year"] + aside for row in own]
        values = [row["value"] for row in own]
        ax.plot(at, values, "o", color=colour, markersize=5, label=name)
        slope = _slope_of(own[0], slopes, words)
        if slope is None or slope["value"] is None:
            continue
        middle, level = sum(at) / len(at), sum(values) / len(values)
        ends = [min(at), max(at)]
        line = [level + slope["value"] * (year - middle) for year in ends]
        ax.plot(ends, line, "--", color=colour, linewidth=1)
        if len(series) == 1:
            # The sentence is the first remark.
            sentence = words.note(slope).partition("；" if words.lang == "zh" else ";")[0]
            moved, _, verdict = sentence.rpartition("：" if words.lang == "zh" else ":")
            ax.set_title(f"{moved}\n{verdict.strip()}".strip(), fontsize=10)
    ax.set_xticks(years, [str(year) for year in years])
    ax.margins(x=0.08)
    ax.set_ylabel(words.quantity())
    _legend(ax, series)


def _slope_of(row: Row, slopes: list[Row], words: _Words) -> Row | None:
    same = [name for name in row if name in ("subject", *words.telling) and name not in ("year", "measure")]
    return next((slope for slope in slopes if all(slope[name] == row[name] for name in same)), None)


def _caterpillar(ax: Axes, rows: list[Row], figures: Figures, words: _Words) -> None:
    """Schools in the order of their values, any units by places; colours tell the other key apart."""
    are_places = rows[0]["measure"] == "rank"
    units = [*(key for key in ("school", "school_code") if key in figures.keys), *figures.keys[-1:]]
    if not units or (units[0] not in ("school", "school_code") and not are_places):
        raise InvalidArgumentError("the figures are not by school", "EG-206")
    school = units[0]
    others = [name for name in words.telling if name not in ("school", "school_code", school)]
    fixed = [name for name in others if name in ("year", "subject", "measure")]
    if fixed:
        raise InvalidArgumentError(f"a caterpillar has one {fixed[0]}: choose it first", "EG-206")
    groups = sorted({words.label(row, without=(school,)) for row in rows})
    colours = {name: _COLOURS[at % len(_COLOURS)] for at, name in enumerate(groups)}
    # The first place stands on top, as the highest value does.
    rows = sorted(rows, key=lambda row: row["value"], reverse=are_places)
    spread = _spread(rows, figures, school)
    seen: dict[str, list[Row]] = {}
    for at, row in enumerate(rows):
        name = words.label(row, without=(school,))
        bounds = spread(row)
        if bounds is not None:
            ax.plot(bounds, [at, at], color=colours[name], linewidth=1.2, alpha=0.6)
        label = None if name in seen else name
        ax.plot(row["value"], at, "o", color=colours[name], markersize=4, label=label)
        seen.setdefault(name, []).append(row)
    if len(rows) <= _NAMED_SCHOOLS:
        ax.set_yticks(range(len(rows)), [str(row[school]) for row in rows], fontsize=8)
    else:
        ax.set_yticks([])
        zh, en = ("个单位", "units") if are_places else ("所学校", "schools")
        ax.set_ylabel(words.pick(f"{len(rows)} {zh}", f"{len(rows)} {en}"))
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.set_xlabel(words.quantity())
    _legend(ax, seen)


def _spread(rows: list[Row], figures: Figures, school: str) -> Any:
    """Give each row its interval; of a mean without one, two standard errors within the school."""
    deviations = {
        (row[school], row["year"], row["subject"]): row["value"]
        for row in (figures.rows(measure="standard_deviation") if rows[0]["measure"] == "mean" else [])
    }

    def bounds(row: Row) -> list[float] | None:
        if row["lower"] is not None:
            return [row["lower"], row["upper"]]
        deviation = deviations.get((row[school], row["year"], row["subject"]))
        if deviation is None or not row["n"]:
            return None
        reach = 2 * deviation / math.sqrt(row["n"])
        return [row["value"] - reach, row["value"] + reach]

    return bounds


def _set_fonts(ax: Axes) -> None:
    legend = ax.get_legend()
    inside = [*ax.texts, *(legend.get_texts() if legend else [])]
    texts = [*inside, ax.title]
    for one in (ax, *ax.child_axes):
        texts += [one.xaxis.label, one.yaxis.label, *one.get_xticklabels(), *one.get_yticklabels()]
    fonts = _fonts("".join(text.get_text() for text in texts))
    for text in texts:
        if not text.get_text().isascii():
            text.set_fontfamily(fonts)


def _fonts(text: str) -> list[str]:
    """Name the fonts to try; one with Chinese characters among them where the text has some."""
    if all(ord(character) < 0x2E80 for character in text):
        return ["sans-serif"]
    from matplotlib import font_manager

    def found() -> list[str]:
        at_hand = {font.name for font in font_manager.fontManager.ttflist}
        return [name for name in _CHINESE_FONTS if name in at_hand]

    if not found():
        _look_for_new_fonts()
    if not found():
        warnings.warn(
            "no font with Chinese characters was found; install Noto Sans CJK SC to see the labels "
            "(未找到中文字体,请安装 Noto Sans CJK SC)",
            stacklevel=4,
        )
    return [*found(), "sans-serif"]


def _look_for_new_fonts() -> None:
    """Add what was installed since matplotlib made its list."""
    from matplotlib import font_manager

    known = {font.fname for font in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            try:
                font_manager.fontManager.addfont(path)
            except (OSError, RuntimeError, UnicodeDecodeError):
                # A font that cannot be read is none.
                continue
