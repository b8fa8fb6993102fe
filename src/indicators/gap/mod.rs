//! The gap between two groups (城乡差距): how far, how sure, whether it narrowed.
//!
//! One engine: the two sides are read from the tally (`sides`), a measure gives its value and how every candidate
//! moves it (`measure`, `median`, `score`), and the error follows from that by school (`errors`) or from drawing
//! schools anew (`resample`, `recompute`). The indicators are faces of it.

mod change;
mod errors;
mod gaps;
mod gaps_definition;
mod levels;
mod levels_definition;
mod means;
mod means_definition;
mod measure;
mod median;
mod recompute;
mod resample;
pub mod rules;
mod score;
mod sentence;
pub mod sides;
mod span;
mod superiority;
mod told;
mod trend;
mod trend_definition;
mod trend_words;

pub use gaps_definition::GAP;
pub use levels_definition::LEVEL_GAP;
pub use means_definition::{SIDES, SUBJECT_GAP};
pub use trend_definition::GAP_TREND;

use super::arguments::Request;
use super::grouping::{Block, blocks, chosen_subjects, grouping_keys};
use crate::error::Result;
use crate::exam::{Exam, YearTally};
use crate::figures::Figure;
use crate::records::Subject;
use crate::tally::Tally;
use crate::threads;
use errors::Measured;
use measure::{Measure, Missing};
use rules::Rules;
use sides::{Pair, Places, Sides, read_sides};

/// The two sides of one pair in one year, group and subject.
struct Comparison {
    year: Option<i32>,
    labels: Vec<String>,
    subject: Subject,
    pair: usize,
    group_key: String,
    sides: Sides,
}

impl Comparison {
    /// What is compared, whatever the year.
    fn series(&self) -> (&[String], &str, usize) {
        (&self.labels, &self.subject.id, self.pair)
    }

    /// Puts a figure in its place; `n` is everybody on either side.
    fn place(&self, figure: Figure) -> Figure {
        Figure {
            year: self.year,
            group: self.labels.iter().cloned().map(Some).collect(),
            subject: Some(self.subject.id.as_str().into()),
            n: Some(self.n()),
            ..figure
        }
    }

    fn measured(&self, measure: Measure, rules: &Rules) -> std::result::Result<Measured<'_>, Missing> {
        Measured::new(measure, &self.subject, &self.sides, &self.group_key, rules)
    }

    fn n(&self) -> u64 {
        self.sides.iter().map(|side| side.all.tested()).sum()
    }
}

/// Every comparison of a request: by year, group, subject and pair. `pairs` is given the tallies of all years and
/// where the labels of the groups stand.
fn comparisons(
    exam: &Exam,
    request: &Request<'_>,
    rules: &Rules,
    pairs: impl Fn(&[&Tally], usize) -> Result<Vec<Pair>>,
) -> Result<Vec<Comparison>> {
    let mut keys = grouping_keys(request);
    let places = Places { group: keys.len(), school: rules.school.is_some().then_some(keys.len() + 1) };
    let group_key = request.arguments.text("group").unwrap_or_default();
    keys.push(group_key);
    keys.extend(rules.school.as_deref());
    let years = exam.by_year(&keys)?;
    let tallies: Vec<&Tally> = years.iter().map(|of_year| &of_year.tally).collect();
    let pairs = pairs(&tallies, places.group)?;
    let mut asked = Vec::new();
    for of_year in years.iter() {
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        for block in blocks(&of_year.tally, places.group) {
            for &at in &subjects {
                asked.extend((0..pairs.len()).map(|pair| (of_year, block, at, pair)));
            }
        }
    }
    let compare = |(of_year, block, at, pair): &(&YearTally, Block<'_>, usize, usize)| Comparison {
        year: of_year.year,
        labels: block.labels.to_vec(),
        subject: of_year.tally.subjects[*at].clone(),
        pair: *pair,
        group_key: group_key.to_owned(),
        sides: read_sides(block, places, &pairs[*pair], *at),
    };
    Ok(threads::map_each(&asked, compare))
}
