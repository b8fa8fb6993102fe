"""Both workbooks read back cell by cell: with openpyxl, and as LibreOffice saves them again.

What must stand in them is taken from `release.json` (titles, columns, rows, notes) and, for the numbers, from
`figures.csv`, which holds every figure in full precision and is rounded here with `decimal`.
"""

import csv
import json
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest

import edugauge as eg

EXAMPLE = Path(__file__).parents[2] / "examples" / "jingjiang"
SYMBOLS = {"suppressed": "[c]", "missing_input": "[x]", "not_applicable": "[z]", "no_denominator": "[z]"}

# Added to the example's configuration: headers of three levels, changes with arrows, a name like a formula.
MORE = """
[[table]]
id = "pivot"
title = "=城乡各科[均分]/及格率*与变化"
indicators = ["subject_mean", "pass_rate"]
measures = ["mean", "rate"]
source = "zhongkao"
by = ["residence"]
rows = ["residence"]
columns = ["subject", "quantity"]
counts = true
total = true
change = true

[[table]]
id = "schools"
preset = "admission_by_school"
source = "gaokao"
change = true
notes = ["新建学校不计。"]
source_line = "市招生办"
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    shutil.copytree(EXAMPLE / "data", folder / "data")
    config = folder / "edugauge.toml"
    config.write_text((EXAMPLE / "edugauge.toml").read_text(encoding="utf-8") + MORE, encoding="utf-8")
    return eg.run(config, year=2011).folder


@pytest.fixture(scope="module")
def tables(release):
    return json.loads((release / "release.json").read_text(encoding="utf-8"))["tables"]


@pytest.fixture(scope="module")
def figures(release):
    with (release / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def bureau(release):
    return openpyxl.load_workbook(release / "tables.xlsx")


@pytest.fixture(scope="module")
def accessible(release):
    return openpyxl.load_workbook(release / "accessible.xlsx")


def sheet_rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def expected(cell, empty):
    """What a cell of `release.json` is in a workbook."""
    if isinstance(cell, dict):
        return SYMBOLS[cell["status"]]
    return empty if cell in (None, "") else cell


def header_row(sheet, table):
    """The lowest row of the head of a bureau's sheet."""
    depth = max(len(column["levels"]) for column in table["columns"]) + 1
    top = 3 if table["unit"] else 2
    return top, top + depth - 1


def test_every_table_has_a_sheet_that_the_contents_link_to(bureau, accessible, tables):
    contents = bureau.worksheets[0]
    assert (contents.title, len(bureau.sheetnames)) == ("目录", 1 + len(tables))
    linked = [cell for row in contents.iter_rows() for cell in row if cell.hyperlink]
    assert [cell.value for cell in linked] == [table["title"] for table in tables]
    targets = [cell.hyperlink.location.split("!")[0].strip("'") for cell in linked]
    assert targets == bureau.sheetnames[1:]
    assert accessible.sheetnames == ["封面", "目录", "说明"] + [f"表{n + 1}" for n in range(len(tables))]


def test_titles_units_notes_and_every_cell_of_the_bureaus_workbook(bureau, tables):
    for sheet, table in zip(bureau.worksheets[1:], tables):
        rows = sheet_rows(sheet)
        assert rows[0][0] == table["title"]
        if table["unit"]:
            assert rows[1][0] == f"单位：{table['unit']}"
        _, head = header_row(sheet, table)
        width = len(table["columns"])
        for at, cells in enumerate(table["rows"]):
            wanted = [expected(cell, None) for cell in cells]
            assert [value or None for value in rows[head + at][:width]] == [
                value or None for value in wanted
            ], (table["id"], at)
            for cell in sheet[head + at + 1][:width]:
                assert cell.data_type != "f", "no text from the data is a formula"
        below = [row[0] for row in rows[head + len(table["rows"]) :] if row[0]]
        assert below[: len(table["notes"])] == table["notes"]
        symbols = {expected(cell, None) for row in table["rows"] for cell in row if isinstance(cell, dict)}
        assert all(any(symbol in line for line in below) for symbol in symbols)


def test_the_heads_are_merged_as_their_levels_say(bureau, tables):
    for sheet, table in zip(bureau.worksheets[1:], tables):
        top, head = header_row(sheet, table)
        merged = {str(area) for area in sheet.merged_cells.ranges}
        columns = table["columns"]
        for at, column in enumerate(columns):
            levels = column["levels"]
            letter = openpyxl.utils.get_column_letter(at + 1)
            own = column["header"]
            for level in levels:
                assert own.startswith(level)
                own = own[len(level) :].lstrip()
            assert sheet.cell(top + len(levels), at + 1).value == own
            if top + len(levels) < head:
                assert f"{letter}{top + len(levels)}:{letter}{head}" in merged, table["id"]
        # Neighbours that share their uppermost header stand under one merged cell.
        begun = 0
        while begun < len(columns):
            first = columns[begun]["levels"][:1]
            ended = begun
            while ended + 1 < len(columns) and columns[ended + 1]["levels"][:1] == first:
                ended += 1
            if first:
                assert sheet.cell(top, begun + 1).value == first[0]
                one, other = (openpyxl.utils.get_column_letter(n + 1) for n in (begun, ended))
                assert ended == begun or f"{one}{top}:{other}{top}" in merged, table["id"]
            begun = ended + 1 if first else begun + 1


def test_number_formats_show_the_digits_of_the_csv(bureau, tables, release):
    for sheet, table in zip(bureau.worksheets[1:], tables):
        with (release / f"table_{table['id']}.csv").open(encoding="utf-8-sig", newline="") as lines:
            digits = list(csv.reader(lines))[1:]
        _, head = header_row(sheet, table)
        for at, cells in enumerate(table["rows"]):
            for column, value in enumerate(cells):
                cell = sheet.cell(head + 1 + at, column + 1)
                if not isinstance(value, float):
                    continue
                assert cell.data_type == "n"
                shown = digits[at][column]
                places = len(shown.partition(".")[2])
                allowed = {"#,##0", "0", "General"} if places == 0 else {"0." + "0" * places}
                assert cell.number_format in allowed, (table["id"], shown)
                assert Decimal(str(cell.value)) == Decimal(shown)


def test_sheets_are_ready_for_a4_landscape(bureau, accessible, tables):
    for sheet, table in zip(bureau.worksheets[1:], tables):
        top, head = header_row(sheet, table)
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == f"${top}:${head}"
        frozen = "B" if len(table["columns"]) > 1 else "A"
        assert sheet.freeze_panes == f"{frozen}{head + 1}"
        _, last = openpyxl.utils.cell.coordinate_from_string(sheet.print_area.split(":")[1].replace("$", ""))
        assert sheet.print_area.split("!")[1].startswith("$A$1:")
        assert last >= head + len(table["rows"]) + len(table["notes"]), "notes are printed"
        assert sheet["A1"].font.name == "Microsoft YaHei"
    for sheet in accessible.worksheets:
        assert sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_charts_are_excels_own(bureau, tables):
    drawn = {
        table["id"]: [type(chart).__name__ for chart in sheet._charts]
        for sheet, table in zip(bureau.worksheets[1:], tables)
    }
    assert drawn["gap"] == ["LineChart"]
    assert {name for name, charts in drawn.items() if charts} <= {"gap", "score_table", "schools"}


def test_the_accessible_workbook_has_one_plain_table_a_sheet(accessible, tables):
    assert not any(sheet.merged_cells.ranges for sheet in accessible.worksheets)
    cover = [row[0] for row in sheet_rows(accessible["封面"])]
    assert all(
        any(str(line).startswith(symbol) for line in cover)
        for symbol in ["[c]", "[x]", "[z]", "[low]", "[u]"]
    )
    notes = [row[1] for row in sheet_rows(accessible["说明"])]
    for number, table in enumerate(tables):
        sheet = accessible[f"表{number + 1}"]
        rows = sheet_rows(sheet)
        assert rows[0][0] == f"表 {number + 1}：{table['title']}"
        assert all(note in notes for note in table["notes"])
        [marked] = sheet.tables.values()
        first, last = marked.ref.split(":")
        head = openpyxl.utils.cell.coordinate_from_string(first)[1]
        width = len(table["columns"])
        assert rows[head - 1][:width] == [column["header"] for column in table["columns"]]
        assert openpyxl.utils.cell.coordinate_from_string(last)[1] == head + len(table["rows"])
        assert sheet.freeze_panes == f"A{head + 1}"
        for at, cells in enumerate(table["rows"]):
            for value, cell in zip(cells, rows[head + at]):
                wanted = expected(value, "[z]")
                assert cell == wanted or (cell == "[low]" and wanted == 0), (table["id"], at)


def rounded(text, places):
    return float(Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def test_the_numbers_are_the_figures(bureau, tables, figures):
    by_id = {table["id"]: sheet for sheet, table in zip(bureau.worksheets[1:], tables)}
    means = [row for row in figures if row["indicator"] == "subject_mean" and row["measure"] == "mean"]
    rows = sheet_rows(by_id["mean_by_residence"])
    head = next(row for row in rows if row[0] == "城乡")
    names = {"语文": "chinese", "数学": "mathematics", "英语": "english", "物理": "physics", "总分": "total"}
    compared = 0
    for row in rows[rows.index(head) + 1 :][:3]:
        for name, subject in names.items():
            label = "" if row[0] == "合计" else row[0]
            wanted = {
                rounded(figure["value"], 2)
                for figure in means
                if figure["residence"] == label and figure["subject"] == subject and figure["year"] == "2011"
            }
            assert wanted == {row[head.index(name)]}, (row[0], name)
            compared += 1
    assert compared == 15


def test_arrows_have_cells_of_their_own_beside_numbers(tables):
    """▲▼ agree with the sign of the change beside them, and with whether an interval leaves out zero."""
    arrows = 0
    for table in tables:
        heads = [column["header"] for column in table["columns"]]
        for at, header in enumerate(heads):
            if not header.endswith("比上年变化 方向"):
                continue
            assert not table["columns"][at]["numeric"]
            bounded = heads[at + 2 : at + 3] == [header.replace("方向", "95% 区间下限")]
            for row in table["rows"]:
                arrow, change = row[at], row[at + 1]
                if not isinstance(change, float):
                    assert arrow == change, "a change that is hidden or not known has no arrow"
                    continue
                arrows += 1
                assert {"▲": change > 0, "△": change > 0, "▼": change < 0, "▽": change < 0}.get(
                    arrow, change == 0
                )
                if not (bounded and isinstance(row[at + 2], float)):
                    assert arrow in "△▽–", "without an interval nothing is sure"
                elif 0.0 not in row[at + 2 : at + 4]:
                    assert (row[at + 2] < 0 < row[at + 3]) == (arrow in "△▽") or arrow == "–"
        for column, header in enumerate(heads):
            numeric = table["columns"][column]["numeric"]
            texts = [row[column] for row in table["rows"] if isinstance(row[column], str)]
            assert not (numeric and texts), (table["id"], header)
    assert arrows > 20


def test_no_column_is_empty_throughout(tables):
    for table in tables:
        for at, column in enumerate(table["columns"]):
            assert any(row[at] not in (None, "") for row in table["rows"]), (table["id"], column["header"])


# ---- LibreOffice -----------------------------------------------------------------------------------------

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def saved_again(workbook, folder, kind):
    """What LibreOffice makes of a workbook, with a profile of its own."""
    done = subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder / kind),
            str(workbook),
        ],
        capture_output=True,
        text=True,
        timeout=180,
    )
    made = folder / kind / f"{workbook.stem}.{kind}"
    assert done.returncode == 0 and made.is_file(), done.stdout + done.stderr
    return made


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("name", ["tables.xlsx", "accessible.xlsx"])
def test_libreoffice_opens_it_and_keeps_every_cell(release, tmp_path, name):
    again = openpyxl.load_workbook(saved_again(release / name, tmp_path, "xlsx"))
    ours = openpyxl.load_workbook(release / name)
    assert again.sheetnames == ours.sheetnames
    for sheet in ours.worksheets:
        other = again[sheet.title]
        assert {str(area) for area in sheet.merged_cells.ranges} == {
            str(area) for area in other.merged_cells.ranges
        }
        for row in sheet.iter_rows():
            for cell in row:
                assert other[cell.coordinate].value == cell.value, (sheet.title, cell.coordinate)
    assert saved_again(release / name, tmp_path, "pdf").stat().st_size > 10_000
