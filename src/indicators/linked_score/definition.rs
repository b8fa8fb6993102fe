//! What a linked score is: measures, conventions, example.

use super::linked_score;
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    SCHOOL, SEED, SUBJECT,
};
use crate::indicators::placement::{SCORES, TESTED};
use crate::lang::Text;

const MEAN: Text = Text::new("平均数等值", "mean");
const LINEAR: Text = Text::new("线性等值", "linear");
const EQUIPERCENTILE: Text = Text::new("等百分位等值", "equipercentile");

pub const LINKED_SCORE: Indicator = Indicator {
    id: super::ID,
    name: Text::new("等值分", "linked score"),
    aliases: &["等值", "卷间换算", "equating"],
    summary: Text::new(
        "一份试卷的分数在另一份试卷量尺上的分数：平均数、线性与等百分位三种换算，带误差",
        "the score of one form on the scale of another: by means, linear and by percentile ranks, with errors",
    ),
    formula: Text::new(
        "平均数：x + ȳ − x̄；线性：ȳ + (s_y ÷ s_x)(x − x̄)；等百分位：y 的百分等级等于 x 的百分等级 P(x) = F(x* − 1) + (x − x* + ½) f(x*)，x* 为最近的分数（以一个最小分值为单位）",
        "mean: x + ȳ − x̄; linear: ȳ + (s_y / s_x)(x − x̄); equipercentile: the y whose percentile rank is that of x, P(x) = F(x* − 1) + (x − x* + ½) f(x*), x* the nearest score, in steps of the scores",
    ),
    katex: r"e(x) = G^{-1}(P(x)),\qquad P(x) = F(x^*-1) + (x - x^* + \tfrac12)\,f(x^*)",
    universe: TESTED,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "由每组两份试卷的人数分布直接得出，不由各部分推算",
        "read from the two distributions of each group, never from those of its parts",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new("mean", MEAN, Discloses::Means),
        Measure::new("linear", LINEAR, Discloses::Standardised),
        Measure::new("equipercentile", EQUIPERCENTILE, Discloses::Shares),
    ],
    parameters: &[
        SCORES,
        SUBJECT,
        name(
            "to_subject",
            Text::new("换算到哪一科的量尺（默认同一科）", "the subject whose scale is sought (the same one)"),
            Kind::Subject,
        ),
        name("from_year", Text::new("分数所在的年份", "the year of the scores"), Kind::Count),
        name("to_year", Text::new("换算到的年份", "the year whose scale is sought"), Kind::Count),
        name("form", Text::new("哪一个字段是卷型", "the key that tells the forms apart"), Kind::Name),
        name("from_form", Text::new("分数所在的卷型", "the form of the scores"), Kind::Name),
        name("to_form", Text::new("换算到的卷型", "the form whose scale is sought"), Kind::Name),
        choice(
            "methods",
            Text::new("哪些换算，可给多个（默认全部）", "which methods, any number (all)"),
            &[("mean", MEAN), ("linear", LINEAR), ("equipercentile", EQUIPERCENTILE)],
            Default::Nothing,
            true,
        ),
        choice(
            "design",
            Text::new(
                "数据怎样得来：equivalent_groups 随机等组（默认），single_group 同一批考生两卷都考",
                "how the data came about: equivalent groups (two groups alike), or a single group that sat both forms",
            ),
            &[
                ("equivalent_groups", Text::new("随机等组", "equivalent groups")),
                ("single_group", Text::new("单组", "a single group")),
            ],
            Default::Value("equivalent_groups"),
            false,
        ),
        name(
            "degree",
            Text::new(
                "等百分位之前按这个次数作对数线性平滑，1 到 10（不给则不平滑）",
                "log-linear presmoothing of this degree before equipercentile linking, 1 to 10 (none if not given)",
            ),
            Kind::Count,
        ),
        choice(
            "deviation",
            Text::new("线性换算的标准差用哪个分母", "the denominator of the deviations of the linear method"),
            &[("n_minus_1", Text::new("分母 n − 1", "n − 1")), ("n", Text::new("分母 n", "n"))],
            Default::Value("n_minus_1"),
            false,
        ),
        choice(
            "clip",
            Text::new(
                "结果超出另一卷的分数范围时：none 照给（默认），range 截到该范围",
                "results beyond the scores of the other form: given as they are (none), or cut to its range",
            ),
            &[
                ("none", Text::new("不截", "as they are")),
                ("range", Text::new("截到范围内", "cut to the range")),
            ],
            Default::Value("none"),
            false,
        ),
        choice(
            "error",
            Text::new(
                "误差怎么算：analytic 解析公式（平均数与线性，默认），pupils 考生自助法，schools 学校自助法，none 不算",
                "how the error is computed: analytic (mean and linear), bootstrap of pupils, of schools, or none",
            ),
            &[
                ("analytic", Text::new("解析公式", "analytic")),
                ("pupils", Text::new("考生自助法", "bootstrap of pupils")),
                ("schools", Text::new("学校自助法", "bootstrap of schools")),
                ("none", Text::new("不算", "none")),
            ],
            Default::Value("analytic"),
            false,
        ),
        SCHOOL,
        Parameter {
            name: "replicates",
            text: Text::new("自助法的重复次数，至多 100000", "replicates of the bootstrap, 100,000 at most"),
            kind: Kind::Repeats,
            default: Default::Value("1000"),
            many: false,
        },
        SEED,
        CONFIDENCE,
    ],
    edges: Text::new(
        "没有该组或该卷的考生：no_denominator；任一卷不足 30 人、不足 100 人的线性与等百分位、分数在该卷出现的范围之外、有合并档、次数不低于不同分数的个数：not_applicable",
        "nobody of such a group or form: no_denominator; fewer than 30 on either form, fewer than 100 for linear and equipercentile, a score outside those that the form has, open buckets, a degree not below the number of distinct scores: not_applicable",
    ),
    reference: Text::new(
        "Kolen & Brennan（2014），第 2、3、7 章；Holland & Thayer（2000）",
        "Kolen & Brennan (2014), chapters 2, 3 and 7; Holland & Thayer (2000)",
    ),
    docstring: include_str!("linked_score.txt"),
    example: Example {
        input: include_str!("example.csv"),
        by: &[],
        arguments: &[
            ("scores", &["71"]),
            ("subject", &["mathematics"]),
            ("form", &["class"]),
            ("from_form", &["A"]),
            ("to_form", &["B"]),
            ("methods", &["mean"]),
            ("replicates", &["20"]),
        ],
        steps: Text::new(
            "A 班考 A 卷，30 人，60 到 89 分各一人，平均 74.5；B 班考 B 卷，30 人，62 到 91 分各一人，平均 76.5；71 + 76.5 − 74.5 = 73",
            "class A, 30 pupils, sat paper A, one each at 60 to 89, mean 74.5; class B, 30 pupils, paper B, one each at 62 to 91, mean 76.5; 71 + 76.5 − 74.5 = 73",
        ),
        expected: &[Expected {
            measure: "mean",
            subject: Some("mathematics"),
            group: &["71"],
            value: "73.00",
        }],
    },
    method: Method::Exam(linked_score),
};

const fn name(name: &'static str, text: Text, kind: Kind) -> Parameter {
    Parameter { name, text, kind, default: Default::Nothing, many: false }
}

const fn choice(
    name: &'static str,
    text: Text,
    choices: &'static [(&'static str, Text)],
    default: Default,
    many: bool,
) -> Parameter {
    Parameter { name, text, kind: Kind::Choice(choices), default, many }
}
