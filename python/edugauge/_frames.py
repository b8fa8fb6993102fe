"""What counts as a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias, cast


class ArrowStream(Protocol):
    """A frame of polars, pandas, pyarrow, duckdb, …."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand over the frame."""


Frame: TypeAlias = ArrowStream | Mapping[str, Sequence[object]]
"""A frame of any library, or a dict of lists."""


def prepared(source: object) -> object:
    """Give back what the core can read: pandas needs pyarrow for the Arrow protocol, we do not."""
    if isinstance(source, Mapping):
        return dict(source)
    if type(source).__module__.partition(".")[0] == "pandas" and not _has_pyarrow():
        frame = cast(Any, source)
        cells = frame.astype(object).where(frame.notna(), None)
        return {str(name): cells.iloc[:, at].tolist() for at, name in enumerate(frame.columns)}
    return source


def _has_pyarrow() -> bool:
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None
