//! Candidates with scaled scores in place of their raw ones, and the total that follows.

use std::collections::HashMap;

use super::rule::convert;
use super::{Chosen, SCALED_SCORE, chosen, in_base};
use crate::error::{Error, Result};
use crate::exam::{Exam, YEAR, parse_year};
use crate::indicators::Given;
use crate::indicators::arguments::Request;
use crate::indicators::grouping::{blocks, chosen_subjects, grouping_keys};
use crate::lang::Text;
use crate::number::{Rational, Scale, common_step, decimals_of};
use crate::records::{Mark, Records, ScoreColumn, Subject};
use crate::subjects::TOTAL;

/// The scaled score of every raw score, by year, the labels of the grouping keys, and subject.
type Conversions = HashMap<(Option<i32>, Vec<String>, String), HashMap<i64, Rational>>;

/// The same candidates with the scaled scores of the chosen subjects, by the arguments of `scaled_score`. A total
/// loses the raw scores and gains the scaled ones: its absent candidates stay absent.
///
/// # Errors
/// Data that are only counted; a raw score for which the scheme has no scaled score; a total that is less than
/// the raw scores it should be the sum of.
pub fn scaled_exam(exam: &Exam, by: &[String], given: &Given) -> Result<Exam> {
    let arguments = given.typed(&SCALED_SCORE)?;
    let request = Request { by, arguments: &arguments };
    let chosen = chosen(&request)?;
    let conversions = conversions(exam, &request, &chosen)?;
    let subjects: Vec<&str> = arguments.all("subjects").iter().map(String::as_str).collect();
    let full = chosen.bands.first().map(|band| band.high);
    let keys = grouping_keys(&request);
    let scaled = exam
        .derive(|records| Scaling { records, keys: &keys, full, conversions: &conversions }.of(&subjects))?;
    scaled.ok_or_else(|| Error::MissingArgument {
        indicator: SCALED_SCORE.id.to_owned(),
        argument: "source".to_owned(),
        expected: Text::new(
            "每个考生的各科成绩（计数表与一分一段表没有）",
            "each candidate's scores, which a tally or a score table does not hold",
        ),
    })
}

fn conversions(exam: &Exam, request: &Request<'_>, chosen: &Chosen) -> Result<Conversions> {
    let keys = grouping_keys(request);
    let mut conversions = Conversions::new();
    for of_year in exam.by_year(&keys)?.iter() {
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        for block in blocks(&of_year.tally, keys.len()) {
            for &at in &subjects {
                let distribution = block.distribution(at);
                let (inside, _) = in_base(chosen, &distribution);
                let converted = convert(&inside, &chosen.bands, chosen.options);
                let of_ticks = converted.iter().map(|row| (row.ticks, row.score));
                let subject = of_year.tally.subjects[at].id.clone();
                conversions.insert((of_year.year, block.labels.to_vec(), subject), of_ticks.collect());
            }
        }
    }
    Ok(conversions)
}

/// The candidates of one file on the way to their scaled scores.
struct Scaling<'a> {
    records: &'a Records,
    keys: &'a [&'a str],
    /// The best scaled score.
    full: Option<Rational>,
    conversions: &'a Conversions,
}

impl Scaling<'_> {
    fn of(&self, subjects: &[&str]) -> Result<Vec<ScoreColumn>> {
        let places = self.places()?;
        let mut scores = self.records.scores.clone();
        let mut change = Change::new(self.records.len);
        for column in scores.iter_mut().filter(|column| subjects.contains(&column.subject.id.as_str())) {
            let scaled = self.column(column, &places)?;
            change.add(column, &scaled);
            *column = scaled;
        }
        if let Some(total) = scores.iter_mut().find(|column| column.subject.id == TOTAL) {
            *total = change.applied(total)?;
        }
        Ok(scores)
    }

    /// Year and labels of every candidate.
    fn places(&self) -> Result<Vec<(Option<i32>, Vec<String>)>> {
        let keys = self.keys.iter().map(|key| self.records.key(key)).collect::<Result<Vec<_>>>()?;
        let year = self.records.key(YEAR).ok();
        let place = |at| {
            let year = year.map_or(Ok(None), |year| parse_year(year.label(at)))?;
            Ok((year, keys.iter().map(|key| key.label(at).to_owned()).collect()))
        };
        (0..self.records.len).map(place).collect()
    }

    fn column(&self, raw: &ScoreColumn, places: &[(Option<i32>, Vec<String>)]) -> Result<ScoreColumn> {
        let id = &raw.subject.id;
        // Whole points, unless a declared band has a score between them.
        let scores = self.conversions.values().flat_map(HashMap::values);
        let scale = Scale::of_decimals(scores.map(|score| decimals_of(*score)).max().unwrap_or(0));
        let mut ticks = vec![0; raw.ticks.len()];
        let mut outside = 0;
        for (at, (year, labels)) in places.iter().enumerate().filter(|(at, _)| raw.marks[*at] == Mark::Scored)
        {
            let conversion = self.conversions.get(&(*year, labels.clone(), id.clone()));
            let scaled = conversion.and_then(|of_ticks| of_ticks.get(&i64::from(raw.ticks[at])));
            match scaled.and_then(|score| i32::try_from(scale.ticks(*score)?).ok()) {
                Some(scaled) => ticks[at] = scaled,
                None => outside += 1,
            }
        }
        if outside > 0 {
            return Err(Error::InvalidArgument {
                argument: "base".to_owned(),
                found: format!("{id}: {outside} × 0"),
                expected: Text::new(
                    "scored：原始分为 0 的考生不在基数内，其赋分由主管部门另定，不能代为给出",
                    "scored: candidates with raw 0 are outside the base, and their scaled score is the authority's to set",
                ),
            });
        }
        let subject = Subject { id: id.clone(), full_mark: self.full, scale };
        Ok(ScoreColumn { subject, ticks, marks: raw.marks.clone() })
    }
}

/// What scaling adds to every candidate's total.
struct Change {
    points: Vec<Rational>,
    /// Of the full mark; `None` once one of them is not known.
    full: Option<Rational>,
}

impl Change {
    fn new(len: usize) -> Change {
        let nothing = Rational::from_integer(0);
        Change { points: vec![nothing; len], full: Some(nothing) }
    }

    fn add(&mut self, raw: &ScoreColumn, scaled: &ScoreColumn) {
        for (at, points) in
            self.points.iter_mut().enumerate().filter(|(at, _)| raw.marks[*at] == Mark::Scored)
        {
            let score = |column: &ScoreColumn| column.subject.scale.score(i64::from(column.ticks[at]));
            *points += score(scaled) - score(raw);
        }
        let full = scaled.subject.full_mark.zip(raw.subject.full_mark);
        self.full = self.full.zip(full).map(|(sum, (scaled, raw))| sum + scaled - raw);
    }

    fn applied(&self, total: &ScoreColumn) -> Result<ScoreColumn> {
        let ours = total.subject.scale.step();
        let step = self.points.iter().try_fold(ours, |step, points| {
            if (*points / step).is_integer() { Some(step) } else { common_step(step, *points) }
        });
        let scale = step.and_then(Scale::new).unwrap_or(total.subject.scale);
        let mut ticks = vec![0; total.ticks.len()];
        let mut below = 0;
        for (at, points) in self.points.iter().enumerate().filter(|(at, _)| total.marks[*at] == Mark::Scored)
        {
            let score = total.subject.scale.score(i64::from(total.ticks[at])) + points;
            match scale.ticks(score).and_then(|ticks| i32::try_from(ticks).ok()).filter(|ticks| *ticks >= 0) {
                Some(found) => ticks[at] = found,
                None => below += 1,
            }
        }
        if below > 0 {
            return Err(Error::InvalidArgument {
                argument: TOTAL.to_owned(),
                found: format!("{below} < 0"),
                expected: Text::new(
                    "由各科原始分相加的总分；已含赋分的总分不能再赋分",
                    "a total that is the sum of the raw scores; one that holds scaled scores cannot be scaled again",
                ),
            });
        }
        let full_mark = total.subject.full_mark.zip(self.full).map(|(full, change)| full + change);
        let subject = Subject { id: TOTAL.to_owned(), full_mark, scale };
        Ok(ScoreColumn { subject, ticks, marks: total.marks.clone() })
    }
}
