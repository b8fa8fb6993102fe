//! Points with their labels, and what is expected of each: items by difficulty and discrimination, schools by their
//! entry and exit.

use super::axis::Axis;
use super::plot::{COLOURS, WIDTH, name, number, shortened};
use super::scene::{Scene, wide};
use crate::render::show::clean_line;
use crate::render::table::{Chart, Table};

const LEFT: f64 = 58.0;
const RIGHT: f64 = 28.0;
const TOP: f64 = 34.0;
const HEIGHT: f64 = 340.0;
/// Below the axis: its labels, its name, the names of the series.
const FOOT: [f64; 3] = [16.0, 36.0, 58.0];
const EXPECTED: &str = "#7d7d7d";
/// Half of a dash.
const DASH: f64 = 5.0;
const LONGEST: usize = 12;

struct Placed {
    series: usize,
    at: [f64; 2],
    expected: Option<f64>,
    label: String,
    hint: String,
}

pub fn scene(table: &Table, chart: &Chart) -> Option<Scene> {
    let mut points: Vec<Placed> = Vec::new();
    for (series, one) in chart.series.iter().enumerate() {
        for row in one.rows.clone() {
            let (Some((x, across)), Some((y, up))) =
                (one.across.and_then(|at| number(table, row, at)), number(table, row, one.values))
            else {
                continue;
            };
            let expected = one.expected.as_ref().and_then(|(at, _)| number(table, row, *at));
            let label = name(table, row, one);
            let hint = format!("{label}: {across}, {up}");
            let expected = expected.map(|(value, _)| value);
            points.push(Placed { series, at: [x, y], expected, label: shortened(&label, LONGEST), hint });
        }
    }
    let across = Axis::of(points.iter().map(|point| point.at[0]))?;
    let up = Axis::of(points.iter().flat_map(|point| [point.at[1], point.expected.unwrap_or(point.at[1])]))?;
    let mut scene = Scene::new(WIDTH, clean_line(&table.title));
    let x = |value: f64| LEFT + (WIDTH - LEFT - RIGHT) * across.share(value);
    let y = |value: f64| TOP + HEIGHT * (1.0 - up.share(value));
    let bottom = TOP + HEIGHT;
    scene.text("axis", [6.0, 16.0], clean_line(&chart.axis));
    scene.text("axis end", [WIDTH - RIGHT, 16.0], clean_line(&chart.of));
    for (value, text) in up.ticks() {
        let class = if value == 0.0 { "base" } else { "grid" };
        scene.line(class, [LEFT, y(value)], [WIDTH - RIGHT, y(value)]);
        scene.text("tick", [LEFT - 8.0, y(value) + 4.0], text);
    }
    for (value, text) in across.ticks() {
        scene.line("grid", [x(value), TOP], [x(value), bottom]);
        scene.text("label", [x(value), bottom + FOOT[0]], text);
    }
    scene.text("label", [(LEFT + WIDTH - RIGHT) / 2.0, bottom + FOOT[1]], clean_line(&chart.across));
    // What was expected, along the axis, and from each point to it.
    let mut line: Vec<[f64; 2]> =
        points.iter().filter_map(|point| Some([x(point.at[0]), y(point.expected?)])).collect();
    line.sort_by(|one, other| one[0].total_cmp(&other[0]));
    scene.path("dashed", EXPECTED, &line.into_iter().map(Some).collect::<Vec<_>>());
    for point in &points {
        if let Some(expected) = point.expected {
            let (at, to) = (x(point.at[0]), y(expected));
            scene.path("thin", EXPECTED, &[Some([at, y(point.at[1])]), Some([at, to])]);
            scene.path("line", EXPECTED, &[Some([at - DASH, to]), Some([at + DASH, to])]);
        }
    }
    let places: Vec<[f64; 2]> = points.iter().map(|point| [x(point.at[0]), y(point.at[1])]).collect();
    let mut taken: Vec<[f64; 4]> = places.iter().map(|[x, y]| [x - 4.0, y - 4.0, x + 4.0, y + 4.0]).collect();
    for (point, at) in points.iter().zip(&places) {
        let colour = COLOURS[point.series % COLOURS.len()];
        scene.point(*at, colour, point.hint.clone());
        scene.text("small", free(*at, &point.label, &mut taken), point.label.clone());
    }
    let several = chart.series.len() > 1;
    let of_series = chart.series.iter().enumerate().filter(|_| several);
    let series =
        of_series.map(|(at, one)| (format!("● {}", clean_line(&one.name)), COLOURS[at % COLOURS.len()]));
    let expected = chart.series.iter().find_map(|one| one.expected.as_ref());
    let expected = expected.map(|(_, name)| (format!("— {}", clean_line(name)), EXPECTED));
    let named: Vec<(String, &'static str)> = series.chain(expected).collect();
    let mut right = LEFT;
    for (text, colour) in &named {
        let text = shortened(text, 30);
        scene.coloured("name", [right, bottom + FOOT[2]], text.clone(), Some(colour));
        right += wide(&text) + 22.0;
    }
    scene.ends_at(bottom + if named.is_empty() { FOOT[1] + 8.0 } else { FOOT[2] + 8.0 });
    Some(scene)
}

/// Where a label beside a point hides no other; where there is no such place, right of it.
fn free([x, y]: [f64; 2], label: &str, taken: &mut Vec<[f64; 4]>) -> [f64; 2] {
    let wide = wide(label) * 10.0 / 12.0;
    let places = [
        [x + 6.0, y + 3.5],
        [x - 6.0 - wide, y + 3.5],
        [x - wide / 2.0, y - 7.0],
        [x - wide / 2.0, y + 14.0],
        [x + 5.0, y - 5.0],
        [x + 5.0, y + 12.0],
        [x - 5.0 - wide, y - 5.0],
        [x - 5.0 - wide, y + 12.0],
        [x + 6.0, y - 13.0],
        [x + 6.0, y + 20.0],
    ];
    let room = |at: &[f64; 2]| [at[0], at[1] - 9.0, at[0] + wide, at[1] + 1.0];
    let is_free = |at: &&[f64; 2]| {
        let own = room(at);
        at[0] > LEFT
            && own[2] < WIDTH
            && taken.iter().all(|o| own[2] < o[0] || own[0] > o[2] || own[3] < o[1] || own[1] > o[3])
    };
    let found = *places.iter().find(is_free).unwrap_or(&places[0]);
    taken.push(room(&found));
    found
}
