//! How well each item tells the strong from the weak: 区分度.

use super::item_labels::ItemLabels;
use super::paper::{NONE, Paper, Unit, each_group, few};
use super::shared::{
    AGGREGATION, BLANK, GROUP_SHARE, GROUP_SIZE, INPUT, LEVEL, NOT_REACHED, OF_ITEMS, TIES, UNIVERSE,
    expected,
};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::indicators::arguments::{Arguments, Request};
use crate::indicators::definition::{
    Default, DrawnAs, Example, Indicator, Kind, Layout, Measure, Method, Parameter,
};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::ItemSheet;
use crate::stats::items::{End, Pair, biserial, end};
use crate::threads;

const ID: &str = "item_discrimination";

pub const ITEM_DISCRIMINATION: Indicator = Indicator {
    id: ID,
    name: Text::new("小题区分度", "item discrimination"),
    aliases: &["区分度", "鉴别指数", "题总相关", "discrimination of items"],
    summary: Text::new(
        "每题的鉴别指数 D（高分组与低分组得分率之差）、题总相关、题与其余题的相关和二列相关",
        "of each item the index D (score rate of the top group less that of the bottom group), its correlation with the total and with the rest, and the biserial ones",
    ),
    formula: Text::new(
        "D =（高分组平均 − 低分组平均）÷ 满分；题总相关 = r(x, T)；题余相关 = r(x, T − x)；二列相关 = r √(pq) ÷ φ(Φ⁻¹(p))",
        "D = (mean of the top group − mean of the bottom group) / full mark; item-total = r(x, T); item-rest = r(x, T − x); biserial = r √(pq) / φ(Φ⁻¹(p))",
    ),
    katex: r"D_j=\frac{\bar x_{j,\text{top}}-\bar x_{j,\text{bottom}}}{F_j},\qquad r_{jR}=r(x_j,\,T-x_j)",
    universe: UNIVERSE,
    numerator: Text::new("两组平均分之差", "difference of the means of the two groups"),
    denominator: Text::new("满分", "full mark"),
    aggregation: AGGREGATION,
    unit: Of::Number,
    decimals: 3,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("discrimination", Text::new("鉴别指数 D", "discrimination index D"), OF_ITEMS)
            .drawn_as(DrawnAs::Up),
        Measure::new("item_rest", Text::new("题余相关", "item-rest correlation"), OF_ITEMS),
        Measure::new("item_total", Text::new("题总相关", "item-total correlation"), OF_ITEMS),
        Measure::new("biserial", Text::new("二列相关（与总分）", "biserial with the total"), OF_ITEMS),
        Measure::new("biserial_rest", Text::new("二列相关（与其余题）", "biserial with the rest"), OF_ITEMS),
    ],
    parameters: &[
        LEVEL,
        GROUP_SHARE,
        GROUP_SIZE,
        TIES,
        Parameter {
            name: "divisor",
            text: Text::new("D 除以什么", "what D is divided by"),
            kind: Kind::Choice(&[
                ("full", Text::new("满分", "the full mark")),
                ("observed", Text::new("最高得分与最低得分之差", "the highest score less the lowest")),
            ]),
            default: Default::Value("full"),
            many: false,
        },
        Parameter {
            name: "ranked_by",
            text: Text::new("高低分组按什么分", "by which score the groups are formed"),
            kind: Kind::Choice(&[
                ("total", Text::new("全卷总分", "the total of the paper")),
                ("rest", Text::new("其余题的总分", "the total without the item")),
            ]),
            default: Default::Value("total"),
            many: false,
        },
        BLANK,
        NOT_REACHED,
    ],
    edges: Text::new(
        "题或总分没有差异：相关为 not_applicable；满分未知：D 为 missing_input；无人：no_denominator；不是两值的题：二列相关 not_applicable；题少时题总相关偏高（题在总分中），宜看题余相关",
        "an item or a total that does not vary: correlations are not_applicable; an unknown full mark: D is missing_input; nobody: no_denominator; items of more than two scores: biserial is not_applicable; with few items item-total is inflated (the item is in the total): look at item-rest",
    ),
    reference: Text::new(
        "Kelley (1939)；各省教育考试机构试卷分析报告；与 R psych、CTT 核对",
        "Kelley (1939); paper reports of provincial examination authorities; held against R psych and CTT",
    ),
    docstring: include_str!("item_discrimination.txt"),
    example: Example {
        input: INPUT,
        by: &[],
        arguments: &[],
        steps: Text::new(
            "27 % × 8 = 2.16，进一为 3 人；总分高者 17、12、11，第 3 题得 8 + 6 + 5 = 19；低者 2、3、6，得 2 + 0 + 3 = 5；D =（19 ÷ 3 − 5 ÷ 3）÷ 8 = 7/12 = 0.583",
            "27 % of 8 is 2.16, rounded up 3; the highest totals 17, 12, 11 have 8 + 6 + 5 = 19 in item 3, the lowest 2, 3, 6 have 2 + 0 + 3 = 5; D = (19 / 3 − 5 / 3) / 8 = 7/12 = 0.583",
        ),
        expected: &[expected("discrimination", &["3"], "0.583"), expected("discrimination", &["1"], "1.000")],
    },
    method: Method::Items(item_discrimination),
};

fn item_discrimination(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    let labels = ItemLabels::of(&paper);
    each_group(sheet, request, labels.keys(), |group, push| {
        let asked = Asked { paper: &paper, arguments: request.arguments };
        let totals: Vec<i64> = group.candidates.iter().map(|at| paper.totals[*at]).collect();
        let ends = asked.ends(totals.clone());
        let of_units = threads::map_numbers(paper.units.len(), |at| {
            let own: Vec<i32> = group.candidates.iter().map(|one| paper.scores[at][*one]).collect();
            asked.of_unit(&paper.units[at], &own, &totals, ends)
        });
        for (unit, figures) in paper.units.iter().zip(of_units) {
            figures.into_iter().for_each(|figure| push(labels.unit(unit), figure));
        }
        let whole: Vec<(i64, i64)> = totals.iter().map(|total| (*total, *total)).collect();
        push(labels.whole_paper(), asked.index(paper.full, &whole, ends));
    })
}

struct Asked<'a> {
    paper: &'a Paper<'a>,
    arguments: &'a Arguments,
}

impl Asked<'_> {
    fn figure(&self, measure: &'static str, n: usize) -> Figure {
        Figure {
            n: Some(n as u64),
            method: self.paper.method.clone(),
            ..Figure::new(ID, measure, Of::Number)
        }
        .noted(few(n))
    }

    /// `ends` are those of all totals.
    fn of_unit(&self, unit: &Unit, own: &[i32], totals: &[i64], ends: Option<[End; 2]>) -> Vec<Figure> {
        let pairs: Vec<(i64, i64)> = own
            .iter()
            .zip(totals)
            .filter(|(score, _)| **score != NONE)
            .map(|(score, total)| (i64::from(*score), *total))
            .collect();
        let n = pairs.len();
        let of_total = Pair::of(pairs.iter().copied());
        let with_rest = of_total.less_first().correlation();
        let with_total = of_total.correlation();
        let by_rest = self.arguments.text("ranked_by") == Some("rest");
        let ranked: Vec<(i64, i64)> = match by_rest {
            true => pairs.iter().map(|(score, total)| (*score, total - score)).collect(),
            false => pairs.clone(),
        };
        let ends = match by_rest || n < totals.len() {
            true => self.ends(ranked.iter().map(|(_, total)| *total).collect()),
            false => ends,
        };
        let p = share_of_full(&pairs);
        let value = |measure, value: Option<f64>| match value {
            Some(value) => self.figure(measure, n).with_value(Value::Real(value)),
            None if n == 0 => self.figure(measure, n).without_value(Status::NoDenominator),
            None => self.figure(measure, n).without_value(Status::NotApplicable),
        };
        let series = |measure, correlation: Option<f64>| {
            let own = correlation.zip(p).and_then(|(r, p)| biserial(r, p));
            let figure = value(measure, own);
            match own {
                Some(own) if own.abs() > 1.0 => figure.noted(&ABOVE_ONE),
                None if p.is_none() && n > 0 => figure.noted(&NOT_TWO),
                _ => figure,
            }
        };
        vec![
            self.index(unit.full, &ranked, ends),
            value("item_rest", with_rest),
            value("item_total", with_total),
            series("biserial", with_total),
            series("biserial_rest", with_rest),
        ]
    }

    fn share(&self) -> Rational {
        self.arguments.number("share").unwrap_or(Rational::new(27, 100))
    }

    /// The top group of some totals, and the bottom one.
    fn ends(&self, mut totals: Vec<i64>) -> Option<[End; 2]> {
        let size = group_size(self.share(), totals.len(), self.arguments.text("size"));
        totals.sort_unstable();
        Some([end(&totals, size, true)?, end(&totals, size, false)?])
    }

    /// D of pairs of a score and the total by which candidates are ranked.
    fn index(&self, full: Option<Rational>, pairs: &[(i64, i64)], ends: Option<[End; 2]>) -> Figure {
        let share = self.share();
        let inclusive = self.arguments.text("ties") == Some("inclusive");
        let observed = self.arguments.text("divisor") == Some("observed");
        let size = group_size(share, pairs.len(), self.arguments.text("size"));
        let figure = self.figure("discrimination", pairs.len());
        let method = figure
            .method
            .and(GROUPS.with([Term::chosen(share * Rational::from_integer(100))]))
            .and(match self.arguments.text("size") {
                Some("floor") => &ROUNDED_DOWN,
                Some("round") => &ROUNDED,
                _ => &ROUNDED_UP,
            })
            .and(if inclusive { &INCLUSIVE } else { &SPLIT })
            .and(Clauses::from((self.arguments.text("ranked_by") == Some("rest")).then_some(&BY_REST)))
            .and(observed.then_some(&OBSERVED));
        let figure = Figure { method, ..figure };
        if pairs.is_empty() {
            return figure.without_value(Status::NoDenominator);
        }
        let Some([top, bottom]) = ends else {
            return figure.noted(&NO_GROUP).without_value(Status::NotApplicable);
        };
        // Beyond the cut of each end, and at it.
        let [mut above, mut at_top, mut below, mut at_bottom] = [0i128; 4];
        for (score, total) in pairs {
            let score = i128::from(*score);
            above += if *total > top.cut { score } else { 0 };
            at_top += if *total == top.cut { score } else { 0 };
            below += if *total < bottom.cut { score } else { 0 };
            at_bottom += if *total == bottom.cut { score } else { 0 };
        }
        let mean = |end: End, beyond, tied| match inclusive {
            true => end.inclusive_mean(beyond, tied),
            false => end.split_mean(beyond, tied, size as i128),
        };
        let (top, bottom) = (mean(top, above, at_top), mean(bottom, below, at_bottom));
        let range = || {
            let scores = pairs.iter().map(|(score, _)| *score);
            let span = scores.clone().max()? - scores.min()?;
            (span > 0).then(|| self.paper.points(Rational::from_integer(i128::from(span))))
        };
        let divisor = if observed { range() } else { full };
        match divisor.filter(|divisor| *divisor > Rational::from_integer(0)) {
            Some(divisor) => figure.with_value(Value::Exact(self.paper.points(top - bottom) / divisor)),
            None if observed => figure.without_value(Status::NotApplicable),
            None => figure.without_value(Status::MissingInput),
        }
    }
}

/// How many the top group has, and the bottom group.
pub fn group_size(share: Rational, n: usize, rounding: Option<&str>) -> usize {
    let exact = share * Rational::from_integer(n as i128);
    let whole = match rounding {
        Some("floor") => exact.floor(),
        Some("round") => (exact + Rational::new(1, 2)).floor(),
        _ => exact.ceil(),
    };
    usize::try_from(whole.to_integer()).unwrap_or(0).min(n)
}

/// The share of the higher of two scores; `None` where there are more, or one.
fn share_of_full(pairs: &[(i64, i64)]) -> Option<f64> {
    let scores = || pairs.iter().map(|(score, _)| *score);
    let (low, high) = (scores().min()?, scores().max()?);
    let reached = scores().filter(|score| *score == high).count();
    let is_two = low < high && scores().all(|score| score == low || score == high);
    is_two.then(|| to_f64(Rational::new(reached as i128, pairs.len() as i128)))
}

static GROUPS: Phrase =
    Phrase::new("top_and_bottom_groups", "高低分组各占 {} %", "top and bottom groups of {} %");
static ROUNDED_UP: Phrase = Phrase::new("group_size_up", "人数进一", "sizes rounded up");
static ROUNDED_DOWN: Phrase = Phrase::new("group_size_down", "人数舍去小数", "sizes rounded down");
static ROUNDED: Phrase = Phrase::new("group_size_rounded", "人数四舍五入", "sizes rounded half up");
static SPLIT: Phrase = Phrase::new("ties_split", "分界同分者按份额计入", "ties at the cut count by share");
static INCLUSIVE: Phrase =
    Phrase::new("ties_inclusive", "分界同分者全部计入", "all who are tied at the cut count");
static BY_REST: Phrase =
    Phrase::new("ranked_by_rest", "按其余题的总分分组", "groups by the total without the item");
static OBSERVED: Phrase =
    Phrase::new("divided_by_observed_range", "除以实际得分的全距", "divided by the range of the scores seen");
static NO_GROUP: Phrase =
    Phrase::new("no_top_group", "人数太少，分不出高低分组", "too few for a top and a bottom group");
static ABOVE_ONE: Phrase = Phrase::new(
    "biserial_above_one",
    "超过 1，分布不近于正态",
    "above 1: the distribution is far from normal",
);
static NOT_TWO: Phrase = Phrase::new("item_not_of_two_scores", "得分不是两值", "the item has not two scores");
