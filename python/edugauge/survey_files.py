"""Data files of statistics programs: SPSS (.sav), Stata (.dta), SAS (.sas7bdat)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edugauge import _core
from edugauge._arguments import Names, names
from edugauge.exceptions import ColumnNotFoundError, DataError, InvalidArgumentError

__all__ = ["SurveyFile", "read_survey"]

READERS = {".sav": "read_sav", ".zsav": "read_sav", ".dta": "read_dta", ".sas7bdat": "read_sas7bdat"}


@dataclass(frozen=True)
class SurveyFile:
    """Columns of a data file, with what the file says of them.

    ``columns`` are lists of numbers or texts, ``None`` where a value is missing, as the system or the study
    declared it; ``missing`` counts what was declared missing, by column and code, so that nothing is lost.

    数据文件的列，及文件自带的标签与缺失值说明。
    """

    columns: Mapping[str, list[Any]]
    labels: Mapping[str, str]
    """By column, what it is."""
    value_labels: Mapping[str, Mapping[Any, str]]
    """By column and code, what the code means."""
    missing: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)
    """By column and code, how many values were declared missing."""

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def labelled(self, *columns: str) -> SurveyFile:
        """Columns with their labels in place of codes, to group by.

        Examples:
            >>> import edugauge as eg
            >>> file = eg.SurveyFile({"sex": [1.0, 2.0, None]}, {}, {"sex": {1.0: "female", 2.0: "male"}})
            >>> file.labelled("sex").columns["sex"]
            ['female', 'male', None]
        """
        changed = dict(self.columns)
        for column in columns:
            if column not in changed:
                raise ColumnNotFoundError(f"no column {column!r}", "EG-301")
            known = self.value_labels.get(column, {})
            changed[column] = [
                None if code is None else known.get(code, _written(code)) for code in changed[column]
            ]
        return SurveyFile(changed, self.labels, self.value_labels, self.missing)


def _written(code: Any) -> str:
    return str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)


def read_survey(path: str | Path, *, columns: Names | None = None, labelled: Names = ()) -> SurveyFile:
    """Data file of SPSS, Stata or SAS, with its labels and its user-defined missing values.

    Args:
        path: ``.sav``, ``.zsav``, ``.dta`` or ``.sas7bdat``; read by pyreadstat (``pip install
            edugauge[survey]``).
        columns: Columns to read, all if not given; runs as ``"PV{1..10}MATH"`` are written out.
        labelled: Columns whose codes are replaced by their labels.

    Returns:
        SurveyFile: ``columns``, ``labels``, ``value_labels`` and ``missing``.

    Edge cases:
        A value that the file declares missing (9999998 "invalid") is ``None``, and counted in ``missing``.

    Raises:
        ColumnNotFoundError: a column that the file does not have.
        DataError: a file that is damaged, or is not what its name says.
        InvalidArgumentError: a file of another kind, or a run of columns that is not written as one.
        ImportError: pyreadstat is not installed.
        FileNotFoundError: no such file.

    读取 SPSS、Stata、SAS 数据文件，保留标签与自定义缺失值。
    """
    file = Path(path)
    wanted = None if columns is None else [name for each in names(columns) for name in expanded(each)]
    if wanted is not None:
        _, meta = _read(file, metadataonly=True)
        for name in wanted:
            if name not in meta.column_names:
                near = next((each for each in meta.column_names if each.lower() == name.lower()), None)
                hint = f"; did you mean {near!r}?" if near else ""
                raise ColumnNotFoundError(f"{file.name}: no column {name!r}{hint}", "EG-301")
        wanted = list(dict.fromkeys(wanted))
    data, meta = _read(
        file, usecols=wanted, user_missing=True, output_format="dict", disable_datetime_conversion=True
    )
    found: dict[str, list[Any]] = {}
    missing: dict[str, dict[Any, int]] = {}
    for name, values in data.items():
        ranges = meta.missing_ranges.get(name, [])
        codes = set(meta.missing_user_values.get(name, []))
        found[name], missing[name] = _known(
            values.tolist() if hasattr(values, "tolist") else values, ranges, codes
        )
    kept = {name: counts for name, counts in missing.items() if counts}
    labels = {name: label for name, label in meta.column_names_to_labels.items() if label}
    result = SurveyFile(found, labels, dict(meta.variable_value_labels), kept)
    return result.labelled(*names(labelled)) if labelled else result


def headers_of(path: str | Path) -> list[str]:
    """Columns of a data file, its data left unread."""
    return list(_read(Path(path), metadataonly=True)[1].column_names)


def _read(file: Path, **how: Any) -> Any:
    """What pyreadstat reads; what it cannot read is a fault of the data, not of a library."""
    import pyreadstat

    if not file.exists():
        fault = FileNotFoundError(2, "No such file or directory", str(file))
        fault.code = "EG-101"  # type: ignore[attr-defined]
        raise fault
    suffix, zh = file.suffix.lower(), _core.message_language() == "zh"
    if suffix not in READERS:
        kinds = ", ".join(READERS)
        said = f"{file.name}：应为 {kinds} 文件" if zh else f"{file.name}: expected a file of kind {kinds}"
        raise InvalidArgumentError(said, "EG-206")
    try:
        return getattr(pyreadstat, READERS[suffix])(str(file), **how)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError) as fault:
        said = (
            f"{file.name}：不是完整的 {suffix} 文件（{fault}）；请重新导出或下载"
            if zh
            else f"{file.name}: not a whole {suffix} file ({fault}); export or download it again"
        )
        raise DataError(said, "EG-118") from None


def _known(
    values: Iterable[Any], ranges: Iterable[Mapping[str, Any]], codes: set[Any]
) -> tuple[list[Any], dict[Any, int]]:
    bounds = [(each["lo"], each["hi"]) for each in ranges]
    known: list[Any] = []
    counts: dict[Any, int] = {}
    for value in values:
        if value is None or value != value or value == "":
            known.append(None)
        elif value in codes or any(low <= value <= high for low, high in bounds if type(low) is type(value)):
            counts[value] = counts.get(value, 0) + 1
            known.append(None)
        else:
            known.append(value)
    return known, counts


def expanded(pattern: str) -> list[str]:
    """Columns that a pattern names: ``W{1..3}`` is W1, W2 and W3."""
    return _core.expanded("columns", pattern)
