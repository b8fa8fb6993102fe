//! The rule of scaling: raw scores into bands, and within a band onto its scaled scores. Numbers only.

use super::super::lines::Band;
use crate::number::Rational;

/// Where a tie goes when a share ends inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    Better,
    Worse,
    Nearest,
}

/// From where the share of a band is counted: from the top, or from where the band above really ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shares {
    Cumulative,
    PerBand,
}

/// What a band gets in which all have one raw score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SingleScore {
    Upper,
    Lower,
    Middle,
}

#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub ties: Ties,
    pub shares: Shares,
    pub single_score: SingleScore,
}

/// A raw score with its band and scaled score.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaled {
    pub ticks: i64,
    pub count: u64,
    /// Index into the bands.
    pub band: usize,
    pub score: Rational,
}

/// The conversion table of `counts` (ascending `(ticks, candidates)`), the best score first.
pub fn convert(counts: &[(i64, u64)], bands: &[Band], options: Options) -> Vec<Scaled> {
    let mut rows = Vec::with_capacity(counts.len());
    let descending: Vec<(i64, u64)> = counts.iter().rev().copied().collect();
    let mut from = 0;
    for (at, end) in ends(&descending, bands, options).into_iter().enumerate() {
        let members = &descending[from..end];
        from = end;
        let (Some(best), Some(worst)) = (members.first(), members.last()) else { continue };
        rows.extend(members.iter().map(|&(ticks, count)| Scaled {
            ticks,
            count,
            band: at,
            score: scaled(ticks, (worst.0, best.0), &bands[at], options.single_score),
        }));
    }
    rows
}

/// Per band, how many raw scores (from the best) lie in it or above. The last band takes all that are left.
fn ends(descending: &[(i64, u64)], bands: &[Band], options: Options) -> Vec<usize> {
    let everybody: u64 = descending.iter().map(|c| c.1).sum();
    let n = exact(everybody);
    let (mut next, mut taken) = (0, 0);
    let mut cumulative = Rational::from_integer(0);
    let mut ends = Vec::with_capacity(bands.len());
    for (at, band) in bands.iter().enumerate() {
        cumulative += band.share;
        let target = match options.shares {
            Shares::Cumulative => cumulative * n,
            Shares::PerBand => exact(taken) + band.share * n,
        };
        let last = at + 1 == bands.len();
        while let Some(&(_, count)) = descending.get(next) {
            if !last && !belongs(exact(taken), exact(taken + count), target, options.ties) {
                break;
            }
            taken += count;
            next += 1;
        }
        ends.push(next);
    }
    ends
}

/// Whether a tie that reaches from candidate `before` (exclusive) to `after` is still in the band that ends at
/// `target`.
fn belongs(before: Rational, after: Rational, target: Rational, ties: Ties) -> bool {
    match ties {
        Ties::Better => before < target,
        Ties::Worse => after <= target,
        Ties::Nearest => after <= target || after - target <= target - before,
    }
}

/// (Y2 − Y) / (Y − Y1) = (T2 − T) / (T − T1), solved for T and rounded half up from the exact fraction.
fn scaled(ticks: i64, (low, high): (i64, i64), band: &Band, single_score: SingleScore) -> Rational {
    if band.high == band.low {
        return band.high;
    }
    let whole = |n: i64| Rational::from_integer(i128::from(n));
    let half = Rational::new(1, 2);
    let exact = match (high == low, single_score) {
        (true, SingleScore::Upper) => band.high,
        (true, SingleScore::Lower) => band.low,
        (true, SingleScore::Middle) => (band.high + band.low) * half,
        (false, _) => {
            let place = (whole(ticks) - whole(low)) / (whole(high) - whole(low));
            band.low + (band.high - band.low) * place
        }
    };
    (exact + half).floor()
}

fn exact(n: u64) -> Rational {
    Rational::from_integer(i128::from(n))
}
