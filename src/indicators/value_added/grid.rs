//! Cells of entry × exit scores: how many linked candidates are in each, and what those of one entry reached.

use std::collections::BTreeMap;

use super::cohort::Cohort;
use crate::number::Rational;

/// Cells on either side, where no width is given.
const MOST: i128 = 15;

/// Square cells of scores, by their lower ends.
pub struct Grid {
    /// Points of a cell at entry and at exit.
    pub widths: [Rational; 2],
    /// By the ends of entry and exit, ascending.
    pub cells: Vec<([Rational; 2], u64)>,
    /// By the end of entry: how many, and the sum of their exit scores in ticks.
    pub entries: Vec<(Rational, u64, i128)>,
}

impl Grid {
    pub fn of(cohort: &Cohort, width: Option<Rational>) -> Grid {
        let steps = [cohort.entry.scale.step(), cohort.exit.scale.step()];
        let all = cohort.cells();
        let pairs = || all.iter().copied();
        let range = |of: fn((i64, i64, u64)) -> i64, step: Rational| {
            let ticks = || pairs().map(of);
            let (least, most) = (ticks().min().unwrap_or(0), ticks().max().unwrap_or(0));
            Rational::from_integer(i128::from(most) - i128::from(least)) * step
        };
        let ranges = [range(|(x, _, _)| x, steps[0]), range(|(_, y, _)| y, steps[1])];
        let widths = ranges.map(|range| width.unwrap_or_else(|| round_width(range)));
        let place = |ticks: i64, side: usize| {
            (Rational::from_integer(i128::from(ticks)) * steps[side] / widths[side]).floor().to_integer()
        };
        let mut cells: BTreeMap<[i128; 2], u64> = BTreeMap::new();
        let mut entries: BTreeMap<i128, (u64, i128)> = BTreeMap::new();
        for (x, y, count) in pairs() {
            let at = [place(x, 0), place(y, 1)];
            *cells.entry(at).or_default() += count;
            let entry = entries.entry(at[0]).or_default();
            entry.0 += count;
            entry.1 += i128::from(y) * i128::from(count);
        }
        let end = |at: i128, side: usize| Rational::from_integer(at) * widths[side];
        Grid {
            widths,
            cells: cells.into_iter().map(|([x, y], n)| ([end(x, 0), end(y, 1)], n)).collect(),
            entries: entries.into_iter().map(|(x, (n, sum))| (end(x, 0), n, sum)).collect(),
        }
    }
}

/// 1, 2 or 5 times a power of ten, so that a range has 15 cells at most.
fn round_width(range: Rational) -> Rational {
    let (ten, least) = (Rational::from_integer(10), range / Rational::from_integer(MOST));
    let mut power = Rational::from_integer(1);
    if least <= Rational::from_integer(0) {
        return power;
    }
    while power > least {
        power /= ten;
    }
    while power * ten <= least {
        power *= ten;
    }
    let times = [1, 2, 5, 10].map(|factor| power * Rational::from_integer(factor));
    times.into_iter().find(|width| *width >= least).unwrap_or(power * ten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_round() {
        for (range, width) in [((0, 1), (1, 1)), ((150, 1), (10, 1)), ((151, 1), (20, 1)), ((7, 1), (1, 2))] {
            let [range, width] = [range, width].map(|(a, b)| Rational::new(a, b));
            assert_eq!(round_width(range), width, "{range}");
        }
    }
}
