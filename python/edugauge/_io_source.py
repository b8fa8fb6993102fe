"""The one place that registers a source of polars, which documents the call as unstable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars

__all__ = ["lazy_of"]


def lazy_of(
    name: str,
    schema: dict[str, Any],
    batches: Callable[[Sequence[str], int | None], Iterator[polars.DataFrame]],
) -> polars.LazyFrame:
    """Lazy frame over ``batches``, which is told the columns and the number of rows that are wanted.

    Rows that no predicate wants are dropped batch by batch.
    """
    from polars.io.plugins import register_io_source

    def source(
        with_columns: list[str] | None,
        predicate: polars.Expr | None,
        n_rows: int | None,
        batch_size: int | None,
    ) -> Iterator[polars.DataFrame]:
        wanted = list(schema) if with_columns is None else with_columns
        needed = wanted
        if predicate is not None:
            needed = list(dict.fromkeys([*wanted, *predicate.meta.root_names()]))
        for batch in batches(needed, n_rows):
            yield (batch if predicate is None else batch.filter(predicate)).select(wanted)

    return register_io_source(source, schema=schema, is_pure=True, explain_name=name)
