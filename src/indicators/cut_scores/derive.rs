//! The score of a subject that stands for a line in the total (有效分), by four derivations.

use super::super::arguments::Request;
use super::super::definition::{Default, Kind, Parameter};
use super::super::lines::CutScore;
use super::derived_words::{
    AT_LEAST, CONDITIONAL_MEAN, EQUAL_PROPORTION, GIVEN, NO_CUT, NOBODY_REACHED, PROPORTIONAL, TOO_FEW,
    TOTAL_WITHIN, ZERO_MEAN,
};
use super::{LINE_IN_BUCKET, line_names};
use crate::error::{self, Error};
use crate::exam::{Candidates, Exam};
use crate::figures::{Clauses, Phrase, Range, Status, Term};
use crate::lang::Text;
use crate::number::{Rational, Scale};
use crate::records::Mark;
use crate::subjects::subject_id;
use crate::tally::Distribution;

pub(super) const DERIVATION: Parameter = Parameter {
    name: "derivation",
    text: Text::new(
        "单科线的由来：equal_proportion 等比例，proportional 按均分比例，conditional_mean 线上考生均分，given 由 cuts 给定",
        "where the subject's cut comes from: equal_proportion, proportional, conditional_mean, or given by `cuts`",
    ),
    kind: Kind::Choice(&[
        ("equal_proportion", Text::new("等比例", "the score at the rank that the line has in the total")),
        ("proportional", Text::new("按均分比例", "line / mean total of the attained × their subject mean")),
        ("conditional_mean", Text::new("条件均分", "the subject mean of those whose total is at the line")),
        ("given", Text::new("给定", "as given by the authority")),
    ]),
    default: Default::Value("equal_proportion"),
    many: false,
};

pub(super) const CUTS: Parameter = Parameter {
    name: "cuts",
    text: Text::new(
        "给定的单科线（仅 derivation=given）：[年份/][科类:]科目=分数，如 数学=90",
        "the subjects' cuts (derivation = given only): [YEAR/][TRACK:]SUBJECT=SCORE, such as 数学=90",
    ),
    kind: Kind::CutScore,
    default: Default::Nothing,
    many: true,
};

pub(super) const MINIMUM: Parameter = Parameter {
    name: "minimum",
    text: Text::new(
        "conditional_mean 的最少人数；窗口每次向两侧加宽 1 分，直到够数",
        "the least number for conditional_mean; the window is widened by 1 point on both sides until it is reached",
    ),
    kind: Kind::Count,
    default: Default::Value("25"),
    many: false,
};

/// Total and subject of one candidate, in ticks.
pub(super) type Pair = (Option<i64>, Option<i64>);

/// How cuts are derived.
pub(super) struct Rule {
    pub derivation: String,
    minimum: usize,
    cuts: Vec<CutScore>,
}

/// A subject's cut, or why there is none, with how it was found and from how many.
pub(super) struct Derived {
    pub cut: Result<Rational, (Status, Clauses)>,
    pub n: Option<u64>,
    /// How it is found, whatever the data are.
    pub method: Clauses,
    /// What the search came to in these data.
    pub found: Clauses,
    /// Of how many in the total how many reached the line, where the cut follows from that.
    pub attained: Option<(u64, u64)>,
    /// The places in the subject between which the cut parts the candidates, where it is the score of one of them.
    pub places: Option<(u64, u64)>,
    /// The totals of all who count, where they count by their totals.
    pub totals: Option<Range>,
    /// The fewest of whom there is a mean; nobody where the cut says nothing of any candidate.
    pub fewest: Option<u64>,
}

impl Derived {
    fn by(method: impl Into<Clauses>, cut: Result<Rational, (Status, Clauses)>, n: Option<u64>) -> Derived {
        let (method, found) = (method.into(), Clauses::default());
        Derived { cut, n, method, found, attained: None, places: None, totals: None, fewest: None }
    }
}

/// The candidates from whom a cut is derived, in the total and in the subject.
pub(super) struct Cohort<'a> {
    pub total: &'a Distribution,
    pub subject: &'a Distribution,
    pub pairs: &'a [Pair],
    pub total_scale: Scale,
    pub subject_scale: Scale,
}

impl Rule {
    pub fn new(request: &Request<'_>) -> error::Result<Rule> {
        let arguments = request.arguments;
        let derivation = arguments.text("derivation").unwrap_or_default().to_owned();
        let cuts = arguments.cut_scores("cuts").to_vec();
        if cuts.is_empty() == (derivation == "given") {
            return Err(Error::InvalidArgument {
                argument: "cuts".to_owned(),
                found: cuts.iter().map(CutScore::to_string).collect::<Vec<_>>().join(", "),
                expected: Text::new(
                    "cuts 与 derivation = given 同时给出或同时不给",
                    "cuts where derivation = given, and only there",
                ),
            });
        }
        let lines = arguments.cut_scores("lines").to_vec();
        let names = line_names(&lines.iter().collect::<Vec<_>>()).len();
        if !cuts.is_empty() && names > 1 {
            return Err(Error::InvalidArgument {
                argument: "lines".to_owned(),
                found: lines.iter().map(CutScore::to_string).collect::<Vec<_>>().join(", "),
                expected: Text::new(
                    "给定单科线时只能有一条线",
                    "one line where the subjects' cuts are given",
                ),
            });
        }
        let minimum = arguments.number("minimum").and_then(|n| usize::try_from(n.to_integer()).ok());
        Ok(Rule { derivation, minimum: minimum.unwrap_or(usize::MAX), cuts })
    }

    /// The derivation, as figures say it that have no cut.
    pub fn said(&self) -> &'static Phrase {
        match self.derivation.as_str() {
            "given" => &GIVEN,
            "proportional" => &PROPORTIONAL,
            "conditional_mean" => &CONDITIONAL_MEAN,
            _ => &EQUAL_PROPORTION,
        }
    }

    /// Whether each candidate's total and subject must be known together.
    pub fn is_joint(&self) -> bool {
        matches!(self.derivation.as_str(), "proportional" | "conditional_mean")
    }

    /// The cut of a subject at a line for the year and track of the line.
    pub fn derive(&self, subject: &str, year: Option<i32>, line: &CutScore, cohort: &Cohort<'_>) -> Derived {
        match self.derivation.as_str() {
            "given" => self.given(subject, year, line.track.as_deref()),
            "proportional" => proportional(line.score, cohort),
            "conditional_mean" => conditional_mean(line.score, self.minimum, cohort),
            _ => equal_proportion(line.score, cohort),
        }
    }

    fn given(&self, subject: &str, year: Option<i32>, track: Option<&str>) -> Derived {
        let of_year = |cut: &&CutScore| cut.year.is_none() || year.is_none() || cut.year == year;
        let named = || self.cuts.iter().filter(of_year).filter(|cut| subject_id(&cut.name) == subject);
        let cut = named()
            .find(|cut| cut.track.is_some() && cut.track.as_deref() == track)
            .or_else(|| named().find(|cut| cut.track.is_none()));
        let cut = cut.map(|cut| cut.score);
        let cut = cut.ok_or_else(|| (Status::MissingInput, (&NO_CUT).into()));
        Derived { fewest: Some(0), ..Derived::by(&GIVEN, cut, None) }
    }
}

fn nobody<T>() -> Result<T, (Status, Clauses)> {
    Err((Status::NoDenominator, Clauses::default()))
}

fn not_applicable<T>(why: &'static Phrase) -> Result<T, (Status, Clauses)> {
    Err((Status::NotApplicable, why.into()))
}

/// The score at rank ⌊n_j r⌋ of the subject, r being the share that reached the line in the total.
fn equal_proportion(line: Rational, cohort: &Cohort<'_>) -> Derived {
    let (all, taking) = (cohort.total.tested(), cohort.subject.tested());
    let attained = super::at_least(cohort.total, cohort.total_scale, line);
    let rank = |attained| u128::from(taking) * u128::from(attained) / u128::from(all.max(1));
    let cut = match attained {
        _ if all == 0 || taking == 0 => nobody(),
        None => not_applicable(&LINE_IN_BUCKET),
        Some(attained) => match rank(attained) {
            0 => not_applicable(&NOBODY_REACHED),
            rank => score_at_rank(cohort.subject, cohort.subject_scale, rank),
        },
    };
    let places = attained.map(|attained| (u64::try_from(rank(attained)).unwrap_or(taking), taking));
    let attained = attained.map(|attained| (attained, all));
    Derived { attained, places, ..Derived::by(&EQUAL_PROPORTION, cut, Some(taking)) }
}

fn score_at_rank(
    distribution: &Distribution,
    scale: Scale,
    rank: u128,
) -> Result<Rational, (Status, Clauses)> {
    let mut better = 0;
    for (place, (ticks, count)) in distribution.counts().iter().enumerate().rev() {
        better += u128::from(*count);
        if better >= rank {
            return if distribution.is_bucket(place) {
                not_applicable(&LINE_IN_BUCKET)
            } else {
                Ok(scale.score(*ticks))
            };
        }
    }
    nobody()
}

/// Line / mean total of the attained × their mean in the subject.
fn proportional(line: Rational, cohort: &Cohort<'_>) -> Derived {
    let from = cohort.total_scale.ticks_at_least(line);
    let attained = || cohort.pairs.iter().filter(|(total, _)| total.is_some_and(|ticks| ticks >= from));
    let total = mean(attained().filter_map(|pair| pair.0), cohort.total_scale);
    let subject = mean(attained().filter_map(|pair| pair.1), cohort.subject_scale);
    let zero = Rational::from_integer(0);
    let cut = match (total, subject) {
        (None, _) => not_applicable(&NOBODY_REACHED),
        (_, None) => nobody(),
        (Some(total), _) if total == zero => not_applicable(&ZERO_MEAN),
        (Some(total), Some(subject)) => Ok(line / total * subject),
    };
    let fewest = Some(attained().filter(|pair| pair.1.is_some()).count() as u64);
    let totals = Some(Range::from(line));
    Derived { totals, fewest, ..Derived::by(&PROPORTIONAL, cut, Some(attained().count() as u64)) }
}

/// The mean of the subject among those whose total is at the line, in the narrowest window with enough of them.
fn conditional_mean(line: Rational, minimum: usize, cohort: &Cohort<'_>) -> Derived {
    let distance = |pair: &Pair| {
        let off = cohort.total_scale.score(pair.0?) - line;
        Some((if off < Rational::from_integer(0) { -off } else { off }, pair.1?))
    };
    let mut near: Vec<(Rational, i64)> = cohort.pairs.iter().filter_map(distance).collect();
    near.sort();
    let method = Clauses::from(&CONDITIONAL_MEAN).and(AT_LEAST.with([Term::chosen(minimum)]));
    let Some((enough, _)) = minimum.checked_sub(1).and_then(|at| near.get(at)) else {
        let cut = not_applicable(&TOO_FEW);
        return Derived::by(method, cut, Some(near.len() as u64));
    };
    let width = enough.ceil();
    let within = near.partition_point(|(off, _)| *off <= width);
    let cut =
        mean(near[..within].iter().map(|(_, ticks)| *ticks), cohort.subject_scale).map_or_else(nobody, Ok);
    let found = TOTAL_WITHIN.with([line - width, line + width].map(Term::found)).into();
    let next = cohort.total_scale.ticks_at_least(line + width).saturating_add(1);
    let totals = Range::between(line - width, Some(cohort.total_scale.score(next)));
    // Of those with such a total some may not take the subject.
    let is_near = |ticks: i64| {
        let off = cohort.total_scale.score(ticks) - line;
        off <= width && off >= -width
    };
    let all: u64 =
        cohort.total.counts().iter().filter(|(ticks, _)| is_near(*ticks)).map(|(_, count)| count).sum();
    let totals = (all == within as u64).then_some(totals);
    Derived { found, totals, fewest: Some(within as u64), ..Derived::by(method, cut, Some(within as u64)) }
}

fn mean(ticks: impl Iterator<Item = i64>, scale: Scale) -> Option<Rational> {
    let (sum, n) = ticks.fold((0i128, 0i128), |(sum, n), ticks| (sum + i128::from(ticks), n + 1));
    (n > 0).then(|| Rational::new(sum, n) * scale.step())
}

pub(super) fn pairs(candidates: &Candidates<'_>, total: &str, subject: &str) -> Vec<Pair> {
    candidates.ticks(total).into_iter().zip(candidates.ticks(subject)).collect()
}

/// The candidates one by one, or a refusal that says that counts do not do.
pub(super) fn one_by_one<'a>(
    exam: &'a Exam,
    keys: &[&str],
    indicator: &'static str,
) -> error::Result<Vec<Candidates<'a>>> {
    exam.candidates(keys)?.ok_or_else(|| Error::MissingArgument {
        indicator: indicator.to_owned(),
        argument: "source".to_owned(),
        expected: Text::new(
            "逐个考生的成绩（总分与单科须一一对应，一分一段表不够）",
            "candidates one by one (total and subject must be known together; a score table does not do)",
        ),
    })
}

/// The counts of scores among pairs.
pub(super) fn distribution(ticks: impl Iterator<Item = Option<i64>>) -> Distribution {
    let mut scored: Vec<i64> = ticks.flatten().collect();
    scored.sort_unstable();
    let counts = scored.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64)).collect();
    Distribution::new(counts, [0; Mark::COUNT])
}
