//! The columns that figures are kept in.

mod coded;
mod numbers;

use std::sync::Arc;

pub use coded::{Alike, Coded};
use numbers::{Values, Words};

use super::clauses::Clauses;
use super::label::{Label, Labels};
use super::told::AllTold;
use super::{Figure, Origin, Status, Unit};

/// What a figure is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    pub indicator: &'static str,
    pub measure: &'static str,
    pub unit: Unit,
}

macro_rules! columns {
    ($($name:ident: $column:ty,)*) => {
        #[derive(Clone, Debug, Default)]
        pub struct Columns {
            rows: usize,
            $(pub $name: $column,)*
        }

        impl Columns {
            /// The rows of others behind these.
            pub fn append(&mut self, other: Columns) {
                $(self.$name.append(self.rows, other.$name);)*
                self.rows += other.rows;
            }

            /// Some rows, in that order.
            pub fn select(&self, places: &[usize]) -> Columns {
                Columns { rows: places.len(), $($name: self.$name.select(places),)* }
            }

            pub fn shrink_to_fit(&mut self) {
                $(self.$name.shrink_to_fit();)*
            }
        }
    };
}

columns! {
    kinds: Coded<Kind>,
    years: Coded<Option<i32>>,
    groups: Coded<Labels>,
    subjects: Coded<Option<Label>>,
    values: Values,
    numerators: Values,
    denominators: Values,
    n: Words,
    se: Words,
    lower: Words,
    upper: Words,
    confidence: Coded<Option<u64>>,
    df: Words,
    p_value: Words,
    methods: Coded<Clauses>,
    statuses: Coded<Status>,
    notes: Coded<Clauses>,
    origins: Coded<Option<Arc<Origin>>>,
    told: Coded<AllTold>,
    fewest: Words,
}

impl Columns {
    pub fn len(&self) -> usize {
        self.rows
    }

    pub fn push(&mut self, figure: Figure) {
        self.put(self.rows, figure);
        self.rows += 1;
    }

    /// Puts a figure in the place of another, or behind the last.
    pub fn put(&mut self, at: usize, figure: Figure) {
        let Figure { indicator, measure, unit, .. } = figure;
        self.kinds.put(at, Kind { indicator, measure, unit });
        self.years.put(at, figure.year);
        self.groups.put(at, figure.group);
        self.subjects.put(at, figure.subject);
        self.values.put(at, figure.value);
        self.numerators.put(at, figure.numerator);
        self.denominators.put(at, figure.denominator);
        self.n.put_count(at, figure.n);
        self.se.put_real(at, figure.se);
        self.lower.put_real(at, figure.lower);
        self.upper.put_real(at, figure.upper);
        self.confidence.put(at, figure.confidence.map(f64::to_bits));
        self.df.put_real(at, figure.df);
        self.p_value.put_real(at, figure.p_value);
        self.methods.put(at, figure.method);
        self.statuses.put(at, figure.status);
        self.notes.put(at, figure.note);
        self.origins.put(at, figure.origin);
        self.told.put(at, figure.told);
        self.fewest.put_count(at, figure.fewest);
    }

    /// The figure of a row, by itself.
    pub fn figure(&self, at: usize) -> Figure {
        let Kind { indicator, measure, unit } = *self.kinds.get(at);
        Figure {
            indicator,
            measure,
            year: *self.years.get(at),
            group: self.groups.get(at).clone(),
            subject: self.subjects.get(at).clone(),
            value: self.values.get(at),
            unit,
            numerator: self.numerators.get(at),
            denominator: self.denominators.get(at),
            n: self.n.count(at),
            se: self.se.real(at),
            lower: self.lower.real(at),
            upper: self.upper.real(at),
            confidence: self.confidence.get(at).map(f64::from_bits),
            df: self.df.real(at),
            p_value: self.p_value.real(at),
            method: self.methods.get(at).clone(),
            status: *self.statuses.get(at),
            note: self.notes.get(at).clone(),
            origin: self.origins.get(at).clone(),
            told: self.told.get(at).clone(),
            fewest: self.fewest.count(at),
        }
    }
}

impl Alike for Kind {
    fn is_same(&self, other: &Kind) -> bool {
        std::ptr::eq(self.indicator, other.indicator)
            && std::ptr::eq(self.measure, other.measure)
            && self.unit == other.unit
    }
}

impl Alike for Labels {
    fn is_same(&self, other: &Labels) -> bool {
        Labels::is_same(self, other)
    }
}

impl Alike for Clauses {
    fn is_same(&self, other: &Clauses) -> bool {
        Clauses::is_same(self, other)
    }
}

impl Alike for AllTold {
    fn is_same(&self, other: &AllTold) -> bool {
        AllTold::is_same(self, other)
    }
}

impl Alike for Label {
    fn is_same(&self, other: &Label) -> bool {
        Label::is_same(self, other)
    }
}

impl Alike for Arc<Origin> {
    fn is_same(&self, other: &Arc<Origin>) -> bool {
        Arc::ptr_eq(self, other)
    }
}

impl<T: Alike> Alike for Option<T> {
    fn is_same(&self, other: &Option<T>) -> bool {
        match (self, other) {
            (Some(one), Some(another)) => one.is_same(another),
            (one, another) => one.is_none() && another.is_none(),
        }
    }
}

macro_rules! compared_at_once {
    ($($kind:ty),*) => {
        $(impl Alike for $kind {
            fn is_same(&self, other: &$kind) -> bool {
                self == other
            }
        })*
    };
}

compared_at_once!(i32, u64, Status);
