//! Scores of a cohort one by one: how many have each, the places that they take, and the bands that are cut from them.

use super::cohort::Cohort;
use crate::number::Rational;

/// Different scores, ascending, each with how many have it.
pub struct Scores {
    counts: Vec<(i64, u64)>,
    /// How many have a lower one.
    below: Vec<u64>,
    pub n: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Entry,
    Exit,
}

impl Scores {
    pub fn of(cohort: &Cohort, side: Side) -> Scores {
        let mut counts: Vec<(i64, u64)> = Vec::new();
        for (x, y, count) in cohort.parts().flat_map(|part| part.pairs.iter()) {
            let score = if side == Side::Entry { x } else { y };
            match counts.last_mut() {
                Some((last, n)) if *last == score => *n += count,
                _ => counts.push((score, count)),
            }
        }
        Scores::counted(counts)
    }

    pub fn counted(mut counts: Vec<(i64, u64)>) -> Scores {
        counts.sort_unstable();
        counts.dedup_by(|next, first| {
            let same = next.0 == first.0;
            first.1 += if same { next.1 } else { 0 };
            same
        });
        let mut n = 0;
        let mut below = Vec::with_capacity(counts.len());
        for (_, count) in &counts {
            below.push(n);
            n += count;
        }
        Scores { counts, below, n }
    }

    /// Where a score stands among the different ones.
    pub fn place(&self, score: i64) -> Option<usize> {
        self.counts.binary_search_by_key(&score, |(score, _)| *score).ok()
    }

    pub fn distinct(&self) -> &[(i64, u64)] {
        &self.counts
    }

    /// The competition rank: how many have a higher score, and one.
    pub fn rank(&self, score: i64) -> u64 {
        self.place(score).map_or(self.n, |at| self.n - self.below[at] - self.counts[at].1 + 1)
    }

    /// How many have this score or a higher one.
    pub fn reach(&self, score: i64) -> u64 {
        let at = self.counts.partition_point(|(other, _)| *other < score);
        self.below.get(at).map_or(0, |below| self.n - below)
    }

    /// The percentile rank: those below and half of those who share it, in per cent.
    pub fn mid_rank(&self, score: i64) -> f64 {
        let at = self.place(score);
        at.map_or(f64::NAN, |at| {
            (self.below[at] as f64 + self.counts[at].1 as f64 / 2.0) / self.n as f64 * 100.0
        })
    }

    /// The score of the candidate at the place ⌈share × n⌉ from the top.
    pub fn cut(&self, share: Rational) -> i64 {
        let rank = (share * Rational::from_integer(i128::from(self.n))).ceil().to_integer();
        let rank = u64::try_from(rank).unwrap_or(1).clamp(1, self.n.max(1));
        // The highest score that so many reach.
        let at = self.below.partition_point(|below| self.n - below >= rank);
        self.counts.get(at.wrapping_sub(1)).map_or(i64::MIN, |(score, _)| *score)
    }
}

/// Which band a score is in, 0 the best: as many as there are cuts above it. Cuts descend.
pub fn band(cuts: &[i64], score: i64) -> usize {
    cuts.partition_point(|cut| score < *cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_and_cuts() {
        let scores = Scores::counted(vec![(50, 2), (90, 1), (70, 1), (50, 1)]);
        assert_eq!([90, 70, 50].map(|score| scores.rank(score)), [1, 2, 3]);
        assert_eq!(scores.mid_rank(50), 30.0);
        assert_eq!(scores.cut(Rational::new(1, 4)), 70);
        assert_eq!(scores.cut(Rational::new(1, 5)), 90);
        assert_eq!(scores.cut(Rational::new(9, 10)), 50);
        assert_eq!([95, 90, 70, 50].map(|score| band(&[90, 70], score)), [0, 0, 1, 2]);
    }
}
