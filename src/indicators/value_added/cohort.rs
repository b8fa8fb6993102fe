//! Candidates who are linked over two examinations, by group and school, with the sums that most methods need.

use std::collections::HashMap;

use super::super::arguments::Request;
use super::super::grouping::grouping_keys;
use super::super::schools::school_key;
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::Figures;
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::Subject;
use crate::subjects::{entry_of, is_entry, subject_rank};
use crate::tally::{PairGroup, Pairs};

/// All who are linked in one year and subject: the reference of every method.
pub struct Cohort {
    pub year: Option<i32>,
    pub entry: Subject,
    pub exit: Subject,
    /// The groups asked for, in ascending order of labels.
    pub units: Vec<Unit>,
    pub whole: Moments,
    /// With an exit score and no entry score.
    pub exit_only: u64,
    /// Of the linked, how many are at 95 % of a full mark or above; `None` where no full mark is known.
    pub at_ceiling: Option<u64>,
}

/// A group, school by school where schools are known.
pub struct Unit {
    pub labels: Vec<String>,
    pub parts: Vec<Part>,
    pub moments: Moments,
    /// With an exit score and no entry score, and the sum of their ticks.
    pub exit_only: u64,
    pub unmatched: i128,
}

pub struct Part {
    pub school: String,
    pub pairs: Pairs,
    pub moments: Moments,
}

/// Exact sums of entry (x) and exit (y), in ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    pub n: u64,
    pub x: i128,
    pub y: i128,
    xx: i128,
    yy: i128,
    xy: i128,
}

impl Moments {
    fn of(pairs: &Pairs) -> Moments {
        let mut all = Moments::default();
        for (x, y, count) in pairs.iter() {
            let [x, y, count] = [i128::from(x), i128::from(y), i128::from(count)];
            all.x += x * count;
            all.y += y * count;
            all.xx += x * x * count;
            all.yy += y * y * count;
            all.xy += x * y * count;
        }
        Moments { n: pairs.len(), ..all }
    }

    pub fn add(&mut self, other: &Moments) {
        self.n += other.n;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.yy += other.yy;
        self.xy += other.xy;
    }

    fn about(&self, products: i128, a: i128, b: i128) -> f64 {
        (i128::from(self.n) * products - a * b) as f64 / self.n as f64
    }

    /// Σ (x − x̄)².
    pub fn of_entry(&self) -> f64 {
        self.about(self.xx, self.x, self.x)
    }

    /// Σ (y − ȳ)².
    pub fn of_exit(&self) -> f64 {
        self.about(self.yy, self.y, self.y)
    }

    /// Σ (x − x̄)(y − ȳ).
    pub fn of_both(&self) -> f64 {
        self.about(self.xy, self.x, self.y)
    }

    pub fn mean_entry(&self) -> f64 {
        self.x as f64 / self.n as f64
    }

    pub fn mean_exit(&self) -> f64 {
        self.y as f64 / self.n as f64
    }

    pub fn correlation(&self) -> Option<f64> {
        let spread = (self.of_entry() * self.of_exit()).sqrt();
        (spread > 0.0).then(|| self.of_both() / spread)
    }
}

impl Cohort {
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.units.iter().flat_map(|unit| &unit.parts)
    }

    /// Each different pair of scores once, ascending, with how many of all candidates have it.
    pub fn cells(&self) -> Vec<(i64, i64, u64)> {
        let mut counts: HashMap<(i64, i64), u64> = HashMap::new();
        for (x, y, count) in self.parts().flat_map(|part| part.pairs.iter()) {
            *counts.entry((x, y)).or_default() += count;
        }
        let mut cells: Vec<(i64, i64, u64)> =
            counts.into_iter().map(|((x, y), count)| (x, y, count)).collect();
        cells.sort_unstable();
        cells
    }

    /// Points of one tick of the entry and of the exit score.
    pub fn steps(&self) -> [f64; 2] {
        [&self.entry, &self.exit].map(|subject| to_f64(subject.scale.step()))
    }

    /// What is wrong with a cohort of which there can be no expectation.
    pub fn has_no_spread(&self) -> bool {
        self.whole.of_entry() <= 0.0 || self.whole.of_exit() <= 0.0
    }
}

impl Unit {
    /// The schools that are known.
    pub fn schools(&self) -> usize {
        self.parts.iter().filter(|part| !part.school.is_empty() && part.moments.n > 0).count()
    }

    pub fn n(&self) -> u64 {
        self.moments.n
    }
}

/// The figures of every cohort, by year and subject; their keys are those asked for and `further` ones.
///
/// # Errors
/// No column of entry scores; a key or a subject that is not at hand; data that are only counted.
pub fn each_cohort(
    exam: &Exam,
    request: &Request<'_>,
    further: &[&str],
    mut fill: impl FnMut(&Cohort, &mut Figures),
) -> Result<Figures> {
    let keys = grouping_keys(request).into_iter().chain(further.iter().copied());
    let mut figures = Figures::new(keys.map(str::to_owned).collect());
    for cohort in cohorts(exam, request)? {
        fill(&cohort, &mut figures);
    }
    Ok(figures)
}

/// Every cohort, by year and subject.
///
/// # Errors
/// As [`each_cohort`].
pub fn cohorts(exam: &Exam, request: &Request<'_>) -> Result<Vec<Cohort>> {
    let by = grouping_keys(request);
    let school = school_key(exam, request.arguments.text("school"));
    let mut keys = by.clone();
    keys.extend(school.as_deref().filter(|school| !by.contains(school)));
    let at_school = school.as_deref().and_then(|school| keys.iter().position(|key| *key == school));
    let mut found = Vec::new();
    for (entry, exit) in subjects(exam, request)? {
        let years = exam.pairs(&keys, &entry, &exit)?.ok_or_else(only_counted)?;
        found.extend(years.into_iter().map(|of_year| {
            let units = units(of_year.groups, by.len(), at_school);
            cohort(Cohort { year: of_year.year, ..bare(of_year.entry, of_year.exit, units) })
        }));
    }
    found.sort_by_key(|cohort| (cohort.year, subject_rank(&cohort.exit.id)));
    Ok(found)
}

fn bare(entry: Subject, exit: Subject, units: Vec<Unit>) -> Cohort {
    Cohort { year: None, entry, exit, units, whole: Moments::default(), exit_only: 0, at_ceiling: None }
}

/// With what is known of all of them together.
fn cohort(mut cohort: Cohort) -> Cohort {
    let high = |subject: &Subject| {
        let full = subject.full_mark?;
        Some(subject.scale.ticks_at_least(full * Rational::new(19, 20)))
    };
    let limits = [high(&cohort.entry), high(&cohort.exit)];
    let is_high = |x: i64, y: i64| {
        limits[0].is_some_and(|limit| x >= limit) || limits[1].is_some_and(|limit| y >= limit)
    };
    let known = limits.iter().any(Option::is_some);
    let mut at_ceiling = 0;
    for unit in &cohort.units {
        cohort.whole.add(&unit.moments);
        cohort.exit_only += unit.exit_only;
        let cells = unit.parts.iter().filter(|_| known).flat_map(|part| part.pairs.iter());
        at_ceiling += cells.filter(|(x, y, _)| is_high(*x, *y)).map(|(_, _, count)| count).sum::<u64>();
    }
    Cohort { at_ceiling: known.then_some(at_ceiling), ..cohort }
}

fn units(groups: Vec<PairGroup>, leading: usize, at_school: Option<usize>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for group in groups {
        let moments = Moments::of(&group.pairs);
        let school = at_school.map_or_else(String::new, |at| group.labels[at].clone());
        let mut labels = group.labels;
        labels.truncate(leading);
        if units.last().is_none_or(|unit| unit.labels != labels) {
            let (parts, moments) = (Vec::new(), Moments::default());
            units.push(Unit { labels, parts, moments, exit_only: 0, unmatched: 0 });
        }
        if let Some(unit) = units.last_mut() {
            unit.moments.add(&moments);
            unit.exit_only += group.exit_only.0;
            unit.unmatched += group.exit_only.1;
            unit.parts.push(Part { school, pairs: group.pairs, moments });
        }
    }
    units
}

/// Entry and exit of what was asked for, or of every subject that has both.
fn subjects(exam: &Exam, request: &Request<'_>) -> Result<Vec<(String, String)>> {
    let at_hand: Vec<String> = exam.subjects().into_iter().map(|subject| subject.id).collect();
    let known = |id: &str| match at_hand.iter().any(|other| other == id) {
        true => Ok(()),
        false => Err(Error::SubjectNotAtHand { subject: id.to_owned(), at_hand: at_hand.clone() }),
    };
    let entry = request.arguments.text("entry");
    entry.map_or(Ok(()), known)?;
    let named = request.arguments.all("subjects");
    let is_exit = |id: &&String| match entry {
        Some(entry) => !is_entry(id) && *id != entry,
        None => at_hand.contains(&entry_of(id)),
    };
    let exits: Vec<String> = match named {
        [] => at_hand.iter().filter(is_exit).cloned().collect(),
        named => named.to_vec(),
    };
    if exits.is_empty() {
        return Err(no_entry());
    }
    let pair = |exit: String| {
        known(&exit)?;
        let entry = entry.map_or_else(|| entry_of(&exit), str::to_owned);
        if !at_hand.contains(&entry) {
            return Err(no_entry());
        }
        Ok((entry, exit))
    };
    exits.into_iter().map(pair).collect()
}

fn no_entry() -> Error {
    Error::MissingArgument {
        indicator: "value_added".to_owned(),
        argument: "entry".to_owned(),
        expected: Text::new(
            "入口分数：先连接两次考试（eg.link 或配置中的 [link]），或在同一张表里有“入口”“出口”两列，或用 entry 指明入口那一列",
            "entry scores: link two examinations first (eg.link, or [link] in the configuration), or have the columns 入口 and 出口 in one table, or name the entry column by `entry`",
        ),
    }
}

fn only_counted() -> Error {
    Error::MissingArgument {
        indicator: "value_added".to_owned(),
        argument: "source".to_owned(),
        expected: Text::new(
            "每个考生的成绩（计数表与一分一段表没有）",
            "each candidate's scores, which a tally or a score table does not hold",
        ),
    }
}
