//! What is taken out of figures, and what of them is the score of too few.

use super::Rule;
use crate::figures::{Clauses, Figure, Figures, Range, Status};
use crate::indicators::change::changed_measure;

/// Quantities that are the score of one pupil or school, however many stand behind them.
const EXTREMES: &[(&str, &str)] = &[
    ("subject_quantiles", "minimum"),
    ("subject_quantiles", "maximum"),
    ("school_mean_spread", "minimum"),
    ("school_mean_spread", "maximum"),
];

/// The lowest and highest scores, quantiles with too few pupils on one side, and a score that is the most frequent but
/// that few have.
pub fn is_extreme(figures: &Figures, figure: &Figure, rule: &Rule) -> bool {
    if figure.value.is_none() {
        return false;
    }
    let probability = figures.key_index("probability").and_then(|key| figure.group[key].as_deref());
    let probability =
        probability.filter(|_| figure.measure == "quantile").and_then(|text| text.parse::<f64>().ok());
    let fewest = probability.zip(figure.n).map(|(p, n)| p.min(1.0 - p) * n as f64);
    // With what was published the year before, a change of an extreme tells it.
    let measure = changed_measure(figure.measure).unwrap_or(figure.measure);
    EXTREMES.contains(&(figure.indicator, measure))
        || fewest.is_some_and(|fewest| fewest < rule.minimum_cell as f64)
        || most(figure).is_some_and(|count| count < rule.minimum_cell)
}

/// How many have the score that a figure says is the most frequent.
fn most(figure: &Figure) -> Option<u64> {
    figure.told.iter().flat_map(|told| &told.parts).find_map(|part| match part.range {
        Range::Most { count } => Some(count),
        _ => None,
    })
}

/// Takes out of a figure that is shown what it counts but no system holds: how many have the most frequent score.
pub fn withhold(figure: &mut Figure) {
    if most(figure).is_some() {
        (figure.numerator, figure.denominator) = (None, None);
        figure.note = Clauses::default();
    }
}

/// Takes every number out of a figure; its place and its convention stay.
pub fn hide(figure: &mut Figure) {
    let bare = Figure::new(figure.indicator, figure.measure, figure.unit);
    *figure = Figure {
        year: figure.year,
        group: std::mem::take(&mut figure.group),
        subject: figure.subject.take(),
        method: std::mem::take(&mut figure.method),
        origin: figure.origin.take(),
        ..bare.without_value(Status::Suppressed)
    };
}
