//! What `subject_gap` says of itself.

use super::means::subject_gap;
use super::rules::{CLUSTER, CORRECTION, FIRST, GROUP, SECOND, TOWNS, UNIVERSE};
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Discloses, Example, Expected, Indicator, Layout, Measure, Method, SUBJECTS, Sides,
};
use crate::lang::Text;

/// The measures that tables and sentences of a year tell.
pub const SIDES: Sides = Sides {
    first: "mean_first",
    second: "mean_second",
    difference: "difference",
    effect: "hedges_g",
    change: "change",
};

pub const SUBJECT_GAP: Indicator = Indicator {
    id: "subject_gap",
    name: Text::new("城乡均分差距", "subject gap"),
    aliases: &["城乡差距", "城乡均分差", "均分差距", "urban-rural gap"],
    summary: Text::new(
        "两组学生（默认城区减乡村）各科平均分之差，附按学校聚类的误差，以及比上年的变化",
        "difference of two groups' subject means (urban − rural by default), with errors clustered by school, and its change since the year before",
    ),
    formula: Text::new(
        "差距 = 第一组平均分 − 第二组平均分；变化 = 今年差距 − 上一年差距（负数为缩小）",
        "gap = mean of the first group − mean of the second; change = this year's gap − the year before's (negative: narrower)",
    ),
    katex: r"\Delta = \bar x_1 - \bar x_2,\qquad \widehat{\mathrm{Var}}(\Delta)=\sum_{c=1}^{G}\frac{u_c^2}{1-n_c/n}",
    universe: Text::new(
        "该科有成绩、属于两组之一的考生；镇区默认两边都不算",
        "candidates with a score who are in one of the two groups; towns are in neither by default",
    ),
    numerator: Text::new("两组平均分之差", "difference of the two means"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "各组由全体考生重新计算，不取学校平均的平均",
        "each mean is over all candidates of the group, not the mean of school means",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Sides(&SIDES),
    measures: &[
        Measure::new("mean_first", Text::new("第一组平均分", "mean of the first group"), Discloses::Mean),
        Measure::new("mean_second", Text::new("第二组平均分", "mean of the second group"), Discloses::Mean),
        Measure::new(
            "difference",
            Text::new("差距（误差按学校聚类）", "difference (errors clustered by school)"),
            Discloses::Means,
        ),
        Measure::new(
            "difference_independent",
            Text::new("差距（视考生为相互独立，Welch）", "difference (candidates independent, Welch)"),
            Discloses::Means,
        ),
        Measure::new("hedges_g", Text::new("标准化差距 Hedges' g", "Hedges' g"), Discloses::Standardised),
        Measure::new(
            "change",
            Text::new(
                "差距比上一年的变化（误差按学校聚类）",
                "change since the year before (clustered by school)",
            ),
            Discloses::Means,
        ),
    ],
    parameters: &[GROUP, FIRST, SECOND, TOWNS, CLUSTER, UNIVERSE, CORRECTION, SUBJECTS, CONFIDENCE],
    edges: Text::new(
        "一组无人实考：no_denominator；没有学校字段或某组少于 2 所学校：差距照给，聚类误差为空并说明；某组不足 30 人或 5 所学校：说明中提醒；普查：区间为空并说明；两年满分不同：变化 not_applicable；两组标签重叠：报错",
        "a group without candidates: no_denominator; no school key, or fewer than 2 schools in a group: the difference stands, its clustered error is empty and the note says why; fewer than 30 candidates or 5 schools in a group: a warning in the note; census: no interval, with the reason; full marks differ between years: change not_applicable; a label in both groups: refused",
    ),
    reference: Text::new(
        "Tennessee STAR 三年级数学（R sandwich、clubSandwich 复核）；Bell & McCaffrey (2002)；Hedges & Olkin (1985)；Welch (1947)",
        "Tennessee STAR grade 3 mathematics (held against R sandwich and clubSandwich); Bell & McCaffrey (2002); Hedges & Olkin (1985); Welch (1947)",
    ),
    docstring: include_str!("subject_gap.txt"),
    example: Example {
        input: "考号,学校,城乡,数学\n1,甲,城区,90\n2,甲,城区,84\n3,乙,城区,78\n4,丙,乡村,70\n5,丙,乡村,76\n6,丁,乡村,82\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "城区（90+84+78）÷3 = 84，乡村（70+76+82）÷3 = 76，差 8；学校影响：甲 +2、乙 −2、丙 +2、丁 −2（÷3 后，符号依组）；CR2 各除以 1 − 所占份额：4÷(1/3) + 4÷(2/3) + 4÷(1/3) + 4÷(2/3) = 36，标准误 6",
            "urban (90+84+78)/3 = 84, rural (70+76+82)/3 = 76, difference 8; influences of the schools ±2 each; CR2 divides their squares by 1 − the share of the school: 4/(1/3) + 4/(2/3) + 4/(1/3) + 4/(2/3) = 36, standard error 6",
        ),
        expected: &[
            Expected { measure: "mean_first", subject: Some("mathematics"), group: &[], value: "84.00" },
            Expected { measure: "mean_second", subject: Some("mathematics"), group: &[], value: "76.00" },
            Expected { measure: "difference", subject: Some("mathematics"), group: &[], value: "8.00" },
        ],
    },
    method: Method::Exam(subject_gap),
};
