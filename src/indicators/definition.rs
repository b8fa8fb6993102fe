//! What an indicator says of itself: the types of a definition, which know no indicator.

use super::arguments::Request;
pub use super::discloses::{Discloses, INSTITUTIONS, Measure, Whom};
pub use super::layout::{ColumnSums, DrawnAs, End, Extreme, Layout, Parts, Places, Sides, natural_decimals};
use super::rows::Rows;
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figures, Unit, is_known, is_own_dimension, key_name};
use crate::lang::{Lang, Text};
use crate::records::{ItemSheet, SmallTable};

/// A registered indicator: its definition, its conventions and how to compute it.
#[derive(Debug)]
pub struct Indicator {
    pub id: &'static str,
    pub name: Text,
    /// Other names in use, for searching.
    pub aliases: &'static [&'static str],
    /// One line: what the quantity is, per what.
    pub summary: Text,
    pub formula: Text,
    pub katex: &'static str,
    /// Who counts.
    pub universe: Text,
    pub numerator: Text,
    pub denominator: Text,
    /// How the figure of a whole follows from its parts.
    pub aggregation: Text,
    pub unit: Unit,
    /// Places that published tables show.
    pub decimals: u8,
    /// The table that suits it, where neither rows nor columns are named.
    pub layout: Layout,
    /// What each `measure` of the figures is, and what it discloses, in order.
    pub measures: &'static [Measure],
    pub parameters: &'static [Parameter],
    /// What happens at the edges, and with which status.
    pub edges: Text,
    pub reference: Text,
    /// What the Python function says of itself, in the sections of a docstring. What the definition says already is added
    /// to it: arguments that are not described by their `text`, their types and defaults by their kind; a type in brackets
    /// behind the name of an argument goes before its kind's.
    pub docstring: &'static str,
    pub example: Example,
    pub method: Method,
}

/// Indicators about one thing: a module of the Python package.
#[derive(Debug)]
pub struct Family {
    pub id: &'static str,
    /// What the module says of itself.
    pub docstring: &'static str,
    pub indicators: &'static [&'static Indicator],
}

/// From what an indicator is computed.
#[derive(Clone, Copy, Debug)]
pub enum Method {
    Exam(fn(&Exam, &Request<'_>) -> Result<Figures>),
    /// From candidates held against the score tables of a whole; with the table of the worked example.
    Against(fn(&Exam, &Exam, &Request<'_>) -> Result<Figures>, &'static str),
    Table(fn(&SmallTable, &Request<'_>) -> Result<Figures>),
    /// From the items of a paper, candidate by candidate.
    Items(fn(&ItemSheet, &Request<'_>) -> Result<Figures>),
    /// A table with a row per pupil, as text or as numbers in memory.
    Rows(fn(&Rows<'_>, &Request<'_>) -> Result<Figures>),
}

/// An argument of an indicator. Where `kind` is a choice, it is a convention and is written into the method.
#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub text: Text,
    pub kind: Kind,
    pub default: Default,
    /// Whether several values may be given.
    pub many: bool,
}

/// What is taken where an argument is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    Value(&'static str),
    /// Nothing: the parameter is optional.
    Nothing,
    Required,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A share between 0 and 1, exclusive.
    Share,
    /// A share from 0 to 1, inclusive.
    Probability,
    /// Any number.
    Number,
    /// A number above zero that is no score: degrees of freedom, a factor.
    Positive,
    /// A number of points above zero.
    Points,
    /// A share of the full mark (up to 1) or a score (above 1).
    Threshold,
    /// Such a threshold for all subjects, or `SUBJECT=` one.
    Thresholds,
    Count,
    /// How often something is done again, which takes its time.
    Repeats,
    Choice(&'static [(&'static str, Text)]),
    /// `[YEAR/][TRACK:][NAME=]SCORE`.
    CutScore,
    /// `[YEAR[/GROUP]=]COUNT[万]`.
    Population,
    /// `[YEAR/][GROUP:][LINE=]COUNT`.
    Target,
    Subject,
    /// A column, a key or a label.
    Name,
    /// `[NAME=]TEXT`: such a name, and what it goes by here.
    Pair,
    /// `HEADER=NUMBER`, above 0.
    Weight,
    /// `NAME=SHARE:HIGH-LOW` or `NAME=SHARE:SCORE`, the share in per cent.
    Band,
    /// `[SUBJECT:][EARLIER/LATER=]ERROR`, not below 0.
    LinkingError,
    /// `COLUMN TEST VALUE`, or the parts `column` and tests.
    Condition,
}

impl Kind {
    /// Whether its values name columns, keys or labels of the data.
    pub fn is_of_columns(self) -> bool {
        matches!(self, Kind::Name | Kind::Pair | Kind::Weight | Kind::Condition)
    }
}

/// A case small enough to check by hand; executed by the tests.
#[derive(Debug)]
pub struct Example {
    /// A CSV file as an export would hold it.
    pub input: &'static str,
    pub by: &'static [&'static str],
    pub arguments: &'static [(&'static str, &'static [&'static str])],
    /// The working by hand.
    pub steps: Text,
    pub expected: &'static [Expected],
}

/// One figure of an example, rounded half up to the digits written here.
#[derive(Debug)]
pub struct Expected {
    pub measure: &'static str,
    pub subject: Option<&'static str>,
    pub group: &'static [&'static str],
    pub value: &'static str,
}

impl Indicator {
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|p| p.name == name)
    }

    pub fn measure(&self, id: &str) -> Option<&'static Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// What a key of its figures is called: items of a paper have numbers.
    pub fn key_name<'k>(&self, key: &'k str, lang: Lang) -> &'k str {
        match self.method {
            Method::Items(_) if key == "item" => Text::new("题号", "Item").get(lang),
            _ => key_name(key, lang),
        }
    }

    /// Whether its figures may be told apart by a key that nobody groups by: a dimension of its own, or a key that an
    /// argument names. Tables of any columns and papers have such keys as their headers say.
    pub fn may_tell_apart(&self, key: &str) -> bool {
        let names_it = |parameter: &Parameter| match (parameter.name, key) {
            // Schools go by their code where there is one.
            ("school", "school_code") => true,
            (_, "track") if parameter.kind == Kind::CutScore => true,
            (name, key) => name == key || matches!(parameter.default, Default::Value(value) if value == key),
        };
        let is_own = match self.method {
            Method::Exam(_) | Method::Against(..) => is_own_dimension(key),
            Method::Table(_) | Method::Items(_) | Method::Rows(_) => is_known(key),
        };
        is_own || self.parameters.iter().any(names_it)
    }

    /// Whether it is about pupils: small cells are hidden in public releases.
    pub fn is_about_pupils(&self) -> bool {
        self.measures.iter().any(|measure| !matches!(measure.discloses, Discloses::Nothing(_)))
    }

    /// Whether its figures are of sums of columns of a small table.
    pub fn is_of_columns(&self) -> bool {
        self.measures.iter().all(|measure| measure.sums.is_some())
    }

    /// Whether rows of a small table are counted, where a header is not given.
    pub fn counts_rows(&self, is_given: impl Fn(&str) -> bool) -> bool {
        let is_left_out = |name: &&str| self.parameter(name).is_some() && !is_given(name);
        self.parameter("distinct").is_some() && ["count", "numerator", "denominator"].iter().any(is_left_out)
    }

    /// Whether it is about candidates who are linked over two examinations.
    pub fn is_linked(&self) -> bool {
        self.measures.iter().any(|measure| measure.discloses == Discloses::Linked)
    }

    /// Whether it lists pupils one by one, or ranks them.
    pub fn lists_candidates(&self) -> bool {
        self.measures.iter().any(|measure| measure.discloses == Discloses::Candidate)
    }
}

pub const CONFIDENCE: Parameter = Parameter {
    name: "confidence",
    text: Text::new("区间的置信水平", "confidence of the intervals"),
    kind: Kind::Share,
    default: Default::Value("0.95"),
    many: false,
};

/// Of what is drawn at random.
pub const SEED: Parameter = Parameter {
    name: "seed",
    text: Text::new("随机数的种子", "seed of the random numbers"),
    kind: Kind::Count,
    default: Default::Value("1"),
    many: false,
};

/// The key of the schools, where a method is by school.
pub const SCHOOL: Parameter = Parameter {
    name: "school",
    text: Text::new(
        "哪一个字段是学校（默认学校代码，没有则学校）",
        "the key that is the school (school code, else school)",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

pub const SUBJECTS: Parameter = Parameter {
    name: "subjects",
    text: Text::new("科目（不给则为全部）", "the subjects (all, if not given)"),
    kind: Kind::Subject,
    default: Default::Nothing,
    many: true,
};

pub const SUBJECT: Parameter = Parameter {
    name: "subject",
    text: Text::new("在哪一科上计数", "the subject whose score counts"),
    kind: Kind::Subject,
    default: Default::Value("total"),
    many: false,
};
