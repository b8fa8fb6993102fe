//! Linear and logistic regression with plausible values, from a weighted sample.

use super::super::arguments::Request;
use super::super::rows::Rows;
use super::covariates::Covariates;
use super::design::Sample;
use super::estimates::{Groups, Subject, counts, subjects};
use super::report::{Ask, Count, figure};
use super::shape::Shape;
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit};
use crate::lang::Text;
use crate::number::to_f64;
use crate::stats::survey::{Fit, Model, NOWHERE, NoFit, linear, logistic};

pub fn survey_regression(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    modelled(rows, request, false)
}

pub fn survey_logistic(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    modelled(rows, request, true)
}

fn modelled(rows: &Rows<'_>, request: &Request<'_>, odds: bool) -> Result<Figures> {
    let id = if odds { "survey_logistic" } else { "survey_regression" };
    let sample = Sample::read(rows, id, request.arguments)?;
    let groups = Groups::read(rows, request.by)?;
    let covariates = Covariates::read(rows, request)?;
    let mut figures = Figures::new(request.by.iter().cloned().chain(["term".to_owned()]).collect());
    for subject in subjects(rows, request)? {
        covariates.refuse_unequal(subject.columns.len())?;
        let of_row = covariates.complete(&groups, &subject.columns[0]);
        let outcomes = if odds { Some(reached(rows, request, &subject, &of_row)?) } else { None };
        let columns: Vec<&[f64]> = match &outcomes {
            Some(reached) => reached.iter().map(Vec::as_slice).collect(),
            None => subject.columns.iter().map(|column| &**column).collect(),
        };
        let model = Model {
            outcomes: columns,
            covariates: covariates.columns.iter().map(|own| own.iter().map(|c| &**c).collect()).collect(),
            group: &of_row,
            groups: groups.labels.len(),
        };
        let solve = if odds { logistic } else { linear };
        let fits = solve(&sample.design, &sample.weights(), &model);
        let scored = counts(&sample, &subject, &groups);
        let common = Common {
            id,
            sample: &sample,
            subject: &subject.id,
            covariates: &covariates,
            confidence: request.arguments.confidence(),
        };
        let own = sample.counted(groups.labels.len(), |row| of_row[row]);
        let df = sample.degrees_of_freedom(&groups);
        for (group, fit) in fits.iter().enumerate() {
            let labels = &groups.labels[group];
            let left_out = scored[group].n - own[group].n;
            figures.extend(common.figures(labels, fit, own[group], left_out, df[group]));
        }
    }
    Ok(figures)
}

/// 1 at the line and above; without a line the scores are 0 and 1 themselves.
fn reached(
    rows: &Rows<'_>,
    request: &Request<'_>,
    subject: &Subject<'_>,
    of_row: &[u32],
) -> Result<Vec<Vec<f64>>> {
    let line = request.arguments.number("line").map(to_f64);
    if line.is_none() {
        for (header, column) in subject.headers.iter().zip(&subject.columns) {
            let other = |row: &usize| of_row[*row] != NOWHERE && ![0.0, 1.0].contains(&column[*row]);
            if let Some(row) = (0..column.len()).find(other) {
                let expected = Text::new("0 或 1；或给出 line", "0 or 1, or a line");
                return Err(rows.fault(row, header, "≠ 0, 1", expected));
            }
        }
    }
    let one = |value: &f64| line.map_or(*value, |line| f64::from(u8::from(*value >= line)));
    Ok(subject.columns.iter().map(|column| column.iter().map(one).collect()).collect())
}

/// What all figures of one subject have in common.
struct Common<'a> {
    id: &'static str,
    sample: &'a Sample<'a>,
    subject: &'a str,
    covariates: &'a Covariates<'a>,
    confidence: f64,
}

impl Common<'_> {
    fn figures(
        &self,
        labels: &[String],
        fit: &std::result::Result<Fit, NoFit>,
        count: Count,
        left_out: u64,
        df: f64,
    ) -> Vec<Figure> {
        let odds = self.id == "survey_logistic";
        let note = Clauses::from((left_out > 0).then(|| LEFT_OUT.with([Term::pupils(left_out)])));
        let place = |measure: &'static str, unit: Unit, term: Option<&str>| Figure {
            group: labels.iter().cloned().map(Some).chain([term.map(str::to_owned)]).collect(),
            subject: Some(self.subject.into()),
            n: Some(count.n),
            fewest: Some(count.n),
            note: note.clone(),
            ..Figure::new(self.id, measure, unit)
        };
        let ask = Ask { count, ..Ask::new(self.sample, self.confidence, df) };
        let unit = if odds { Unit::Number } else { Unit::Points };
        let terms = std::iter::once("intercept").chain(self.covariates.terms.iter().map(String::as_str));
        let fit = match fit {
            Ok(fit) => fit,
            Err(fault) => {
                let (status, why) = self.reason(*fault);
                let one = |figure: Figure| {
                    let figure = figure.noted(&why).without_value(status);
                    Figure { method: self.sample.method.clone(), ..figure }
                };
                return terms.map(|term| one(place("coefficient", unit, Some(term)))).collect();
            }
        };
        let mut figures = Vec::new();
        for (term, values) in terms.zip(&fit.coefficients) {
            let values: Vec<_> = values.iter().cloned().map(Some).collect();
            let of = |place: Figure, ask: &Ask<'_>| self.with_references(figure(place, ask, &values));
            figures.push(of(place("coefficient", unit, Some(term)), &ask.tested()));
            if odds {
                let ask = Ask { shape: Shape::Exponential, ..ask.tested() };
                figures.push(of(place("odds_ratio", Unit::Number, Some(term)), &ask));
            }
        }
        if !odds {
            let of_fit = Ask { shape: Shape::Determination, ..ask };
            let values: Vec<_> = fit
                .r_squared
                .iter()
                .cloned()
                .map(|own| Some(own).filter(|own| own.value.is_finite()))
                .collect();
            let r_squared = figure(place("r_squared", Unit::Number, None), &of_fit, &values);
            figures.push(self.with_references(match r_squared.status {
                Status::Ok => r_squared,
                _ => r_squared.without_value(Status::NotApplicable),
            }));
        }
        figures
    }

    /// What the constant stands for is part of the method.
    fn with_references(&self, figure: Figure) -> Figure {
        let references = &self.covariates.references;
        if references.is_empty() {
            return figure;
        }
        let names = references.iter().map(|label| Term::name(label.as_str())).collect();
        Figure { method: Clauses::from(AGAINST.with([names])).and(&figure.method), ..figure }
    }

    fn reason(&self, fault: NoFit) -> (Status, Clauses) {
        match fault {
            NoFit::Nobody => (Status::NoDenominator, Clauses::default()),
            NoFit::Dependent(at) => {
                let term = match at.checked_sub(1) {
                    None => Term::from(&INTERCEPT),
                    Some(at) => Term::name(self.covariates.terms[at].as_str()),
                };
                (Status::NotApplicable, DEPENDENT.with([term]).into())
            }
            NoFit::Separated => (Status::NotApplicable, (&SEPARATED).into()),
        }
    }
}

static LEFT_OUT: Phrase = Phrase::new(
    "left_out_without_covariate",
    "{} 名学生缺协变量，未计入",
    "{} pupils without a covariate are left out",
);
static AGAINST: Phrase = Phrase::new("survey_reference", "参照 {}", "reference {}");
static INTERCEPT: Phrase = Phrase::new("intercept", "截距", "intercept");
static DEPENDENT: Phrase = Phrase::new("survey_dependent", "{} 没有独立的变化", "{} does not vary by itself");
static SEPARATED: Phrase = Phrase::new(
    "survey_separated",
    "有协变量把结果完全分开",
    "a covariate tells the outcomes apart completely",
);
