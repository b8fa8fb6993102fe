//! Tables as CSV that Excel opens as it stands: UTF-8 with a byte order mark, lines ended by CR LF.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use csv::{Terminator, Writer, WriterBuilder};

use super::show::{Shown, looks_like_formula, shown};
use super::table::{Column, Table};
pub use super::tidy_csv::{figures_csv, figures_csv_as_first_worded, write_figures_of_release};
use crate::threads;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A table as people read it: one header row, numbers with their decimals, missing values as their symbol.
///
/// Texts that a spreadsheet could take for a formula get a leading apostrophe.
///
/// A stamp (that the file is not for publication) is the name of a last, empty column.
///
/// # Errors
/// `out` takes no more.
pub fn write_table(table: &Table, stamp: Option<&str>, out: impl io::Write) -> io::Result<()> {
    let names: Vec<String> = table.columns.iter().map(Column::full_header).collect();
    let header: Vec<_> = names.iter().map(String::as_str).chain(stamp).map(inert).collect();
    let rows = table.rows.iter().map(|row| {
        let mut cells: Vec<Vec<u8>> = row
            .iter()
            .map(|cell| match shown(cell) {
                Shown::Text(text) => inert(text).into_owned().into_bytes(),
                other => other.plain().as_bytes().to_vec(),
            })
            .collect();
        if stamp.is_some() {
            cells.resize(header.len(), Vec::new());
        }
        cells
    });
    write(header.iter().map(|name| name.as_bytes()), rows, out)
}

/// A number as it reads whichever other numbers stand in its column.
pub fn bare(number: &str) -> &str {
    number.strip_suffix(".0").unwrap_or(number)
}

/// A row of such a file.
pub struct Cells(csv::StringRecord);

impl Cells {
    /// `None` where nothing stands.
    pub fn get(&self, at: usize) -> Option<&str> {
        self.0.get(at).filter(|cell| !cell.is_empty())
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter()
    }
}

/// Calls `visit` with the header of such a file and each of its rows, one at a time. `None` where it is none.
pub fn each_figure(bytes: &[u8], mut visit: impl FnMut(&Cells, &Cells)) -> Option<()> {
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(BYTE_ORDER_MARK)?);
    let header = Cells(reader.headers().ok()?.clone());
    let mut row = Cells(csv::StringRecord::new());
    while reader.read_record(&mut row.0).ok()? {
        visit(&header, &row);
    }
    Some(())
}

/// The rows of such a file, each as (column, cell); empty cells are left out. `None` where it is none.
pub fn read_figures_csv(bytes: &[u8]) -> Option<Vec<BTreeMap<String, String>>> {
    let mut rows = Vec::new();
    each_figure(bytes, |header, row| {
        let cells = header.iter().zip(row.iter()).filter(|(_, cell)| !cell.is_empty());
        rows.push(cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect());
    })?;
    Some(rows)
}

/// Rows written one by one, so that a long table needs no memory.
pub struct Rows<W: io::Write> {
    writer: Writer<W>,
    for_people: bool,
}

impl<W: io::Write> Rows<W> {
    /// For other programs: UTF-8 without a byte order mark, lines ended by LF, every cell as it is.
    pub fn exact(out: W) -> Rows<W> {
        Rows { writer: WriterBuilder::new().flexible(true).from_writer(out), for_people: false }
    }

    /// For a spreadsheet: with a byte order mark, lines ended by CR LF, no cell a formula.
    ///
    /// # Errors
    /// `out` takes no more.
    pub fn for_people(out: W) -> io::Result<Rows<W>> {
        Ok(Rows { writer: writer(out)?, for_people: true })
    }

    /// # Errors
    /// The output takes no more.
    pub fn write<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        for cell in cells {
            let cell = if self.for_people { inert(cell.as_ref()) } else { Cow::Borrowed(cell.as_ref()) };
            self.writer.write_field(cell.as_bytes())?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// # Errors
    /// The output takes no more.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

pub(super) fn inert(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

pub(super) fn write<'a>(
    header: impl Iterator<Item = &'a [u8]>,
    rows: impl Iterator<Item = Vec<Vec<u8>>>,
    out: impl io::Write,
) -> io::Result<()> {
    let mut writer = writer(out)?;
    writer.write_record(header)?;
    for row in rows {
        threads::check();
        writer.write_record(&row)?;
    }
    writer.flush()
}

/// Rows may be ragged where a table is; the reader sees what is there.
pub(super) fn writer<W: io::Write>(mut out: W) -> io::Result<Writer<W>> {
    out.write_all(BYTE_ORDER_MARK)?;
    Ok(WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(out))
}

/// What `write` writes, as bytes.
pub(super) fn in_memory(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap_or_else(|_| unreachable!("a vector takes all bytes"));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Status, Value};
    use crate::number::Rational;
    use crate::render::table::Cell;
    use crate::render::tidy::tests::sample;

    #[test]
    fn writes_what_excel_opens() {
        let column = |header: &str| Column::text(header);
        let number = |numerator, decimals| Cell::number(Value::Exact(Rational::new(numerator, 8)), decimals);
        let table = Table {
            id: "t".into(),
            title: "t".into(),
            unit: None,
            columns: vec![column("学校"), column("=均分")],
            rows: vec![
                vec![Cell::text("=HYPERLINK(\"x\")"), number(-1, 2)],
                vec![Cell::text("+86"), Cell::Missing(Status::Suppressed)],
                vec![Cell::text("一中,二中"), number(80_000, 0)],
                vec![Cell::text("\t甲"), Cell::Empty],
            ],
            notes: vec!["not in the file".into()],
            ..Table::default()
        };
        let text = String::from_utf8(in_memory(|out| write_table(&table, None, out))).unwrap();
        assert_eq!(
            text,
            "\u{FEFF}学校,'=均分\r\n\"'=HYPERLINK(\"\"x\"\")\",-0.13\r\n'+86,[c]\r\n\"一中,二中\",10000\r\n'\t甲,\r\n"
        );
    }

    #[test]
    fn figures_keep_full_precision() {
        let text = String::from_utf8(figures_csv(&sample())).unwrap();
        let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').split("\r\n").collect();
        assert_eq!(
            lines[0],
            "indicator,measure,year,school,subject,value,unit,numerator,denominator,n,se,lower,upper,\
             confidence,df,p_value,method,convention,parameters,status,note"
        );
        assert_eq!(
            lines[1],
            "admission_rate,rate,2024,'=SUM(A1),,41.700233199067206,%,1967,4717,4717,,,,,,,,,,ok,"
        );
        assert_eq!(lines[3], "mean_score,new_measure,,,,,,,,,,,,,,,,,,suppressed,");
    }
}
