//! Sums of estimates of independent samples: countries, and cycles of a study.

use super::super::arguments::{Arguments, Request};
use super::super::definition::{Default, Kind, Parameter};
use super::estimates::Statistic;
use super::levels::bands;
use super::replication::refuse_idle;
use super::report::{Ask, below_minimum, combined};
use super::shape::{Shape, interval_of, p_value};
use crate::error::{Error, Result};
use crate::figures::{Clause, Figure, Phrase, Status, Term, Value};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::stats::survey::{Combined, Estimated};

pub const OF: Parameter = Parameter {
    name: "of",
    text: Text::new(
        "什么统计量：mean 平均分，rate 达线率（另给 line），quantile 分位数（另给 probability），levels 各等级比例（另给 cuts）",
        "of what: mean, rate (with line), quantile (with probability) or levels (with cuts)",
    ),
    kind: Kind::Choice(&[
        ("mean", Text::new("平均分", "means")),
        ("rate", Text::new("达线率", "rates")),
        ("quantile", Text::new("分位数", "quantiles")),
        ("levels", Text::new("各等级比例", "shares of levels")),
    ]),
    default: Default::Value("mean"),
    many: false,
};

pub const LINE: Parameter = Parameter {
    name: "line",
    text: Text::new("of = rate 时的分数线", "the line, with of = rate"),
    kind: Kind::Number,
    default: Default::Nothing,
    many: false,
};

pub const PROBABILITY: Parameter = Parameter {
    name: "probability",
    text: Text::new("of = quantile 时的概率", "the probability, with of = quantile"),
    kind: Kind::Share,
    default: Default::Value("0.5"),
    many: false,
};

pub const CUTS: Parameter = Parameter {
    name: "cuts",
    text: Text::new("of = levels 时各等级的分数线", "the cut scores of the levels, with of = levels"),
    kind: Kind::Number,
    default: Default::Nothing,
    many: true,
};

/// What is asked for, each with its level where there are several.
pub fn statistics(request: &Request<'_>, indicator: &str) -> Result<Vec<(Option<String>, Statistic)>> {
    let arguments = request.arguments;
    refuse_of_others(arguments)?;
    let missing = |argument: &str, expected: Text| Error::MissingArgument {
        indicator: indicator.to_owned(),
        argument: argument.to_owned(),
        expected,
    };
    match arguments.text("of") {
        Some("rate") => {
            let line = arguments.number("line").ok_or_else(|| missing("line", LINE.text))?;
            Ok(vec![(None, Statistic::Rate(to_f64(line)))])
        }
        Some("quantile") => {
            let half = Rational::new(1, 2);
            Ok(vec![(None, Statistic::Quantile(arguments.number("probability").unwrap_or(half)))])
        }
        Some("levels") => match arguments.numbers("cuts") {
            cuts if cuts.is_empty() => Err(missing("cuts", CUTS.text)),
            cuts => Ok(bands(cuts)
                .into_iter()
                .map(|(label, take)| (Some(label), Statistic::Share(take)))
                .collect()),
        },
        _ => Ok(vec![(None, Statistic::Mean)]),
    }
}

/// A line, a probability and cut scores go with one statistic each.
pub fn refuse_of_others(arguments: &Arguments) -> Result<()> {
    let of = arguments.text("of");
    let half = Rational::new(1, 2);
    let has_probability = arguments.number("probability").is_some_and(|given| given != half);
    let line = Text::new("只与 of = rate 同用", "with of = rate alone");
    let probability = Text::new("只与 of = quantile 同用", "with of = quantile alone");
    let cuts = Text::new("只与 of = levels 同用", "with of = levels alone");
    refuse_idle(arguments, "line", of != Some("rate"), line)?;
    refuse_idle(arguments, "probability", of != Some("quantile") && has_probability, probability)?;
    refuse_idle(arguments, "cuts", of != Some("levels"), cuts)
}

/// In the figures' method.
pub fn written(statistic: Statistic) -> Clause {
    match statistic {
        Statistic::Mean => Clause::from(&MEANS),
        Statistic::Rate(line) => RATES.with([Term::declared(line)]),
        Statistic::Quantile(p) => QUANTILES.with([Term::chosen(p)]),
        Statistic::Share(_) => Clause::from(&LEVELS),
    }
}

static MEANS: Phrase = Phrase::new("survey_means", "均值", "means");
static RATES: Phrase = Phrase::new("survey_rates", "达线率，线 {}", "rates at {}");
static QUANTILES: Phrase = Phrase::new("survey_quantiles_at", "分位数 {}", "quantiles at {}");
static LEVELS: Phrase = Phrase::new("survey_shares", "各等级比例", "shares of levels");

/// One part of a sum: its factor, its value and its error.
pub struct Part {
    factor: f64,
    value: Option<f64>,
    combined: Option<Combined>,
    below: Option<Clause>,
}

impl Part {
    /// From the estimates by plausible value.
    pub fn new(factor: f64, values: &[Option<Estimated>], ask: &Ask<'_>) -> Part {
        let points = values.iter().map(|v| v.as_ref().map(|v| v.value)).collect::<Option<Vec<f64>>>();
        let value = points.map(|points| points.iter().sum::<f64>() / points.len() as f64);
        Part { factor, value, combined: combined(ask, values), below: below_minimum(ask) }
    }

    /// From a figure of a sample by itself.
    pub fn of(factor: f64, figure: &Figure) -> Part {
        let value = figure.value.map(Value::to_f64);
        let of = |((value, se), df)| Combined { value, se, df, sampling: se * se, imputation: 0.0 };
        Part { factor, value, combined: value.zip(figure.se).zip(figure.df).map(of), below: None }
    }
}

/// Σ factor × part, each part with an error of its own and `known` added to the variance; degrees of freedom by
/// Satterthwaite, `known` having none to lose. Without parts, or where one has no value, there is no denominator.
pub fn sum(
    place: Figure,
    parts: &[Part],
    known: f64,
    confidence: f64,
    (shape, tested): (Shape, bool),
) -> Figure {
    let place = place.noted(parts.iter().find_map(|part| part.below.clone()));
    let values = parts.iter().map(|part| Some(part.factor * part.value?)).collect::<Option<Vec<f64>>>();
    let Some(values) = values.filter(|values| !values.is_empty()) else {
        return place.without_value(Status::NoDenominator);
    };
    let value = values.iter().sum();
    let place = place.with_value(Value::Real(value));
    let each: Option<Vec<Combined>> = parts.iter().map(|part| part.combined).collect();
    let Some(each) = each.filter(|each| each.iter().all(|part| part.se > 0.0 && part.df > 0.0)) else {
        return place.noted(&NO_ERROR_OF_A_PART);
    };
    let variance = |(part, own): (&Part, &Combined)| (part.factor * own.se).powi(2);
    let total: f64 = parts.iter().zip(&each).map(variance).sum::<f64>() + known;
    let lost: f64 = parts.iter().zip(&each).map(|(part, own)| variance((part, own)).powi(2) / own.df).sum();
    let df = total * total / lost;
    let whole = Combined { value, se: total.sqrt(), df, sampling: total, imputation: 0.0 };
    let Some(interval) = interval_of(shape, &whole, confidence) else { return place };
    let method = place.method.and(shape.written());
    Figure {
        se: Some(whole.se),
        lower: Some(interval.lower),
        upper: Some(interval.upper),
        confidence: Some(confidence),
        df: Some(df),
        p_value: if tested { p_value(shape, &whole, 0.0) } else { None },
        method,
        ..place
    }
}

static NO_ERROR_OF_A_PART: Phrase =
    Phrase::new("no_error_of_a_part", "有一部分没有误差：没有误差", "no error of one of the parts: no error");
