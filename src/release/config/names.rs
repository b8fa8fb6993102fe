//! Keys by their names.

use toml::Spanned;

use super::{Config, SourceKind};
use crate::figures::key_id;
use crate::lang::Text;
use crate::release::pivot::DIMENSIONS;

impl Config {
    /// Keys and measures may go by their names; columns of small tables have only their headers.
    pub(super) fn settle_names(&mut self) {
        let sources = &self.content.sources;
        let small: Vec<&str> =
            sources.iter().filter(|s| s.kind == SourceKind::Table).map(|s| s.id.as_str()).collect();
        for table in &mut self.content.tables {
            if small.contains(&table.source.get_ref().as_str()) {
                continue;
            }
            let dimension = |word: &str| {
                let named = DIMENSIONS.iter().find(|(id, text)| *id == word || text.zh == word);
                named.map_or_else(|| key_id(word).to_owned(), |(id, _)| (*id).to_owned())
            };
            let lists = [&mut table.by, &mut table.rows, &mut table.columns];
            lists.into_iter().flatten().for_each(|word| *word = dimension(word));
            let filter = std::mem::take(&mut table.filter);
            table.filter = filter.into_iter().map(|(key, labels)| (dimension(&key), labels)).collect();
        }
    }

    /// Measures may go by the names that their indicators give them.
    pub(super) fn settle_measures(&mut self) {
        for at in 0..self.content.tables.len() {
            // What no indicator is, is told where all is checked.
            let indicators = self.indicators(&self.content.tables[at]).unwrap_or_default();
            let known: Vec<_> = indicators.iter().flat_map(|indicator| indicator.measures).collect();
            for measure in &mut self.content.tables[at].measures {
                let word = measure.get_ref();
                let named = |text: &Text| text.zh == word || text.en.eq_ignore_ascii_case(word);
                if known.iter().all(|of| of.id != word)
                    && let Some(of) = known.iter().find(|of| named(&of.name))
                {
                    *measure = Spanned::new(measure.span(), of.id.to_owned());
                }
            }
        }
    }
}
