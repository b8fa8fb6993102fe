//! Tables into files: xlsx, csv, html, json, plain text. Knows nothing of indicators.
//!
//! Every function writes to memory; putting the bytes on a disk is another room's work.

mod cell;
pub mod csv;
pub mod described;
mod heads;
pub mod html;
mod html_parts;
pub mod json;
pub mod package;
mod show;
mod svg;
pub mod table;
pub mod tally;
pub mod text;
mod tidy;
mod tidy_csv;
pub mod xlsx;
