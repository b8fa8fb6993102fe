//! The one test binary: a module per room.

mod composite;
mod cut_scores;
mod intake;
mod targets;
