//! Errors as Python exceptions, in the language of the user.

use std::io;
use std::path::Path;

use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyPermissionError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use crate::error::Error;
use crate::lang::Lang;

/// The classes of `edugauge.exceptions`.
#[derive(Clone, Copy)]
enum Class {
    Base,
    Data,
    ColumnNotFound,
    InvalidArgument,
    Config,
}

impl Class {
    fn name(self) -> &'static str {
        match self {
            Class::Base => "EdugaugeError",
            Class::Data => "DataError",
            Class::ColumnNotFound => "ColumnNotFoundError",
            Class::InvalidArgument => "InvalidArgumentError",
            Class::Config => "ConfigError",
        }
    }

    fn get(self, py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
        static CLASSES: [PyOnceLock<Py<PyType>>; 5] = [const { PyOnceLock::new() }; 5];
        CLASSES[self as usize].import(py, "edugauge.exceptions", self.name())
    }
}

impl From<Error> for PyErr {
    fn from(error: Error) -> PyErr {
        let class = match &error {
            Error::Unreadable { path, source } | Error::Unwritable { path, source } => {
                return file_error(&error, path, source);
            }
            Error::Encoding { .. }
            | Error::Empty { .. }
            | Error::HeaderNotFound { .. }
            | Error::DuplicateColumn { .. }
            | Error::BadCell { .. }
            | Error::TooManyFindings { .. }
            | Error::ScoreTableBroken { .. }
            | Error::LimitExceeded { .. }
            | Error::FileChanged { .. }
            | Error::DuplicateKey { .. }
            | Error::JoinUnmatched { .. }
            | Error::NoRelease { .. }
            | Error::NotMergeable { .. }
            | Error::KeyDestroyed { .. }
            | Error::RepeatedCandidates { .. }
            | Error::Mojibake { .. }
            | Error::Container { .. }
            | Error::SheetsRepeat { .. }
            | Error::WhichSheet { .. } => Class::Data,
            Error::ColumnNotFound { .. }
            | Error::NoScoreColumn { .. }
            | Error::KeyNotAtHand { .. }
            | Error::SubjectNotAtHand { .. }
            | Error::LabelNotAtHand { .. } => Class::ColumnNotFound,
            Error::UnknownIndicator { .. }
            | Error::UnknownArgument { .. }
            | Error::InvalidArgument { .. }
            | Error::MissingArgument { .. }
            | Error::PopulationYear { .. }
            | Error::LineWithoutCandidates { .. } => Class::InvalidArgument,
            Error::Config { .. } | Error::OutsideFolder { .. } => Class::Config,
            Error::Recoverable { .. }
            | Error::OutputLocked { .. }
            | Error::OutputOccupied { .. }
            | Error::OutputNotReplaced { .. }
            | Error::NoTallyToReplace { .. }
            | Error::ReleaseIsLink { .. }
            | Error::NotVerified { .. }
            | Error::FiguresDiffer { .. }
            | Error::SomeFailed { .. }
            | Error::Attention { .. }
            | Error::EmptyTables { .. }
            | Error::RowsLost { .. }
            | Error::Internal { .. } => Class::Base,
        };
        Python::attach(|py| raised(py, class, &error).unwrap_or_else(|fault| fault))
    }
}

fn raised(py: Python<'_>, class: Class, error: &Error) -> PyResult<PyErr> {
    let lang = Lang::from_environment();
    let mut message = error.message(lang);
    if let Some(help) = error.help(lang) {
        message.push('\n');
        message += &help;
    }
    Ok(PyErr::from_value(class.get(py)?.call1((message, error.code()))?))
}

/// Files fail with the built-in exceptions that every Python program already expects.
fn file_error(error: &Error, path: &Path, source: &io::Error) -> PyErr {
    let help = error.help(Lang::from_environment()).map_or(String::new(), |help| format!(" ({help})"));
    let reason = match source.raw_os_error() {
        Some(_) => source.to_string().split(" (os error").next().unwrap_or_default().to_owned(),
        None => source.to_string(),
    };
    let arguments = (source.raw_os_error().unwrap_or(0), reason + &help, path.as_os_str().to_owned());
    let raised = match source.kind() {
        io::ErrorKind::NotFound => PyFileNotFoundError::new_err(arguments),
        io::ErrorKind::PermissionDenied => PyPermissionError::new_err(arguments),
        _ => PyOSError::new_err(arguments),
    };
    Python::attach(|py| match raised.value(py).setattr("code", error.code()) {
        Ok(()) => raised,
        Err(fault) => fault,
    })
}
