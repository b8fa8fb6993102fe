//! Every tolerance of the tests, and the rule for choosing one.
//!
//! 1. Counts, sums, means, rates, gaps: exact. Compared with `==`, as fractions.
//! 2. Against a printed number: half a unit of its last digit. Fifteen significant digits leave at most 5e-15;
//!    for the leading digits that occur here, 2e-15.
//! 3. A square root or another function of an exact value: one rounding, `f64::EPSILON`.
//! 4. A short chain of such operations on doubles: sixteen roundings.
//!
//! A tolerance is never widened to make a test pass.

/// Rule 2, for certified values of 15 significant digits that begin with 2 or more.
pub const FIFTEEN_DIGITS: f64 = 2e-15;

/// Rule 3.
pub const ONE_ROUNDING: f64 = f64::EPSILON;

/// Rule 4.
pub const A_FEW_ROUNDINGS: f64 = 16.0 * f64::EPSILON;

/// Whether `found` is within `relative` of `expected`.
#[track_caller]
pub fn assert_near(found: f64, expected: f64, relative: f64, what: &str) {
    let off = ((found - expected) / expected).abs();
    assert!(off <= relative, "{what}: {found} is not {expected} (off by {off:e}, allowed {relative:e})");
}
