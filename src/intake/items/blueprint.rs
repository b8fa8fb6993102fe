//! The plan of a paper (双向细目表): a row per item, or per item and point of knowledge.

use std::collections::BTreeMap;

use super::answers;
use super::choices::choice_of;
use super::forms;
use super::grammar::{self, ItemName};
use crate::error::{Error, Result};
use crate::intake::text::{header_key, narrow, trim};
use crate::lang::Text;
use crate::number::{Decimal, Rational};
use crate::records::{Choice, Part, ScoringRule, SmallTable};

/// What a column of the plan, or a row below the header of the sheet, says of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    Item,
    Question,
    Kind,
    FullMark,
    Key,
    Rule,
    Knowledge,
    Ability,
    Expected,
    ChoiceGroup,
    Choose,
    Objective,
    /// Where the item stands in each of several papers.
    Positions,
    /// A mean or the like, of which nothing is taken.
    Check,
}

const WORDS: &[(Says, &[&str])] = &[
    (Says::Item, &["题号", "小题号", "小题", "序号", "th", "item", "试题", "题目"]),
    (Says::Question, &["大题", "大题号", "所属大题", "所属题", "question"]),
    (Says::Kind, &["题型", "题目类型", "type"]),
    (
        Says::FullMark,
        &["分值", "满分", "满分值", "总分值", "小题分值", "fs", "fullmark", "full", "maxscore", "score"],
    ),
    (Says::Key, &["标准答案", "答案", "正确答案", "参考答案", "da", "key"]),
    (Says::Rule, &["计分规则", "评分规则", "给分规则", "rule"]),
    (Says::Knowledge, &["知识点", "考点", "知识模块", "知识板块", "章节", "单元", "考查内容", "knowledge"]),
    (
        Says::Ability,
        &["能力层次", "能力要求", "认知水平", "认知层次", "目标层次", "核心素养", "能力", "ability"],
    ),
    (Says::Expected, &["预估难度", "预计难度", "难度系数", "难度", "expecteddifficulty", "difficulty"]),
    (Says::ChoiceGroup, &["选做组", "选考组", "选做", "choicegroup"]),
    (Says::Choose, &["选做数", "选几", "choose"]),
    (Says::Positions, &["卷别题号", "各卷题号", "卷别位置", "各卷位置", "positions"]),
    (Says::Objective, &["客观/主观", "主客观", "题类", "客观题", "objective"]),
    (
        Says::Check,
        &[
            "平均",
            "平均分",
            "均分",
            "得分率",
            "标准差",
            "区分度",
            "最高分",
            "最低分",
            "满分率",
            "零分率",
            "信度",
        ],
    ),
];

/// What a label means.
pub fn says(label: &str) -> Option<Says> {
    let key = header_key(label);
    let key = key.trim_end_matches([':', '：']);
    WORDS.iter().find(|(_, words)| words.contains(&key)).map(|(says, _)| *says)
}

/// What is said of one item, as far as it is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planned {
    pub name: String,
    pub id: String,
    pub question: Option<String>,
    pub kind: Option<String>,
    pub full_mark: Option<Rational>,
    pub key: Option<String>,
    pub rule: Option<ScoringRule>,
    pub knowledge: Vec<Part>,
    pub ability: Vec<Part>,
    pub expected: Option<Rational>,
    pub choice: Option<Choice>,
    pub choose: Option<usize>,
    pub objective: Option<bool>,
    /// Paper and position, where several papers have the items in another order.
    pub positions: Vec<(String, String)>,
    pub attributes: Vec<(String, String)>,
}

/// The id of an item by its name in a plan, and the question that it is of by its name.
pub fn id_of(name: &str) -> (String, Option<ItemName>) {
    match grammar::parse(name) {
        Some(parsed) => (parsed.id(), Some(parsed)),
        None => (trim(&narrow(name)).to_owned(), None),
    }
}

/// What is expected of a cell; of texts nothing.
const NUMBER: Text = Text::new("大于 0 的数", "a number above 0");
const DIFFICULTY: Text = Text::new(
    "0 到 1 之间的数（易、中、难没有数值，不使用）",
    "a number from 0 to 1 (易, 中, 难 have no number and are not used)",
);
const POSITIONS: Text = Text::new("卷别与题号，如 A:1,B:5", "papers and positions, such as A:1,B:5");
const RULE: Text =
    Text::new("exact、half、per_option 或 subset=分数", "exact, half, per_option or subset=POINTS");

impl Planned {
    /// Takes what a cell says; what cannot be read is told by what was expected.
    pub fn take(&mut self, says: Says, cell: &str) -> std::result::Result<(), Text> {
        let plain = narrow(cell);
        let plain = trim(&plain);
        if plain.is_empty() {
            return Ok(());
        }
        let number =
            |text: &str| Decimal::parse(text.trim_end_matches('分').as_bytes()).map(Decimal::to_rational);
        match says {
            Says::Item | Says::Check => {}
            // A section (一、选择题) is no question: its items are not parts of one.
            Says::Question if plain.bytes().any(|b| b.is_ascii_digit()) => {
                self.question =
                    Some(grammar::parse(plain).map_or_else(|| plain.to_owned(), |name| name.id()));
            }
            Says::Question => self.attributes.push(("section".to_owned(), plain.to_owned())),
            Says::Kind => self.kind = Some(plain.to_owned()),
            Says::FullMark => {
                let mark = number(plain).filter(|mark| *mark > Rational::from_integer(0)).ok_or(NUMBER)?;
                self.full_mark = Some(mark);
            }
            // Of constructed questions the key is a text, and nothing is scored by it.
            Says::Key => self.key = answers::key(plain),
            Says::Rule => self.rule = Some(answers::rule(plain).ok_or(RULE)?),
            Says::Knowledge => add_parts(&mut self.knowledge, plain),
            Says::Ability => add_parts(&mut self.ability, plain),
            Says::Expected if ["易", "较易", "中", "中等", "较难", "难"].contains(&plain) => {}
            Says::Expected => {
                let range = Rational::from_integer(0)..=Rational::from_integer(1);
                self.expected = Some(number(plain).filter(|share| range.contains(share)).ok_or(DIFFICULTY)?);
            }
            Says::ChoiceGroup => self.choice = Some(choice_of(plain)),
            Says::Choose => {
                self.choose = Some(plain.parse().ok().filter(|choose| *choose > 0).ok_or(NUMBER)?);
            }
            Says::Positions => self.positions.extend(forms::positions(plain).ok_or(POSITIONS)?),
            Says::Objective => {
                self.objective = Some(plain.contains('客') || ["1", "true", "yes"].contains(&plain))
            }
        }
        Ok(())
    }

    /// Adds what another row says of the same item.
    fn join(&mut self, other: Planned) {
        for (label, points) in other.knowledge {
            if !self.knowledge.iter().any(|(known, _)| *known == label) {
                self.knowledge.push((label, points));
            }
        }
        for (label, points) in other.ability {
            if !self.ability.iter().any(|(known, _)| *known == label) {
                self.ability.push((label, points));
            }
        }
        self.full_mark = self.full_mark.or(other.full_mark);
        self.key = self.key.take().or(other.key);
        self.kind = self.kind.take().or(other.kind);
        self.expected = self.expected.or(other.expected);
    }
}

/// Several points in a cell stand apart by `;`, `、`, `/` or `|`.
fn add_parts(parts: &mut Vec<Part>, cell: &str) {
    for label in
        cell.split([';', '、', '/', '|', '\n']).map(trim).filter(|label| !label.is_empty() && *label != "0")
    {
        if !parts.iter().any(|(known, _)| known == label) {
            parts.push((label.to_owned(), None));
        }
    }
}

/// Reads a plan, in the order of its rows.
///
/// # Errors
/// No column of item numbers; a cell that cannot be read.
pub fn read(table: &SmallTable) -> Result<Vec<Planned>> {
    let of: Vec<Option<Says>> = columns(table);
    let Some(item) = of.iter().position(|says| *says == Some(Says::Item)) else {
        return Err(Error::ColumnNotFound {
            place: table.place(0),
            column: "题号".to_owned(),
            available: table.headers.clone(),
            suggestion: None,
        });
    };
    let mut plan: Vec<Planned> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (row, cells) in table.rows.iter().enumerate() {
        let name = trim(&cells[item]).to_owned();
        if name.is_empty() || ["合计", "总计", "总分", "小计"].contains(&name.as_str()) {
            continue;
        }
        let mut planned = Planned { id: id_of(&name).0, name, ..Planned::default() };
        for (at, cell) in cells.iter().enumerate() {
            let place = || table.place(row).at_column(at, table.headers[at].clone());
            match of[at] {
                Some(says) => planned.take(says, cell).map_err(|expected| Error::BadCell {
                    place: place(),
                    found: cell.clone(),
                    expected,
                })?,
                None if table.headers[at].is_empty() || cell.is_empty() => {}
                None => match forms::paper_of(&table.headers[at]) {
                    Some(paper) => planned.positions.push((paper, id_of(cell).0)),
                    None => planned.attributes.push((table.headers[at].clone(), cell.clone())),
                },
            }
        }
        match places.get(&planned.id) {
            Some(known) => plan[*known].join(planned),
            None => {
                places.insert(planned.id.clone(), plan.len());
                plan.push(planned);
            }
        }
    }
    plan.iter_mut().for_each(settle_choice);
    points_given(&mut plan);
    Ok(plan)
}

pub fn settle_choice(planned: &mut Planned) {
    if let (Some(choice), Some(choose)) = (&mut planned.choice, planned.choose) {
        choice.choose = choose;
    }
}

/// The first column of each meaning; 序号 only where no better number of items is there.
fn columns(table: &SmallTable) -> Vec<Option<Says>> {
    let mut of: Vec<Option<Says>> = table.headers.iter().map(|header| says(header)).collect();
    let rank =
        |header: &str| WORDS[0].1.iter().position(|word| *word == header_key(header)).unwrap_or(usize::MAX);
    let items = (0..of.len()).filter(|at| of[*at] == Some(Says::Item));
    let best = items.min_by_key(|at| rank(&table.headers[*at]));
    for (at, says) in of.iter_mut().enumerate() {
        if *says == Some(Says::Item) && best != Some(at) {
            *says = Some(Says::Check);
        }
    }
    of
}

/// A matrix of items by abilities with points in its cells: several further columns whose numbers add to the full mark
/// in every row.
fn points_given(plan: &mut [Planned]) {
    let number = |cell: &str| Decimal::parse(cell.as_bytes()).map(Decimal::to_rational);
    let all = |planned: &Planned| {
        let points: Option<Vec<Part>> = planned
            .attributes
            .iter()
            .map(|(label, cell)| Some((label.clone(), Some(number(cell)?))))
            .collect();
        let sum = |points: &Vec<Part>| points.iter().filter_map(|(_, points)| *points).sum::<Rational>();
        points.filter(|points| !points.is_empty() && Some(sum(points)) == planned.full_mark)
    };
    let found: Option<Vec<Vec<Part>>> = plan.iter().map(all).collect();
    let Some(found) = found else { return };
    for (planned, mut points) in plan.iter_mut().zip(found) {
        points.retain(|(_, points)| points.is_some_and(|points| points > Rational::from_integer(0)));
        planned.ability = points;
        planned.attributes.clear();
    }
}
