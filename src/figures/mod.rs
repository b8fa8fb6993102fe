//! The tidy result: one row per number, each explaining itself.

use std::sync::Arc;

use crate::lang::Text;

mod clauses;
mod columns;
mod keys;
mod label;
mod set;
mod shared;
mod status;
mod told;
mod value;
mod view;

pub use clauses::{Clause, Clauses, Numeral, Phrase, Term, Texts};
pub use columns::{Coded, Kind};
pub use keys::{LINE, is_description, is_known, is_own_dimension, is_place, key_id, key_name, label_name};
pub use label::{Label, Labels};
pub use set::{Figures, Iter};
pub use status::{Status, Unit};
pub use told::{AllTold, Part, Range, Told, What};
pub use value::Value;
pub use view::FigureRef;

/// One number and what it is. `value` is present exactly when `status` is [`Status::Ok`].
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub indicator: &'static str,
    /// Which quantity of the indicator (`rate`, `mean`, `difference`, …).
    pub measure: &'static str,
    pub year: Option<i32>,
    /// One label per name in [`Figures::keys`]; `None` stands for "all" (or "not known", see `note`).
    pub group: Labels,
    pub subject: Option<Label>,
    pub value: Option<Value>,
    pub unit: Unit,
    pub numerator: Option<Value>,
    pub denominator: Option<Value>,
    /// Candidates (or rows) counted.
    pub n: Option<u64>,
    pub se: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Of the interval, e.g. 0.95.
    pub confidence: Option<f64>,
    pub df: Option<f64>,
    pub p_value: Option<f64>,
    pub method: Clauses,
    pub status: Status,
    pub note: Clauses,
    /// In a release, the table that it stands in.
    pub origin: Option<Arc<Origin>>,
    /// The counts and sums of scores that follow from the figure; for disclosure control, never written out.
    pub told: AllTold,
    /// The fewest pupils that the figure sets apart from others, where `told` does not say who they are; for
    /// disclosure control, never written out.
    pub fewest: Option<u64>,
}

/// Where a figure of a release stands, and what it was made of.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The id of the table.
    pub table: Label,
    /// The source, and the columns of it that were named.
    pub of: Label,
}

impl Figure {
    /// A figure without a value yet; fill in what is known.
    pub fn new(indicator: &'static str, measure: &'static str, unit: Unit) -> Figure {
        Figure {
            indicator,
            measure,
            year: None,
            group: Labels::default(),
            subject: None,
            value: None,
            unit,
            numerator: None,
            denominator: None,
            n: None,
            se: None,
            lower: None,
            upper: None,
            confidence: None,
            df: None,
            p_value: None,
            method: Clauses::default(),
            status: Status::MissingInput,
            note: Clauses::default(),
            origin: None,
            told: AllTold::NOTHING,
            fewest: None,
        }
    }

    pub fn with_value(mut self, value: Value) -> Figure {
        self.value = Some(value);
        self.status = Status::Ok;
        self
    }

    /// With one more remark, said once.
    pub fn noted(mut self, remark: impl Into<Clauses>) -> Figure {
        self.note = self.note.and_new(remark);
        self
    }

    pub fn without_value(mut self, status: Status) -> Figure {
        self.value = None;
        self.status = status;
        self
    }
}

/// A column of the tidy frame that is not a group key, with its header in both languages.
pub struct FigureColumn {
    pub id: &'static str,
    pub name: Text,
}

/// The further columns of the figures of a release.
pub const ORIGIN_COLUMNS: [&str; 2] = ["table", "of"];

/// The columns of the tidy frame; the group keys stand after `year`.
pub const COLUMNS: &[FigureColumn] = &[
    FigureColumn { id: "indicator", name: Text::new("指标", "indicator") },
    FigureColumn { id: "measure", name: Text::new("统计量", "measure") },
    FigureColumn { id: "year", name: Text::new("年份", "year") },
    FigureColumn { id: "subject", name: Text::new("科目", "subject") },
    FigureColumn { id: "value", name: Text::new("数值", "value") },
    FigureColumn { id: "unit", name: Text::new("单位", "unit") },
    FigureColumn { id: "numerator", name: Text::new("分子", "numerator") },
    FigureColumn { id: "denominator", name: Text::new("分母", "denominator") },
    FigureColumn { id: "n", name: Text::new("人数", "n") },
    FigureColumn { id: "se", name: Text::new("标准误", "standard error") },
    FigureColumn { id: "lower", name: Text::new("区间下限", "lower") },
    FigureColumn { id: "upper", name: Text::new("区间上限", "upper") },
    FigureColumn { id: "confidence", name: Text::new("置信水平", "confidence") },
    FigureColumn { id: "df", name: Text::new("自由度", "degrees of freedom") },
    FigureColumn { id: "p_value", name: Text::new("p 值", "p-value") },
    FigureColumn { id: "method", name: Text::new("方法", "method") },
    FigureColumn { id: "convention", name: Text::new("口径", "convention") },
    FigureColumn { id: "parameters", name: Text::new("口径参数", "parameters") },
    FigureColumn { id: "status", name: Text::new("状态", "status") },
    FigureColumn { id: "note", name: Text::new("说明", "note") },
];
