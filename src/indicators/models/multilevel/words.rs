//! What is said of models of intercepts and slopes.

use super::super::random_words::REFERENCE;
use super::{Asked, Given, Own};
use crate::figures::{Clauses, Phrase, Term};
use crate::indicators::grouping::without_school;
use crate::indicators::survey::RUBIN;
use crate::stats::mixed::Criterion;
use crate::stats::mixed::slopes::Scaling;

impl Own<'_> {
    pub(super) fn note(&self) -> Clauses {
        let counted =
            |count: u64, phrase: &'static Phrase| (count > 0).then(|| phrase.with([Term::pupils(count)]));
        without_school(self.without_school)
            .and(counted(self.without_covariate, &WITHOUT_COVARIATE))
            .and(counted(self.weightless, &WEIGHTLESS))
    }

    pub(super) fn method(&self) -> Clauses {
        let Asked { covariates, slopes, .. } = self.asked;
        let names =
            |names: &mut dyn Iterator<Item = &String>| names.map(|name| Term::name(name.as_str())).collect();
        let given = &self.asked.weights;
        let criterion = Term::from(match (given, self.asked.criterion) {
            (Given::Sampling { .. }, _) => &PSEUDO,
            (_, Criterion::Ml) => &ML,
            _ => &REML,
        });
        let weights = match given {
            Given::Precision(_) => Term::from(&OF_PRECISION),
            _ => Term::List(Vec::new()),
        };
        let model = match slopes.is_empty() {
            true => INTERCEPTS.with([criterion, weights]),
            false => {
                let slopes = names(&mut slopes.iter().map(|at| &covariates.terms[*at]));
                AND_SLOPES.with([criterion, slopes, weights])
            }
        };
        let references = &covariates.references;
        let references = (!references.is_empty()).then(|| REFERENCE.with([names(&mut references.iter())]));
        let values = self.subject.columns.len();
        Clauses::from(model)
            .and(sampled(given))
            .and(references)
            .and((values > 1).then(|| RUBIN.with([Term::found(values)])))
    }
}

/// What sampling weights do.
fn sampled(given: &Given<'_>) -> Clauses {
    let Given::Sampling { pupil, school, scaling } = given else { return Clauses::default() };
    let of_pupils = match (pupil, scaling) {
        (None, _) => &PUPILS_ALIKE,
        (_, Scaling::Size) => &TO_SIZE,
        (_, Scaling::Effective) => &TO_EFFECTIVE_SIZE,
        (_, Scaling::Nothing) if school.is_some() => &DIVIDED,
        (_, Scaling::Nothing) => &NOT_SCALED,
    };
    let of_schools = if school.is_some() { &SCHOOLS_WEIGHTED } else { &SCHOOLS_ALIKE };
    Clauses::from(of_pupils).and(of_schools).and(&ROBUST)
}

static ML: Phrase = Phrase::new("ml", "极大似然", "ML");
static REML: Phrase = Phrase::new("reml", "限制极大似然", "REML");
static INTERCEPTS: Phrase = Phrase::new("random_intercepts", "随机截距（{}）{}", "{}, random intercepts{}");
static AND_SLOPES: Phrase = Phrase::new(
    "random_intercepts_and_slopes",
    "随机截距与 {1} 的斜率（{0}）{2}",
    "{0}, random intercepts and slopes of {1}{2}",
);
static OF_PRECISION: Phrase = Phrase::new("weights_of_precision", "，精度权数", ", weights of precision");
static PSEUDO: Phrase = Phrase::new("pseudo_ml", "伪极大似然", "pseudo-ML");
static PUPILS_ALIKE: Phrase =
    Phrase::new("pupils_of_equal_weight", "校内学生同权", "pupils of a school of one weight");
static TO_SIZE: Phrase = Phrase::new(
    "weights_scaled_to_size",
    "学生权数在校内缩放，使其和为样本人数",
    "pupils' weights scaled within schools to sum to their number",
);
static TO_EFFECTIVE_SIZE: Phrase = Phrase::new(
    "weights_scaled_to_effective_size",
    "学生权数在校内缩放，使其和为有效人数",
    "pupils' weights scaled within schools to sum to their effective number",
);
static NOT_SCALED: Phrase = Phrase::new("weights_not_scaled", "学生权数未缩放", "pupils' weights not scaled");
static DIVIDED: Phrase = Phrase::new(
    "weights_divided_by_the_schools",
    "学生权数除以学校权数，未缩放",
    "pupils' weights divided by the school's, not scaled",
);
static SCHOOLS_WEIGHTED: Phrase =
    Phrase::new("schools_weighted", "学校按其抽样权数计", "schools count by their weight");
static SCHOOLS_ALIKE: Phrase = Phrase::new(
    "schools_of_equal_weight",
    "没有给出学校的权数，各校同权",
    "no weight of schools given, schools count alike",
);
static ROBUST: Phrase =
    Phrase::new("robust_errors_by_school", "稳健标准误（按学校聚类）", "robust errors, clustered by school");
static WITHOUT_COVARIATE: Phrase = Phrase::new(
    "candidates_without_covariate",
    "{} 名考生缺协变量，未计入",
    "{} candidates without a covariate are left out",
);
static WEIGHTLESS: Phrase =
    Phrase::new("rows_of_weight_0", "{} 行权数为 0，未计入", "{} rows of weight 0 are left out");
pub static BOUNDARY: Phrase = Phrase::new(
    "school_variances_at_boundary",
    "学校间方差在边界上",
    "variances of schools at their boundary",
);
pub static BY_LEVELS: Phrase = Phrase::new(
    "multilevel_df_by_levels_or_schools",
    "学校间方差在边界上，自由度按层次计，系数在学校之间变化的至多为学校数 − 1",
    "degrees of freedom by levels, of coefficients that vary between schools at most schools − 1: variances of schools at their boundary",
);

pub static OF_WEIGHT_ONE: Phrase = Phrase::new(
    "share_of_weight_one",
    "权数为 1 的一行的份额：权数若乘以一个数，它随之改变",
    "the share of a row of weight 1: it changes where the weights are multiplied",
);

pub static NO_ROBUST_ERROR: Phrase = Phrase::new(
    "no_robust_error",
    "各校没有差异，或学校不多于系数：没有稳健标准误",
    "schools do not differ, or are no more than the coefficients: no robust error",
);
