//! Files that hold other files or sheets: workbooks and archives. What is in them goes the way of all text.

use std::io::Read;
use std::path::Path;

use super::ReadOptions;
use super::dialect::{self, Judge, Layout};
use super::mojibake;
use super::source::Source;
use crate::error::{ContainerProblem, Error, Place, Result};
use crate::lang::Text;

mod archive;
mod cells;
mod declared;
mod foreign;
mod interruptible;
mod old_book;
mod repeats;
mod workbook;

pub(super) use cells::{Kind, Kinds, LINE_END};
pub(super) use workbook::NOT_COMPUTED;

/// How an archive and an old or protected workbook begin.
const ZIP: &[u8] = b"PK\x03\x04";
const HOLLOW_ZIP: &[u8] = b"PK\x05\x06";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Whether the bytes begin as a workbook or an archive does.
fn is_container(start: &[u8]) -> bool {
    [ZIP, HOLLOW_ZIP, OLE].iter().any(|magic| start.starts_with(magic))
}

/// Whether a file is a workbook or an archive; what cannot be read is none.
pub(super) fn holds_others(path: &Path) -> bool {
    is_container(&beginning(path, OLE.len()))
}

/// The visible sheets of a workbook that have cells; none of any other file.
///
/// # Errors
/// Not readable; a workbook that is protected, broken or beyond the limits.
pub fn sheet_names(path: &Path) -> Result<Vec<String>> {
    if !holds_others(path) {
        return Ok(Vec::new());
    }
    let (bytes, file) =
        (Source::bytes_of(path, &super::witness::Witness::default())?, path.display().to_string());
    if bytes.starts_with(OLE) || archive::is_workbook(&bytes, &file)? {
        refuse_document(&bytes, &file)?;
        return workbook::sheets(bytes, &file);
    }
    Ok(Vec::new())
}

/// Refuses a file that is no table at all.
///
/// # Errors
/// A PDF, a picture and the like. What cannot be read is refused where it is read.
pub(super) fn refuse_foreign(path: &Path) -> Result<()> {
    let (start, size) =
        (beginning(path, foreign::FIRST), std::fs::metadata(path).map_or(0, |file| file.len()));
    match foreign::by_name(path, size).or_else(|| foreign::by_first_bytes(&start)) {
        None => Ok(()),
        Some(what) => Err(problem(&path.display().to_string(), ContainerProblem::Foreign { what })),
    }
}

/// The first bytes of a file; none of what cannot be read.
pub(super) fn beginning(path: &Path, bytes: usize) -> Vec<u8> {
    let start = || {
        let file = std::fs::File::open(Some(path).filter(|path| path.is_file())?).ok()?;
        let mut start = Vec::new();
        file.take(bytes as u64).read_to_end(&mut start).ok()?;
        Some(start)
    };
    start().unwrap_or_default()
}

/// Opens a file of any kind and finds its header.
///
/// # Errors
/// Not readable, no encoding, no header; a workbook or archive that is protected, broken, beyond the limits, or
/// of which it must be said what to read.
pub(super) fn open(path: &Path, options: &ReadOptions, judge: &Judge<'_>) -> Result<(Source, Layout)> {
    refuse_foreign(path)?;
    if !holds_others(path) {
        return open_text(Source::open(path, options.encoding, &options.witness)?, options, judge);
    }
    open_container(Source::bytes_of(path, &options.witness)?, path.display().to_string(), options, judge)
}

fn open_text(mut source: Source, options: &ReadOptions, judge: &Judge<'_>) -> Result<(Source, Layout)> {
    let layout = find(&mut source, judge, options)?;
    Ok((source, layout))
}

/// Finds the header of a text, or says what else the text is.
///
/// # Errors
/// No header; a web page; headers decoded by the wrong encoding.
pub(super) fn find(source: &mut Source, judge: &Judge<'_>, options: &ReadOptions) -> Result<Layout> {
    match dialect::find(source, judge, options) {
        Ok(layout) => {
            mojibake::check(&layout.headers, &source.place().at_row(layout.header_row))?;
            Ok(layout)
        }
        Err(fault) => {
            if source.bytes.trim_ascii_start().starts_with(b"<") {
                return Err(Error::Container { place: source.place(), problem: ContainerProblem::Html });
            }
            mojibake::check(&dialect::first_cells(source), &source.place())?;
            Err(fault)
        }
    }
}

fn open_container(
    bytes: Vec<u8>,
    file: String,
    options: &ReadOptions,
    judge: &Judge<'_>,
) -> Result<(Source, Layout)> {
    if bytes.starts_with(OLE) || archive::is_workbook(&bytes, &file)? {
        refuse_document(&bytes, &file)?;
        return workbook::open(bytes, &file, options, judge);
    }
    let (inner, named) = archive::only_file(&bytes, &file, options.sheet.as_deref())?;
    if is_container(&inner) {
        // An archive within the archive is refused: nothing is unfolded twice.
        if !inner.starts_with(OLE) && !archive::is_workbook(&inner, &file)? {
            let what = Text::new("压缩包里的压缩包", "an archive within an archive");
            return Err(problem(&file, ContainerProblem::Foreign { what }));
        }
        refuse_document(&inner, &file)?;
        let sheet = options.sheet.clone().filter(|_| !named);
        return workbook::open(inner, &file, &ReadOptions { sheet, ..options.clone() }, judge);
    }
    if let Some(what) = foreign::by_first_bytes(&inner) {
        return Err(problem(&file, ContainerProblem::Foreign { what }));
    }
    open_text(Source::from_bytes(inner, file, options.encoding)?, options, judge)
}

/// Refuses what Office packs as it packs workbooks.
fn refuse_document(bytes: &[u8], file: &str) -> Result<()> {
    let what = match bytes.starts_with(OLE) {
        true => foreign::by_old_parts(bytes),
        false => foreign::by_parts(|name| archive::holds(bytes, name)),
    };
    what.map_or(Ok(()), |what| Err(problem(file, ContainerProblem::Foreign { what })))
}

fn problem(file: &str, problem: ContainerProblem) -> Error {
    Error::Container { place: Place::file(file), problem }
}
