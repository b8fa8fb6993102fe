//! What a gap between two groups is a gap of.

use super::super::arguments::Request;
use super::design::Sample;
use super::estimates::{Groups, Statistic, Subject, estimates};
use super::independent::{refuse_of_others, written};
use super::pairs::Pair;
use super::smooth::centred;
use crate::error::{Error, Result};
use crate::figures::{Clause, Figure, Phrase, Unit};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::stats::survey::functions::standardised_difference;
use crate::stats::survey::{Estimated, Of, Summed, Variate, superiority};
use crate::stats::{normal_density, normal_quantile};

#[derive(Clone, Copy)]
pub enum Contrast {
    Difference(Statistic),
    /// The difference of means in standard deviations.
    D,
    /// How often the first group is above the second.
    Auc,
    /// √2 Φ⁻¹(AUC)
    V,
}

impl Contrast {
    pub fn asked(request: &Request<'_>) -> Result<Contrast> {
        let arguments = request.arguments;
        refuse_of_others(arguments)?;
        match arguments.text("of") {
            Some("rate") => {
                let line = arguments.number("line").map(to_f64).ok_or_else(|| Error::MissingArgument {
                    indicator: "survey_gap".to_owned(),
                    argument: "line".to_owned(),
                    expected: Text::new("of = rate 时的分数线", "the line, with of = rate"),
                })?;
                Ok(Contrast::Difference(Statistic::Rate(line)))
            }
            Some("quantile") => {
                let half = Rational::new(1, 2);
                let probability = arguments.number("probability").unwrap_or(half);
                Ok(Contrast::Difference(Statistic::Quantile(probability)))
            }
            Some("d") => Ok(Contrast::D),
            Some("auc") => Ok(Contrast::Auc),
            Some("v") => Ok(Contrast::V),
            _ => Ok(Contrast::Difference(Statistic::Mean)),
        }
    }

    pub fn measure(self) -> &'static str {
        match self {
            Contrast::Difference(_) => "difference",
            Contrast::D => "d",
            Contrast::Auc => "auc",
            Contrast::V => "v",
        }
    }

    pub fn unit(self) -> Unit {
        match self {
            Contrast::Difference(statistic) => statistic.unit_of_difference(),
            _ => Unit::Number,
        }
    }

    /// A probability's interval ends at 0 and 1.
    pub fn within_range(self, figure: Figure) -> Figure {
        match self {
            Contrast::Auc => {
                let within = |bound: f64| bound.clamp(0.0, 1.0);
                Figure { lower: figure.lower.map(within), upper: figure.upper.map(within), ..figure }
            }
            _ => figure,
        }
    }

    /// The value of no gap.
    pub fn zero(self) -> f64 {
        if matches!(self, Contrast::Auc) { 0.5 } else { 0.0 }
    }

    pub fn written(self) -> Clause {
        match self {
            Contrast::Difference(statistic) => written(statistic),
            Contrast::D => Clause::from(&MEANS_IN_DEVIATIONS),
            Contrast::Auc => Clause::from(&SUPERIORITY),
            Contrast::V => Clause::from(&V_OF_SUPERIORITY),
        }
    }

    /// `[pair][subject][plausible value]`
    pub fn of(
        self,
        sample: &Sample<'_>,
        subjects: &[Subject<'_>],
        groups: &Groups,
        pairs: &[Pair],
        confidence: f64,
    ) -> Vec<Vec<Vec<Option<Estimated>>>> {
        match self {
            Contrast::Difference(statistic) => {
                differences(sample, statistic, subjects, groups, pairs, confidence)
            }
            Contrast::D => in_deviations(sample, subjects, groups, pairs),
            Contrast::Auc | Contrast::V => {
                let one = |pair: &Pair, column: &[f64]| {
                    let auc = superiority(
                        &sample.design,
                        &sample.weights(),
                        column,
                        &groups.of_row,
                        (pair.first as u32, pair.second as u32),
                    )?;
                    if matches!(self, Contrast::Auc) { Some(auc) } else { v(sample, &auc) }
                };
                let of_subject = |pair: &Pair, subject: &Subject<'_>| {
                    subject.columns.iter().map(|column| one(pair, column)).collect()
                };
                let of_pair = |pair| subjects.iter().map(|subject| of_subject(pair, subject)).collect();
                pairs.iter().map(of_pair).collect()
            }
        }
    }
}

fn differences(
    sample: &Sample<'_>,
    statistic: Statistic,
    subjects: &[Subject<'_>],
    groups: &Groups,
    pairs: &[Pair],
    confidence: f64,
) -> Vec<Vec<Vec<Option<Estimated>>>> {
    let df = sample.degrees_of_freedom(groups);
    let found = estimates(sample, &[statistic], subjects, groups, (confidence, &df)).swap_remove(0);
    let less = |(a, b): (&Option<Estimated>, &Option<Estimated>)| Some(a.as_ref()?.minus(b.as_ref()?));
    let of_pair = |pair: &Pair| {
        let both = found[pair.first].iter().zip(&found[pair.second]);
        both.map(|(first, second)| first.iter().zip(second).map(less).collect()).collect()
    };
    pairs.iter().map(of_pair).collect()
}

fn in_deviations(
    sample: &Sample<'_>,
    subjects: &[Subject<'_>],
    groups: &Groups,
    pairs: &[Pair],
) -> Vec<Vec<Vec<Option<Estimated>>>> {
    let mut found = vec![Vec::new(); pairs.len()];
    for subject in subjects {
        let columns: Vec<Vec<f64>> =
            subject.columns.iter().map(|column| centred(column, &groups.of_row)).collect();
        let variates: Vec<Variate<'_>> =
            columns.iter().flat_map(|y| [Variate::value(y), Variate::product(y, y)]).collect();
        let summed =
            Summed::new(&sample.design, &sample.weights(), &variates, &groups.of_row, groups.labels.len());
        for (found, pair) in found.iter_mut().zip(pairs) {
            let one = |value: usize| {
                let of = |group: usize| {
                    let of = [Of::Weight(2 * value), Of::Total(2 * value), Of::Total(2 * value + 1)];
                    of.map(|of| (group, of))
                };
                let picks = [of(pair.first), of(pair.second)].concat();
                summed.estimate(&picks, standardised_difference)
            };
            found.push((0..columns.len()).map(one).collect());
        }
    }
    found
}

fn v(sample: &Sample<'_>, auc: &Estimated) -> Option<Estimated> {
    let root = 2f64.sqrt();
    let of = |share: f64| normal_quantile(share).map_or(f64::NAN, |quantile| root * quantile);
    let slope = root / normal_density(of(auc.value) / root);
    auc.through(&sample.design, of, slope)
}

static MEANS_IN_DEVIATIONS: Phrase =
    Phrase::new("survey_d", "d：均分差 ÷ 平均方差的平方根", "d: means over the root of the mean variance");
static SUPERIORITY: Phrase =
    Phrase::new("survey_auc", "优势概率（同分各半）", "probability of superiority, ties half");
static V_OF_SUPERIORITY: Phrase =
    Phrase::new("survey_v", "由优势概率得出的 V", "V from the probability of superiority");
