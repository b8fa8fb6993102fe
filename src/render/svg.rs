//! Charts of the report as inline SVG: geometry only, drawn by a template. No script, no font of its own.

mod axis;
mod caterpillar;
mod heat;
mod panels;
mod plot;
mod scatter;
mod scene;

use minijinja::{AutoEscape, Environment, context, value::Serde};
use serde::Serialize;

use super::table::{Chart, ChartKind, Table};
use crate::error::{Error, Result};
use plot::Plot;

const TEMPLATE: &str = include_str!("chart.svg.j2");
#[derive(Serialize)]
struct View {
    width: f64,
    height: f64,
    title: String,
    axis: String,
    left: f64,
    right: f64,
    bottom: f64,
    baseline: f64,
    ticks: Vec<Tick>,
    labels: Vec<Label>,
    legend: Vec<Legend>,
    bars: Vec<Bar>,
    lines: Vec<Line>,
    points: Vec<Point>,
    whiskers: Vec<Whisker>,
}

#[derive(Serialize)]
struct Tick {
    y: f64,
    text: String,
}

#[derive(Serialize)]
struct Label {
    x: f64,
    y: f64,
    text: String,
    turned: bool,
}

#[derive(Serialize)]
struct Legend {
    x: f64,
    y: f64,
    text: String,
    colour: &'static str,
}

#[derive(Serialize)]
struct Bar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    colour: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Line {
    path: String,
    colour: &'static str,
}

#[derive(Serialize)]
struct Point {
    x: f64,
    y: f64,
    colour: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Whisker {
    x: f64,
    high: f64,
    low: f64,
    colour: &'static str,
}

/// The chart of a table as an `<svg>` element; empty where no value is shown.
///
/// # Errors
/// [`Error::Internal`] if the built-in template is at fault.
pub fn chart(table: &Table, chart: &Chart) -> Result<String> {
    let scene = match chart.kind {
        ChartKind::Scatter => scatter::scene(table, chart),
        ChartKind::Lines => panels::scene(table, chart),
        ChartKind::Heat => heat::scene(table, chart),
        ChartKind::Caterpillar => caterpillar::scene(table, chart),
        _ => return plotted(table, chart),
    };
    scene.map_or(Ok(String::new()), |scene| scene.drawn())
}

fn plotted(table: &Table, chart: &Chart) -> Result<String> {
    let Some(view) = Plot::of(table, chart).map(|plot| plot.view(table)) else { return Ok(String::new()) };
    filled(TEMPLATE, view)
}

fn filled(template: &str, view: impl Serialize) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment
        .render_str(template, context! { chart => Serde(view) })
        .map_err(|_| Error::Internal { what: "the template of a chart could not be filled in" })
}

#[cfg(test)]
#[path = "svg/tests.rs"]
mod tests;
