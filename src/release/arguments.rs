//! The arguments of a table's indicator: its own options, and what the configuration holds for all.

use super::config::{self, Config, Options, Profile, Table};
use crate::error::Result;
use crate::indicators::{Arguments, Indicator};
use crate::number::Rational;

/// All arguments of one of a table's indicators.
pub fn table_arguments(config: &Config, table: &Table, indicator: &Indicator) -> Result<Arguments> {
    let mut arguments = arguments_for(config, table.source.get_ref(), indicator, &table.options)?;
    // A table of several indicators has the options of all; each takes its own.
    arguments.retain(|name| indicator.parameter(name).is_some());
    let disclosure = &config.content.disclosure;
    if indicator.parameter("merge_below").is_some() && disclosure.profile == Profile::Public {
        // A score table has small counts by its nature: they are put together as the provinces do. Hidden ones
        // would follow from the cumulative counts, so no option may ask for less.
        let least = Rational::from_integer(i128::from(disclosure.minimum_cell));
        if !arguments.contains("merge_below") || arguments.number("merge_below").is_some_and(|n| n < least) {
            arguments.set("merge_below", vec![disclosure.minimum_cell.to_string()]);
        }
    }
    Ok(arguments)
}

/// A table's own options, and what the configuration holds for all: lines and inhabitants.
pub fn arguments_for(
    config: &Config,
    source: &str,
    indicator: &Indicator,
    options: &Options,
) -> Result<Arguments> {
    let mut arguments = config::arguments(options);
    let takes = |name: &str| indicator.parameter(name).is_some();
    if takes("lines") && !arguments.contains("lines") {
        arguments.set("lines", lines(config, source)?);
    }
    if takes("targets") && !arguments.contains("targets") && !config.content.targets.is_empty() {
        arguments.set("targets", config.content.targets.clone());
    }
    if takes("population") && !arguments.contains("population") {
        let basis = arguments.text("basis").map(str::to_owned);
        let (populations, basis) = populations(config, basis.as_deref())?;
        arguments.set("population", populations);
        arguments.set("basis", basis);
    }
    Ok(arguments)
}

/// The configuration's cut scores as arguments: `YEAR/TRACK:NAME=SCORE`.
fn lines(config: &Config, source: &str) -> Result<Vec<String>> {
    let of_source = config.content.cut_scores.iter().filter(|cut| cut.source.get_ref() == source);
    of_source
        .map(|cut| {
            let year = cut.year.map_or_else(String::new, |year| format!("{year}/"));
            let track = cut.track.as_ref().map_or_else(String::new, |track| format!("{track}:"));
            let score = crate::number::plain(config.number(&cut.score)?);
            Ok(format!("{year}{track}{}={score}", cut.line))
        })
        .collect()
}

/// The configuration's inhabitants as arguments; one basis only, the first unless the table names one.
fn populations(config: &Config, basis: Option<&str>) -> Result<(Vec<String>, Vec<String>)> {
    let all = &config.content.populations;
    let named = all
        .iter()
        .map(|p| p.basis)
        .find(|b| basis.is_none_or(|id| b.id() == id || b.text().zh.starts_with(id)));
    let Some(basis) = named else { return Ok((Vec::new(), Vec::new())) };
    let texts = all.iter().filter(|p| p.basis == basis).map(|population| {
        let group = population.group.as_ref().map_or_else(String::new, |group| format!("/{group}"));
        let count = crate::number::plain(config.number(&population.count)?);
        let unit = if population.unit == config::PopulationUnit::TenThousands { "万" } else { "" };
        Ok(format!("{}{group}={count}{unit}", population.year))
    });
    Ok((texts.collect::<Result<_>>()?, vec![basis.id().to_owned()]))
}
