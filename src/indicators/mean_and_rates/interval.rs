//! The interval of a rate, by the convention that is asked for.

use super::percentage;
use crate::exam::Exam;
use crate::figures::Figure;
use crate::indicators::Request;
use crate::indicators::grouping::{noted, outside_the_error, school_key};
use crate::indicators::registry::{Default, Kind, Parameter};
use crate::lang::Text;
use crate::stats::Interval;
use crate::stats::clusters::share_variance;
use crate::stats::intervals::{Share, agresti_coull, clopper_pearson, korn_graubard, wilson_of};

pub(in crate::indicators) const INTERVAL: Parameter = Parameter {
    name: "interval",
    text: Text::new(
        "区间:wilson、clopper_pearson、agresti_coull(考生相互独立),或按学校聚类、以设计效应修正的 wilson_effective、korn_graubard",
        "the interval: wilson, clopper_pearson, agresti_coull (candidates independent), or clustered by school and adjusted by the design effect: wilson_effective, korn_graubard",
    ),
    kind: Kind::Choice(&[
        ("wilson", Text::new("Wilson", "Wilson's score interval")),
        ("clopper_pearson", Text::new("Clopper–Pearson 精确区间", "exact binomial")),
        ("agresti_coull", Text::new("Agresti–Coull", "Agresti-Coull")),
        (
            "wilson_effective",
            Text::new("Wilson,有效样本量(按学校聚类)", "Wilson with the effective n, by school"),
        ),
        (
            "korn_graubard",
            Text::new("Korn–Graubard(按学校聚类)", "Clopper-Pearson with the effective n, by school"),
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
        let outside = if known > 0 { outside_the_error(of - known) } else { String::new() };
        let note = noted(&figure.note, &outside);
        let figure = Figure { confidence: Some(self.confidence), note, ..figure };
        if self.convention == Convention::Wilson {
            return percentage(figure, counted, of);
        }
        let figure = Figure {
            method: format!("{}; interval {}", figure.method, self.words()).into(),
            ..percentage(figure, counted, of)
        };
        let (interval, note) = self.interval(Share::of(counted, of), schools);
        let remark = [figure.note.as_str(), if interval.is_some() { "" } else { note }];
        let remark = remark.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
        Figure {
            lower: interval.map(|i| i.lower * 100.0),
            upper: interval.map(|i| i.upper * 100.0),
            confidence: figure.confidence.filter(|_| interval.is_some()),
            note: remark,
            ..figure
        }
    }

    fn words(&self) -> &'static str {
        match self.convention {
            Convention::Wilson => "Wilson",
            Convention::ClopperPearson => "Clopper-Pearson",
            Convention::AgrestiCoull => "Agresti-Coull",
            Convention::WilsonEffective => "Wilson, effective n by school",
            Convention::KornGraubard => "Korn-Graubard by school",
        }
    }

    /// The interval, and why there is none if there is none.
    fn interval(&self, share: Share, schools: &[SchoolCount]) -> (Option<Interval>, &'static str) {
        let note = match &self.school {
            None => "clustered interval not_applicable: no school is known",
            Some(_) => {
                "fewer than 2 schools, or a rate that does not vary between them: no clustered interval"
            }
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
