//! Pictures of measures that say what they are in one: points with their labels, lines in small panels, colours.

use super::{DIMENSIONS, Labels, Sheet};
use crate::figures::{FigureRef, is_description};
use crate::indicators::definition::DrawnAs;
use crate::release::charts::{Drawn, TOTAL_LABEL, Unfit};
use crate::render::table::{Cell, Chart, ChartKind, Column, Panel, Series};

const MOST_POINTS: usize = 300;
const MOST_PANELS: usize = 60;
/// Lines of one panel.
const MOST_LINES: usize = 16;
/// Rows and columns of colours.
const MOST_CELLS: [usize; 2] = [100, 30];

impl Sheet<'_> {
    /// What the figures of a column are in a picture; totals are in none beside their parts.
    pub(super) fn drawn_as(&self, labels: &Labels, figure: Option<FigureRef<'_>>) -> Option<DrawnAs> {
        let is_total = |(dimension, label): (&String, &(usize, Option<String>))| {
            label.1.is_none() && DIMENSIONS.iter().all(|(id, _)| id != dimension)
        };
        if self.shape.columns.iter().zip(labels).any(is_total) {
            return None;
        }
        let figure = figure?;
        self.indicator_of(figure)?.measure(figure.measure())?.drawn
    }

    pub(super) fn picture(
        &self,
        kind: ChartKind,
        columns: &[Column],
        rows: &[Vec<Cell>],
        drawn_as: &[Option<DrawnAs>],
    ) -> Result<Drawn, Unfit> {
        let picture = Picture { sheet: self, columns, rows, drawn_as };
        let chart = match kind {
            ChartKind::Scatter => picture.scatter()?,
            ChartKind::Lines => picture.lines()?,
            _ => picture.heat()?,
        };
        Ok(Drawn { chart: Some(chart), note: None })
    }
}

struct Picture<'a> {
    sheet: &'a Sheet<'a>,
    columns: &'a [Column],
    rows: &'a [Vec<Cell>],
    drawn_as: &'a [Option<DrawnAs>],
}

impl Picture<'_> {
    fn of(&self, drawn: DrawnAs) -> Vec<usize> {
        (0..self.drawn_as.len()).filter(|at| self.drawn_as[*at] == Some(drawn)).collect()
    }

    /// The columns that name rows, without those that only say more of them.
    fn heads(&self) -> Vec<usize> {
        let rows = self.sheet.shape.rows;
        (0..rows.len()).filter(|at| !is_description(&rows[*at])).collect()
    }

    fn text(&self, row: usize, column: usize) -> &str {
        match self.rows[row].get(column) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// The rows before the first that is a total.
    fn parts(&self, heads: &[usize]) -> usize {
        let total = TOTAL_LABEL.get(self.sheet.lang());
        let is_total = |row: &usize| heads.iter().any(|head| self.text(*row, *head) == total);
        (0..self.rows.len()).find(is_total).unwrap_or(self.rows.len())
    }

    fn scatter(&self) -> Result<Chart, Unfit> {
        let (across, up, heads) = (self.of(DrawnAs::Across), self.of(DrawnAs::Up), self.heads());
        let ([labels], Some((first_across, first_up))) = (&heads[..], across.first().zip(up.first())) else {
            return Err(Unfit::NotDrawn(ChartKind::Scatter));
        };
        let rows = self.parts(&heads);
        match rows {
            0 | 1 => return Err(Unfit::NoLabels),
            rows if rows * across.len() > MOST_POINTS => return Err(Unfit::Panels(rows)),
            _ => {}
        }
        let series = across.iter().zip(&up).map(|(across, up)| Series {
            name: self.columns[*up].over.join(" "),
            labels: *labels,
            values: *up,
            across: Some(*across),
            bounds: None,
            rows: 0..rows,
        });
        Ok(Chart {
            kind: ChartKind::Scatter,
            axis: self.columns[*first_up].header.clone(),
            across: self.columns[*first_across].header.clone(),
            series: series.collect(),
            panels: Vec::new(),
        })
    }

    fn lines(&self) -> Result<Chart, Unfit> {
        let (along, heads) = (self.of(DrawnAs::Line), self.heads());
        let (Some((first, last)), Some((names, before))) =
            (along.first().zip(along.last()), heads.split_last())
        else {
            return Err(Unfit::NotDrawn(ChartKind::Lines));
        };
        if along.len() < 2 || last - first + 1 != along.len() {
            return Err(Unfit::NotDrawn(ChartKind::Lines));
        }
        let descriptions: Vec<usize> =
            (0..self.sheet.shape.rows.len()).filter(|at| !heads.contains(at)).collect();
        let end = self.parts(&heads);
        let mut panels: Vec<Panel> = Vec::new();
        for row in 0..end {
            let same = |other: usize| before.iter().all(|at| self.text(other, *at) == self.text(row, *at));
            match panels.last_mut().filter(|panel| !before.is_empty() && same(panel.rows.start)) {
                Some(panel) => panel.rows.end = row + 1,
                None => panels.push(Panel {
                    title: self.title(row, if before.is_empty() { &heads } else { before }, &descriptions),
                    names: *names,
                    rows: row..row + 1,
                    columns: *first..last + 1,
                    strong: Vec::new(),
                }),
            }
            let own = self.text(row, *names);
            if descriptions.iter().any(|at| self.text(row, *at) == own)
                && let Some(panel) = panels.last_mut()
            {
                panel.strong.push(row);
            }
        }
        let widest = panels.iter().map(|panel| panel.rows.len()).max().unwrap_or(0);
        match panels.len() {
            0 => return Err(Unfit::NoLabels),
            number if number > MOST_PANELS || widest > MOST_LINES => return Err(Unfit::Panels(number)),
            _ => {}
        }
        let axis = self.columns[*first].unit.clone().unwrap_or_default();
        Ok(Chart { kind: ChartKind::Lines, axis, across: String::new(), series: Vec::new(), panels })
    }

    fn title(&self, row: usize, heads: &[usize], descriptions: &[usize]) -> String {
        let texts = |columns: &[usize]| -> Vec<&str> {
            columns.iter().map(|at| self.text(row, *at)).filter(|text| !text.is_empty()).collect()
        };
        let (named, described) = (texts(heads).join(" · "), texts(descriptions).join(" · "));
        match described.is_empty() {
            true => named,
            false => format!("{named}{}", self.sheet.lang().in_brackets(&described)),
        }
    }

    fn heat(&self) -> Result<Chart, Unfit> {
        let (cells, heads) = (self.of(DrawnAs::Colour), self.heads());
        let ([labels], Some(first)) = (&heads[..], cells.first()) else {
            return Err(Unfit::NotDrawn(ChartKind::Heat));
        };
        let rows = self.parts(&heads);
        match rows {
            0 => return Err(Unfit::NoLabels),
            rows if rows > MOST_CELLS[0] || cells.len() > MOST_CELLS[1] => return Err(Unfit::Panels(rows)),
            _ => {}
        }
        let name = |at: usize| match &self.columns[at].over[..] {
            [] => self.columns[at].header.clone(),
            over => over.join(" "),
        };
        let series = cells.iter().map(|at| Series {
            name: name(*at),
            labels: *labels,
            values: *at,
            across: None,
            bounds: None,
            rows: 0..rows,
        });
        Ok(Chart {
            kind: ChartKind::Heat,
            axis: self.columns[*first].header.clone(),
            across: String::new(),
            series: series.collect(),
            panels: Vec::new(),
        })
    }
}
