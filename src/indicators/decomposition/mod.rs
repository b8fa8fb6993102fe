//! Of what a gap is made (差距的构成): composition and performance, schools one by one, between and within schools.

mod between;
mod by_school;
mod composition;

pub use between::GAP_BETWEEN_SCHOOLS;
pub use by_school::GAP_BY_SCHOOL;
pub use composition::GAP_COMPOSITION;

use num_traits::CheckedAdd;

use super::arguments::Request;
use super::gap::sides::Pair;
use super::grouping::{Block, blocks, chosen_subjects, grouping_keys};
use super::mean_and_rates::OPEN_BUCKET;
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Part, Phrase, Range, Status, Term, Told, Unit, Value, What};
use crate::indicators::schools::is_school;
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::Subject;
use crate::tally::Distribution;

const UNIVERSE: Text = Text::new(
    "该科有成绩、属于两组之一的考生；镇区默认两边都不算",
    "candidates with a score who are in one of the two groups; towns are in neither by default",
);

/// Both groups' candidates by the label of one further key, in its order.
struct Split {
    cells: Vec<(String, [Distribution; 2])>,
}

impl Split {
    /// `group_at` and `key_at` are the places of the keys among the labels.
    fn read(block: &Block<'_>, pair: &Pair, group_at: usize, key_at: usize, subject: usize) -> Split {
        let mut cells: std::collections::BTreeMap<String, [Distribution; 2]> = Default::default();
        for group in block.groups {
            let side = [&pair.first, &pair.second].iter().position(|s| s.contains(&group.labels[group_at]));
            let Some(side) = side else { continue };
            let distribution = &group.distributions[subject];
            if distribution.tested() > 0 {
                cells.entry(group.labels[key_at].clone()).or_default()[side].add(distribution);
            }
        }
        Split { cells: cells.into_iter().collect() }
    }

    /// The fewest of one group with one label, where there are any.
    fn fewest(&self) -> Option<u64> {
        let counts = self.cells.iter().flat_map(|(_, cell)| cell).map(Distribution::tested);
        counts.filter(|count| *count > 0).min()
    }

    /// The remark on candidates whose school is not known. The parts are of the whole gap, so that they are not
    /// left out: they would be told by the difference.
    fn without_school(&self) -> Clauses {
        let blank = self.cells.iter().filter(|(label, _)| !is_school(label)).flat_map(|(_, cell)| cell);
        let count = blank.map(Distribution::tested).sum::<u64>();
        (count > 0).then(|| UNDER_EMPTY_LABEL.with([Term::pupils(count)])).into()
    }

    fn n(&self, side: usize) -> u64 {
        self.cells.iter().map(|(_, cell)| cell[side].tested()).sum()
    }

    fn whole(&self, side: usize) -> Distribution {
        let mut sum = Distribution::default();
        self.cells.iter().for_each(|(_, cell)| sum.add(&cell[side]));
        sum
    }
}

/// Calls `each` for every year, group and subject where both groups have candidates with known scores.
fn each_gap(
    exam: &Exam,
    request: &Request<'_>,
    id: &'static str,
    (key, dimension): (&str, &str),
    measures: &[&'static str],
    each: impl Fn(Figure, &Subject, &Split) -> Vec<Figure>,
) -> Result<Figures> {
    let (pair, by) = (Pair::asked_of(exam, request)?, grouping_keys(request));
    let group = request.arguments.text("group").unwrap_or_default();
    let keys: Vec<&str> = by.iter().copied().chain([group, key]).collect();
    let mut figures = Figures::new(by.iter().copied().chain([dimension]).map(str::to_owned).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        for block in blocks(&of_year.tally, by.len()) {
            for &at in &subjects {
                let subject = &of_year.tally.subjects[at];
                let split = Split::read(&block, &pair, by.len(), by.len() + 1, at);
                let place = Figure {
                    year: of_year.year,
                    group: block.group().with(None),
                    subject: Some(subject.id.as_str().into()),
                    n: Some(split.n(0) + split.n(1)),
                    told: told(&pair, group).into(),
                    fewest: split.fewest(),
                    ..Figure::new(id, "difference", Unit::Points)
                };
                let missing = |status, note: Clauses| {
                    let bare = Figure { note, ..place.clone().without_value(status) };
                    measures.iter().map(move |measure| Figure { measure, ..bare.clone() }).collect::<Vec<_>>()
                };
                let open = split.cells.iter().any(|(_, cell)| cell.iter().any(|side| !side.is_exact()));
                figures.extend(match (open, split.n(0).min(split.n(1))) {
                    (true, _) => missing(Status::NotApplicable, (&OPEN_BUCKET).into()),
                    (_, 0) => missing(Status::NoDenominator, Clauses::default()),
                    _ => each(place.clone(), subject, &split),
                });
            }
        }
    }
    Ok(figures)
}

/// A gap tells the means of both its groups.
fn told(pair: &Pair, group_key: &str) -> Vec<Told> {
    let of_side = |labels: &[String]| {
        let part = |label: &String| (Some((group_key.to_owned(), label.clone())), Range::TESTED);
        let parts = labels.iter().map(part).map(|(key, range)| Part::of(key, range));
        let count = Told::count_of(parts.collect());
        [Told { what: What::Sum, ..count.clone() }, count]
    };
    [&pair.first, &pair.second].into_iter().flat_map(|labels| of_side(labels)).collect()
}

/// The exact sum; a double where its fraction outgrows 128 bits.
fn sum(terms: &[Rational]) -> Value {
    let zero = Rational::from_integer(0);
    match terms.iter().try_fold(zero, |sum, term| sum.checked_add(term)) {
        Some(sum) => Value::Exact(sum),
        None => Value::Real(terms.iter().map(|term| to_f64(*term)).sum()),
    }
}

fn less(whole: Rational, part: Value) -> Value {
    match part {
        Value::Exact(part) => Value::Exact(whole - part),
        Value::Real(part) => Value::Real(to_f64(whole) - part),
    }
}

/// The mean of a side, in points.
fn mean(distribution: &Distribution, subject: &Subject) -> Option<Rational> {
    distribution.sums()?.mean(subject.scale)
}

fn at_label(place: &Figure, label: &str) -> Figure {
    let mut figure = place.clone();
    if let Some(last) = figure.group.last_mut() {
        *last = Some(label.into());
    }
    figure
}

static UNDER_EMPTY_LABEL: Phrase = Phrase::new(
    "school_of_empty_label",
    "{} 名考生不知所属学校，列在空标签下",
    "{} candidates without a school stand under an empty label",
);
