//! What reading found, put together over the files of a source.

use super::Notice;
use crate::intake::{Cause, FindingGroup, Report};
use crate::subjects::{TOTAL, subject_name};

/// The findings of files, the columns that were not used, and totals that were made. `source`: the id of the
/// source that the files are of.
pub fn of_reports<'a>(source: Option<&str>, reports: impl Iterator<Item = &'a Report>) -> Vec<Notice> {
    merged(reports.flat_map(|report| of_report(source, report)))
}

/// The same of one file.
pub fn of_report(source: Option<&str>, report: &Report) -> Vec<Notice> {
    let (source, files) = (source.map(str::to_owned), vec![report.file.clone()]);
    let finding = |group| Notice::Finding { source: source.clone(), group, files: files.clone() };
    let mut notices: Vec<Notice> = told_together(report).into_iter().map(finding).collect();
    let unknown = report.columns.iter().filter(|column| column.is_unknown());
    let headers: Vec<String> = unknown.map(|column| column.place.header.clone()).collect();
    if !headers.is_empty() {
        notices.push(Notice::UnusedColumns { source: source.clone(), files: files.clone(), headers });
    }
    if report.total_derived {
        let subject = |used: &crate::intake::ColumnUse| {
            let id = used.field.as_deref()?.strip_prefix("subject:")?;
            (id != TOTAL).then(|| id.to_owned())
        };
        let subjects = report.columns.iter().filter_map(subject).collect();
        notices.push(Notice::DerivedTotal { source, files, subjects });
    }
    notices
}

/// A row of totals that does not agree is one thing to look at, in however many columns, and so are marks that are not
/// known: a rule for them holds for the whole file.
fn told_together(report: &Report) -> Vec<FindingGroup> {
    let mut all: Vec<FindingGroup> = Vec::new();
    for mut group in report.grouped() {
        let is_one = matches!(group.cause, Cause::TotalRowDiffers | Cause::UnknownMark);
        if group.cause == Cause::UnknownMark {
            group.offers = report.offered_rules();
        }
        match all.iter_mut().find(|known| is_one && known.cause == group.cause) {
            Some(known) => {
                known.count += group.count;
                known.first_row = known.first_row.min(group.first_row);
                known.others.extend(group.column);
            }
            None => all.push(group),
        }
    }
    all
}

/// Notices of several files, of which those that tell the same of some are one; findings first.
pub fn merged(notices: impl Iterator<Item = Notice>) -> Vec<Notice> {
    let mut all: Vec<Notice> = Vec::new();
    for notice in notices {
        if !all.iter_mut().any(|known| tells_also(known, &notice)) {
            all.push(notice);
        }
    }
    let (findings, rest) = all.into_iter().partition::<Vec<_>, _>(|n| matches!(n, Notice::Finding { .. }));
    [findings, rest].concat()
}

/// Lets a notice tell what another does too, where that is the same of further files.
fn tells_also(notice: &mut Notice, other: &Notice) -> bool {
    let header = |group: &FindingGroup| -> Vec<String> {
        group.column.iter().chain(&group.others).map(|column| column.header.clone()).collect()
    };
    let (files, more) = match (notice, other) {
        (Notice::Finding { group, files, .. }, Notice::Finding { group: of, files: more, .. })
            if group.cause == of.cause && header(group) == header(of) =>
        {
            group.count += of.count;
            (files, more)
        }
        (
            Notice::UnusedColumns { headers, files, .. },
            Notice::UnusedColumns { headers: of, files: more, .. },
        ) if headers == of => (files, more),
        (
            Notice::DerivedTotal { subjects, files, .. },
            Notice::DerivedTotal { subjects: of, files: more, .. },
        ) if subjects == of => (files, more),
        _ => return false,
    };
    for file in more {
        add(files, file);
    }
    true
}

fn add(files: &mut Vec<String>, file: &str) {
    if files.iter().all(|known| known != file) {
        files.push(file.to_owned());
    }
}

/// Subjects as people call them.
pub(super) fn subject_names(ids: &[String], lang: crate::lang::Lang) -> String {
    let names: Vec<&str> = ids.iter().map(|id| subject_name(id, lang)).collect();
    names.join(lang.pick("、", ", "))
}
