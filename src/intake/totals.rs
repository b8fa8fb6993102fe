//! The total of files that have none: the exact sum of the subjects.

use super::policy::TotalRule;
use crate::error::{Error, Result};
use crate::number::{Rational, Scale, common_step};
use crate::records::{Mark, Subject};
use crate::subjects::{TOTAL, is_entry, raw_of};
use crate::tally::cell_of_mark;

fn fault() -> Error {
    Error::Internal { what: "steps of the subjects have no common step" }
}

/// Foreign languages, of which a candidate takes one or another: whichever is scored counts.
const LANGUAGES: [&str; 6] = ["english", "japanese", "russian", "german", "french", "spanish"];

/// Subjects of one paper, and those it consists of.
const COMBINED: [(&str, [&str; 3]); 2] = [
    ("arts_combined", ["politics", "history", "geography"]),
    ("science_combined", ["physics", "chemistry", "biology"]),
];

/// The subjects that a derived total adds: a scaled mark only where the raw score beside it is not there, a combined
/// paper only where its parts are not.
pub(super) fn addends(ids: &[&str]) -> Vec<usize> {
    let has_parts = |id: &str| {
        COMBINED
            .iter()
            .any(|(combined, parts)| *combined == id && parts.iter().all(|part| ids.contains(part)))
    };
    let is_of_another = |id: &str| is_entry(id) || id == "exit";
    let counts = |id: &str| {
        !is_of_another(id)
            && !has_parts(id)
            && !raw_of(id).is_some_and(|raw| raw == TOTAL || ids.contains(&raw))
    };
    (0..ids.len()).filter(|at| counts(ids[*at])).collect()
}

/// The total of the subjects, on their common step.
pub(super) fn subject<'s>(subjects: impl Iterator<Item = &'s Subject> + Clone) -> Result<Subject> {
    let mut steps = subjects.clone().map(|subject| subject.scale.step());
    let first = steps.next().ok_or_else(fault)?;
    let step = steps.try_fold(first, common_step).ok_or_else(fault)?;
    let mut languages = subjects.clone().filter(|subject| LANGUAGES.contains(&subject.id.as_str()));
    let first = languages.next().map(|subject| &subject.id);
    let counted = subjects.filter(|s| !LANGUAGES.contains(&s.id.as_str()) || Some(&s.id) == first);
    let full_mark = counted.map(|subject| subject.full_mark).sum::<Option<Rational>>();
    Ok(Subject { id: TOTAL.to_owned(), full_mark, scale: Scale::new(step).ok_or_else(fault)? })
}

impl TotalRule {
    /// Whether a total stands beside a subject in which the candidate was not there; `scored`: whether any has a score.
    pub(super) fn believes(self, scored: bool) -> bool {
        match self {
            TotalRule::Any => false,
            TotalRule::All => scored,
            TotalRule::Given => true,
        }
    }
}

/// How a row's total follows from its cells.
pub(super) struct Sum {
    /// Columns and how many steps of the total their steps are.
    addends: Vec<(usize, i64)>,
    /// Those of the addends of which one is enough.
    languages: Vec<usize>,
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
        let is_language = |at: &&usize| LANGUAGES.contains(&subjects[**at].id.as_str());
        let languages: Vec<usize> = addends.iter().filter(is_language).copied().collect();
        let languages = if languages.len() > 1 { languages } else { Vec::new() };
        Ok(Sum { addends: addends.iter().map(factor).collect::<Result<_>>()?, languages, rule })
    }

    /// The sum in steps of the total where every cell is a score (of languages one), else the cell of the first that
    /// is none; by [`TotalRule::All`] the sum of those that are.
    #[inline]
    pub fn of(&self, cells: &[i32]) -> std::result::Result<i64, i32> {
        let (mut sum, mut lacking, mut any) = (0i64, None, false);
        for (at, factor) in &self.addends {
            let cell = cells[*at];
            if cell < 0 {
                let spared = self.languages.contains(at) && self.languages.iter().any(|at| cells[*at] >= 0);
                lacking = lacking.or((!spared).then_some(cell));
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
    fn one_language_of_several_is_enough() {
        let one = |id: &str| Subject { id: id.to_owned(), ..of(Rational::from_integer(1)) };
        let mut subjects = ["chinese", "english", "japanese"].map(one).to_vec();
        let total = subject(subjects.iter()).unwrap();
        assert_eq!(total.full_mark, Some(Rational::from_integer(200)));
        subjects.push(total);
        let sum = |cells: &[i32]| Sum::new(&subjects, &[0, 1, 2], TotalRule::Any).unwrap().of(cells);
        assert_eq!([sum(&[90, 80, -1]), sum(&[90, -2, 70]), sum(&[90, 80, 70])], [Ok(170), Ok(160), Ok(240)]);
        assert_eq!([sum(&[90, -2, -1]), sum(&[-1, 80, -1])], [Err(-2), Err(-1)]);
    }

    #[test]
    fn a_scaled_mark_beside_its_raw_score_is_not_added() {
        let ids = ["chinese", "physics", "physics_scaled", "biology_scaled"];
        assert_eq!(addends(&ids), [0, 1, 3]);
        assert_eq!(
            addends(&["chinese", "science_combined", "physics", "chemistry", "biology"]),
            [0, 2, 3, 4]
        );
        assert_eq!(addends(&["chinese", "science_combined", "physics"]), [0, 1, 2]);
    }
}
