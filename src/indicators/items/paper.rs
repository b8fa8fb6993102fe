//! A paper as it is analysed: questions or single items, choices as one question, blanks as the convention has them.

use crate::error::Result;
use crate::exam::YEAR;
use crate::figures::{Clauses, Figure, Figures, Label, Labels, Phrase, Term};
use crate::indicators::arguments::{Arguments, Request};
use crate::number::Rational;
use crate::records::{BLANK, ItemSheet};
use crate::subjects::subject_id;
use crate::threads;

pub use super::groups::{Group, groups};

/// Of whom nothing is known in a unit.
pub const NONE: i32 = -1;

/// What counts as one: an item, a question with all its parts, or a choice.
#[derive(Clone, Debug)]
pub struct Unit {
    pub id: String,
    pub items: Vec<usize>,
    pub full: Option<Rational>,
    /// Of how many questions of a choice it counts the answers.
    pub choose: Option<usize>,
}

/// The units of a sheet, and the score of every candidate in each.
pub struct Paper<'s> {
    pub sheet: &'s ItemSheet,
    /// Whose sum is the total.
    pub units: Vec<Unit>,
    /// By unit and candidate, in steps; [`NONE`] where nothing counts.
    pub scores: Vec<Vec<i32>>,
    /// The questions of choices, which are no part of the total by themselves.
    pub alternatives: Vec<Unit>,
    pub alternative_scores: Vec<Vec<i32>>,
    pub totals: Vec<i64>,
    pub full: Option<Rational>,
    pub method: Clauses,
}

impl<'s> Paper<'s> {
    /// By the arguments `level`, `blank` and `not_reached`, as far as an indicator has them.
    pub fn asked(sheet: &'s ItemSheet, arguments: &Arguments) -> Paper<'s> {
        let by_question = arguments.text("level") == Some("question");
        let omit = |name| arguments.text(name) == Some("omit");
        let (blank, not_reached) =
            (omit("blank"), arguments.text("not_reached").map_or(omit("blank"), |_| omit("not_reached")));
        let method = Clauses::from(if by_question { &BY_QUESTION } else { &BY_ITEM })
            .and(if blank { &BLANK_OMITTED } else { &BLANK_IS_ZERO })
            .and((not_reached != blank).then_some(if not_reached {
                &UNREACHED_OMITTED
            } else {
                &UNREACHED_IS_ZERO
            }));
        Paper::new(sheet, by_question, blank, not_reached, method)
    }

    pub fn new(
        sheet: &'s ItemSheet,
        by_question: bool,
        blank: bool,
        unreached: bool,
        method: Clauses,
    ) -> Paper<'s> {
        let (units, alternatives) = units(sheet, by_question);
        let last = last_answered(sheet);
        let of = |unit: &Unit| -> Vec<i32> {
            let one = |candidate: usize| score(sheet, unit, candidate, last[candidate], [blank, unreached]);
            (0..sheet.len()).map(one).collect()
        };
        let scores: Vec<Vec<i32>> = threads::map_each(&units, of);
        let chosen = |unit: &Unit| -> Vec<i32> {
            (0..sheet.len()).map(|candidate| answered(sheet, unit, candidate)).collect()
        };
        let mut totals = vec![0; sheet.len()];
        for item in &sheet.scores {
            totals.iter_mut().zip(item).for_each(|(total, score)| *total += i64::from((*score).max(0)));
        }
        Paper {
            full: units.iter().map(|unit| unit.full).sum(),
            alternative_scores: alternatives.iter().map(chosen).collect(),
            sheet,
            units,
            scores,
            alternatives,
            totals,
            method,
        }
    }

    /// So many steps in points.
    pub fn points(&self, steps: Rational) -> Rational {
        steps * self.sheet.step
    }

    /// The full mark of a unit in steps.
    pub fn full_steps(&self, unit: &Unit) -> Option<i32> {
        let steps = unit.full? / self.sheet.step;
        steps.is_integer().then(|| i32::try_from(steps.to_integer()).ok()).flatten()
    }

    /// The first item of a unit that says something.
    pub fn said<T>(&self, unit: &Unit, of: impl Fn(&crate::records::Item) -> Option<T>) -> Option<T> {
        unit.items.iter().find_map(|at| of(&self.sheet.items[*at]))
    }
}

pub fn subject_of(sheet: &ItemSheet) -> Option<Label> {
    sheet.subject.as_deref().map(|subject| subject_id(subject).into())
}

/// The units of a sheet by question or single item, and the questions of choices.
pub fn units(sheet: &ItemSheet, by_question: bool) -> (Vec<Unit>, Vec<Unit>) {
    let (mut units, mut alternatives): (Vec<Unit>, Vec<Unit>) = (Vec::new(), Vec::new());
    let add = |units: &mut Vec<Unit>, id: &str, at: usize, choose: Option<usize>| match units
        .iter_mut()
        .find(|unit| unit.id == id && unit.choose == choose)
    {
        Some(unit) => unit.items.push(at),
        None => units.push(Unit { id: id.to_owned(), items: vec![at], full: None, choose }),
    };
    for (at, item) in sheet.items.iter().enumerate() {
        let own = if by_question { &item.question } else { &item.id };
        match &item.choice {
            None => add(&mut units, own, at, None),
            Some(choice) => {
                add(&mut units, &choice.group, at, Some(choice.choose));
                add(&mut alternatives, &item.question, at, None);
            }
        }
    }
    let full = |items: &[usize]| items.iter().map(|at| sheet.items[*at].full_mark).sum::<Option<Rational>>();
    alternatives.iter_mut().for_each(|unit| unit.full = full(&unit.items));
    for unit in &mut units {
        let Some(choose) = unit.choose else {
            unit.full = full(&unit.items);
            continue;
        };
        let own: Vec<&Unit> = alternatives.iter().filter(|one| unit.items.contains(&one.items[0])).collect();
        let first = own.first().and_then(|one| one.full);
        let equal = own.iter().all(|one| one.full == first);
        unit.full = first.filter(|_| equal).map(|full| full * Rational::from_integer(choose as i128));
        // 4A and 4B are question 4.
        let letters = |c: char| c.is_ascii_uppercase();
        let mut stems: Vec<&str> = own.iter().map(|one| one.id.trim_end_matches(letters)).collect();
        stems.dedup();
        if let ([stem], false) = (&stems[..], stems[0].is_empty()) {
            unit.id = (*stem).to_owned();
        }
    }
    (units, alternatives)
}

/// By candidate, how many of the items stand up to the last one answered; choices do not tell.
fn last_answered(sheet: &ItemSheet) -> Vec<usize> {
    let mut last = vec![0; sheet.len()];
    for (at, scores) in sheet.scores.iter().enumerate() {
        for (candidate, score) in scores.iter().enumerate() {
            if *score != BLANK {
                last[candidate] = at + 1;
            }
        }
    }
    last
}

/// Whether the item of a candidate is behind the last one answered.
pub fn unreached(sheet: &ItemSheet) -> Vec<Vec<bool>> {
    let last = last_answered(sheet);
    let of = |at: usize| last.iter().map(|last| sheet.items[at].choice.is_none() && at >= *last).collect();
    (0..sheet.items.len()).map(of).collect()
}

fn score(
    sheet: &ItemSheet,
    unit: &Unit,
    candidate: usize,
    last: usize,
    [blank, unreached]: [bool; 2],
) -> i32 {
    let (mut sum, mut any, mut left_out) = (0, false, false);
    for &at in &unit.items {
        let score = sheet.scores[at][candidate];
        if score >= 0 {
            (sum, any) = (sum + i32::from(score), true);
        } else {
            left_out |= if at >= last { unreached } else { blank };
        }
    }
    let is_out = if unit.choose.is_some() { left_out && !any } else { left_out };
    if is_out { NONE } else { sum }
}

fn answered(sheet: &ItemSheet, unit: &Unit, candidate: usize) -> i32 {
    let own = unit.items.iter().map(|at| sheet.scores[*at][candidate]);
    let (mut sum, mut any) = (0, false);
    own.filter(|score| *score >= 0).for_each(|score| (sum, any) = (sum + i32::from(score), true));
    if any { sum } else { NONE }
}

/// The figures of every group, with further labels behind those of the group.
///
/// # Errors
/// As [`groups`].
pub fn each_group(
    sheet: &ItemSheet,
    request: &Request<'_>,
    dimensions: &[&str],
    each: impl Fn(&Group, &mut dyn FnMut(Labels, Figure)),
) -> Result<Figures> {
    let by = request.by.iter().filter(|key| *key != YEAR).cloned();
    let mut figures = Figures::new(by.chain(dimensions.iter().map(|key| (*key).to_owned())).collect());
    let subject = subject_of(sheet);
    for group in groups(sheet, request.by)? {
        threads::check();
        let mut push = |labels: Labels, figure: Figure| {
            let group_labels = group.labels.joined(&labels);
            figures.push(Figure {
                year: group.year,
                group: group_labels,
                subject: subject.clone(),
                ..figure
            });
        };
        each(&group, &mut push);
    }
    Ok(figures)
}

/// One label, or none for the whole.
pub fn labels(label: Option<&str>) -> Labels {
    std::iter::once(label).collect()
}

/// The remark on figures from few candidates.
pub fn few(n: usize) -> Clauses {
    (n > 0 && n < 10).then_some(&FEW).into()
}

/// The remark on those of whom something is not counted.
pub fn left_out(count: usize) -> Clauses {
    (count > 0).then(|| LEFT_OUT.with([Term::pupils(count as u64)])).into()
}

static BY_ITEM: Phrase = Phrase::new("items_by_item", "按小题", "single items");
static BY_QUESTION: Phrase =
    Phrase::new("items_by_question", "按题，小题合并", "questions with their parts added");
static BLANK_IS_ZERO: Phrase =
    Phrase::new("item_blank_is_zero", "到考者未作答记 0 分", "blanks of those who sat the paper count 0");
static BLANK_OMITTED: Phrase =
    Phrase::new("item_blank_left_out", "未作答不计入该题", "blanks are left out of the item");
static UNREACHED_IS_ZERO: Phrase =
    Phrase::new("item_not_reached_is_zero", "未做到的题记 0 分", "items not reached count 0");
static UNREACHED_OMITTED: Phrase =
    Phrase::new("item_not_reached_left_out", "未做到的题不计入", "items not reached are left out");
static FEW: Phrase = Phrase::new("few_candidates_of_item", "不足 10 人", "fewer than 10 candidates");
static LEFT_OUT: Phrase =
    Phrase::new("left_out_of_item", "{} 人有题未作答，未计入", "{} with a blank are left out");
