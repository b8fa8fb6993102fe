//! What reading a file did, in lines for people.

use crate::intake::Report;
use crate::lang::{Lang, Text};

/// Lines for people: how many rows of a file were accepted, refused, and why.
pub fn describe(report: &Report, lang: Lang) -> Vec<String> {
    let mut lines = summary(report, lang);
    lines.extend(
        report.grouped().iter().map(|group| format!("  {} {}", group.cause.code(), group.describe(lang))),
    );
    lines
}

/// How many rows of a file were accepted, and what the policy decided; what was found stands among the notices.
pub fn summary(report: &Report, lang: Lang) -> Vec<String> {
    let (accepted, rejected, other) = (report.accepted, report.rejected.len(), report.non_data.len());
    let head = Text::new("采用", "accepted").get(lang);
    let mut lines = vec![lang.pick(
        format!("{}：{head} {accepted} 行，拒收 {rejected} 行，非数据行 {other} 行", report.file),
        format!("{}: {head} {accepted} rows, rejected {rejected}, not data {other}", report.file),
    )];
    lines.extend(report.policy.iter().map(|(rule, cells)| {
        lang.pick(format!("  口径 {rule}：{cells} 格"), format!("  policy {rule}: {cells} cells"))
    }));
    lines
}
