//! Figures from the estimates of all plausible values.

use super::super::grouping::noted;
use super::design::Sample;
use crate::figures::{Figure, Status, Value};
use crate::stats::intervals::{Share, clopper_pearson, korn_graubard};
use crate::stats::survey::{Combined, Estimated, Sampling, combine};
use crate::stats::{Interval, StudentT};

/// Pupils with a score and a weight.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub n: u64,
    /// Σ w
    pub weight: f64,
    /// Σ w²
    pub squares: f64,
    /// Their schools, where these are counted.
    pub schools: u64,
}

/// Which interval a figure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Student,
    /// Of a share in per cent: Student's on the logit.
    Logit,
    /// Of a share in per cent: Korn and Graubard's.
    Beta,
    /// Of a correlation: Student's on Fisher's z.
    Fisher,
    /// Of an effect that is an exponential: Student's on its logarithm, which the estimates hold.
    Exponential,
}

/// What a figure is to say beside its value.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    pub sample: &'a Sample<'a>,
    pub confidence: f64,
    pub df: f64,
    /// Whether a p-value is asked for.
    pub tested: bool,
    /// What it is tested against.
    pub zero: f64,
    pub shape: Shape,
    pub count: Count,
}

impl Count {
    pub fn add(&mut self, weight: f64) {
        self.n += 1;
        self.weight += weight;
        self.squares += weight * weight;
    }

    /// Kish's effective size: what unequal weights leave of n.
    pub fn effective(self) -> f64 {
        self.weight * self.weight / self.squares
    }
}

impl<'a> Ask<'a> {
    pub fn new(sample: &'a Sample<'a>, confidence: f64, df: f64) -> Ask<'a> {
        Ask {
            sample,
            confidence,
            df,
            tested: false,
            zero: 0.0,
            shape: Shape::Student,
            count: Count::default(),
        }
    }

    pub fn tested(self) -> Ask<'a> {
        Ask { tested: true, ..self }
    }

    fn method(&self, values: &[Option<Estimated>]) -> String {
        let mut method = self.sample.method.clone();
        if values.len() > 1 {
            method += &format!("; {} plausible values, Rubin", values.len());
            if self.sample.sampling == Sampling::First {
                method += ", sampling variance of the first";
            }
        }
        if values.iter().flatten().any(|value| value.interval.is_some()) {
            method += "; Woodruff";
        }
        method
            + match self.shape {
                Shape::Student => "",
                Shape::Logit => "; logit interval",
                Shape::Beta => "; beta interval (Korn-Graubard)",
                Shape::Fisher => "; interval by Fisher's z",
                Shape::Exponential => "; interval of the logarithm",
            }
    }
}

/// What is said of a group with fewer pupils or schools than the study reports.
pub fn below_minimum(ask: &Ask<'_>) -> String {
    let (Count { n, schools, .. }, (pupils, least)) = (ask.count, ask.sample.minimum);
    if n >= pupils && schools >= least {
        return String::new();
    }
    match least {
        0 => format!("{n} pupils, fewer than the study reports: {pupils}"),
        _ => format!("{n} pupils of {schools} schools, fewer than the study reports: {pupils} of {least}"),
    }
}

/// A figure from the estimates of all plausible values.
pub fn figure(place: Figure, ask: &Ask<'_>, given: &[Option<Estimated>]) -> Figure {
    let note = match ask.sample.weightless {
        0 => place.note.clone(),
        count => noted(&place.note, &format!("{count} rows of weight 0 count for nothing")),
    };
    let note = noted(&note, &below_minimum(ask));
    let place = Figure { method: ask.method(given).into(), note, ..place };
    let Some(values) = given.iter().map(Option::as_ref).collect::<Option<Vec<_>>>() else {
        return place.without_value(Status::NoDenominator);
    };
    let points = values.iter().map(|estimated| estimated.value).collect::<Vec<f64>>();
    let mean = points.iter().sum::<f64>() / points.len() as f64;
    let exponential = ask.shape == Shape::Exponential;
    let place = place.with_value(Value::Real(if exponential { mean.exp() } else { mean }));
    let Some(combined) = combined(ask, given) else {
        let why =
            "no value under some replicate, no interval of the share, or an end of the sample: no error";
        return Figure { note: noted(&place.note, why), ..place };
    };
    let share = matches!(ask.shape, Shape::Logit | Shape::Beta);
    if share && (mean <= 0.0 || mean >= 100.0) {
        return at_an_end(place, ask, mean / 100.0);
    }
    let own = if let [only] = &values[..] { only.interval } else { None };
    let interval = match ask.shape {
        _ if combined.se <= 0.0 => None,
        Shape::Student => own.or_else(|| combined.interval(ask.confidence)),
        Shape::Logit => logit(&combined, ask.confidence),
        Shape::Beta => beta(&combined, ask),
        Shape::Fisher => fisher(&combined, ask.confidence),
        Shape::Exponential => combined
            .interval(ask.confidence)
            .map(|interval| Interval { lower: interval.lower.exp(), upper: interval.upper.exp() }),
    };
    let Some(interval) = interval else {
        return Figure { note: noted(&place.note, "no variance or no degree of freedom: no error"), ..place };
    };
    Figure {
        se: Some(if exponential { combined.se * mean.exp() } else { combined.se }),
        lower: Some(interval.lower),
        upper: Some(interval.upper),
        confidence: Some(ask.confidence),
        df: Some(combined.df),
        p_value: if ask.tested { combined.p_value(ask.zero) } else { None },
        ..place
    }
}

/// All plausible values together; `None` where one has no variance.
pub fn combined(ask: &Ask<'_>, values: &[Option<Estimated>]) -> Option<Combined> {
    let values: Vec<&Estimated> = values.iter().map(Option::as_ref).collect::<Option<_>>()?;
    let of = |estimated: &&Estimated| ask.sample.design.variance(&estimated.deviations);
    let variances = values.iter().map(of).collect::<Option<Vec<f64>>>()?;
    let points: Vec<f64> = values.iter().map(|estimated| estimated.value).collect();
    combine(&points, &variances, ask.df, ask.sample.sampling)
}

/// The quantile of Student's t that a two-sided interval reaches to.
fn two_sided(confidence: f64, df: f64) -> Option<f64> {
    StudentT::new(df)?.upper_quantile((1.0 - confidence) / 2.0)
}

/// Student's interval of the logit, by the delta method: `svyciprop(method = "xlogit")` of R survey.
fn logit(combined: &Combined, confidence: f64) -> Option<Interval> {
    let (p, se) = (combined.value / 100.0, combined.se / 100.0);
    let reach = two_sided(confidence, combined.df)? * se / (p * (1.0 - p));
    let middle = (p / (1.0 - p)).ln();
    let back = |logit: f64| 100.0 / (1.0 + (-logit).exp());
    Some(Interval { lower: back(middle - reach), upper: back(middle + reach) })
}

fn fisher(combined: &Combined, confidence: f64) -> Option<Interval> {
    let left = 1.0 - combined.value * combined.value;
    let reach = two_sided(confidence, combined.df)? * combined.se / left;
    let middle = combined.value.atanh();
    let interval = Interval { lower: (middle - reach).tanh(), upper: (middle + reach).tanh() };
    (left > 0.0).then_some(interval)
}

fn beta(combined: &Combined, ask: &Ask<'_>) -> Option<Interval> {
    let (n, variance) = (ask.count.n as f64, (combined.se / 100.0).powi(2));
    let share = Share { successes: combined.value / 100.0 * n, n };
    korn_graubard(share, variance, combined.df, ask.confidence).map(in_percent)
}

fn in_percent(interval: Interval) -> Interval {
    Interval { lower: 100.0 * interval.lower, upper: 100.0 * interval.upper }
}

/// Nobody or everybody: the sample shows no variance, so the interval is the exact binomial one of its effective
/// size, reduced for the degrees of freedom as Korn and Graubard do.
fn at_an_end(place: Figure, ask: &Ask<'_>, share: f64) -> Figure {
    let quantile = |df: f64| two_sided(ask.confidence, df);
    let ratio = quantile(ask.count.n as f64 - 1.0).zip(quantile(ask.df)).map(|(own, design)| own / design);
    let n = ratio.map(|ratio| ask.count.effective() * (ratio * ratio).min(1.0));
    let interval = n.and_then(|n| clopper_pearson(Share { successes: share * n, n }, ask.confidence));
    let (Some(n), Some(interval)) = (n, interval.map(in_percent)) else {
        return Figure { note: noted(&place.note, "no variance or no degree of freedom: no error"), ..place };
    };
    let why = format!("nobody or everybody: exact binomial interval at an effective size of {n:.1}");
    Figure {
        lower: Some(interval.lower),
        upper: Some(interval.upper),
        confidence: Some(ask.confidence),
        note: noted(&place.note, &why),
        ..place
    }
}
