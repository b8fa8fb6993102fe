//! What is said beside figures of linked candidates: who was matched, how entry and exit hang together, the ceiling.

use super::cohort::Cohort;
use super::shared::MATCHED;
use crate::figures::{Figure, Numeral, Phrase, Term};

/// A share near the top of the full mark that is warned of.
const MANY_AT_CEILING: f64 = 0.05;
const WEAK_CORRELATION: f64 = 0.4;

/// A figure of all linked candidates, with their match rate, the correlation and the ceiling.
pub fn said_of_whole(cohort: &Cohort, figure: Figure) -> Figure {
    let (n, all) = (cohort.whole.n, cohort.whole.n + cohort.exit_only);
    let matched = (all > 0).then(|| MATCHED.with([percent(n as f64 / all as f64)]));
    said_of_scores(cohort, figure.noted(matched))
}

/// A figure of two cohorts or subjects, with whose match rate and correlation each is.
pub fn said_of_sides(sides: [&Cohort; 2], figure: Figure) -> Figure {
    let is_of_years = sides[0].year != sides[1].year;
    sides.into_iter().fold(figure, |figure, side| {
        let (n, all) = (side.whole.n, side.whole.n + side.exit_only);
        let Some(r) = side.whole.correlation().filter(|_| n > 0) else { return figure };
        let (said, of) = match side.year.filter(|_| is_of_years) {
            Some(year) => (&OF_YEAR, Term::name(year.to_string())),
            None => (&OF_SUBJECT, Term::subject(side.exit.id.as_str())),
        };
        let r = Term::found(Numeral::of_double(r, 2));
        figure.noted(said.with([of, percent(n as f64 / all as f64), r]))
    })
}

/// With the correlation and the ceiling.
pub(super) fn said_of_scores(cohort: &Cohort, mut figure: Figure) -> Figure {
    if let Some(r) = cohort.whole.correlation() {
        let said = if r < WEAK_CORRELATION { &WEAK } else { &CORRELATION };
        figure = figure.noted(said.with([Term::found(Numeral::of_double(r, 2))]));
    }
    match cohort.at_ceiling.filter(|_| cohort.whole.n > 0) {
        Some(count) => {
            let share = count as f64 / cohort.whole.n as f64;
            let said = if share > MANY_AT_CEILING { &MANY_HIGH } else { &HIGH };
            figure.noted(said.with([percent(share)]))
        }
        None if cohort.at_ceiling.is_none() => figure.noted(&NO_FULL_MARK),
        None => figure,
    }
}

pub(super) fn percent(share: f64) -> Term {
    Term::found(Numeral::of_double(share * 100.0, 1))
}

static OF_YEAR: Phrase = Phrase::new(
    "linked_cohort_of_year",
    "{} 年匹配率 {}%，入口与出口的相关系数 {}",
    "{}: matched {} %, correlation of entry and exit {}",
);
static OF_SUBJECT: Phrase = Phrase::new(
    "linked_cohort_of_subject",
    "{}匹配率 {}%，入口与出口的相关系数 {}",
    "{}: matched {} %, correlation of entry and exit {}",
);
static NO_FULL_MARK: Phrase = Phrase::new(
    "ceiling_not_known",
    "满分未给出，不知有多少考生到顶",
    "no full mark is given: how many are at the ceiling is not known",
);
static CORRELATION: Phrase =
    Phrase::new("entry_exit_correlation", "入口与出口的相关系数 {}", "correlation of entry and exit {}");
static WEAK: Phrase = Phrase::new(
    "weak_baseline",
    "入口与出口的相关系数只有 {}，起点的代表性弱",
    "correlation of entry and exit only {}: a weak baseline",
);
static HIGH: Phrase =
    Phrase::new("ceiling_share", "{}% 在满分的 95% 及以上", "{} % at 95 % of the full mark or above");
static MANY_HIGH: Phrase = Phrase::new(
    "many_at_ceiling",
    "{}% 在满分的 95% 及以上，已到顶的考生无法再进步",
    "{} % at 95 % of the full mark or above, where nobody can gain",
);
