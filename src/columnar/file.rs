//! Parquet and Arrow files: opened, and read row group by row group.

use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::reader::FileReader;
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;

use super::batches::{ROWS, Source};
use super::places::Places;
use crate::error::{Error, Place, Result};
use crate::threads;

/// The kinds of files that hold columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Parquet,
    /// Of Parquet, with its footer encrypted.
    EncryptedParquet,
    /// Arrow IPC, which is Feather since its second version.
    Arrow,
}

/// The kind of a file that begins so.
pub fn kind_of_bytes(start: &[u8]) -> Option<Kind> {
    let kinds: [(&[u8], Kind); 3] =
        [(b"PAR1", Kind::Parquet), (b"PARE", Kind::EncryptedParquet), (b"ARROW1\0\0", Kind::Arrow)];
    kinds.into_iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, kind)| kind)
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Parquet | Kind::EncryptedParquet => "Parquet",
            Kind::Arrow => "Arrow",
        }
    }
}

/// A file whose columns are known.
#[derive(Debug)]
pub(super) struct Opened {
    pub kind: Kind,
    pub schema: SchemaRef,
    pub rows: u64,
    file: Places,
    /// Of Parquet.
    metadata: Option<ArrowReaderMetadata>,
}

/// # Errors
/// Broken, cut off, encrypted.
pub(super) fn open(file: File, kind: Kind, name: &str) -> Result<Opened> {
    let broken = |detail| Error::ColumnarFile { place: Place::file(name), kind: kind.name(), detail };
    guarded(broken, || match kind {
        Kind::EncryptedParquet => Err(Detail::Encrypted),
        Kind::Parquet => {
            let file = Places::of(file)?;
            let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
            let rows = metadata.metadata().file_metadata().num_rows();
            let schema = Arc::clone(metadata.schema());
            Ok(Opened { kind, schema, rows: rows.max(0) as u64, file, metadata: Some(metadata) })
        }
        Kind::Arrow => {
            let reader = FileReader::try_new_buffered(file.try_clone()?, None)?;
            let (schema, file) = (reader.schema(), Places::of(file)?);
            Ok(Opened { kind, schema, rows: 0, file, metadata: None })
        }
    })
}

impl Opened {
    /// The columns `used`, one after the other: of Parquet each by itself, so that several threads decode them at
    /// the same time.
    pub fn lanes(&self, used: &[usize], name: &str) -> Result<Vec<Source>> {
        match self.metadata {
            Some(_) if used.len() > 1 => used.iter().map(|at| self.batches(&[*at], name)).collect(),
            _ => Ok(vec![self.batches(used, name)?]),
        }
    }

    /// The batches with these columns alone, counted from the first of the file.
    fn batches(&self, used: &[usize], name: &str) -> Result<Source> {
        let (kind, name) = (self.kind.name(), name.to_owned());
        let broken = move |detail| Error::ColumnarFile { place: Place::file(&name), kind, detail };
        let source = guarded(broken.clone(), || self.source(used))?;
        let mut source = source;
        let mut over = false;
        Ok(Box::new(std::iter::from_fn(move || {
            if over {
                return None;
            }
            let batch =
                guarded(broken.clone(), || source.next().transpose().map_err(Detail::from)).transpose();
            over = !matches!(batch, Some(Ok(_)));
            batch
        })))
    }

    fn source(&self, used: &[usize]) -> std::result::Result<Reader, Detail> {
        Ok(match &self.metadata {
            Some(metadata) => {
                let mask = ProjectionMask::roots(metadata.parquet_schema(), used.iter().copied());
                let file = self.file.clone();
                let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone());
                Box::new(builder.with_projection(mask).with_batch_size(ROWS).build()?)
            }
            None => {
                let file = BufReader::new(self.file.file().try_clone()?);
                Box::new(FileReader::try_new(file, Some(used.to_vec()))?)
            }
        })
    }
}

type Reader = Box<dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>> + Send>;

/// Why a file cannot be read.
enum Detail {
    Encrypted,
    Said(String),
}

impl From<ParquetError> for Detail {
    fn from(fault: ParquetError) -> Detail {
        Detail::Said(fault.to_string())
    }
}

impl From<ArrowError> for Detail {
    fn from(fault: ArrowError) -> Detail {
        Detail::Said(fault.to_string())
    }
}

impl From<std::io::Error> for Detail {
    fn from(fault: std::io::Error) -> Detail {
        Detail::Said(fault.to_string())
    }
}

/// Of what the library says, so many characters.
const SAID: usize = 160;

/// The library's panics are faults of the file.
fn guarded<T>(
    broken: impl Fn(Option<String>) -> Error,
    work: impl FnOnce() -> std::result::Result<T, Detail>,
) -> Result<T> {
    match threads::caught_quietly(work) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(Detail::Encrypted)) => Err(broken(None)),
        Ok(Err(Detail::Said(said))) => Err(broken(Some(said.chars().take(SAID).collect()))),
        Err(_) => Err(broken(Some(String::new()))),
    }
}
