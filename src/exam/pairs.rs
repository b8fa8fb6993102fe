//! Pairs of an entry and an exit score, year by year.

use std::collections::BTreeMap;

use super::{Exam, Part, YEAR, parse_year};
use crate::error::Result;
use crate::records::Subject;
use crate::tally::{PairGroup, count_in_any, count_pairs, merge_pairs};

/// The candidates of one year by entry and exit score.
#[derive(Clone, Debug)]
pub struct YearPairs {
    pub year: Option<i32>,
    pub entry: Subject,
    pub exit: Subject,
    /// In ascending order of labels.
    pub groups: Vec<PairGroup>,
}

/// Candidates by year and labels.
pub type Counts = BTreeMap<(Option<i32>, Vec<String>), u64>;

type ByYear = Vec<(Option<i32>, Vec<PairGroup>)>;

impl Exam {
    /// The pairs of two subjects by the named keys, years and labels ascending; `None` where a part only holds counts.
    ///
    /// # Errors
    /// A key or a subject that is not at hand; years whose parts differ in scale or full mark.
    pub fn pairs(&self, keys: &[&str], entry: &str, exit: &str) -> Result<Option<Vec<YearPairs>>> {
        let mut groups: BTreeMap<Option<i32>, Vec<PairGroup>> = BTreeMap::new();
        for part in &self.parts {
            let Some(found) = part.pairs(keys, entry, exit)? else { return Ok(None) };
            for (year, found) in found {
                groups.entry(year).or_default().extend(found);
            }
        }
        let years = self.by_year(&[])?;
        let of_year = |(year, groups): (Option<i32>, Vec<PairGroup>)| {
            let Some(known) = years.iter().find(|known| known.year == year) else { return Ok(None) };
            let subject = |id: &str| Ok(known.tally.subjects[known.tally.subject_index(id)?].clone());
            let (entry, exit) = (subject(entry)?, subject(exit)?);
            Ok(Some(YearPairs { year, entry, exit, groups: merge_pairs(groups) }))
        };
        groups.into_iter().filter_map(|groups| of_year(groups).transpose()).collect::<Result<_>>().map(Some)
    }

    /// How many have both scores in any of these pairs of subjects; of parts that only hold counts nobody.
    ///
    /// # Errors
    /// A key that is not at hand.
    pub fn in_any_pair(&self, keys: &[&str], pairs: &[[&str; 2]]) -> Result<Counts> {
        let mut counts = Counts::new();
        for part in &self.parts {
            let Some(records) = part.records()? else { continue };
            let is_dated = records.key(YEAR).is_ok();
            let dated: Vec<&str> = is_dated.then_some(YEAR).into_iter().chain(keys.iter().copied()).collect();
            for (mut labels, count) in count_in_any(records, &dated, pairs)? {
                let year = if is_dated { parse_year(&labels.remove(0))? } else { None };
                *counts.entry((year, labels)).or_default() += count;
            }
        }
        Ok(counts)
    }
}

impl Part {
    fn pairs(&self, keys: &[&str], entry: &str, exit: &str) -> Result<Option<ByYear>> {
        let Some(records) = self.records()? else { return Ok(None) };
        if records.key(YEAR).is_err() {
            return Ok(Some(vec![(None, count_pairs(records, keys, entry, exit)?)]));
        }
        let dated: Vec<&str> = std::iter::once(YEAR).chain(keys.iter().copied()).collect();
        let mut years: ByYear = Vec::new();
        for mut group in count_pairs(records, &dated, entry, exit)? {
            let year = parse_year(&group.labels.remove(0))?;
            match years.iter_mut().find(|(known, _)| *known == year) {
                Some((_, groups)) => groups.push(group),
                None => years.push((year, vec![group])),
            }
        }
        Ok(Some(years))
    }
}
