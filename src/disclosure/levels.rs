//! The finest counts that the figures of one subject can tell of: groups of candidates by ranges of scores.
//!
//! The groups are those that occur in the data; a reader is taken to know which do. Ranges end at every score that a
//! figure names. A score that only figures of wider groups name divides these wider groups alone: their ranges add
//! up to those of the narrow groups, and within a range any division over the narrow ones is possible, so nothing
//! is lost by not spelling it out.

use std::collections::BTreeMap;

use crate::tally::{Distribution, Group, Tally};

/// A set of keys, a bit for each key of the tally.
pub type Keys = u32;

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

    /// The cohorts of some keys in one subject, in the order of the tally's groups.
    pub fn cohorts(&self, tally: &Tally, keys: Keys, subject: usize) -> Vec<Cohort> {
        let mut places: BTreeMap<Vec<Option<u32>>, usize> = BTreeMap::new();
        let mut cohorts: Vec<Cohort> = Vec::new();
        for (group, numbers) in tally.groups.iter().zip(&self.groups) {
            let labels: Vec<Option<u32>> =
                numbers.iter().enumerate().map(|(key, label)| has(keys, key).then_some(*label)).collect();
            let at = *places.entry(labels.clone()).or_insert_with(|| {
                cohorts.push(Cohort { labels, distribution: Distribution::default() });
                cohorts.len() - 1
            });
            cohorts[at].distribution.add(&group.distributions[subject]);
        }
        cohorts
    }
}

pub fn has(keys: Keys, key: usize) -> bool {
    keys & (1 << key) != 0
}

pub fn is_within(keys: Keys, wider: Keys) -> bool {
    keys & !wider == 0
}

impl Cohort {
    /// Whether the cohort is part of a group given by some labels.
    pub fn is_in(&self, labels: &[(usize, u32)]) -> bool {
        labels.iter().all(|(key, label)| self.labels[*key] == Some(*label))
    }

    /// Whether the cohort is part of another of fewer keys.
    pub fn is_part_of(&self, wider: &Cohort) -> bool {
        wider.labels.iter().zip(&self.labels).all(|(theirs, ours)| theirs.is_none() || theirs == ours)
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

/// The levels of a subject, the narrowest groups first: each later one has fewer keys and all the cuts of those
/// before it. `uses` says by which keys each cut is used; `all` are the keys of all figures.
pub fn plan(all: Keys, uses: &BTreeMap<i64, Keys>) -> Vec<(Keys, Vec<i64>)> {
    let mut levels: Vec<(Keys, Vec<i64>)> = vec![(all, Vec::new())];
    let mut sets: Vec<Keys> = uses.values().copied().collect();
    sets.sort_by_key(|keys| (std::cmp::Reverse(keys.count_ones()), *keys));
    sets.dedup();
    for keys in sets {
        // Sets that do not lie within each other share the narrowest level that holds both.
        if levels.last().is_some_and(|last| last.0 != keys && is_within(keys, last.0)) {
            levels.push((keys, Vec::new()));
        }
    }
    for (cut, keys) in uses {
        let home = levels.iter().rposition(|level| is_within(*keys, level.0)).unwrap_or(0);
        for level in &mut levels[home..] {
            level.1.push(*cut);
        }
    }
    for level in &mut levels {
        level.1.sort_unstable();
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines are used by schools, bands by tracks: the schools are divided at the lines alone.
    #[test]
    fn cuts_stay_with_the_groups_that_use_them() {
        let (school, track) = (1, 2);
        let uses = BTreeMap::from([(500, school | track), (510, track), (520, 0)]);
        let levels = plan(school | track, &uses);
        assert_eq!(levels, [(school | track, vec![500]), (track, vec![500, 510]), (0, vec![500, 510, 520])]);
    }

    #[test]
    fn sets_that_cross_share_a_level() {
        let uses = BTreeMap::from([(10, 1), (20, 2)]);
        // 20 is at home with both keys, 10 with the first alone, which is divided at 20 too.
        assert_eq!(plan(3, &uses), [(3, vec![20]), (1, vec![10, 20])]);
    }
}
