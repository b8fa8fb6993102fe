"""The yearly release: from a configuration file to the tables, and what became of them years later."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from edugauge import _core
from edugauge._arguments import Path
from edugauge.exceptions import warn_of

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    import pandas
    import polars

__all__ = [
    "Cause",
    "Change",
    "Difference",
    "Notice",
    "Problem",
    "Release",
    "Verification",
    "diff",
    "run",
    "verify",
]


class Release(NamedTuple):
    """What a run has written."""

    year: int
    folder: FilePath
    files: list[FilePath]
    headlines: list[str]
    """The findings, one sentence each, the most important first."""
    notices: list[Notice]
    """All that needs attention: columns not used, derived totals, figures without a value, …"""


class Notice(NamedTuple):
    """Something that needs attention."""

    kind: str
    """``unused_columns``, ``derived_total``, ``figures_missing``, ``finding``, …"""
    number: int
    """How many rows, cells, columns, candidates or figures it is about."""
    message: str
    """What was found and the line that mends it, in the language of messages."""


def run(
    config: Path,
    *,
    year: int | None = None,
    out: Path | None = None,
    allow_outside: Sequence[Path] = (),
) -> Release:
    """Write the tables of a year as ``edugauge.toml`` describes them.

    Args:
        config: The configuration file.
        year: Year; that of the configuration if not given.
        out: Folder in which the folder of the year is made; ``out`` beside the configuration if not given.
        allow_outside: Folders that the paths of the configuration may lead to beside its own.

    Returns:
        Release: the year, its folder, the files, the headline sentences and all that needs attention.

    Warns:
        EdugaugeWarning: for each thing that needs attention.

    Raises:
        ConfigError: a fault in the configuration, with line and column.
        FileNotFoundError, PermissionError, OSError: a file that cannot be read or written.
        DataError, ColumnNotFoundError, InvalidArgumentError: as for reading and computing.

    按配置文件生成一年的报表。
    """
    # Imported here to keep `import edugauge` quick.
    from pathlib import Path as FilePath

    outcome = _core.run(config, year=year, out=out, allow_outside=list(allow_outside))
    notices = list(starmap(Notice, outcome["notices"]))
    warn_of(notice.message for notice in notices)
    return Release(
        year=outcome["year"],
        folder=FilePath(outcome["folder"]),
        files=[FilePath(file) for file in outcome["files"]],
        headlines=list(outcome["headlines"]),
        notices=notices,
    )


class Problem(NamedTuple):
    """Something that is not as the manifest says."""

    problem: str
    """``output_missing``, ``output_changed``, ``output_extra``, ``input_missing``, ``input_changed``,
    ``config_changed``, ``config_not_found``, ``other_version`` or ``not_reproduced``."""
    file: str
    fault: bool
    """Whether the release is at fault; a file that is not its own is only worth knowing."""


class Verification(NamedTuple):
    """What a release was held against, and every difference."""

    outputs: int
    """Files of the release that were checked."""
    inputs: int | None
    """Inputs that were checked; None where no configuration was found."""
    reproduced: bool
    """Whether it was computed again and compared byte by byte, which is done where no input has changed."""
    problems: list[Problem]

    @property
    def ok(self) -> bool:
        """Whether nothing is at fault."""
        return not any(problem.fault for problem in self.problems)


def verify(
    release: Path,
    *,
    config: Path | None = None,
    record: Path | None = None,
    allow_outside: Sequence[Path] = (),
) -> Verification:
    """Hold a release against its manifest: are these the files, and do the inputs still give them?

    Args:
        release: The folder of the year.
        config: The configuration file; the one two folders up, where ``run`` leaves it, if not given.
        record: The internal record; ``YEAR.record.json`` beside the release if not given.
        allow_outside: Folders that the paths of the configuration may lead to beside its own.

    Returns:
        Verification: ``ok``, what was checked, and the problems. A release that does not verify is no error.

    Raises:
        FileNotFoundError: no manifest in the folder.
        DataError: a manifest that is none.
        ConfigError: a configuration that was given and cannot be read.

    Examples:
        >>> import tempfile
        >>> import edugauge as eg
        >>> release = eg.run("examples/jingjiang/edugauge.toml", out=tempfile.mkdtemp())
        >>> found = eg.verify(release.folder, config="examples/jingjiang/edugauge.toml")
        >>> found.ok, found.reproduced, found.problems
        (True, True, [])

    核对报表：文件是否原样，输入是否仍得出这些数。
    """
    outcome = _core.verify(release, config=config, record=record, allow_outside=list(allow_outside))
    return Verification(
        outputs=outcome["outputs"],
        inputs=outcome["inputs"],
        reproduced=outcome["reproduced"],
        problems=[Problem(*problem) for problem in outcome["problems"]],
    )


class Cause(NamedTuple):
    """What may have changed a figure."""

    cause: str
    """``data``, ``settings``, ``definition``, ``code``, ``table``, or ``unexplained``: a file was edited."""
    detail: str
    """The input file, or the two versions."""


class Change(NamedTuple):
    """A figure that two releases do not show alike."""

    indicator: str
    measure: str
    labels: dict[str, str]
    """Year, group keys and subject."""
    old: float | None
    old_status: str | None
    """``ok``, or why there is no value; None where the release has no such figure."""
    new: float | None
    new_status: str | None
    causes: list[Cause]


class Difference:
    """Every figure that differs between two releases; a frame by ``pl()`` or ``df()``."""

    __slots__ = ("changes", "compared")

    def __init__(self, compared: int, changes: list[Change]) -> None:
        self.compared = compared
        self.changes = changes

    def __len__(self) -> int:
        """Count the figures that differ."""
        return len(self.changes)

    def __repr__(self) -> str:
        return f"Difference(compared={self.compared}, changes={len(self.changes)})"

    def rows(self) -> list[dict[str, Any]]:
        """Changes as dicts with the same keys: a label that a figure lacks is None, causes are text."""
        keys = list(dict.fromkeys(key for change in self.changes for key in change.labels))

        def row(change: Change) -> dict[str, Any]:
            causes = "; ".join(f"{cause} {detail}".rstrip() for cause, detail in change.causes)
            return {
                "indicator": change.indicator,
                "measure": change.measure,
                **{key: change.labels.get(key) for key in keys},
                "old": change.old,
                "old_status": change.old_status,
                "new": change.new,
                "new_status": change.new_status,
                "causes": causes,
            }

        return [row(change) for change in self.changes]

    def pl(self) -> polars.DataFrame:
        """Frame of polars."""
        import polars

        real = {"old": polars.Float64, "new": polars.Float64}
        return polars.DataFrame(self.rows(), schema_overrides=real, infer_schema_length=None)

    def df(self) -> pandas.DataFrame:
        """Frame of pandas. Needs pandas."""
        try:
            import pandas
        except ImportError as missing:
            raise ImportError("df() needs pandas: pip install 'edugauge[pandas]'") from missing
        return pandas.DataFrame(self.rows())


def diff(old: Path, new: Path) -> Difference:
    """Compare two releases: which figures changed, and whether data, settings, definition or code did it.

    Args:
        old, new: Folders of releases, as ``run`` writes them.

    Returns:
        Difference: ``compared`` (figures that both have), ``changes``, ``rows()``, ``pl()``, ``df()``.

    Raises:
        FileNotFoundError: a folder without a manifest or without ``figures.csv``.
        DataError: files that are no release.

    Examples:
        >>> import tempfile
        >>> import edugauge as eg
        >>> config = "examples/jingjiang/edugauge.toml"
        >>> old, new = (eg.run(config, out=tempfile.mkdtemp()).folder for _ in range(2))
        >>> len(eg.diff(old, new))
        0

    比较两份报表：哪些数变了，原因是数据、配置、定义还是程序。
    """
    outcome = _core.diff(old, new)
    changes = [
        Change(indicator, measure, labels, was, was_status, now, now_status, [*starmap(Cause, why)])
        for indicator, measure, labels, (was, was_status), (now, now_status), why in outcome["changed"]
    ]
    return Difference(outcome["compared"], changes)
