//! The one test binary: a module per room or promise, `support` and `precision` for all of them.

mod balance;
mod between_schools;
mod boundaries;
mod catalogue;
mod cli;
mod composite;
mod cut_scores;
mod disclosure;
mod example_county;
mod gap;
mod golden;
mod group_results;
mod intake;
mod kept_runs;
mod kept_tally;
mod layouts;
mod passes;
mod placement;
mod precision;
mod properties;
mod publishing;
mod scaling;
mod standard_scores;
mod support;
mod survey;
mod targets;
