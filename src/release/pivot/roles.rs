//! What the columns of a table are in its picture, and which parts of a figure have one.

use super::{DIMENSIONS, Labels, Sheet, VERDICT};
use crate::figures::FigureRef;
use crate::indicators::definition::DrawnAs;

/// What a column is in a picture.
pub(super) struct Role<'a> {
    pub at: usize,
    /// Which of the heads it stands under.
    pub head: usize,
    pub part: &'a str,
    pub drawn: Option<DrawnAs>,
    /// What it is a number of, where the heads do not say it.
    pub quantity: Option<String>,
}

impl Sheet<'_> {
    /// The parts that a figure may have: none of an interval, where its measure has none.
    pub(super) fn parts_of<'p>(&self, figure: Option<FigureRef<'_>>, parts: &[&'p str]) -> Vec<&'p str> {
        let measure = figure.and_then(|figure| self.indicator_of(figure)?.measure(figure.measure()));
        let is_had = |part: &&str| {
            measure.is_none_or(|of| of.has_interval) || !["se", "lower", "upper", VERDICT].contains(part)
        };
        parts.iter().copied().filter(is_had).collect()
    }

    /// What the figures of a head are in a picture; totals are in none beside their parts.
    fn drawn_as(&self, labels: &Labels, figure: Option<FigureRef<'_>>) -> Option<DrawnAs> {
        let is_total = |(dimension, label): (&String, &(usize, Option<String>))| {
            label.1.is_none() && DIMENSIONS.iter().all(|(id, _)| id != dimension)
        };
        if self.shape.columns.iter().zip(labels).any(is_total) {
            return None;
        }
        let figure = figure?;
        self.indicator_of(figure)?.measure(figure.measure())?.drawn
    }

    /// The columns under one head, of which the first stands at `first`.
    pub(super) fn roles<'p>(
        &self,
        (head, labels): (usize, &Labels),
        figure: Option<FigureRef<'_>>,
        parts: &[&'p str],
        first: usize,
    ) -> Vec<Role<'p>> {
        let drawn = self.drawn_as(labels, figure);
        let is_said = self.shape.columns.iter().any(|dimension| dimension == "quantity");
        let quantity = figure.filter(|_| !is_said).and_then(|figure| self.quantity(figure).1);
        let role = |(at, part): (usize, &&'p str)| Role {
            at: first + at,
            head,
            part,
            drawn,
            quantity: quantity.clone(),
        };
        parts.iter().enumerate().map(role).collect()
    }
}
