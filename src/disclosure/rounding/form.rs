//! What each number of a figure counts, and whether the figure follows from rounded counts.

use std::collections::{BTreeMap, BTreeSet};

use super::super::domain::Domain;
use super::super::entries::is_readable;
use super::super::hiding::{counted, counts_pupils, discloses, whole_number};
use super::super::sheet::{Number, Sheet};
use crate::figures::{FigureRef, Figures, Range, Told, Unit, Value, What};
use crate::indicators::change::{changed_measure, is_change};
use crate::indicators::definition::Discloses;
use crate::number::Rational;

/// A count of the model: its domain and quantity.
pub type Place = (usize, usize);

/// What becomes of a number of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Kept,
    /// A count of which the model knows nothing: it cannot be rounded so that it adds up.
    Gone,
    Rounded(Place),
}

/// How the value of a figure follows from rounded counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// Not at all: it is protected as without rounding.
    Exact,
    /// It has none.
    None,
    /// Nobody is counted, and stays so.
    Zero,
    Count(Place),
    /// So many times the numerator over the denominator.
    Quotient(i64),
    /// The figure of the year less that of the year before.
    Change,
    /// A count of events that add up in ways that are not known here: it is not shown.
    Refused,
}

/// What becomes of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    pub value: Recipe,
    pub numerator: Slot,
    pub denominator: Slot,
    pub n: Slot,
}

impl Form {
    const KEPT: Form =
        Form { value: Recipe::Exact, numerator: Slot::Kept, denominator: Slot::Kept, n: Slot::Kept };

    /// Whether the figure follows from rounded counts.
    pub fn is_rounded(&self) -> bool {
        self.value != Recipe::Exact
    }

    fn is_rounded_level(&self) -> bool {
        matches!(self.value, Recipe::Zero | Recipe::Count(_) | Recipe::Quotient(_))
    }

    /// The counts that it shows, by the names of its numbers.
    pub fn counts(&self) -> impl Iterator<Item = (Number, Place)> {
        let value = if let Recipe::Count(place) = self.value { Slot::Rounded(place) } else { Slot::Kept };
        let all = [
            (Number::Value, value),
            (Number::Numerator, self.numerator),
            (Number::Denominator, self.denominator),
            (Number::N, self.n),
        ];
        all.into_iter().filter_map(|(number, slot)| match slot {
            Slot::Rounded(place) => Some((number, place)),
            Slot::Kept | Slot::Gone => None,
        })
    }
}

/// What all figures have to do with rounding, in this release or in earlier ones.
pub fn forms(sheets: &[Sheet<'_>], domains: &[Domain]) -> Vec<Form> {
    let mut forms = Vec::new();
    for sheet in sheets {
        let first = forms.len();
        let of_sheet: Vec<usize> =
            (0..domains.len()).filter(|at| domains[*at].source == sheet.source).collect();
        let events = events(sheet);
        for (at, figure) in sheet.figures.iter().enumerate() {
            let domain = of_sheet.iter().copied().find(|domain| domains[*domain].year == figure.year());
            let counts = domain.map_or_else(Counts::default, |at_domain| {
                Counts::of(at_domain, &domains[at_domain], first + at)
            });
            let form = match counts_pupils(figure) {
                true if is_event(sheet, figure)
                    && events.get(&block(figure)).is_some_and(|all| all.len() > 1) =>
                {
                    Form { value: Recipe::Refused, ..Form::KEPT }
                }
                true => form(figure, &counts),
                false => Form::KEPT,
            };
            forms.push(form);
        }
        let levels = Levels::of(sheet.figures);
        for (at, change) in sheet.figures.iter().enumerate().filter(|(_, f)| is_change(*f)) {
            if let Some(both) = levels.between(change)
                && both.iter().all(|level| forms[first + level].is_rounded_level())
            {
                forms[first + at].value = Recipe::Change;
            }
        }
    }
    forms
}

type Block<'a> = (&'a str, Option<i32>, Vec<Option<&'a str>>, Option<&'a str>);

fn block(figure: FigureRef<'_>) -> Block<'_> {
    let group = figure.group().iter().map(|label| label.as_deref()).collect();
    (figure.indicator(), figure.year(), group, figure.subject())
}

/// The figures of each block and measure: what changes are between.
pub struct Levels<'a> {
    places: BTreeMap<(Block<'a>, &'a str), usize>,
    years: BTreeMap<&'a str, BTreeSet<i32>>,
}

impl<'a> Levels<'a> {
    pub fn of(figures: &'a Figures) -> Levels<'a> {
        let mut levels = Levels { places: BTreeMap::new(), years: BTreeMap::new() };
        for (at, figure) in figures.iter().enumerate() {
            levels.places.insert((block(figure), figure.measure()), at);
            levels.years.entry(figure.indicator()).or_default().extend(figure.year());
        }
        levels
    }

    /// The figures of the year and of the year before that a change is between.
    pub fn between(&self, change: FigureRef<'a>) -> Option<[usize; 2]> {
        let measure = changed_measure(change.measure())?;
        let before = self.years.get(change.indicator())?.range(..change.year()?).next_back()?;
        let (indicator, year, group, subject) = block(change);
        let now = self.places.get(&((indicator, year, group.clone(), subject), measure))?;
        let before = self.places.get(&((indicator, Some(*before), group, subject), measure))?;
        Some([*now, *before])
    }
}

/// Whether only the figure itself knows what it counts.
fn is_event(sheet: &Sheet<'_>, figure: FigureRef<'_>) -> bool {
    let is_declared = |told: &Told| told.is_event() || is_readable(sheet, figure, told);
    counted(figure).is_some()
        && (figure.told().iter().any(Told::is_event) || !figure.told().iter().any(is_declared))
}

/// The events of each block of figures.
fn events<'a>(sheet: &'a Sheet<'_>) -> BTreeMap<Block<'a>, BTreeSet<&'a str>> {
    let mut events: BTreeMap<Block<'a>, BTreeSet<&'a str>> = BTreeMap::new();
    for figure in sheet.figures.iter().filter(|figure| is_event(sheet, *figure)) {
        events.entry(block(figure)).or_default().insert(figure.measure());
    }
    events
}

/// The counts that a figure tells of its own year, in its order.
#[derive(Default)]
struct Counts {
    places: Vec<(Place, i64)>,
    tells_scores: bool,
}

impl Counts {
    fn of(at: usize, domain: &Domain, figure: usize) -> Counts {
        let mut counts = Counts::default();
        for quantity in domain.model.by_figure.get(&figure).into_iter().flatten() {
            let told = &domain.model.quantities[*quantity];
            match told.what {
                What::Count => counts.places.push(((at, *quantity), told.truth)),
                What::Sum | What::Weighted => counts.tells_scores = true,
            }
        }
        counts
    }

    fn first(&self, count: i64) -> Option<Slot> {
        slot(self.places.iter(), count)
    }

    fn last(&self, count: i64) -> Option<Slot> {
        slot(self.places.iter().rev(), count)
    }
}

/// The first of some counts that is just this number.
fn slot<'c>(mut places: impl Iterator<Item = &'c (Place, i64)>, count: i64) -> Option<Slot> {
    let found = places.find(|(_, truth)| *truth == count);
    found.map(|(place, _)| Slot::Rounded(*place)).or((count == 0).then_some(Slot::Kept))
}

fn form(figure: FigureRef<'_>, counts: &Counts) -> Form {
    let n = figure.n().map_or(Slot::Kept, |n| {
        let n = n as i64;
        let is_counted =
            whole_number(figure.numerator()) == Some(n) && whole_number(figure.denominator()) != Some(n);
        let slot = if is_counted { counts.first(n) } else { counts.last(n) };
        slot.unwrap_or(Slot::Gone)
    });
    // Means of sides stand in the numerator and denominator of some; they are no counts.
    let number = |value: Option<Value>, slot: &dyn Fn(i64) -> Option<Slot>| match whole_number(value) {
        Some(count) if !counts.tells_scores => slot(count),
        _ => None,
    };
    let numerator = number(figure.numerator(), &|count| counts.first(count));
    let denominator = number(figure.denominator(), &|count| counts.last(count));
    let form = Form {
        value: Recipe::Exact,
        numerator: numerator.unwrap_or(Slot::Kept),
        denominator: denominator.unwrap_or(Slot::Kept),
        n,
    };
    if figure.value().is_none() {
        return Form { value: Recipe::None, ..form };
    }
    let is_of_places = |told: &Told| told.parts.iter().any(|part| matches!(part.range, Range::Places { .. }));
    let form = match counts.tells_scores {
        // A sum, and how many it is of, would say what n was rounded from.
        true if figure.told().iter().any(is_of_places)
            || whole_number(figure.denominator()).is_some_and(|of| figure.n() == u64::try_from(of).ok()) =>
        {
            Form { numerator: Slot::Gone, denominator: Slot::Gone, ..form }
        }
        _ => form,
    };
    let Some(discloses) = discloses(figure) else { return form };
    if matches!(discloses, Discloses::Count(_)) {
        return match number(figure.value(), &|count| counts.first(count)) {
            Some(Slot::Rounded(place)) => {
                let dropped = |slot: Option<Slot>| slot.unwrap_or(Slot::Gone);
                let (numerator, denominator) = (dropped(numerator), dropped(denominator));
                Form { value: Recipe::Count(place), numerator, denominator, ..form }
            }
            Some(_) => Form { value: Recipe::Zero, ..form },
            None => form,
        };
    }
    let times = match figure.unit() {
        Unit::Percent => 100,
        Unit::PerMille => 1_000,
        Unit::Per10k => 10_000,
        _ => return form,
    };
    // Inhabitants are no pupils.
    let is_base = matches!(discloses, Discloses::Per(_)) || denominator.is_some();
    match (is_quotient(figure, times), numerator.is_some() && is_base) {
        (true, true) => Form { value: Recipe::Quotient(times), ..form },
        _ => form,
    }
}

fn is_quotient(figure: FigureRef<'_>, times: i64) -> bool {
    match (figure.value(), figure.numerator(), figure.denominator()) {
        (Some(Value::Exact(value)), Some(Value::Exact(above)), Some(Value::Exact(below))) => {
            below != Rational::from_integer(0)
                && value == above * Rational::from_integer(i128::from(times)) / below
        }
        _ => false,
    }
}
