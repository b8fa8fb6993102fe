"""What counts as a frame."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, cast


class ArrowStream(Protocol):
    """A frame of polars, pandas, pyarrow, duckdb, …."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand over the frame."""


Frame: TypeAlias = ArrowStream | Mapping[str, Sequence[object]]
"""A frame of any library, or a dict of lists."""


class _Lazy:
    """A lazy query, run only when the core asks for its rows: so its faults are told as the library's."""

    frame_library = "polars"

    def __init__(self, frame: Any, ignored: Collection[str]) -> None:
        self.frame, self.ignored = frame, ignored

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        import polars

        # An empty column keeps the place of one that is ignored: columns go by their letters, too.
        nothing = [polars.lit(None, dtype=polars.String).alias(name) for name in self.ignored]
        known = self.frame.collect_schema().names()
        ignored = [column for column in nothing if column.meta.output_name() in known]
        frame = cast(ArrowStream, prepared(self.frame.with_columns(ignored).collect()))
        return frame.__arrow_c_stream__(requested_schema)


def is_lazy(source: object) -> bool:
    """Whether this is a LazyFrame of polars."""
    return type(source).__name__ == "LazyFrame" and type(source).__module__.startswith("polars.")


def prepared(source: object, ignored: Collection[str] = ()) -> object:
    """Give back what the core can read, also where a library falls short of the Arrow protocol.

    Of a LazyFrame the columns ``ignored`` are not collected.
    """
    if isinstance(source, Mapping):
        return dict(source)
    library = type(source).__module__.partition(".")[0]
    frame = cast(Any, source)
    if is_lazy(source):
        return _Lazy(frame, ignored)
    if library == "polars" and "Null" in map(str, getattr(frame, "dtypes", ())):
        # polars 2.1 hands over columns of nulls with a buffer that the Arrow protocol does not allow.
        import polars

        return frame.cast({polars.Null: polars.String})
    # Of two columns of one name a dict would keep one: pandas itself refuses to hand them over.
    named_once = library == "pandas" and hasattr(frame, "columns") and frame.columns.is_unique
    if named_once and (not _has_pyarrow() or _is_mixed(frame)):
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
