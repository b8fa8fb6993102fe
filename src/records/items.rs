//! The scores of a paper's items, candidate by candidate, and what the plan of the paper says of each item.

use super::{KeyColumn, Keyed};
use crate::number::{Rational, common_step};

/// Nothing stands in the cell.
pub const BLANK: i16 = -1;
/// What stands in the cell is no score, or tells that the candidate was not there.
pub const UNKNOWN: i16 = -2;

/// How the options of a candidate become a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScoringRule {
    /// All of the key and nothing else.
    #[default]
    Exact,
    /// Half of the full mark for a part of the key.
    Half,
    /// So many points for a part of the key.
    Subset(Rational),
    /// The share of the key that was chosen.
    PerOption,
}

/// A label, and the points of the item that are its own, where the plan says so.
pub type Part = (String, Option<Rational>);

/// One item, as its header and the plan describe it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Its number, with that of its question before it: `16.1`.
    pub id: String,
    /// As the sheet writes it.
    pub name: String,
    /// The question that it is a part of.
    pub question: String,
    /// 题型.
    pub kind: Option<String>,
    pub full_mark: Option<Rational>,
    /// The options that are right, sorted; several keys stand apart by `|`.
    pub key: Option<String>,
    pub rule: ScoringRule,
    pub knowledge: Vec<Part>,
    pub ability: Vec<Part>,
    /// The difficulty that the plan expects.
    pub expected: Option<Rational>,
    pub choice: Option<Choice>,
    pub objective: Option<bool>,
    /// Further columns of the plan, by their headers.
    pub attributes: Vec<(String, String)>,
}

/// Questions of which a candidate answers some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub group: String,
    pub choose: usize,
}

/// What a person should know of a sheet, beside what its cells say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemDoubt {
    /// Items of the plan that no column holds.
    WithoutColumn(Vec<String>),
    /// Columns of which the plan says nothing.
    WithoutPlan(Vec<String>),
    /// Items whose full mark is not known.
    WithoutFullMark(Vec<String>),
    /// Items whose full mark the plan and the sheet give otherwise; the plan's counts.
    FullMarkDiffers(Vec<String>),
    /// Candidates whose stated total is not the sum of their items, and the first rows of them.
    TotalDiffers { candidates: u64, rows: Vec<u64> },
    /// The full marks of the items do not add to that of the paper.
    FullMarksDoNotAdd { items: String, paper: String },
    /// Items in which all have one score.
    Constant(Vec<String>),
    /// Items that more than a fifth left blank.
    OftenBlank(Vec<String>),
    /// Choice items whose score is not what their key and rule give, with how many candidates, and the first rows.
    KeyDisagrees { items: Vec<String>, candidates: u64, rows: Vec<u64> },
    /// Choice items of which a wrong option is chosen more often than the key.
    KeyLessChosen(Vec<String>),
    /// Candidates who answered more of a choice than is allowed, and how many of their answers count.
    AnsweredTooMany { candidates: u64, rows: Vec<u64>, best: bool },
    /// Candidates who have 0 in every item.
    ZeroPapers { candidates: u64, dropped: bool },
    /// Items whose key is `*`: all have the full mark, or they are no part of the paper.
    Void { items: Vec<String>, dropped: bool },
    /// Several papers, in which each item is taken to stand at one place.
    PapersInOneOrder(Vec<String>),
    /// Papers of which the plan does not say where the items stand: their candidates are in no figure.
    PapersUnknown(Vec<String>),
    /// Candidates of whom an item is not known: they are in no figure.
    NotKnown { candidates: u64, rows: Vec<u64> },
}

/// A paper: who sat it, and what each has in each item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemSheet {
    pub file: String,
    /// The subject of the paper, where it is said.
    pub subject: Option<String>,
    pub items: Vec<Item>,
    /// The step of all scores.
    pub step: Rational,
    /// Keys of those who sat the paper.
    pub keys: Vec<KeyColumn>,
    /// The physical row of each.
    pub rows: Vec<u64>,
    /// By item, the score of each candidate in steps, [`BLANK`] or [`UNKNOWN`].
    pub scores: Vec<Vec<i16>>,
    /// By item, the options of each candidate as they are compared with the key; empty where none was chosen.
    pub answers: Vec<Option<KeyColumn>>,
    /// Who did not sit the paper.
    pub absent: u64,
    pub doubts: Vec<ItemDoubt>,
}

impl Default for ItemSheet {
    fn default() -> ItemSheet {
        ItemSheet {
            file: String::new(),
            subject: None,
            items: Vec::new(),
            step: Rational::from_integer(1),
            keys: Vec::new(),
            rows: Vec::new(),
            scores: Vec::new(),
            answers: Vec::new(),
            absent: 0,
            doubts: Vec::new(),
        }
    }
}

impl Keyed for ItemSheet {
    fn keys(&self) -> &[KeyColumn] {
        &self.keys
    }

    fn add_key(&mut self, key: KeyColumn) {
        self.keys.push(key);
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn candidates_at(&self, _index: usize) -> u64 {
        1
    }
}

impl ItemSheet {
    /// Candidates who sat the paper.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn key_names(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.name.clone()).collect()
    }

    /// The paper without some of its items.
    pub fn without_items(&mut self, is_left_out: impl Fn(&Item) -> bool) {
        let kept: Vec<bool> = self.items.iter().map(|item| !is_left_out(item)).collect();
        let mut keep = [kept.iter(), kept.iter(), kept.iter()];
        let [items, scores, answers] = &mut keep;
        self.items.retain(|_| *items.next().unwrap_or(&true));
        self.scores.retain(|_| *scores.next().unwrap_or(&true));
        self.answers.retain(|_| *answers.next().unwrap_or(&true));
    }

    /// Puts the candidates of another file of the same paper below ours; `false` where the papers differ.
    pub fn append(&mut self, other: ItemSheet) -> bool {
        if self.items.is_empty() {
            *self = other;
            return true;
        }
        let fits = self.subject == other.subject && self.items == other.items;
        let Some(step) = common_step(self.step, other.step).filter(|_| fits) else { return false };
        let (Some(ours), Some(theirs)) =
            (finer(&self.scores, self.step, step), finer(&other.scores, other.step, step))
        else {
            return false;
        };
        let (n, more) = (self.len(), other.len());
        self.step = step;
        self.scores = ours.into_iter().zip(theirs).map(|(one, two)| [one, two].concat()).collect();
        let answers = self.answers.iter().zip(&other.answers);
        self.answers =
            answers.map(|(one, two)| joined_answers(one.as_ref(), two.as_ref(), n, more)).collect();
        let names: Vec<String> = self.key_names();
        let further = other.keys.iter().filter(|key| !names.contains(&key.name));
        let all: Vec<&str> =
            names.iter().map(String::as_str).chain(further.map(|key| key.name.as_str())).collect();
        self.keys = all
            .iter()
            .map(|name| {
                let of = |keys: &'_ [KeyColumn]| keys.iter().position(|key| key.name == *name);
                joined(
                    of(&self.keys).map(|at| &self.keys[at]),
                    of(&other.keys).map(|at| &other.keys[at]),
                    name,
                    n,
                    more,
                )
            })
            .collect();
        self.rows.extend(other.rows);
        self.absent += other.absent;
        self.doubts.extend(other.doubts);
        true
    }
}

/// The scores in a finer step; `None` where they do not fit.
fn finer(scores: &[Vec<i16>], from: Rational, to: Rational) -> Option<Vec<Vec<i16>>> {
    let factor = i16::try_from((from / to).to_integer()).ok()?;
    let one = |score: &i16| if *score < 0 { Some(*score) } else { score.checked_mul(factor) };
    scores.iter().map(|item| item.iter().map(one).collect()).collect()
}

fn joined(one: Option<&KeyColumn>, two: Option<&KeyColumn>, name: &str, n: usize, more: usize) -> KeyColumn {
    let label =
        |key: Option<&'_ KeyColumn>, at: usize| key.map_or_else(String::new, |key| key.label(at).to_owned());
    let labels: Vec<String> =
        (0..n).map(|at| label(one, at)).chain((0..more).map(|at| label(two, at))).collect();
    KeyColumn::interned(name, labels.iter().map(String::as_str))
}

fn joined_answers(
    one: Option<&KeyColumn>,
    two: Option<&KeyColumn>,
    n: usize,
    more: usize,
) -> Option<KeyColumn> {
    let name = one.or(two)?.name.clone();
    Some(joined(one, two, &name, n, more))
}
