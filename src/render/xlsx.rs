//! Tables as an Excel workbook: a sheet of contents, then one sheet a table, ready to print.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, IgnoreError, Workbook, Worksheet, XlsxError};

use super::heads;
use super::show::{Shown, clean, grouped, legend, looks_like_formula, shown, unit_line};
use super::table::{Cell, Cover, Table};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};

mod accessible;
mod chart;
mod contents;
mod layout;
mod names;
mod style;

pub use accessible::accessible;
use layout::{BODY, Line, NOTE, Span, TITLE, column_widths, row_height, span_of, wrapped_height};
use style::Styles;

/// Excel ends here; the title, unit, header and notes need rows too.
const MAX_ROWS: usize = 1_048_576 - 1_000;
const MAX_COLUMNS: usize = 16_384;
/// UTF-16 units that a cell of Excel holds.
const MAX_CELL_TEXT: usize = 32_767;

/// A table of up to so many rows stands on one page with its chart.
const ON_ONE_PAGE: usize = 25;
/// Units of column width that are still legible on one page of A4 across; wider tables take several pages.
const LEGIBLE: f64 = 250.0;
/// Titles and notes run over columns of so many units at least and at most: wide enough to read, and within the
/// first page.
const ROOM: (f64, f64) = (72.0, 130.0);

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
    build(cover, tables, lang).map_err(|_| Error::Internal { what: "the workbook could not be built" })
}

fn check_size(table: &Table) -> Result<()> {
    if table.rows.len() <= MAX_ROWS && table.columns.len() <= MAX_COLUMNS {
        return Ok(());
    }
    Err(Error::InvalidArgument {
        argument: format!("xlsx: {}", table.id),
        found: format!("{} × {}", table.rows.len(), table.columns.len()),
        expected: Text::new(
            "一张工作表最多约 104 万行、16384 列;请改用 csv",
            "at most about 1,047,000 rows and 16,384 columns a sheet; use csv instead",
        ),
    })
}

fn build(cover: &Cover, tables: &[Table], lang: Lang) -> std::result::Result<Vec<u8>, XlsxError> {
    let contents_name = lang.pick("目录", "Contents");
    let names = names::sheet_names(contents_name, tables);
    let styles = Styles::new(lang);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(cover)?);

    let sheet = workbook.add_worksheet();
    sheet.set_name(contents_name)?;
    contents::write(sheet, cover, tables, &names, &styles, lang)?;
    for (table, name) in tables.iter().zip(&names) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        write_table(sheet, name, table, cover.profile.as_deref(), &styles, lang)?;
    }
    workbook.save_to_buffer()
}

fn properties(cover: &Cover) -> std::result::Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    Ok(DocProperties::new().set_title(clean(&cover.title)).set_creation_datetime(&created))
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
        write_row(sheet, row, cells, table, &widths, styles)?;
    }
    let end = (data..).zip(&table.rows).last().map_or(data - 1, |(row, _)| row);
    let mut row = end + 1;
    for note in table.notes.iter().cloned().chain(legend(table, lang)) {
        merged(sheet, row, roomy, &note, &styles.note, NOTE)?;
        row += 1;
    }
    if let Some(picture) = &table.chart {
        if table.rows.len() > ON_ONE_PAGE {
            // A page that ends within a picture would cut it.
            sheet.set_page_breaks(&[row])?;
        }
        chart::insert(sheet, (row + 1, roomy.width), data, name, table, picture)?;
        row += 1 + chart::HEIGHT;
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
        let height = row_height(wide.iter().map(|(text, width)| (text.as_str(), width)), BODY);
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

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[Cell],
    table: &Table,
    widths: &[f64],
    styles: &Styles,
) -> Written {
    let texts: Vec<String> = cells.iter().map(reads).collect();
    let height = row_height(texts.iter().map(String::as_str).zip(widths), BODY);
    sheet.set_row_height(row, height)?;
    for (column, model) in (0u16..).zip(&table.columns) {
        let place = cells.get(usize::from(column)).unwrap_or(&Cell::Empty);
        match shown(place) {
            Shown::Text(text) => {
                let style = styles.text(model, looks_like_formula(text));
                sheet.write_string_with_format(row, column, fitting(&clean(text)), style)?;
            }
            Shown::Number(digits) => write_number(sheet, row, column, &digits, styles)?,
            Shown::Symbol(status) => {
                sheet.write_string_with_format(row, column, status.symbol(), &styles.symbol)?;
            }
            Shown::Nothing => {
                sheet.write_blank(row, column, styles.text(model, false))?;
            }
        }
    }
    Ok(())
}

/// The digits as a reader sees them, so that Excel never rounds a second time.
fn write_number(sheet: &mut Worksheet, row: u32, column: u16, digits: &str, styles: &Styles) -> Written {
    match digits.parse::<f64>() {
        Ok(number) => sheet.write_number_with_format(row, column, number, styles.number(digits))?,
        Err(_) => sheet.write_string_with_format(row, column, digits, &styles.symbol)?,
    };
    Ok(())
}

/// What a cell reads in Excel: the basis of widths and heights.
fn reads(cell: &Cell) -> String {
    match shown(cell) {
        Shown::Number(digits) => grouped(&digits),
        other => clean(other.plain()),
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

fn set_up_page(sheet: &mut Worksheet, (first, last): (u32, u32), table: &Table, width: f64) -> Written {
    let frozen = u16::from(table.columns.len() > 1);
    sheet.set_freeze_panes(last + 1, frozen)?;
    sheet.set_repeat_rows(first, last)?;
    print_on_a4(sheet.set_landscape());
    let across = (width / LEGIBLE).ceil().max(1.0) as u16;
    if across > 1 {
        sheet.set_print_fit_to_pages(across, 0);
        sheet.set_repeat_columns(0, 0)?;
    } else if table.chart.is_some() && table.rows.len() <= ON_ONE_PAGE {
        sheet.set_print_fit_to_pages(1, 1);
    }
    Ok(())
}

/// The columns that titles and notes run over.
fn readable_span(widths: &[f64]) -> Span {
    let mut room = 0.0;
    let within = |width: &&f64| {
        room += **width;
        room <= ROOM.1
    };
    let first = widths.iter().take_while(within).count().max(1);
    span_of(&widths[..first.min(widths.len())], ROOM.0)
}

fn print_on_a4(sheet: &mut Worksheet) {
    const A4: u8 = 9;
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&C&P / &N");
}

#[cfg(test)]
#[path = "xlsx/tests.rs"]
mod tests;
