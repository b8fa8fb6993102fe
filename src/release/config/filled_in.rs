//! What a preset says of a table that does not say it itself.

use toml::Spanned;

use super::options::Written;
use super::presets::Preset;
use super::{Config, PRESETS, Table};
use crate::error::Result;
use crate::lang::Lang;

impl Preset {
    fn fill_in(&self, table: &mut Table, named: &Spanned<String>, lang: Lang) {
        let spanned_text = |text: &str| Spanned::new(named.span(), text.to_owned());
        let spanned = |texts: &[&str]| -> Vec<Spanned<String>> {
            texts.iter().map(|text| spanned_text(text)).collect()
        };
        let plain = |texts: &[&str]| -> Vec<String> { texts.iter().map(|t| (*t).to_owned()).collect() };
        if table.indicator.is_none() && table.indicators.is_empty() {
            table.indicators = spanned(self.indicators);
        }
        let rows_named = table.is_pivot();
        let regrouped = !table.by.is_empty();
        if !regrouped {
            table.by = plain(self.by);
        }
        // The title of a preset names its own groups.
        if table.title.is_empty() && (!regrouped || table.by == plain(self.by)) {
            self.title.get(lang).clone_into(&mut table.title);
        }
        if !rows_named {
            table.are_sides_of_preset = true;
            // Other groups than the preset's stand where its groups stood, or before its rows where it has none.
            table.rows = match (regrouped, self.by.is_empty()) {
                (false, _) => plain(self.rows),
                (true, false) => self.regrouped(&table.by),
                (true, true) if self.rows.is_empty() && self.columns.is_empty() => Vec::new(),
                (true, true) => [table.by.clone(), plain(self.rows)].concat(),
            };
            table.columns = plain(self.columns);
        }
        if table.show.is_empty() {
            table.show = spanned(self.show);
        }
        if table.measures.is_empty() {
            table.measures = spanned(self.measures);
        }
        table.order.extend(plain(self.order));
        for (name, value) in self.options {
            let value = Spanned::new(named.span(), Written::Text((*value).to_owned()));
            table.options.entry(spanned_text(name)).or_insert(value);
        }
        table.parts = table.parts.take().or_else(|| self.parts.map(spanned_text));
        table.usual_chart = self.chart;
        table.total |= self.total;
        table.counts |= self.counts;
        if table.last_years.is_none() && !table.all_years {
            table.last_years = self.last_years;
        }
    }
}

impl Preset {
    /// Its rows with other groups in the place of its own.
    fn regrouped(&self, by: &[String]) -> Vec<String> {
        let is_own = |row: &&&str| self.by.contains(row);
        let Some(first) = self.rows.iter().position(|row| is_own(&row)) else { return by.to_vec() };
        let others = |rows: &[&str]| -> Vec<String> {
            rows.iter().filter(|row| !is_own(row)).map(|row| (*row).to_owned()).collect()
        };
        [others(&self.rows[..first]), by.to_vec(), others(&self.rows[first..])].concat()
    }
}

impl Config {
    /// What a table does not say, its preset says.
    pub(super) fn fill_in_presets(&mut self) -> Result<()> {
        let lang = self.lang().unwrap_or_default();
        for at in 0..self.content.tables.len() {
            let Some(named) = self.content.tables[at].preset.clone() else { continue };
            let Some(preset) = PRESETS.iter().find(|preset| preset.id == named.get_ref()) else {
                let known = PRESETS.iter().map(|preset| preset.id);
                return Err(self.unknown(&named, known));
            };
            preset.fill_in(&mut self.content.tables[at], &named, lang);
        }
        Ok(())
    }
}
