//! Everything that can be found wrong with one file of which no configuration speaks.

use std::path::Path;

use super::check::{Checked, Scope};
use super::notices::{Notice, doubtful_full_marks, of_reports};
use super::sheets::{holds_nothing, written_sheets};
use crate::error::Error;
use crate::exam::Exam;
use crate::intake::{
    ReadOptions, is_score_table, read_score_table, read_scores, read_table, score_table_tally,
};

/// Reads a file, each of the sheets that are asked for by itself; sheets that a pattern names and that hold nothing
/// are passed over.
pub fn check_file(path: &Path, options: &ReadOptions, allowed: [f64; 2]) -> Vec<Checked> {
    let sheets = match written_sheets(path, options.sheet.as_deref()) {
        Ok(sheets) => sheets,
        Err(fault) => return vec![Checked::of(Scope::Input, path.display().to_string()).with(fault)],
    };
    let mut all = Vec::new();
    for sheet in sheets {
        let options = ReadOptions { sheet: sheet.name.clone(), ..options.clone() };
        let mut checked = check_sheet(path, sheet.of(path), &options, allowed);
        if sheet.by_pattern && checked.faults.iter().any(holds_nothing) {
            checked.faults.clear();
            checked.notices = vec![Notice::SheetNotRead { sheet: sheet.of(path) }];
        }
        all.push(checked);
    }
    all
}

/// Reads one sheet, or a file without any, as what it looks like: a score table, candidates' scores, or a table of any columns.
fn check_sheet(path: &Path, subject: String, options: &ReadOptions, allowed: [f64; 2]) -> Checked {
    let mut checked = Checked::of(Scope::Input, subject);
    if is_score_table(path, options) {
        let read = read_score_table(path, options).and_then(|table| {
            score_table_tally(&table, &[], &table.report.file)?;
            Ok(Some(table.report).filter(|report| !report.grouped().is_empty()))
        });
        checked.take(read, allowed);
        return checked;
    }
    let mut doubts = Vec::new();
    let report = match read_scores(path, options, None) {
        Ok((records, report)) => {
            doubts = doubtful_full_marks(None, &Exam::from_records(records)).unwrap_or_default();
            Ok(report)
        }
        Err(Error::NoScoreColumn { .. } | Error::HeaderNotFound { .. }) => {
            read_table(path, options).map(|(_, report)| report)
        }
        Err(fault) => Err(fault),
    };
    checked.take(report.map(Some), allowed);
    checked.notices = of_reports(None, checked.report.iter());
    checked.notices.extend(doubts);
    checked
}
