//! One of several figures, as those read it who did not make it.

use std::fmt;
use std::sync::Arc;

use super::clauses::Clauses;
use super::columns::Columns;
use super::label::{Label, Labels};
use super::told::AllTold;
use super::{Figure, Origin, Status, Unit, Value};

/// A figure among [`super::Figures`]. Costs nothing to copy.
#[derive(Clone, Copy)]
pub struct FigureRef<'a> {
    columns: &'a Columns,
    at: usize,
}

impl<'a> FigureRef<'a> {
    pub(super) fn new(columns: &'a Columns, at: usize) -> FigureRef<'a> {
        FigureRef { columns, at }
    }

    /// By itself, to be changed.
    pub fn to_figure(self) -> Figure {
        self.columns.figure(self.at)
    }

    pub fn indicator(self) -> &'static str {
        self.columns.kinds.get(self.at).indicator
    }

    pub fn measure(self) -> &'static str {
        self.columns.kinds.get(self.at).measure
    }

    pub fn year(self) -> Option<i32> {
        *self.columns.years.get(self.at)
    }

    pub fn group(self) -> &'a Labels {
        self.columns.groups.get(self.at)
    }

    pub fn subject(self) -> Option<&'a str> {
        self.columns.subjects.get(self.at).as_deref()
    }

    /// The subject, to be kept.
    pub fn subject_label(self) -> Option<&'a Label> {
        self.columns.subjects.get(self.at).as_ref()
    }

    pub fn value(self) -> Option<Value> {
        self.columns.values.get(self.at)
    }

    pub fn unit(self) -> Unit {
        self.columns.kinds.get(self.at).unit
    }

    pub fn numerator(self) -> Option<Value> {
        self.columns.numerators.get(self.at)
    }

    pub fn denominator(self) -> Option<Value> {
        self.columns.denominators.get(self.at)
    }

    pub fn n(self) -> Option<u64> {
        self.columns.n.count(self.at)
    }

    pub fn se(self) -> Option<f64> {
        self.columns.se.real(self.at)
    }

    pub fn lower(self) -> Option<f64> {
        self.columns.lower.real(self.at)
    }

    pub fn upper(self) -> Option<f64> {
        self.columns.upper.real(self.at)
    }

    pub fn confidence(self) -> Option<f64> {
        self.columns.confidence.get(self.at).map(f64::from_bits)
    }

    pub fn df(self) -> Option<f64> {
        self.columns.df.real(self.at)
    }

    pub fn p_value(self) -> Option<f64> {
        self.columns.p_value.real(self.at)
    }

    pub fn method(self) -> &'a Clauses {
        self.columns.methods.get(self.at)
    }

    pub fn status(self) -> Status {
        *self.columns.statuses.get(self.at)
    }

    pub fn note(self) -> &'a Clauses {
        self.columns.notes.get(self.at)
    }

    pub fn origin(self) -> Option<&'a Arc<Origin>> {
        self.columns.origins.get(self.at).as_ref()
    }

    pub fn told(self) -> &'a AllTold {
        self.columns.told.get(self.at)
    }

    pub fn fewest(self) -> Option<u64> {
        self.columns.fewest.count(self.at)
    }
}

impl PartialEq for FigureRef<'_> {
    fn eq(&self, other: &FigureRef<'_>) -> bool {
        self.to_figure() == other.to_figure()
    }
}

impl fmt::Debug for FigureRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_figure().fmt(f)
    }
}
