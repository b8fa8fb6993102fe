//! The one model of a table that every renderer draws.

pub use super::cell::{Cell, Number};
use super::show::clean_line;
use crate::figures::{FigureRef, Figures};
use crate::lang::Lang;

/// A table as people read it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Short and unique within a release; becomes the name of the sheet and of the CSV file.
    pub id: String,
    pub title: String,
    /// The unit of the whole table, where all its numbers share one.
    pub unit: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Definitions, conventions, sources: shown below the table.
    pub notes: Vec<String>,
    /// Its pictures, one below another.
    pub charts: Vec<Chart>,
    /// Rows whose figures rest on few candidates, by index: `[u]` in the accessible workbook.
    pub unreliable: Vec<usize>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// What programs call it: one of its own in the table, the same in every language.
    pub id: String,
    pub header: String,
    /// Headers above it, the topmost first; neighbours that share one stand under it together.
    pub over: Vec<String>,
    /// Labels stand left, numbers right.
    pub numeric: bool,
    /// Arrows that say which way a number beside them went.
    pub arrow: bool,
    /// The unit of its numbers.
    pub unit: Option<String>,
}

impl Column {
    pub fn text(header: impl Into<String>) -> Column {
        Column { header: header.into(), ..Column::default() }
    }

    pub fn number(header: impl Into<String>) -> Column {
        Column { header: header.into(), numeric: true, ..Column::default() }
    }

    pub fn called(self, id: impl Into<String>) -> Column {
        Column { id: id.into(), ..self }
    }

    /// In a unit; one without a name is none.
    pub fn in_unit(self, unit: impl Into<String>) -> Column {
        Column { unit: Some(unit.into()).filter(|unit| !unit.is_empty()), ..self }
    }

    /// All its headers on one line, for what has a single header row.
    pub fn full_header(&self) -> String {
        let levels = self.over.iter().chain(std::iter::once(&self.header));
        levels.map(String::as_str).filter(|level| !level.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// A picture of some columns of a table. Everything that it shows stands in the cells, so it gives nothing away
/// that they do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub kind: ChartKind,
    /// Of which part of the table it is, where it has several.
    pub of: String,
    /// The unit along the axis of values.
    pub axis: String,
    /// What stands along the other axis, where that is one of values too.
    pub across: String,
    pub series: Vec<Series>,
    /// Small pictures side by side, in place of series.
    pub panels: Vec<Panel>,
}

impl Chart {
    /// An empty one.
    pub fn of(kind: ChartKind) -> Chart {
        let (of, axis, across) = Default::default();
        Chart { kind, of, axis, across, series: Vec::new(), panels: Vec::new() }
    }
}

impl ChartKind {
    /// Whether its columns say what they are in it.
    pub fn is_of_roles(self) -> bool {
        matches!(self, ChartKind::Scatter | ChartKind::Lines | ChartKind::Heat | ChartKind::Caterpillar)
    }
}

/// A small picture: a line a row, along some columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    pub title: String,
    /// The column that names the lines.
    pub names: usize,
    pub rows: std::ops::Range<usize>,
    pub columns: std::ops::Range<usize>,
    /// The lines that stand out.
    pub strong: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Along the years.
    Trend,
    /// One bar a label, the series side by side.
    Bars,
    /// A point and its interval for each label.
    Intervals,
    /// Counts along the scores.
    Distribution,
    /// Points with their labels.
    Scatter,
    /// Small panels of lines along the head.
    Lines,
    /// Cells coloured on either side of zero.
    Heat,
    /// Values with their intervals, the highest on top, each with a sign.
    Caterpillar,
}

/// Where an interval lies, and the words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    pub side: Side,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Above,
    Below,
    /// Both sides of zero.
    Within,
    /// Of too few to say.
    Few,
}

/// One line, or one set of bars, of a chart: where its labels and values stand in the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    pub name: String,
    /// How many columns before that of the labels belong to them.
    pub wider: usize,
    /// The column of the labels, and that of the values.
    pub labels: usize,
    pub values: usize,
    /// The column of the values along the other axis.
    pub across: Option<usize>,
    /// The columns of the lower and upper bounds.
    pub bounds: Option<(usize, usize)>,
    /// The column of what is expected in place of the values, and what it is called.
    pub expected: Option<(usize, String)>,
    /// The column of what is said beside each value, and what it is called.
    pub beside: Option<(usize, String)>,
    /// Of each row, where its interval lies.
    pub signs: Vec<Option<Sign>>,
    pub rows: std::ops::Range<usize>,
}

/// What stands before the tables of a release: its title and what it has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    pub title: String,
    pub region: String,
    pub year: Option<i32>,
    /// The findings, each one sentence, the most important first.
    pub headlines: Vec<String>,
    /// Sentences under their headings; one may have none.
    pub sections: Vec<(String, Vec<String>)>,
    /// How the numbers were made: name and text.
    pub methods: Vec<(String, String)>,
    /// The version of edugauge that made the release.
    pub version: String,
    /// A remark on the profile that was used.
    pub profile: Option<String>,
}

impl Cover {
    /// Region and year, as far as they are known.
    pub(super) fn subtitle(&self, lang: Lang) -> String {
        let region = Some(clean_line(&self.region)).filter(|region| !region.is_empty());
        let year = self.year.map(|year| lang.pick(format!("{year} 年"), year.to_string()));
        region.into_iter().chain(year).collect::<Vec<_>>().join(" · ")
    }
}

/// What a figure's indicator and measure are called: the registry knows, this room does not.
pub type Naming = fn(FigureRef<'_>, Lang) -> (String, String);

/// Any figures as one tidy table: a row per figure, only the columns that are not empty throughout,
/// values rounded as suits their unit.
pub fn from_figures(figures: &Figures, lang: Lang, naming: Naming) -> Table {
    super::tidy::table(figures, lang, naming)
}
