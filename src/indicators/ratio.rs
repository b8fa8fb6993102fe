//! Ratios of a yearly report, declared by the user over a small table: numerator, denominator, scale, groups.

use super::arguments::{Arguments, Request};
use super::columns::column;
use super::conditions::{Filter, WHERE};
use super::definition::{
    ColumnSums, Default, Example, Expected, INSTITUTIONS, Indicator, Kind, Layout, Measure, Method,
    Parameter, Parts,
};
use super::small_tables::{Addend, DISTINCT, Sign, UNITS, YEAR_COLUMN, asked, header_or_rows, registered_of};
use crate::error::{Error, Result};
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

pub const RATIO: Indicator = Indicator {
    id: "ratio",
    name: Text::new("比率", "ratio"),
    aliases: &["完成率", "达标率", "流动率", "计划完成"],
    summary: Text::new(
        "由一张小表的两列（或满足条件的行数）算出的比率，分子、分母、倍数、分组由用户说明",
        "a ratio of two columns of a small table, or of the rows that meet conditions; numerator, denominator, scale and groups are declared",
    ),
    formula: Text::new("比率 = Σ 分子 ÷ Σ 分母 × 倍数", "Σ numerator / Σ denominator × scale"),
    katex: r"\frac{\sum_r a_r}{\sum_r b_r}\times k",
    universe: Text::new(
        "表中满足所给条件的数据行（不给则全部）；合计行已识别并排除",
        "the data rows that meet `where` (all if not given); total rows are recognised and left out",
    ),
    numerator: Text::new(
        "分子列之和，或满足分子条件的行数",
        "the sum of the column that `numerator` names, or the rows that meet `numerator_where`",
    ),
    denominator: Text::new(
        "分母列之和，或行数",
        "the sum of the column that `denominator` names, or the rows",
    ),
    aggregation: Text::new(
        "先求和，后相除；绝不取各行比率的平均",
        "sums first, then one division; never the mean of the rows' ratios",
    ),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("ratio", Text::new("比率", "ratio"), INSTITUTIONS).of_columns(ColumnSums::Parts)],
    parameters: &[
        header_or_rows(
            "numerator",
            Text::new(
                "分子列的表头；不给则数行，满足 numerator_where 的才计",
                "the header of the numerator's column; the rows that meet `numerator_where` if not given",
            ),
        ),
        header_or_rows(
            "denominator",
            Text::new(
                "分母列的表头；不给则数行",
                "the header of the denominator's column; the rows if not given",
            ),
        ),
        Parameter {
            name: "numerator_where",
            text: Text::new(
                "只有满足这些条件的行计入分子，写法同 where",
                "only rows that meet these conditions count in the numerator, written as `where`",
            ),
            ..WHERE
        },
        WHERE,
        DISTINCT,
        UNITS,
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
    let part = |name: &str| arguments.text(name).map(|header| column(table, header)).transpose();
    let (numerator, denominator) = (part("numerator")?, part("denominator")?);
    let of_numerator = Filter::of(table, request, NUMERATOR_WHERE)?;
    check_parts(numerator, denominator, arguments)?;
    let (unit, scale) = scale(arguments.text("scale").unwrap_or_default());
    let header = |at: Option<usize>| {
        at.map_or(Term::Clause(Box::new(ROWS.with([]))), |at| Term::name(table.headers[at].as_str()))
    };
    let counted = of_numerator.method().map(|rows| NUMERATOR_OF.with([Term::Clause(Box::new(rows))]));
    let method = Clauses::from(QUOTIENT.with([header(numerator), header(denominator)]));
    let method = method.and(counted.into_iter().collect::<Clauses>()).and(asked(table, request)?);
    let mut figures = Figures::new(request.by.to_vec());
    // A numerator may be negative (a net change), a denominator may not.
    let addends = [
        numerator.map_or(Addend::Rows(of_numerator), |at| Addend::Column(at, Sign::Any)),
        denominator.map_or(Addend::Rows(Filter::none(table)), |at| Addend::Column(at, Sign::NotNegative)),
    ];
    for sums in registered_of(table, request, &addends)? {
        let (above, below) = (sums.values[0], sums.values[1]);
        let sums = match (numerator, denominator) {
            (_, None) => sums.of_rows(below),
            (None, _) => sums.of_rows(above),
            _ => sums,
        };
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

/// Rows over rows need a condition: else each counts on both sides.
fn check_parts(numerator: Option<usize>, denominator: Option<usize>, arguments: &Arguments) -> Result<()> {
    let has_conditions = !arguments.conditions(NUMERATOR_WHERE).is_empty();
    let fault = match (numerator, denominator, has_conditions) {
        (None, None, false) => Text::new(
            "分子列 numerator，或分子的条件 numerator_where（数行）",
            "the numerator's column, or its conditions `numerator_where` (rows are counted)",
        ),
        (Some(_), _, true) => Text::new(
            "只写一种：numerator 是一列之和，numerator_where 数行（一列只计部分行，用 where）",
            "one of the two: `numerator` sums a column, `numerator_where` counts rows (`where` chooses the rows of a sum)",
        ),
        _ => return Ok(()),
    };
    Err(Error::MissingArgument {
        indicator: RATIO.id.to_owned(),
        argument: "numerator".to_owned(),
        expected: fault,
    })
}

const NUMERATOR_WHERE: &str = "numerator_where";
static ROWS: Phrase = Phrase::new("number_of_rows", "行数", "rows");
static NUMERATOR_OF: Phrase = Phrase::new("numerator_of_rows", "分子{}", "numerator: {}");
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
