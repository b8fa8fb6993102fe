//! Pictures of measures that say what they are in one: points with their labels, lines in small panels, colours,
//! intervals in order.

use std::ops::Range;

use super::roles::Role;
use super::{DIMENSIONS, Sheet};
use crate::figures::is_description;
use crate::indicators::Verdict;
use crate::indicators::definition::DrawnAs;
use crate::release::charts::{TOTAL_LABEL, Unfit};
use crate::render::table::{Cell, Chart, ChartKind, Column, Panel, Series};

const MOST_POINTS: usize = 300;
const MOST_PANELS: usize = 60;
/// Lines of one panel.
const MOST_LINES: usize = 16;
/// Rows and columns of colours.
const MOST_CELLS: [usize; 2] = [100, 30];

pub(super) struct Picture<'a> {
    pub sheet: &'a Sheet<'a>,
    pub columns: &'a [Column],
    pub rows: &'a [Vec<Cell>],
    pub roles: &'a [Role<'a>],
    /// Row by row, head by head.
    pub verdicts: Vec<Vec<Option<Verdict>>>,
}

/// Rows of one subject and year, without totals.
pub(super) struct Block {
    pub of: String,
    pub rows: Range<usize>,
}

impl Picture<'_> {
    pub(super) fn charts(&self, kind: ChartKind) -> Result<Vec<Chart>, Unfit> {
        match kind {
            ChartKind::Scatter => self.scatter(),
            ChartKind::Lines => self.lines().map(|chart| vec![chart]),
            ChartKind::Caterpillar => self.caterpillar(),
            _ => self.heat(),
        }
    }

    /// The columns of values that are drawn so.
    pub(super) fn of(&self, drawn: DrawnAs) -> Vec<&Role<'_>> {
        self.roles.iter().filter(|role| role.drawn == Some(drawn) && role.part == "value").collect()
    }

    pub(super) fn part(&self, head: usize, part: &str) -> Option<usize> {
        self.roles.iter().find(|role| role.head == head && role.part == part).map(|role| role.at)
    }

    /// The columns that name rows, without those that only say more of them.
    fn heads(&self) -> Vec<usize> {
        let rows = self.sheet.shape.rows;
        (0..rows.len()).filter(|at| !is_description(&rows[*at])).collect()
    }

    /// Of these, how many say the year, the subject or the quantity before the groups.
    fn leading(&self, heads: &[usize]) -> usize {
        let rows = self.sheet.shape.rows;
        heads.iter().take_while(|at| DIMENSIONS.iter().any(|(id, _)| *id == rows[**at])).count()
    }

    fn text(&self, row: usize, column: usize) -> &str {
        match self.rows[row].get(column) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    fn texts(&self, row: usize, columns: &[usize]) -> String {
        columns.iter().map(|at| self.text(row, *at)).collect::<Vec<_>>().join(" · ")
    }

    fn is_total(&self, row: usize, heads: &[usize]) -> bool {
        let total = TOTAL_LABEL.get(self.sheet.lang());
        heads.iter().any(|head| self.text(row, *head) == total)
    }

    /// What has a picture of its own, and the columns of its labels: the last, and how many before belong to it.
    pub(super) fn blocks(&self, kind: ChartKind) -> Result<(Vec<Block>, usize, usize), Unfit> {
        let heads = self.heads();
        let leading = self.leading(&heads);
        let Some((last, wider)) = heads[leading..].split_last() else { return Err(Unfit::NotDrawn(kind)) };
        if last - wider.len() != *wider.first().unwrap_or(last) {
            return Err(Unfit::NotDrawn(kind));
        }
        let mut blocks: Vec<Block> = Vec::new();
        for row in (0..self.rows.len()).filter(|row| !self.is_total(*row, &heads)) {
            let of = self.texts(row, &heads[..leading]);
            match blocks.last_mut().filter(|block| block.of == of && block.rows.end == row) {
                Some(block) => block.rows.end += 1,
                None => blocks.push(Block { of, rows: row..row + 1 }),
            }
        }
        match blocks.is_empty() {
            true => Err(Unfit::NoLabels),
            false => Ok((blocks, *last, wider.len())),
        }
    }

    /// What a column holds, without the part of the figure, and in which unit.
    pub(super) fn quantity(&self, role: &Role<'_>) -> String {
        let column = &self.columns[role.at];
        let own = match &column.over[..] {
            _ if role.quantity.is_some() => role.quantity.clone().unwrap_or_default(),
            [] => column.header.clone(),
            over if column.header.starts_with(super::PARTS[0].1.get(self.sheet.lang())) => over.join(" "),
            over => format!("{} {}", over.join(" "), column.header),
        };
        let unit = column.unit.as_deref().map(|unit| self.sheet.lang().in_brackets(unit));
        match unit.filter(|unit| !own.ends_with(unit.trim())) {
            Some(unit) => format!("{own}{unit}"),
            None => own,
        }
    }

    fn scatter(&self) -> Result<Vec<Chart>, Unfit> {
        let (across, up) = (self.of(DrawnAs::Across), self.of(DrawnAs::Up));
        let Some((first_across, first_up)) = across.first().zip(up.first()) else {
            return Err(Unfit::NotDrawn(ChartKind::Scatter));
        };
        let (blocks, labels, wider) = self.blocks(ChartKind::Scatter)?;
        let expected = self.of(DrawnAs::Curve);
        let expected = expected.first().map(|role| (role.at, self.quantity(role)));
        let chart = |block: Block| {
            match block.rows.len() {
                0 | 1 => return Err(Unfit::NoLabels),
                rows if rows * across.len() > MOST_POINTS => return Err(Unfit::Panels(rows)),
                _ => {}
            }
            let series = across.iter().zip(&up).map(|(across, up)| Series {
                name: self.columns[up.at].over.join(" "),
                labels,
                wider,
                values: up.at,
                across: Some(across.at),
                expected: expected.clone(),
                rows: block.rows.clone(),
                ..Series::default()
            });
            Ok(Chart {
                of: block.of,
                axis: self.quantity(first_up),
                across: self.quantity(first_across),
                series: series.collect(),
                ..Chart::of(ChartKind::Scatter)
            })
        };
        blocks.into_iter().map(chart).collect()
    }

    fn lines(&self) -> Result<Chart, Unfit> {
        let (along, heads) = (self.of(DrawnAs::Line), self.heads());
        let (Some((first, last)), Some((names, before))) =
            (along.first().zip(along.last()), heads.split_last())
        else {
            return Err(Unfit::NotDrawn(ChartKind::Lines));
        };
        let (first, last) = (first.at, last.at);
        if along.len() < 2 || last - first + 1 != along.len() {
            return Err(Unfit::NotDrawn(ChartKind::Lines));
        }
        let descriptions: Vec<usize> =
            (0..self.sheet.shape.rows.len()).filter(|at| !heads.contains(at)).collect();
        let mut panels: Vec<Panel> = Vec::new();
        for row in (0..self.rows.len()).filter(|row| !self.is_total(*row, &heads)) {
            let same = |other: usize| before.iter().all(|at| self.text(other, *at) == self.text(row, *at));
            let follows =
                |panel: &&mut Panel| !before.is_empty() && panel.rows.end == row && same(panel.rows.start);
            match panels.last_mut().filter(follows) {
                Some(panel) => panel.rows.end = row + 1,
                None => panels.push(Panel {
                    title: self.title(row, if before.is_empty() { &heads } else { before }, &descriptions),
                    names: *names,
                    rows: row..row + 1,
                    columns: first..last + 1,
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
        let axis = self.columns[first].unit.clone().unwrap_or_default();
        let across = self.along();
        Ok(Chart { axis, across, panels, ..Chart::of(ChartKind::Lines) })
    }

    /// What the labels of the head are.
    fn along(&self) -> String {
        let named = self.sheet.shape.columns.iter().filter(|dimension| *dimension != "quantity");
        named.map(|dimension| self.sheet.dimension(dimension)).collect::<Vec<_>>().join(" · ")
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

    fn heat(&self) -> Result<Vec<Chart>, Unfit> {
        let cells = self.of(DrawnAs::Colour);
        let Some(first) = cells.first() else { return Err(Unfit::NotDrawn(ChartKind::Heat)) };
        let (blocks, labels, wider) = self.blocks(ChartKind::Heat)?;
        let name = |at: usize| match &self.columns[at].over[..] {
            [] => self.columns[at].header.clone(),
            over => over.join(" "),
        };
        let chart = |block: Block| {
            let rows = block.rows.len();
            if rows > MOST_CELLS[0] || cells.len() > MOST_CELLS[1] {
                return Err(Unfit::Panels(rows));
            }
            let series = cells.iter().map(|role| Series {
                name: name(role.at),
                labels,
                wider,
                values: role.at,
                rows: block.rows.clone(),
                ..Series::default()
            });
            Ok(Chart {
                of: block.of,
                axis: self.of_cells(first),
                across: self.along(),
                series: series.collect(),
                ..Chart::of(ChartKind::Heat)
            })
        };
        blocks.into_iter().map(chart).collect()
    }

    /// What the cells hold: the labels of the head are not part of it.
    fn of_cells(&self, first: &Role<'_>) -> String {
        match first.quantity {
            Some(_) => self.quantity(first),
            None => self.columns[first.at].header.clone(),
        }
    }
}
