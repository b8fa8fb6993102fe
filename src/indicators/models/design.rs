//! What a regression needs of the candidates: cross products by school, keys coded as 0 and 1.

use std::collections::BTreeMap;

use super::super::arguments::Request;
use super::super::grouping::{Block, blocks, chosen_subjects, grouping_keys};
use super::coding::{Cell, Coded, Coding, Covariate, Rows, means};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::lang::Text;
use crate::number::to_f64;
use crate::records::Subject;
use crate::stats::cross::CrossProducts;
use crate::subjects::subject_id;

/// The candidates of one year, group and subject.
pub struct Data {
    pub year: Option<i32>,
    pub group: Vec<Option<String>>,
    pub subject: String,
    /// The coefficients after the constant.
    pub terms: Vec<Coded>,
    /// To which covariate each term belongs.
    pub covariate_of_term: Vec<usize>,
    /// The label of each key that the constant stands for.
    pub references: Vec<Coded>,
    /// By the labels of the unit keys, in order.
    pub units: Vec<(Vec<String>, CrossProducts)>,
    pub n: u64,
    /// Candidates with a score who lack a covariate or a unit.
    pub left_out: u64,
    /// What was taken from y and from each x, in points.
    pub centres: Vec<f64>,
    /// How many have which label, by the first unit, the covariate among those that are keys, and its label.
    pub by_label: BTreeMap<(String, usize, String), u64>,
}

/// Reads the data of every year, group and subject. `units` are the keys of schools and the like; with `sides` only
/// candidates count whose first unit is a label of one of them.
pub fn read(
    exam: &Exam,
    request: &Request<'_>,
    units: &[&str],
    sides: Option<[&[String]; 2]>,
) -> Result<Vec<Data>> {
    let by = grouping_keys(request);
    let named = request.arguments.all("covariates");
    let keys = exam.keys();
    let known: Vec<Covariate> =
        named.iter().map(|name| covariate(exam, &keys, name)).collect::<Result<_>>()?;
    let key_names = named.iter().zip(&known).filter(|(_, known)| matches!(known, Covariate::Key));
    let all = by.iter().chain(units).copied().chain(key_names.map(|(name, _)| name.as_str()));
    let all: Vec<&str> = all.collect();
    let split = Split { by: by.len(), units: units.len() };
    let numbers = known.iter().any(|known| matches!(known, Covariate::Subject(_)));
    let mut pending = Vec::new();
    for of_year in exam.by_year(&all)?.iter() {
        let scale = |id: &str| of_year.tally.subjects.iter().find(|s| s.id == id).map_or(1.0, step);
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        for block in blocks(&of_year.tally, by.len()) {
            for &at in &subjects {
                let subject = &of_year.tally.subjects[at];
                pending.push(Pending {
                    year: of_year.year,
                    labels: block.labels.to_vec(),
                    subject: subject.id.clone(),
                    scale: step(subject),
                    scales: known.iter().filter_map(Covariate::subject).map(&scale).collect(),
                    cells: if numbers { Vec::new() } else { split.counted(&block, at) },
                });
            }
        }
    }
    if numbers {
        add_rows(exam, &all, split, &known, &mut pending)?;
    }
    let own = |cell: &Cell| sides.is_none_or(|sides| sides.iter().any(|side| side.contains(&cell.units[0])));
    pending.iter_mut().for_each(|pending| pending.cells.retain(own));
    Ok(pending.into_iter().map(|pending| put_together(pending, named, &known)).collect())
}

/// The cells of one year, group and subject, not yet summed.
struct Pending {
    year: Option<i32>,
    labels: Vec<String>,
    subject: String,
    /// Points a tick, of the subject and of the numeric covariates.
    scale: f64,
    scales: Vec<f64>,
    cells: Vec<Cell>,
}

/// How many of the labels are grouping keys and units; the rest are covariates.
#[derive(Clone, Copy)]
struct Split {
    by: usize,
    units: usize,
}

impl Split {
    fn cell(self, labels: &[String], rows: Rows) -> Cell {
        let (units, labels) = labels[self.by..].split_at(self.units);
        Cell { units: units.to_vec(), labels: labels.to_vec(), rows }
    }

    /// Groups whose sums an open bucket hides are left out.
    fn counted(self, block: &Block<'_>, subject: usize) -> Vec<Cell> {
        let known = block.groups.iter().filter_map(|group| {
            let sums = group.distributions[subject].sums()?;
            Some(self.cell(&group.labels, Rows::Sums(sums.n, sums.sum, sums.sum_of_squares)))
        });
        known.collect()
    }
}

fn step(subject: &Subject) -> f64 {
    to_f64(subject.scale.step())
}

fn covariate(exam: &Exam, keys: &[String], name: &str) -> Result<Covariate> {
    if keys.iter().any(|key| key == name) {
        return Ok(Covariate::Key);
    }
    let id = subject_id(name);
    let subjects: Vec<String> = exam.subjects().into_iter().map(|subject| subject.id).collect();
    if subjects.iter().any(|known| known == id) {
        return Ok(Covariate::Subject(id.to_owned()));
    }
    Err(Error::KeyNotAtHand { key: name.to_owned(), at_hand: keys.iter().cloned().chain(subjects).collect() })
}

/// The cells where a covariate is a score: candidate by candidate.
fn add_rows(
    exam: &Exam,
    keys: &[&str],
    split: Split,
    known: &[Covariate],
    pending: &mut [Pending],
) -> Result<()> {
    let Some(groups) = exam.candidates(keys)? else {
        return Err(Error::InvalidArgument {
            argument: "covariates".to_owned(),
            found: known.iter().filter_map(Covariate::subject).collect::<Vec<_>>().join(", "),
            expected: Text::new(
                "分组字段：只有人数的数据不知道同一考生的两科成绩",
                "keys: data that are counts do not know two scores of one candidate",
            ),
        });
    };
    for group in groups {
        let scores: Vec<_> = known.iter().filter_map(Covariate::subject).map(|id| group.ticks(id)).collect();
        let own = pending.iter_mut().filter(|p| p.year == group.year && p.labels == group.labels[..split.by]);
        for pending in own {
            let rows = group.ticks(&pending.subject).into_iter().enumerate().filter_map(|(row, y)| {
                // A score that is missing is told apart by its empty list.
                let x: Option<Vec<i64>> = scores.iter().map(|score| score[row]).collect();
                Some((y?, x.unwrap_or_default()))
            });
            pending.cells.push(split.cell(&group.labels, Rows::Each(rows.collect())));
        }
    }
    Ok(())
}

/// Codes the keys, takes the means from the numbers, and sums by unit.
fn put_together(pending: Pending, named: &[String], known: &[Covariate]) -> Data {
    let (scale, scales) = (pending.scale, pending.scales);
    let all: u64 = pending.cells.iter().map(Cell::n).sum();
    let cells: Vec<Cell> = pending.cells.into_iter().filter_map(|cell| cell.complete(scales.len())).collect();
    let n: u64 = cells.iter().map(Cell::n).sum();
    let coding = Coding::new(named, known, &cells);
    let mut by_label: BTreeMap<(String, usize, String), u64> = BTreeMap::new();
    for cell in &cells {
        for (key, label) in cell.labels.iter().enumerate() {
            let unit = cell.units.first().cloned().unwrap_or_default();
            *by_label.entry((unit, key, label.clone())).or_default() += cell.n();
        }
    }
    let (centre, centres) = means(&cells, scales.len(), n);
    let mut units: BTreeMap<Vec<String>, CrossProducts> = BTreeMap::new();
    for cell in &cells {
        let products =
            units.entry(cell.units.clone()).or_insert_with(|| CrossProducts::zero(coding.terms.len() + 1));
        coding.add(cell, products, centre, &centres);
    }
    let mut factors = vec![1.0; coding.terms.len() + 1];
    coding.numeric.iter().zip(&scales).for_each(|(at, scale)| factors[*at] = *scale);
    units.values_mut().for_each(|products| products.scale(&factors, scale));
    let mut taken = vec![0.0; coding.terms.len() + 1];
    taken[0] = centre as f64 * scale;
    coding.numeric.iter().zip(&centres).zip(&scales).for_each(|((at, c), s)| taken[*at] = *c as f64 * s);
    Data {
        year: pending.year,
        group: pending.labels.into_iter().map(Some).collect(),
        subject: pending.subject,
        terms: coding.terms,
        covariate_of_term: coding.covariate_of_term,
        references: coding.references,
        units: units.into_iter().collect(),
        n,
        left_out: all - n,
        centres: taken,
        by_label,
    }
}
