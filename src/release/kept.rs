//! Tallies kept as files, for the years whose candidates are no longer at hand.

use std::fs;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::config::{Config, Source};
use super::sources::Sources;
use crate::error::{Error, Result};
use crate::exam::YEAR;
use crate::lang::Text;
use crate::render;
use crate::tally::Tally;

/// A tally to be written, and where.
pub(super) struct ToKeep {
    pub path: PathBuf,
    pub tally: Tally,
}

/// Where the tally of a year is kept.
pub(super) fn kept_path(config: &Config, source: &Source, year: i32) -> Option<PathBuf> {
    let pattern = source.tally.as_ref()?.get_ref();
    Some(config.folder.join(pattern.replace("{year}", &year.to_string())))
}

/// The tallies of the year that the configuration wants kept, by all keys at hand.
///
/// # Errors
/// A path within the folder of the releases, which may be published: a tally holds small counts.
pub(super) fn to_keep(config: &Config, sources: &Sources, year: i32, out: &Path) -> Result<Vec<ToKeep>> {
    let mut all = Vec::new();
    for source in &config.content.sources {
        let wanted = source.keep_tally.as_ref().is_some_and(|keep| *keep.get_ref());
        let (true, Some(exam), Some(path)) =
            (wanted, sources.exams.get(&source.id), kept_path(config, source, year))
        else {
            continue;
        };
        if path.starts_with(out) {
            let span = source.tally.as_ref().map_or(0..0, toml::Spanned::span);
            let expected = Text::new(
                "结果文件夹之外的路径:计数表含小人数,不得公开",
                "a path outside the output folder: a tally holds small counts and is not for publication",
            );
            return Err(config.bad(span, &path.display().to_string(), expected));
        }
        if sources.files.contains(&path) {
            // The candidates are no longer at hand: this is where the counts came from.
            continue;
        }
        let keys = exam.keys();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let years = exam.by_year(&keys)?;
        if let Some(of_year) = years.iter().find(|of_year| of_year.year == Some(year)) {
            all.push(ToKeep { path, tally: of_year.tally.clone().labelled(YEAR, &year.to_string()) });
        }
    }
    Ok(all)
}

const BUFFER: usize = 1 << 18;

/// Writes a tally to a file, which stands under its name only when it is whole.
///
/// # Errors
/// A key that is named as one of the table's fixed columns; a folder that cannot be written to.
pub fn keep_tally(tally: &Tally, path: &Path) -> Result<()> {
    let unwritable = |source| Error::Unwritable { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(unwritable)?;
    let file = staged().tempfile_in(folder).map_err(unwritable)?;
    render::tally::write(tally, BufWriter::with_capacity(BUFFER, file.as_file()), path)?;
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist(path).map_err(|fault| unwritable(fault.error))?;
    Ok(())
}

/// A file in the making, to be read by whom the user's own files are read.
fn staged() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".edugauge-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}
