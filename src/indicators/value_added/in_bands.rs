//! Value added of a group within each band of entry scores: whom a school helps.

use super::band_value_added::Values;
use super::estimates::sums;
use super::shared::{Placed, Rules};
use crate::figures::{Figure, Figures, Status, Unit as Of};

pub(super) fn push(values: &Values<'_>, rules: &Rules, figures: &mut Figures) {
    let cohort = values.cohort;
    let bands = values.bands.exits.iter().enumerate().filter(|(_, exits)| exits.n > 0);
    for (band, _) in bands {
        let within = |unit, x, y| values.value(unit, x, y).filter(|_| values.bands.of(x) == band);
        let summed = sums(cohort, within);
        for (at, unit) in cohort.units.iter().enumerate() {
            let n = summed.units[at].iter().map(|part| part.n).sum();
            let place = rules.place_of(cohort, unit, n, values.empty("in_band", Of::Points));
            let figure = match place {
                Placed::Open(figure) if n == 0 => figure.without_value(Status::NotApplicable),
                Placed::Open(figure) => rules.estimated(figure, &summed.estimate(at, unit, values.own)),
                Placed::Closed(figure) => figure,
            };
            let own = figure.group.iter().map(|label| label.as_deref().map(str::to_owned));
            let group: Vec<Option<String>> = own.chain([Some((band + 1).to_string())]).collect();
            figures.push(Figure { group: group.into(), ..figure }.noted(values.from(band)));
        }
    }
}
