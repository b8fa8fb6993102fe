//! Teacher rotation (教师交流轮岗) against its two limits.

use super::super::arguments::Request;
use super::super::conditions::WHERE;
use super::super::definition::{Example, Expected, INSTITUTIONS, Indicator, Layout, Measure, Method};
use super::super::small_tables::{UNITS, YEAR_COLUMN, columns, header, registered};
use crate::error::Result;
use crate::figures::{Figure, Figures, Phrase, Status, Unit};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

const ID: &str = "teacher_rotation";

pub const TEACHER_ROTATION: Indicator = Indicator {
    id: ID,
    name: Text::new("教师交流轮岗比例", "teacher rotation"),
    aliases: &["交流轮岗", "教师流动", "轮岗率", "骨干教师交流比例"],
    summary: Text::new(
        "交流轮岗教师占符合交流条件教师的百分比，及其中骨干教师的百分比，各与限值比较",
        "rotated teachers per hundred eligible, and the share of backbone teachers among them, with both limits",
    ),
    formula: Text::new(
        "轮岗比例 = 交流轮岗教师 ÷ 符合条件教师 × 100；骨干比例 = 其中骨干教师 ÷ 交流轮岗教师 × 100",
        "rotation = rotated / eligible × 100; backbone share = backbone among them / rotated × 100",
    ),
    katex: r"\frac{R}{E}\times 100,\quad \frac{B}{R}\times 100",
    universe: Text::new(
        "表中全部数据行；符合条件的教师由主管部门认定",
        "all data rows of the table; who is eligible is the authority's to say",
    ),
    numerator: Text::new("交流轮岗教师；其中骨干教师", "rotated teachers; backbone teachers among them"),
    denominator: Text::new("符合条件教师；交流轮岗教师", "eligible teachers; rotated teachers"),
    aggregation: Text::new("各列先求和，后相除", "columns are added first, then one division"),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Listed,
    measures: &[
        Measure::new("rotation_rate", Text::new("交流轮岗比例", "rotation rate"), INSTITUTIONS),
        Measure::new("backbone_share", Text::new("骨干教师比例", "share of backbone teachers"), INSTITUTIONS),
    ],
    parameters: &[
        header("eligible", Text::new("符合条件教师列的表头", "the header of eligible teachers")),
        header("rotated", Text::new("交流轮岗教师列的表头", "the header of rotated teachers")),
        header(
            "backbone",
            Text::new("其中骨干教师列的表头", "the header of backbone teachers among the rotated"),
        ),
        super::limit(
            "limit",
            Text::new("轮岗比例限值（%）", "the limit of the rotation rate in per cent"),
            "10",
        ),
        super::limit(
            "backbone_limit",
            Text::new("骨干比例限值（%）", "the limit of the backbone share in per cent"),
            "20",
        ),
        WHERE,
        UNITS,
        YEAR_COLUMN,
    ],
    edges: Text::new(
        "分母为 0：no_denominator；有空白格：missing_input；轮岗多于符合条件、骨干多于轮岗：not_applicable，说明中写明；非数字或负数：报错，指明行与列",
        "denominator 0: no_denominator; a blank cell: missing_input; more rotated than eligible, more backbone than rotated: not_applicable with a note; not a number, or negative: refused with row and column",
    ),
    reference: Text::new(
        "教督〔2017〕6 号：每年交流轮岗 ≥ 10%，其中骨干教师 ≥ 20%",
        "教督〔2017〕6号: at least 10 % of the eligible, at least 20 % of them backbone",
    ),
    docstring: include_str!("teacher_rotation.txt"),
    example: Example {
        input: "符合条件,交流,骨干\n600,66,12\n400,44,8\n",
        by: &[],
        arguments: &[("eligible", &["符合条件"]), ("rotated", &["交流"]), ("backbone", &["骨干"])],
        steps: Text::new(
            "(66 + 44) ÷ (600 + 400) × 100 = 11.0，达到 10%；（12 + 8）÷ 110 × 100 = 18.2，未达 20%",
            "(66 + 44) / (600 + 400) × 100 = 11.0, meets 10 %; (12 + 8) / 110 × 100 = 18.2, below 20 %",
        ),
        expected: &[
            Expected { measure: "rotation_rate", subject: None, group: &[], value: "11.0" },
            Expected { measure: "backbone_share", subject: None, group: &[], value: "18.2" },
        ],
    },
    method: Method::Table(teacher_rotation),
};

fn teacher_rotation(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let columns = columns(table, request, &["eligible", "rotated", "backbone"])?;
    let limits = ["limit", "backbone_limit"].map(|name| request.arguments.number(name).unwrap_or_default());
    let mut figures = Figures::new(request.by.to_vec());
    for sums in registered(table, request, &columns)? {
        let [eligible, rotated, backbone] = sums.values[..] else { continue };
        let rate =
            Figure { method: (&OF_ELIGIBLE).into(), ..sums.figure(ID, "rotation_rate", Unit::Percent) };
        let share =
            Figure { method: (&OF_ROTATED).into(), ..sums.figure(ID, "backbone_share", Unit::Percent) };
        figures.push(super::judged(part_of(rate, rotated, eligible), limits[0]));
        figures.push(super::judged(part_of(share, backbone, rotated), limits[1]));
    }
    Ok(figures)
}

/// Per cent of a whole that cannot be smaller than its part.
fn part_of(figure: Figure, part: Option<Rational>, whole: Option<Rational>) -> Figure {
    let figure = super::per_cent(figure, part, whole);
    match part.zip(whole) {
        Some((part, whole)) if part > whole => {
            Figure { note: (&PART_ABOVE_WHOLE).into(), ..figure.without_value(Status::NotApplicable) }
        }
        _ => figure,
    }
}

static OF_ELIGIBLE: Phrase =
    Phrase::new("rotated_of_eligible", "交流轮岗教师 ÷ 符合条件教师", "rotated / eligible");
static OF_ROTATED: Phrase =
    Phrase::new("backbone_of_rotated", "骨干教师 ÷ 交流轮岗教师", "backbone / rotated");
static PART_ABOVE_WHOLE: Phrase =
    Phrase::new("part_above_whole", "部分大于总体", "the part is larger than its whole");
