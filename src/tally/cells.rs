//! Counts of one group in one column while they are being made: first a list of values, then an array of
//! counts as soon as that is smaller. Values are small numbers: marks, then scores in ticks.

use std::collections::BTreeMap;

use crate::records::Mark;

/// Where the scores begin; below stand the marks, by their own numbers.
pub const FIRST_SCORE: u16 = 9;
/// Stands in a row for a value that is counted elsewhere because it is too large for an array.
pub const ELSEWHERE: u16 = 8;
/// The highest score that is counted in an array.
pub const HIGHEST: i64 = 60_000;

const _: () = assert!(Mark::COUNT <= ELSEWHERE as usize);

/// A list shorter than this stays one.
const SHORT: usize = 64;

/// The counts of one group in one column.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    /// The values one by one, or the count of each value.
    values: Vec<u16>,
    counted: bool,
}

/// What does not fit the cells of a bucket.
#[derive(Clone, Debug, Default)]
pub(super) struct Overflow {
    /// By cell and value: how many times 65,536 were reached.
    carries: BTreeMap<(u32, u16), u64>,
    /// By cell and ticks above [`HIGHEST`]: candidates.
    pub wide: BTreeMap<(u32, i64), u64>,
}

impl Cells {
    /// Counts a value; `true` where its count went over 65,535 and began again at 0.
    #[inline]
    pub fn add(&mut self, value: u16) -> bool {
        if self.counted {
            let at = usize::from(value);
            if at >= self.values.len() {
                self.reach(at);
            }
            let (count, over) = self.values[at].overflowing_add(1);
            self.values[at] = count;
            return over;
        }
        self.values.push(value);
        if self.values.len().is_multiple_of(SHORT) {
            self.count_if_smaller();
        }
        false
    }

    #[cold]
    fn reach(&mut self, at: usize) {
        let wanted = at + 1 + at / 8;
        self.values.reserve_exact(wanted - self.values.len());
        self.values.resize(wanted, 0);
    }

    /// Turns the list into counts where these take no more room than the list would soon.
    #[cold]
    fn count_if_smaller(&mut self) {
        let highest = self.values.iter().copied().max().map_or(0, usize::from);
        if highest >= 2 * self.values.len() {
            return;
        }
        let mut counts = vec![0u16; highest + 1];
        // A list this short holds no value more than 65,535 times.
        self.values.iter().for_each(|value| counts[usize::from(*value)] += 1);
        *self = Cells { values: counts, counted: true };
    }

    /// Calls `each` with every value and how often it is held here.
    pub fn each(&self, mut each: impl FnMut(u16, u64)) {
        if !self.counted {
            self.values.iter().for_each(|value| each(*value, 1));
            return;
        }
        let counts = self.values.iter().enumerate().filter(|(_, count)| **count > 0);
        counts.for_each(|(value, count)| each(value as u16, u64::from(*count)));
    }

    /// Adds the counts of every value to those of a sum, which reaches as far as it must.
    pub fn add_to(&self, sum: &mut Vec<u64>) {
        if !self.counted {
            let reach = self.values.iter().max().map_or(0, |value| usize::from(*value) + 1);
            sum.resize(sum.len().max(reach), 0);
            self.values.iter().for_each(|value| sum[usize::from(*value)] += 1);
            return;
        }
        sum.resize(sum.len().max(self.values.len()), 0);
        sum.iter_mut().zip(&self.values).for_each(|(sum, count)| *sum += u64::from(*count));
    }

    /// The same candidates with scores `factor` times as many ticks; cells that grow too large go to `overflow`.
    pub fn refine(&mut self, cell: u32, factor: i64, overflow: &mut Overflow) {
        let old = std::mem::take(self);
        old.each(|value, count| match refined(value, factor) {
            Ok(value) => self.add_many(cell, value, count, overflow),
            Err(ticks) => overflow.add_wide(cell, ticks, count),
        });
    }

    fn add_many(&mut self, cell: u32, value: u16, count: u64, overflow: &mut Overflow) {
        for _ in 0..count {
            if self.add(value) {
                overflow.carry(cell, value);
            }
        }
    }
}

/// A value in finer ticks; the ticks as the error where they are too many.
#[inline]
pub(super) fn refined(value: u16, factor: i64) -> Result<u16, i64> {
    if value < FIRST_SCORE {
        return Ok(value);
    }
    let ticks = i64::from(value - FIRST_SCORE) * factor;
    if ticks > HIGHEST { Err(ticks) } else { Ok(ticks as u16 + FIRST_SCORE) }
}

/// What was counted, and how often.
type Counted<T> = Vec<(T, u64)>;

impl Overflow {
    #[cold]
    pub fn carry(&mut self, cell: u32, value: u16) {
        *self.carries.entry((cell, value)).or_default() += 1;
    }

    #[cold]
    pub fn add_wide(&mut self, cell: u32, ticks: i64, count: u64) {
        *self.wide.entry((cell, ticks)).or_default() += count;
    }

    /// What is held here of one cell: values and ticks, with their counts.
    pub fn of_cell(&self, cell: u32) -> (Counted<u16>, Counted<i64>) {
        let carries = self.carries.range((cell, 0)..=(cell, u16::MAX));
        let wide = self.wide.range((cell, i64::MIN)..=(cell, i64::MAX));
        let carried = carries.map(|((_, value), times)| (*value, times << 16));
        (carried.collect(), wide.map(|((_, ticks), count)| (*ticks, *count)).collect())
    }

    /// The part of one column, of `columns`, in finer ticks.
    pub fn refine(&mut self, column: u32, columns: u32, factor: i64) {
        let ours = |cell: u32| cell % columns == column;
        let old = std::mem::take(self);
        for ((cell, value), times) in old.carries {
            match refined(value, if ours(cell) { factor } else { 1 }) {
                Ok(value) => *self.carries.entry((cell, value)).or_default() += times,
                Err(ticks) => self.add_wide(cell, ticks, times << 16),
            }
        }
        for ((cell, ticks), count) in old.wide {
            self.add_wide(cell, if ours(cell) { ticks * factor } else { ticks }, count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(cells: &Cells, overflow: &Overflow) -> BTreeMap<i64, u64> {
        let mut held = BTreeMap::new();
        let (carried, wide) = overflow.of_cell(0);
        cells.each(|value, count| *held.entry(i64::from(value)).or_default() += count);
        carried.iter().for_each(|(value, count)| *held.entry(i64::from(*value)).or_default() += count);
        wide.iter()
            .for_each(|(ticks, count)| *held.entry(ticks + i64::from(FIRST_SCORE)).or_default() += count);
        held
    }

    #[test]
    fn counts_go_beyond_sixteen_bits_and_into_finer_ticks() {
        let (mut cells, mut overflow) = (Cells::default(), Overflow::default());
        let ticks =
            |ticks: [i64; 3]| BTreeMap::from(ticks.map(|ticks| (ticks + i64::from(FIRST_SCORE), 70_000)));
        for value in [0, 1, 100].map(|ticks| FIRST_SCORE + ticks).into_iter().cycle().take(3 * 70_000) {
            if cells.add(value) {
                overflow.carry(0, value);
            }
        }
        assert_eq!(held(&cells, &overflow), ticks([0, 1, 100]));
        overflow.refine(0, 1, 1000);
        cells.refine(0, 1000, &mut overflow);
        assert_eq!(held(&cells, &overflow), ticks([0, 1000, 100_000]));
    }

    #[test]
    fn few_large_values_stay_a_list() {
        let mut cells = Cells::default();
        (0..200).for_each(|_| assert!(!cells.add(50_000)));
        assert_eq!((cells.counted, cells.values.len()), (false, 200));
    }
}
