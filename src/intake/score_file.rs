//! A file of candidates' scores: what its columns are, and its records.

use std::path::Path;

use super::ReadOptions;
use super::candidates::read_candidates;
use super::causes::Cause;
use super::choices::{choices, is_garbled};
use super::chunk::MAX_LINE_BYTES;
use super::dialect::{Judge, Layout, header_text};
use super::encoding::Encoding;
use super::fields::{Dialect, NO_QUOTE};
use super::findings::{Mend, Rejected};
use super::guard::Guard;
use super::header_or_data::is_row_among;
use super::headers::{self, Column, Role};
use super::merged::merged_headers;
use super::non_data::NonDataRows;
use super::opened::Opened;
use super::policy::{Duplicates, Policy};
use super::report::{ColumnUse, Report};
use super::score_table::{of_batches, rank_header};
use super::wanted::{Pace, Wanted};
use crate::error::{ColumnPlace, Error, Place, Result, masked};
use crate::lang::Text;
use crate::records::Records;
use crate::subjects::find_subject;

/// The records of [`read_candidates`], all of them.
///
/// # Errors
/// As there.
pub fn read_scores(
    path: &Path,
    options: &ReadOptions,
    progress: Option<&dyn Fn(u64)>,
) -> Result<(Records, Report)> {
    let read = read_candidates(path, options, &Wanted::all_records(), Pace::default(), progress)?;
    let records = read.records.ok_or(Error::Internal { what: "records were not kept" })?;
    Ok((records, read.report))
}

/// Holds the account to its sum and to what the policy says of repeated candidates.
pub(super) fn settle(report: &mut Report, policy: &Policy) -> Result<()> {
    report.check()?;
    let repeated =
        |rejected: &&Rejected| matches!(rejected.cause, Cause::DuplicateCandidate | Cause::SameSubjectTwice);
    match report.rejected.iter().find(repeated) {
        Some(first) if policy.duplicates == Duplicates::Refuse => Err(Error::RepeatedCandidates {
            place: Place::file(&report.file).at_row(first.row),
            count: report.rejected.iter().filter(repeated).count() as u64
                + report
                    .rejected
                    .beyond()
                    .filter(|(_, first)| repeated(first))
                    .map(|(more, _)| more)
                    .sum::<u64>(),
        }),
        _ => Ok(()),
    }
}

/// How the header of a file of scores is found.
pub(super) fn judge(options: &ReadOptions) -> Judge<'_> {
    Judge {
        rank: Box::new(|cells, alike, around| {
            let (mapped, recognised) = (headers::mapped(cells, options), headers::recognised(cells));
            let others = || [&around.above[..], &around.below].concat();
            let is_data = mapped == 0 && recognised > 0 && is_row_among(cells, &others());
            (mapped + recognised > 0 && !is_data).then_some([mapped, recognised, alike])
        }),
        likelihood: Box::new(|headers| likelihood(headers, options)),
        merge: merged_headers,
    }
}

/// Sheets with scores are alike, whether or not a known header of ids stands beside: an id may be headed anyhow.
fn likelihood(headers: &[String], options: &ReadOptions) -> usize {
    match headers::resolve(headers, options, &Place::default()) {
        Ok(columns) => {
            let is_score =
                |column: &Column| column.role.subject().is_some() || column.role == Role::LongScore;
            if columns.iter().any(is_score) { 3 } else { 0 }
        }
        // Scores beyond doubt, with a fault that must be told.
        Err(Error::DuplicateColumn { .. }) => 3,
        Err(_) => usize::from(headers::recognised(headers) > 1),
    }
}

/// What each column is; at least one must hold scores.
pub(super) fn score_columns(headers: &[String], options: &ReadOptions, place: &Place) -> Result<Vec<Column>> {
    let columns = headers::resolve(headers, options, place)?;
    if columns.iter().any(|column| column.role.subject().is_some() || column.role == Role::LongScore) {
        return Ok(columns);
    }
    let headers: Vec<String> = headers.iter().filter(|header| !header.is_empty()).cloned().collect();
    let choose = subjects_of_one_exam(&headers);
    let ranks = rank_header(&headers, options)
        .map(|header| Mend::Column { header: header.clone(), field: "cumulative".to_owned() }.as_option());
    Err(Error::NoScoreColumn { place: place.clone(), headers, choose, ranks })
}

/// The mapping of the first examination whose name stands before or after its subjects: 期中语文, 期中数学, 期末语文, …;
/// 语文1, 数学1, 语文2, ….
fn subjects_of_one_exam(headers: &[String]) -> Vec<String> {
    let of_first = |split: &dyn Fn(&str) -> Option<(String, String)>| -> Vec<String> {
        let Some((first, _)) = headers.iter().find_map(|header| split(header)) else { return Vec::new() };
        let lines = headers.iter().filter_map(|header| {
            let (_, subject) = split(header).filter(|(exam, _)| *exam == first)?;
            Some(Mend::Column { header: header.clone(), field: subject }.as_option())
        });
        lines.collect()
    };
    let before = of_first(&|header| exam_and_subject(header));
    if before.is_empty() { of_first(&|header| subject_and_exam(header)) } else { before }
}

fn exam_and_subject(header: &str) -> Option<(String, String)> {
    let ends = header.char_indices().skip(1).map(|(at, _)| at);
    let found = ends
        .map(|at| header.split_at(at))
        .find(|(_, subject)| subject.chars().count() > 1 && find_subject(subject).is_some());
    found.map(|(exam, subject)| (exam.to_owned(), subject.to_owned()))
}

/// What stands after a subject and tells examinations apart, rather than scores from places or grades.
fn subject_and_exam(header: &str) -> Option<(String, String)> {
    let is_exam = |exam: &str| {
        let exam = exam.trim_matches(|c: char| c.is_whitespace() || "_-·（）()".contains(c));
        let is_number = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
        let words = ["期中", "期末", "月考", "模", "联考", "统考", "一诊", "二诊"];
        !exam.is_empty() && (exam.chars().all(is_number) || words.iter().any(|word| exam.ends_with(word)))
    };
    let mut ends: Vec<usize> = header.char_indices().skip(1).map(|(at, _)| at).collect();
    ends.reverse();
    let found = ends
        .into_iter()
        .map(|at| header.split_at(at))
        .find(|(subject, exam)| find_subject(subject.trim_end()).is_some() && is_exam(exam));
    found.map(|(subject, exam)| (exam.to_owned(), subject.trim_end().to_owned()))
}

/// The fault of a file in which no header is known, with the options that make scores of columns, should its first row
/// be the header.
pub(super) fn with_choices(fault: Error, path: &Path, options: &ReadOptions, whole: u64) -> Error {
    let Error::HeaderNotFound { place, seen, .. } = fault else { return fault };
    let first = ReadOptions { header_row: options.header_row.or(Some(1)), ..options.clone() };
    let opened = Opened::open(path, &first, &judge(&first), whole);
    let said = opened.ok().and_then(|opened| {
        let rows = first_rows(&opened)?;
        let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        (!is_of_pupils(&opened, &rows))
            .then(|| (choices_of(&opened, &rows), batches_of(&opened.layout.headers)))
    });
    let (choose, batches) = said.unwrap_or_default();
    Error::HeaderNotFound { place, seen, choose, batches }
}

fn first_rows(opened: &Opened) -> Option<Vec<Vec<String>>> {
    let head = opened.first_bytes().ok()?;
    let text =
        |cells: &Vec<Vec<u8>>| cells.iter().map(|cell| header_text(&opened.encoding.decode(cell))).collect();
    Some(opened.layout.first_rows(&head, SAMPLE).iter().map(|(_, cells)| text(cells)).collect())
}

/// Whether the header looks like a row of data.
fn is_of_pupils(opened: &Opened, rows: &[&[String]]) -> bool {
    opened.layout.header_rows > 0 && is_row_among(&opened.layout.headers, rows)
}

fn choices_of(opened: &Opened, rows: &[&[String]]) -> Vec<String> {
    let headers = &opened.layout.headers;
    let is_mistaken = opened.original == Encoding::Gb18030 && headers.iter().any(|h| is_garbled(h));
    let none = is_mistaken || opened.layout.header_rows == 0;
    if none { Vec::new() } else { choices(headers, rows) }
}

/// The options that read the first of several batches of a score table.
fn batches_of(headers: &[String]) -> Vec<String> {
    let columns = of_batches(headers).into_iter();
    let mends =
        columns.map(|(header, field)| Mend::Column { header: header.clone(), field: field.to_owned() });
    mends.map(|mend| mend.as_option()).collect()
}

/// The fault of a header without what it says, where it looks like a row of data: a pupil's, most likely.
pub(super) fn without_pupils(fault: Error, opened: &Opened) -> Error {
    let Some(rows) = first_rows(opened) else { return fault };
    let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
    if !is_of_pupils(opened, &rows) {
        return match fault {
            Error::NoScoreColumn { place, headers, choose, ranks } if choose.is_empty() => {
                Error::NoScoreColumn { place, headers, choose: choices_of(opened, &rows), ranks }
            }
            fault => fault,
        };
    }
    let all = |headers: Vec<String>| headers.iter().map(|header| masked(header)).collect();
    match fault {
        Error::ColumnNotFound { place, column, available, .. } => {
            Error::ColumnNotFound { place, column, available: all(available), suggestion: None }
        }
        Error::NoScoreColumn { place, headers, .. } => {
            Error::NoScoreColumn { place, headers: all(headers), choose: Vec::new(), ranks: None }
        }
        Error::DuplicateColumn { mut place, field, mut other } => {
            other.header = masked(&other.header);
            place.column = place.column.map(|at| ColumnPlace { header: masked(&at.header), ..at });
            Error::DuplicateColumn { place, field, other }
        }
        other => other,
    }
}

/// Rows that show what ids look like.
pub(super) const SAMPLE: usize = 40;

/// How rows that are no candidates are told in this file.
pub(super) fn non_data_rows(opened: &Opened, columns: &[Column]) -> Result<NonDataRows> {
    let (layout, encoding) = (&opened.layout, opened.encoding);
    let ids = columns.iter().find(|column| column.role == Role::CandidateId).map(|id| id.place.index);
    let head = opened.first_bytes()?;
    let width = Some(layout.width());
    let mut guard = Guard::new(&head, layout.data_start, layout.data_row, layout.dialect, width);
    let (mut fields, mut first) = (Vec::new(), Vec::new());
    while let Some(at) = ids.filter(|_| first.len() < SAMPLE)
        && let Some(line) = guard.advance(&mut fields)
    {
        if line.outcome.is_ok() && Some(fields.len()) == width {
            first.push(encoding.decode(fields[at].raw));
        }
    }
    Ok(NonDataRows::new(encoding, layout.raw_headers.clone(), identity_columns(columns))
        .with_digits(subject_columns(columns))
        .with_used(used_columns(columns))
        .with_ids(ids, layout.width(), first.into_iter()))
}

/// The columns that are used, where the user says of others that they are not.
pub(super) fn used_columns(columns: &[Column]) -> Option<Vec<usize>> {
    let is_left_out = |column: &Column| column.role == Role::Ignored && column.is_by_user();
    let used = columns.iter().filter(|column| column.role != Role::Ignored).map(|column| column.place.index);
    columns.iter().any(is_left_out).then(|| used.collect())
}

/// Columns in which 合计 and the like may stand.
pub(super) fn identity_columns(columns: &[Column]) -> Vec<usize> {
    let is_identity = |role: &Role| match role {
        Role::CandidateId | Role::Name => true,
        Role::Key(key) => key == "school" || key == "class",
        _ => false,
    };
    columns.iter().filter(|column| is_identity(&column.role)).map(|column| column.place.index).collect()
}

/// Columns of scores, in which a row of names is a header.
pub(super) fn subject_columns(columns: &[Column]) -> Vec<usize> {
    let subjects = columns.iter().filter(|column| column.role.subject().is_some());
    subjects.map(|column| column.place.index).collect()
}

pub(super) fn column_uses(columns: &[Column]) -> Vec<ColumnUse> {
    let used = |column: &Column| ColumnUse {
        place: column.place.clone(),
        field: column.role.field(),
        reason: column.reason,
    };
    columns.iter().map(used).collect()
}

/// Delimiter, header and the rows above it.
pub(super) fn describe_head(report: &mut Report, layout: &Layout) {
    let Dialect { delimiter, quote, .. } = layout.dialect;
    report.delimiter = report.sheet.is_none().then(|| char::from(delimiter));
    report.quote = (report.sheet.is_none() && quote != NO_QUOTE).then(|| char::from(quote));
    report.header_row = (layout.header_rows > 0).then_some(layout.header_row);
    report.header_rows = layout.header_rows;
    report.preamble = layout.header_row - 1;
    if layout.surplus > 0 {
        report.find(layout.header_row, None, Cause::SurplusCells);
    }
}

/// The refusal of a line that no export has.
pub(super) fn too_long(place: Place, found: u64) -> Error {
    let what = Text::new("一行的字节数", "bytes in one line");
    Error::LimitExceeded { place, what, found, allowed: MAX_LINE_BYTES }
}
