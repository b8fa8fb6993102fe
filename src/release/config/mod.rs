//! The configuration file `edugauge.toml`: what it may hold, and what is wrong with it, to the character.

mod content;
mod disclosure;
mod faults;
mod files;
mod filled_in;
mod inputs;
mod link;
mod linked_presets;
mod mapping;
mod names;
mod options;
mod paths;
mod presets;
mod publishable;
mod ranges;
mod rounding;
mod sections;
mod sentences;
mod settings;
mod sides;
mod syntax;
mod tables;

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

pub use content::*;
pub use disclosure::{Disclosure, Profile};
pub use files::{Paths, Sheets, SourceFile, YEAR};
pub use inputs::{Inputs, Yearly};
pub use link::{LINK, Link};
pub use mapping::{Found, Kept, Said, Written, write_mapping};
pub use options::{Options, given};
pub use presets::PRESETS;
pub use publishable::names_schools;
pub use sentences::{Named, Sentence};
pub use settings::Setting;
pub use tables::{ChartChoice, Table};

use syntax::syntax;

use crate::error::{ConfigProblem, Error, Result};
use crate::indicators::Indicator;
use crate::lang::{Lang, Text, nearest};
use crate::number::Rational;

/// A configuration that was read and checked; its paths are relative to `folder`.
#[derive(Debug)]
pub struct Config {
    /// As the user named it.
    pub path: PathBuf,
    pub folder: PathBuf,
    /// The bytes read, for the manifest and for messages.
    pub text: String,
    pub content: Content,
    /// Table files that say more, as they were read.
    pub inputs: Vec<PathBuf>,
    /// Folders beside `folder` that its paths may lead to.
    pub(super) allowed: Vec<PathBuf>,
}

impl Config {
    /// Reads and checks a configuration: syntax, unknown keys, references between its parts.
    pub fn load(path: &Path) -> Result<Config> {
        let path = &paths::in_folder(path)?;
        let bytes =
            std::fs::read(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes.as_slice(), |rest| rest).to_vec();
        let text = String::from_utf8(bytes).map_err(|fault| Error::Encoding {
            place: crate::error::Place::file(path.display().to_string()),
            offset: fault.utf8_error().valid_up_to() as u64,
            tried: vec!["UTF-8"],
        })?;
        Config::parse(path, text, super::reach::allowed_by_user())
    }

    /// A configuration of this text in the place of this one.
    pub(super) fn another(&self, text: String) -> Result<Config> {
        Config::parse(&self.path, text, self.allowed.clone())
    }

    fn parse(path: &Path, text: String, allowed: Vec<PathBuf>) -> Result<Config> {
        let read = |text: &str| toml::from_str::<Content>(text).map_err(|fault| syntax(path, text, &fault));
        let check = |text: String| Config::checked(path, read(&text)?, text, allowed.clone());
        check(text)
            .map_err(|fault| faults::all(fault, |text| read(text).err(), |text| check(text.to_owned()).err()))
    }

    fn checked(path: &Path, content: Content, text: String, allowed: Vec<PathBuf>) -> Result<Config> {
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        let mut config = Config { path: path.to_owned(), folder, text, content, inputs: Vec::new(), allowed };
        config.settle_paths()?;
        config.add_link()?;
        config.read_inputs()?;
        config.settle_names();
        config.fill_in_presets()?;
        config.settle_measures();
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
            self.unknown(id, known)
        })
    }

    pub fn lang(&self) -> Option<Lang> {
        self.content.project.language
    }

    fn check(&self) -> Result<()> {
        self.check_ranges()?;
        self.check_unique()?;
        self.content.sources.iter().try_for_each(|source| self.check_files(source))?;
        self.content.sources.iter().try_for_each(|source| self.check_tally(source))?;
        self.content.tables.iter().try_for_each(|table| self.check_table(table))?;
        self.check_provinces()?;
        self.check_disclosure()?;
        self.check_sentences()?;
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

    /// The province's score tables: there where they are needed, and score tables.
    fn check_provinces(&self) -> Result<()> {
        for table in &self.content.tables {
            let against = |indicator: &&Indicator| {
                matches!(indicator.method, crate::indicators::definition::Method::Against(..))
            };
            match (self.indicators(table)?.iter().any(against), table.province.first()) {
                (true, None) => return Err(self.missing("province")),
                (false, Some(id)) => {
                    let expected = Text::new("没有这一项", "no such key for this indicator");
                    return Err(self.bad(id.span(), "province", expected));
                }
                _ => {}
            }
        }
        let headline = self.content.headline.iter().flat_map(|headline| &headline.province);
        for id in self.content.tables.iter().flat_map(|table| &table.province).chain(headline) {
            let source = self.named_source(id)?;
            if source.kind != SourceKind::ScoreTable {
                let expected =
                    Text::new("kind 为 score_table 的数据源", "a source with kind = \"score_table\"");
                return Err(self.bad(id.span(), &source.id, expected));
            }
        }
        Ok(())
    }

    /// The rule of disclosure control: limits that protect, tables that exist.
    fn check_disclosure(&self) -> Result<()> {
        let disclosure = &self.content.disclosure;
        self.check_protects()?;
        self.check_rounding()?;
        let tables = || self.content.tables.iter().map(|table| table.id.as_str());
        let missing = disclosure.keep.iter().find(|id| tables().all(|table| table != id.get_ref()));
        missing.map_or(Ok(()), |id| Err(self.unknown(id, tables())))
    }

    fn check_tally(&self, source: &Source) -> Result<()> {
        let kept = source.keep_tally.as_ref().filter(|keep| *keep.get_ref());
        let Some(tally) = &source.tally else {
            let expected = Text::new("同时写明 tally 的路径", "the path in `tally` beside it");
            return kept.map_or(Ok(()), |keep| Err(self.bad(keep.span(), "true", expected)));
        };
        if source.kind != SourceKind::Candidates {
            let expected =
                Text::new("只用于 kind 为 candidates 的数据源", "only a source of candidates has a tally");
            return Err(self.bad(tally.span(), tally.get_ref(), expected));
        }
        if !tally.get_ref().contains("{year}") {
            let expected = Text::new("含 {year} 的路径，每年一份", "a path with {year}: one tally a year");
            return Err(self.bad(tally.span(), tally.get_ref(), expected));
        }
        Ok(())
    }

    /// Ids name files and sheets: two alike would overwrite each other.
    fn check_unique(&self) -> Result<()> {
        let tables = self.content.tables.iter().map(|table| &table.id).collect::<Vec<_>>();
        let sources = self.content.sources.iter().map(|source| &source.id).collect::<Vec<_>>();
        for ids in [tables, sources] {
            let names: Vec<String> = ids.iter().map(|id| file_stem(id).to_lowercase()).collect();
            let twice = (0..ids.len()).find(|at| names[..*at].contains(&names[*at]));
            if let Some(id) = twice.map(|at| ids[at]) {
                let quoted = format!("\"{id}\"");
                let at = self.text.rfind(&quoted).unwrap_or(0);
                return Err(self.bad(
                    at..at + quoted.len(),
                    id,
                    Text::new("不与别处重复的 id", "an id that is used once"),
                ));
            }
        }
        Ok(())
    }

    /// A number of the configuration, exactly.
    pub fn number(&self, number: &Spanned<Number>) -> Result<Rational> {
        number
            .get_ref()
            .to_rational()
            .ok_or_else(|| self.bad(number.span(), "", Text::new("一个数", "a number")))
    }

    fn positive(&self, number: &Spanned<Number>) -> Result<()> {
        if self.number(number)? > Rational::from_integer(0) {
            return Ok(());
        }
        Err(self.bad(number.span(), "", Text::new("大于 0 的数", "a number above 0")))
    }

    /// A name of something that there is not.
    pub(super) fn unknown<'a>(&self, id: &Spanned<String>, known: impl Iterator<Item = &'a str>) -> Error {
        let known: Vec<String> = known.map(str::to_owned).collect();
        let key = id.get_ref().clone();
        let suggestion = nearest(&key, known.iter().map(String::as_str));
        self.fault(id.span(), ConfigProblem::UnknownKey { key, suggestion, sections: Vec::new(), known })
    }

    /// An option that none of a table's indicators has; another section may have it.
    fn unknown_option(&self, key: &Spanned<String>, known: &[&str]) -> Error {
        let mut problem = syntax::unknown_key(key.get_ref(), known);
        if let ConfigProblem::UnknownKey { sections, .. } = &mut problem {
            sections.retain(|section| *section != sections::OPTIONS);
        }
        self.fault(key.span(), problem)
    }

    pub fn bad(&self, span: Range<usize>, found: &str, expected: Text) -> Error {
        let found = if found.is_empty() { self.text[span.clone()].to_owned() } else { found.to_owned() };
        self.fault(span, ConfigProblem::BadValue { found, expected })
    }

    /// A wrong value, at its place in the file.
    pub fn placed(&self, span: Range<usize>, fault: Error) -> Error {
        match fault {
            Error::InvalidArgument { found, expected, .. } => self.bad(span, &found, expected),
            other => other,
        }
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
            more: Vec::new(),
        }
    }
}

/// A table's id as a file name.
pub fn file_stem(id: &str) -> String {
    format!("table_{}", plain_name(id))
}

/// A region as the name of a folder; never one that Windows keeps for itself (`CON`, `NUL`).
pub fn folder_name(region: &str) -> String {
    format!("region_{}", plain_name(region))
}

/// Letters, digits, `_` and `-` only, so that no name from the configuration becomes a path.
fn plain_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '_' || c == '-' { c } else { '_' };
    name.chars().map(plain).collect()
}
