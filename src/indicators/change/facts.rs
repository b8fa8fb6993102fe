//! What must be known of two years before their figures are subtracted.

use std::collections::{BTreeMap, BTreeSet};

use super::super::arguments::Arguments;
use super::super::columns::position;
use super::super::compute::Input;
use super::super::schools::school_key;
use crate::error::Result;
use crate::exam::{Exam, YEAR, parse_year};
use crate::figures::{Clause, FigureRef, Numeral, Phrase, Term, Unit};
use crate::number::Rational;
use crate::records::{Mark, SmallTable};
use crate::tally::Distribution;

/// Headers under which small tables hold a school.
const SCHOOL_HEADERS: [&str; 5] = ["学校代码", "学校名称", "学校", "school_code", "school"];

/// Keys whose labels are schools or parts of one: their figures compare a school with itself.
const SCHOOL_KEYS: [&str; 3] = ["school", "school_code", "class"];

#[derive(Default)]
pub struct Facts {
    /// The grouping keys, in order.
    by: Vec<String>,
    /// Full marks by year and subject.
    full_marks: BTreeMap<(i32, String), Option<Rational>>,
    parts: BTreeMap<(i32, Vec<String>), Vec<Part>>,
    /// Whether schools are known.
    schools: bool,
}

/// The candidates (or rows) of one school within a year and group.
struct Part {
    school: String,
    weight: u64,
    /// By subject: with a score, and expected to have one.
    subjects: BTreeMap<String, (u64, u64)>,
}

/// Sums over the parts of one year and group.
#[derive(Default)]
struct Sum {
    schools: BTreeMap<String, u64>,
    tested: u64,
    expected: u64,
}

impl Sum {
    fn add(&mut self, part: &Part, figure: FigureRef<'_>) {
        *self.schools.entry(part.school.clone()).or_default() += part.weight;
        let of_subject = figure.subject().and_then(|id| part.subjects.get(id));
        let (tested, expected) = of_subject.copied().unwrap_or_default();
        self.tested += tested;
        self.expected += expected;
    }
}

impl Facts {
    pub fn read(input: Input<'_>, by: &[String], arguments: &Arguments) -> Result<Facts> {
        let by: Vec<String> = by.iter().filter(|key| *key != YEAR).cloned().collect();
        match input {
            Input::Exam(exam) | Input::Against(exam, _) => Facts::of_exam(exam, by, arguments),
            Input::Table(table) => Facts::of_table(table, by, arguments),
            // Numbers in memory hold no school lists and no full marks.
            Input::Frame(_) | Input::Items(_) => Ok(Facts { by, ..Facts::default() }),
        }
    }

    fn of_exam(exam: &Exam, by: Vec<String>, arguments: &Arguments) -> Result<Facts> {
        let at_hand = exam.keys();
        let school = school_key(exam, arguments.text("school")).filter(|key| at_hand.contains(key));
        let mut facts = Facts { schools: school.is_some(), by, ..Facts::default() };
        let mut keys: Vec<&str> = facts.by.iter().map(String::as_str).collect();
        keys.extend(school.as_deref());
        for of_year in exam.by_year(&keys)?.iter() {
            let Some(year) = of_year.year else { continue };
            for subject in &of_year.tally.subjects {
                facts.full_marks.insert((year, subject.id.clone()), subject.full_mark);
            }
            for group in &of_year.tally.groups {
                let subjects = of_year.tally.subjects.iter().zip(&group.distributions);
                let labels = group.labels[..facts.by.len()].to_vec();
                facts.parts.entry((year, labels)).or_default().push(Part {
                    school: group.labels.get(facts.by.len()).cloned().unwrap_or_default(),
                    weight: group.distributions.iter().map(Distribution::registered).max().unwrap_or(0),
                    subjects: subjects.map(|(s, d)| (s.id.clone(), (d.tested(), expected(d)))).collect(),
                });
            }
        }
        Ok(facts)
    }

    fn of_table(table: &SmallTable, by: Vec<String>, arguments: &Arguments) -> Result<Facts> {
        let year = arguments.text("year").or_else(|| {
            ["年份", "年度", "year"].into_iter().find(|header| position(table, header).is_some())
        });
        let year = year.and_then(|header| position(table, header));
        let school = SCHOOL_HEADERS.iter().find_map(|header| position(table, header));
        let columns: Vec<usize> = by.iter().filter_map(|key| position(table, key)).collect();
        let mut facts = Facts { schools: school.is_some(), by, ..Facts::default() };
        let (Some(year), Some(school)) = (year, school) else { return Ok(facts) };
        for row in &table.rows {
            let Some(year) = parse_year(&row[year])? else { continue };
            let labels = columns.iter().map(|column| row[*column].clone()).collect();
            let (school, subjects) = (row[school].clone(), BTreeMap::new());
            let parts = facts.parts.entry((year, labels)).or_default();
            parts.push(Part { school, weight: 1, subjects });
        }
        Ok(facts)
    }

    /// The sums of a figure's own year and group; labels that it leaves open stand for all.
    fn sum(&self, figure: FigureRef<'_>, keys: &[String]) -> Sum {
        let Some(year) = figure.year() else { return Sum::default() };
        let place = |by: &String| keys.iter().position(|key| key == by);
        let wanted: Vec<Option<&str>> =
            self.by.iter().map(|by| place(by).and_then(|at| figure.group()[at].as_deref())).collect();
        let mut sum = Sum::default();
        if let Some(labels) =
            wanted.iter().map(|label| label.map(str::to_owned)).collect::<Option<Vec<String>>>()
        {
            self.parts.get(&(year, labels)).into_iter().flatten().for_each(|part| sum.add(part, figure));
            return sum;
        }
        let fits = |labels: &[String]| labels.iter().zip(&wanted).all(|(a, b)| b.is_none_or(|b| a == b));
        let parts = self.parts.iter().filter(|((of_year, labels), _)| *of_year == year && fits(labels));
        parts.flat_map(|(_, parts)| parts).for_each(|part| sum.add(part, figure));
        sum
    }

    /// Another full mark is another paper; participation does not look at scores.
    pub fn full_marks(
        &self,
        now: FigureRef<'_>,
        before: FigureRef<'_>,
        notes: &mut Vec<Clause>,
    ) -> Option<Clause> {
        if now.indicator() == "participation_rate" {
            return None;
        }
        let subjects: BTreeSet<&str> = match now.subject() {
            Some(subject) => BTreeSet::from([subject]),
            None => self.full_marks.keys().map(|(_, subject)| subject.as_str()).collect(),
        };
        for subject in subjects {
            let of = |figure: FigureRef<'_>| {
                self.full_marks.get(&(figure.year()?, subject.to_owned())).copied().flatten()
            };
            match (of(before), of(now)) {
                (Some(a), Some(b)) if a != b => {
                    return Some(OTHER_FULL_MARK.with([a, b].map(Term::declared)));
                }
                (Some(_), None) | (None, Some(_)) if now.unit() == Unit::Points => {
                    notes.push((&FULL_MARK_OF_ONE).into());
                }
                _ => {}
            }
        }
        None
    }

    /// Another set of schools is told; too few candidates of schools of both years are not compared.
    pub fn schools(
        &self,
        now: FigureRef<'_>,
        before: FigureRef<'_>,
        keys: &[String],
        coverage: Rational,
        notes: &mut Vec<Clause>,
    ) -> Option<Clause> {
        let is_school =
            |key: &String| SCHOOL_KEYS.contains(&key.as_str()) || SCHOOL_HEADERS.contains(&key.as_str());
        let of_school = keys.iter().zip(now.group()).any(|(key, label)| label.is_some() && is_school(key));
        if !self.schools || of_school {
            return None;
        }
        let (ours, theirs) = (self.sum(now, keys).schools, self.sum(before, keys).schools);
        let lacking = |a: &BTreeMap<String, u64>, b: &BTreeMap<String, u64>| {
            a.keys().filter(|school| !b.contains_key(*school)).count()
        };
        let (added, gone) = (lacking(&ours, &theirs), lacking(&theirs, &ours));
        if added == 0 && gone == 0 {
            return None;
        }
        let common = |a: &BTreeMap<String, u64>, b: &BTreeMap<String, u64>| {
            let in_common = a.iter().filter(|(school, _)| b.contains_key(*school)).map(|(_, n)| n).sum();
            share(in_common, a.values().sum())
        };
        let least = common(&ours, &theirs).min(common(&theirs, &ours));
        let [added, gone] = [added, gone].map(Term::found);
        if least < coverage {
            return Some(OTHER_SCHOOLS.with([added, gone, percent(least)]));
        }
        notes.push(SCHOOLS_CHANGED.with([added, gone]));
        None
    }

    /// Too few with a score among those who should have one.
    pub fn participation(
        &self,
        now: FigureRef<'_>,
        before: FigureRef<'_>,
        keys: &[String],
        coverage: Rational,
    ) -> Option<Clause> {
        if now.indicator() == "participation_rate" || now.subject().is_none() {
            return None;
        }
        let low = [before, now].into_iter().find_map(|figure| {
            let sum = self.sum(figure, keys);
            let share = share(sum.tested, sum.expected);
            (sum.expected > 0 && share < coverage).then_some((figure.year(), share))
        });
        let (year, share) = low?;
        Some(LOW_PARTICIPATION.with([Term::found(year.unwrap_or_default()), percent(share)]))
    }
}

/// Who should have a score: blank may mean another subject was chosen, and the exempt need none.
fn expected(distribution: &Distribution) -> u64 {
    distribution.registered() - distribution.marked(Mark::Blank) - distribution.marked(Mark::Exempt)
}

fn share(part: u64, whole: u64) -> Rational {
    match whole {
        0 => Rational::from_integer(1),
        _ => Rational::new(i128::from(part), i128::from(whole)),
    }
}

/// With how many there are, it tells how many of them these are.
fn percent(share: Rational) -> Term {
    Term::Pupils(Some(Numeral::rounded(share * Rational::from_integer(100), 1)))
}

static OTHER_FULL_MARK: Phrase = Phrase::new(
    "other_full_mark",
    "两年满分不同，不能比较：{} → {}",
    "the full mark differs between the years: {} → {}",
);
static FULL_MARK_OF_ONE: Phrase =
    Phrase::new("full_mark_of_one_year", "有一年的满分未知", "the full mark of one year is not known");
static OTHER_SCHOOLS: Phrase = Phrase::new(
    "other_schools",
    "学校范围不同，不能比较：新增 {} 所，减少 {} 所，{} % 的考生在两年共有的学校",
    "another set of schools: {} new schools, {} gone, {} % in common",
);
static SCHOOLS_CHANGED: Phrase =
    Phrase::new("schools_changed", "学校新增 {} 所，减少 {} 所", "{} new schools, {} gone");
static LOW_PARTICIPATION: Phrase = Phrase::new(
    "low_participation",
    "有成绩者所占份额太低，不能比较：{} 年 {} %",
    "share with a score in {}: {} %",
);
