//! What is expected of each band of entry scores: the mean of all who began in it.

use super::band_value_added::Values;
use super::said::said_of_whole;
use super::told::ANY;
use crate::figures::{AllTold, Figure, Figures, Unit as Of, Value};

impl Values<'_> {
    /// How many began in a band, and what their exit scores add up to.
    fn told_of_band(&self, at: usize) -> AllTold {
        let score = |ticks: i64| self.cohort.entry.scale.score(ticks);
        let above = at.checked_sub(1).and_then(|above| self.bands.lowest(above));
        let span = (self.bands.lowest(at).map(score), above.map(score));
        let linked = &self.cohort.linked;
        [linked.sum(span), linked.count(span, ANY)].into()
    }

    /// What is expected of each band, of the whole.
    pub(super) fn expectations(&self, figures: &mut Figures) {
        let (step, mean) = (self.cohort.steps()[1], self.cohort.whole.mean_exit());
        for (at, exits) in self.bands.exits.iter().enumerate().filter(|(_, exits)| exits.n > 0) {
            let keys = figures.keys.len();
            let mut group = vec![None; keys - 1];
            group.push(Some((at + 1).to_string()));
            let figure = said_of_whole(
                self.cohort,
                Figure {
                    year: self.cohort.year,
                    group: group.into(),
                    subject: Some(self.cohort.exit.id.as_str().into()),
                    n: Some(exits.n),
                    told: self.told_of_band(at),
                    ..self.empty("expected", Of::Points)
                },
            );
            let value = Value::Real((exits.mean() + mean) * step);
            figures.push(figure.noted(self.from(at)).with_value(value));
        }
    }
}
