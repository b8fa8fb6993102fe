//! What is said of models of random intercepts.

use crate::figures::Phrase;

pub static ML: Phrase = Phrase::new("ml_random_intercepts", "随机截距（ML）", "ML, random intercepts");
pub static REML: Phrase =
    Phrase::new("reml_random_intercepts", "随机截距（REML）", "REML, random intercepts");
pub static REFERENCE: Phrase = Phrase::new("reference_labels", "参照 {}", "reference {}");
pub static SCHOOLS: Phrase = Phrase::new("schools_fitted", "{} 所学校", "{} schools");
pub static NESTED: Phrase =
    Phrase::new("schools_in_districts", "{} 所学校，分属 {} 个区县", "{} schools in {} districts");
pub static LEFT_OUT: Phrase = Phrase::new(
    "candidates_without_school_or_covariate",
    "{} 名考生缺学校或协变量，未计入",
    "{} candidates without a school or a covariate are left out",
);
pub static AT_BOUNDARY: Phrase = Phrase::new("variance_at_boundary", "该方差在边界上", "at its boundary");
pub static BY_LEVELS: Phrase = Phrase::new(
    "df_by_levels",
    "有方差在边界上，自由度按层次计",
    "degrees of freedom by levels, as a variance is at its boundary",
);
