//! Figures as tidy rows: the columns in their fixed order and what stands in each.

use super::described::Kind;
use super::table::{Cell, Column, Naming, Table};
use crate::figures::{
    COLUMNS, Clauses, FigureRef, Figures, ORIGIN_COLUMNS, Status, Unit, Value, key_name, label_name,
};
use crate::lang::Lang;

/// One field of a tidy row, as files for machines hold it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Field<'a> {
    /// A word of edugauge's own.
    Word(&'a str),
    /// A text that came in with the data.
    Label(&'a str),
    /// What is said of the figure; in files for machines in English.
    Said(&'a Clauses),
    /// What was chosen for the figure.
    Key(&'a Clauses),
    /// What was declared for its year.
    Parameters(&'a Clauses),
    Integer(i128),
    Real(f64),
    Nothing,
}

impl<'a> Field<'a> {
    /// Whole doubles are integers, so that a count reads the same whichever way it was computed.
    fn real(real: Option<f64>) -> Field<'a> {
        const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;
        match real {
            Some(real) if !real.is_finite() => Field::Nothing,
            Some(real) if real.fract() == 0.0 && real.abs() < EXACT_BELOW => Field::Integer(real as i128),
            Some(real) => Field::Real(real),
            None => Field::Nothing,
        }
    }

    fn value(value: Option<Value>) -> Field<'a> {
        match value {
            Some(Value::Exact(ratio)) if ratio.is_integer() => Field::Integer(ratio.to_integer()),
            other => Field::real(other.map(Value::to_f64)),
        }
    }

    fn label(label: Option<&'a str>) -> Field<'a> {
        label.map_or(Field::Nothing, Field::Label)
    }

    fn said(clauses: &'a Clauses) -> Field<'a> {
        if clauses.is_empty() { Field::Nothing } else { Field::Said(clauses) }
    }
}

/// The place of the group keys: after the year.
fn keys_at() -> usize {
    COLUMNS.iter().position(|column| column.id == "year").map_or(0, |year| year + 1)
}

/// The names of the columns in order, for machines.
pub(super) fn names(figures: &Figures) -> Vec<&str> {
    let (before, after) = COLUMNS.split_at(keys_at());
    let keys = figures.keys.iter().map(String::as_str);
    let of_release = if of_release(figures) { &ORIGIN_COLUMNS[..] } else { &[] };
    before
        .iter()
        .map(|c| c.id)
        .chain(keys)
        .chain(after.iter().map(|c| c.id))
        .chain(of_release.iter().copied())
        .collect()
}

pub(super) fn of_release(figures: &Figures) -> bool {
    figures.origins().values().iter().any(Option::is_some)
}

/// What stands in each column, in the order of [`names`]: the same for all figures there are.
pub(super) fn kinds(figures: &Figures) -> Vec<Kind> {
    let (before, after) = COLUMNS.split_at(keys_at());
    let kind = |column: &crate::figures::FigureColumn| match column.id {
        "year" | "n" => Kind::Whole,
        id if NUMBERS.contains(&id) => Kind::Number,
        _ => Kind::Text,
    };
    let keys = figures.keys.iter().map(|_| Kind::Text);
    let of_release = if of_release(figures) { &ORIGIN_COLUMNS[..] } else { &[] };
    let columns = before.iter().map(kind).chain(keys).chain(after.iter().map(kind));
    columns.chain(of_release.iter().map(|_| Kind::Text)).collect()
}

/// The fields of a row, in the order of [`names`].
pub(super) fn fields(figure: FigureRef<'_>, of_release: bool) -> Vec<Field<'_>> {
    let mut fields = Vec::with_capacity(COLUMNS.len() + ORIGIN_COLUMNS.len() + figure.group().len());
    fields.extend([
        Field::Word(figure.indicator()),
        Field::Word(figure.measure()),
        figure.year().map_or(Field::Nothing, |year| Field::Integer(i128::from(year))),
    ]);
    fields.extend(figure.group().iter().map(|label| Field::label(label.as_deref())));
    fields.extend([
        Field::label(figure.subject()),
        Field::value(figure.value()),
        match figure.unit().text().en {
            "" => Field::Nothing,
            unit => Field::Word(unit),
        },
        Field::value(figure.numerator()),
        Field::value(figure.denominator()),
        figure.n().map_or(Field::Nothing, |n| Field::Integer(i128::from(n))),
        Field::real(figure.se()),
        Field::real(figure.lower()),
        Field::real(figure.upper()),
        Field::real(figure.confidence()),
        Field::real(figure.df()),
        Field::real(figure.p_value()),
        Field::said(figure.method()),
        if figure.method().is_empty() { Field::Nothing } else { Field::Key(figure.method()) },
        if figure.method().has_parameters() { Field::Parameters(figure.method()) } else { Field::Nothing },
        Field::Word(figure.status().id()),
        Field::said(figure.note()),
    ]);
    match figure.origin() {
        Some(origin) => fields.extend([&origin.table, &origin.of].map(|label| Field::Label(label))),
        None if of_release => fields.extend(ORIGIN_COLUMNS.map(|_| Field::Nothing)),
        None => {}
    }
    fields
}

/// The headers in order, for people, with the columns that hold numbers marked.
fn columns(figures: &Figures, lang: Lang) -> Vec<Column> {
    let own = |c: &crate::figures::FigureColumn| Column {
        numeric: NUMBERS.contains(&c.id) || c.id == "n",
        ..Column::text(c.name.get(lang))
    };
    let (before, after) = COLUMNS.split_at(keys_at());
    let keys = figures.keys.iter().map(|key| Column::text(key_name(key, lang).to_owned()));
    let after = after.iter().filter(|column| !FOR_PROGRAMS.contains(&column.id));
    before.iter().map(own).chain(keys).chain(after.map(own)).collect()
}

/// The columns of numbers that need not be whole.
const NUMBERS: [&str; 9] =
    ["value", "numerator", "denominator", "se", "lower", "upper", "confidence", "df", "p_value"];

/// Columns that say to programs what the method says to people.
const FOR_PROGRAMS: [&str; 2] = ["convention", "parameters"];

/// A number with as few decimals as show it, at most `most`.
fn shortest(value: Value, most: u8) -> Cell {
    let written = format!("{}", value.to_f64());
    let fraction = written.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    Cell::number(value, u8::try_from(fraction).map_or(most, |places| places.min(most)))
}

fn real(real: Option<f64>, decimals: u8) -> Cell {
    real.map_or(Cell::Empty, |real| Cell::real(real, decimals))
}

fn text(text: Option<&str>) -> Cell {
    text.filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::text)
}

/// Below what four decimals can show, "0.0000" would claim an impossibility.
fn p_value(p: Option<f64>) -> Cell {
    match p {
        Some(p) if p < 0.0001 => Cell::text("<0.0001"),
        other => real(other, 4),
    }
}

/// The cells of a row, in the order of [`columns`].
fn cells(figures: &Figures, figure: FigureRef<'_>, lang: Lang, naming: Naming) -> Vec<Cell> {
    let (indicator, measure) = naming(figure, lang);
    let decimals = figure.unit().decimals();
    let part = |value: Option<Value>| value.map_or(Cell::Empty, |value| shortest(value, 2));
    let mut cells = vec![
        Cell::text(indicator),
        Cell::text(measure),
        figure.year().map_or(Cell::Empty, |year| Cell::text(year.to_string())),
    ];
    let named = figures.keys.iter().zip(figure.group()).map(|(key, label)| {
        let label = label.as_deref();
        text(label.map(|label| label_name(key, label, lang).unwrap_or(label)))
    });
    cells.extend(named);
    let status = (figure.status() != Status::Ok).then(|| figure.status().text().get(lang));
    cells.extend([
        text(Some(figures.subject_of(figure, lang))),
        match (figure.value(), figure.unit()) {
            (None, _) => Cell::Missing(figure.status()),
            // Things counted may be half a day or 12.5 thousand yuan.
            (Some(value), Unit::Count) => shortest(value, 2),
            (Some(value), _) => Cell::number(value, decimals),
        },
        text(Some(figure.unit().text().get(lang))),
        part(figure.numerator()),
        part(figure.denominator()),
        figure.n().map_or(Cell::Empty, Cell::count),
        real(figure.se(), decimals + 1),
        real(figure.lower(), decimals),
        real(figure.upper(), decimals),
        figure.confidence().map_or(Cell::Empty, |level| shortest(Value::Real(level), 4)),
        real(figure.df(), 1),
        p_value(figure.p_value()),
        text(Some(&figure.method().text(lang))),
        text(status),
        text(Some(&figure.note().text(lang))),
    ]);
    cells
}

/// Which columns say something in at least one row; a status that is "ok" throughout says nothing.
fn occupied(figures: &Figures) -> Vec<bool> {
    let names = names(figures);
    let mut occupied: Vec<bool> = names.iter().map(|name| *name == "value").collect();
    let of_release = of_release(figures);
    for figure in figures.iter() {
        for (seen, field) in occupied.iter_mut().zip(fields(figure, of_release)) {
            *seen |= !matches!(field, Field::Nothing | Field::Word("ok"));
        }
    }
    let for_people = |name: &&str| !FOR_PROGRAMS.contains(name) && !ORIGIN_COLUMNS.contains(name);
    names.iter().zip(occupied).filter(|(name, _)| for_people(name)).map(|(_, occupied)| occupied).collect()
}

/// Figures as a table, without the columns that are empty in all rows.
/// Figures of one indicator are titled with its name and need no column for it.
pub(super) fn table(figures: &Figures, lang: Lang, naming: Naming) -> Table {
    fn kept<T>(items: Vec<T>, keep: &[bool]) -> Vec<T> {
        items.into_iter().zip(keep).filter(|(_, keep)| **keep).map(|(item, _)| item).collect()
    }
    let mut keep = occupied(figures);
    let mut title = lang.pick("指标数据", "Figures").to_owned();
    if let Some(first) = figures.first().filter(|f| figures.iter().all(|g| g.indicator() == f.indicator())) {
        title = naming(first, lang).0;
        keep[0] = false;
    }
    Table {
        id: "figures".to_owned(),
        title,
        unit: None,
        columns: kept(columns(figures, lang), &keep),
        rows: figures.iter().map(|figure| kept(cells(figures, figure, lang, naming), &keep)).collect(),
        notes: Vec::new(),
        ..Table::default()
    }
}

#[cfg(test)]
#[path = "tidy_tests.rs"]
pub(super) mod tests;
