//! Two examinations linked on an id.

use pyo3::prelude::*;
use serde_json::{Value as Json, json};

use super::call::released;
use super::exam::{Exam, report_json};
use super::reading::{Given, Map};
use super::source::Source;
use crate::error::Result;
use crate::exam::linked::Movers;
use crate::intake::ReadOptions;
use crate::release::linking::{Examined, Linking, account_json, linked, options_of};
use crate::release::notices;

/// How one side is read, everything as text.
type Options = (Map, Map, Map, Map, Map, Option<i32>);

fn options((file, columns, full_marks, steps, policy, year): Options) -> Result<ReadOptions> {
    Given { file, columns, full_marks, steps, policy, year }.options()
}

#[pyfunction]
#[pyo3(signature = (entry, exit, *, id, mapping, movers, entry_options, exit_options, allowed_percent))]
#[allow(clippy::too_many_arguments)]
pub fn link(
    entry: &Bound<'_, PyAny>,
    exit: &Bound<'_, PyAny>,
    id: Option<String>,
    mapping: (Option<Bound<'_, PyAny>>, Option<Bound<'_, PyAny>>),
    movers: &str,
    entry_options: Options,
    exit_options: Options,
    allowed_percent: f64,
) -> PyResult<Exam> {
    let py = entry.py();
    let movers = Movers::parse(movers)?;
    let [entry_options, exit_options] = [options(entry_options)?, options(exit_options)?];
    let sources = [Source::new(entry)?, Source::new(exit)?];
    let mappings = [mapping.0, mapping.1].map(|of| of.as_ref().map(Source::new).transpose());
    let [of_entry, of_exit] = mappings;
    let mappings = [of_entry?, of_exit?];
    released(py, move || {
        let table = |source: &Option<Source>| {
            let read = |source: &Source| source.table(&ReadOptions::default(), &[]);
            source.as_ref().map(read).transpose()
        };
        let tables = [table(&mappings[0])?, table(&mappings[1])?];
        let read = |at: usize, options: &ReadOptions| -> Result<Examined> {
            let options = options_of(options, id.as_deref(), tables[at].is_some())?;
            sources[at].examined(&options, allowed_percent)
        };
        let both = [read(0, &entry_options)?, read(1, &exit_options)?];
        let names = both[1].report.subject_names(&exit_options.columns);
        let reports = [both[0].report.clone(), both[1].report.clone()];
        let mapped = [&tables[0], &tables[1]].map(|table| table.as_ref().map(|read| &read.table));
        let (records, account) = linked(both, mapped, Linking { id: id.as_deref(), movers })?;
        let exam = crate::exam::Exam::from_records(records).with_names(names);
        let mut described: Vec<Json> = reports.iter().map(report_json).collect();
        described.push(json!({ "link": account_json(&account) }));
        Ok(Exam { exam, reports: described, notices: notices::of_reports(None, reports.iter()) })
    })
}
