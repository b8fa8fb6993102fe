//! The command line and the yearly release, from Python.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::errors::released;
use crate::cli::indicator_text;
use crate::indicators::find;
use crate::lang::Lang;
use crate::release::{self, Config, RunOptions};

/// Runs the command line with these arguments (without the name of the program); returns the exit code.
#[pyfunction]
pub fn cli_run(py: Python<'_>, args: Vec<OsString>) -> PyResult<u8> {
    released(py, || {
        let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
        let args = std::iter::once(OsString::from("edugauge")).chain(args).collect();
        let code = crate::cli::run(args, &mut out, &mut err);
        Ok(code)
    })
}

/// What the registry says of an indicator, in words.
#[pyfunction]
#[pyo3(signature = (indicator, lang = None))]
pub fn explain(indicator: &str, lang: Option<&str>) -> PyResult<String> {
    let lang = lang.and_then(Lang::parse).unwrap_or_else(Lang::from_environment);
    Ok(indicator_text(find(indicator)?, lang))
}

/// Writes the tables of a year as a configuration file describes them.
#[pyfunction]
#[pyo3(signature = (config, *, year = None, out = None))]
pub fn run(
    py: Python<'_>,
    config: PathBuf,
    year: Option<i32>,
    out: Option<PathBuf>,
) -> PyResult<Bound<'_, PyDict>> {
    let options = RunOptions { year, out, ..RunOptions::default() };
    let release = released(py, || release::run(&Config::load(&config)?, &options, &|_, _| {}))?;
    let told = PyDict::new(py);
    told.set_item("year", release.year)?;
    told.set_item("folder", release.folder)?;
    told.set_item("files", release.files)?;
    told.set_item("headlines", release.headlines)?;
    Ok(told)
}
