//! What each table is made of: its inputs, its settings, its definition. Kept in the manifest, so that a figure
//! that changes between two releases can be traced to what changed.

use std::path::Path;

use super::arguments::table_arguments;
use super::config::{Config, Source, SourceKind, Table};
use super::output::{TableOrigin, sha256};
use super::planned::planned_files;
use crate::error::Result;
use crate::indicators::Indicator;

/// An input as the manifest names it: from the configuration's folder, with `/`.
pub fn named(config: &Config, path: &Path) -> String {
    let relative = path.strip_prefix(&config.folder).unwrap_or(path);
    relative.display().to_string().replace('\\', "/")
}

pub fn of_tables(config: &Config, year: i32) -> Result<Vec<TableOrigin>> {
    let mut origins = Vec::new();
    for table in &config.content.tables {
        for indicator in config.indicators(table)? {
            origins.push(of_table(config, table, indicator, year)?);
        }
    }
    Ok(origins)
}

fn of_table(config: &Config, table: &Table, indicator: &Indicator, year: i32) -> Result<TableOrigin> {
    let source = config.named_source(&table.source)?;
    let provinces = table.province.iter().map(|id| config.named_source(id));
    let mut sources = vec![source];
    sources.extend(provinces.collect::<Result<Vec<_>>>()?);
    let planned = sources.iter().filter_map(|source| planned_files(config, source, year).ok());
    let mut inputs: Vec<String> = planned.flatten().map(|file| named(config, &file.path)).collect();
    inputs.extend(config.inputs.iter().map(|path| named(config, path)));
    if let Some(schools) = config.content.schools.as_ref()
        && source.schools
        && source.kind == SourceKind::Candidates
    {
        inputs.push(named(config, &config.folder.join(&schools.path)));
    }
    Ok(TableOrigin {
        id: table.id.clone(),
        indicator: indicator.id.to_owned(),
        definition: sha256(definition(indicator).as_bytes()),
        settings: sha256(settings(config, table, indicator, source)?.as_bytes()),
        inputs,
    })
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
    Ok(format!("{arguments:?} {shape:?} {read:?} {rules:?} {schools:?}"))
}
