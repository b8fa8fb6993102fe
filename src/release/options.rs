//! What a run is asked for: the year, the folder, the languages.

use std::path::PathBuf;

use super::{Config, planned};
use crate::error::Result;
use crate::lang::Lang;

/// What a run is asked for beyond its configuration.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Instead of the configuration's year.
    pub year: Option<i32>,
    /// Lines in `rejects.csv` as they are, pupils' data and all; for internal releases only.
    pub show_values: bool,
    /// Instead of `out` beside the configuration.
    pub out: Option<PathBuf>,
    /// Of the documents, where the configuration names no language.
    pub lang: Option<Lang>,
    /// Of what is said of the run; that of the documents, if not given.
    pub messages: Option<Lang>,
}

impl RunOptions {
    /// The language of the documents: the configuration's, so that they are the same whoever runs it.
    pub(super) fn written(&self, config: &Config) -> Lang {
        config.lang().or(self.lang).unwrap_or_default()
    }

    /// The language of what is said of the run.
    pub(super) fn said(&self, config: &Config) -> Lang {
        self.messages.unwrap_or_else(|| self.written(config))
    }
}

/// Every year that a configuration has candidates or score tables of, ascending: those that its paths with
/// `{year}` are there for; without such a path, the configuration's own.
///
/// # Errors
/// No year at all.
pub fn years(config: &Config) -> Result<Vec<i32>> {
    let mut years = planned::years(config);
    if years.is_empty() {
        years.push(year(config, &RunOptions::default())?);
    }
    Ok(years)
}

pub(super) fn year(config: &Config, options: &RunOptions) -> Result<i32> {
    options.year.or(config.content.project.year).ok_or_else(|| config.missing("project.year"))
}

/// Where the command line says, else `out` beside the configuration, which must not be a link that leads away.
pub(super) fn out_folder(config: &Config, options: &RunOptions) -> Result<PathBuf> {
    options.out.clone().map_or_else(|| config.within(config.folder.join("out")), Ok)
}
