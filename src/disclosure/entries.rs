//! What each figure of a release tells, as entries of one source and year.

use std::collections::BTreeMap;

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

/// The entries of each source and year. Sources without candidates have entries of events alone.
pub type Domains = BTreeMap<(String, Option<i32>), Vec<Entry>>;

/// Reads all figures that count pupils and show any number.
pub fn read(sheets: &[Sheet<'_>]) -> Domains {
    let mut domains = Domains::new();
    let mut number = 0;
    for sheet in sheets {
        for figure in &sheet.figures.rows {
            if counts_pupils(figure) && shows_anything(figure) {
                read_figure(sheet, figure, number, &mut domains);
            }
            number += 1;
        }
    }
    domains
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

fn read_figure(sheet: &Sheet<'_>, figure: &Figure, number: usize, domains: &mut Domains) {
    let group = group_of(sheet.figures, sheet.by, figure);
    let subject = figure.subject.as_deref().unwrap_or_default();
    let mut add = |year: Option<i32>, group: Labels, known: Known| {
        let domain = domains.entry((sheet.source.to_owned(), year)).or_default();
        domain.push(Entry { figure: number, subject: subject.to_owned(), group, known });
    };
    let is_readable = |year| is_readable(sheet, figure, year);
    for told in figure.told.iter().filter(|told| is_readable(told.year.or(figure.year))) {
        let year = told.year.or(figure.year);
        let group = if told.whole { Vec::new() } else { group.clone() };
        if !told.parts.is_empty() {
            add(year, group, Known::Told { what: told.what, parts: told.parts.clone() });
        }
    }
    if !figure.told.is_empty() && is_readable(figure.year) {
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
        add(figure.year, narrow, Known::Told { what: tested.what, parts: tested.parts });
    } else if let Some(n) = figure.n {
        add(figure.year, group.clone(), Known::Event { name: event("n"), count: n as i64 });
    }
    if let Some(count) = counted(figure) {
        add(figure.year, group, Known::Event { name: event("counted"), count });
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
