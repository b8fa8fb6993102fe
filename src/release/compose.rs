//! One table of the configuration: its figures, and where they stand.

use super::config::{ChartChoice, Config, Table as TableConfig};
use super::inputs::{Asked, comparison};
use super::pivot::{Shape, pivot};
use super::protection::Computed;
use super::sources::Sources;
use super::tables::{Heading, layout};
use crate::error::Result;
use crate::figures::{Figure, Figures};
use crate::indicators::change::{changed_measure, with_changes};
use crate::indicators::compute;
use crate::lang::Lang;
use crate::render::table::Table;
use crate::subjects::subject_id;

/// The figures of a table, indicator by indicator, with their changes on the year before where it asks for them.
/// Those that it does not show stand among them: an earlier release may have shown them.
pub fn compute_table<'a>(
    config: &'a Config,
    sources: &Sources,
    table: &'a TableConfig,
    year: i32,
) -> Result<Vec<Computed<'a>>> {
    let comparison = comparison(config, table)?;
    let mut all = Vec::new();
    for asked in Asked::all(config, sources, table)? {
        let input = || asked.input(sources);
        let mut figures = compute(asked.indicator, input()?, &table.by, &asked.arguments)?;
        if table.total && !table.by.is_empty() {
            figures.append(compute(asked.indicator, input()?, &[], &asked.arguments)?);
        }
        if let Some(comparison) = comparison {
            figures =
                with_changes(figures, asked.indicator, input()?, &table.by, &asked.arguments, comparison)?;
        }
        figures.share_told();
        let shown = figures.rows.iter().map(|figure| is_shown(table, &figures, figure, year)).collect();
        all.push(Computed { id: &table.id, source: table.source.get_ref(), by: &table.by, figures, shown });
    }
    Ok(all)
}

/// Whether the table's years, measures and filters leave a figure in it.
fn is_shown(table: &TableConfig, figures: &Figures, figure: &Figure, year: i32) -> bool {
    let years = i32::from(table.years_shown());
    let of_years = figure.year.is_none_or(|of| of <= year && of > year.saturating_sub(years));
    let is_named = |named: &str| named == figure.measure || Some(named) == changed_measure(figure.measure);
    let of_measures = table.measures.is_empty() || table.measures.iter().any(|m| is_named(m.get_ref()));
    let of_filters = table.filter.iter().all(|(key, labels)| match figures.key_index(key) {
        Some(at) => figure.group[at].as_ref().is_none_or(|label| labels.iter().any(|wanted| label == wanted)),
        None if key == "subject" => {
            let mut wanted = labels.iter().map(|label| subject_id(label));
            figure.subject.as_deref().is_none_or(|subject| wanted.any(|id| id == subject))
        }
        None => true,
    });
    of_years && of_measures && of_filters
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
