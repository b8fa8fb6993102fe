"""The items of a paper (小题分): reading sheets and the plan of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from edugauge import _core
from edugauge._arguments import Names, Number, Path, by_text, names
from edugauge._frames import Frame, prepared
from edugauge.exceptions import warn_of
from edugauge.reading import Source, _sources, _written

__all__ = ["read_items"]


def read_items(
    scores: Source | Iterable[Path | Frame],
    *,
    plan: Source | None = None,
    plan_sheet: str | None = None,
    subject: str | None = None,
    rule: str | None = None,
    zero_papers: Literal["keep", "drop"] = "keep",
    choice: Literal["first", "best"] = "first",
    void: Literal["full", "drop"] = "full",
    year: int | None = None,
    columns: Mapping[str, str] | None = None,
    full_marks: Mapping[str, Number] | None = None,
    steps: Mapping[str, Number] | None = None,
    policy: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    quote: str | None = None,
    header_row: int | None = None,
    sheet: Names | None = None,
    schools: Source | None = None,
    on: str | None = None,
    school_columns: Mapping[str, str] | None = None,
    allowed_percent: float = 1.0,
) -> _core.Items:
    """Items of a paper from the export of a marking platform: a row per candidate, a column per item.

    Headers such as ``1``, ``16(1)``, ``一.3``, ``第5题得分`` or ``单选3`` are items, in one row or two; a
    nameless column behind one of scores, or one headed ``1(答案)``, holds the options chosen. Rows below the
    header that begin with 满分, 答案, 题型, 知识点, 能力层次, 预估难度, 计分规则 or 选做组 say this of each
    item, as the plan does. Options without a score beside them are scored by the key. A sheet may also have a
    row per candidate and item (考号, 题号, 得分, 作答). Where papers A and B have the items in another order,
    the plan says by position which is which (``A:1,B:5`` under 各卷题号), and a column 卷别 who had which.

    Who did not sit the paper (marked so in the total, or blank throughout) is in no figure; a blank of
    somebody who did stays a blank, and each indicator says how it counts.

    Args:
        scores: A file, a frame, a dict of lists, or a list of these that are of one paper.
        plan: The plan of the paper (双向细目表), a row per item: 题号, 题型, 分值, 标准答案, 知识点,
            能力层次, 预估难度, 选做组, 计分规则, …; several points stand apart by ``;`` or ``、``, or in rows
            of their own.
        plan_sheet: Sheet of the plan's workbook.
        subject: Subject of the paper.
        rule: What a part of a key of several options is worth, where the plan does not say: ``"half"``,
            ``"per_option"``, ``"subset=2"`` or ``"exact"``. A wrong option makes it 0.
        zero_papers: ``"drop"`` leaves out candidates with 0 in every item.
        choice: Of too many answers to a choice the ``"first"`` count, or the ``"best"``.
        void: Of items with the key ``*`` (作废): ``"full"`` marks for all whose options were read, scores as
            they are; or ``"drop"`` from the paper.
        year: Year of the paper.
        columns: Header → ``"item:NUMBER"``, ``"answer:NUMBER"``, ``"answers"`` (one string of all options),
            ``"total"``, or a field as in ``read_scores``.
        full_marks: Item → full mark, over plan and sheet; ``"total"`` is that of the paper, to be checked.
        steps: Item → step of its scores.
        policy: What counts where no plain score stands, as in ``read_scores``; ``{"-1": "blank"}``.
        encoding: Encoding of the file, instead of recognising it.
        delimiter: Character between the cells, or ``"tab"``.
        quote: Character around cells (``'"'`` by default), or ``"none"``.
        header_row: Row of the header, the first being 1.
        sheet: Sheet of a workbook; several (classes of one paper): a list, or ``"*"``.
        schools: School list, whose columns (residence, district, …) every candidate gets.
        on: Key on which the school list is joined; ``school_code`` if there is one, else ``school``.
        school_columns: Header → field of the school list.
        allowed_percent: Per cent of the rows, and of the cells, that may be refused.

    Returns:
        Items: candidates who sat the paper, with ``items``, ``plan``, ``keys``, ``absent`` and ``report``;
        two of one paper add. ``exam(of="knowledge")`` gives their scores in each part of the plan as the
        subjects of an ``Exam``, so that every indicator works on a point of knowledge; ``to_irt(folder)``
        writes ``responses.csv`` and ``items.csv`` for packages of item response theory, such as ``mirt``.

    Warns:
        EdugaugeWarning: for each thing that needs attention: totals that are not the sum of the items, plan
            and columns that do not find each other, keys that scores speak against, ….

    Raises:
        FileNotFoundError, PermissionError, OSError: the file cannot be read.
        ColumnNotFoundError: no column of items, or a plan without item numbers.
        DataError: numbers of items that Excel changed, options that cannot be scored, sheets of different
            papers, a cell of the plan that cannot be read.
        InvalidArgumentError: a rule or the like that is none.

    Examples:
        >>> import edugauge as eg
        >>> items = eg.read_items(
        ...     {"考号": ["01", "02", "03"], "1": ["A", "B", "A"], "2(1)": [4, 2, 0], "2(2)": [6, None, 3]},
        ...     columns={"1": "answer:1"},
        ...     plan={"题号": ["1", "2(1)", "2(2)"], "分值": [3, 4, 6], "标准答案": ["A", "", ""]},
        ... )
        >>> items
        <Items: 3 candidates; 3 items; keys: >
        >>> eg.item_difficulty(items).value(measure="mean", item="1")
        2.0

    读入小题分表与双向细目表。
    """
    papers = [
        _core.read_items(
            prepared(one),
            file=_written(encoding, delimiter, quote, None, header_row),
            sheets=names(() if sheet is None else sheet),
            columns=dict(columns or {}),
            full_marks=by_text(full_marks),
            steps=by_text(steps),
            policy=dict(policy or {}),
            year=of_year,
            plan=None if plan is None else prepared(plan),
            plan_sheet=plan_sheet,
            rule=rule,
            subject=subject,
            zero_papers=zero_papers,
            choice=choice,
            void=void,
            schools=None if schools is None else prepared(schools),
            on=on,
            school_columns=dict(school_columns or {}),
            allowed_percent=float(allowed_percent),
        )
        for one, of_year in _sources(scores, year, None)
    ]
    paper = papers[0]
    for other in papers[1:]:
        paper = paper + other
    warn_of(paper.attention())
    return paper
