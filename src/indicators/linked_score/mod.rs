//! Linked scores (等值分): the score of one form on the scale of another, by the distributions of both.

mod conventions;
mod definition;
mod errors;
mod forms;
mod words;

pub use definition::LINKED_SCORE;

use self::conventions::{Conventions, ErrorBy, Method};
use self::forms::{Asked, Side};
use self::words::{
    BEYOND, BOOTSTRAP_NEEDED, DEGREE, NO_FORM, NO_SCHOOLS, NO_SPREAD, NOT_THE_SAME, OF_OTHER_FORM, OUTSIDE,
    PAIRS_NEEDED, RANK_MATCHING, TOO_FEW, TOO_FEW_BUT_FOR_MEANS,
};
use super::arguments::Request;
use super::placement::{OPEN, not_applicable};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Label, Labels, Range, Status, Term, Told, Unit, Value, What};
use crate::number::{Rational, plain, to_f64};
use crate::stats::equating::{self, Form};
use crate::stats::normal_quantile;
use crate::threads;

const ID: &str = "linked_score";
/// With fewer on either form nothing is linked, or by means only.
const FEWEST: u64 = 30;
const FEWEST_BUT_FOR_MEANS: u64 = 100;

fn linked_score(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let conventions = Conventions::of(request.arguments)?;
    let asked = Asked::of(exam, request)?;
    let mut figures = Figures::new(asked.by.iter().chain(&["score"]).map(|k| (*k).to_owned()).collect());
    let scores = request.arguments.numbers("scores");
    asked.each(exam, |group: Labels, from, to| {
        for &score in &scores {
            for &method in &conventions.methods {
                threads::check();
                let figure = Figure {
                    year: from.year,
                    group: group.with(Some(plain(score).into())),
                    subject: Some(Label::from(from.subject.id.as_str())),
                    n: Some(from.counts.tested()),
                    method: conventions.method(method),
                    ..Figure::new(ID, method.measure(), Unit::Points)
                };
                let figure = match to {
                    None => Figure { note: (&NO_FORM).into(), ..figure.without_value(Status::NoDenominator) },
                    Some(to) => linked(figure, (from, to), (method, score), &conventions),
                };
                let is_of_years = asked.are_years() && figure.status == Status::Ok;
                figures.push(if is_of_years { figure.noted(&RANK_MATCHING) } else { figure });
            }
        }
    })?;
    Ok(figures)
}

fn linked(
    figure: Figure,
    (from, to): (&Side<'_>, &Side<'_>),
    (method, score): (Method, Rational),
    conventions: &Conventions,
) -> Figure {
    let fewest = from.counts.tested().min(to.counts.tested());
    if fewest == 0 {
        return Figure { note: (&NO_FORM).into(), ..figure.without_value(Status::NoDenominator) };
    }
    if !from.counts.is_exact() || !to.counts.is_exact() {
        return not_applicable(figure, &OPEN);
    }
    if fewest < FEWEST {
        return not_applicable(figure, &TOO_FEW);
    }
    if fewest < FEWEST_BUT_FOR_MEANS && method != Method::Mean {
        return not_applicable(figure, &TOO_FEW_BUT_FOR_MEANS);
    }
    if !from.is_within(score) {
        return not_applicable(figure, &OUTSIDE);
    }
    let (counts, other) = (from.form(), to.form());
    let Some(value) = value(method, from.in_steps(score), (&counts, &other), conventions, (from, to)) else {
        return not_applicable(figure, if method == Method::Equipercentile { &DEGREE } else { &NO_SPREAD });
    };
    let told = told(method, (from, to), score, value);
    let figure = Figure { told: told.into_iter().collect(), ..figure };
    let figure = figure.noted(OF_OTHER_FORM.with([Term::pupils(to.counts.tested())]));
    let is_mixed = conventions.is_single_group && from.counts.tested() != to.counts.tested();
    let figure = if is_mixed { figure.noted(&NOT_THE_SAME) } else { figure };
    let figure = with_error(figure, (from, to), (&counts, &other), (method, score), conventions);
    let figure = if to.is_within(value_of(value)) { figure } else { figure.noted(&BEYOND) };
    with_interval(figure.with_value(clipped(value, to, conventions)), conventions.confidence)
}

fn value(
    method: Method,
    steps: Rational,
    (counts, other): (&Form<u64>, &Form<u64>),
    conventions: &Conventions,
    (from, to): (&Side<'_>, &Side<'_>),
) -> Option<Value> {
    let step = to.subject.scale.step();
    match method {
        Method::Mean => {
            let mean = |side: &Side<'_>| side.counts.sums()?.mean(side.subject.scale);
            Some(Value::Exact(steps * from.subject.scale.step() + mean(to)? - mean(from)?))
        }
        // Finer scores than any examination has would not fit into fractions.
        Method::Equipercentile if conventions.degree.is_none() && *steps.denom() <= 1_000_000 => {
            Some(Value::Exact(equating::equipercentile(counts, other, steps)? * step))
        }
        _ => {
            let linked = conventions.link(method, to_f64(steps), 1.0, &real(counts), &real(other))?;
            linked.is_finite().then(|| Value::Real(linked * to_f64(step)))
        }
    }
}

fn real(form: &Form<u64>) -> Form<f64> {
    Form { lowest: form.lowest, counts: form.counts.iter().map(|count| *count as f64).collect() }
}

/// A double as a fraction of millionths: near enough to ask where it lies.
fn value_of(value: Value) -> Rational {
    match value {
        Value::Exact(exact) => exact,
        Value::Real(real) => Rational::new((real * 1e6).round() as i128, 1_000_000),
    }
}

fn clipped(value: Value, to: &Side<'_>, conventions: &Conventions) -> Value {
    if !conventions.is_clipped {
        return value;
    }
    let form = to.form();
    let ends =
        [form.lowest, form.lowest + form.counts.len() as i64 - 1].map(|ticks| to.subject.scale.score(ticks));
    match value_of(value) {
        below if below < ends[0] => Value::Exact(ends[0]),
        above if above > ends[1] => Value::Exact(ends[1]),
        _ => value,
    }
}

/// What a link lets its reader know: the means of both forms, or how many are at the score and above it, on either.
fn told(method: Method, (from, to): (&Side<'_>, &Side<'_>), score: Rational, value: Value) -> Vec<Told> {
    let sides = [(from, score), (to, value_of(value))];
    let each = |(side, at): &(&Side<'_>, Rational)| {
        let tested = side.told(Range::TESTED, from);
        if method != Method::Equipercentile {
            return vec![Told { what: What::Sum, ..tested.clone() }, tested];
        }
        let step = side.subject.scale.step();
        let nearest =
            side.subject.scale.score((side.in_steps(*at) + Rational::new(1, 2)).floor().to_integer() as i64);
        let own = side.told(Range::between(nearest, Some(nearest + step)), from);
        vec![own, side.told(Range::from(nearest), from), tested]
    };
    sides.iter().flat_map(each).collect()
}

fn with_error(
    figure: Figure,
    (from, to): (&Side<'_>, &Side<'_>),
    (counts, other): (&Form<u64>, &Form<u64>),
    (method, score): (Method, Rational),
    conventions: &Conventions,
) -> Figure {
    let steps = to_f64(from.in_steps(score));
    // Steps of the scores' own form in those of the other.
    let ratio = to_f64(from.subject.scale.step() / to.subject.scale.step());
    let link = |from: &Form<f64>, to: &Form<f64>| conventions.link(method, steps, ratio, from, to);
    let needs_pairs =
        conventions.is_single_group && matches!(conventions.error, ErrorBy::Analytic | ErrorBy::Pupils);
    let in_steps = match conventions.error {
        ErrorBy::Nothing => return figure,
        _ if needs_pairs => return figure.noted(&PAIRS_NEEDED),
        ErrorBy::Analytic => {
            let moments = real(counts).moments().zip(real(other).moments());
            match method {
                Method::Mean => {
                    moments.map(|(own, theirs)| equating::mean_error(&own.in_units(ratio), &theirs))
                }
                Method::Linear => {
                    moments.map(|(from, to)| equating::linear_error(&from, &to, steps, conventions.bessel))
                }
                Method::Equipercentile => return figure.noted(&BOOTSTRAP_NEEDED),
            }
        }
        ErrorBy::Pupils => errors::of_pupils(counts, other, conventions, &link),
        ErrorBy::Schools => match errors::of_schools(from, to, conventions, &link) {
            None => return figure.noted(&NO_SCHOOLS),
            error => error,
        },
    };
    let step = to_f64(to.subject.scale.step());
    Figure { se: in_steps.map(|se| se * step).filter(|se| *se > 0.0), ..figure }
}

fn with_interval(figure: Figure, confidence: f64) -> Figure {
    let z = normal_quantile((1.0 + confidence) / 2.0);
    let Some(((value, se), z)) = figure.value.map(Value::to_f64).zip(figure.se).zip(z) else { return figure };
    Figure {
        lower: Some(value - z * se),
        upper: Some(value + z * se),
        confidence: Some(confidence),
        ..figure
    }
}
