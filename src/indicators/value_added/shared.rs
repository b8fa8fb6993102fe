//! What the methods of value added share: arguments, the place of a figure, and what is said beside each.

use super::super::arguments::Request;
use super::super::definition::{Default, Discloses, Kind, Measure, Parameter};
use super::cohort::{Cohort, Unit};
use super::estimates::Estimate;
use super::said::{percent, said_of_scores};
use crate::figures::{Clauses, Figure, Phrase, Status, Term, Unit as Of, Value};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::stats::{normal_cdf, normal_quantile};
use crate::subjects::entry_of;

pub const ENTRY: Parameter = Parameter {
    name: "entry",
    text: Text::new(
        "入口分数的科目（默认同科的入口分数）",
        "whose scores are the entry (those of the same subject at entry, if not given)",
    ),
    kind: Kind::Subject,
    default: Default::Nothing,
    many: false,
};

pub const MINIMUM: Parameter = Parameter {
    name: "minimum",
    text: Text::new("一组至少要有多少名相连的考生", "how many linked candidates a group must have"),
    kind: Kind::Count,
    default: Default::Value("10"),
    many: false,
};

pub const MATCH_RATE: Parameter = Parameter {
    name: "match_rate",
    text: Text::new(
        "匹配率低于此值时写入说明（low_match 为 refused 时不给数值）",
        "a match rate below it is noted (with `low_match` = refused, there is no value)",
    ),
    kind: Kind::Share,
    default: Default::Value("0.8"),
    many: false,
};

pub const LOW_MATCH_RATE: Parameter = Parameter {
    name: "low_match",
    text: Text::new("匹配率不足的组是否给出数值", "whether groups of a low match rate have a value"),
    kind: Kind::Choice(&[
        ("noted", Text::new("给出并说明", "given, and noted")),
        ("refused", Text::new("不给（不可比）", "none: not comparable")),
    ]),
    default: Default::Value("noted"),
    many: false,
};

pub const SE: Parameter = Parameter {
    name: "se",
    text: Text::new("标准误用谁的标准差", "whose spread the standard error takes"),
    kind: Kind::Choice(&[
        ("all", Text::new("全体考生的标准差 ÷ √人数", "that of all candidates, over √n")),
        ("own", Text::new("本组考生的标准差 ÷ √人数", "that of the group's own, over √n")),
    ]),
    default: Default::Value("all"),
    many: false,
};

/// A quantity of linked candidates: of no public release, as its protection would have to see both examinations.
pub const fn linked(id: &'static str, name: Text) -> Measure {
    Measure::new(id, name, Discloses::Linked)
}

/// Of so many near the top of the full mark gains mean nothing.
const TOO_MANY_AT_CEILING: f64 = 0.15;
/// Fewer candidates than this are not said to be above or below.
const VERDICT_FROM: u64 = 30;

/// A figure at its place.
pub enum Placed {
    /// Whose value is to come.
    Open(Figure),
    /// That has none.
    Closed(Figure),
}

impl Placed {
    /// With its value, where it may have one.
    pub fn filled(self, fill: impl FnOnce(Figure) -> Figure) -> Figure {
        match self {
            Placed::Open(figure) => fill(figure),
            Placed::Closed(figure) => figure,
        }
    }

    pub fn map(self, change: impl FnOnce(Figure) -> Figure) -> Placed {
        match self {
            Placed::Open(figure) => Placed::Open(change(figure)),
            Placed::Closed(figure) => Placed::Closed(change(figure)),
        }
    }
}

/// What was asked of every method.
pub struct Rules {
    minimum: u64,
    match_rate: f64,
    strict: bool,
    pub confidence: f64,
    /// Half the width of an interval, in standard errors.
    pub reach: Option<f64>,
    /// Whether a ceiling makes the method meaningless.
    is_gain: bool,
}

impl Rules {
    pub fn asked(request: &Request<'_>) -> Rules {
        let arguments = request.arguments;
        let confidence = arguments.confidence();
        Rules {
            minimum: arguments.whole("minimum").unwrap_or(10),
            match_rate: arguments.number("match_rate").map_or(0.8, to_f64),
            strict: arguments.text("low_match") == Some("refused"),
            confidence,
            reach: normal_quantile(1.0 - (1.0 - confidence) / 2.0),
            is_gain: false,
        }
    }

    /// The same for gains, which a ceiling makes meaningless.
    pub fn of_gains(request: &Request<'_>) -> Rules {
        Rules { is_gain: true, ..Rules::asked(request) }
    }

    /// With intervals of so many standard errors on either side.
    pub fn reaching(self, reach: f64) -> Rules {
        Rules { reach: Some(reach), confidence: 2.0 * normal_cdf(reach) - 1.0, ..self }
    }

    /// A figure at its place with all that is said beside it.
    pub fn place(&self, cohort: &Cohort, unit: &Unit, figure: Figure) -> Placed {
        self.place_of(cohort, unit, unit.n(), figure)
    }

    /// The same for some candidates of the group only.
    pub fn place_of(&self, cohort: &Cohort, unit: &Unit, n: u64, figure: Figure) -> Placed {
        let figure = Figure {
            year: cohort.year,
            group: unit.labels.iter().map(|label| Some(label.as_str())).collect(),
            subject: Some(cohort.exit.id.as_str().into()),
            n: Some(n),
            fewest: Some(n),
            method: entry(cohort).and(figure.method),
            ..figure
        };
        if n == 0 {
            return Placed::Closed(figure.without_value(Status::NoDenominator));
        }
        let (figure, is_low) = self.noted(cohort, unit, figure);
        let share = cohort.at_ceiling.map(|count| count as f64 / cohort.whole.n as f64);
        if cohort.has_no_spread() {
            return Placed::Closed(figure.noted(&CONSTANT).without_value(Status::NotApplicable));
        }
        if n < self.minimum {
            let few = FEWER.with([Term::chosen(self.minimum)]);
            return Placed::Closed(figure.noted(few).without_value(Status::NotApplicable));
        }
        if self.is_gain && share.is_some_and(|share| share > TOO_MANY_AT_CEILING) {
            return Placed::Closed(figure.without_value(Status::NotApplicable));
        }
        if is_low && self.strict {
            return Placed::Closed(figure.without_value(Status::NotComparable));
        }
        Placed::Open(figure)
    }

    /// With the match rate, the correlation and the ceiling; whether the match rate is too low.
    fn noted(&self, cohort: &Cohort, unit: &Unit, figure: Figure) -> (Figure, bool) {
        let rate = unit.n() as f64 / (unit.n() + unit.exit_only) as f64;
        let is_low = rate < self.match_rate;
        let matched = if is_low { &LOW_MATCH } else { &MATCHED };
        (said_of_scores(cohort, figure.noted(matched.with([percent(rate)]))), is_low)
    }

    /// Completes a figure of an estimate with its error, interval and verdict.
    pub fn estimated(&self, figure: Figure, estimate: &Estimate) -> Figure {
        let interval = estimate.se.zip(self.reach).map(|(se, reach)| se * reach);
        let figure = figure.with_value(Value::Real(estimate.value));
        let figure = Figure {
            numerator: Some(Value::Real(estimate.sum)),
            denominator: Some(Value::Exact(Rational::from_integer(i128::from(estimate.n)))),
            se: estimate.se,
            lower: interval.map(|half| estimate.value - half),
            upper: interval.map(|half| estimate.value + half),
            confidence: interval.map(|_| self.confidence),
            ..figure
        };
        let figure = if estimate.is_clustered { figure.noted(&CLUSTERED) } else { figure };
        verdict(figure)
    }
}

/// With one of three words, where the interval and the number of candidates allow one.
pub fn verdict(figure: Figure) -> Figure {
    match word((figure.n, figure.lower, figure.upper)) {
        Some(word) => figure.noted(word),
        None => figure,
    }
}

/// Whether figures of so many candidates and such an interval are said to be above or below the average.
pub fn is_apart(of: (Option<u64>, Option<f64>, Option<f64>)) -> bool {
    word(of).is_some_and(|word| std::ptr::eq(word, &ABOVE) || std::ptr::eq(word, &BELOW))
}

fn word(of: (Option<u64>, Option<f64>, Option<f64>)) -> Option<&'static Phrase> {
    Some(match of {
        (_, None, _) | (_, _, None) => return None,
        (Some(n), ..) if n < VERDICT_FROM => &TOO_FEW_FOR_A_WORD,
        (_, Some(lower), _) if lower > 0.0 => &ABOVE,
        (_, _, Some(upper)) if upper < 0.0 => &BELOW,
        _ => &NOT_DISTINGUISHABLE,
    })
}

/// Which scores are the entry.
fn entry(cohort: &Cohort) -> Clauses {
    let id = cohort.entry.id.as_str();
    if entry_of(&cohort.exit.id) == id {
        return (&SAME_ENTRY).into();
    }
    match id.strip_suffix("_entry") {
        Some(subject) => ENTRY_OF.with([Term::subject(subject)]).into(),
        None => OTHER_ENTRY.with([Term::subject(id)]).into(),
    }
}

/// A figure of an indicator, with what it does not show.
pub fn figure(
    indicator: &'static str,
    measure: &'static str,
    unit: Of,
    method: impl Into<Clauses>,
) -> Figure {
    Figure { method: method.into().and(&NOT_A_CAUSE), ..Figure::new(indicator, measure, unit) }
}

static SAME_ENTRY: Phrase =
    Phrase::new("entry_same", "入口为同科的入口分数", "entry: the same subject at entry");
static ENTRY_OF: Phrase = Phrase::new("entry_subject", "入口为{}的入口分数", "entry: {} at entry");
static OTHER_ENTRY: Phrase = Phrase::new("entry_column", "入口为{}", "entry: {}");
static NOT_A_CAUSE: Phrase = Phrase::new(
    "not_a_cause",
    "以全体相连考生为参照，总有约一半低于平均；只是关联而非成因，生源选择、校外辅导与误差都在其中，不单独作为奖惩依据",
    "reference: all linked candidates, so that about half are below average always; an association and no cause, with selection, private lessons and error in it; no basis by itself for reward or blame",
);
pub static MATCHED: Phrase = Phrase::new("matched_share", "匹配率 {}%", "matched {} %");
pub static LOW_MATCH: Phrase = Phrase::new(
    "low_match_rate",
    "匹配率只有 {}%，未匹配者可能与匹配者不同",
    "matched only {} %, and those who are not may differ",
);
static CONSTANT: Phrase =
    Phrase::new("constant_scores", "入口或出口分数全部相同", "all entry or all exit scores are the same");
static FEWER: Phrase = Phrase::new("fewer_linked", "相连的考生少于 {} 人", "fewer than {} linked candidates");
static CLUSTERED: Phrase =
    Phrase::new("error_clustered_by_school", "标准误按学校聚类", "error clustered by school");
pub static ABOVE: Phrase = Phrase::new("above_average", "高于平均", "above the average");
pub static BELOW: Phrase = Phrase::new("below_average", "低于平均", "below the average");
pub static NOT_DISTINGUISHABLE: Phrase =
    Phrase::new("not_distinguishable", "与平均无法区分", "not distinguishable from the average");
pub static TOO_FEW_FOR_A_WORD: Phrase = Phrase::new(
    "too_few_for_a_verdict",
    "不足 30 人，不判断高于或低于平均",
    "fewer than 30: not said to be above or below",
);
