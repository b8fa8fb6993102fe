//! The finest counts that the figures of one subject can tell of: groups of candidates by ranges of scores.
//!
//! The groups are those that occur in the data; a reader is taken to know which do. Ranges end at every score that a
//! figure names. Which groups are divided at which scores is [planned](super::plan).

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Labels as GroupLabels;
use crate::figures::Part;
use crate::tally::{Distribution, Group, Tally};

/// A set of keys, a bit for each key of the tally.
pub type Keys = u128;

/// So many keys of one source can be told apart.
pub const MOST_KEYS: usize = 100;

/// Up to so many keys are taken out in every way; of more there are too many ways.
const TAKEN_OUT: u32 = 8;

/// Candidates of one combination of labels of some keys.
pub struct Cohort {
    /// For each key of the tally, the number of its label; `None` where the key does not tell the cohort.
    pub labels: Vec<Option<u32>>,
    pub distribution: Distribution,
}

/// The cohorts of a set of keys, and the scores that divide each.
pub struct Level {
    pub keys: Keys,
    /// Ascending ticks at which a new range begins.
    pub cuts: Vec<i64>,
    pub cohorts: Vec<Cohort>,
    /// The number of the first range of the first cohort among the cells.
    pub first_cell: u32,
    /// The cells of further counts and sums, one for each cohort, where the level has them.
    pub further: BTreeMap<Further, u32>,
}

/// What is told of cohorts besides their counts by range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Further {
    Sum,
    Marked(&'static str),
    /// Those with a mark that no figure names.
    OtherwiseMarked,
    Everybody,
}

/// The labels of a tally as numbers.
pub struct Labels {
    pub keys: Vec<String>,
    numbers: Vec<BTreeMap<String, u32>>,
    /// For each group of the tally, the numbers of its labels.
    groups: Vec<Vec<u32>>,
}

impl Labels {
    pub fn new(tally: &Tally) -> Labels {
        let mut numbers: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); tally.keys.len()];
        let number = |group: &Group| {
            let labels = group.labels.iter().zip(&mut numbers);
            labels
                .map(|(label, known)| {
                    let next = known.len() as u32;
                    *known.entry(label.clone()).or_insert(next)
                })
                .collect()
        };
        let groups = tally.groups.iter().map(number).collect();
        Labels { keys: tally.keys.clone(), numbers, groups }
    }

    pub fn key(&self, name: &str) -> Option<usize> {
        self.keys.iter().position(|key| key == name)
    }

    pub fn number(&self, key: usize, label: &str) -> Option<u32> {
        self.numbers[key].get(label).copied()
    }

    /// How many groups some keys make.
    pub fn groups_of(&self, keys: Keys) -> usize {
        self.groups.iter().map(|numbers| told(keys, numbers)).collect::<BTreeSet<_>>().len()
    }

    /// For each group of the tally, its cohort at each of some levels.
    pub fn people(&self, levels: &[Level]) -> Vec<Vec<u32>> {
        let places = levels.iter().map(|level| -> BTreeMap<&Vec<Option<u32>>, u32> {
            level.cohorts.iter().zip(0..).map(|(cohort, at)| (&cohort.labels, at)).collect()
        });
        let places: Vec<BTreeMap<_, u32>> = places.collect();
        let of_group = |numbers: &Vec<u32>| {
            let cohort = |(level, places): (&Level, &BTreeMap<&Vec<Option<u32>>, u32>)| {
                places.get(&told(level.keys, numbers)).copied().unwrap_or(u32::MAX)
            };
            levels.iter().zip(&places).map(cohort).collect()
        };
        self.groups.iter().map(of_group).collect()
    }

    /// The cohorts of some keys in one subject, in the order of the tally's groups.
    pub fn cohorts(&self, tally: &Tally, keys: Keys, subject: usize) -> Vec<Cohort> {
        let mut places: BTreeMap<Vec<Option<u32>>, usize> = BTreeMap::new();
        let mut cohorts: Vec<Cohort> = Vec::new();
        for (group, numbers) in tally.groups.iter().zip(&self.groups) {
            let labels = told(keys, numbers);
            let at = *places.entry(labels.clone()).or_insert_with(|| {
                cohorts.push(Cohort { labels, distribution: Distribution::default() });
                cohorts.len() - 1
            });
            cohorts[at].distribution.add(&group.distributions[subject]);
        }
        cohorts
    }
}

/// The labels that some keys tell of a group.
fn told(keys: Keys, numbers: &[u32]) -> Vec<Option<u32>> {
    numbers.iter().enumerate().map(|(key, label)| has(keys, key).then_some(*label)).collect()
}

pub fn has(keys: Keys, key: usize) -> bool {
    keys & (1 << key) != 0
}

pub fn is_within(keys: Keys, wider: Keys) -> bool {
    keys & !wider == 0
}

/// The sets of some of these keys, ascending; of many keys those of up to two.
pub fn some_of(keys: Keys) -> Vec<Keys> {
    if keys.count_ones() <= TAKEN_OUT {
        let next = |some: &Keys| Some(some.wrapping_sub(keys) & keys).filter(|next| *next != 0);
        return std::iter::successors(Some(0), next).filter(|some| *some != keys).collect();
    }
    let each = || (0..Keys::BITS as usize).filter(|key| has(keys, *key)).map(|key| 1 << key);
    let pairs = each().flat_map(|one| each().map(move |other| one | other));
    let sets: BTreeSet<Keys> = pairs.chain([0]).collect();
    sets.into_iter().collect()
}

impl Cohort {
    /// Whether the cohort is part of a group given by some labels.
    pub fn is_in(&self, labels: &[(usize, u32)]) -> bool {
        labels.iter().all(|(key, label)| self.labels[*key] == Some(*label))
    }

    /// The labels that fewer keys tell.
    pub fn within(&self, keys: Keys) -> Vec<Option<u32>> {
        self.labels.iter().enumerate().map(|(key, label)| label.filter(|_| has(keys, key))).collect()
    }

    /// Candidates from one score to below another.
    pub fn count(&self, from: Option<i64>, below: Option<i64>) -> i64 {
        let inside = |ticks: i64| from.is_none_or(|from| ticks >= from) && below.is_none_or(|b| ticks < b);
        let counts = self.distribution.counts().iter().filter(|(ticks, _)| inside(*ticks));
        counts.map(|(_, count)| *count as i64).sum()
    }
}

impl Level {
    pub fn ranges(&self) -> usize {
        self.cuts.len() + 1
    }

    pub fn cell(&self, cohort: usize, range: usize) -> u32 {
        self.first_cell + (cohort * self.ranges() + range) as u32
    }

    /// The range that begins at a cut, the lowest where there is none.
    pub fn range_from(&self, ticks: Option<i64>) -> usize {
        ticks.map_or(0, |ticks| self.cuts.partition_point(|cut| *cut < ticks) + 1)
    }

    /// The ends of a range, as ticks.
    pub fn ends(&self, range: usize) -> (Option<i64>, Option<i64>) {
        (range.checked_sub(1).map(|at| self.cuts[at]), self.cuts.get(range).copied())
    }
}

/// The keys that tell a group and parts of it. `None` for one that the tally does not have.
pub fn keys_of(labels: &Labels, group: &GroupLabels, parts: &[Part]) -> Option<Keys> {
    let named = group.iter().chain(parts.iter().flat_map(|part| &part.keys));
    named.map(|(key, _)| labels.key(key)).try_fold(0, |keys, key| Some(keys | 1 << key?))
}

/// The labels of a group and a part of it, as numbers. `None` for a key that the tally does not have.
pub fn numbered(labels: &Labels, group: &GroupLabels, part: &Part) -> Option<Vec<(usize, u32)>> {
    let named = group.iter().chain(&part.keys);
    let wanted = named.map(|(key, label)| {
        let key = labels.key(key)?;
        // A label that nobody has selects nobody.
        Some((key, labels.number(key, label).unwrap_or(u32::MAX)))
    });
    wanted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_of_a_few_keys_are_all_sets_and_of_many_those_of_two() {
        assert_eq!(some_of(0), [0; 0]);
        assert_eq!(some_of(0b1101), [0, 1, 0b100, 0b101, 0b1000, 0b1001, 0b1100]);
        // None, 90 single ones and 90 · 89 / 2 pairs.
        assert_eq!(some_of((1 << 90) - 1).len(), 1 + 90 + 90 * 89 / 2);
    }
}
