//! What was read of each column becomes a sheet of items: scores in one step, options scored by their key.

use super::answers::{self, EVERYTHING};
use super::blueprint::Planned;
use super::checks::{self, Doubts};
use super::choices::{finish, only};
use super::columns::Found;
use super::options::ItemOptions;
use super::read::{ANSWER, CHOSEN, ITEM, STATED};
use super::strings::{self, STRING};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::number::{Rational, common_step};
use crate::records::{BLANK, Item, ItemSheet, KeyColumn, Mark, Records, ScoreColumn, ScoringRule, UNKNOWN};

pub struct Sheet<'s> {
    pub file: String,
    pub records: Records,
    pub found: &'s [Found],
    pub planned: &'s [Option<&'s Planned>],
    /// What the rows below the header say.
    pub said: &'s [Planned],
    pub plan: &'s [Planned],
    pub full_marks: &'s [Option<Rational>],
    /// Of the paper.
    pub full: Option<Rational>,
    /// Candidates of whom it is not known which item they had where; none at all, or one each.
    pub unplaced: &'s [bool],
    pub rule: Option<ScoringRule>,
    pub options: &'s ItemOptions,
}

/// # Errors
/// Options that cannot be scored; scores of more steps than an item has.
pub fn assemble(sheet: Sheet<'_>) -> Result<ItemSheet> {
    let items: Vec<Item> = (0..sheet.found.len()).map(|at| sheet.item(at)).collect();
    sheet.refuse_unscored(&items)?;
    let step = sheet.step(&items)?;
    let columns: Vec<Column> =
        (0..items.len()).map(|at| sheet.column(at, &items[at], step)).collect::<Result<_>>()?;
    let stated = sheet.score(STATED);
    let len = sheet.records.len;
    let is_gone =
        |mark: &Mark| matches!(mark, Mark::Absent | Mark::Deferred | Mark::Exempt | Mark::Violation);
    let (mut kept, mut absent, mut unknown) = (Vec::new(), 0, Vec::new());
    for at in 0..len {
        let total = stated.map_or(&Mark::Blank, |total| &total.marks[at]);
        let answered = columns.iter().any(|column| column.scores[at] >= 0 || column.has_answer(at));
        let lost = sheet.unplaced.get(at) == Some(&true);
        if is_gone(total) || !lost && !answered && *total != Mark::Scored {
            absent += 1;
        } else if lost || !answered || columns.iter().any(|column| column.scores[at] == UNKNOWN) {
            unknown.push(sheet.records.rows[at]);
        } else {
            kept.push(at);
        }
    }
    let stated_total: Option<Vec<Option<Rational>>> = stated.map(|total| {
        let scale = total.subject.scale;
        let one =
            |at: &usize| (total.marks[*at] == Mark::Scored).then(|| scale.score(i64::from(total.ticks[*at])));
        kept.iter().map(one).collect()
    });
    let chosen = sheet.records.keys.iter().find(|key| key.name == CHOSEN).map(|key| chosen_by(key, &kept));
    let doubts = checks::of_plan(&sheet, &items, &unknown);
    let picked = |column: Column| {
        let answers = column.answers.map(|key| match kept.len() == len {
            true => key,
            false => only(&key, &kept),
        });
        let scores = match kept.len() == len {
            true => column.scores,
            false => kept.iter().map(|at| column.scores[*at]).collect(),
        };
        (scores, answers)
    };
    let (scores, answers) = columns.into_iter().map(picked).unzip();
    let paper = ItemSheet {
        file: sheet.file.clone(),
        subject: sheet.options.subject.clone(),
        step,
        keys: sheet.keys(&kept),
        rows: kept.iter().map(|at| sheet.records.rows[*at]).collect(),
        scores,
        answers,
        items,
        absent,
        doubts,
    };
    let is_scored_by_key: Vec<bool> = sheet.found.iter().map(|found| found.score.is_none()).collect();
    let seen = Doubts { stated: stated_total, full: sheet.full, is_scored_by_key };
    Ok(finish(paper, chosen.as_ref(), &seen, sheet.options))
}

/// One item of all candidates.
struct Column {
    scores: Vec<i16>,
    answers: Option<KeyColumn>,
}

impl Column {
    fn has_answer(&self, at: usize) -> bool {
        self.answers.as_ref().is_some_and(|answers| !answers.label(at).is_empty())
    }
}

fn chosen_by(key: &KeyColumn, kept: &[usize]) -> KeyColumn {
    let mut key = only(key, kept);
    key.labels.iter_mut().for_each(|label| *label = super::blueprint::id_of(label).0);
    key
}

impl Sheet<'_> {
    fn score(&self, id: &str) -> Option<&ScoreColumn> {
        self.records.scores.iter().find(|column| column.subject.id == id)
    }

    /// The keys of candidates, without the options chosen.
    fn keys(&self, kept: &[usize]) -> Vec<KeyColumn> {
        let is_own =
            |key: &&KeyColumn| key.name != CHOSEN && key.name != STRING && !key.name.starts_with(ANSWER);
        let own = self.records.keys.iter().filter(is_own);
        own.map(|key| only(key, kept)).collect()
    }

    /// What the plan, the rows below the header and the header say of an item, the former before the latter.
    fn item(&self, at: usize) -> Item {
        let (found, said) = (&self.found[at], &self.said[at]);
        let planned = self.planned[at];
        let with = |of: fn(&Planned) -> bool| planned.filter(|planned| of(planned)).unwrap_or(said);
        let key = planned.and_then(|planned| planned.key.clone()).or_else(|| said.key.clone());
        let kind = with(|planned| planned.kind.is_some()).kind.clone();
        let named =
            |kind: &str| ["选择", "单选", "多选", "判断", "客观"].iter().any(|word| kind.contains(word));
        let any_options = self.found.iter().any(|found| found.options.is_some());
        let objective = with(|planned| planned.objective.is_some()).objective;
        let objective = objective.or_else(|| any_options.then_some(found.options.is_some()));
        let objective = objective.or_else(|| kind.as_deref().map(named));
        let rule = planned.and_then(|planned| planned.rule).or(said.rule).or(self.rule);
        let choice = planned.and_then(|planned| planned.choice.clone()).or_else(|| said.choice.clone());
        let question = planned.and_then(|planned| planned.question.clone()).or_else(|| said.question.clone());
        Item {
            id: found.id.clone(),
            name: found.name.clone(),
            question: question.unwrap_or_else(|| found.question.clone()),
            kind,
            full_mark: self.full_marks[at],
            rule: rule.filter(|_| key.as_deref().is_some_and(answers::has_several)).unwrap_or_default(),
            // Of constructed questions the key is a text.
            key: key.filter(|key| key == EVERYTHING || found.options.is_some() || objective == Some(true)),
            knowledge: with(|planned| !planned.knowledge.is_empty()).knowledge.clone(),
            ability: with(|planned| !planned.ability.is_empty()).ability.clone(),
            expected: with(|planned| planned.expected.is_some()).expected,
            choice,
            objective,
            attributes: with(|planned| !planned.attributes.is_empty()).attributes.clone(),
        }
    }

    /// Options without a score beside them need a key, a full mark and, where several are right, a rule.
    fn refuse_unscored(&self, items: &[Item]) -> Result<()> {
        let rule_of = |at: usize| self.planned[at].and_then(|p| p.rule).or(self.said[at].rule).or(self.rule);
        let lacks = |at: usize| {
            let item = &items[at];
            let several = item.key.as_deref().is_some_and(answers::has_several);
            match (&item.key, item.full_mark) {
                (None, _) => Some(Text::new("标准答案", "a key")),
                (_, None) => Some(Text::new("满分", "a full mark")),
                _ if several && rule_of(at).is_none() => Some(Text::new(
                    "部分选对得几分的规则（rule：half、per_option、subset=分数 或 exact）",
                    "a rule for a part of the key (half, per_option, subset=POINTS or exact)",
                )),
                _ => None,
            }
        };
        let unscored = |at: &usize| self.found[*at].score.is_none() && lacks(*at).is_some();
        let all: Vec<usize> = (0..items.len()).filter(unscored).collect();
        let Some(first) = all.first() else { return Ok(()) };
        Err(Error::OptionsUnscored {
            place: Place::file(&self.file),
            items: all.iter().map(|at| items[*at].id.clone()).collect(),
            lacks: lacks(*first).unwrap_or(Text::new("", "")),
        })
    }

    /// The step of which all scores are multiples.
    fn step(&self, items: &[Item]) -> Result<Rational> {
        let mut steps = Vec::new();
        for item in items {
            match (self.score(&format!("{ITEM}{}", item.id)), item.full_mark) {
                (Some(column), _) => steps.push(column.subject.scale.step()),
                (None, Some(full)) => {
                    steps.push(full);
                    match (item.rule, &item.key) {
                        (ScoringRule::Half, _) => steps.push(full / Rational::from_integer(2)),
                        (ScoringRule::Subset(points), _) => steps.push(points),
                        (ScoringRule::PerOption, Some(key)) => {
                            let lengths =
                                key.split('|').map(|one| one.len() as i128).filter(|length| *length > 0);
                            steps.extend(lengths.map(|length| full / Rational::from_integer(length)));
                        }
                        _ => {}
                    }
                }
                (None, None) => {}
            }
        }
        let first = steps.first().copied().unwrap_or(Rational::from_integer(1));
        let fault = Error::Internal { what: "steps of the items have no common step" };
        steps.into_iter().try_fold(first, common_step).ok_or(fault)
    }

    fn column(&self, at: usize, item: &Item, step: Rational) -> Result<Column> {
        let options = self.records.keys.iter().find(|key| key.name == format!("{ANSWER}{}", item.id));
        let options = options.filter(|_| self.found[at].options.is_some()).map(answers::normal_column);
        if let Some(piece) = self.found[at].piece {
            return self.cut(item, piece, step);
        }
        let scores = match self.score(&format!("{ITEM}{}", item.id)) {
            Some(column) => self.scores_read(column, item, step)?,
            None => self.scores_of_options(item, options.as_ref(), step)?,
        };
        Ok(Column { scores, answers: options })
    }

    /// An item whose options are a piece of one string; a string that cannot be cut leaves all of its items unknown.
    fn cut(&self, item: &Item, piece: usize, step: Rational) -> Result<Column> {
        let strings = self.records.keys.iter().find(|key| key.name == STRING);
        let strings = strings.ok_or(Error::Internal { what: "the string of options was not read" })?;
        let count = self.found.iter().filter(|found| found.piece.is_some()).count();
        let (options, uncut) = strings::piece(strings, piece, count);
        let options = answers::normal_column(&options);
        let mut scores = self.scores_of_options(item, Some(&options), step)?;
        scores.iter_mut().zip(uncut).filter(|(_, uncut)| *uncut).for_each(|(score, _)| *score = UNKNOWN);
        Ok(Column { scores, answers: Some(options) })
    }

    fn scores_read(&self, column: &ScoreColumn, item: &Item, step: Rational) -> Result<Vec<i16>> {
        let factor = (column.subject.scale.step() / step).to_integer();
        let full = item.full_mark.map_or(i128::MAX, |full| (full / step).floor().to_integer());
        let score = |(ticks, mark): (&i32, &Mark)| match mark {
            // At its position in another paper stands an item that is worth more.
            Mark::Scored if i128::from(*ticks) * factor > full => Ok(UNKNOWN),
            Mark::Scored => self.fitting(i128::from(*ticks) * factor),
            Mark::Blank => Ok(BLANK),
            _ => Ok(UNKNOWN),
        };
        column.ticks.iter().zip(&column.marks).map(score).collect()
    }

    fn scores_of_options(
        &self,
        item: &Item,
        options: Option<&KeyColumn>,
        step: Rational,
    ) -> Result<Vec<i16>> {
        let (Some(options), Some(key), Some(full)) = (options, &item.key, item.full_mark) else {
            return Ok(vec![UNKNOWN; self.records.len]);
        };
        let worth = |chosen: &String| {
            let score = answers::score(chosen, key, item.rule, full) / step;
            // A blank is none, unless everybody has the full mark.
            if chosen.is_empty() && key != EVERYTHING { Ok(BLANK) } else { self.fitting(score.to_integer()) }
        };
        let worth: Vec<i16> = options.labels.iter().map(worth).collect::<Result<_>>()?;
        Ok(options.codes.iter().map(|code| worth[*code as usize]).collect())
    }

    fn fitting(&self, ticks: i128) -> Result<i16> {
        i16::try_from(ticks).map_err(|_| Error::LimitExceeded {
            place: Place::file(&self.file),
            what: Text::new("一题得分的档数", "steps in the score of an item"),
            found: u64::try_from(ticks).unwrap_or(u64::MAX),
            allowed: i16::MAX as u64,
        })
    }
}
