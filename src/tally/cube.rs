//! The counts of a whole source by all the keys that are wanted of it; any tally by some of them is a sum.

use std::collections::BTreeMap;

use super::cells::FIRST_SCORE;
use super::counter::{Bucket, Counter, Steps, place};
use super::distribution::counted;
use super::{Distribution, Group, Tally};
use crate::error::{Error, Result};
use crate::number::Rational;
use crate::records::{KeyColumn, Keyed, Mark, Subject};
use crate::subjects::SubjectNames;
use crate::threads;

/// Counts of candidates by group.
#[derive(Default)]
pub struct Cube {
    /// The numbers of the groups in the counter, of those only that have candidates.
    groups: Vec<u32>,
    /// Per group, its code.
    keys: Vec<KeyColumn>,
    subjects: Vec<Subject>,
    candidates: u64,
    buckets: Vec<Bucket>,
    /// By how many ticks the scores of each subject were counted above what they are.
    raised: Vec<i64>,
}

impl std::fmt::Debug for Cube {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Cube { keys, candidates, groups, .. } = self;
        let names: Vec<&str> = keys.iter().map(|key| key.name.as_str()).collect();
        write!(f, "Cube of {candidates} candidates in {} groups by {names:?}", groups.len())
    }
}

impl Cube {
    /// From a counter with up to so many groups, which have no keys yet. `subjects` are its columns, whose scores were
    /// counted so many points above what they are.
    pub fn new(counter: Counter, groups: u32, subjects: Vec<Subject>, raised: &[i64]) -> Cube {
        let steps: Steps = subjects.iter().map(|subject| subject.scale.step()).collect();
        let buckets = counter.finish(&steps);
        let ticks = |(subject, points): (&Subject, &i64)| {
            subject.scale.ticks(Rational::from_integer((*points).into()))
        };
        let raised = subjects.iter().zip(raised).map(|of| ticks(of).unwrap_or_default()).collect();
        let groups = (0..groups).collect();
        let mut cube = Cube { groups, keys: Vec::new(), subjects, candidates: 0, buckets, raised };
        let sizes = threads::map_each(&cube.groups, |group| cube.candidates_at(*group as usize));
        cube.groups.retain(|group| sizes[*group as usize] > 0);
        cube.candidates = sizes.iter().sum();
        cube
    }

    /// The numbers of the groups in the counter, in the order of the codes of their keys.
    pub fn groups(&self) -> &[u32] {
        &self.groups
    }

    /// All candidates, with or without a score.
    pub fn candidates(&self) -> u64 {
        self.candidates
    }

    pub fn key_names(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.name.clone()).collect()
    }

    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The groups by some of the keys, ascending, each with what belongs to it.
    pub fn groups_by(&self, keys: &[&str]) -> Result<Vec<(Vec<&str>, Vec<usize>)>> {
        let columns = keys.iter().map(|key| self.key(key)).collect::<Result<Vec<_>>>()?;
        let mut members: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
        for group in 0..self.groups.len() {
            let labels = columns.iter().map(|column| column.label(group)).collect();
            members.entry(labels).or_default().push(group);
        }
        Ok(members.into_iter().collect())
    }

    /// The tally by some of the keys.
    pub fn tally(&self, keys: &[&str]) -> Result<Tally> {
        let members = self.groups_by(keys)?;
        let width = self.subjects.len();
        // The few groups of a coarse key are as much work as the many of a fine one: their subjects are shared out.
        let cells = members.len() * width;
        let distribution = |cell: usize| self.distribution(&members[cell / width].1, cell % width);
        let distributions: Vec<Distribution> = threads::map_numbers(cells, distribution);
        let mut distributions = distributions.into_iter();
        let group = |(labels, _): &(Vec<&str>, Vec<usize>)| Group {
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            distributions: distributions.by_ref().take(width).collect(),
        };
        Ok(Tally {
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            subjects: self.subjects.clone(),
            groups: members.iter().map(group).collect(),
            names: SubjectNames::default(),
        })
    }

    /// How many labels a key has.
    pub fn labels(&self, key: &str) -> Option<usize> {
        Some(self.key(key).ok()?.labels.len())
    }

    fn key(&self, name: &str) -> Result<&KeyColumn> {
        let missing = || Error::KeyNotAtHand { key: name.to_owned(), at_hand: self.key_names() };
        self.keys.iter().find(|key| key.name == name).ok_or_else(missing)
    }

    /// Adds the candidates of a group in one column: to the values those that have one, to `wide` the ticks that
    /// are no such values.
    fn add(&self, group: usize, column: usize, values: &mut Vec<u64>, wide: &mut BTreeMap<i64, u64>) {
        let (bucket, local) = place(self.groups[group] as usize);
        let bucket = &self.buckets[bucket];
        let cell = local * self.subjects.len() + column;
        if let Some(cells) = bucket.cells.get(cell) {
            cells.add_to(values);
        }
        let (carried, ticks) = bucket.overflow.of_cell(cell as u32);
        for (value, count) in carried {
            let at = usize::from(value);
            values.resize(values.len().max(at + 1), 0);
            values[at] += count;
        }
        ticks.into_iter().for_each(|(ticks, count)| *wide.entry(ticks).or_default() += count);
    }

    fn distribution(&self, groups: &[usize], column: usize) -> Distribution {
        let (mut values, mut wide) = (Vec::new(), BTreeMap::new());
        groups.iter().for_each(|group| self.add(*group, column, &mut values, &mut wide));
        let mut marks = [0; Mark::COUNT];
        marks.iter_mut().zip(&values).for_each(|(mark, count)| *mark = *count);
        let scores = values.get(usize::from(FIRST_SCORE)..).unwrap_or_default();
        let raised = self.raised.get(column).copied().unwrap_or_default();
        let mut counts = counted(-raised, scores);
        counts.extend(wide.into_iter().map(|(ticks, count)| (ticks - raised, count)));
        Distribution::new(counts, marks)
    }
}

impl Keyed for Cube {
    fn keys(&self) -> &[KeyColumn] {
        &self.keys
    }

    fn add_key(&mut self, key: KeyColumn) {
        self.keys.push(key);
    }

    fn len(&self) -> usize {
        self.groups.len()
    }

    fn candidates_at(&self, index: usize) -> u64 {
        self.distribution(&[index], 0).registered()
    }
}
