//! What cells of a workbook or frame were before they were text: numbers where codes should be, dates, formulas.

use super::aliases::{Meaning, meaning};
use super::causes::Cause;
use super::container::Kind;
use super::report::Report;
use super::source::Sheet;
use super::text::header_key;

/// Whether a column holds ids or codes, in which a leading zero means something.
pub(super) fn holds_codes(header: &str, field: Option<&str>) -> bool {
    let by_header = match meaning(header) {
        Some(Meaning::Identity { field, .. }) => matches!(field, "candidate_id" | "school_code"),
        _ => ["代码", "编码", "代号", "code"].iter().any(|ending| header_key(header).ends_with(ending)),
    };
    by_header || matches!(field, Some("candidate_id" | "school_code"))
}

/// Whether a column holds names or codes, which are never dates.
fn holds_words(header: &str, field: Option<&str>) -> bool {
    const WORDS: [&str; 8] =
        ["candidate_id", "name", "school", "school_code", "class", "grade", "track", "district"];
    let of_header = match meaning(header) {
        Some(Meaning::Identity { field, .. }) => WORDS.contains(&field),
        _ => false,
    };
    of_header || field.is_some_and(|field| WORDS.contains(&field))
}

/// Reports what the cells of a sheet were, from the first row of data on.
pub(super) fn doubt_sheet(sheet: Option<&Sheet>, data_row: u64, report: &mut Report) {
    let Some(sheet) = sheet else { return };
    if sheet.chosen_of > 1 {
        report.find_many(1, None, Cause::SheetChosen, 1);
    }
    if sheet.refers_to_others {
        report.find_many(1, None, Cause::OtherWorkbooks, 1);
    }
    let columns: Vec<_> =
        report.columns.iter().map(|used| (used.place.clone(), used.field.clone())).collect();
    for (place, field) in columns {
        let field = field.as_deref();
        let is_score = field.is_some_and(|field| {
            field.starts_with("subject:") || field.starts_with("progress:") || field == "score"
        });
        let doubts = [
            (Kind::Number, Cause::NumericCode, holds_codes(&place.header, field)),
            (Kind::Date, Cause::DateForText, holds_words(&place.header, field)),
            // Those of scores were found cell by cell.
            (Kind::NotComputed, Cause::NotComputed, field.is_some() && !is_score),
        ];
        for (kind, cause, _) in doubts.into_iter().filter(|(_, _, asked)| *asked) {
            if let Some((count, first)) = sheet.kinds.count_below(kind, place.index, data_row) {
                report.find_many(first, Some(&place), cause, count);
            }
        }
    }
}
