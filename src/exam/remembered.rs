//! The tallies asked for last: tables by the same keys mostly stand together.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::YearTally;

/// Scores with a count that are remembered at most: 16 bytes each.
const SCORES: usize = 4 << 20;
/// A tally of more groups is large: only one such is remembered, and none while another is made.
pub(super) const MANY_GROUPS: usize = 1000;

/// Tallies by their keys, those asked for last first.
#[derive(Clone, Debug, Default)]
pub(super) struct Remembered(Arc<Mutex<VecDeque<Entry>>>);

#[derive(Debug)]
struct Entry {
    keys: Vec<String>,
    years: Arc<[YearTally]>,
    scores: usize,
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
        let groups = |entry: &Entry| entry.years.iter().map(|of| of.tally.groups.len()).sum::<usize>();
        self.entries().retain(|entry| groups(entry) <= MANY_GROUPS);
    }

    fn entries(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
