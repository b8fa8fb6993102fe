//! Basic balance (基本均衡): the composite coefficient of 教督〔2012〕3号.

use super::super::arguments::Request;
use super::super::definition::{Example, Expected, INSTITUTIONS, Indicator, Layout, Measure, Method};
use super::super::small_tables::YEAR_COLUMN;
use super::schools::{COLUMNS, Item, Stage};
use super::sheet::{Sheet, each_stage, verdict, within};
use crate::error::Result;
use crate::figures::{Clause, Clauses, Figure, Figures, Phrase, Status, Unit, Value};
use crate::indicators::conditions::{WHERE, over_rows};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;
use crate::stats::inequality::total;

const fn item(name: &'static str, header: &'static str, unit: Unit, per: i128) -> Item {
    let shared = !matches!(unit, Unit::Persons);
    Item { name, header, unit, per, shared, requirement: [0, 0] }
}

const ITEMS: &[Item] = &[
    item("生均教学及辅助用房面积", "教学及辅助用房面积", Unit::SquareMetres, 1),
    item("生均体育运动场馆面积", "体育运动场馆面积", Unit::SquareMetres, 1),
    item("生均教学仪器设备值", "教学仪器设备值", Unit::Yuan, 1),
    item("每百名学生拥有计算机台数", "计算机台数", Unit::Number, 100),
    item("生均图书册数", "图书册数", Unit::Number, 1),
    item("师生比", "专任教师数", Unit::Persons, 1),
    item("生均高于规定学历教师数", "高于规定学历教师数", Unit::Persons, 1),
    item("生均中级及以上专业技术职务教师数", "中级及以上专业技术职务教师数", Unit::Persons, 1),
];

pub const BASIC_BALANCE: Indicator = Indicator {
    id: "basic_balance",
    name: Text::new("基本均衡综合差异系数", "basic balance"),
    aliases: &["基本均衡", "综合差异系数", "教督〔2012〕3号"],
    summary: Text::new(
        "县域义务教育基本均衡：八项资源的差异系数及其平均（综合差异系数）是否在限值内",
        "the eight coefficients of variation of [2012] No. 3 and their mean, the composite, against its limit",
    ),
    formula: Text::new(
        "综合差异系数 = 八项差异系数的简单平均；小学 ≤ 0.65、初中 ≤ 0.55",
        "composite = plain mean of the eight CVs; ≤ 0.65 (primary), ≤ 0.55 (junior)",
    ),
    katex: r"\overline{CV}=\frac{1}{8}\sum_{k=1}^{8}\frac{S_k}{X_k}\le c",
    universe: Text::new(
        "小学与初中各校；一贯制与完全中学按 1:1.1:1.32（小学：初中：高中）拆分共用资源；不足 50 人的教学点、特殊教育与职业学校不计并注明",
        "primary and junior schools; combined schools are split 1:1.1:1.32 in what their stages share; teaching points under 50 pupils, special and vocational schools are left out and named",
    ),
    numerator: Text::new(
        "差异系数：标准差；综合：八项之和",
        "cv: standard deviation; composite: sum of the eight",
    ),
    denominator: Text::new("差异系数：县均值；综合：8", "cv: county mean; composite: 8"),
    aggregation: Text::new(
        "县均值 = 资源总量 ÷ 学生总数；综合值由未舍入的差异系数平均",
        "county mean = sum of resources / sum of pupils; the composite is of unrounded CVs",
    ),
    unit: Unit::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::new("mean", Text::new("县均值", "county mean"), INSTITUTIONS),
        Measure::new("standard_deviation", Text::new("标准差", "standard deviation"), INSTITUTIONS),
        Measure::new("cv", Text::new("差异系数", "coefficient of variation"), INSTITUTIONS),
        Measure::new("composite", Text::new("综合差异系数", "composite coefficient"), INSTITUTIONS),
        Measure::new(
            "verdict",
            Text::new("结论（1 达标，0 未达标）", "verdict (1 met, 0 not met)"),
            INSTITUTIONS,
        ),
    ],
    parameters: &[COLUMNS, WHERE, YEAR_COLUMN],
    edges: Text::new(
        "设备值以元计；有空白格：该项、综合与结论 missing_input 并指明学校；只有一所学校：not_applicable；某项县均值为 0：该项 no_denominator，综合 not_applicable；没有学校：no_denominator；一贯制学校须分学段给出教师数；负数或非数字：报错",
        "equipment is in yuan; a blank cell: item, composite and verdict missing_input with the school's name; one school: not_applicable; an item with mean 0: no_denominator, composite not_applicable; no school: no_denominator; combined schools give teachers by stage; negative or no number: refused",
    ),
    reference: Text::new(
        "教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》；公布的 23 个综合值检验（0.001 以内）",
        "Education Inspection [2012] No. 3; held against 23 published composites (within .001)",
    ),
    docstring: include_str!("basic_balance.txt"),
    example: Example {
        input: "学校名称,小学在校生数,教学及辅助用房面积,体育运动场馆面积,教学仪器设备值,计算机台数,图书册数,专任教师数,高于规定学历教师数,中级及以上专业技术职务教师数\n甲小学,100,400,700,100000,10,1500,5,4,3\n乙小学,100,600,700,300000,10,2500,5,4,5\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "两校学生相等，差异系数 = 半差 ÷ 均值：用房 1÷5 = 0.2，设备 1000÷2000 = 0.5，图书 5÷20 = 0.25，中级职务 0.01÷0.04 = 0.25，其余 0；1.2 ÷ 8 = 0.150 ≤ 0.65",
            "two schools of one size: CV = half the difference / mean: rooms 1/5 = .2, equipment 1000/2000 = .5, books 5/20 = .25, titles .01/.04 = .25, others 0; 1.2 / 8 = .150 ≤ .65",
        ),
        expected: &[
            Expected {
                measure: "cv",
                subject: None,
                group: &["小学", "生均教学仪器设备值", ""],
                value: "0.500",
            },
            Expected { measure: "composite", subject: None, group: &["小学", "", ""], value: "0.150" },
            Expected { measure: "verdict", subject: None, group: &["小学", "", ""], value: "1.000" },
        ],
    },
    method: Method::Table(|table, request| over_rows(table, request, basic_balance)),
};

fn basic_balance(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    each_stage(table, request, "basic_balance", ITEMS, stage_figures)
}

fn stage_figures(sheet: &Sheet<'_>) -> Vec<Figure> {
    let limit = Rational::new(if sheet.stage == Stage::Primary { 65 } else { 55 }, 100);
    let mut figures: Vec<Figure> =
        ITEMS.iter().enumerate().flat_map(|(at, item)| sheet.spread(at, item)).collect();
    let variations: Vec<&Figure> = figures.iter().filter(|figure| figure.measure == "cv").collect();
    let values: Option<Vec<f64>> = variations.iter().map(|figure| figure.value.map(Value::to_f64)).collect();
    let missing = variations.iter().any(|figure| figure.status == Status::MissingInput);
    let mut composite = Figure {
        method: (&MEAN_OF_CVS).into(),
        note: Clauses::default(),
        ..sheet.at("composite", None, None)
    };
    let conclusion = sheet.at("verdict", None, None);
    let Some(values) = values else {
        let status = if missing { Status::MissingInput } else { Status::NotApplicable };
        let without = |figure: Figure| Figure { note: (&NO_CV).into(), ..figure.without_value(status) };
        figures.extend([without(composite), without(conclusion)]);
        return figures;
    };
    let (sum, count) = (total(values), ITEMS.len());
    composite = Figure {
        numerator: Some(Value::Real(sum)),
        denominator: Some(Value::Exact(Rational::from_integer(count as i128))),
        ..composite.with_value(Value::Real(sum / count as f64))
    };
    let met = within(&mut composite, limit) == Some(true);
    let reason = (!met).then(|| Clause::from(&COMPOSITE_ABOVE));
    let conclusion = verdict(conclusion, met, reason.into_iter().collect());
    figures.extend([composite, conclusion]);
    figures
}

static MEAN_OF_CVS: Phrase =
    Phrase::new("mean_of_8_cvs", "八项差异系数的简单平均", "plain mean of the 8 CVs");
static NO_CV: Phrase = Phrase::new("item_without_cv", "有一项没有差异系数", "an item has no coefficient");
static COMPOSITE_ABOVE: Phrase =
    Phrase::new("composite_above_limit", "综合差异系数超过限值", "composite above the limit");
