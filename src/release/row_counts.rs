//! Samples of pupils, a row each, as counts by the keys of all tables: so it is known how their groups lie within each
//! other (schools within districts), as it is of candidates.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::exam::YearTally;
use crate::number::Scale;
use crate::records::{KeyColumn, Mark, Records, ScoreColumn, SmallTable, Subject};
use crate::tally::Tally;

/// How many rows there are of each group; every row stands in every subject. Headers that the table lacks are no keys.
pub fn counted(table: &SmallTable, keys: &BTreeSet<String>, subjects: &BTreeSet<&str>) -> Result<YearTally> {
    let len = table.rows.len();
    let columns = keys.iter().filter_map(|key| {
        let at = table.headers.iter().position(|header| header == key)?;
        Some(KeyColumn::interned(
            key,
            table.rows.iter().map(|row| row.get(at).map_or("", |cell| cell.trim())),
        ))
    });
    let columns: Vec<KeyColumn> = columns.collect();
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let score = |id: &&str| ScoreColumn {
        subject: Subject { id: (*id).to_owned(), full_mark: None, scale: Scale::of_decimals(0) },
        ticks: vec![0; len],
        marks: vec![Mark::Scored; len],
    };
    let scores = subjects.iter().map(score).collect();
    let records = Records { len, rows: (1..=len as u64).collect(), keys: columns, scores };
    Ok(YearTally { year: None, tally: Tally::count(&records, &names)?, only_scored: true })
}
