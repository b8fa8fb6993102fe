//! The cells that sentences are written from: those of the release's own tables, as they are printed.

use std::collections::BTreeMap;

use super::super::config::{Config, Named, Table};
use super::super::printed::{self, part_of};
use crate::error::Result;
use crate::figures::{FigureRef, Figures, Status, Unit, Value, key_id};
use crate::indicators::Indicator;
use crate::indicators::certainty::p_value;
use crate::indicators::names::own_measure_of;
use crate::lang::{Lang, nearest};
use crate::number::{Decimal, Rational};
use crate::subjects::{TOTAL, subject_id};

/// A table of the release, with the figures that it shows.
pub struct Published<'a> {
    pub table: &'a Table,
    pub figures: Figures,
}

/// What a name stands for, why there is nothing where there is not.
pub struct Cells<'a> {
    named: BTreeMap<String, Named>,
    tables: BTreeMap<&'a str, (&'a Published<'a>, Vec<&'static Indicator>)>,
    year: i32,
}

/// One cell.
#[derive(Clone, Debug)]
pub struct Found {
    /// What it is of, in a list: in Chinese and in English.
    pub label: [String; 2],
    pub printed: String,
    /// Behind the printed digits, as `figures.csv` has it.
    pub full: Value,
    pub value: Rational,
    pub decimals: u8,
    pub unit: Unit,
    pub measure: &'static str,
    pub convention: String,
    pub p_value: Option<f64>,
    pub confidence: Option<f64>,
    /// A place, and whether another has it too.
    pub is_place: bool,
    pub is_shared: bool,
    /// All other cells of its column, where they are all printed.
    pub others: Option<Vec<Rational>>,
}

/// A name without a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    pub name: String,
    /// In Chinese and in English.
    pub why: [String; 2],
    pub is_hidden: bool,
}

impl<'a> Cells<'a> {
    pub fn of(config: &Config, published: &'a [Published<'a>], year: i32) -> Result<Cells<'a>> {
        let named = config.named_cells()?.into_iter().map(|named| (named.name.clone(), named)).collect();
        let tables =
            published.iter().map(|one| Ok((one.table.id.as_str(), (one, config.indicators(one.table)?))));
        Ok(Cells { named, tables: tables.collect::<Result<_>>()?, year })
    }

    /// The cell of a name, or its list, of the year that it names or so many before.
    pub fn find(&self, name: &str, years_before: i32) -> std::result::Result<Vec<Found>, Lacking> {
        let lacking =
            |zh: String, en: String| Lacking { name: name.to_owned(), why: [zh, en], is_hidden: false };
        let Some(named) = self.named.get(name) else {
            return Err(lacking("没有这个名称".into(), "there is no such name".into()));
        };
        let Some((published, indicators)) = self.tables.get(named.table.as_str()) else {
            return Err(lacking(
                format!("没有表 {}", named.table),
                format!("there is no table {}", named.table),
            ));
        };
        let year = named.year.unwrap_or(self.year) - named.before - years_before;
        let figures = &published.figures;
        let rows = rows(named, figures, year, years_before > 0)?;
        let found = rows.into_iter().map(|at| {
            let figure = figures.get(at);
            let place = (published.table, &indicators[..]);
            one(named, figures, figure, place).map_err(|status| match status {
                Status::Suppressed => {
                    Lacking { is_hidden: true, ..lacking("已隐去".into(), "it is hidden".into()) }
                }
                status => lacking(
                    format!("表 {} 的这一格没有数 {}", named.table, status.symbol()),
                    format!("the cell of table {} has no number {}", named.table, status.symbol()),
                ),
            })
        });
        found.collect()
    }

    /// The cells of a name, as evidence has them.
    pub fn printed(&self, name: &str) -> Vec<String> {
        let Ok(found) = self.find(name, 0) else { return Vec::new() };
        let Some(named) = self.named.get(name) else { return Vec::new() };
        let of = |cell: &Found| {
            let label =
                if cell.label[1].is_empty() { String::new() } else { format!(" [{}]", cell.label[1]) };
            format!("{name}{label} = {} ({}.{}, {})", cell.printed, named.table, cell.measure, named.part)
        };
        found.iter().map(of).collect()
    }
}

/// The rows that a name means: one, or those of its list.
fn rows(
    named: &Named,
    figures: &Figures,
    year: i32,
    dated: bool,
) -> std::result::Result<Vec<usize>, Lacking> {
    let lacking =
        |zh: String, en: String| Lacking { name: named.name.clone(), why: [zh, en], is_hidden: false };
    let measure = named.measure.clone().or_else(|| figures.first().map(|figure| figure.measure().to_owned()));
    let of_year = |figure: FigureRef<'_>| match figure.year() {
        None => !dated,
        Some(of) => of == year,
    };
    let mut rows: Vec<usize> = (0..figures.len())
        .filter(|at| Some(figures.get(*at).measure()) == measure.as_deref() && of_year(figures.get(*at)))
        .collect();
    if rows.is_empty() {
        let table = &named.table;
        return Err(lacking(
            format!("表 {table} 没有 {year} 年的这一项"),
            format!("table {table} shows none of {year}"),
        ));
    }
    for (key, label) in &named.keys {
        let labels: Vec<String> = rows.iter().filter_map(|at| label_of(figures, *at, key)).collect();
        rows.retain(|at| label_of(figures, *at, key).is_some_and(|own| is_named(key, &own, label)));
        if rows.is_empty() {
            let near = nearest(label, labels.iter().map(String::as_str));
            let (zh, en) = near.map_or_else(Default::default, |near| {
                (format!("，是不是 {near}"), format!(", perhaps {near}"))
            });
            return Err(lacking(
                format!("{year} 年没有 {key} = {label}{zh}"),
                format!("{year} has no {key} = {label}{en}"),
            ));
        }
    }
    let is_free =
        |key: &str| !named.keys.iter().any(|(k, _)| is_key(k, key)) && named.each.as_deref() != Some(key);
    let free: Vec<String> = figures.keys.iter().filter(|key| is_free(key)).cloned().collect();
    // Of what is not named, the whole.
    let is_whole = |at: &usize| {
        free.iter().all(|key| label_of(figures, *at, key).is_none())
            && (!is_free("subject") || figures.get(*at).subject().is_none_or(|subject| subject == TOTAL))
    };
    if let Some(each) = &named.each {
        let several = |rows: &[usize]| {
            let mut labels: Vec<_> = rows.iter().map(|at| label_of(figures, *at, each)).collect();
            labels.sort();
            labels.windows(2).any(|pair| pair[0] == pair[1])
        };
        rows.retain(|at| {
            label_of(figures, *at, each).is_some_and(|label| each != "subject" || label != TOTAL)
        });
        if several(&rows) {
            rows.retain(is_whole);
        }
        let bad = rows.is_empty() || several(&rows);
        return match bad {
            false => Ok(rows),
            true => Err(lacking(
                format!("按 {each} 不成一列：再写明别的键"),
                format!("by {each} there is no list: name the other keys"),
            )),
        };
    }
    if rows.len() > 1 {
        rows.retain(is_whole);
    }
    match rows.len() {
        1 => Ok(rows),
        _ => {
            let keys = figures.keys.join(", ");
            Err(lacking(
                format!("不止一格，或没有合计：写明 {keys} 中的哪一个"),
                format!("there are several cells, or no total: say which of {keys}"),
            ))
        }
    }
}

fn is_key(word: &str, key: &str) -> bool {
    word == key || key_id(word) == key
}

fn label_of(figures: &Figures, at: usize, key: &str) -> Option<String> {
    let figure = figures.get(at);
    if is_key(key, "subject") {
        return figure.subject().map(str::to_owned);
    }
    let place = figures.key_index(key).or_else(|| figures.key_index(key_id(key)))?;
    figure.group()[place].as_ref().map(ToString::to_string)
}

fn is_named(key: &str, own: &str, label: &str) -> bool {
    own == label || (is_key(key, "subject") && subject_id(label) == own)
}

/// One cell, or why there is no number in it.
fn one(
    named: &Named,
    figures: &Figures,
    figure: FigureRef<'_>,
    (table, indicators): (&Table, &[&'static Indicator]),
) -> std::result::Result<Found, Status> {
    let own = indicators.iter().copied().find(|indicator| indicator.id == figure.indicator());
    let decimals = table.decimals.unwrap_or_else(|| printed::decimals(own, !table.is_pivot(), figure));
    let status = || match figure.status() {
        Status::Ok => Status::MissingInput,
        status => status,
    };
    let part = part_of(figure, &named.part, decimals);
    let full = part
        .map(|(value, _)| value)
        .filter(|_| !["n", "se", "lower", "upper"].contains(&named.part.as_str()));
    let printed = part.map(|(value, decimals)| value.round(decimals));
    let printed = printed.filter(|_| figure.status() == Status::Ok).ok_or_else(status)?;
    let number = |text: &str| Decimal::parse(text.as_bytes()).map(Decimal::to_rational);
    let value = number(&printed).ok_or_else(status)?;
    let others = others(figures, figure).map(|row| Some(row.value()?.round(decimals)));
    let others: Option<Vec<String>> = others.collect();
    let others: Option<Vec<Rational>> = others.and_then(|all| all.iter().map(|text| number(text)).collect());
    let is_place = own_measure_of(figure).is_some_and(|measure| measure.ranks);
    let label = |lang: Lang| match &named.each {
        Some(each) if is_key(each, "subject") => figures.subject_of(figure, lang).to_owned(),
        Some(each) => {
            let place = figures.key_index(each).or_else(|| figures.key_index(key_id(each)));
            place.and_then(|at| figure.group()[at].as_ref()).map_or_else(String::new, ToString::to_string)
        }
        None => String::new(),
    };
    Ok(Found {
        label: [label(Lang::Zh), label(Lang::En)],
        is_shared: is_place && others.as_ref().is_some_and(|others| others.contains(&value)),
        printed,
        full: full.unwrap_or(Value::Exact(value)),
        value,
        decimals,
        unit: figure.unit(),
        measure: figure.measure(),
        convention: figure.method().key(),
        p_value: p_value(figure),
        confidence: figure.confidence(),
        is_place,
        others,
    })
}

/// The cells of its column but itself and totals.
fn others<'f>(figures: &'f Figures, own: FigureRef<'f>) -> impl Iterator<Item = FigureRef<'f>> {
    figures.iter().filter(move |row| {
        let alike = (row.measure(), row.year(), row.subject()) == (own.measure(), own.year(), own.subject());
        alike && row.group() != own.group() && !row.group().iter().all(|label| label.is_none())
    })
}
