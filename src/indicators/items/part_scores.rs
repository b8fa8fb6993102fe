//! The parts of a plan as the subjects of an examination.

use super::points::{Point, full, points_of};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::number::{Rational, Scale};
use crate::records::{ItemSheet, Mark, Records, ScoreColumn, Subject};
use crate::subjects::{TOTAL, subject_id};

/// The candidates of a paper with their scores in each part as subjects, and the total: every indicator of candidates
/// works on a point of knowledge.
///
/// # Errors
/// A kind that the plan does not have; scores in more steps than there are.
pub fn exam_of_parts(sheet: &ItemSheet, of: &str, counts: &str) -> Result<Exam> {
    let mut parts = points_of(sheet, of, counts)?;
    let one = Rational::from_integer(1);
    let all: Vec<(usize, Rational)> = (0..sheet.items.len()).map(|at| (at, one)).collect();
    parts.push(Point { label: TOTAL.to_owned(), across: None, full: full(sheet, &all), items: all });
    let fault = Error::Internal { what: "scores of a part have too many steps" };
    let column = |point: &Point| {
        let unit = point.unit();
        let scale = Scale::new(unit * sheet.step)?;
        let factors = point.factors(unit);
        let ticks: Option<Vec<i32>> = (0..sheet.len())
            .map(|candidate| i32::try_from(point.score(sheet, &factors, candidate)).ok())
            .collect();
        let subject = Subject { id: subject_id(&point.label).to_owned(), full_mark: point.full, scale };
        Some(ScoreColumn { subject, ticks: ticks?, marks: vec![Mark::Scored; sheet.len()] })
    };
    let scores: Option<Vec<ScoreColumn>> = parts.iter().map(column).collect();
    let (len, rows, keys) = (sheet.len(), sheet.rows.clone(), sheet.keys.clone());
    Ok(Exam::from_records(Records { len, rows, keys, scores: scores.ok_or(fault)? }))
}
