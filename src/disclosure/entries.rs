//! What each figure of a release tells, as entries of one source and year.

use std::collections::BTreeSet;

use super::{Sheet, counts_pupils};
use crate::figures::{Figure, Figures, Part, Range, Told, Unit, Value, What};
use crate::indicators::change::is_change;
use crate::number::Rational;
use crate::tally::Tally;

/// A group of pupils by labels of its keys.
pub type Labels = Vec<(String, String)>;

/// One thing that a figure tells.
pub struct Entry {
    /// The figure, counted over all sheets.
    pub figure: usize,
    pub subject: String,
    pub group: Labels,
    pub known: Known,
}

pub enum Known {
    /// A count or sum that the tally holds.
    Told { what: What, parts: Vec<Part> },
    /// A count of an event that only the figure knows (who passed all subjects), by the name of the event.
    Event { name: String, count: i64 },
}

impl Entry {
    /// Whether all candidates of its group are counted, with a score or without.
    pub fn counts_everybody(&self) -> bool {
        let is_all = |part: &Part| part.keys.is_empty() && part.times == 1 && part.range == Range::Everybody;
        matches!(&self.known, Known::Told { parts, .. } if parts.iter().all(is_all))
    }
}

/// A source and year; sources without candidates have events alone.
pub type Domain<'a> = (&'a str, Option<i32>);

/// The sources and years of which any of some figures tells anything.
pub fn domains<'a>(sheets: &'a [Sheet<'a>], is_wanted: &dyn Fn(usize) -> bool) -> BTreeSet<Domain<'a>> {
    let mut domains = BTreeSet::new();
    for (sheet, figure, _) in figures(sheets).filter(|(_, _, number)| is_wanted(*number)) {
        let years = figure.told.iter().map(|told| told.year.or(figure.year)).chain([figure.year]);
        domains.extend(years.map(|year| (sheet.source, year)));
    }
    domains
}

/// What some figures tell of a source and year.
pub fn read(sheets: &[Sheet<'_>], domain: Domain<'_>, is_wanted: &dyn Fn(usize) -> bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (source, year) = domain;
    for (sheet, figure, number) in figures(sheets).filter(|(sheet, _, _)| sheet.source == source) {
        let is_of_year =
            figure.year == year || figure.told.iter().any(|told| told.year.or(figure.year) == year);
        if is_of_year && is_wanted(number) {
            read_figure(sheet, figure, number, year, &mut entries);
        }
    }
    entries
}

/// All figures that count pupils and show any number, with their numbers.
fn figures<'a>(sheets: &'a [Sheet<'a>]) -> impl Iterator<Item = (&'a Sheet<'a>, &'a Figure, usize)> {
    let all = sheets.iter().flat_map(|sheet| sheet.figures.rows.iter().map(move |figure| (sheet, figure)));
    let all = all.zip(0..).map(|((sheet, figure), number)| (sheet, figure, number));
    all.filter(|(_, figure, _)| counts_pupils(figure) && shows_anything(figure))
}

/// Whether a figure says nothing of whom it counts but, perhaps, how many they are.
pub fn is_opaque(sheet: &Sheet<'_>, figure: &Figure) -> bool {
    let is_told = figure.told.iter().any(|told| is_readable(sheet, figure, told.year.or(figure.year)));
    !is_told && !is_change(figure) && counted(figure).is_none()
}

/// Whether what is told of a year can be looked up among the candidates of the source.
pub fn is_readable(sheet: &Sheet<'_>, figure: &Figure, year: Option<i32>) -> bool {
    let subject = figure.subject.as_deref().unwrap_or_default();
    tally_of(sheet, year).is_some_and(|tally| tally.subject_index(subject).is_ok())
}

/// The count that a figure is, or that it is made of.
pub fn counted(figure: &Figure) -> Option<i64> {
    let of = match figure.unit {
        Unit::Persons => figure.value.or(figure.numerator),
        Unit::Percent | Unit::PerMille | Unit::Per10k => figure.numerator,
        _ => None,
    };
    whole_number(of)
}

pub fn shows_anything(figure: &Figure) -> bool {
    figure.value.is_some() || figure.n.is_some() || figure.numerator.is_some() || figure.denominator.is_some()
}

/// The labels of a figure in the keys that its table is made by; other keys (line, score) are no groups.
pub fn group_of(figures: &Figures, by: &[String], figure: &Figure) -> Labels {
    let keys = figures.keys.iter().zip(&figure.group).filter(|(key, _)| by.contains(key));
    keys.filter_map(|(key, label)| Some((key.clone(), label.as_ref()?.to_string()))).collect()
}

/// What a figure tells of a year.
fn read_figure(sheet: &Sheet<'_>, figure: &Figure, number: usize, of: Option<i32>, entries: &mut Vec<Entry>) {
    let group = group_of(sheet.figures, sheet.by, figure);
    let subject = figure.subject.as_deref().unwrap_or_default();
    let mut add = |group: Labels, known: Known| {
        entries.push(Entry { figure: number, subject: subject.to_owned(), group, known });
    };
    let is_readable = |year| is_readable(sheet, figure, year);
    let is_of = |told: &&Told| told.year.or(figure.year) == of;
    for told in figure.told.iter().filter(is_of).filter(|told| is_readable(told.year.or(figure.year))) {
        let group = if told.whole { Vec::new() } else { group.clone() };
        if !told.parts.is_empty() {
            add(group, Known::Told { what: told.what, parts: told.parts.clone() });
        }
    }
    if figure.year != of || (!figure.told.is_empty() && is_readable(figure.year)) {
        return;
    }
    let event = |part: &str| {
        let dimensions =
            sheet.figures.keys.iter().zip(&figure.group).filter(|(key, _)| !sheet.by.contains(key));
        let labels: Vec<&str> = dimensions.filter_map(|(_, label)| label.as_deref()).collect();
        format!("{} {} {} {} {part}", figure.indicator, figure.measure, labels.join(" "), figure.method)
    };
    let tally = tally_of(sheet, figure.year);
    let narrow = tally.map(|tally| group_of(sheet.figures, &tally.keys, figure));
    if let Some((tally, narrow)) = tally.zip(narrow)
        && figure.n.is_some()
        && figure.n == tested(tally, &narrow, subject)
    {
        let tested = Told::tested();
        add(narrow, Known::Told { what: tested.what, parts: tested.parts });
    } else if let Some(n) = figure.n {
        add(group.clone(), Known::Event { name: event("n"), count: n as i64 });
    }
    if let Some(count) = counted(figure) {
        add(group, Known::Event { name: event("counted"), count });
    }
}

pub fn tally_of<'a>(sheet: &Sheet<'a>, year: Option<i32>) -> Option<&'a Tally> {
    sheet.years.iter().find(|of| of.year == year).map(|of| &of.tally)
}

fn tested(tally: &Tally, group: &Labels, subject: &str) -> Option<u64> {
    let at = tally.subject_index(subject).ok()?;
    let places: Vec<(usize, &str)> = group
        .iter()
        .map(|(key, label)| Some((tally.key_index(key).ok()?, label.as_str())))
        .collect::<Option<_>>()?;
    let inside = tally.groups.iter().filter(|g| places.iter().all(|(key, label)| g.labels[*key] == *label));
    Some(inside.map(|group| group.distributions[at].tested()).sum())
}

pub fn whole_number(value: Option<Value>) -> Option<i64> {
    match value {
        Some(Value::Exact(ratio)) if ratio.is_integer() && ratio >= Rational::from_integer(0) => {
            i64::try_from(ratio.to_integer()).ok()
        }
        _ => None,
    }
}

/// The ranges that a count is made of end at these scores.
pub fn cuts(parts: &[Part]) -> impl Iterator<Item = Rational> + '_ {
    parts
        .iter()
        .flat_map(|part| match part.range {
            Range::Scores { from, below } => [from, below],
            Range::Everybody | Range::Marked(_) => [None, None],
        })
        .flatten()
}
