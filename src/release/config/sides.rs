//! Whether what a table names to stand along its sides can be there, as far as it is known before anything is read.

use super::options::values;
use super::{Config, Table};
use crate::error::{Error, Result};
use crate::indicators::Indicator;
use crate::lang::Text;
use crate::release::pivot::DIMENSIONS;

impl Config {
    /// Years, subjects, quantities, the groups of `by`, what an indicator tells apart itself or an option names.
    ///
    /// # Errors
    /// A word that is none of these.
    pub(super) fn check_sides(&self, table: &Table, indicators: &[&Indicator]) -> Result<()> {
        let of_options: Vec<String> =
            table.options.values().flat_map(values).map(|(_, value)| value.to_string()).collect();
        let is_optional = |named: &str| of_options.iter().any(|value| value.contains(named));
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

    /// That figures have nothing of this name.
    pub fn no_side(&self, table: &Table, named: &str) -> Error {
        let expected = Text::new(
            "在 by 里有的分组（rows、columns 只管排版：在 by 中也写上它），或 year、subject、quantity",
            "a key that by names (rows and columns only lay out: name it in by too), or year, subject, quantity",
        );
        self.bad(table.source.span(), named, expected)
    }
}
