//! Excel's own charts below a table, drawn from its cells.

use rust_xlsxwriter::{
    Chart as Drawn, ChartAxisLabelPosition, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartMarkerType, ChartType, Worksheet,
};

use super::{Written, special};
use crate::render::show::{clean, clean_line};
use crate::render::table::{Chart, ChartKind, Series, Table};

/// Rows of the sheet that a chart takes.
pub(super) const HEIGHT: u32 = 17;

/// Rows of the sheet that a picture takes below its table.
pub(super) fn height(chart: &Chart) -> u32 {
    match chart.kind {
        ChartKind::Lines => special::panels_height(chart),
        // The cells themselves are coloured.
        ChartKind::Heat => 0,
        _ => HEIGHT,
    }
}

/// Pixels of a unit of column width.
const PIXELS: f64 = 7.0;
/// A chart is not drawn wider than this, in units of column width.
const WIDEST: f64 = 110.0;

/// Draws the chart at `row`, as wide as the columns above it; the first row of data is `data`.
pub(super) fn insert(
    sheet: &mut Worksheet,
    (row, width): (u32, f64),
    data: u32,
    name: &str,
    table: &Table,
    chart: &Chart,
) -> Written {
    let width = width.min(WIDEST);
    match chart.kind {
        ChartKind::Scatter => {
            return special::scatter(sheet, (row, width * PIXELS), data, name, table, chart);
        }
        ChartKind::Lines => return special::panels(sheet, row, data, name, table, chart),
        ChartKind::Heat => return special::coloured(sheet, data, table, chart),
        _ => {}
    }
    let mut drawn = Drawn::new(match chart.kind {
        ChartKind::Trend | ChartKind::Intervals | ChartKind::Caterpillar => ChartType::Line,
        _ => ChartType::Column,
    });
    for series in chart.series.iter().filter(|series| !series.rows.is_empty()) {
        match (chart.kind, series.bounds) {
            (ChartKind::Intervals | ChartKind::Caterpillar, Some((low, high))) => {
                add(&mut drawn, name, data, series, low, "").set_format(&mut invisible()).set_marker(&dash());
                add(&mut drawn, name, data, series, high, "")
                    .set_format(&mut invisible())
                    .set_marker(&dash());
                add(&mut drawn, name, data, series, series.values, &series.name)
                    .set_format(&mut invisible())
                    .set_marker(ChartMarker::new().set_type(ChartMarkerType::Diamond).set_size(9));
                drawn.set_high_low_lines(true);
            }
            _ => {
                let added = add(&mut drawn, name, data, series, series.values, &series.name);
                if chart.kind == ChartKind::Distribution {
                    added.set_gap(8);
                }
            }
        }
    }
    drawn.title().set_name(fitting(&title(table, chart)));
    drawn.y_axis().set_name(fitting(&clean_line(&chart.axis)));
    // Labels stand at the foot, also where values are negative.
    drawn.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    match chart.series.len() {
        0 | 1 => drawn.legend().set_hidden(),
        _ => drawn.legend().set_position(ChartLegendPosition::Bottom),
    };
    drawn.set_width((width * PIXELS) as u32).set_height(HEIGHT * 20);
    sheet.insert_chart(row, 0, &drawn)?;
    Ok(())
}

fn add<'c>(
    drawn: &'c mut Drawn,
    sheet: &str,
    data: u32,
    series: &Series,
    column: usize,
    name: &str,
) -> &'c mut rust_xlsxwriter::ChartSeries {
    let row = |at: usize| data + u32::try_from(at).unwrap_or(u32::MAX);
    let (first, last) = (row(series.rows.start), row(series.rows.end - 1));
    let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let (labels, values) = (place(series.labels), place(column));
    let widest = place(series.labels - series.wider);
    drawn
        .add_series()
        .set_name(fitting(&clean(name)))
        .set_categories((sheet, first, widest, last, labels))
        .set_values((sheet, first, values, last, values))
}

fn invisible() -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_line(ChartLine::new().set_hidden(true));
    format
}

fn dash() -> ChartMarker {
    let mut marker = ChartMarker::new();
    marker.set_type(ChartMarkerType::LongDash).set_size(7);
    marker
}

/// The title of the table, and what the picture is of.
pub(super) fn title(table: &Table, chart: &Chart) -> String {
    let parts = [clean_line(&table.title), clean_line(&chart.of)];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// Excel takes at most 255 characters for a name of a chart.
pub(super) fn fitting(text: &str) -> &str {
    super::names::within(text, 255)
}
