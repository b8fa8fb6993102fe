//! Ratios of a yearly report, declared by the user over a small table: numerator, denominator, scale, groups.

use super::arguments::Request;
use super::columns::column;
use super::definition::{
    ColumnSums, Default, Example, Expected, INSTITUTIONS, Indicator, Kind, Layout, Measure, Method,
    Parameter, Parts,
};
use super::small_tables::{Sign, YEAR_COLUMN, registered};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

pub const RATIO: Indicator = Indicator {
    id: "ratio",
    name: Text::new("比率", "ratio"),
    aliases: &["完成率", "达标率", "流动率", "计划完成"],
    summary: Text::new(
        "由一张小表的两列算出的比率，分子、分母、倍数、分组由用户说明",
        "a ratio of two columns of a small table; numerator, denominator, scale and groups are declared",
    ),
    formula: Text::new("比率 = Σ 分子 ÷ Σ 分母 × 倍数", "Σ numerator / Σ denominator × scale"),
    katex: r"\frac{\sum_r a_r}{\sum_r b_r}\times k",
    universe: Text::new(
        "表中全部数据行；合计行已识别并排除",
        "all data rows of the table; total rows are recognised and left out",
    ),
    numerator: Text::new("numerator 指定的列之和", "the sum of the column that `numerator` names"),
    denominator: Text::new("denominator 指定的列之和", "the sum of the column that `denominator` names"),
    aggregation: Text::new(
        "先求和，后相除；绝不取各行比率的平均",
        "sums first, then one division; never the mean of the rows' ratios",
    ),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("ratio", Text::new("比率", "ratio"), INSTITUTIONS).of_columns(ColumnSums::Parts)],
    parameters: &[
        Parameter {
            name: "numerator",
            text: Text::new("分子列的表头", "the header of the numerator's column"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "denominator",
            text: Text::new("分母列的表头", "the header of the denominator's column"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "scale",
            text: Text::new(
                "倍数：percent ×100，per_mille ×1000，per_10k ×10000，number ×1",
                "the scale: percent, per_mille, per_10k or number",
            ),
            kind: Kind::Choice(&[
                ("percent", Text::new("百分比", "×100")),
                ("per_mille", Text::new("千分比", "×1,000")),
                ("per_10k", Text::new("每万人", "×10,000")),
                ("number", Text::new("倍", "×1")),
            ]),
            default: Default::Value("percent"),
            many: false,
        },
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "分母之和为 0：no_denominator；组内有空白格：missing_input；非数字或分母为负：报错，指明行与列",
        "denominators sum to 0: no_denominator; a blank cell in the group: missing_input; not a number, or a negative denominator: refused with row and column",
    ),
    reference: Text::new(
        "靖江市 2011 年年报（教师流动 643、208、55）",
        "Jingjiang annual report 2011 (teacher mobility 643, 208, 55)",
    ),
    docstring: include_str!("ratio.txt"),
    example: Example {
        input: "学段,应流动,已流动\n义务教育,2000,643\n高中,800,208\n",
        by: &[],
        arguments: &[("numerator", &["已流动"]), ("denominator", &["应流动"])],
        steps: Text::new(
            "(643 + 208) ÷ (2000 + 800) × 100 = 851 ÷ 28 = 30.4",
            "(643 + 208) / (2000 + 800) × 100 = 851 / 28 = 30.4",
        ),
        expected: &[Expected { measure: "ratio", subject: None, group: &[], value: "30.4" }],
    },
    method: Method::Table(ratio),
};

fn ratio(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let numerator = column(table, arguments.text("numerator").unwrap_or_default())?;
    let denominator = column(table, arguments.text("denominator").unwrap_or_default())?;
    let (unit, scale) = scale(arguments.text("scale").unwrap_or_default());
    let header = |at: usize| Term::name(table.headers[at].as_str());
    let method = Clauses::from(QUOTIENT.with([header(numerator), header(denominator)]));
    let mut figures = Figures::new(request.by.to_vec());
    // A numerator may be negative (a net change), a denominator may not.
    for sums in registered(table, request, &[(numerator, Sign::Any), (denominator, Sign::NotNegative)])? {
        let (above, below) = (sums.values[0], sums.values[1]);
        let figure = Figure {
            numerator: above.map(Value::Exact),
            denominator: below.map(Value::Exact),
            method: method.clone(),
            ..sums.figure("ratio", "ratio", unit)
        };
        figures.push(match (above, below) {
            (_, Some(below)) if below == Rational::from_integer(0) => {
                figure.without_value(Status::NoDenominator)
            }
            (Some(above), Some(below)) => figure.with_value(Value::Exact(above / below * scale)),
            _ => figure.without_value(Status::MissingInput),
        });
    }
    Ok(figures)
}

static QUOTIENT: Phrase = Phrase::new("quotient", "{} ÷ {}", "{} / {}");

fn scale(id: &str) -> (Unit, Rational) {
    let (unit, factor) = match id {
        "per_mille" => (Unit::PerMille, 1_000),
        "per_10k" => (Unit::Per10k, 10_000),
        "number" => (Unit::Number, 1),
        _ => (Unit::Percent, 100),
    };
    (unit, Rational::from_integer(factor))
}
