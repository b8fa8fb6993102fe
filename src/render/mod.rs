//! Tables into files: xlsx, csv, html, json, plain text. Knows nothing of indicators.

pub mod table;
