//! How the four rates are counted: thresholds as scores, bands that leave the better ones out.

use super::thresholds::{NoCut, Thresholds};
use super::{RateInterval, count, full_mark_unknown, open_ended};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{
    AllTold, Clause, Clauses, Figure, Figures, Labels, Phrase, Range, Status, Term, Told, Unit, Value,
};
use crate::indicators::arguments::Request;
use crate::indicators::grouping::{Compared, each_with_whole};
use crate::indicators::placement::{candidate, number_at};
use crate::indicators::weighted::{self, WEIGHT, Weighted, each_weighted};
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

/// Where the scores begin to count, and where the next better band begins, if it is left out.
struct Cuts {
    threshold: Threshold,
    upper: Option<Threshold>,
    /// Of all tested, the best that rank shares are of.
    base_share: Rational,
    /// What is told of the subjects' thresholds, which are the same for every group.
    told_of: Vec<AtCut>,
}

/// The words and the counts that follow from a threshold and the next better one.
struct AtCut {
    cut: Rational,
    upper: Option<Rational>,
    method: Clauses,
    told: AllTold,
}

impl AtCut {
    fn new(side: Side, cut: Rational, upper: Option<Rational>) -> AtCut {
        let counted = if side == Side::Below { Range::below(cut) } else { Range::between(cut, upper) };
        let told = [Told::count(counted), Told::tested()].into();
        AtCut { cut, upper, method: method(side, cut, upper).into(), told }
    }
}

/// How a threshold was given.
enum Threshold {
    /// A share of the full mark up to 1, a score above.
    Mark(Thresholds),
    /// A share of the ranking of the whole's best.
    Rank(Rational),
}

/// One of the four rates for every group and subject.
pub(super) fn rates(exam: &Exam, request: &Request<'_>, id: &'static str, side: Side) -> Result<Figures> {
    let cuts = cuts(exam, request)?;
    if let Some(key) = request.arguments.text(WEIGHT.name) {
        return weighted_rates(exam, request, key, (id, side), &cuts);
    }
    let interval = RateInterval::asked(exam, request);
    let cuts = Cuts { told_of: cuts.told_of_all(exam, side), ..cuts };
    each_with_whole(exam, request, &[], interval.school.as_deref(), |subject, compared| {
        vec![rate(id, side, &cuts, &interval, subject, compared)]
    })
}

fn cuts(exam: &Exam, request: &Request<'_>) -> Result<Cuts> {
    let number = |name| request.arguments.number(name);
    let is_band = request.arguments.text("bands") == Some("band");
    let base_share = number("base_share").unwrap_or_else(|| Rational::from_integer(1));
    if base_share > Rational::from_integer(1) {
        let expected = Text::new("不超过 1 的份额", "a share of at most 1");
        return Err(invalid("base_share", base_share, expected));
    }
    if let Some(share) = number("rank_share") {
        let upper = is_band.then(|| number("upper_rank_share"));
        return match upper {
            Some(None) => Err(Error::MissingArgument {
                indicator: "rank_share".to_owned(),
                argument: "upper_rank_share".to_owned(),
                expected: Text::new("更好等次的名次份额", "the rank share of the next better band"),
            }),
            Some(Some(upper)) if upper >= share => Err(invalid(
                "upper_rank_share",
                upper,
                Text::new("小于 rank_share 的份额", "a share below `rank_share`"),
            )),
            upper => Ok(Cuts {
                threshold: Threshold::Rank(share),
                upper: upper.flatten().map(Threshold::Rank),
                base_share,
                told_of: Vec::new(),
            }),
        };
    }
    let threshold = Thresholds::asked(request.arguments, "threshold", exam)?;
    let upper = is_band.then(|| Thresholds::asked(request.arguments, "upper", exam)).transpose()?;
    if let Some(upper) = upper.as_ref().and_then(|upper| threshold.first_not_below(upper, exam)) {
        let expected = Text::new("高于 threshold 的界线", "a threshold above `threshold`");
        return Err(invalid("upper", upper, expected));
    }
    let (threshold, upper) = (Threshold::Mark(threshold), upper.map(Threshold::Mark));
    Ok(Cuts { threshold, upper, base_share, told_of: Vec::new() })
}

fn invalid(argument: &str, found: Rational, expected: Text) -> Error {
    Error::InvalidArgument { argument: argument.to_owned(), found: plain(found), expected }
}

/// The figure of a subject without a threshold, and why.
fn without_cut(why: NoCut, figure: Figure) -> Figure {
    match why {
        NoCut::FullMarkUnknown => full_mark_unknown(figure),
        why => Figure { note: why.note().into(), ..figure.without_value(Status::NotApplicable) },
    }
}

impl Cuts {
    /// For every subject whose threshold does not depend on ranks.
    fn told_of_all(&self, exam: &Exam, side: Side) -> Vec<AtCut> {
        let fixed = |subject: &Subject, threshold: &Threshold| match threshold {
            Threshold::Mark(marks) => marks.cut(subject).ok(),
            Threshold::Rank(_) => None,
        };
        let subjects = exam.subjects();
        let cuts = subjects.iter().filter_map(|subject| {
            let upper = self.upper.as_ref().map(|upper| fixed(subject, upper));
            Some((fixed(subject, &self.threshold)?, upper.flatten()))
        });
        cuts.map(|(cut, upper)| AtCut::new(side, cut, upper)).collect()
    }

    /// A threshold as a score, or the figure that says why there is none.
    fn score(
        &self,
        threshold: &Threshold,
        subject: &Subject,
        compared: &Compared<'_>,
        figure: &Figure,
    ) -> std::result::Result<Rational, Box<Figure>> {
        match threshold {
            Threshold::Mark(marks) => {
                marks.cut(subject).map_err(|why| Box::new(without_cut(why, figure.clone())))
            }
            Threshold::Rank(share) => {
                let whole = compared.whole();
                let share = *share;
                let best = number_at(self.base_share, whole.tested());
                if best == 0 {
                    return Err(Box::new(figure.clone().without_value(Status::NoDenominator)));
                }
                let found = candidate(whole, number_at(share, best));
                let score = found.map(|found| subject.scale.score(found.ticks));
                score.ok_or_else(|| Box::new(open_ended(figure.clone())))
            }
        }
    }
}

fn rate(
    id: &'static str,
    side: Side,
    cuts: &Cuts,
    interval: &RateInterval,
    subject: &Subject,
    compared: &Compared<'_>,
) -> Figure {
    let Compared { group: distribution, schools, .. } = compared;
    let tested = distribution.tested();
    let figure = Figure {
        n: Some(tested),
        denominator: Some(count(tested)),
        ..Figure::new(id, "rate", Unit::Percent)
    };
    let score = |threshold: &Threshold| cuts.score(threshold, subject, compared, &figure);
    let (cut, upper) = match (score(&cuts.threshold), cuts.upper.as_ref().map(score).transpose()) {
        (Ok(cut), Ok(upper)) => (cut, upper),
        (Err(figure), _) | (_, Err(figure)) => return *figure,
    };
    let known = cuts.told_of.iter().find(|at| at.cut == cut && at.upper == upper);
    let (mut method, told) = match known {
        Some(at) => (at.method.clone(), at.told.clone()),
        None => {
            let at = AtCut::new(side, cut, upper);
            (at.method, at.told)
        }
    };
    if let Threshold::Rank(share) = &cuts.threshold {
        method = method.and(RANK_SHARE.with([Term::chosen(*share), Term::chosen(cuts.base_share)]));
    }
    let figure = Figure { method, told, ..figure };
    if upper.is_some_and(|upper| upper <= cut) {
        return Figure { note: (&OUT_OF_ORDER).into(), ..figure.without_value(Status::NotApplicable) };
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

/// The rate of weighted candidates; its error is the survey's, not Wilson's.
fn weighted_rates(
    exam: &Exam,
    request: &Request<'_>,
    key: &str,
    (id, side): (&'static str, Side),
    cuts: &Cuts,
) -> Result<Figures> {
    fn marks(threshold: &Threshold) -> Result<&Thresholds> {
        match threshold {
            Threshold::Mark(marks) => Ok(marks),
            Threshold::Rank(share) => Err(weighted::refuse("rank_share", *share)),
        }
    }
    let (threshold, upper) = (marks(&cuts.threshold)?, cuts.upper.as_ref().map(marks).transpose()?);
    each_weighted(exam, request, key, &[], |subject, weighted| {
        let figure = Figure::new(id, "rate", Unit::Percent);
        let figure = match (threshold.cut(subject), upper.map(|upper| upper.cut(subject)).transpose()) {
            (Ok(cut), Ok(upper)) => weighted_rate(figure, subject, weighted, (side, cut, upper)),
            (Err(why), _) | (_, Err(why)) => {
                weighted.counted(without_cut(why, figure), subject, &AllTold::tested())
            }
        };
        Ok(vec![(Labels::default(), figure)])
    })
}

fn weighted_rate(
    figure: Figure,
    subject: &Subject,
    weighted: &Weighted<'_>,
    (side, cut, upper): (Side, Rational, Option<Rational>),
) -> Figure {
    let reached = |cut| weighted.at_least(subject.scale.ticks_at_least(cut));
    let (total, above) = (weighted.total(), reached(cut));
    let better = upper.map_or(Rational::from_integer(0), reached);
    let counted = if side == Side::Below { total - above } else { above - better };
    let AtCut { method, told, .. } = AtCut::new(side, cut, upper);
    let figure = weighted.counted(Figure { method, ..figure }, subject, &told);
    let figure = Figure { denominator: Some(Value::Exact(total)), ..figure };
    if upper.is_some_and(|upper| upper <= cut) {
        return Figure { note: (&OUT_OF_ORDER).into(), ..figure.without_value(Status::NotApplicable) };
    }
    if total == Rational::from_integer(0) {
        return figure.without_value(Status::NoDenominator);
    }
    let value = counted / total * Rational::from_integer(100);
    Figure { numerator: Some(Value::Exact(counted)), ..figure.with_value(Value::Exact(value)) }
}

fn method(side: Side, cut: Rational, upper: Option<Rational>) -> Clause {
    match (side, upper) {
        (Side::Below, _) => SCORE_BELOW.with([Term::declared(cut)]),
        (Side::AtLeast, Some(upper)) => SCORE_BETWEEN.with([Term::declared(cut), Term::declared(upper)]),
        (Side::AtLeast, None) => SCORE_AT_LEAST.with([Term::declared(cut)]),
    }
}

pub(in crate::indicators) static SCORE_AT_LEAST: Phrase =
    Phrase::new("score_at_least", "分数 ≥ {}", "score >= {}");
static SCORE_BELOW: Phrase = Phrase::new("score_below", "分数 < {}", "score < {}");
static SCORE_BETWEEN: Phrase = Phrase::new("score_between", "分数 ≥ {}、< {}", "score >= {}, score < {}");
static RANK_SHARE: Phrase = Phrase::new(
    "rank_share",
    "常模参照，名次份额 {}，基数为全体最好的份额 {}",
    "rank share {}, base share {}",
);
static OUT_OF_ORDER: Phrase =
    Phrase::new("thresholds_out_of_order", "界线次序不对", "the thresholds are out of order");
