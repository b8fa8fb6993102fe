//! Indicators against values worked out elsewhere: every golden folder whose expected.csv says of each value which
//! indicator gives it from which file, with which arguments. The catalogue's are fractions from the rows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edugauge::error::Result;
use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Value};
use edugauge::indicators::definition::Method;
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{
    ItemOptions, ReadOptions, read_items, read_score_table, read_scores, read_table, score_table_tally,
};
use edugauge::number::{Decimal, Rational};
use edugauge::tally::Tally;

use crate::precision::{A_FEW_ROUNDINGS, assert_near};
use crate::support::{repository, whole};

const HEADER: &str = "indicator|source|arguments|by|year|group|subject|measure|value";

/// The folders, each with its values.
fn folders() -> Vec<(PathBuf, String)> {
    let folders = std::fs::read_dir(repository("tests/golden")).unwrap().map(|folder| folder.unwrap().path());
    let expected = folders.filter_map(|folder| {
        let text = std::fs::read_to_string(folder.join("expected.csv")).ok()?;
        text.starts_with(HEADER).then_some((folder, text))
    });
    expected.collect()
}

fn records(file: &Path) -> edugauge::records::Records {
    let full_marks = [("chinese".to_owned(), whole(100)), ("mathematics".to_owned(), whole(100))];
    let options = ReadOptions { full_marks: full_marks.into_iter().collect(), ..ReadOptions::default() };
    read_scores(file, &options, None).unwrap().0
}

/// The candidates, or the same counted: both must give the same figures.
fn exam(file: &Path, counted: bool) -> Exam {
    let records = records(file);
    let keys = Exam::from_records(records.clone()).keys();
    match counted {
        true => {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            Exam::from_tally(Tally::count(&records, &keys).unwrap())
        }
        false => Exam::from_records(records),
    }
}

/// `name=value&name=value`; the value may hold `=` itself.
fn arguments(text: &str) -> Given {
    let mut values: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
        values.entry(name).or_default().push(value.to_owned());
    }
    let mut arguments = Given::new();
    values.into_iter().for_each(|(name, values)| arguments.set(name, values));
    arguments
}

fn figures(folder: &Path, [id, source, given, by]: [&str; 4], counted: bool) -> Result<Figures> {
    let file = |name: &str| folder.join(name);
    let indicator = find(id)?;
    let by: Vec<String> = by.split('+').filter(|key| !key.is_empty()).map(str::to_owned).collect();
    let given = arguments(given);
    let (name, province) = source.split_once('+').unwrap_or((source, ""));
    match indicator.method {
        Method::Exam(_) => compute(indicator, Input::Exam(&exam(&file(name), counted)), &by, &given),
        Method::Against(..) => {
            let rows = read_score_table(&file(province), &ReadOptions::default())?;
            let province = Exam::from_tally(score_table_tally(&rows, &[], province)?);
            compute(indicator, Input::Against(&exam(&file(name), counted), &province), &by, &given)
        }
        Method::Items(_) => {
            let of = ItemOptions::default();
            let (items, _) = read_items(&file(name), &ReadOptions::default(), &of)?;
            compute(indicator, Input::Items(&items), &by, &given)
        }
        Method::Table(_) | Method::Rows(_) => {
            let (table, _) = read_table(&file(name), &ReadOptions::default())?;
            compute(indicator, Input::Table(&table), &by, &given)
        }
    }
}

fn fraction(text: &str) -> Option<Rational> {
    let number = |text: &str| Decimal::parse(text.as_bytes()).map(Decimal::to_rational);
    match text.split_once('/') {
        Some((above, below)) => Some(number(above)? / number(below)?),
        None => number(text).filter(|_| !text.contains('.')),
    }
}

fn find_figure<'a>(figures: &'a Figures, line: &str, fields: &[&str]) -> FigureRef<'a> {
    let &[_, _, _, _, year, group, subject, measure, _] = fields else { panic!("{line}") };
    let wanted: Vec<&str> = if group.is_empty() { Vec::new() } else { group.split('+').collect() };
    let fits = |figure: &FigureRef<'_>| {
        figure.measure() == measure
            && (year.is_empty() || figure.year() == year.parse().ok())
            && figure.subject().unwrap_or("") == subject
            && figure.group().iter().map(|label| label.as_deref().unwrap_or("")).eq(wanted.iter().copied())
    };
    figures.iter().find(fits).unwrap_or_else(|| panic!("no figure for {line}"))
}

#[test]
fn values_worked_out_elsewhere_from_records_and_from_counts() {
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    for (folder, expected) in folders() {
        for counted in [false, true] {
            let mut known: BTreeMap<[&str; 4], Figures> = BTreeMap::new();
            for line in expected.lines().skip(1) {
                let fields: Vec<&str> = line.split('|').collect();
                let asked = [fields[0], fields[1], fields[2], fields[3]];
                let figures = known.entry(asked).or_insert_with(|| {
                    figures(&folder, asked, counted).unwrap_or_else(|fault| panic!("{line}: {fault}"))
                });
                let figure = find_figure(figures, line, &fields);
                let found = figure.value().unwrap_or_else(|| panic!("{line}: {:?}", figure.status()));
                match (found, fraction(fields[8])) {
                    (Value::Exact(found), Some(wanted)) => assert_eq!(found, wanted, "{line}"),
                    _ => assert_near(found.to_f64(), fields[8].parse().unwrap(), A_FEW_ROUNDINGS, line),
                }
            }
        }
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        compared.insert(name, expected.lines().count() - 1);
    }
    assert_eq!(compared["catalogue"], 1059);
    assert!(compared.len() > 1 && compared.values().all(|values| *values > 0));
}
