//! How many went from which band to which.

use super::cohort::Unit;
use super::levels::Levels;
use crate::number::{Rational, ratio};

pub struct Transitions {
    bands: usize,
    /// Entry band by entry band.
    counts: Vec<u64>,
}

impl Transitions {
    pub fn new(bands: usize) -> Transitions {
        Transitions { bands, counts: vec![0; bands * bands] }
    }

    pub fn add(&mut self, unit: &Unit, levels: &Levels) {
        for (x, y, count) in unit.parts.iter().flat_map(|part| part.pairs.iter()) {
            let (from, to) = levels.of(x, y);
            self.counts[from * self.bands + to] += count;
        }
    }

    pub fn at(&self, from: usize, to: usize) -> u64 {
        self.counts[from * self.bands + to]
    }

    pub fn entry(&self, from: usize) -> u64 {
        (0..self.bands).map(|to| self.at(from, to)).sum()
    }

    pub fn exit(&self, to: usize) -> u64 {
        (0..self.bands).map(|from| self.at(from, to)).sum()
    }

    fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Each rate with its numerator and denominator.
    pub fn rates(&self) -> [(&'static str, (u64, u64)); 4] {
        let (last, n) = (self.bands - 1, self.n());
        let others = |band: usize| n - self.entry(band);
        [
            ("keep_top", (self.at(0, 0), self.entry(0))),
            ("to_top", (self.exit(0) - self.at(0, 0), others(0))),
            ("out_of_bottom", (self.entry(last) - self.at(last, last), self.entry(last))),
            ("to_bottom", (self.exit(last) - self.at(last, last), others(last))),
        ]
    }

    fn sum(&self, of: impl Fn(i128, i128) -> i128) -> Rational {
        let cells = (0..self.bands).flat_map(|from| (0..self.bands).map(move |to| (from, to)));
        let sum = cells
            .map(|(from, to)| of(from as i128, to as i128) * i128::from(self.at(from, to)))
            .sum::<i128>();
        ratio(sum, i128::from(self.n().max(1)))
    }

    /// Bands gained on average.
    pub fn mean_change(&self) -> Rational {
        self.sum(|from, to| from - to)
    }

    /// Means of weights, 9 the best of nine bands: of those who stayed (but at the bottom), rose and fell.
    pub fn weighted(&self) -> [Rational; 3] {
        let bands = self.bands as i128;
        let weight = |band: i128| bands - band;
        [
            self.sum(|from, to| if from == to && from + 1 < bands { weight(from) } else { 0 }),
            self.sum(|from, to| if to < from { weight(to) } else { 0 }),
            self.sum(|from, to| if to > from { weight(from) } else { 0 }),
        ]
    }

    /// `None` where nobody fell.
    pub fn relative_progress(&self) -> Option<Rational> {
        let [kept, progress, regress] = self.weighted();
        let by = regress * Rational::new(3, 2);
        (by > Rational::from_integer(0)).then(|| (kept + progress * Rational::from_integer(2)) / by)
    }
}
