//! Tables as an Excel workbook: a sheet of contents, then one sheet a table, ready to print.

use std::borrow::Cow;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, IgnoreError, Workbook, Worksheet, XlsxError};

use super::heads;
use super::show::{Shown, clean, grouped, legend, shown, unit_line};
use super::table::{Cell, Cover, Table};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};
use crate::threads;

mod accessible;
mod cells;
mod chart;
mod contents;
mod layout;
mod names;
mod page;
mod special;
mod style;
mod template;

pub use accessible::accessible;
use cells::write_row;
use layout::{BODY, Line, NOTE, Span, TITLE, column_widths, one_line, row_height, span_of, wrapped_height};
use page::{ON_ONE_PAGE, print_on_a4, readable_span, set_up_page};
use style::Styles;
pub use template::{Sheet, template};

/// Excel ends here; the title, unit, header and notes need rows too.
const MAX_ROWS: usize = 1_048_576 - 1_000;
const MAX_COLUMNS: usize = 16_384;
/// UTF-16 units that a cell of Excel holds.
const MAX_CELL_TEXT: usize = 32_767;

/// Tables of more rows take a while to write, and much memory.
const LONG: usize = 2_000;
/// How hard workbooks with such tables are compressed, from 1 to 9; others by the 6 that is usual.
const QUICK: u8 = 2;

type Written = std::result::Result<(), XlsxError>;

/// The workbook of a release, as bytes.
///
/// The creation date is fixed at 2000-01-01, so that the same tables give the same bytes on any day.
///
/// # Errors
///
/// [`Error::InvalidArgument`] for a table that is too large for a sheet of Excel.
pub fn workbook(cover: &Cover, tables: &[Table], lang: Lang) -> Result<Vec<u8>> {
    tables.iter().try_for_each(check_size)?;
    let made = made(|rows| build(cover, tables, lang, rows));
    made.ok_or(Error::Internal { what: "the workbook could not be built" })
}

fn check_size(table: &Table) -> Result<()> {
    if table.rows.len() <= MAX_ROWS && table.columns.len() <= MAX_COLUMNS {
        return Ok(());
    }
    Err(Error::InvalidArgument {
        argument: format!("xlsx: {}", table.id),
        found: format!("{} × {}", table.rows.len(), table.columns.len()),
        expected: Text::new(
            "一张工作表最多约 104 万行、16384 列；请改用 csv",
            "at most about 1,047,000 rows and 16,384 columns a sheet; use csv instead",
        ),
    })
}

fn build(cover: &Cover, tables: &[Table], lang: Lang, rows: Rows) -> std::result::Result<Vec<u8>, XlsxError> {
    let contents_name = lang.pick("目录", "Contents");
    let names = names::sheet_names(contents_name, tables);
    let styles = Styles::new(lang);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(cover)?);

    let sheet = workbook.add_worksheet();
    sheet.set_name(contents_name)?;
    contents::write(sheet, cover, tables, &names, &styles, lang)?;
    for (table, name) in tables.iter().zip(&names) {
        let sheet = sheet_of(&mut workbook, table, rows)?;
        sheet.set_name(name)?;
        write_table(sheet, name, table, cover.profile.as_deref(), &styles, lang)?;
    }
    workbook.save_to_buffer()
}

/// Where the rows of a long table are until the workbook is written.
#[derive(Clone, Copy, PartialEq)]
enum Rows {
    /// In a temporary file without a name: they must be written from the first to the last.
    InFile,
    InMemory,
}

/// Makes a workbook with little memory, or, where there is no room for temporary files, with more.
fn made(build: impl Fn(Rows) -> std::result::Result<Vec<u8>, XlsxError>) -> Option<Vec<u8>> {
    // The library panics where a temporary file takes no more.
    let with_files = threads::caught(|| build(Rows::InFile));
    with_files.ok().and_then(std::result::Result::ok).or_else(|| build(Rows::InMemory).ok())
}

/// A sheet for a table.
fn sheet_of<'w>(
    workbook: &'w mut Workbook,
    table: &Table,
    rows: Rows,
) -> std::result::Result<&'w mut Worksheet, XlsxError> {
    if table.rows.len() <= LONG {
        return Ok(workbook.add_worksheet());
    }
    workbook.set_zip_compression_level(QUICK);
    let sheet = match rows {
        Rows::InFile => workbook.add_worksheet_with_low_memory()?,
        Rows::InMemory => workbook.add_worksheet(),
    };
    Ok(sheet.set_default_row_height(one_line(BODY)))
}

/// The library keeps some hundred bytes for each row that has a height of its own: in a long table only those that
/// need one do.
fn set_height(sheet: &mut Worksheet, row: u32, height: f64, table: &Table) -> Written {
    if table.rows.len() <= LONG || height > one_line(BODY) {
        sheet.set_row_height(row, height)?;
    }
    Ok(())
}

fn properties(cover: &Cover) -> std::result::Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    Ok(DocProperties::new().set_title(clean(&cover.title).into_owned()).set_creation_datetime(&created))
}

fn write_table(
    sheet: &mut Worksheet,
    name: &str,
    table: &Table,
    stamp: Option<&str>,
    styles: &Styles,
    lang: Lang,
) -> Written {
    let widths = column_widths(table);
    for (column, width) in (0u16..).zip(&widths) {
        sheet.set_column_width(column, *width)?;
    }
    let whole = span_of(&widths, 0.0);
    // A table of two narrow columns would leave no room for its title and notes.
    let roomy = readable_span(&widths);

    let mut header = 0;
    let above = [(Some(table.title.clone()), roomy, &styles.title, TITLE)]
        .into_iter()
        .chain([(stamp.map(str::to_owned), roomy, &styles.note, NOTE)])
        .chain([(unit_line(table, lang), whole, &styles.unit, NOTE)]);
    for (text, span, style, line) in above {
        let Some(text) = text else { continue };
        merged(sheet, header, span, &text, style, line)?;
        header += 1;
    }
    let data = write_header(sheet, header, table, &widths, styles)?;
    for (row, cells) in (data..).zip(&table.rows) {
        threads::check();
        write_row(sheet, row, cells, table, &widths, styles)?;
    }
    let end = (data..).zip(&table.rows).last().map_or(data - 1, |(row, _)| row);
    let mut row = end + 1;
    for note in table.notes.iter().cloned().chain(legend(table, lang)) {
        merged(sheet, row, roomy, &note, &styles.note, NOTE)?;
        row += 1;
    }
    let mut breaks = Vec::new();
    for (at, picture) in table.charts.iter().enumerate() {
        let begins_page = at > 0 || table.rows.len() > ON_ONE_PAGE;
        if begins_page && chart::height(picture) > 0 {
            // A page that ends within a picture would cut it.
            breaks.push(row);
        }
        chart::insert(sheet, (row + 1, roomy.width), data, name, table, picture)?;
        row += 1 + chart::height(picture);
    }
    if !breaks.is_empty() {
        sheet.set_page_breaks(&breaks)?;
    }
    sheet.set_print_area(0, 0, row.saturating_sub(1), roomy.last.max(whole.last))?;
    set_up_page(sheet, (header, data - 1), table, whole.width)?;
    if !table.rows.is_empty() {
        // Codes such as 041 are texts; without this every one carries a green triangle.
        sheet.ignore_error_range(data, 0, end, whole.last, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// The head, its upper levels merged over their columns; the row behind it.
fn write_header(
    sheet: &mut Worksheet,
    row: u32,
    table: &Table,
    widths: &[f64],
    styles: &Styles,
) -> std::result::Result<u32, XlsxError> {
    let cells = heads::cells(&table.columns);
    let depth = heads::depth(&table.columns);
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let column = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    for level in 0..depth {
        // A cell over several levels finds room in the last of them.
        let ends_here = cells.iter().filter(|cell| cell.level + cell.levels == level + 1);
        let wide: Vec<(String, f64)> = ends_here
            .map(|cell| (cell.text.clone(), widths[cell.column..cell.column + cell.columns].iter().sum()))
            .collect();
        let height = row_height(wide.iter().map(|(text, width)| (text, width)), BODY);
        sheet.set_row_height(row + small(level), height + 4.0)?;
    }
    for cell in &cells {
        let (top, left) = (row + small(cell.level), column(cell.column));
        let (bottom, right) = (top + small(cell.levels) - 1, column(cell.column + cell.columns - 1));
        if (top, left) == (bottom, right) {
            sheet.write_string_with_format(top, left, fitting(&cell.text), &styles.header)?;
        } else {
            sheet.merge_range(top, left, bottom, right, fitting(&cell.text), &styles.header)?;
        }
    }
    Ok(row + small(depth))
}

/// What a cell reads in Excel: the basis of widths and heights.
fn reads(cell: &Cell) -> Cow<'_, str> {
    match shown(cell) {
        Shown::Number(digits) => grouped(digits),
        Shown::Text(text) => clean(text),
        Shown::Symbol(status) => status.symbol().into(),
        Shown::Nothing => "".into(),
    }
}

/// A text over several columns, the row as high as its lines need.
fn merged(
    sheet: &mut Worksheet,
    row: u32,
    span: Span,
    text: &str,
    style: &rust_xlsxwriter::Format,
    line: Line,
) -> Written {
    let text = clean(text);
    sheet.set_row_height(row, wrapped_height(&text, span.width, line))?;
    let (text, first) = (fitting(&text), span.first);
    // Excel refuses to merge a single cell.
    if span.last > first {
        sheet.merge_range(row, first, row, span.last, text, style)?;
    } else {
        sheet.write_string_with_format(row, first, text, style)?;
    }
    Ok(())
}

/// The part of a text that a cell can hold.
fn fitting(text: &str) -> &str {
    names::within(text, MAX_CELL_TEXT)
}

#[cfg(test)]
#[path = "xlsx/tests.rs"]
mod tests;
