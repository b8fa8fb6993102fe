//! Joining the school list to the candidates: many candidates to one school, and nothing lost or multiplied.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::aliases::{Meaning, meaning};
use super::ids::is_destroyed;
use super::interner::tidy_label;
use crate::error::{Error, Place, Result};
use crate::lang::nearest;
use crate::records::{KeyColumn, Keyed, SmallTable};

/// What a join did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JoinReport {
    /// Keys that the candidates now have.
    pub added: Vec<String>,
    /// Schools of the list without a candidate; of a list with a stage, those of the stages that sat the examination.
    pub schools_without_candidates: Vec<String>,
    /// Candidates whose key is blank: their new keys are not known.
    pub candidates_without_key: u64,
}

/// Gives every candidate the columns of the school list (residence, district, stage, …) that it does not have
/// yet, matched on `key` as text: `041` is not `41`.
///
/// # Errors
/// [`Error::ColumnNotFound`] where the list has no such column, [`Error::KeyNotAtHand`] where the candidates
/// have none, [`Error::DuplicateKey`] for a school listed twice, [`Error::JoinUnmatched`] for candidates of a
/// school that is not in the list.
pub fn attach_schools(
    candidates: &mut impl Keyed,
    list: &SmallTable,
    key: &str,
    columns: &BTreeMap<String, String>,
) -> Result<JoinReport> {
    let fields: Vec<String> = list.headers.iter().map(|header| field_of(header, columns)).collect();
    let key_column = fields.iter().position(|field| field == key).ok_or_else(|| Error::ColumnNotFound {
        place: Place::file(&list.file),
        column: key.to_owned(),
        available: list.headers.clone(),
        suggestion: nearest(key, fields.iter().map(String::as_str)),
    })?;
    let codes = list.rows.iter().map(|row| row[key_column].as_str());
    if is_destroyed(codes) {
        let place = Place::file(&list.file).at_column(key_column, &list.headers[key_column]);
        return Err(Error::KeyDestroyed { place });
    }
    let row_of_school = rows_by_key(list, key_column)?;
    let names = || candidates.keys().iter().map(|k| k.name.clone()).collect();
    let schools = candidates.keys().iter().find(|k| k.name == key);
    let missing = || Error::KeyNotAtHand { key: key.to_owned(), at_hand: names() };
    let schools = schools.ok_or_else(missing)?.clone();
    if is_destroyed(schools.labels.iter().map(String::as_str)) {
        return Err(Error::KeyDestroyed { place: Place::file(key) });
    }
    let row_of_label = match_labels(&schools, &row_of_school, list, key)?;
    let mut report = JoinReport {
        candidates_without_key: blank_candidates(candidates, &schools),
        schools_without_candidates: unused(list, key_column, stage_column(&fields), &row_of_label),
        ..JoinReport::default()
    };
    for (at, field) in fields.iter().enumerate() {
        let known = candidates.keys().iter().any(|k| k.name == *field);
        if at != key_column && !known && field != "ignore" {
            candidates.add_key(joined(field, at, &schools, &row_of_label, list));
            report.added.push(field.clone());
        }
    }
    Ok(report)
}

/// The field of a column of the list: the user's word, the catalogue's, else the header itself.
fn field_of(header: &str, columns: &BTreeMap<String, String>) -> String {
    if let Some(field) = columns.get(header) {
        return field.strip_prefix("key:").unwrap_or(field).to_owned();
    }
    match meaning(header) {
        Some(Meaning::Identity { field, .. }) => field.to_owned(),
        _ => header.to_owned(),
    }
}

fn rows_by_key(list: &SmallTable, column: usize) -> Result<HashMap<String, usize>> {
    let mut rows: HashMap<String, usize> = HashMap::new();
    for (at, row) in list.rows.iter().enumerate() {
        if let Some(first) = rows.insert(tidy_label(&row[column]), at) {
            return Err(Error::DuplicateKey {
                place: Place::file(&list.file)
                    .at_row(list.row_numbers[at])
                    .at_column(column, &list.headers[column]),
                key: row[column].clone(),
                first_row: list.row_numbers[first],
            });
        }
    }
    Ok(rows)
}

/// For each label of the candidates' key, the row of the list; `None` for the blank label only.
fn match_labels(
    schools: &KeyColumn,
    rows: &HashMap<String, usize>,
    list: &SmallTable,
    key: &str,
) -> Result<Vec<Option<usize>>> {
    let row_of_label: Vec<Option<usize>> =
        schools.labels.iter().map(|label| rows.get(label.as_str()).copied()).collect();
    let mut missing: Vec<String> = schools
        .labels
        .iter()
        .zip(&row_of_label)
        .filter(|(label, row)| row.is_none() && !label.is_empty())
        .map(|(label, _)| label.clone())
        .collect();
    if missing.is_empty() {
        return Ok(row_of_label);
    }
    missing.sort();
    let count = missing.len() as u64;
    Err(Error::JoinUnmatched { place: Place::file(&list.file), key: key.to_owned(), missing, count })
}

fn blank_candidates(candidates: &impl Keyed, schools: &KeyColumn) -> u64 {
    let Some(blank) = schools.labels.iter().position(String::is_empty) else { return 0 };
    let blanks = schools.codes.iter().enumerate().filter(|(_, code)| **code as usize == blank);
    blanks.map(|(index, _)| candidates.candidates_at(index)).sum()
}

fn stage_column(fields: &[String]) -> Option<usize> {
    fields.iter().position(|field| matches!(field.as_str(), "stage" | "学段"))
}

/// A list of all stages is no fault of a list: primary schools have no candidates in an examination of seniors.
fn unused(
    list: &SmallTable,
    column: usize,
    stage: Option<usize>,
    row_of_label: &[Option<usize>],
) -> Vec<String> {
    let used: HashSet<usize> = row_of_label.iter().flatten().copied().collect();
    let stage_of = |row: usize| stage.map_or_else(String::new, |stage| tidy_label(&list.rows[row][stage]));
    let stages: HashSet<String> = used.iter().map(|row| stage_of(*row)).collect();
    let could_sit = |row: usize| {
        let stage = stage_of(row);
        stages.is_empty() || stage.is_empty() || stages.contains(&stage)
    };
    let rows = (0..list.rows.len()).filter(|row| !used.contains(row) && could_sit(*row));
    rows.map(|row| list.rows[row][column].clone()).collect()
}

fn joined(
    field: &str,
    at: usize,
    schools: &KeyColumn,
    row_of_label: &[Option<usize>],
    list: &SmallTable,
) -> KeyColumn {
    let mut column = KeyColumn { name: field.to_owned(), ..KeyColumn::default() };
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let code_of_label: Vec<u32> = row_of_label
        .iter()
        .map(|row| {
            let label = row.map_or_else(String::new, |row| tidy_label(&list.rows[row][at]));
            *numbers.entry(label).or_insert_with_key(|label| {
                column.labels.push(label.clone());
                column.labels.len() as u32 - 1
            })
        })
        .collect();
    column.codes = schools.codes.iter().map(|code| code_of_label[*code as usize]).collect();
    column
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Records;

    fn list(rows: &[[&str; 2]]) -> SmallTable {
        SmallTable {
            file: "学校.csv".to_owned(),
            headers: vec!["学校代码".to_owned(), "城乡类别".to_owned()],
            rows: rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect(),
            row_numbers: (2..2 + rows.len() as u64).collect(),
            ..SmallTable::default()
        }
    }

    fn candidates() -> Records {
        let labels = ["041", "042", ""].map(str::to_owned).to_vec();
        let school = KeyColumn { name: "school_code".to_owned(), codes: vec![1, 0, 1, 2], labels };
        Records { len: 4, keys: vec![school], ..Records::default() }
    }

    #[test]
    fn candidates_get_the_columns_of_their_school() {
        let mut records = candidates();
        let list = list(&[["041", "城区"], ["042", "乡村"], ["043", "镇区"]]);
        let report = attach_schools(&mut records, &list, "school_code", &BTreeMap::new()).unwrap();
        assert_eq!(report.added, ["residence"]);
        assert_eq!(report.schools_without_candidates, ["043"]);
        assert_eq!(report.candidates_without_key, 1);
        let residence = records.key("residence").unwrap();
        let labels: Vec<&str> =
            residence.codes.iter().map(|c| residence.labels[*c as usize].as_str()).collect();
        assert_eq!(labels, ["乡村", "城区", "乡村", ""]);
    }

    #[test]
    fn width_of_letters_and_brackets_keeps_no_school_apart() {
        // Records hold labels made plain; the list holds its cells as they were written.
        let school =
            KeyColumn { name: "school_code".to_owned(), codes: vec![0], labels: vec!["A1(东)".to_owned()] };
        let mut records = Records { len: 1, keys: vec![school], ..Records::default() };
        attach_schools(&mut records, &list(&[["Ａ1（东）", "城区"]]), "school_code", &BTreeMap::new())
            .unwrap();
        assert_eq!(records.key("residence").unwrap().labels, ["城区"]);
    }

    #[test]
    fn codes_that_excel_rewrote_join_nothing() {
        let attach =
            |records: &mut Records, list| attach_schools(records, list, "school_code", &BTreeMap::new());
        let destroyed = list(&[["3.20123E+11", "城区"], ["042", "乡村"]]);
        let refused = attach(&mut candidates(), &destroyed).unwrap_err();
        assert!(matches!(refused, Error::KeyDestroyed { .. }));
        let mut records = candidates();
        records.keys[0].labels[0] = "3.20123E+11".to_owned();
        let refused = attach(&mut records, &list(&[["041", "城区"], ["042", "乡村"]])).unwrap_err();
        assert!(matches!(refused, Error::KeyDestroyed { .. }));
    }

    #[test]
    fn a_lost_zero_and_a_double_school_are_refused() {
        let attach = |list| attach_schools(&mut candidates(), &list, "school_code", &BTreeMap::new());
        let unmatched = attach(list(&[["41", "城区"], ["042", "乡村"]])).unwrap_err();
        assert!(matches!(&unmatched, Error::JoinUnmatched { missing, .. } if *missing == ["041"]));
        let double = attach(list(&[["041", "城区"], ["042", "乡村"], ["041", "镇区"]])).unwrap_err();
        assert!(matches!(
            double,
            Error::DuplicateKey { first_row: 2, place: Place { row: Some(4), .. }, .. }
        ));
    }
}
