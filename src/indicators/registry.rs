//! Every indicator there is. Help, `explain`, the reference pages and the tests all come from here.

use std::collections::HashMap;

use super::definition::Indicator;
use super::{
    balance, between_schools, comparison, composite, control_lines, cut_scores, decomposition, distribution,
    equivalent_score, gap, mean_and_rates, models, n_tiles, participation, placement, rank_bands, ratio,
    scaling, standard_scores, survey, targets,
};
use crate::error::{Error, Result};
use crate::lang::nearest;
use crate::threads::Lazy;

/// Every indicator, in the order in which `list` shows them.
pub const INDICATORS: &[&Indicator] = &[
    &cut_scores::ADMISSION_RATE,
    &cut_scores::RATE_PER_10K,
    &cut_scores::BORDERLINE,
    &cut_scores::SUBJECT_CUT,
    &cut_scores::HITS,
    &cut_scores::TARGET_ATTAINMENT,
    &cut_scores::TOP_RANK_COUNT,
    &control_lines::CONTROL_LINES,
    &mean_and_rates::SUBJECT_MEAN,
    &mean_and_rates::EXCELLENT_RATE,
    &mean_and_rates::GOOD_RATE,
    &mean_and_rates::PASS_RATE,
    &mean_and_rates::LOW_RATE,
    &mean_and_rates::SUBJECT_QUANTILES,
    &mean_and_rates::TAIL_MEAN,
    &mean_and_rates::PASS_ALL_RATE,
    &participation::PARTICIPATION_RATE,
    &comparison::MEAN_DEVIATION,
    &comparison::MEAN_RATIO,
    &comparison::ABOVE_MEAN_RATE,
    &comparison::SUBJECT_SHARE,
    &comparison::GROUP_T_SCORE,
    &gap::SUBJECT_GAP,
    &gap::GAP,
    &gap::GAP_TREND,
    &gap::LEVEL_GAP,
    &distribution::SCORE_TABLE,
    &rank_bands::RANK_BANDS,
    &n_tiles::N_TILES,
    &placement::LINE_FROM_SHARE,
    &placement::RANK_OF_SCORE,
    &equivalent_score::EQUIVALENT_SCORE,
    &standard_scores::STANDARD_SCORE,
    &scaling::SCALED_SCORE,
    &ratio::RATIO,
    &balance::WEIGHTED_CV,
    &balance::INEQUALITY,
    &balance::BASIC_BALANCE,
    &balance::QUALITY_BALANCE,
    &between_schools::BETWEEN_SCHOOL_SHARE,
    &between_schools::SCHOOL_MEAN_SPREAD,
    &models::RANDOM_INTERCEPT,
    &models::MULTILEVEL_MODEL,
    &models::OAXACA_BLINDER,
    &decomposition::GAP_COMPOSITION,
    &decomposition::GAP_BY_SCHOOL,
    &decomposition::GAP_BETWEEN_SCHOOLS,
    &targets::COUNT_BY_YEAR,
    &targets::PLAN_ATTAINMENT,
    &targets::RETENTION_RATE,
    &targets::TEACHER_ROTATION,
    &composite::COMPOSITE_INDEX,
    &survey::SURVEY_MEAN,
    &survey::SURVEY_RATE,
    &survey::SURVEY_QUANTILES,
    &survey::SURVEY_LEVELS,
    &survey::SURVEY_TOTAL,
    &survey::SURVEY_RATIO,
    &survey::SURVEY_STANDARD_DEVIATION,
    &survey::SURVEY_CORRELATION,
    &survey::SURVEY_DESIGN_EFFECT,
    &survey::SURVEY_GAP,
    &survey::SURVEY_AVERAGE,
    &survey::SURVEY_TREND,
    &survey::SURVEY_REGRESSION,
    &survey::SURVEY_LOGISTIC,
];

/// Every indicator by its id, Chinese name and aliases: figures are looked up by the hundred thousand.
static NAMED: Lazy<HashMap<&'static str, &'static Indicator>> = Lazy::new(|| {
    let mut named = HashMap::new();
    for indicator in INDICATORS {
        for name in [indicator.id, indicator.name.zh].iter().chain(indicator.aliases) {
            named.entry(*name).or_insert(*indicator);
        }
    }
    named
});

/// The indicator of that id, Chinese name or alias.
pub fn find(id: &str) -> Result<&'static Indicator> {
    NAMED.get(id).copied().ok_or_else(|| Error::UnknownIndicator {
        id: id.to_owned(),
        suggestion: nearest(id, INDICATORS.iter().map(|i| i.id)),
    })
}
