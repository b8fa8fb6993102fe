//! Figures and tallies as columns.

use std::borrow::Cow;

use super::out::Out;
use crate::error::Result;
use crate::figures::{COLUMNS, Coded, Figures, Value};
use crate::lang::Lang;
use crate::number::to_f64;
use crate::tally::Tally;
use crate::tally::plain::Row;

type Named<'a> = Vec<(Cow<'a, str>, Out<'a>)>;

/// The columns in the order of [`COLUMNS`], the group keys after the year.
pub fn figures(figures: &Figures) -> Named<'_> {
    let mut columns: Named<'_> = Vec::with_capacity(COLUMNS.len() + figures.keys.len());
    for column in COLUMNS {
        columns.push((Cow::Borrowed(column.id), cells(figures, column.id)));
        if column.id == "year" {
            let keys = figures.keys.iter().enumerate();
            columns.extend(keys.map(|(at, key)| {
                (Cow::Borrowed(key.as_str()), text(figures.groups(), |group| label(group[at].as_deref())))
            }));
        }
    }
    columns
}

fn cells<'a>(figures: &'a Figures, id: &str) -> Out<'a> {
    let rows = figures.iter();
    let number = |value: Option<Value>| value.map(Value::to_f64);
    match id {
        "indicator" => text(figures.kinds(), |kind| label(Some(kind.indicator))),
        "measure" => text(figures.kinds(), |kind| label(Some(kind.measure))),
        "year" => Out::Year(rows.map(|row| row.year()).collect()),
        "subject" => text(figures.subject_labels(), |subject| label(subject.as_deref())),
        "value" => Out::Real(rows.map(|row| number(row.value())).collect()),
        "unit" => {
            text(figures.kinds(), |kind| label(Some(kind.unit.text().en).filter(|unit| !unit.is_empty())))
        }
        "numerator" => Out::Real(rows.map(|row| number(row.numerator())).collect()),
        "denominator" => Out::Real(rows.map(|row| number(row.denominator())).collect()),
        "n" => Out::Count(rows.map(|row| row.n().and_then(|n| i64::try_from(n).ok())).collect()),
        "se" => Out::Real(rows.map(|row| row.se()).collect()),
        "lower" => Out::Real(rows.map(|row| row.lower()).collect()),
        "upper" => Out::Real(rows.map(|row| row.upper()).collect()),
        "confidence" => Out::Real(rows.map(|row| row.confidence()).collect()),
        "df" => Out::Real(rows.map(|row| row.df()).collect()),
        "p_value" => Out::Real(rows.map(|row| row.p_value()).collect()),
        "method" => text(figures.methods(), |said| written(said.text(Lang::En))),
        "convention" => text(figures.methods(), |said| written(said.key())),
        "parameters" => text(figures.methods(), |said| written(said.parameters())),
        "status" => text(figures.statuses(), |status| label(Some(status.id()))),
        "note" => text(figures.notes(), |said| written(said.text(Lang::En))),
        other => unreachable!("the column {other} of figures::COLUMNS"),
    }
}

/// A column of texts, each written once however many rows have it.
fn text<'a, T>(column: &'a Coded<T>, of: impl Fn(&'a T) -> Option<Cow<'a, str>>) -> Out<'a> {
    Out::Text(column.values().iter().map(of).collect(), column.codes().collect())
}

fn label(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.map(Cow::Borrowed)
}

/// A text that says nothing is null.
fn written<'a>(text: String) -> Option<Cow<'a, str>> {
    (!text.is_empty()).then_some(Cow::Owned(text))
}

/// The columns of a kept tally.
///
/// # Errors
/// A key that is named as one of the other columns.
pub fn tally(tally: &Tally) -> Result<Named<'_>> {
    let rows: Vec<Row<'_>> = tally.rows().collect();
    let score = |row: &Row<'_>, ticks: Option<i64>| ticks.map(|ticks| to_f64(row.subject.scale.score(ticks)));
    let mut cells: Vec<Out<'_>> = vec![Out::Count(vec![tally.version().parse().ok(); rows.len()])];
    for at in 0..tally.keys.len() {
        cells.push(Out::texts(rows.iter().map(|row| Some(row.labels[at].as_str()))));
    }
    cells.push(Out::texts(rows.iter().map(|row| Some(row.subject.id.as_str()))));
    if tally.has_labels() {
        let words = rows.iter().map(|row| tally.names.word(&row.subject.id).map(Cow::Owned));
        cells.push(Out::Text(words.collect(), (0..rows.len()).collect()));
    }
    cells.extend([
        Out::Real(rows.iter().map(|row| row.subject.full_mark.map(to_f64)).collect()),
        Out::Real(rows.iter().map(|row| Some(to_f64(row.subject.scale.step()))).collect()),
        Out::texts(rows.iter().map(|row| Some(row.mark.id()))),
        Out::Real(rows.iter().map(|row| score(row, row.ticks)).collect()),
    ]);
    if tally.has_open_ends() {
        cells.push(Out::Real(rows.iter().map(|row| score(row, row.to)).collect()));
    }
    cells.push(Out::Count(rows.iter().map(|row| i64::try_from(row.count).ok()).collect()));
    Ok(tally.columns()?.into_iter().map(Cow::Borrowed).zip(cells).collect())
}
