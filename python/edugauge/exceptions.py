"""What edugauge raises. Every exception has a stable ``code``; ``edugauge explain CODE`` says more.

A file that cannot be read or written raises the built-in ``FileNotFoundError``, ``PermissionError`` or
``OSError``, which carry ``code`` too. 异常:每个都带有稳定的代码 ``code``。
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable

__all__ = [
    "ColumnNotFoundError",
    "ConfigError",
    "DataError",
    "EdugaugeError",
    "EdugaugeWarning",
    "InvalidArgumentError",
]


class EdugaugeError(Exception):
    """Base of all exceptions of edugauge; by itself, a fault of edugauge or a locked output folder."""

    code: str
    """The stable code, such as ``"EG-206"``."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class EdugaugeWarning(UserWarning):
    """Something that needs attention: what was left out, taken for something, or left empty."""


class DataError(EdugaugeError, ValueError):
    """The data contradict themselves or each other, or cannot be read as what they should be."""


class ColumnNotFoundError(EdugaugeError, LookupError):
    """A column, grouping key or subject that the data do not have."""


class InvalidArgumentError(EdugaugeError, ValueError, TypeError):
    """An argument that is missing, unknown, of a wrong type, or does not fit the data."""


class ConfigError(EdugaugeError, ValueError):
    """A fault in the configuration file, with its line and column."""


def warn_of(messages: Iterable[str]) -> None:
    """Warn of each thing that needs attention, where the user's code called edugauge."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "edugauge":
        level, frame = level + 1, frame.f_back
    for message in messages:
        warnings.warn(message, EdugaugeWarning, stacklevel=level)
