//! Files that are refused because of what was found in them.

use super::causes::Severity;
use super::report::Report;
use crate::error::{Error, Place, Result};
use crate::lang::Lang;

/// What the account of a table in memory is called.
const FRAME: &str = "<frame>";

impl Report {
    /// Refuses a file of which more than these shares, in percent, of the rows or of the score cells could not
    /// be accepted.
    ///
    /// # Errors
    /// [`Error::TooManyFindings`]; [`Error::Empty`] where a file has scores to read and no candidate. A frame without
    /// rows is one that a program made so.
    pub fn refuse_above(&self, rows_percent: f64, cells_percent: f64) -> Result<()> {
        let rows = self.accepted + self.rejected.len() as u64;
        if rows == 0 && !self.marks.is_empty() && self.file != FRAME {
            return Err(Error::Empty { place: Place::file(&self.file) });
        }
        let cells: u64 = self.marks.iter().flat_map(|subject| subject.counts).sum();
        self.refuse_severity(Severity::RowRejected, rows, rows_percent)?;
        self.refuse_severity(Severity::CellInvalid, cells, cells_percent)
    }

    fn refuse_severity(&self, severity: Severity, total: u64, allowed_percent: f64) -> Result<()> {
        let refused = self.count(severity);
        if refused == 0 || refused as f64 * 100.0 <= allowed_percent * total as f64 {
            return Ok(());
        }
        let groups = self.grouped();
        let first = groups.iter().find(|group| group.cause.severity() == severity);
        let first = [Lang::Zh, Lang::En].map(|lang| first.map_or_else(String::new, |g| g.describe(lang)));
        Err(Error::TooManyFindings { place: Place::file(&self.file), refused, total, allowed_percent, first })
    }
}
