//! The catalogue of texts that stand in score cells instead of a score.

use super::text::{narrow, trim};
use crate::records::Mark;

/// Every text of the catalogue and what it means; matching ignores width, case and spaces around it.
pub const MARKS: &[(&str, Mark)] = &[
    ("缺考", Mark::Absent),
    ("缺", Mark::Absent),
    ("弃考", Mark::Absent),
    ("旷考", Mark::Absent),
    ("缺卷", Mark::Absent),
    ("无成绩", Mark::Absent),
    ("未交", Mark::Absent),
    ("未考", Mark::Absent),
    ("absent", Mark::Absent),
    // A dash says as little as a blank: an elective not taken, or no score.
    ("-", Mark::Blank),
    ("--", Mark::Blank),
    ("—", Mark::Blank),
    ("——", Mark::Blank),
    ("–", Mark::Blank),
    ("/", Mark::Blank),
    ("无", Mark::Absent),
    ("缓考", Mark::Deferred),
    ("deferred", Mark::Deferred),
    ("免考", Mark::Exempt),
    ("免修", Mark::Exempt),
    ("病假", Mark::Exempt),
    ("休学", Mark::Exempt),
    ("转学", Mark::Exempt),
    ("exempt", Mark::Exempt),
    ("作弊", Mark::Violation),
    ("舞弊", Mark::Violation),
    ("违纪", Mark::Violation),
    ("取消", Mark::Violation),
    ("violation", Mark::Violation),
];

/// The entry of the catalogue for a text, if it has one.
pub(super) fn find(text: &str) -> Option<&'static (&'static str, Mark)> {
    let plain = narrow(text);
    let plain = trim(&plain);
    MARKS.iter().find(|(word, _)| word.eq_ignore_ascii_case(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_any_width() {
        let mark = |text| find(text).map(|entry| entry.1);
        assert_eq!(mark("缺考\u{3000}"), Some(Mark::Absent));
        assert_eq!(mark("/"), Some(Mark::Blank));
        assert_eq!(mark("ABSENT"), Some(Mark::Absent));
        assert_eq!(mark("违纪"), Some(Mark::Violation));
        assert_eq!(mark("优秀"), None);
        assert_eq!(mark("缺考2"), None);
    }
}
