//! The sentences of a report, and the cells of its tables that they are written from.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::options::Written;
use super::{Config, Table};
use crate::error::Result;
use crate::lang::{Lang, Text};
use crate::release::pivot::PARTS;
use crate::release::sentences::{Claim, Fault, Template};

/// A sentence, and what it asserts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// The heading under which it stands.
    pub section: Option<String>,
    pub zh: Option<Spanned<String>>,
    pub en: Option<Spanned<String>>,
    pub claim: Option<Spanned<String>>,
    /// What is written where the claim is not borne out.
    pub else_zh: Option<Spanned<String>>,
    pub else_en: Option<Spanned<String>>,
}

/// A name for one cell of a table, or for a list of them.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub table: String,
    pub measure: Option<String>,
    pub part: String,
    /// The year reported, if neither is given.
    pub year: Option<i32>,
    /// So many years before it.
    pub before: i32,
    /// The key by which it is a list.
    pub each: Option<String>,
    pub keys: Vec<(String, String)>,
}

impl Config {
    /// The named cells, in the order of their names.
    ///
    /// # Errors
    /// A table, a measure or a part that there is not.
    pub fn named_cells(&self) -> Result<Vec<Named>> {
        let all = self.content.figures.iter();
        all.map(|(name, written)| self.named_cell(name.get_ref(), written)).collect()
    }

    fn named_cell(&self, name: &str, written: &Spanned<Written>) -> Result<Named> {
        let expected = Text::new(
            "一张写明 table 的表，如 { table = \"admission\", line = \"本二\", part = \"numerator\" }",
            "a table that names `table`, such as { table = \"admission\", line = \"本二\", part = \"numerator\" }",
        );
        let Written::Table(keys) = written.get_ref() else {
            return Err(self.bad(written.span(), name, expected));
        };
        let mut named = Named {
            name: name.to_owned(),
            table: String::new(),
            measure: None,
            part: "value".to_owned(),
            year: None,
            before: 0,
            each: None,
            keys: Vec::new(),
        };
        for (key, value) in keys {
            let Some(text) = value.get_ref().text().map(str::to_owned) else {
                return Err(self.bad(value.span(), "", Text::new("一个值", "one value")));
            };
            let year = |text: &str| {
                let expected = Text::new("一个整数", "a whole number");
                text.parse::<i32>().map_err(|_| self.bad(value.span(), text, expected))
            };
            match key.as_str() {
                "table" => named.table = text,
                "measure" => named.measure = Some(text),
                "part" => named.part = text,
                "year" => named.year = Some(year(&text)?),
                "before" => named.before = year(&text)?,
                "each" => named.each = Some(text),
                _ => named.keys.push((key.clone(), text)),
            }
        }
        self.check_named(&named, keys, written.span())?;
        Ok(named)
    }

    fn check_named(
        &self,
        named: &Named,
        keys: &[(String, Spanned<Written>)],
        whole: Range<usize>,
    ) -> Result<()> {
        let place = |key: &str| {
            keys.iter().find(|(name, _)| name == key).map_or_else(|| whole.clone(), |(_, value)| value.span())
        };
        let spanned = |key: &str, word: &str| Spanned::new(place(key), word.to_owned());
        let tables = || self.content.tables.iter();
        let Some(table) = tables().find(|table| table.id == named.table) else {
            let known = tables().map(|table| table.id.as_str());
            return Err(self.unknown(&spanned("table", &named.table), known));
        };
        if let Some(measure) = &named.measure {
            let known = self.measures_of(table)?;
            if !known.iter().any(|id| id == measure) {
                return Err(self.unknown(&spanned("measure", measure), known.iter().map(String::as_str)));
            }
        }
        match PARTS.iter().any(|(id, _)| *id == named.part) {
            true => Ok(()),
            false => Err(self.unknown(&spanned("part", &named.part), PARTS.iter().map(|(id, _)| *id))),
        }
    }

    /// The measures that figures of a table may have.
    fn measures_of(&self, table: &Table) -> Result<Vec<String>> {
        let indicators = self.indicators(table)?;
        let ids = indicators.iter().flat_map(|indicator| indicator.measures).map(|measure| measure.id);
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        let changes = ids.iter().map(|id| format!("{id}_change"));
        Ok(ids.iter().cloned().chain(changes).collect())
    }

    /// Names in sentences that there are, claims and formats of the closed lists.
    pub(super) fn check_sentences(&self) -> Result<()> {
        let named = self.named_cells()?;
        let names: Vec<&str> = named.iter().map(|cell| cell.name.as_str()).collect();
        for sentence in &self.content.sentences {
            let texts = [&sentence.zh, &sentence.en, &sentence.else_zh, &sentence.else_en];
            for text in texts.into_iter().flatten() {
                let template = Template::read(text.get_ref()).map_err(|fault| self.said(text, fault))?;
                self.check_used(text, template.names(), &names)?;
            }
            if let Some(claim) = &sentence.claim {
                let read = Claim::read(claim.get_ref()).map_err(|fault| self.said(claim, fault))?;
                self.check_used(claim, read.names(), &names)?;
            }
            // In the language of the documents at least.
            let (text, key) = match self.lang().unwrap_or_default() {
                Lang::Zh => (&sentence.zh, "sentence.zh"),
                Lang::En => (&sentence.en, "sentence.en"),
            };
            if text.is_none() {
                return Err(self.missing(key));
            }
        }
        Ok(())
    }

    fn check_used(&self, text: &Spanned<String>, used: Vec<&str>, names: &[&str]) -> Result<()> {
        match used.into_iter().find(|name| !names.contains(name)) {
            None => Ok(()),
            Some(name) => {
                Err(self.unknown(&Spanned::new(text.span(), name.to_owned()), names.iter().copied()))
            }
        }
    }

    fn said(&self, text: &Spanned<String>, fault: Fault) -> crate::error::Error {
        self.bad(text.span(), &fault.found, fault.expected)
    }
}
