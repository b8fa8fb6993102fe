//! A file of candidates' scores: what its columns are, and its records.

use std::path::Path;

use super::ReadOptions;
use super::candidates::{Pace, Wanted, read_candidates};
use super::causes::Cause;
use super::chunk::MAX_LINE_BYTES;
use super::dialect::{Judge, Layout};
use super::fields::{Dialect, NO_QUOTE};
use super::findings::Rejected;
use super::guard::Guard;
use super::headers::{self, Column, Role};
use super::merged::merged_headers;
use super::non_data::NonDataRows;
use super::opened::Opened;
use super::policy::{Duplicates, Policy};
use super::report::{ColumnUse, Report};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::records::Records;

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
            count: report.rejected.iter().filter(repeated).count() as u64,
        }),
        _ => Ok(()),
    }
}

/// How the header of a file of scores is found.
pub(super) fn judge(options: &ReadOptions) -> Judge<'_> {
    Judge {
        rank: Box::new(|cells, alike, _| {
            let (mapped, recognised) = (headers::mapped(cells, options), headers::recognised(cells));
            (mapped + recognised > 0).then_some([mapped, recognised, alike])
        }),
        likelihood: Box::new(|headers| likelihood(headers, options)),
        merge: merged_headers,
    }
}

/// Scores are likeliest where candidates have them: beside an id or a name.
fn likelihood(headers: &[String], options: &ReadOptions) -> usize {
    match headers::resolve(headers, options, &Place::default()) {
        Ok(columns) => {
            let has = |wanted: &dyn Fn(&Role) -> bool| columns.iter().any(|column| wanted(&column.role));
            let scores = has(&|role| matches!(role, Role::Subject(_) | Role::LongScore));
            let people = has(&|role| matches!(role, Role::CandidateId | Role::Name));
            if scores { 2 + usize::from(people) } else { 0 }
        }
        // Scores beyond doubt, with a fault that must be told.
        Err(Error::DuplicateColumn { .. }) => 3,
        Err(_) => usize::from(headers::recognised(headers) > 1),
    }
}

/// What each column is; at least one must hold scores.
pub(super) fn score_columns(headers: &[String], options: &ReadOptions, place: &Place) -> Result<Vec<Column>> {
    let columns = headers::resolve(headers, options, place)?;
    if columns.iter().any(|column| matches!(column.role, Role::Subject(_) | Role::LongScore)) {
        return Ok(columns);
    }
    let headers = headers.iter().filter(|header| !header.is_empty()).cloned().collect();
    Err(Error::NoScoreColumn { place: place.clone(), headers })
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
        .with_ids(ids, layout.width(), first.into_iter()))
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
    let subjects = columns.iter().filter(|column| matches!(column.role, Role::Subject(_)));
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
