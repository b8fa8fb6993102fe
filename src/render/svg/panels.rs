//! Small pictures side by side: a line a row, along the labels of the head.

use super::plot::{COLOURS, WIDTH, label, nice_step, number, shortened};
use super::scene::Scene;
use crate::render::show::clean_line;
use crate::render::table::{Chart, Panel, Table};

/// Panels side by side.
const ACROSS: usize = 4;
const SLOT: f64 = WIDTH / ACROSS as f64;
const HEIGHT: f64 = 104.0;
/// From one row of panels to the next.
const DEEP: f64 = HEIGHT + 52.0;
const LEFT: f64 = 30.0;
/// Room for the names of the lines.
const RIGHT: f64 = 36.0;
const TOP: f64 = 44.0;
/// Names of lines stand so far apart.
const APART: f64 = 10.0;

/// The panels share the axis of values, so that they can be held against each other.
pub fn scene(table: &Table, chart: &Chart) -> Option<Scene> {
    let values = chart.panels.iter().flat_map(|panel| {
        panel.rows.clone().flat_map(|row| panel.columns.clone().filter_map(move |at| number(table, row, at)))
    });
    let (mut least, mut most) = (0.0f64, f64::NEG_INFINITY);
    for (value, _) in values {
        (least, most) = (least.min(value), most.max(value));
    }
    if most == f64::NEG_INFINITY {
        return None;
    }
    let step = nice_step(most - least);
    let (low, high) = ((least / step).floor() * step, (most / step).ceil() * step);
    let axis = Axis { low, high: high.max(low + step) };
    let mut scene = Scene::new(WIDTH, clean_line(&table.title));
    scene.text("axis", [6.0, 16.0], clean_line(&chart.axis));
    for (at, panel) in chart.panels.iter().enumerate() {
        let corner = [SLOT * (at % ACROSS) as f64, TOP + DEEP * (at / ACROSS) as f64];
        draw(&mut scene, table, panel, corner, &axis);
    }
    let bottom = TOP + DEEP * chart.panels.len().div_ceil(ACROSS) as f64;
    scene.text("axis", [6.0 + LEFT, bottom - 8.0], clean_line(&chart.across));
    scene.ends_at(bottom + if chart.across.is_empty() { 0.0 } else { 6.0 });
    Some(scene)
}

struct Axis {
    low: f64,
    high: f64,
}

fn draw(scene: &mut Scene, table: &Table, panel: &Panel, [left, top]: [f64; 2], axis: &Axis) {
    let (first, last) = (left + LEFT, left + SLOT - RIGHT);
    let y = |value: f64| top + HEIGHT * (1.0 - (value - axis.low) / (axis.high - axis.low));
    let steps = (panel.columns.len() - 1).max(1) as f64;
    let x = |place: usize| first + (last - first) * place as f64 / steps;
    scene.text("small", [first, top - 8.0], shortened(&clean_line(&panel.title), 20));
    for value in [axis.low, f64::midpoint(axis.low, axis.high), axis.high] {
        scene.line(if value == axis.low { "base" } else { "grid" }, [first, y(value)], [last, y(value)]);
        let text = if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value}") };
        scene.text("small end", [first - 4.0, y(value) + 3.5], text);
    }
    if axis.low < 0.0 && axis.high > 0.0 {
        scene.line("base", [first, y(0.0)], [last, y(0.0)]);
    }
    for (place, column) in panel.columns.clone().enumerate() {
        let head = table.columns.get(column).map(|column| clean_line(&column.header)).unwrap_or_default();
        scene.text("small middle", [x(place), top + HEIGHT + 13.0], shortened(&head, 4));
    }
    let mut names: Vec<(f64, String, &'static str)> = Vec::new();
    for (at, row) in panel.rows.clone().enumerate() {
        let colour = COLOURS[at % COLOURS.len()];
        let values: Vec<Option<f64>> =
            panel.columns.clone().map(|column| number(table, row, column).map(|(value, _)| value)).collect();
        let points: Vec<Option<[f64; 2]>> =
            values.iter().enumerate().map(|(place, value)| value.map(|value| [x(place), y(value)])).collect();
        scene.path(if panel.strong.contains(&row) { "line" } else { "thin" }, colour, &points);
        if let Some(value) = values.iter().rev().find_map(|value| *value)
            && panel.rows.len() > 1
        {
            names.push((y(value), label(table, row, panel.names), colour));
        }
    }
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    // From the lowest up, so that none stands below the picture.
    let mut next = top + HEIGHT + 4.0;
    for (at, name, colour) in names.into_iter().rev() {
        let place = at.min(next);
        scene.coloured("small", [last + 4.0, place + 3.5], shortened(&name, 6), Some(colour));
        next = place - APART;
    }
}
