//! The tallies asked for last: tables by the same keys mostly stand together.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::YearTally;
use crate::threads::PerProcess;

/// Scores with a count that are remembered at most: 16 bytes each.
const SCORES: usize = 4 << 20;
/// A tally of more groups is large: only one such is remembered, and none while another is made, unless they share
/// their counts.
pub(super) const MANY_GROUPS: usize = 1000;

/// Tallies by their keys, those asked for last first.
#[derive(Clone, Debug, Default)]
pub(super) struct Remembered(Arc<PerProcess<Mutex<VecDeque<Entry>>>>);

#[derive(Debug)]
struct Entry {
    keys: Vec<String>,
    years: Arc<[YearTally]>,
    scores: usize,
}

impl Entry {
    fn groups(&self) -> usize {
        self.years.iter().map(|of_year| of_year.tally.groups.len()).sum()
    }
}

impl Remembered {
    pub fn find(&self, keys: &[&str]) -> Option<Arc<[YearTally]>> {
        let mut entries = self.entries();
        let at = entries.iter().position(|entry| entry.keys == keys)?;
        let entry = entries.remove(at)?;
        let years = Arc::clone(&entry.years);
        entries.push_front(entry);
        Some(years)
    }

    /// The tally of the fewest groups from which one by these keys follows, where that is less work than to count.
    pub fn find_finer(&self, keys: &[&str]) -> Option<Arc<[YearTally]>> {
        let entries = self.entries();
        let has_all = |entry: &&Entry| keys.iter().all(|key| entry.keys.iter().any(|known| known == key));
        let small = entries.iter().filter(has_all).filter(|entry| entry.groups() <= MANY_GROUPS);
        small.min_by_key(|entry| entry.groups()).map(|entry| Arc::clone(&entry.years))
    }

    /// A tally of many groups by all but some of these keys.
    pub fn find_coarser(&self, keys: &[&str]) -> Option<Arc<[YearTally]>> {
        let are_keys = |entry: &&Entry| entry.keys.iter().all(|known| keys.contains(&known.as_str()));
        let entries = self.entries();
        let mut large = entries.iter().filter(|entry| entry.groups() > MANY_GROUPS).filter(are_keys);
        large.next().map(|entry| Arc::clone(&entry.years))
    }

    pub fn keep(&self, keys: &[&str], years: &Arc<[YearTally]>) {
        let groups = years.iter().flat_map(|of_year| &of_year.tally.groups);
        let scores = groups.flat_map(|group| &group.distributions).map(|d| d.counts().len()).sum();
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        let mut entries = self.entries();
        entries.push_front(Entry { keys, years: Arc::clone(years), scores });
        let mut sum = 0;
        entries.retain(|entry| {
            sum += entry.scores;
            sum <= SCORES
        });
    }

    /// Makes room for another large tally.
    pub fn forget_large(&self) {
        self.entries().retain(|entry| entry.groups() <= MANY_GROUPS);
    }

    fn entries(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0.get().lock().unwrap_or_else(PoisonError::into_inner)
    }
}
