//! The interval of a rate, by the convention that is asked for.

use super::percentage;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Phrase};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{Default, Kind, Parameter};
use crate::indicators::grouping::outside_the_error;
use crate::indicators::schools::school_key;
use crate::lang::Text;
use crate::stats::Interval;
use crate::stats::clusters::share_variance;
use crate::stats::intervals::{Share, agresti_coull, clopper_pearson, korn_graubard, wilson_of};

pub(in crate::indicators) const INTERVAL: Parameter = Parameter {
    name: "interval",
    text: Text::new(
        "区间：wilson、clopper_pearson、agresti_coull（考生相互独立），或按学校聚类、以设计效应修正的 wilson_effective、korn_graubard",
        "the interval: wilson, clopper_pearson, agresti_coull (candidates independent), or clustered by school and adjusted by the design effect: wilson_effective, korn_graubard",
    ),
    kind: Kind::Choice(&[
        ("wilson", Text::new("Wilson", "Wilson's score interval")),
        ("clopper_pearson", Text::new("Clopper–Pearson 精确区间", "exact binomial")),
        ("agresti_coull", Text::new("Agresti–Coull", "Agresti-Coull")),
        (
            "wilson_effective",
            Text::new("Wilson，有效样本量（按学校聚类）", "Wilson with the effective n, by school"),
        ),
        (
            "korn_graubard",
            Text::new("Korn–Graubard（按学校聚类）", "Clopper-Pearson with the effective n, by school"),
        ),
    ]),
    default: Default::Value("wilson"),
    many: false,
};

/// Candidates counted and all candidates of one school.
pub(in crate::indicators) type SchoolCount = (u64, u64);

#[derive(Clone, Copy, PartialEq)]
enum Convention {
    Wilson,
    ClopperPearson,
    AgrestiCoull,
    WilsonEffective,
    KornGraubard,
}

/// How the interval of a rate is computed.
pub(in crate::indicators) struct RateInterval {
    convention: Convention,
    pub confidence: f64,
    /// The key of the schools, where the convention needs it and it is at hand.
    pub school: Option<String>,
}

impl RateInterval {
    pub fn asked(exam: &Exam, request: &Request<'_>) -> RateInterval {
        let convention = match request.arguments.text("interval") {
            Some("clopper_pearson") => Convention::ClopperPearson,
            Some("agresti_coull") => Convention::AgrestiCoull,
            Some("wilson_effective") => Convention::WilsonEffective,
            Some("korn_graubard") => Convention::KornGraubard,
            _ => Convention::Wilson,
        };
        let clustered = matches!(convention, Convention::WilsonEffective | Convention::KornGraubard);
        let school = if clustered { school_key(exam, None) } else { None };
        RateInterval { convention, confidence: request.arguments.confidence(), school }
    }

    /// Completes a figure that is `counted` per hundred of `of`, above zero; `schools` only where they are needed, and
    /// known.
    pub fn complete(&self, figure: Figure, counted: u64, of: u64, schools: &[SchoolCount]) -> Figure {
        let known: u64 = schools.iter().map(|(_, all)| all).sum();
        let outside = if known > 0 { outside_the_error(of - known) } else { Clauses::default() };
        let figure = Figure { confidence: Some(self.confidence), ..figure.noted(outside) };
        if self.convention == Convention::Wilson {
            return percentage(figure, counted, of);
        }
        let figure = Figure { method: figure.method.and(self.rule()), ..percentage(figure, counted, of) };
        let (interval, note) = self.interval(Share::of(counted, of), schools);
        let remark = figure.note.and(interval.is_none().then_some(note));
        Figure {
            lower: interval.map(|i| i.lower * 100.0),
            upper: interval.map(|i| i.upper * 100.0),
            confidence: figure.confidence.filter(|_| interval.is_some()),
            note: remark,
            ..figure
        }
    }

    /// What is said of it; Wilson's goes without saying.
    fn rule(&self) -> Option<&'static Phrase> {
        Some(match self.convention {
            Convention::Wilson => return None,
            Convention::ClopperPearson => &CLOPPER_PEARSON,
            Convention::AgrestiCoull => &AGRESTI_COULL,
            Convention::WilsonEffective => &WILSON_EFFECTIVE,
            Convention::KornGraubard => &KORN_GRAUBARD,
        })
    }

    /// The interval, and why there is none if there is none.
    fn interval(&self, share: Share, schools: &[SchoolCount]) -> (Option<Interval>, &'static Phrase) {
        let note = match &self.school {
            None => &NO_SCHOOL,
            Some(_) => &NO_VARIANCE,
        };
        let variance = || share_variance(schools);
        let interval = match self.convention {
            Convention::Wilson => wilson_of(share, self.confidence),
            Convention::ClopperPearson => clopper_pearson(share, self.confidence),
            Convention::AgrestiCoull => agresti_coull(share, self.confidence),
            Convention::WilsonEffective => variance()
                .and_then(|(variance, _)| share.effective(variance))
                .and_then(|share| wilson_of(share, self.confidence)),
            Convention::KornGraubard => {
                variance().and_then(|(variance, df)| korn_graubard(share, variance, df, self.confidence))
            }
        };
        (interval, note)
    }
}

static CLOPPER_PEARSON: Phrase =
    Phrase::new("interval_clopper_pearson", "区间：Clopper–Pearson", "interval Clopper-Pearson");
static AGRESTI_COULL: Phrase =
    Phrase::new("interval_agresti_coull", "区间：Agresti–Coull", "interval Agresti-Coull");
static WILSON_EFFECTIVE: Phrase = Phrase::new(
    "interval_wilson_effective",
    "区间：Wilson，按学校聚类的有效样本量",
    "interval Wilson, effective n by school",
);
static KORN_GRAUBARD: Phrase = Phrase::new(
    "interval_korn_graubard",
    "区间：Korn–Graubard，按学校聚类",
    "interval Korn-Graubard by school",
);

/// The interval of a share that a rate with this convention has; `None` for one that looks at the schools.
pub(in crate::indicators) fn rule_of(method: &Clauses) -> Option<fn(Share, f64) -> Option<Interval>> {
    match method {
        method if method.has(&WILSON_EFFECTIVE) || method.has(&KORN_GRAUBARD) => None,
        method if method.has(&CLOPPER_PEARSON) => Some(clopper_pearson),
        method if method.has(&AGRESTI_COULL) => Some(agresti_coull),
        _ => Some(wilson_of),
    }
}

/// The convention without that of its interval.
pub(crate) fn without_rule(method: &Clauses) -> Clauses {
    let rules = [&CLOPPER_PEARSON, &AGRESTI_COULL, &WILSON_EFFECTIVE, &KORN_GRAUBARD];
    rules.into_iter().fold(method.clone(), |method, rule| method.without(rule))
}

static NO_SCHOOL: Phrase = Phrase::new(
    "no_school_no_interval",
    "不知所属学校，没有聚类区间",
    "clustered interval not_applicable: no school is known",
);
static NO_VARIANCE: Phrase = Phrase::new(
    "no_clustered_interval",
    "不足 2 所学校或各校比率没有差异，没有聚类区间",
    "fewer than 2 schools, or a rate that does not vary between them: no clustered interval",
);
