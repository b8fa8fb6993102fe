//! The geometry of a chart: where its marks, ticks and labels stand.

use super::{Bar, Label, Legend, Line, Point, Tick, View, Whisker};
use crate::render::show::{clean_line, width};
use crate::render::table::{Cell, Chart, ChartKind, Series, Table};

pub(super) const WIDTH: f64 = 720.0;
const TOP: f64 = 34.0;
const LEFT: f64 = 58.0;
const RIGHT: f64 = 16.0;
const PLOT_HEIGHT: f64 = 220.0;
/// Half the width of a Chinese character of the labels, in the units of the drawing.
pub(super) const LETTER: f64 = 6.2;
/// Labels along the axis that are shown; of more, every so many.
const LABELS_SHOWN: usize = 16;
/// Bars are of groups, each of which has a name.
const GROUPS_SHOWN: usize = 40;
/// Characters of a label along the axis, and of the name of a line.
const LONGEST_LABEL: usize = 12;
const LONGEST_NAME: usize = 28;
pub(super) const COLOURS: [&str; 8] =
    ["#1f4e8c", "#c8553d", "#3c8d5a", "#8a6bb1", "#c79a2b", "#4d9fb3", "#7d7d7d", "#b0567f"];

/// A value of the chart, as it is shown and as it is drawn.
#[derive(Clone)]
struct Mark {
    place: usize,
    value: f64,
    text: String,
    bounds: Option<(f64, f64)>,
}

pub(super) struct Plot<'a> {
    chart: &'a Chart,
    labels: Vec<String>,
    series: Vec<Vec<Mark>>,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) step: f64,
}

pub(super) fn number(table: &Table, row: usize, column: usize) -> Option<(f64, String)> {
    match table.rows.get(row)?.get(column)? {
        Cell::Number(number) => Some((number.digits().parse().ok()?, number.digits().to_owned())),
        _ => None,
    }
}

pub(super) fn label(table: &Table, row: usize, column: usize) -> String {
    match table.rows.get(row).and_then(|cells| cells.get(column)) {
        Some(Cell::Text(text)) => clean_line(text),
        Some(Cell::Number(number)) => number.digits().to_owned(),
        _ => String::new(),
    }
}

/// What a row of a series is called, of all the columns that name it.
pub(super) fn name(table: &Table, row: usize, series: &Series) -> String {
    let parts = (series.labels - series.wider..=series.labels).map(|column| label(table, row, column));
    parts.collect::<Vec<_>>().join(" ")
}

/// The years of a trend, ascending, those without a value among them: they break its lines.
fn years(table: &Table, chart: &Chart) -> Vec<String> {
    const MOST_YEARS: i32 = 60;
    let rows = chart.series.iter().flat_map(|one| one.rows.clone().map(|row| label(table, row, one.labels)));
    let shown: Option<Vec<i32>> = rows.map(|text| text.parse().ok()).collect();
    let Some(shown) = shown else { return Vec::new() };
    match (shown.iter().min(), shown.iter().max()) {
        (Some(first), Some(last)) if last - first < MOST_YEARS => {
            (*first..=*last).map(|year| year.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

impl<'a> Plot<'a> {
    pub(super) fn of(table: &Table, chart: &'a Chart) -> Option<Plot<'a>> {
        let mut labels = if chart.kind == ChartKind::Trend { years(table, chart) } else { Vec::new() };
        let mut series = Vec::new();
        for one in &chart.series {
            let mut marks = Vec::new();
            for row in one.rows.clone() {
                let text = label(table, row, one.labels);
                let place = labels.iter().position(|known| *known == text).unwrap_or(labels.len());
                if place == labels.len() {
                    labels.push(text);
                }
                marks.extend(mark(table, row, one, place));
            }
            series.push(marks);
        }
        let reach = |mark: &Mark| {
            let (low, high) = mark.bounds.unwrap_or((mark.value, mark.value));
            [low.min(mark.value), high.max(mark.value)]
        };
        let all: Vec<f64> = series.iter().flatten().flat_map(reach).collect();
        let (least, most) = (all.iter().copied().reduce(f64::min)?, all.iter().copied().reduce(f64::max)?);
        // Bars and counts begin at zero; a trend may begin elsewhere, but not so that nothing looks like much.
        let from_zero = chart.kind != ChartKind::Trend || least < (most - least) * 2.0;
        let (low, high) = if from_zero { (least.min(0.0), most.max(0.0)) } else { (least, most) };
        let step = nice_step(high - low);
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        Some(Plot { chart, labels, series, low, high: high.max(low + step), step })
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        round(TOP + PLOT_HEIGHT * (1.0 - (value - self.low) / (self.high - self.low)))
    }

    fn slot(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) / self.labels.len().max(1) as f64
    }

    fn x(&self, place: usize) -> f64 {
        round(LEFT + self.slot() * (place as f64 + 0.5))
    }

    pub(super) fn view(&self, table: &Table) -> View {
        let shown_every = self.labels.len().div_ceil(match self.chart.kind {
            ChartKind::Bars | ChartKind::Intervals => GROUPS_SHOWN,
            _ => LABELS_SHOWN,
        });
        let widest = self.labels.iter().map(|text| width(text) as f64 * LETTER).fold(0.0, f64::max);
        let turned = widest > self.slot() * shown_every as f64 - 6.0;
        let bottom = TOP + PLOT_HEIGHT;
        let deep = if turned { (widest * 0.71 + 20.0).min(130.0) } else { 26.0 };
        let labels = self.labels.iter().enumerate().step_by(shown_every).map(|(place, text)| Label {
            x: self.x(place),
            y: bottom + 16.0,
            text: shortened(text, LONGEST_LABEL),
            turned,
        });
        let (legend, rows) = self.legend(bottom + deep);
        View {
            width: WIDTH,
            height: (bottom + deep + rows as f64 * 20.0 + 8.0).round(),
            title: clean_line(&table.title),
            axis: clean_line(&self.chart.axis),
            left: LEFT,
            right: WIDTH - RIGHT,
            bottom,
            baseline: self.y(self.low.max(0.0).min(self.high)),
            ticks: self.ticks(),
            labels: labels.collect(),
            legend,
            bars: self.bars(),
            lines: self.lines(),
            points: self.points(),
            whiskers: self.whiskers(),
        }
    }

    fn ticks(&self) -> Vec<Tick> {
        let places = (-self.step.log10().floor()).max(0.0) as usize;
        let count = ((self.high - self.low) / self.step).round() as usize;
        let tick = |n: usize| {
            let value = self.low + self.step * n as f64;
            // No minus before a zero.
            let value = if value.abs() < self.step / 1e6 { 0.0 } else { value };
            Tick { y: self.y(value), text: format!("{value:.places$}") }
        };
        (0..=count).map(tick).collect()
    }

    /// Several series are told apart by name; one is named by the title.
    fn legend(&self, top: f64) -> (Vec<Legend>, usize) {
        if self.chart.series.len() < 2 {
            return (Vec::new(), 0);
        }
        let (mut x, mut row) = (LEFT, 0);
        let mut legend = Vec::new();
        for (series, colour) in self.chart.series.iter().zip(COLOURS) {
            let text = shortened(&clean_line(&series.name), LONGEST_NAME);
            let wide = width(&text) as f64 * LETTER + 34.0;
            if x + wide > WIDTH - RIGHT && x > LEFT {
                (x, row) = (LEFT, row + 1);
            }
            legend.push(Legend { x: round(x), y: top + 12.0 + row as f64 * 20.0, text, colour });
            x += wide;
        }
        (legend, row + 1)
    }

    fn coloured(&self) -> impl Iterator<Item = (usize, &Vec<Mark>, &'static str)> {
        self.series.iter().zip(COLOURS).enumerate().map(|(at, (marks, colour))| (at, marks, colour))
    }

    pub(super) fn bars(&self) -> Vec<Bar> {
        let side = match self.chart.kind {
            ChartKind::Bars => self.slot() * 0.76 / self.series.len().max(1) as f64,
            ChartKind::Distribution => self.slot() * 0.92,
            _ => return Vec::new(),
        };
        let zero = self.y(0.0);
        let bar = |at: usize, mark: &Mark, colour| {
            let middle = self.x(mark.place) + side * (at as f64 - (self.series.len() as f64 - 1.0) / 2.0);
            let top = self.y(mark.value);
            Bar {
                x: round(middle - side / 2.0),
                y: top.min(zero),
                width: round(side),
                height: round((zero - top).abs()),
                colour,
                text: self.hint(at, mark),
            }
        };
        self.coloured()
            .flat_map(|(at, marks, colour)| marks.iter().map(move |m| bar(at, m, colour)))
            .collect()
    }

    fn lines(&self) -> Vec<Line> {
        if self.chart.kind != ChartKind::Trend {
            return Vec::new();
        }
        self.coloured()
            .map(|(_, marks, colour)| {
                let mut path = String::new();
                for (at, mark) in marks.iter().enumerate() {
                    // A year that is missing or hidden breaks the line.
                    let follows = at > 0 && marks[at - 1].place + 1 == mark.place;
                    let (x, y) = (self.x(mark.place), self.y(mark.value));
                    path.push_str(&format!("{}{x} {y} ", if follows { 'L' } else { 'M' }));
                }
                Line { path, colour }
            })
            .collect()
    }

    fn points(&self) -> Vec<Point> {
        if !matches!(self.chart.kind, ChartKind::Trend | ChartKind::Intervals) {
            return Vec::new();
        }
        let point = |at: usize, mark: &Mark, colour| Point {
            x: self.x(mark.place),
            y: self.y(mark.value),
            colour,
            text: self.hint(at, mark),
        };
        self.coloured()
            .flat_map(|(at, marks, colour)| marks.iter().map(move |m| point(at, m, colour)))
            .collect()
    }

    fn whiskers(&self) -> Vec<Whisker> {
        if self.chart.kind != ChartKind::Intervals {
            return Vec::new();
        }
        let whisker = |mark: &Mark, colour| {
            let (low, high) = mark.bounds?;
            Some(Whisker { x: self.x(mark.place), high: self.y(high), low: self.y(low), colour })
        };
        self.coloured()
            .flat_map(|(_, marks, colour)| marks.iter().filter_map(move |m| whisker(m, colour)))
            .collect()
    }

    fn hint(&self, at: usize, mark: &Mark) -> String {
        let place = &self.labels[mark.place];
        let name = clean_line(&self.chart.series[at].name);
        if self.chart.series.len() > 1 {
            format!("{place} {name} {}", mark.text)
        } else {
            format!("{place} {}", mark.text)
        }
    }
}

fn mark(table: &Table, row: usize, series: &Series, place: usize) -> Option<Mark> {
    let (value, text) = number(table, row, series.values)?;
    let bounds =
        series.bounds.and_then(|(low, high)| Some((number(table, row, low)?.0, number(table, row, high)?.0)));
    Some(Mark { place, value, text, bounds })
}

/// 1, 2 or 5 times a power of ten, so that four to eight steps make the axis.
pub(super) fn nice_step(range: f64) -> f64 {
    let rough = if range > 0.0 { range / 5.0 } else { 1.0 };
    let power = 10f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= rough * 0.999);
    factor.unwrap_or(10.0) * power
}

/// Tenths are fine enough for a drawing, and the same on every machine.
pub(super) fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

pub(super) fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}
