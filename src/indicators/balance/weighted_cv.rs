//! The coefficient of variation between schools (差异系数).

use super::super::arguments::Request;
use super::super::columns::column;
use super::super::definition::{
    Default, Example, Expected, INSTITUTIONS, Indicator, Kind, Layout, Measure, Method, Parameter,
};
use super::super::small_tables::YEAR_COLUMN;
use super::cells::{grouped, keys};
use super::sample::{Form, Sample, School, mean, spread, standard_deviation};
use crate::error::{Error, Result};
use crate::figures::{Figure, Figures, Unit};
use crate::indicators::conditions::{WHERE, over_rows};
use crate::lang::Text;
use crate::records::SmallTable;
use crate::stats::jackknife::jackknife_error;

pub const RESOURCE: Parameter = Parameter {
    name: "resource",
    text: Text::new(
        "资源量所在列的表头（总量，如 图书册数）",
        "the header of the amounts (totals of a school, such as its books)",
    ),
    kind: Kind::Name,
    default: Default::Required,
    many: false,
};

pub const WEIGHT: Parameter = Parameter {
    name: "weight",
    text: Text::new(
        "在校生数所在列的表头；不给则每行计一次，资源列即为生均值（仅限不加权的口径）",
        "the header of the enrolment; without it each row counts once and holds a per-pupil value (plain forms only)",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

pub const ERRORS: Parameter = Parameter {
    name: "errors",
    text: Text::new(
        "标准误：none 不给；jackknife 逐一去掉一所学校重算（把这些学校看作抽自更多学校）",
        "standard errors: none, or jackknife, by leaving out each school in turn (the schools as a sample of more)",
    ),
    kind: Kind::Choice(&[
        ("none", Text::new("不给", "none")),
        ("jackknife", Text::new("刀切法", "delete-one jackknife over schools")),
    ]),
    default: Default::Value("none"),
    many: false,
};

/// Whether errors are asked for.
pub fn with_errors(request: &Request<'_>) -> bool {
    request.arguments.text("errors") == Some("jackknife")
}

pub const WEIGHTED_CV: Indicator = Indicator {
    id: "weighted_cv",
    name: Text::new("差异系数", "weighted coefficient of variation"),
    aliases: &["校际差异系数", "变异系数", "coefficient of variation"],
    summary: Text::new(
        "各校生均资源围绕县均值的离散程度，按在校生数加权",
        "how far schools' resources per pupil lie from the county's mean, weighted by enrolment",
    ),
    formula: Text::new(
        "X = Σ 资源 ÷ Σ 学生；S = √（Σ（学生/总学生）×（生均 − X）²）；差异系数 = S ÷ X",
        "X = Σ resource / Σ pupils; S = √(Σ (pupils / all pupils) (per pupil − X)²); CV = S / X",
    ),
    katex: r"X=\frac{\sum_i r_i}{\sum_i p_i},\quad S=\sqrt{\sum_i \frac{p_i}{P}\left(\frac{r_i}{p_i}-X\right)^2},\quad CV=\frac{S}{X}",
    universe: Text::new(
        "表中全部学校；在校生数为 0 的行不计入并注明",
        "all schools of the table; rows with no pupils are left out and named",
    ),
    numerator: Text::new("标准差 S", "the standard deviation S"),
    denominator: Text::new("县均值 X", "the county's mean X"),
    aggregation: Text::new(
        "县均值由总量相除得出；不加权口径取各校生均值的简单平均",
        "the mean is a ratio of sums; in the plain forms it is the plain mean of the schools' values",
    ),
    unit: Unit::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::new("mean", Text::new("县均值", "county mean"), INSTITUTIONS),
        Measure::new("standard_deviation", Text::new("标准差", "standard deviation"), INSTITUTIONS),
        Measure::new("cv", Text::new("差异系数", "coefficient of variation"), INSTITUTIONS),
    ],
    parameters: &[
        RESOURCE,
        WEIGHT,
        Parameter {
            name: "form",
            text: Text::new(
                "口径：enrolment_weighted 按在校生加权，plain 不加权（n），plain_n_minus_1 不加权（n−1）",
                "the form: enrolment_weighted, plain (denominator n) or plain_n_minus_1",
            ),
            kind: Kind::Choice(&[
                ("enrolment_weighted", Text::new("按在校生加权", "weighted by enrolment")),
                ("plain", Text::new("不加权", "each school once, denominator n")),
                ("plain_n_minus_1", Text::new("不加权n-1", "each school once, denominator n − 1")),
            ]),
            default: Default::Value("enrolment_weighted"),
            many: false,
        },
        ERRORS,
        WHERE,
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "没有学校或学生：no_denominator；只有一所学校：标准差与差异系数 not_applicable；有空白格：missing_input 并指明行；均值为 0：差异系数 no_denominator；负数或非数字：报错，指明行与列",
        "no school or no pupils: no_denominator; one school: spread not_applicable; a blank cell: missing_input with its row; mean 0: cv no_denominator; a negative amount or no number: refused with row and column",
    ),
    reference: Text::new(
        "教督〔2012〕3号；五校算例 0.5152566（公布 0.52）；鸠江区 2023 小学七项检验",
        "Education Inspection [2012] No. 3; five-school example .5152566 (published .52); held against Jiujiang district 2023",
    ),
    docstring: include_str!("weighted_cv.txt"),
    example: Example {
        input: "学校名称,在校生数,图书册数\n甲,100,1000\n乙,300,5000\n",
        by: &[],
        arguments: &[("resource", &["图书册数"]), ("weight", &["在校生数"])],
        steps: Text::new(
            "X = 6000 ÷ 400 = 15；甲 10、乙 16.667；S² = 0.25 × 25 + 0.75 × 2.778 = 8.333，S = 2.887；2.887 ÷ 15 = 0.192",
            "X = 6000 / 400 = 15; 10 and 16.667 per pupil; S² = .25 × 25 + .75 × 2.778 = 8.333, S = 2.887; 2.887 / 15 = 0.192",
        ),
        expected: &[
            Expected { measure: "mean", subject: None, group: &[], value: "15.000" },
            Expected { measure: "standard_deviation", subject: None, group: &[], value: "2.887" },
            Expected { measure: "cv", subject: None, group: &[], value: "0.192" },
        ],
    },
    method: Method::Table(|table, request| over_rows(table, request, weighted_cv)),
};

fn weighted_cv(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let form = Form::of(request.arguments.text("form"));
    let resource = column(table, request.arguments.text("resource").unwrap_or_default())?;
    let weight = weight_column(table, request, "weighted_cv", form == Form::EnrolmentWeighted)?;
    let method = form.of_columns(table, resource, weight);
    let mut figures = Figures::new(keys(request));
    for rows in grouped(table, request)? {
        let sample = Sample::read(table, &rows, resource, weight)?;
        let prepared = ["mean", "standard_deviation", "cv"].map(|measure| {
            let unit = if measure == "mean" { Unit::PerPupil } else { Unit::Number };
            let figure = Figure {
                year: rows.year,
                group: rows.group.clone().into(),
                method: method.clone(),
                ..Figure::new("weighted_cv", measure, unit)
            };
            sample.prepared(table, figure)
        });
        let [mean_figure, deviation, variation] = spread(prepared, &sample.schools, form, 1);
        let known = with_errors(request) && variation.value.is_some();
        let ratio = |schools: &[School]| {
            let mean = mean(schools, form)?.to_f64();
            Some(standard_deviation(schools, form)? / mean).filter(|_| mean > 0.0)
        };
        let se = if known { jackknife_error(&sample.schools, ratio) } else { None };
        figures.extend([mean_figure, deviation, Figure { se, ..variation }]);
    }
    Ok(figures)
}

/// The weight's column; refused where the form needs weights and none was named.
pub fn weight_column(
    table: &SmallTable,
    request: &Request<'_>,
    indicator: &str,
    needed: bool,
) -> Result<Option<usize>> {
    match request.arguments.text("weight") {
        Some(header) => column(table, header).map(Some),
        None if needed => Err(Error::MissingArgument {
            indicator: indicator.to_owned(),
            argument: "weight".to_owned(),
            expected: WEIGHT.text,
        }),
        None => Ok(None),
    }
}
