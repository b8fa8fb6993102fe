//! One table of the configuration: its figures, and where they stand.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Spanned;

use super::arguments::table_arguments;
use super::config::{ChartChoice, Config, Profile, Table as TableConfig};
use super::inputs::{Asked, comparison};
use super::pivot::{DIMENSIONS, Shape, pivot};
use super::protection::Computed;
use super::sources::Sources;
use super::tables::{Heading, layout};
use crate::error::{Error, Result};
use crate::figures::{FigureRef, Figures, Origin, Status, key_name};
use crate::indicators::change::{changed_measure, with_changes};
use crate::indicators::definition::Layout;
use crate::indicators::{Indicator, Input, compute};
use crate::lang::{Lang, Text};
use crate::render::table::{Column, Table};
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
        let mut figures = match compute(asked.indicator, input()?, &table.by, &asked.arguments) {
            // Its lines or inhabitants are still to come, and the table may be without.
            Err(Error::MissingArgument { .. }) if table.allow_empty => continue,
            figures => figures?,
        };
        // A register without a row has given its zero of all groups already.
        let is_empty = matches!(input()?, Input::Table(rows) if rows.rows.is_empty());
        for by in margins(table).iter().filter(|_| !is_empty) {
            figures.append(compute(asked.indicator, input()?, by, &asked.arguments)?);
        }
        if let Some(comparison) = comparison {
            figures =
                with_changes(figures, asked.indicator, input()?, &table.by, &asked.arguments, comparison)?;
        }
        let origin = Arc::new(Origin { table: table.id.as_str().into(), of: asked.of().into() });
        figures.set_origin(&origin);
        let shown = figures.iter().map(|figure| is_shown(table, &figures, figure, year)).collect();
        all.push(Computed {
            id: &table.id,
            source: table.source.get_ref(),
            by: &table.by,
            indicator: asked.indicator,
            arguments: asked.arguments,
            figures,
            shown,
        });
    }
    check_filter(config, table, &all)?;
    Ok(all)
}

/// The groupings of the totals: of all groups together and, where keys stand on both sides of a table, of the groups
/// of either side.
fn margins(table: &TableConfig) -> Vec<Vec<String>> {
    if !table.total || table.by.is_empty() {
        return Vec::new();
    }
    let without = |side: &[String]| -> Vec<String> {
        table.by.iter().filter(|key| !side.contains(key)).cloned().collect()
    };
    let [rows, columns] = [without(&table.columns), without(&table.rows)];
    let mut margins = vec![Vec::new()];
    if rows != table.by && columns != table.by {
        margins.splice(0..0, [rows, columns].into_iter().filter(|by| !by.is_empty()));
    }
    margins
}

/// Says of a total that it is of more groups than a filter leaves in the table.
pub fn wider_total(table: &TableConfig, computed: &Computed<'_>, lang: Lang) -> Vec<String> {
    let figures = &computed.figures;
    let left_out = |key: &String, listed: &[String]| {
        let at = figures.key_index(key).filter(|_| table.total && table.by.contains(key))?;
        let labels = figures.iter().filter_map(|figure| figure.group()[at].as_deref());
        let others: BTreeSet<&str> = labels.filter(|label| !listed.iter().any(|l| l == label)).collect();
        let (n, name) = (others.len(), key_name(key, lang));
        (n > 0).then(|| {
            lang.pick(
                format!("「合计」是全部{name}的合计，含表中没有列出的 {n} 个"),
                format!("The total is of every {name}, {n} of which the table does not list"),
            )
        })
    };
    table.filter.iter().filter_map(|(key, listed)| left_out(key, listed)).collect()
}

/// Says of a table that may be empty why it is.
pub fn no_data(table: &TableConfig, shown: &Figures, lang: Lang) -> Option<String> {
    let lacks = |figure: FigureRef<'_>| figure.value().is_none() && figure.status() != Status::Suppressed;
    (table.allow_empty && shown.iter().all(lacks)).then(|| {
        lang.pick(
            "本表没有数据：它所需的（如分数线、人口、满分）尚未给出，或筛选的名称在数据中没有",
            "No data: what this table needs (such as cut scores, inhabitants or full marks) has not been given, or its filter names what the data lack",
        )
        .to_owned()
    })
}

/// A filter by what the table does not have would leave out nothing and say nothing.
fn check_filter(config: &Config, table: &TableConfig, all: &[Computed<'_>]) -> Result<()> {
    let has = |key: &String| {
        key == "subject" || all.iter().any(|computed| computed.figures.key_index(key).is_some())
    };
    match table.filter.keys().find(|key| !has(key)) {
        None => Ok(()),
        Some(key) => Err(config.bad(
            table.source.span(),
            &format!("filter.{key}"),
            Text::new(
                "filter 的键是 subject、by 里的字段，或表自己的一项（如 line）；要按别的字段筛选，先把它写进 by",
                "filter by subject, by a key of `by`, or by one of the table's own (such as line); to filter by another, put it into `by`",
            ),
        )),
    }
}

/// Whether the table's years, measures and filters leave a figure in it.
fn is_shown(table: &TableConfig, figures: &Figures, figure: FigureRef<'_>, year: i32) -> bool {
    let years = i32::from(table.years_shown());
    let of_years = figure.year().is_none_or(|of| of <= year && of > year.saturating_sub(years));
    let is_named =
        |named: &str| named == figure.measure() || Some(named) == changed_measure(figure.measure());
    let of_measures = table.measures.is_empty() || table.measures.iter().any(|m| is_named(m.get_ref()));
    let of_filters = table.filter.iter().all(|(key, labels)| match figures.key_index(key) {
        Some(at) => {
            figure.group()[at].as_ref().is_none_or(|label| labels.iter().any(|wanted| label == wanted))
        }
        None if key == "subject" => {
            let mut wanted = labels.iter().map(|label| subject_id(label));
            figure.subject().is_none_or(|subject| wanted.any(|id| id == subject))
        }
        None => true,
    });
    of_years && of_measures && of_filters
}

/// The table's title. A public score table is none by single scores any more: its small bands are put together.
fn title(config: &Config, table: &TableConfig, indicators: &[&Indicator], lang: Lang) -> Result<String> {
    let title = config.title(table, lang);
    let is_public = config.content.disclosure.profile == Profile::Public;
    let Some(indicator) = indicators.iter().find(|i| is_public && i.parameter("merge_below").is_some())
    else {
        return Ok(title);
    };
    let arguments = table_arguments(config, table, indicator)?.typed(indicator)?;
    let least = arguments.text("merge_below").unwrap_or_default();
    Ok(lang.pick(
        format!("{title}（少于 {least} 人的分数段与下一段合并）"),
        format!("{title} (bands of fewer than {least} are put together with the next below)"),
    ))
}

/// The name that two columns of a table share.
fn repeated(table: &Table) -> Option<String> {
    let names: Vec<String> = table.columns.iter().map(Column::full_header).collect();
    let ids: Vec<&str> = table.columns.iter().map(|column| column.id.as_str()).collect();
    let twice =
        (0..names.len()).find(|at| names[..*at].contains(&names[*at]) || ids[..*at].contains(&ids[*at]));
    twice.map(|at| names[at].clone())
}

/// Whether a table that names neither rows nor columns asks for more than the layout of its indicator holds.
fn asks_more(table: &TableConfig, indicator: &Indicator) -> bool {
    let several = matches!(indicator.layout, Layout::BySubject) && table.measures.len() > 1;
    !table.is_pivot() && (table.counts || !table.show.is_empty() || several)
}

/// The rows and columns that the table names; of those of a preset, the ones that its figures have.
fn dimensions(table: &TableConfig, indicator: &Indicator, figures: &Figures) -> [Vec<String>; 2] {
    let mut named = named_dimensions(table, indicator, figures);
    if table.are_sides_of_preset && !figures.is_empty() {
        named.iter_mut().for_each(|side| side.retain(|dimension| is_dimension(dimension, figures)));
    }
    named
}

/// Whether figures have what a table names to stand along a side of it.
fn is_dimension(named: &str, figures: &Figures) -> bool {
    DIMENSIONS.iter().any(|(id, _)| *id == named) || figures.key_index(named).is_some()
}

/// The rows and columns that the table names. Layouts of their own hold neither counts nor parts of figures, that of
/// means one measure: where more is asked for, groups stand down the side, subjects and quantities along the head.
fn named_dimensions(table: &TableConfig, indicator: &Indicator, figures: &Figures) -> [Vec<String>; 2] {
    let by_subject = matches!(indicator.layout, Layout::BySubject);
    if !asks_more(table, indicator) {
        return [table.rows.clone(), table.columns.clone()];
    }
    let first = figures.first().map(|figure| figure.year());
    let several_years = figures.iter().any(|figure| Some(figure.year()) != first);
    let subject = figures.iter().any(|figure| figure.subject().is_some()).then(|| "subject".to_owned());
    let mut rows: Vec<String> = table.by.clone();
    rows.extend(figures.keys.iter().filter(|key| !table.by.contains(key)).cloned());
    let mut columns = vec!["quantity".to_owned()];
    match by_subject || matches!(indicator.layout, Layout::Single(_)) {
        true => columns.splice(0..0, subject).for_each(drop),
        false => rows.extend(subject),
    }
    if several_years || rows.is_empty() {
        rows.insert(0, "year".to_owned());
    }
    [rows, columns]
}

/// Of means that stand by rows and columns of no table's own, the first measure, as in their layout, unless the table
/// names others.
fn shown<'f>(table: &TableConfig, indicator: &Indicator, figures: &'f Figures) -> Cow<'f, Figures> {
    let by_subject = matches!(indicator.layout, Layout::BySubject);
    if !asks_more(table, indicator) || !table.measures.is_empty() || !by_subject {
        return Cow::Borrowed(figures);
    }
    let first = indicator.measures.first().map(|measure| measure.id);
    let is_first = |measure: &str| Some(measure) == first || changed_measure(measure) == first;
    Cow::Owned(figures.select((0..figures.len()).filter(|at| is_first(figures.get(*at).measure()))))
}

/// By the rows and columns that the table names, or as suits its indicator.
pub fn lay_out(config: &Config, table: &TableConfig, figures: &Figures, lang: Lang) -> Result<Table> {
    let indicators = config.indicators(table)?;
    let title = title(config, table, &indicators, lang)?;
    let source = table
        .source_line
        .as_ref()
        .map(|line| lang.pick(format!("资料来源：{line}"), format!("Source: {line}")));
    let notes: Vec<String> = table.notes.iter().cloned().chain(source).collect();
    let decimals = table.decimals;
    let heading =
        Heading { id: &table.id, title: &title, notes: &notes, decimals, order: &table.order, lang };
    let choice = table.chart.as_ref().map(|choice| *choice.get_ref());
    let [rows, columns] = dimensions(table, indicators[0], figures);
    if let Some(unknown) = rows.iter().chain(&columns).find(|named| !is_dimension(named, figures))
        && !figures.is_empty()
    {
        return Err(config.no_side(table, unknown));
    }
    let figures = &*shown(table, indicators[0], figures);
    let laid = if !rows.is_empty() || !columns.is_empty() {
        let show: Vec<String> = table.show.iter().map(|part| part.get_ref().clone()).collect();
        let shape = Shape {
            rows: &rows,
            columns: &columns,
            show: &show,
            counts: table.counts,
            chart: choice.or(table.usual_chart).and_then(ChartChoice::kind),
        };
        match pivot(figures, &indicators, &shape, &heading)? {
            // The picture of a preset, which nobody asked for by name.
            Err(_) if table.chart.is_none() => {
                pivot(figures, &indicators, &Shape { chart: None, ..shape }, &heading)?
            }
            made => made,
        }
    } else {
        layout(figures, indicators[0], &heading, choice.and_then(ChartChoice::kind))
    };
    let mut laid = laid.map_err(|unfit| {
        let span = table.chart.as_ref().map_or_else(|| table.source.span(), Spanned::span);
        config.bad(span, &unfit.found(choice.and_then(ChartChoice::kind)), unfit.expected())
    })?;
    if let Some(header) = repeated(&laid) {
        let expected = Text::new(
            "各列名称不同的表（两列同名，读的人分不清：改 show、columns、measures 或分组字段的名称）",
            "a table whose columns differ in name (two of one name cannot be told apart: change show, columns, measures or the name of a key)",
        );
        return Err(config.bad(table.source.span(), &header, expected));
    }
    if choice == Some(ChartChoice::None) {
        laid.charts.clear();
    }
    Ok(laid)
}
