//! Target attainment (目标完成率): how many reached a line against how many should have.

use super::each_line::at_lines;
use super::{AtLine, LINES, inside_bucket, left_out_note};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Phrase, Range, Status, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, SUBJECT, Whom,
};
use crate::indicators::lines::Target;
use crate::lang::Text;
use crate::number::Rational;

const ID: &str = "target_attainment";

pub const TARGET_ATTAINMENT: Indicator = Indicator {
    id: ID,
    name: Text::new("目标完成率", "target attainment"),
    aliases: &["上线目标完成率", "指标完成率", "目标达成率", "target attainment"],
    summary: Text::new(
        "各组上线人数占下达目标的百分比，以及与目标之差",
        "candidates at a line per hundred of the target set for their group, and the difference",
    ),
    formula: Text::new(
        "目标完成率 = 上线人数 ÷ 目标人数 × 100；差额 = 上线人数 − 目标人数",
        "rate = attained / target × 100; difference = attained − target",
    ),
    katex: r"\frac{\#\{X_i \ge L\}}{T}\times 100",
    universe: Text::new(
        "该科（默认总分）有成绩的考生",
        "candidates with a score in the subject (the total by default)",
    ),
    numerator: Text::new("上线人数（累计）", "candidates at the line or above"),
    denominator: Text::new("目标人数", "the target"),
    aggregation: Text::new(
        "整体须另给目标；完成率不由各组平均",
        "a whole needs a target of its own; rates are never averaged",
    ),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Listed,
    measures: &[
        Measure::new("rate", Text::new("目标完成率", "target attainment"), Discloses::Per(Whom::Scoring))
            .of_admission(),
        Measure::new(
            "difference",
            Text::new("差额（上线 − 目标）", "difference (attained − target)"),
            Discloses::Per(Whom::Scoring),
        ),
    ],
    parameters: &[
        LINES,
        Parameter {
            name: "targets",
            text: Text::new(
                "目标人数，可给多个：[年份/][分组:][线=]人数；分组是 by 的那一个键的值",
                "the targets, any number: [YEAR/][GROUP:][LINE=]COUNT; the group is a label of the one key in `by`",
            ),
            kind: Kind::Target,
            default: Default::Required,
            many: true,
        },
        SUBJECT,
    ],
    edges: Text::new(
        "该年、该组、该线没有目标：missing_input；目标为 0：rate 为 no_denominator；线落在一分一段表合并档内：not_applicable；同一处有两个目标：报错",
        "no target of this year, group and line: missing_input; a target of 0: rate no_denominator; a line inside an open bucket: not_applicable; two targets for one place: refused",
    ),
    reference: Text::new("各地高考目标管理惯例", "usage of education bureaus that set targets"),
    docstring: include_str!("target_attainment.txt"),
    example: Example {
        input: "考号,学校,总分\n1,甲,520\n2,甲,505\n3,甲,480\n4,乙,500\n5,乙,缺考\n",
        by: &["school"],
        arguments: &[("lines", &["本二=500"]), ("targets", &["甲:本二=4", "乙:本二=1"])],
        steps: Text::new(
            "甲上线 2 人，2 ÷ 4 × 100 = 50.0，差 −2；乙 1 ÷ 1 × 100 = 100.0，差 0",
            "甲: 2 attained, 2 / 4 × 100 = 50.0, −2; 乙: 1 / 1 × 100 = 100.0, 0",
        ),
        expected: &[
            Expected { measure: "rate", subject: Some("total"), group: &["甲", "本二"], value: "50.0" },
            Expected {
                measure: "difference", subject: Some("total"), group: &["甲", "本二"], value: "-2.0"
            },
            Expected { measure: "rate", subject: Some("total"), group: &["乙", "本二"], value: "100.0" },
        ],
    },
    method: Method::Exam(target_attainment),
};

fn target_attainment(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let targets = request.arguments.targets("targets").to_vec();
    check_unique(&targets)?;
    at_lines(exam, request, |at| compared(at, target_of(&targets, at)))
}

static NO_TARGET: Phrase = Phrase::new(
    "no_target",
    "没有给出该年、该组、该线的目标",
    "no target of this year, group and line was given",
);

fn compared(at: &AtLine<'_>, target: Option<Rational>) -> Vec<Figure> {
    let attained = at.attained().map(|n| Rational::from_integer(i128::from(n)));
    let figure = |measure, unit| Figure {
        n: Some(at.tested()),
        method: at.cut(),
        note: left_out_note(at),
        numerator: attained.map(Value::Exact),
        denominator: target.map(Value::Exact),
        told: [at.told(|part| Range::from(part.line.score)), at.told_tested()].into(),
        ..Figure::new(ID, measure, unit)
    };
    let of = |measure, unit, value: &dyn Fn(Rational, Rational) -> Option<Rational>| {
        let figure = figure(measure, unit);
        match (attained, target) {
            _ if !at.any_line() => figure.without_value(Status::MissingInput),
            (None, _) => inside_bucket(figure),
            (_, None) => Figure { note: (&NO_TARGET).into(), ..figure.without_value(Status::MissingInput) },
            (Some(attained), Some(target)) => match value(attained, target) {
                Some(value) => figure.with_value(Value::Exact(value)),
                None => figure.without_value(Status::NoDenominator),
            },
        }
    };
    let zero = Rational::from_integer(0);
    let rate = |attained: Rational, target: Rational| {
        (target > zero).then(|| attained / target * Rational::from_integer(100))
    };
    vec![
        of("rate", Unit::Percent, &rate),
        of("difference", Unit::Persons, &|attained, target| Some(attained - target)),
    ]
}

/// The target that names the most: year and line count before those that hold for all.
fn target_of(targets: &[Target], at: &AtLine<'_>) -> Option<Rational> {
    let name = at.parts.first().map(|part| part.line.name.as_str());
    let of_group = |target: &&Target| match (&target.group, at.labels) {
        (None, []) => true,
        (Some(group), [label]) => group == label,
        _ => false,
    };
    let of_year = |t: &&Target| t.year.is_none() || at.year.is_none() || t.year == at.year;
    let of_line = |t: &&Target| t.line.is_none() || t.line.as_deref() == name;
    let fitting = targets.iter().filter(of_group).filter(of_year).filter(of_line);
    fitting.max_by_key(|target| (target.year.is_some(), target.line.is_some())).map(|target| target.count)
}

fn check_unique(targets: &[Target]) -> Result<()> {
    let place = |target: &Target| (target.year, target.group.clone(), target.line.clone());
    let twice = (0..targets.len()).find(|at| targets[..*at].iter().any(|t| place(t) == place(&targets[*at])));
    match twice {
        None => Ok(()),
        Some(at) => Err(Error::InvalidArgument {
            argument: "targets".to_owned(),
            found: [targets[at].group.clone(), targets[at].line.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(":"),
            expected: Text::new("同年、同组、同线只给一个目标", "one target for each year, group and line"),
        }),
    }
}
