//! The one test binary: a module per room.

mod cut_scores;
mod intake;
