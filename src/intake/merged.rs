//! Headers of several rows with merged cells: 语文 above 原始分, 赋分 and 班名; 各科成绩 above 语文 and 数学, beside
//! 考号 and 总分 that are merged down; 期中 and 期末 above the same subjects.

use super::aliases::{Meaning, is_ending, meaning};

/// The headers of two or three rows where the upper ones have merged cells (语文, empty, empty) and the lowest
/// tells them apart (原始分, 赋分, 班名).
pub(super) fn merged_headers(rows: &[&[String]]) -> Option<Vec<String>> {
    let (first, lower) = rows.split_first()?;
    let has_subject = first.iter().any(|cell| matches!(meaning(cell), Some(Meaning::Subject(_))));
    let fits = |cell: &String| cell.is_empty() || is_ending(cell) || meaning(cell).is_some();
    let is_lower = |row: &&[String]| row.iter().any(|cell| is_ending(cell)) && row.iter().all(fits);
    if lower.is_empty() {
        return None;
    }
    let groups = filled(rows);
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let headers = || (0..width).map(|at| joined_header(rows, &groups, at)).collect();
    if has_subject && lower.iter().all(is_lower) {
        return Some(headers());
    }
    let headers: Vec<String> = headers();
    let repeated = repeated(&headers);
    if !spread(rows, &headers, !repeated.is_empty()) {
        return None;
    }
    let prefixed = |(at, header): (usize, String)| match groups[0].get(at) {
        Some(group) if repeated.contains(&at) && *group != header => format!("{group}{header}"),
        _ => header,
    };
    Some(headers.into_iter().enumerate().map(prefixed).collect())
}

/// Columns whose header names a field that another column names too.
fn repeated(headers: &[String]) -> Vec<usize> {
    let of: Vec<Option<Meaning>> = headers.iter().map(|header| meaning(header)).collect();
    let names = |at: usize| matches!(of[at], Some(Meaning::Subject(_) | Meaning::Identity { .. }));
    let again = |at: &usize| (0..of.len()).any(|other| other != *at && of[other] == of[*at]);
    (0..of.len()).filter(|at| names(*at)).filter(again).collect()
}

/// Whether rows without a number are a header together: the lowest is half or more of names that are known, subjects
/// among them, and beside it stands the name of a column that is merged down, or above it what tells equal names
/// apart.
fn spread(rows: &[&[String]], headers: &[String], repeats: bool) -> bool {
    let Some((lowest, upper)) = rows.split_last() else { return false };
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let is_number = |cell: &String| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let known = lowest.iter().filter(|cell| is_ending(cell) || meaning(cell).is_some()).count();
    let subjects = lowest.iter().any(|cell| matches!(meaning(cell), Some(Meaning::Subject(_))));
    let merged_down = |at: usize| {
        lowest[at].is_empty()
            && upper.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_empty()))
            && meaning(&headers[at]).is_some()
    };
    !rows.iter().any(|row| row.iter().any(is_number))
        && subjects
        && 2 * known >= filled(lowest)
        && filled(rows[0]) > 1
        && (repeats || (0..lowest.len()).any(merged_down))
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
        assert_eq!(
            merged(&["准考证号", "学校", "各科成绩", "", "总分"], &["", "", "语文", "数学", ""]),
            Some(row(&["准考证号", "学校", "语文", "数学", "总分"]))
        );
        assert_eq!(
            merged(&["考号", "期中", "", "期末", ""], &["", "语文", "总分", "语文", "总分"]),
            Some(row(&["考号", "期中语文", "期中总分", "期末语文", "期末总分"]))
        );
        assert_eq!(
            merged(&["1班", "", "2班", ""], &["姓名", "语文", "姓名", "语文"]),
            Some(row(&["1班姓名", "1班语文", "2班姓名", "2班语文"]))
        );
        // A title above a header, and a row of data below one.
        assert_eq!(merged(&["某县期中成绩", "", ""], &["考号", "语文", "总分"]), None);
        assert_eq!(merged(&["考号", "语文", "总分"], &["", "物理", "90"]), None);
        assert_eq!(merged(&["考号", "科类", "总分"], &["1", "物理", ""]), None);
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
