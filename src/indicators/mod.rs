//! The indicators: one family, one file, and the registry that describes them all.

pub mod arguments;
mod balance;
mod between_schools;
mod comparison;
mod composite;
mod cut_scores;
mod decomposition;
mod distribution;
mod equivalent_score;
mod gap;
mod grouping;
mod mean_and_rates;
mod models;
mod participation;
mod placement;
mod rank_bands;
mod ratio;
pub mod registry;
mod scaling;
mod small_tables;
mod standard_scores;
mod survey;
mod targets;

pub use arguments::{Arguments, CutScore, Population};
pub use registry::{INDICATORS, Indicator, find};

use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::Figures;
use crate::lang::Text;
use crate::records::{Frame, SmallTable};
use registry::Method;
pub use survey::Rows;

/// What an indicator is computed from.
pub enum Input<'a> {
    Exam(&'a Exam),
    Table(&'a SmallTable),
    Frame(&'a Frame),
}

/// What is asked of an indicator: the grouping keys and its own arguments.
pub struct Request<'a> {
    pub by: &'a [String],
    pub arguments: &'a Arguments,
}

/// Computes a registered indicator. Unknown arguments, keys and subjects are refused; whatever cannot be
/// computed for one group is a figure with a status.
pub fn compute(indicator: &Indicator, input: Input<'_>, by: &[String], given: &Arguments) -> Result<Figures> {
    let arguments = given.checked(indicator)?;
    let request = Request { by, arguments: &arguments };
    match (indicator.method, input) {
        (Method::Exam(method), Input::Exam(exam)) => method(exam, &request),
        (Method::Table(method), Input::Table(table)) => method(table, &request),
        (Method::Rows(method), Input::Table(table)) => method(&Rows::Table(table), &request),
        (Method::Rows(method), Input::Frame(frame)) => method(&Rows::Frame(frame), &request),
        (Method::Exam(_), Input::Table(_) | Input::Frame(_)) => Err(wrong_source(
            indicator,
            Text::new("考生数据或一分一段表", "candidates' scores or a score table"),
        )),
        (Method::Table(_), Input::Exam(_) | Input::Frame(_)) | (Method::Rows(_), Input::Exam(_)) => {
            Err(wrong_source(indicator, Text::new("一张普通的小表", "a plain small table")))
        }
    }
}

fn wrong_source(indicator: &Indicator, expected: Text) -> Error {
    Error::MissingArgument { indicator: indicator.id.to_owned(), argument: "source".to_owned(), expected }
}
