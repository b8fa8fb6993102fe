//! edugauge: indicators of examination and education quality, exact and explained.
//!
//! Data flow one way through the rooms: [`intake`] → [`records`] → [`tally`] → [`indicators`] →
//! [`figures`] → [`disclosure`] → [`release`] → [`render`]; [`cli`] and the Python module stand on top.

pub mod cli;
#[cfg(feature = "columnar")]
pub mod columnar;
pub mod disclosure;
pub mod error;
pub mod exam;
pub mod figures;
pub mod indicators;
pub mod intake;
pub mod lang;
pub mod number;
#[cfg(feature = "python")]
mod python;
pub mod records;
pub mod release;
pub mod render;
pub mod stats;
pub mod subjects;
pub mod tally;
pub mod threads;
