//! What figures are called, and the definition of their measure.

use super::change::{CHANGE_NAME, changed_measure};
use super::definition::Measure;
use super::registry::find;
use crate::figures::FigureRef;
use crate::lang::Lang;

/// The definition of a figure's measure; of a change that is none of its own, nothing.
pub fn own_measure_of(figure: FigureRef<'_>) -> Option<&'static Measure> {
    find(figure.indicator()).ok()?.measure(figure.measure())
}

/// The definition of a figure's measure; of one that is a change, that of the measure which changed.
pub fn measure_of(indicator: &str, measure: &str) -> Option<&'static Measure> {
    let indicator = find(indicator).ok()?;
    indicator.measure(measure).or_else(|| indicator.measure(changed_measure(measure)?))
}

/// What a figure's indicator and measure are called.
pub fn names(figure: FigureRef<'_>, lang: Lang) -> (String, String) {
    let Ok(indicator) = find(figure.indicator()) else {
        return (figure.indicator().to_owned(), figure.measure().to_owned());
    };
    let named = |id: &str| indicator.measure(id).map(|measure| measure.name);
    let measure = match (named(figure.measure()), changed_measure(figure.measure()).and_then(named)) {
        (Some(name), _) => name.get(lang).to_owned(),
        (None, Some(name)) => {
            let (name, change) = (name.get(lang), CHANGE_NAME.get(lang));
            lang.pick(format!("{name}{change}"), format!("{name}: {change}"))
        }
        (None, None) => figure.measure().to_owned(),
    };
    (indicator.name.get(lang).to_owned(), measure)
}
