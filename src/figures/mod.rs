//! The tidy result: one row per number, each explaining itself.

use std::collections::HashSet;
use std::sync::Arc;

use crate::lang::{Lang, Text};
use crate::subjects::SubjectNames;

mod clauses;
mod keys;
mod label;
mod shared;
mod status;
mod told;
mod value;

pub use clauses::{Clause, Clauses, Numeral, Phrase, Term, Texts};
pub use keys::{LINE, is_place, key_id, key_name};
pub use label::{Label, Labels};
pub use status::{Status, Unit};
pub use told::{AllTold, Part, Range, Told, What};
pub use value::Value;

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
#[derive(Debug, PartialEq)]
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

/// Figures of one or several indicators that share their group keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Names of the group keys and other dimensions (`school`, `line`, `score`), in order.
    pub keys: Vec<String>,
    pub rows: Vec<Figure>,
    /// What their subjects are called.
    pub subjects: SubjectNames,
}

impl Figures {
    pub fn new(keys: Vec<String>) -> Figures {
        Figures { keys, ..Figures::default() }
    }

    /// None yet, by the same keys and with the same names.
    pub fn none(&self) -> Figures {
        Figures { keys: self.keys.clone(), rows: Vec::new(), subjects: self.subjects.clone() }
    }

    /// What the subject of a figure is called; empty where it has none.
    pub fn subject_of<'a>(&'a self, figure: &'a Figure, lang: Lang) -> &'a str {
        figure.subject.as_deref().map_or("", |id| self.subjects.name(id, lang))
    }

    pub fn key_index(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|k| k == key)
    }

    /// Lets figures that tell the same hold it together: the same line of many groups, mostly.
    pub fn share_told(&mut self) {
        let mut known: HashSet<AllTold> = HashSet::new();
        for figure in self.rows.iter_mut().filter(|figure| !figure.told.is_empty()) {
            match known.get(&figure.told) {
                Some(told) => figure.told = told.clone(),
                None => {
                    known.insert(figure.told.clone());
                }
            }
        }
    }

    /// Appends figures, widening the keys of both to their union.
    pub fn append(&mut self, other: Figures) {
        let mut keys = self.keys.clone();
        keys.extend(other.keys.iter().filter(|k| !self.keys.contains(k)).cloned());
        self.widen(&keys);
        let mut other = other;
        other.widen(&keys);
        self.subjects.join(&other.subjects);
        match self.rows.is_empty() {
            true => self.rows = other.rows,
            false => self.rows.append(&mut other.rows),
        }
    }

    fn widen(&mut self, keys: &[String]) {
        if self.keys == keys {
            return;
        }
        let places: Vec<Option<usize>> = keys.iter().map(|k| self.key_index(k)).collect();
        // Neighbours share their labels, and go on to.
        let mut last: Option<(Labels, Labels)> = None;
        for row in &mut self.rows {
            let wide = match &last {
                Some((narrow, wide)) if narrow.is_same(&row.group) => wide.clone(),
                _ => places.iter().map(|p| p.and_then(|i| row.group[i].clone())).collect(),
            };
            let narrow = std::mem::replace(&mut row.group, wide.clone());
            last = Some((narrow, wide));
        }
        self.keys = keys.to_vec();
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
