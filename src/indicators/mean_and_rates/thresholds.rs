//! Thresholds of single subjects: one for all, or one for each.

use super::NO_FULL_MARK;
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Phrase, Term};
use crate::indicators::arguments::Arguments;
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::subjects::TOTAL;

/// An argument of thresholds: shares of the full mark (up to 1) or scores (above 1).
#[derive(Clone, Debug)]
pub(in crate::indicators) struct Thresholds {
    for_all: Option<Rational>,
    of: Vec<(String, Rational)>,
    /// Whether nothing but the total is asked for, so that a score is its threshold.
    only_total: bool,
}

/// Why a subject has no threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::indicators) enum NoCut {
    /// A share of a full mark that is not known.
    FullMarkUnknown,
    /// A score for all is one of single subjects.
    OfTotal,
    AboveFullMark,
    /// Only other subjects have one.
    NotGiven,
}

impl NoCut {
    /// As the figure's note says it; the full mark has its own.
    pub fn note(self) -> &'static Phrase {
        match self {
            NoCut::FullMarkUnknown => &NO_FULL_MARK,
            NoCut::OfTotal => &OF_TOTAL,
            NoCut::AboveFullMark => &ABOVE_FULL_MARK,
            NoCut::NotGiven => &NOT_GIVEN,
        }
    }
}

static OF_TOTAL: Phrase = Phrase::new(
    "threshold_of_total",
    "分数界线只用于单科，不用于总分",
    "a score is a threshold of single subjects, not of the total",
);
static ABOVE_FULL_MARK: Phrase =
    Phrase::new("threshold_above_full_mark", "界线高于满分", "the threshold is above the full mark");
static NOT_GIVEN: Phrase =
    Phrase::new("no_threshold", "没有给出该科的界线", "no threshold of this subject was given");

impl Thresholds {
    /// # Errors
    /// A subject that is named and not there; a score above the full mark of the subject that it is named for.
    pub fn asked(arguments: &Arguments, name: &str, exam: &Exam) -> Result<Thresholds> {
        let subjects = exam.subjects();
        let asked = arguments.all("subjects");
        let only_total = match asked {
            [] => subjects.iter().all(|subject| subject.id == TOTAL),
            asked => asked.iter().all(|id| id == TOTAL),
        };
        let mut thresholds = Thresholds { for_all: None, of: Vec::new(), only_total };
        for (subject, mark) in arguments.thresholds(name).iter().cloned() {
            let Some(id) = subject else {
                thresholds.for_all = Some(mark);
                continue;
            };
            let known = subjects.iter().find(|subject| subject.id == id);
            let known = known.ok_or_else(|| Error::SubjectNotAtHand {
                subject: id.clone(),
                at_hand: subjects.iter().map(|subject| subject.id.clone()).collect(),
            })?;
            if is_score(mark) && known.full_mark.is_some_and(|full| mark > full) {
                return Err(Error::InvalidArgument {
                    argument: name.to_owned(),
                    found: format!("{id}={}", plain(mark)),
                    expected: Text::new(
                        "不高于该科满分的分数",
                        "a score not above the full mark of the subject",
                    ),
                });
            }
            thresholds.of.push((id, mark));
        }
        Ok(thresholds)
    }

    /// The threshold of a subject as a score.
    pub fn cut(&self, subject: &Subject) -> std::result::Result<Rational, NoCut> {
        let own = self.of.iter().rev().find(|(id, _)| *id == subject.id).map(|(_, mark)| *mark);
        let mark = own.or(self.for_all).ok_or(NoCut::NotGiven)?;
        if own.is_none() && is_score(mark) && subject.id == TOTAL && !self.only_total {
            return Err(NoCut::OfTotal);
        }
        let cut = as_score(mark, subject.full_mark).ok_or(NoCut::FullMarkUnknown)?;
        match subject.full_mark.is_some_and(|full| cut > full) {
            true => Err(NoCut::AboveFullMark),
            false => Ok(cut),
        }
    }

    /// The one for all, where it is the only one.
    pub fn single(&self) -> Option<Rational> {
        self.for_all.filter(|_| self.of.is_empty())
    }

    /// As a method says them.
    pub fn described(&self) -> Term {
        let of = self.of.iter();
        let of = of.map(|(id, mark)| SUBJECT_AT.with([Term::subject(id.as_str()), written(*mark)]).into());
        self.for_all.iter().map(|mark| written(*mark)).chain(of).collect()
    }

    /// Whether a better band begins above this one in every subject.
    pub fn first_not_below(&self, upper: &Thresholds, exam: &Exam) -> Option<Rational> {
        if let (Some(lower), Some(upper)) = (self.single(), upper.single()) {
            return (upper <= lower).then_some(upper);
        }
        let subjects = exam.subjects();
        let both =
            subjects.iter().filter_map(|subject| Some((self.cut(subject).ok()?, upper.cut(subject).ok()?)));
        both.into_iter().find(|(lower, upper)| upper <= lower).map(|(_, upper)| upper)
    }
}

fn written(mark: Rational) -> Term {
    match is_score(mark) {
        true => Term::chosen(mark),
        false => OF_FULL_MARK.with([Term::chosen(mark)]).into(),
    }
}

static SUBJECT_AT: Phrase = Phrase::new("subject_at", "{} {}", "{} {}");
static OF_FULL_MARK: Phrase = Phrase::new("of_full_mark", "满分的 {}", "{} of the full mark");

fn is_score(mark: Rational) -> bool {
    mark > Rational::from_integer(1)
}

/// A threshold as a score; `None` for a share of an unknown full mark.
fn as_score(threshold: Rational, full_mark: Option<Rational>) -> Option<Rational> {
    if is_score(threshold) { Some(threshold) } else { full_mark.map(|full| threshold * full) }
}
