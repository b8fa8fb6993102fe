//! Survey inference (抽样推断): means, rates, quantiles and gaps of a population from a weighted sample of it.

mod definition;
mod design;
mod divided;
mod estimates;
mod gap;
mod mean;
mod pairs;
mod quantiles;
mod rate;
mod rows;

pub use gap::SURVEY_GAP;
pub use mean::SURVEY_MEAN;
pub use quantiles::SURVEY_QUANTILES;
pub use rate::SURVEY_RATE;
pub use rows::Rows;
