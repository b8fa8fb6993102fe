//! The configuration file `edugauge.toml`: what it may hold, and what is wrong with it, to the character.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::error::{ConfigProblem, Error, Result};
use crate::indicators::{Arguments, Indicator, find};
use crate::lang::{Lang, Text, nearest};
use crate::number::{Decimal, Rational};

/// A configuration that was read and checked; its paths are relative to `folder`.
#[derive(Debug)]
pub struct Config {
    /// As the user named it.
    pub path: PathBuf,
    pub folder: PathBuf,
    /// The bytes read, for the manifest and for messages.
    pub text: String,
    pub content: Content,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub project: Project,
    #[serde(default)]
    pub checks: Checks,
    #[serde(default)]
    pub disclosure: Disclosure,
    pub schools: Option<Schools>,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    #[serde(default, rename = "population")]
    pub populations: Vec<Population>,
    #[serde(default, rename = "cut_score")]
    pub cut_scores: Vec<CutScore>,
    pub headline: Option<Headline>,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Small cells are hidden.
    #[default]
    Public,
    /// Nothing is hidden; every table says so.
    Internal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Disclosure {
    pub profile: Profile,
    pub minimum_cell: u64,
}

impl Default for Disclosure {
    fn default() -> Disclosure {
        Disclosure { profile: Profile::Public, minimum_cell: 10 }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schools {
    pub path: String,
    /// The field on which candidates and schools are joined.
    #[serde(default = "school_code")]
    pub key: String,
    #[serde(default)]
    pub columns: std::collections::BTreeMap<String, String>,
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
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: String,
    #[serde(default)]
    pub kind: SourceKind,
    /// May hold `{year}` and the wildcards `*` and `?`.
    pub path: String,
    pub encoding: Option<Spanned<String>>,
    #[serde(default)]
    pub columns: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    pub full_marks: std::collections::BTreeMap<String, Spanned<Number>>,
    #[serde(default)]
    pub steps: std::collections::BTreeMap<String, Spanned<Number>>,
    /// Whether the school list is attached (by default, where there is one).
    #[serde(default = "yes")]
    pub schools: bool,
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

/// Which figures make the headline sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    pub source: Spanned<String>,
    pub line: String,
    /// A second line of which only the number of candidates is told (the province's first hundred).
    pub top_line: Option<String>,
    /// The source whose urban–rural gaps are told.
    pub gap_source: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub id: String,
    pub title: String,
    pub indicator: Spanned<String>,
    pub source: Spanned<String>,
    #[serde(default)]
    pub by: Vec<String>,
    /// Whether a row for all groups together is added.
    #[serde(default)]
    pub total: bool,
    /// Whether the years before are shown too, where they are at hand.
    #[serde(default)]
    pub all_years: bool,
    pub decimals: Option<u8>,
    #[serde(default)]
    pub options: toml::Table,
    #[serde(default)]
    pub notes: Vec<String>,
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

impl Config {
    /// Reads and checks a configuration: syntax, unknown keys, references between its parts.
    pub fn load(path: &Path) -> Result<Config> {
        let bytes = std::fs::read(path)
            .map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes.as_slice(), |rest| rest).to_vec();
        let text = String::from_utf8(bytes).map_err(|fault| Error::Encoding {
            place: crate::error::Place::file(path.display().to_string()),
            offset: fault.utf8_error().valid_up_to() as u64,
            tried: vec!["UTF-8"],
        })?;
        let content = toml::from_str(&text).map_err(|fault| syntax(path, &text, &fault))?;
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        let config = Config { path: path.to_owned(), folder, text, content };
        config.check()?;
        Ok(config)
    }

    pub fn source(&self, id: &str) -> Option<&Source> {
        self.content.sources.iter().find(|source| source.id == id)
    }

    /// The source that a span of the configuration names.
    pub fn named_source(&self, id: &Spanned<String>) -> Result<&Source> {
        self.source(id.get_ref()).ok_or_else(|| {
            let known = self.content.sources.iter().map(|s| s.id.as_str());
            self.unknown(id, nearest(id.get_ref(), known))
        })
    }

    pub fn lang(&self) -> Option<Lang> {
        self.content.project.language
    }

    fn check(&self) -> Result<()> {
        for table in &self.content.tables {
            let source = self.named_source(&table.source)?;
            let indicator = self.indicator(&table.indicator)?;
            self.check_options(table, indicator)?;
            let needs_table = matches!(indicator.method, crate::indicators::registry::Method::Table(_));
            if needs_table != (source.kind == SourceKind::Table) {
                let expected = if needs_table { "kind = \"table\"" } else { "kind = \"candidates\" / \"score_table\"" };
                return Err(self.bad(table.source.span(), &source.id, expected));
            }
        }
        for cut in &self.content.cut_scores {
            self.named_source(&cut.source)?;
            self.number(&cut.score)?;
        }
        for population in &self.content.populations {
            self.number(&population.count)?;
        }
        if let Some(headline) = &self.content.headline {
            self.named_source(&headline.source)?;
            headline.gap_source.as_ref().map_or(Ok(()), |id| self.named_source(id).map(drop))?;
        }
        for source in &self.content.sources {
            source.full_marks.values().chain(source.steps.values()).try_for_each(|n| self.positive(n))?;
        }
        Ok(())
    }

    pub fn indicator(&self, id: &Spanned<String>) -> Result<&'static Indicator> {
        find(id.get_ref()).map_err(|fault| match fault {
            Error::UnknownIndicator { suggestion, .. } => self.unknown(id, suggestion),
            other => other,
        })
    }

    fn check_options(&self, table: &Table, indicator: &Indicator) -> Result<()> {
        let known = || indicator.parameters.iter().map(|p| p.name);
        let Some(name) = table.options.keys().find(|name| indicator.parameter(name).is_none()) else {
            return Ok(());
        };
        // The span of the key itself: its first place after the table's own indicator.
        let from = table.indicator.span().end;
        let offset = self.text[from..].find(name.as_str()).map_or(from, |at| from + at);
        Err(self.fault(
            offset..offset + name.len(),
            ConfigProblem::UnknownKey { key: name.clone(), suggestion: nearest(name, known()) },
        ))
    }

    /// A number of the configuration, exactly.
    pub fn number(&self, number: &Spanned<Number>) -> Result<Rational> {
        number.get_ref().to_rational().ok_or_else(|| self.bad(number.span(), "", "a number"))
    }

    fn positive(&self, number: &Spanned<Number>) -> Result<()> {
        if self.number(number)? > Rational::from_integer(0) {
            return Ok(());
        }
        Err(self.bad(number.span(), "", "> 0"))
    }

    fn unknown(&self, id: &Spanned<String>, suggestion: Option<String>) -> Error {
        self.fault(id.span(), ConfigProblem::UnknownKey { key: id.get_ref().clone(), suggestion })
    }

    pub fn bad(&self, span: Range<usize>, found: &str, expected: &str) -> Error {
        let found = if found.is_empty() { self.text[span.clone()].to_owned() } else { found.to_owned() };
        self.fault(span, ConfigProblem::BadValue { found, expected: expected.to_owned() })
    }

    /// Something that a part of the configuration lacks.
    pub fn missing(&self, key: &str) -> Error {
        self.fault(0..0, ConfigProblem::Missing { key: key.to_owned() })
    }

    fn fault(&self, span: Range<usize>, problem: ConfigProblem) -> Error {
        Error::Config {
            file: self.path.display().to_string(),
            text: self.text.clone(),
            offset: span.start,
            length: span.len(),
            problem,
        }
    }
}

/// The arguments that a table's options hold, as text.
pub fn arguments(options: &toml::Table) -> Arguments {
    let mut arguments = Arguments::new();
    for (name, value) in options {
        let values = match value {
            toml::Value::Array(values) => values.iter().map(as_text).collect(),
            value => vec![as_text(value)],
        };
        arguments.set(name.clone(), values);
    }
    arguments
}

fn as_text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// A fault that the TOML reader found, with the nearest known key where one is misspelt.
fn syntax(path: &Path, text: &str, fault: &toml::de::Error) -> Error {
    let span = fault.span().unwrap_or(0..0);
    let message = fault.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let problem = match (message.starts_with("unknown field"), quoted.next()) {
        (true, Some(key)) => {
            ConfigProblem::UnknownKey { key: key.to_owned(), suggestion: nearest(key, quoted) }
        }
        _ => match message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            Some(key) => ConfigProblem::Missing { key: key.to_owned() },
            None => ConfigProblem::Syntax { detail: message.to_owned() },
        },
    };
    Error::Config {
        file: path.display().to_string(),
        text: text.to_owned(),
        offset: span.start,
        length: span.len(),
        problem,
    }
}
