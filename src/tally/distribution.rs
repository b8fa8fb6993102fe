//! One distribution of scores: exact counts and what follows from them.

use std::sync::Arc;

use crate::number::{Rational, Scale, ratio};
use crate::records::Mark;

/// Counts of candidates by score, and by mark for those without a score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// `(ticks, candidates)`, ascending, counts above zero; shared, as one school stands in tallies by several keys.
    counts: Arc<[(i64, u64)]>,
    marks: [u64; Mark::COUNT],
    /// Published tables only: the best score of the open top bucket whose candidates are all counted at its
    /// lowest score.
    open_top: Option<i64>,
    /// Published tables only: the worst score of the open bottom bucket, counted at its highest score.
    open_bottom: Option<i64>,
    /// Published tables only: ranges of scores, ascending, whose candidates are all counted at the lowest.
    ranges: Arc<[(i64, i64)]>,
}

/// From so many scores on, counts are added score by score and not in one array.
const WIDE: usize = 1 << 16;

/// The scores from the lowest on that have a count above zero.
pub(super) fn counted(lowest: i64, dense: &[u64]) -> Vec<(i64, u64)> {
    let counted = (lowest..).zip(dense.iter().copied()).filter(|(_, count)| *count > 0);
    let mut counts = Vec::with_capacity(counted.clone().count());
    counts.extend(counted);
    counts
}

/// Sums over a distribution, in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    pub n: u64,
    pub sum: i128,
    pub sum_of_squares: i128,
}

impl Distribution {
    /// From ascending `(ticks, count)` pairs and the counts per mark; the scored mark is derived.
    pub fn new(counts: Vec<(i64, u64)>, mut marks: [u64; Mark::COUNT]) -> Distribution {
        debug_assert!(counts.windows(2).all(|w| w[0].0 < w[1].0));
        marks[Mark::Scored as usize] = counts.iter().map(|c| c.1).sum();
        Distribution {
            counts: counts.into(),
            marks,
            open_top: None,
            open_bottom: None,
            ranges: Arc::default(),
        }
    }

    /// With ranges between the ends of which nobody tells the scores, ascending; each counted at its lowest score.
    pub fn with_ranges(mut self, ranges: Vec<(i64, i64)>) -> Distribution {
        self.ranges = ranges.into();
        self
    }

    pub fn with_open_ends(mut self, top: Option<i64>, bottom: Option<i64>) -> Distribution {
        self.open_top = top;
        self.open_bottom = bottom;
        self
    }

    pub fn counts(&self) -> &[(i64, u64)] {
        &self.counts
    }

    /// Candidates with a score.
    pub fn tested(&self) -> u64 {
        self.marks[Mark::Scored as usize]
    }

    /// All candidates: with a score, absent, exempt, ….
    pub fn registered(&self) -> u64 {
        self.marks.iter().sum()
    }

    pub fn marked(&self, mark: Mark) -> u64 {
        self.marks[mark as usize]
    }

    pub fn open_top(&self) -> Option<i64> {
        self.open_top
    }

    pub fn open_bottom(&self) -> Option<i64> {
        self.open_bottom
    }

    pub fn ranges(&self) -> &[(i64, i64)] {
        &self.ranges
    }

    /// Whether every candidate's score is known exactly, so that means and squares exist.
    pub fn is_exact(&self) -> bool {
        self.open_top.is_none() && self.open_bottom.is_none() && self.ranges.is_empty()
    }

    /// Whether the candidates counted at place `at` of the counts may have other scores.
    pub fn is_bucket(&self, at: usize) -> bool {
        let is_bottom = at == 0 && self.open_bottom.is_some();
        let is_top = at + 1 == self.counts.len() && self.open_top.is_some();
        let starts = |ticks: i64| self.ranges.iter().any(|(low, _)| *low == ticks);
        is_bottom || is_top || self.counts.get(at).is_some_and(|(ticks, _)| starts(*ticks))
    }

    /// Candidates with at least `ticks`; `None` where the answer lies inside an open bucket.
    pub fn at_least(&self, ticks: i64) -> Option<u64> {
        let inside_top = self.open_top.is_some_and(|best| {
            let lowest = self.counts.last().map_or(best, |c| c.0);
            lowest < ticks && ticks <= best
        });
        let inside_bottom = self.open_bottom.is_some_and(|worst| {
            let highest = self.counts.first().map_or(worst, |c| c.0);
            worst < ticks && ticks <= highest
        });
        let inside_range = self.ranges.iter().any(|(low, high)| *low < ticks && ticks <= *high);
        if inside_top || inside_bottom || inside_range {
            return None;
        }
        let from = self.counts.partition_point(|c| c.0 < ticks);
        Some(self.counts[from..].iter().map(|c| c.1).sum())
    }

    /// The score of candidate number `rank` from the worst, counted from 1; `None` where there is no such
    /// candidate or an open bucket hides the score.
    pub fn at_rank(&self, rank: u64) -> Option<i64> {
        let mut passed = 0;
        let at = self.counts.iter().position(|(_, count)| {
            passed += count;
            rank <= passed
        })?;
        (rank > 0 && !self.is_bucket(at)).then(|| self.counts[at].0)
    }

    /// Exact sums; `None` where an open bucket hides scores.
    pub fn sums(&self) -> Option<Sums> {
        if !self.is_exact() {
            return None;
        }
        let mut sums = Sums { n: 0, sum: 0, sum_of_squares: 0 };
        for &(ticks, count) in self.counts.iter() {
            let (ticks, weight) = (i128::from(ticks), i128::from(count));
            sums.n += count;
            sums.sum += ticks * weight;
            sums.sum_of_squares += ticks * ticks * weight;
        }
        Some(sums)
    }

    /// The candidates of all, which are on the same scale.
    pub fn sum_of<'a>(parts: impl Iterator<Item = &'a Distribution> + Clone) -> Distribution {
        let ends = parts.clone().filter_map(|part| Some((part.counts.first()?.0, part.counts.last()?.0)));
        let range = ends.reduce(|(low, high), (first, last)| (low.min(first), high.max(last)));
        let width = range.and_then(|(low, high)| usize::try_from(high.checked_sub(low)?).ok());
        let mut sum = Distribution::default();
        let Some(((low, _), width)) = range.zip(width).filter(|(_, width)| *width < WIDE) else {
            parts.for_each(|part| sum.add(part));
            return sum;
        };
        let mut dense = vec![0; width + 1];
        for part in parts {
            part.counts.iter().for_each(|(ticks, count)| dense[(ticks - low) as usize] += count);
            sum.add_ends(part);
        }
        Distribution { counts: counted(low, &dense).into(), ..sum }
    }

    /// Adds the candidates of another distribution on the same scale.
    pub fn add(&mut self, other: &Distribution) {
        let mut merged = Vec::with_capacity(self.counts.len().max(other.counts.len()));
        let (mut ours, mut theirs) = (self.counts.iter().peekable(), other.counts.iter().peekable());
        loop {
            let next = match (ours.peek(), theirs.peek()) {
                (Some(a), Some(b)) if a.0 == b.0 => (a.0, a.1 + b.1),
                (Some(a), Some(b)) => **if a.0 < b.0 { a } else { b },
                (Some(a), None) => **a,
                (None, Some(b)) => **b,
                (None, None) => break,
            };
            ours.next_if(|c| c.0 == next.0);
            theirs.next_if(|c| c.0 == next.0);
            merged.push(next);
        }
        self.counts = merged.into();
        self.add_ends(other);
    }

    /// Adds what is beside the counts.
    fn add_ends(&mut self, other: &Distribution) {
        for (mine, other) in self.marks.iter_mut().zip(other.marks) {
            *mine += other;
        }
        self.open_top = self.open_top.max(other.open_top);
        self.open_bottom = match (self.open_bottom, other.open_bottom) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if !other.ranges.is_empty() {
            let mut ranges = [&self.ranges[..], &other.ranges[..]].concat();
            ranges.sort_unstable();
            ranges.dedup();
            self.ranges = ranges.into();
        }
    }
}

impl Sums {
    /// The mean in points; `None` for nobody.
    pub fn mean(&self, scale: Scale) -> Option<Rational> {
        let n = i128::from(self.n);
        (n > 0).then(|| scale.of_ticks(ratio(self.sum, n)))
    }

    /// The variance in points², with denominator n − `lost`; `None` where that is not above zero.
    pub fn variance(&self, scale: Scale, lost: u64) -> Option<Rational> {
        let n = i128::from(self.n);
        let free = i128::from(self.n.checked_sub(lost)?);
        if free == 0 {
            return None;
        }
        let deviation = n * self.sum_of_squares - self.sum * self.sum;
        Some(scale.of_ticks(scale.of_ticks(ratio(deviation, n * free))))
    }
}
