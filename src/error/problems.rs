//! What may be wrong with a configuration, a workbook or an archive.

use crate::lang::Text;

/// What is wrong with a value in the configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    Syntax {
        detail: String,
    },
    /// `sections` are those in which the key may stand, `known` what may stand here.
    UnknownKey {
        key: String,
        suggestion: Option<String>,
        sections: Vec<&'static str>,
        known: Vec<String>,
    },
    BadValue {
        found: String,
        expected: Text,
    },
    Missing {
        key: String,
    },
}

/// Why a workbook or archive cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContainerProblem {
    Protected,
    /// What the library that reads it says.
    Broken {
        detail: String,
    },
    /// Its parts contradict each other.
    Garbled,
    /// A web page saved under the name of a workbook.
    Html,
    /// No table at all, whatever its name: a PDF, a picture, …
    Foreign {
        what: Text,
    },
    /// The workbook has no sheet with cells, the archive no file.
    Hollow,
    /// It would unfold to more than is allowed.
    Bomb {
        found: u64,
        packed: u64,
        allowed: u64,
    },
}
