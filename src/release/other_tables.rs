//! Tables that an earlier release showed and this configuration does not have. Their figures are known to everybody,
//! so they stand among those that disclosure control reasons from; this release shows none of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::compose::compute_table;
use super::config::{Config, Source, SourceKind};
use super::origin::{counted_as, of_table};
use super::output::Record;
use super::planned::{needed, planned_files, unneeded};
use super::protection::Computed;
use super::sources::{self, Sources};
use crate::error::Result;
use crate::lang::Lang;

/// The configurations of earlier releases, as their records have them; older releases have none.
pub fn of(config: &Config, earlier: &[PathBuf]) -> Vec<Config> {
    let records = earlier.iter().filter_map(|folder| Record::beside(folder));
    let texts: BTreeSet<String> = records.map(|record| record.configuration).collect();
    let others = texts.into_iter().filter(|text| *text != config.text);
    others.filter_map(|text| config.another(text).ok()).collect()
}

/// The sources that tables of other configurations are of, and none of this one's, as far as their files are there.
pub fn sources_of<'c>(config: &'c Config, others: &[Config], year: i32) -> Vec<&'c Source> {
    let is_used = |source: &Source| {
        others.iter().any(|other| {
            let is_same = other.source(&source.id).is_some_and(|theirs| theirs.path == source.path);
            is_same && needed(other).iter().any(|theirs| theirs.id == source.id)
        })
    };
    let is_there = |source: &Source| planned_files(config, source, year).is_ok();
    unneeded(config)
        .into_iter()
        .filter(|source| is_used(source) && is_there(source))
        .filter(|source| source.kind != SourceKind::Linked)
        .collect()
}

/// Reads these sources, beside those that were read.
///
/// # Errors
/// Inputs that cannot be read.
pub fn read(
    config: &Config,
    further: &[&Source],
    (sources, year): (&mut Sources, i32),
    progress: &dyn Fn(&Path, u64),
) -> Result<()> {
    let mut more = Sources::new(config, sources.lang);
    more.witness = sources.witness.clone();
    sources::read(config, further, year, &mut more, progress)?;
    sources.exams.extend(more.exams);
    sources.tables.extend(more.tables);
    sources.items.extend(more.items);
    // The list of schools may have been read before.
    let has_schools = sources.reports.iter().any(|(of, _)| of.is_none());
    sources.reports.extend(more.reports.into_iter().filter(|(of, _)| of.is_some() || !has_schools));
    more.files.retain(|file| !sources.files.contains(file));
    sources.files.extend(more.files);
    sources.notices.extend(more.notices);
    sources.accounts.extend(more.accounts);
    sources.remarks.extend(more.remarks);
    sources.links.extend(more.links);
    Ok(())
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
            let source = |of: &Config| {
                let source = of.source(table.source.get_ref())?;
                Some((source.path.clone(), counted_as(of, source)))
            };
            let [now, then] = [source(config), source(other)];
            let is_of_same = now.as_ref().map(|source| &source.0) == then.as_ref().map(|source| &source.0);
            if is_of_same && now != then {
                lost.push(lang.pick(
                    format!("以往报表的表 {} 按另一种口径或赋分计数，它公布过的人数推算时未全部顾及：两者之差可能说出少数几人", table.id),
                    format!("table {} of an earlier release counts by another policy or scaling: how many it showed is not reckoned with in full, and the difference may tell of a few", table.id),
                ));
            }
            let tables = match is_of_same {
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
