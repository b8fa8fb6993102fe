//! A total that the file states, held against the sum of the subjects beside it, candidate by candidate.

use crate::number::{Rational, common_step};
use crate::records::Subject;
use crate::subjects::scaled_of;

/// How the stated total of a candidate differs from the sum of the scores beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// Whether it is higher than the sum.
    pub above: bool,
    /// A bit for each of the first 64 columns without whose scores the sum would be the total.
    pub without: u64,
}

/// The columns of one file that the total should be the sum of, the total behind them.
pub(super) struct Agreement {
    /// Columns, each with how many units its step is.
    addends: Vec<(usize, i64)>,
    /// Where the scaled mark stands that some schemes add in place of an addend's raw score.
    scaled: Vec<Option<(usize, i64)>>,
    total: i64,
}

impl Agreement {
    /// `None` where nothing is to be held against the last of the subjects, or their steps have no unit in common.
    pub fn new(subjects: &[Subject], addends: &[usize]) -> Option<Agreement> {
        let (total, others) = subjects.split_last()?;
        if addends.len() < 2 {
            return None;
        }
        let mut steps = subjects.iter().map(|subject| subject.scale.step());
        let first = steps.next()?;
        let unit = steps.try_fold(first, common_step)?;
        let units = |subject: &Subject| whole(subject.scale.step() / unit);
        let of = |at: &usize| Some((*at, units(others.get(*at)?)?));
        let scaled = |at: &usize| {
            let id = scaled_of(&others.get(*at)?.id)?;
            let at = others.iter().position(|subject| subject.id == id)?;
            Some((at, units(&others[at])?))
        };
        Some(Agreement {
            addends: addends.iter().map(of).collect::<Option<_>>()?,
            scaled: addends.iter().map(scaled).collect(),
            total: units(total)?,
        })
    }

    /// How the total, the last cell, differs from the sum of the scores before it; `None` where it does not or
    /// where there is no total. A total in coarser steps than the sum may be rounded.
    #[inline]
    pub fn differs(&self, cells: &[i32]) -> Option<Difference> {
        let total = i64::from(*cells.last().filter(|cell| **cell >= 0)?) * self.total;
        let score = |(at, units): (usize, i64)| i64::from(cells[at].max(0)) * units;
        let sum: i64 = self.addends.iter().map(|addend| score(*addend)).sum();
        if total == sum { None } else { self.explained(cells, total, sum) }
    }

    #[cold]
    fn explained(&self, cells: &[i32], total: i64, sum: i64) -> Option<Difference> {
        let score = |(at, units): (usize, i64)| i64::from(cells[at].max(0)) * units;
        let is_total =
            |sum: i64| total == sum || 2 * (total - sum).abs() <= self.total && sum % self.total != 0;
        let counted = self.addends.iter().zip(&self.scaled);
        let scaled =
            counted.map(|(raw, scaled)| score(scaled.filter(|(at, _)| cells[*at] >= 0).unwrap_or(*raw)));
        if is_total(sum) || is_total(scaled.sum()) {
            return None;
        }
        let left_out = self.addends.iter().filter(|addend| addend.0 < 64 && score(**addend) > 0);
        let explains = left_out.filter(|addend| is_total(sum - score(**addend)));
        Some(Difference { above: total > sum, without: explains.fold(0, |bits, (at, _)| bits | 1 << at) })
    }
}

/// Small enough that the scores of all columns add up in 64 bits.
fn whole(ratio: Rational) -> Option<i64> {
    let units = ratio.is_integer().then(|| i64::try_from(ratio.to_integer()).ok()).flatten();
    units.filter(|units| *units < 1 << 24)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Scale;

    fn subject(id: &str, step: Rational) -> Subject {
        Subject { id: id.to_owned(), full_mark: None, scale: Scale::new(step).unwrap() }
    }

    #[test]
    fn totals_are_held_against_their_parts() {
        let one = Rational::from_integer(1);
        let subjects = [
            subject("chinese", Rational::new(1, 2)),
            subject("physics", one),
            subject("physics_scaled", one),
            subject("total", one),
        ];
        let agreement = Agreement::new(&subjects, &[0, 1]).unwrap();
        // 72.5 + 60 = 132.5, rounded up or down; with the scaled 70 for 60: 142.5.
        for total in [132, 133, 142, 143] {
            assert_eq!(agreement.differs(&[145, 60, 70, total]), None, "{total}");
        }
        assert_eq!(agreement.differs(&[144, 60, -1, 132]), None);
        assert_eq!(agreement.differs(&[144, 60, -1, 133]), Some(Difference { above: true, without: 0 }));
        assert_eq!(agreement.differs(&[144, 60, -1, 72]), Some(Difference { above: false, without: 2 }));
        assert_eq!(agreement.differs(&[144, 60, -1, 131]), Some(Difference { above: false, without: 0 }));
        assert_eq!(agreement.differs(&[144, -1, -1, 72]), None);
        assert_eq!(agreement.differs(&[144, 60, -1, -2]), None);
        assert!(Agreement::new(&subjects, &[0]).is_none());
    }
}
