//! The tally: exact counts of candidates by group keys × subject × score.
//!
//! It is a sufficient statistic for every indicator that looks at one score distribution at a time, it holds
//! no person, and two tallies add. Groups stand in the order of their labels, so nothing depends on the order
//! of rows, the number of files or of threads.

mod cells;
mod count;
mod counter;
mod cube;
mod distribution;
mod pairs;
pub mod plain;
mod plain_reader;

use std::collections::BTreeMap;

pub use counter::{CELL_ELSEWHERE, Counter, Gathered, Steps, cell_of_mark};
pub use cube::Cube;
pub use distribution::{Distribution, Sums};
pub use pairs::{PairGroup, Pairs, count_in_any, count_pairs, merge_pairs};

use crate::error::{Error, Result};
use crate::records::{Mark, Records, Subject};
use crate::subjects::SubjectNames;

/// Counts of candidates by the labels of `keys`, per subject.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    pub keys: Vec<String>,
    pub subjects: Vec<Subject>,
    /// In ascending order of labels.
    pub groups: Vec<Group>,
    /// What the subjects are called.
    pub names: SubjectNames,
}

/// The candidates who share one label per key.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub labels: Vec<String>,
    /// One distribution per subject of the tally.
    pub distributions: Vec<Distribution>,
}

impl Tally {
    /// Counts records by the named keys; no key at all counts everybody together.
    pub fn count(records: &Records, keys: &[&str]) -> Result<Tally> {
        count::count(records, keys)
    }

    pub fn key_index(&self, key: &str) -> Result<usize> {
        self.keys
            .iter()
            .position(|k| k == key)
            .ok_or_else(|| Error::KeyNotAtHand { key: key.to_owned(), at_hand: self.keys.clone() })
    }

    pub fn subject_index(&self, id: &str) -> Result<usize> {
        self.subjects.iter().position(|s| s.id == id).ok_or_else(|| Error::SubjectNotAtHand {
            subject: id.to_owned(),
            at_hand: self.subjects.iter().map(|s| s.id.clone()).collect(),
        })
    }

    /// The same candidates with a key that has one label for all of them, before their other keys.
    pub fn labelled(mut self, key: &str, label: &str) -> Tally {
        self.keys.insert(0, key.to_owned());
        self.groups.iter_mut().for_each(|group| group.labels.insert(0, label.to_owned()));
        self
    }

    /// The same candidates with the subjects in the order of a key, so that it depends on no order of rows.
    pub fn with_subjects_by<K: Ord>(mut self, key: impl Fn(&Subject) -> K) -> Tally {
        let mut order: Vec<usize> = (0..self.subjects.len()).collect();
        order.sort_by_key(|at| key(&self.subjects[*at]));
        self.subjects = order.iter().map(|at| self.subjects[*at].clone()).collect();
        for group in &mut self.groups {
            let mut cells: Vec<_> = std::mem::take(&mut group.distributions).into_iter().map(Some).collect();
            group.distributions = order.iter().filter_map(|at| cells[*at].take()).collect();
        }
        self
    }

    /// The same candidates by fewer keys, in the order asked for.
    pub fn marginal(&self, keys: &[&str]) -> Result<Tally> {
        let places = keys.iter().map(|k| self.key_index(k)).collect::<Result<Vec<_>>>()?;
        let mut sums: BTreeMap<Vec<String>, Vec<Distribution>> = BTreeMap::new();
        for group in &self.groups {
            let labels = places.iter().map(|at| group.labels[*at].clone()).collect();
            add_group(&mut sums, labels, group.distributions.clone());
        }
        Ok(Tally {
            keys: keys.iter().map(|k| (*k).to_owned()).collect(),
            subjects: self.subjects.clone(),
            groups: into_groups(sums),
            names: self.names.clone(),
        })
    }

    /// Adds another tally by the same keys. A subject that only one of them has is blank in the other.
    pub fn merge(&mut self, other: &Tally) -> Result<()> {
        self.absorb(other.clone())
    }

    fn absorb(&mut self, other: Tally) -> Result<()> {
        if self.groups.is_empty() && self.subjects.is_empty() {
            *self = other;
            return Ok(());
        }
        if other.groups.is_empty() && other.subjects.is_empty() {
            return Ok(());
        }
        let places = other.subjects.iter().map(|s| self.place_of(s)).collect::<Result<Vec<_>>>()?;
        self.names.join(&other.names);
        let order = self.keys.iter().map(|k| other.key_index(k)).collect::<Result<Vec<_>>>()?;
        let mut sums: BTreeMap<Vec<String>, Vec<Distribution>> = BTreeMap::new();
        for group in std::mem::take(&mut self.groups) {
            add_group(&mut sums, group.labels, self.padded(group.distributions));
        }
        for group in other.groups {
            let labels = order.iter().map(|at| group.labels[*at].clone()).collect();
            let mut row = vec![blank(&group); self.subjects.len()];
            for (distribution, at) in group.distributions.into_iter().zip(&places) {
                row[*at] = distribution;
            }
            add_group(&mut sums, labels, row);
        }
        self.groups = into_groups(sums);
        Ok(())
    }

    /// The candidates of all, neighbours first: a file per school is put together in a few rounds.
    ///
    /// # Errors
    /// Tallies that differ in keys, scale or full mark.
    pub fn sum(mut tallies: Vec<Tally>) -> Result<Tally> {
        while tallies.len() > 1 {
            let mut sums = Vec::with_capacity(tallies.len().div_ceil(2));
            let mut left = tallies.into_iter();
            while let Some(mut sum) = left.next() {
                if let Some(next) = left.next() {
                    sum.absorb(next)?;
                }
                sums.push(sum);
            }
            tallies = sums;
        }
        Ok(tallies.pop().unwrap_or_default())
    }

    /// Where a subject stands among ours, appended if new; refused on another scale or full mark. Of one whose full
    /// mark is known for some candidates only it is not known.
    fn place_of(&mut self, theirs: &Subject) -> Result<usize> {
        let Some(at) = self.subjects.iter().position(|s| s.id == theirs.id) else {
            self.subjects.push(theirs.clone());
            return Ok(self.subjects.len() - 1);
        };
        let ours = &mut self.subjects[at];
        if ours.full_mark.is_none() || theirs.full_mark.is_none() {
            ours.full_mark = None;
        }
        let same_mark =
            theirs.full_mark.is_none() || ours.full_mark.is_none() || ours.full_mark == theirs.full_mark;
        if ours.scale != theirs.scale || !same_mark {
            return Err(Error::NotMergeable {
                subject: theirs.id.clone(),
                ours: describe(ours),
                theirs: describe(theirs),
            });
        }
        Ok(at)
    }

    fn padded(&self, mut distributions: Vec<Distribution>) -> Vec<Distribution> {
        let everybody = distributions.iter().map(Distribution::registered).max().unwrap_or(0);
        distributions.resize(self.subjects.len(), all_blank(everybody));
        distributions
    }
}

fn blank(group: &Group) -> Distribution {
    all_blank(group.distributions.iter().map(Distribution::registered).max().unwrap_or(0))
}

fn all_blank(candidates: u64) -> Distribution {
    let mut marks = [0; Mark::COUNT];
    marks[Mark::Blank as usize] = candidates;
    Distribution::new(Vec::new(), marks)
}

fn describe(subject: &Subject) -> String {
    let full = subject.full_mark.map_or("-".to_owned(), |f| f.to_string());
    format!("full mark {full}, step {}", subject.scale.step())
}

fn add_group(
    sums: &mut BTreeMap<Vec<String>, Vec<Distribution>>,
    labels: Vec<String>,
    distributions: Vec<Distribution>,
) {
    match sums.get_mut(&labels) {
        Some(row) => row.iter_mut().zip(&distributions).for_each(|(mine, other)| mine.add(other)),
        None => {
            sums.insert(labels, distributions);
        }
    }
}

fn into_groups(sums: BTreeMap<Vec<String>, Vec<Distribution>>) -> Vec<Group> {
    sums.into_iter().map(|(labels, distributions)| Group { labels, distributions }).collect()
}
