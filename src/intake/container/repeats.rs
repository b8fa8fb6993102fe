//! Table documents (ods): what their repeats come to is added up before the library unfolds them.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::declared::Beyond;
use crate::lang::Text;
use crate::threads;

/// Of a table document, all sheets together, as they are unfolded.
const MOST_CELLS: u64 = 6_000_000;
const MOST_TEXT: u64 = 200 << 20;
/// Spaces that are written as their number: a cell of a spreadsheet has a few.
const MOST_SPACES: u64 = 1 << 20;
const MOST_ROWS: u64 = 1_048_576;
const MOST_COLUMNS: u64 = 16_384;

/// How much the repeats of a table document (ods) unfold to.
#[derive(Default)]
struct Unfolded {
    cells: u64,
    text: u64,
    spaces: u64,
    /// Of the sheet: rows above the one being read, and up to the last that holds anything.
    rows: u64,
    filled_rows: u64,
    width: u64,
    row: Row,
}

#[derive(Default)]
struct Row {
    repeats: u64,
    /// Cells so far, without the empty ones last read, which are made room for when another follows.
    cells: u64,
    empty: u64,
    /// Up to the last that holds anything.
    filled: u64,
    text: u64,
    cell: Option<Cell>,
}

struct Cell {
    repeats: u64,
    holds: bool,
    text: u64,
}

/// Walks a table document as the library would and adds up what its repeats come to. What is no XML is left to the
/// library to refuse.
pub(super) fn repeats(part: impl BufRead) -> Option<Beyond> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let (mut unfolded, mut buffer) = (Unfolded::default(), Vec::new());
    loop {
        threads::check();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => unfolded.begin(&element),
            Ok(Event::Empty(element)) => {
                unfolded.begin(&element);
                unfolded.end(element.name().0);
            }
            Ok(Event::End(element)) => unfolded.end(element.name().0),
            Ok(Event::Text(text)) => unfolded.hold(text.len() as u64),
            Ok(Event::CData(text)) => unfolded.hold(text.len() as u64),
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
        if let Some(beyond) = unfolded.beyond() {
            return Some(beyond);
        }
        buffer.clear();
    }
}

impl Unfolded {
    fn begin(&mut self, element: &BytesStart<'_>) {
        match element.name().0 {
            "table:table" => (self.rows, self.filled_rows, self.width) = (0, 0, 0),
            "table:table-row" => {
                let left = MOST_ROWS.saturating_sub(self.rows);
                let repeats = repeat(element, "table:number-rows-repeated").min(left);
                self.row = Row { repeats, ..Row::default() };
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let repeats = repeat(element, "table:number-columns-repeated");
                let mut attributes = element.attributes();
                let holds = attributes.with_checks(false).flatten().any(|attribute| {
                    attribute.key.0.starts_with("office:") || attribute.key.0 == "table:formula"
                });
                let text = element.attributes_raw().len() as u64;
                self.row.cell = Some(Cell { repeats, holds, text: if holds { text } else { 0 } });
            }
            "text:s" => {
                let spaces = repeat(element, "text:c");
                self.spaces = self.spaces.saturating_add(spaces);
                self.hold(spaces);
            }
            _ => {}
        }
    }

    fn hold(&mut self, text: u64) {
        if let Some(cell) = &mut self.row.cell {
            cell.holds = true;
            cell.text = cell.text.saturating_add(text);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table:table-cell" | "table:covered-table-cell" => self.row.close_cell(),
            "table:table-row" => self.close_row(),
            _ => {}
        }
    }

    fn close_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        self.rows += row.repeats;
        // Empty cells before others are made room for, also in rows that hold nothing else.
        self.cells = self.cells.saturating_add(row.cells);
        if row.filled == 0 {
            return;
        }
        // Rows that are not filled are, once others follow; the sheet is as wide as its widest row.
        let before = self.filled_rows.saturating_mul(self.width);
        (self.filled_rows, self.width) = (self.rows, self.width.max(row.filled));
        let now = self.filled_rows.saturating_mul(self.width);
        self.cells = self.cells.saturating_add(now - before);
        self.text = self.text.saturating_add(row.text.saturating_mul(row.repeats.max(1)));
    }

    fn beyond(&self) -> Option<Beyond> {
        let cells = Text::new("工作表的单元格数（含重复的行与列）", "cells of the sheets, repeats counted");
        let text =
            Text::new("工作表的文字字节数（含重复的行与列）", "bytes of text of the sheets, repeats counted");
        let spaces = Text::new("写成个数的空格数", "spaces that are written as a number");
        let limits = [
            (cells, self.cells, MOST_CELLS),
            (text, self.text.max(self.row.text), MOST_TEXT),
            (spaces, self.spaces, MOST_SPACES),
        ];
        let beyond = limits.into_iter().find(|(_, found, allowed)| found > allowed);
        beyond.map(|(what, found, allowed)| Beyond { what, found, allowed })
    }
}

impl Row {
    fn close_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        self.cells = self.cells.saturating_add(std::mem::take(&mut self.empty)).min(MOST_COLUMNS);
        let repeats = cell.repeats.min(MOST_COLUMNS - self.cells);
        if cell.holds {
            self.cells += repeats;
            self.filled = self.cells;
            self.text = self.text.saturating_add(cell.text.saturating_mul(repeats));
        } else {
            self.empty = repeats;
        }
    }
}

fn repeat(element: &BytesStart<'_>, name: &str) -> u64 {
    let attribute = element.try_get_attribute(name).ok().flatten();
    attribute.and_then(|attribute| attribute.value.trim().parse().ok()).unwrap_or(1)
}
