//! How wide the columns of a sheet are and how high its rows.

use super::reads;
use crate::render::show::{clean, width};
use crate::render::table::Table;

/// Narrowest and widest column, in Excel's unit (a digit of the default font).
const NARROWEST: f64 = 8.0;
const WIDEST: f64 = 44.0;
/// A column is at most this wide for the sake of its header alone; longer headers wrap.
const HEADER_WIDTH: usize = 14;
/// Units that Excel leaves free at both sides of a cell.
const PADDING: f64 = 1.5;
/// Width of the columns that nobody set.
const DEFAULT_WIDTH: f64 = 8.43;
const HIGHEST: f64 = 409.0;

/// A line of text in a font: how high it is in points, and how many units of column width half a Chinese
/// character (or one digit) takes.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) height: f64,
    pub(super) unit: f64,
}

pub(super) const BODY: Line = Line { height: 16.0, unit: 1.1 };
pub(super) const NOTE: Line = Line { height: 13.5, unit: 0.9 };
pub(super) const HEADING: Line = Line { height: 19.0, unit: 1.25 };
pub(super) const TITLE: Line = Line { height: 22.0, unit: 1.45 };

/// Neighbouring columns and their width together.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) first: u16,
    pub(super) last: u16,
    pub(super) width: f64,
}

pub(super) fn column_widths(table: &Table) -> Vec<f64> {
    let mut widest: Vec<usize> =
        table.columns.iter().map(|column| longest_line(&clean(&column.header)).min(HEADER_WIDTH)).collect();
    for row in &table.rows {
        for (widest, cell) in widest.iter_mut().zip(row) {
            *widest = (*widest).max(longest_line(&reads(cell)));
        }
    }
    widest.iter().map(|columns| (*columns as f64 * BODY.unit + PADDING).clamp(NARROWEST, WIDEST)).collect()
}

fn longest_line(text: &str) -> usize {
    text.lines().map(width).max().unwrap_or(0)
}

/// The columns of a table, with as many empty ones to the right as `at_least` asks for.
pub(super) fn span_of(widths: &[f64], at_least: f64) -> Span {
    let mut last = u16::try_from(widths.len().max(1) - 1).unwrap_or(u16::MAX);
    let mut width = if widths.is_empty() { DEFAULT_WIDTH } else { widths.iter().sum() };
    while width < at_least {
        last += 1;
        width += DEFAULT_WIDTH;
    }
    Span { first: 0, last, width }
}

/// The height of a row whose cells wrap: Excel fits none by itself where cells are merged.
pub(super) fn row_height<'a>(cells: impl Iterator<Item = (impl AsRef<str>, &'a f64)>, line: Line) -> f64 {
    cells.map(|(text, column)| wrapped_height(text.as_ref(), *column, line)).fold(one_line(line), f64::max)
}

pub(super) fn one_line(line: Line) -> f64 {
    wrapped_height("", 1.0, line)
}

pub(super) fn wrapped_height(text: &str, column: f64, line: Line) -> f64 {
    let room = (column - PADDING).max(1.0);
    let lines: f64 = text.lines().map(|text| (width(text) as f64 * line.unit / room).ceil().max(1.0)).sum();
    (lines.max(1.0) * line.height + 3.0).min(HIGHEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::table::{Cell, Column};

    #[test]
    fn widths_stay_between_8_and_44() {
        let column = |header: &str| Column::text(header);
        let table = Table {
            id: String::new(),
            title: String::new(),
            unit: None,
            columns: vec![column("校"), column("人"), column("一个相当长的列标题名称")],
            rows: vec![vec![Cell::text("靖江市第一高级中学滨江校区(原靖江市马洲中学)"), Cell::Empty]],
            notes: Vec::new(),
            ..Table::default()
        };
        let widths = column_widths(&table);
        assert_eq!(widths[..2], [44.0, 8.0]);
        assert!((16.0..18.0).contains(&widths[2]));
    }

    #[test]
    fn rows_grow_with_their_lines() {
        let one = wrapped_height("中学", 10.0, BODY);
        assert_eq!(wrapped_height("", 10.0, BODY), one);
        assert_eq!(wrapped_height("靖江市第一高级中学", 10.0, BODY), one + 32.0);
        assert_eq!(wrapped_height("甲\n乙", 10.0, BODY), one + 16.0);
        assert_eq!(wrapped_height(&"甲".repeat(9_999), 8.0, BODY), HIGHEST);
    }

    #[test]
    fn a_narrow_table_gets_room_for_its_notes() {
        let span = span_of(&[8.0, 10.0], 60.0);
        assert!(span.width >= 60.0 && span.last == 6);
        assert_eq!(span_of(&[], 0.0).last, 0);
    }
}
