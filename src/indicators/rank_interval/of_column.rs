//! Places by a column of a small table: published means or rates with their standard errors.

use super::PUBLISHED;
use super::places::{empty, fill, methods};
use super::shared::{
    BEST_RANK, DIRECTION, FAMILY, FORMULA, POSSIBLY_TOP, PROCEDURE, RANK, REPLICATES, SEED, SURELY_TOP, TOP,
    WITHIN, WORST_RANK,
};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::columns::column;
use crate::indicators::composite::SEVERAL_ROWS;
use crate::indicators::conditions::{WHERE, over_rows};
use crate::indicators::definition::{
    CONFIDENCE, Example, Expected, INSTITUTIONS, Indicator, Layout, Measure, Method,
};
use crate::indicators::small_tables::{Sign, Sums, YEAR_COLUMN, header, sums};
use crate::lang::Text;
use crate::number::to_f64;
use crate::records::SmallTable;

pub const RANK_INTERVAL_OF_COLUMN: Indicator = Indicator {
    id: PUBLISHED,
    name: Text::new("名次区间（表中的列）", "interval of a place by a column"),
    aliases: &["按列的名次区间", "interval of a published rank"],
    summary: Text::new(
        "表中各单位按一列数值及其标准误的名次，以及名次的置信区间",
        "the place of each unit of a table by a column and its standard errors, with a confidence interval of the place",
    ),
    formula: FORMULA,
    katex: r"z_{jk}=\frac{\hat\theta_j-\hat\theta_k}{\sqrt{s_j^2+s_k^2}}",
    universe: Text::new(
        "表中的数据行，每年每个单位须正好一行；各单位的数值相互独立",
        "the rows of the table, just one a year and unit; the values of units are independent",
    ),
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new("名次只在同年的单位之间排", "places are among the units of one year"),
    unit: Unit::Number,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("value", Text::new("数值", "value"), INSTITUTIONS),
        RANK.of(INSTITUTIONS),
        BEST_RANK.of(INSTITUTIONS),
        WORST_RANK.of(INSTITUTIONS),
        SURELY_TOP.of(INSTITUTIONS),
        POSSIBLY_TOP.of(INSTITUTIONS),
    ],
    parameters: &[
        header("column", Text::new("名次所依据的列", "the header of the column that the places are by")),
        header("error", Text::new("标准误所在的列", "the header of the standard errors")),
        DIRECTION,
        WITHIN,
        FAMILY,
        PROCEDURE,
        REPLICATES,
        SEED,
        TOP,
        WHERE,
        YEAR_COLUMN,
        CONFIDENCE,
    ],
    edges: Text::new(
        "并列者同名次（1、2、2、4）；数值空白：missing_input，不排名次；标准误空白或为 0：区间为 1 至单位数并说明；同一单位有两行：not_applicable；没有分组：名次 not_applicable",
        "ties share a place (1, 2, 2, 4); a blank value: missing_input, not ranked; a blank or zero standard error: all places, and the note says so; two rows of one unit: not_applicable; no groups: the place is not_applicable",
    ),
    reference: Text::new(
        "同 rank_interval：Mogstad, Romano, Shaikh & Wilhelm (2024)；与 R 程序包 csranks 核对",
        "as rank_interval: Mogstad, Romano, Shaikh & Wilhelm (2024); held against the R package csranks",
    ),
    docstring: include_str!("rank_interval_of_column.txt"),
    example: Example {
        input: "县,平均分,标准误\n甲,510,2\n乙,504,2\n丙,503,2\n",
        by: &["县"],
        arguments: &[("column", &["平均分"]), ("error", &["标准误"])],
        steps: Text::new(
            "差的标准误 √8 = 2.83：甲乙 z = 2.12（p = 0.034），甲丙 2.47（0.013），乙丙 0.35（0.72）。甲：0.013 × 2 与 0.034 都不超过 0.05，1–1；乙：0.034 × 2 = 0.068，1–3；丙：0.013 × 2 = 0.027，2–3",
            "errors of differences √8 = 2.83: 甲 and 乙 z = 2.12 (p = 0.034), 甲 and 丙 2.47 (0.013), 乙 and 丙 0.35 (0.72). 甲: 0.013 × 2 and 0.034 are both at most 0.05, 1–1; 乙: 0.034 × 2 = 0.068, 1–3; 丙: 0.013 × 2 = 0.027, 2–3",
        ),
        expected: &[
            expected("worst_rank", &["甲"], "1.00"),
            expected("rank", &["乙"], "2.00"),
            expected("best_rank", &["乙"], "1.00"),
            expected("worst_rank", &["乙"], "3.00"),
            expected("best_rank", &["丙"], "2.00"),
        ],
    },
    method: Method::Table(|table, request| over_rows(table, request, of_column)),
};

const fn expected(measure: &'static str, group: &'static [&'static str], value: &'static str) -> Expected {
    Expected { measure, subject: None, group, value }
}

fn of_column(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let header = |name: &str| request.arguments.text(name).unwrap_or_default();
    let (by, error) = (header("column"), header("error"));
    let columns = [(column(table, by)?, Sign::Any), (column(table, error)?, Sign::NotNegative)];
    let said = Clauses::from(OF_COLUMN.with([Term::name(by), Term::name(error)]));
    let methods = methods(request.arguments);
    let mut figures = Figures::new(request.by.to_vec());
    for sums in sums(table, request, &columns)? {
        let figure = value(&sums, &said);
        let places = empty(&figure, &methods, request.arguments);
        figures.push(figure);
        figures.extend(places);
    }
    fill(&mut figures, request.arguments);
    Ok(figures)
}

fn value(sums: &Sums, method: &Clauses) -> Figure {
    let figure = Figure { method: method.clone(), ..sums.figure(PUBLISHED, "value", Unit::Number) };
    match (sums.rows, sums.values[0]) {
        (2.., _) => Figure { note: (&SEVERAL_ROWS).into(), ..figure.without_value(Status::NotApplicable) },
        (_, None) => figure.without_value(Status::MissingInput),
        (_, Some(value)) => {
            let se = sums.values[1].map(to_f64).filter(|se| *se > 0.0);
            Figure { se, ..figure.with_value(Value::Exact(value)) }
        }
    }
}

static OF_COLUMN: Phrase = Phrase::new("of_column_and_error", "{}，标准误 {}", "{} with standard errors {}");
