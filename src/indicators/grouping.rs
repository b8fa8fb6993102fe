//! Putting the groups of a tally together again: the same steps for every family.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::arguments::Request;
use super::schools::is_school;
use crate::error::Result;
use crate::exam::{Exam, YEAR};
use crate::figures::{Clauses, Figure, Figures, Label, Labels, Phrase, Term, Value};
use crate::number::Rational;
use crate::records::Subject;
use crate::subjects::subject_rank;
use crate::tally::{Distribution, Group, Tally};
use crate::threads::{self, Once};

/// Groups that share their labels of the first keys; the remaining keys tell them apart.
#[derive(Clone, Copy)]
pub struct Block<'a> {
    pub labels: &'a [String],
    pub groups: &'a [Group],
}

/// The requested keys without the year, which every figure has anyway.
pub fn grouping_keys<'a>(request: &Request<'a>) -> Vec<&'a str> {
    request.by.iter().map(String::as_str).filter(|key| *key != YEAR).collect()
}

/// The remark on a value that has no candidates of unknown school.
pub fn without_school(count: u64) -> Clauses {
    (count > 0).then(|| WITHOUT_SCHOOL.with([Term::pupils(count)])).into()
}

/// The remark on a value that has them, and whose error has not.
pub fn outside_the_error(count: u64) -> Clauses {
    (count > 0).then(|| OUTSIDE_THE_ERROR.with([Term::pupils(count)])).into()
}

static WITHOUT_SCHOOL: Phrase = Phrase::new(
    "candidates_without_school",
    "{} 名考生不知所属学校，未计入",
    "{} candidates without a school are left out",
);
static OUTSIDE_THE_ERROR: Phrase = Phrase::new(
    "outside_the_error",
    "{} 名考生不知所属学校，计入数值，不计入误差",
    "{} candidates without a school count in the value, not in its error",
);

/// The groups of a tally by its first `leading` keys. Groups stand in ascending order, so equal ones touch.
pub fn blocks(tally: &Tally, leading: usize) -> Vec<Block<'_>> {
    let same = |a: &Group, b: &Group| a.labels[..leading] == b.labels[..leading];
    let runs = tally.groups.chunk_by(same);
    runs.map(|groups| Block { labels: &groups[0].labels[..leading], groups }).collect()
}

impl<'a> Block<'a> {
    /// The candidates of the whole block in one subject.
    pub fn distribution(&self, subject: usize) -> Cow<'a, Distribution> {
        match self.groups {
            [group] => Cow::Borrowed(&group.distributions[subject]),
            groups => Cow::Owned(Distribution::sum_of(groups.iter().map(|g| &g.distributions[subject]))),
        }
    }

    /// The labels as figures have them; the figures of a block share them.
    pub fn group(&self) -> Labels {
        self.labels.iter().map(|label| Some(label.as_str())).collect()
    }
}

/// The subjects asked for, or all, as places in the tally, in the order in which tables show them.
pub fn chosen_subjects(tally: &Tally, names: &[String]) -> Result<Vec<usize>> {
    if !names.is_empty() {
        return names.iter().map(|name| tally.subject_index(name)).collect();
    }
    let mut places: Vec<usize> = (0..tally.subjects.len()).collect();
    places.sort_by_key(|at| subject_rank(&tally.subjects[*at].id));
    Ok(places)
}

/// The same, each with its id as figures have it.
fn labelled_subjects(tally: &Tally, names: &[String]) -> Result<Vec<(usize, Label)>> {
    let chosen = chosen_subjects(tally, names)?;
    Ok(chosen.into_iter().map(|at| (at, tally.subjects[at].id.as_str().into())).collect())
}

/// Calls `each` for every year, group and chosen subject, and gathers its figures with their place filled in.
pub fn each_distribution(
    exam: &Exam,
    request: &Request<'_>,
    each: impl Fn(&Subject, &Distribution) -> Vec<Figure> + Sync,
) -> Result<Figures> {
    each_table(exam, request, &[], |subject, distribution| {
        each(subject, distribution).into_iter().map(|figure| (Labels::default(), figure)).collect()
    })
}

/// Like [`each_distribution`] for tables of each group: every figure comes with its labels in the further
/// `dimensions`.
pub fn each_table<L: Into<Labels>>(
    exam: &Exam,
    request: &Request<'_>,
    dimensions: &[&str],
    each: impl Fn(&Subject, &Distribution) -> Vec<(L, Figure)> + Sync,
) -> Result<Figures> {
    let keys = grouping_keys(request);
    let mut figures = Figures::new(keys.iter().chain(dimensions).map(|k| (*k).to_owned()).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let subjects = labelled_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        each_block(&mut figures, &blocks(&of_year.tally, keys.len()), |block, rows| {
            let mut labels_of = JoinedLabels::of(block);
            for (at, id) in &subjects {
                let subject = &of_year.tally.subjects[*at];
                for (place, (labels, figure)) in
                    each(subject, &block.distribution(*at)).into_iter().enumerate()
                {
                    let (group, subject) = (labels_of.joined(place, labels.into()), Some(id.clone()));
                    rows.push(Figure { year: of_year.year, group, subject, ..figure });
                }
            }
        });
    }
    Ok(figures)
}

/// The labels of a block with those of its figures behind them. Mostly all subjects have the same figures in the
/// same order, which then share them.
struct JoinedLabels {
    of_block: Labels,
    /// By the place of the figure among those of the subject.
    last: Vec<(Labels, Labels)>,
}

impl JoinedLabels {
    fn of(block: &Block<'_>) -> JoinedLabels {
        JoinedLabels { of_block: block.group(), last: Vec::new() }
    }

    fn joined(&mut self, place: usize, labels: Labels) -> Labels {
        match self.last.get(place) {
            Some((narrow, joined)) if narrow.is_same(&labels) => return joined.clone(),
            _ => self.last.truncate(place),
        }
        let joined = self.of_block.joined(&labels);
        self.last.push((labels, joined.clone()));
        joined
    }
}

/// Blocks that one thread works on at a time.
const TOGETHER: usize = 32;
/// Blocks whose figures stand beside the gathered ones for a while.
const AT_ONCE: usize = 1024;

/// What the blocks give, one behind the other.
pub trait Gathered: Send + Sync {
    /// Nothing yet, of the same kind.
    fn nothing(&self) -> Self;

    fn add(&mut self, more: Self);
}

impl<T: Send + Sync> Gathered for Vec<T> {
    fn nothing(&self) -> Vec<T> {
        Vec::new()
    }

    fn add(&mut self, mut more: Vec<T>) {
        self.append(&mut more);
    }
}

impl Gathered for Figures {
    fn nothing(&self) -> Figures {
        self.none()
    }

    fn add(&mut self, more: Figures) {
        self.append(more);
    }
}

/// Gathers what there is of all blocks, in their order, on all threads.
pub fn each_block<G: Gathered>(
    gathered: &mut G,
    blocks: &[Block<'_>],
    each: impl Fn(&Block<'_>, &mut G) + Sync,
) {
    let nothing = gathered.nothing();
    let of_several = |blocks: &[Block<'_>]| {
        let mut rows = nothing.nothing();
        blocks.iter().for_each(|block| each(block, &mut rows));
        rows
    };
    for some in blocks.chunks(AT_ONCE) {
        match some.len() <= TOGETHER {
            true => gathered.add(of_several(some)),
            false => {
                threads::map_chunks(some, TOGETHER, of_several)
                    .into_iter()
                    .for_each(|rows| gathered.add(rows));
            }
        }
    }
}

/// A group in one subject beside the whole that it is compared with.
pub struct Compared<'a> {
    pub group: Cow<'a, Distribution>,
    whole: &'a Whole<'a>,
    /// What all of the whole have in common.
    pub within: &'a [(String, String)],
    /// The group's schools, those known, where their key is given.
    pub schools: Vec<&'a Distribution>,
}

impl Compared<'_> {
    pub fn whole(&self) -> &Distribution {
        self.whole.sum.get_or_init(|| Distribution::sum_of(self.whole.parts.iter().copied()))
    }
}

/// All of one subject that a group is compared with, added up when it is asked for.
#[derive(Default)]
struct Whole<'a> {
    parts: Vec<&'a Distribution>,
    sum: Once<Distribution>,
}

/// Like [`each_distribution`], with the group's schools and the whole that it is compared with: all of the year who
/// share the labels at the places `within` among the grouping keys.
pub fn each_with_whole(
    exam: &Exam,
    request: &Request<'_>,
    within: &[usize],
    school: Option<&str>,
    each: impl Fn(&Subject, &Compared<'_>) -> Vec<Figure> + Sync,
) -> Result<Figures> {
    let by = grouping_keys(request);
    let mut keys = by.clone();
    keys.extend(school);
    let mut figures = Figures::new(by.iter().map(|k| (*k).to_owned()).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let subjects = labelled_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        let wholes = wholes(&of_year.tally, within);
        each_block(&mut figures, &blocks(&of_year.tally, by.len()), |block, rows| {
            let Some(whole) = wholes.get(&labels_of(block.labels, within)) else { return };
            let of_block = block.group();
            let label = |at: &usize| (by[*at].to_owned(), block.labels[*at].clone());
            let shared: Vec<(String, String)> = within.iter().map(label).collect();
            for (at, id) in &subjects {
                let (at, subject) = (*at, &of_year.tally.subjects[*at]);
                let parts = block
                    .groups
                    .iter()
                    .filter(|group| school.is_some() && is_school(&group.labels[by.len()]));
                let compared = Compared {
                    group: block.distribution(at),
                    whole: &whole[at],
                    within: &shared,
                    schools: parts.map(|group| &group.distributions[at]).collect(),
                };
                for figure in each(subject, &compared) {
                    let (year, group) = (of_year.year, of_block.clone());
                    rows.push(Figure { year, group, subject: Some(id.clone()), ..figure });
                }
            }
        });
    }
    Ok(figures)
}

fn labels_of(labels: &[String], places: &[usize]) -> Vec<String> {
    places.iter().map(|at| labels[*at].clone()).collect()
}

fn wholes<'a>(tally: &'a Tally, within: &[usize]) -> BTreeMap<Vec<String>, Vec<Whole<'a>>> {
    let mut wholes: BTreeMap<Vec<String>, Vec<Whole<'a>>> = BTreeMap::new();
    for group in &tally.groups {
        let whole = wholes.entry(labels_of(&group.labels, within)).or_default();
        whole.resize_with(group.distributions.len(), Whole::default);
        whole.iter_mut().zip(&group.distributions).for_each(|(whole, part)| whole.parts.push(part));
    }
    wholes
}

pub fn count(n: u64) -> Value {
    Value::Exact(Rational::from_integer(i128::from(n)))
}
