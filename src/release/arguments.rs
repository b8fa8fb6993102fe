//! What is given for a table's indicator: its own options, and what the configuration holds for all.

use super::config::{self, Basis, Config, Options, Profile, Table};
use crate::error::Result;
use crate::indicators::given::Value;
use crate::indicators::{CutScore, Given, Indicator, Population};
use crate::number::Rational;

/// All that is given for one of a table's indicators.
pub fn table_arguments(config: &Config, table: &Table, indicator: &Indicator) -> Result<Given> {
    let mut given = given_for(config, table.source.get_ref(), indicator, &table.options)?;
    // A table of several indicators has the options of all; each takes its own.
    given.retain(|name| indicator.parameter(name).is_some());
    let disclosure = &config.content.disclosure;
    if indicator.parameter("merge_below").is_some() && disclosure.profile == Profile::Public {
        // A score table has small counts by its nature: they are put together as the provinces do. Hidden ones
        // would follow from the cumulative counts, so no option may ask for less.
        let least = Rational::from_integer(i128::from(disclosure.minimum_cell));
        if given.typed(indicator)?.number("merge_below").is_none_or(|n| n < least) {
            given.set("merge_below", vec![disclosure.minimum_cell.to_string()]);
        }
    }
    Ok(given)
}

/// A table's own options, and what the configuration holds for all: lines and inhabitants.
pub fn given_for(config: &Config, source: &str, indicator: &Indicator, options: &Options) -> Result<Given> {
    let mut given = config::given(options);
    let takes = |name: &str| indicator.parameter(name).is_some();
    if takes("lines") && !given.contains("lines") {
        given.put("lines", lines(config, source)?);
    }
    if takes("targets") && !given.contains("targets") && !config.content.targets.is_empty() {
        given.put("targets", config.content.targets.iter().cloned().map(Value::Target).collect());
    }
    if takes("population") && !given.contains("population") {
        let basis = basis(config, given.text("basis"));
        given.put("population", basis.map_or_else(|| Ok(Vec::new()), |basis| populations(config, basis))?);
        given.set("basis", basis.iter().map(|basis| basis.id().to_owned()).collect());
    }
    Ok(given)
}

/// The configuration's cut scores; a line without a name is called by its score.
fn lines(config: &Config, source: &str) -> Result<Vec<Value>> {
    let of_source = config.content.cut_scores.iter().filter(|cut| cut.source.get_ref() == source);
    of_source
        .map(|cut| {
            let score = config.number(&cut.score)?;
            let name = match cut.line.trim() {
                "" => crate::number::plain(score),
                name => name.to_owned(),
            };
            let track = cut.track.as_ref().map(|track| track.trim().to_owned());
            Ok(Value::CutScore(CutScore { year: cut.year, track, name, score }))
        })
        .collect()
}

/// One basis only, the first unless the table names one.
fn basis(config: &Config, named: Option<&str>) -> Option<Basis> {
    let mut all = config.content.populations.iter().map(|population| population.basis);
    all.find(|basis| named.is_none_or(|name| basis.id() == name || basis.text().zh.starts_with(name)))
}

/// The configuration's inhabitants of that basis.
fn populations(config: &Config, basis: Basis) -> Result<Vec<Value>> {
    let of_basis = config.content.populations.iter().filter(|population| population.basis == basis);
    of_basis
        .map(|population| {
            let unit = match population.unit {
                config::PopulationUnit::Persons => 1,
                config::PopulationUnit::TenThousands => 10_000,
            };
            let count = config.number(&population.count)? * Rational::from_integer(unit);
            let group = population.group.as_ref().map(|group| group.trim().to_owned());
            Ok(Value::Population(Population { year: Some(population.year), group, count }))
        })
        .collect()
}
