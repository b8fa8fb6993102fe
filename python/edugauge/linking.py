"""Two examinations of the same candidates, linked on an id."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any, Literal

from edugauge import _core
from edugauge._arguments import by_text
from edugauge._frames import prepared
from edugauge.exceptions import EdugaugeWarning, InvalidArgumentError, warn_of
from edugauge.reading import Source, _written

__all__ = ["link"]

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
