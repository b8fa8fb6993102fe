//! The cells of a row.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::layout::{BODY, row_height};
use super::style::Styles;
use super::{Written, fitting, reads, set_height};
use crate::render::show::{Shown, clean, looks_like_formula, shown};
use crate::render::table::{Cell, Table};

pub(super) fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[Cell],
    table: &Table,
    widths: &[f64],
    styles: &Styles,
) -> Written {
    set_height(sheet, row, row_height(cells.iter().map(reads).zip(widths), BODY), table)?;
    let mut formats = Formats::of(row);
    for (column, model) in (0u16..).zip(&table.columns) {
        let format = match cells.get(usize::from(column)).map_or(Shown::Nothing, shown) {
            Shown::Text(text) if !text.is_empty() => {
                sheet.write_string(row, column, fitting(&clean(text)))?;
                styles.text(model, looks_like_formula(text))
            }
            Shown::Number(digits) => write_number(sheet, row, column, digits, styles)?,
            Shown::Symbol(status) => {
                sheet.write_string(row, column, status.symbol())?;
                &styles.symbol
            }
            // Behind others, a cell that is not there gets its format with them.
            Shown::Text(_) | Shown::Nothing => {
                let format = styles.text(model, false);
                if column == 0 {
                    sheet.write_blank(row, column, format)?;
                }
                format
            }
        };
        formats.set(sheet, column, format)?;
    }
    formats.finish(sheet)
}

/// The formats of a row's cells, set for neighbours of one format together: the library looks each up by all that is
/// in it, which takes longer than writing the cell.
pub(super) struct Formats<'s> {
    row: u32,
    run: Option<(u16, u16, &'s Format)>,
}

impl<'s> Formats<'s> {
    pub(super) fn of(row: u32) -> Formats<'s> {
        Formats { row, run: None }
    }

    /// Of a cell that has been written: its format comes behind.
    pub(super) fn set(&mut self, sheet: &mut Worksheet, column: u16, format: &'s Format) -> Written {
        match &mut self.run {
            Some((_, last, known)) if std::ptr::eq(*known, format) => *last = column,
            _ => {
                self.finish(sheet)?;
                self.run = Some((column, column, format));
            }
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, sheet: &mut Worksheet) -> Written {
        if let Some((first, last, format)) = self.run.take() {
            sheet.set_range_format(self.row, first, self.row, last, format)?;
        }
        Ok(())
    }
}

/// The digits as a reader sees them, so that Excel never rounds a second time; the format they take.
pub(super) fn write_number<'s>(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    digits: &str,
    styles: &'s Styles,
) -> std::result::Result<&'s Format, XlsxError> {
    match digits.parse::<f64>() {
        Ok(number) => sheet.write_number(row, column, number).map(|_| styles.number(digits)),
        Err(_) => sheet.write_string(row, column, digits).map(|_| &styles.symbol),
    }
}
