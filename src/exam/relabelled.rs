//! A tally by further keys that tell the same groups apart as one that is known: where every school has one
//! residence, the counts by school are those by residence and school.

use super::{Exam, Part, YEAR, YearTally, parse_year};
use crate::error::Result;
use crate::tally::{Group, Tally};

impl Exam {
    /// The known tally under the labels of all `keys`; `None` where these divide its groups, or candidates are not
    /// of one source.
    pub(super) fn relabelled(&self, keys: &[&str], known: &[YearTally]) -> Result<Option<Vec<YearTally>>> {
        let [Part::Counted(counted)] = self.parts.as_slice() else { return Ok(None) };
        let dated = counted.cube.key_names().iter().any(|key| key == YEAR);
        let all_keys: Vec<&str> = dated.then_some(YEAR).into_iter().chain(keys.iter().copied()).collect();
        let groups = counted.cube.groups_by(&all_keys)?;
        // A group by all keys lies in one of the known groups: there are as many of both only if they are the same.
        if groups.len() != known.iter().map(|of_year| of_year.tally.groups.len()).sum::<usize>() {
            return Ok(None);
        }
        let mut years: Vec<YearTally> = known.iter().map(|of_year| without_groups(of_year, keys)).collect();
        for (labels, _) in &groups {
            let (year, labels) = match labels.split_first() {
                Some((year, rest)) if dated => (parse_year(year)?, rest),
                _ => (None, labels.as_slice()),
            };
            let Some(at) = known.iter().position(|of_year| of_year.year == year) else { return Ok(None) };
            let Some(group) = find(&known[at].tally, keys, labels) else { return Ok(None) };
            years[at].tally.groups.push(Group {
                labels: labels.iter().map(|label| (*label).to_owned()).collect(),
                distributions: group.distributions.clone(),
            });
        }
        Ok(Some(years))
    }
}

fn without_groups(of_year: &YearTally, keys: &[&str]) -> YearTally {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    let tally = Tally { keys, subjects: of_year.tally.subjects.clone(), ..Tally::default() };
    YearTally { tally, ..*of_year }
}

/// The group of a tally by some of the keys to which labels of all keys belong.
fn find<'a>(tally: &'a Tally, keys: &[&str], labels: &[&str]) -> Option<&'a Group> {
    let place = |key: &String| keys.iter().position(|other| other == key);
    let ours: Vec<&str> = tally.keys.iter().map(|key| Some(labels[place(key)?])).collect::<Option<_>>()?;
    let order = |group: &Group| group.labels.iter().map(String::as_str).cmp(ours.iter().copied());
    tally.groups.binary_search_by(order).ok().map(|at| &tally.groups[at])
}
