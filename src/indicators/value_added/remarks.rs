//! What a table makes of the remarks on figures of linked candidates.

use super::super::definition::Indicator;
use super::score_gain::LINKED;
use super::shared::{ABOVE, BELOW, LOW_MATCH, MATCHED, NOT_DISTINGUISHABLE, TOO_FEW_FOR_A_WORD};
use crate::figures::{Clauses, FigureRef, Phrase};
use crate::lang::Lang;

/// What a remark is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkOf {
    /// The figure itself: a column of its own says it, or a table of match rates.
    Figure,
    Group,
    /// All figures of a subject.
    Subject,
}

/// What one clause of a remark is said of.
pub fn remark_of(clause: &Clauses) -> RemarkOf {
    let is_one_of = |phrases: &[&'static _]| phrases.iter().any(|phrase| clause.has(phrase));
    match () {
        () if is_one_of(&[&ABOVE, &BELOW, &NOT_DISTINGUISHABLE, &TOO_FEW_FOR_A_WORD, &MATCHED]) => {
            RemarkOf::Figure
        }
        () if clause.has(&LOW_MATCH) => RemarkOf::Group,
        () => RemarkOf::Subject,
    }
}

/// Where the interval of a figure lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Above,
    Below,
    NotDistinguishable,
    /// Of too few candidates to say.
    TooFew,
}

impl Verdict {
    const ALL: [Verdict; 4] = [Verdict::Above, Verdict::Below, Verdict::NotDistinguishable, Verdict::TooFew];

    fn phrase(self) -> &'static Phrase {
        match self {
            Verdict::Above => &ABOVE,
            Verdict::Below => &BELOW,
            Verdict::NotDistinguishable => &NOT_DISTINGUISHABLE,
            Verdict::TooFew => &TOO_FEW_FOR_A_WORD,
        }
    }

    /// What a figure says of itself, if anything.
    pub fn of(figure: FigureRef<'_>) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| figure.note().has(verdict.phrase()))
    }

    pub fn text(self, lang: Lang) -> String {
        Clauses::from(self.phrase()).text(lang)
    }
}

/// Above, below, or not distinguishable from the average, where a figure says one of these; else empty.
pub fn verdict_of(figure: FigureRef<'_>, lang: Lang) -> String {
    Verdict::of(figure).map_or_else(String::new, |verdict| verdict.text(lang))
}

/// Whether `n` of its figures are candidates with a score at entry and at exit.
pub fn counts_linked(indicator: &Indicator) -> bool {
    indicator.universe == LINKED
}
