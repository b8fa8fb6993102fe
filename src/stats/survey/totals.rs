//! One pass over the rows for all groups, variates and weights at once: a small matrix product per block.
//!
//! Blocks are put together by group, so that every sum is one of neighbours, and sums are added in the order of
//! the rows, however many threads there are.

use crate::threads;

/// The group of a row that is in none.
pub const NOWHERE: u32 = u32::MAX;

/// Rows that are put together by group at a time: their values stay in the nearest cache.
const BLOCK: usize = 2048;
/// Values of a tile of rows over all variates: they stay in the second cache while every weight passes.
const TILE: usize = 1 << 15;
/// Rows of a part, unless the sums of so many parts would not fit.
const PART: usize = 16 * BLOCK;
/// Sums that all parts together may hold: 512 MB.
const SUMS: usize = 1 << 26;

/// What is summed of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Take {
    Value,
    /// 1 for a value of at least this, else 0.
    AtLeast(f64),
    /// 1 for a value from the first up to, but not including, the second, else 0.
    Between(f64, f64),
}

/// A column, or the product of two, `NaN` where a pupil has no value: he leaves the denominator too.
#[derive(Clone, Copy)]
pub struct Variate<'a> {
    pub values: &'a [f64],
    pub times: Option<&'a [f64]>,
    pub take: Take,
}

impl<'a> Variate<'a> {
    pub fn new(values: &'a [f64], take: Take) -> Variate<'a> {
        Variate { values, times: None, take }
    }

    pub fn value(values: &'a [f64]) -> Variate<'a> {
        Variate::new(values, Take::Value)
    }

    pub fn product(a: &'a [f64], b: &'a [f64]) -> Variate<'a> {
        Variate { values: a, times: Some(b), take: Take::Value }
    }
}

pub struct Pass<'a> {
    pub weights: &'a [&'a [f64]],
    pub variates: &'a [Variate<'a>],
    /// Of each row, below `groups` or [`NOWHERE`].
    pub group: &'a [u32],
    pub groups: usize,
}

/// Σ w y and Σ w by group, variate and weight.
pub struct Totals {
    variates: usize,
    weights: usize,
    weighted: Vec<f64>,
    weight: Vec<f64>,
}

impl Totals {
    fn zero(pass: &Pass<'_>) -> Totals {
        let (variates, weights) = (pass.variates.len(), pass.weights.len());
        let sums = vec![0.0; pass.groups * variates * weights];
        Totals { variates, weights, weighted: sums.clone(), weight: sums }
    }

    fn at(&self, group: usize, variate: usize, weight: usize) -> usize {
        (group * self.variates + variate) * self.weights + weight
    }

    /// (Σ w y, Σ w).
    pub fn pair(&self, group: usize, variate: usize, weight: usize) -> (f64, f64) {
        let at = self.at(group, variate, weight);
        (self.weighted[at], self.weight[at])
    }

    /// Σ w y / Σ w under each weight in turn; `NaN` without weight.
    pub fn ratios(&self, group: usize, variate: usize) -> impl Iterator<Item = f64> + '_ {
        (0..self.weights).map(move |weight| {
            let (weighted, weight) = self.pair(group, variate, weight);
            if weight > 0.0 { weighted / weight } else { f64::NAN }
        })
    }

    fn add(mut self, other: &Totals) -> Totals {
        self.weighted.iter_mut().zip(&other.weighted).for_each(|(a, b)| *a += b);
        self.weight.iter_mut().zip(&other.weight).for_each(|(a, b)| *a += b);
        self
    }
}

/// All sums of a pass; the same to the last bit for any number of threads.
pub fn totals(pass: &Pass<'_>) -> Totals {
    let rows = pass.group.len();
    let sums = (2 * pass.groups * pass.variates.len() * pass.weights.len()).max(1);
    let parts = rows.div_ceil(PART).min(SUMS / sums).max(1);
    let length = rows.div_ceil(parts).max(1);
    let starts: Vec<usize> = (0..rows).step_by(length).collect();
    let parts = threads::map_each(&starts, |start| part(pass, *start..rows.min(start + length)));
    parts.iter().fold(Totals::zero(pass), Totals::add)
}

fn part(pass: &Pass<'_>, rows: std::ops::Range<usize>) -> Totals {
    let mut sums = Totals::zero(pass);
    let mut block = Block::default();
    for start in rows.clone().step_by(BLOCK) {
        block.take(pass, start..rows.end.min(start + BLOCK));
        block.add_to(&mut sums, pass);
    }
    sums
}

/// Some rows, put together by group.
#[derive(Default)]
struct Block {
    /// Row numbers, group by group.
    order: Vec<u32>,
    /// `(group, from, to)`: where its rows stand in `order`.
    runs: Vec<(usize, usize, usize)>,
    columns: Vec<Gathered>,
    weight: Vec<f64>,
}

/// The values of one variate in the order of a block, 0 where there is none.
#[derive(Default)]
struct Gathered {
    values: Vec<f64>,
    /// 1 where there is a value; empty where all rows have one.
    present: Vec<f64>,
}

impl Block {
    fn take(&mut self, pass: &Pass<'_>, rows: std::ops::Range<usize>) {
        self.order.clear();
        let placed = rows.filter(|row| pass.group[*row] != NOWHERE);
        self.order.extend(placed.map(|row| row as u32));
        self.order.sort_by_key(|row| pass.group[*row as usize]);
        self.runs.clear();
        let mut from = 0;
        for run in self.order.chunk_by(|a, b| pass.group[*a as usize] == pass.group[*b as usize]) {
            self.runs.push((pass.group[run[0] as usize] as usize, from, from + run.len()));
            from += run.len();
        }
        self.columns.resize_with(pass.variates.len(), Gathered::default);
        for (column, variate) in self.columns.iter_mut().zip(pass.variates) {
            column.gather(variate, &self.order);
        }
    }

    /// Tile by tile: with many variates a block of them would not stay in the cache.
    fn add_to(&mut self, sums: &mut Totals, pass: &Pass<'_>) {
        let rows = (TILE / pass.variates.len().max(1) / LANES * LANES).clamp(16 * LANES, BLOCK);
        let tiles: Vec<usize> = (0..self.order.len()).step_by(rows).collect();
        for from in tiles {
            let tile = from..self.order.len().min(from + rows);
            for (at, weight) in pass.weights.iter().enumerate() {
                self.weight.clear();
                self.weight.extend(self.order[tile.clone()].iter().map(|row| weight[*row as usize]));
                self.add_tile(sums, &tile, at);
            }
        }
    }

    fn add_tile(&self, sums: &mut Totals, tile: &std::ops::Range<usize>, at: usize) {
        let next = self.runs.partition_point(|(_, _, to)| *to <= tile.start);
        for &(group, from, to) in &self.runs[next..] {
            if from >= tile.end {
                break;
            }
            let own = from.max(tile.start)..to.min(tile.end);
            let weight = &self.weight[own.start - tile.start..own.end - tile.start];
            let all: f64 = lanes(weight.len(), |row| weight[row]);
            for (variate, column) in self.columns.iter().enumerate() {
                let place = sums.at(group, variate, at);
                sums.weighted[place] += product(weight, &column.values[own.clone()]);
                sums.weight[place] += match column.present.get(own.clone()) {
                    Some(present) => product(weight, present),
                    None => all,
                };
            }
        }
    }
}

impl Gathered {
    fn gather(&mut self, variate: &Variate<'_>, order: &[u32]) {
        let taken = |value: f64| match variate.take {
            Take::Value => value,
            Take::AtLeast(line) => f64::from(u8::from(value >= line)),
            Take::Between(from, to) => f64::from(u8::from(value >= from && value < to)),
        };
        self.values.clear();
        self.present.clear();
        let own = order.iter().map(|row| variate.values[*row as usize]);
        match variate.times {
            None => self.values.extend(own),
            Some(times) => self.values.extend(own.zip(order).map(|(a, row)| a * times[*row as usize])),
        }
        if self.values.iter().any(|value| value.is_nan()) {
            self.present.extend(self.values.iter().map(|value| f64::from(u8::from(!value.is_nan()))));
            self.values.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = 0.0);
            let marked = self.values.iter_mut().zip(&self.present);
            marked.for_each(|(value, present)| *value = taken(*value) * present);
        } else {
            self.values.iter_mut().for_each(|value| *value = taken(*value));
        }
    }
}

/// Sums of eight neighbours side by side, as vector registers add them.
const LANES: usize = 8;

fn product(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let (whole_a, rest_a) = a.as_chunks::<LANES>();
    let (whole_b, rest_b) = b.as_chunks::<LANES>();
    for (a, b) in whole_a.iter().zip(whole_b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = rest_a.iter().zip(rest_b).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

fn lanes(len: usize, of: impl Fn(usize) -> f64) -> f64 {
    let mut sums = [0.0; LANES];
    let whole = len / LANES * LANES;
    for at in (0..whole).step_by(LANES) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += of(at + lane);
        }
    }
    sums.iter().sum::<f64>() + (whole..len).map(of).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between 0 and 1 without order, always the same.
    fn noise(seed: u64, len: usize) -> Vec<f64> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        (0..len).map(|_| next()).collect()
    }

    #[test]
    fn the_sums_are_those_of_a_plain_loop_and_the_same_for_any_number_of_threads() {
        let rows = 3 * PART + 77;
        let (a, b, mut values) = (noise(1, rows), noise(2, rows), noise(3, rows));
        values.iter_mut().step_by(97).for_each(|value| *value = f64::NAN);
        let group: Vec<u32> = noise(4, rows).iter().map(|n| [0, 1, 2, NOWHERE][(n * 4.0) as usize]).collect();
        let variates = [Take::Value, Take::AtLeast(0.5)].map(|take| Variate::new(&values, take));
        let pass = Pass { weights: &[&a, &b], variates: &variates, group: &group, groups: 3 };
        let of = |threads| {
            crate::threads::set(threads);
            let sums = totals(&pass);
            crate::threads::set(0);
            (sums.weighted, sums.weight)
        };
        let (one, many) = (of(1), of(5));
        assert_eq!(one, many);
        let sums = totals(&pass);
        for g in 0..3 {
            let own = || (0..rows).filter(|row| group[*row] == g as u32 && !values[*row].is_nan());
            let plain: f64 = own().map(|row| b[row] * values[row]).sum();
            let (reached, all) = own().fold((0.0, 0.0), |(reached, all), row| {
                (reached + if values[row] >= 0.5 { b[row] } else { 0.0 }, all + b[row])
            });
            assert!((sums.pair(g, 0, 1).0 / plain - 1.0).abs() < 1e-12);
            assert!((sums.pair(g, 1, 1).0 / reached - 1.0).abs() < 1e-12);
            assert!((sums.pair(g, 0, 1).1 / all - 1.0).abs() < 1e-12);
        }
    }
}
