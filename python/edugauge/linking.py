"""Two examinations of the same candidates, linked on an id."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal

from edugauge import _core
from edugauge._arguments import by_text
from edugauge._frames import prepared
from edugauge.exceptions import EdugaugeWarning, InvalidArgumentError, warn_of
from edugauge.reading import Source, _written

__all__ = ["link", "link_occasions"]

_OPTIONS = {"columns", "full_marks", "steps", "policy", "year"}
_OF_FILES = {
    "encoding",
    "delimiter",
    "quote",
    "escape",
    "header_row",
    "header_rows",
    "sheet",
    "layout",
    "decimal",
}


def link(
    entry: Source,
    exit: Source,
    *,
    id: str | None = None,
    mapping: Mapping[Literal["entry", "exit"], Source] | None = None,
    movers: Literal["exit_school", "entry_school", "exclude", "stayers_only"] = "exit_school",
    match_rate: float = 0.8,
    entry_options: Mapping[str, Any] | None = None,
    exit_options: Mapping[str, Any] | None = None,
    allowed_percent: float = 1.0,
) -> _core.Exam:
    """The exit examination with the entry scores of those who are found in the other, on an id.

    Ids are compared as text, in plain digits and without blanks around them. An id that stands in several
    rows of one examination links nobody. Names, even with the school, are refused: they link the wrong
    pupils of one name.

    Args:
        entry: The earlier examination: a file, a frame or a dict of lists.
        exit: The later one.
        id: Header of the id that both share, such as ``"学籍号"``; the candidates' number (考号), if not
            given.
        mapping: Where an examination has numbers of its own: a table with these and the column ``id``,
            under ``"entry"`` or ``"exit"``.
        movers: Whose school a candidate counts for who changed it: ``"exit_school"``, ``"entry_school"``,
            nobody's (``"exclude"``: out of the reference too; ``"stayers_only"``: part of the reference).
            Nobody has changed it where the two examinations have no school in common.
        match_rate: A lower match rate is warned of; below 0.5 nothing is linked.
        entry_options: How the entry is read: ``columns``, ``full_marks``, ``steps``, ``policy``, ``year``,
            ``encoding``, … of ``read_scores``.
        exit_options: How the exit is read.
        allowed_percent: Per cent of the rows (but for repeated ids), and of the score cells, that may be
            refused.

    Returns:
        Exam: the candidates of the exit examination; beside each subject its entry scores under
        ``<subject>_entry``, beside the school ``entry_school``. The account stands last in ``exam.report``,
        under ``"link"``: who was found, repeated ids, movers, match rates by school, means of those who were
        not found.

    Warns:
        EdugaugeWarning: a match rate below ``match_rate``; what needs attention of the reading.

    Raises:
        DataError: fewer than half of those with an exit score linked; ids that Excel rewrote.
        ColumnNotFoundError: no column of ids, or a mapping without its columns.
        InvalidArgumentError: a name as the id; an argument that does not fit.

    Examples:
        >>> import edugauge as eg
        >>> exam = eg.link(
        ...     {"考号": ["01", "02", "03", "04"], "学校": list("甲甲乙乙"), "数学": [60, 70, 80, 65]},
        ...     {"考号": ["71", "72", "73", "79"], "学校": list("甲乙乙乙"), "数学": [75, 72, 88, 60]},
        ...     id="学籍号",
        ...     mapping={
        ...         "entry": {"考号": ["01", "02", "03", "04"], "学籍号": ["G1", "G2", "G3", "G4"]},
        ...         "exit": {"考号": ["71", "72", "73", "79"], "学籍号": ["G1", "G2", "G3", "G9"]},
        ...     },
        ...     match_rate=0.7,
        ... )
        >>> account = exam.report[-1]["link"]
        >>> account["matched"], account["exit_only"], account["entry_only"], account["movers"]
        (3, 1, 1, 1)
        >>> eg.match_rate(exam).value(measure="match_rate")
        75.0

    连接两次考试：出口考试的考生，附上其入口成绩；账目在 report 的最后。
    """
    if not (id is None or isinstance(id, str)):
        raise InvalidArgumentError(
            "id is one column of numbers; names, even with the school, link the wrong pupils of one name",
            "EG-206",
        )
    tables = dict(mapping or {})
    if unknown := set(tables) - {"entry", "exit"}:
        raise InvalidArgumentError(
            f"mapping has entry and exit, not {sorted(map(str, unknown))[0]}", "EG-206"
        )
    exam = _core.link(
        prepared(entry),
        prepared(exit),
        id=id,
        mapping=(_prepared(tables.get("entry")), _prepared(tables.get("exit"))),
        movers=movers,
        entry_options=_options(entry_options, "entry_options"),
        exit_options=_options(exit_options, "exit_options"),
        allowed_percent=float(allowed_percent),
    )
    warn_of(exam.attention())
    account = exam.report[-1]["link"]
    if account["rate"] < match_rate:
        warnings.warn(
            f"only {account['rate']:.1%} of those with an exit score are linked; the others may differ: "
            "see exam.report[-1]['link']",
            EdugaugeWarning,
            stacklevel=2,
        )
    return exam


def link_occasions(
    occasions: Mapping[int, Source],
    *,
    id: str | None = None,
    mapping: Mapping[int, Source] | None = None,
    movers: Literal["exit_school", "entry_school", "exclude", "stayers_only"] = "exit_school",
    match_rate: float = 0.8,
    options: Mapping[int, Mapping[str, Any]] | None = None,
    allowed_percent: float = 1.0,
) -> _core.Exam:
    """Three or more examinations of the same candidates: each linked with the one before it.

    The candidates of each examination but the first, under its year, with the entry scores of the one
    before: first to second, second to third, and so on. ``value_added_stability`` says how far what schools
    add agrees between these; the other methods give each year by itself. Several cohorts, each of which sat
    two examinations, are results of ``link`` added up instead.

    Args:
        occasions: Year → examination: files, frames or dicts of lists, two at least.
        id: Header of the id that all share; the candidates' number (考号), if not given.
        mapping: Year → table with that examination's own numbers and the column ``id``.
        movers: As of ``link``, of each step.
        match_rate: A lower match rate of a step is warned of; below 0.5 nothing is linked.
        options: Year → how it is read, as ``entry_options`` of ``link``, but for the year.
        allowed_percent: As of ``link``.

    Returns:
        Exam: the steps, each under the year of its exit. ``exam.report`` has the account of each.

    Raises:
        DataError: a step of which fewer than half are linked; ids that Excel rewrote.
        InvalidArgumentError: fewer than two examinations, a year of ``mapping`` or ``options`` that is none
            of them, an argument that does not fit.

    Examples:
        >>> import edugauge as eg
        >>> def occasion(*scores):
        ...     return {"学籍号": ["G1", "G2", "G3"], "学校": ["甲", "甲", "乙"], "数学": list(scores)}
        >>> three = eg.link_occasions(
        ...     {2022: occasion(60, 70, 80), 2023: occasion(65, 70, 90), 2024: occasion(70, 75, 85)},
        ...     id="学籍号",
        ... )
        >>> three.years
        [2023, 2024]
        >>> [part["link"]["linked"] for part in three.report if "link" in part]
        [3, 3]

    连接三次及以上考试：每次与前一次相连，记在后一次的年份之下。
    """
    years = sorted(occasions)
    if len(years) < 2:
        raise InvalidArgumentError(f"{len(years)} examination, two or more are linked", "EG-206")
    tables, read = dict(mapping or {}), dict(options or {})
    if unknown := (set(tables) | set(read)) - set(years):
        raise InvalidArgumentError(f"no examination of {sorted(unknown)[0]}; there are {years}", "EG-206")
    steps = []
    for before, year in pairwise(years):
        own: dict[Literal["entry", "exit"], Source] = {}
        if before in tables:
            own["entry"] = tables[before]
        if year in tables:
            own["exit"] = tables[year]
        step = link(
            occasions[before],
            occasions[year],
            id=id,
            mapping=own,
            movers=movers,
            match_rate=match_rate,
            entry_options=read.get(before),
            exit_options={**read.get(year, {}), "year": year},
            allowed_percent=allowed_percent,
        )
        steps.append(step)
    whole = steps[0]
    for step in steps[1:]:
        whole = whole + step
    return whole


def _prepared(table: Source | None) -> object | None:
    return None if table is None else prepared(table)


def _options(given: Mapping[str, Any] | None, argument: str) -> tuple[Any, ...]:
    given = dict(given or {})
    if unknown := set(given) - _OPTIONS - _OF_FILES:
        raise InvalidArgumentError(f"{argument} has no {sorted(unknown)[0]}", "EG-206")
    year = given.get("year")
    return (
        _written(**{name: value for name, value in given.items() if name in _OF_FILES}),
        dict(given.get("columns") or {}),
        by_text(given.get("full_marks")),
        by_text(given.get("steps")),
        dict(given.get("policy") or {}),
        None if year is None else int(year),
    )
