//! Values with their intervals, the highest on top. On which side of zero an interval lies is told by the form of its
//! mark as well as by its colour.

use super::axis::Axis;
use super::plot::{WIDTH, name, number, round, shortened};
use super::scene::{Scene, wide};
use crate::render::show::clean_line;
use crate::render::table::{Chart, Side, Sign, Table};

const TOP: f64 = 46.0;
const LONGEST: usize = 20;
/// Rows whose names can be read, how high such a row is, and how high all rows are where there are more.
const NAMED: usize = 60;
const ROW: f64 = 17.0;
const ALL_ROWS: f64 = 1100.0;
const LEAST_ROW: f64 = 2.5;
const FOOT: [f64; 3] = [16.0, 36.0, 58.0];
const GREY: &str = "#5f6670";

struct Row {
    value: f64,
    bounds: Option<(f64, f64)>,
    sign: Option<Sign>,
    name: String,
    beside: String,
    hint: String,
}

pub fn scene(table: &Table, chart: &Chart) -> Option<Scene> {
    let rows = rows(table, chart);
    let series = chart.series.first()?;
    let reach = rows.iter().flat_map(|row| {
        let (low, high) = row.bounds.unwrap_or((row.value, row.value));
        [low, high, row.value, 0.0]
    });
    let axis = Axis::of(reach)?;
    let is_named = rows.len() <= NAMED;
    let height = if is_named { ROW } else { (ALL_ROWS / rows.len() as f64).max(LEAST_ROW) };
    let widest = |text: fn(&Row) -> &str| rows.iter().map(|row| wide(text(row))).fold(0.0, f64::max);
    let left = 16.0 + if is_named { widest(|row| &row.name).max(30.0) } else { 0.0 };
    let head = series.beside.as_ref().map(|(_, name)| clean_line(name)).filter(|_| is_named);
    let right = WIDTH - head.as_ref().map_or(16.0, |head| 24.0 + wide(head).max(widest(|row| &row.beside)));
    let x = |value: f64| left + (right - left) * axis.share(value);
    let bottom = TOP + height * rows.len() as f64;
    let mut scene = Scene::new(WIDTH, clean_line(&table.title));
    let parts = [clean_line(&chart.of), clean_line(&chart.axis)];
    let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    scene.text("axis", [6.0, 16.0], said.join(" · "));
    for (value, text) in axis.ticks() {
        let class = if value == 0.0 { "base" } else { "grid" };
        scene.line(class, [x(value), TOP - 6.0], [x(value), bottom + 2.0]);
        scene.text("label", [x(value), bottom + 4.0 + FOOT[0]], text);
    }
    if let Some(head) = &head {
        scene.text("axis small end", [WIDTH - 6.0, TOP - 10.0], head.clone());
    }
    for (at, row) in rows.iter().enumerate() {
        let y = TOP + height * (at as f64 + 0.5);
        if let Some((low, high)) = row.bounds {
            scene.path("thin", colour(row.sign.as_ref()), &[Some([x(low), y]), Some([x(high), y])]);
        }
        mark(&mut scene, [x(row.value), y], row.sign.as_ref(), row.hint.clone());
        if is_named {
            scene.text("end", [left - 10.0, y + 4.0], row.name.clone());
            scene.text("small end", [WIDTH - 6.0, y + 3.5], row.beside.clone());
        }
    }
    let end = names(&mut scene, &rows, [left, bottom + FOOT[2] - 14.0]);
    scene.ends_at(end);
    Some(scene)
}

/// The highest first; equals as the table has them.
fn rows(table: &Table, chart: &Chart) -> Vec<Row> {
    let Some(series) = chart.series.first() else { return Vec::new() };
    let signs = series.signs.iter().cloned().chain(std::iter::repeat(None));
    let row = |(at, sign): (usize, Option<Sign>)| {
        let (value, digits) = number(table, at, series.values)?;
        let ends = series.bounds.map(|(low, high)| [low, high].map(|column| number(table, at, column)));
        let (bounds, interval) = match ends {
            Some([Some((low, low_digits)), Some((high, high_digits))]) => {
                (Some((low, high)), format!(" [{low_digits}, {high_digits}]"))
            }
            _ => (None, String::new()),
        };
        let beside = series.beside.as_ref().and_then(|(column, _)| number(table, at, *column));
        let name = name(table, at, series);
        let hint = format!("{name} {digits}{interval}");
        let beside = beside.map_or_else(String::new, |(_, digits)| digits);
        Some(Row { value, bounds, sign, name: shortened(&name, LONGEST), beside, hint })
    };
    let mut rows: Vec<Row> = series.rows.clone().zip(signs).filter_map(row).collect();
    rows.sort_by(|one, other| other.value.total_cmp(&one.value));
    rows
}

fn colour(sign: Option<&Sign>) -> &'static str {
    match sign.map(|sign| sign.side) {
        Some(Side::Above) => "#1f4e8c",
        Some(Side::Below) => "#b8432b",
        _ => GREY,
    }
}

/// A triangle up or down, a ring, or a cross where there are too few to say.
fn mark(scene: &mut Scene, [x, y]: [f64; 2], sign: Option<&Sign>, hint: String) {
    let [x, y] = [round(x), round(y)];
    let colour = colour(sign);
    let (d, fill) = match sign.map(|sign| sign.side) {
        Some(Side::Above) => (format!("M{x} {}l4.5 8h-9z", round(y - 5.0)), colour),
        Some(Side::Below) => (format!("M{x} {}l4.5 -8h-9z", round(y + 5.0)), colour),
        Some(Side::Within) => {
            (format!("M{} {y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z", round(x - 3.5)), "#fff")
        }
        Some(Side::Few) | None => (format!("M{} {}l7 7m0 -7l-7 7", round(x - 3.5), round(y - 3.5)), "none"),
    };
    scene.shape(d, [fill, colour], hint);
}

/// The words for the marks that occur; where they end.
fn names(scene: &mut Scene, rows: &[Row], [left, top]: [f64; 2]) -> f64 {
    let mut signs: Vec<&Sign> = rows.iter().filter_map(|row| row.sign.as_ref()).collect();
    signs.sort_by_key(|sign| sign.side);
    signs.dedup_by_key(|sign| sign.side);
    let (mut x, mut y) = (left, top + 14.0);
    for sign in signs {
        let room = wide(&sign.name) + 40.0;
        if x + room > WIDTH && x > left {
            (x, y) = (left, y + 18.0);
        }
        mark(scene, [x + 5.0, y - 4.0], Some(sign), String::new());
        scene.coloured("name", [x + 16.0, y], sign.name.clone(), Some(colour(Some(sign))));
        x += room;
    }
    y + 10.0
}
