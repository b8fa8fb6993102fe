from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Self, TypeAlias, final

from typing_extensions import disjoint_base

__all__ = [
    "ArrowPart",
    "CandidateScores",
    "Exam",
    "Figures",
    "Frame",
    "Items",
    "ScoreFile",
    "ScoreRows",
    "Table",
    "Tally",
    "__version__",
    "average_of_samples",
    "candidate_scores",
    "cli_run",
    "codes",
    "compute",
    "counted_keys",
    "counted_subjects",
    "diff",
    "drawn_as",
    "expanded",
    "explain",
    "frame_fault",
    "indicators",
    "judged_cells",
    "key_id",
    "key_name",
    "lacking",
    "link",
    "marks",
    "marks_of_counted",
    "measure_name",
    "message_language",
    "read_frame",
    "read_items",
    "read_score_table",
    "read_scores",
    "read_table",
    "read_tally",
    "run",
    "subject_id",
    "subject_name",
    "tally_from_counts",
    "tally_of_counted",
    "trend_of_samples",
    "verify",
    "with_scaled_scores",
    "words_of_columns",
]

__version__: str

_Path: TypeAlias = str | PathLike[str]

@final
class CandidateScores:
    """Candidates one by one: file, row, keys, scores, and what figures say of them."""

    @property
    def columns(self) -> list[str]: ...
    def columns_dict(self) -> dict[str, list[Any]]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def pl(self) -> Any: ...
    def df(self) -> Any: ...
    def __len__(self) -> int: ...

@disjoint_base
class Exam:
    """Candidates of one or several years."""

    @property
    def keys(self) -> list[str]: ...
    @property
    def subjects(self) -> list[str]: ...
    @property
    def years(self) -> list[int | None]: ...
    @property
    def report(self) -> list[dict[str, Any]]: ...
    def attention(self) -> list[str]:
        """What of the reading needs attention, each with what mends it."""

    def __len__(self) -> int: ...
    def __add__(self, other: Exam, /) -> Exam: ...
    def __radd__(self, other: Exam, /) -> Exam: ...
    def _repr_html_(self) -> str: ...

class Tally(Exam):
    """Counts of candidates; an exam of whom nothing else is known. `edugauge.Tally` is a subclass."""

    def __new__(cls, exam: Exam, by: Sequence[str] | None, weight: str | None) -> Self: ...
    @property
    def groups(self) -> int: ...
    def write(self, path: _Path) -> None: ...
    def merged(self, other: Tally) -> Tally: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Table:
    """A small table (schools, population, staff) as text."""

    @property
    def headers(self) -> list[str]: ...
    @property
    def report(self) -> list[dict[str, Any]]: ...
    @property
    def rejects(self) -> list[dict[str, Any]]: ...
    @property
    def row_numbers(self) -> list[int]: ...
    def attention(self) -> list[str]: ...
    def columns_dict(self) -> dict[str, list[str]]: ...
    def pl(self) -> Any: ...
    def df(self) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...

@final
class Items:
    """The items of a paper."""

    @property
    def items(self) -> list[str]: ...
    @property
    def keys(self) -> list[str]: ...
    @property
    def plan(self) -> list[dict[str, Any]]: ...
    @property
    def absent(self) -> int: ...
    def exam(self, of: str = "knowledge", counts: str = "full") -> Exam: ...
    def to_irt(
        self,
        folder: _Path,
        *,
        level: str = "item",
        blank: str = "zero",
        not_reached: str = "omit",
        right_from: float | None = None,
    ) -> list[Path]: ...
    @property
    def report(self) -> list[dict[str, Any]]: ...
    def attention(self) -> list[str]: ...
    def __add__(self, value: Items, /) -> Items: ...
    def __radd__(self, value: Items, /) -> Items: ...
    def __len__(self) -> int: ...

@final
class Frame:
    """A frame with a row per pupil, held for several questions."""

    @property
    def headers(self) -> list[str]: ...
    def __len__(self) -> int: ...

@final
class Figures:
    """Tidy figures. `edugauge.Figures` wraps them."""

    @property
    def keys(self) -> list[str]: ...
    def subject_name(self, id: str, lang: str) -> str: ...
    def columns_dict(self) -> dict[str, list[Any]]: ...
    def verdicts(self, lang: str) -> list[tuple[str, str] | None]: ...
    def said_in(self, column: str, lang: str) -> list[str | None]: ...
    def appended(self, other: Figures) -> Figures: ...
    def selected(self, places: list[int]) -> Figures: ...
    def to_csv(self) -> bytes: ...
    def to_json(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...
    def _repr_html_(self) -> str: ...

def candidate_scores(exam: Exam, tables: Sequence[Figures]) -> CandidateScores: ...
def with_scaled_scores(exam: Exam, by: Sequence[str], arguments: Mapping[str, Sequence[Any]]) -> Exam: ...
def compute(
    indicator: str,
    data: Exam | Table | Frame | Items,
    by: Sequence[str],
    arguments: Mapping[str, Sequence[Any]],
    against: Exam | None = None,
    coverage: str | None = None,
) -> Figures: ...
def trend_of_samples(
    samples: Sequence[tuple[str, Figures]],
    reference: str | None,
    linking_error: Sequence[Any],
    confidence: str,
) -> Figures:
    """The change of every figure between samples."""

def average_of_samples(samples: Sequence[tuple[str, Figures]], confidence: str) -> Figures:
    """The average of every figure over samples."""

def lacking(
    figures: Figures, data: Exam | Table | Frame | Items, indicator: str, arguments: Mapping[str, Any]
) -> list[str]:
    """What figures lack that have no value, lines that nobody or everybody reaches, and what mends it."""

def indicators() -> list[dict[str, Any]]:
    """Every indicator of the registry, as it describes itself."""

def codes() -> list[dict[str, Any]]:
    """Every code that edugauge gives, with its meaning, an example and what mends it."""

def explain(indicator: str, lang: str | None = None) -> str: ...
def run(
    config: _Path,
    *,
    year: int | None = None,
    out: _Path | None = None,
    allow_outside: Sequence[_Path] = ...,
) -> dict[str, Any]: ...
def verify(
    release: _Path,
    *,
    config: _Path | None = None,
    record: _Path | None = None,
    allow_outside: Sequence[_Path] = ...,
) -> dict[str, Any]: ...
def diff(old: _Path, new: _Path) -> dict[str, Any]: ...
def cli_run(args: Sequence[str]) -> int: ...
def read_frame(data: object) -> Frame: ...
def read_scores(
    source: object,
    *,
    file: Mapping[str, str],
    sheets: Sequence[str],
    columns: Mapping[str, str],
    full_marks: Mapping[str, str],
    steps: Mapping[str, str],
    policy: Mapping[str, str],
    year: int | None,
    schools: object | None,
    on: str | None,
    school_columns: Mapping[str, str],
    allowed_percent: float,
) -> Exam: ...

_Options: TypeAlias = tuple[
    Mapping[str, str], Mapping[str, str], Mapping[str, str], Mapping[str, str], Mapping[str, str], int | None
]

def link(
    entry: object,
    exit: object,
    *,
    id: str | None,
    mapping: tuple[object | None, object | None],
    movers: str,
    entry_options: _Options,
    exit_options: _Options,
    allowed_percent: float,
) -> Exam: ...
def read_items(
    source: object,
    *,
    file: Mapping[str, str],
    sheets: Sequence[str],
    columns: Mapping[str, str],
    full_marks: Mapping[str, str],
    steps: Mapping[str, str],
    policy: Mapping[str, str],
    year: int | None,
    plan: object | None,
    plan_sheet: str | None,
    rule: str | None,
    subject: str | None,
    zero_papers: str,
    choice: str,
    void: str,
    schools: object | None,
    on: str | None,
    school_columns: Mapping[str, str],
    allowed_percent: float,
) -> Items: ...
def read_table(
    source: object, *, file: Mapping[str, str], sheets: Sequence[str], columns: Mapping[str, str]
) -> Table: ...
def read_score_table(
    source: object,
    *,
    file: Mapping[str, str],
    sheets: Sequence[str],
    columns: Mapping[str, str],
    full_marks: Mapping[str, str],
    year: int | None,
    track: str | None,
) -> Exam: ...
def key_id(word: str) -> str: ...
def subject_id(word: str) -> str: ...
def subject_name(id: str, lang: str) -> str: ...
def expanded(argument: str, pattern: str) -> list[str]: ...
def message_language() -> str: ...
def words_of_columns() -> dict[str, list[str]]: ...
def marks() -> list[str]: ...
def drawn_as(indicator: str, measure: str) -> str | None: ...
def key_name(key: str, lang: str) -> str: ...
def measure_name(indicator: str, measure: str, lang: str) -> str: ...
def read_tally(source: object) -> Tally: ...

@final
class ArrowPart:
    """Columns that a library of frames takes once."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class ScoreRows:
    """The candidates of one pass over a file."""

    def __len__(self) -> int: ...
    def part(self, names: Sequence[str], start: int, count: int) -> ArrowPart: ...

@final
class ScoreFile:
    """A file of candidates: the account of the first pass, and further passes."""

    def __new__(
        cls,
        path: _Path,
        *,
        file: Mapping[str, str],
        columns: Mapping[str, str],
        full_marks: Mapping[str, str],
        steps: Mapping[str, str],
        policy: Mapping[str, str],
        year: int | None,
        allowed_percent: float,
    ) -> Self: ...
    @property
    def columns(self) -> list[tuple[str, str]]: ...
    @property
    def report(self) -> dict[str, Any]: ...
    @property
    def rejects(self) -> list[dict[str, Any]]: ...
    def attention(self) -> list[str]: ...
    def candidates(self, with_ids: bool) -> ScoreRows: ...

def judged_cells(
    frame: object,
    *,
    subject: str,
    full_marks: Mapping[str, str],
    steps: Mapping[str, str],
    policy: Mapping[str, str],
) -> ArrowPart: ...
def counted_keys(headers: Sequence[str]) -> list[str]: ...
def counted_subjects(headers: Sequence[str]) -> tuple[list[str], list[int], list[int]]: ...
def frame_fault(
    library: str,
    *,
    lacks: str | None = None,
    available: Sequence[str] = ...,
    repeated: int | None = None,
    column: str | None = None,
    at: int = ...,
    kind: str | None = None,
) -> Exception: ...
def marks_of_counted(
    frame: object,
    *,
    keys: int,
    subject: str,
    full_marks: Mapping[str, str],
    steps: Mapping[str, str],
    policy: Mapping[str, str],
) -> bytes: ...
def tally_of_counted(
    columns: Sequence[tuple[str, str, object]],
    *,
    library: str,
    keys: Sequence[str],
    left_out: int,
    year: int | None,
    weight: str | None,
    full_marks: Mapping[str, str],
    steps: Mapping[str, str],
    policy: Mapping[str, str],
    allowed_percent: float,
) -> Tally: ...
def tally_from_counts(
    frame: object,
    *,
    keys: Sequence[str],
    weight: str | None,
    full_marks: Mapping[str, str],
    steps: Mapping[str, str],
    policy: Mapping[str, str],
    allowed_percent: float,
) -> Tally: ...
