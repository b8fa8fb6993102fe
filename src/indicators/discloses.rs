//! What a measure lets its reader know of pupils: declared with its definition, once. Which counts and sums these are
//! in a figure, at which line and of which group, the computation adds ([`Figure::told`]); disclosure control hides a
//! figure that does not tell what its definition declares.

use super::arguments::Arguments;
use super::layout::{ColumnSums, DrawnAs, End, Extreme, Places};
use crate::figures::{FigureRef, Figures, Range, Told, What};
use crate::lang::Text;

/// A quantity of an indicator.
#[derive(Debug)]
pub struct Measure {
    pub id: &'static str,
    pub name: Text,
    pub discloses: Discloses,
    pub places: Places,
    /// What it picks out of others.
    pub extreme: Option<Extreme>,
    /// Whether it puts groups in order: schools are ranked in public only where somebody decided so.
    pub ranks: bool,
    /// Whether it says how many of a group were admitted or are among the first, which offices may not publish by school.
    pub of_admission: bool,
    pub sums: Option<ColumnSums>,
    /// What it is in pictures of points, lines and colours.
    pub drawn: Option<DrawnAs>,
    /// Whether its figures may have an error, an interval and a verdict.
    pub has_interval: bool,
    /// How the figures of a table find it again, among those that a public release shows.
    pub found_again: Option<fn(&mut Figures, &Arguments)>,
}

impl Measure {
    pub const fn new(id: &'static str, name: Text, discloses: Discloses) -> Measure {
        Measure {
            id,
            name,
            discloses,
            places: Places::OfIndicator,
            extreme: None,
            ranks: false,
            of_admission: false,
            sums: None,
            drawn: None,
            has_interval: true,
            found_again: None,
        }
    }

    /// A part of an analysis.
    pub const fn part(id: &'static str, name: Text) -> Measure {
        Measure::new(id, name, Discloses::Analysis)
    }

    pub const fn shown_with(self, places: Places) -> Measure {
        Measure { places, ..self }
    }

    pub const fn extreme_of(self, end: End, indicator: &'static str, measure: &'static str) -> Measure {
        Measure { extreme: Some(Extreme { end, indicator, measure }), ..self }
    }

    pub const fn ranking(self) -> Measure {
        Measure { ranks: true, ..self }
    }

    /// With what depends on which figures are shown.
    pub const fn found_again_by(self, find: fn(&mut Figures, &Arguments)) -> Measure {
        Measure { found_again: Some(find), ..self }
    }

    pub const fn of_admission(self) -> Measure {
        Measure { of_admission: true, ..self }
    }

    pub const fn drawn_as(self, drawn: DrawnAs) -> Measure {
        Measure { drawn: Some(drawn), ..self }
    }

    /// Never with an error, so that tables have no columns for one.
    pub const fn without_interval(self) -> Measure {
        Measure { has_interval: false, ..self }
    }

    pub const fn of_columns(self, sums: ColumnSums) -> Measure {
        Measure { sums: Some(sums), ..self }
    }
}

/// Whom a count is of, within the group of its figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// With a score.
    Tested,
    /// With a score, or with some marks too: an argument says which.
    Candidates,
    /// With a score in a range: at a line or above it, below it, between two.
    Scoring,
    /// Without a score, for a reason.
    Marked,
    /// To whom something happened that the scores of one subject do not tell.
    Event,
    /// All to whom it could happen.
    Base,
}

/// What a measure lets its reader know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discloses {
    /// How many: the value is their number.
    Count(Whom),
    /// How many, and of how many: numerator and denominator.
    Share { part: Whom, whole: Whom },
    /// How many, held against a number that counts none of them: inhabitants, a target.
    Per(Whom),
    /// The same as a share, but that all count by their weights.
    Weighted { part: Whom, whole: Whom },
    /// What the scores add up to, and of how many.
    Mean,
    /// The same of several groups, years or subjects that are held against each other.
    Means,
    /// The same, in units of how far scores are spread.
    Standardised,
    /// How many reach a score, and of how many, in several groups or years.
    Shares,
    /// Means, or something of the scores, of several groups, by the measure that is asked for.
    Gap,
    /// How far scores are spread around a mean that is told beside it.
    Spread,
    /// Something of scores that no counts or sums tell but how many have them: as safe as these are many.
    Scores(Whom),
    /// The sum of the scores at some places.
    Tail,
    /// The score at a share of the places.
    Quantile,
    /// The score of one candidate, or the mean of one school, however many stand behind it.
    Extreme,
    /// The score that most have, who may be few.
    Mode,
    /// A part of an analysis, of which no count says whose it is: as safe as its smallest part is large.
    Analysis,
    /// The score or the place of a candidate.
    Candidate,
    /// Something of candidates who are linked over two examinations: how many they are of those of each is not told by
    /// one of them, so that no protection of one is enough.
    Linked,
    /// Nothing of pupils, for a reason.
    Nothing(&'static str),
}

pub const INSTITUTIONS: Discloses = Discloses::Nothing("it is about schools, teachers or things");

impl Discloses {
    /// Whether the numerator counts pupils of a group, who are held against that group or against a number.
    pub fn is_rate(self) -> bool {
        matches!(self, Discloses::Share { .. } | Discloses::Weighted { .. } | Discloses::Per(_))
    }

    /// Whether a figure tells what it must to be protected, or else the fewest whom it sets apart. A change tells of two
    /// years what its measure tells of one.
    pub fn is_told_by(self, figure: FigureRef<'_>) -> bool {
        figure.fewest().is_some() || self.is_all_told(figure)
    }

    fn is_all_told(self, figure: FigureRef<'_>) -> bool {
        let counts =
            |whom: Whom| figure.told().iter().any(|told| told.what == What::Count && whom.is_of(told));
        let sums = |test: &dyn Fn(&Told) -> bool| {
            figure.told().iter().filter(|told| told.what == What::Sum && test(told)).count()
        };
        let is_mean = |told: &Told| told.parts.iter().all(|part| part.range == Range::TESTED);
        let is_tail = |told: &Told| told.parts.iter().all(|part| matches!(part.range, Range::Places { .. }));
        let several = |whom: Whom| figure.told().iter().filter(|told| whom.is_of(told)).count() > 1;
        match self {
            Discloses::Count(whom) | Discloses::Per(whom) | Discloses::Scores(whom) => counts(whom),
            Discloses::Share { part, whole } | Discloses::Weighted { part, whole } => {
                counts(part) && counts(whole)
            }
            Discloses::Mean | Discloses::Spread => sums(&is_mean) > 0 && counts(Whom::Tested),
            Discloses::Means | Discloses::Standardised => sums(&is_mean) > 1 && several(Whom::Tested),
            Discloses::Shares => several(Whom::Scoring) && several(Whom::Tested),
            Discloses::Gap => several(Whom::Tested),
            Discloses::Tail => sums(&is_tail) > 0 && counts(Whom::Tested),
            Discloses::Quantile | Discloses::Mode => counts(Whom::Tested),
            Discloses::Extreme | Discloses::Analysis => figure.n().is_some(),
            Discloses::Candidate | Discloses::Linked => false,
            Discloses::Nothing(_) => figure.told().is_empty(),
        }
    }
}

impl Whom {
    /// Whether a count is of them.
    pub fn is_of(self, told: &Told) -> bool {
        let any = |test: fn(&Range) -> bool| told.parts.iter().any(|part| test(&part.range));
        let all = |test: fn(&Range) -> bool| told.parts.iter().all(|part| test(&part.range));
        match self {
            Whom::Tested => all(|range| *range == Range::TESTED),
            Whom::Candidates => {
                all(|range| matches!(range, Range::Everybody | Range::Marked(_)) || *range == Range::TESTED)
            }
            Whom::Scoring => all(|range| matches!(range, Range::Scores { .. })),
            Whom::Marked => all(|range| matches!(range, Range::Marked(_))),
            Whom::Event => any(|range| matches!(range, Range::Event { .. })),
            Whom::Base => any(|range| matches!(range, Range::Base { .. })),
        }
    }
}
