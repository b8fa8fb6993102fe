//! Points with their labels: each item by difficulty and discrimination.

use super::plot::{COLOURS, WIDTH, label, nice_step, number, shortened};
use super::scene::{Scene, wide};
use crate::render::show::clean_line;
use crate::render::table::{Chart, Table};

const LEFT: f64 = 58.0;
const RIGHT: f64 = 28.0;
const TOP: f64 = 34.0;
const HEIGHT: f64 = 340.0;
const LONGEST: usize = 12;

struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// Round steps around all values; from zero, unless that leaves most of the picture empty.
    fn of(values: impl Iterator<Item = f64> + Clone) -> Option<Axis> {
        let least = values.clone().reduce(f64::min)?;
        let most = values.reduce(f64::max)?;
        let (least, most) = if least > most - least { (least, most) } else { (least.min(0.0), most) };
        let step = nice_step(most - least);
        let (low, high) = ((least / step).floor() * step, (most / step).ceil() * step);
        Some(Axis { low, high: high.max(low + step), step })
    }

    fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    fn ticks(&self) -> Vec<(f64, String)> {
        let places = (-self.step.log10().floor()).max(0.0) as usize;
        let count = ((self.high - self.low) / self.step).round() as usize;
        let tick = |n: usize| {
            let value = self.low + self.step * n as f64;
            let value = if value.abs() < self.step / 1e6 { 0.0 } else { value };
            (value, format!("{value:.places$}"))
        };
        (0..=count).map(tick).collect()
    }
}

struct Placed {
    series: usize,
    at: [f64; 2],
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
            let label = label(table, row, one.labels);
            let hint = format!("{label}: {across}, {up}");
            points.push(Placed { series, at: [x, y], label: shortened(&label, LONGEST), hint });
        }
    }
    let across = Axis::of(points.iter().map(|point| point.at[0]))?;
    let up = Axis::of(points.iter().map(|point| point.at[1]))?;
    let mut scene = Scene::new(WIDTH, clean_line(&table.title));
    let x = |value: f64| LEFT + (WIDTH - LEFT - RIGHT) * across.share(value);
    let y = |value: f64| TOP + HEIGHT * (1.0 - up.share(value));
    let bottom = TOP + HEIGHT;
    scene.text("axis", [6.0, 16.0], clean_line(&chart.axis));
    for (value, text) in up.ticks() {
        let class = if value == 0.0 { "base" } else { "grid" };
        scene.line(class, [LEFT, y(value)], [WIDTH - RIGHT, y(value)]);
        scene.text("tick", [LEFT - 8.0, y(value) + 4.0], text);
    }
    for (value, text) in across.ticks() {
        scene.line("grid", [x(value), TOP], [x(value), bottom]);
        scene.text("label", [x(value), bottom + 16.0], text);
    }
    scene.text("label", [(LEFT + WIDTH - RIGHT) / 2.0, bottom + 36.0], clean_line(&chart.across));
    let places: Vec<[f64; 2]> = points.iter().map(|point| [x(point.at[0]), y(point.at[1])]).collect();
    let mut taken: Vec<[f64; 4]> = places.iter().map(|[x, y]| [x - 4.0, y - 4.0, x + 4.0, y + 4.0]).collect();
    for (point, at) in points.iter().zip(&places) {
        let colour = COLOURS[point.series % COLOURS.len()];
        scene.point(*at, colour, point.hint.clone());
        scene.text("small", free(*at, &point.label, &mut taken), point.label.clone());
    }
    let named = chart.series.iter().filter(|_| chart.series.len() > 1).enumerate();
    let mut right = LEFT;
    for (at, one) in named {
        let text = shortened(&clean_line(&one.name), 28);
        scene.coloured(
            "name",
            [right, bottom + 58.0],
            format!("● {text}"),
            Some(COLOURS[at % COLOURS.len()]),
        );
        right += wide(&text) + 34.0;
    }
    scene.ends_at(bottom + if chart.series.len() > 1 { 66.0 } else { 44.0 });
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
