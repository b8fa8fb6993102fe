//! Where a command writes, and how it ends.

use std::io::{self, Write};

use crate::error::Error;
use crate::lang::Lang;

/// Where a command writes, and in which language.
pub struct Console<'a> {
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    pub lang: Lang,
}

/// Why a command stopped.
pub enum Stop {
    Fault(Error),
    /// The reader of the output went away; nothing is wrong.
    Closed,
}

impl From<Error> for Stop {
    fn from(fault: Error) -> Stop {
        Stop::Fault(fault)
    }
}

impl From<io::Error> for Stop {
    fn from(fault: io::Error) -> Stop {
        match fault.kind() {
            io::ErrorKind::BrokenPipe => Stop::Closed,
            _ => Stop::Fault(Error::Unwritable { path: "<stdout>".into(), source: fault }),
        }
    }
}

pub type Done = std::result::Result<(), Stop>;
