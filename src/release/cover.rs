//! What stands before the tables of a release: its title, its sentences, and how its numbers were made.

use super::config::{Config, Profile};
use super::protection;
use crate::indicators::{INDICATORS, Indicator};
use crate::lang::Lang;
use crate::render::table::Cover;

pub fn of(config: &Config, year: i32, headlines: Vec<String>, lang: Lang) -> Cover {
    let project = &config.content.project;
    let used =
        |indicator: &&&Indicator| {
            config.content.tables.iter().any(|table| {
                config.indicators(table).is_ok_and(|used| used.iter().any(|u| u.id == indicator.id))
            })
        };
    let method = |indicator: &&Indicator| {
        let name = indicator.name.get(lang).to_owned();
        let text = [indicator.formula, indicator.universe, indicator.aggregation, indicator.reference];
        (name, text.map(|text| text.get(lang)).join(lang.pick("。", ". ")))
    };
    let profile = match config.content.disclosure.profile {
        Profile::Public => None,
        Profile::Internal => Some(protection::INTERNAL.get(lang).to_owned()),
    };
    Cover {
        title: project.title.clone(),
        region: project.region.clone(),
        year: Some(year),
        headlines,
        sections: Vec::new(),
        methods: INDICATORS.iter().filter(used).map(method).collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        profile,
    }
}
