//! Workbooks of before 2007 (xls): the records of their sheets are walked before the library makes room for them.
//!
//! [MS-XLS] 2.1.4: a record is its type, its length and its bytes; a sheet is a run of records up to one that ends
//! it, and where sheets begin is told by records of the first run.

use std::collections::BTreeSet;
use std::io::{self, Cursor, Read};

use cfb::CompoundFile;

use super::declared::Beyond;
use super::problem;
use crate::error::{ContainerProblem, Result};
use crate::lang::Text;
use crate::threads;

/// Of all sheets together, up to the last row and column in use.
const MOST_CELLS: u64 = 8 << 20;
/// Each is looked at; those of any workbook may all be one part of its archive.
pub(super) const MOST_SHEETS: u64 = 1_000;
const MOST_TEXT: u64 = 256 << 20;
/// Sheets that lie within each other are read once for each.
const MOST_TIMES: u64 = 4;

const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const PASSWORD: u16 = 0x002F;
const TEXTS: u16 = 0x00FC;
const CONTINUED: u16 = 0x003C;
const SHARED_TEXT: u16 = 0x00FD;
/// Cells: formula, empty, number, text, truth, rich text, shared text, number in four bytes; and, from one column to
/// another, numbers and empty cells.
const CELLS: [u16; 8] = [0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E];
const RUNS: [u16; 2] = [0x00BD, 0x00BE];

/// # Errors
/// Protected, broken, or with more cells than are allowed.
pub(super) fn check(bytes: &[u8], file: &str) -> Result<()> {
    let broken = |fault: io::Error| problem(file, ContainerProblem::Broken { detail: fault.to_string() });
    let mut container = CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    if ["/EncryptedPackage", "/EncryptionInfo"].iter().any(|part| container.is_stream(part)) {
        return Err(problem(file, ContainerProblem::Protected));
    }
    let Some(name) = ["/Workbook", "/Book"].into_iter().find(|name| container.is_stream(name)) else {
        // The library says what is missing.
        return Ok(());
    };
    let mut stream = Vec::new();
    let part = container.open_stream(name).map_err(broken)?;
    part.take(bytes.len() as u64).read_to_end(&mut stream).map_err(broken)?;
    beyond(&stream).map_or(Ok(()), |beyond| Err(beyond.at(file)))
}

fn beyond(stream: &[u8]) -> Option<Beyond> {
    let (mut starts, mut texts, mut lists) = (BTreeSet::new(), Vec::new(), false);
    let mut all = Sums::default();
    for (kind, bytes) in Records(stream).take_while(|(kind, _)| *kind != END) {
        if kind == PASSWORD {
            // What follows is enciphered; the library says so.
            return None;
        }
        starts.extend(bytes.get(..4).filter(|_| kind == SHEET).map(le_u32));
        // A list of texts that is too long for a record goes on in those that follow.
        lists = kind == TEXTS || (lists && kind == CONTINUED);
        texts.extend(lists.then_some(bytes));
        all.sheets = starts.len() as u64;
        if let Some(beyond) = all.beyond(stream) {
            return Some(beyond);
        }
    }
    let lengths = lengths(&texts);
    for start in starts {
        threads::check();
        all.add_sheet(stream.get(start as usize..).unwrap_or_default(), &lengths);
        if let Some(beyond) = all.beyond(stream) {
            return Some(beyond);
        }
    }
    None
}

/// What the sheets come to together.
#[derive(Default)]
struct Sums {
    sheets: u64,
    cells: u64,
    walked: u64,
    text: u64,
}

impl Sums {
    fn add_sheet(&mut self, stream: &[u8], lengths: &[u64]) {
        let (mut rows, mut columns) = (0u64, 0u64);
        for (kind, bytes) in Records(stream).take_while(|(kind, _)| *kind != END) {
            self.walked += 4 + bytes.len() as u64;
            let last = match bytes {
                _ if CELLS.contains(&kind) => bytes.get(2..4),
                [.., _, _] if RUNS.contains(&kind) => bytes.last_chunk::<2>().map(|column| &column[..]),
                _ => None,
            };
            if let (Some(row), Some(last)) = (bytes.get(..2), last) {
                rows = rows.max(le_u16(row) + 1);
                columns = columns.max(le_u16(last) + 1);
            }
            let text = bytes.get(6..10).filter(|_| kind == SHARED_TEXT).map(le_u32);
            self.text += text.and_then(|text| lengths.get(text as usize)).copied().unwrap_or(0);
        }
        self.cells += rows * columns;
    }

    fn beyond(&self, stream: &[u8]) -> Option<Beyond> {
        let cells =
            Text::new("单元格数（到最后一个有内容的行和列）", "cells (to the last row and column in use)");
        let limits = [
            (Text::new("工作表数", "sheets"), self.sheets, MOST_SHEETS),
            (cells, self.cells, MOST_CELLS),
            (Text::new("工作表的文字字节数", "bytes of text of the sheets"), self.text, MOST_TEXT),
            (
                Text::new("工作表的字节数", "bytes of the sheets"),
                self.walked,
                MOST_TIMES * stream.len() as u64,
            ),
        ];
        let beyond = limits.into_iter().find(|(_, found, allowed)| found > allowed);
        beyond.map(|(what, found, allowed)| Beyond { what, found, allowed })
    }
}

/// The most bytes that each shared text may take, as far as they can be told ([MS-XLS] 2.5.293).
fn lengths(texts: &[&[u8]]) -> Vec<u64> {
    // Behind two counts that nobody trusts.
    let mut parts = texts
        .iter()
        .enumerate()
        .map(|(at, bytes)| bytes.get(if at == 0 { 8 } else { 0 }..).unwrap_or_default());
    let (mut rest, mut lengths) = (parts.next().unwrap_or_default(), Vec::new());
    loop {
        if rest.is_empty() {
            let Some(next) = parts.next() else { return lengths };
            rest = next;
            continue;
        }
        let Some((head, behind)) = rest.split_at_checked(3) else { return lengths };
        let (characters, flags) = (le_u16(head), head[2]);
        rest = behind;
        let (mut surplus, mut is_wide) = (0, flags & 1 != 0);
        for (flag, size, each) in [(8, 2, 4), (4, 4, 1)] {
            if flags & flag != 0 {
                let Some((count, behind)) = rest.split_at_checked(size) else { return lengths };
                surplus += each * if size == 2 { le_u16(count) } else { u64::from(le_u32(count)) };
                rest = behind;
            }
        }
        lengths.push(3 * characters);
        let mut left = characters;
        loop {
            let width = if is_wide { 2 } else { 1 };
            let here = left.min((rest.len() / width) as u64);
            rest = &rest[here as usize * width..];
            left -= here;
            if left == 0 {
                break;
            }
            // The rest of a text that is cut says anew how wide its characters are.
            let Some((flags, behind)) = parts.next().and_then(<[u8]>::split_first) else { return lengths };
            (is_wide, rest) = (flags & 1 != 0, behind);
        }
        while surplus > rest.len() as u64 {
            surplus -= rest.len() as u64;
            let Some(next) = parts.next() else { return lengths };
            rest = next;
        }
        rest = &rest[surplus as usize..];
    }
}

/// Records by their types, as far as they are whole.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let (head, rest) = self.0.split_at_checked(4)?;
        let (bytes, rest) = rest.split_at_checked(le_u16(&head[2..]) as usize)?;
        self.0 = rest;
        Some((le_u16(head) as u16, bytes))
    }
}

fn le_u16(bytes: &[u8]) -> u64 {
    u64::from(u16::from_le_bytes([bytes[0], bytes[1]]))
}

fn le_u32(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}
