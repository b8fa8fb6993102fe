//! How an item's difficulty runs along the total: 难度曲线.

use std::collections::BTreeMap;

use super::ability::quantile_cuts;
use super::paper::{NONE, Paper, each_group, labels};
use super::shared::{AGGREGATION, BLANK, INPUT, LEVEL, OF_ITEMS, UNIVERSE, expected};
use crate::error::Result;
use crate::figures::{Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Default, DrawnAs, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::ItemSheet;

const ID: &str = "item_curve";

pub const ITEM_CURVE: Indicator = Indicator {
    id: ID,
    name: Text::new("难度曲线", "item curve"),
    aliases: &["分组难度曲线", "题目特征曲线（经验）", "empirical item curve"],
    summary: Text::new(
        "每题的得分率随总分的变化：按总分分组或分段",
        "how the score rate of each item runs along the total: by groups or bands of it",
    ),
    formula: Text::new(
        "一组中该题得分合计 ÷（人数 × 满分）",
        "sum of the scores of the item / (candidates × full mark), within a group or band",
    ),
    katex: r"P_j(t)=\frac{\sum_{i:T_i\in t}x_{ij}}{n_t\,F_j}",
    universe: UNIVERSE,
    numerator: Text::new("组内该题得分合计", "sum of the scores of the item"),
    denominator: Text::new("组内人数 × 满分", "candidates × full mark"),
    aggregation: AGGREGATION,
    unit: Of::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::new("difficulty", Text::new("得分率", "score rate"), OF_ITEMS).drawn_as(DrawnAs::Line),
        Measure::new("mean_total", Text::new("组内平均总分", "mean total"), OF_ITEMS)
            .shown_with(Places::Of(2)),
    ],
    parameters: &[
        Parameter {
            name: "groups",
            text: Text::new("按总分分成几组", "into how many groups of the total candidates are put"),
            kind: Kind::Count,
            default: Default::Value("5"),
            many: false,
        },
        Parameter {
            name: "width",
            text: Text::new("不分组而按这么宽的分数段", "bands of so many points, in place of groups"),
            kind: Kind::Points,
            default: Default::Nothing,
            many: false,
        },
        LEVEL,
        BLANK,
    ],
    edges: Text::new(
        "满分未知：missing_input；没有人的组不列；同分者在一组",
        "an unknown full mark: missing_input; groups without candidates are not listed; equal totals stand together",
    ),
    reference: Text::new(
        "各省教育考试机构难度曲线图；手工检验",
        "difficulty curves of provincial examination authorities; checked by hand",
    ),
    docstring: include_str!("item_curve.txt"),
    example: Example {
        input: INPUT,
        by: &[],
        arguments: &[("groups", &["2"])],
        steps: Text::new(
            "总分 2、3、6、9 在下半，10、11、12、17 在上半；第 3 题：下半 2 + 0 + 3 + 6 = 11，11 ÷ 32 = 0.344；上半 4 + 5 + 6 + 8 = 23，23 ÷ 32 = 0.719",
            "totals 2, 3, 6, 9 are the lower half, 10, 11, 12, 17 the upper; item 3: 2 + 0 + 3 + 6 = 11 of 32 is 0.344, 4 + 5 + 6 + 8 = 23 of 32 is 0.719",
        ),
        expected: &[
            expected("difficulty", &["3", "1"], "0.344"),
            expected("difficulty", &["3", "2"], "0.719"),
        ],
    },
    method: Method::Items(item_curve),
};

fn item_curve(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    let groups = request.arguments.whole("groups").unwrap_or(5).clamp(1, 100) as usize;
    let width = request.arguments.number("width");
    let said = match width {
        Some(width) => BANDS.with([Term::chosen(width)]),
        None => GROUPS.with([Term::chosen(groups)]),
    };
    each_group(
        sheet,
        request,
        &["item", if width.is_some() { "score" } else { "ability_group" }],
        |group, push| {
            let totals: Vec<i64> = group.candidates.iter().map(|at| paper.totals[*at]).collect();
            let cuts = quantile_cuts(&totals, groups);
            let whole = |total: i64| Rational::from_integer(i128::from(total));
            let place = |total: i64| match width {
                Some(width) => (paper.points(whole(total)) / width).floor().to_integer(),
                None => cuts.iter().filter(|cut| whole(total) > **cut).count() as i128 + 1,
            };
            let named = |place: i128| match width {
                Some(width) => plain(width * Rational::from_integer(place)),
                None => place.to_string(),
            };
            let mut members: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
            for (at, total) in totals.iter().enumerate() {
                members.entry(place(*total)).or_default().push(at);
            }
            for (unit, scores) in paper.units.iter().zip(&paper.scores) {
                for (place, own) in &members {
                    let own: Vec<usize> =
                        own.iter().copied().filter(|at| scores[group.candidates[*at]] != NONE).collect();
                    let n = own.len() as i128;
                    let sum: i128 = own.iter().map(|at| i128::from(scores[group.candidates[*at]])).sum();
                    let all: i128 = own.iter().map(|at| i128::from(totals[*at])).sum();
                    let figure = |measure, unit| Figure {
                        n: Some(n as u64),
                        method: paper.method.and(said.clone()),
                        ..Figure::new(ID, measure, unit)
                    };
                    let both = labels(Some(&unit.id)).joined(&labels(Some(&named(*place))));
                    let mean = figure("mean_total", Of::Points);
                    let rate = figure("difficulty", Of::Number);
                    let (rate, mean) = match (n, unit.full) {
                        (0, _) => (
                            rate.without_value(Status::NoDenominator),
                            mean.without_value(Status::NoDenominator),
                        ),
                        (n, full) => {
                            let of = |sum| paper.points(Rational::new(sum, n));
                            let rate = match full {
                                Some(full) => rate.with_value(Value::Exact(of(sum) / full)),
                                None => rate.without_value(Status::MissingInput),
                            };
                            (rate, mean.with_value(Value::Exact(of(all))))
                        }
                    };
                    push(both.clone(), rate);
                    push(both, mean);
                }
                if members.is_empty() {
                    let none = Figure { n: Some(0), ..Figure::new(ID, "difficulty", Of::Number) };
                    push(
                        labels(Some(&unit.id)).joined(&labels(None)),
                        none.without_value(Status::NoDenominator),
                    );
                }
            }
        },
    )
}

static GROUPS: Phrase = Phrase::new(
    "curve_by_groups",
    "按总分分位数分 {} 组，1 为最低",
    "{} groups by quantiles of the total, 1 the lowest",
);
static BANDS: Phrase = Phrase::new("curve_by_bands", "总分每 {} 分一段", "bands of {} points of the total");
