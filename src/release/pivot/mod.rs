//! Tables by rows and columns of the user's choice: years, groups, subjects and quantities on either side.
//! Computes nothing: every cell is a part of one figure.

mod chart;
mod heads;
mod intervals;
mod labels;
mod pictures;
mod roles;

use std::collections::{BTreeMap, BTreeSet};

use super::arrows::Changes;
use super::charts::{Drawn, TOTAL_LABEL, UNKNOWN_LABEL, Unfit};
use super::level::{bound_heads, level_of};
use super::order;
use super::printed::{self, part_of};
use super::tables::{
    Heading, LINKED, TESTED, convention_notes, levels_and_changes, persons_and, remark_notes,
};
use crate::error::Result;
use crate::figures::{FigureRef, Figures, Status, Unit, is_description};
use crate::indicators::{Indicator, Verdict, counts_linked, verdict_of};
use crate::lang::{Lang, Text};
use crate::render::table::{Cell, ChartKind, Column, Table};
use crate::subjects::TOTAL;
use pictures::Picture;

/// Figures of fewer candidates than this are marked as resting on few.
const FEW: u64 = 30;

/// What stands where.
pub struct Shape<'a> {
    pub rows: &'a [String],
    pub columns: &'a [String],
    /// Which parts of a figure are shown; its value, if none is named.
    pub show: &'a [String],
    /// Whether the candidates counted stand before the other numbers.
    pub counts: bool,
    pub chart: Option<ChartKind>,
}

/// Dimensions that figures have besides their group keys.
pub const DIMENSIONS: &[(&str, Text)] = &[
    ("year", Text::new("年份", "Year")),
    ("subject", Text::new("科目", "Subject")),
    ("quantity", Text::new("统计量", "Measure")),
];

/// Whether a figure of value added is above or below the average, in words.
const VERDICT: &str = "verdict";

/// The parts of a figure that a table can show.
pub const PARTS: &[(&str, Text)] = &[
    ("value", Text::new("数值", "Value")),
    ("numerator", Text::new("分子", "Numerator")),
    ("denominator", Text::new("分母", "Denominator")),
    ("n", Text::new("人数", "n")),
    ("se", Text::new("标准误", "Standard error")),
    ("lower", Text::new("区间下限", "Lower")),
    ("upper", Text::new("区间上限", "Upper")),
    (VERDICT, Text::new("判断", "Verdict")),
];

/// Lays figures of one or several indicators out by rows and columns.
///
/// # Errors
/// Two figures for one cell: the dimension in which they differ stands neither in the rows nor in the columns. Within,
/// that the picture asked for would not say what the table says.
pub fn pivot(
    figures: &Figures,
    indicators: &[&'static Indicator],
    shape: &Shape<'_>,
    heading: &Heading<'_>,
) -> Result<std::result::Result<Table, Unfit>> {
    let (levels, changes) = levels_and_changes(indicators, order::in_customary_order(figures));
    let changes = Changes::of(&changes, heading.lang);
    let sheet = Sheet::new(&levels, indicators, shape, heading);
    let (row_labels, column_labels) = (sheet.labels(shape.rows), sheet.labels(shape.columns));
    let cells = sheet.cells()?;
    let parts: Vec<&str> = match shape.show {
        [] => vec!["value"],
        show => show.iter().map(String::as_str).collect(),
    };
    let mut columns: Vec<Column> =
        shape.rows.iter().map(|dim| Column::text(sheet.dimension(dim)).called(dim)).collect();
    if shape.counts {
        let persons = Unit::Persons.text().get(heading.lang);
        let counted = if indicators.iter().all(|one| counts_linked(one)) { LINKED } else { TESTED };
        columns.push(Column::number(counted.get(heading.lang)).called("tested").in_unit(persons));
    }
    let several = parts.len() + changes.columns("", &[]).len() > 1;
    let mut firsts: BTreeMap<&Labels, FigureRef<'_>> = BTreeMap::new();
    cells.iter().for_each(|((_, column), figure)| {
        firsts.entry(column).or_insert(*figure);
    });
    let mut roles = Vec::new();
    for (head, labels) in column_labels.iter().enumerate() {
        let first = firsts.get(labels).copied();
        let shown = sheet.parts_of(first, &parts);
        roles.extend(sheet.roles((head, labels), first, &shown, columns.len()));
        columns.extend(shown.iter().map(|part| sheet.column(labels, part, several, first)));
        let over: Vec<String> = labels.iter().map(|label| sheet.label(label)).collect();
        let of = first.map_or_else(String::new, |figure| sheet.id_of(figure) + ".");
        columns.extend(changes.columns(&of, &over));
    }
    let mut verdicts = Vec::new();
    let mut unreliable = Vec::new();
    let mut rows = Vec::new();
    for labels in &row_labels {
        let of = |column: &Labels| cells.get(&(labels.clone(), column.clone())).copied();
        let figures: Vec<FigureRef<'_>> = column_labels.iter().filter_map(of).collect();
        let mut row: Vec<Cell> =
            shape.rows.iter().zip(labels).map(|(dimension, label)| sheet.head(dimension, label)).collect();
        if shape.counts {
            row.push(sheet.tested(&figures));
        }
        for column in &column_labels {
            let figure = of(column);
            let shown = sheet.parts_of(firsts.get(column).copied(), &parts);
            row.extend(shown.iter().map(|part| figure.map_or(Cell::Empty, |f| sheet.cell(f, part))));
            row.extend(changes.cells(figure, figure.map_or(0, |figure| sheet.decimals(figure))));
        }
        if figures.iter().any(|f| f.status() == Status::Ok && f.n().is_some_and(|n| n < FEW)) {
            unreliable.push(rows.len());
        }
        verdicts.push(column_labels.iter().map(|column| of(column).and_then(Verdict::of)).collect());
        rows.push(row);
    }
    let picture = match shape.chart {
        Some(kind) if kind.is_of_roles() => {
            let drawn = Picture { sheet: &sheet, columns: &columns, rows: &rows, roles: &roles, verdicts };
            drawn.charts(kind).map(|charts| Drawn { charts, note: None })
        }
        _ => sheet.drawn(&columns, &rows, &roles),
    };
    let Drawn { charts, note } = match picture {
        Ok(drawn) => drawn,
        Err(unfit) => return Ok(Err(unfit)),
    };
    let mut notes = sheet.notes(figures);
    notes.extend(note);
    notes.extend(changes.note());
    Ok(Ok(Table {
        id: heading.id.to_owned(),
        title: heading.title.to_owned(),
        unit: sheet.common_unit(&parts),
        columns,
        rows,
        notes,
        charts,
        unreliable,
    }))
}

/// One label per dimension, with what it is sorted by before it.
type Labels = Vec<(usize, Option<String>)>;

struct Sheet<'a> {
    figures: &'a Figures,
    indicators: &'a [&'static Indicator],
    shape: &'a Shape<'a>,
    heading: &'a Heading<'a>,
    units: BTreeSet<&'static str>,
    /// What the bounds of intervals are called.
    bounds: [String; 2],
    /// The measures of each indicator that occur.
    measures: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

impl<'a> Sheet<'a> {
    fn new(
        figures: &'a Figures,
        indicators: &'a [&'static Indicator],
        shape: &'a Shape<'a>,
        heading: &'a Heading<'a>,
    ) -> Sheet<'a> {
        let units = figures.iter().map(|figure| figure.unit().text().get(heading.lang)).collect();
        let mut measures: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for figure in figures.iter() {
            measures.entry(figure.indicator()).or_default().insert(figure.measure());
        }
        let level = level_of(figures, heading.lang).unwrap_or_default();
        let bounds = bound_heads(&level, heading.lang);
        Sheet { figures, indicators, shape, heading, units, bounds, measures }
    }

    fn lang(&self) -> Lang {
        self.heading.lang
    }

    fn dimension(&self, name: &str) -> String {
        let own = DIMENSIONS.iter().find(|(id, _)| *id == name);
        own.map_or_else(
            || self.indicators[0].key_name(name, self.lang()).to_owned(),
            |(_, text)| text.get(self.lang()).to_owned(),
        )
    }

    /// The cell that says what a row is of.
    fn head(&self, dimension: &str, label: &(usize, Option<String>)) -> Cell {
        match label.1 {
            None if is_description(dimension) => Cell::Empty,
            _ => Cell::text(self.label(label)),
        }
    }

    fn label(&self, label: &(usize, Option<String>)) -> String {
        match label.1.as_deref() {
            None => TOTAL_LABEL.get(self.lang()).to_owned(),
            Some("") => UNKNOWN_LABEL.get(self.lang()).to_owned(),
            Some(label) => label.to_owned(),
        }
    }

    fn cell(&self, figure: FigureRef<'_>, part: &str) -> Cell {
        match (part, part_of(figure, part, self.decimals(figure))) {
            (VERDICT, _) => Cell::text(verdict_of(figure, self.lang())),
            (_, Some((value, decimals))) => Cell::number(value, decimals),
            ("value", None) => Cell::Missing(figure.status()),
            (_, None) => absent(figure),
        }
    }

    fn indicator_of(&self, figure: FigureRef<'_>) -> Option<&'static Indicator> {
        self.indicators.iter().copied().find(|indicator| indicator.id == figure.indicator())
    }

    fn decimals(&self, figure: FigureRef<'_>) -> u8 {
        self.heading.decimals.unwrap_or_else(|| printed::decimals(self.indicator_of(figure), false, figure))
    }

    /// Of the row's total, or else of its last subject: the most that are counted together.
    fn tested(&self, figures: &[FigureRef<'_>]) -> Cell {
        let counted = || figures.iter().filter(|figure| figure.n().is_some());
        let total = counted().find(|figure| figure.subject() == Some(TOTAL));
        let Some(figure) = total.or(counted().next_back()).or(figures.last()) else { return Cell::Empty };
        match (figure.status(), figure.n()) {
            (Status::Suppressed, _) => Cell::Missing(Status::Suppressed),
            (_, Some(_)) => self.cell(*figure, "n"),
            (status, None) => Cell::Missing(status),
        }
    }

    fn common_unit(&self, parts: &[&str]) -> Option<String> {
        let unit = self.units.first().filter(|unit| self.units.len() == 1 && !unit.is_empty())?;
        let persons = self.shape.counts || parts.iter().any(|part| *part != "value");
        Some(if persons { persons_and(unit, self.lang()) } else { (*unit).to_owned() })
    }

    /// Remarks are of all figures, their changes included.
    fn notes(&self, all: &Figures) -> Vec<String> {
        let lang = self.lang();
        let mut notes = self.heading.notes.to_vec();
        for indicator in self.indicators {
            let (name, formula) = (indicator.name.get(lang), indicator.formula.get(lang));
            notes.push(match self.indicators.len() {
                1 => formula.to_owned(),
                _ if formula.starts_with(name) => formula.to_owned(),
                _ => lang.pick(format!("{name}：{formula}"), format!("{name}: {formula}")),
            });
            for note in convention_notes(self.figures, indicator, lang) {
                // Most indicators count the same candidates: it is said once.
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
        notes.extend(remark_notes(all, lang));
        notes
    }
}

fn absent(figure: FigureRef<'_>) -> Cell {
    match figure.status() {
        Status::Ok => Cell::Missing(Status::NotApplicable),
        status => Cell::Missing(status),
    }
}
