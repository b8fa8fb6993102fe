//! The total of files that have none: the exact sum of the subjects.

use super::policy::TotalRule;
use crate::error::{Error, Result};
use crate::number::{Rational, Scale, common_step};
use crate::records::{Mark, Subject};
use crate::subjects::{TOTAL, raw_of};
use crate::tally::cell_of_mark;

fn fault() -> Error {
    Error::Internal { what: "steps of the subjects have no common step" }
}

/// The subjects that a derived total adds: a scaled mark only where the raw score beside it is not there.
pub(super) fn addends(ids: &[&str]) -> Vec<usize> {
    let counts = |id: &str| !raw_of(id).is_some_and(|raw| raw == TOTAL || ids.contains(&raw));
    (0..ids.len()).filter(|at| counts(ids[*at])).collect()
}

/// The total of the subjects, on their common step.
pub(super) fn subject<'s>(subjects: impl Iterator<Item = &'s Subject> + Clone) -> Result<Subject> {
    let mut steps = subjects.clone().map(|subject| subject.scale.step());
    let first = steps.next().ok_or_else(fault)?;
    let step = steps.try_fold(first, common_step).ok_or_else(fault)?;
    let full_mark = subjects.map(|subject| subject.full_mark).sum::<Option<Rational>>();
    Ok(Subject { id: TOTAL.to_owned(), full_mark, scale: Scale::new(step).ok_or_else(fault)? })
}

/// How a row's total follows from its cells.
pub(super) struct Sum {
    /// Columns and how many steps of the total their steps are.
    addends: Vec<(usize, i64)>,
    rule: TotalRule,
}

impl Sum {
    /// Of the columns `addends` among `subjects`, the last of which is the total.
    pub fn new(subjects: &[Subject], addends: &[usize], rule: TotalRule) -> Result<Sum> {
        let total = subjects.last().ok_or_else(fault)?.scale.step();
        let factor = |at: &usize| {
            let factor = (subjects[*at].scale.step() / total).to_integer();
            i64::try_from(factor).map(|factor| (*at, factor)).map_err(|_| fault())
        };
        Ok(Sum { addends: addends.iter().map(factor).collect::<Result<_>>()?, rule })
    }

    /// The sum in steps of the total where every cell is a score, else the cell of the first that is none; by
    /// [`TotalRule::All`] the sum of those that are.
    #[inline]
    pub fn of(&self, cells: &[i32]) -> std::result::Result<i64, i32> {
        let (mut sum, mut lacking, mut any) = (0i64, None, false);
        for (at, factor) in &self.addends {
            let cell = cells[*at];
            if cell < 0 {
                lacking = lacking.or(Some(cell));
            } else {
                any = true;
                sum = sum.saturating_add(i64::from(cell).saturating_mul(*factor));
            }
        }
        match lacking {
            Some(mark) if !(any && self.rule == TotalRule::All) => Err(mark),
            None if !any => Err(cell_of_mark(Mark::Blank)),
            _ => Ok(sum),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(step: Rational) -> Subject {
        let full_mark = Some(Rational::from_integer(100));
        Subject { id: "x".to_owned(), full_mark, scale: Scale::new(step).unwrap() }
    }

    #[test]
    fn sums_stand_on_the_common_step() {
        // 72.5 + 80.2 = 152.7; steps 1/2 and 1/5 have 1/10 in common.
        let mut subjects = vec![of(Rational::new(1, 2)), of(Rational::new(1, 5))];
        let total = subject(subjects.iter()).unwrap();
        assert_eq!(total.scale.step(), Rational::new(1, 10));
        assert_eq!(total.full_mark, Some(Rational::from_integer(200)));
        subjects.push(total);
        let sum = |cells: &[i32], rule| Sum::new(&subjects, &[0, 1], rule).unwrap().of(cells);
        assert_eq!(sum(&[145, 401], TotalRule::Any), Ok(1527));
        assert_eq!(sum(&[-2, -1], TotalRule::Any), Err(-2));
        assert_eq!(sum(&[2, -1], TotalRule::Any), Err(-1));
        assert_eq!(sum(&[2, -1], TotalRule::All), Ok(10));
        assert_eq!(sum(&[-2, -1], TotalRule::All), Err(-2));
    }

    #[test]
    fn a_scaled_mark_beside_its_raw_score_is_not_added() {
        let ids = ["chinese", "physics", "physics_scaled", "biology_scaled"];
        assert_eq!(addends(&ids), [0, 1, 3]);
    }
}
