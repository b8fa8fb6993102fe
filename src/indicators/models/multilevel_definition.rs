//! What the multilevel model of a table of pupils is.

use super::super::definition::{
    CONFIDENCE, Default, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
};
use super::super::survey::{COVARIATES, FACTORS, SCORES};
use super::multilevel::multilevel_model;
use super::{CRITERION, DF};
use crate::figures::Unit;
use crate::lang::Text;

pub const MULTILEVEL_MODEL: Indicator = Indicator {
    id: "multilevel_model",
    name: Text::new("多层线性模型", "multilevel model"),
    aliases: &["随机斜率", "随机斜率模型", "分层线性模型", "HLM", "random slope", "mixed model"],
    summary: Text::new(
        "由学生数据拟合随机截距与随机斜率：成绩对协变量的系数、截距与斜率在学校之间的方差及相关",
        "coefficients of scores on covariates, and how intercepts and slopes vary and go together between schools, from a table of pupils, per subject and group",
    ),
    formula: Text::new(
        "成绩 = x'β + z'u（学校）+ e；u ~ N(0, Σ)，Σ 不加限制，z 为常数项与随机斜率的协变量；e ~ N(0, σ²/w)；似真值各拟合一遍，按 Rubin 法则合并；方差的标准误由观测信息得出；有抽样权数时，伪对数似然 = Σ w（学校）log ∫ Π p(成绩|u)^w（校内）φ(u) du 取最大，误差为 A⁻¹BA⁻¹，B = J/(J − 1) Σ 各校得分的外积，系数与方差各自计算",
        "score = x'β + z'u of the school + e; u ~ N(0, Σ) with Σ unstructured, z the constant and the covariates whose slopes vary; e ~ N(0, σ²/w); plausible values each in turn, put together by Rubin's rules; standard errors of variances from the observed information; with sampling weights the pseudo log likelihood Σ w of the school × log ∫ Π p(score | u)^(w within the school) φ(u) du is at its maximum, errors are A⁻¹BA⁻¹, B = J/(J − 1) Σ over J schools of their scores' products, of coefficients and of variances each by themselves",
    ),
    katex: r"y_{ij}=x_{ij}'\beta+z_{ij}'u_j+\varepsilon_{ij},\quad u_j\sim N(0,\Sigma),\ \varepsilon_{ij}\sim N(0,\sigma^2/w_{ij})",
    universe: Text::new(
        "成绩、学校与全部协变量都有值且权数大于 0 的学生",
        "pupils with a score, a school, every covariate and a weight above 0",
    ),
    numerator: Text::new("份额：学校间方差", "of a share: the variance of schools"),
    denominator: Text::new("份额：方差之和", "of a share: the sum of the variances"),
    aggregation: Text::new(
        "由各校的交叉乘积一次拟合，不是各校结果的平均；不可相加",
        "one fit from the schools' cross products, never a mean of schools' results; does not add up",
    ),
    unit: Unit::Points,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::part("coefficient", Text::new("系数", "coefficient")),
        Measure::part(
            "variance_school",
            Text::new("学校间方差（截距或斜率）", "variance between schools, of the intercept or a slope"),
        ),
        Measure::part(
            "correlation_school",
            Text::new("学校间相关", "correlation between schools of two of them"),
        ),
        Measure::part("variance_pupil", Text::new("学生间方差（校内）", "variance of pupils within schools")),
        Measure::part(
            "share_school",
            Text::new("学校间份额（组内相关系数）", "share of schools (intraclass correlation)"),
        ),
        Measure::part("deviance", Text::new("偏差 −2 log L", "deviance, −2 log likelihood")),
    ],
    parameters: &[
        SCORES,
        Parameter {
            name: "school",
            text: Text::new("学校的列", "the column of the school"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        COVARIATES,
        FACTORS,
        Parameter {
            name: "slopes",
            text: Text::new(
                "斜率在学校之间变化的协变量（须同为协变量）；不给则只有截距变化",
                "covariates whose slopes vary between schools; the intercept alone if none is given",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "weight",
            text: Text::new(
                "学生抽样权数的列（总权数，如 PISA 的 W_FSTUWT）：按伪极大似然拟合，标准误为按学校聚类的稳健标准误",
                "the column of pupils' sampling weights (the final one, such as W_FSTUWT of PISA): the fit is by maximum pseudo-likelihood, errors are robust and clustered by school",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "school_weight",
            text: Text::new(
                "学校抽样权数的列（如 PISA 的 W_SCHGRNRABWT），同一学校各行相同；不给则各校同权",
                "the column of schools' sampling weights (such as W_SCHGRNRABWT of PISA), the same in each row of a school; schools count alike if not given",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "scaling",
            text: Text::new(
                "学生权数在校内怎样缩放：size 使其和为样本人数（不给时如此），effective 使其和为有效人数 (Σw)²/Σw²，none 不缩放，只除以学校权数",
                "how pupils' weights are scaled within schools: size, to sum to the school's pupils in the sample (if not given); effective, to their effective number (Σw)²/Σw²; none, divided by the school's weight alone",
            ),
            kind: Kind::Choice(&[
                ("size", Text::new("和为样本人数", "to the school's pupils in the sample")),
                ("effective", Text::new("和为有效人数", "to their effective number")),
                ("none", Text::new("不缩放", "not scaled")),
            ]),
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "precision",
            text: Text::new(
                "精度权数的列：残差方差为 σ²/w（如 lme4 的 weights；一行为 w 名学生的平均时即如此）。不是抽样权数",
                "the column of weights of precision: the residual variance is σ²/w, as lme4's weights (a row that is the mean of w pupils has it). They are not sampling weights",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            text: Text::new(
                "估计准则：reml 限制极大似然（不给时如此），ml 极大似然；有抽样权数时为伪极大似然",
                "the criterion: reml (if not given) or ml; with sampling weights, maximum pseudo-likelihood",
            ),
            default: Default::Nothing,
            ..CRITERION
        },
        Parameter {
            text: Text::new(
                "系数的自由度：satterthwaite 由方差分量的误差近似得出（不给时如此），学校少时可靠；levels 按协变量变化的层次计数；有抽样权数时为学校数 − 1",
                "degrees of freedom of a coefficient: satterthwaite (if not given), approximated from the errors of the variances, which holds with few schools, or levels, counted at the level at which its covariate varies; with sampling weights, schools − 1",
            ),
            default: Default::Nothing,
            ..DF
        },
        CONFIDENCE,
    ],
    edges: Text::new(
        "缺成绩、学校或协变量的学生不计；缺学校、协变量者与权数为 0 的行在说明中写明人数；无人：no_denominator；学校少于 2 所、学生数不多于学校数 × 随机效应数、协变量相互决定、校内无差异：not_applicable，说明写明原因；方差在边界上（为 0 或相关为 ±1）：照给并注明，标准误为空，自由度改按层次，斜率随机的系数至多为学校数 − 1；份额只在没有随机斜率时给出；偏差在有多个似真值时不给；成绩与协变量可为负、小数位数不限；权数缺失或为负、同一学校有几个学校权数：报错；学生权数全为 0 的学校不计；抽样权数与精度权数不可同时给出",
        "pupils without a score, school or covariate are left out, and those without a school or covariate, and rows of weight 0, are counted in the note; nobody: no_denominator; fewer than two schools, no more pupils than effects of schools, covariates that determine each other, no variance within schools: not_applicable, the note says which; variances at their boundary (0, or a correlation of ±1): given and noted, their errors null, degrees of freedom counted by levels, of coefficients whose slopes vary at most schools − 1; the share is given without random slopes only, the deviance of a single plausible value only; scores and covariates may be below zero and have any decimals; missing or negative weights, a school with several weights of its own: refused; a school all of whose weights are 0 is left out; sampling weights and weights of precision are not given together",
    ),
    reference: Text::new(
        "Laird & Ware (1982)；Bates et al. (2015)；自由度：Giesbrecht & Burns (1985)；抽样权数：Pfeffermann et al. (1998)，Rabe-Hesketh & Skrondal (2006)；用 R lme4、lmerTest、WeMix 检验",
        "Laird & Ware (1982); Bates et al. (2015); df: Giesbrecht & Burns (1985); sampling weights: Pfeffermann et al. (1998), Rabe-Hesketh & Skrondal (2006); held against R lme4, lmerTest and WeMix",
    ),
    docstring: include_str!("multilevel_model.txt"),
    example: Example {
        input: "考号,学校,家庭背景,数学\n1,甲,-1,-2\n2,甲,-1,0\n3,甲,1,0\n4,甲,1,2\n5,乙,-1,5\n6,乙,-1,7\n7,乙,1,5\n8,乙,1,7\n9,丙,-1,3\n10,丙,-1,5\n11,丙,1,7\n12,丙,1,9\n",
        by: &[],
        arguments: &[
            ("scores", &["数学"]),
            ("school", &["学校"]),
            ("covariates", &["家庭背景"]),
            ("slopes", &["家庭背景"]),
        ],
        steps: Text::new(
            "各校同样均衡，REML 即各校回归系数的方差分析：三校截距 0、6、6，斜率 1、0、2，平均 4 与 1，方差 12 与 1，互不相关；残差方差 12 ÷ 6 = 2，每校系数的抽样方差 2 ÷ 4 = 0.5；学校间方差 12 − 0.5 = 11.5 与 1 − 0.5 = 0.5",
            "schools are alike in design, so that REML is the analysis of variance of their regressions: intercepts 0, 6, 6 and slopes 1, 0, 2, with means 4 and 1, variances 12 and 1, uncorrelated; residual variance 12 / 6 = 2, sampling variance of a school's coefficient 2 / 4 = 0.5; variances between schools 12 − 0.5 = 11.5 and 1 − 0.5 = 0.5",
        ),
        expected: &[
            Expected {
                measure: "coefficient",
                subject: Some("mathematics"),
                group: &["intercept", ""],
                value: "4.000",
            },
            Expected {
                measure: "coefficient",
                subject: Some("mathematics"),
                group: &["家庭背景", ""],
                value: "1.000",
            },
            Expected {
                measure: "variance_school",
                subject: Some("mathematics"),
                group: &["intercept", ""],
                value: "11.500",
            },
            Expected {
                measure: "variance_school",
                subject: Some("mathematics"),
                group: &["家庭背景", ""],
                value: "0.500",
            },
            Expected {
                measure: "variance_pupil",
                subject: Some("mathematics"),
                group: &["", ""],
                value: "2.000",
            },
        ],
    },
    method: Method::Rows(multilevel_model),
};
