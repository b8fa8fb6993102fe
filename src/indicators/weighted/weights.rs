//! The weights of a tally: what each label weighs, and what a reader of weighted figures is thought to know of it.

use std::collections::{BTreeSet, HashMap};

use num_traits::Zero;

use super::{WEIGHT, invalid};
use crate::error::Result;
use crate::figures::{AllTold, Clauses, Figure, Part, Phrase, Term, Told, What};
use crate::lang::Text;
use crate::number::{Decimal, Rational};
use crate::tally::Tally;

/// Below these, sums of weights, and of weights times scores, of as many candidates as a tally can hold fit.
pub const MOST_DECIMALS: u8 = 9;
pub const MOST_WEIGHT: i128 = 1_000_000_000;

/// Up to so many different weights a reader of a public release is taken to know who has which, as of the strata of a
/// sample. More are those of single candidates, whom no reader can tell apart by them.
const MOST_KNOWN: usize = 200;
/// Weights differ by no finer steps than this share of the largest, for disclosure control.
const MOST_TIMES: i128 = 1_000_000_000;

/// The weight of each label, in ticks of weight, and how many of these are 1.
pub struct Weights<'a> {
    key: &'a str,
    of: HashMap<&'a str, i128>,
    pub one: i128,
    /// Whether some candidates count for nothing.
    has_zero: bool,
    known: Known<'a>,
}

/// How the weights of a tally are to each other.
enum Known<'a> {
    /// All the same: a weighted count is a multiple of the count.
    Equal,
    /// Each label with how often its candidates count, in whole numbers.
    Times(HashMap<&'a str, i64>),
    TooMany,
}

impl<'a> Weights<'a> {
    /// Reads the labels of a key as weights.
    ///
    /// # Errors
    /// A label that is no weight.
    pub fn read(tally: &'a Tally, at: usize) -> Result<Weights<'a>> {
        let mut read: HashMap<&str, Decimal> = HashMap::new();
        for group in &tally.groups {
            let label = group.labels[at].as_str();
            let weight = Decimal::parse(label.as_bytes()).filter(is_weight).ok_or_else(|| {
                let expected = Text::new(
                    "每名考生一个 0 至十亿的权数，至多 9 位小数",
                    "a weight from 0 to a billion with at most 9 decimals for every candidate",
                );
                invalid(label, expected)
            })?;
            read.insert(label, weight);
        }
        let decimals = read.values().map(|weight| weight.decimals).max().unwrap_or(0);
        let power = |decimals: u8| 10i128.pow(u32::from(decimals));
        let ticks = |weight: Decimal| i128::from(weight.mantissa) * power(decimals - weight.decimals);
        let of: HashMap<&str, i128> =
            read.into_iter().map(|(label, weight)| (label, ticks(weight))).collect();
        let (key, one) = (tally.keys.get(at).map_or(WEIGHT.name, String::as_str), power(decimals));
        let has_zero = of.values().any(Zero::is_zero);
        let known = known(&of, largest(tally));
        Ok(Weights { key, of, one, has_zero, known })
    }

    /// In ticks of weight.
    pub fn of(&self, label: &str) -> i128 {
        self.of.get(label).copied().unwrap_or(0)
    }

    /// Says of a figure that it is weighted, and what follows from it of a group in which some labels of weights
    /// occur. Unweighted it would tell `counted`; `fewest` sets apart so many candidates where that cannot be said.
    pub fn complete(
        &self,
        figure: Figure,
        counted: &AllTold,
        labels: &[&str],
        fewest: impl Fn() -> Option<u64>,
    ) -> Figure {
        let method = Clauses::from(WEIGHTED_BY.with([Term::key(self.key)])).and(&figure.method);
        let (told, fewest) = match self.told(counted, labels) {
            Some(told) => (told, None),
            None => (AllTold::NOTHING, fewest()),
        };
        Figure { method, told, fewest, ..figure }
    }

    /// What a weighted figure tells of its group, of which some labels of weights occur, where the figure of counts
    /// would tell `counted`: these counts and sums, for they may follow from it, and the weighted ones. `None` where
    /// it cannot be said.
    fn told(&self, counted: &AllTold, labels: &[&str]) -> Option<AllTold> {
        let times: Vec<(&str, i64)> = match &self.known {
            Known::Equal | Known::TooMany if !self.has_zero => return Some(counted.clone()),
            Known::TooMany => return None,
            Known::Equal => labels.iter().map(|label| (*label, 1)).collect(),
            Known::Times(times) => labels.iter().map(|label| (*label, times[label])).collect(),
        };
        let times: Vec<(&str, i64)> = times.into_iter().filter(|(label, _)| self.of(label) > 0).collect();
        let unweighted: Vec<(&str, i64)> = times.iter().map(|(label, _)| (*label, 1)).collect();
        let mut told: Vec<Told> = match self.has_zero {
            true => counted.iter().map(|told| self.by_weight(told, &unweighted)).collect(),
            false => counted.to_vec(),
        };
        if matches!(self.known, Known::Times(_)) {
            told.extend(counted.iter().map(|told| {
                let what = if told.what == What::Count { What::Weighted } else { told.what };
                Told { what, ..self.by_weight(told, &times) }
            }));
        }
        Some(told.into())
    }

    /// The same candidates, told apart by their weights.
    fn by_weight(&self, told: &Told, times: &[(&str, i64)]) -> Told {
        let parts = told.parts.iter().flat_map(|part| {
            times.iter().map(|(label, times)| {
                let keys = part.keys.iter().cloned().chain([(self.key.to_owned(), (*label).to_owned())]);
                Part { keys: keys.collect(), range: part.range, times: *times }
            })
        });
        Told { parts: parts.collect(), ..told.clone() }
    }
}

#[cfg(test)]
impl<'a> Weights<'a> {
    pub fn of_ticks(of: &[(&'a str, i128)], one: i128) -> Weights<'a> {
        let of: HashMap<&str, i128> = of.iter().copied().collect();
        let (has_zero, known) = (of.values().any(Zero::is_zero), known(&of, 1_000));
        Weights { key: WEIGHT.name, of, one, has_zero, known }
    }
}

/// What the candidates of a tally, each with the largest score, add up to in ticks.
fn largest(tally: &Tally) -> i128 {
    let mut ticks = 1;
    let mut candidates = 1;
    for group in &tally.groups {
        candidates += group.distributions.iter().map(|of| i128::from(of.registered())).max().unwrap_or(0);
        let scores = group.distributions.iter().flat_map(|of| of.counts());
        ticks = ticks.max(scores.map(|(score, _)| i128::from(score.unsigned_abs())).max().unwrap_or(0));
    }
    ticks * candidates
}

/// `largest` times any of the numbers fits where disclosure control adds.
fn known<'a>(of: &HashMap<&'a str, i128>, largest: i128) -> Known<'a> {
    let different: BTreeSet<i128> = of.values().copied().filter(|weight| *weight > 0).collect();
    let (Some(most), true) = (different.last().copied(), different.len() > 1) else { return Known::Equal };
    if different.len() > MOST_KNOWN {
        return Known::TooMany;
    }
    let common = different.iter().copied().fold(0, common_divisor);
    let room = MOST_TIMES.min(i128::from(i64::MAX / 8) / largest).max(1);
    let times = |weight: i128| match most / common <= room {
        true => weight / common,
        false => weight * room / most,
    };
    // What rounds to nothing counts for something all the same.
    let whole = |weight: i128| i64::try_from(times(weight).max(1)).unwrap_or(i64::MAX);
    Known::Times(of.iter().map(|(label, weight)| (*label, whole(*weight))).collect())
}

fn common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

static WEIGHTED_BY: Phrase = Phrase::new("weighted_by", "按{}加权", "weighted by {}");

/// Whether the labels of a key are weights, told before a tally is kept with it.
///
/// # Errors
/// No such key; a label that is no weight.
pub fn check_weights(tally: &Tally, key: &str) -> Result<()> {
    Weights::read(tally, tally.key_index(key)?).map(drop)
}

fn is_weight(weight: &Decimal) -> bool {
    let most = Rational::from_integer(MOST_WEIGHT);
    weight.mantissa >= 0 && weight.decimals <= MOST_DECIMALS && weight.to_rational() <= most
}
