//! What the configuration may hold. Whatever stands here may be written there, and nothing else.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::Disclosure;
use super::Inputs;
use super::Options;
use super::Sentence;
use super::Table;
use super::files::{Paths, Sheets, SourceFile};
use super::link::Link;
use super::settings::{PolicyRules, Setting};
use crate::indicators::Target;
use crate::lang::{Lang, Text};
use crate::number::{Decimal, Rational};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub project: Project,
    #[serde(default)]
    pub checks: Checks,
    #[serde(default)]
    pub disclosure: Disclosure,
    pub schools: Option<Schools>,
    /// What counts where no plain score stands.
    #[serde(default)]
    pub policy: PolicyRules,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    #[serde(default, rename = "population")]
    pub populations: Vec<Population>,
    #[serde(default, rename = "cut_score")]
    pub cut_scores: Vec<CutScore>,
    /// Table files that say more of these.
    #[serde(default)]
    pub inputs: Inputs,
    /// From the table of targets.
    #[serde(skip)]
    pub targets: Vec<Target>,
    pub headline: Option<Headline>,
    pub link: Option<Link>,
    /// Names of cells, for sentences.
    #[serde(default, rename = "figure")]
    pub figures: Options,
    #[serde(default, rename = "sentence")]
    pub sentences: Vec<Sentence>,
    #[serde(default, rename = "table")]
    pub tables: Vec<Table>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    pub title: String,
    pub region: String,
    /// The year reported where the command line names none.
    pub year: Option<i32>,
    pub language: Option<Lang>,
}

/// How much may be refused before a run stops.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Checks {
    pub rejected_rows_percent: f64,
    pub invalid_cells_percent: f64,
}

impl Default for Checks {
    fn default() -> Checks {
        Checks { rejected_rows_percent: 1.0, invalid_cells_percent: 1.0 }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schools {
    pub path: String,
    /// The field on which candidates and schools are joined.
    #[serde(default = "school_code")]
    pub key: String,
    pub encoding: Option<Spanned<Setting>>,
    pub delimiter: Option<Spanned<Setting>>,
    pub header_row: Option<Spanned<Setting>>,
    pub sheet: Option<Spanned<Setting>>,
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

fn school_code() -> String {
    "school_code".to_owned()
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    #[default]
    Candidates,
    ScoreTable,
    Table,
    /// The items of one paper.
    Items,
    /// Two sources of candidates as one, which `[link]` makes.
    #[serde(skip)]
    Linked,
}

/// What the numbers of a small table count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    Pupils,
    /// Schools, teachers, books: nothing is hidden.
    Things,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: String,
    #[serde(default)]
    pub kind: SourceKind,
    /// One or several; each may hold `{year}` and the wildcards `*` and `?`.
    #[serde(default)]
    pub path: Paths,
    /// Files that are read in another way than the rest, or that are the source of some years.
    #[serde(default, rename = "file")]
    pub files: Vec<SourceFile>,
    pub encoding: Option<Spanned<Setting>>,
    pub delimiter: Option<Spanned<Setting>>,
    pub quote: Option<Spanned<Setting>>,
    pub escape: Option<Spanned<Setting>>,
    pub decimal: Option<Spanned<Setting>>,
    pub header_row: Option<Spanned<Setting>>,
    pub header_rows: Option<Spanned<Setting>>,
    pub sheet: Option<Spanned<Sheets>>,
    pub layout: Option<Spanned<Setting>>,
    /// Of a score table: the count that holds where the two contradict each other.
    pub believe: Option<Spanned<Setting>>,
    /// Of a score table: the track whose candidates it counts.
    pub track: Option<String>,
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Rules of this source, over those of all.
    #[serde(default)]
    pub policy: PolicyRules,
    #[serde(default)]
    pub full_marks: BTreeMap<String, Spanned<Number>>,
    #[serde(default)]
    pub steps: BTreeMap<String, Spanned<Number>>,
    /// Subjects that are scaled when all candidates are read: the arguments of `scaled_score`, and `by`.
    #[serde(default)]
    pub scaling: Options,
    /// Whether the school list is attached (by default, where there is one).
    #[serde(default = "yes")]
    pub schools: bool,
    /// Where the tally of a year is kept, with `{year}`: read where that year's candidates are not at hand.
    pub tally: Option<Spanned<String>>,
    /// What the numbers of a small table count.
    pub counts: Option<Counts>,
    /// Of the items of a paper: its plan, a path as of files, and the sheet that it is.
    pub plan: Option<String>,
    pub plan_sheet: Option<String>,
    /// What a part of a key of several options is worth.
    pub rule: Option<String>,
    pub subject: Option<String>,
    #[serde(default)]
    pub zero_papers: ZeroPapers,
    #[serde(default)]
    pub choice: ChoiceRule,
    #[serde(default)]
    pub void: VoidItems,
    /// Whether the tally of the year reported is written there.
    pub keep_tally: Option<Spanned<bool>>,
}

/// What becomes of candidates who have 0 in every item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZeroPapers {
    #[default]
    Keep,
    Drop,
}

/// What becomes of items that count for nothing (key `*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VoidItems {
    #[default]
    Full,
    Drop,
}

/// Which of too many answers to a choice count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChoiceRule {
    #[default]
    First,
    Best,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    pub year: i32,
    pub count: Spanned<Number>,
    pub unit: PopulationUnit,
    pub basis: Basis,
    /// The group (district, …) whose inhabitants these are; all of the region, if not given.
    pub group: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum PopulationUnit {
    #[serde(rename = "人", alias = "persons")]
    Persons,
    #[serde(rename = "万人", alias = "10k")]
    TenThousands,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Basis {
    #[serde(rename = "户籍", alias = "registered")]
    Registered,
    #[serde(rename = "常住", alias = "resident")]
    Resident,
}

impl Basis {
    pub fn id(self) -> &'static str {
        match self {
            Basis::Registered => "registered",
            Basis::Resident => "resident",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Basis::Registered => Text::new("户籍人口", "registered population"),
            Basis::Resident => Text::new("常住人口", "resident population"),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutScore {
    pub source: Spanned<String>,
    pub year: Option<i32>,
    pub line: String,
    pub track: Option<String>,
    pub score: Spanned<Number>,
}

fn first_hundred() -> u64 {
    100
}

/// Which figures make the headline sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    pub source: Spanned<String>,
    pub line: String,
    /// The province's score tables, from which the candidates among its first `top_rank` are counted.
    #[serde(default)]
    pub province: Vec<Spanned<String>>,
    #[serde(default = "first_hundred")]
    pub top_rank: u64,
    /// The source whose urban–rural gaps are told.
    pub gap_source: Option<Spanned<String>>,
}

/// A number as written in TOML, kept exact: `68.3` is 683 tenths.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
pub enum Number {
    Integer(i64),
    Float(f64),
}

impl Number {
    pub fn to_rational(self) -> Option<Rational> {
        match self {
            Number::Integer(integer) => Some(Rational::from_integer(i128::from(integer))),
            // The shortest decimal of the double is what was written, up to 15 digits.
            Number::Float(float) => Decimal::parse(format!("{float}").as_bytes()).map(Decimal::to_rational),
        }
    }
}
