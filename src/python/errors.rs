//! Errors as Python exceptions, in the language of the user.

use std::io;
use std::path::Path;

use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyPermissionError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use crate::error::{Class, Error};
use crate::lang::Lang;

/// The class of that name in `edugauge.exceptions`.
fn class_of<'py>(py: Python<'py>, class: Class) -> PyResult<&'py Bound<'py, PyType>> {
    static CLASSES: [PyOnceLock<Py<PyType>>; 5] = [const { PyOnceLock::new() }; 5];
    CLASSES[class as usize].import(py, "edugauge.exceptions", class.name())
}

impl From<Error> for PyErr {
    fn from(error: Error) -> PyErr {
        if let Error::Unreadable { path, source } | Error::Unwritable { path, source } = &error {
            return file_error(&error, path, source);
        }
        Python::attach(|py| raised(py, &error).unwrap_or_else(|fault| fault))
    }
}

fn raised(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let lang = Lang::from_environment();
    let mut message = error.message(lang);
    if let Some(help) = error.help(lang) {
        message.push('\n');
        message += &help;
    }
    Ok(PyErr::from_value(class_of(py, error.entry().class)?.call1((message, error.code()))?))
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
