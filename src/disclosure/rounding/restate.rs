//! Figures with rounded counts in place of the true ones, and all that follows from these.

use super::super::hiding::is_about_pupils;
use super::form::{Form, Levels, Place, Recipe, Slot};
use crate::figures::{Figure, Figures, Status, Value};
use crate::indicators::change::changed_again;
use crate::indicators::restated::{set_interval, without_rule};
use crate::number::Rational;

/// The figure with its counts rounded. Those of changes follow in [`restate_changes`].
pub fn restate(figure: &mut Figure, form: &Form, rounded: &dyn Fn(Place) -> i64) {
    let before = figure.clone();
    let slot = |slot: Slot, was: Option<Value>| match slot {
        Slot::Kept => was,
        Slot::Gone => None,
        Slot::Rounded(place) => was.map(|_| whole(rounded(place))),
    };
    figure.numerator = slot(form.numerator, before.numerator);
    figure.denominator = slot(form.denominator, before.denominator);
    figure.n = match form.n {
        Slot::Kept => before.n,
        Slot::Gone => None,
        Slot::Rounded(place) => u64::try_from(rounded(place)).ok(),
    };
    match form.value {
        Recipe::Count(place) => {
            figure.value = Some(whole(rounded(place)));
            without_error(figure);
        }
        Recipe::Quotient(times) => {
            without_error(figure);
            match quotient(figure, times) {
                Some(value) => {
                    figure.value = Some(value);
                    set_interval(figure, &before);
                }
                // As it would be if nobody had been there.
                None => *figure = figure.clone().without_value(Status::NoDenominator),
            }
        }
        Recipe::Exact | Recipe::None | Recipe::Zero | Recipe::Change | Recipe::Refused => {}
    }
    if figure.status == Status::NoDenominator && is_about_pupils(figure.indicator, figure.measure) {
        // A count that was rounded to zero looks as one that is zero.
        without_error(figure);
        (figure.numerator, figure.denominator) = (None, None);
        figure.method = without_rule(&figure.method);
    }
}

fn whole(count: i64) -> Value {
    Value::Exact(Rational::from_integer(i128::from(count)))
}

fn quotient(figure: &Figure, times: i64) -> Option<Value> {
    let (above, below) = (figure.numerator?.exact()?, figure.denominator?.exact()?);
    let is_zero = below == Rational::from_integer(0);
    (!is_zero).then(|| Value::Exact(above * Rational::from_integer(i128::from(times)) / below))
}

fn without_error(figure: &mut Figure) {
    figure.se = None;
    figure.lower = None;
    figure.upper = None;
    figure.confidence = None;
    figure.df = None;
    figure.p_value = None;
}

/// The changes between figures that were rounded.
pub fn restate_changes(figures: &mut Figures, forms: &[Form]) {
    let levels = Levels::of(figures);
    let changes = figures.iter().zip(forms).enumerate();
    let changed: Vec<(usize, Figure)> = changes
        .filter(|(_, (_, form))| form.value == Recipe::Change)
        .filter_map(|(at, (change, _))| {
            let [now, before] = levels.between(change)?;
            Some((at, changed_again(change, figures.get(now), figures.get(before))))
        })
        .collect();
    changed.into_iter().for_each(|(at, figure)| figures.update(at, |old| *old = figure));
}
