//! Weights as whole numbers of one unit, so that their sums are exact and ties between them are ties.

/// What a column of weights is counted in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// `1 / factor`: every weight is written with so many decimals.
    Decimal(f64),
    /// `1 / factor`, a power of two: every weight is a double as it stands.
    Binary(f64),
}

/// Decimals beyond which a weight is no longer taken for a written one.
const DECIMALS: i32 = 15;
/// Whole numbers up to here are doubles.
const WHOLE: f64 = (1u64 << 53) as f64;
/// Bits that a weight may take, so that sums of 2³⁰ weights fit 128.
const BITS: i32 = 97;

impl Unit {
    /// The largest unit of which every weight is a whole number.
    pub fn of(weights: &[f64]) -> Unit {
        let mut decimals = 0;
        for weight in weights {
            while !is_decimal(*weight, decimals) {
                decimals += 1;
                if decimals > DECIMALS {
                    return Unit::binary(weights);
                }
            }
        }
        // A weight that fits fewer decimals fits more, unless it is too large for them.
        match weights.iter().all(|weight| is_decimal(*weight, decimals)) {
            true => Unit::Decimal(10f64.powi(decimals)),
            false => Unit::binary(weights),
        }
    }

    /// A ratio beyond 2⁴⁴ between two weights leaves the smaller one rounded to 2⁻⁹⁷ of the larger.
    fn binary(weights: &[f64]) -> Unit {
        let above = weights.iter().copied().filter(|weight| *weight > 0.0);
        let (mut low, mut high) = (i32::MAX, i32::MIN);
        for weight in above {
            let exponent = exponent(weight);
            let zeros = (weight.to_bits() | 1 << 52).trailing_zeros() as i32;
            low = low.min(exponent - 52 + zeros);
            high = high.max(exponent);
        }
        let lowest = low.max(high - BITS + 1).clamp(-1022, 1022);
        Unit::Binary(2f64.powi(-lowest))
    }

    /// How many units a weight is.
    pub fn count(self, weight: f64) -> i128 {
        match self {
            Unit::Decimal(factor) => (weight * factor).round() as i128,
            Unit::Binary(factor) => (weight * factor) as i128,
        }
    }
}

/// Whether the weight is the double next to a number with so many decimals.
fn is_decimal(weight: f64, decimals: i32) -> bool {
    let factor = 10f64.powi(decimals);
    let whole = (weight * factor).round();
    whole <= WHOLE && whole / factor == weight
}

fn exponent(weight: f64) -> i32 {
    ((weight.to_bits() >> 52) & 0x7ff).max(1) as i32 - 1023
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(weights: &[f64]) -> i128 {
        let unit = Unit::of(weights);
        weights.iter().map(|weight| unit.count(*weight)).sum()
    }

    #[test]
    fn written_weights_add_up_as_they_are_written() {
        assert_eq!(Unit::of(&[0.1, 0.2, 0.3]), Unit::Decimal(10.0));
        assert_eq!(sum(&[0.1, 0.2]), Unit::of(&[0.1, 0.2, 0.3]).count(0.3));
        assert_eq!(sum(&[30.97; 200]), 619_400);
        assert_eq!(Unit::of(&[3.012_345_678_9, 1.0]), Unit::Decimal(1e10));
    }

    #[test]
    fn computed_weights_add_up_bit_by_bit() {
        let third = 1.0 / 3.0;
        let unit = Unit::of(&[third, 2.0]);
        assert!(matches!(unit, Unit::Binary(_)));
        assert_eq!(3 * unit.count(third), sum(&[third; 3]));
        assert!(unit.count(2.0) > 6 * unit.count(third), "3 × the double of 1/3 is below 1");
        // 2⁻⁶⁰ beside 2⁴⁰ is rounded away without a fault.
        assert!(Unit::of(&[third * 2f64.powi(-60), 2f64.powi(40)]).count(2f64.powi(40)) > 0);
    }
}
