//! Answers that do not fit: the S-P table (S-P 表) and its caution indices, pupil by pupil and item by item.

use super::paper::{Group, Paper, each_group};
use super::shared::{AGGREGATION, BLANK, LEVEL, UNIVERSE, expected};
use crate::error::Result;
use crate::figures::{Figure, Figures, Labels, Phrase, Status, Term, Unit as Of, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Default, Discloses, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::ItemSheet;
use crate::stats::items::caution;

const ID: &str = "caution_index";

pub const CAUTION_INDEX: Indicator = Indicator {
    id: ID,
    name: Text::new("注意系数", "caution index"),
    aliases: &["S-P表", "S-P 表分析", "学生注意系数", "S-P table"],
    summary: Text::new(
        "每名考生（按行号）和每题的注意系数：对易题错、对难题对到什么程度",
        "of every candidate (by row) and item how far the pattern of answers is from the expected one: easy items wrong and hard ones right",
    ),
    formula: Text::new(
        "C = 1 − cov(u, p) ÷ cov(u*, p)；修正 =（Σ前 p − Σ u p）÷（Σ前 p − Σ后 p）；u* 为同样总分的理想模式",
        "C = 1 − cov(u, p) / cov(u*, p); modified = (Σ top p − Σ u p) / (Σ top p − Σ bottom p); u* is the ideal pattern of the same total",
    ),
    katex: r"C_i=1-\frac{\operatorname{cov}(u_i,p)}{\operatorname{cov}(u_i^*,p)}",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: AGGREGATION,
    unit: Of::Number,
    decimals: 3,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("caution", Text::new("注意系数", "caution"), Discloses::Candidate),
        Measure::new("modified_caution", Text::new("修正注意系数", "modified caution"), Discloses::Candidate),
        Measure::new("rights", Text::new("答对", "rights"), Discloses::Candidate)
            .shown_with(Places::AsNeeded),
        Measure::new(
            "flagged",
            Text::new("需要注意（1 是，0 否）", "to be looked at (1 yes, 0 no)"),
            Discloses::Candidate,
        )
        .shown_with(Places::AsNeeded),
    ],
    parameters: &[
        Parameter {
            name: "share",
            text: Text::new(
                "得到满分的多大份额算答对",
                "from which share of the full mark on an item is right",
            ),
            kind: Kind::Probability,
            default: Default::Value("1"),
            many: false,
        },
        Parameter {
            name: "limit",
            text: Text::new("注意系数超过多少要注意", "from which caution on it is flagged"),
            kind: Kind::Share,
            default: Default::Value("0.5"),
            many: false,
        },
        LEVEL,
        BLANK,
    ],
    edges: Text::new(
        "全对、全错的模式和各题一样难时：not_applicable；满分未知的题：全部 missing_input；逐个列出学生，只供内部使用",
        "patterns that are all right or all wrong, and items that are equally hard: not_applicable; an item whose full mark is not known: all are missing_input; it lists pupils and is for use inside alone",
    ),
    reference: Text::new(
        "佐藤隆博 (1975)；Harnisch & Linn (1981)；与 R PerFit 核对",
        "Sato (1975); Harnisch & Linn (1981); held against R PerFit",
    ),
    docstring: include_str!("caution_index.txt"),
    example: Example {
        input: "考号,1,2,3,4,总分\n满分,1,1,1,1,\n01,1,1,1,0,3\n02,1,1,0,0,2\n03,1,0,0,1,2\n04,1,0,0,0,1\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "答对人数 4、2、1、1；第 3 名考生（第 5 行）对第 1、4 题：k Σ u p = 4 × 5 = 20，理想模式 4 × 6 = 24，减 2 × 8 = 16；C = 1 − 4/8 = 0.5",
            "rights of items 4, 2, 1, 1; the third candidate (row 5) has items 1 and 4: k Σ u p = 4 × 5 = 20, ideal 4 × 6 = 24, less 2 × 8 = 16; C = 1 − 4/8 = 0.5",
        ),
        expected: &[expected("caution", &["5", ""], "0.500"), expected("caution", &["4", ""], "0.000")],
    },
    method: Method::Items(caution_index),
};

fn caution_index(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    let share = request.arguments.number("share").unwrap_or(Rational::from_integer(1));
    let limit = request.arguments.number("limit").map_or(0.5, crate::number::to_f64);
    each_group(sheet, request, &["row", "item"], |group, push| {
        let asked = Asked { paper: &paper, group, limit, share };
        let Some(table) = asked.table() else {
            let none =
                Figure { n: Some(group.candidates.len() as u64), ..Figure::new(ID, "caution", Of::Number) };
            push(labels(None, None), none.noted(&NO_FULL_MARK).without_value(Status::MissingInput));
            return;
        };
        asked.of_candidates(&table, push);
        asked.of_items(&table, push);
    })
}

struct Asked<'a> {
    paper: &'a Paper<'a>,
    group: &'a Group,
    limit: f64,
    share: Rational,
}

/// Rights and wrongs: by item, whether each candidate is right; how many are, of each item and each candidate.
struct Table {
    rights: Vec<Vec<bool>>,
    of_items: Vec<i64>,
    of_candidates: Vec<i64>,
}

impl Asked<'_> {
    fn table(&self) -> Option<Table> {
        let right = |at: usize| -> Option<Vec<bool>> {
            let full = self.paper.full_steps(&self.paper.units[at])?;
            let least = (self.share * Rational::from_integer(i128::from(full))).ceil().to_integer();
            let scores = &self.paper.scores[at];
            Some(self.group.candidates.iter().map(|one| i128::from(scores[*one]) >= least.max(1)).collect())
        };
        let rights: Vec<Vec<bool>> = (0..self.paper.units.len()).map(right).collect::<Option<_>>()?;
        let of_items = rights.iter().map(|item| item.iter().filter(|one| **one).count() as i64).collect();
        let of_candidates = (0..self.group.candidates.len())
            .map(|place| rights.iter().filter(|item| item[place]).count() as i64)
            .collect();
        Some(Table { rights, of_items, of_candidates })
    }

    fn of_candidates(&self, table: &Table, push: &mut dyn FnMut(Labels, Figure)) {
        let order = descending(&table.of_items);
        let weights: Vec<i64> = order.iter().map(|at| table.of_items[*at]).collect();
        for (place, candidate) in self.group.candidates.iter().enumerate() {
            crate::threads::check();
            let pattern: Vec<bool> = order.iter().map(|at| table.rights[*at][place]).collect();
            let row = self.paper.sheet.rows[*candidate].to_string();
            self.figures(labels(Some(&row), None), &pattern, &weights, push);
        }
    }

    fn of_items(&self, table: &Table, push: &mut dyn FnMut(Labels, Figure)) {
        let order = descending(&table.of_candidates);
        let weights: Vec<i64> = order.iter().map(|place| table.of_candidates[*place]).collect();
        for (at, unit) in self.paper.units.iter().enumerate() {
            let pattern: Vec<bool> = order.iter().map(|place| table.rights[at][*place]).collect();
            self.figures(labels(None, Some(&unit.id)), &pattern, &weights, push);
        }
    }

    fn figures(
        &self,
        labels: Labels,
        pattern: &[bool],
        weights: &[i64],
        push: &mut dyn FnMut(Labels, Figure),
    ) {
        let figure = |measure, unit| Figure {
            n: Some(pattern.len() as u64),
            fewest: Some(1),
            ..Figure::new(ID, measure, unit)
        };
        let found = caution(pattern, weights);
        let rights = pattern.iter().filter(|one| **one).count() as i128;
        let real = |measure, value: Option<f64>| match value {
            Some(value) => figure(measure, Of::Number).with_value(Value::Real(value)),
            None => figure(measure, Of::Number).without_value(Status::NotApplicable),
        };
        push(labels.clone(), real("caution", found.map(|found| found.sato)));
        push(labels.clone(), real("modified_caution", found.map(|found| found.modified)));
        let count = |measure, value| {
            figure(measure, Of::Count).with_value(Value::Exact(Rational::from_integer(value)))
        };
        push(labels.clone(), count("rights", rights));
        let flagged = found.map(|found| i128::from(found.sato > self.limit));
        let flagged = match flagged {
            Some(flagged) => count("flagged", flagged),
            None => figure("flagged", Of::Count).without_value(Status::NotApplicable),
        };
        let method = LIMIT.with([Term::chosen(crate::figures::Numeral::of_double(self.limit, 3))]).into();
        push(labels, Figure { method, ..flagged });
    }
}

fn labels(row: Option<&str>, item: Option<&str>) -> Labels {
    [row, item].into_iter().collect()
}

/// The places of the highest first; of equals the first.
fn descending(counts: &[i64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(counts[*at]));
    order
}

static NO_FULL_MARK: Phrase =
    Phrase::new("caution_without_full_mark", "有题的满分未知", "the full mark of an item is not known");
static LIMIT: Phrase = Phrase::new("caution_above", "注意系数超过 {}", "caution above {}");
