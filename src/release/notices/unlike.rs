//! A year that is unlike the year before, by a stated rule: most often a file that is not whole, or read wrongly.

use std::collections::BTreeMap;

use super::Notice;
use crate::error::Result;
use crate::exam::{Exam, YearTally};
use crate::number::{Rational, round_half_up, to_f64};

/// What is unlike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unlike {
    Candidates,
    Schools,
    /// Of a subject.
    Mean(String),
    /// Of a label of a key among all candidates, in percent.
    Share {
        key: String,
        label: String,
    },
}

/// Candidates: more than a quarter more or fewer.
const CANDIDATES: f64 = 0.25;
/// Schools: more than a fifth more or fewer, and two at least.
const SCHOOLS: f64 = 0.2;
/// Means: by more than half a standard deviation of the year before.
const DEVIATIONS: f64 = 0.5;
/// Shares: by more than ten percentage points.
const SHARE: f64 = 10.0;
/// Means and shares of fewer candidates than this say nothing.
const ENOUGH: u64 = 100;
/// The keys of which shares are compared.
const KEYS: [&str; 3] = ["residence", "sex", "track"];

/// What of a year lies far from the year before.
///
/// # Errors
/// Candidates that cannot be counted.
pub fn unlike_year_before(source: &str, exam: &Exam, year: i32) -> Result<Vec<Notice>> {
    let keys = exam.keys();
    let mut found = Vec::new();
    let mut add = |what: Unlike, before: String, now: String| {
        found.push(Notice::UnlikeYearBefore { source: source.to_owned(), year, what, before, now });
    };
    let whole = exam.by_year(&[])?;
    let Some([before, now]) = of_years(&whole, year) else { return Ok(Vec::new()) };
    let (was, is) = (candidates(before), candidates(now));
    if far(was, is, CANDIDATES) {
        add(Unlike::Candidates, was.to_string(), is.to_string());
    }
    for (subject, was, is) in means(before, now) {
        add(Unlike::Mean(subject), round_half_up(was, 1), round_half_up(is, 1));
    }
    if keys.iter().any(|key| key == "school")
        && let Some([before, now]) = of_years(&exam.by_year(&["school"])?, year)
    {
        let (was, is) = (before.tally.groups.len() as u64, now.tally.groups.len() as u64);
        if far(was, is, SCHOOLS) && was.abs_diff(is) > 1 {
            add(Unlike::Schools, was.to_string(), is.to_string());
        }
    }
    for key in KEYS.into_iter().filter(|key| keys.iter().any(|known| known == key)) {
        let Some([before, now]) = of_years(&exam.by_year(&[key])?, year).map(|both| both.map(shares)) else {
            continue;
        };
        let labels: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        for label in labels {
            let [was, is] = [&before, &now].map(|shares| shares.get(label).copied().unwrap_or_default());
            if (to_f64(was) - to_f64(is)).abs() > SHARE && !before.is_empty() && !now.is_empty() {
                let what = Unlike::Share { key: key.to_owned(), label: label.clone() };
                add(what, round_half_up(was, 1), round_half_up(is, 1));
            }
        }
    }
    Ok(found)
}

fn of_years(years: &[YearTally], year: i32) -> Option<[&YearTally; 2]> {
    let of = |wanted: i32| years.iter().find(|of_year| of_year.year == Some(wanted));
    Some([of(year - 1)?, of(year)?])
}

fn far(before: u64, now: u64, by: f64) -> bool {
    before > 0 && (now as f64 - before as f64).abs() > by * before as f64
}

fn of_group(group: &crate::tally::Group) -> u64 {
    group.distributions.iter().map(|all| all.registered()).max().unwrap_or(0)
}

fn candidates(of_year: &YearTally) -> u64 {
    of_year.tally.groups.iter().map(of_group).sum()
}

/// Subjects whose mean is far from that of the year before, with both. Other full marks cannot be compared.
fn means(before: &YearTally, now: &YearTally) -> Vec<(String, Rational, Rational)> {
    let (Some(old), Some(new)) = (before.tally.groups.first(), now.tally.groups.first()) else {
        return Vec::new();
    };
    let compared = now.tally.subjects.iter().zip(&new.distributions).filter_map(|(subject, is)| {
        let at = before.tally.subjects.iter().position(|known| known.id == subject.id)?;
        let (known, was) = (&before.tally.subjects[at], &old.distributions[at]);
        let enough = was.tested() >= ENOUGH && is.tested() >= ENOUGH;
        if !enough || known.full_mark != subject.full_mark {
            return None;
        }
        let (mean, deviation) =
            (was.sums()?.mean(known.scale)?, to_f64(was.sums()?.variance(known.scale, 0)?).sqrt());
        let now = is.sums()?.mean(subject.scale)?;
        let is_far = (to_f64(now) - to_f64(mean)).abs() > DEVIATIONS * deviation;
        is_far.then(|| (subject.id.clone(), mean, now))
    });
    compared.collect()
}

/// The share of each label among the candidates of whom it is known, in percent; none of too few candidates.
fn shares(of_year: &YearTally) -> BTreeMap<String, Rational> {
    let known = of_year.tally.groups.iter().filter(|group| !group.labels[0].is_empty());
    let all: u64 = known.clone().map(of_group).sum();
    if all < ENOUGH {
        return BTreeMap::new();
    }
    let share = |n: u64| Rational::new(i128::from(n) * 100, i128::from(all));
    known.map(|group| (group.labels[0].clone(), share(of_group(group)))).collect()
}
