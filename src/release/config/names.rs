//! Keys by their names.

use super::{Config, SourceKind};
use crate::figures::key_id;
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
}
