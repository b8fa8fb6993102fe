//! Every indicator there is. Help, `explain`, the reference pages and the tests all come from here.

use std::collections::HashMap;

use super::definition::{Family, Indicator};
use super::{
    balance, between_schools, comparison, composite, control_lines, cut_scores, decomposition, distribution,
    equivalent_score, gap, items, linked_score, mean_and_rates, models, n_tiles, participation, placement,
    rank_bands, rank_interval, ratio, scaling, standard_scores, survey, targets, value_added,
};
use crate::error::{Error, Result};
use crate::lang::nearest;
use crate::threads::Lazy;

/// Every indicator, by families, in the order in which `list` shows them.
pub const FAMILIES: &[Family] = &[
    Family {
        id: "cut_scores",
        docstring: "Cut scores (上线): how many reached a line, came near it, or reached it in a subject too.",
        indicators: &[
            &cut_scores::ADMISSION_RATE,
            &cut_scores::RATE_PER_10K,
            &cut_scores::BORDERLINE,
            &cut_scores::SUBJECT_CUT,
            &cut_scores::HITS,
            &cut_scores::TARGET_ATTAINMENT,
            &cut_scores::TOP_RANK_COUNT,
            &control_lines::CONTROL_LINES,
        ],
    },
    Family {
        id: "mean_and_rates",
        docstring: "Mean and rates (一分三率, 一分四率): how a group did in each subject.",
        indicators: &[
            &mean_and_rates::SUBJECT_MEAN,
            &mean_and_rates::EXCELLENT_RATE,
            &mean_and_rates::GOOD_RATE,
            &mean_and_rates::PASS_RATE,
            &mean_and_rates::LOW_RATE,
            &mean_and_rates::SUBJECT_QUANTILES,
            &mean_and_rates::TAIL_MEAN,
            &mean_and_rates::PASS_ALL_RATE,
        ],
    },
    Family {
        id: "participation",
        docstring: "Participation (参考): who was registered, who sat, who was missing and by which mark.",
        indicators: &[&participation::PARTICIPATION_RATE],
    },
    Family {
        id: "comparison",
        docstring: "Groups compared with the whole (离均差, 比均率, 超均率, 科目占比, 团体 T 分).",
        indicators: &[
            &comparison::MEAN_DEVIATION,
            &comparison::MEAN_RATIO,
            &comparison::ABOVE_MEAN_RATE,
            &comparison::SUBJECT_SHARE,
            &comparison::GROUP_T_SCORE,
            &rank_interval::RANK_INTERVAL,
            &rank_interval::RANK_INTERVAL_OF_COLUMN,
        ],
    },
    Family {
        id: "gap",
        docstring: "The gap between two groups (城乡差距): how far, how sure, and whether it narrowed.",
        indicators: &[&gap::SUBJECT_GAP, &gap::GAP, &gap::GAP_TREND, &gap::LEVEL_GAP],
    },
    Family {
        id: "value_added",
        docstring: "Value added and growth (增值评价): what linked candidates reached, held against where they began.",
        indicators: &[
            &value_added::MATCH_RATE,
            &value_added::SCORE_GAIN,
            &value_added::RANK_GAIN,
            &value_added::CONVERSION,
            &value_added::BAND_VALUE_ADDED,
            &value_added::ENTRY_EXIT,
            &value_added::RESIDUAL_GAIN,
            &value_added::SCHOOL_VALUE_ADDED,
            &value_added::VALUE_ADDED_STABILITY,
            &value_added::GROWTH_PERCENTILE,
        ],
    },
    Family {
        id: "distribution",
        docstring: "Distributions: the score table (一分一段表) and places in the ranking.",
        indicators: &[
            &distribution::SCORE_TABLE,
            &rank_bands::RANK_BANDS,
            &n_tiles::N_TILES,
            &placement::LINE_FROM_SHARE,
            &placement::RANK_OF_SCORE,
            &equivalent_score::EQUIVALENT_SCORE,
            &linked_score::LINKED_SCORE,
        ],
    },
    Family {
        id: "standard_scores",
        docstring: "Standard scores: where a score stands among all, on the scales in use.",
        indicators: &[&standard_scores::STANDARD_SCORE],
    },
    Family {
        id: "scaling",
        docstring: "Grade-band scaling (等级赋分): raw scores of elective subjects onto one scale.",
        indicators: &[&scaling::SCALED_SCORE],
    },
    Family {
        id: "ratio",
        docstring: "Ratios of a yearly report, declared by the user over a small table.",
        indicators: &[&ratio::RATIO],
    },
    Family {
        id: "balance",
        docstring: "Balance between schools (义务教育均衡): coefficients of variation, inequality, the two verdict sheets.",
        indicators: &[
            &balance::WEIGHTED_CV,
            &balance::INEQUALITY,
            &balance::BASIC_BALANCE,
            &balance::QUALITY_BALANCE,
        ],
    },
    Family {
        id: "between_schools",
        docstring: "Between schools (校际差异): variance share, and spread of the schools' means.",
        indicators: &[&between_schools::BETWEEN_SCHOOL_SHARE, &between_schools::SCHOOL_MEAN_SPREAD],
    },
    Family {
        id: "models",
        docstring: "Models of scores (模型): intercepts and slopes of schools, and why two groups differ.",
        indicators: &[&models::RANDOM_INTERCEPT, &models::MULTILEVEL_MODEL, &models::OAXACA_BLINDER],
    },
    Family {
        id: "decomposition",
        docstring: "Of what a gap is made (差距的构成): composition and performance, schools one by one, between and within.",
        indicators: &[
            &decomposition::GAP_COMPOSITION,
            &decomposition::GAP_BY_SCHOOL,
            &decomposition::GAP_BETWEEN_SCHOOLS,
        ],
    },
    Family {
        id: "items",
        docstring: "Items and papers (小题分析、试卷质量分析): what an examination says of its questions.",
        indicators: &[
            &items::ITEM_DIFFICULTY,
            &items::ITEM_DISCRIMINATION,
            &items::RELIABILITY,
            &items::OPTION_SHARES,
            &items::ITEM_CURVE,
            &items::KNOWLEDGE_RATES,
            &items::WEAK_POINTS,
            &items::ITEM_DIF,
            &items::PAPER_PROFILE,
            &items::CAUTION_INDEX,
            &items::PUPIL_DIAGNOSIS,
        ],
    },
    Family {
        id: "targets",
        docstring: "Counts, plans and limits of a yearly report, over a small table.",
        indicators: &[
            &targets::COUNT_BY_YEAR,
            &targets::PLAN_ATTAINMENT,
            &targets::RETENTION_RATE,
            &targets::TEACHER_ROTATION,
        ],
    },
    Family {
        id: "composite",
        docstring: "The composite index (综合指数): declared weights over the columns of a small table.",
        indicators: &[&composite::COMPOSITE_INDEX],
    },
    Family {
        id: "survey",
        docstring: "Survey inference (抽样推断): what a weighted sample says of its population, and how surely.",
        indicators: &[
            &survey::SURVEY_MEAN,
            &survey::SURVEY_RATE,
            &survey::SURVEY_QUANTILES,
            &survey::SURVEY_GAP,
        ],
    },
    Family {
        id: "survey_estimates",
        docstring: "Survey estimates (抽样估计) beside means: levels, totals, ratios, spread, correlation, design effects.",
        indicators: &[
            &survey::SURVEY_LEVELS,
            &survey::SURVEY_TOTAL,
            &survey::SURVEY_RATIO,
            &survey::SURVEY_STANDARD_DEVIATION,
            &survey::SURVEY_CORRELATION,
            &survey::SURVEY_DESIGN_EFFECT,
        ],
    },
    Family {
        id: "survey_models",
        docstring: "Survey models (抽样模型): regressions, trends between cycles and averages over countries.",
        indicators: &[
            &survey::SURVEY_AVERAGE,
            &survey::SURVEY_TREND,
            &survey::SURVEY_REGRESSION,
            &survey::SURVEY_LOGISTIC,
        ],
    },
];

const COUNT: usize = {
    let (mut count, mut family) = (0, 0);
    while family < FAMILIES.len() {
        count += FAMILIES[family].indicators.len();
        family += 1;
    }
    count
};

/// Every indicator, one behind the other.
pub const INDICATORS: &[&Indicator] = &{
    let mut all = [FAMILIES[0].indicators[0]; COUNT];
    let (mut at, mut family) = (0, 0);
    while family < FAMILIES.len() {
        let mut of_family = 0;
        while of_family < FAMILIES[family].indicators.len() {
            all[at] = FAMILIES[family].indicators[of_family];
            (at, of_family) = (at + 1, of_family + 1);
        }
        family += 1;
    }
    all
};

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
