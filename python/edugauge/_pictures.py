"""Pictures of measures whose definition says how they are drawn: points, lines, colours, effects in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from edugauge import _core
from edugauge.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from edugauge.figures import Figures

__all__ = ["PICTURES", "effects", "is_of_effects", "measures_drawn", "suitable"]

Row = dict[str, Any]

_BLUE, _RED, _GREY = "#0072B2", "#D55E00", "#5f6670"
# By the side of zero: the mark, its colour, and whether it is filled. Told without colour, too.
_SIDES = {
    "above": ("^", _BLUE, True),
    "below": ("v", _RED, True),
    "within": ("o", _GREY, False),
    "few": ("x", _GREY, True),
}
_LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_STYLES = ("-", "--", ":", "-.")
_NAMED = 60
_MOST_LINES = 16
_MOST_PANELS = 60
_MOST_CELLS = 3000


def measures_drawn(figures: Figures, as_what: str) -> list[str]:
    """The measures of the figures whose definition says that they are drawn so, in their order."""
    found = dict.fromkeys((row["indicator"], row["measure"]) for row in figures.rows())
    return [measure for indicator, measure in found if _core.drawn_as(indicator, measure) == as_what]


def is_of_effects(rows: list[Row]) -> bool:
    """Whether the rows are effects: values on either side of zero with their intervals."""
    return all(_core.drawn_as(row["indicator"], row["measure"]) == "effect" for row in rows)


def suitable(figures: Figures) -> Any:
    """The picture that suits the figures by their definition; None where bars or intervals do."""
    if measures_drawn(figures, "across") and measures_drawn(figures, "up"):
        return "scatter"
    if drawn := measures_drawn(figures, "effect"):
        rows = _shown(figures, drawn[:1])
        one = all(len({row[column] for row in rows}) == 1 for column in ("year", "subject"))
        return "caterpillar" if figures.keys and one and len(rows) > 1 else None
    if measures_drawn(figures, "line"):
        return "lines"
    drawn = measures_drawn(figures, "colour")
    return "heat" if drawn and len(_varying(figures, _shown(figures, drawn[:1]))) == 2 else None


def _shown(figures: Figures, measures: Iterable[str]) -> list[Row]:
    measures = list(measures)
    return [row for row in figures.rows() if row["measure"] in measures and row["value"] is not None]


def _varying(figures: Figures, rows: list[Row]) -> list[str]:
    return [key for key in figures.keys if len({row[key] for row in rows}) > 1]


def _refused(en: str, zh: str) -> InvalidArgumentError:
    return InvalidArgumentError(f"{en} （{zh}）", "EG-206")


def _one_of_each(rows: list[Row], kind: str) -> None:
    for column, name in (("year", "年份"), ("subject", "科目")):
        if len({row[column] for row in rows}) > 1:
            raise _refused(
                f"a {kind} has one {column}: compute of one {column} (subjects=…)",
                f"一张图只画一个{name}：先选一个",
            )


def _drawn(figures: Figures, asked: tuple[str, ...] | list[str], as_what: str, kind: str) -> list[str]:
    measures = [measure for measure in measures_drawn(figures, as_what) if not asked or measure in asked]
    if not measures:
        raise _refused(f"no measure of the figures is drawn as {kind}", "这些指标数没有这样的图")
    return measures


def _axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    if ax is None:
        from matplotlib import pyplot

        _, ax = pyplot.subplots(figsize=size, layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _group(figures: Figures, row: Row, without: Iterable[str] = ()) -> str:
    keys = [key for key in figures.keys if key not in without]
    return " ".join(str(row[key]) for key in keys if row[key] not in (None, ""))


def _key(words: Any, key: str) -> str:
    return key if words.lang is None else _core.key_name(key, words.lang)


def _quantity(words: Any, row: Row) -> str:
    name = (
        row["measure"]
        if words.lang is None
        else _core.measure_name(row["indicator"], row["measure"], words.lang)
    )
    return " · ".join(part for part in (name, words.unit(row)) if part)


def effects(ax: Axes, rows: list[Row], figures: Figures, words: Any) -> None:
    """Effects in their order, the highest on top; marks and colours tell on which side of zero they are."""
    _one_of_each(rows, "caterpillar")
    verdicts = figures._core.verdicts(words.pick("zh", "en"))
    measure = rows[0]["measure"]
    of_place = {
        _place(figures, row): verdict
        for row, verdict in zip(figures.rows(), verdicts, strict=True)
        if row["measure"] == measure
    }
    ordered = sorted(rows, key=lambda row: row["value"])
    ax.axvline(0, color="0.3", linewidth=0.8, zorder=0)
    seen: dict[str, str] = {}
    for at, row in enumerate(ordered):
        verdict = of_place[_place(figures, row)]
        mark, colour, filled = _SIDES[verdict[0]] if verdict else ("o", _BLUE, True)
        label = verdict[1] if verdict and verdict[0] not in seen else None
        if verdict:
            seen.setdefault(verdict[0], verdict[1])
        if row["lower"] is not None:
            ax.plot([row["lower"], row["upper"]], [at, at], color=colour, linewidth=1.3, zorder=1)
        face = colour if filled else "white"
        ax.plot(
            row["value"], at, mark, color=colour, markerfacecolor=face, markersize=5.5, label=label, zorder=2
        )
    if len(ordered) <= _NAMED:
        ax.set_yticks(range(len(ordered)), [_group(figures, row) for row in ordered], fontsize=8)
        _reliabilities(ax, ordered, figures, words)
    else:
        ax.set_yticks([])
        ax.set_ylabel(words.pick(f"{len(ordered)} 组", f"{len(ordered)} groups"))
    ax.set_ylim(-0.7, len(ordered) - 0.3)
    ax.set_xlabel(_quantity(words, rows[0]) + words.level())
    if seen:
        ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=8)


def _place(figures: Figures, row: Row) -> tuple[Any, ...]:
    return (row["year"], row["subject"], *(row[key] for key in figures.keys))


def _reliabilities(ax: Axes, rows: list[Row], figures: Figures, words: Any) -> None:
    named = measures_drawn(figures, "reliability")
    of_place = {_place(figures, row): row for row in _shown(figures, named)}
    if not of_place:
        return
    beside = ax.secondary_yaxis("right")
    found = [of_place.get(_place(figures, row)) for row in rows]
    beside.set_yticks(
        range(len(rows)), ["" if row is None else f"{row['value']:.2f}" for row in found], fontsize=8
    )
    beside.spines["right"].set_visible(False)
    beside.tick_params(length=0)
    first = next(row for row in found if row is not None)
    beside.set_ylabel(_quantity(words, first).partition(" · ")[0])


def _scatter(figures: Figures, asked: list[str], words: Any, ax: Axes | None) -> Axes:
    across, up = (_drawn(figures, asked, role, "scatter") for role in ("across", "up"))
    xs, ys = _shown(figures, across[:1]), _shown(figures, up[:1])
    _one_of_each([*xs, *ys], "scatter")
    ax = _axes(ax, (6.4, 5.2))
    cells = _cells(ax, figures, words)
    of_place = {_place(figures, row): row for row in ys}
    parts = [row for row in xs if not figures.keys or _group(figures, row)]
    points = [(row, of_place[_place(figures, row)]) for row in parts if _place(figures, row) in of_place]
    if not points:
        raise _refused("nothing has both values", "没有两个值都有的项")
    curve = {_place(figures, row): row for row in _shown(figures, measures_drawn(figures, "curve")[:1])}
    expected = [(one["value"], curve[place]) for one, _ in points if (place := _place(figures, one)) in curve]
    if expected:
        expected.sort(key=lambda pair: pair[0])
        label = _quantity(words, expected[0][1]).partition(" · ")[0]
        line = [row["value"] for _, row in expected]
        ax.plot([at for at, _ in expected], line, "--_", color=_RED, linewidth=1.2, markersize=9, label=label)
    name = next((_key(words, key) for key in figures.keys if points[0][0][key] is not None), None)
    at = [[one["value"] for one, _ in points], [two["value"] for _, two in points]]
    ax.plot(*at, "o", color=_BLUE, markersize=5, label=name)
    if len(points) <= _NAMED:
        for one, two in points:
            ax.annotate(
                _group(figures, one),
                (one["value"], two["value"]),
                (5, 3),
                textcoords="offset points",
                fontsize=8,
            )
    ax.set_xlabel(_quantity(words, points[0][0]))
    ax.set_ylabel(_quantity(words, points[0][1]))
    if expected or cells:
        ax.legend(frameon=False, loc="upper left", fontsize=8)
    return ax


def _cells(ax: Axes, figures: Figures, words: Any) -> bool:
    """Counted cells behind the points, the more candidates the darker."""
    keys = ("entry_from", "exit_from")
    if not set(keys) <= set(figures.keys):
        return False
    rows = [
        row for row in _shown(figures, measures_drawn(figures, "colour")) if row[keys[0]] and row[keys[1]]
    ]
    ends = [sorted({float(row[key]) for row in rows}) for key in keys]
    if any(len(of_side) < 2 for of_side in ends) or len(rows) > _MOST_CELLS:
        return False
    from matplotlib.colors import LogNorm

    widths = [min(b - a for a, b in pairwise(of_side)) for of_side in ends]
    edges = [
        [of_side[0] + width * at for at in range(round((of_side[-1] - of_side[0]) / width) + 2)]
        for of_side, width in zip(ends, widths, strict=True)
    ]
    counts = [[float("nan")] * (len(edges[0]) - 1) for _ in edges[1][1:]]
    for row in rows:
        x, y = (
            round((float(row[key]) - edge[0]) / width)
            for key, edge, width in zip(keys, edges, widths, strict=True)
        )
        counts[y][x] = row["value"]
    most = max(row["value"] for row in rows)
    mesh = ax.pcolormesh(*edges, counts, cmap="Greys", norm=LogNorm(0.5, 200 * most), zorder=0)
    bar = ax.figure.colorbar(mesh, ax=ax, shrink=0.6)
    bar.ax.set_ylim(1, most)
    ticks = [tick for tick in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000) if tick <= most]
    bar.set_ticks(ticks, labels=[str(tick) for tick in ticks])
    bar.ax.minorticks_off()
    bar.set_label(_quantity(words, rows[0]))
    return True


def _heat(figures: Figures, asked: list[str], words: Any, ax: Axes | None) -> Axes:
    rows = _shown(figures, _drawn(figures, asked, "colour", "heat")[:1])
    _one_of_each(rows, "heat table")
    keys = _varying(figures, rows)
    if len(keys) != 2:
        raise _refused(
            f"a heat table has two keys, these figures differ in {', '.join(keys) or 'none'}",
            "热力图有两个分组：行与列",
        )
    labels = [list(dict.fromkeys(str(row[key]) for row in rows)) for key in keys]
    values = {(str(row[keys[0]]), str(row[keys[1]])): row["value"] for row in rows}
    most = max(abs(value) for value in values.values()) or 1.0
    below = any(value < 0 for value in values.values())
    table = [[values.get((of_row, column), float("nan")) for column in labels[1]] for of_row in labels[0]]
    ax = _axes(ax, (1.8 + 0.75 * len(labels[1]), 1.4 + 0.34 * len(labels[0])))
    scale: tuple[str, float] = ("RdBu", -1.6 * most) if below else ("Blues", 0.0)
    ax.imshow(table, aspect="auto", cmap=scale[0], vmin=scale[1], vmax=1.6 * most)
    whole = all(float(value).is_integer() for value in values.values())
    for at, cells in enumerate(table):
        for place, value in enumerate(cells):
            if value == value:
                ax.text(
                    place,
                    at,
                    f"{value:.0f}" if whole else f"{value:.1f}",
                    ha="center",
                    va="center",
                    fontsize=8,
                )
    ax.set_xticks(range(len(labels[1])), labels[1], fontsize=8)
    ax.set_yticks(range(len(labels[0])), labels[0], fontsize=8)
    ax.set_ylabel(_key(words, keys[0]))
    ax.set_xlabel(_key(words, keys[1]))
    ax.set_title(_quantity(words, rows[0]), fontsize=10)
    ax.spines[:].set_visible(False)
    return ax


def _lines(figures: Figures, asked: list[str], words: Any, ax: Axes | None) -> Axes:
    rows = _shown(figures, _drawn(figures, asked, "line", "lines")[:1])
    keys = _varying(figures, rows)
    if not keys:
        raise _refused("lines run along a key, these figures differ in none", "线沿一个分组画")
    along = keys[-1]
    _one_of_each([row for row in rows if "item" not in figures.keys], "picture of lines")
    panels: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        of = _group(figures, row, keys[1:]) if len(keys) > 2 else words.subject(row["subject"] or "")
        name = " ".join(str(row[key]) for key in (keys[1:-1] if len(keys) > 2 else keys[:-1]))
        panels.setdefault(of, {}).setdefault(name, []).append(row)
    widest = max(len(lines) for lines in panels.values())
    if len(panels) > _MOST_PANELS or widest > _MOST_LINES or (ax is not None and len(panels) > 1):
        raise _refused(
            f"{len(panels)} panels of {widest} lines: at most {_MOST_PANELS} of {_MOST_LINES}, "
            "and one on given axes",
            f"{len(panels)} 幅小图、每幅 {widest} 条线："
            f"至多 {_MOST_PANELS} 幅、{_MOST_LINES} 条；给了 ax 时只画一幅",
        )
    places = list(dict.fromkeys(str(row[along]) for row in rows))
    axes = [_axes(ax, (6.4, 4.0))] if len(panels) == 1 else _panels(len(panels))
    for one, (of, lines) in zip(axes, panels.items(), strict=True):
        for number, (name, own) in enumerate(lines.items()):
            style = _STYLES[number // len(_LINES) % len(_STYLES)]
            at = [places.index(str(row[along])) for row in own]
            values = [row["value"] for row in own]
            one.plot(
                at, values, style, marker="o", markersize=3, color=_LINES[number % len(_LINES)], label=name
            )
        one.set_xticks(range(len(places)), places, fontsize=8)
        one.set_title(of if len(panels) > 1 else "", fontsize=9)
        if widest > 1:
            one.legend(frameon=False, fontsize=7)
    axes[0].set_ylabel(_quantity(words, rows[0]))
    axes[-1].set_xlabel(_key(words, along))
    return axes[0]


def _panels(number: int) -> list[Axes]:
    from matplotlib import pyplot

    across = min(number, 4)
    down = -(-number // across)
    figure, axes = pyplot.subplots(
        down, across, figsize=(2.4 * across, 2.0 * down), layout="constrained", sharey=True, squeeze=False
    )
    every = [one for row in axes for one in row]
    for one in every:
        one.spines[["top", "right"]].set_visible(False)
    for one in every[number:]:
        figure.delaxes(one)
    return every[:number]


PICTURES: dict[Any, Callable[[Figures, list[str], Any, Axes | None], Axes]] = {
    "scatter": _scatter,
    "heat": _heat,
    "lines": _lines,
}
