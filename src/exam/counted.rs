//! Candidates who are counted, and can be had one by one when a method needs that.

use crate::error::Result;
use crate::records::Records;
use crate::tally::Cube;
use crate::threads::Once;

/// Reads candidates one by one who were counted before.
pub type Again = Box<dyn Fn() -> Result<Records> + Send + Sync>;

/// Candidates who are counted by all their keys, and can be had one by one.
pub(super) struct Counted {
    pub cube: Cube,
    records: Once<Records>,
    again: Again,
}

impl Counted {
    pub fn new(cube: Cube, records: Option<Records>, again: Again) -> Counted {
        Counted { cube, records: records.map(Once::from).unwrap_or_default(), again }
    }

    /// The candidates one by one; read again where they are too many to be kept from the first time.
    pub fn records(&self) -> Result<&Records> {
        match self.records.get() {
            Some(records) => Ok(records),
            None => {
                let records = (self.again)()?;
                Ok(self.records.get_or_init(|| records))
            }
        }
    }
}

impl std::fmt::Debug for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counted").field("cube", &self.cube).finish_non_exhaustive()
    }
}
