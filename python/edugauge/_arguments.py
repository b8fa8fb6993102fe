"""The forms of arguments that are natural in Python, as the core takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from numbers import Integral
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

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

Parts: TypeAlias = Mapping[str, Any]
"""The parts of one value by name: ``line``, ``track``, ``group``, ``year``, ``score`` or ``count``."""

Lines: TypeAlias = (
    Number | str | Mapping[LineKey, Number] | Mapping[str, Number] | Iterable[str | Number | Parts]
)
"""A score, ``"本二=498"``, a dict of names (or tracks and names) to scores, or a list, of parts too."""

Population: TypeAlias = Number | str | Mapping[Any, Number | str] | Iterable[str | Parts]
"""A count, ``"68.3万"``, a dict of years, groups or ``(year, group)`` to counts, or a list."""

Columns: TypeAlias = str | Iterable[str] | Mapping[str, str]
"""A column or a run of columns, several of them, or a dict of names to them."""

Weights: TypeAlias = Mapping[str, Number] | Sequence[str]
"""A dict of headers to weights, or texts such as ``"及格率=0.6"``."""

Conditions: TypeAlias = str | Mapping[str, Any] | Iterable[str | Mapping[str, Any]]
"""Texts such as ``"班额 at_least 56"``, or ``{"column": "班额", "at_least": 56}``, one or several."""

Bands: TypeAlias = str | Sequence[str | Parts] | Mapping[str, str]
"""Texts such as ``"A=15:100-86"``, parts (``name``, ``share``, ``high``, ``low``), or names to the rest."""

LinkingErrors: TypeAlias = str | Number | Mapping[Any, Number] | Iterable[str | Number | Parts]
"""An error for all, ``"2018/2022=1.47"``, a dict of ``(earlier, later)`` to errors, or a list."""

Thresholds: TypeAlias = Number | str | Mapping[str, Number] | Iterable[str | Number]
"""A threshold for all subjects, ``"数学=70"``, a dict of subjects to thresholds, or a list."""

Targets: TypeAlias = Number | str | Mapping[Any, Number] | Iterable[str | Parts]
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


def given(value: object) -> list[Any]:
    """Hand values over as they are: texts, keys with the text under them, or the parts of one value by name.

    What they mean, the definition of the argument says.
    """
    if isinstance(value, Mapping):
        return [_tests(value)] if _holds_tests(value) else _under([], value)
    if value is None or isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        return texts(value)
    return [_parts(each) if isinstance(each, Mapping) else text(each) for each in value]


TESTS = {"at_least", "at_most", "is", "is_not", "from", "until"}
"""What the cells of a column may have to be."""


def _holds_tests(mapping: Mapping[Any, object]) -> bool:
    return "column" in mapping and not TESTS.isdisjoint(mapping)


def _tests(mapping: Mapping[str, object]) -> dict[str, list[str]]:
    return {name: texts(value) for name, value in mapping.items()}


def _parts(mapping: Mapping[str, object]) -> dict[str, str] | dict[str, list[str]]:
    return _tests(mapping) if _holds_tests(mapping) else by_text(mapping)


def _under(keys: list[int | str], mapping: Mapping[Any, object]) -> list[tuple[list[int | str], str]]:
    found: list[tuple[list[int | str], str]] = []
    for key, value in mapping.items():
        parts = key if isinstance(key, tuple) else (key,)
        whole = [*keys, *(int(part) if isinstance(part, Integral) else str(part) for part in parts)]
        if isinstance(value, Mapping):
            found += _under(whole, value)
        else:
            found += [(whole, each) for each in texts(value)]
    return found


def by_text(mapping: Mapping[str, object] | None) -> dict[str, str]:
    """Write the values of a mapping."""
    return {name: text(value) for name, value in (mapping or {}).items()}
