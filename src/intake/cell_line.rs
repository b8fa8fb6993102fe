//! The line of a file that a message speaks of, with the cell marked and no value to be seen.

use std::ops::Range;
use std::path::Path;

use super::container::holds_others;
use super::dialect::{self, Around, Judge};
use super::fields::{Field, split_plain, split_quoted};
use super::lines::line_at;
use super::source::Source;
use super::{ReadOptions, headers};
use crate::error::masked;

/// A line as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellLine {
    pub text: String,
    /// The bytes of the cell in `text`; of the whole line where no cell is meant or the line cannot be cut.
    pub cell: Range<usize>,
}

/// A line longer than this is not shown.
const SHOWN_BYTES: usize = 4096;

/// The physical row `row` of a text file, its cell `column` marked. Values are masked unless `show_values`; the
/// rows of the header never are. `None` where there is no such line to show.
pub fn cell_line(path: &Path, row: u64, column: Option<usize>, show_values: bool) -> Option<CellLine> {
    if holds_others(path) {
        return None;
    }
    let mut source = Source::open(path, None, &super::witness::Witness::default()).ok()?;
    let options = ReadOptions::default();
    let rank = |cells: &[String], alike: usize, _: &Around<'_>| {
        Some([headers::recognised(cells), alike, cells.len()])
    };
    let judge = Judge { rank: Box::new(rank), likelihood: Box::new(|_| 0), merge: |_| None };
    let layout = dialect::find(&mut source, &judge, &options).ok()?;
    let shown = show_values || (layout.header_row..layout.data_row).contains(&row);
    let line = line(&source.bytes, row).filter(|line| line.len() <= SHOWN_BYTES)?;
    let mut fields: Vec<Field<'_>> = Vec::new();
    match memchr::memchr(layout.dialect.quote, line) {
        // As far as it can be cut.
        Some(_) => {
            let _ = split_quoted(line, layout.dialect, &mut fields);
        }
        None => split_plain(line, layout.dialect.delimiter, &mut fields),
    }
    let show = |raw: &[u8]| {
        let text = source.encoding.decode(raw);
        if shown { text.into_owned() } else { masked(&text) }
    };
    let Some(field) = column.and_then(|column| fields.get(column)) else {
        let text = show(line);
        return Some(CellLine { cell: 0..text.len(), text });
    };
    let start = field.raw.as_ptr().addr() - line.as_ptr().addr();
    let [before, cell, after] = [&line[..start], field.raw, &line[start + field.raw.len()..]].map(show);
    let cell_at = before.len()..before.len() + cell.len();
    Some(CellLine { text: before + &cell + &after, cell: cell_at })
}

fn line(bytes: &[u8], row: u64) -> Option<&[u8]> {
    let mut at = 0;
    for _ in 1..row {
        at = line_at(bytes, at)?.next;
    }
    line_at(bytes, at).map(|line| &bytes[line.start..line.end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_is_marked_and_masked() {
        let path = std::env::temp_dir().join(format!("edugauge-cell-line-{}.csv", std::process::id()));
        std::fs::write(&path, "学校,\"人,数\",年份\n一中东校,\"1,200\",2024\n").unwrap();
        let line = |row, column, show| cell_line(&path, row, column, show).unwrap();
        let marked = |line: &CellLine| line.text[line.cell.clone()].to_owned();
        let masked = line(2, Some(1), false);
        assert_eq!((masked.text.as_str(), marked(&masked).as_str()), ("＊＊＊＊,\"0,000\",0000", "0,000"));
        assert_eq!(marked(&line(2, Some(0), true)), "一中东校");
        assert_eq!(line(1, Some(1), false).text, "学校,\"人,数\",年份");
        assert_eq!(marked(&line(2, Some(9), false)), "＊＊＊＊,\"0,000\",0000");
        assert_eq!(cell_line(&path, 9, None, false), None);
        std::fs::remove_file(&path).unwrap();
    }
}
