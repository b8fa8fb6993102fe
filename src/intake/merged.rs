//! Headers of several rows with merged cells: 语文 above 原始分, 赋分 and 班名.

use super::aliases::{Meaning, is_ending, meaning};

/// The headers of two or three rows where the upper ones have merged cells (语文, empty, empty) and the lowest
/// tells them apart (原始分, 赋分, 班名).
pub(super) fn merged_headers(rows: &[&[String]]) -> Option<Vec<String>> {
    let (first, lower) = rows.split_first()?;
    let has_subject = first.iter().any(|cell| matches!(meaning(cell), Some(Meaning::Subject(_))));
    let fits = |cell: &String| cell.is_empty() || is_ending(cell) || meaning(cell).is_some();
    let is_lower = |row: &&[String]| row.iter().any(|cell| is_ending(cell)) && row.iter().all(fits);
    if !has_subject || lower.is_empty() || !lower.iter().all(is_lower) {
        return None;
    }
    let groups = filled(rows);
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    Some((0..width).map(|at| joined_header(rows, &groups, at)).collect())
}

/// The rows with each empty cell taking the text to its left, as long as the cells above are of one group.
fn filled<'a>(rows: &[&'a [String]]) -> Vec<Vec<&'a str>> {
    let mut filled: Vec<Vec<&str>> = Vec::new();
    for row in rows {
        let mut texts: Vec<&str> = Vec::with_capacity(row.len());
        for (at, cell) in row.iter().enumerate() {
            let same_group = at > 0 && filled.last().is_none_or(|above| above.get(at) == above.get(at - 1));
            let left = texts.last().copied().filter(|_| same_group).unwrap_or("");
            texts.push(if cell.is_empty() { left } else { cell });
        }
        filled.push(texts);
    }
    filled
}

/// The lowest text of a column, behind the groups above it where it is only an ending.
fn joined_header(rows: &[&[String]], groups: &[Vec<&str>], at: usize) -> String {
    let own = |row: &&[String]| row.get(at).is_some_and(|cell| !cell.is_empty());
    let Some(lowest) = rows.iter().rposition(own) else { return String::new() };
    let mut header = rows[lowest][at].clone();
    if !is_ending(&header) {
        return header;
    }
    for group in groups[..lowest].iter().rev().filter_map(|row| row.get(at)) {
        header = format!("{group}{header}");
        if !is_ending(group) {
            break;
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_headers_are_told_apart() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let merged = |upper, lower| merged_headers(&[&row(upper)[..], &row(lower)]);
        assert_eq!(
            merged(&["考号", "语文", "", "总分"], &["", "班名", "原始分", ""]),
            Some(row(&["考号", "语文班名", "语文原始分", "总分"]))
        );
        assert_eq!(
            merged(&["学生信息", "", "语文", ""], &["考号", "姓名", "得分", "排名"]),
            Some(row(&["考号", "姓名", "语文得分", "语文排名"]))
        );
        assert_eq!(merged(&["考号", "语文"], &["01", "90"]), None);
        assert_eq!(merged(&["考号", "语文"], &["", ""]), None);
        let three = [
            row(&["考号", "物理", "", "", "", "总分"]),
            row(&["", "原始分", "", "赋分", "", ""]),
            row(&["", "成绩", "班名", "成绩", "班名", ""]),
        ];
        let three: Vec<&[String]> = three.iter().map(|row| &row[..]).collect();
        let expected =
            row(&["考号", "物理原始分成绩", "物理原始分班名", "物理赋分成绩", "物理赋分班名", "总分"]);
        assert_eq!(merged_headers(&three), Some(expected));
    }
}
