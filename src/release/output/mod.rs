//! A release on disk: its files, and the manifest by which they can be checked later.

mod beside;
mod file;
mod folder;
mod lock;
mod own_files;
mod publish;
mod record;
mod replaced;

use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use beside::Beside;
pub use file::OutputFile;
pub use folder::files_under;
pub use lock::Lock;
pub use publish::publish;
pub use record::{Account, Input, RECORD, Record, TableInputs, name_beside};
pub use replaced::{FIGURES, of_replaced, replaced_folder};

use super::sentences::SentenceRecord;
use crate::error::{Error, Place, Result};
use crate::lang::Lang;

pub const MANIFEST: &str = "manifest.json";

/// What a release says of itself: which inputs, which definitions and which edugauge gave which files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub edugauge: String,
    pub year: i32,
    /// In which the files are written.
    #[serde(default)]
    pub language: Lang,
    pub config: Hashed,
    /// Only of releases that were made before their inputs had a record of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Hashed>,
    /// One per table and indicator, in the order of the configuration.
    #[serde(default)]
    pub tables: Vec<TableOrigin>,
    /// How pupils are protected; not known of releases made before this was recorded.
    #[serde(default)]
    pub disclosure: Option<DisclosureRecord>,
    /// The sentences written from its tables, each with its claim and the printed cells that bear it out or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<SentenceRecord>,
    pub outputs: Vec<Hashed>,
}

/// The rule of disclosure control, how much was hidden and what the audit found; no number that was hidden.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DisclosureRecord {
    pub profile: String,
    /// `suppression` or `rounding`; releases made before this was recorded hid small counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// What counts are rounded to multiples of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    pub minimum_cell: Option<u64>,
    pub protection: Option<u64>,
    pub whole_group: Option<u64>,
    /// Figures that show rounded counts, and counts for which only a multiple farther off was found.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rounded: usize,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub widened: usize,
    /// Figures hidden because of what they say themselves.
    pub primary: usize,
    /// Figures hidden to protect others.
    pub secondary: usize,
    /// Sensitive numbers of which the audit found that no reader can tell them closely.
    pub audited: usize,
    /// Sensitive numbers that earlier releases alone give away.
    pub public_before: usize,
    /// The earlier releases that were taken into account.
    pub earlier: Vec<Hashed>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// What a table was made of, so that a changed figure can be traced to what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableOrigin {
    pub id: String,
    pub indicator: String,
    /// SHA-256 of all that the registry says of the indicator.
    pub definition: String,
    /// SHA-256 of the part of the configuration that the table is made by.
    pub settings: String,
    /// The inputs that it was counted from: only of releases without a record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
}

/// A file by name and SHA-256; no clock and no absolute path, so that the same inputs give the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashed {
    pub file: String,
    pub sha256: String,
    pub bytes: u64,
}

impl Hashed {
    pub fn of(file: impl Into<String>, bytes: &[u8]) -> Hashed {
        Hashed { file: file.into(), sha256: sha256(bytes), bytes: bytes.len() as u64 }
    }

    /// Of a file of any size, read piece by piece.
    pub fn of_file(file: impl Into<String>, path: &Path) -> io::Result<Hashed> {
        let mut hashing = Hashing::to(io::sink());
        io::copy(&mut std::fs::File::open(path)?, &mut hashing)?;
        Ok(hashing.finished(file).1)
    }
}

/// Hashes what is written, on its way to `out`.
struct Hashing<W> {
    out: W,
    digest: Sha256,
    bytes: u64,
}

impl<W> Hashing<W> {
    fn to(out: W) -> Hashing<W> {
        Hashing { out, digest: Sha256::new(), bytes: 0 }
    }

    fn finished(self, file: impl Into<String>) -> (W, Hashed) {
        let sha256 = hexadecimal(&self.digest.finalize());
        (self.out, Hashed { file: file.into(), sha256, bytes: self.bytes })
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let written = self.out.write(piece)?;
        self.digest.update(&piece[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Manifest {
    /// The manifest of a release on disk.
    ///
    /// # Errors
    /// Not readable, or no manifest of edugauge.
    pub fn read(release: &Path) -> Result<Manifest> {
        let path = release.join(MANIFEST);
        let bytes =
            std::fs::read(&path).map_err(|source| Error::Unreadable { path: path.clone(), source })?;
        serde_json::from_slice(&bytes).map_err(|fault| Error::NoRelease {
            place: Place::file(path.display().to_string()).at_row(fault.line() as u64),
        })
    }

    /// Whether everybody may have seen the release.
    pub fn is_public(&self) -> bool {
        self.disclosure.as_ref().is_none_or(|record| record.profile != "internal")
    }

    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|_| Error::Internal { what: "the manifest is not JSON" })?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
