//! The total of files that have none: the exact sum of the subjects.

use super::policy::TotalRule;
use crate::error::{Error, Result};
use crate::number::{Rational, Scale};
use crate::records::{Mark, ScoreColumn, Subject};
use crate::subjects::{TOTAL, raw_of};

/// The largest step of which both are multiples.
fn common_step(a: Rational, b: Rational) -> Option<Rational> {
    let (left, right) = (a.numer().checked_mul(*b.denom())?, b.numer().checked_mul(*a.denom())?);
    let (mut one, mut other) = (left, right);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    Some(Rational::new(one, a.denom().checked_mul(*b.denom())?))
}

/// The subjects that a derived total adds: a scaled mark only where the raw score beside it is not there.
pub(super) fn addends(scores: &[ScoreColumn]) -> Vec<&ScoreColumn> {
    let has = |id: &str| scores.iter().any(|column| column.subject.id == id);
    let counts =
        |column: &&ScoreColumn| !raw_of(&column.subject.id).is_some_and(|raw| raw == TOTAL || has(raw));
    scores.iter().filter(counts).collect()
}

/// The sum where every subject is scored, else the mark of the first that is not; by [`TotalRule::All`] the sum
/// of those that are. `overflow` is told the candidates whose sum is out of range.
pub(super) fn derive(
    scores: &[&ScoreColumn],
    len: usize,
    rule: TotalRule,
    mut overflow: impl FnMut(usize),
) -> Result<ScoreColumn> {
    let fault = || Error::Internal { what: "steps of the subjects have no common step" };
    let mut step = scores.first().ok_or_else(fault)?.subject.scale.step();
    for column in scores.iter().copied() {
        step = common_step(step, column.subject.scale.step()).ok_or_else(fault)?;
    }
    let mut sums = vec![0i64; len];
    let mut marks = vec![Mark::Scored; len];
    let mut any = vec![false; if rule == TotalRule::All { len } else { 0 }];
    for column in scores.iter().copied() {
        let factor = (column.subject.scale.step() / step).to_integer();
        let factor = i64::try_from(factor).map_err(|_| fault())?;
        for (index, (ticks, mark)) in column.ticks.iter().zip(&column.marks).enumerate() {
            if marks[index] == Mark::Scored {
                marks[index] = *mark;
            }
            if let Some(any) = any.get_mut(index) {
                *any |= *mark == Mark::Scored;
            }
            sums[index] = sums[index].saturating_add(i64::from(*ticks).saturating_mul(factor));
        }
    }
    for (mark, _) in marks.iter_mut().zip(&any).filter(|(_, any)| **any) {
        *mark = Mark::Scored;
    }
    let mut ticks = vec![0i32; len];
    for (index, sum) in sums.iter().enumerate().filter(|(index, _)| marks[*index] == Mark::Scored) {
        match i32::try_from(*sum) {
            Ok(sum) => ticks[index] = sum,
            Err(_) => overflow(index),
        }
    }
    mark_overflow(&mut marks, &sums);
    let full_mark = scores.iter().map(|column| column.subject.full_mark).sum::<Option<Rational>>();
    let scale = Scale::new(step).ok_or_else(fault)?;
    Ok(ScoreColumn { subject: Subject { id: TOTAL.to_owned(), full_mark, scale }, ticks, marks })
}

fn mark_overflow(marks: &mut [Mark], sums: &[i64]) {
    for (mark, sum) in marks.iter_mut().zip(sums) {
        if *mark == Mark::Scored && i32::try_from(*sum).is_err() {
            *mark = Mark::Invalid;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(step: Rational, cells: &[(i32, Mark)]) -> ScoreColumn {
        let scale = Scale::new(step).unwrap();
        let subject = Subject { id: "x".to_owned(), full_mark: Some(Rational::from_integer(100)), scale };
        let (ticks, marks) = cells.iter().copied().unzip();
        ScoreColumn { subject, ticks, marks }
    }

    #[test]
    fn sums_stand_on_the_common_step() {
        // 72.5 + 80.2 = 152.7; steps 1/2 and 1/5 have 1/10 in common.
        let half = column(Rational::new(1, 2), &[(145, Mark::Scored), (0, Mark::Absent), (2, Mark::Scored)]);
        let fifth = column(Rational::new(1, 5), &[(401, Mark::Scored), (1, Mark::Scored), (0, Mark::Blank)]);
        let total = derive(&[&half, &fifth], 3, TotalRule::Any, |_| panic!("no overflow here")).unwrap();
        assert_eq!(total.subject.scale.step(), Rational::new(1, 10));
        assert_eq!(total.subject.full_mark, Some(Rational::from_integer(200)));
        assert_eq!(total.ticks, [1527, 0, 0]);
        assert_eq!(total.marks, [Mark::Scored, Mark::Absent, Mark::Blank]);
        // By the other rule the second has the 1 tick of 1/5, the third the 2 of 1/2.
        let total = derive(&[&half, &fifth], 3, TotalRule::All, |_| panic!("no overflow here")).unwrap();
        assert_eq!((total.ticks, total.marks), (vec![1527, 2, 10], vec![Mark::Scored; 3]));
    }

    #[test]
    fn a_sum_out_of_range_is_no_score() {
        let large = column(Rational::new(1, 1), &[(i32::MAX, Mark::Scored)]);
        let mut told = Vec::new();
        let total = derive(&[&large, &large], 1, TotalRule::Any, |index| told.push(index)).unwrap();
        assert_eq!((told, total.marks), (vec![0], vec![Mark::Invalid]));
    }
}
