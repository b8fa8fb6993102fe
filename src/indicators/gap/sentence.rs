//! A change of a gap in words, which say no more than its interval allows.

use super::rules::Universe;
use crate::figures::{Clause, Figure, Numeral, Phrase, Term, Unit, Value};
use crate::number::Rational;

/// The gap at the beginning and at the end, or what stands for them where a slope is described.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    pub first: f64,
    pub last: f64,
}

/// What the figure is: a change from the first year to the last, or one per year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Whole,
    PerYear,
}

/// `缩小 2.1 分，95% 区间 -0.4 至 4.6：尚不能断定缩小`; nothing without a value.
pub fn sentence(figure: &Figure, ends: Ends, pace: Pace, universe: Universe) -> Option<Clause> {
    let value = figure.value.map(Value::to_f64)?;
    if ends.first * ends.last < 0.0 {
        return Some(turned(figure, value, ends, pace, universe));
    }
    // Towards zero is narrower, on whichever side of it the gap stands.
    let side = if ends.first + ends.last < 0.0 { -1.0 } else { 1.0 };
    let moved = value * side;
    let narrower = moved < 0.0;
    let way = || Term::from(if narrower { &NARROWER } else { &WIDER });
    let head = match (moved == 0.0, pace) {
        (true, _) => Clause::from(&UNCHANGED),
        (false, Pace::Whole) => MOVED.with([way(), amount(moved.abs(), figure.unit)]),
        (false, Pace::PerYear) => MOVED_PER_YEAR.with([way(), amount(moved.abs(), figure.unit)]),
    };
    let sign = if narrower { -side } else { side };
    let bounds = figure.lower.zip(figure.upper).map(|(lower, upper)| {
        let (one, other) = (sign * lower, sign * upper);
        (one.min(other), one.max(other))
    });
    let Some((lower, upper)) = bounds else { return Some(without_interval(head, universe)) };
    let sure = lower > 0.0 || upper < 0.0;
    let verdict = match (moved == 0.0, sure) {
        (true, _) => Clause::from(&NO_CHANGE),
        (false, true) => SURE.with([way()]),
        (false, false) => NOT_SURE.with([way()]),
    };
    Some(with_interval(figure, head, (lower, upper), verdict))
}

/// The gap stands on the other side of zero now: neither narrower nor wider.
fn turned(figure: &Figure, value: f64, ends: Ends, pace: Pace, universe: Universe) -> Clause {
    let head = match pace {
        Pace::Whole => &TURNED,
        Pace::PerYear => &TURNED_PER_YEAR,
    };
    let (last, change) = (amount(ends.last, figure.unit), amount(value, figure.unit));
    let head = head.with([rounded(ends.first, figure.unit), last, change]);
    let Some(bounds) = figure.lower.zip(figure.upper) else { return without_interval(head, universe) };
    let sure = bounds.0 > 0.0 || bounds.1 < 0.0;
    with_interval(figure, head, bounds, if sure { &SURE_OF_CHANGE } else { &NOT_SURE_OF_CHANGE }.into())
}

fn without_interval(head: Clause, universe: Universe) -> Clause {
    let words = match universe {
        Universe::Census => &OF_CENSUS,
        Universe::Cohort => &UNJUDGED,
    };
    words.with([head.into()])
}

fn with_interval(figure: &Figure, head: Clause, (lower, upper): (f64, f64), verdict: Clause) -> Clause {
    let tenths = (figure.confidence.unwrap_or(0.95) * 1000.0).round();
    let percent = Term::chosen(Rational::new(tenths as i128, 10));
    let [lower, upper] = [lower, upper].map(|bound| rounded(bound, figure.unit));
    JUDGED.with([head.into(), percent, lower, upper, verdict.into()])
}

fn rounded(value: f64, unit: Unit) -> Term {
    let decimals = if unit == Unit::Points { 1 } else { unit.decimals() };
    Term::found(Numeral::of_value(Value::Real(value), decimals))
}

/// A number with the unit of a gap.
fn amount(value: f64, unit: Unit) -> Term {
    let number = rounded(value, unit);
    match unit {
        Unit::Points => POINTS.with([number]).into(),
        Unit::Percent => PERCENT.with([number]).into(),
        Unit::PercentagePoints => PERCENTAGE_POINTS.with([number]).into(),
        _ => number,
    }
}

static POINTS: Phrase = Phrase::new("points", "{} 分", "{} points");
static PERCENT: Phrase = Phrase::new("percent", "{} %", "{} %");
static PERCENTAGE_POINTS: Phrase = Phrase::new("percentage_points", "{} 百分点", "{} percentage points");
static NARROWER: Phrase = Phrase::new("narrower", "缩小", "narrower");
static WIDER: Phrase = Phrase::new("wider", "扩大", "wider");
static UNCHANGED: Phrase = Phrase::new("gap_unchanged", "差距没有变化", "the gap did not change");
static MOVED: Phrase = Phrase::new("gap_moved", "差距{} {}", "the gap is {} by {}");
static MOVED_PER_YEAR: Phrase =
    Phrase::new("gap_moved_per_year", "差距平均每年{} {}", "the gap is {} by {} a year on average");
static TURNED: Phrase = Phrase::new(
    "gap_turned",
    "差距由 {} 变为 {}，方向反转，变化 {}",
    "the gap turned from {} to {}, a change of {}",
);
static TURNED_PER_YEAR: Phrase = Phrase::new(
    "gap_turned_per_year",
    "差距由 {} 变为 {}，方向反转，平均每年变化 {}",
    "the gap turned from {} to {}, a change of {} a year on average",
);
static JUDGED: Phrase =
    Phrase::new("judged_by_interval", "{}，{}% 区间 {} 至 {}：{}", "{}, {} % interval {} to {}: {}");
static OF_CENSUS: Phrase =
    Phrase::new("judged_by_census", "{}，普查没有抽样误差", "{}, and a census has no sampling error");
static UNJUDGED: Phrase =
    Phrase::new("judged_by_nothing", "{}，没有误差可据以判断", "{}, with no error to judge it by");
static NO_CHANGE: Phrase = Phrase::new("no_change_inferred", "不能断定有变化", "no change can be inferred");
static SURE: Phrase = Phrase::new("borne_out", "可以断定{}", "the data bear out that it is {}");
static NOT_SURE: Phrase =
    Phrase::new("not_borne_out", "尚不能断定{}", "the data do not bear out that it is {}");
static SURE_OF_CHANGE: Phrase =
    Phrase::new("change_borne_out", "可以断定有变化", "the data bear out a change");
static NOT_SURE_OF_CHANGE: Phrase =
    Phrase::new("change_not_borne_out", "尚不能断定有变化", "the data do not bear out a change");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Clauses;
    use crate::lang::Lang;

    fn change(value: f64, bounds: Option<(f64, f64)>) -> Figure {
        Figure {
            lower: bounds.map(|b| b.0),
            upper: bounds.map(|b| b.1),
            confidence: bounds.map(|_| 0.95),
            ..Figure::new("gap_trend", "change", Unit::Points).with_value(Value::Real(value))
        }
    }

    fn said(figure: &Figure, ends: Ends, pace: Pace, universe: Universe) -> Clauses {
        sentence(figure, ends, pace, universe).into()
    }

    fn zh(value: f64, bounds: Option<(f64, f64)>, first: f64) -> String {
        let ends = Ends { first, last: first + value };
        said(&change(value, bounds), ends, Pace::Whole, Universe::Cohort).text(Lang::Zh)
    }

    #[test]
    fn no_more_than_the_interval_allows() {
        let narrowed = zh(-2.1, Some((-4.6, 0.4)), 10.0);
        assert_eq!(narrowed, "差距缩小 2.1 分，95% 区间 -0.4 至 4.6：尚不能断定缩小");
        assert_eq!(zh(-2.1, Some((-4.0, -0.2)), 10.0), "差距缩小 2.1 分，95% 区间 0.2 至 4.0：可以断定缩小");
        // Rural ahead of urban: towards zero is up.
        assert_eq!(zh(2.1, Some((0.2, 4.0)), -10.0), "差距缩小 2.1 分，95% 区间 0.2 至 4.0：可以断定缩小");
        assert_eq!(zh(2.0, Some((-1.0, 5.0)), 3.0), "差距扩大 2.0 分，95% 区间 -1.0 至 5.0：尚不能断定扩大");
        assert_eq!(zh(-2.1, None, 10.0), "差距缩小 2.1 分，没有误差可据以判断");
        assert_eq!(zh(0.0, Some((-1.0, 1.0)), 10.0), "差距没有变化，95% 区间 -1.0 至 1.0：不能断定有变化");
        let turned = zh(-5.0, Some((-8.0, -2.0)), 3.0);
        assert_eq!(
            turned,
            "差距由 3.0 变为 -2.0 分，方向反转，变化 -5.0 分，95% 区间 -8.0 至 -2.0：可以断定有变化"
        );
    }

    #[test]
    fn in_english_and_by_the_year() {
        let figure = change(-0.7, Some((-1.5, 0.1)));
        let ends = Ends { first: 10.0, last: 7.9 };
        let said_of = |universe| said(&figure, ends, Pace::PerYear, universe);
        assert_eq!(
            said_of(Universe::Cohort).text(Lang::En),
            "the gap is narrower by 0.7 points a year on average, 95 % interval -0.1 to 1.5: the data do not bear out that it is narrower"
        );
        assert!(said_of(Universe::Cohort).text(Lang::Zh).starts_with("差距平均每年缩小 0.7 分，"));
    }

    #[test]
    fn a_census_is_not_judged_by_an_interval() {
        let census =
            said(&change(-2.0, None), Ends { first: 10.0, last: 8.0 }, Pace::Whole, Universe::Census);
        assert_eq!(
            census.text(Lang::En),
            "the gap is narrower by 2.0 points, and a census has no sampling error"
        );
        assert_eq!(census.text(Lang::Zh), "差距缩小 2.0 分，普查没有抽样误差");
    }
}
