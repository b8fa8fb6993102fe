"""Rows that readers of CSV deliver silently wrong, counted over polluted score sheets.

The suite writes the files and, for each, every row that is right: `tests/suite/polluter`. Each
reader gets what a user sees in the file: encoding, delimiter, quote, escape, lone CR as the line
end, whether there is a header, and the titles of the sheet above it; all cells are read as text. A
row is silently wrong if it is delivered and stands in no right reading of the file, silently lost
if it could be right, is missing, and the reader did not say so: a warning or a list of refused
lines is saying so. A reader that refuses a file loses nothing silently.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import polars as pl


class RefusedError(Exception):
    """The reader said that something is wrong with the file."""


class Delivered(NamedTuple):
    rows: list[tuple[str, ...]]
    # Lines that the reader says it left out.
    left_out: int = 0


def text_of(data: bytes, file: dict, errors: str = "strict") -> str:
    """The file decoded, for readers that take UTF-8 only."""
    try:
        return data.decode(file["encoding"], errors=errors).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        raise RefusedError(str(fault)) from fault


def cells(row: tuple) -> tuple[str, ...]:
    return tuple("" if cell is None or cell != cell else str(cell) for cell in row)


def polars(data: bytes, file: dict, *, lenient: bool) -> Delivered:
    text = text_of(data, file, "replace" if lenient else "strict")
    options = {"truncate_ragged_lines": True, "ignore_errors": True} if lenient else {}
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            # There is no option for an escape, nor one that refuses short rows.
            frame = pl.read_csv(
                io.BytesIO(text.encode()),
                separator=file["delimiter"],
                quote_char=file["quote"],
                eol_char="\r" if file["line_end"] == "\r" else "\n",
                has_header=file["has_header"],
                infer_schema=False,
                empty_string_is_null=False,
                skip_lines=file["titles"],
                **options,
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as fault:
            raise RefusedError(str(fault)) from fault
    # A warning is about the file as a whole.
    if warned:
        raise RefusedError(str(warned[0].message))
    return Delivered([cells(row) for row in frame.rows()])


# What is refused row by row is listed by the reader.
DUCK = {
    "strict": {"strict_mode": True},
    "rows": {"strict_mode": True, "ignore_errors": True, "store_rejects": True},
    "lenient": {"strict_mode": False, "null_padding": True, "ignore_errors": True, "store_rejects": True},
}


def duck(data: bytes, file: dict, folder: Path, *, setting: str) -> Delivered:
    path = folder / "utf8.csv"
    path.write_bytes(text_of(data, file, "replace" if setting == "lenient" else "strict").encode())
    options = {"delim": file["delimiter"], "quote": file["quote"], "escape": file["escape"]}
    options = {name: "'" + value.replace("'", "''") + "'" for name, value in options.items()}
    options |= {"header": file["has_header"], "skip": file["titles"], "sample_size": -1, "all_varchar": True}
    # Several threads take no padding beside line ends in quotes.
    options |= {"parallel": False} | DUCK[setting]
    listed = ", ".join(f"{name}={value}" for name, value in options.items())
    with duckdb.connect() as session:
        try:
            rows = session.sql(f"select * from read_csv('{path}', {listed})").fetchall()
            query = "select count(distinct line) from reject_errors"
            left_out = 0 if setting == "strict" else session.sql(query).fetchall()[0][0]
        except duckdb.Error as fault:
            raise RefusedError(str(fault)) from fault
    return Delivered([cells(row) for row in rows], left_out)


def pandas(data: bytes, file: dict, *, lenient: bool) -> Delivered:
    options = {"on_bad_lines": "warn", "encoding_errors": "replace"} if lenient else {}
    doubled = file["escape"] == file["quote"]
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            frame = pd.read_csv(
                io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")),
                sep=file["delimiter"],
                quotechar=file["quote"],
                doublequote=doubled,
                escapechar=None if doubled else file["escape"],
                encoding=file["encoding"],
                header=0 if file["has_header"] else None,
                dtype=str,
                keep_default_na=False,
                index_col=False,
                skiprows=file["titles"],
                **options,
            )
        except (ValueError, pd.errors.ParserError, UnicodeDecodeError) as fault:
            raise RefusedError(str(fault)) from fault
    said = "\n".join(str(warning.message) for warning in warned)
    # That cells of all rows were dropped is said of the file as a whole.
    if "loss of data" in said:
        raise RefusedError(said)
    return Delivered([cells(row) for row in frame.values], said.count("Skipping line"))


def csv_crate(program: Path, folder: Path, setting: str) -> dict[str, Delivered | None]:
    """All files in one call; `None` for a file that the crate refused."""
    command = [str(program), str(folder), setting]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    answers: dict[str, Delivered | None] = {}
    for line in printed.splitlines():
        answer = json.loads(line)
        rows = answer["rows"]
        delivered = None if rows is None else Delivered([tuple(row) for row in rows], answer["refused"])
        answers[answer["file"]] = delivered
    return answers


def count(files: list[dict], read: Callable[[dict], Delivered]) -> Counter:
    """As `matched` in the suite counts edugauge's rows."""
    total: Counter = Counter()
    for file in files:
        total["could"] += file["could"]
        try:
            rows, left_out = read(file)
        except RefusedError:
            total["refused"] += 1
            continue
        # For each candidate the readings of his row that are right; each is delivered once.
        free = [[tuple(reading) for reading in readings] for readings in file["right"]]
        also = Counter(tuple(row) for row in file["also"])
        found = 0
        for row in rows:
            at = next((at for at, readings in enumerate(free) if row in readings), None)
            if at is not None:
                free[at] = []
                found += 1
            elif also[row] > 0:
                also[row] -= 1
            elif any(row):
                total["wrong"] += 1
        total["right"] += found
        total["lost"] += max(0, file["could"] - found - left_out)
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

    def crate(setting: str) -> Callable[[dict], Delivered]:
        answers = csv_crate(arguments.csv_program, folder, setting)

        def read(file: dict) -> Delivered:
            delivered = answers[file["file"]]
            if delivered is None:
                raise RefusedError
            return delivered

        return read

    def of(reader: Callable, **options: object) -> Callable[[dict], Delivered]:
        return lambda file: reader(data[file["file"]], file, **options)

    crate_name = f"csv crate {crate_version(Path('Cargo.lock'))}"
    readers = {
        (f"polars {pl.__version__}", "strict"): of(polars, lenient=False),
        (f"polars {pl.__version__}", "lenient"): of(polars, lenient=True),
        (f"DuckDB {duckdb.__version__}", "strict"): of(duck, folder=folder, setting="strict"),
        (f"DuckDB {duckdb.__version__}", "strict, row by row"): of(duck, folder=folder, setting="rows"),
        (f"DuckDB {duckdb.__version__}", "lenient"): of(duck, folder=folder, setting="lenient"),
        (f"pandas {pd.__version__}", "strict"): of(pandas, lenient=False),
        (f"pandas {pd.__version__}", "lenient"): of(pandas, lenient=True),
        (crate_name, "strict"): crate("strict"),
        (crate_name, "strict, row by row"): crate("rows"),
        (crate_name, "lenient"): crate("flexible"),
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
