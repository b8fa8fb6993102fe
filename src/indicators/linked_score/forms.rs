//! The two forms of a link: which they are, and how many have each score of them.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::exam::{Exam, YearTally};
use crate::figures::{Label, Labels, Part, Range, Told};
use crate::indicators::arguments::Request;
use crate::indicators::grouping::{Block, blocks, grouping_keys};
use crate::indicators::schools::{is_school, school_key};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::Subject;
use crate::stats::equating::Form;
use crate::tally::Distribution;

/// What is asked for: from which form to which.
pub struct Asked<'a> {
    pub by: Vec<&'a str>,
    /// The key of the forms, and that of the schools where errors are by them.
    form: Option<&'a str>,
    school: Option<String>,
    from: Which<'a>,
    to: Which<'a>,
}

#[derive(PartialEq)]
struct Which<'a> {
    subject: &'a str,
    year: Option<i32>,
    form: Option<&'a str>,
}

impl<'a> Asked<'a> {
    pub fn of(exam: &Exam, request: &'a Request<'_>) -> Result<Asked<'a>> {
        let text = |name: &str| request.arguments.text(name);
        let year = |name: &str| text(name).and_then(|year| year.trim().parse::<i32>().ok());
        let subject = text("subject").unwrap_or_default();
        let from = Which { subject, year: year("from_year"), form: text("from_form") };
        let to_subject = text("to_subject").unwrap_or(subject);
        let to = Which { subject: to_subject, year: year("to_year"), form: text("to_form") };
        let form = text("form");
        both(&from.year, &to.year, "from_year", "to_year")?;
        both(&from.form, &to.form, "from_form", "to_form")?;
        both(&form, &from.form, "form", "from_form")?;
        if from == to {
            return Err(Error::InvalidArgument {
                argument: "to_form".to_owned(),
                found: "the form of the scores".to_owned(),
                expected: Text::new(
                    "另一份试卷：to_subject、to_year 或 to_form 至少有一个与分数所在的不同",
                    "another form: at least one of to_subject, to_year and to_form that is not the scores' own",
                ),
            });
        }
        let by_schools = text("error") == Some("schools");
        let school = if by_schools { school_key(exam, text("school")) } else { None };
        let by = grouping_keys(request);
        let school = school.filter(|school| !by.contains(&school.as_str()) && form != Some(school.as_str()));
        let asked = Asked { by, form, school, from, to };
        asked.check_design(text("design").unwrap_or_default())?;
        asked.check_forms(exam)?;
        Ok(asked)
    }

    /// Refuses a form that nobody sat.
    fn check_forms(&self, exam: &Exam) -> Result<()> {
        let Some(key) = self.form else { return Ok(()) };
        let years = exam.by_year(&[key])?;
        let groups = years.iter().flat_map(|of_year| &of_year.tally.groups);
        let at_hand: BTreeSet<&String> = groups.map(|group| &group.labels[0]).collect();
        for (argument, form) in [("from_form", self.from.form), ("to_form", self.to.form)] {
            let Some(form) = form.filter(|form| at_hand.iter().all(|label| label != form)) else { continue };
            return Err(Error::LabelNotAtHand {
                argument: argument.to_owned(),
                labels: vec![form.to_owned()],
                at_hand: at_hand.into_iter().cloned().collect(),
            });
        }
        Ok(())
    }

    pub fn are_years(&self) -> bool {
        self.from.year != self.to.year
    }

    /// Two subjects of one year and form are of the same pupils, anything else is not.
    fn check_design(&self, design: &str) -> Result<()> {
        let is_of_same_pupils = (self.from.year, self.from.form) == (self.to.year, self.to.form);
        if is_of_same_pupils == (design == "single_group") {
            return Ok(());
        }
        Err(Error::InvalidArgument {
            argument: "design".to_owned(),
            found: design.to_owned(),
            expected: match is_of_same_pupils {
                true => Text::new(
                    "single_group：同一年的两科是同一批考生考的",
                    "single_group: two subjects of one year are of the same pupils",
                ),
                false => Text::new(
                    "equivalent_groups：两年或两种卷型是两批考生考的",
                    "equivalent_groups: two years or two forms are of different pupils",
                ),
            },
        })
    }

    /// Both forms of every year and group that has the one of the scores.
    pub fn each(
        &self,
        exam: &Exam,
        mut each: impl FnMut(Labels, &Side<'_>, Option<&Side<'_>>),
    ) -> Result<()> {
        let mut keys = self.by.clone();
        keys.extend(self.form);
        keys.extend(self.school.as_deref());
        let years = exam.by_year(&keys)?;
        let from_years: Vec<&YearTally> = match self.from.year {
            Some(year) => vec![of_year(&years, year, "from_year")?],
            None => years.iter().collect(),
        };
        for from in from_years {
            let to = match self.to.year {
                Some(year) => of_year(&years, year, "to_year")?,
                None => from,
            };
            let theirs = blocks(&to.tally, self.by.len());
            for block in blocks(&from.tally, self.by.len()) {
                let own = self.side(from, &block, &self.from)?;
                let other = theirs.iter().find(|other: &&Block<'_>| other.labels == block.labels);
                let other = other.map(|other| self.side(to, other, &self.to)).transpose()?;
                each(block.group(), &own, other.as_ref());
            }
        }
        Ok(())
    }

    fn side<'t>(&self, of: &'t YearTally, block: &Block<'t>, which: &Which<'_>) -> Result<Side<'t>> {
        let at = of.tally.subject_index(which.subject)?;
        let leading = self.by.len();
        let is_of_form = |labels: &[String]| which.form.is_none_or(|form| labels[leading] == form);
        let groups = || block.groups.iter().filter(|group| is_of_form(&group.labels));
        let school =
            |labels: &'t [String]| labels.last().map(String::as_str).filter(|school| is_school(school));
        let schools = groups().filter_map(|group| Some((school(&group.labels)?, &group.distributions[at])));
        Ok(Side {
            year: of.year,
            subject: &of.tally.subjects[at],
            form: self.form.zip(which.form).map(|(key, form)| (key.to_owned(), form.to_owned())),
            counts: Distribution::sum_of(groups().map(|group| &group.distributions[at])),
            schools: self.school.as_ref().map(|_| schools.collect()),
        })
    }
}

fn both<T>(one: &Option<T>, other: &Option<T>, name: &str, other_name: &str) -> Result<()> {
    if one.is_some() == other.is_some() {
        return Ok(());
    }
    let missing = if one.is_none() { name } else { other_name };
    Err(Error::InvalidArgument {
        argument: missing.to_owned(),
        found: String::new(),
        expected: Text::new("与另一卷的一起给出", "given together with that of the other form"),
    })
}

fn of_year<'t>(years: &'t [YearTally], year: i32, name: &str) -> Result<&'t YearTally> {
    years.iter().find(|of| of.year == Some(year)).ok_or_else(|| Error::InvalidArgument {
        argument: name.to_owned(),
        found: year.to_string(),
        expected: Text::new("数据中有的年份", "a year that the data have"),
    })
}

/// The candidates of one form.
pub struct Side<'t> {
    pub year: Option<i32>,
    pub subject: &'t Subject,
    form: Option<(String, String)>,
    pub counts: Distribution,
    /// By school, those known, where errors are by them.
    pub schools: Option<Vec<(&'t str, &'t Distribution)>>,
}

impl Side<'_> {
    /// The scores as whole numbers of steps; over all that the full mark allows, where it is known, else over those seen.
    pub fn form(&self) -> Form<u64> {
        let counts = self.counts.counts();
        let (low, high) = counts.first().zip(counts.last()).map_or((0, 0), |(low, high)| (low.0, high.0));
        let full = self.subject.full_mark.map(|mark| self.subject.scale.ticks_at_least(mark));
        let lowest = if full.is_some() { low.min(0) } else { low };
        self.form_between(lowest, full.map_or(high, |full| full.max(high)), &self.counts)
    }

    pub fn form_between(&self, lowest: i64, highest: i64, of: &Distribution) -> Form<u64> {
        let mut all = vec![0; (highest - lowest + 1) as usize];
        of.counts().iter().for_each(|(ticks, count)| all[(ticks - lowest) as usize] = *count);
        Form { lowest, counts: all }
    }

    /// A score in steps.
    pub fn in_steps(&self, score: Rational) -> Rational {
        score / self.subject.scale.step()
    }

    /// Whether somebody has this score, or one below and another one above it.
    pub fn is_within(&self, score: Rational) -> bool {
        let ticks = self.in_steps(score);
        let whole = |ticks: i64| Rational::from_integer(i128::from(ticks));
        let counts = self.counts.counts();
        counts
            .first()
            .zip(counts.last())
            .is_some_and(|(low, high)| whole(low.0) <= ticks && ticks <= whole(high.0))
    }

    /// How many have a score in a range lets its reader know of this form, in figures of another.
    pub fn told(&self, range: Range, of: &Side<'_>) -> Told {
        let told = Told::count_of(vec![Part::of(self.form.clone(), range)]);
        let told = if self.subject.id == of.subject.id {
            told
        } else {
            told.in_subject(&Label::from(self.subject.id.as_str()))
        };
        Told { year: self.year.filter(|_| self.year != of.year), ..told }
    }
}
