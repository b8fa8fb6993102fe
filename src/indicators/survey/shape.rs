//! On which scale an interval is Student's, so that it does not leave what the quantity can be.

use crate::figures::{Phrase, Unit};
use crate::stats::survey::Combined;
use crate::stats::{Interval, StudentT};

/// Which interval a figure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Student,
    /// Of a share in per cent: Student's on the logit.
    Logit,
    /// Of a share in per cent: Korn and Graubard's.
    Beta,
    /// Of a correlation: Student's on Fisher's z, which the p-value is of too.
    Fisher,
    /// Of a coefficient of determination: Student's on Fisher's z of its root.
    Determination,
    /// Of a quantity above zero: Student's on its logarithm.
    Logarithm,
    /// Of an effect that is an exponential: Student's on its logarithm, which the estimates hold.
    Exponential,
}

impl Shape {
    /// Of a figure that is known by its measure and unit alone.
    pub fn of(measure: &str, unit: Unit) -> Shape {
        match (measure, unit) {
            (_, Unit::Percent) => Shape::Logit,
            ("correlation", _) => Shape::Fisher,
            ("r_squared", _) => Shape::Determination,
            ("standard_deviation" | "odds_ratio", _) => Shape::Logarithm,
            _ => Shape::Student,
        }
    }

    /// In the figures' method.
    pub fn written(self) -> Option<&'static Phrase> {
        match self {
            Shape::Student => None,
            Shape::Logit => Some(&LOGIT),
            Shape::Beta => Some(&BETA),
            Shape::Fisher => Some(&FISHER),
            Shape::Determination => Some(&FISHER_OF_ROOT),
            Shape::Logarithm | Shape::Exponential => Some(&LOGARITHM),
        }
    }
}

/// The quantile of Student's t that a two-sided interval reaches to.
pub fn two_sided(confidence: f64, df: f64) -> Option<f64> {
    StudentT::new(df)?.upper_quantile((1.0 - confidence) / 2.0)
}

/// The interval of a figure whose error is known; `None` where it has none, or at an end of its scale.
pub fn interval_of(shape: Shape, combined: &Combined, confidence: f64) -> Option<Interval> {
    let back = |interval: Interval, scale: fn(f64) -> f64| Interval {
        lower: scale(interval.lower),
        upper: scale(interval.upper),
    };
    let Combined { value, .. } = *combined;
    match shape {
        Shape::Student => combined.interval(confidence),
        // `svyciprop(method = "xlogit")` of R survey.
        Shape::Logit | Shape::Beta => {
            let (p, left) = (value / 100.0, 1.0 - value / 100.0);
            let logit = moved(combined, (p / left).ln(), 0.01 / (p * left))?;
            Some(back(logit.interval(confidence)?, |logit| 100.0 / (1.0 + (-logit).exp())))
        }
        Shape::Fisher => Some(back(of_fisher(combined)?.interval(confidence)?, f64::tanh)),
        Shape::Determination => {
            let root = value.sqrt();
            let z = moved(combined, root.atanh(), 0.5 / (root * (1.0 - value)))?;
            Some(back(z.interval(confidence)?, |z| z.max(0.0).tanh().powi(2)))
        }
        Shape::Logarithm => {
            Some(back(moved(combined, value.ln(), 1.0 / value)?.interval(confidence)?, f64::exp))
        }
        Shape::Exponential => Some(back(combined.interval(confidence)?, f64::exp)),
    }
}

/// On the scale of the interval, so that both say the same.
pub fn p_value(shape: Shape, combined: &Combined, zero: f64) -> Option<f64> {
    match shape {
        Shape::Fisher => of_fisher(combined)?.p_value(zero.atanh()),
        _ => combined.p_value(zero),
    }
}

/// A correlation as Fisher's z; `None` at ±1.
fn of_fisher(combined: &Combined) -> Option<Combined> {
    moved(combined, combined.value.atanh(), 1.0 / (1.0 - combined.value * combined.value))
}

/// On another scale, the error by the delta method; `None` where the scale has no end.
fn moved(combined: &Combined, value: f64, slope: f64) -> Option<Combined> {
    let se = combined.se * slope;
    (value.is_finite() && se.is_finite()).then_some(Combined { value, se, ..*combined })
}

static LOGIT: Phrase = Phrase::new("logit_interval", "区间：在对数优势上", "logit interval");
static BETA: Phrase = Phrase::new("beta_interval", "区间：Korn–Graubard", "beta interval (Korn-Graubard)");
static FISHER: Phrase =
    Phrase::new("interval_of_fisher_z", "区间：在 Fisher z 变换上", "interval by Fisher's z");
static FISHER_OF_ROOT: Phrase = Phrase::new(
    "interval_of_fisher_z_of_root",
    "区间：在 R 的 Fisher z 变换上",
    "interval by Fisher's z of R",
);
static LOGARITHM: Phrase =
    Phrase::new("interval_of_logarithm", "区间：在对数上", "interval of the logarithm");

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: f64, se: f64) -> Combined {
        Combined { value, se, df: 10.0, sampling: se * se, imputation: 0.0 }
    }

    /// By hand with t = 2.2281388519649385 (R: qt(0.975, 10)); in R: plogis(qlogis(.02) + c(-1, 1) * t * .015 /
    /// (.02 * .98)), tanh(pmax(0, atanh(sqrt(.05)) + c(-1, 1) * t * .06 / (2 * sqrt(.05) * .95)))^2,
    /// exp(log(90) + c(-1, 1) * t * 40 / 90).
    #[test]
    fn intervals_stay_where_the_quantity_can_be() {
        let near = |shape, combined: Combined, (lower, upper): (f64, f64)| {
            let found = interval_of(shape, &combined, 0.95).unwrap();
            assert!((found.lower - lower).abs() < 1e-12 * upper, "{found:?}");
            assert!((found.upper / upper - 1.0).abs() < 1e-12, "{found:?}");
        };
        near(Shape::Logit, of(2.0, 1.5), (0.36951630062803714, 10.095919540278993));
        near(Shape::Determination, of(0.05, 0.06), (0.0, 0.24461972118369021));
        near(Shape::Logarithm, of(90.0, 40.0), (33.432_408_239_592_36, 242.279_884_295_250_07));
        assert_eq!(interval_of(Shape::Fisher, &of(1.0, 0.1), 0.95), None);
        assert_eq!(interval_of(Shape::Determination, &of(1.0, 0.1), 0.95), None);
    }
}
