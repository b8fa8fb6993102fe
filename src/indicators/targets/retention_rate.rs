//! Three-year retention (巩固率) against its limit.

use super::super::arguments::Request;
use super::super::conditions::WHERE;
use super::super::definition::{
    Discloses, Example, Expected, Indicator, Layout, Measure, Method, Parts, Whom,
};
use super::super::small_tables::{UNITS, YEAR_COLUMN, columns, header, registered};
use crate::error::Result;
use crate::figures::{AllTold, Figure, Figures, Phrase, Range, Told, Unit};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

pub const RETENTION_RATE: Indicator = Indicator {
    id: "retention_rate",
    name: Text::new("三年巩固率", "three-year retention"),
    aliases: &["巩固率", "初中三年巩固率", "retention"],
    summary: Text::new(
        "三年前入学的学生有百分之几留到毕业，扣除转入、加回转出、扣除死亡，并与限值比较",
        "how many of those who entered three years ago stayed to graduate, transfers and deaths allowed for",
    ),
    formula: Text::new(
        "巩固率 =（毕业生数 − 三年内转入 + 三年内转出）÷（三年前一年级人数 − 三年内死亡）× 100",
        "(graduates − transferred in + transferred out) / (first-year pupils three years ago − deaths) × 100",
    ),
    katex: r"\frac{G - I + O}{E - D}\times 100",
    universe: Text::new("表中全部数据行（县、学校等）", "all data rows of the table (counties, schools, …)"),
    numerator: Text::new("毕业生数 − 转入 + 转出", "graduates − transferred in + transferred out"),
    denominator: Text::new("三年前一年级人数 − 死亡", "first-year pupils three years ago − deaths"),
    aggregation: Text::new("各列先求和，后相除", "columns are added first, then one division"),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new(
        "rate",
        Text::new("巩固率", "retention rate"),
        Discloses::Share { part: Whom::Event, whole: Whom::Base },
    )],
    parameters: &[
        header("graduates", Text::new("毕业生数列的表头", "the header of the graduates' column")),
        header("transferred_in", Text::new("三年内转入列的表头", "the header of those transferred in")),
        header("transferred_out", Text::new("三年内转出列的表头", "the header of those transferred out")),
        header(
            "entrants",
            Text::new("三年前一年级人数列的表头", "the header of first-year pupils three years ago"),
        ),
        header("deaths", Text::new("三年内死亡列的表头", "the header of deaths")),
        super::limit("limit", Text::new("限值（%）", "the limit in per cent"), "95"),
        WHERE,
        UNITS,
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "分母为 0：no_denominator；分母为负：not_applicable；有空白格：missing_input（没有转学或死亡的须写 0）；非数字或负数：报错，指明行与列",
        "denominator 0: no_denominator; negative: not_applicable; a blank cell: missing_input (write 0 for no transfers or deaths); not a number, or negative: refused with row and column",
    ),
    reference: Text::new(
        "教督〔2017〕6 号：初中三年巩固率 ≥ 95%",
        "教督〔2017〕6号: three-year retention of at least 95 %",
    ),
    docstring: include_str!("retention_rate.txt"),
    example: Example {
        input: "毕业生,转入,转出,入学,死亡\n480,20,36,521,1\n",
        by: &[],
        arguments: &[
            ("graduates", &["毕业生"]),
            ("transferred_in", &["转入"]),
            ("transferred_out", &["转出"]),
            ("entrants", &["入学"]),
            ("deaths", &["死亡"]),
        ],
        steps: Text::new(
            "(480 − 20 + 36) ÷ (521 − 1) × 100 = 496 ÷ 520 × 100 = 95.4，达到 95%",
            "(480 − 20 + 36) / (521 − 1) × 100 = 496 / 520 × 100 = 95.4, meets 95 %",
        ),
        expected: &[Expected { measure: "rate", subject: None, group: &[], value: "95.4" }],
    },
    method: Method::Table(retention_rate),
};

fn retention_rate(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let names = ["graduates", "transferred_in", "transferred_out", "entrants", "deaths"];
    let limit = request.arguments.number("limit").unwrap_or_default();
    let mut figures = Figures::new(request.by.to_vec());
    for sums in registered(table, request, &columns(table, request, &names)?)? {
        let [graduates, came, left, entrants, deaths] = sums.values[..] else { continue };
        let stayed = graduates.zip(came).zip(left).map(|((graduates, came), left)| graduates - came + left);
        let began = entrants.zip(deaths).map(|(entrants, deaths)| entrants - deaths);
        let told = told(stayed, began);
        let figure =
            Figure { method: (&STAYED).into(), told, ..sums.figure("retention_rate", "rate", Unit::Percent) };
        figures.push(super::judged(super::per_cent(figure, stayed, began), limit));
    }
    Ok(figures)
}

/// Who began, and of them who stayed and who left.
fn told(stayed: Option<Rational>, began: Option<Rational>) -> AllTold {
    let count =
        |number: Option<Rational>| u64::try_from(number.filter(Rational::is_integer)?.to_integer()).ok();
    let (Some(stayed), Some(began)) = (count(stayed), count(began)) else { return AllTold::NOTHING };
    let event = Range::event("stayed", stayed);
    // More may stay than began, where the numbers of transfers are wrong.
    let left = began.checked_sub(stayed).map(|left| Range::event("left", left));
    let all = [event].into_iter().chain(left).chain([Range::base("began", began)]);
    [Told::count_events([event]), Told::count_events(all)].into()
}
static STAYED: Phrase = Phrase::new(
    "stayed_of_entrants",
    "（毕业生 − 转入 + 转出）÷（入学 − 死亡）",
    "(graduates - in + out) / (entrants - deaths)",
);
