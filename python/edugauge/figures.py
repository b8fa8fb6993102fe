"""Results: tidy figures, one row per number, each explaining itself."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from edugauge import _core
from edugauge._arguments import Names, Number, given, names, text
from edugauge._checked import refused, wrong_argument
from edugauge.exceptions import warn_of

if TYPE_CHECKING:
    import pandas
    import polars
    from matplotlib.axes import Axes

    from edugauge.plot import Kind, Lang

__all__ = ["Figures", "compute"]

_WHOLE = ("year", "n")
_SAID = ("method", "convention", "parameters", "note")
_REAL = ("value", "numerator", "denominator", "se", "lower", "upper", "confidence", "df", "p_value")


class Figures:
    """Tidy figures: one row per number, with unit, n, interval, method and status.

    Columns: indicator, measure, year, the group keys, subject, value, unit, numerator, denominator, n, se,
    lower, upper, confidence, df, p_value, method, convention, parameters, status, note. A missing value is
    null and ``status`` says why; it is never 0, never NaN, and never a dropped row. ``convention`` is what
    was chosen, the same in all years that may be compared; ``parameters`` are the numbers declared for the
    year.

    A frame of polars by ``pl()``, of pandas by ``df()``; any other library reads the object itself through
    the Arrow protocol.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"学校": ["甲", "甲", "乙"], "语文": [90, 85, 92]})
        >>> figures = eg.subject_mean(exam, subjects="语文", by="school")
        >>> [(row["school"], row["value"]) for row in figures.rows(measure="mean")]
        [('乙', 92.0), ('甲', 87.5)]
        >>> figures.rows(school="乙", measure="standard_deviation")[0]["status"]
        'not_applicable'

    指标数据：每行一个数字；缺失的值为空，``status`` 说明原因。
    """

    __slots__ = ("_core",)

    def __init__(self, core: _core.Figures) -> None:
        self._core = core

    @property
    def keys(self) -> list[str]:
        """Names of the group keys and other dimensions (``school``, ``line``, ``score``), in order."""
        return self._core.keys

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self._core.columns_dict())

    def said(self, lang: str, column: str = "note") -> list[str | None]:
        """What is said of each figure, row by row, in Chinese or English.

        The columns ``note`` and ``method`` are English, whoever reads them; this is their text in the
        language of a report.

        Args:
            lang: ``"zh"`` or ``"en"``.
            column: ``"note"``, the remarks, or ``"method"``, the convention.

        Raises:
            InvalidArgumentError: another language or column.

        Examples:
            >>> import edugauge as eg
            >>> exam = eg.read_scores({"学校": ["甲"], "语文": [90]})
            >>> eg.pass_rate(exam).said("zh")
            ['该科满分未知']

        指标数据的说明或口径，逐行，用中文或英文。
        """
        if lang not in ("zh", "en") or column not in ("note", "method"):
            raise refused(
                f'lang 应为 "zh" 或 "en"，column 应为 "note" 或 "method"，而不是 {lang!r}、{column!r}',
                f'lang is "zh" or "en" and column "note" or "method", not {lang!r}, {column!r}',
            )
        return self._core.said_in(column, lang)

    def rows(self, **where: object) -> list[dict[str, Any]]:
        """Figures as dicts; ``where`` keeps those whose columns have these values.

        Subjects, measures and keys go by their ids or by their names: ``subject="语文"`` is ``"chinese"``.

        Raises:
            InvalidArgumentError: a column that the figures do not have.
        """
        columns = self._core.columns_dict()
        where = {self._column(name): value for name, value in where.items()}
        rows = (dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))
        return [row for row in rows if all(_is(row, name, value) for name, value in where.items())]

    def value(self, **where: object) -> float | None:
        """Value of the one figure that ``where`` names; None where it has none.

        Raises:
            InvalidArgumentError: no figure, or more than one.
        """
        rows = self.rows(**where)
        if len(rows) != 1:
            raise refused(
                f"符合 {where} 的指标数有 {len(rows)} 个，应为一个",
                f"{len(rows)} figures match {where}, expected one",
            )
        return cast("float | None", rows[0]["value"])

    def pl(self) -> polars.DataFrame:
        """Frame of polars, with the same column types whatever the figures.

        ``indicator``, ``measure``, ``unit`` and ``status`` are Enums of all words that may stand there, so
        that frames of any figures stand one below the other; a comparison with another word is false.
        Subjects and keys are texts, to be joined with tables of your own.

        polars 数据框，列的类型不随指标变化；指标、统计量、单位、状态为 Enum，科目与分组为文字。
        """
        import polars

        return polars.DataFrame(self).cast(_enums())

    @classmethod
    def from_pl(cls, frame: polars.DataFrame, *of: Figures) -> Figures:
        """Figures again from a frame of polars that was made of figures: filtered, sorted, put together.

        The frame says which of them, and in which order; what a frame does not hold (remarks and conventions
        in Chinese, exact fractions, names of subjects) they keep. So they can be drawn, written and said as
        before.

        Args:
            frame: What ``pl()``, ``filter``, ``sort`` or ``head`` gave, with all its columns.
            *of: The figures that it was made of, one after the other.

        Raises:
            InvalidArgumentError: a column that these figures do not have, or that the frame lacks; a row that
                is none of them, such as one of which a cell was changed.

        Examples:
            >>> import edugauge as eg
            >>> exam = eg.read_scores({"学校": ["乙", "甲"], "语文": [90, 85]})
            >>> figures = eg.subject_mean(exam, by="school", subjects="语文")
            >>> best = eg.Figures.from_pl(figures.filter(measure="mean").sort("value").tail(1), figures)
            >>> best.value(), best.said("zh", "method") == figures.said("zh", "method")[:1]
            (90.0, True)

        由指标数据的 polars 数据框（筛选、排序之后）再得到指标数据；没有的列、缺的列、改过的行都报错。
        """
        import polars

        given_frame: object = frame
        if not isinstance(given_frame, polars.DataFrame):
            expected = (
                "指标数据的 polars 数据框（pl() 所得）",
                "a polars.DataFrame of figures, as pl() gives it",
            )
            raise wrong_argument("frame", frame, expected)
        if not of or not all(isinstance(figures, Figures) for figures in of):
            raise wrong_argument("of", of, ("这个数据框所出的 Figures", "the Figures that the frame is of"))
        whole = sum(of[1:], of[0])
        known = whole.pl()
        columns = ", ".join(known.columns)
        texts = (polars.String, polars.Categorical, polars.Enum)
        for name, kind in frame.schema.items():
            if name not in known.columns:
                raise refused(
                    f"这些指标数没有 {name!r} 这一列；各列为：{columns}",
                    f"these figures have no column {name!r}; the columns are: {columns}",
                )
            is_alike = kind == polars.Null or all(
                isinstance(one, texts) for one in (kind, known.schema[name])
            )
            if kind != known.schema[name] and not is_alike:
                raise refused(
                    f"{name!r} 一列的类型是 {kind}，应为 {known.schema[name]}",
                    f"the column {name!r} is of type {kind}, expected {known.schema[name]}",
                )
        for name in known.columns:
            if name not in frame.columns:
                raise refused(f"数据框缺 {name!r} 一列", f"the frame lacks the column {name!r}")
        places = known.with_row_index("place").unique(known.columns, keep="first")
        rows = frame.cast(_kinds(known), strict=False).join(
            places, on=known.columns, how="left", nulls_equal=True, maintain_order="left"
        )
        strange = rows["place"].is_null().arg_true()
        if len(strange):
            at = strange[0]
            raise refused(
                f"数据框第 {at + 1} 行不在所给的指标数之中：或来自别的指标数，或改过",
                f"row {at + 1} of the frame is none of these figures: it is of others, or was changed",
            )
        return cls(whole._core.selected(rows["place"].to_list()))

    def filter(self, *predicates: Any, **where: object) -> polars.DataFrame:
        """Figures that meet all predicates of polars and whose columns have these values, as its frame.

        Args:
            *predicates: Expressions such as ``polars.col("n") >= 30``.
            **where: Column → value, or a list of them; subjects and measures by their ids or names.

        Raises:
            InvalidArgumentError: a column that the figures do not have, a value that none of them has.

        Examples:
            >>> import edugauge as eg
            >>> exam = eg.read_scores({"学校": ["乙", "甲"], "语文": [90, 85], "数学": [70, 80]})
            >>> figures = eg.subject_mean(exam, by="school")
            >>> figures.filter(subject="语文", measure="mean", school="甲")["value"].to_list()
            [85.0]

        按 polars 表达式或列的值筛选，得 polars 数据框；没有的列、没有的值都报错。
        """
        import polars

        frame = self.pl()
        chosen = [
            polars.col(column).is_in(wanted, nulls_equal=True)
            for column, wanted in self._wanted(where).items()
        ]
        return frame.filter(*predicates, *chosen)

    def sort(self, by: Names, *, descending: bool = False) -> polars.DataFrame:
        """Figures sorted by these columns, as a frame of polars; those without a value come last.

        Raises:
            InvalidArgumentError: a column that the figures do not have.

        按列排序，得 polars 数据框。
        """
        columns = [self._column(name) for name in names(by)]
        return self.pl().sort(columns, descending=descending, nulls_last=True, maintain_order=True)

    def head(self, n: int = 5) -> polars.DataFrame:
        """First figures as a frame of polars.

        前几行，得 polars 数据框。
        """
        return self.pl().head(n)

    def wide(self, rows: Names, columns: Names, values: str = "value", **where: object) -> polars.DataFrame:
        """Cross table of one column of the figures: a frame of polars with a row per group.

        Args:
            rows: Columns whose values tell the rows apart.
            columns: Columns whose values become columns.
            values: Column that fills the cells.
            **where: As of ``filter``.

        Raises:
            InvalidArgumentError: a column that the figures do not have, a value that none of them has,
                several figures in one cell, a column named twice.

        Examples:
            >>> import edugauge as eg
            >>> exam = eg.read_scores({"学校": ["乙", "甲"], "语文": [90, 85], "数学": [70, 80]})
            >>> figures = eg.subject_mean(exam, by="school", subjects=["语文", "数学"])
            >>> figures.wide("school", "subject", measure="mean").rows()
            [('乙', 90.0, 70.0), ('甲', 85.0, 80.0)]

        交叉表：行、列各由一列或几列的值分出，一格一个指标数。
        """
        import polars

        index, on = ([self._column(name) for name in names(one)] for one in (rows, columns))
        values = self._column(values)
        if twice := [name for name in index + on if (index + on).count(name) > 1]:
            raise refused(
                f"{twice[0]!r} 在行、列中出现了两次", f"{twice[0]!r} stands twice among rows and columns"
            )
        frame = self.filter(**where)
        if clash := [name for name in index if len(on) == 1 and name in frame[on[0]].cast(polars.String)]:
            raise refused(
                f"{on[0]} 中有一个值叫 {clash[0]!r}，与行的列同名；请把行、列对调，或改名",
                f"a value of {on[0]} is called {clash[0]!r}, as a column of the rows is; "
                "exchange rows and columns, or rename it",
            )
        cells = frame.group_by(index + on, maintain_order=True).len().filter(polars.col("len") > 1)
        if len(cells):
            others = [name for name in self.columns if name not in (*index, *on, *_REAL, *_SAID, "n")]
            differing = [name for name in others if frame[name].n_unique() > 1]
            values_of = "; ".join(
                f"{name}={frame[name].unique(maintain_order=True).to_list()}" for name in differing
            )
            raise refused(
                f"一格里有 {cells['len'][0]} 个指标数；请各指定一个，或放进行、列：{values_of}",
                f"{cells['len'][0]} figures in one cell; name one of each or take it into rows or columns: "
                f"{values_of}",
            )
        return frame.pivot(on=on, index=index, values=values)

    def __getitem__(self, key: Any) -> Any:
        """Column, columns or rows, as polars gives them: ``figures["value"]``, ``figures[:10]``."""
        if isinstance(key, str):
            key = self._column(key)
        elif isinstance(key, (list, tuple)) and key and all(isinstance(name, str) for name in key):
            key = [self._column(name) for name in key]
        return self.pl()[key]

    def _column(self, name: str) -> str:
        """The name of a column, or what this word for a key stands for."""
        columns = self.columns
        found = name if name in columns else _core.key_id(name)
        if found not in columns:
            known = ", ".join(columns)
            raise refused(
                f"没有 {name!r} 这一列；各列为：{known}", f"no column {name!r}; the columns are: {known}"
            )
        return found

    def _wanted(self, where: Mapping[str, object]) -> dict[str, list[Any]]:
        """The values of columns that are meant, each of which some figure has."""
        columns = self._core.columns_dict()
        found: dict[str, list[Any]] = {}
        for name, value in where.items():
            column = self._column(name)
            is_list = isinstance(value, Iterable) and not isinstance(value, str)
            of_rows = zip(columns["indicator"], columns[column], strict=True)
            cells = list(dict.fromkeys(of_rows))
            wanted = found.setdefault(column, [])
            for one in cast("Iterable[object]", value) if is_list else [value]:
                alike = [
                    cell
                    for indicator, cell in cells
                    if _is({"indicator": indicator, column: cell}, column, one)
                ]
                if not alike:
                    known = ", ".join(list(dict.fromkeys(str(cell) for _, cell in cells))[:20])
                    raise refused(
                        f"没有一个指标数的 {name} 是 {one!r}；有：{known}",
                        f"no figure has {one!r} in {name}; there are: {known}",
                    )
                wanted += alike
        return found

    def df(self) -> pandas.DataFrame:
        """Frame of pandas, with the same column types whatever the figures. Needs pandas, but not pyarrow."""
        try:
            import pandas
        except ImportError as missing:
            raise ImportError("df() needs pandas: pip install 'edugauge[pandas]'") from missing

        def kind(name: str) -> str:
            return "Int64" if name in _WHOLE else "float64" if name in _REAL else "string"

        columns = self._core.columns_dict().items()
        return pandas.DataFrame({name: pandas.Series(cells, dtype=kind(name)) for name, cells in columns})

    def plot(
        self,
        ax: Axes | None = None,
        *,
        measure: Names | None = None,
        kind: Kind | None = None,
        lang: Lang | None = None,
    ) -> Axes:
        """Draw one measure or several, each as suits it. Needs matplotlib.

        Args:
            ax: Where to draw; a new figure if not given.
            measure: Which measures; the first with an interval (for a gap, ``difference``), or those of the
                picture, if not given.
            kind: ``"intervals"`` around zero (gaps), ``"bars"``, ``"quantiles"`` (a gap along the quantiles),
                ``"trend"`` (of ``gap_trend``, over the years), ``"caterpillar"`` (schools in the order of
                their values; of means without an interval two standard errors within the school; also places
                with their intervals, as ``rank_interval`` gives them; effects such as those of
                ``school_value_added`` with their verdicts and reliability), ``"scatter"`` (``entry_exit``, or
                difficulty and discrimination of items), ``"lines"`` (along groups of ability), ``"heat"``
                (``conversion``, gaps of knowledge). What suits a measure is part of its definition and drawn
                where nothing is said.
            lang: Language of subjects and measures, ``"zh"`` or ``"en"``; their ids if not given. Chinese
            needs a
                font that has it: one is found, or a warning says which to install.

        Returns:
            The axes, for titles and further drawing.
        """
        from edugauge.plot import draw

        return draw(self, ax, measure, kind, lang)

    def to_csv(self) -> bytes:
        """Tidy CSV in UTF-8 with a byte order mark, so that Excel opens it as it stands."""
        return self._core.to_csv()

    def to_json(self) -> str:
        """JSON with every figure in full precision."""
        return self._core.to_json()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._core.__arrow_c_stream__(requested_schema)

    def __add__(self, other: Figures) -> Figures:
        return Figures(self._core.appended(other._core))

    def __len__(self) -> int:
        return len(self._core)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    def __repr__(self) -> str:
        return repr(self._core)

    def _repr_html_(self) -> str:
        return self._core._repr_html_()


def _kinds(frame: polars.DataFrame) -> dict[Any, Any]:
    return dict(frame.schema)


@functools.cache
def _enums() -> dict[Any, Any]:
    import polars

    return {name: polars.Enum(words) for name, words in _core.words_of_columns().items()}


def _is(row: dict[str, Any], name: str, value: object) -> bool:
    """Whether a cell is this value, or what this name stands for."""
    if row[name] == value:
        return True
    if not isinstance(value, str):
        return False
    if name == "subject":
        return bool(row[name] == _core.subject_id(value))
    if name == "measure":
        named = (_core.measure_name(row["indicator"], row[name], lang) for lang in ("zh", "en"))
        return value in named
    return False


def compute(
    indicator: str,
    data: _core.Exam | _core.Table | _core.Frame | _core.Items,
    *,
    by: Names = (),
    arguments: Mapping[str, object | Iterable[object]] | None = None,
    against: _core.Exam | None = None,
    change: bool = False,
    coverage: Number = 0.9,
) -> Figures:
    """Any indicator of the registry by its id, Chinese name or alias.

    Args:
        indicator: Such as ``"subject_mean"`` or ``"平均分"``.
        data: What ``read_scores``, ``read_score_table``, ``read_items`` or ``read_table`` gave.
        by: Keys to group by.
        arguments: The indicator's own arguments; those not given take the registry's default.
        against: The score tables of the whole, for indicators held against them (``province``).
        change: Also the change of every figure on the year before, as ``<measure>_change``. Where two years
            cannot be compared (another full mark or convention, too few schools in common, too few with a
            score) its status is ``not_comparable`` and ``note`` says why.
        coverage: For ``change``: of the candidates of either year, the least share that must be of schools of
            both years, and that must have a score among those who should have one.

    Warns:
        EdugaugeWarning: what figures without a value lack, such as a full mark.

    Raises:
        InvalidArgumentError: no such indicator or argument, or a value that does not fit.
        ColumnNotFoundError: a key or subject that the data do not have.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.read_scores({"语文": [90, 85, 92]})
        >>> eg.compute("平均分", exam, arguments={"subjects": "语文"}).value(measure="mean")
        89.0

        >>> two = eg.read_scores({"年份": [2010, 2010, 2011], "语文": [90, 85, 92]})
        >>> eg.compute("平均分", two, change=True).value(measure="mean_change", year=2011)
        4.5

    按代号或中文名计算任一指标。
    """
    handed = {name: given(value) for name, value in (arguments or {}).items() if value is not None}
    least = text(coverage) if change else None
    figures = _core.compute(indicator, data, names(by), handed, against, least)
    warn_of(_core.lacking(figures, data, indicator, handed))
    return Figures(figures)
