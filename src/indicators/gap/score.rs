//! What each candidate adds to a statistic: whole numbers read from the score, whose means are what the measures
//! of a gap are made of.

use crate::tally::Distribution;

/// A number that every score of a side has.
#[derive(Clone, Debug, PartialEq)]
pub enum Score {
    /// The score itself.
    Ticks,
    /// 1 from a line on, else 0.
    AtLeast(i64),
    /// Candidates of the other side below, twice, and those level with it, once.
    Placement(Ladder),
    /// The squared distance from the mean of the side.
    SquaredDistance { mean: f64 },
}

impl Score {
    /// How the candidates of `part` deviate from those of `whole`: (Σ v − n_part · mean v) / n_whole. Exact in
    /// whole numbers until the division, but for squared distances.
    pub fn deviation(&self, part: &Distribution, whole: &Distribution) -> f64 {
        let n = whole.tested() as f64;
        if let Score::SquaredDistance { mean } = self {
            let sum = |d: &Distribution| weighted(d, |ticks| (ticks as f64 - mean).powi(2));
            return (sum(part) - part.tested() as f64 / n * sum(whole)) / n;
        }
        let (part_n, whole_n) = (i128::from(part.tested()), i128::from(whole.tested()));
        let exact = self.sum(part) * whole_n - part_n * self.sum(whole);
        exact as f64 / (n * n)
    }

    /// Σ v over the candidates of a distribution.
    fn sum(&self, distribution: &Distribution) -> i128 {
        let counts = distribution.counts().iter();
        counts.map(|&(ticks, count)| self.of(ticks) * i128::from(count)).sum()
    }

    fn of(&self, ticks: i64) -> i128 {
        match self {
            Score::Ticks => i128::from(ticks),
            Score::AtLeast(line) => i128::from(ticks >= *line),
            Score::Placement(other) => i128::from(other.placement(ticks)),
            Score::SquaredDistance { .. } => 0,
        }
    }

    /// v as a double.
    pub fn real(&self, ticks: i64) -> f64 {
        match self {
            Score::SquaredDistance { mean } => (ticks as f64 - mean).powi(2),
            exact => exact.of(ticks) as f64,
        }
    }
}

fn weighted(distribution: &Distribution, of: impl Fn(i64) -> f64) -> f64 {
    distribution.counts().iter().map(|&(ticks, count)| of(ticks) * count as f64).sum()
}

/// A distribution from which the candidates below a score are read at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// `(ticks, candidates below, candidates level)`, ascending.
    rungs: Vec<(i64, u64, u64)>,
    all: u64,
}

impl Ladder {
    pub fn new(counts: &[(i64, u64)]) -> Ladder {
        let mut all = 0;
        let rungs = counts.iter().map(|&(ticks, count)| {
            all += count;
            (ticks, all - count, count)
        });
        Ladder { rungs: rungs.collect(), all }
    }

    fn placement(&self, ticks: i64) -> u64 {
        match self.rungs.get(self.rungs.partition_point(|rung| rung.0 < ticks)) {
            Some((score, below, level)) if *score == ticks => 2 * below + level,
            Some((_, below, _)) => 2 * below,
            None => 2 * self.all,
        }
    }

    /// Twice the pairs in which a candidate of `counts` stands above one of ours, and once those level.
    pub fn pairs(&self, counts: &[(i64, u64)]) -> i128 {
        counts.iter().map(|&(ticks, count)| i128::from(self.placement(ticks)) * i128::from(count)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placements_between_and_beyond_the_scores() {
        let ladder = Ladder::new(&[(2, 3), (5, 1)]);
        let placements = [1, 2, 3, 5, 6].map(|ticks| ladder.placement(ticks));
        assert_eq!(placements, [0, 3, 6, 7, 8]);
        assert_eq!(ladder.pairs(&[(2, 2), (9, 1)]), 14);
    }
}
