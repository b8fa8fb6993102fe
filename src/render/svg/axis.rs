//! An axis of round steps around values.

use super::plot::nice_step;

pub(super) struct Axis {
    pub low: f64,
    pub high: f64,
    step: f64,
}

impl Axis {
    /// Round steps around all values; from zero, unless that leaves most of the picture empty.
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone) -> Option<Axis> {
        let least = values.clone().reduce(f64::min)?;
        let most = values.reduce(f64::max)?;
        let (least, most) = if least > most - least { (least, most) } else { (least.min(0.0), most) };
        let step = nice_step(most - least);
        let (low, high) = ((least / step).floor() * step, (most / step).ceil() * step);
        Some(Axis { low, high: high.max(low + step), step })
    }

    pub(super) fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let places = (-self.step.log10().floor()).max(0.0) as usize;
        let count = ((self.high - self.low) / self.step).round() as usize;
        let tick = |n: usize| {
            let value = self.low + self.step * n as f64;
            let value = if value.abs() < self.step / 1e6 { 0.0 } else { value };
            (value, format!("{value:.places$}"))
        };
        (0..=count).map(tick).collect()
    }
}
