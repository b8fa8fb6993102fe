//! One of several figures, as those read it who did not make it.

use std::sync::Arc;

use super::clauses::Clauses;
use super::label::{Label, Labels};
use super::told::AllTold;
use super::{Figure, Origin, Status, Unit, Value};

/// A figure among [`super::Figures`]. Costs nothing to copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FigureRef<'a>(&'a Figure);

impl<'a> FigureRef<'a> {
    pub(super) fn new(figure: &'a Figure) -> FigureRef<'a> {
        FigureRef(figure)
    }

    /// By itself, to be changed.
    pub fn to_figure(self) -> Figure {
        self.0.clone()
    }

    pub fn indicator(self) -> &'static str {
        self.0.indicator
    }

    pub fn measure(self) -> &'static str {
        self.0.measure
    }

    pub fn year(self) -> Option<i32> {
        self.0.year
    }

    pub fn group(self) -> &'a Labels {
        &self.0.group
    }

    pub fn subject(self) -> Option<&'a str> {
        self.0.subject.as_deref()
    }

    /// The subject, to be kept.
    pub fn subject_label(self) -> Option<&'a Label> {
        self.0.subject.as_ref()
    }

    pub fn value(self) -> Option<Value> {
        self.0.value
    }

    pub fn unit(self) -> Unit {
        self.0.unit
    }

    pub fn numerator(self) -> Option<Value> {
        self.0.numerator
    }

    pub fn denominator(self) -> Option<Value> {
        self.0.denominator
    }

    pub fn n(self) -> Option<u64> {
        self.0.n
    }

    pub fn se(self) -> Option<f64> {
        self.0.se
    }

    pub fn lower(self) -> Option<f64> {
        self.0.lower
    }

    pub fn upper(self) -> Option<f64> {
        self.0.upper
    }

    pub fn confidence(self) -> Option<f64> {
        self.0.confidence
    }

    pub fn df(self) -> Option<f64> {
        self.0.df
    }

    pub fn p_value(self) -> Option<f64> {
        self.0.p_value
    }

    pub fn method(self) -> &'a Clauses {
        &self.0.method
    }

    pub fn status(self) -> Status {
        self.0.status
    }

    pub fn note(self) -> &'a Clauses {
        &self.0.note
    }

    pub fn origin(self) -> Option<&'a Arc<Origin>> {
        self.0.origin.as_ref()
    }

    pub fn told(self) -> &'a AllTold {
        &self.0.told
    }

    pub fn fewest(self) -> Option<u64> {
        self.0.fewest
    }
}
