//! What holds for any bytes at all, told by a panic where it does not: for fuzzing, and for the tests that run
//! the same over a corpus and its mutations.

use std::path::Path;

use super::encoding::{Encoding, recognise, transcode};
use super::guard::{Dialect, Field, Guard, Line};
use super::lines::count_lines;
use super::non_data::NonDataRows;
use super::policy::Policy;
use super::report::Report;
use super::scores::{CellReader, Reading};
use super::{ReadOptions, read_scores, read_table};
use crate::error::{Error, Result};
use crate::number::Rational;
use crate::records::Mark;

/// Recognised bytes decode strictly, and their text encodes and decodes to itself; a refusal names a byte
/// of the file.
pub fn encoding(bytes: &[u8]) {
    let asked = [None, Some(Encoding::Utf8), Some(Encoding::Gb18030), Some(Encoding::Utf16Le)];
    for asked in asked {
        match recognise(bytes, asked, "a.csv") {
            Ok(found) => {
                let content = &bytes[found.start..];
                let text = transcode(content, found.encoding);
                let text = String::from_utf8(text).expect("decoded text is UTF-8");
                if matches!(found.encoding, Encoding::Utf8 | Encoding::Gb18030) {
                    let again = transcode(&found.encoding.encode(&text), found.encoding);
                    assert!(again == text.as_bytes(), "encoding and decoding changes the text");
                }
                assert!(
                    !text.contains('\u{fffd}')
                        || bytes.windows(3).any(|w| w == b"\xEF\xBF\xBD")
                        || found.encoding != Encoding::Utf8,
                    "a replacement character from nowhere"
                );
            }
            Err(Error::Encoding { offset, .. }) => assert!(offset <= bytes.len() as u64),
            Err(other) => panic!("{other}"),
        }
    }
    let plain =
        std::str::from_utf8(bytes).is_ok_and(|text| !text.starts_with('\u{feff}')) && !bytes.contains(&0);
    if plain && !bytes.starts_with(b"\x84\x31\x95\x33") {
        assert_eq!(recognise(bytes, None, "a.csv").map(|found| found.encoding).ok(), Some(Encoding::Utf8));
    }
}

type Walked = Vec<(Line, Vec<Vec<u8>>, usize)>;

fn walk(mut guard: Guard<'_>) -> Walked {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut walked = Vec::new();
    while let Some(line) = guard.advance(&mut fields) {
        let cells = match line.outcome {
            Ok(()) => fields.iter().map(|field| field.bytes().into_owned()).collect(),
            Err(_) => Vec::new(),
        };
        walked.push((line, cells, guard.position()));
    }
    walked
}

/// Every physical line is in one record; a record written again with its quotes reads as itself; a guard that
/// begins behind any record sees the rest as one that began at the start.
pub fn records(bytes: &[u8]) {
    let Some((&[choice, width], bytes)) = bytes.split_first_chunk() else { return };
    let delimiter = [b',', b'\t', b';', b'|'][usize::from(choice % 4)];
    let quote = if choice & 4 == 0 { b'"' } else { b'\'' };
    let escape = (choice & 8 != 0).then_some(b'\\');
    let dialect = Dialect { delimiter, quote, escape };
    let width = usize::from(width % 8) + 1;
    let notes = NonDataRows::new(Encoding::Utf8, Vec::new(), Vec::new());
    let begin = |at, row| walk(Guard::new(bytes, at, row, dialect, Some(width)).watching(&notes));
    let walked = begin(0, 1);
    let lines: u64 = walked.iter().map(|(line, ..)| line.lines).sum();
    assert_eq!(lines, count_lines(bytes), "lines are lost");
    let mut row = 1;
    for (line, cells, _) in &walked {
        assert_eq!(line.row, row);
        row += line.lines;
        if line.outcome.is_ok() {
            assert!(line.lines == 1 || cells.len() == width, "a record of several lines has all its cells");
            let doubled = Dialect { escape: None, ..dialect };
            let written = write(cells, doubled);
            let again = walk(Guard::new(&written, 0, 1, doubled, None));
            let cells_again = again.first().map(|(_, cells, _)| cells);
            assert!(line.lines > 8 || cells_again == Some(cells), "a record does not read as it was written");
        }
    }
    let step = walked.len() / 8 + 1;
    for (at, (line, _, position)) in walked.iter().enumerate().step_by(step) {
        assert!(begin(*position, line.row + line.lines) == walked[at + 1..], "the rest is read otherwise");
    }
}

/// Cells with quotes around each, as any reader of the dialect takes them.
fn write(cells: &[Vec<u8>], dialect: Dialect) -> Vec<u8> {
    let mut written = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            written.push(dialect.delimiter);
        }
        written.push(dialect.quote);
        for byte in cell {
            written.extend(std::iter::repeat_n(*byte, 1 + usize::from(*byte == dialect.quote)));
        }
        written.push(dialect.quote);
    }
    written
}

/// The header and the rows above it are rows of the file; no two columns are one field; what the report says
/// of the rows adds up, for candidates and for tables of any columns. `scratch` is a file to write to.
pub fn headers(bytes: &[u8], scratch: &Path) {
    std::fs::write(scratch, bytes).expect("the scratch file can be written");
    let scores = accounted(read_scores(scratch, &ReadOptions::default(), None));
    let table = accounted(read_table(scratch, &ReadOptions::default()));
    for report in [scores.map(|read| read.1), table.as_ref().map(|read| read.1.clone())].into_iter().flatten()
    {
        let header_row = report.header_row.expect("a file has a header");
        assert_eq!(header_row, report.preamble + 1);
        assert!(header_row + report.header_rows - 1 <= report.physical_rows);
        let mut fields: Vec<&String> = report.columns.iter().filter_map(|c| c.field.as_ref()).collect();
        let count = fields.len();
        fields.sort();
        fields.dedup();
        let any_columns = report.columns.iter().all(|c| c.field.as_ref() == Some(&c.place.header));
        assert!(fields.len() == count || any_columns, "two columns for one field");
    }
    if let Some((table, report)) = table {
        assert!(table.rows.iter().all(|row| row.len() == table.headers.len()), "a row of another width");
        assert_eq!((table.rows.len() as u64, table.row_numbers.len()), (report.accepted, table.rows.len()));
    }
}

/// A cell is a score within the full mark, a mark or a finding, and a score is the number that is written.
pub fn scores(bytes: &[u8], scratch: &Path) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Reading::Score(number) =
            CellReader::new(Encoding::Utf8, &Policy::default()).read(Field::plain(bytes))
    {
        let written: f64 = text.trim_matches(|c: char| !c.is_ascii_graphic()).parse().expect("a number");
        let read = number.mantissa as f64 / 10f64.powi(i32::from(number.decimals));
        assert!((written - read).abs() <= written.abs() * 1e-12, "{written} was read as {read}");
    }
    let sheet = ["考号,数学,语文\n".as_bytes(), bytes].concat();
    std::fs::write(scratch, sheet).expect("the scratch file can be written");
    let full_marks = ["math", "chinese"].map(|id| (id.to_owned(), Rational::from_integer(150)));
    let options = ReadOptions { full_marks: full_marks.into(), ..ReadOptions::default() };
    let Some((records, report)) = accounted(read_scores(scratch, &options, None)) else { return };
    assert_eq!(report.accepted, records.len as u64);
    for column in &records.scores {
        assert!(column.ticks.len() == records.len && column.marks.len() == records.len);
        for (ticks, mark) in column.ticks.iter().zip(&column.marks) {
            let score = column.subject.scale.score(i64::from(*ticks));
            let most = column.subject.full_mark.unwrap_or(score);
            assert!(*mark != Mark::Scored || (score <= most && *ticks >= 0), "a score beyond the full mark");
            assert!(*mark == Mark::Scored || *ticks == 0, "a mark with a number");
        }
    }
}

fn accounted<T>(read: Result<(T, Report)>) -> Option<(T, Report)> {
    match read {
        Ok((read, report)) => {
            assert_eq!(report.accounted(), report.physical_rows, "rows are lost");
            Some((read, report))
        }
        Err(fault @ (Error::RowsLost { .. } | Error::Internal { .. })) => panic!("{fault}"),
        Err(_) => None,
    }
}
