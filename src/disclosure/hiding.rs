//! What figures count, what is taken out of them, and what of them is the score of too few.

use super::sheet::Rule;
use crate::figures::{Clauses, Figure, FigureRef, Figures, Range, Status, Value};
use crate::indicators::definition::Discloses;
use crate::indicators::names::measure_of;
use crate::number::Rational;

/// What a figure lets its reader know, as its definition declares.
pub fn discloses(figure: FigureRef<'_>) -> Option<Discloses> {
    declared(figure.indicator(), figure.measure())
}

fn declared(indicator: &str, measure: &str) -> Option<Discloses> {
    Some(measure_of(indicator, measure)?.discloses)
}

/// Whether any of some figures is about pupils.
pub fn counts_any_pupils(figures: &Figures) -> bool {
    figures.iter().any(counts_pupils)
}

pub fn counts_pupils(figure: FigureRef<'_>) -> bool {
    is_about_pupils(figure.indicator(), figure.measure())
}

pub fn is_about_pupils(indicator: &str, measure: &str) -> bool {
    declared(indicator, measure).is_some_and(|discloses| !matches!(discloses, Discloses::Nothing(_)))
}

/// The count that a figure is, or that it is made of.
pub fn counted(figure: FigureRef<'_>) -> Option<i64> {
    let of = match discloses(figure)? {
        Discloses::Count(_) => figure.value().or(figure.numerator()),
        discloses if discloses.is_rate() => figure.numerator(),
        _ => None,
    };
    whole_number(of)
}

pub fn shows_anything(figure: FigureRef<'_>) -> bool {
    figure.value().is_some()
        || figure.n().is_some()
        || figure.numerator().is_some()
        || figure.denominator().is_some()
}

pub fn whole_number(value: Option<Value>) -> Option<i64> {
    match value {
        Some(Value::Exact(ratio)) if ratio.is_integer() && ratio >= Rational::from_integer(0) => {
            i64::try_from(ratio.to_integer()).ok()
        }
        _ => None,
    }
}

/// The lowest and highest scores, quantiles with too few pupils on one side, and a score that is the most frequent but
/// that few have.
pub fn is_extreme(figures: &Figures, figure: FigureRef<'_>, rule: &Rule) -> bool {
    if figure.value().is_none() {
        return false;
    }
    // With what was published the year before, a change of an extreme tells it.
    match discloses(figure) {
        Some(Discloses::Extreme) => true,
        Some(Discloses::Quantile) => {
            let probability = figures.key_index("probability").and_then(|key| figure.group()[key].as_deref());
            let probability = probability.map_or(Some(0.5), |text| text.parse::<f64>().ok());
            let fewest = probability.zip(figure.n()).map(|(p, n)| p.min(1.0 - p) * n as f64);
            fewest.is_none_or(|fewest| fewest < rule.minimum_cell as f64)
        }
        Some(Discloses::Mode) => most(figure).is_none_or(|count| count < rule.minimum_cell),
        _ => false,
    }
}

/// How many have the score that a figure says is the most frequent.
fn most(figure: FigureRef<'_>) -> Option<u64> {
    figure.told().iter().flat_map(|told| &told.parts).find_map(|part| match part.range {
        Range::Most { count } => Some(count),
        _ => None,
    })
}

/// Whether a figure counts what no system holds: how many have the most frequent score.
pub fn is_withheld(figure: FigureRef<'_>) -> bool {
    declared(figure.indicator(), figure.measure()) == Some(Discloses::Mode)
}

/// Takes these counts out of a figure that is shown.
pub fn withhold(figure: &mut Figure) {
    (figure.numerator, figure.denominator) = (None, None);
    figure.note = Clauses::default();
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
