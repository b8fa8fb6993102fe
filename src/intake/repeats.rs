//! Candidates who stand in several rows of a file with a row each: which of the rows counts.

use std::collections::HashSet;

use super::ids::{FastSet, Id, Ids};
use super::interner::FastMap;
use super::plan::Plan;
use super::policy::Duplicates;
use super::rows::Rows;
use crate::error::Result;
use crate::number::Rational;

/// What is known of repeated candidates while the blocks of a file are entered in order.
pub(super) enum Repeats {
    /// The first row counts; `noted` are the candidates who have others, where somebody asks for them.
    First { ids: Box<Ids>, noted: Option<FastSet<Box<[u8]>>> },
    /// The rows of these candidates are compared, and nothing is left out yet.
    Compared(Comparison),
    /// These physical rows are left out.
    LeftOut(HashSet<u64>),
}

/// The rows of some candidates, held against each other.
pub(super) struct Comparison {
    by: Duplicates,
    /// The row that counts, of those seen.
    counting: FastMap<Box<[u8]>, Option<Counting>>,
    left_out: HashSet<u64>,
}

struct Counting {
    score: Option<Rational>,
    row: u64,
}

impl Repeats {
    /// The first row counts.
    pub fn first() -> Repeats {
        Repeats::First { ids: Box::default(), noted: None }
    }

    /// Which rows a policy leaves out. `pass` shows the candidates of all blocks to what it is given: first to
    /// note who is repeated, then, if anybody is, to compare the rows of these few.
    pub fn decide<E>(
        by: Duplicates,
        mut pass: impl FnMut(Repeats) -> std::result::Result<Repeats, E>,
    ) -> std::result::Result<Repeats, E> {
        if matches!(by, Duplicates::First | Duplicates::Refuse) {
            return Ok(Repeats::first());
        }
        let seen = pass(Repeats::First { ids: Box::default(), noted: Some(FastSet::default()) })?;
        let Repeats::First { noted: Some(noted), .. } = seen else { return Ok(seen) };
        if noted.is_empty() {
            return Ok(Repeats::first());
        }
        let counting = noted.into_iter().map(|id| (id, None)).collect();
        let compared = pass(Repeats::Compared(Comparison { by, counting, left_out: HashSet::new() }))?;
        Ok(match compared {
            Repeats::Compared(comparison) => Repeats::LeftOut(comparison.left_out),
            other => other,
        })
    }

    /// Which candidates of the next block, whose first line is physical row `first`, are left out, by their
    /// number in it.
    pub fn left_out(&mut self, rows: &Rows, first: u64, plan: &Plan) -> Result<Vec<usize>> {
        let row = |candidate: usize| first + u64::from(rows.lines[candidate]);
        match self {
            Repeats::First { ids, noted } => {
                let again: Vec<usize> = (0..rows.len()).filter(|at| !ids.see(rows.id(*at))).collect();
                if let Some(noted) = noted {
                    noted.extend(again.iter().map(|at| rows.id(*at).key()));
                }
                Ok(again)
            }
            Repeats::Compared(comparison) => {
                let steps = plan.steps(&rows.decimals)?;
                let step = steps.last().copied();
                for candidate in 0..rows.len() {
                    let score = || rows.last_score(candidate).zip(step).map(|(ticks, step)| step * ticks);
                    comparison.see(&rows.id(candidate).key(), score, row(candidate));
                }
                Ok(Vec::new())
            }
            Repeats::LeftOut(left_out) => {
                Ok((0..rows.len()).filter(|candidate| left_out.contains(&row(*candidate))).collect())
            }
        }
    }
}

impl Comparison {
    fn see(&mut self, id: &[u8], score: impl Fn() -> Option<Rational>, row: u64) {
        let Some(counting) = self.counting.get_mut(id) else { return };
        let this = Counting { score: score(), row };
        let Some(earlier) = counting else {
            *counting = Some(this);
            return;
        };
        // Of equal ones the first counts; a row without a score comes after any with one.
        if self.by == Duplicates::Last || this.score > earlier.score {
            self.left_out.insert(earlier.row);
            *earlier = this;
        } else {
            self.left_out.insert(row);
        }
    }
}

impl Id<'_> {
    /// By which it is known again; empty for those that tell no one apart.
    pub fn key(self) -> Box<[u8]> {
        match self {
            Id::Empty | Id::Destroyed => Box::default(),
            Id::Digits(digits) => Box::new(digits.to_le_bytes()),
            // Digits take eight bytes.
            Id::Text(text) => [text, &[0; 9]].concat().into(),
        }
    }
}
