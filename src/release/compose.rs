//! One table of the configuration: its figures, and where they stand.

use super::config::{ChartChoice, Config, Table as TableConfig};
use super::inputs::{Asked, comparison};
use super::pivot::{Shape, pivot};
use super::sources::Sources;
use super::tables::{Heading, layout};
use crate::error::Result;
use crate::figures::Figures;
use crate::indicators::change::with_changes;
use crate::indicators::compute;
use crate::lang::Lang;
use crate::render::table::Table;

/// The figures of a table: those of its indicators, as its filters leave them.
pub fn compute_table(config: &Config, sources: &Sources, table: &TableConfig) -> Result<Figures> {
    let mut figures = Figures::default();
    for asked in Asked::all(config, sources, table)? {
        let computed = |by: &[String]| compute(asked.indicator, asked.input(sources)?, by, &asked.arguments);
        figures.append(computed(&table.by)?);
        if table.total && !table.by.is_empty() {
            figures.append(computed(&[])?);
        }
    }
    let measures: Vec<&String> = table.measures.iter().map(|measure| measure.get_ref()).collect();
    figures.rows.retain(|figure| measures.is_empty() || measures.iter().any(|m| *m == figure.measure));
    let at: Vec<_> = table.filter.iter().map(|(key, labels)| (figures.key_index(key), key, labels)).collect();
    figures.rows.retain(|figure| {
        at.iter().all(|(at, key, labels)| match at {
            Some(at) => figure.group[*at].as_ref().is_none_or(|label| labels.contains(label)),
            None if *key == "subject" => {
                let wanted = labels.iter().map(|label| crate::subjects::subject_id(label));
                figure.subject.as_deref().is_none_or(|subject| wanted.clone().any(|id| id == subject))
            }
            None => true,
        })
    });
    Ok(figures)
}

/// The figures with their changes on the year before, where the table asks for them.
pub fn add_changes(
    config: &Config,
    sources: &Sources,
    table: &TableConfig,
    figures: Figures,
) -> Result<Figures> {
    let Some(comparison) = comparison(config, table)? else { return Ok(figures) };
    let mut changed = Figures::new(figures.keys.clone());
    for asked in Asked::all(config, sources, table)? {
        let (indicator, input) = (asked.indicator, asked.input(sources)?);
        let mut own = figures.clone();
        own.rows.retain(|figure| figure.indicator == indicator.id);
        let own = with_changes(own, indicator, input, &table.by, &asked.arguments, comparison)?;
        changed.append(own);
    }
    Ok(changed)
}

/// By the rows and columns that the table names, or as suits its indicator.
pub fn lay_out(config: &Config, table: &TableConfig, figures: &Figures, lang: Lang) -> Result<Table> {
    let indicators = config.indicators(table)?;
    let title = config.title(table, lang);
    let source = table
        .source_line
        .as_ref()
        .map(|line| lang.pick(format!("资料来源:{line}"), format!("Source: {line}")));
    let notes: Vec<String> = table.notes.iter().cloned().chain(source).collect();
    let heading = Heading { id: &table.id, title: &title, notes: &notes, decimals: table.decimals, lang };
    let choice = table.chart;
    let mut laid = if table.is_pivot() {
        let show: Vec<String> = table.show.iter().map(|part| part.get_ref().clone()).collect();
        let shape = Shape {
            rows: &table.rows,
            columns: &table.columns,
            show: &show,
            counts: table.counts,
            order: &table.order,
            chart: choice.and_then(ChartChoice::kind),
        };
        pivot(figures, &indicators, &shape, &heading)?
    } else {
        layout(figures, indicators[0], &heading)
    };
    if choice == Some(ChartChoice::None) {
        laid.chart = None;
    }
    Ok(laid)
}
