//! How the four rates are counted: thresholds as scores, bands that leave the better ones out.

use super::{RateInterval, count, full_mark_unknown, open_ended};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Range, Status, Told, Unit};
use crate::indicators::Request;
use crate::indicators::grouping::each_with_schools;
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::tally::Distribution;

/// On which side of the threshold a score counts.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    AtLeast,
    Below,
}

/// Thresholds as they were given: shares of the full mark up to 1, scores above.
struct Cuts {
    threshold: Rational,
    /// Where the next better band begins, if it is left out.
    upper: Option<Rational>,
}

/// One of the four rates for every group and subject.
pub(super) fn rates(exam: &Exam, request: &Request<'_>, id: &'static str, side: Side) -> Result<Figures> {
    let threshold = request.arguments.number("threshold").unwrap_or_default();
    let is_band = request.arguments.text("bands") == Some("band");
    let upper = is_band.then(|| request.arguments.number("upper")).flatten();
    if let Some(upper) = upper.filter(|upper| *upper <= threshold) {
        return Err(Error::InvalidArgument {
            argument: "upper".to_owned(),
            found: plain(upper),
            expected: Text::new("高于 threshold 的界线", "a threshold above `threshold`"),
        });
    }
    let cuts = Cuts { threshold, upper };
    let interval = RateInterval::asked(exam, request);
    let school = interval.school.as_deref();
    each_with_schools(exam, request, school, |subject, distribution, schools| {
        vec![rate(id, side, &cuts, &interval, subject, (distribution, schools))]
    })
}

/// A threshold as a score; `None` for a share of an unknown full mark.
pub(super) fn as_score(threshold: Rational, full_mark: Option<Rational>) -> Option<Rational> {
    let is_share = threshold <= Rational::from_integer(1);
    if is_share { full_mark.map(|full| threshold * full) } else { Some(threshold) }
}

fn rate(
    id: &'static str,
    side: Side,
    cuts: &Cuts,
    interval: &RateInterval,
    subject: &Subject,
    (distribution, schools): (&Distribution, &[&Distribution]),
) -> Figure {
    let tested = distribution.tested();
    let figure = Figure {
        n: Some(tested),
        denominator: Some(count(tested)),
        ..Figure::new(id, "rate", Unit::Percent)
    };
    let Some(cut) = as_score(cuts.threshold, subject.full_mark) else { return full_mark_unknown(figure) };
    let upper = cuts.upper.map(|upper| as_score(upper, subject.full_mark));
    if upper == Some(None) {
        return full_mark_unknown(figure);
    }
    let upper = upper.flatten();
    let counted = if side == Side::Below { Range::below(cut) } else { Range::between(cut, upper) };
    let told = vec![Told::count(counted), Told::tested()];
    let figure = Figure { method: method(side, cut, upper).into(), told, ..figure };
    if upper.is_some_and(|upper| upper <= cut) {
        let note = "the thresholds are out of order".to_owned();
        return Figure { note, ..figure.without_value(Status::NotApplicable) };
    }
    if tested == 0 {
        return figure.without_value(Status::NoDenominator);
    }
    let counted = |distribution: &Distribution| {
        let reached = |cut| distribution.at_least(subject.scale.ticks_at_least(cut));
        let better = upper.map_or(Some(0), reached);
        let reached = reached(cut)?;
        Some(if side == Side::Below { distribution.tested() - reached } else { reached - better? })
    };
    let Some(all) = counted(distribution) else { return open_ended(figure) };
    let by_school = schools.iter().map(|school| Some((counted(school)?, school.tested())));
    interval.complete(figure, all, tested, &by_school.collect::<Option<Vec<_>>>().unwrap_or_default())
}

fn method(side: Side, cut: Rational, upper: Option<Rational>) -> String {
    let sign = if side == Side::Below { "<" } else { ">=" };
    match upper {
        Some(upper) => format!("score {sign} {}, score < {}", plain(cut), plain(upper)),
        None => format!("score {sign} {}", plain(cut)),
    }
}
