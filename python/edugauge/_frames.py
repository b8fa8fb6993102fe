"""What counts as a frame."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, cast

from edugauge import _core


class ArrowStream(Protocol):
    """A frame of polars, pandas, pyarrow, duckdb, …."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand over the frame."""


Frame: TypeAlias = ArrowStream | Mapping[str, Sequence[object]]
"""A frame of any library, or a dict of lists."""


class _Made:
    """A frame that its library makes only when the core asks for its rows: so its faults are its own."""

    def __init__(self, frame_library: str, make: Callable[[], Any]) -> None:
        self.frame_library, self.make = frame_library, make

    def parts(self) -> list[Any]:
        """Frames whose rows stand one below the other."""
        made = self.make()
        if isinstance(made, _Made):
            return made.parts()
        return made if isinstance(made, list) else [made]


# More chunks cost more to hand over one by one than to copy.
_CHUNKS = 1000


def _chunks(frame: Any) -> list[Any]:
    """Chunks of a frame of polars, which hands several over as a copy in one."""
    import polars

    lengths = frame.get_columns()[0].chunk_lengths() if frame.width else []
    # Each chunk would hand over all categories.
    has_categories = any(isinstance(kind, (polars.Categorical, polars.Enum)) for kind in frame.dtypes)
    if not 1 < len(lengths) <= _CHUNKS or has_categories:
        return [frame]
    starts = itertools.accumulate(lengths, initial=0)
    return [frame.slice(start, length) for start, length in zip(starts, lengths, strict=False)]


def _collected(frame: Any, ignored: Collection[str]) -> object:
    import polars

    # An empty column keeps the place of one that is ignored: columns go by their letters, too.
    nothing = [polars.lit(None, dtype=polars.String).alias(name) for name in ignored]
    known = frame.collect_schema().names()
    of_frame = [column for column in nothing if column.meta.output_name() in known]
    return prepared(frame.with_columns(of_frame).collect())


def is_lazy(source: object) -> bool:
    """Whether this is a LazyFrame of polars."""
    return type(source).__name__ == "LazyFrame" and type(source).__module__.startswith("polars.")


def is_frame(source: object) -> bool:
    """Whether it hands itself over by the Arrow protocol, or is made to by :func:`prepared`."""
    library = type(source).__module__.partition(".")[0].lstrip("_")
    is_early = (library == "pandas" and hasattr(source, "columns")) or (
        library == "duckdb" and hasattr(source, "to_arrow_table")
    )
    return hasattr(source, "__arrow_c_stream__") or is_early or is_lazy(source)


def prepared(source: object, ignored: Collection[str] = ()) -> object:
    """Give back what the core can read, also where a library falls short of the Arrow protocol.

    Of a LazyFrame the columns ``ignored`` are not collected.
    """
    if isinstance(source, Mapping):
        return dict(source)
    library = type(source).__module__.partition(".")[0].lstrip("_")
    frame = cast(Any, source)
    if is_lazy(source):
        return _Made(library, lambda: _collected(frame, ignored))
    if library == "duckdb" and hands_over_by_pyarrow(frame):
        return _Made(library, frame.to_arrow_table)
    if library == "polars" and "Null" in map(str, getattr(frame, "dtypes", ())):
        # polars 2.1 hands over columns of nulls with a buffer that the Arrow protocol does not allow.
        import polars

        return prepared(frame.cast({polars.Null: polars.String}))
    if library == "polars" and hasattr(frame, "get_columns"):
        return _Made(library, lambda: _chunks(frame))
    # Of two columns of one name a dict would keep one: pandas itself refuses to hand them over.
    named_once = library == "pandas" and hasattr(frame, "columns") and frame.columns.is_unique
    if named_once and (not _has_pyarrow() or _is_mixed(frame)):
        # pandas needs pyarrow for the Arrow protocol; we do not. Arrow holds no column of numbers and texts,
        # which read_excel makes of scores and marks.
        cells = frame.astype(object).where(frame.notna(), None)
        return {str(name): cells.iloc[:, at].tolist() for at, name in enumerate(frame.columns)}
    if library == "pandas" and hasattr(frame, "columns") and not frame.columns.is_unique:
        return _Made(library, lambda: _handed_over(frame))
    if library == "pandas" and hasattr(frame, "columns") and not hasattr(frame, "__arrow_c_stream__"):
        # pandas below 2.2.
        return _Made(library, lambda: _of_pandas(frame))
    return source


def _of_pandas(frame: Any) -> Any:
    import pyarrow

    return pyarrow.Table.from_pandas(frame)


def _handed_over(frame: Any) -> Any:
    """Frame of pandas with several columns of one name, which is said."""
    try:
        return _of_pandas(frame)
    except (ImportError, ValueError) as cause:
        raise _core.frame_fault("pandas", column=repeated_column(frame.columns)) from cause


def repeated_column(names: Iterable[object]) -> str | None:
    """Name of the first column that another one has, too."""
    seen = set[str]()
    for name in map(str, names):
        if name in seen:
            return name
        seen.add(name)
    return None


def hands_over_by_pyarrow(relation: object) -> bool:
    """Whether a relation of DuckDB has no Arrow stream of its own, or (below 1.2.2) one that breaks down."""
    if not hasattr(relation, "__arrow_c_stream__"):
        return True
    import duckdb

    numbers = [int(number) for number in duckdb.__version__.split(".")[:3] if number.isdigit()]
    return numbers < [1, 2, 2]


def _is_mixed(frame: Any) -> bool:
    from pandas.api.types import infer_dtype

    columns = (frame.iloc[:, at] for at, kind in enumerate(frame.dtypes) if kind.kind == "O")
    return any(infer_dtype(column, skipna=True).startswith("mixed") for column in columns)


def _has_pyarrow() -> bool:
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None
