//! How many of a group were to be expected at the top: each candidate with the share of those who began alike.

use num_traits::{CheckedAdd, CheckedSub};

use super::super::arguments::Arguments;
use super::bands::{Bands, Cutting};
use super::cohort::{Cohort, Unit};
use super::levels::Levels;
use crate::figures::{Clause, Phrase, Term, Value};
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

    pub fn of_unit(&self, unit: &Unit) -> Expected {
        let mut own = vec![0; self.counts.len()];
        for (x, _, count) in unit.parts.iter().flat_map(|part| part.pairs.iter()) {
            own[self.bands.of(x)] += count;
        }
        Expected::of(self.counts.iter().copied().zip(own))
    }
}

/// How many are expected at the top.
pub struct Expected {
    /// `None` where the fractions of the bands have no common denominator in 128 bits, as in a cohort of a million.
    exact: Option<Rational>,
    number: f64,
    /// The binomial one.
    pub variance: f64,
}

impl Expected {
    /// By band, how many of all are at the top, and how many began there.
    fn of(bands: impl Iterator<Item = ((u64, u64), u64)>) -> Expected {
        let one = Rational::from_integer(1);
        let zero = Rational::from_integer(0);
        let mut expected = Expected { exact: Some(zero), number: 0.0, variance: 0.0 };
        for ((top, all), own) in bands.filter(|((_, all), _)| *all > 0) {
            let share = ratio(i128::from(top), i128::from(all));
            let of_band = Rational::from_integer(i128::from(own)) * share;
            expected.exact = expected.exact.and_then(|exact| exact.checked_add(&of_band));
            expected.number += to_f64(of_band);
            expected.variance += to_f64(of_band * (one - share));
        }
        expected
    }

    pub fn value(&self) -> Value {
        self.exact.map_or(Value::Real(self.number), Value::Exact)
    }

    /// How many more than expected there are.
    pub fn exceeded_by(&self, actual: u64) -> Value {
        let whole = Rational::from_integer(i128::from(actual));
        let exact = self.exact.and_then(|expected| whole.checked_sub(&expected));
        exact.map_or(Value::Real(actual as f64 - self.number), Value::Exact)
    }
}

static BY_BANDS: Phrase = Phrase::new(
    "expected_by_bands",
    "期望按入口分数的 {} 个等人数段计算",
    "expectation by {} equal bands of entry scores",
);

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten bands of primes near 100,000, whose product has 166 bits: each of them expects a half of its own, but for
    /// what the prime is above twice its top.
    #[test]
    fn bands_without_a_common_denominator_are_added_as_doubles() {
        let primes = [99_901, 99_907, 99_923, 99_929, 99_961, 99_971, 99_989, 99_991, 100_003, 100_019];
        let expected = Expected::of(primes.into_iter().map(|all| ((all / 2, all), 10)));
        let by_hand: f64 = primes.iter().map(|all| 5.0 - 5.0 / *all as f64).sum();
        let Value::Real(number) = expected.value() else { panic!("no 128 bits hold it") };
        assert!((number - by_hand).abs() < 1e-9, "{number} for {by_hand}");
        let Value::Real(more) = expected.exceeded_by(60) else { panic!("no 128 bits hold it") };
        assert!((more - (60.0 - by_hand)).abs() < 1e-9);
        let few = Expected::of([((1, 2), 3), ((1, 3), 3), ((0, 0), 0)].into_iter());
        assert_eq!(few.value(), Value::Exact(ratio(5, 2)));
        assert_eq!(few.exceeded_by(4), Value::Exact(ratio(3, 2)));
    }
}
