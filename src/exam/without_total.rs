//! Years whose totals are not known to be whole.

use super::{Exam, YearTally};
use crate::error::Result;
use crate::records::Mark;
use crate::tally::{Distribution, Tally};

impl Exam {
    /// The years of which some source has candidates and no total that could be counted, as a column beside its
    /// subjects may be a part of it and is not used, or as none of its totals can be read. Figures of such a year
    /// would silently be of the other sources alone.
    pub fn years_without_total(&self, id: &str) -> Result<Vec<Option<i32>>> {
        let unread = |tally: &Tally| {
            let total = tally.subjects.iter().position(|subject| subject.id == id)?;
            let groups = || tally.groups.iter().map(|group| &group.distributions[total]);
            let scored: u64 = groups().map(Distribution::tested).sum();
            let unread: u64 = groups().map(|of| of.marked(Mark::Invalid)).sum();
            Some((scored, unread))
        };
        let any = |of: &YearTally| unread(&of.tally).is_some_and(|(_, unread)| unread > 0);
        if !self.by_year(&[])?.iter().any(any) {
            return Ok(Vec::new());
        }
        let mut years = Vec::new();
        for part in &self.parts {
            for (year, tally) in part.by_year(&[])? {
                if unread(&tally).is_some_and(|(scored, unread)| scored == 0 && unread > 0) {
                    years.push(year);
                }
            }
        }
        Ok(years)
    }
}
