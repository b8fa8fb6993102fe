//! Two sources of candidates linked on an id: a source of its own, which tables name `link`.

use serde::Deserialize;
use toml::Spanned;

use super::content::{Number, Source, SourceKind};
use super::{Config, Text};
use crate::error::Result;
use crate::exam::linked::Movers;
use crate::number::{Rational, ratio};
use crate::release::linking::refuse_names;

/// What tables call the linked examinations in `source`.
pub const LINK: &str = "link";

/// The exit examination with the entry scores of those who are found in the entry examination.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The ids of two sources of candidates.
    pub entry: Spanned<String>,
    pub exit: Spanned<String>,
    /// The header of the id that both share, or that the mappings give.
    pub id: Option<Spanned<String>>,
    #[serde(default)]
    pub mapping: Mappings,
    /// Which school counts those who changed it.
    pub movers: Option<Spanned<String>>,
    /// How many years before the exit the entry was sat, where paths hold `{year}`.
    #[serde(default)]
    pub years: u16,
    /// A lower match rate needs attention.
    pub match_rate: Option<Spanned<Number>>,
}

/// Tables that give the common id of an examination's own numbers.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mappings {
    pub entry: Option<String>,
    pub exit: Option<String>,
}

impl Link {
    pub(super) fn paths_mut(&mut self) -> impl Iterator<Item = &mut String> {
        [&mut self.mapping.entry, &mut self.mapping.exit].into_iter().flatten()
    }

    pub fn id(&self) -> Option<&str> {
        self.id.as_ref().map(|id| id.get_ref().as_str())
    }
}

impl Config {
    /// Makes the linked examinations a source, and refuses what cannot be linked.
    pub(super) fn add_link(&mut self) -> Result<()> {
        let Some(link) = &self.content.link else { return Ok(()) };
        let mut schools = false;
        for id in [&link.entry, &link.exit] {
            let side = self.named_source(id)?;
            if side.kind != SourceKind::Candidates {
                let expected =
                    Text::new("kind 为 candidates 的数据源", "a source with kind = \"candidates\"");
                return Err(self.bad(id.span(), &side.id, expected));
            }
            if !side.scaling.is_empty() {
                let expected = Text::new(
                    "没有 scaling 的数据源（先用 edugauge 算好赋分，再连接）",
                    "a source without `scaling` (scaled scores are linked from a file that holds them)",
                );
                return Err(self.bad(id.span(), &side.id, expected));
            }
            schools |= side.schools;
        }
        if let Some(id) = &link.id {
            refuse_names(id.get_ref()).map_err(|fault| self.placed(id.span(), fault))?;
        }
        self.movers(link)?;
        self.least_match_rate(link)?;
        let source = Source { id: LINK.to_owned(), kind: SourceKind::Linked, schools, ..Source::default() };
        self.content.sources.push(source);
        Ok(())
    }

    pub fn movers(&self, link: &Link) -> Result<Movers> {
        let Some(word) = &link.movers else { return Ok(Movers::ExitSchool) };
        Movers::parse(word.get_ref()).map_err(|fault| self.placed(word.span(), fault))
    }

    /// The share of the linked among those with an exit score below which it needs attention.
    pub fn least_match_rate(&self, link: &Link) -> Result<Rational> {
        let Some(written) = &link.match_rate else { return Ok(ratio(4, 5)) };
        let rate = self.number(written)?;
        match rate >= Rational::from_integer(0) && rate <= Rational::from_integer(1) {
            true => Ok(rate),
            false => Err(self.bad(written.span(), "", Text::new("0 到 1 的数", "a number from 0 to 1"))),
        }
    }
}
