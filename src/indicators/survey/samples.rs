//! Samples that were described apart (cycles of a study in files of their own, countries): the change between
//! them and their average, from the figures of each.

use std::collections::{HashMap, HashSet};

use super::super::arguments::Arguments;
use super::super::definition::CONFIDENCE;
use super::super::given::Value;
use super::super::typed::typed;
use super::independent::{Part, sum};
use super::shape::Shape;
use super::trend::{INDEPENDENT_ALONE, LINKING_ERROR, Links};
use crate::error::{Error, Result};
use crate::figures::{
    Clause, Clauses, Figure, FigureRef, Figures, Label, Labels, Phrase, Status, Term, Unit,
};
use crate::lang::Text;

/// The figures of one sample, and what it is called.
pub type Named<'a> = (String, &'a Figures);

/// What a figure is of, whichever sample it is from.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Of {
    measure: &'static str,
    subject: Option<Label>,
    group: Labels,
}

/// The change from each sample to the next, or from `reference` to each other, of every figure.
///
/// # Errors
/// Fewer than two samples, figures by other keys, or a reference that is none of them.
pub fn trend_of_samples(
    samples: &[Named<'_>],
    reference: Option<&str>,
    linking_error: &[Value],
    confidence: &str,
) -> Result<Figures> {
    let confidence = confidence_of(confidence)?;
    refuse_unlike(samples)?;
    let mut arguments = Arguments::default();
    if !linking_error.is_empty() {
        arguments.set(LINKING_ERROR.name, typed(&LINKING_ERROR, linking_error)?);
    }
    let links = Links(arguments.linking_errors(LINKING_ERROR.name));
    let places: Vec<_> = samples.iter().map(|(_, figures)| places(figures)).collect();
    let mut figures = with_keys(samples, &["cycle", "reference"]);
    for (later, earlier) in pairs(samples, reference)? {
        let ((after, _), (before, _)) = (&samples[later], &samples[earlier]);
        for of in each_of([samples[later].1, samples[earlier].1]) {
            let figure = |of_sample: usize| figure_of(samples[of_sample].1, &places[of_sample], &of);
            let of_each = [figure(later), figure(earlier)];
            let found = [of_each[0].as_ref(), of_each[1].as_ref()];
            let subject = of.subject.as_deref().unwrap_or_default();
            let (error, independent, unlinked) = match of.moves_with_scale(&samples[later].1.keys) {
                true => links.between(subject, before, after),
                false => (0.0, Clause::from(&INDEPENDENT_ALONE), None),
            };
            let place = place(
                "survey_trend",
                "difference",
                &of,
                &found.iter().flatten().copied().collect::<Vec<_>>(),
            );
            let place = Figure {
                group: labelled(&of, [after, before]),
                unit: difference(place.unit),
                method: Clauses::from(independent).and(&place.method),
                note: unlinked.into(),
                ..place
            };
            figures.push(match found {
                [Some(a), Some(b)] if a.unit == b.unit => {
                    match [a, b].into_iter().find(|figure| figure.status != Status::Ok) {
                        Some(missing) => place.noted(&missing.note).without_value(missing.status),
                        None => {
                            let parts = [Part::of(1.0, a), Part::of(-1.0, b)];
                            sum(place, &parts, error * error, confidence, (Shape::Student, true))
                        }
                    }
                }
                _ => place.noted(&IN_ONE_ALONE).without_value(Status::NotComparable),
            });
        }
    }
    Ok(figures)
}

/// The average over samples of every figure, each sample counting alike.
///
/// # Errors
/// Fewer than two samples, or figures by other keys.
pub fn average_of_samples(samples: &[Named<'_>], confidence: &str) -> Result<Figures> {
    let confidence = confidence_of(confidence)?;
    refuse_unlike(samples)?;
    let mut figures = with_keys(samples, &[]);
    let places: Vec<_> = samples.iter().map(|(_, figures)| places(figures)).collect();
    for of in each_of(samples.iter().map(|(_, figures)| *figures)) {
        let of_each: Vec<Option<Figure>> = samples
            .iter()
            .zip(&places)
            .map(|((_, figures), places)| figure_of(figures, places, &of))
            .collect();
        let found: Vec<(&str, Option<&Figure>)> = samples
            .iter()
            .zip(&of_each)
            .map(|((name, _), figure)| (name.as_str(), figure.as_ref()))
            .collect();
        let known: Vec<&Figure> = found
            .iter()
            .filter_map(|(_, figure)| *figure)
            .filter(|figure| figure.status == Status::Ok)
            .collect();
        let is_known = |figure: &Option<&Figure>| figure.is_some_and(|figure| figure.status == Status::Ok);
        let named = |known: bool| -> Vec<Term> {
            let own = found.iter().filter(|(_, figure)| is_known(figure) == known);
            own.map(|(name, _)| Term::name(*name)).collect()
        };
        let left = named(false);
        let left_out = (!left.is_empty()).then(|| LEFT_OUT.with([Term::List(left)]));
        let over = match known.len() {
            0 => Clause::from(&AVERAGE_OF_NONE),
            count => AVERAGE_OF.with([Term::List(named(true)), Term::found(count)]),
        };
        let place = place("survey_average", "average", &of, &known);
        let shape = Shape::of(of.measure, place.unit);
        let place = Figure {
            group: labelled(&of, []),
            method: Clauses::from(over).and(&place.method),
            note: left_out.into(),
            ..place
        };
        let parts: Vec<Part> =
            known.iter().map(|figure| Part::of(1.0 / known.len() as f64, figure)).collect();
        figures.push(sum(place, &parts, 0.0, confidence, (shape, false)));
    }
    Ok(figures)
}

fn confidence_of(text: &str) -> Result<f64> {
    let mut arguments = Arguments::default();
    arguments.set(CONFIDENCE.name, typed(&CONFIDENCE, &[Value::Text(text.to_owned())])?);
    Ok(arguments.confidence())
}

fn refuse_unlike(samples: &[Named<'_>]) -> Result<()> {
    let fault = |found: String, expected: Text| {
        Err(Error::InvalidArgument { argument: "samples".to_owned(), found, expected })
    };
    if samples.len() < 2 {
        return fault(
            samples.len().to_string(),
            Text::new("两个以上样本的数值", "the figures of two samples or more"),
        );
    }
    let (first, figures) = &samples[0];
    match samples.iter().find(|(_, other)| other.keys != figures.keys) {
        None => Ok(()),
        Some((name, other)) => fault(
            format!("{first}: {}; {name}: {}", figures.keys.join(", "), other.keys.join(", ")),
            Text::new("各样本按相同的键分组的数值", "figures of all samples by the same keys"),
        ),
    }
}

/// Later and earlier sample.
fn pairs(samples: &[Named<'_>], reference: Option<&str>) -> Result<Vec<(usize, usize)>> {
    let Some(reference) = reference else { return Ok((1..samples.len()).map(|at| (at, at - 1)).collect()) };
    match samples.iter().position(|(name, _)| name == reference) {
        Some(before) => Ok((0..samples.len()).filter(|at| *at != before).map(|at| (at, before)).collect()),
        None => Err(Error::KeyNotAtHand {
            key: reference.to_owned(),
            at_hand: samples.iter().map(|(name, _)| name.clone()).collect(),
        }),
    }
}

fn with_keys(samples: &[Named<'_>], more: &[&str]) -> Figures {
    let own = samples[0].1.keys.iter().map(String::as_str);
    let keys = own.chain(["statistic"]).chain(more.iter().copied()).map(str::to_owned).collect();
    let mut figures = Figures::new(keys);
    samples.iter().for_each(|(_, each)| figures.subjects.join(&each.subjects));
    figures
}

impl Of {
    fn from_figure(figure: FigureRef<'_>) -> Of {
        let (subject, group) = (figure.subject_label().cloned(), figure.group().clone());
        Of { measure: figure.measure(), subject, group }
    }

    /// Whether a shift of all scores, which is what the link between two scales is uncertain by, changes it: it is
    /// a level. Gaps, slopes, spreads, shares of variance stay what they are.
    fn moves_with_scale(&self, keys: &[String]) -> bool {
        match self.measure {
            "mean" | "quantile" | "rate" | "share" | "total" | "ratio" | "average" => true,
            "coefficient" => {
                let term = keys.iter().position(|key| key == "term");
                term.is_some_and(|at| self.group[at].as_deref() == Some("intercept"))
            }
            _ => false,
        }
    }
}

/// What the figures of any sample are of, in their order.
fn each_of<'a>(samples: impl IntoIterator<Item = &'a Figures>) -> Vec<Of> {
    let mut seen = HashSet::new();
    let all = samples.into_iter().flat_map(Figures::iter).map(Of::from_figure);
    all.filter(|of| seen.insert(of.clone())).collect()
}

/// Where a sample has the figure of each.
fn places(figures: &Figures) -> HashMap<Of, usize> {
    let mut places = HashMap::new();
    for (at, figure) in figures.iter().enumerate() {
        places.entry(Of::from_figure(figure)).or_insert(at);
    }
    places
}

fn figure_of(figures: &Figures, places: &HashMap<Of, usize>, of: &Of) -> Option<Figure> {
    places.get(of).map(|at| figures.get(*at).to_figure())
}

/// The labels of a figure, with its measure and what else tells it from others.
fn labelled<const N: usize>(of: &Of, more: [&String; N]) -> Labels {
    let own = of.group.iter().map(|label| label.as_deref().map(str::to_owned));
    own.chain([Some(of.measure.to_owned())]).chain(more.map(|label| Some(label.clone()))).collect()
}

/// A figure without its value, of those that it is made of.
fn place(indicator: &'static str, measure: &'static str, of: &Of, parts: &[&Figure]) -> Figure {
    let counts = || parts.iter().filter_map(|figure| figure.n);
    Figure {
        subject: of.subject.clone(),
        n: Some(counts().sum()),
        fewest: parts.iter().filter_map(|figure| figure.fewest.or(figure.n)).min(),
        method: parts.iter().fold(Clauses::default(), |all, figure| all.and_new(&figure.method)),
        ..Figure::new(indicator, measure, parts.first().map_or(Unit::Number, |figure| figure.unit))
    }
}

fn difference(unit: Unit) -> Unit {
    match unit {
        Unit::Percent => Unit::PercentagePoints,
        unit => unit,
    }
}

static AVERAGE_OF: Phrase =
    Phrase::new("average_of_samples", "等权平均：{}（{} 个样本）", "average of {} ({} samples)");
static AVERAGE_OF_NONE: Phrase =
    Phrase::new("average_of_no_sample", "没有样本有数值，无从平均", "no sample has a value to average");
static LEFT_OUT: Phrase =
    Phrase::new("samples_without_value", "没有数值、未计入：{}", "without a value, left out: {}");
static IN_ONE_ALONE: Phrase = Phrase::new(
    "figure_of_one_sample",
    "只有一个样本有该组的这一数值，或单位不同",
    "of one of the samples alone, or in another unit",
);
