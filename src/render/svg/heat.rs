//! Cells coloured on either side of zero: blue above, red below.

use super::plot::{WIDTH, name, number, shortened};
use super::scene::{Scene, wide};
use crate::render::show::clean_line;
use crate::render::table::{Chart, Table};

const TOP: f64 = 44.0;
const ROW: f64 = 21.0;
const WIDEST: f64 = 110.0;
const LONGEST: usize = 14;
/// Above zero, and below, as red, green and blue.
const ABOVE: [f64; 3] = [31.0, 78.0, 140.0];
const BELOW: [f64; 3] = [200.0, 85.0, 61.0];
/// How much of the colour the strongest cell has: its number must be read.
const STRONGEST: f64 = 0.6;

pub fn scene(table: &Table, chart: &Chart) -> Option<Scene> {
    let rows = chart.series.first()?.rows.clone();
    let of = |row: usize| chart.series.iter().filter_map(move |one| number(table, row, one.values));
    let most = rows.clone().flat_map(of).map(|(value, _)| value.abs()).reduce(f64::max)?;
    let names: Vec<String> =
        rows.clone().map(|row| shortened(&name(table, row, &chart.series[0]), LONGEST)).collect();
    let head = table.columns.get(chart.series[0].labels).map(|column| clean_line(&column.header));
    let head = head.unwrap_or_default();
    let left = names.iter().chain([&head]).map(|name| wide(name)).fold(40.0, f64::max) + 14.0;
    let side = ((WIDTH - left - 8.0) / chart.series.len() as f64).min(WIDEST);
    let mut scene = Scene::new(WIDTH, clean_line(&table.title));
    let parts = [clean_line(&chart.of), clean_line(&chart.axis)];
    let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    scene.text("axis", [6.0, 16.0], said.join(" · "));
    // What the rows and the columns are.
    scene.text("axis small end", [left - 6.0, TOP - 8.0], head);
    let reach = left + side * chart.series.len() as f64;
    scene.text("axis end", [reach, 16.0], clean_line(&chart.across));
    for (at, one) in chart.series.iter().enumerate() {
        let longest = ((side / 12.4) as usize).max(2);
        let middle = left + side * (at as f64 + 0.5);
        scene.text("small middle", [middle, TOP - 8.0], shortened(&clean_line(&one.name), longest));
        for (place, row) in rows.clone().enumerate() {
            let y = TOP + ROW * place as f64;
            let Some((value, digits)) = number(table, row, one.values) else { continue };
            let hint = format!("{} {}: {digits}", names[place], clean_line(&one.name));
            let corner = [left + side * at as f64, y];
            scene.cell(corner, [side - 1.0, ROW - 1.0], colour(value, most), hint);
            scene.text("small middle", [middle, y + ROW / 2.0 + 3.5], digits);
        }
    }
    for (place, name) in names.iter().enumerate() {
        scene.text("small end", [left - 6.0, TOP + ROW * (place as f64 + 0.5) + 3.5], name.clone());
    }
    scene.ends_at(TOP + ROW * names.len() as f64 + 8.0);
    Some(scene)
}

/// White at zero, the stronger the farther from it.
fn colour(value: f64, most: f64) -> String {
    let share = if most > 0.0 { value.abs() / most * STRONGEST } else { 0.0 };
    let full = if value < 0.0 { BELOW } else { ABOVE };
    let [red, green, blue] = full.map(|part| (255.0 - (255.0 - part) * share).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}
