//! Quantiles of a population from a weighted sample.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts, Whom,
};
use super::super::rows::Rows;
use super::super::written::parse_share;
use super::definition::{AGGREGATION, EDGES, SCORES, UNIVERSE, with_design};
use super::estimates::{Statistic, each_group};
use crate::error::Result;
use crate::figures::{Figures, Unit};
use crate::lang::Text;
use crate::number::{Rational, plain};

pub const SURVEY_QUANTILES: Indicator = Indicator {
    id: "survey_quantiles",
    name: Text::new("抽样分位数", "survey quantiles"),
    aliases: &["加权分位数", "weighted quantiles"],
    summary: Text::new(
        "由抽样数据推断总体的分位数，误差按抽样设计计算",
        "quantiles of the population per subject and group, from a weighted sample, with the error of its design",
    ),
    formula: Text::new(
        "分位数 = 权数累计达到份额 p 的最低成绩（权数精确相加，恰好相等就是相等）；误差：重复权下各重算一遍；线性化：Woodruff 区间（份额的区间还原为成绩，可不对称），标准误 = 区间长 ÷ 2t",
        "quantile = lowest score up to which the weight is at least a share p of all (weights are added exactly, so that a tie is a tie); errors: anew under each replicate weight; linearised: Woodruff's interval (that of the share, read back as scores, not symmetric), standard error = its length / 2t",
    ),
    katex: r"\hat Q(p)=\min\Bigl\{y:\textstyle\sum_{y_i\le y}w_i\ge p\sum_i w_i\Bigr\}",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("权数之和（推断的总体人数）", "sum of weights (the population they stand for)"),
    aggregation: AGGREGATION,
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("quantile", Text::new("分位数", "quantile"), Discloses::Scores(Whom::Base))],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "probabilities",
            text: Text::new(
                "各分位的概率，0 至 1，可给多个（不给则为 0.1、0.25、0.5、0.75、0.9）；0 与 1 是样本的最低、最高分，没有误差",
                "the probabilities from 0 to 1, any number (0.1, 0.25, 0.5, 0.75 and 0.9 if not given); 0 and 1 are the lowest and highest score of the sample, without an error",
            ),
            kind: Kind::Probability,
            default: Default::Nothing,
            many: true,
        },
    ],
    edges: EDGES,
    reference: Text::new(
        "Woodruff (1952), JASA 47, 635–646；用 R survey 4.1 svyquantile(qrule = \"math\") 检验",
        "Woodruff (1952), JASA 47, 635–646; held against svyquantile(qrule = \"math\") of R survey 4.1",
    ),
    docstring: include_str!("survey_quantiles.txt"),
    example: Example {
        input: "考号,学校,权,数学\n1,甲,10,60\n2,甲,10,80\n3,乙,20,90\n4,丙,20,70\n",
        by: &[],
        arguments: &[("scores", &["数学"]), ("probabilities", &["0.5"]), ("weight", &["权"])],
        steps: Text::new(
            "由低到高累计权数：60 → 10、70 → 30，30 达到 60 的一半：中位数 70",
            "weight from the lowest: 60 → 10, 70 → 30, which is half of 60: median 70",
        ),
        expected: &[Expected {
            measure: "quantile",
            subject: Some("mathematics"),
            group: &["0.5"],
            value: "70.00",
        }],
    },
    method: Method::Rows(survey_quantiles),
};

const USUAL: [(i128, i128); 5] = [(1, 10), (1, 4), (1, 2), (3, 4), (9, 10)];

/// As decimals where these are the probability, so that no two have one label.
fn named(probability: Rational) -> String {
    let decimals = plain(probability);
    match parse_share(&decimals) {
        Some(read) if read == probability => decimals,
        _ => format!("{}/{}", probability.numer(), probability.denom()),
    }
}

fn survey_quantiles(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let mut probabilities = request.arguments.numbers("probabilities");
    if probabilities.is_empty() {
        probabilities = USUAL.iter().map(|(above, below)| Rational::new(*above, *below)).collect();
    }
    let each: Vec<_> = probabilities.into_iter().map(|p| (Some(named(p)), Statistic::Quantile(p))).collect();
    each_group(rows, request, ("survey_quantiles", "quantile"), &["probability"], &each)
}
