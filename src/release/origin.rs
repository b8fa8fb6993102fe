//! What each table is made of: its inputs, its settings, its definition. Kept in the manifest, so that a figure
//! that changes between two releases can be traced to what changed.

use std::collections::BTreeSet;
use std::path::Path;

use super::arguments::table_arguments;
use super::config::{Config, Source, SourceKind, Table};
use super::kept::ToKeep;
use super::linked_sources::account_of;
use super::output::{
    Account, DisclosureRecord, Hashed, Input, Manifest, OutputFile, Record, TableInputs, TableOrigin, sha256,
};
use super::planned::{planned_files, unneeded};
use super::sources::Sources;
use crate::error::{Error, Result};
use crate::indicators::Indicator;
use crate::lang::Lang;

/// An input as the manifest names it: from the configuration's folder, with `/`.
pub fn named(config: &Config, path: &Path) -> String {
    let relative = path.strip_prefix(&config.folder).unwrap_or(path);
    relative.display().to_string().replace('\\', "/")
}

pub fn of_tables(config: &Config) -> Result<Vec<TableOrigin>> {
    let mut origins = Vec::new();
    for table in &config.content.tables {
        for indicator in config.indicators(table)? {
            origins.push(of_table(config, table, indicator)?);
        }
    }
    Ok(origins)
}

/// What a table is made by; of its inputs nothing is said, as everybody may read it.
pub fn of_table(config: &Config, table: &Table, indicator: &Indicator) -> Result<TableOrigin> {
    let source = config.named_source(&table.source)?;
    Ok(TableOrigin {
        id: table.id.clone(),
        indicator: indicator.id.to_owned(),
        definition: sha256(definition(indicator).as_bytes()),
        settings: sha256(settings(config, table, indicator, source)?.as_bytes()),
        inputs: Vec::new(),
    })
}

/// What the office keeps of a release, but for what is not known before it is on disk.
pub fn record(config: &Config, sources: &Sources, year: i32) -> Result<Record> {
    let mut tables = Vec::new();
    for table in &config.content.tables {
        for indicator in config.indicators(table)? {
            let (id, indicator) = (table.id.clone(), indicator.id.to_owned());
            tables.push(TableInputs { id, indicator, inputs: inputs_of(config, table, year)? });
        }
    }
    let accounts =
        sources.reports.iter().map(|(_, report)| Account::of(report, named(config, Path::new(&report.file))));
    Ok(Record {
        inputs: inputs(config, sources)?,
        tables,
        accounts: accounts.collect(),
        links: sources.links.iter().map(|(year, account)| account_of(*year, account)).collect(),
        configuration: config.text.clone(),
        ..Record::default()
    })
}

/// Every file that was read, by the hash of what was read of it.
pub fn inputs(config: &Config, sources: &Sources) -> Result<Vec<Input>> {
    let read = sources.files.iter().map(|path| {
        match sources.witness.of(path) {
            Some(seen) => Ok(Input { file: named(config, path), blake3: seen.blake3(), bytes: seen.bytes() }),
            // What a configuration is made of was read with it.
            None => Input::of(named(config, path), path)
                .map_err(|source| Error::Unreadable { path: path.clone(), source }),
        }
    });
    read.collect()
}

/// Whether a release was made of these inputs, by this configuration and this program: then it is the same.
pub fn is_same(config: &Config, year: i32, inputs: &[Input], manifest: &Manifest, record: &Record) -> bool {
    let of_config = Hashed::of(manifest.config.file.clone(), config.text.as_bytes());
    // What was read for the sake of releases before it is none of its own.
    let of_others =
        unneeded(config).into_iter().filter_map(|source| planned_files(config, source, year).ok()).flatten();
    let of_others: BTreeSet<String> = of_others.map(|file| named(config, &file.path)).collect();
    let is_own =
        |input: &&Input| !of_others.contains(&input.file) || inputs.iter().any(|own| own.file == input.file);
    manifest.edugauge == env!("CARGO_PKG_VERSION")
        && of_config == manifest.config
        && record.inputs.iter().filter(is_own).eq(inputs)
}

/// The tallies that a run has kept.
pub fn tallies(config: &Config, kept: &[ToKeep]) -> Result<Vec<Input>> {
    let of = |kept: &ToKeep| {
        Input::of(named(config, &kept.path), &kept.path)
            .map_err(|source| Error::Unreadable { path: kept.path.clone(), source })
    };
    kept.iter().map(of).collect()
}

fn inputs_of(config: &Config, table: &Table, year: i32) -> Result<Vec<String>> {
    let source = config.named_source(&table.source)?;
    let provinces = table.province.iter().map(|id| config.named_source(id));
    let mut sources = vec![source];
    sources.extend(provinces.collect::<Result<Vec<_>>>()?);
    let planned = sources.iter().filter_map(|source| planned_files(config, source, year).ok());
    let mut inputs: Vec<String> = planned.flatten().map(|file| named(config, &file.path)).collect();
    inputs.extend(config.inputs.iter().map(|path| named(config, path)));
    if let Some(schools) = config.content.schools.as_ref()
        && source.schools
        && matches!(source.kind, SourceKind::Candidates | SourceKind::Linked)
    {
        inputs.push(named(config, &config.folder.join(&schools.path)));
    }
    Ok(inputs)
}

/// All that the registry says of an indicator which bears on its numbers.
fn definition(indicator: &Indicator) -> String {
    let texts = (indicator.formula, indicator.universe, indicator.numerator, indicator.denominator);
    let rest = (indicator.aggregation, indicator.unit, indicator.edges, indicator.parameters);
    format!("{texts:?} {rest:?} {:?} {:?}", indicator.measures, indicator.example)
}

/// All that the configuration says of a table which bears on its numbers, wherever in the file it stands.
fn settings(config: &Config, table: &Table, indicator: &Indicator, source: &Source) -> Result<String> {
    let arguments = table_arguments(config, table, indicator)?;
    let coverage = table.coverage.as_ref().map(|share| config.number(share)).transpose()?;
    let province = table.province.iter().map(|id| id.get_ref()).collect::<Vec<_>>();
    let shape =
        (&table.by, table.total, table.years_shown(), &table.filter, table.change, coverage, province);
    let numbers = |given: &std::collections::BTreeMap<String, toml::Spanned<super::config::Number>>| {
        given
            .iter()
            .map(|(name, number)| Ok((name.clone(), config.number(number)?)))
            .collect::<Result<Vec<_>>>()
    };
    let marks = (numbers(&source.full_marks)?, numbers(&source.steps)?);
    let files = source.files.iter().map(|file| {
        let sheet = file.sheet.as_ref().map(|sheet| &sheet.get_ref().0);
        let marks = (numbers(&file.full_marks)?, numbers(&file.steps)?);
        Ok((&file.years, &file.path, sheet, &file.columns, &file.track, marks))
    });
    let files = files.collect::<Result<Vec<_>>>()?;
    let read = (&source.id, &source.path, &source.columns, source.schools, marks, files);
    let rules = (&config.content.checks, config.content.disclosure.described());
    let schools = config.content.schools.as_ref().map(|schools| (&schools.key, &schools.columns));
    Ok(format!("{arguments:?} {shape:?} {read:?} {rules:?} {schools:?}{}", counted_as(config, source)))
}

/// What the configuration says of who counts, and with which scores; nothing where it says nothing.
pub fn counted_as(config: &Config, source: &Source) -> String {
    let of_files = source.files.iter().map(|file| &file.policy);
    let policies = [&config.content.policy, &source.policy].into_iter().chain(of_files);
    let said =
        policies.flatten().map(|(what, verdict)| format!(" {}: {}", what.get_ref(), verdict.get_ref()));
    let scaling = source.scaling.iter();
    let scaling = scaling.map(|(name, value)| format!(" {} = {}", name.get_ref(), value.get_ref().plain()));
    said.chain(scaling).chain(linked_as(config, source)).collect()
}

/// How the two sides of linked examinations are read and linked.
fn linked_as(config: &Config, source: &Source) -> Option<String> {
    let link = config.content.link.as_ref().filter(|_| source.kind == SourceKind::Linked)?;
    let sides = [&link.entry, &link.exit].map(|id| config.source(id.get_ref()));
    let sides =
        sides.map(|side| side.map(|side| (&side.id, &side.path, &side.columns, counted_as(config, side))));
    let movers = link.movers.as_ref().map(|movers| movers.get_ref());
    let mapping = (&link.mapping.entry, &link.mapping.exit);
    Some(format!(" {sides:?} {:?} {mapping:?} {movers:?} {}", link.id(), link.years))
}

/// What a release says of itself to everybody.
pub fn manifest(
    config: &Config,
    (year, language): (i32, Lang),
    disclosure: DisclosureRecord,
    files: &[OutputFile],
) -> Result<Manifest> {
    let name = config.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(Manifest {
        edugauge: env!("CARGO_PKG_VERSION").to_owned(),
        year,
        language,
        config: Hashed::of(name, config.text.as_bytes()),
        inputs: Vec::new(),
        tables: of_tables(config)?,
        disclosure: Some(disclosure),
        sentences: Vec::new(),
        outputs: files.iter().map(|file| file.hashed.clone()).collect(),
    })
}
