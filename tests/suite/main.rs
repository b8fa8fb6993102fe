//! The one test binary: a module per room.

mod group_results;
mod intake;
