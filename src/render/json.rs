//! Figures as JSON: an array of tidy objects.

use std::io;

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use serde_json::json;

use super::described::FORMAT;
use super::table::{Cell, Cover, Table};
use super::tidy::{Field, fields, names, of_release};
use crate::figures::{FigureRef, Figures};
use crate::lang::Lang;

/// An array with one object per figure, all with the same keys in the order of
/// [`crate::figures::COLUMNS`], group keys after the year; whole numbers as integers, missing values null.
pub fn figures_json(figures: &Figures) -> String {
    serde_json::to_string_pretty(&Rows(figures))
        .unwrap_or_else(|_| unreachable!("names are strings and numbers finite"))
}

/// Rows of a table of any columns as one JSON object, written one by one:
/// `{"columns": ["…"], "rows": [{"row": 2, "cells": ["…"]}]}`. Columns may have equal names, so a row is an array.
pub struct JsonRows<W: io::Write> {
    out: W,
    any: bool,
}

impl<W: io::Write> JsonRows<W> {
    /// # Errors
    /// `out` takes no more.
    pub fn begin(mut out: W, columns: &[String]) -> io::Result<JsonRows<W>> {
        out.write_all(b"{\"columns\":")?;
        serde_json::to_writer(&mut out, columns)?;
        out.write_all(b",\"rows\":[")?;
        Ok(JsonRows { out, any: false })
    }

    /// # Errors
    /// The output takes no more.
    pub fn write<C: AsRef<str>>(&mut self, row: u64, cells: &[C]) -> io::Result<()> {
        let comma = if std::mem::replace(&mut self.any, true) { "," } else { "" };
        write!(self.out, "{comma}\n{{\"row\":{row},\"cells\":")?;
        let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        serde_json::to_writer(&mut self.out, &cells)?;
        self.out.write_all(b"}")
    }

    /// # Errors
    /// The output takes no more.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}

// Written by hand because the maps of serde_json sort their keys.
struct Rows<'a>(&'a Figures);

struct Row<'a> {
    names: &'a [&'a str],
    of_release: bool,
    figure: FigureRef<'a>,
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (names, of_release) = (names(self.0), of_release(self.0));
        let mut rows = serializer.serialize_seq(Some(self.0.len()))?;
        for figure in self.0.iter() {
            rows.serialize_element(&Row { names: &names, of_release, figure })?;
        }
        rows.end()
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(Some(self.names.len()))?;
        for (name, field) in self.names.iter().zip(fields(self.figure, self.of_release)) {
            row.serialize_entry(name, &field)?;
        }
        row.end()
    }
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Field::Word(text) | Field::Label(text) => serializer.serialize_str(text),
            Field::Said(clauses) => serializer.serialize_str(&clauses.text(Lang::En)),
            Field::Key(clauses) => serializer.serialize_str(&clauses.key()),
            Field::Parameters(clauses) => serializer.serialize_str(&clauses.parameters()),
            Field::Integer(integer) => serializer.serialize_i128(integer),
            Field::Real(real) => serializer.serialize_f64(real),
            Field::Nothing => serializer.serialize_none(),
        }
    }
}

/// A release, its keys in the order of the alphabet.
#[derive(Serialize)]
struct ReleaseView<'a> {
    edugauge: &'a str,
    format: u32,
    headlines: &'a [String],
    profile: Option<&'a str>,
    region: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sections: &'a [(String, Vec<String>)],
    tables: Vec<TableView<'a>>,
    title: &'a str,
    year: Option<i32>,
}

#[derive(Serialize)]
struct TableView<'a> {
    columns: Vec<serde_json::Value>,
    id: &'a str,
    notes: &'a [String],
    rows: Vec<CellsView<'a>>,
    title: &'a str,
    unit: Option<&'a str>,
    unreliable_rows: &'a [usize],
}

/// A row, written as it is: a value of its own for every cell would fill the memory.
struct CellsView<'a>(&'a [Cell]);

impl Serialize for CellsView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cells = serializer.serialize_seq(Some(self.0.len()))?;
        for cell in self.0 {
            match cell {
                Cell::Text(text) => cells.serialize_element(&**text)?,
                Cell::Number(number) => match number.digits().parse::<i64>() {
                    Ok(whole) if number.decimals() == 0 => cells.serialize_element(&whole)?,
                    _ => cells.serialize_element(&number.digits().parse::<f64>().ok())?,
                },
                Cell::Missing(status) => cells.serialize_element(&json!({"status": status.id()}))?,
                Cell::Empty => cells.serialize_element(&())?,
            }
        }
        cells.end()
    }
}

/// The tables of a release for machines: every table with its columns (what programs call each, its kind, unit and
/// places), its rows as shown (numbers as numbers, rounded as they are printed; whole ones as integers) and, where there is no number, the reason.
///
/// # Errors
/// `out` takes no more.
pub fn write_tables(cover: &Cover, tables: &[Table], mut out: impl io::Write) -> io::Result<()> {
    let table = |table| {
        let table: &Table = table;
        let columns = table.columns.iter().enumerate().map(|(at, column)| {
            json!({
                "decimals": table.places(at),
                "header": column.full_header(),
                "id": column.id,
                "levels": column.over,
                "numeric": column.numeric,
                "type": table.kind(at).id(),
                "unit": column.unit,
            })
        });
        TableView {
            columns: columns.collect(),
            id: &table.id,
            notes: &table.notes,
            rows: table.rows.iter().map(|row| CellsView(row)).collect(),
            title: &table.title,
            unit: table.unit.as_deref(),
            unreliable_rows: &table.unreliable,
        }
    };
    let release = ReleaseView {
        edugauge: &cover.version,
        format: FORMAT,
        headlines: &cover.headlines,
        profile: cover.profile.as_deref(),
        region: &cover.region,
        sections: &cover.sections,
        tables: tables.iter().map(table).collect(),
        title: &cover.title,
        year: cover.year,
    };
    serde_json::to_writer_pretty(&mut out, &release)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tidy::tests::sample;

    #[test]
    fn keys_keep_their_order_and_missing_values_are_null() {
        let text = figures_json(&sample());
        let compact: String = text.lines().map(str::trim_start).collect();
        assert!(
            compact.starts_with(
                "[{\"indicator\": \"admission_rate\",\"measure\": \"rate\",\"year\": 2024,\
                 \"school\": \"=SUM(A1)\",\"subject\": null,\"value\": 41.700233199067206,\"unit\": \"%\",\
                 \"numerator\": 1967,\"denominator\": 4717,"
            ),
            "{compact}"
        );
        let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(parsed[2]["value"].is_null());
        assert_eq!(parsed[2]["status"], "suppressed");
        assert_eq!(parsed[1]["se"], 0.1);
    }

    #[test]
    fn no_figures_are_an_empty_array() {
        assert_eq!(figures_json(&Figures::default()), "[]");
    }
}
