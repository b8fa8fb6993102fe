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
    """Give back what the core can read, also where a library falls short of the Arrow protocol."""
    if isinstance(source, Mapping):
        return dict(source)
    library = type(source).__module__.partition(".")[0]
    frame = cast(Any, source)
    if library == "polars" and "Null" in map(str, getattr(frame, "dtypes", ())):
        # polars 2.1 hands over columns of nulls with a buffer that the Arrow protocol does not allow.
        import polars

        return frame.cast({polars.Null: polars.String})
    if library == "pandas" and (not _has_pyarrow() or _is_mixed(frame)):
        # pandas needs pyarrow for the Arrow protocol; we do not. Arrow holds no column of numbers and texts,
        # which read_excel makes of scores and marks.
        cells = frame.astype(object).where(frame.notna(), None)
        return {str(name): cells.iloc[:, at].tolist() for at, name in enumerate(frame.columns)}
    return source


def _is_mixed(frame: Any) -> bool:
    from pandas.api.types import infer_dtype

    columns = (frame.iloc[:, at] for at, kind in enumerate(frame.dtypes) if kind.kind == "O")
    return any(infer_dtype(column, skipna=True).startswith("mixed") for column in columns)


def _has_pyarrow() -> bool:
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None
