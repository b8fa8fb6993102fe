//! The one test binary: a module per room.

mod intake;
mod placement;
mod scaling;
mod standard_scores;
