//! The mean of a population from a weighted sample.

use super::super::arguments::Request;
use super::super::definition::{
    Discloses, Example, Expected, Indicator, Layout, Measure, Method, Parts, Whom,
};
use super::super::rows::Rows;
use super::definition::{AGGREGATION, EDGES, REFERENCE, SCORES, UNIVERSE, with_design};
use super::estimates::{Statistic, each_group};
use crate::error::Result;
use crate::figures::{Figures, Unit};
use crate::lang::Text;

pub const SURVEY_MEAN: Indicator = Indicator {
    id: "survey_mean",
    name: Text::new("抽样平均分", "survey mean"),
    aliases: &["加权平均分", "抽样推断", "weighted mean", "plausible values"],
    summary: Text::new(
        "由抽样数据推断总体的各科平均分，误差按抽样设计计算",
        "mean of the population per subject and group, from a weighted sample, with the error of its design",
    ),
    formula: Text::new(
        "加权平均 = Σ 权数 × 成绩 ÷ Σ 权数；抽样方差由重复权或线性化得出；似真值：总方差 = 平均抽样方差 + (1 + 1/M) × 似真值间方差",
        "mean = Σ w y / Σ w; sampling variance from replicate weights or by linearisation; plausible values: T = mean sampling variance + (1 + 1/M) × variance between them",
    ),
    katex: r"\hat\mu=\frac1M\sum_m\frac{\sum_i w_i y_{im}}{\sum_i w_i},\qquad T=\bar U+\Bigl(1+\frac1M\Bigr)B,\quad U_m=c\sum_r c_r(\hat\mu_{mr}-\hat\mu_m)^2",
    universe: UNIVERSE,
    numerator: Text::new("加权成绩之和", "weighted sum of scores"),
    denominator: Text::new("权数之和（推断的总体人数）", "sum of weights (the population they stand for)"),
    aggregation: AGGREGATION,
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("mean", Text::new("平均分", "mean"), Discloses::Scores(Whom::Base))],
    parameters: with_design![SCORES,],
    edges: EDGES,
    reference: REFERENCE,
    docstring: include_str!("survey_mean.txt"),
    example: Example {
        input: "考号,学校,权,数学\n1,甲,10,60\n2,甲,10,80\n3,乙,20,90\n4,丙,20,70\n",
        by: &[],
        arguments: &[("scores", &["数学"]), ("weight", &["权"]), ("cluster", &["学校"])],
        steps: Text::new(
            "(10×60 + 10×80 + 20×90 + 20×70) ÷ 60 = 4600 ÷ 60 = 76.67；三校的牵引（1400 − 20×76.67）/60 = −2.22、（1800 − 20×76.67）/60 = 4.44、−2.22，方差 3/2 × (4.94 + 19.75 + 4.94) = 44.44，标准误 6.67",
            "(10×60 + 10×80 + 20×90 + 20×70) / 60 = 76.67; the schools' pulls −2.22, 4.44, −2.22, variance 3/2 × 29.63 = 44.44, standard error 6.67",
        ),
        expected: &[Expected { measure: "mean", subject: Some("mathematics"), group: &[], value: "76.67" }],
    },
    method: Method::Rows(survey_mean),
};

fn survey_mean(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    each_group(rows, request, ("survey_mean", "mean"), &[], &[(None, Statistic::Mean)])
}
