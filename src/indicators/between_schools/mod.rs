//! Between schools (校际差异): how much of the variance of scores lies between schools, and how far the
//! schools' means lie apart.

mod mean_spread;
mod share;

pub use mean_spread::SCHOOL_MEAN_SPREAD;
pub use share::BETWEEN_SCHOOL_SHARE;

use super::arguments::Request;
use super::grouping::{Block, blocks, chosen_subjects, grouping_keys, without_school};
use super::mean_and_rates::OPEN_BUCKET;
use super::schools::{is_school, school_key};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Unit};
use crate::lang::Text;
use crate::records::Subject;
use crate::tally::Sums;

const UNIVERSE: Text = Text::new(
    "该科有成绩且知道所属学校的考生；没有考生的学校不算",
    "candidates with a score whose school is known; schools without any are left out",
);

/// The candidates of one subject, school by school.
struct Schools<'a> {
    subject: &'a Subject,
    sums: Vec<Sums>,
    /// Candidates with a score and no school.
    unknown: u64,
}

impl Schools<'_> {
    /// `None` where an open bucket hides scores.
    fn read<'a>(subject: &'a Subject, block: &Block<'_>, school_at: usize, at: usize) -> Option<Schools<'a>> {
        let mut schools = Schools { subject, sums: Vec::new(), unknown: 0 };
        for group in block.groups {
            let sums = group.distributions[at].sums()?;
            match is_school(&group.labels[school_at]) {
                false => schools.unknown += sums.n,
                true if sums.n > 0 => schools.sums.push(sums),
                true => {}
            }
        }
        Some(schools)
    }

    fn n(&self) -> u64 {
        self.sums.iter().map(|sums| sums.n).sum()
    }

    fn note(&self) -> Clauses {
        without_school(self.unknown)
    }
}

/// Calls `each` for every year, group and subject; what it gives without a status of its own is placed.
fn each_subject(
    exam: &Exam,
    request: &Request<'_>,
    id: &'static str,
    measures: &[&'static str],
    each: impl Fn(Figure, &Schools<'_>) -> Vec<Figure>,
) -> Result<Figures> {
    let by = grouping_keys(request);
    let school = school_key(exam, request.arguments.text("school")).unwrap_or_else(|| "school".to_owned());
    let mut keys = by.clone();
    keys.push(&school);
    let mut figures = Figures::new(by.iter().map(|k| (*k).to_owned()).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        for block in blocks(&of_year.tally, by.len()) {
            for &at in &subjects {
                let subject = &of_year.tally.subjects[at];
                let place = Figure {
                    year: of_year.year,
                    group: block.group(),
                    subject: Some(subject.id.as_str().into()),
                    ..Figure::new(id, measures[0], Unit::Points)
                };
                let missing = |status, note: Clauses| {
                    let bare = Figure { note, ..place.clone().without_value(status) };
                    measures.iter().map(move |measure| Figure { measure, ..bare.clone() }).collect::<Vec<_>>()
                };
                figures.extend(match Schools::read(subject, &block, by.len(), at) {
                    None => missing(Status::NotApplicable, (&OPEN_BUCKET).into()),
                    Some(schools) if schools.sums.is_empty() => {
                        missing(Status::NoDenominator, schools.note())
                    }
                    Some(schools) => {
                        let (n, note) = (Some(schools.n()), schools.note());
                        each(Figure { n, note, ..place.clone() }, &schools)
                    }
                });
            }
        }
    }
    Ok(figures)
}

static SCHOOLS: Phrase = Phrase::new("schools", "{} 所学校", "{} schools");
static ONE_SCHOOL: Phrase = Phrase::new("one_school", "只有一所学校", "one school");
