//! What reading found, put together over the files of a source.

use super::Notice;
use crate::intake::{FindingGroup, Report};
use crate::subjects::{TOTAL, subject_name};

/// The findings of files, the columns that were not used, and totals that were made. `source`: the id of the
/// source that the files are of.
pub fn of_reports<'a>(source: Option<&str>, reports: impl Iterator<Item = &'a Report>) -> Vec<Notice> {
    let (mut notices, mut findings) = (Vec::new(), Vec::new());
    for report in reports {
        for group in report.grouped() {
            add_finding(&mut findings, report, &group);
        }
        add_unused(&mut notices, source, report);
        if report.total_derived {
            add_total(&mut notices, source, report);
        }
    }
    notices.splice(0..0, findings);
    notices
}

fn add_finding(notices: &mut Vec<Notice>, report: &Report, group: &FindingGroup) {
    let header = |group: &FindingGroup| group.column.as_ref().map(|column| column.header.clone());
    let same = notices.iter_mut().find_map(|notice| match notice {
        Notice::Finding { group: known, files }
            if known.cause == group.cause && header(known) == header(group) =>
        {
            Some((known, files))
        }
        _ => None,
    });
    match same {
        Some((known, files)) => {
            known.count += group.count;
            add(files, &report.file);
        }
        None => notices.push(Notice::Finding { group: group.clone(), files: vec![report.file.clone()] }),
    }
}

fn add_unused(notices: &mut Vec<Notice>, source: Option<&str>, report: &Report) {
    let unknown = report.columns.iter().filter(|column| column.is_unknown());
    let unknown: Vec<String> = unknown.map(|column| column.place.header.clone()).collect();
    if unknown.is_empty() {
        return;
    }
    let same = notices.iter_mut().find_map(|notice| match notice {
        Notice::UnusedColumns { headers, files, .. } if *headers == unknown => Some(files),
        _ => None,
    });
    match same {
        Some(files) => add(files, &report.file),
        None => notices.push(Notice::UnusedColumns {
            source: source.map(str::to_owned),
            files: vec![report.file.clone()],
            headers: unknown,
        }),
    }
}

fn add_total(notices: &mut Vec<Notice>, source: Option<&str>, report: &Report) {
    let subject = |used: &crate::intake::ColumnUse| {
        let id = used.field.as_deref()?.strip_prefix("subject:")?;
        (id != TOTAL).then(|| id.to_owned())
    };
    let summed: Vec<String> = report.columns.iter().filter_map(subject).collect();
    let same = notices.iter_mut().find_map(|notice| match notice {
        Notice::DerivedTotal { subjects, files, .. } if *subjects == summed => Some(files),
        _ => None,
    });
    match same {
        Some(files) => add(files, &report.file),
        None => notices.push(Notice::DerivedTotal {
            source: source.map(str::to_owned),
            files: vec![report.file.clone()],
            subjects: summed,
        }),
    }
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
