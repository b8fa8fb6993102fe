//! The share of the variance of scores that lies between schools (校际差异率).

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts,
    SCHOOL, SUBJECTS,
};
use super::{ONE_SCHOOL, SCHOOLS, UNIVERSE, each_subject};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::stats::anova::{Anova, Cell, one_way};
use crate::tally::Sums;

pub const BETWEEN_SCHOOL_SHARE: Indicator = Indicator {
    id: "between_school_share",
    name: Text::new("校际差异率", "between-school share of variance"),
    aliases: &["校间差异率", "校际方差占比", "ICC", "组内相关系数"],
    summary: Text::new(
        "学生成绩的总差异中，学校之间的差异所占的份额",
        "how much of the variance of scores lies between schools, per subject",
    ),
    formula: Text::new(
        "η²：校间平方和 ÷ 总平方和；ω²：（校间平方和 −（学校数 − 1）× 校内均方）÷（总平方和 + 校内均方）；组内相关：校间方差 ÷（校间方差 + 校内方差），方差分量由单因素方差分析的均方得出",
        "eta_squared: SS between / SS total; omega_squared: (SS between − (schools − 1) MS within) / (SS total + MS within); icc: variance between / (between + within), components from the mean squares of a one-way ANOVA",
    ),
    katex: r"\eta^2=\frac{SS_b}{SS_t},\qquad \omega^2=\frac{SS_b-(G-1)MS_w}{SS_t+MS_w},\qquad ICC=\frac{MS_b-MS_w}{MS_b+(n_0-1)MS_w},\quad n_0=\frac{N-\sum n_g^2/N}{G-1}",
    universe: UNIVERSE,
    numerator: Text::new(
        "校间平方和（η²；ω² 减去偶然所致的部分）或校间方差（组内相关）",
        "sum of squares between (eta_squared; omega_squared less what chance adds), or variance between (icc)",
    ),
    denominator: Text::new(
        "总平方和（η²；ω² 加校内均方）或校间、校内方差之和（组内相关）",
        "total sum of squares (eta_squared; omega_squared plus MS within), or variance between + within (icc)",
    ),
    aggregation: Text::new(
        "由各校人数、分数和、平方和重新计算，不是各部分的平均",
        "computed from the schools' counts, sums and squares, never as the mean of parts",
    ),
    unit: Unit::Number,
    decimals: 3,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::part("share", Text::new("校际差异率", "between-school share"))],
    parameters: &[
        Parameter {
            name: "form",
            text: Text::new(
                "口径：eta_squared 平方和之比，描述本次数据，高估总体；omega_squared 校正了这一高估（两者的区间都是总体中的份额的，由非中心 F 分布得出，可能不含 eta_squared 的值）；icc 方差分量之比（区间由 F 分布得出）",
                "the form: eta_squared (ratio of sums of squares: describes these data and overestimates the population), omega_squared (corrects for that; the interval of both is of the population's share, from the noncentral F, and may not hold eta_squared) or icc (ratio of variance components, interval from F)",
            ),
            kind: Kind::Choice(&[
                ("eta_squared", Text::new("平方和之比", "η²: sums of squares")),
                (
                    "omega_squared",
                    Text::new("平方和之比（校正）", "ω²: sums of squares, less what chance adds"),
                ),
                ("icc", Text::new("方差分量之比", "intraclass correlation: variance components")),
            ]),
            default: Default::Value("eta_squared"),
            many: false,
        },
        Parameter {
            name: "limit",
            text: Text::new(
                "比较的限值（教督〔2017〕6号：小于 0.15）",
                "the limit to compare with ([2017] No. 6: below 0.15)",
            ),
            kind: Kind::Share,
            default: Default::Value("0.15"),
            many: false,
        },
        SCHOOL,
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: Text::new(
        "无人实考：no_denominator；只有一所学校、全体同分、（icc）每校一人：not_applicable；icc、omega_squared 可为负，照给并注明；没有学校字段：报错；一分一段表两端合并：not_applicable",
        "nobody tested: no_denominator; one school, all scores equal, or (icc) one candidate a school: not_applicable; a negative icc or omega_squared is given and noted; no school key: refused; open ends of a published table: not_applicable",
    ),
    reference: Text::new(
        "教督〔2017〕6号（校际差异率 < 0.15，算法未公布，故为可选口径）；NIST StRD 方差分析数据集；Hsb82:η² 0.19097、ICC 0.17360；Searle (1971)",
        "[2017] No. 6 (limit .15; it does not publish the formula, hence the choice); NIST StRD ANOVA sets; Hsb82: η² .19097, ICC .17360; ω²: Hays (1963); intervals: Searle (1971), Steiger (2004)",
    ),
    docstring: include_str!("between_school_share.txt"),
    example: Example {
        input: "考号,学校,数学\n1,甲,80\n2,甲,90\n3,乙,60\n4,乙,70\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "均值 75，甲 85、乙 65：校间 2×100 + 2×100 = 400；校内 25×4 = 100；400 ÷ 500 = 0.800",
            "mean 75, schools 85 and 65: between 2×100 + 2×100 = 400, within 4×25 = 100; 400 / 500 = .800",
        ),
        expected: &[Expected { measure: "share", subject: Some("mathematics"), group: &[], value: "0.800" }],
    },
    method: Method::Exam(between_school_share),
};

fn between_school_share(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let form = request.arguments.text("form").unwrap_or_default();
    let limit = request.arguments.number("limit").unwrap_or_default();
    let confidence = request.arguments.confidence();
    each_subject(exam, request, "between_school_share", &["share"], |place, schools| {
        let figure = Figure {
            unit: Unit::Number,
            // With two schools it tells the difference of their means, of whomever the smaller one has.
            fewest: schools.sums.iter().map(|sums| sums.n).min(),
            method: Clauses::from(match form {
                "icc" => &ICC,
                "omega_squared" => &OMEGA_SQUARED,
                _ => &ETA_SQUARED,
            })
            .and(SCHOOLS.with([Term::found(schools.sums.len())])),
            ..place
        };
        let cells: Vec<Cell> = schools.sums.iter().map(cell).collect();
        let step = to_f64(schools.subject.scale.step());
        let share = one_way(&cells).and_then(|anova| match form {
            "icc" => intraclass(figure.clone(), &anova, step, confidence),
            "omega_squared" => omega_squared(figure.clone(), &anova, step, confidence),
            _ => eta_squared(figure.clone(), &anova, step, confidence),
        });
        vec![match share {
            Some(figure) => judged(figure, limit),
            None => {
                let why = if cells.len() < 2 { &ONE_SCHOOL } else { &NO_VARIANCE };
                figure.noted(why).without_value(Status::NotApplicable)
            }
        }]
    })
}

fn cell(sums: &Sums) -> Cell {
    Cell { n: sums.n, sum: sums.sum, sum_of_squares: sums.sum_of_squares }
}

fn eta_squared(figure: Figure, anova: &Anova, step: f64, confidence: f64) -> Option<Figure> {
    let interval = anova.eta_squared_interval(confidence);
    let figure = Figure {
        lower: interval.map(|i| i.lower),
        upper: interval.map(|i| i.upper),
        confidence: interval.map(|_| confidence),
        numerator: Some(Value::Real(anova.between * step * step)),
        denominator: Some(Value::Real(anova.total * step * step)),
        df: Some(anova.df_between as f64),
        p_value: anova.p_value(),
        ..figure
    };
    let value = anova.eta_squared()?;
    let held = interval.is_none_or(|i| (i.lower..=i.upper).contains(&value));
    let figure = if held {
        figure
    } else {
        figure.noted(OUTSIDE.with(["eta_squared", "omega_squared"].map(Term::Code)))
    };
    Some(figure.with_value(Value::Real(value)))
}

/// What is left of η² without what chance adds, with the same interval.
fn omega_squared(figure: Figure, anova: &Anova, step: f64, confidence: f64) -> Option<Figure> {
    let value = anova.omega_squared()?;
    let within = anova.residual_deviation()?.powi(2);
    let chance = anova.df_between as f64 * within;
    let figure = eta_squared(Figure { note: Clauses::default(), ..figure.clone() }, anova, step, confidence)
        .map(|of_eta| Figure { note: figure.note, ..of_eta })?;
    let figure = Figure {
        numerator: Some(Value::Real((anova.between - chance) * step * step)),
        denominator: Some(Value::Real((anova.total + within) * step * step)),
        ..figure
    };
    Some(figure.with_value(Value::Real(value)))
}

fn intraclass(figure: Figure, anova: &Anova, step: f64, confidence: f64) -> Option<Figure> {
    let (between, within) = anova.components()?;
    let interval = anova.intraclass_interval(confidence);
    let figure = Figure {
        numerator: Some(Value::Real(between * step * step)),
        denominator: Some(Value::Real((between + within) * step * step)),
        lower: interval.map(|i| i.lower),
        upper: interval.map(|i| i.upper),
        confidence: interval.map(|_| confidence),
        df: Some(anova.df_between as f64),
        p_value: anova.p_value(),
        ..figure
    };
    Some(figure.with_value(Value::Real(anova.intraclass_correlation()?)))
}

/// Says on which side of the limit the share stands.
fn judged(figure: Figure, limit: Rational) -> Figure {
    let value = figure.value.map_or(0.0, Value::to_f64);
    let side = if value < to_f64(limit) { &BELOW } else { &NOT_BELOW };
    figure.noted((value < 0.0).then_some(&NEGATIVE)).noted(side.with([Term::declared(limit)]))
}

static ICC: Phrase = Phrase::new("icc", "组内相关系数（单因素方差分析）", "ICC, one-way ANOVA");
static OMEGA_SQUARED: Phrase =
    Phrase::new("omega_squared", "ω²（单因素方差分析）", "omega squared, one-way ANOVA");
static ETA_SQUARED: Phrase =
    Phrase::new("eta_squared", "平方和之比（单因素方差分析）", "eta squared, one-way ANOVA");
static NO_VARIANCE: Phrase = Phrase::new("no_variance_to_share", "没有差异可分", "no variance to share out");
static OUTSIDE: Phrase = Phrase::new(
    "interval_of_population",
    "区间是总体中的份额的，{} 对它高估，可改用 {}",
    "the interval is of the population's share, which {} overestimates: take {}",
);
static NEGATIVE: Phrase = Phrase::new(
    "less_than_chance",
    "为负：学校间的差异小于随机差异",
    "negative: schools differ less than by chance",
);
static BELOW: Phrase = Phrase::new("share_below_limit", "低于限值 {}", "below the limit {}");
static NOT_BELOW: Phrase = Phrase::new("share_not_below_limit", "不低于限值 {}", "not below the limit {}");
