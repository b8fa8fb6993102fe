//! Inequality of resources between schools: Gini, Theil, Atkinson, McLoone and simple ratios.

use super::super::arguments::Request;
use super::super::columns::column;
use super::super::definition::{
    Default, Example, Expected, INSTITUTIONS, Indicator, Kind, Layout, Measure, Method, Parameter,
};
use super::super::small_tables::YEAR_COLUMN;
use super::cells::{difference, grouped, keys, quotient};
use super::sample::{Form, Sample, School, mean};
use super::weighted_cv::{ERRORS, RESOURCE, WEIGHT, weight_column, with_errors};
use crate::error::Result;
use crate::figures::{Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::indicators::conditions::{WHERE, over_rows};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::SmallTable;
use crate::stats::inequality::{
    Holding, atkinson, gini, mcloone, theil_l, theil_l_parts, theil_t, theil_t_parts,
};
use crate::stats::jackknife::jackknife_error;

pub const INEQUALITY: Indicator = Indicator {
    id: "inequality",
    name: Text::new("资源不均等", "inequality of resources"),
    aliases: &["基尼系数", "泰尔指数", "阿特金森指数", "极差率", "Gini", "Theil", "Atkinson", "McLoone"],
    summary: Text::new(
        "各校生均资源的不均等程度：基尼、泰尔（组内、组间）、阿特金森、最大最小比、极差率、麦克伦",
        "how unequal schools' resources per pupil are: Gini, Theil (within, between), Atkinson, max/min, range ratio, McLoone",
    ),
    formula: Text::new(
        "基尼 = Σ w x (2C − w − W) ÷ (W² μ)，按 x 升序，C 为累计；泰尔 T = Σ (w/W)(x/μ) ln(x/μ)；泰尔 L = Σ (w/W) ln(μ/x)；阿特金森 = 1 − (Σ (w/W)(x/μ)^(1−ε))^(1/(1−ε))；麦克伦 = 中位数及以下各校所有 ÷ 若都在中位数时所有",
        "Gini = Σ w x (2C − w − W) / (W² μ), x ascending, C cumulative; Theil T = Σ (w/W)(x/μ) ln(x/μ); Theil L = Σ (w/W) ln(μ/x); Atkinson = 1 − (Σ (w/W)(x/μ)^(1−ε))^(1/(1−ε)); McLoone = held at or below the median / the same at the median",
    ),
    katex: r"G=\frac{\sum_{i,j} w_i w_j|x_i-x_j|}{2W^2\mu},\quad T=\sum_i\frac{w_i}{W}\frac{x_i}{\mu}\ln\frac{x_i}{\mu},\quad L=\sum_i\frac{w_i}{W}\ln\frac{\mu}{x_i}",
    universe: Text::new(
        "表中全部学校；在校生数为 0 的行不计入并注明",
        "all schools of the table; rows with no pupils are left out and named",
    ),
    numerator: Text::new(
        "最大值（最大最小比）、极差（极差率）",
        "the largest (max/min), the range (range ratio)",
    ),
    denominator: Text::new(
        "最小值（最大最小比）、均值（极差率）",
        "the smallest (max/min), the mean (range ratio)",
    ),
    aggregation: Text::new(
        "由全部学校重新计算；泰尔指数 = 组内 + 组间",
        "computed from all schools; Theil = within + between",
    ),
    unit: Unit::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::new("gini", Text::new("基尼系数", "Gini coefficient"), INSTITUTIONS),
        Measure::new("theil_t", Text::new("泰尔指数 T", "Theil's T"), INSTITUTIONS),
        Measure::new("theil_t_within", Text::new("泰尔 T 组内", "Theil's T within groups"), INSTITUTIONS),
        Measure::new("theil_t_between", Text::new("泰尔 T 组间", "Theil's T between groups"), INSTITUTIONS),
        Measure::new("theil_l", Text::new("泰尔指数 L", "Theil's L"), INSTITUTIONS),
        Measure::new("theil_l_within", Text::new("泰尔 L 组内", "Theil's L within groups"), INSTITUTIONS),
        Measure::new("theil_l_between", Text::new("泰尔 L 组间", "Theil's L between groups"), INSTITUTIONS),
        Measure::new("atkinson", Text::new("阿特金森指数", "Atkinson's index"), INSTITUTIONS),
        Measure::new("max_min_ratio", Text::new("最大最小比", "largest / smallest"), INSTITUTIONS),
        Measure::new("range_ratio", Text::new("极差率（极差 ÷ 均值）", "range / mean"), INSTITUTIONS),
        Measure::new(
            "mcloone",
            Text::new("麦克伦指数（1 为均等）", "McLoone's index (1 is equality)"),
            INSTITUTIONS,
        ),
    ],
    parameters: &[
        RESOURCE,
        WEIGHT,
        Parameter {
            name: "form",
            text: Text::new(
                "口径：enrolment_weighted 按在校生加权，plain 每校计一次",
                "the form: enrolment_weighted, or plain (each school once)",
            ),
            kind: Kind::Choice(&[
                ("enrolment_weighted", Text::new("按在校生加权", "weighted by enrolment")),
                ("plain", Text::new("不加权", "each school once")),
            ]),
            default: Default::Value("enrolment_weighted"),
            many: false,
        },
        Parameter {
            name: "epsilon",
            text: Text::new("阿特金森指数的厌恶参数 ε", "Atkinson's aversion to inequality ε"),
            kind: Kind::Points,
            default: Default::Value("0.5"),
            many: false,
        },
        Parameter {
            name: "group",
            text: Text::new(
                "泰尔指数按哪一列分解为组内与组间（如 城乡）；不给则不分解",
                "the header of the groups by which Theil's measures are split; not split if not given",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        ERRORS,
        WHERE,
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "没有学校、均值为 0、最小值为 0（最大最小比）、中位数为 0（麦克伦）：no_denominator；有学校一无所有：泰尔 L 与 ε ≥ 1 的阿特金森 not_applicable；没有给出分组列：组内、组间 missing_input；有空白格：missing_input 并指明行；负数或非数字：报错",
        "no school, mean 0, smallest 0 (max/min) or median 0 (McLoone): no_denominator; a school that holds nothing: Theil's L, and Atkinson with ε ≥ 1, not_applicable; no group column: within and between missing_input; a blank cell: missing_input with its row; a negative amount or no number: refused",
    ),
    reference: Text::new(
        "R ineq 0.2 检验；Theil (1967)；Atkinson (1970)；Berne & Stiefel (1984)",
        "held against R ineq 0.2; Theil (1967); Atkinson (1970); Berne & Stiefel (1984)",
    ),
    docstring: include_str!("inequality.txt"),
    example: Example {
        input: "学校名称,在校生数,图书册数\n甲,100,1000\n乙,300,9000\n",
        by: &[],
        arguments: &[("resource", &["图书册数"]), ("weight", &["在校生数"])],
        steps: Text::new(
            "生均 10 与 30，均值 25。基尼：0.25 × 0.75 × 20 ÷ 25 = 0.15；最大最小比 30 ÷ 10 = 3；极差率 20 ÷ 25 = 0.8；中位数 30（过半学生处），麦克伦 25 ÷ 30 = 0.833",
            "10 and 30 per pupil, mean 25. Gini: .25 × .75 × 20 / 25 = .15; max/min 30 / 10 = 3; range ratio 20 / 25 = .8; median 30 (where half the pupils are reached), McLoone 25 / 30 = .833",
        ),
        expected: &[
            Expected { measure: "gini", subject: None, group: &[], value: "0.150" },
            Expected { measure: "max_min_ratio", subject: None, group: &[], value: "3.000" },
            Expected { measure: "range_ratio", subject: None, group: &[], value: "0.800" },
            Expected { measure: "mcloone", subject: None, group: &[], value: "0.833" },
        ],
    },
    method: Method::Table(|table, request| over_rows(table, request, inequality)),
};

fn inequality(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let form = Form::of(request.arguments.text("form"));
    let weighted = form == Form::EnrolmentWeighted;
    let resource = column(table, request.arguments.text("resource").unwrap_or_default())?;
    let weight = weight_column(table, request, "inequality", weighted)?;
    let group = request.arguments.text("group").map(|header| column(table, header)).transpose()?;
    let epsilon = request.arguments.number("epsilon").unwrap_or_default();
    let method = form.of_columns(table, resource, weight);
    let mut figures = Figures::new(keys(request));
    for rows in grouped(table, request)? {
        let sample = Sample::read(table, &rows, resource, weight)?;
        let place = Figure {
            year: rows.year,
            group: rows.group.clone().into(),
            method: method.clone(),
            ..Figure::new("inequality", "gini", Unit::Number)
        };
        let prepared = sample.prepared(table, place);
        if prepared.status == Status::MissingInput || sample.schools.is_empty() {
            let measures = INEQUALITY.measures.iter();
            figures.extend(measures.map(|measure| Figure { measure: measure.id, ..prepared.clone() }));
            continue;
        }
        let holdings = sample.holdings(weighted);
        let groups = group.map(|at| by_label(table, &sample, &holdings, at));
        let mut of_group = indices(&prepared, &holdings, epsilon);
        if with_errors(request) {
            of_group =
                of_group.into_iter().map(|figure| with_error(figure, &holdings, to_f64(epsilon))).collect();
        }
        of_group.extend(parts(&prepared, &holdings, groups.as_deref()));
        of_group.extend(ratios(&prepared, &sample, form));
        of_group.sort_by_key(|f| INEQUALITY.measures.iter().position(|measure| measure.id == f.measure));
        figures.extend(of_group);
    }
    Ok(figures)
}

fn valued(figure: Figure, value: Option<f64>, otherwise: Status) -> Figure {
    match value {
        Some(value) => figure.with_value(Value::Real(value)),
        None => figure.without_value(otherwise),
    }
}

/// The measures that are one number each.
fn indices(place: &Figure, holdings: &[Holding], epsilon: Rational) -> Vec<Figure> {
    let at = |measure| Figure { measure, ..place.clone() };
    let holds_nothing = holdings.iter().any(|h| h.value <= 0.0) && gini(holdings).is_some();
    let without = if holds_nothing { Status::NotApplicable } else { Status::NoDenominator };
    let atkinson_figure =
        Figure { method: place.method.and(EPSILON.with([Term::chosen(epsilon)])), ..at("atkinson") };
    vec![
        valued(at("gini"), gini(holdings), Status::NoDenominator),
        valued(at("theil_t"), theil_t(holdings), Status::NoDenominator),
        valued(at("theil_l"), theil_l(holdings), without),
        valued(atkinson_figure, atkinson(holdings, to_f64(epsilon)), without),
        valued(at("mcloone"), mcloone(holdings), Status::NoDenominator),
    ]
}

/// With the jackknife's error over schools; McLoone's index has none, as a median has no consistent one.
fn with_error(figure: Figure, holdings: &[Holding], epsilon: f64) -> Figure {
    let se = match figure.measure {
        _ if figure.value.is_none() => None,
        "gini" => jackknife_error(holdings, gini),
        "theil_t" => jackknife_error(holdings, theil_t),
        "theil_l" => jackknife_error(holdings, theil_l),
        "atkinson" => jackknife_error(holdings, |holdings| atkinson(holdings, epsilon)),
        _ => None,
    };
    Figure { se, ..figure }
}

/// The schools of each label, in the order of the labels.
fn by_label(table: &SmallTable, sample: &Sample, holdings: &[Holding], at: usize) -> Vec<Vec<Holding>> {
    let mut groups: std::collections::BTreeMap<&str, Vec<Holding>> = std::collections::BTreeMap::new();
    for (place, holding) in sample.places.iter().zip(holdings) {
        groups.entry(table.rows[*place][at].trim()).or_default().push(*holding);
    }
    groups.into_values().collect()
}

fn parts(place: &Figure, holdings: &[Holding], groups: Option<&[Vec<Holding>]>) -> Vec<Figure> {
    let at = |measure| Figure { measure, ..place.clone() };
    let Some(groups) = groups else {
        let names = ["theil_t_within", "theil_t_between", "theil_l_within", "theil_l_between"];
        let missing = |measure| Figure {
            note: (&NO_GROUP_COLUMN).into(),
            ..at(measure).without_value(Status::MissingInput)
        };
        return names.map(missing).to_vec();
    };
    let (t, l) = (theil_t_parts(groups), theil_l_parts(groups));
    let without = if gini(holdings).is_some() { Status::NotApplicable } else { Status::NoDenominator };
    vec![
        valued(at("theil_t_within"), t.map(|t| t.within), Status::NoDenominator),
        valued(at("theil_t_between"), t.map(|t| t.between), Status::NoDenominator),
        valued(at("theil_l_within"), l.map(|l| l.within), without),
        valued(at("theil_l_between"), l.map(|l| l.between), without),
    ]
}

/// The ratios of extremes, exact where they fit.
fn ratios(place: &Figure, sample: &Sample, form: Form) -> Vec<Figure> {
    let per_head = || sample.schools.iter().map(School::per_head);
    let largest = per_head().max().unwrap_or_default();
    let smallest = per_head().min().unwrap_or_default();
    let ratio = |measure, above: Value, below: Value| {
        let (numerator, denominator) = (Some(above), Some(below));
        let figure = Figure { measure, numerator, denominator, ..place.clone() };
        match divided(above, below) {
            Some(value) => figure.with_value(value),
            None => figure.without_value(Status::NoDenominator),
        }
    };
    let range = difference(largest, smallest);
    let centre = mean(&sample.schools, form).unwrap_or(Value::Real(0.0));
    vec![
        ratio("max_min_ratio", Value::Exact(largest), Value::Exact(smallest)),
        ratio("range_ratio", range, centre),
    ]
}

/// `None` where the divisor is not above zero.
fn divided(above: Value, below: Value) -> Option<Value> {
    match (above, below) {
        (Value::Exact(above), Value::Exact(below)) => quotient(above, below),
        _ => (below.to_f64() > 0.0).then(|| Value::Real(above.to_f64() / below.to_f64())),
    }
}

static EPSILON: Phrase = Phrase::new("epsilon", "ε = {}", "epsilon {}");
pub static NO_GROUP_COLUMN: Phrase =
    Phrase::new("no_group_column", "没有给出分组的列", "no group column was given");
