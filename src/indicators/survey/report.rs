//! Figures from the estimates of all plausible values.

use super::design::Sample;
use super::shape::{Shape, interval_of, p_value, two_sided};
use crate::figures::{Clause, Clauses, Figure, Numeral, Phrase, Status, Term, Value};
use crate::stats::Interval;
use crate::stats::intervals::{Share, clopper_pearson, korn_graubard};
use crate::stats::survey::{Combined, Estimated, Sampling, combine};

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

    fn method(&self, values: &[Option<Estimated>]) -> Clauses {
        let rubin = if self.sample.sampling == Sampling::First { &RUBIN_OF_FIRST } else { &RUBIN };
        let several = (values.len() > 1).then(|| rubin.with([Term::found(values.len())]));
        let woodruff = values.iter().flatten().any(|value| value.interval.is_some());
        let woodruff = woodruff.then_some(&WOODRUFF);
        self.sample.method.and(several).and(woodruff).and(self.shape.written())
    }
}

/// What is said of a group with fewer pupils or schools than the study reports.
pub fn below_minimum(ask: &Ask<'_>) -> Option<Clause> {
    let (Count { n, schools, .. }, (pupils, least)) = (ask.count, ask.sample.minimum);
    if n >= pupils && schools >= least {
        return None;
    }
    let (own, schools) = (Term::pupils(n), Term::found(schools));
    let (pupils, schools_least) = (Term::declared(pupils), Term::declared(least));
    Some(match least {
        0 => FEWER_PUPILS.with([own, pupils]),
        _ => FEWER_OF_SCHOOLS.with([own, schools, pupils, schools_least]),
    })
}

/// A figure from the estimates of all plausible values.
pub fn figure(place: Figure, ask: &Ask<'_>, given: &[Option<Estimated>]) -> Figure {
    let rows = ask.sample.weightless as u64;
    let weightless = (rows > 0).then(|| WEIGHTLESS.with([Term::pupils(rows)]));
    let place = place.noted(weightless).noted(below_minimum(ask));
    let place = Figure { method: ask.method(given), ..place };
    let Some(values) = given.iter().map(Option::as_ref).collect::<Option<Vec<_>>>() else {
        return place.without_value(Status::NoDenominator);
    };
    let points = values.iter().map(|estimated| estimated.value).collect::<Vec<f64>>();
    let mean = points.iter().sum::<f64>() / points.len() as f64;
    let exponential = ask.shape == Shape::Exponential;
    if exponential && !mean.exp().is_normal() {
        return place.noted(&BEYOND_DOUBLES).without_value(Status::NotApplicable);
    }
    let place = place.with_value(Value::Real(if exponential { mean.exp() } else { mean }));
    let Some(combined) = combined(ask, given) else {
        return place.noted(&NO_ERROR);
    };
    let share = matches!(ask.shape, Shape::Logit | Shape::Beta);
    if share && (mean <= 0.0 || mean >= 100.0) {
        return at_an_end(place, ask, mean / 100.0);
    }
    let own = if let [only] = &values[..] { only.interval } else { None };
    let interval = match ask.shape {
        _ if combined.se <= 0.0 => None,
        Shape::Student if own.is_some() => own,
        Shape::Beta => beta(&combined, ask),
        shape => interval_of(shape, &combined, ask.confidence),
    };
    let Some(interval) = interval else { return place.noted(&NO_VARIANCE) };
    Figure {
        se: Some(if exponential { combined.se * mean.exp() } else { combined.se }),
        lower: Some(interval.lower),
        upper: Some(interval.upper),
        confidence: Some(ask.confidence),
        df: Some(combined.df),
        p_value: if ask.tested { p_value(ask.shape, &combined, ask.zero) } else { None },
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
        return place.noted(&NO_VARIANCE);
    };
    Figure {
        lower: Some(interval.lower),
        upper: Some(interval.upper),
        confidence: Some(ask.confidence),
        ..place.noted(AT_AN_END.with([Term::pupils(Numeral::of_double(n, 1))]))
    }
}

pub static RUBIN: Phrase =
    Phrase::new("plausible_values", "{} 个似真值（Rubin 法则）", "{} plausible values, Rubin");
static RUBIN_OF_FIRST: Phrase = Phrase::new(
    "plausible_values_first",
    "{} 个似真值（Rubin 法则，抽样方差取自第一个）",
    "{} plausible values, Rubin, sampling variance of the first",
);
static WOODRUFF: Phrase = Phrase::new("woodruff", "区间：Woodruff", "Woodruff");
static WEIGHTLESS: Phrase =
    Phrase::new("weightless_rows", "{}行权数为 0，不计", "{} rows of weight 0 count for nothing");
static FEWER_PUPILS: Phrase = Phrase::new(
    "fewer_pupils_than_reported",
    "{} 名学生，该测评只公布 {} 名以上的",
    "{} pupils, the study reports from {} on",
);
static FEWER_OF_SCHOOLS: Phrase = Phrase::new(
    "fewer_schools_than_reported",
    "{} 名学生、{} 所学校，该测评只公布 {} 名、{} 所以上的",
    "{} pupils of {} schools, the study reports from {} pupils and {} schools on",
);
static BEYOND_DOUBLES: Phrase = Phrase::new(
    "exponential_beyond_doubles",
    "对数太大或太小，写不成数，见系数",
    "its logarithm is too large or too small to be undone, see the coefficient",
);
static NO_ERROR: Phrase = Phrase::new(
    "survey_no_error",
    "有的重复权下没有数值，或份额没有区间，或为样本的两端：没有误差",
    "no value under some replicate, no interval of the share, or an end of the sample: no error",
);
static NO_VARIANCE: Phrase = Phrase::new(
    "survey_no_variance",
    "没有差异或没有自由度：没有误差",
    "no variance or no degree of freedom: no error",
);
static AT_AN_END: Phrase = Phrase::new(
    "nobody_or_everybody",
    "无人或人人：精确二项区间（有效样本量：{}），没有标准误",
    "nobody or everybody: exact binomial interval (effective size: {})",
);
