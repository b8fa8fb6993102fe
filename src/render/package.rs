//! The files of a release as a Data Package (datapackage.org, version 2): which columns each table has, of which type and
//! unit, and which symbols stand for a missing value. It is made of what the files show and of nothing else.

use serde_json::{Map, Value, json};

use super::csv::inert;
use super::described::{FORMAT, Kind};
use super::show::by_symbol;
use super::table::{Cover, Table};
use super::tidy;
use crate::figures::{COLUMNS, Figures, Status};
use crate::lang::Lang;

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// The description of the tables, each with the name of its file, and of the file of all figures.
pub fn datapackage(
    cover: &Cover,
    tables: &[(String, &Table)],
    figures: (&str, &Figures),
    lang: Lang,
) -> String {
    let stamp = cover.profile.as_deref().map(|stamp| json!({ "name": inert(stamp), "type": "string" }));
    let with_stamp = |fields: Vec<Value>| fields.into_iter().chain(stamp.clone()).collect::<Vec<_>>();
    let mut resources = vec![json!({
        "name": "figures",
        "title": lang.pick("全部数字", "All figures"),
        "type": "table",
        "path": figures.0,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": { "fields": with_stamp(of_figures(figures.1, lang)), "missingValues": [""] },
    })];
    resources.extend(tables.iter().enumerate().map(|(at, (path, table))| {
        json!({
            "name": name(path, at),
            "title": table.title,
            "type": "table",
            "path": path,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": { "fields": with_stamp(of_table(table)), "missingValues": missing(lang) },
        })
    }));
    let year = cover.year.map_or_else(String::new, |year| format!("-{year}"));
    let package = json!({
        "$schema": PROFILE,
        "name": format!("edugauge{year}"),
        "title": cover.title,
        "edugauge": { "version": cover.version, "format": FORMAT },
        "resources": resources,
    });
    let mut text =
        serde_json::to_string_pretty(&package).unwrap_or_else(|_| unreachable!("keys are strings"));
    text.push('\n');
    text
}

/// Names of resources have ASCII letters only.
fn name(path: &str, at: usize) -> String {
    let stem = path.trim_end_matches(".csv").to_lowercase();
    if stem.is_ascii() { stem } else { format!("table-{}", at + 1) }
}

fn of_table(table: &Table) -> Vec<Value> {
    let field = |(at, column): (usize, &super::table::Column)| {
        let mut field = Map::new();
        field.insert("name".to_owned(), column.name().into());
        field.insert("type".to_owned(), table.kind(at).id().into());
        field.insert("id".to_owned(), column.id.as_str().into());
        field.extend(column.unit.as_deref().map(|unit| ("unit".to_owned(), unit.into())));
        field.extend(table.places(at).map(|places| ("decimals".to_owned(), places.into())));
        Value::Object(field)
    };
    table.columns.iter().enumerate().map(field).collect()
}

fn of_figures(figures: &Figures, lang: Lang) -> Vec<Value> {
    let columns = tidy::names(figures).into_iter().zip(tidy::kinds(figures));
    let field = |(name, kind): (&str, Kind)| {
        let own = COLUMNS.iter().find(|column| column.id == name);
        match own {
            Some(own) => json!({ "name": name, "type": kind.id(), "title": own.name.get(lang) }),
            None => json!({ "name": name, "type": kind.id() }),
        }
    };
    columns.map(field).collect()
}

/// The symbols of missing values, each with what it says.
fn missing(lang: Lang) -> Vec<Value> {
    let nothing = json!({ "value": "", "label": lang.pick("此处没有数", "no number belongs here") });
    let symbols = by_symbol(Status::ALL.iter().copied(), lang);
    let symbols = symbols.into_iter().map(|(symbol, says)| json!({ "value": symbol, "label": says }));
    std::iter::once(nothing).chain(symbols).collect()
}
