//! Tables as aligned plain text for a terminal.

use super::show::{Shown, clean_line, grouped, legend, shown, unit_line, width};
use super::table::{Cell, Table};
use crate::lang::Lang;

const GAP: &str = "  ";

/// Title, unit, header, rule, rows and notes; Chinese characters count as two columns.
pub fn table_text(table: &Table, lang: Lang) -> String {
    let header: Vec<String> = table.columns.iter().map(|column| clean_line(&column.full_header())).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(reads).collect()).collect();
    let widths = widths(&header, &rows);
    let total = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);

    let mut lines = Vec::new();
    if !table.title.is_empty() {
        lines.push(clean_line(&table.title));
    }
    if let Some(unit) = unit_line(table, lang) {
        lines.push(pad(&unit, total, true));
    }
    lines.push(line(&header, &widths, table));
    lines.push("─".repeat(total));
    lines.extend(rows.iter().map(|row| line(row, &widths, table)));
    let notes = table.notes.iter().map(|note| clean_line(note)).chain(legend(table, lang));
    let mut notes = notes.peekable();
    if notes.peek().is_some() {
        lines.push(String::new());
        lines.extend(notes);
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// Control characters of a name must not reach the terminal, nor a line end break the row.
fn reads(cell: &Cell) -> String {
    match shown(cell) {
        Shown::Number(digits) => grouped(digits).into_owned(),
        other => clean_line(other.plain()),
    }
}

fn widths(header: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let mut widths: Vec<usize> = header.iter().map(|text| width(text)).collect();
    for row in rows {
        for (widest, text) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(text));
        }
    }
    widths
}

fn line(texts: &[String], widths: &[usize], table: &Table) -> String {
    let padded: Vec<String> = texts
        .iter()
        .zip(widths)
        .zip(&table.columns)
        .map(|((text, width), column)| pad(text, *width, column.numeric))
        .collect();
    padded.join(GAP).trim_end().to_owned()
}

fn pad(text: &str, to: usize, right: bool) -> String {
    let space = " ".repeat(to.saturating_sub(width(text)));
    if right { space + text } else { text.to_owned() + &space }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Status, Value};
    use crate::number::Rational;
    use crate::render::table::Column;

    #[test]
    fn aligns_chinese_and_explains_symbols() {
        let column = |header: &str, numeric| Column { numeric, ..Column::text(header) };
        let number = |n, decimals| Cell::number(Value::Exact(Rational::from_integer(n)), decimals);
        let table = Table {
            id: "t".into(),
            title: "各校人数".into(),
            unit: Some("人".into()),
            columns: vec![column("学校", false), column("人数", true)],
            rows: vec![
                vec![Cell::text("第一\u{1b}[31m中学"), number(12_345, 0)],
                vec![Cell::text("Xyz"), Cell::Missing(Status::Suppressed)],
            ],
            notes: vec!["不含\u{202E}缺考".into()],
            ..Table::default()
        };
        let expected = "各校人数\n            单位：人\n学校            人数\n────────────────────\n\
                        第一[31m中学  12,345\nXyz              [c]\n\n不含缺考\n符号：[c] 为保护个人信息而隐去\n";
        assert_eq!(table_text(&table, Lang::Zh), expected);
    }
}
