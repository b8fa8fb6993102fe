//! The numbers of a figure as tables print them; sentences say the same.

use crate::figures::{FigureRef, Unit, Value};
use crate::indicators::Indicator;
use crate::indicators::definition::{Layout, Places, natural_decimals};
use crate::number::{Rational, decimals_of};

/// The decimals of a figure: of its measure, of its indicator, or those that suit its unit. A list of figures of many
/// units goes by each unit.
pub fn decimals(indicator: Option<&Indicator>, is_list: bool, figure: FigureRef<'_>) -> u8 {
    let Some(indicator) = indicator else { return natural_decimals(figure) };
    let is_list = is_list && matches!(indicator.layout, Layout::Listed);
    match indicator.measure(figure.measure()).map(|measure| measure.places) {
        Some(places @ (Places::Of(_) | Places::AsNeeded)) => places.of(figure, indicator.decimals),
        _ if !is_list && indicator.unit == figure.unit() && figure.unit() != Unit::Count => {
            indicator.decimals
        }
        _ => natural_decimals(figure),
    }
}

/// A part of a figure, and its decimals where the figure has so many. Counts, whole or weighted, have those that they need.
pub fn part_of(figure: FigureRef<'_>, part: &str, decimals: u8) -> Option<(Value, u8)> {
    let counted = |value: Value| (value, value.exact().map_or(decimals, |exact| decimals_of(exact).min(2)));
    let real = |real: f64| (Value::Real(real), decimals);
    match part {
        "numerator" => figure.numerator().map(counted),
        "denominator" => figure.denominator().map(counted),
        "n" => figure.n().map(|n| (Value::Exact(Rational::from_integer(i128::from(n))), 0)),
        "se" => figure.se().map(real),
        "lower" => figure.lower().map(real),
        "upper" => figure.upper().map(real),
        _ => figure.value().map(|value| (value, decimals)),
    }
}
