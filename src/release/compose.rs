//! One table of the configuration: its figures, and where they stand.

use super::arguments::table_arguments;
use super::config::{ChartChoice, Config, Table as TableConfig};
use super::pivot::{Shape, pivot};
use super::sources::Sources;
use super::tables::{Heading, layout};
use crate::error::{Error, Result};
use crate::figures::Figures;
use crate::indicators::registry::Method;
use crate::indicators::{Indicator, Input, compute};
use crate::lang::Lang;
use crate::render::table::Table;

/// The figures of a table: those of its indicators, as its filters leave them.
pub fn compute_table(config: &Config, sources: &Sources, table: &TableConfig) -> Result<Figures> {
    let source = table.source.get_ref();
    let input = |indicator: &Indicator| {
        let missing = || Error::Internal { what: "a source was not read" };
        Ok::<_, Error>(match indicator.method {
            Method::Exam(_) => Input::Exam(sources.exams.get(source).ok_or_else(missing)?),
            Method::Table(_) | Method::Rows(_) => {
                Input::Table(sources.tables.get(source).ok_or_else(missing)?)
            }
        })
    };
    let mut figures = Figures::default();
    for indicator in config.indicators(table)? {
        let arguments = table_arguments(config, table, indicator)?;
        figures.append(compute(indicator, input(indicator)?, &table.by, &arguments)?);
        if table.total && !table.by.is_empty() {
            figures.append(compute(indicator, input(indicator)?, &[], &arguments)?);
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
