//! What the user says of columns: a header, or the letters of a column, and the field that it is.

use super::ReadOptions;
use super::aliases::{ALIASES, Meaning, meaning};
use super::headers::{EXAM, Role, identity};
use super::text::header_key;
use crate::error::{Error, Place, Result};
use crate::lang::{Text, nearest};
use crate::subjects::{TOTAL, find_subject, subject_id};

/// What a line of a mapping is about.
pub(super) enum Mapped {
    /// Every column with this header.
    Header(String),
    /// The one with this index, named by its letters: equal headers are told apart by them.
    Column(usize),
}

/// The index of a column by its letters in Excel: A, B, …, AA.
fn column_of_letters(letters: &str) -> Option<usize> {
    let plain = (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
    let place = |number, letter| 26 * number + usize::from(letter - b'A') + 1;
    plain.then(|| letters.bytes().fold(0, place) - 1)
}

impl Mapped {
    /// Whether it is about the column of this index, whose header has this key.
    pub fn is(&self, index: usize, key: &str) -> bool {
        match self {
            Mapped::Header(mapped) => mapped == key,
            Mapped::Column(at) => *at == index,
        }
    }
}

/// The lines of the mapping.
///
/// # Errors
/// A header that is not there, a field that means nothing.
pub(super) fn mapping(
    headers: &[String],
    options: &ReadOptions,
    place: &Place,
) -> Result<Vec<(Mapped, Role)>> {
    let mut mapping = Vec::new();
    for (header, word) in &options.columns {
        let key = header_key(header);
        let named = headers.iter().any(|present| header_key(present) == key);
        let lettered = column_of_letters(header).filter(|at| !named && *at < headers.len());
        if !named && lettered.is_none() {
            return Err(Error::ColumnNotFound {
                place: place.clone(),
                column: header.clone(),
                available: headers.iter().filter(|h| !h.is_empty()).cloned().collect(),
                suggestion: nearest(header, headers.iter().map(String::as_str)),
            });
        }
        let what = lettered.map_or(Mapped::Header(key), Mapped::Column);
        mapping.push((what, named_role(word)?));
    }
    Ok(mapping)
}

/// The role that a user's word names: a field, `subject:<id>`, a known subject, `key:<name>` or `ignore`.
fn named_role(word: &str) -> Result<Role> {
    let bare = word.trim();
    if bare.eq_ignore_ascii_case("ignore") {
        return Ok(Role::Ignored);
    }
    match bare {
        "subject" => return Ok(Role::SubjectName),
        "score" => return Ok(Role::LongScore),
        _ => {}
    }
    if let Some(subject) = bare.strip_prefix("subject:").map(str::trim).filter(|s| !s.is_empty()) {
        return Ok(Role::Subject(subject_id(subject).to_owned()));
    }
    if let Some(subject) = bare.strip_prefix("progress:").map(subject_id).filter(|id| *id != TOTAL)
        && !subject.trim().is_empty()
    {
        return Ok(Role::Progress(subject.trim().to_owned()));
    }
    if let Some(key) = bare.strip_prefix("key:").map(str::trim).filter(|k| !k.is_empty()) {
        return Ok(Role::Key(key.to_owned()));
    }
    if bare == EXAM {
        return Ok(Role::Key(EXAM.to_owned()));
    }
    if let Some(alias) = ALIASES.iter().find(|alias| alias.field == bare) {
        return Ok(identity(alias.field));
    }
    if let Some(id) = find_subject(bare) {
        return Ok(Role::Subject(id.to_owned()));
    }
    if let Some(Meaning::Identity { field, .. }) = meaning(bare) {
        return Ok(identity(field));
    }
    Err(Error::InvalidArgument {
        argument: "columns".to_owned(),
        found: word.to_owned(),
        expected: Text::new(
            "字段名（candidate_id、name、school、class 等）、subject:科目、progress:科目（可以为负，不计入总分）、key:分组 或 ignore",
            "a field (candidate_id, name, school, class, …), subject:<id>, progress:<id> (may be below zero, no part of the total), key:<name> or ignore",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_excel() {
        let found = ["A", "Z", "AB", "a", "1"].map(column_of_letters);
        assert_eq!(found, [Some(0), Some(25), Some(27), None, None]);
    }
}
