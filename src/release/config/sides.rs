//! Whether what a table names to stand along its sides, or in its conditions, can be there, as far as it is known before
//! anything is read.

use toml::Spanned;

use super::options::{Written, values};
use super::{Config, Table};
use crate::error::{ConfigProblem, Error, Result};
use crate::indicators::given::Value;
use crate::indicators::{Indicator, TESTS};
use crate::lang::{Text, nearest};
use crate::release::pivot::DIMENSIONS;

impl Config {
    /// Years, subjects, quantities, the groups of `by`, what an indicator tells apart itself or an option names.
    ///
    /// # Errors
    /// A word that is none of these.
    pub(super) fn check_sides(&self, table: &Table, indicators: &[&Indicator]) -> Result<()> {
        let given: Vec<Value> = table.options.values().flat_map(values).map(|(_, value)| value).collect();
        let is_optional = |named: &str| given.iter().any(|value| value.names(named));
        let may_be = |named: &String| {
            DIMENSIONS.iter().any(|(id, _)| *id == named)
                || table.by.contains(named)
                || table.parts.as_ref().is_some_and(|parts| parts.get_ref() == named)
                || indicators.iter().any(|indicator| indicator.may_tell_apart(named))
                || is_optional(named)
        };
        let mut sides = table.rows.iter().chain(&table.columns).filter(|_| !table.are_sides_of_preset);
        sides.find(|named| !may_be(named)).map_or(Ok(()), |unknown| Err(self.no_side(table, unknown)))
    }

    /// The keys of conditions: one that is misspelt makes the rest no condition at all.
    ///
    /// # Errors
    /// A key that is neither `column` nor a test.
    pub(super) fn check_condition(&self, written: &Spanned<Written>) -> Result<()> {
        let parts = match written.get_ref() {
            Written::Text(_) => return Ok(()),
            Written::List(all) => return all.iter().try_for_each(|one| self.check_condition(one)),
            Written::Table(parts) => parts,
        };
        let known: Vec<&str> = std::iter::once("column").chain(TESTS).collect();
        let Some((key, _)) = parts.iter().find(|(key, _)| !known.contains(&key.as_str())) else {
            return Ok(());
        };
        let problem = ConfigProblem::UnknownKey {
            key: key.clone(),
            suggestion: nearest(key, known.iter().copied()),
            sections: Vec::new(),
            known: known.into_iter().map(str::to_owned).collect(),
        };
        Err(self.fault(written.span(), problem))
    }

    /// That figures have nothing of this name.
    pub fn no_side(&self, table: &Table, named: &str) -> Error {
        let expected = Text::new(
            "在 by 里有的分组（rows、columns 只管排版：在 by 中也写上它），或 year、subject、quantity",
            "a key that by names (rows and columns only lay out: name it in by too), or year, subject, quantity",
        );
        self.bad(table.source.span(), named, expected)
    }
}
