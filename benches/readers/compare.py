"""Rows that readers of CSV deliver silently wrong, counted over polluted score sheets.

The suite writes the files and, for each, every row that is right: `tests/suite/polluter`. Each
reader gets what a user knows: the delimiter, the encoding, the rows of titles above the header; all
cells are read as text. A row is silently wrong if it is delivered and stands in no right reading of
the file, silently lost if it could be right and is missing although the reader said nothing. A
reader that refuses a file loses nothing silently.
"""

import argparse
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

Rows = list[tuple[str, ...]]


class RefusedError(Exception):
    """The reader said that something is wrong with the file."""


def text_of(data: bytes, file: dict, errors: str = "strict") -> str:
    """The file decoded, for readers that take UTF-8 only."""
    try:
        return data.decode(file["encoding"], errors=errors).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        raise RefusedError(str(fault)) from fault


def polars(data: bytes, file: dict, *, lenient: bool) -> Rows:
    text = text_of(data, file, "replace" if lenient else "strict")
    options = {"truncate_ragged_lines": True, "ignore_errors": True} if lenient else {}
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()),
            separator=file["delimiter"],
            infer_schema=False,
            missing_utf8_is_empty_string=True,
            skip_rows=file["titles"],
            **options,
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as fault:
        raise RefusedError(str(fault)) from fault
    return [tuple("" if cell is None else cell for cell in row) for row in frame.rows()]


def duck(data: bytes, file: dict, folder: Path, *, lenient: bool) -> Rows:
    path = folder / "utf8.csv"
    path.write_bytes(text_of(data, file, "replace" if lenient else "strict").encode())
    options = "strict_mode=false, null_padding=true, ignore_errors=true" if lenient else "strict_mode=true"
    delimiter = file["delimiter"]
    query = (
        f"select * from read_csv('{path}', delim='{delimiter}', header=true, all_varchar=true, "
        f"skip={file['titles']}, {options})"
    )
    try:
        rows = duckdb.sql(query).fetchall()
    except duckdb.Error as fault:
        raise RefusedError(str(fault)) from fault
    return [tuple("" if cell is None else cell for cell in row) for row in rows]


def pandas(data: bytes, file: dict, *, lenient: bool) -> Rows:
    options = {"on_bad_lines": "skip", "encoding_errors": "replace"} if lenient else {}
    try:
        frame = pd.read_csv(
            io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")),
            sep=file["delimiter"],
            encoding=file["encoding"],
            dtype=str,
            keep_default_na=False,
            index_col=False,
            skiprows=file["titles"],
            **options,
        )
    except (ValueError, pd.errors.ParserError, UnicodeDecodeError) as fault:
        raise RefusedError(str(fault)) from fault
    return [tuple("" if cell is None or cell != cell else str(cell) for cell in row) for row in frame.values]


def csv_crate(program: Path, folder: Path, *, lenient: bool) -> dict[str, Rows | None]:
    """All files in one call; `None` for a file that the crate refused."""
    command = [str(program), str(folder), "flexible" if lenient else "strict"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    answers = (json.loads(line) for line in told.splitlines())
    return {a["file"]: None if a["rows"] is None else [tuple(row) for row in a["rows"]] for a in answers}


def count(files: list[dict], read: Callable[[dict], Rows]) -> Counter:
    total: Counter = Counter()
    for file in files:
        total["could"] += file["could"]
        try:
            rows = read(file)
        except RefusedError:
            total["refused"] += 1
            continue
        right = Counter(tuple(row) for row in file["rows"])
        also = Counter(tuple(row) for row in file["also"])
        found = 0
        for row in rows:
            if right[row] > 0:
                right[row] -= 1
                found += 1
            elif also[row] > 0:
                also[row] -= 1
            elif any(row):
                total["wrong"] += 1
        total["right"] += found
        total["lost"] += max(0, file["could"] - found)
        total["silent files"] += found < file["could"]
    return total


def crate_version(lock: Path) -> str:
    entry = lock.read_text().split('name = "csv"\n')[1]
    return entry.split('version = "')[1].split('"')[0]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, help="where the suite wrote the files")
    parser.add_argument("--csv-program", type=Path, required=True)
    parser.add_argument("--write", type=Path, help="the page to write")
    arguments = parser.parse_args()
    folder = arguments.folder
    files = json.loads((folder / "files.json").read_text())
    data = {file["file"]: (folder / file["file"]).read_bytes() for file in files}

    def crate(answers: dict[str, Rows | None]) -> Callable[[dict], Rows]:
        def read(file: dict) -> Rows:
            rows = answers[file["file"]]
            if rows is None:
                raise RefusedError
            return rows

        return read

    def of(reader: Callable, **options: object) -> Callable[[dict], Rows]:
        return lambda file: reader(data[file["file"]], file, **options)

    crate_name = f"csv crate {crate_version(Path('Cargo.lock'))}"
    readers = {
        (f"polars {pl.__version__}", "strict"): of(polars, lenient=False),
        (f"polars {pl.__version__}", "lenient"): of(polars, lenient=True),
        (f"DuckDB {duckdb.__version__}", "strict"): of(duck, folder=folder, lenient=False),
        (f"DuckDB {duckdb.__version__}", "lenient"): of(duck, folder=folder, lenient=True),
        (f"pandas {pd.__version__}", "strict"): of(pandas, lenient=False),
        (f"pandas {pd.__version__}", "lenient"): of(pandas, lenient=True),
        (crate_name, "strict"): crate(csv_crate(arguments.csv_program, folder, lenient=False)),
        (crate_name, "lenient"): crate(csv_crate(arguments.csv_program, folder, lenient=True)),
    }
    ours = json.loads((folder / "edugauge.json").read_text())
    lines = [
        table_row("edugauge", "`cat`", ours["table"]),
        table_row("edugauge", "`read_scores`", ours["scores"]),
    ]
    for (reader, setting), read in readers.items():
        print(reader, setting, file=sys.stderr)
        lines.append(table_row(reader, setting, count(files, read)))
    table = "\n".join([HEAD, *lines])
    print(table)
    if arguments.write:
        page = arguments.write.read_text()
        begin, end = (page.index(mark) for mark in (BEGIN, END))
        page = f"{page[: begin + len(BEGIN)]}\n{len(files):,} files.\n\n{table}\n{page[end:]}"
        arguments.write.write_text(page)


BEGIN, END = "<!-- counts -->", "<!-- end of counts -->"
HEAD = (
    "| reader | setting | files refused | rows right, of those that could be | "
    "rows silently wrong | rows silently lost |\n| --- | --- | ---: | ---: | ---: | ---: |"
)


def table_row(reader: str, setting: str, total: dict | Counter) -> str:
    share = 100 * total["right"] / total["could"]
    right = f"{total['right']:,} of {total['could']:,} ({share:.1f} %)"
    return (
        f"| {reader} | {setting} | {total['refused']:,} | {right} | {total['wrong']:,} | {total['lost']:,} |"
    )


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    main()
