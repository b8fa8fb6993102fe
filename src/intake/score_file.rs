//! A file of candidates' scores, from its bytes to records and report.

use std::path::Path;

use super::ReadOptions;
use super::builder::Builder;
use super::causes::Cause;
use super::dialect::{self, Judge, Layout, Rank};
use super::fields::Field;
use super::guard::Guard;
use super::headers::{self, Column, Role};
use super::lines::count_lines;
use super::long::LongBuilder;
use super::merged::merged_headers;
use super::non_data::NonDataRows;
use super::policy::Duplicates;
use super::report::{ColumnUse, Rejected, Report};
use super::source::Source;
use crate::error::{Error, Place, Result};
use crate::records::Records;

/// Reads candidates' scores: one row per candidate, one column per subject.
///
/// Every physical row is accepted, rejected with a cause, or recognised as no candidate; every score cell is
/// a score, a mark, or a finding. Row numbers are physical lines, the first being 1. `progress` is told the
/// bytes done, at most once per MiB and at the end.
///
/// # Errors
/// Not readable, no encoding, no header, no score column, two columns for one field, an option that means
/// nothing. Doubtful rows and cells are no errors; they are in the report.
pub fn read_scores(
    path: &Path,
    options: &ReadOptions,
    progress: Option<&dyn Fn(u64)>,
) -> Result<(Records, Report)> {
    let mut source = Source::open(path, options.encoding)?;
    let judge = Judge { rank: &|cells, alike, _| rank(cells, alike, options), merge: merged_headers };
    let layout = dialect::find(&mut source, &judge, options)?;
    let columns = score_columns(&layout.headers, options, &source.place().at_row(layout.header_row))?;
    let mut report = source.report();
    describe(&mut report, &source, &layout, &columns);
    let identity = identity_columns(&columns);
    let non_data = NonDataRows::new(source.encoding, layout.raw_headers.clone(), identity);
    let records = if headers::is_long(&columns) {
        let mut builder = LongBuilder::new(&columns, options, source.encoding)?;
        walk(&source, &layout, &non_data, &mut report, progress, |row, fields, report| {
            builder.push(row, fields, report);
        });
        builder.finish(&mut report)?
    } else {
        let mut builder = Builder::new(&columns, options, source.encoding)?;
        walk(&source, &layout, &non_data, &mut report, progress, |row, fields, report| {
            builder.push(row, fields, report);
        });
        builder.finish(&mut report)?
    };
    settle(&mut report, options)?;
    Ok((records, report))
}

/// Holds the account to its sum and to what the policy says of repeated candidates.
pub(super) fn settle(report: &mut Report, options: &ReadOptions) -> Result<()> {
    report.check()?;
    let repeated =
        |rejected: &&Rejected| matches!(rejected.cause, Cause::DuplicateCandidate | Cause::SameSubjectTwice);
    match report.rejected.iter().find(repeated) {
        Some(first) if options.policy.duplicates == Duplicates::Refuse => Err(Error::RepeatedCandidates {
            place: Place::file(&report.file).at_row(first.row),
            count: report.rejected.iter().filter(repeated).count() as u64,
        }),
        _ => Ok(()),
    }
}

fn rank(cells: &[String], alike: usize, options: &ReadOptions) -> Option<Rank> {
    let (mapped, recognised) = (headers::mapped(cells, options), headers::recognised(cells));
    (mapped + recognised > 0).then_some([mapped, recognised, alike])
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

/// Columns in which 合计 and the like may stand.
pub(super) fn identity_columns(columns: &[Column]) -> Vec<usize> {
    let is_identity = |role: &Role| match role {
        Role::CandidateId | Role::Name => true,
        Role::Key(key) => key == "school" || key == "class",
        _ => false,
    };
    columns.iter().filter(|column| is_identity(&column.role)).map(|column| column.place.index).collect()
}

pub(super) fn column_uses(columns: &[Column]) -> Vec<ColumnUse> {
    let used = |column: &Column| ColumnUse {
        place: column.place.clone(),
        field: column.role.field(),
        reason: column.reason,
    };
    columns.iter().map(used).collect()
}

fn describe(report: &mut Report, source: &Source, layout: &Layout, columns: &[Column]) {
    report.columns = column_uses(columns);
    count_head(report, source, layout);
}

/// The rows above the data, and the number that all rows must add up to.
pub(super) fn count_head(report: &mut Report, source: &Source, layout: &Layout) {
    report.delimiter = Some(char::from(layout.dialect.delimiter));
    report.header_row = Some(layout.header_row);
    report.header_rows = layout.header_rows;
    report.preamble = layout.header_row - 1;
    report.physical_rows = count_lines(&source.bytes);
}

/// Gives `take` every row below the header that may be data, with as many fields as the header; puts all
/// others into the report.
pub(super) fn walk<'a>(
    source: &'a Source,
    layout: &Layout,
    non_data: &'a NonDataRows,
    report: &mut Report,
    progress: Option<&dyn Fn(u64)>,
    mut take: impl FnMut(u64, &[Field<'a>], &mut Report),
) {
    let width = layout.headers.len();
    let mut guard =
        Guard::new(&source.bytes, layout.data_start, layout.data_row, layout.dialect, Some(width))
            .watching(non_data);
    let mut fields = Vec::with_capacity(width);
    let mut told = 0;
    while let Some(line) = guard.advance(&mut fields) {
        if line.outcome.is_ok() {
            report.continuation += line.lines - 1;
        }
        match line.outcome {
            Err(cause) => (line.row..line.row + line.lines).for_each(|row| report.reject(row, cause)),
            Ok(()) => match non_data.recognise(&fields) {
                Some(reason) => report.non_data.push((line.row, reason)),
                None if fields.len() < width => report.reject(line.row, Cause::ShortRow),
                None if fields.len() > width => report.reject(line.row, Cause::LongRow),
                None => take(line.row, &fields, report),
            },
        }
        if let Some(progress) = progress
            && guard.position() - told >= 1 << 20
        {
            told = guard.position();
            // Of the file, where the bytes walked are its transcoded text.
            progress((told as u128 * u128::from(source.size) / source.bytes.len() as u128) as u64);
        }
    }
    if let Some(progress) = progress {
        progress(source.size);
    }
}
