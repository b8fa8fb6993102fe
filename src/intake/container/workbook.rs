//! Workbooks (xlsx, xls, xlsb, ods): one sheet, chosen by what it holds, as lines of text.

use std::borrow::Cow;

use calamine::{
    DataType, ExcelDateTime, OdsError, Reader, SheetType, SheetVisible, Sheets, XlsError, XlsbError,
    XlsxError,
};

use super::cells::{Cells, Kind, MAX_TEXT};
use super::interruptible::Interruptible;
use super::{OLE, archive, old_book, problem};
use crate::error::{ContainerProblem, Error, Place, Result};
use crate::intake::ReadOptions;
use crate::intake::dialect::{self, Judge, Layout, rank_best};
use crate::intake::guard::MAX_COLUMNS;
use crate::intake::source::{Sheet, Source};
use crate::lang::Text;
use crate::threads;

type Bytes = Interruptible;

/// So many rows of a sheet tell what it holds.
const HEAD_ROWS: u32 = 64;
/// What stands in place of a result that was not saved.
pub(in crate::intake) const NOT_COMPUTED: &str = "#FORMULA!";
const REASON: Text = Text::new("工作簿", "a workbook");
/// Cells to the last row and column in use, empty ones among them: so many, and so many for each that holds anything.
const MAX_AREA: u64 = 32 << 20;
const MAX_AREA_EACH: u64 = 16;

/// Opens the sheet that is asked for, or the only one that holds what is looked for.
pub(super) fn open(
    bytes: Vec<u8>,
    file: &str,
    options: &ReadOptions,
    judge: &Judge<'_>,
) -> Result<(Source, Layout)> {
    let refers_to_others = archive::refers_to_others(&bytes);
    guarded(file, || match bytes.starts_with(OLE) {
        true => old_book::check(&bytes, file),
        false => archive::hold_to_limits(&bytes, file),
    })?;
    let mut book = guarded(file, || of_some_sheets(bytes, file))?;
    // Sheets are written out by our own rules, whatever is declared of text files.
    let options =
        ReadOptions { encoding: None, delimiter: Some(b','), quote: None, escape: None, ..options.clone() };
    let (name, chosen_of) = choose(&mut book, file, &options, judge)?;
    let cells = guarded(file, || read(&mut book, &name, file, u32::MAX))?;
    if cells.is_empty() {
        return Err(Error::Empty { place: Place::file(file) });
    }
    let (lines, kinds) = cells.into_lines();
    let sheet = Sheet { name, kinds, chosen_of, refers_to_others };
    let mut source = Source::from_bytes(lines, file.to_owned(), None)?.of_sheet(sheet, REASON);
    let layout = dialect::find(&mut source, judge, &options)?;
    Ok((source, layout))
}

/// The library's panics are faults of the file.
fn guarded<T>(file: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    threads::caught_quietly(work).unwrap_or_else(|_| Err(problem(file, ContainerProblem::Garbled)))
}

fn broken(file: &str, detail: impl ToString) -> Error {
    problem(file, ContainerProblem::Broken { detail: detail.to_string() })
}

fn book(bytes: Vec<u8>, file: &str) -> Result<Sheets<Bytes>> {
    let xlsx = |bytes| calamine::Xlsx::new(Interruptible::new(bytes));
    let fault = |fault: calamine::Error| match fault {
        calamine::Error::Xlsx(XlsxError::Password)
        | calamine::Error::Xls(XlsError::Password)
        | calamine::Error::Xlsb(XlsbError::Password)
        | calamine::Error::Ods(OdsError::Password) => problem(file, ContainerProblem::Protected),
        other => broken(file, other),
    };
    if bytes.starts_with(OLE) {
        return calamine::Xls::new(Interruptible::new(bytes)).map(Sheets::Xls).map_err(|f| fault(f.into()));
    }
    let has = |name: &str| memchr::memmem::find(&bytes, name.as_bytes()).is_some();
    if has("xl/workbook.bin") {
        calamine::Xlsb::new(Interruptible::new(bytes)).map(Sheets::Xlsb).map_err(|f| fault(f.into()))
    } else if has("opendocument") {
        calamine::Ods::new(Interruptible::new(bytes)).map(Sheets::Ods).map_err(|f| fault(f.into()))
    } else {
        xlsx(bytes).map(Sheets::Xlsx).map_err(|f| fault(f.into()))
    }
}

fn of_some_sheets(bytes: Vec<u8>, file: &str) -> Result<Sheets<Bytes>> {
    let book = book(bytes, file)?;
    let found = book.sheets_metadata().len() as u64;
    match found > old_book::MOST_SHEETS {
        true => Err(Error::LimitExceeded {
            place: Place::file(file),
            what: Text::new("工作表数", "sheets"),
            found,
            allowed: old_book::MOST_SHEETS,
        }),
        false => Ok(book),
    }
}

/// The visible sheets that have cells.
pub(super) fn sheets(bytes: Vec<u8>, file: &str) -> Result<Vec<String>> {
    let mut book = guarded(file, || of_some_sheets(bytes, file))?;
    let names = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names = names.filter(|sheet| sheet.visible == SheetVisible::Visible).map(|sheet| sheet.name.clone());
    let mut filled = Vec::new();
    for name in names.collect::<Vec<_>>() {
        if !guarded(file, || read(&mut book, &name, file, HEAD_ROWS))?.is_empty() {
            filled.push(name);
        }
    }
    Ok(filled)
}

/// The sheet named, or the one that alone looks like what is read, and of how many.
fn choose(
    book: &mut Sheets<Bytes>,
    file: &str,
    options: &ReadOptions,
    judge: &Judge<'_>,
) -> Result<(String, usize)> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (names, hidden): (Vec<_>, Vec<_>) = sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    let [names, hidden] =
        [names, hidden].map(|s| s.into_iter().map(|s| s.name.clone()).collect::<Vec<String>>());
    let which = |asked: Option<&String>, choices: Vec<String>| Error::WhichSheet {
        place: Place::file(file),
        asked: asked.cloned(),
        choices,
    };
    if let Some(asked) = &options.sheet {
        let known = names.iter().chain(&hidden).find(|name| *name == asked);
        let known = known.cloned().ok_or_else(|| which(Some(asked), [&names[..], &hidden].concat()))?;
        return Ok((known, 1));
    }
    let mut likely: Vec<(usize, String)> = Vec::new();
    for name in &names {
        let cells = guarded(file, || read(book, name, file, HEAD_ROWS))?;
        if cells.is_empty() {
            continue;
        }
        let mut source = Source::from_bytes(cells.into_lines().0, file.to_owned(), None)?;
        let (best, _) = rank_best(&mut source, judge, options)?;
        likely.push((best.map_or(0, |(_, layout)| (judge.likelihood)(&layout.headers)), name.clone()));
    }
    let filled = likely.len();
    let highest = likely.iter().map(|(likelihood, _)| *likelihood).max();
    let Some(highest) = highest else { return Err(problem(file, ContainerProblem::Hollow)) };
    let mut best = likely.into_iter().filter(|(likelihood, _)| *likelihood == highest).map(|(_, name)| name);
    match (best.next(), best.next()) {
        (Some(only), None) => Ok((only, filled)),
        (first, second) => Err(which(None, first.into_iter().chain(second).chain(best).collect())),
    }
}

/// The cells of a sheet that are not empty, in its first rows.
fn read(book: &mut Sheets<Bytes>, name: &str, file: &str, rows: u32) -> Result<Cells> {
    let mut cells = Cells::default();
    let too_much = || Error::LimitExceeded {
        place: Place::file(file),
        what: Text::new("工作表的字节数", "bytes of text in the sheet"),
        found: MAX_TEXT as u64 + 1,
        allowed: MAX_TEXT as u64,
    };
    let mut push = |at: (u32, u32), value: Option<(Cow<'_, str>, Kind)>| match value {
        Some((text, kind)) if !cells.push(at, &text, kind) => Err(too_much()),
        _ => Ok(()),
    };
    match book {
        Sheets::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|fault| broken(file, fault))?;
            while let Some(cell) =
                reader.next_cell_with_formula_metadata().map_err(|fault| broken(file, fault))?
            {
                if cell.pos.0 >= rows {
                    break;
                }
                let not_computed = cell.formula.is_some() && cell.value.is_empty();
                let value = if not_computed {
                    Some((Cow::Borrowed(NOT_COMPUTED), Kind::NotComputed))
                } else {
                    text_of(&cell.value)
                };
                push(cell.pos, value)?;
            }
        }
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|fault| broken(file, fault))?;
            while let Some(cell) = reader.next_cell().map_err(|fault| broken(file, fault))? {
                if cell.get_position().0 >= rows {
                    break;
                }
                push(cell.get_position(), text_of(cell.get_value()))?;
            }
        }
        other => {
            let range = other.worksheet_range(name).map_err(|fault| broken(file, fault))?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                let at = (top.saturating_add(row as u32), left.saturating_add(column as u32));
                if at.0 >= rows {
                    break;
                }
                push(at, text_of(value))?;
            }
        }
    }
    within_limits(&cells, file)?;
    Ok(cells)
}

fn within_limits(cells: &Cells, file: &str) -> Result<()> {
    let (columns, area) = (cells.width(), cells.width().saturating_mul(cells.height()));
    let max_area = MAX_AREA.max(MAX_AREA_EACH * cells.len() as u64);
    let columns_word = Text::new("列数", "columns");
    let area_word =
        Text::new("单元格数（到最后一个有内容的行和列）", "cells (to the last row and column in use)");
    for (what, found, allowed) in [(columns_word, columns, MAX_COLUMNS as u64), (area_word, area, max_area)] {
        if found > allowed {
            return Err(Error::LimitExceeded { place: Place::file(file), what, found, allowed });
        }
    }
    Ok(())
}

/// A cell as text, as far as possible as Excel shows it; `None` for an empty one.
fn text_of<D: DataType>(value: &D) -> Option<(Cow<'_, str>, Kind)> {
    if let Some(text) = value.get_string() {
        return (!text.is_empty()).then_some((Cow::Borrowed(text), Kind::Text));
    }
    let (text, kind) = if let Some(date) = value.get_datetime() {
        (date_text(&date), Kind::Date)
    } else if let Some(text) = value.get_datetime_iso().or(value.get_duration_iso()) {
        (text.to_owned(), Kind::Date)
    } else if let Some(truth) = value.get_bool() {
        (if truth { "TRUE" } else { "FALSE" }.to_owned(), Kind::Text)
    } else if let Some(fault) = value.get_error() {
        (fault.to_string(), Kind::Text)
    } else if let Some(whole) = value.get_int() {
        (whole.to_string(), Kind::Number)
    } else {
        (number_text(value.get_float()?), Kind::Number)
    };
    Some((Cow::Owned(text), kind))
}

/// With the 15 digits that Excel keeps: 0.1 + 0.2 is 0.3, as it is shown.
fn number_text(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

fn date_text(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    let serial = date.as_f64();
    if date.is_duration() || serial < 1.0 {
        return time;
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    if serial.fract() == 0.0 { day } else { format!("{day} {time}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_excel_shows_them() {
        for (number, text) in
            [(72.5, "72.5"), (41.0, "41"), (0.1 + 0.2, "0.3"), (1.10101e17, "110101000000000000")]
        {
            assert_eq!(number_text(number), text);
        }
    }
}
