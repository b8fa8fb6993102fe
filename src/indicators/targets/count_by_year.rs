//! Counts by year, with the change from the year before.

use std::collections::BTreeMap;

use super::super::arguments::Request;
use super::super::conditions::{Filter, WHERE};
use super::super::definition::{
    ColumnSums, Example, Expected, INSTITUTIONS, Indicator, Layout, Measure, Method,
};
use super::super::small_tables::{
    Addend, DISTINCT, Sums, UNITS, YEAR_COLUMN, asked, columns, header_or_rows, registered_of,
};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

const ID: &str = "count_by_year";

pub const COUNT_BY_YEAR: Indicator = Indicator {
    id: ID,
    name: Text::new("历年数量", "count by year"),
    aliases: &["增长率", "比上年增长", "新建学校数", "growth"],
    summary: Text::new(
        "按年份、分组数行（台账一行一项），或把一列数量求和，并给出比上年的增减和增长率",
        "rows counted (a row each), or a column summed, per year and group, with the change and growth on the year before",
    ),
    formula: Text::new(
        "增减 = 本年 − 上年；增长率 =（本年 − 上年）÷ 上年 × 100",
        "change = this year − the year before; growth = change / the year before × 100",
    ),
    katex: r"\frac{c_t - c_{t-1}}{c_{t-1}}\times 100",
    universe: Text::new(
        "表中满足所给条件的数据行（不给则全部）；合计行已识别并排除",
        "the data rows that meet `where` (all if not given); total rows are recognised and left out",
    ),
    numerator: Text::new("本年减上年", "this year's less the year before's"),
    denominator: Text::new("上年数量（仅增长率）", "the year before's (of `growth` only)"),
    aggregation: Text::new(
        "先求和，再比较；不取各组增长率的平均",
        "sums first, then compared; never the mean of the groups' growth",
    ),
    unit: Unit::Count,
    decimals: 0,
    layout: Layout::Listed,
    measures: &[
        Measure::new("count", Text::new("数量", "count"), INSTITUTIONS).of_columns(ColumnSums::Value),
        Measure::new("change", Text::new("比上年增减", "change on the year before"), INSTITUTIONS)
            .of_columns(ColumnSums::Parts),
        Measure::new("growth", Text::new("增长率", "growth in per cent"), INSTITUTIONS)
            .of_columns(ColumnSums::Parts),
    ],
    parameters: &[
        header_or_rows(
            "count",
            Text::new(
                "数量列的表头；不给则数行（台账一行一项）",
                "the header of the count's column; rows are counted if not given (a row each)",
            ),
        ),
        WHERE,
        DISTINCT,
        UNITS,
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "一行也没有的登记簿：合计为 0，说明写出文件名；数行时，表中有的年份、有的组没有一行，即为 0；条件列空白的行不计入，说明写出行数；没有上一年（必须正好早一年）：change、growth 为 missing_input；上年为 0：growth 为 no_denominator；有空白格：missing_input；非数字或负数：报错，指明行与列",
        "a register without a row: 0 of all groups together, its file in the note; where rows are counted, a group without a row in a year of the table is 0; rows with a blank in a column of the conditions do not count, and the note says how many; no year before (exactly one year earlier): change and growth missing_input; 0 the year before: growth no_denominator; a blank cell: missing_input; not a number, or negative: refused with row and column",
    ),
    reference: Text::new("年度教育报告惯例", "usage of yearly reports"),
    docstring: include_str!("count_by_year.txt"),
    example: Example {
        input: "学段,新建学校\n小学,4\n小学,1\n初中,6\n",
        by: &["学段"],
        arguments: &[("count", &["新建学校"])],
        steps: Text::new(
            "小学 4 + 1 = 5 所，初中 6 所；表中若有上一年小学 4 所，则增 1 所，增长 1 ÷ 4 × 100 = 25.0",
            "primary 4 + 1 = 5, junior 6; had the table 4 primary schools the year before: change 1, growth 1 / 4 × 100 = 25.0",
        ),
        expected: &[
            Expected { measure: "count", subject: None, group: &["小学"], value: "5" },
            Expected { measure: "count", subject: None, group: &["初中"], value: "6" },
        ],
    },
    method: Method::Table(count_by_year),
};

fn count_by_year(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let is_of_rows = !request.arguments.contains("count");
    let addend = match is_of_rows {
        true => Addend::Rows(Filter::none(table)),
        false => {
            let (at, sign) = columns(table, request, &["count"])?[0];
            Addend::Column(at, sign)
        }
    };
    let groups = registered_of(table, request, &[addend])?;
    let groups: Vec<Sums> = match is_of_rows {
        true => groups
            .into_iter()
            .map(|sums| {
                let count = sums.values[0];
                sums.of_rows(count)
            })
            .collect(),
        false => groups,
    };
    let asked = asked(table, request)?;
    let method = if is_of_rows { Clauses::from(&ROWS).and(asked) } else { asked };
    let counts: BTreeMap<(Option<i32>, &[String]), Option<Rational>> =
        groups.iter().map(|sums| ((sums.year, &sums.group[..]), sums.values[0])).collect();
    let mut figures = Figures::new(request.by.to_vec());
    for sums in &groups {
        let before = sums.year.and_then(|year| counts.get(&(Some(year - 1), &sums.group[..])));
        let with_method = |figure: Figure| Figure { method: method.clone(), ..figure };
        figures.extend(compared(sums, before.copied()).map(with_method));
    }
    Ok(figures)
}

static ROWS: Phrase = Phrase::new("rows_counted", "数行", "rows counted");

pub static NO_COUNT_BEFORE: Phrase =
    Phrase::new("no_count_before", "没有上一年的数量", "no count of the year before");

/// `before` is missing where the table has no such year, and empty where that year's cells are.
fn compared(sums: &Sums, before: Option<Option<Rational>>) -> [Figure; 3] {
    let now = sums.values[0];
    let valued = |figure: Figure, value: Option<Rational>| match value {
        Some(value) => figure.with_value(Value::Exact(value)),
        None => figure.without_value(Status::MissingInput),
    };
    let count = valued(sums.figure(ID, "count", Unit::Count), now);
    let both = now.zip(before.flatten());
    let noted = |figure: Figure| match (before, figure.note.is_empty()) {
        (None, true) => figure.noted(&NO_COUNT_BEFORE),
        _ => figure,
    };
    let change = noted(sums.figure(ID, "change", Unit::Count));
    let change = valued(change, both.map(|(now, before)| now - before));
    let growth = noted(sums.figure(ID, "growth", Unit::Percent));
    let growth = super::per_cent(growth, both.map(|(now, before)| now - before), before.flatten());
    [count, change, growth]
}
