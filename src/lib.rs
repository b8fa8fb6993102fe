//! edugauge: indicators of examination and education quality, exact and explained.
//!
//! ```
//! use std::path::Path;
//!
//! use edugauge::exam::Exam;
//! use edugauge::indicators::{Given, Input, compute, find};
//! use edugauge::intake::{ReadOptions, read_scores};
//!
//! let export = Path::new("examples/jingjiang/data/中考_2011.csv");
//! let (records, report) = read_scores(export, &ReadOptions::default(), None)?;
//! // What Python and the command line refuse: more than one per cent of the rows or cells that cannot be read.
//! report.refuse_above(1.0, 1.0)?;
//! let exam = Exam::from_records(records);
//! let means = compute(find("subject_mean")?, Input::Exam(&exam), &["year".to_owned()], &Given::new())?;
//! for figure in means.iter().filter(|figure| figure.measure() == "mean") {
//!     println!("{:?} {:?} of {:?}", figure.subject(), figure.value(), figure.n());
//! }
//! # assert!(means.len() > 1);
//! # Ok::<(), edugauge::error::Error>(())
//! ```
//!
//! # Frames of polars
//!
//! With the cargo feature `polars`, [`exam::Exam::from_dataframe`](exam::Exam) and `tally::Tally::from_lazyframe` take
//! frames, read by the rules of files; `to_dataframe` gives figures and tallies. `examples/polars.rs` is a whole program.
#![cfg_attr(feature = "polars", doc = "```")]
#![cfg_attr(not(feature = "polars"), doc = "```ignore")]
//! use edugauge::exam::Exam;
//! use edugauge::indicators::{Given, Input, compute, find};
//! use edugauge::intake::ReadOptions;
//! use edugauge::polars::prelude::*;
//! use edugauge::tally::Tally;
//!
//! let frame = df!("学校" => ["甲", "甲", "乙"], "语文" => ["90", "缺考", "85.5"], "数学" => [71.5, 88.0, 93.0])?;
//! let options = ReadOptions::default();
//!
//! let (exam, report) = Exam::from_dataframe(&frame, &options)?;
//! report.refuse_above(1.0, 1.0)?;
//! let means = compute(find("subject_mean")?, Input::Exam(&exam), &["school".to_owned()], &Given::new())?;
//! let table: DataFrame = means.to_dataframe()?;
//! println!("{}", table.select(["school", "subject", "measure", "value", "n"])?);
//!
//! // Run with these columns alone; of the candidates nothing but counts is kept.
//! let (tally, _report) = Tally::from_lazyframe(frame.lazy(), &["学校"], &["语文", "数学"], &options)?;
//! println!("{}", tally.to_dataframe()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rooms
//!
//! Data flow one way through the rooms: [`intake`] → [`records`] → [`tally`] → [`indicators`] →
//! [`figures`] → [`disclosure`] → [`release`] → [`render`]; [`cli`] and the Python module stand on top.

pub mod cli;
#[cfg(feature = "columnar")]
pub mod columnar;
#[cfg(feature = "polars")]
mod dataframe;
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

/// The crate whose frames are taken and given.
#[cfg(feature = "polars")]
pub use polars;

/// The pages for Rust users, whose programs are run.
#[cfg(all(doctest, feature = "polars"))]
#[doc = include_str!("../docs/en/rust.md")]
#[doc = include_str!("../docs/zh/rust.md")]
mod pages {}
