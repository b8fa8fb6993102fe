//! Value added and growth (增值评价): what linked candidates reached, held against where they began.
//!
//! Every method but none of its words follows from the pair tally: entry × exit scores by group (`cohort`). The
//! reference is always all who are linked in the year.

mod band_value_added;
mod bands;
mod cohort;
mod conversion;
mod distributions;
mod entry_exit;
mod estimates;
mod expectation;
mod expected_top;
mod grid;
mod grown;
mod growth_percentile;
mod halves;
mod in_bands;
mod levels;
mod match_rate;
mod model;
mod percentiles;
mod rank_gain;
mod remarks;
mod residual_gain;
mod said;
mod school_value_added;
mod score_gain;
mod shared;
mod stability;
mod transitions;

pub use band_value_added::BAND_VALUE_ADDED;
pub use conversion::CONVERSION;
pub use entry_exit::ENTRY_EXIT;
pub use growth_percentile::GROWTH_PERCENTILE;
pub use match_rate::MATCH_RATE;
pub use rank_gain::RANK_GAIN;
pub use remarks::{RemarkOf, Verdict, counts_linked, remark_of, verdict_of};
pub use residual_gain::RESIDUAL_GAIN;
pub use school_value_added::SCHOOL_VALUE_ADDED;
pub use score_gain::SCORE_GAIN;
pub use stability::VALUE_ADDED_STABILITY;
