//! Tables of thousands of rows: their sheets are written another way, and hold the same.

use edugauge::figures::Value;
use edugauge::intake::{ReadOptions, read_table};
use edugauge::lang::Lang;
use edugauge::number::{Rational, round_half_up};
use edugauge::render::table::{Cell, Column, Cover, Table};
use edugauge::render::xlsx::{accessible, workbook};

fn table(rows: usize) -> Table {
    let score = |row: usize| Value::Exact(Rational::new(row as i128, 8));
    let row = |row| vec![Cell::text(format!("{row:05}")), Cell::number(score(row), 2)];
    Table {
        id: "长表".to_owned(),
        title: "长表的标题".to_owned(),
        columns: vec![
            Column::text("学校"),
            Column { over: vec!["语文".to_owned()], ..Column::number("均分") },
        ],
        rows: (1..=rows).map(row).collect(),
        notes: vec!["说明".to_owned()],
        ..Table::default()
    }
}

/// Read back by another library: every row is there once, in its order, on either side of the length from which on
/// rows are kept in a temporary file.
#[test]
fn every_row_of_a_long_sheet_is_written() {
    for rows in [1_999, 2_000, 2_001, 5_000] {
        let tables = [table(rows)];
        let plain = workbook(&Cover::default(), &tables, Lang::Zh).unwrap();
        let marked = accessible(&Cover::default(), &tables, Lang::Zh).unwrap();
        for (bytes, sheet, header, levels) in [(plain, "长表的标题", 2, 2), (marked, "表1", 3, 1)] {
            let file = tempfile::Builder::new().suffix(".xlsx").tempfile().unwrap();
            std::fs::write(file.path(), bytes).unwrap();
            let sheet = Some(sheet.to_owned());
            let (header_row, header_rows) = (Some(header), Some(levels));
            let options = ReadOptions { sheet, header_row, header_rows, ..ReadOptions::default() };
            let (read, _) = read_table(file.path(), &options).unwrap();
            let read: Vec<&Vec<String>> = read.rows.iter().filter(|row| row[0].len() == 5).collect();
            assert_eq!(read.len(), rows, "{:?}", options.sheet);
            for (number, row) in (1..).zip(read) {
                assert_eq!(row[0], format!("{number:05}"));
                let shown: f64 = round_half_up(Rational::new(number, 8), 2).parse().unwrap();
                assert_eq!(row[1].parse::<f64>().unwrap(), shown);
            }
        }
    }
}
