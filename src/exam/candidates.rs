//! Candidates one by one, for what no count by subject tells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Exam, Part, YEAR, parse_year};
use crate::error::Result;
use crate::records::{Mark, Records, ScoreColumn};

/// The candidates of one year and one combination of labels, one by one.
pub struct Candidates<'a> {
    pub year: Option<i32>,
    pub labels: Vec<String>,
    rows: Vec<(&'a Records, Vec<usize>)>,
}

impl Exam {
    /// The same candidates with columns made from all their scores, in place of those scores. `None` where a
    /// part is only counted, so that the scores of one candidate are not known together.
    pub fn derive(&self, columns: impl Fn(&Records) -> Result<Vec<ScoreColumn>>) -> Result<Option<Exam>> {
        let Some(all) = self.records()? else { return Ok(None) };
        let derived = all.into_iter().map(|records| {
            let scores = columns(records)?;
            let (len, rows, keys) = (records.len, records.rows.clone(), records.keys.clone());
            Ok(Part::Records(Arc::new(Records { len, rows, keys, scores })))
        });
        Ok(Some(Exam {
            parts: derived.collect::<Result<_>>()?,
            method: self.method,
            names: self.names.clone(),
            ..Exam::default()
        }))
    }

    /// The candidates of every part one by one; `None` where a part is only counted.
    pub fn records(&self) -> Result<Option<Vec<&Records>>> {
        self.parts.iter().map(Part::records).collect()
    }

    /// The candidates by the named keys, years and labels ascending, for what no count by subject tells (who
    /// reached two lines at once). `None` where any part holds counts only.
    pub fn candidates(&self, keys: &[&str]) -> Result<Option<Vec<Candidates<'_>>>> {
        type Rows<'a> = Vec<(&'a Records, Vec<usize>)>;
        let mut groups: BTreeMap<(Option<i32>, Vec<String>), Rows<'_>> = BTreeMap::new();
        for part in &self.parts {
            let Some(records) = part.records()? else { return Ok(None) };
            let columns = keys.iter().map(|key| records.key(key)).collect::<Result<Vec<_>>>()?;
            let year = records.key(YEAR).ok();
            let years = year.map_or(&[][..], |column| &column.labels).iter().map(|label| parse_year(label));
            let years = years.collect::<Result<Vec<_>>>()?;
            let mut ours: BTreeMap<(Option<i32>, Vec<String>), Vec<usize>> = BTreeMap::new();
            for row in 0..records.len {
                let labels = columns.iter().map(|c| c.labels[c.codes[row] as usize].clone()).collect();
                let year = year.and_then(|column| years[column.codes[row] as usize]);
                ours.entry((year, labels)).or_default().push(row);
            }
            for (group, rows) in ours {
                groups.entry(group).or_default().push((records, rows));
            }
        }
        let candidates = groups.into_iter().map(|((year, labels), rows)| Candidates { year, labels, rows });
        Ok(Some(candidates.collect()))
    }
}

impl Candidates<'_> {
    /// Everybody's score in ticks, always in the same order; `None` for who has no score. Of one year the scale
    /// is one, as [`Exam::by_year`] has checked.
    pub fn ticks(&self, subject: &str) -> Vec<Option<i64>> {
        let mut ticks = Vec::new();
        for (records, rows) in &self.rows {
            let column = records.scores.iter().find(|column| column.subject.id == subject);
            ticks.extend(rows.iter().map(|row| {
                let column = column.filter(|column| column.marks[*row] == Mark::Scored)?;
                Some(i64::from(column.ticks[*row]))
            }));
        }
        ticks
    }
}
