//! How many cells of a list are what is said, and of how many it is sure.

use super::cells::Found;
use super::claim::Comparison;
use super::verdict::Decided;
use crate::figures::Unit;
use crate::indicators::certainty::holm;
use crate::number::Rational;

/// How what is a change over years is called.
const CHANGE: &str = "change";

/// Changes of scores over years are claimed in standard deviations.
pub fn changes_of_points(all: &[Found]) -> Option<Decided> {
    let is_change = |cell: &Found| cell.unit == Unit::Points && cell.measure.ends_with(CHANGE);
    all.iter().any(is_change).then(|| {
        Decided::undecided(
            "各年试卷不同，分差的变化不能下断语；用标准化的变化（如 hedges_g 的）",
            "papers differ by year, so that changes in points are not claimed; take those in standard deviations (of hedges_g)",
        )
    })
}

/// How many of a list are what is said by more than error, all held to Holm's adjustment together.
pub fn sure(of: &Comparison, all: &[Found]) -> Result<usize, Decided> {
    if of.number != Rational::from_integer(0) {
        return Err(Decided::undecided("只能与 0 相比", "only against 0"));
    }
    if let Some(undecided) = changes_of_points(all) {
        return Err(undecided);
    }
    let Some(p_values) = all.iter().map(|cell| cell.p_value).collect::<Option<Vec<f64>>>() else {
        return Err(Decided::undecided("没有误差", "there is no error to judge by"));
    };
    let level = all.iter().filter_map(|cell| cell.confidence).fold(0.95, f64::max);
    let adjusted = holm(&p_values);
    let is_sure = |(cell, p): (&Found, &f64)| of.order.holds(cell.value, of.number) && *p < 1.0 - level;
    Ok(all.iter().zip(&adjusted).filter(|pair| is_sure(*pair)).count())
}

/// How many of a list are what is said.
pub fn count(of: &Comparison, all: &[Found]) -> Result<usize, Decided> {
    match changes_of_points(all) {
        Some(undecided) => Err(undecided),
        None => Ok(all.iter().filter(|cell| of.order.holds(cell.value, of.number)).count()),
    }
}
