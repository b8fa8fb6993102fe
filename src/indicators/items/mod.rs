//! Items and papers (小题分析、试卷质量分析): difficulty, discrimination, reliability, options, points of knowledge.

mod caution;
mod coefficients;
mod curve;
mod diagnosis;
mod dif;
mod dif_definition;
mod difficulty;
mod difficulty_definition;
mod discrimination;
mod irt;
mod item_labels;
mod knowledge;
mod knowledge_definition;
mod options;
mod options_definition;
mod paper;
mod points;
mod profile;
mod profile_definition;
mod reliability;
mod reliability_definition;
mod shared;
mod weak;

pub use caution::CAUTION_INDEX;
pub use curve::ITEM_CURVE;
pub use diagnosis::PUPIL_DIAGNOSIS;
pub use dif_definition::ITEM_DIF;
pub use difficulty_definition::ITEM_DIFFICULTY;
pub use discrimination::ITEM_DISCRIMINATION;
pub use irt::{IrtFiles, IrtOptions, irt_files};
pub use knowledge_definition::KNOWLEDGE_RATES;
pub use options_definition::OPTION_SHARES;
pub use points::exam_of_parts;
pub use profile_definition::PAPER_PROFILE;
pub use reliability_definition::RELIABILITY;
pub use weak::WEAK_POINTS;
