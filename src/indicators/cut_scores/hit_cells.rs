//! The four cells of single and double hits: their figures, and what these let know.

use super::TRACK;
use super::derive::{Derived, Pair};
use crate::figures::{
    AllTold, Clause, Clauses, Figure, Label, Numeral, Part, Phrase, Range, Status, Term, Told, Unit, Value,
};
use crate::indicators::lines::CutScore;
use crate::indicators::mean_and_rates::percentage;
use crate::number::{Rational, Scale, decimals_of};
use crate::records::Subject;

pub(super) const ID: &str = "hits";

/// One subject of one year: the pairs of each group of candidates, and the scales.
pub(super) struct Column<'a> {
    pub subject: &'a Subject,
    pub total_scale: Scale,
    pub pairs: Vec<Vec<Pair>>,
}

/// The track of a line, the cut in the subject and the line.
type At = (Option<String>, Rational, Rational);

/// The four cells of one subject, group and line.
#[derive(Default)]
pub(super) struct Cells {
    double: u64,
    subject_only: u64,
    total_only: u64,
    neither: u64,
    methods: Vec<Clause>,
    /// Cuts that follow from the data.
    found: Vec<Clause>,
    at: Vec<At>,
    /// Those at the line who do not take the subject.
    without_subject: u64,
    pub any_line: bool,
    /// Why a track's candidates could not be placed.
    fault: Option<(Status, Clauses)>,
    /// The fewest whose mean a cut is: the note says it.
    fewest: Option<u64>,
}

impl Cells {
    pub fn add(&mut self, column: &Column<'_>, pairs: &[Pair], line: &CutScore, derived: &Derived) {
        if pairs.iter().all(|pair| pair.1.is_none()) {
            // A track that does not take the subject asks for no cut.
            return;
        }
        let cut = match &derived.cut {
            Ok(cut) => *cut,
            Err(fault) => {
                self.fault = Some(fault.clone());
                return;
            }
        };
        let of_track = |clause: Clause| match &line.track {
            Some(track) => OF_TRACK.with([Term::name(track.as_str()), clause.into()]),
            None => clause,
        };
        let is_given = derived.n.is_none();
        let (total, rule) = (Term::declared(line.score), derived.method.as_term());
        let words = of_track(match is_given {
            true => SUBJECT_AND_TOTAL.with([Term::declared(shown(cut)), total, rule]),
            false => TOTAL_AT_LEAST.with([total, rule]),
        });
        if !self.methods.contains(&words) {
            self.methods.push(words);
            self.at.push((line.track.clone(), cut, line.score));
        }
        let found = of_track(match derived.found.is_empty() {
            true => SUBJECT_AT_LEAST.with([Term::found(shown(cut))]),
            false => SUBJECT_AT_LEAST_WITHIN.with([Term::found(shown(cut)), derived.found.as_term()]),
        });
        let fewest = derived.fewest.filter(|fewest| *fewest > 0);
        self.fewest = self.fewest.into_iter().chain(fewest).min();
        if !is_given && !self.found.contains(&found) {
            self.found.push(found);
        }
        let from = column.total_scale.ticks_at_least(line.score);
        let reach = column.subject.scale.ticks_at_least(cut);
        for (total, subject) in pairs {
            let Some(subject) = subject else {
                self.without_subject += u64::from(total.is_some_and(|ticks| ticks >= from));
                continue;
            };
            match (*subject >= reach, total.is_some_and(|ticks| ticks >= from)) {
                (true, true) => self.double += 1,
                (true, false) => self.subject_only += 1,
                (false, true) => self.total_only += 1,
                (false, false) => self.neither += 1,
            }
        }
    }

    /// All that the figures of a group let know: how its candidates divide into the four cells.
    fn told(&self, total: &Label) -> AllTold {
        let cells = [
            Range::event("double", self.double),
            Range::event("subject only", self.subject_only),
            Range::event("total only", self.total_only),
            Range::event("neither", self.neither),
        ];
        let [double, subject_only, total_only, neither] = cells;
        let all = self.double + self.subject_only + self.total_only + self.neither;
        let at = |score: &dyn Fn(&At) -> Rational| {
            let part = |at: &At| {
                Part::of(at.0.clone().map(|track| (TRACK.to_owned(), track)), Range::from(score(at)))
            };
            self.at.iter().map(part).collect::<Vec<_>>()
        };
        let events = |events: &[Range]| Told::count_events(events.iter().copied()).parts;
        let single = [events(&[double, subject_only]), at(&|at| at.1)].concat();
        let attained = events(&[double, total_only]);
        let mut told = vec![
            Told::count_events([double, subject_only, total_only, neither, Range::base("at a line", all)]),
            Told::count_events([double]),
            Told::count_events([subject_only]),
            Told::count_events([total_only]),
            Told::count_events([neither]),
            Told::count_of(single),
            Told::count_of(attained.clone()),
        ];
        if self.without_subject == 0 {
            // Then they are those at the line in the total.
            told.push(Told::count_of([attained, at(&|at| at.2)].concat()).in_subject(total));
        }
        told.into()
    }

    pub fn figures(&self, total: &Label) -> Vec<Figure> {
        let told = self.told(total);
        let (single, attained) = (self.double + self.subject_only, self.double + self.total_only);
        let tested = single + self.total_only + self.neither;
        let empty = |measure, unit| Figure {
            n: Some(tested),
            method: Clause::listed(self.methods.clone()),
            note: self.found.iter().cloned().collect(),
            told: told.clone(),
            fewest: self.fewest,
            ..Figure::new(ID, measure, unit)
        };
        let unlined = (!self.any_line).then_some((Status::MissingInput, Clauses::default()));
        let missing = unlined
            .or(self.fault.clone())
            .or((tested == 0).then_some((Status::NoDenominator, Clauses::default())));
        let counts = [
            ("single", single),
            ("double", self.double),
            ("subject_only", self.subject_only),
            ("mismatch", self.total_only),
            ("neither", self.neither),
            ("attained", attained),
        ];
        let counts = counts.map(|(measure, persons)| {
            let figure = empty(measure, Unit::Persons);
            match &missing {
                Some((status, note)) => without(figure, *status, note),
                None => figure.with_value(Value::Exact(Rational::from_integer(i128::from(persons)))),
            }
        });
        let rates = [("precision", single), ("recall", attained)].map(|(measure, of)| {
            let figure = empty(measure, Unit::Percent);
            match &missing {
                Some((status, note)) => without(figure, *status, note),
                None if of == 0 => figure.without_value(Status::NoDenominator),
                None => percentage(figure, self.double, of),
            }
        });
        counts.into_iter().chain(rates).collect()
    }
}

fn without(figure: Figure, status: Status, note: &Clauses) -> Figure {
    let note = if note.is_empty() { figure.note.clone() } else { note.clone() };
    Figure { note, ..figure.without_value(status) }
}

/// A cut for reading: a mean has endless places.
fn shown(cut: Rational) -> Numeral {
    Numeral::rounded(cut, decimals_of(cut).min(4))
}

static OF_TRACK: Phrase = Phrase::new("of_track", "{}：{}", "{}: {}");
static TOTAL_AT_LEAST: Phrase = Phrase::new("total_at_least", "总分 ≥ {}；{}", "total >= {}; {}");
static SUBJECT_AND_TOTAL: Phrase =
    Phrase::new("subject_and_total", "单科 ≥ {} 且总分 ≥ {}；{}", "subject >= {} and total >= {}; {}");
static SUBJECT_AT_LEAST: Phrase = Phrase::new("subject_at_least", "单科 ≥ {}", "subject >= {}");
static SUBJECT_AT_LEAST_WITHIN: Phrase =
    Phrase::new("subject_at_least_within", "单科 ≥ {}、{}", "subject >= {}, {}");
