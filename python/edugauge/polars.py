"""``frame.edugauge``: indicators on frames of polars, eager and lazy, once ``edugauge.polars`` is imported.

Examples:
    >>> import edugauge.polars, polars as pl
    >>> frame = pl.DataFrame({"学校": ["甲", "甲", "乙"], "语文": [90, 85, 92]})
    >>> means = frame.edugauge.subject_mean(by="school", full_marks={"语文": 150})
    >>> means.filter(measure="mean")["value"].to_list()
    [92.0, 87.5]
    >>> frame.lazy().edugauge.tally(keys="学校", subjects="语文")
    <Exam: 3 candidates; years: ?; subjects: chinese; keys: school>

polars 数据框上的指标：``import edugauge.polars`` 之后可用 ``frame.edugauge``。
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable
from typing import Any

import polars

import edugauge
from edugauge import _core
from edugauge.exceptions import InvalidArgumentError
from edugauge.figures import Figures
from edugauge.reading import read_scores
from edugauge.tally import Tally

__all__ = ["Edugauge"]

_READING = frozenset(inspect.signature(read_scores).parameters) - {"source"}


def _of_candidates() -> dict[str, Callable[..., Any]]:
    """The indicators of candidates, by name."""
    functions = {of["id"]: getattr(edugauge, of["id"], None) for of in edugauge.indicators()}
    found = {}
    for name, function in functions.items():
        first = next(iter(inspect.signature(function).parameters), "") if function is not None else ""
        if function is not None and first == "exam":
            found[name] = function
    return found


class Edugauge:
    """What ``frame.edugauge`` offers: ``exam``, ``tally``, and every indicator of candidates by its name.

    An indicator takes its own arguments and, beside them, those of ``read_scores`` (``full_marks``,
    ``columns``, ``policy``, ``year``, …), by which the frame is read first. Of several indicators:
    ``exam = frame.edugauge.exam(…)`` once, then ``eg.subject_mean(exam)``.

    ``frame.edugauge`` 的内容：``exam``、``tally``，以及以名称调用的各指标。
    """

    def __init__(self, frame: polars.DataFrame | polars.LazyFrame) -> None:
        self._frame: Any = frame

    def exam(self, **reading: Any) -> _core.Exam:
        """The candidates of the frame, as ``eg.read_scores(frame, …)`` reads them."""
        return read_scores(self._frame, **reading)

    def tally(self, **counting: Any) -> Tally:
        """Counts made by polars itself, as ``eg.Tally.from_frame(frame, …)`` has them."""
        return Tally.from_frame(self._frame, **counting)

    def __dir__(self) -> list[str]:
        return sorted({"exam", "tally", *_of_candidates()})

    def __getattr__(self, name: str) -> Callable[..., Figures]:
        if name.startswith("_"):
            raise AttributeError(name)
        function = _of_candidates().get(name)
        if function is None:
            near = difflib.get_close_matches(name, _of_candidates(), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise AttributeError(f"no indicator of candidates is called {name!r}{hint}")

        def indicator(**arguments: Any) -> Figures:
            own = inspect.signature(function).parameters
            unknown = [key for key in arguments if key not in own and key not in _READING]
            if unknown:
                raise InvalidArgumentError(
                    f"neither {name} nor read_scores has an argument {unknown[0]!r}", "EG-206"
                )
            reading = {key: value for key, value in arguments.items() if key not in own}
            of_indicator = {key: value for key, value in arguments.items() if key in own}
            figures: Figures = function(self.exam(**reading), **of_indicator)
            return figures

        indicator.__name__, indicator.__doc__ = name, function.__doc__
        return indicator


polars.api.register_dataframe_namespace("edugauge")(Edugauge)
polars.api.register_lazyframe_namespace("edugauge")(Edugauge)
