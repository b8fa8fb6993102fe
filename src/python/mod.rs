//! The Python module `edugauge._core`: frames in, figures out, errors as exceptions. Sole user of pyo3.
//!
//! Every binding is one call of another room with the interpreter released.

mod call;
mod candidates;
mod catalogue;
mod commands;
mod engines;
mod errors;
mod exam;
mod figures;
mod frames;
mod given;
mod items;
mod linking;
mod numbers;
mod reading;
mod samples;
mod scan;
mod source;
mod tally;

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    use super::candidates::{CandidateScores, candidate_scores, with_scaled_scores};
    #[pymodule_export]
    use super::catalogue::{
        codes, compute, drawn_as, expanded, indicators, key_name, key_of, lacking, measure_name,
        message_language, subject_name, subject_of, words_of_columns,
    };
    #[pymodule_export]
    use super::commands::{cli_run, diff, explain, run, verify};
    #[pymodule_export]
    use super::engines::{counted_keys, counted_subjects, frame_fault, marks_of_counted, tally_of_counted};
    #[pymodule_export]
    use super::exam::{Exam, Table};
    #[pymodule_export]
    use super::figures::Figures;
    #[pymodule_export]
    use super::items::{Items, read_items};
    #[pymodule_export]
    use super::linking::link;
    #[pymodule_export]
    use super::numbers::{Frame, read_frame};
    #[pymodule_export]
    use super::reading::{read_score_table, read_scores, read_table};
    #[pymodule_export]
    use super::samples::{average_of_samples, trend_of_samples};
    #[pymodule_export]
    use super::scan::{ArrowPart, ScoreFile, ScoreRows, judged_cells, marks};
    #[pymodule_export]
    use super::tally::{Tally, read_tally, tally_from_counts};

    #[pymodule_init]
    fn init(_module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        crate::threads::prepare_panics();
        Ok(())
    }

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
