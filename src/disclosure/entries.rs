//! What each figure of a release tells, as entries of one source and year.

use std::collections::BTreeSet;

use super::cohort::{Tested, is_base, range_of_base, subject_sat, tested};
use super::entry::{Entry, Event, Events, Known, Labels};
use super::hiding::{counted, counts_pupils, shows_anything};
use super::sheet::Sheet;
use crate::figures::{FigureRef, Figures, Part, Range, Told, What};
use crate::indicators::change::is_change;
use crate::number::Rational;
use crate::tally::Tally;

/// A source and year; sources without candidates have events alone.
pub type Domain<'a> = (&'a str, Option<i32>);

/// The sources and years of which any of some figures tells anything.
pub fn domains<'a>(sheets: &'a [Sheet<'a>], is_wanted: &dyn Fn(usize) -> bool) -> BTreeSet<Domain<'a>> {
    let mut domains = BTreeSet::new();
    for (sheet, figure, _) in figures(sheets).filter(|(_, _, number)| is_wanted(*number)) {
        let years = figure.told().iter().map(|told| told.year.or(figure.year())).chain([figure.year()]);
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
            figure.year() == year || figure.told().iter().any(|told| told.year.or(figure.year()) == year);
        if is_of_year && is_wanted(number) {
            read_figure(sheet, figure, number, year, &mut entries);
        }
    }
    entries
}

/// All figures that count pupils and show any number, with their numbers.
fn figures<'a>(sheets: &'a [Sheet<'a>]) -> impl Iterator<Item = (&'a Sheet<'a>, FigureRef<'a>, usize)> {
    let all = sheets.iter().flat_map(|sheet| sheet.figures.iter().map(move |figure| (sheet, figure)));
    let all = all.zip(0..).map(|((sheet, figure), number)| (sheet, figure, number));
    all.filter(|(_, figure, _)| counts_pupils(*figure) && shows_anything(*figure))
}

/// Whether a figure says nothing of whom it counts but, perhaps, how many they are.
pub fn is_opaque(sheet: &Sheet<'_>, figure: FigureRef<'_>) -> bool {
    let is_told = figure.told().iter().any(|told| told.is_event() || is_readable(sheet, figure, told));
    !is_told && !is_change(figure) && counted(figure).is_none()
}

/// Whether what is told can be looked up among the candidates of the source.
pub fn is_readable(sheet: &Sheet<'_>, figure: FigureRef<'_>, told: &Told) -> bool {
    let subject = told.subject.as_deref().or(figure.subject()).unwrap_or_default();
    tally_of(sheet, told.year.or(figure.year())).is_some_and(|tally| tally.subject_index(subject).is_ok())
}

/// The labels of a figure in the keys that its table is made by; other keys (line, score) are no groups.
pub fn group_of(figures: &Figures, by: &[String], figure: FigureRef<'_>) -> Labels {
    let keys = figures.keys.iter().zip(figure.group()).filter(|(key, _)| by.contains(key));
    keys.filter_map(|(key, label)| Some((key.clone(), label.as_ref()?.to_string()))).collect()
}

/// What a figure tells of a year.
fn read_figure(
    sheet: &Sheet<'_>,
    figure: FigureRef<'_>,
    number: usize,
    of: Option<i32>,
    entries: &mut Vec<Entry>,
) {
    let group = group_of(sheet.figures, sheet.by, figure);
    let own_subject = figure.subject().unwrap_or_default();
    let mut add = |subject: &str, group: Labels, known: Known| {
        entries.push(Entry { figure: number, subject: subject.to_owned(), group, known });
    };
    let is_of = |told: &&Told| told.year.or(figure.year()) == of;
    let mut is_declared = false;
    for told in figure.told().iter().filter(is_of).filter(|told| !told.parts.is_empty()) {
        let subject = told.subject.as_deref().unwrap_or(own_subject);
        let group = if told.whole { Vec::new() } else { group.clone() };
        if let Some(from) = reached(told) {
            let of_events = Told { parts: told.parts[..1].to_vec(), ..told.clone() };
            let event = events_of(sheet, figure, &of_events, (&group, ""), of).cells.pop();
            if let Some(event) = event
                && is_readable(sheet, figure, told)
            {
                add(subject, group.clone(), Known::Among { event, subject: own_subject.to_owned(), from });
            }
        } else if told.is_event() {
            let sat = if subject.is_empty() {
                tally_of(sheet, of).map_or("", |tally| subject_sat(tally, told, &group))
            } else {
                subject
            };
            let events = events_of(sheet, figure, told, (&group, sat), of);
            if let Some(parts) = &events.same {
                add(sat, group.clone(), Known::Told { what: What::Count, parts: parts.clone() });
            }
            add(subject, group, Known::Events(events));
        } else if is_readable(sheet, figure, told) && told.parts.iter().all(is_linear) {
            add(subject, group, Known::Told { what: told.what, parts: told.parts.clone() });
        } else {
            continue;
        }
        is_declared |= told.year.is_none();
    }
    if figure.year() == of && !is_declared {
        read_undeclared(sheet, figure, &group, &mut add);
    }
}

/// The score that all have reached to whom the event beside it happened.
fn reached(told: &Told) -> Option<Rational> {
    told.parts.iter().find_map(|part| match part.range {
        Range::Reached { from } => Some(from),
        _ => None,
    })
}

/// Whether what is told is a sum of cells: the scores at some places and the most frequent score are not.
fn is_linear(part: &Part) -> bool {
    !matches!(part.range, Range::Places { .. } | Range::Most { .. })
}

/// The events that a figure tells of, and who they are told to be: candidates of a subject.
fn events_of(
    sheet: &Sheet<'_>,
    figure: FigureRef<'_>,
    told: &Told,
    (group, subject): (&Labels, &str),
    year: Option<i32>,
) -> Events {
    let mut events = Events { reach: reach(figure, told), ..Events::default() };
    for part in &told.parts {
        let of = |name: String, count: i64| {
            let group = group.iter().chain(&part.keys).cloned().collect();
            Event { name, group, count }
        };
        match part.range {
            Range::Event { name, from: None, below: None, count } => {
                events.cells.push(of(event_name(sheet, figure, name), count));
            }
            Range::Event { name, from, below, count } => {
                // Told apart by the ends of its scores, whatever lines the figure has.
                let name = format!(
                    "{} {} {name} {from:?} {below:?}",
                    figure.indicator(),
                    figure.method().identity()
                );
                events.cells.push(of(name, count));
            }
            Range::Base { name, count } => {
                let base = of(name.to_owned(), count);
                let is_same = |tally| is_base(&Tested::new(tally), (name, &base.group, count), subject);
                events.same = tally_of(sheet, year)
                    .is_some_and(is_same)
                    .then(|| vec![Part { range: range_of_base(name), ..part.clone() }]);
                events.base = Some(base);
            }
            _ => events.same.get_or_insert_default().push(part.clone()),
        }
    }
    if tally_of(sheet, year).is_none_or(|tally| tally.subject_index(subject).is_err()) {
        events.same = None;
    }
    events
}

/// Where all that happened is from a score on, its name and that score, whatever other lines the figure has.
fn reach(figure: FigureRef<'_>, told: &Told) -> Option<(String, Rational)> {
    let mut lowest: Option<(&str, Rational)> = None;
    let mut is_open = false;
    for part in &told.parts {
        let Range::Event { name, from: Some(from), below, .. } = part.range else { return None };
        if !part.keys.is_empty() {
            return None;
        }
        is_open |= below.is_none();
        lowest = Some((name, lowest.map_or(from, |(_, lowest)| lowest.min(from))));
    }
    let (name, from) = lowest.filter(|_| is_open)?;
    Some((format!("{} {name}", figure.indicator()), from))
}

/// A count of which the figure does not say whom it counts.
fn read_undeclared(
    sheet: &Sheet<'_>,
    figure: FigureRef<'_>,
    group: &Labels,
    add: &mut dyn FnMut(&str, Labels, Known),
) {
    let subject = figure.subject().unwrap_or_default();
    let event = |part: &str, group: &Labels, count| Event {
        name: event_name(sheet, figure, &format!("{} {part}", figure.measure())),
        group: group.clone(),
        count,
    };
    let all = figure.n().map(|n| n as i64);
    let tally = tally_of(sheet, figure.year());
    let narrow = tally.map(|tally| group_of(sheet.figures, &tally.keys, figure));
    let same = tally
        .zip(narrow)
        .filter(|(tally, narrow)| figure.n().is_some() && figure.n() == tested(tally, narrow, subject));
    let is_tested = same.is_some();
    let (group, same) = match same {
        Some((_, narrow)) => (narrow, Some(Told::tested().parts)),
        None => (group.clone(), None),
    };
    if let Some(parts) = &same {
        add(subject, group.clone(), Known::Told { what: What::Count, parts: parts.clone() });
    }
    let base = all.map(|n| event("n", &group, n));
    let counted = counted(figure).map(|count| event("counted", &group, count));
    let rest = counted.as_ref().zip(all).filter(|(counted, n)| counted.count <= *n);
    let rest = rest.map(|(counted, n)| event("rest", &group, n - counted.count));
    match (counted, rest) {
        (Some(counted), Some(rest)) => {
            add(
                subject,
                group.clone(),
                Known::Events(Events { cells: vec![counted.clone()], ..Events::default() }),
            );
            add(
                subject,
                group,
                Known::Events(Events { cells: vec![counted, rest], base, same, reach: None }),
            );
        }
        (counted, _) => {
            if let Some(counted) = counted {
                add(
                    subject,
                    group.clone(),
                    Known::Events(Events { cells: vec![counted], ..Events::default() }),
                );
            }
            if base.is_some() && !is_tested {
                add(subject, group, Known::Events(Events { base, ..Events::default() }));
            }
        }
    }
}

/// An event of a figure, with all that makes it one.
fn event_name(sheet: &Sheet<'_>, figure: FigureRef<'_>, part: &str) -> String {
    let dimensions = sheet.figures.keys.iter().zip(figure.group()).filter(|(key, _)| !sheet.by.contains(key));
    let labels: Vec<&str> = dimensions.filter_map(|(_, label)| label.as_deref()).collect();
    format!("{} {} {} {part}", figure.indicator(), labels.join(" "), figure.method().identity())
}

pub fn tally_of<'a>(sheet: &Sheet<'a>, year: Option<i32>) -> Option<&'a Tally> {
    sheet.years.iter().find(|of| of.year == year).map(|of| &of.tally)
}
