//! Lines, cells, points and words of a picture, drawn one after the other.

use serde::Serialize;

use super::filled;
use super::plot::{LETTER, round};
use crate::error::Result;
use crate::render::show::width;

const TEMPLATE: &str = include_str!("../scene.svg.j2");

#[derive(Serialize)]
pub struct Scene {
    width: f64,
    height: f64,
    title: String,
    marks: Vec<Mark>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Mark {
    Line { class: &'static str, x: f64, y: f64, to_x: f64, to_y: f64 },
    Path { class: &'static str, colour: &'static str, d: String },
    Cell { x: f64, y: f64, width: f64, height: f64, colour: String, text: String },
    Shape { d: String, fill: &'static str, colour: &'static str, text: String },
    Point { x: f64, y: f64, colour: &'static str, text: String },
    Text { class: &'static str, x: f64, y: f64, text: String, colour: Option<&'static str> },
}

impl Scene {
    pub fn new(width: f64, title: String) -> Scene {
        Scene { width, height: 0.0, title, marks: Vec::new() }
    }

    /// Everything stands above this.
    pub fn ends_at(&mut self, y: f64) {
        self.height = self.height.max(y.ceil());
    }

    pub fn line(&mut self, class: &'static str, [x, y]: [f64; 2], [to_x, to_y]: [f64; 2]) {
        let [x, y, to_x, to_y] = [x, y, to_x, to_y].map(round);
        self.marks.push(Mark::Line { class, x, y, to_x, to_y });
    }

    /// A line through points, broken where there is none.
    pub fn path(&mut self, class: &'static str, colour: &'static str, points: &[Option<[f64; 2]>]) {
        let mut d = String::new();
        let mut begun = false;
        for point in points {
            if let Some([x, y]) = point.map(|at| at.map(round)) {
                d.push_str(&format!("{}{x} {y} ", if begun { 'L' } else { 'M' }));
            }
            begun = point.is_some();
        }
        self.marks.push(Mark::Path { class, colour, d });
    }

    pub fn cell(&mut self, [x, y]: [f64; 2], [width, height]: [f64; 2], colour: String, text: String) {
        let [x, y, width, height] = [x, y, width, height].map(round);
        self.marks.push(Mark::Cell { x, y, width, height, colour, text });
    }

    pub fn point(&mut self, [x, y]: [f64; 2], colour: &'static str, text: String) {
        self.marks.push(Mark::Point { x: round(x), y: round(y), colour, text });
    }

    /// A closed outline, or strokes.
    pub fn shape(&mut self, d: String, [fill, colour]: [&'static str; 2], text: String) {
        self.marks.push(Mark::Shape { d, fill, colour, text });
    }

    pub fn text(&mut self, class: &'static str, at: [f64; 2], text: impl Into<String>) {
        self.coloured(class, at, text, None);
    }

    pub fn coloured(
        &mut self,
        class: &'static str,
        [x, y]: [f64; 2],
        text: impl Into<String>,
        colour: Option<&'static str>,
    ) {
        self.marks.push(Mark::Text { class, x: round(x), y: round(y), text: text.into(), colour });
    }

    pub fn drawn(&self) -> Result<String> {
        filled(TEMPLATE, self)
    }
}

/// How wide a text is, about.
pub fn wide(text: &str) -> f64 {
    width(text) as f64 * LETTER
}
