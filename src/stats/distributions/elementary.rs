//! Differences of elementary functions to full relative precision, and the area under a falling curve.

use std::f64::consts::PI;

/// x − ln(1 + x), never negative. `ln_of_sum` is ln(1 + x), which the caller may know better where x is near −1.
pub fn excess_over_ln(x: f64, ln_of_sum: f64) -> f64 {
    if !(-0.6..1.5).contains(&x) {
        return x - ln_of_sum;
    }
    // ln(1 + x) = 2 artanh r.
    let r = x / (2.0 + x);
    let square = r * r;
    let (mut power, mut sum, mut k) = (square, square / 3.0, 3.0);
    while power > 1e-18 * square && square > 0.0 {
        power *= square;
        k += 2.0;
        sum += power / k;
    }
    r * (x - 2.0 * sum)
}

/// eˣ − 1 − x, never negative.
pub fn exp_excess(x: f64) -> f64 {
    if x.abs() > 0.7 {
        return x.exp_m1() - x;
    }
    let (mut term, mut sum, mut k) = (x * x / 2.0, x * x / 2.0, 2.0);
    while term.abs() > 1e-18 * sum {
        k += 1.0;
        term *= x / k;
        sum += term;
    }
    sum
}

/// What Stirling's formula lacks: ln Γ(a) − (a − ½) ln a + a − ½ ln 2π.
pub fn stirling_error(a: f64) -> f64 {
    /// Bernoulli numbers B₂ₖ / (2k (2k − 1)).
    const SERIES: [f64; 8] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
        -3617.0 / 122_400.0,
    ];
    let (mut at, mut steps) = (a, 0.0);
    while at < 10.0 {
        steps += (at + 0.5) * (1.0 / at).ln_1p() - 1.0;
        at += 1.0;
    }
    let inverse_square = 1.0 / (at * at);
    steps + SERIES.iter().rev().fold(0.0, |sum, term| sum * inverse_square + term) / at
}

/// ½ ln 2π is folded into every density as this factor.
pub fn per_root_two_pi(variance: f64) -> f64 {
    (variance / (2.0 * PI)).sqrt()
}

/// The drop beyond which a curve adds nothing to its area.
const NEGLIGIBLE: f64 = 40.0;
/// Gauss–Legendre with 16 points is exact to rounding on panels of this length where exp and ln(1 + exp) bend.
const PANEL: f64 = 1.5;
const FEWEST_PANELS: f64 = 5.0;

/// More than the logarithm of any double: no curve is followed further.
pub const FAR: f64 = 2000.0;

/// ∫ exp(−drop(s)) ds from 0 until nothing is added any more, at most to `limit`, and where it ended. `drop` is
/// convex, 0 at 0, and grows without end.
pub fn area_under(drop: impl Fn(f64) -> f64, guess: f64, limit: f64) -> (f64, f64) {
    let end = end_of(&drop, guess, limit.min(FAR));
    let panels = (end / PANEL).ceil().max(FEWEST_PANELS);
    let half = end / panels / 2.0;
    let mut area = 0.0;
    for panel in 0..panels as u32 {
        let middle = half * f64::from(2 * panel + 1);
        for (node, weight) in NODES {
            area += weight * ((-drop(middle - half * node)).exp() + (-drop(middle + half * node)).exp());
        }
    }
    (area * half, end)
}

/// Where the drop is about [`NEGLIGIBLE`].
fn end_of(drop: &impl Fn(f64) -> f64, guess: f64, limit: f64) -> f64 {
    let mut high = guess.min(limit);
    while high < limit && drop(high) < NEGLIGIBLE {
        high = (2.0 * high).min(limit);
    }
    while drop(high / 2.0) >= NEGLIGIBLE {
        high /= 2.0;
    }
    let mut low = high / 2.0;
    for _ in 0..3 {
        let middle = (low + high) / 2.0;
        if drop(middle) < NEGLIGIBLE { low = middle } else { high = middle }
    }
    high
}

/// Abscissas and weights: mpmath 1.4, roots of the Legendre polynomial of degree 16 at 40 digits.
const NODES: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];
