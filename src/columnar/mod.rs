//! The columnar door: data frames, Parquet and Arrow files in, figures and tallies out. Sole user of the crates of
//! Arrow and Parquet.
//!
//! A table is [`Columns`], in memory or in a file, and is read batch by batch. A [`Block`] gives the bytes of each
//! cell as an export would hold them: texts where they stand, each value of a dictionary and each distinct double
//! once, whole numbers and decimals digit by digit. So whoever reads cells of a file reads these by the same rules.

mod batches;
mod cells;
mod codes;
mod columns;
mod digits;
mod file;
mod kinds;
mod nul;
mod numbers;
mod out;
mod places;
mod stated;
mod tables_out;
mod tenths;
mod texts;

pub use batches::{Batch, Batches};
pub use cells::Block;
pub use columns::{Column, Columns, Wanted};
pub use file::{Kind, kind_of_bytes};
pub use kinds::refused_kind;
pub use numbers::frame;
pub use out::{Out, Stream, parquet, stream};
pub use tables_out::{figures, tally};
pub use texts::TextBuilder;
