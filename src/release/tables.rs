//! Figures laid out as tables: which columns a reader of each indicator needs. Computes nothing.

mod year_on_year;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::arrows::{self, Changes};
use super::charts::{Drawn, Grid, TOTAL_LABEL, UNKNOWN_LABEL, Unfit, drawn};
use super::level::{bound_heads, level_of};
use super::linked_remarks::{is_linked, linked_remarks};
use super::{order, printed};

use crate::figures::{
    Clauses, Figure, FigureRef, Figures, LINE, Label, Status, Unit, Value, is_description, is_place,
    label_name,
};
use crate::indicators::Indicator;
use crate::indicators::change::{changed_measure, gives_change, is_change};
use crate::indicators::definition::{Discloses, Layout, Measure, Method, Parts, Sides, natural_decimals};
use crate::lang::{Lang, Text};
use crate::render::table::{Cell, Chart, ChartKind, Column, Series, Table};
use crate::subjects::{TOTAL, subject_rank};

/// The column of the indicator's own numbers.
const VALUE: &str = "value";
pub const TESTED: Text = Text::new("实考人数", "Tested");
pub const LINKED: Text = Text::new("相连人数", "Linked");

/// What a table is called, and how it is to be shown.
pub struct Heading<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub notes: &'a [String],
    pub decimals: Option<u8>,
    /// Labels that come first, in this order.
    pub order: &'a [String],
    pub lang: Lang,
}

/// Lays the figures of one indicator out.
///
/// # Errors
/// The picture asked for would not say what the table says.
pub fn layout(
    figures: &Figures,
    indicator: &Indicator,
    heading: &Heading<'_>,
    asked: Option<ChartKind>,
) -> Result<Table, Unfit> {
    let (levels, changes) = levels_and_changes(&[indicator], order::arranged(figures, heading.order));
    let several_years = figures.iter().map(|figure| figure.year()).collect::<BTreeSet<_>>().len() > 1;
    let sheet = Sheet {
        figures: &levels,
        changes: Changes::of(&changes, heading.lang),
        indicator,
        heading,
        several_years,
        words: RefCell::default(),
    };
    let (columns, rows) = laid(&sheet);
    let has_remarks = columns.last().is_some_and(|last| last.header == sheet.remark_column().header);
    let mut notes = sheet.notes(has_remarks);
    for remark in remark_notes(&changes, heading.lang) {
        if !notes.contains(&remark) {
            notes.push(remark);
        }
    }
    // The gap has a change of its own among its figures.
    let of_gap = levels.iter().any(|figure| is_change(figure) && figure.lower().is_some());
    let of_levels = level_of(&levels, heading.lang).filter(|_| of_gap);
    let level = sheet.changes.level().or(of_levels.as_deref());
    notes.extend(columns.iter().any(|column| column.arrow).then(|| arrows::note(level, heading.lang)));
    let Drawn { charts, note } = match asked {
        Some(kind) => sheet.drawn(&columns, &rows, kind)?,
        None => Drawn { charts: sheet.chart(rows.len()).into_iter().collect(), note: None },
    };
    notes.extend(note);
    Ok(Table {
        id: heading.id.to_owned(),
        title: heading.title.to_owned(),
        // Rows that name their units have different ones.
        unit: if has_remarks { None } else { sheet.unit() },
        columns,
        charts,
        rows,
        notes,
        unreliable: Vec::new(),
    })
}

/// The figures themselves, and their changes under the measures that they are of. Indicators that give changes of
/// their own keep them among their figures.
pub fn levels_and_changes<'f>(
    indicators: &[&Indicator],
    figures: Cow<'f, Figures>,
) -> (Cow<'f, Figures>, Figures) {
    let own =
        |figure: FigureRef<'_>| indicators.iter().any(|i| i.id == figure.indicator() && gives_change(i));
    let change_of = |figure: FigureRef<'_>| changed_measure(figure.measure()).filter(|_| !own(figure));
    let mut changes = figures.none();
    for figure in figures.iter() {
        changes.extend(change_of(figure).map(|measure| Figure { measure, ..figure.to_figure() }));
    }
    if changes.is_empty() {
        return (figures, changes);
    }
    let levels = (0..figures.len()).filter(|at| change_of(figures.get(*at)).is_none());
    (Cow::Owned(figures.select(levels)), changes)
}

fn laid(sheet: &Sheet<'_>) -> Laid {
    match sheet.form() {
        Form::YearOnYear => sheet.year_on_year(),
        Form::Of(Layout::Sides(sides)) => sheet.sides(sides),
        Form::Of(Layout::Distribution) => sheet.distribution(),
        Form::Of(Layout::ByMeasure) => sheet.by_measure(),
        Form::Of(Layout::BySubject) => sheet.by_subject(),
        Form::Of(Layout::Plan { rate, difference }) => sheet.plan(rate, difference),
        Form::Of(Layout::Listed) => sheet.listed(),
        Form::Of(Layout::Single(parts)) => sheet.single(parts),
    }
}

/// How figures are laid out: as suits their indicator, unless changes need cells of their own.
enum Form {
    YearOnYear,
    Of(Layout),
}

struct Sheet<'a> {
    figures: &'a Figures,
    changes: Changes<'a>,
    indicator: &'a Indicator,
    heading: &'a Heading<'a>,
    several_years: bool,
    words: RefCell<HashSet<Label>>,
}

type Laid = (Vec<Column>, Vec<Vec<Cell>>);

impl Sheet<'_> {
    fn form(&self) -> Form {
        let changed = !self.changes.is_empty();
        match self.indicator.layout {
            own @ Layout::Sides(_) => Form::Of(own),
            _ if changed && (self.indicator.measures.len() > 1 || self.several_subjects()) => {
                Form::YearOnYear
            }
            Layout::Single(_) if self.several_subjects() => Form::Of(Layout::BySubject),
            own => Form::Of(own),
        }
    }

    /// A picture of a kind that was asked for, of the columns that hold the indicator's own numbers.
    fn drawn(&self, columns: &[Column], rows: &[Vec<Cell>], kind: ChartKind) -> Result<Drawn, Unfit> {
        let labels = self.label_columns().len();
        let values = match self.form() {
            // Behind those who were tested.
            Form::Of(Layout::BySubject) => (labels + 1..columns.len()).collect(),
            Form::Of(Layout::Single(_)) => columns.iter().position(|c| c.id == VALUE).into_iter().collect(),
            _ => return Err(Unfit::NoValues),
        };
        let unit = self.figures.first().map_or("", |figure| figure.unit().text().get(self.lang()));
        let grid = Grid {
            columns,
            rows,
            labels,
            year: self.several_years.then_some(0),
            values,
            unit: unit.to_owned(),
            counts: self.figures.iter().all(|f| matches!(f.unit(), Unit::Persons | Unit::Count)),
            lang: self.lang(),
        };
        drawn(&grid, Some(kind))
    }

    fn lang(&self) -> Lang {
        self.heading.lang
    }

    fn decimals(&self) -> u8 {
        self.heading.decimals.unwrap_or(self.indicator.decimals)
    }

    fn text(&self, id: &str, header: Text) -> Column {
        Column::text(header.get(self.lang())).called(id)
    }

    fn number(&self, id: &str, header: Text) -> Column {
        Column::number(header.heading(self.lang())).called(id)
    }

    /// A column of persons.
    fn persons_column(&self, id: &str, header: Text) -> Column {
        self.number(id, header).in_unit(Unit::Persons.text().get(self.lang()))
    }

    /// A column of a measure's values.
    fn measure_column(&self, measure: &str, header: Text) -> Column {
        self.number(measure, header).in_unit(self.unit_of(measure))
    }

    fn remark_column(&self) -> Column {
        self.text("note", Text::new("说明", "Note"))
    }

    fn subject_column(&self) -> Column {
        self.text("subject", Text::new("科目", "Subject"))
    }

    /// The level of the intervals of its figures, as heads write it.
    fn level(&self) -> String {
        level_of(self.figures, self.lang()).unwrap_or_default()
    }

    /// The bounds of an interval of values in a unit.
    fn bound_columns(&self, of: &str, unit: &str) -> [Column; 2] {
        let [lower, upper] = bound_heads(&self.level(), self.lang());
        [("lower", lower), ("upper", upper)]
            .map(|(id, head)| Column::number(head).called(format!("{of}{id}")).in_unit(unit))
    }

    /// The unit of a measure's figures; empty where there are none.
    fn unit_of(&self, measure: &str) -> &'static str {
        let figure = self.figures.iter().find(|figure| figure.measure() == measure);
        figure.map_or("", |figure| figure.unit().text().get(self.lang()))
    }

    fn several_subjects(&self) -> bool {
        self.figures.iter().map(|f| f.subject()).collect::<BTreeSet<_>>().len() > 1
    }

    /// The columns that say what a row is about: the year where there are several, and the keys.
    fn label_columns(&self) -> Vec<Column> {
        let lang = self.lang();
        let year = self.several_years.then(|| self.text("year", Text::new("年份", "Year")));
        let name = |key: &String| self.indicator.key_name(key, lang).to_owned();
        let keys = self.figures.keys.iter().map(|key| Column::text(name(key)).called(key));
        year.into_iter().chain(keys).collect()
    }

    /// What stands before the numbers of a row of so many `columns`.
    fn begun(&self, figure: FigureRef<'_>, columns: &[Column]) -> Vec<Cell> {
        // Long tables have a hundred thousand rows: none has more room than it takes.
        let mut row = Vec::with_capacity(columns.len());
        row.extend(
            self.several_years
                .then(|| self.word(&figure.year().map_or_else(String::new, |year| year.to_string()))),
        );
        row.extend(self.figures.keys.iter().zip(figure.group()).map(|(key, label)| match label {
            // A measure that is taken at no line or probability is not a total of them.
            None if is_place(key) || is_description(key) => Cell::Empty,
            None => self.word(TOTAL_LABEL.get(self.lang())),
            Some(label) if label.is_empty() => self.word(UNKNOWN_LABEL.get(self.lang())),
            Some(label) => match label_name(key, label, self.lang()) {
                Some(named) => self.word(named),
                None => Cell::Text(label.clone()),
            },
        }));
        row
    }

    /// A word of which a long table is full: kept once.
    fn word(&self, word: &str) -> Cell {
        let mut words = self.words.borrow_mut();
        let known = words.get(word).cloned();
        Cell::Text(known.unwrap_or_else(|| {
            words.insert(word.into());
            words.get(word).cloned().unwrap_or_default()
        }))
    }

    /// One quantity: a row per figure, with its parts and its interval.
    fn single(&self, parts: Parts) -> Laid {
        let interval = self.figures.iter().any(|figure| figure.lower().is_some());
        let with_parts = self.has_parts();
        let unit = self.unit_of(self.indicator.measures[0].id);
        let mut columns = self.label_columns();
        if with_parts {
            columns.push(self.part_column("denominator", 1, parts.denominator_of(self.figures)));
            columns.push(self.part_column("numerator", 0, parts.numerator));
        }
        columns.push(self.number(VALUE, self.indicator.name).in_unit(unit));
        columns.extend(interval.then(|| self.bound_columns("", unit)).into_iter().flatten());
        columns.extend(self.changes.columns("", &[]));
        let rows = self.figures.iter().map(|figure| {
            let mut row = self.begun(figure, &columns);
            if with_parts {
                row.push(self.count(figure, figure.denominator()));
                row.push(self.count(figure, figure.numerator()));
            }
            row.push(self.value(figure));
            if interval {
                row.extend([self.bound(figure, figure.lower()), self.bound(figure, figure.upper())]);
            }
            row.extend(self.changes.cells(Some(figure), self.decimals()));
            row
        });
        let rows = rows.collect();
        (columns, rows)
    }

    /// A plain count has no parts to show.
    fn has_parts(&self) -> bool {
        let bare =
            |f: FigureRef<'_>| f.value().is_some() && f.numerator().is_none() && f.denominator().is_none();
        !self.figures.iter().any(bare)
    }

    fn counts_persons(&self) -> bool {
        self.indicator.measures[0].discloses.is_rate()
    }

    /// A ratio of two declared columns is headed by their own names, which its method holds.
    fn part_column(&self, id: &str, at: usize, header: Text) -> Column {
        let of_columns = matches!(self.indicator.method, Method::Table(_));
        let first = self.figures.first().filter(|_| of_columns);
        let names = first.map(|figure| figure.method().names()).unwrap_or_default();
        match names.get(at) {
            Some(own) if !own.is_empty() => Column::number(own.to_string()).called(id),
            _ if self.counts_persons() => self.persons_column(id, header),
            _ => self.number(id, header),
        }
    }

    /// Sheets of many quantities: a row per figure, which names its measure, unit and remark.
    fn listed(&self) -> Laid {
        let lang = self.lang();
        let subjects = self.figures.iter().any(|figure| figure.subject().is_some());
        let mut columns = self.label_columns();
        columns.extend(subjects.then(|| self.subject_column()));
        columns.push(self.text("measure", Text::new("统计量", "Measure")));
        columns.push(self.number(VALUE, Text::new("数值", "Value")));
        columns.extend([self.text("unit", Text::new("单位", "Unit")), self.remark_column()]);
        let mut remarks: HashMap<&Clauses, Label> = HashMap::new();
        let rows = self.figures.iter().map(|figure| {
            let mut row = self.begun(figure, &columns);
            let subject = self.figures.subject_of(figure, lang);
            row.extend(subjects.then(|| self.word(subject)));
            let named = self.indicator.measure(figure.measure());
            row.push(self.word(named.map_or(figure.measure(), |measure| measure.name.get(lang))));
            let decimals = || printed::decimals(Some(self.indicator), true, figure);
            row.push(value_cell(figure, self.heading.decimals.unwrap_or_else(decimals)));
            row.push(self.word(figure.unit().text().get(lang)));
            let note = figure.note();
            row.push(Cell::Text(remarks.entry(note).or_insert_with(|| note.text(lang).into()).clone()));
            row
        });
        let rows = rows.collect();
        (columns, rows)
    }

    /// Plans: a row per group with what was planned, what was achieved, and what both make.
    fn plan(&self, rate: &str, difference: &str) -> Laid {
        let mut columns = self.label_columns();
        columns.push(self.part_column("denominator", 1, Text::new("计划", "Plan")));
        columns.push(self.part_column("numerator", 0, Text::new("完成", "Achieved")));
        columns.push(self.measure_column(rate, Text::new("完成率 %", "Rate, %")));
        columns.push(self.measure_column(difference, Text::new("差额", "Difference")));
        let value = |figure: Option<FigureRef<'_>>| {
            let decimals = |figure| self.heading.decimals.unwrap_or_else(|| natural_decimals(figure));
            figure.map_or(Cell::Empty, |figure| value_cell(figure, decimals(figure)))
        };
        let same = |a: FigureRef<'_>, b: FigureRef<'_>| a.group() == b.group() && a.year() == b.year();
        let rows = self.figures.runs(same).map(|block| {
            let of = |measure: &str| block.iter().copied().find(|figure| figure.measure() == measure);
            let mut row = self.begun(block[0], &columns);
            let parts = of(rate).unwrap_or(block[0]);
            row.extend([self.count(parts, parts.denominator()), self.count(parts, parts.numerator())]);
            row.extend([value(of(rate)), value(of(difference))]);
            row
        });
        let rows = rows.collect();
        (columns, rows)
    }

    /// Means and rates: a row per group, a column per subject.
    fn by_subject(&self) -> Laid {
        let wanted = self.indicator.measures[0].id;
        let mut subjects: Vec<&str> = self.figures.iter().filter_map(|f| f.subject()).collect();
        subjects.sort_by_key(|id| (subject_rank(id), *id));
        subjects.dedup();
        let lang = self.lang();
        let mut columns = self.label_columns();
        columns.push(self.persons_column("tested", TESTED));
        let unit = self.unit_of(wanted);
        let name = |id: &&str| {
            Column::number(self.figures.subjects.name(id, lang).to_owned()).called(*id).in_unit(unit)
        };
        columns.extend(subjects.iter().map(name));
        let mut rows = Vec::new();
        let figures: Vec<FigureRef<'_>> = self.figures.iter().filter(|f| f.measure() == wanted).collect();
        for group in figures.chunk_by(|a, b| a.group() == b.group() && a.year() == b.year()) {
            let mut row = self.begun(group[0], &columns);
            let of = |id: &str| group.iter().find(|f| f.subject() == Some(id));
            let whole = subjects.last().and_then(|id| of(id));
            row.push(whole.map_or(Cell::Empty, |figure| self.persons(*figure)));
            row.extend(subjects.iter().map(|id| of(id).map_or(Cell::Empty, |figure| self.value(*figure))));
            rows.push(row);
        }
        (columns, rows)
    }

    /// Conversion tables: a row per group, subject and score, a column per measure.
    fn by_measure(&self) -> Laid {
        let lang = self.lang();
        let mut columns = self.label_columns();
        columns.push(self.subject_column());
        // Where a measure says how many they are, it is said once.
        let counted = !matches!(self.indicator.measures[0].discloses, Discloses::Count(_));
        columns.extend(counted.then(|| self.persons_column("n", Text::new("人数", "Count"))));
        columns.extend(self.measure_columns());
        let same = |a: FigureRef<'_>, b: FigureRef<'_>| {
            a.group() == b.group() && a.year() == b.year() && a.subject() == b.subject()
        };
        let rows =
            self.figures.runs(same).map(|block| {
                let mut row = self.begun(block[0], &columns);
                let subject = self.figures.subject_of(block[0], lang);
                row.push(self.word(subject));
                row.extend(counted.then(|| self.persons(block[0])));
                let of = |measure: &str| block.iter().copied().find(|figure| figure.measure() == measure);
                row.extend(self.measures().map(|measure| {
                    of(measure.id).map_or(Cell::Empty, |figure| self.value_of(measure, figure))
                }));
                row
            });
        let rows = rows.collect();
        (columns, rows)
    }

    fn measure_columns(&self) -> impl Iterator<Item = Column> {
        self.measures().map(|measure| self.measure_column(measure.id, measure.name))
    }

    /// The measures of which there are figures: an argument may leave some out.
    fn measures(&self) -> impl Iterator<Item = &'static Measure> {
        let at_hand: BTreeSet<&str> = self.figures.iter().map(|figure| figure.measure()).collect();
        self.indicator
            .measures
            .iter()
            .filter(move |measure| at_hand.is_empty() || at_hand.contains(measure.id))
    }

    /// Counts along the scores: a row per group and score.
    fn distribution(&self) -> Laid {
        let mut columns = self.label_columns();
        columns.extend(self.measure_columns());
        let mut rows = Vec::new();
        for band in self.figures.runs(|a, b| a.group() == b.group() && a.year() == b.year()) {
            let mut row = self.begun(band[0], &columns);
            let of = |measure: &str| band.iter().copied().find(|figure| figure.measure() == measure);
            row.extend(
                self.measures().map(|measure| {
                    of(measure.id).map_or(Cell::Empty, |figure| self.value_of(measure, figure))
                }),
            );
            rows.push(row);
        }
        (columns, rows)
    }

    /// Two sides: a row per group and subject; this year's difference and what the data can say of its change.
    fn sides(&self, sides: &Sides) -> Laid {
        let mut columns = self.label_columns();
        columns.push(self.subject_column());
        columns.push(self.side_column(sides.first, Text::new("第一组", "first")));
        columns.push(self.side_column(sides.second, Text::new("第二组", "second")));
        columns.push(self.measure_column(sides.difference, Text::new("差距", "Difference")));
        columns.extend(self.bound_columns("difference_", self.unit_of(sides.difference)));
        columns.push(self.measure_column(sides.effect, Text::new("标准化差距 g", "Hedges' g")));
        columns.extend(arrows::columns(
            "",
            &[],
            Some(&self.level()),
            self.unit_of(sides.change),
            self.lang(),
        ));
        columns.push(self.text("verdict", Text::new("判断", "Verdict")));
        let same = |a: FigureRef<'_>, b: FigureRef<'_>| {
            a.group() == b.group() && a.year() == b.year() && a.subject() == b.subject()
        };
        let rows = self.figures.runs(same).map(|block| {
            let of = |measure: &str| block.iter().copied().find(|figure| figure.measure() == measure);
            let mut row = self.begun(block[0], &columns);
            row.push(self.word(self.figures.subject_of(block[0], self.lang())));
            let value =
                |figure: Option<FigureRef<'_>>| figure.map_or(Cell::Empty, |figure| self.value(figure));
            let lower = |figure: Option<FigureRef<'_>>| {
                figure.map_or(Cell::Empty, |figure| self.bound(figure, figure.lower()))
            };
            let upper = |figure: Option<FigureRef<'_>>| {
                figure.map_or(Cell::Empty, |figure| self.bound(figure, figure.upper()))
            };
            let (difference, change) = (of(sides.difference), of(sides.change));
            row.extend([value(of(sides.first)), value(of(sides.second)), value(difference)]);
            row.extend([lower(difference), upper(difference), value(of(sides.effect))]);
            row.extend(arrows::cells(change, true, self.decimals()));
            row.push(self.word(verdict(difference, change, self.lang())));
            row
        });
        let rows = rows.collect();
        (columns, rows)
    }

    /// The gap by subject with its intervals, and candidates along the scores: of one group, as many share no axis.
    fn chart(&self, rows: usize) -> Option<Chart> {
        let labels = self.label_columns().len();
        // The total's gap is that of all subjects together: beside it theirs could not be told apart.
        let total = self.figures.last().is_some_and(|f| f.subject() == Some(TOTAL));
        let is_of_sides = matches!(self.indicator.layout, Layout::Sides(_));
        let ends = if is_of_sides && total { rows - 1 } else { rows };
        let series = |labels, values, bounds| {
            let name = self.heading.title.to_owned();
            vec![Series { name, labels, values, bounds, rows: 0..ends, ..Series::default() }]
        };
        let unit = |text: Text| text.get(self.lang()).to_owned();
        match self.indicator.layout {
            Layout::Sides(_) if labels == 0 && rows > 1 => Some(Chart {
                axis: unit(Unit::Points.text()),
                series: series(0, 3, Some((4, 5))),
                ..Chart::of(ChartKind::Intervals)
            }),
            Layout::Distribution if labels == 1 && rows > 1 => Some(Chart {
                axis: unit(Unit::Persons.text()),
                series: series(0, 1, None),
                ..Chart::of(ChartKind::Distribution)
            }),
            _ => None,
        }
    }

    /// The labels of a side, as found in the data.
    fn side(&self, measure: &str) -> Label {
        let side = self.figures.iter().find(|figure| figure.measure() == measure);
        side.and_then(|figure| figure.method().names().first().cloned()).unwrap_or_default()
    }

    fn side_column(&self, measure: &str, unnamed: Text) -> Column {
        let found = self.side(measure);
        let name = if found.is_empty() { unnamed.get(self.lang()) } else { &*found };
        let header = self.lang().pick(format!("{name}均分"), format!("Mean, {name}"));
        Column::number(header).called(measure).in_unit(self.unit_of(measure))
    }

    fn value(&self, figure: FigureRef<'_>) -> Cell {
        value_cell(figure, self.decimals())
    }

    /// With the places of its measure.
    fn value_of(&self, measure: &Measure, figure: FigureRef<'_>) -> Cell {
        let places = measure.places.of(figure, self.indicator.decimals);
        value_cell(figure, self.heading.decimals.unwrap_or(places))
    }

    fn persons(&self, figure: FigureRef<'_>) -> Cell {
        match (figure.n(), figure.status()) {
            (_, Status::Suppressed) => Cell::Missing(Status::Suppressed),
            (Some(n), _) => Cell::count(n),
            (None, status) => Cell::Missing(status),
        }
    }

    fn count(&self, figure: FigureRef<'_>, count: Option<Value>) -> Cell {
        match count {
            Some(value @ Value::Exact(ratio)) => {
                Cell::number(value, crate::number::decimals_of(ratio).min(2))
            }
            Some(value) => Cell::number(value, self.decimals()),
            None if figure.status() == Status::Ok => Cell::Empty,
            None => Cell::Missing(figure.status()),
        }
    }

    fn bound(&self, figure: FigureRef<'_>, bound: Option<f64>) -> Cell {
        match bound {
            Some(real) => Cell::real(real, self.decimals()),
            None if figure.status() == Status::Ok => Cell::Missing(Status::NotApplicable),
            None => Cell::Missing(figure.status()),
        }
    }

    /// The unit of the whole table; where persons are counted beside it, both.
    fn unit(&self) -> Option<String> {
        let first = self.figures.first()?;
        let unit = match first.unit() {
            Unit::Number | Unit::PerPupil | Unit::Count => return None,
            unit => unit.text().get(self.lang()),
        };
        match self.form() {
            Form::Of(Layout::Plan { .. }) => None,
            Form::Of(Layout::BySubject) => Some(persons_and(unit, self.lang())),
            Form::Of(Layout::Single(_)) if self.has_parts() => Some(match self.counts_persons() {
                true => persons_and(unit, self.lang()),
                false => unit_named(self.indicator.name, unit, self.lang()),
            }),
            // A place beside a mean has no unit.
            Form::Of(Layout::ByMeasure)
                if self.figures.iter().any(|figure| figure.unit() == Unit::Number) =>
            {
                let measure = self.indicator.measure(first.measure())?;
                Some(unit_named(measure.name, unit, self.lang()))
            }
            _ => Some(unit.to_owned()),
        }
    }

    /// The table's own notes, then the definition, who counts, the conventions that were chosen, and what is remarked
    /// of figures, unless their rows say it.
    fn notes(&self, has_remarks: bool) -> Vec<String> {
        let lang = self.lang();
        let mut notes = self.heading.notes.to_vec();
        notes.push(self.indicator.formula.get(lang).to_owned());
        notes.push(universe_note(self.indicator, lang));
        notes.extend(self.convention_note());
        if !has_remarks {
            notes.extend(remark_notes(self.figures, lang));
        }
        notes
    }

    fn convention_note(&self) -> Option<String> {
        let lang = self.lang();
        if let Layout::Sides(sides) = self.indicator.layout {
            let (first, second) = (self.side(sides.first), self.side(sides.second));
            let gap = lang.pick(format!("差距 = {first} − {second}"), format!("Gap = {first} − {second}"));
            // A census has none, as its remarks say.
            let has_intervals = self.figures.iter().any(|figure| figure.lower().is_some());
            let level = self.level();
            let judged = lang.pick(
                format!("；区间按学校聚类；判断只看 {level}区间是否不含零"),
                format!(
                    "; intervals are clustered by school; the verdict asks only whether the {level}interval excludes zero"
                ),
            );
            return Some(if has_intervals { gap + &judged } else { gap });
        }
        convention_note(self.figures, self.indicator, lang)
    }
}

/// A figure's value, or why there is none.
pub fn value_cell(figure: FigureRef<'_>, decimals: u8) -> Cell {
    figure.value().map_or(Cell::Missing(figure.status()), |value| Cell::number(value, decimals))
}

/// The unit of one quantity among others.
fn unit_named(name: Text, unit: &str, lang: Lang) -> String {
    let name = name.get(lang);
    lang.pick(format!("{name}：{unit}"), format!("{name}: {unit}"))
}

/// The unit of a table in which persons are counted beside something else.
pub fn persons_and(unit: &str, lang: Lang) -> String {
    lang.pick(format!("人数：人；其余：{unit}"), format!("counts: persons; others: {unit}"))
}

fn universe_note(indicator: &Indicator, lang: Lang) -> String {
    let universe = indicator.universe.get(lang);
    lang.pick(format!("计数对象：{universe}"), format!("Who counts: {universe}"))
}

/// Who counts in an indicator, and by which conventions its figures were made.
pub fn convention_notes(figures: &Figures, indicator: &Indicator, lang: Lang) -> Vec<String> {
    let conventions = convention_note(figures, indicator, lang);
    std::iter::once(universe_note(indicator, lang)).chain(conventions).collect()
}

/// The remarks of figures, each once.
pub fn remark_notes(figures: &Figures, lang: Lang) -> Vec<String> {
    let others = figures.iter().filter(|figure| !is_linked(*figure));
    let remarks: HashSet<&Clauses> = others.map(|figure| figure.note()).collect();
    let remarks: BTreeSet<String> = remarks.into_iter().map(|remark| remark.text(lang)).collect();
    let remarks = remarks.into_iter().filter(|remark| !remark.is_empty());
    remarks.chain(linked_remarks(figures, lang)).collect()
}

fn convention_note(figures: &Figures, indicator: &Indicator, lang: Lang) -> Option<String> {
    let conventions = conventions(figures, indicator, lang);
    if conventions.is_empty() {
        return None;
    }
    let conventions = conventions.join(lang.pick("；", "; "));
    Some(lang.pick(format!("口径：{conventions}"), format!("Conventions: {conventions}")))
}

/// The methods of an indicator's figures, each once: by line, or by subject, and by year, where they differ.
fn conventions(figures: &Figures, indicator: &Indicator, lang: Lang) -> Vec<String> {
    // Of measures that are not in the table nothing is said.
    let occurs = |measure: &&Measure| {
        figures.iter().any(|f| f.indicator() == indicator.id && f.measure() == measure.id)
    };
    let first = indicator.measures.iter().find(occurs).unwrap_or(&indicator.measures[0]);
    let line_at = figures.key_index(LINE);
    let shown = figures.iter().filter(|f| f.indicator() == indicator.id && f.measure() == first.id);
    let mut seen: Vec<(String, BTreeMap<Option<i32>, &Clauses>)> = Vec::new();
    for figure in shown.filter(|figure| !figure.method().is_empty()) {
        let line = line_at.and_then(|at| figure.group()[at].as_ref().map(Label::to_string));
        let subject = figure.subject().filter(|_| first.discloses.is_rate() && line.is_none());
        let name =
            line.or_else(|| subject.map(|id| figures.subjects.name(id, lang).to_owned())).unwrap_or_default();
        let at = seen.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            seen.push((name, BTreeMap::new()));
            seen.len() - 1
        });
        // Wider groups come last and hold the lines of all their parts.
        let method = seen[at].1.entry(figure.year()).or_insert(figure.method());
        if method.extent() < figure.method().extent() {
            *method = figure.method();
        }
    }
    seen.iter().flat_map(|(name, by_year)| of_years(name, by_year, lang)).collect()
}

/// What was chosen for a line or subject; of each year, where years differ in it.
fn of_years(name: &str, by_year: &BTreeMap<Option<i32>, &Clauses>, lang: Lang) -> Vec<String> {
    let mut methods: Vec<(&Clauses, Vec<String>)> = Vec::new();
    for (year, method) in by_year {
        let year = year.map_or_else(String::new, |year| year.to_string());
        match methods.iter_mut().find(|(known, _)| known == method) {
            Some((_, years)) => years.push(year),
            None => methods.push((method, vec![year])),
        }
    }
    let same = methods.len() == 1;
    let worded = methods.into_iter().map(|(method, years)| {
        let method = method.text(lang);
        let years = years.join(lang.pick("、", ", "));
        match (name.is_empty(), same) {
            (true, true) => method,
            (false, true) => format!("{name}{}", lang.in_brackets(&method)),
            (true, false) => lang.pick(format!("{years} 年：{method}"), format!("{years}: {method}")),
            (false, false) => {
                lang.pick(format!("{name} {years} 年（{method}）"), format!("{name} {years} ({method})"))
            }
        }
    });
    worded.collect()
}

/// What the interval of a change allows to say of the gap: the change is judged by the side of zero on which
/// the gap stands.
pub fn verdict(difference: Option<FigureRef<'_>>, change: Option<FigureRef<'_>>, lang: Lang) -> &'static str {
    let sign = difference.and_then(|figure| figure.value()).map_or(1.0, |value| value.to_f64().signum());
    let text = match change.map(|figure| (figure.lower(), figure.upper())) {
        Some((Some(lower), Some(upper))) if upper * sign < 0.0 && lower * sign < 0.0 => {
            Text::new("缩小", "narrower")
        }
        Some((Some(lower), Some(upper))) if lower * sign > 0.0 && upper * sign > 0.0 => {
            Text::new("扩大", "wider")
        }
        Some((Some(_), Some(_))) => Text::new("尚不能断定", "cannot be said"),
        _ => Text::new("", ""),
    };
    text.get(lang)
}
