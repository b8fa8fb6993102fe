//! The command line and the yearly release, from Python.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::call::released;
use super::exam::notice_texts;
use crate::cli::indicator_text;
use crate::indicators::find;
use crate::lang::Lang;
use crate::release::notices::Caller;
use crate::release::{self, Config, RunOptions};

/// Where the command line writes. The standard library's own handles have a lock that a fork could leave held.
#[cfg(unix)]
fn streams() -> (impl io::Write, impl io::Write) {
    use std::os::fd::AsFd;
    let own = |stream: &dyn AsFd| match stream.as_fd().try_clone_to_owned() {
        Ok(stream) => Box::new(std::fs::File::from(stream)) as Box<dyn io::Write>,
        // It is closed, so nobody reads it.
        Err(_) => Box::new(io::sink()),
    };
    (io::BufWriter::new(own(&io::stdout())), own(&io::stderr()))
}

#[cfg(not(unix))]
fn streams() -> (impl io::Write, impl io::Write) {
    (io::stdout().lock(), io::stderr().lock())
}

/// Runs the command line with these arguments (without the name of the program); returns the exit code.
#[pyfunction]
pub fn cli_run(py: Python<'_>, args: Vec<OsString>) -> PyResult<u8> {
    released(py, || {
        let (mut out, mut err) = streams();
        let args = std::iter::once(OsString::from("edugauge")).chain(args).collect();
        Ok(crate::cli::run(args, &mut out, &mut err))
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
#[pyo3(signature = (config, *, year = None, out = None, allow_outside = Vec::new()))]
pub fn run(
    py: Python<'_>,
    config: PathBuf,
    year: Option<i32>,
    out: Option<PathBuf>,
    allow_outside: Vec<PathBuf>,
) -> PyResult<Bound<'_, PyDict>> {
    let options = RunOptions { year, out, ..RunOptions::default() };
    let (release, inputs) = released(py, || {
        let config = Config::load(&config)?.allow_outside(&allow_outside);
        Ok((release::run(&config, &options, &|_, _| {})?, config.content.inputs))
    })?;
    let told = PyDict::new(py);
    told.set_item("year", release.year)?;
    told.set_item("folder", release.folder)?;
    told.set_item("files", release.files)?;
    told.set_item("headlines", release.headlines)?;
    let texts = notice_texts(&release.notices, Caller::Configuration(&inputs));
    let notices = release.notices.iter().zip(texts).map(|(notice, text)| (notice.id(), notice.count(), text));
    told.set_item("notices", notices.collect::<Vec<_>>())?;
    Ok(told)
}

/// Holds a release against its manifest, its inputs and a second computation.
#[pyfunction]
#[pyo3(signature = (release, *, config = None, record = None, allow_outside = Vec::new()))]
pub fn verify(
    py: Python<'_>,
    release: PathBuf,
    config: Option<PathBuf>,
    record: Option<PathBuf>,
    allow_outside: Vec<PathBuf>,
) -> PyResult<Bound<'_, PyDict>> {
    let against = release::Checking { config, record, allow_outside };
    let found = released(py, || release::verify(&release, &against))?;
    let told = PyDict::new(py);
    told.set_item("outputs", found.outputs)?;
    told.set_item("inputs", found.inputs)?;
    told.set_item("reproduced", found.reproduced)?;
    let problems = PyList::empty(py);
    for (problem, file) in found.problems {
        problems.append((problem.id(), file, problem.is_fault()))?;
    }
    told.set_item("problems", problems)?;
    Ok(told)
}

/// What a release shows of a figure: its value, or why there is none; neither where it has no such figure.
fn side(shown: Option<String>) -> (Option<f64>, Option<String>) {
    match shown.map(|text| text.parse::<f64>().map_err(|_| text)) {
        Some(Ok(value)) => (Some(value), Some("ok".to_owned())),
        Some(Err(status)) => (None, Some(status)),
        None => (None, None),
    }
}

/// The figures that two releases do not show alike, and why.
#[pyfunction]
pub fn diff(py: Python<'_>, old: PathBuf, new: PathBuf) -> PyResult<Bound<'_, PyDict>> {
    let difference = released(py, || release::diff(&old, &new))?;
    let changed = PyList::empty(py);
    for one in difference.changed {
        let causes: Vec<(&str, String)> =
            one.causes.iter().map(|cause| (cause.id(), cause.detail())).collect();
        let labels = PyDict::new(py);
        one.labels.iter().try_for_each(|(key, label)| labels.set_item(key, label))?;
        changed.append((one.indicator, one.measure, labels, side(one.old), side(one.new), causes))?;
    }
    let told = PyDict::new(py);
    told.set_item("compared", difference.compared)?;
    told.set_item("changed", changed)?;
    Ok(told)
}
