//! Models of scores (模型): intercepts and slopes of schools, and why two groups differ.

mod coding;
mod design;
mod faults;
mod multilevel;
mod multilevel_definition;
mod oaxaca_blinder;
mod random_intercept;
mod random_words;

pub use multilevel_definition::MULTILEVEL_MODEL;
pub use oaxaca_blinder::OAXACA_BLINDER;
pub use random_intercept::RANDOM_INTERCEPT;

use super::definition::{Default, Kind, Parameter};
use crate::lang::Text;

const COVARIATES: Parameter = Parameter {
    name: "covariates",
    text: Text::new(
        "协变量，可多个：分组字段（编为 0、1，标签排序第一的为参照）或另一科成绩",
        "covariates, any number: keys (coded 0 and 1, the first label being the reference) or other subjects' scores",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

const CRITERION: Parameter = Parameter {
    name: "criterion",
    text: Text::new("估计准则：reml 限制极大似然，ml 极大似然", "the criterion: reml or ml"),
    kind: Kind::Choice(&[
        ("reml", Text::new("限制极大似然", "restricted maximum likelihood")),
        ("ml", Text::new("极大似然", "maximum likelihood")),
    ]),
    default: Default::Value("reml"),
    many: false,
};

/// How the degrees of freedom of a coefficient are found.
const DF: Parameter = Parameter {
    name: "df",
    text: Text::new(
        "系数的自由度：satterthwaite 由方差分量的误差近似得出，学校少时可靠；levels 按协变量变化的层次计数",
        "degrees of freedom of a coefficient: satterthwaite, approximated from the errors of the variances, which holds with few schools, or levels, counted at the level at which its covariate varies",
    ),
    kind: Kind::Choice(&[
        ("satterthwaite", Text::new("Satterthwaite 近似", "Satterthwaite's approximation, as lmerTest")),
        ("levels", Text::new("按层次", "by levels, as nlme")),
    ]),
    default: Default::Value("satterthwaite"),
    many: false,
};
