//! Which key names the schools, and who is of none.

use crate::exam::Exam;

/// The key of the schools: the one asked for, else their code or name, whichever is at hand.
pub fn school_key(exam: &Exam, asked: Option<&str>) -> Option<String> {
    let at_hand = exam.keys();
    let known = || ["school_code", "school"].into_iter().find(|key| at_hand.iter().any(|k| k == key));
    asked.or_else(known).map(str::to_owned)
}

/// Whether a school is known. A candidate whose school is not has no part in what is reckoned by schools (errors
/// clustered by them, variances between them, models of them): not one more school, which would be larger than any
/// and no draw of anything. A value that needs no schools counts the candidate all the same.
pub fn is_school(label: &str) -> bool {
    !label.is_empty()
}
