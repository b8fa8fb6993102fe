//! Archives: what is in them is measured before anything is unfolded.

use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::declared::{self, Part};
use super::{problem, repeats};
use crate::error::{ContainerProblem, Error, Place, Result};
use crate::intake::encoding::Encoding;
use crate::lang::Text;

/// No export unfolds to more.
const MAX_UNFOLDED: u64 = 1 << 30;
/// Sheets of scores shrink to a tenth or a twentieth; a bomb shrinks to a thousandth.
const MAX_RATIO: u64 = 200;
/// Below this much, the ratio does no harm: a small sheet of equal cells may shrink well.
const HARMLESS: u64 = 64 << 20;
const MAX_ENTRIES: u64 = 10_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens an archive and holds it to the limits, by what it declares and by what really comes out.
fn measured<'a>(bytes: &'a [u8], file: &str) -> Result<Archive<'a>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| broken(file, &fault))?;
    if archive.len() as u64 > MAX_ENTRIES {
        return Err(Error::LimitExceeded {
            place: Place::file(file),
            what: Text::new("压缩包里的文件数", "files in the archive"),
            found: archive.len() as u64,
            allowed: MAX_ENTRIES,
        });
    }
    let mut sizes = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|fault| broken(file, &fault))?;
        if entry.encrypted() {
            return Err(problem(file, ContainerProblem::Protected));
        }
        sizes.push(entry.size());
    }
    let packed = bytes.len() as u64;
    let declared: u64 = sizes.iter().fold(0, |sum, size| sum.saturating_add(*size));
    within(declared, packed, file)?;
    for (at, size) in sizes.iter().enumerate() {
        let entry = archive.by_index(at).map_err(|fault| broken(file, &fault))?;
        let mut part = Part::new(&name_of(entry.name_raw()), *size);
        let out = io::copy(&mut entry.take(size + 1), &mut part);
        if let Some(beyond) = part.beyond {
            return Err(beyond.at(file));
        }
        let out = out.map_err(|fault| broken(file, &fault))?;
        if out > *size {
            // It declares less than it holds.
            return Err(problem(file, ContainerProblem::Bomb { found: out, packed, allowed: *size }));
        }
    }
    Ok(archive)
}

fn within(unfolded: u64, packed: u64, file: &str) -> Result<()> {
    let allowed = HARMLESS.max(packed.saturating_mul(MAX_RATIO)).min(MAX_UNFOLDED);
    if unfolded <= allowed {
        return Ok(());
    }
    Err(problem(file, ContainerProblem::Bomb { found: unfolded, packed, allowed }))
}

/// Whether the archive is a workbook (xlsx, xlsb or ods).
///
/// # Errors
/// Broken, protected, or beyond the limits.
pub(super) fn is_workbook(bytes: &[u8], file: &str) -> Result<bool> {
    let archive = measured(bytes, file)?;
    let has = |name| archive.index_for_name(name).is_some();
    Ok(has("[Content_Types].xml") || (has("mimetype") && has("content.xml")))
}

/// Holds the parts of a workbook that declare how much they hold to limits, beyond what is measured of any archive.
///
/// # Errors
/// Beyond the limits. What cannot be read is left to the library to refuse.
pub(super) fn hold_to_limits(bytes: &[u8], file: &str) -> Result<()> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    for at in 0..archive.len() {
        let Ok(entry) = archive.by_index(at) else { continue };
        let name = name_of(entry.name_raw()).to_ascii_lowercase();
        let mut part = BufReader::new(entry);
        let beyond = match () {
            () if name == "content.xml" => repeats::repeats(part),
            () if name.starts_with("xl/") && name.ends_with(".bin") && !name.contains("vba") => {
                declared::records(&mut part).ok().flatten()
            }
            () => None,
        };
        if let Some(beyond) = beyond {
            return Err(beyond.at(file));
        }
    }
    Ok(())
}

/// Whether a part of this name is in it.
pub(super) fn holds(bytes: &[u8], name: &str) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| archive.index_for_name(name).is_some())
}

/// Whether the workbook refers to others.
pub(super) fn refers_to_others(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    archive.file_names().flatten().any(|name| name.starts_with("xl/externalLinks/"))
}

/// The one file in an archive, or the one named; and whether it was named.
///
/// # Errors
/// Several files and none named, a name that is not there, no file at all.
pub(super) fn only_file(bytes: &[u8], file: &str, asked: Option<&str>) -> Result<(Vec<u8>, bool)> {
    let mut archive = measured(bytes, file)?;
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|fault| broken(file, &fault))?;
        let name = name_of(entry.name_raw());
        // What systems add to archives.
        let added =
            name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") || name.ends_with("Thumbs.db");
        if !entry.is_dir() && !added {
            names.push((at, name));
        }
    }
    let named = asked.and_then(|asked| names.iter().find(|(_, name)| name == asked));
    let at = match (&names[..], named) {
        (_, Some((at, _))) | ([(at, _)], None) => *at,
        ([], None) => return Err(problem(file, ContainerProblem::Hollow)),
        _ => {
            return Err(Error::WhichSheet {
                place: Place::file(file),
                asked: asked.map(str::to_owned),
                choices: names.into_iter().map(|(_, name)| name).collect(),
            });
        }
    };
    let mut inner = Vec::new();
    let mut entry = archive.by_index(at).map_err(|fault| broken(file, &fault))?;
    entry.read_to_end(&mut inner).map_err(|fault| broken(file, &fault))?;
    Ok((inner, named.is_some()))
}

/// Windows in Chinese writes names in GB18030 without saying so.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => Encoding::Gb18030.decode(raw).into_owned(),
    }
}

fn broken(file: &str, fault: &dyn std::error::Error) -> Error {
    let detail = fault.to_string();
    problem(
        file,
        if detail == ZipError::PASSWORD_REQUIRED {
            ContainerProblem::Protected
        } else {
            ContainerProblem::Broken { detail }
        },
    )
}
