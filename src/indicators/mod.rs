//! The indicators: one family, one file, and the registry that describes them all.

mod added;
pub mod arguments;
pub mod balance;
mod between_schools;
pub mod candidate_scores;
pub mod certainty;
pub mod change;
mod columns;
mod comparison;
mod composite;
mod compute;
mod condition;
pub mod conditions;
mod control_lines;
mod cut_scores;
pub mod declared;
mod decomposition;
pub mod definition;
mod discloses;
mod distribution;
mod equivalent_score;
mod gap;
pub mod given;
mod grouping;
mod items;
mod layout;
mod lines;
mod linked_score;
mod mean_and_rates;
mod models;
mod n_tiles;
pub mod names;
mod participation;
mod placement;
pub mod publication;
mod rank_bands;
mod rank_interval;
mod ratio;
pub mod registry;
pub(crate) mod restated;
mod rows;
mod scaling;
mod schools;
mod small_tables;
mod standard_scores;
mod survey;
pub mod targets;
pub mod typed;
mod value_added;
mod weighted;
mod written;

/// What the sentences on the first page of a release are made of.
pub mod headline {
    pub use super::cut_scores::{ADMISSION_RATE, RATE_PER_10K, TOP_RANK_COUNT};
    pub use super::gap::{SIDES, SUBJECT_GAP};
}

pub use arguments::{Arguments, Request};
pub use compute::{AGAINST, AGAINST_TEXT, Input, UNSETTLED, compute, find_again};
pub use condition::TESTS;
pub use definition::Indicator;
pub use given::Given;
pub use items::{IrtFiles, IrtOptions, exam_of_parts, irt_files};
pub use lines::{CutScore, Population, Target};
pub use registry::{FAMILIES, INDICATORS, find};
pub use rows::{Rows, expand};
pub use scaling::scaled_exam;
pub use survey::{NamedFigures, average_of_samples, trend_of_samples};
pub use value_added::{RemarkOf, Verdict, counts_linked, remark_of, verdict_of};
pub use weighted::check_weights;
pub use written::names_a_value;
