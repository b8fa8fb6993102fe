//! Tallies kept as files, for the years whose candidates are no longer at hand.

use std::fs;
use std::io::BufWriter;
#[cfg(feature = "columnar")]
use std::io::Write;
use std::path::{Path, PathBuf};

use super::config::{Config, Source};
use super::output::Manifest;
use super::planned::planned_files;
use super::reach::{is_within, resolved};
use super::sources::Sources;
#[cfg(feature = "columnar")]
use crate::columnar;
use crate::error::{Error, Result};
use crate::exam::YEAR;
use crate::intake::is_tally;
use crate::lang::{Lang, Text};
use crate::render;
use crate::tally::Tally;

/// A tally to be written, and where.
pub(super) struct ToKeep {
    pub path: PathBuf,
    pub tally: Tally,
}

/// Where the tally of a source is to be kept.
pub(super) struct Target<'a> {
    source: &'a Source,
    path: PathBuf,
}

/// Where the tally of a year is kept.
///
/// # Errors
/// A path outside of the configuration's folder.
pub(super) fn kept_path(config: &Config, source: &Source, year: i32) -> Result<Option<PathBuf>> {
    let Some(pattern) = &source.tally else { return Ok(None) };
    config.within(config.folder.join(pattern.get_ref().replace("{year}", &year.to_string()))).map(Some)
}

/// Where the tallies of the year go that the configuration wants kept. Asked before anything is read: a run of an
/// hour should not end with it.
///
/// # Errors
/// A path within a folder of releases, which may be published: a tally holds small counts. A path where any other
/// file is, or that two sources share.
pub(super) fn targets<'a>(config: &'a Config, year: i32, out: &Path) -> Result<Vec<Target<'a>>> {
    let mut targets: Vec<Target<'a>> = Vec::new();
    for source in &config.content.sources {
        let wanted = source.keep_tally.as_ref().is_some_and(|keep| *keep.get_ref());
        let Some(path) = kept_path(config, source, year)?.filter(|_| wanted) else { continue };
        let refused = |expected| {
            let span = source.tally.as_ref().map_or(0..0, toml::Spanned::span);
            Err(config.bad(span, &path.display().to_string(), expected))
        };
        if is_published(&path, out) || is_published(&path, &config.folder.join("out")) {
            return refused(Text::new(
                "结果文件夹之外的路径：计数表含小人数，不得公开",
                "a path outside the output folder: a tally holds small counts and is not for publication",
            ));
        }
        let same = |other: &Path| resolved(other) == resolved(&path);
        let read_by = |other: &Source| {
            planned_files(config, other, year).is_ok_and(|files| files.iter().any(|file| same(&file.path)))
        };
        if read_by(source) && is_tally(&path) {
            // The candidates are no longer at hand: this is where the counts came from.
            continue;
        }
        let others = || config.content.sources.iter().filter(|other| other.id != source.id);
        if targets.iter().any(|target| same(&target.path)) || others().any(read_by) {
            return refused(Text::new("没有别的数据源使用的路径", "a path that no other source uses"));
        }
        free(&path)?;
        targets.push(Target { source, path });
    }
    Ok(targets)
}

/// Whether a path lies in the folder of the releases, or in any release, however it is spelt.
fn is_published(path: &Path, out: &Path) -> bool {
    is_within(path, out) || resolved(path).ancestors().skip(1).any(|folder| Manifest::read(folder).is_ok())
}

/// The tallies of the year, by all keys at hand.
pub(super) fn to_keep(targets: &[Target<'_>], sources: &Sources, year: i32) -> Result<Vec<ToKeep>> {
    let mut all = Vec::new();
    for Target { source, path } in targets {
        let Some(exam) = sources.exams.get(&source.id) else { continue };
        let keys = exam.keys();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let years = exam.by_year(&keys)?;
        if let Some(of_year) = years.iter().find(|of_year| of_year.year == Some(year)) {
            let tally = of_year.tally.clone().labelled(YEAR, &year.to_string());
            all.push(ToKeep { path: path.clone(), tally });
        }
    }
    Ok(all)
}

const BUFFER: usize = 1 << 18;

/// Nothing, or a kept tally: whatever else is there stays as it is.
fn free(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Ok(_) if !is_tally(path) => Err(Error::NoTallyToReplace { path: path.to_owned() }),
        _ => Ok(()),
    }
}

/// Writes a tally to a file, which stands under its name only when it is whole. Through a link, the tally that it
/// leads to is replaced.
///
/// # Errors
/// Anything but a kept tally in its place; a key that is named as one of the table's fixed columns; a folder that
/// cannot be written to.
pub fn keep_tally(tally: &Tally, path: &Path) -> Result<()> {
    let unwritable = |source| Error::Unwritable { path: path.to_owned(), source };
    free(path)?;
    let path = &resolved(path);
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(unwritable)?;
    let file = staged().tempfile_in(folder).map_err(unwritable)?;
    write(tally, file.as_file(), path)?;
    file.as_file().sync_all().map_err(unwritable)?;
    if path.symlink_metadata().is_ok() {
        // Once more: the table may have taken long to write.
        free(path)?;
        file.persist(path).map_err(|fault| unwritable(fault.error))?;
    } else {
        file.persist_noclobber(path).map_err(|fault| unwritable(fault.error))?;
    }
    Ok(())
}

/// As Parquet where the file is called so, else as CSV.
fn write(tally: &Tally, file: &fs::File, path: &Path) -> Result<()> {
    #[cfg(feature = "columnar")]
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet")) {
        let bytes = columnar::parquet(&columnar::tally(tally)?)?;
        let (mut out, unwritable) = (file, |source| Error::Unwritable { path: path.to_owned(), source });
        return out.write_all(&bytes).map_err(unwritable);
    }
    render::tally::write(tally, BufWriter::with_capacity(BUFFER, file), path)
}

/// A file in the making, to be read by whom the user's own files are read.
fn staged() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".edugauge-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// That a file is a kept tally, and not the candidates.
pub(super) fn said_of_kept(path: &Path, lang: Lang) -> String {
    let path = path.display();
    lang.pick(
        format!("{path}：已保存的计数表，不是考生数据"),
        format!("{path}: a kept tally, not the candidates"),
    )
}
