//! Intercepts and slopes of schools from a table of pupils, with weights and plausible values.

mod weights;
mod words;

use std::borrow::Cow;

use super::super::arguments::Request;
use super::super::rows::Rows;
use super::super::survey::{Covariates, Groups, Subject, subjects, unnumbered};
use super::faults::no_fit;
use super::random_words::SCHOOLS;
use crate::error::{Error, Result};
use crate::figures::{Figure, Figures, Status, Term, Unit, Value};
use crate::stats::difference::estimate;
use crate::stats::mixed::slopes::{Fit, Model, Weights, fit};
use crate::stats::mixed::{Criterion, NoFit};
use crate::stats::survey::{NOWHERE, Sampling, combine};
use weights::Given;
use words::{BOUNDARY, BY_LEVELS, NO_ROBUST_ERROR, OF_WEIGHT_ONE};

const ID: &str = "multilevel_model";

pub fn multilevel_model(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let groups = Groups::read(rows, request.by)?;
    let covariates = Covariates::read(rows, request)?;
    let school: Schools = rows.labels(arguments.text("school").unwrap_or_default())?.into();
    let weights = Given::read(rows, arguments, &school)?;
    let is_ml = arguments.text("criterion") == Some("ml") || matches!(weights, Given::Sampling { .. });
    let asked = Asked {
        rows,
        slopes: slopes(&covariates, arguments.all("slopes"))?,
        covariates,
        weights,
        school,
        criterion: if is_ml { Criterion::Ml } else { Criterion::Reml },
        by_levels: arguments.text("df") == Some("levels"),
        confidence: arguments.confidence(),
    };
    let keys = request.by.iter().cloned().chain(["term", "other_term"].map(str::to_owned));
    let mut figures = Figures::new(keys.collect());
    for subject in subjects(rows, request)? {
        asked.covariates.refuse_unequal(subject.columns.len())?;
        let complete = asked.covariates.complete(&groups, &subject.columns[0]);
        for (group, labels) in groups.labels.iter().enumerate() {
            let own = asked.own(&groups.of_row, &complete, &subject, group as u32);
            figures.extend(own.figures(labels));
        }
    }
    Ok(figures)
}

/// The covariates whose slopes vary, by the names that they were given.
fn slopes(covariates: &Covariates<'_>, named: &[String]) -> Result<Vec<usize>> {
    let mut slopes = Vec::new();
    for text in named {
        let name = text.split_once('=').map_or(text.as_str(), |(name, _)| name);
        let (label, run) = (format!("{name}="), unnumbered(text));
        let is_it =
            |term: &String| [text, name, run.as_str()].contains(&term.as_str()) || term.starts_with(&label);
        let found: Vec<usize> =
            (0..covariates.terms.len()).filter(|at| is_it(&covariates.terms[*at])).collect();
        if found.is_empty() {
            let at_hand = covariates.terms.clone();
            return Err(Error::KeyNotAtHand { key: text.clone(), at_hand });
        }
        slopes.extend(found);
    }
    slopes.sort_unstable();
    slopes.dedup();
    Ok(slopes)
}

struct Asked<'a> {
    rows: &'a Rows<'a>,
    covariates: Covariates<'a>,
    slopes: Vec<usize>,
    weights: Given<'a>,
    school: Schools,
    criterion: Criterion,
    by_levels: bool,
    confidence: f64,
}

/// By row, numbers of the schools; `NOWHERE` where it is not known.
struct Schools(Vec<u32>);

impl From<crate::records::KeyColumn> for Schools {
    fn from(column: crate::records::KeyColumn) -> Schools {
        let known = |code: &u32| !column.labels[*code as usize].is_empty();
        Schools(column.codes.iter().map(|code| if known(code) { *code } else { NOWHERE }).collect())
    }
}

/// The pupils of one group with a score in one subject.
struct Own<'a> {
    asked: &'a Asked<'a>,
    subject: &'a Subject<'a>,
    school: Vec<u32>,
    n: u64,
    without_school: u64,
    without_covariate: u64,
    weightless: u64,
}

impl Asked<'_> {
    fn own<'a>(&'a self, of_row: &[u32], complete: &[u32], subject: &'a Subject<'_>, group: u32) -> Own<'a> {
        let mut own = Own {
            asked: self,
            subject,
            school: vec![NOWHERE; self.rows.len()],
            n: 0,
            without_school: 0,
            without_covariate: 0,
            weightless: 0,
        };
        let scored = |row: &usize| of_row[*row] == group && !subject.columns[0][*row].is_nan();
        for row in (0..self.rows.len()).filter(scored) {
            let school = self.school.0[row];
            let count = match () {
                () if self.weights.is_zero(row) => &mut own.weightless,
                () if school == NOWHERE => &mut own.without_school,
                () if complete[row] == NOWHERE => &mut own.without_covariate,
                () => {
                    own.school[row] = school;
                    &mut own.n
                }
            };
            *count += 1;
        }
        own
    }
}

impl Own<'_> {
    fn fits(&self) -> std::result::Result<Vec<Fit>, NoFit> {
        let columns = |value: usize| {
            self.asked.covariates.columns.iter().map(move |own| &*own[value.min(own.len() - 1)])
        };
        let sampling = self.asked.weights.scaled(&self.school);
        let weights = match (&sampling, &self.asked.weights) {
            (Some(sampling), _) => Weights::Sampling(sampling),
            (None, Given::Precision(weight)) => Weights::Precision(weight),
            _ => Weights::Equal,
        };
        let one = |(value, outcome): (usize, &Cow<'_, [f64]>)| {
            let model = Model {
                outcome,
                covariates: columns(value).collect(),
                slopes: &self.asked.slopes,
                school: &self.school,
                weights,
                criterion: self.asked.criterion,
            };
            fit(&model, self.asked.confidence)
        };
        self.subject.columns.iter().enumerate().map(one).collect()
    }

    fn figures(&self, labels: &[String]) -> Vec<Figure> {
        let labels = || labels.iter().cloned().map(Some);
        let place = Figure {
            group: labels().chain([Some("intercept".to_owned()), None]).collect(),
            subject: Some(self.subject.id.as_str().into()),
            n: Some(self.n),
            fewest: Some(self.n),
            method: self.method(),
            note: self.note(),
            ..Figure::new(ID, "coefficient", Unit::Points)
        };
        if self.n == 0 {
            return vec![place.without_value(Status::NoDenominator)];
        }
        let fits = match self.fits() {
            Ok(fits) => fits,
            Err(why) => {
                let term = |at: usize| Term::name(self.asked.covariates.terms[at].as_str());
                return vec![place.noted(no_fit(term, why)).without_value(Status::NotApplicable)];
            }
        };
        let method = place.method.and(SCHOOLS.with([Term::found(fits[0].schools)]));
        let place = Figure { method, ..place };
        let at = |terms: [Option<&str>; 2], measure: &'static str, unit: Unit| Figure {
            group: labels().chain(terms.map(|term| term.map(str::to_owned))).collect(),
            measure,
            unit,
            ..place.clone()
        };
        let terms: Vec<&str> = std::iter::once("intercept")
            .chain(self.asked.covariates.terms.iter().map(String::as_str))
            .collect();
        let mut figures: Vec<Figure> = terms
            .iter()
            .enumerate()
            .map(|(term, name)| {
                self.coefficient(at([Some(name), None], "coefficient", Unit::Points), &fits, term)
            })
            .collect();
        let random: Vec<&str> = std::iter::once(0)
            .chain(self.asked.slopes.iter().map(|slope| slope + 1))
            .map(|at| terms[at])
            .collect();
        let size = random.len();
        for (row, name) in random.iter().enumerate() {
            let cell = row * (size + 1);
            let figure = at([Some(name), None], "variance_school", Unit::Number);
            figures.push(pooled(figure, &fits, |fit| {
                (fit.components[cell], fit.component_errors.as_ref().map(|errors| errors[cell]))
            }));
        }
        for (row, name) in random.iter().enumerate() {
            for (column, other) in random.iter().enumerate().take(row) {
                let figure = at([Some(other), Some(name)], "correlation_school", Unit::Number);
                let cell = column * size + row;
                figures.push(pooled(figure, &fits, |fit| {
                    let scale = fit.components[row * (size + 1)] * fit.components[column * (size + 1)];
                    let errors = fit.correlation_errors.as_ref();
                    (fit.components[cell] / scale.sqrt(), errors.map(|errors| errors[cell]))
                }));
            }
        }
        let figure = at([None, None], "variance_pupil", Unit::Number);
        figures.push(pooled(figure, &fits, |fit| (fit.residual, fit.residual_error)));
        if self.asked.slopes.is_empty() {
            let is_of_one = matches!(self.asked.weights, Given::Precision(_));
            let share = self.share(at([None, None], "share_school", Unit::Number), &fits);
            figures.push(share.noted(is_of_one.then_some(&OF_WEIGHT_ONE)));
        }
        if let [fit] = &fits[..] {
            figures.push(at([None, None], "deviance", Unit::Number).with_value(Value::Real(fit.deviance)));
        }
        figures
    }

    fn coefficient(&self, place: Figure, fits: &[Fit], term: usize) -> Figure {
        let approximated = |fit: &Fit| fit.satterthwaite.as_ref().map(|df| df[term]);
        let is_sampled = matches!(self.asked.weights, Given::Sampling { .. });
        let approximates = !self.asked.by_levels && !is_sampled;
        let boundary = approximates && fits.iter().any(|fit| approximated(fit).is_none());
        let varies = term.checked_sub(1).is_none_or(|covariate| self.asked.slopes.contains(&covariate));
        let df = |fit: &Fit| match approximated(fit) {
            _ if is_sampled => fit.schools as f64 - 1.0,
            _ if self.asked.by_levels => fit.degrees_of_freedom[term],
            Some(df) => df,
            None if varies => fit.of_schools(term),
            None => fit.degrees_of_freedom[term],
        };
        let values: Vec<f64> = fits.iter().map(|fit| fit.coefficients[term]).collect();
        let variances: Vec<f64> = fits.iter().map(|fit| fit.errors[term].powi(2)).collect();
        let complete = fits.iter().map(df).sum::<f64>() / fits.len() as f64;
        let place = place.noted(boundary.then_some(&BY_LEVELS));
        let is_alike = is_sampled && variances.iter().all(|variance| *variance == 0.0);
        let place = place.noted(is_alike.then_some(&NO_ROBUST_ERROR));
        let Some(combined) = combine(&values, &variances, complete, Sampling::All) else { return place };
        let figure = place.with_value(Value::Real(combined.value));
        match estimate(combined.value, combined.se, combined.df, self.asked.confidence) {
            None => figure,
            Some(estimate) => Figure {
                se: Some(estimate.se),
                lower: Some(estimate.interval.lower),
                upper: Some(estimate.interval.upper),
                confidence: Some(self.asked.confidence),
                df: Some(estimate.df),
                p_value: Some(estimate.p_value),
                ..figure
            },
        }
    }

    /// Of one plausible value with its interval by profile likelihood.
    fn share(&self, place: Figure, fits: &[Fit]) -> Figure {
        let of = |fit: &Fit| fit.share.map_or((f64::NAN, None), |share| (share.value, share.se));
        let interval = if let [fit] = fits { fit.share.and_then(|share| share.interval) } else { None };
        Figure {
            lower: interval.map(|interval| interval.lower),
            upper: interval.map(|interval| interval.upper),
            confidence: interval.map(|_| self.asked.confidence),
            ..pooled(place, fits, of)
        }
    }
}

/// A variance, correlation or share with its error, of all plausible values.
fn pooled(place: Figure, fits: &[Fit], of: impl Fn(&Fit) -> (f64, Option<f64>)) -> Figure {
    let found: Vec<(f64, Option<f64>)> = fits.iter().map(of).collect();
    let values: Vec<f64> = found.iter().map(|(value, _)| *value).collect();
    if values.iter().any(|value| !value.is_finite()) {
        return place.noted(&BOUNDARY).without_value(Status::NotApplicable);
    }
    let variances: Option<Vec<f64>> =
        found.iter().map(|(_, error)| error.map(|error| error * error)).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let combined = variances.and_then(|own| combine(&values, &own, f64::INFINITY, Sampling::All));
    let place = place.noted(combined.is_none().then_some(&BOUNDARY));
    Figure { se: combined.map(|combined| combined.se), ..place }.with_value(Value::Real(mean))
}
