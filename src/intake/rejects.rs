//! The rows and cells that were not accepted, each with the line of the file, for a person to mend.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::encoding::Encoding;
use super::findings::{Cells, with_cells};
use super::report::Report;
use super::source::Source;
use super::witness::Witness;
use crate::error::{ColumnPlace, Error, Result, masked};
use crate::lang::{Lang, Text};

/// Of a line, this many bytes are shown.
const SHOWN_BYTES: usize = 4096;

/// What was not accepted, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub row: u64,
    /// Of a cell; `None` for a whole row.
    pub column: Option<ColumnPlace>,
    pub code: &'static str,
    pub cause: Text,
    /// Where that is the cause.
    pub cells: Option<Cells>,
}

impl Listed {
    /// The cause, with the numbers that it is about.
    pub fn describe(&self, lang: Lang) -> String {
        with_cells(self.cause, self.cells, lang)
    }
}

/// Rejected rows, rows that are no data and doubtful cells, in the order of the rows.
pub fn listed(report: &Report) -> Vec<Listed> {
    let row = |row, code, cause| Listed { row, column: None, code, cause, cells: None };
    let rejected = report.rejected.iter().map(|rejected| Listed {
        cells: rejected.cells,
        ..row(rejected.row, rejected.cause.code(), rejected.cause.text())
    });
    let non_data = report.non_data.iter().map(|(at, reason)| row(*at, reason.code(), reason.text()));
    let findings = report.findings.iter().map(|finding| Listed {
        row: finding.row,
        column: finding.column.clone(),
        code: finding.cause.code(),
        cause: finding.cause.text(),
        cells: None,
    });
    let mut listed: Vec<Listed> = rejected.chain(non_data).chain(findings).collect();
    listed.sort_by_key(|entry| entry.row);
    listed
}

/// Gives `take` each entry together with its line of the file, empty where the source has no lines. Unless
/// `show_values`, nothing but the structure of the line can be seen: see [`masked`].
///
/// # Errors
/// The file cannot be read a second time.
pub fn with_lines(
    path: &Path,
    report: &Report,
    show_values: bool,
    take: &mut dyn FnMut(&Listed, &str) -> bool,
) -> Result<()> {
    let entries = listed(report);
    let mut entries = entries.iter().peekable();
    let show = |line: &str| if show_values { line.to_owned() } else { masked(line) };
    if report.delimiter.is_some() && entries.peek().is_some() {
        each_line(path, report.encoding, &mut |row, line| {
            while let Some(entry) = entries.next_if(|entry| entry.row <= row) {
                if !take(entry, &show(line)) {
                    return false;
                }
            }
            entries.peek().is_some()
        })?;
    }
    entries.all(|entry| take(entry, ""));
    Ok(())
}

/// A text that stands in so many cells of scores is a mark; one that does not may be a pupil's own.
const MARK_FROM: u64 = 3;

/// Grades, and what they are worth where nothing else is said: what the lines that mend them offer to begin with.
const GRADES: &[(&str, &str)] = &[
    ("优秀", "95"),
    ("良好", "85"),
    ("中等", "75"),
    ("及格", "65"),
    ("不及格", "50"),
    ("优", "95"),
    ("良", "85"),
    ("中", "75"),
    ("差", "50"),
];

/// What else no pupil is called: what offices write for who did not sit a paper.
const WORDS: &[&str] = &[
    "事假",
    "公假",
    "请假",
    "病休",
    "因病",
    "因事",
    "缺席",
    "未到",
    "未参加",
    "未录入",
    "免试",
    "保送",
    "补考",
    "重考",
    "退学",
    "空卷",
    "白卷",
    "零卷",
    "雷同",
    "替考",
    "作废",
    "SUPP",
    "LOWCOV",
    "NULL",
    "NONE",
    "无效",
];

/// Passed or not.
const PASSED: &[&str] = &["合格", "不合格", "通过", "不通过", "待定"];

/// A verdict of the policy that a mark may be given; `None` where only a person can say one.
pub(super) fn offered_verdict(mark: &str) -> Option<&'static str> {
    match GRADES.iter().find(|(grade, _)| *grade == mark) {
        Some((_, worth)) => Some(worth),
        None => (!PASSED.contains(&mark)).then_some("absent"),
    }
}

/// Whether a text can say nothing of a pupil but how he was marked: one of these words, or a code of
/// up to three capitals.
fn is_mark(text: &str) -> bool {
    let letters = text.trim_end_matches(['+', '-', '*']);
    let code = (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    code || WORDS.contains(&text) || PASSED.contains(&text) || GRADES.iter().any(|(grade, _)| *grade == text)
}

/// What stands for all unknown texts beyond those that are kept.
const FURTHER: &str = "…";

/// The unknown texts of cells of scores, and how often; rare ones masked unless they are marks. Those beyond the first
/// hundred are counted together, as `…`.
pub fn shown_unknown_marks(report: &Report) -> BTreeMap<String, u64> {
    let mut shown = BTreeMap::new();
    for (text, count) in &report.unknown_marks {
        let text = if *count < MARK_FROM && !is_mark(text) { masked(text) } else { text.clone() };
        *shown.entry(text).or_default() += count;
    }
    if report.unknown_marks_beyond > 0 {
        *shown.entry(FURTHER.to_owned()).or_default() += report.unknown_marks_beyond;
    }
    shown
}

/// Gives `take` every physical line by its number until it says no; long lines are cut.
fn each_line(path: &Path, encoding: Encoding, take: &mut dyn FnMut(u64, &str) -> bool) -> Result<()> {
    if !encoding.can_be_cut() {
        let source = Source::open(path, Some(encoding), &Witness::default())?;
        return lines_of(&source.bytes[..], source.encoding, take).map_err(|fault| unreadable(path, fault));
    }
    let file = File::open(path).map_err(|fault| unreadable(path, fault))?;
    lines_of(BufReader::with_capacity(1 << 16, file), encoding, take).map_err(|fault| unreadable(path, fault))
}

fn unreadable(path: &Path, source: std::io::Error) -> Error {
    Error::Unreadable { path: path.to_owned(), source }
}

fn lines_of(
    mut reader: impl BufRead,
    encoding: Encoding,
    take: &mut dyn FnMut(u64, &str) -> bool,
) -> std::io::Result<()> {
    let mut line = Vec::new();
    let (mut row, mut after_return, mut open) = (1, false, false);
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            if open {
                take(row, &shown(&line, encoding));
            }
            return Ok(());
        }
        // The second half of CR LF.
        if std::mem::take(&mut after_return) && buffer[0] == b'\n' {
            reader.consume(1);
            continue;
        }
        let end = memchr::memchr2(b'\n', b'\r', buffer);
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        line.extend_from_slice(&piece[..piece.len().min(SHOWN_BYTES.saturating_sub(line.len()))]);
        let consumed = piece.len() + usize::from(end.is_some());
        open = end.is_none();
        after_return = end.is_some_and(|at| buffer[at] == b'\r');
        reader.consume(consumed);
        if end.is_some() {
            if !take(row, &shown(&line, encoding)) {
                return Ok(());
            }
            row += 1;
            line.clear();
        }
    }
}

/// A line, or its beginning: the last characters of one that was cut may be halved.
fn shown(line: &[u8], encoding: Encoding) -> String {
    let cut = line.len() >= SHOWN_BYTES;
    let most = if cut { 4 } else { 1 };
    let shorter = (0..most).map(|less| &line[..line.len() - less]);
    let decoded = |bytes: &&[u8]| encoding.decode_strictly(bytes).is_some();
    let text = shorter.clone().find(decoded).and_then(|bytes| encoding.decode_strictly(bytes));
    let text = text.unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if cut { format!("{text}…") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_as_the_reader_numbers_them() {
        let mut lines = Vec::new();
        let text = "\u{feff}a\r\n\nb\rc\n\r\nd";
        let reader = BufReader::with_capacity(1, text.as_bytes());
        lines_of(reader, Encoding::Utf8, &mut |row, line| {
            lines.push((row, line.to_owned()));
            true
        })
        .unwrap();
        let expected = [(1, "a"), (2, ""), (3, "b"), (4, "c"), (5, ""), (6, "d")];
        assert_eq!(lines, expected.map(|(row, line)| (row, line.to_owned())));
    }

    #[test]
    fn long_lines_are_cut_between_characters() {
        let line = Encoding::Gb18030.encode(&"学".repeat(5000));
        let text = shown(&line[..SHOWN_BYTES], Encoding::Gb18030);
        assert_eq!(text, "学".repeat(SHOWN_BYTES / 2) + "…");
        let text = shown(&"学".repeat(5000).as_bytes()[..SHOWN_BYTES], Encoding::Utf8);
        assert_eq!(text, "学".repeat(SHOWN_BYTES / 3) + "…");
    }
}
