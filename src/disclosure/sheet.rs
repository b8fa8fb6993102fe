//! What disclosure control is given: the rule, and the figures of each table with where they stand.

use crate::exam::YearTally;
use crate::figures::Figures;

/// The rule of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Counts from 1 to one less than this are hidden.
    pub minimum_cell: u64,
    /// What a reader can tell of a hidden count must leave a range wider than this.
    pub protection: u64,
    /// Rates of exactly 0 and 100 % are hidden in groups of fewer than this.
    pub whole_group: u64,
    /// Counts are rounded to multiples of this; none where small ones are hidden instead.
    pub base: Option<u64>,
}

/// The figures of one table, with all that is needed to read them.
pub struct Sheet<'a> {
    /// The id of the source of its data.
    pub source: &'a str,
    /// The keys that tell its groups of pupils apart.
    pub by: &'a [String],
    /// The source's candidates of each year, by all keys that any table of the source uses; none for small tables.
    pub years: &'a [YearTally],
    pub figures: &'a Figures,
    /// For each figure, whether this release shows it and whether an earlier one did.
    pub standing: Vec<Standing>,
    /// Never hidden for the sake of others.
    pub kept: bool,
}

/// Where a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub shown: bool,
    pub public_before: bool,
    /// An earlier release had it and hid it; then it stays hidden.
    pub hidden_before: bool,
    /// It follows from a change that is shown beside the figure of the year after.
    pub implied: bool,
    /// What an earlier release has published of it, rounded.
    pub rounded_before: Option<Published>,
}

impl Standing {
    pub const SHOWN: Standing = Standing {
        shown: true,
        public_before: false,
        hidden_before: false,
        implied: false,
        rounded_before: None,
    };

    /// What was hidden before is among the unknowns: that it is there is known, and others add up with it.
    pub fn matters(self) -> bool {
        self.is_told() || self.public_before || self.hidden_before || self.rounded_before.is_some()
    }

    /// Whether a reader of this release can have it, unless it is hidden.
    pub fn is_told(self) -> bool {
        self.shown || self.implied
    }
}

/// What an earlier release has published of the numbers of a figure, rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    pub base: u64,
    pub value: Option<i64>,
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    pub n: Option<i64>,
    /// Whether the value, where it is no count, is the same now.
    pub exactly: bool,
}

impl Published {
    /// Whether the counts can be of the same pupils as some true ones.
    pub fn is_near(&self, now: &Published) -> bool {
        let pairs = [(self.numerator, now.numerator), (self.denominator, now.denominator), (self.n, now.n)];
        pairs.into_iter().all(|(rounded, now)| {
            rounded.zip(now).is_none_or(|(rounded, now)| (rounded - now).abs() < self.base as i64)
        })
    }

    pub fn number(&self, number: Number) -> Option<i64> {
        match number {
            Number::Value => self.value,
            Number::Numerator => self.numerator,
            Number::Denominator => self.denominator,
            Number::N => self.n,
        }
    }
}

/// A number of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    Value,
    Numerator,
    Denominator,
    N,
}
