//! The record of a release: what the office keeps of it and nobody else sees. It lies beside the folder of the
//! release, never in it: the hash of a small table tells what is in the table to whoever tries all possible ones.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Hashed, MANIFEST, sha256};
use crate::error::{Error, Place, Result};
use crate::intake::{Report, blake3_of};

/// What a release was made of, and whom it left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// SHA-256 of the manifest of the release that this is the record of.
    pub manifest: String,
    /// Every file that was read, by the hash of the bytes that were counted.
    pub inputs: Vec<Input>,
    /// From which of them each table was counted, in the order of the configuration.
    pub tables: Vec<TableInputs>,
    pub accounts: Vec<Account>,
    /// Who was found in two linked examinations, by year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<serde_json::Value>,
    /// Tallies that the run kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<Input>,
    /// Other files beside the release.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Hashed>,
    /// The configuration as it was: what a release showed counts as known when another takes its place.
    pub configuration: String,
}

/// A file by name and BLAKE3 hash (that of `b3sum`), which is made while the file is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    pub file: String,
    pub blake3: String,
    pub bytes: u64,
}

impl Input {
    /// Of a file as it is now.
    pub fn of(file: impl Into<String>, path: &Path) -> std::io::Result<Input> {
        let (blake3, bytes) = blake3_of(path)?;
        Ok(Input { file: file.into(), blake3, bytes })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableInputs {
    pub id: String,
    pub indicator: String,
    pub inputs: Vec<String>,
}

/// What became of the rows of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub file: String,
    pub physical_rows: u64,
    pub accepted: u64,
    pub rejected: u64,
    pub not_data: u64,
    pub findings: Vec<AccountOfCause>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountOfCause {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub count: u64,
    pub first_row: u64,
}

impl Account {
    pub fn of(report: &Report, file: String) -> Account {
        let findings = report.grouped().into_iter().map(|group| AccountOfCause {
            code: group.cause.code().to_owned(),
            column: group.column.as_ref().map(|column| column.header.clone()),
            count: group.count,
            first_row: group.first_row,
        });
        Account {
            file,
            physical_rows: report.physical_rows,
            accepted: report.accepted,
            rejected: report.rejected.len() as u64,
            not_data: report.non_data.len() as u64,
            findings: findings.collect(),
        }
    }
}

/// The name of a file beside the folder of a release: `2011.record.json`.
pub fn name_beside(release: &str, file: &str) -> String {
    format!("{release}.{file}")
}

pub const RECORD: &str = "record.json";

/// Where a run puts what goes beside a release until the release is in its place.
pub fn waiting(out: &Path, release: &str) -> PathBuf {
    out.join(format!(".{release}.record-new"))
}

impl Record {
    /// # Errors
    /// Not readable, or no record of edugauge.
    pub fn read(path: &Path) -> Result<Record> {
        let bytes = fs::read(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        serde_json::from_slice(&bytes).map_err(|fault| Error::NoRelease {
            place: Place::file(path.display().to_string()).at_row(fault.line() as u64),
        })
    }

    /// The record of a release, where it lies beside it. One of another release is told from it by its hash of the
    /// manifest.
    pub fn beside(release: &Path) -> Option<Record> {
        let release = release.canonicalize().ok()?;
        let (out, name) = (release.parent()?, release.file_name()?.to_str()?);
        let name_of_record = name_beside(name, RECORD);
        // A run that was killed may not have come to put it in its place.
        let waits = waiting(out, name).join(&name_of_record);
        let mut found = [waits, out.join(&name_of_record), release.join(RECORD)]
            .into_iter()
            .filter_map(|path| Record::read(&path).ok())
            .collect::<Vec<_>>();
        let of_release = found.iter().position(|record| record.is_of(&release));
        (!found.is_empty()).then(|| found.swap_remove(of_release.unwrap_or(0)))
    }

    /// Whether it is the record of the release in a folder.
    pub fn is_of(&self, release: &Path) -> bool {
        fs::read(release.join(MANIFEST)).is_ok_and(|bytes| sha256(&bytes) == self.manifest)
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|_| Error::Internal { what: "the record is not JSON" })?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
