"""The yearly release: from a configuration file to the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edugauge import _core
from edugauge._arguments import Path

if TYPE_CHECKING:
    from pathlib import Path as FilePath

__all__ = ["Release", "run"]


class Release(NamedTuple):
    """What a run has written."""

    year: int
    folder: FilePath
    files: list[FilePath]
    headlines: list[str]
    """The findings, one sentence each, the most important first."""


def run(config: Path, *, year: int | None = None, out: Path | None = None) -> Release:
    """Write the tables of a year as ``edugauge.toml`` describes them.

    Args:
        config: The configuration file.
        year: Year; that of the configuration if not given.
        out: Folder in which the folder of the year is made; ``out`` beside the configuration if not given.

    Returns:
        Release: the year, its folder, the files and the headline sentences.

    Raises:
        ConfigError: a fault in the configuration, with line and column.
        FileNotFoundError, PermissionError, OSError: a file that cannot be read or written.
        DataError, ColumnNotFoundError, InvalidArgumentError: as for reading and computing.

    按配置文件生成一年的报表。
    """
    # Imported here to keep `import edugauge` quick.
    from pathlib import Path as FilePath

    told = _core.run(config, year=year, out=out)
    return Release(
        year=told["year"],
        folder=FilePath(told["folder"]),
        files=[FilePath(file) for file in told["files"]],
        headlines=list(told["headlines"]),
    )
