//! Everything that is said of each error, by what it is about.

pub mod columnar;
pub mod columns;
pub mod file;
pub mod items;
pub mod output;
pub mod release;
pub mod request;
pub mod rows;
pub mod workbook;
