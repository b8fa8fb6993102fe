//! The composite index (综合指数): declared weights over the columns of a small table, with ranks.

use super::arguments::{Number, Request};
use super::columns::column;
use super::definition::{
    Default, Example, Expected, INSTITUTIONS, Indicator, Kind, Layout, Measure, Method, Parameter,
};
use super::small_tables::{Sign, Sums, YEAR_COLUMN, sums};
use crate::error::{Error, Result};
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::indicators::conditions::{WHERE, over_rows};
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::SmallTable;

const ID: &str = "composite_index";
/// The key under which the column of each part stands; none for the whole index and its rank.
const PART: &str = "part";

pub const COMPOSITE_INDEX: Indicator = Indicator {
    id: ID,
    name: Text::new("综合指数", "composite index"),
    aliases: &["综合得分", "加权总分", "综合评价指数", "weighted index"],
    summary: Text::new(
        "按公布的权重把表中几列合成一个指数，列出每一项，并排名次",
        "columns of a table put together by declared weights, each part shown, with ranks",
    ),
    formula: Text::new(
        "综合指数 = Σ 权重 × 该列的值，权重之和为 1；名次 = 比它高的个数 + 1",
        "index = Σ weight × value of the column, weights adding to 1; rank = those with a higher index + 1",
    ),
    katex: r"I=\sum_k w_k x_k,\quad \sum_k w_k = 1",
    universe: Text::new(
        "表中的数据行，每年每组须正好一行；各列须已是可比的量（同为百分比或标准分）",
        "the rows of the table, just one a year and group; the columns must be comparable already (all per cent, or all standard scores)",
    ),
    numerator: Text::new("各项之和", "the sum of the parts"),
    denominator: Text::new("无（权重之和为 1）", "none (weights add to 1)"),
    aggregation: Text::new(
        "不由各组的指数合成；先得出整体的各列，再加权",
        "the index of a whole is not made of its groups': its own columns are weighted",
    ),
    unit: Unit::Number,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new("index", Text::new("综合指数", "index"), INSTITUTIONS),
        Measure::new("rank", Text::new("名次", "rank"), INSTITUTIONS).ranking(),
        Measure::new("weighted", Text::new("加权分项", "weighted part"), INSTITUTIONS),
    ],
    parameters: &[
        Parameter {
            name: "weight",
            text: Text::new(
                "权重，每列一项：表头=权重，如 及格率=0.3；须大于 0，合计为 1",
                "the weights, one a column: HEADER=WEIGHT, such as 及格率=0.3; above 0, adding to 1",
            ),
            kind: Kind::Weight,
            default: Default::Required,
            many: true,
        },
        WHERE,
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "某列为空白：该分项、指数、名次为 missing_input，不参加排名；并列者同名次（1、2、2、4）；同一组有两行：分项、指数、名次为 not_applicable；权重之和不为 1、权重不大于 0、同一列两次：报错",
        "a blank column: that part, the index and the rank are missing_input, and it is not ranked; ties share a rank (1, 2, 2, 4); two rows in one group: not_applicable; weights that do not add to 1, not above 0, or a column twice: refused",
    ),
    reference: Text::new(
        "各地综合评价惯例；权重由用户声明",
        "usage of education offices; the weights are the user's to declare",
    ),
    docstring: include_str!("composite_index.txt"),
    example: Example {
        input: "学校,及格率,优秀率\n甲,90,40\n乙,80,60\n丙,95,30\n",
        by: &["学校"],
        arguments: &[("weight", &["及格率=0.6", "优秀率=0.4"])],
        steps: Text::new(
            "甲 0.6 × 90 + 0.4 × 40 = 54 + 16 = 70.0；乙 48 + 24 = 72.0；丙 57 + 12 = 69.0；名次 乙 1、甲 2、丙 3",
            "甲 0.6 × 90 + 0.4 × 40 = 54 + 16 = 70.0; 乙 48 + 24 = 72.0; 丙 57 + 12 = 69.0; ranks 乙 1, 甲 2, 丙 3",
        ),
        expected: &[
            Expected { measure: "index", subject: None, group: &["甲", ""], value: "70.00" },
            Expected { measure: "rank", subject: None, group: &["甲", ""], value: "2.00" },
            Expected { measure: "weighted", subject: None, group: &["甲", "及格率"], value: "54.00" },
            Expected { measure: "weighted", subject: None, group: &["甲", "优秀率"], value: "16.00" },
            Expected { measure: "rank", subject: None, group: &["乙", ""], value: "1.00" },
            Expected { measure: "rank", subject: None, group: &["丙", ""], value: "3.00" },
        ],
    },
    method: Method::Table(|table, request| over_rows(table, request, composite_index)),
};

fn composite_index(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let weights = weights(request.arguments.weights("weight"))?;
    let columns = weights.iter().map(|(header, _)| Ok((column(table, header)?, Sign::Any)));
    let groups = sums(table, request, &columns.collect::<Result<Vec<_>>>()?)?;
    let method = weighted_sum(&weights);
    let indices: Vec<Option<Rational>> = groups.iter().map(|sums| index(sums, &weights)).collect();
    let mut figures = Figures::new([request.by, &[PART.to_owned()]].concat());
    for (sums, index) in groups.iter().zip(&indices) {
        let of_year = groups.iter().zip(&indices).filter(|(other, _)| other.year == sums.year);
        let better = of_year.filter(|(_, other)| other.is_some() && *other > index).count();
        let rank = index.map(|_| Rational::from_integer(better as i128 + 1));
        figures.push(figure(sums, "index", None, &method, *index));
        figures.push(figure(sums, "rank", None, &method, rank));
        for ((header, weight), value) in weights.iter().zip(&sums.values) {
            figures.push(figure(sums, "weighted", Some(header), &method, value.map(|value| value * weight)));
        }
    }
    Ok(figures)
}

fn figure(
    sums: &Sums,
    measure: &'static str,
    part: Option<&str>,
    method: &Clauses,
    value: Option<Rational>,
) -> Figure {
    let mut figure = Figure { method: method.clone(), ..sums.figure(ID, measure, Unit::Number) };
    figure.group.push(part.map(str::to_owned));
    match value {
        _ if sums.rows > 1 => {
            Figure { note: (&SEVERAL_ROWS).into(), ..figure.without_value(Status::NotApplicable) }
        }
        Some(value) => figure.with_value(Value::Exact(value)),
        None => figure.without_value(Status::MissingInput),
    }
}

fn weighted_sum(weights: &[(String, Rational)]) -> Clauses {
    let part = |(header, weight): &(String, Rational)| {
        WEIGHTED.with([Term::chosen(*weight), Term::name(header.as_str())])
    };
    weights.iter().map(part).reduce(|sum, part| PLUS.with([sum.into(), part.into()])).into()
}

static WEIGHTED: Phrase = Phrase::new("weighted", "{} × {}", "{} {}");
static PLUS: Phrase = Phrase::new("plus_weighted", "{} + {}", "{} + {}");
pub(super) static SEVERAL_ROWS: Phrase =
    Phrase::new("several_rows", "同一组有多行", "more than one row in this group");

/// The index of one row; none where a part is missing or several rows would have to be put together.
fn index(sums: &Sums, weights: &[(String, Rational)]) -> Option<Rational> {
    if sums.rows > 1 {
        return None;
    }
    let zero = Rational::from_integer(0);
    let parts = sums.values.iter().zip(weights).map(|(value, (_, weight))| value.map(|v| v * weight));
    parts.into_iter().try_fold(zero, |sum, part| part.map(|part| sum + part))
}

/// Each column once, adding to exactly 1.
fn weights(given: &[(String, Number)]) -> Result<Vec<(String, Rational)>> {
    let once = |at: &usize| given[..*at].iter().all(|(known, _)| *known != given[*at].0);
    if let Some(twice) = (0..given.len()).find(|at| !once(at)) {
        let expected = Text::new("每列一次", "each column once");
        return Err(refused(&given[twice].0, expected));
    }
    let sum = given.iter().fold(Rational::from_integer(0), |sum, (_, weight)| sum + weight.value);
    if sum != Rational::from_integer(1) {
        let all: Vec<String> =
            given.iter().map(|(header, weight)| format!("{header}={}", weight.written)).collect();
        let found = format!("{} (= {})", all.join(", "), plain(sum));
        return Err(refused(&found, Text::new("合计为 1 的权重", "weights that add to 1")));
    }
    Ok(given.iter().map(|(header, weight)| (header.clone(), weight.value)).collect())
}

fn refused(found: &str, expected: Text) -> Error {
    Error::InvalidArgument { argument: "weight".to_owned(), found: found.to_owned(), expected }
}
