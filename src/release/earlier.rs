//! Which releases a reader may hold beside the one that is made.

use std::path::{Path, PathBuf};

use super::config::Config;
use super::origin::is_same;
use super::output::{FIGURES, Hashed, Input, MANIFEST, Manifest, Record, of_replaced, replaced_folder};
use crate::error::{Error, Result};

/// What is known of the releases that were public before.
#[derive(Clone, Copy)]
pub enum Known<'a> {
    /// Those that are there now.
    OnDisk,
    /// Those that a release has taken into account, which is to be computed again.
    Recorded(&'a [Hashed]),
}

/// The releases that a reader may hold beside this one: of other years, whichever was published first, those that the
/// configuration names or else those beside the release; the one of this year that it takes the place of, and those
/// that were replaced before. A release that is made again of the same inputs by the same configuration says nothing
/// new beside itself: it takes into account what it did the first time.
pub fn earlier(
    config: &Config,
    out: &Path,
    year: i32,
    inputs: &[Input],
    known: Known<'_>,
) -> Result<Vec<PathBuf>> {
    let name = year.to_string();
    let target = out.join(&name);
    let named = named(config)?;
    let recorded = |list: &[Hashed]| -> std::result::Result<Vec<PathBuf>, PathBuf> {
        list.iter()
            .map(|file| located(out, named.as_deref(), file).ok_or_else(|| out.join(&file.file)))
            .collect()
    };
    if let Known::Recorded(list) = known {
        return recorded(list).map_err(|path| Error::FileChanged { path });
    }
    let before = Manifest::read(&target).ok().filter(Manifest::is_public);
    if let Some(manifest) = &before
        && let Some(record) = Record::beside(&target).filter(|record| record.is_of(&target))
        && is_same(config, year, inputs, manifest, &record)
        && let Ok(folders) = recorded(manifest.disclosure.as_ref().map_or(&[], |record| &record.earlier))
    {
        return Ok(folders);
    }
    let mut folders = match named {
        Some(named) => named,
        None => of_other_years(out, year),
    };
    folders.extend(of_replaced(out, &name));
    folders.extend(before.map(|_| target));
    Ok(folders)
}

/// The folders that the configuration names.
///
/// # Errors
/// One outside of the folders that it may use.
pub fn named(config: &Config) -> Result<Option<Vec<PathBuf>>> {
    let named = config.content.disclosure.earlier.as_ref();
    let within =
        |named: &Vec<String>| named.iter().map(|path| config.within(config.folder.join(path))).collect();
    named.map(within).transpose()
}

/// The releases of other years in an output folder, each behind those that it replaced.
fn of_other_years(out: &Path, year: i32) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(out) else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut years: Vec<i32> = names.filter_map(|name| name.parse().ok()).filter(|of| *of != year).collect();
    years.sort_unstable();
    let of_year = |of: i32| {
        let folder = Some(out.join(of.to_string())).filter(|folder| folder.join(MANIFEST).is_file());
        of_replaced(out, &of.to_string()).into_iter().chain(folder)
    };
    years.into_iter().flat_map(of_year).collect()
}

/// Where the figures are that a manifest names among the earlier ones: in their place, or kept since another release
/// took it.
fn located(out: &Path, named: Option<&[PathBuf]>, file: &Hashed) -> Option<PathBuf> {
    let folder = file.file.strip_suffix(FIGURES)?.trim_end_matches('/');
    let in_place = out.join(folder);
    let of_config = named.into_iter().flatten().filter(|path| path.ends_with(folder)).cloned();
    let replaced = replaced_folder(out, folder).join(&file.sha256[..16.min(file.sha256.len())]);
    let mut places = of_config.chain([in_place, replaced]);
    places.find(|place| {
        let hashed = Hashed::of_file(file.file.clone(), &place.join(FIGURES));
        hashed.is_ok_and(|hashed| hashed == *file)
    })
}
