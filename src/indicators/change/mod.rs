//! Year on year: the change of any figure against the year before, or what keeps the two from being compared.
//!
//! Every figure with a value in two years gets a second one, `<measure>_change`, right behind it. It has no value
//! where the years cannot be compared: another full mark, another convention, too few schools in common, too few
//! candidates with a score.

mod facts;

use std::collections::{BTreeMap, BTreeSet};

use num_traits::CheckedSub;

use super::compute::Input;
use super::definition::Indicator;
use super::given::Given;
use super::registry::INDICATORS;
use super::written::parse_number;
use crate::error::{Error, Result};
use crate::figures::{
    Clause, Clauses, Figure, FigureRef, Figures, Label, Labels, Phrase, Status, Term, Told, Unit, Value,
};
use crate::lang::Text;
use crate::number::Rational;
use crate::threads::Lazy;
use facts::Facts;

/// When two years can be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Of the candidates of either year, the least share that must be of schools of both years, and that must have
    /// a score among those who should have one.
    pub coverage: Rational,
}

impl Default for Comparison {
    fn default() -> Comparison {
        Comparison { coverage: Rational::new(9, 10) }
    }
}

impl Comparison {
    /// A coverage between 0 and 1, both included.
    pub fn parse(text: &str) -> Result<Comparison> {
        let coverage = parse_number(text)
            .filter(|share| (Rational::from_integer(0)..=Rational::from_integer(1)).contains(share));
        coverage.map(|coverage| Comparison { coverage }).ok_or_else(|| Error::InvalidArgument {
            argument: "coverage".to_owned(),
            found: text.to_owned(),
            expected: Text::new("0 与 1 之间的数，如 0.9", "a number from 0 to 1, such as 0.9"),
        })
    }
}

/// The measures of changes by the measures they are of. Made once, from the registry.
static CHANGES: Lazy<BTreeMap<&'static str, &'static str>> = Lazy::new(|| {
    let measures = INDICATORS.iter().flat_map(|indicator| indicator.measures);
    measures.map(|of| (of.id, &*Box::leak(format!("{}_change", of.id).into_boxed_str()))).collect()
});

/// The measure that a change is of; `None` for a measure that is no change.
pub fn changed_measure(change: &str) -> Option<&'static str> {
    CHANGES.get_key_value(change.strip_suffix("_change")?).map(|(measure, _)| *measure)
}

/// Whether a figure is the change of others.
pub fn is_change(figure: FigureRef<'_>) -> bool {
    figure.measure() == "change" || changed_measure(figure.measure()).is_some()
}

/// What the change of a measure is called after it.
pub const CHANGE_NAME: Text = Text::new("比上年变化", "change on the year before");

/// Whether an indicator gives a change of its own, with its own error.
pub fn gives_change(indicator: &Indicator) -> bool {
    indicator.measures.iter().any(|of| of.id == "change" || of.id.ends_with("_change"))
}

/// The figures with their changes. `by` are the keys that the figures were grouped by; rows of wider groups may
/// stand among them.
pub fn with_changes(
    figures: Figures,
    indicator: &Indicator,
    input: Input<'_>,
    by: &[String],
    given: &Given,
    comparison: Comparison,
) -> Result<Figures> {
    if gives_change(indicator) {
        return Ok(figures);
    }
    let facts = Facts::read(input, by, &given.typed(indicator)?)?;
    let years: BTreeSet<i32> = figures.iter().filter_map(|figure| figure.year()).collect();
    let known: BTreeMap<_, usize> =
        figures.iter().enumerate().map(|(at, figure)| (place(figure, figure.year()), at)).collect();
    let mut changed = figures.none();
    for now in figures.iter() {
        let before_year = now.year().and_then(|year| years.range(..year).next_back().copied());
        let before = before_year.and_then(|year| known.get(&place(now, Some(year))));
        let before = before.map(|at| figures.get(*at));
        changed.push(now.to_figure());
        changed.push(match before_year {
            None => bare(now).missing(Status::MissingInput, &NO_YEAR_BEFORE),
            Some(year) => change(now, before, year, &facts, &figures.keys, comparison),
        });
    }
    Ok(changed)
}

/// Where a figure stands in a year: what must be the same for two figures to be of one series.
fn place(
    figure: FigureRef<'_>,
    year: Option<i32>,
) -> (&'static str, &'static str, Option<i32>, Labels, Option<Label>) {
    (figure.indicator(), figure.measure(), year, figure.group().clone(), figure.subject_label().cloned())
}

/// The figure of a change, still without a value.
fn bare(now: FigureRef<'_>) -> Figure {
    let unit = if now.unit() == Unit::Percent { Unit::PercentagePoints } else { now.unit() };
    Figure {
        year: now.year(),
        group: now.group().clone(),
        subject: now.subject_label().cloned(),
        n: now.n(),
        ..Figure::new(now.indicator(), CHANGES.get(now.measure()).copied().unwrap_or("change"), unit)
    }
}

impl Figure {
    fn missing(self, status: Status, note: impl Into<Clauses>) -> Figure {
        let n = self.n.filter(|_| status != Status::Suppressed);
        Figure { n, note: note.into(), ..self.without_value(status) }
    }
}

fn change(
    now: FigureRef<'_>,
    before: Option<FigureRef<'_>>,
    year: i32,
    facts: &Facts,
    keys: &[String],
    comparison: Comparison,
) -> Figure {
    let years = DIFFERENCE.with([now.year().unwrap_or_default(), year].map(Term::declared));
    let figure = Figure { method: years.into(), ..bare(now) };
    let Some(before) = before else {
        return figure.missing(Status::MissingInput, &NOT_BEFORE);
    };
    // A change of a hidden figure would give the figure away.
    if let Some(hidden) = [now, before].into_iter().find(|f| f.status() == Status::Suppressed) {
        return figure.missing(hidden.status(), Clauses::default());
    }
    let (Some(a), Some(b)) = (now.value(), before.value()) else {
        let lacking = if now.value().is_none() { now } else { before };
        return figure.missing(lacking.status(), no_figure(lacking));
    };
    let mut notes = Vec::new();
    let reasons = [
        facts.full_marks(now, before, &mut notes),
        convention(now, before, &mut notes),
        facts.schools(now, before, keys, comparison.coverage, &mut notes),
        facts.participation(now, before, keys, comparison.coverage),
    ];
    let reasons: Clauses = reasons.into_iter().flatten().collect();
    if !reasons.is_empty() {
        return figure.missing(Status::NotComparable, reasons);
    }
    let of_before = |told: &Told| Told { year: before.year(), ..told.clone() };
    let told = now.told().iter().cloned().chain(before.told().iter().map(of_before)).collect();
    let figure = Figure { note: notes.into_iter().collect(), told, ..figure };
    with_error(figure, now, before).with_value(difference(a, b))
}

/// A change between figures that were changed themselves; what kept the years from being compared still does.
pub fn changed_again(change: FigureRef<'_>, now: FigureRef<'_>, before: FigureRef<'_>) -> Figure {
    let bare =
        Figure { se: None, lower: None, upper: None, confidence: None, n: now.n(), ..change.to_figure() };
    match (now.value(), before.value()) {
        (Some(a), Some(b)) if change.value().is_some() => {
            with_error(bare, now, before).with_value(difference(a, b))
        }
        (Some(_), Some(_)) => Figure { n: now.n(), ..change.to_figure() },
        _ => {
            let lacking = if now.value().is_none() { now } else { before };
            bare.missing(lacking.status(), no_figure(lacking))
        }
    }
}

fn difference(a: Value, b: Value) -> Value {
    if let (Value::Exact(a), Value::Exact(b)) = (a, b)
        && let Some(exact) = a.checked_sub(&b)
    {
        return Value::Exact(exact);
    }
    Value::Real(a.to_f64() - b.to_f64())
}

/// The error of a difference of two independent estimates; its interval from theirs (Zou & Donner 2008; for shares
/// Newcombe 1998, method 10).
fn with_error(figure: Figure, now: FigureRef<'_>, before: FigureRef<'_>) -> Figure {
    let se = now.se().zip(before.se()).map(|(a, b)| a.hypot(b));
    let mut figure = Figure { se, ..figure };
    let bounds = |f: FigureRef<'_>| Some((f.value()?.to_f64(), f.lower()?, f.upper()?));
    if let (Some((a, a_low, a_high)), Some((b, b_low, b_high))) = (bounds(now), bounds(before))
        && now.confidence() == before.confidence()
    {
        figure.lower = Some(a - b - (a - a_low).hypot(b_high - b));
        figure.upper = Some(a - b + (a_high - a).hypot(b - b_low));
        figure.confidence = now.confidence();
    }
    figure
}

/// Methods that differ in a number only (the line of each year, the schools counted) get a remark; any other
/// difference is another convention.
fn convention(now: FigureRef<'_>, before: FigureRef<'_>, notes: &mut Vec<Clause>) -> Option<Clause> {
    if now.method() == before.method() {
        return None;
    }
    let both = |phrase: &'static Phrase| phrase.with([before.method().as_term(), now.method().as_term()]);
    if now.method().key() == before.method().key() {
        notes.push(both(&YEARS_DIFFER));
        return None;
    }
    Some(both(&OTHER_CONVENTION))
}

fn no_figure(lacking: FigureRef<'_>) -> Clause {
    NO_FIGURE.with([Term::found(lacking.year().unwrap_or_default())])
}

static DIFFERENCE: Phrase = Phrase::new("difference_of_years", "{} − {}", "{} - {}");
static NO_YEAR_BEFORE: Phrase =
    Phrase::new("no_year_before", "没有上一年的数据", "no year before is at hand");
static NOT_BEFORE: Phrase =
    Phrase::new("not_in_year_before", "上一年没有该项", "not at hand in the year before");
static NO_FIGURE: Phrase = Phrase::new("no_figure_in", "{} 年没有数值", "no figure in {}");
static YEARS_DIFFER: Phrase =
    Phrase::new("years_differ", "两年口径中的数字不同：{} → {}", "years differ in: {} → {}");
static OTHER_CONVENTION: Phrase = Phrase::new(
    "other_convention",
    "两年口径不同，不能比较：{} → {}",
    "the convention differs between the years: {} → {}",
);
