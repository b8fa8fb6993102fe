//! A workbook to be filled in by hand: sheets of headed columns, what is known already in their rows.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::error::{Error, Result};

/// A sheet of a template.
pub struct Sheet {
    pub name: String,
    /// What to write there, above the header; none for a sheet that is only read by people.
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Width of a column, in characters.
const WIDTH: f64 = 14.0;

/// The workbook, as bytes. Whole numbers are written as numbers, all else as text.
///
/// # Errors
/// A name that Excel does not take for a sheet.
pub fn template(sheets: &[Sheet]) -> Result<Vec<u8>> {
    build(sheets).map_err(|_| Error::Internal { what: "the template could not be built" })
}

fn build(sheets: &[Sheet]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let head = Format::new().set_bold();
    for sheet in sheets {
        let written = workbook.add_worksheet();
        written.set_name(&sheet.name)?;
        for (column, header) in (0u16..).zip(&sheet.headers) {
            written.write_string_with_format(0, column, header, &head)?;
            written.set_column_width(column, WIDTH)?;
        }
        let first = u32::from(!sheet.headers.is_empty());
        for (row, cells) in (first..).zip(&sheet.rows) {
            for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                match cell.parse::<i32>() {
                    Ok(number) => written.write_number(row, column, number)?,
                    Err(_) => written.write_string(row, column, cell)?,
                };
            }
        }
    }
    workbook.save_to_buffer()
}
