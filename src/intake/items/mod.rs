//! Item sheets (小题分): a row per candidate, a column per item, and what the plan of the paper says of the items.
//!
//! Which column is what is found here (`grammar`, `columns`, `labels`); the rows are then read as those of any export of
//! scores, each item as a subject, so that the guard, the marks and the account are the same.

mod answers;
mod assembled;
mod blueprint;
mod checks;
mod choices;
mod columns;
mod forms;
mod grammar;
mod header_rows;
mod labels;
mod long;
mod option_codes;
mod options;
mod read;
mod strings;
#[cfg(feature = "columnar")]
mod table;

pub(super) use long::declare_items;
pub(super) use option_codes::OptionCodes;
pub use options::ItemOptions;
pub use read::read_items;
#[cfg(feature = "columnar")]
pub use table::read_items_columns;
