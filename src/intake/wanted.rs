//! What is wanted of a file of scores, and at which pace it is read.

use crate::threads;

/// What is wanted of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Count the candidates by these keys, of which those that the file lacks are passed over.
    pub counts: Option<Keys>,
    /// Keep the candidates one by one, up to so many.
    pub records: usize,
}

/// Keys by which candidates are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keys {
    All,
    These(Vec<String>),
}

/// How a file is read; it shows in no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub threads: usize,
    /// Bytes that a thread takes at a time.
    pub block: u64,
    /// Smaller files are read at once.
    pub whole: u64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { threads: threads::count(), block: 256 << 10, whole: 4 << 20 }
    }
}

impl Wanted {
    /// Everything about every candidate.
    pub fn all_records() -> Wanted {
        Wanted { counts: None, records: usize::MAX }
    }

    /// The keys that must tell groups apart; `None` for all.
    pub(super) fn group_keys(&self) -> Option<&[String]> {
        match &self.counts {
            _ if self.records > 0 => None,
            Some(Keys::All) => None,
            Some(Keys::These(keys)) => Some(keys),
            None => Some(&[]),
        }
    }
}
