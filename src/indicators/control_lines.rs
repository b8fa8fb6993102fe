//! Control lines (录取控制线) of districts compared: rank, distance to the highest and to the median.

use std::collections::BTreeMap;

use super::arguments::Request;
use super::columns::{column, number};
use super::composite::SEVERAL_ROWS;
use super::definition::{Example, Expected, INSTITUTIONS, Indicator, Layout, Measure, Method};
use super::small_tables::{YEAR_COLUMN, header, year_column};
use crate::error::Result;
use crate::exam::{YEAR, parse_year};
use crate::figures::{Figure, Figures, Status, Unit, Value};
use crate::indicators::conditions::{WHERE, over_rows};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

const ID: &str = "control_lines";

pub const CONTROL_LINES: Indicator = Indicator {
    id: ID,
    name: Text::new("控制线比较", "control lines compared"),
    aliases: &["录取控制线", "控制线", "录取线比较", "中考录取线", "control lines"],
    summary: Text::new(
        "各区县录取控制线的位次，以及与最高线、中位线之差",
        "the control line of each district: its rank, and its distance to the highest and to the median",
    ),
    formula: Text::new(
        "位次 = 高于该线的区县数 + 1；与最高之差 = 该线 − 最高线；与中位之差 = 该线 − 各线的中位数",
        "rank = districts with a higher line + 1; to the highest = line − highest; to the median = line − median of the lines",
    ),
    katex: r"r_d=\#\{L_e>L_d\}+1,\qquad L_d-\max_e L_e,\qquad L_d-\operatorname{med}_e L_e",
    universe: Text::new(
        "同年、同一类（各分组列相同）的各行，每个区县一行；没有线的区县不参加比较",
        "rows of one year that share the columns of `by`, one per district; a district without a line is not compared",
    ),
    numerator: Text::new("无", "none"),
    denominator: Text::new("无（n 为参加比较的区县数）", "none (n: districts compared)"),
    aggregation: Text::new("不汇总；分数线不能相加或平均", "none: lines are neither added nor averaged"),
    unit: Unit::Points,
    decimals: 1,
    layout: Layout::Listed,
    measures: &[
        Measure::new("line", Text::new("控制线", "line"), INSTITUTIONS),
        Measure::new("rank", Text::new("位次", "rank"), INSTITUTIONS).ranking(),
        Measure::new("to_highest", Text::new("与最高线之差", "difference to the highest"), INSTITUTIONS),
        Measure::new("to_median", Text::new("与中位线之差", "difference to the median"), INSTITUTIONS),
    ],
    parameters: &[
        header("district", Text::new("区县列的表头", "the header of the districts' column")),
        header("score", Text::new("分数线列的表头", "the header of the lines' column")),
        WHERE,
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "空白的线：missing_input，不参加比较；同年同类一个区县有两行：not_applicable，说明中写明；只有一个区县：位次 1，差为 0；并列者同位次（1、2、2、4）；非数字：报错，指明行与列",
        "a blank line: missing_input, and it is not compared; two rows of one district: not_applicable with a note; one district: rank 1, differences 0; ties share a rank (1, 2, 2, 4); not a number: refused with row and column",
    ),
    reference: Text::new(
        "各地公布的录取控制线；中位数：Hyndman & Fan (1996) 类型 7",
        "control lines as districts publish them; median: Hyndman & Fan (1996), type 7",
    ),
    docstring: include_str!("control_lines.txt"),
    example: Example {
        input: "区县,控制线\n甲县,560\n乙县,546\n丙县,560\n丁县,530\n",
        by: &[],
        arguments: &[("district", &["区县"]), ("score", &["控制线"])],
        steps: Text::new(
            "甲、丙同为 560，位次 1；乙位次 3，与最高差 −14；中位数（546 + 560）÷ 2 = 553，乙与之差 −7",
            "甲 and 丙 share 560, rank 1; 乙 has rank 3, −14 to the highest; median (546 + 560) / 2 = 553, 乙 is −7 from it",
        ),
        expected: &[
            Expected { measure: "rank", subject: None, group: &["甲县"], value: "1.0" },
            Expected { measure: "rank", subject: None, group: &["乙县"], value: "3.0" },
            Expected { measure: "rank", subject: None, group: &["丁县"], value: "4.0" },
            Expected { measure: "to_highest", subject: None, group: &["乙县"], value: "-14.0" },
            Expected { measure: "to_median", subject: None, group: &["乙县"], value: "-7.0" },
        ],
    },
    method: Method::Table(|table, request| over_rows(table, request, control_lines)),
};

/// The line of one district; several rows of one are not put together.
struct District {
    name: String,
    line: Option<Rational>,
    rows: u64,
}

type Place = (Option<i32>, Vec<String>);

fn control_lines(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let text = |name| request.arguments.text(name).unwrap_or_default();
    let (district, score) = (column(table, text("district"))?, column(table, text("score"))?);
    let year = year_column(table, request)?;
    let by: Vec<&String> = request.by.iter().filter(|key| *key != YEAR).collect();
    let columns = by.iter().map(|key| column(table, key)).collect::<Result<Vec<_>>>()?;
    let mut places: BTreeMap<Place, Vec<District>> = BTreeMap::new();
    for (at, row) in table.rows.iter().enumerate() {
        let year = year.map_or(Ok(None), |column| parse_year(&row[column]))?;
        let labels = columns.iter().map(|column| row[*column].clone()).collect();
        let line = number(table, at, score)?;
        let districts = places.entry((year, labels)).or_default();
        match districts.iter_mut().find(|known| known.name == row[district]) {
            Some(known) => known.rows += 1,
            None => districts.push(District { name: row[district].clone(), line, rows: 1 }),
        }
    }
    let keys = by.into_iter().cloned().chain([table.headers[district].clone()]);
    let mut figures = Figures::new(keys.collect());
    for ((year, labels), districts) in &places {
        let lines: Vec<Rational> =
            districts.iter().filter(|d| d.rows == 1).filter_map(|district| district.line).collect();
        for district in districts {
            let group = labels.iter().chain([&district.name]).cloned().map(Some).collect();
            let place = Figure {
                year: *year,
                group,
                n: Some(lines.len() as u64),
                ..Figure::new(ID, "line", Unit::Points)
            };
            figures.extend(compared(&place, district, &lines));
        }
    }
    Ok(figures)
}

fn compared(place: &Figure, district: &District, lines: &[Rational]) -> Vec<Figure> {
    let one = district.line.filter(|_| district.rows == 1);
    let of = |measure, unit, value: Option<Rational>| {
        let figure = Figure { measure, unit, ..place.clone() };
        match value {
            Some(value) => figure.with_value(Value::Exact(value)),
            None if district.rows > 1 => {
                Figure { note: (&SEVERAL_ROWS).into(), ..figure.without_value(Status::NotApplicable) }
            }
            None => figure.without_value(Status::MissingInput),
        }
    };
    let higher = |line: Rational| lines.iter().filter(|other| **other > line).count() as i128;
    let highest = lines.iter().max().copied();
    vec![
        of("line", Unit::Points, one),
        of("rank", Unit::Number, one.map(|line| Rational::from_integer(higher(line) + 1))),
        of("to_highest", Unit::Points, one.zip(highest).map(|(line, highest)| line - highest)),
        of("to_median", Unit::Points, one.zip(median(lines)).map(|(line, median)| line - median)),
    ]
}

/// The middle line, or the mean of the two in the middle.
fn median(lines: &[Rational]) -> Option<Rational> {
    let mut sorted = lines.to_vec();
    sorted.sort();
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some((low + high) / Rational::from_integer(2))
}
