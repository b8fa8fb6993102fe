//! Years whose totals are not known to be whole.

use super::{Exam, YearTally};
use crate::error::Result;
use crate::records::Mark;
use crate::tally::{Distribution, Tally};

/// Candidates by what became of their totals.
#[derive(Default)]
struct Totals {
    scored: u64,
    unread: u64,
    withheld: u64,
}

impl Totals {
    fn of(tally: &Tally, id: &str) -> Totals {
        let Some(total) = tally.subjects.iter().position(|subject| subject.id == id) else {
            return Totals::default();
        };
        let sum = |of: &dyn Fn(&Distribution) -> u64| {
            tally.groups.iter().map(|group| of(&group.distributions[total])).sum()
        };
        Totals {
            scored: sum(&Distribution::tested),
            unread: sum(&|of| of.marked(Mark::Invalid)),
            withheld: sum(&|of| of.marked(Mark::Withheld)),
        }
    }
}

impl Exam {
    /// The years of which some source has candidates whose totals were withheld, as a column beside its subjects may
    /// be a part of them and is not used, or none of whose totals can be read. Figures of such a year would silently
    /// be of the other sources alone.
    pub fn years_without_total(&self, id: &str) -> Result<Vec<Option<i32>>> {
        let any = |of: &YearTally| {
            let totals = Totals::of(&of.tally, id);
            totals.unread + totals.withheld > 0
        };
        if !self.by_year(&[])?.iter().any(any) {
            return Ok(Vec::new());
        }
        let mut years = Vec::new();
        for part in &self.parts {
            for (year, tally) in part.by_year(&[])? {
                let totals = Totals::of(&tally, id);
                if totals.withheld > 0 || (totals.scored == 0 && totals.unread > 0) {
                    years.push(year);
                }
            }
        }
        Ok(years)
    }
}
