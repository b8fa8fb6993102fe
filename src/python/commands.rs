//! The command line and the yearly release, from Python.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::errors::released;
use crate::indicators::find;
use crate::release::{self, Options};

/// Runs the command line with these arguments (without the name of the program); returns the exit code.
#[pyfunction]
pub fn cli_run(py: Python<'_>, args: Vec<OsString>) -> PyResult<u8> {
    released(py, || {
        let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
        let code = crate::cli::run(args, &mut out, &mut err);
        // A reader that went away (`| head`) is no fault.
        let _ = out.flush();
        Ok(code)
    })
}

/// What the registry says of an indicator, in words.
#[pyfunction]
#[pyo3(signature = (indicator, lang = None))]
pub fn explain(py: Python<'_>, indicator: &str, lang: Option<&str>) -> PyResult<String> {
    let mut args: Vec<OsString> = vec!["explain".into(), find(indicator)?.id.into()];
    args.extend(lang.into_iter().flat_map(|lang| ["--lang".into(), lang.into()]));
    let text = released(py, || {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = crate::cli::run(args, &mut out, &mut err);
        Ok((code, if code == 0 { out } else { err }))
    })?;
    let (code, text) = (text.0, String::from_utf8_lossy(&text.1).into_owned());
    match code {
        0 => Ok(text),
        _ => Err(pyo3::exceptions::PyValueError::new_err(text)),
    }
}

/// Writes the tables of a year as a configuration file describes them.
#[pyfunction]
#[pyo3(signature = (config, *, year = None, out = None, dry_run = false))]
pub fn run(
    py: Python<'_>,
    config: PathBuf,
    year: Option<i32>,
    out: Option<PathBuf>,
    dry_run: bool,
) -> PyResult<Bound<'_, PyDict>> {
    let release = released(py, || release::run(&config, &Options { year, out, dry_run }))?;
    let told = PyDict::new(py);
    told.set_item("year", release.year)?;
    told.set_item("folder", release.folder)?;
    told.set_item("files", release.files)?;
    told.set_item("headlines", release.headlines)?;
    Ok(told)
}
