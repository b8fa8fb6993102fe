//! What the interval of a place is.

use super::rank_interval;
use super::shared::{
    BEST_RANK, DIRECTION, FAMILY, FORMULA, POSSIBLY_TOP, PROCEDURE, RANK, REPLICATES, SEED, SURELY_TOP, TOP,
    WITHIN, WORST_RANK,
};
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    SCHOOL, SUBJECTS, Whom,
};
use crate::lang::Text;

pub const RANK_INTERVAL: Indicator = Indicator {
    id: "rank_interval",
    name: Text::new("名次区间", "interval of a place"),
    aliases: &["排名区间", "名次的置信区间", "confidence interval of a rank"],
    summary: Text::new(
        "各片区或各校按平均分或比率的名次，以及名次的置信区间",
        "the place of each district or school by its mean or rate, with a confidence interval of the place",
    ),
    formula: FORMULA,
    katex: r"\Big[\,1+\#\{k:\ k \text{ surely better than } j\},\ m-\#\{k:\ k \text{ surely worse than } j\}\,\Big],\qquad z_{jk}=\frac{\hat\theta_j-\hat\theta_k}{\sqrt{s_j^2+s_k^2}}",
    universe: Text::new(
        "该科有成绩的考生；单位是分组键所指的各组，人数不足下限的、不知名称的和隐去的单位不排名次，也不计入单位数",
        "candidates with a score in the subject; units are the groups of the keys, those of fewer than `minimum`, without a name or hidden are neither ranked nor counted",
    ),
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "单位的平均分或比率由人数与分数的合计计算；名次只在同年、同科、同一范围的单位之间排",
        "means and rates of units are of their pooled scores; places are among units of one year, subject and the same `within`",
    ),
    unit: Unit::Number,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("mean", Text::new("平均分", "mean"), Discloses::Mean),
        Measure::new(
            "rate",
            Text::new("比率", "rate"),
            Discloses::Share { part: Whom::Scoring, whole: Whom::Tested },
        ),
        RANK.of(SCORES),
        BEST_RANK.of(SCORES),
        WORST_RANK.of(SCORES),
        SURELY_TOP.of(SCORES),
        POSSIBLY_TOP.of(SCORES),
    ],
    parameters: PARAMETERS,
    edges: Text::new(
        "并列者同名次（1、2、2、4）；无人实考：no_denominator；一分一段表两端合并：not_applicable；人数不足 minimum、单位名称空缺、没有分组：名次 not_applicable 并说明；单位的误差算不出（不足 2 所学校或没有差异）：区间为 1 至单位数并说明；比率的界线按满分份额给出而满分未知：missing_input",
        "ties share a place (1, 2, 2, 4); nobody tested: no_denominator; open ends of a published table: not_applicable; fewer than `minimum`, no name of the unit, no groups: the place is not_applicable, and the note says why; a unit whose error cannot be computed (fewer than 2 schools, or no variance): all places, and the note says so; a rate at a share of an unknown full mark: missing_input",
    ),
    reference: Text::new(
        "Mogstad, Romano, Shaikh & Wilhelm (2024)，Review of Economic Studies 91；Goldstein & Spiegelhalter (1996)；Holm (1979)；比率的误差：Agresti & Caffo (2000)；与 R 程序包 csranks 核对",
        "Mogstad, Romano, Shaikh & Wilhelm (2024), Review of Economic Studies 91; Goldstein & Spiegelhalter (1996); Holm (1979); errors of rates: Agresti & Caffo (2000); held against the R package csranks",
    ),
    docstring: include_str!("rank_interval.txt"),
    example: Example {
        input: "考号,学校,数学\n1,甲校,90\n2,甲校,92\n3,甲校,94\n4,乙校,80\n5,乙校,82\n6,乙校,84\n7,丙校,78\n8,丙校,80\n9,丙校,82\n",
        by: &["school"],
        arguments: &[("minimum", &["2"])],
        steps: Text::new(
            "平均分 92、82、80，各校标准误 2 ÷ √3 = 1.155，差的标准误 1.633；甲乙 z = 6.12，甲丙 7.35，乙丙 1.22（p = 0.22）：甲校有把握好于两校，名次 1（1–1）；乙、丙之间没有把握，各为 2–3",
            "means 92, 82, 80, each with a standard error of 2 / √3 = 1.155, differences 1.633; z = 6.12 and 7.35 against 甲校, 1.22 between the others (p = 0.22): 甲校 is surely better than both, place 1 (1–1); nobody is sure between 乙校 and 丙校, both 2–3",
        ),
        expected: &[
            expected("mean", &["甲校"], "92.00"),
            expected("rank", &["甲校"], "1.00"),
            expected("worst_rank", &["甲校"], "1.00"),
            expected("rank", &["乙校"], "2.00"),
            expected("best_rank", &["乙校"], "2.00"),
            expected("worst_rank", &["乙校"], "3.00"),
            expected("rank", &["丙校"], "3.00"),
            expected("best_rank", &["丙校"], "2.00"),
        ],
    },
    method: Method::Exam(rank_interval),
};

/// As safe as the mean of the unit is.
const SCORES: Discloses = Discloses::Scores(Whom::Tested);

const fn expected(measure: &'static str, group: &'static [&'static str], value: &'static str) -> Expected {
    Expected { measure, subject: Some("mathematics"), group, value }
}

const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "of",
        text: Text::new("按什么排名次", "what the places are by"),
        kind: Kind::Choice(&[
            ("mean", Text::new("平均分", "the mean")),
            ("rate", Text::new("达到界线的比率", "the share that reaches a threshold")),
        ]),
        default: Default::Value("mean"),
        many: false,
    },
    Parameter {
        name: "threshold",
        text: Text::new(
            "比率的界线：不超过 1 为满分的份额，大于 1 为单科的分数；可逐科给出",
            "of the rate: up to 1 a share of the full mark, above 1 a score of single subjects; or one a subject",
        ),
        kind: Kind::Thresholds,
        default: Default::Value("0.6"),
        many: true,
    },
    DIRECTION,
    WITHIN,
    FAMILY,
    PROCEDURE,
    REPLICATES,
    SEED,
    Parameter {
        name: "error",
        text: Text::new("单位的误差", "the errors of units"),
        kind: Kind::Choice(&[
            (
                "auto",
                Text::new(
                    "单位是学校时考生相互独立，否则按学校聚类",
                    "of schools: independent pupils; else clustered by school",
                ),
            ),
            ("clustered", Text::new("按学校聚类", "clustered by school")),
            ("independent", Text::new("考生相互独立", "independent pupils")),
        ]),
        default: Default::Value("auto"),
        many: false,
    },
    SCHOOL,
    TOP,
    Parameter {
        name: "minimum",
        text: Text::new("单位至少要有多少人有成绩", "how many must have a score for a unit to be ranked"),
        kind: Kind::Count,
        default: Default::Value("10"),
        many: false,
    },
    SUBJECTS,
    CONFIDENCE,
];
