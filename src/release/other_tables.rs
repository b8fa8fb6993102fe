//! Tables that an earlier release showed and this configuration does not have. Their figures are known to everybody,
//! so they stand among those that disclosure control reasons from; this release shows none of them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::compose::compute_table;
use super::config::Config;
use super::origin::of_table;
use super::output::Record;
use super::protection::Computed;
use super::sources::Sources;
use crate::error::Result;
use crate::lang::Lang;

/// The configurations of earlier releases, as their records have them; older releases have none.
pub fn of(config: &Config, earlier: &[PathBuf]) -> Vec<Config> {
    let records = earlier.iter().filter_map(|folder| Record::beside(folder));
    let texts: BTreeSet<String> = records.map(|record| record.configuration).collect();
    let others = texts.into_iter().filter(|text| *text != config.text);
    others.filter_map(|text| config.another(text).ok()).collect()
}

/// Adds the tables of `others` that the configuration lacks. Returns what a person should know: the tables that
/// cannot be computed from what was read.
pub fn compute<'a>(
    config: &Config,
    sources: &Sources,
    others: &'a [Config],
    year: i32,
    computed: &mut Vec<Computed<'a>>,
    lang: Lang,
) -> Result<Vec<String>> {
    let mut known = settings(config)?;
    let mut lost = Vec::new();
    for other in others {
        for table in &other.content.tables {
            let made_by: BTreeSet<String> = other
                .indicators(table)?
                .into_iter()
                .map(|indicator| Ok(of_table(other, table, indicator)?.settings))
                .collect::<Result<_>>()?;
            if made_by.is_subset(&known) {
                continue;
            }
            known.extend(made_by);
            let path =
                |config: &Config| config.source(table.source.get_ref()).map(|source| source.path.clone());
            let tables = match path(config) == path(other) {
                true => compute_table(other, sources, table, year).ok(),
                false => None,
            };
            match tables {
                Some(tables) => computed.extend(tables.into_iter().map(|mut table| {
                    table.shown.fill(false);
                    table
                })),
                None => lost.push(lang.pick(
                    format!("以往报表的表 {} 无法由现在的输入重新计算，推算时未顾及它公布过的数", table.id),
                    format!("table {} of an earlier release cannot be computed from these inputs: what it showed is not reckoned with", table.id),
                )),
            }
        }
    }
    Ok(lost)
}

/// By what the tables of a configuration are made.
fn settings(config: &Config) -> Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for table in &config.content.tables {
        for indicator in config.indicators(table)? {
            all.insert(of_table(config, table, indicator)?.settings);
        }
    }
    Ok(all)
}
