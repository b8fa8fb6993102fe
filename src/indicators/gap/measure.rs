//! The measures of a gap: their values, and how every candidate moves them.

use super::median::{below_median, quantile_difference};
use super::score::Score;
use super::sides::Sides;
use super::superiority::{superiority, v};
use crate::figures::{Figure, Phrase, Status, Unit, Value};
use crate::indicators::mean_and_rates::OPEN_BUCKET;
use crate::number::{Rational, Scale, to_f64};
use crate::records::Subject;
use crate::stats::difference::{Moments, hedges_factor, pooled_deviation};
use crate::tally::Sums;

/// What a gap is measured by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    Difference,
    Ratio,
    Percent,
    CohensD,
    HedgesG,
    Superiority,
    V,
    QuantileDifference(Rational),
    /// Of the shares that reach a line, given in points.
    RateDifference(Rational),
    RateRatio(Rational),
    OddsRatio(Rational),
    /// The share of the second group below the median of the first.
    BelowFirstMedian,
    /// The share of the first group below the median of the second.
    BelowSecondMedian,
}

/// The scale on which a measure varies: where its errors are added and its changes are taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    /// The p-value is of the hypothesis that the measure is `null`.
    Identity {
        null: Option<f64>,
    },
    Log,
}

/// A measure and its linearisation.
#[derive(Clone, Debug)]
pub struct Evaluated {
    pub value: Value,
    pub link: Link,
    /// Per side, the numbers whose means move the measure, each with the measure's slope.
    pub slopes: [Vec<(Score, f64)>; 2],
    /// Per side, by how much the measure moves with the side's mean; only the ratio of the two matters.
    pub weights: [f64; 2],
    pub note: Option<&'static Phrase>,
}

/// Why a measure has no value.
#[derive(Clone, Copy, Debug)]
pub struct Missing {
    pub status: Status,
    pub note: Option<&'static Phrase>,
}

impl Missing {
    /// A figure that has no value for this reason.
    pub fn of(self, figure: Figure) -> Figure {
        figure.without_value(self.status).noted(self.note)
    }
}

pub const OPEN: Missing = not_applicable(&OPEN_BUCKET);
const NOBODY: Missing = Missing { status: Status::NoDenominator, note: None };

pub const fn not_applicable(note: &'static Phrase) -> Missing {
    Missing { status: Status::NotApplicable, note: Some(note) }
}

/// The standard error of the mean of a score on a side, for the density at a quantile; `None` without one.
pub type MeanError<'a> = &'a dyn Fn(usize, &Score) -> Option<f64>;

impl Measure {
    pub fn unit(self) -> Unit {
        match self {
            Measure::Difference | Measure::QuantileDifference(_) => Unit::Points,
            Measure::Percent | Measure::BelowFirstMedian | Measure::BelowSecondMedian => Unit::Percent,
            Measure::RateDifference(_) => Unit::PercentagePoints,
            _ => Unit::Number,
        }
    }

    /// Whether gaps of two years can be compared though the full marks differ.
    pub fn is_free_of_scale(self) -> bool {
        !matches!(self, Measure::Difference | Measure::QuantileDifference(_))
    }

    /// # Errors
    /// The reason why there is no value.
    pub fn evaluate(
        self,
        subject: &Subject,
        sides: &Sides,
        error: MeanError<'_>,
    ) -> Result<Evaluated, Missing> {
        if sides.iter().any(|side| side.all.tested() == 0) {
            return Err(NOBODY);
        }
        match self {
            Measure::Superiority => superiority(sides),
            Measure::V => v(superiority(sides)?),
            Measure::QuantileDifference(p) => quantile_difference(subject.scale, sides, p, error),
            Measure::RateDifference(line) => rate_difference(Shares::read(subject.scale, sides, line)?),
            Measure::RateRatio(line) => rate_ratio(Shares::read(subject.scale, sides, line)?),
            Measure::OddsRatio(line) => odds_ratio(Shares::read(subject.scale, sides, line)?),
            Measure::BelowFirstMedian => below_median(subject.scale, sides, 0, error),
            Measure::BelowSecondMedian => below_median(subject.scale, sides, 1, error),
            of_means => Means::read(subject.scale, sides)?.evaluate(of_means),
        }
    }
}

/// A measure made of the means of one score.
fn of_score(value: Value, link: Link, score: Score, slopes: [f64; 2]) -> Evaluated {
    let slopes_of = |slope| vec![(score.clone(), slope)];
    Evaluated { value, link, slopes: slopes.map(slopes_of), weights: slopes, note: None }
}

const AGAINST_ZERO: Link = Link::Identity { null: Some(0.0) };

struct Means {
    scale: Scale,
    sums: [Sums; 2],
    means: [Rational; 2],
}

impl Means {
    fn read(scale: Scale, sides: &Sides) -> Result<Means, Missing> {
        let [first, second] = [0, 1].map(|at| sides[at].all.sums());
        let sums = [first.ok_or(OPEN)?, second.ok_or(OPEN)?];
        let [first, second] = [0, 1].map(|at: usize| sums[at].mean(scale));
        Ok(Means { scale, sums, means: [first.ok_or(NOBODY)?, second.ok_or(NOBODY)?] })
    }

    fn evaluate(&self, measure: Measure) -> Result<Evaluated, Missing> {
        let [first, second] = self.means;
        let step = to_f64(self.scale.step());
        let (a, b) = (to_f64(first), to_f64(second));
        let difference = Value::Exact(first - second);
        let positive = a > 0.0 && b > 0.0;
        let linear = |value, link, slopes: [f64; 2]| {
            Ok(of_score(value, link, Score::Ticks, slopes.map(|slope| slope * step)))
        };
        match measure {
            Measure::Difference => linear(difference, AGAINST_ZERO, [1.0, -1.0]),
            Measure::Ratio if positive => {
                linear(Value::Exact(first / second), Link::Log, [1.0 / a, -1.0 / b])
            }
            Measure::Percent if positive => {
                let larger = first.max(second);
                let value = Value::Exact((first - second) / larger * Rational::from_integer(100));
                let slopes = if a >= b {
                    [100.0 * b / (a * a), -100.0 / a]
                } else {
                    [100.0 / b, -100.0 * a / (b * b)]
                };
                linear(value, AGAINST_ZERO, slopes)
            }
            Measure::Ratio | Measure::Percent => Err(not_applicable(&MEAN_NOT_POSITIVE)),
            effect => self.effect_size(effect == Measure::HedgesG),
        }
    }

    /// Cohen's d; the pooled variance moves it too.
    fn effect_size(&self, hedges: bool) -> Result<Evaluated, Missing> {
        const NO_VARIANCE: Missing = not_applicable(&NO_VARIANCE_OF_SCORES);
        let moments = |at: usize| {
            let sums = &self.sums[at];
            let variance = to_f64(sums.variance(self.scale, 1)?);
            Some(Moments { n: sums.n, mean: to_f64(self.means[at]), variance })
        };
        let (a, b) = moments(0).zip(moments(1)).ok_or(NO_VARIANCE)?;
        let deviation = pooled_deviation(a, b).ok_or(NO_VARIANCE)?;
        let n = a.n + b.n;
        let factor = if hedges { hedges_factor(n) } else { 1.0 };
        let effect = to_f64(self.means[0] - self.means[1]) / deviation * factor;
        let step = to_f64(self.scale.step());
        let slopes = [(a, 1.0), (b, -1.0)].map(|(side, sign)| {
            let of_variance = -effect / (2.0 * deviation * deviation) * side.n as f64 / (n - 2) as f64;
            vec![
                (Score::Ticks, sign * factor * step / deviation),
                (Score::SquaredDistance { mean: side.mean / step }, of_variance * step * step),
            ]
        });
        let value = Value::Real(effect);
        Ok(Evaluated { value, link: AGAINST_ZERO, slopes, weights: [1.0, -1.0], note: None })
    }
}

struct Shares {
    counted: [u64; 2],
    n: [u64; 2],
    line: i64,
}

impl Shares {
    fn read(scale: Scale, sides: &Sides, line: Rational) -> Result<Shares, Missing> {
        const INSIDE: Missing = not_applicable(&LINE_INSIDE);
        let line = scale.ticks_at_least(line);
        let [first, second] = [0, 1].map(|at| sides[at].all.at_least(line));
        let counted = [first.ok_or(INSIDE)?, second.ok_or(INSIDE)?];
        Ok(Shares { counted, n: [0, 1].map(|at: usize| sides[at].all.tested()), line })
    }

    fn share(&self, at: usize) -> Rational {
        Rational::new(i128::from(self.counted[at]), i128::from(self.n[at]))
    }

    fn real(&self) -> [f64; 2] {
        [0, 1].map(|at| to_f64(self.share(at)))
    }

    fn score(&self) -> Score {
        Score::AtLeast(self.line)
    }
}

fn rate_difference(shares: Shares) -> Result<Evaluated, Missing> {
    let points = (shares.share(0) - shares.share(1)) * Rational::from_integer(100);
    Ok(of_score(Value::Exact(points), AGAINST_ZERO, shares.score(), [100.0, -100.0]))
}

fn rate_ratio(shares: Shares) -> Result<Evaluated, Missing> {
    if shares.counted.contains(&0) {
        return Err(not_applicable(&NO_RATIO));
    }
    let [first, second] = shares.real();
    let value = Value::Exact(shares.share(0) / shares.share(1));
    Ok(of_score(value, Link::Log, shares.score(), [1.0 / first, -1.0 / second]))
}

fn odds_ratio(shares: Shares) -> Result<Evaluated, Missing> {
    if (0..2).any(|at| shares.counted[at] == 0 || shares.counted[at] == shares.n[at]) {
        return Err(not_applicable(&NO_ODDS));
    }
    let odds = |at| {
        let share = shares.share(at);
        share / (Rational::from_integer(1) - share)
    };
    let value = Value::Exact(odds(0) / odds(1));
    let [first, second] = shares.real().map(|p| 1.0 / (p * (1.0 - p)));
    Ok(of_score(value, Link::Log, shares.score(), [first, -second]))
}

static MEAN_NOT_POSITIVE: Phrase =
    Phrase::new("mean_not_above_zero", "有一组的均分不大于 0", "a mean is not above zero");
static NO_VARIANCE_OF_SCORES: Phrase = Phrase::new(
    "no_pooled_variance",
    "没有差异，或有一组不足 2 名考生",
    "no variance or fewer than two candidates in a group",
);
static LINE_INSIDE: Phrase = Phrase::new(
    "line_inside_bucket",
    "分数线落在一分一段表的合并档内",
    "the line lies inside an open bucket of the published table",
);
static NO_RATIO: Phrase = Phrase::new(
    "nobody_of_group_reaches",
    "有一组无人达线，没有比",
    "nobody of a group reaches the line: no ratio",
);
static NO_ODDS: Phrase = Phrase::new(
    "nobody_or_everybody_reaches",
    "有一组无人或人人达线，没有优势",
    "nobody or everybody of a group reaches the line: no odds",
);
