//! Sample quantiles by the nine definitions of Hyndman & Fan (1996), The American Statistician 50, 361–365.

use crate::number::{Rational, ratio};

/// Where a quantile stands among the ordered scores: between ranks `lower` and `lower + 1`, counted from 1,
/// `weight` of the way up. A weight of 0 needs no upper score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub lower: u64,
    pub weight: Rational,
}

/// The position of the quantile of probability `p` among `n` scores; `None` for nobody, a probability outside
/// 0 to 1 or a type outside 1 to 9.
pub fn position(n: u64, p: Rational, kind: u8) -> Option<Position> {
    let (zero, one) = (Rational::from_integer(0), Rational::from_integer(1));
    if n == 0 || p < zero || p > one {
        return None;
    }
    let shift = shift(p, kind)?;
    // n·p + m over the product of their denominators: one fraction to reduce instead of four.
    let below = p.denom() * shift.denom();
    let place = i128::from(n) * p.numer() * shift.denom() + shift.numer() * p.denom();
    let lower = place.div_euclid(below);
    let part = ratio(place.rem_euclid(below), below);
    let weight = match kind {
        1 if part > zero => one,
        2 if part > zero => one,
        2 => Rational::new(1, 2),
        3 if part == zero && lower % 2 == 0 => zero,
        3 => one,
        1 => zero,
        _ => part,
    };
    Some(within(lower, weight, n))
}

/// The m of the definition: how far the place n·p is moved.
fn shift(p: Rational, kind: u8) -> Option<Rational> {
    let of = |above, below| Rational::new(above, below);
    Some(match kind {
        1 | 2 | 4 => of(0, 1),
        3 => of(-1, 2),
        5 => of(1, 2),
        6 => p,
        7 => of(1, 1) - p,
        8 => (p + of(1, 1)) / of(3, 1),
        9 => p / of(4, 1) + of(3, 8),
        _ => return None,
    })
}

/// Places below the first score or above the last are that score.
fn within(lower: i128, weight: Rational, n: u64) -> Position {
    let zero = Rational::from_integer(0);
    let last = i128::from(n);
    let (lower, weight) = match weight == Rational::from_integer(1) {
        true => (lower + 1, zero),
        false => (lower, weight),
    };
    if lower < 1 {
        return Position { lower: 1, weight: zero };
    }
    if lower >= last {
        return Position { lower: n, weight: zero };
    }
    Position { lower: lower as u64, weight }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantile(scores: &[i128], p: Rational, kind: u8) -> Rational {
        let at = position(scores.len() as u64, p, kind).unwrap();
        let low = Rational::from_integer(scores[at.lower as usize - 1]);
        match scores.get(at.lower as usize) {
            Some(high) => low + at.weight * (Rational::from_integer(*high) - low),
            None => low,
        }
    }

    fn near(found: Rational, expected: f64) {
        let found = crate::number::to_f64(found);
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    /// numpy 2.4.6, `numpy.quantile(x, p, method=…)`, the nine methods in the order of their types;
    /// p = .01, .1, .25, .5, .625, .75, .99.
    const TEN: [[f64; 7]; 9] = [
        [39.0, 39.0, 60.0, 71.0, 85.0, 90.0, 97.0],
        [39.0, 45.5, 60.0, 74.5, 85.0, 90.0, 97.0],
        [39.0, 39.0, 52.0, 71.0, 78.0, 90.0, 97.0],
        [39.0, 39.0, 56.0, 71.0, 79.75, 87.5, 96.3],
        [39.0, 45.5, 60.0, 74.5, 83.25, 90.0, 97.0],
        [39.0, 40.300000000000004, 58.0, 74.5, 84.125, 90.0, 97.0],
        [40.17, 50.7, 60.0, 74.5, 82.375, 88.75, 96.37],
        [39.0, 43.766666666666666, 59.33333333333333, 74.5, 83.54166666666667, 90.0, 97.0],
        [39.0, 44.2, 59.5, 74.5, 83.46875, 90.0, 97.0],
    ];

    const SEVEN: [[f64; 7]; 9] = [
        [3.0, 3.0, 8.0, 21.0, 34.0, 55.0, 89.0],
        [3.0, 3.0, 8.0, 21.0, 34.0, 55.0, 89.0],
        [3.0, 3.0, 8.0, 21.0, 21.0, 34.0, 89.0],
        [3.0, 3.0, 6.75, 17.0, 25.875, 39.25, 86.61999999999999],
        [3.0, 4.000000000000001, 9.25, 21.0, 32.375, 49.75, 89.0],
        [3.0, 3.0, 8.0, 21.0, 34.0, 55.0, 89.0],
        [3.3, 6.0, 10.5, 21.0, 30.75, 44.5, 86.95999999999998],
        [3.0, 3.333333333333333, 8.833333333333332, 21.0, 32.91666666666667, 51.49999999999999, 89.0],
        [3.0, 3.5000000000000004, 8.9375, 21.0, 32.78125, 51.0625, 89.0],
    ];

    #[test]
    fn all_nine_types_agree_with_numpy() {
        let probabilities = [(1, 100), (1, 10), (1, 4), (1, 2), (5, 8), (3, 4), (99, 100)];
        let ten = [39, 52, 60, 60, 71, 78, 85, 90, 90, 97];
        let seven = [3, 8, 13, 21, 34, 55, 89];
        for kind in 1..=9u8 {
            for (at, (above, below)) in probabilities.into_iter().enumerate() {
                let p = Rational::new(above, below);
                near(quantile(&ten, p, kind), TEN[usize::from(kind) - 1][at]);
                near(quantile(&seven, p, kind), SEVEN[usize::from(kind) - 1][at]);
            }
        }
    }

    #[test]
    fn places_outside_are_refused() {
        let half = Rational::new(1, 2);
        assert_eq!(position(0, half, 7), None);
        assert_eq!(position(3, Rational::from_integer(2), 7), None);
        assert_eq!(position(3, half, 10), None);
        let only = Position { lower: 1, weight: Rational::from_integer(0) };
        (1..=9).for_each(|kind| assert_eq!(position(1, half, kind), Some(only)));
    }
}
