"""Candidates counted where they are: by polars, DuckDB, Spark, …, through narwhals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from edugauge import _core
from edugauge._checked import wrong_argument
from edugauge._frames import hands_over_by_pyarrow, prepared, repeated_column
from edugauge.exceptions import EdugaugeError

__all__ = ["Engine", "Rules"]

_FRAME = (
    "polars、pandas、pyarrow、DuckDB、Ibis 或 Spark 的数据框",
    "a frame of polars, pandas, pyarrow, DuckDB, Ibis or Spark",
)
_CELL, _COUNT, _BESIDE, _SCORED = "cell", "count", "beside", "scored"
# Types of narwhals whose columns hold no plain cells.
_NO_CELLS = ("Datetime", "List", "Array", "Struct", "Binary", "Duration")
# Marks go by the core's numbers: what is above blank is no score for a reason that is given.
_IS_SCORED, _IS_BLANK = (_core.marks().index(mark) for mark in ("scored", "blank"))


class Rules:
    """How cells are judged."""

    def __init__(
        self, full_marks: Mapping[str, str], steps: Mapping[str, str], policy: Mapping[str, str]
    ) -> None:
        self.of_cells = {"full_marks": full_marks, "steps": steps, "policy": policy}
        self.duplicates = policy.get("duplicates", "first")
        if self.duplicates == "best":
            raise wrong_argument(
                'policy["duplicates"]',
                self.duplicates,
                (
                    "first、last 或 refuse（best 须用 read_scores）",
                    "first, last or refuse (best needs read_scores)",
                ),
            )


class Engine:
    """A frame of some library that narwhals knows, and what it is asked."""

    def __init__(self, frame: Any) -> None:
        import narwhals.stable.v2 as nw

        self.nw = nw
        self.library = type(frame).__module__.partition(".")[0].strip("_")
        named = "columns" if self.library == "pandas" else "column_names"
        names = getattr(frame, named, ()) if self.library in ("pandas", "pyarrow") else ()
        twice = repeated_column(names)
        try:
            with self._faults(twice):
                self.frame: Any = nw.from_native(frame)
        except EdugaugeError as fault:
            if isinstance(fault.__cause__, TypeError):
                raise wrong_argument("frame", frame, _FRAME) from fault.__cause__
            raise
        if self.library == "polars":
            self.frame = self.frame.lazy()
        self.is_ordered = self.library in ("polars", "pandas", "pyarrow")

    @contextmanager
    def _faults(self, column: str | None = None) -> Iterator[None]:
        """What the library raises stands behind an exception of ours: it may hold cells of pupils."""
        try:
            yield
        except EdugaugeError:
            raise
        except BaseException as cause:
            # A panic of polars is no `Exception`.
            if not isinstance(cause, Exception) and type(cause).__name__ != "PanicException":
                raise
            raise _core.frame_fault(self.library, column=column) from cause

    def check_columns(self, columns: Sequence[str]) -> None:
        with self._faults():
            known = dict(self.frame.collect_schema())
        for at, name in enumerate(known):
            kind = known[name]
            # Of times those with a timezone alone are refused.
            is_plain = type(kind).__name__ == "Datetime" and getattr(kind, "time_zone", None) is None
            if name in columns and not is_plain and type(kind).__name__ in _NO_CELLS:
                raise _core.frame_fault(self.library, column=name, at=at, kind=type(kind).__name__)
        for column in columns:
            if column not in known:
                raise _core.frame_fault(self.library, lacks=column, available=list(map(str, known)))

    def once_each(self, identity: Sequence[str], used: Sequence[str], how: str) -> int:
        """Keep one row of each candidate, known by the columns of ``identity``; how many were left out."""
        with self._faults():
            repeated = self._repeated(identity)
            if repeated == 0:
                return 0
            if how == "refuse":
                raise _core.frame_fault(self.library, repeated=repeated)
            is_named = self._is_named(identity[0])
            named, others = self.frame.filter(is_named), self.frame.filter(~is_named)
            if not self.is_ordered:
                named = named.unique(list(used))
            elif self.library == "polars":
                unique = named.to_native().unique(subset=list(identity), keep=how)
                named = self.nw.from_native(unique)
            else:
                named = named.unique(list(identity), keep=how)
            self.frame = self.nw.concat([named, others])
            if not self.is_ordered:
                # Without an order no row is the first; rows that are the same in all that is used are one.
                differing = self._repeated(identity)
                if differing:
                    raise _core.frame_fault(self.library, repeated=differing)
        return repeated

    def _is_named(self, column: str) -> Any:
        cell = self.nw.col(column)
        is_named = ~cell.is_null()
        if self.frame.collect_schema()[column] == self.nw.String:
            is_named = is_named & (cell != self.nw.lit(""))
        return is_named

    def _repeated(self, identity: Sequence[str]) -> int:
        nw = self.nw
        named = [f"key {at}" for at in range(len(identity))]
        parts = [nw.col(column).alias(name) for column, name in zip(identity, named, strict=True)]
        rows = self.frame.filter(self._is_named(identity[0])).select(*parts)
        if self.library == "polars" and _all_differ(rows.to_native()):
            return 0
        rows = rows.group_by(*named).agg(nw.len().alias(_COUNT))
        more = rows.select((nw.col(_COUNT) - 1).sum().alias(_COUNT))
        return int(self.collected([more])[0][_COUNT].to_list()[0] or 0)

    def counts(
        self, keys: Sequence[str], headers: Sequence[str], cells: Sequence[Mapping[str, Any]]
    ) -> list[Any]:
        """The distinct rows of keys and cells with their counts, for the expressions of each column."""
        nw = self.nw
        named = [f"key {at}" for at in range(len(keys))]
        labels = [nw.col(key).alias(name) for key, name in zip(keys, named, strict=True)]
        queries = []
        for header, expressions in zip(headers, cells, strict=True):
            with self._faults(header):
                chosen = self.frame.select(*labels, *[of.alias(name) for name, of in expressions.items()])
                counted = chosen.group_by(*named, *expressions).agg(nw.len().alias(_COUNT))
                beside = [name for name in expressions if name != _CELL]
                queries.append(counted.select(*named, _CELL, _COUNT, *beside))
        with self._faults(headers[0] if len(headers) == 1 else None):
            return self.collected(queries)

    def collected(self, queries: Sequence[Any]) -> list[Any]:
        """Run lazy queries, those of polars together."""
        natives = [query.to_native() for query in queries]
        if self.library == "polars":
            import polars

            natives = polars.collect_all(natives, engine="streaming")
        elif self.library == "pyspark":
            natives = [native.toArrow() for native in natives]
        elif self.library not in ("pandas", "pyarrow"):
            early = self.library == "duckdb" and any(map(hands_over_by_pyarrow, natives))
            if early or not all(hasattr(native, "__arrow_c_stream__") for native in natives):
                return [query.collect() for query in queries]
            import polars

            natives = [polars.DataFrame(native) for native in natives]
        return [self.nw.from_native(native, eager_only=True) for native in natives]

    def of_marks(self, column: str, counted: Any, marks: Sequence[int], explicit: Any) -> tuple[Any, Any]:
        """Expressions of a subject beside the total.

        The number of the mark of a cell without a score for a reason that is given, else ``explicit``; and
        1 where the cell is a score, else 0.
        """
        nw, cell, distinct = self.nw, self.nw.col(column), counted[_CELL]
        of_null, at_mark, unscored = _IS_BLANK, dict[int, list[int]](), list[int]()
        for at, (is_null, mark) in enumerate(zip(distinct.is_null().to_list(), marks, strict=True)):
            if is_null:
                of_null = mark
            elif mark != _IS_SCORED:
                at_mark.setdefault(mark, []).append(at)
                unscored.append(at)

        def is_one(places: list[int]) -> Any:
            # Where rows have no order the engine is another than the one that has the distinct cells.
            cells = distinct[places]
            if self.is_ordered:
                return cell.is_in(cells)
            # DuckDB below 2 does not find NaN in a list.
            of_list = cells.to_list()
            others = [value for value in of_list if value == value]
            if len(others) == len(of_list):
                return cell.is_in(of_list)
            return cell.is_nan() | cell.is_in(others) if others else cell.is_nan()

        scored = nw.lit(1)
        if unscored:
            scored = nw.when(is_one(unscored)).then(nw.lit(0)).otherwise(scored)
        scored = nw.when(cell.is_null()).then(nw.lit(int(of_null == _IS_SCORED))).otherwise(scored)
        for mark, places in at_mark.items():
            if mark > _IS_BLANK:
                explicit = nw.when(is_one(places)).then(nw.lit(mark)).otherwise(explicit)
        if of_null > _IS_BLANK:
            explicit = nw.when(cell.is_null()).then(nw.lit(of_null)).otherwise(explicit)
        return explicit, scored

    def counted_columns(
        self, keys: Sequence[str], subjects: Mapping[str, str], rules: Rules
    ) -> list[tuple[str, str, object]]:
        """Header, subject and counts of each column of scores, the total last."""
        # Of several marks the first in the order of the frame stands for the total.
        with self._faults():
            headers = [name for name in self.frame.collect_schema().names() if name in subjects]
        words, totals, addends = _core.counted_subjects([subjects[header] for header in headers])
        if len(totals) > 1:
            named = "、".join(headers[at] for at in totals), ", ".join(headers[at] for at in totals)
            expected = f"至多一列总分，而不是 {named[0]}", f"one column of the total, not {named[1]}"
            raise wrong_argument("subjects", list(subjects), expected)
        nw = self.nw
        others = [at for at in range(len(headers)) if at not in totals]
        of_others = [{_CELL: nw.col(headers[at])} for at in others]
        counted = self.counts(keys, [headers[at] for at in others], of_others)
        if totals:
            explicit, scored = nw.lit(0), nw.lit(0)
            # From the last to the first, whose condition then stands before those of the others.
            for at, rows in zip(reversed(others), reversed(counted), strict=True):
                marks = _core.marks_of_counted(
                    prepared(rows.to_native()), keys=len(keys), subject=words[at], **rules.of_cells
                )
                explicit, is_score = self.of_marks(headers[at], rows, marks, explicit)
                scored = scored + is_score if at in addends else scored
            cells = {_CELL: nw.col(headers[totals[0]]), _BESIDE: explicit, _SCORED: scored}
            of_total = cells if others else {_CELL: cells[_CELL]}
            counted += self.counts(keys, [headers[totals[0]]], [of_total])
        return [
            (headers[at], words[at], prepared(rows.to_native()))
            for at, rows in zip([*others, *totals], counted, strict=True)
        ]


def _all_differ(rows: Any) -> bool:
    """Whether the hashes of all rows of polars differ: it takes a tenth of the memory of grouping them."""
    import polars

    columns = rows.collect_schema().names()
    whole = polars.col(columns) if len(columns) == 1 else polars.struct(columns)
    hashes = rows.select(whole.hash()).collect(engine="streaming").to_series()
    return bool(hashes.n_unique() == len(hashes))
