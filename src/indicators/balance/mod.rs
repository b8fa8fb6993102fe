//! Balance between schools (义务教育均衡): how evenly a county's resources are spread.

mod cells;
mod inequality;
mod sample;
mod weighted_cv;

pub use inequality::INEQUALITY;
pub use weighted_cv::WEIGHTED_CV;
