//! What the regressions of a survey are.

use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
};
use super::definition::{SCORES, with_design};
use super::regression::{survey_logistic, survey_regression};
use crate::figures::Unit;
use crate::lang::Text;

pub const COVARIATES: Parameter = Parameter {
    name: "covariates",
    text: Text::new(
        "协变量，可多个：数值列、似真值 PV{1..10}READ（第 m 个配第 m 个），或文字列（编为 0、1）；可起名：reading=PV{1..10}READ",
        "covariates, any number: columns of numbers, plausible values as PV{1..10}READ (the m-th with the m-th), or labels (coded 0 and 1); with a name as reading=PV{1..10}READ",
    ),
    kind: Kind::Pair,
    default: Default::Nothing,
    many: true,
};

pub const FACTORS: Parameter = Parameter {
    name: "factors",
    text: Text::new(
        "按类别编为 0、1 的列（即使是数），第一个标签为参照，或写明：ST004=2",
        "columns coded 0 and 1 by their labels, even where these are numbers; the first label is the reference, or as written: ST004=2",
    ),
    kind: Kind::Pair,
    default: Default::Nothing,
    many: true,
};

const UNIVERSE: Text = Text::new(
    "样本中成绩与全部协变量都有值且权数大于 0 的学生",
    "pupils of the sample with a score, every covariate and a weight above 0",
);

const EDGES: Text = Text::new(
    "缺成绩、协变量或类别的学生不计，说明中写明人数；一组没有权数：no_denominator；某协变量在组内不变或由其他协变量决定、协变量把结果完全分开（逻辑回归）：not_applicable，说明写明哪一项；某个重复权下无解：值照给，误差为空并说明；其余同抽样平均分",
    "pupils without a score, covariate or label are left out and counted in the note; a group without weight: no_denominator; a covariate that does not vary or follows from others, or tells the outcomes apart completely (logistic): not_applicable, the note says which; no solution under some replicate: the value stands, its error is null and the note says so; else as for the survey mean",
);

pub const SURVEY_REGRESSION: Indicator = Indicator {
    id: "survey_regression",
    name: Text::new("抽样线性回归", "survey regression"),
    aliases: &["加权回归", "回归分析", "weighted regression"],
    summary: Text::new(
        "由抽样数据推断总体中成绩对协变量的线性回归系数与 R²，误差按抽样设计计算，似真值按 Rubin 法则合并",
        "coefficients and R² of a linear regression of scores on covariates in the population, per subject and group, with the errors of the design and of the plausible values",
    ),
    formula: Text::new(
        "b = (X'WX)⁻¹ X'Wy，每个重复权、每个似真值各算一遍；线性化：b 的牵引（X'WX）⁻¹ Σ w x e；R² = 1 − Σ w e² ÷ Σ w（y − 加权平均）²",
        "b = (X'WX)⁻¹ X'Wy, anew under each replicate weight and plausible value; linearised: pulls (X'WX)⁻¹ Σ w x e; R² = 1 − Σ w e² / Σ w (y − mean)²",
    ),
    katex: r"\hat\beta=(X'WX)^{-1}X'Wy,\qquad u_c=(X'WX)^{-1}\sum_{i\in c}w_i x_i e_i",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("权数之和（推断的总体人数）", "sum of weights (the population they stand for)"),
    aggregation: Text::new(
        "不可相加；每组各自回归",
        "does not add up: each group has a regression of its own",
    ),
    unit: Unit::Points,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::part("coefficient", Text::new("系数", "coefficient")),
        Measure::part("r_squared", Text::new("R²", "R²")),
    ],
    parameters: with_design![SCORES, COVARIATES, FACTORS],
    edges: EDGES,
    reference: Text::new(
        "Binder (1983)；Rubin (1987)；PISA Data Analysis Manual (2009)；用 R survey 4.1 svyglm 检验",
        "Binder (1983); Rubin (1987); PISA Data Analysis Manual (2009); held against svyglm of R survey 4.1",
    ),
    docstring: include_str!("survey_regression.txt"),
    example: Example {
        input: "考号,学校,性别,权,数学\n1,甲,女,10,80\n2,甲,男,10,60\n3,乙,女,20,90\n4,丙,男,20,75\n",
        by: &[],
        arguments: &[
            ("scores", &["数学"]),
            ("covariates", &["性别"]),
            ("weight", &["权"]),
            ("cluster", &["学校"]),
        ],
        steps: Text::new(
            "参照女生（10×80 + 20×90）÷ 30 = 86.667，男生（10×60 + 20×75）÷ 30 = 70。女排在第一，为参照（常数项）：男 70 − 86.667 = −16.667",
            "girls (10×80 + 20×90) / 30 = 86.667, boys (10×60 + 20×75) / 30 = 70; girls are the first label and so the reference (the intercept): boys 70 − 86.667 = −16.667",
        ),
        expected: &[
            Expected {
                measure: "coefficient",
                subject: Some("mathematics"),
                group: &["intercept"],
                value: "86.667",
            },
            Expected {
                measure: "coefficient",
                subject: Some("mathematics"),
                group: &["性别=男"],
                value: "-16.667",
            },
            Expected { measure: "r_squared", subject: Some("mathematics"), group: &[""], value: "0.658" },
        ],
    },
    method: Method::Rows(survey_regression),
};

pub const SURVEY_LOGISTIC: Indicator = Indicator {
    id: "survey_logistic",
    name: Text::new("抽样逻辑回归", "survey logistic regression"),
    aliases: &["加权逻辑回归", "优势比", "weighted logistic regression"],
    summary: Text::new(
        "由抽样数据推断总体中是否达线（或是否为 1）对协变量的逻辑回归系数与优势比，误差按抽样设计计算",
        "coefficients and odds ratios of a logistic regression of reaching a line (or of a column of 0 and 1) on covariates in the population, with the errors of the design",
    ),
    formula: Text::new(
        "ln(p/(1 − p)) = x'b，加权得分方程 Σ w x (y − p) = 0，每个重复权、每个似真值各解一遍（牛顿法）；优势比 = e^b",
        "ln(p / (1 − p)) = x'b, solving Σ w x (y − p) = 0 anew under each replicate weight and plausible value (Newton's method); odds ratio = e^b",
    ),
    katex: r"\sum_i w_i x_i\bigl(y_i-p_i\bigr)=0,\qquad \ln\frac{p_i}{1-p_i}=x_i'\hat\beta",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("权数之和（推断的总体人数）", "sum of weights (the population they stand for)"),
    aggregation: Text::new(
        "不可相加；每组各自回归",
        "does not add up: each group has a regression of its own",
    ),
    unit: Unit::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "coefficient",
            Text::new("系数（对数优势）", "coefficient (log odds)"),
            Discloses::Analysis,
        ),
        Measure::part("odds_ratio", Text::new("优势比", "odds ratio")),
    ],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "line",
            text: Text::new(
                "达到即为 1 的分数线；不给则成绩列须为 0 与 1",
                "the score from which on the outcome is 1; without it the scores must be 0 and 1",
            ),
            kind: Kind::Number,
            default: Default::Nothing,
            many: false,
        },
        COVARIATES,
        FACTORS,
    ],
    edges: EDGES,
    reference: Text::new(
        "Binder (1983)；Rubin (1987)；用 R survey 4.1 svyglm(quasibinomial) 检验",
        "Binder (1983); Rubin (1987); held against svyglm(quasibinomial) of R survey 4.1",
    ),
    docstring: include_str!("survey_logistic.txt"),
    example: Example {
        input: "考号,学校,性别,权,数学\n1,甲,男,10,80\n2,乙,男,30,60\n3,甲,女,20,90\n4,丙,女,10,50\n",
        by: &[],
        arguments: &[
            ("scores", &["数学"]),
            ("line", &["75"]),
            ("covariates", &["性别"]),
            ("weight", &["权"]),
            ("cluster", &["学校"]),
        ],
        steps: Text::new(
            "女生达线的优势 20 ÷ 10 = 2，男生 10 ÷ 30 = 1/3；男生对女生的优势比（1/3）÷ 2 = 0.167",
            "odds of girls 20 / 10 = 2, of boys 10 / 30 = 1/3; odds ratio of boys against girls (1/3) / 2 = 0.167",
        ),
        expected: &[
            Expected {
                measure: "coefficient",
                subject: Some("mathematics"),
                group: &["intercept"],
                value: "0.693",
            },
            Expected {
                measure: "odds_ratio",
                subject: Some("mathematics"),
                group: &["性别=男"],
                value: "0.167",
            },
        ],
    },
    method: Method::Rows(survey_logistic),
};
