//! The cells of a sheet as text, row under row as Excel numbers them.

use std::collections::BTreeMap;

/// Bytes of the cells of a sheet.
pub(super) const MAX_TEXT: usize = 384 << 20;

/// In place of a line end within a cell, so that every row of the sheet is one line.
pub(in crate::intake) const LINE_END: char = '\u{2028}';

/// What a cell was before it was text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::intake) enum Kind {
    Text,
    Number,
    Date,
    /// A formula without a saved result.
    NotComputed,
}

/// Which cells of each column were no text, as runs of rows (the first row being 1).
#[derive(Clone, Debug, Default)]
pub(in crate::intake) struct Kinds {
    runs: BTreeMap<(Kind, usize), Vec<(u64, u64)>>,
}

impl Kinds {
    fn add(&mut self, kind: Kind, column: usize, row: u64) {
        let runs = self.runs.entry((kind, column)).or_default();
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }

    /// How many cells of a column, from a row down, are of a kind, and the row of the first.
    pub fn count_below(&self, kind: Kind, column: usize, row: u64) -> Option<(u64, u64)> {
        let runs = self.runs.get(&(kind, column))?;
        let below =
            || runs.iter().filter(|(_, last)| *last >= row).map(|(first, last)| (*first.max(&row), *last));
        let count = below().map(|(first, last)| last - first + 1).sum();
        Some((count, below().next()?.0))
    }
}

/// A sheet in the making. Positions count from 0.
#[derive(Default)]
pub(super) struct Cells {
    text: String,
    /// Row, column and where the text of the cell ends.
    cells: Vec<(u32, u32, u32)>,
    kinds: Vec<(u32, u32, Kind)>,
}

impl Cells {
    /// Adds a cell that is not empty; `false` where the sheet holds more text than is allowed.
    pub fn push(&mut self, (row, column): (u32, u32), text: &str, kind: Kind) -> bool {
        for (at, part) in
            text.trim_ascii().split("\r\n").flat_map(|part| part.split(['\r', '\n'])).enumerate()
        {
            if at > 0 {
                self.text.push(LINE_END);
            }
            self.text.push_str(part);
        }
        if kind != Kind::Text {
            self.kinds.push((row, column, kind));
        }
        // Within 32 bits, as it is below the limit.
        self.cells.push((row, column, self.text.len() as u32));
        self.text.len() <= MAX_TEXT
    }

    /// Cells that hold anything.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Columns up to the last that holds anything.
    pub fn width(&self) -> u64 {
        self.cells.iter().map(|(_, column, _)| u64::from(*column) + 1).max().unwrap_or(0)
    }

    pub fn height(&self) -> u64 {
        self.cells.iter().map(|(row, _, _)| u64::from(*row) + 1).max().unwrap_or(0)
    }

    /// Comma-separated lines, one per row of the sheet, each with all columns; rows without a cell are empty.
    pub fn into_lines(mut self) -> (Vec<u8>, Kinds) {
        let mut placed = Vec::with_capacity(self.cells.len());
        let mut start = 0;
        for (row, column, end) in &self.cells {
            placed.push((*row, *column, start, *end as usize));
            start = *end as usize;
        }
        placed.sort_by_key(|(row, column, ..)| (*row, *column));
        let width = self.width() as usize;
        let mut lines = Vec::with_capacity(self.text.len() + placed.len() * 2);
        let mut next_row = 0;
        let mut rest = placed.as_slice();
        while let Some((row, ..)) = rest.first() {
            let row = *row;
            lines.resize(lines.len() + (row - next_row) as usize, b'\n');
            let (cells, below) = rest.split_at(rest.partition_point(|(other, ..)| *other == row));
            rest = below;
            let mut column = 0;
            for (_, at, start, end) in cells {
                // A cell that is there twice is a fault of the file: the last one is what Excel shows.
                lines.resize(lines.len() + (*at as usize).saturating_sub(column), b',');
                column = *at as usize;
                write_cell(&mut lines, &self.text[*start..*end]);
            }
            lines.resize(lines.len() + width.saturating_sub(1).saturating_sub(column), b',');
            lines.push(b'\n');
            next_row = row + 1;
        }
        let mut kinds = Kinds::default();
        self.kinds.sort_unstable();
        for (row, column, kind) in self.kinds {
            kinds.add(kind, column as usize, u64::from(row) + 1);
        }
        (lines, kinds)
    }
}

fn write_cell(lines: &mut Vec<u8>, text: &str) {
    if !text.contains([',', '"', '\'']) {
        return lines.extend_from_slice(text.as_bytes());
    }
    lines.push(b'"');
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            lines.extend_from_slice(b"\"\"");
        }
        lines.extend_from_slice(part.as_bytes());
    }
    lines.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_and_column_keeps_its_place() {
        let mut cells = Cells::default();
        for (at, text, kind) in [
            ((1, 1), "考号", Kind::Text),
            ((1, 2), "语\r\n文", Kind::Text),
            ((3, 2), "90", Kind::Number),
            ((3, 1), "a,\"b\"", Kind::Text),
            ((4, 2), "91", Kind::Number),
        ] {
            assert!(cells.push(at, text, kind));
        }
        assert_eq!((cells.width(), cells.height()), (3, 5));
        let (lines, kinds) = cells.into_lines();
        let expected = "\n,考号,语\u{2028}文\n\n,\"a,\"\"b\"\"\",90\n,,91\n";
        assert_eq!(String::from_utf8(lines).unwrap(), expected);
        assert_eq!(kinds.count_below(Kind::Number, 2, 1), Some((2, 4)));
        assert_eq!(kinds.count_below(Kind::Number, 2, 5), Some((1, 5)));
        assert_eq!(kinds.count_below(Kind::Number, 2, 6), None);
        assert_eq!(kinds.count_below(Kind::Date, 2, 1), None);
    }
}
