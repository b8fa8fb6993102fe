//! How many of a group were to be expected at the top: each candidate with the share of those who began alike.

use super::super::arguments::Arguments;
use super::bands::{Bands, Cutting};
use super::cohort::{Cohort, Unit};
use super::levels::Levels;
use crate::figures::{Clause, Phrase, Term};
use crate::number::{Rational, ratio, to_f64};

/// Equal bands of entry scores, of which each has its share at the top.
pub struct ExpectedTop {
    bands: Bands,
    /// At the top, and all.
    counts: Vec<(u64, u64)>,
}

/// How many bands there are to be.
pub fn asked(arguments: &Arguments) -> u64 {
    arguments.whole("number").unwrap_or(10)
}

pub fn method(number: u64) -> Clause {
    BY_BANDS.with([Term::chosen(number)])
}

impl ExpectedTop {
    pub fn of(cohort: &Cohort, levels: &Levels, number: u64) -> ExpectedTop {
        let bands = Cutting::equal(number).of(cohort);
        let mut counts = vec![(0, 0); bands.exits.len()];
        for (x, y, count) in cohort.parts().flat_map(|part| part.pairs.iter()) {
            let own = &mut counts[bands.of(x)];
            own.0 += if levels.of(x, y).1 == 0 { count } else { 0 };
            own.1 += count;
        }
        ExpectedTop { bands, counts }
    }

    /// The number, and its binomial variance.
    pub fn of_unit(&self, unit: &Unit) -> (Rational, f64) {
        let mut own = vec![0u64; self.counts.len()];
        for (x, _, count) in unit.parts.iter().flat_map(|part| part.pairs.iter()) {
            own[self.bands.of(x)] += count;
        }
        let one = Rational::from_integer(1);
        let (mut expected, mut variance) = (Rational::from_integer(0), 0.0);
        for ((top, all), own) in self.counts.iter().zip(own).filter(|((_, all), _)| *all > 0) {
            let share = ratio(i128::from(*top), i128::from(*all));
            let own = Rational::from_integer(i128::from(own));
            expected += own * share;
            variance += to_f64(own * share * (one - share));
        }
        (expected, variance)
    }
}

static BY_BANDS: Phrase = Phrase::new(
    "expected_by_bands",
    "期望按入口分数的 {} 个等人数段计算",
    "expectation by {} equal bands of entry scores",
);
