//! The tails of a distribution whose density, in the variable v that runs over all numbers, is log-concave, and
//! the v at which a tail has a given probability.

/// Which tail of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Lower,
    Upper,
}

/// factor · e^(−exponent), so that nothing is lost where the product is too small for a double.
#[derive(Clone, Copy, Debug)]
pub struct Scaled {
    pub factor: f64,
    pub exponent: f64,
}

impl Scaled {
    fn of(value: f64) -> Scaled {
        Scaled { factor: value, exponent: 0.0 }
    }

    /// In two halves: the factor may lift an exponential that is no normal double.
    pub fn value(self) -> f64 {
        let half = (-self.exponent / 2.0).exp();
        if half == 0.0 { 0.0 } else { self.factor * half * half }
    }

    fn ln(self) -> f64 {
        self.factor.ln() - self.exponent
    }
}

/// v is the logarithm of the variable (of its odds) over that of the mean.
pub trait Family {
    /// A v, and what follows from it.
    type Place;

    fn place(&self, v: f64) -> Self::Place;
    /// The density of v.
    fn density(&self, place: &Self::Place) -> Scaled;
    /// Whether the place is below the mode of the density of v, which is 0.
    fn below_mode(&self, place: &Self::Place) -> bool;
    /// A tail per density.
    fn area(&self, place: &Self::Place, side: Side) -> f64;
    /// About the standard deviation of v.
    fn spread(&self) -> f64;
}

/// A tail, and the same per density.
fn tail<F: Family>(family: &F, place: &F::Place, side: Side) -> (Scaled, f64) {
    /// The tail towards the mode is 1 less the other as long as that costs no digit.
    const LOSES_NOTHING: f64 = 0.7;
    let density = family.density(place);
    let direct = |side| {
        let area = family.area(place, side);
        (Scaled { factor: density.factor * area, ..density }, area)
    };
    let outward = if family.below_mode(place) { Side::Lower } else { Side::Upper };
    if density.exponent == f64::INFINITY {
        return (Scaled::of(if side == outward { 0.0 } else { 1.0 }), 0.0);
    }
    if side == outward {
        return direct(side);
    }
    let rest = direct(outward).0.value();
    if rest > LOSES_NOTHING { direct(side) } else { (Scaled::of(1.0 - rest), (1.0 - rest) / density.value()) }
}

/// The probability of a tail, in [0, 1].
pub fn probability<F: Family>(family: &F, place: &F::Place, side: Side) -> f64 {
    tail(family, place, side).0.value().min(1.0)
}

/// ln of the probability of a tail; −∞ where there is none.
pub fn ln_probability<F: Family>(family: &F, place: &F::Place, side: Side) -> f64 {
    tail(family, place, side).0.ln().min(0.0)
}

/// The v whose tail on this side has `probability`, in (0, ½].
///
/// The logarithm of a tail is concave in v, so that Newton's steps come from one side after the first and never
/// leave; a bracket and a bound on their number hold whatever rounding does.
pub fn quantile<F: Family>(family: &F, probability: f64, side: Side) -> f64 {
    const STEPS: usize = 100;
    /// A step from this far, in ln probability, ends within rounding of the root.
    const NEAR: f64 = 1e-8;
    let (goal, outward) = (probability.ln(), if side == Side::Lower { -1.0 } else { 1.0 });
    let mut v = outward * first_guess(family, goal, outward);
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    for _ in 0..STEPS {
        let (tail, per_density) = tail(family, &family.place(v), side);
        let excess = tail.ln() - goal;
        let step = outward * excess * per_density;
        if excess.abs() < NEAR {
            return v + step;
        }
        if step > 0.0 {
            low = low.max(v)
        } else {
            high = high.min(v)
        }
        let middle = low + (high - low) / 2.0;
        let next = if v + step > low && v + step < high { v + step } else { middle };
        if next == v || !next.is_finite() {
            return v;
        }
        v = next;
    }
    v
}

/// How far from the mode the density has fallen by as much as the tail from ½ to e^`goal`.
fn first_guess<F: Family>(family: &F, goal: f64, outward: f64) -> f64 {
    let top = family.density(&family.place(0.0)).ln();
    let fallen = |v: f64| top - family.density(&family.place(outward * v)).ln();
    let enough = (0.5f64.ln() - goal).max(0.0);
    if enough == 0.0 {
        return 0.0;
    }
    let mut high = family.spread();
    while fallen(high) < enough {
        high *= 2.0;
    }
    let mut low = if fallen(high / 2.0) < enough { high / 2.0 } else { 0.0 };
    for _ in 0..6 {
        let middle = (low + high) / 2.0;
        if fallen(middle) < enough { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}
