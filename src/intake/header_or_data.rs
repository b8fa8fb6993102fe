//! Whether the first row of a table of any columns is its header or already its data.

use std::collections::BTreeSet;

/// A row is data where one of its cells is written as most cells below it are (a number above numbers, a date
/// above dates), or stands again below itself. Years, and numbers that count the columns, may be headers.
pub(super) fn looks_like_data(cells: &[String], below: &[&[String]]) -> bool {
    let below: Vec<&[String]> = below.iter().copied().filter(|row| !is_the_same_header(cells, row)).collect();
    let counting = counts_columns(cells);
    cells.iter().enumerate().any(|(at, cell)| {
        let under: Vec<&str> = below.iter().map(|row| row[at].as_str()).filter(|c| !c.is_empty()).collect();
        if cell.is_empty() || under.is_empty() {
            return false;
        }
        let shape = Shape::of(cell);
        if !shape.holds_digits {
            return under.contains(&cell.as_str());
        }
        let alike = under.iter().filter(|other| Shape::of(other) == shape).count();
        if 5 * alike < 4 * under.len() {
            return false;
        }
        let years = || under.iter().all(|other| is_year(other));
        !(counting || is_year(cell) && !years())
    })
}

/// A header repeated at a page break may differ in a cell or two.
fn is_the_same_header(cells: &[String], row: &[String]) -> bool {
    let same = cells.iter().zip(row).filter(|(cell, other)| cell == other).count();
    2 * same > cells.len()
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4
        && cell.bytes().all(|b| b.is_ascii_digit())
        && (cell.starts_with("19") || cell.starts_with("20"))
}

/// Whether the numbers among the cells go up by one, as those of questions do: 1, 2, 3, …
fn counts_columns(cells: &[String]) -> bool {
    let numbers: Vec<u32> = cells
        .iter()
        .filter(|cell| !cell.is_empty() && !cell.starts_with('0') && cell.bytes().all(|b| b.is_ascii_digit()))
        .filter_map(|cell| cell.parse().ok())
        .collect();
    numbers.len() > 1 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// How a cell is written: runs of digits, of letters and of other characters.
#[derive(PartialEq, Eq)]
struct Shape {
    runs: String,
    holds_digits: bool,
}

impl Shape {
    fn of(cell: &str) -> Shape {
        let mut runs = String::new();
        let mut classes = BTreeSet::new();
        for character in cell.chars() {
            let class = match character {
                '0'..='9' | '０'..='９' => '9',
                c if c.is_ascii_alphabetic() => 'a',
                c if c.is_alphabetic() => '字',
                other => other,
            };
            classes.insert(class);
            if !runs.ends_with(class) || !matches!(class, '9' | 'a' | '字') {
                runs.push(class);
            }
        }
        Shape { runs, holds_digits: classes.contains(&'9') }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_data(rows: &[&[&str]]) -> bool {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let below: Vec<&[String]> = rows[1..].iter().map(Vec::as_slice).collect();
        looks_like_data(&rows[0], &below)
    }

    #[test]
    fn headers_are_told_from_data() {
        assert!(is_data(&[&["041", "一中", "1200"], &["042", "二中", "980"]]));
        assert!(is_data(&[&["张三", "男"], &["李四", "女"], &["王五", "男"]]));
        assert!(is_data(&[&["28/01/2018", "MG-8769"], &["29/01/2018", "RI-3895"]]));
        assert!(!is_data(&[&["学校代码", "学校"], &["041", "一中"], &["学校代码", "学校"]]));
        assert!(!is_data(&[&["学校", "2010", "2011"], &["一中", "1200", "1190"]]));
        assert!(!is_data(&[&["考号", "1", "2", "3"], &["001", "5", "4", "0"]]));
        assert!(!is_data(&[&["a", "", "b"], &["x", "1", "y"]]));
        assert!(!is_data(&[&["只有表头", "1"]]));
    }
}
