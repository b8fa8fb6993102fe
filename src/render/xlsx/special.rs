//! Pictures of points, small panels and colours in a sheet, from its cells.

use rust_xlsxwriter::{
    Chart as Drawn, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartMarker, ChartMarkerType, ChartType, ConditionalFormat3ColorScale, ConditionalFormatType,
    Worksheet,
};

use super::Written;
use super::chart::{HEIGHT, fitting, title};
use crate::render::show::{clean, clean_line};
use crate::render::table::{Cell, Chart, Panel, Series, Table};

/// Panels side by side, their size in pixels, and how many rows of the sheet one takes.
const ACROSS: usize = 3;
const PANEL: [u32; 2] = [300, 220];
const PANEL_ROWS: u32 = 12;
/// Around zero: below, at, above.
const COLOURS: [u32; 3] = [0xDE_9A_8B, 0xFF_FF_FF, 0x8A_A6_C9];

pub(super) fn panels_height(chart: &Chart) -> u32 {
    u32::try_from(chart.panels.len().div_ceil(ACROSS)).unwrap_or(0) * PANEL_ROWS
}

fn row(data: u32, at: usize) -> u32 {
    data + u32::try_from(at).unwrap_or(u32::MAX)
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn text(table: &Table, row: usize, column: usize) -> String {
    match table.rows.get(row).and_then(|cells| cells.get(column)) {
        Some(Cell::Text(text)) => clean_line(text),
        Some(Cell::Number(number)) => number.digits().to_owned(),
        _ => String::new(),
    }
}

/// Each point with its label beside it.
pub(super) fn scatter(
    sheet: &mut Worksheet,
    (at, width): (u32, f64),
    data: u32,
    name: &str,
    table: &Table,
    chart: &Chart,
) -> Written {
    let mut drawn = Drawn::new(ChartType::Scatter);
    for series in chart.series.iter().filter(|series| !series.rows.is_empty()) {
        let (first, last) = (row(data, series.rows.start), row(data, series.rows.end - 1));
        let across = column(series.across.unwrap_or(series.labels));
        let up = column(series.values);
        let mut beside = ChartDataLabel::new();
        beside.show_value().set_position(ChartDataLabelPosition::Right);
        let labels: Vec<ChartDataLabel> = series
            .rows
            .clone()
            .map(|row| ChartDataLabel::new().set_value(text(table, row, series.labels).as_str()).to_custom())
            .collect();
        drawn
            .add_series()
            .set_name(fitting(&clean(if series.name.is_empty() { &chart.axis } else { &series.name })))
            .set_categories((name, first, across, last, across))
            .set_values((name, first, up, last, up))
            .set_format(ChartFormat::new().set_line(ChartLine::new().set_hidden(true)))
            .set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(6))
            .set_data_label(&beside)
            .set_custom_data_labels(&labels);
        if let Some((expected, called)) = &series.expected {
            let up = column(*expected);
            drawn
                .add_series()
                .set_name(fitting(&clean(called)))
                .set_categories((name, first, across, last, across))
                .set_values((name, first, up, last, up))
                .set_format(ChartFormat::new().set_line(ChartLine::new().set_hidden(true)))
                .set_marker(ChartMarker::new().set_type(ChartMarkerType::LongDash).set_size(8));
        }
    }
    drawn.title().set_name(fitting(&title(table, chart)));
    drawn.x_axis().set_name(fitting(&clean_line(&chart.across)));
    drawn.y_axis().set_name(fitting(&clean_line(&chart.axis)));
    let axes: [fn(&Series) -> Vec<usize>; 2] = [
        |series| series.across.into_iter().collect(),
        |series| std::iter::once(series.values).chain(series.expected.iter().map(|(at, _)| *at)).collect(),
    ];
    let [across, up] = axes.map(|columns| beginning(table, chart, columns));
    across.into_iter().for_each(|least| {
        drawn.x_axis().set_min(least);
    });
    up.into_iter().for_each(|least| {
        drawn.y_axis().set_min(least);
    });
    let is_plain = chart.series.len() < 2 && chart.series.iter().all(|series| series.expected.is_none());
    match is_plain {
        true => drawn.legend().set_hidden(),
        false => drawn.legend().set_position(ChartLegendPosition::Bottom),
    };
    drawn.set_width(width as u32).set_height(HEIGHT * 20);
    sheet.insert_chart(at, 0, &drawn)?;
    Ok(())
}

/// Where an axis begins that would leave most of the picture empty from zero on.
fn beginning(table: &Table, chart: &Chart, columns: fn(&Series) -> Vec<usize>) -> Option<f64> {
    let values = chart.series.iter().flat_map(|series| {
        let cells = columns(series).into_iter().flat_map(|at| series.rows.clone().map(move |row| (row, at)));
        cells.filter_map(|(row, at)| match table.rows.get(row)?.get(at)? {
            Cell::Number(number) => number.digits().parse::<f64>().ok(),
            _ => None,
        })
    });
    let (least, most) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    let range = most - least;
    let step = 10f64.powf(range.log10().floor());
    (range > 0.0 && least > range).then(|| (least / step).floor() * step)
}

pub(super) fn panels(
    sheet: &mut Worksheet,
    at: u32,
    data: u32,
    name: &str,
    table: &Table,
    chart: &Chart,
) -> Written {
    for (number, panel) in chart.panels.iter().enumerate() {
        let drawn = small(panel, data, name, table);
        let down = u32::try_from(number / ACROSS).unwrap_or(0) * PANEL_ROWS;
        let left = u32::try_from(number % ACROSS).unwrap_or(0) * (PANEL[0] + 8);
        sheet.insert_chart_with_offset(at + down, 0, &drawn, left, 0)?;
    }
    Ok(())
}

fn small(panel: &Panel, data: u32, name: &str, table: &Table) -> Drawn {
    let mut drawn = Drawn::new(ChartType::Line);
    let (first, last) = (column(panel.columns.start), column(panel.columns.end - 1));
    for line in panel.rows.clone() {
        let own = row(data, line);
        let width = if panel.strong.contains(&line) { 3.0 } else { 1.25 };
        drawn
            .add_series()
            .set_name(fitting(&text(table, line, panel.names)))
            .set_categories((name, data - 1, first, data - 1, last))
            .set_values((name, own, first, own, last))
            .set_format(ChartFormat::new().set_line(ChartLine::new().set_width(width)));
    }
    drawn.title().set_name(fitting(&clean_line(&panel.title))).set_font(ChartFont::new().set_size(10));
    match panel.rows.len() {
        0 | 1 => drawn.legend().set_hidden(),
        _ => drawn.legend().set_position(ChartLegendPosition::Right),
    };
    drawn.set_width(PANEL[0]).set_height(PANEL[1]);
    drawn
}

pub(super) fn coloured(sheet: &mut Worksheet, data: u32, table: &Table, chart: &Chart) -> Written {
    let [below, zero, above] = COLOURS;
    let is_below = |row: usize, at: usize| text(table, row, at).starts_with('-');
    let mut sides = chart.series.iter().flat_map(|one| one.rows.clone().map(|row| (row, one.values)));
    // Of shares and counts the least is no value below zero.
    let below = if sides.any(|(row, at)| is_below(row, at)) { below } else { zero };
    for series in chart.series.iter().filter(|series| !series.rows.is_empty()) {
        let scale = ConditionalFormat3ColorScale::new()
            .set_midpoint(ConditionalFormatType::Number, 0)
            .set_minimum_color(below)
            .set_midpoint_color(zero)
            .set_maximum_color(above);
        let at = column(series.values);
        sheet.add_conditional_format(
            row(data, series.rows.start),
            at,
            row(data, series.rows.end - 1),
            at,
            &scale,
        )?;
    }
    Ok(())
}
