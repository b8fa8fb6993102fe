//! Balance between schools (义务教育均衡): how evenly a county's resources are spread, and the verdict sheets of
//! the two national standards.

mod basic_balance;
mod cells;
mod inequality;
mod quality_balance;
mod sample;
mod schools;
mod sheet;
mod weighted_cv;

pub use basic_balance::BASIC_BALANCE;
pub use inequality::{INEQUALITY, NO_GROUP_COLUMN};
pub use quality_balance::QUALITY_BALANCE;
pub use weighted_cv::WEIGHTED_CV;
