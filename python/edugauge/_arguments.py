"""The forms that are natural in Python, written as the registry's argument texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from typing_extensions import Unpack as Unpack
else:

    class Unpack:
        """Stands for `typing.Unpack`, which Python 3.10 lacks: what it holds."""

        def __class_getitem__(cls, item):
            return item


Number: TypeAlias = int | float | Decimal
"""A number; decimals count as they are written."""

Names: TypeAlias = str | Iterable[str]
"""One name or several."""

LineKey: TypeAlias = str | tuple[str, str] | tuple[int, str] | tuple[int, str, str]
"""A line's name, ``(track, name)``, ``(year, name)`` or ``(year, track, name)``."""

Lines: TypeAlias = Number | str | Mapping[LineKey, Number] | Mapping[str, Number] | Iterable[str | Number]
"""A score, ``"本二=498"``, a dict of names (or tracks and names) to scores, or a list."""

Population: TypeAlias = Number | str | Mapping[Any, Number | str] | Iterable[str]
"""A count, ``"68.3万"``, a dict of years, groups or ``(year, group)`` to counts, or a list."""

RateInterval: TypeAlias = Literal[
    "wilson", "clopper_pearson", "agresti_coull", "wilson_effective", "korn_graubard"
]
"""Convention of a rate's interval."""

Thresholds: TypeAlias = Number | str | Mapping[str, Number] | Iterable[str | Number]
"""A threshold for all subjects, ``"数学=70"``, a dict of subjects to thresholds, or a list."""

Targets: TypeAlias = Number | str | Mapping[Any, Number] | Iterable[str]
"""A count, a dict of groups, ``(group, line)`` or ``(year, group, line)`` to counts, or a list of texts."""

Path: TypeAlias = str | PathLike[str]


def text(value: object) -> str:
    """Write a number without an exponent, anything else as it is."""
    if isinstance(value, (float, Decimal)):
        return format(Decimal(str(value)), "f")
    return str(value)


def texts(value: object) -> list[str]:
    """Write one value or several."""
    if value is None:
        return []
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return [text(each) for each in value]
    return [text(value)]


def names(value: Names | None) -> list[str]:
    """Make a list of one name or several."""
    return texts(value)


def lines(value: Lines) -> list[str]:
    """Write cut scores as ``[YEAR/][TRACK:][NAME=]SCORE``."""
    if not isinstance(value, Mapping):
        return texts(value)
    return [f"{_line(key)}={text(score)}" for key, score in value.items()]


def thresholds(value: Thresholds) -> list[str]:
    """Write thresholds as ``[SUBJECT=]NUMBER``."""
    return lines(value)


def _line(key: object) -> str:
    if not isinstance(key, tuple):
        return str(key)
    year = f"{key[0]}/" if isinstance(key[0], int) else ""
    return year + ":".join(str(part) for part in (key[1:] if year else key))


def population(value: Population) -> list[str]:
    """Write inhabitants as ``[YEAR[/GROUP]=]COUNT``."""
    if not isinstance(value, Mapping):
        return texts(value)
    return [f"{_year_and_group(key)}={text(count)}" for key, count in value.items()]


def _year_and_group(key: object) -> str:
    if isinstance(key, tuple):
        return "/".join(str(part) for part in key)
    is_year = isinstance(key, int) or (isinstance(key, str) and len(key) == 4 and key.isdigit())
    return str(key) if is_year else f"/{key}"


def targets(value: Targets) -> list[str]:
    """Write targets as ``[YEAR/][GROUP:][LINE=]COUNT``."""
    if not isinstance(value, Mapping):
        return texts(value)
    return [f"{_group_and_line(key)}{text(count)}" for key, count in value.items()]


def _group_and_line(key: object) -> str:
    if not isinstance(key, tuple):
        return f"{key}:"
    year = f"{key[0]}/" if isinstance(key[0], int) else ""
    group, *line = key[1:] if year else key
    return f"{year}{group}:" + "".join(f"{name}=" for name in line)


def by_text(mapping: Mapping[str, object] | None) -> dict[str, str]:
    """Write the values of a mapping."""
    return {name: text(value) for name, value in (mapping or {}).items()}
