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
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
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


def duck(data: bytes, file: dict, *, setting: str) -> Delivered:
    # A process each writes a file of its own.
    path = Path(tempfile.gettempdir()) / f"edugauge-compared-{os.getpid()}.csv"
    path.write_bytes(text_of(data, file, "replace" if setting == "lenient" else "strict").encode())
    options = {"delim": file["delimiter"], "quote": file["quote"], "escape": file["escape"]}
    options = {name: "'" + value.replace("'", "''") + "'" for name, value in options.items()}
    options |= {"header": file["has_header"], "skip": file["titles"], "sample_size": -1, "all_varchar": True}
    # Several threads take no padding beside line ends in quotes.
    options |= {"parallel": False} | DUCK[setting]
    listed = ", ".join(f"{name}={value}" for name, value in options.items())
    # A database takes longer to open than a file to be read; lists of refused lines are a cursor's own.
    with at_hand.database.cursor() as session:
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


class Files(NamedTuple):
    """What a process that counts has at hand."""

    list: list[dict]
    data: dict[str, bytes]
    database: duckdb.DuckDBPyConnection


at_hand: Files


def open_files(folder: Path) -> None:
    global at_hand
    files = json.loads((folder / "files.json").read_text())
    data = {file["file"]: (folder / file["file"]).read_bytes() for file in files}
    at_hand = Files(files, data, duckdb.connect(config={"threads": 1}))


READERS: dict[tuple[str, str], Callable[[bytes, dict], Delivered]] = {
    (f"polars {pl.__version__}", "strict"): partial(polars, lenient=False),
    (f"polars {pl.__version__}", "lenient"): partial(polars, lenient=True),
    (f"DuckDB {duckdb.__version__}", "strict"): partial(duck, setting="strict"),
    (f"DuckDB {duckdb.__version__}", "strict, row by row"): partial(duck, setting="rows"),
    (f"DuckDB {duckdb.__version__}", "lenient"): partial(duck, setting="lenient"),
    (f"pandas {pd.__version__}", "strict"): partial(pandas, lenient=False),
    (f"pandas {pd.__version__}", "lenient"): partial(pandas, lenient=True),
}


def count_share(reader: tuple[str, str], share: int, shares: int) -> Counter:
    """One of so many shares of the files, in a process of its own."""
    read = READERS[reader]
    return count(at_hand.list[share::shares], lambda file: read(at_hand.data[file["file"]], file))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, help="where the suite wrote the files")
    parser.add_argument("--csv-program", type=Path, required=True)
    parser.add_argument("--write", type=Path, help="the page to write")
    arguments = parser.parse_args()
    folder = arguments.folder
    files = json.loads((folder / "files.json").read_text())

    def crate(setting: str) -> Callable[[dict], Delivered]:
        answers = csv_crate(arguments.csv_program, folder, setting)

        def read(file: dict) -> Delivered:
            delivered = answers[file["file"]]
            if delivered is None:
                raise RefusedError
            return delivered

        return read

    totals: dict[tuple[str, str], Counter] = {}
    shares = os.cpu_count() or 1
    with ProcessPoolExecutor(shares, get_context("spawn"), open_files, (folder,)) as processes:
        for reader in READERS:
            print(*reader, file=sys.stderr)
            parts = [processes.submit(count_share, reader, share, shares) for share in range(shares)]
            totals[reader] = sum((part.result() for part in parts), Counter())
    crate_name = f"csv crate {crate_version(Path('Cargo.lock'))}"
    for setting, name in [("strict", "strict"), ("rows", "strict, row by row"), ("flexible", "lenient")]:
        totals[crate_name, name] = count(files, crate(setting))
    ours = json.loads((folder / "edugauge.json").read_text())
    lines = [
        table_row("edugauge", "`cat`", ours["table"]),
        table_row("edugauge", "`read_scores`", ours["scores"]),
    ]
    lines += [table_row(reader, setting, total) for (reader, setting), total in totals.items()]
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
