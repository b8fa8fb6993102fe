//! What was achieved against what was planned.

use super::super::arguments::Request;
use super::super::conditions::WHERE;
use super::super::definition::{
    ColumnSums, Example, Expected, INSTITUTIONS, Indicator, Layout, Measure, Method,
};
use super::super::small_tables::{UNITS, YEAR_COLUMN, columns, header, registered};
use crate::error::Result;
use crate::figures::{Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::records::SmallTable;

const ID: &str = "plan_attainment";

pub const PLAN_ATTAINMENT: Indicator = Indicator {
    id: ID,
    name: Text::new("计划完成率", "plan attainment"),
    aliases: &["计划完成情况", "任务完成率", "plan against achieved"],
    summary: Text::new(
        "实际完成数占计划数的百分比及两者之差",
        "what was achieved per hundred planned, and the difference",
    ),
    formula: Text::new(
        "完成率 = Σ 完成 ÷ Σ 计划 × 100；差额 = Σ 完成 − Σ 计划",
        "rate = Σ achieved / Σ plan × 100; difference = Σ achieved − Σ plan",
    ),
    katex: r"\frac{\sum_r a_r}{\sum_r p_r}\times 100",
    universe: Text::new(
        "表中全部数据行；合计行已识别并排除",
        "all data rows of the table; total rows are recognised and left out",
    ),
    numerator: Text::new("完成数之和", "the sum achieved"),
    denominator: Text::new("计划数之和", "the sum planned"),
    aggregation: Text::new(
        "先求和，后相除；绝不取各行完成率的平均",
        "sums first, then one division; never the mean of the rows' rates",
    ),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Plan { rate: "rate", difference: "difference" },
    measures: &[
        Measure::new("rate", Text::new("完成率", "rate"), INSTITUTIONS).of_columns(ColumnSums::Parts),
        Measure::new(
            "difference",
            Text::new("差额（完成 − 计划）", "difference (achieved − plan)"),
            INSTITUTIONS,
        )
        .of_columns(ColumnSums::Parts),
    ],
    parameters: &[
        header("plan", Text::new("计划列的表头", "the header of the plan's column")),
        header("achieved", Text::new("完成列的表头", "the header of the column of what was achieved")),
        WHERE,
        UNITS,
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "计划之和为 0：rate 为 no_denominator；有空白格：missing_input；非数字或负数：报错，指明行与列",
        "plans sum to 0: rate no_denominator; a blank cell: missing_input; not a number, or negative: refused with row and column",
    ),
    reference: Text::new("年度教育报告惯例", "usage of yearly reports"),
    docstring: include_str!("plan_attainment.txt"),
    example: Example {
        input: "项目,计划,完成\n校舍改造,40,38\n食堂改造,10,12\n",
        by: &["项目"],
        arguments: &[("plan", &["计划"]), ("achieved", &["完成"])],
        steps: Text::new(
            "校舍 38 ÷ 40 × 100 = 95.0，差 −2；食堂 12 ÷ 10 × 100 = 120.0，差 2",
            "buildings 38 / 40 × 100 = 95.0, −2; canteens 12 / 10 × 100 = 120.0, 2",
        ),
        expected: &[
            Expected { measure: "rate", subject: None, group: &["校舍改造"], value: "95.0" },
            Expected { measure: "difference", subject: None, group: &["校舍改造"], value: "-2.0" },
            Expected { measure: "rate", subject: None, group: &["食堂改造"], value: "120.0" },
            Expected { measure: "difference", subject: None, group: &["食堂改造"], value: "2.0" },
        ],
    },
    method: Method::Table(plan_attainment),
};

fn plan_attainment(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let columns = columns(table, request, &["plan", "achieved"])?;
    let [plan_header, achieved_header] = [0, 1].map(|at: usize| &table.headers[columns[at].0]);
    let mut figures = Figures::new(request.by.to_vec());
    for sums in registered(table, request, &columns)? {
        let (plan, achieved) = (sums.values[0], sums.values[1]);
        let headers = || [achieved_header, plan_header].map(|header| Term::name(header.as_str()));
        let rate =
            Figure { method: QUOTIENT.with(headers()).into(), ..sums.figure(ID, "rate", Unit::Percent) };
        figures.push(super::per_cent(rate, achieved, plan));
        let difference = Figure {
            method: DIFFERENCE.with(headers()).into(),
            ..sums.figure(ID, "difference", Unit::Number)
        };
        figures.push(match achieved.zip(plan) {
            Some((achieved, plan)) => difference.with_value(Value::Exact(achieved - plan)),
            None => difference.without_value(Status::MissingInput),
        });
    }
    Ok(figures)
}

static QUOTIENT: Phrase = Phrase::new("achieved_of_plan", "{} ÷ {}", "{} / {}");
static DIFFERENCE: Phrase = Phrase::new("achieved_minus_plan", "{} − {}", "{} - {}");
