//! The candidates of a paper by year and keys.

use std::collections::{BTreeMap, HashMap};

use crate::error::{Error, Result};
use crate::exam::{YEAR, parse_year};
use crate::figures::Labels;
use crate::records::{ItemSheet, KeyColumn};

/// A group of candidates: its year and labels.
pub struct Group {
    pub year: Option<i32>,
    pub labels: Labels,
    pub candidates: Vec<usize>,
}

/// The candidates by year and the keys asked for, in the order of their labels; everybody where none are.
///
/// # Errors
/// A key that the sheet does not have, a year that is none.
pub fn groups(sheet: &ItemSheet, by: &[String]) -> Result<Vec<Group>> {
    let key = |name: &String| -> Result<&KeyColumn> {
        let found = sheet.keys.iter().find(|key| key.name == *name);
        found.ok_or_else(|| Error::KeyNotAtHand { key: name.clone(), at_hand: sheet.key_names() })
    };
    let year = sheet.keys.iter().find(|key| key.name == YEAR);
    let keys: Vec<&KeyColumn> = by.iter().filter(|name| *name != YEAR).map(key).collect::<Result<_>>()?;
    // By codes first, so that labels are compared once a group.
    let (mut of, mut known): (Vec<u32>, Vec<Vec<&str>>) = (vec![0; sheet.len()], vec![Vec::new()]);
    for key in year.into_iter().chain(keys.iter().copied()) {
        let mut next: HashMap<(u32, u32), u32> = HashMap::new();
        let mut labels: Vec<Vec<&str>> = Vec::new();
        for (group, code) in of.iter_mut().zip(&key.codes) {
            *group = *next.entry((*group, *code)).or_insert_with_key(|(group, code)| {
                let own = known[*group as usize].iter().copied().chain([key.labels[*code as usize].as_str()]);
                labels.push(own.collect());
                labels.len() as u32 - 1
            });
        }
        known = labels;
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); known.len()];
    of.iter().enumerate().for_each(|(candidate, group)| members[*group as usize].push(candidate));
    let mut found: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (labels, candidates) in known.into_iter().zip(members).filter(|(_, own)| !own.is_empty()) {
        let own = found.entry(labels).or_default();
        own.extend(candidates);
        own.sort_unstable();
    }
    if found.is_empty() {
        let labels = keys.iter().map(|_| None::<&str>).collect();
        return Ok(vec![Group { year: None, labels, candidates: Vec::new() }]);
    }
    let leading = usize::from(year.is_some());
    let group = |(labels, candidates): (Vec<&str>, Vec<usize>)| {
        let year = labels.first().filter(|_| leading == 1).map_or(Ok(None), |label| parse_year(label))?;
        Ok(Group { year, labels: labels[leading..].iter().map(|label| Some(*label)).collect(), candidates })
    };
    found.into_iter().map(group).collect()
}
