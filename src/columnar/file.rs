//! Parquet and Arrow files: opened, and read row group by row group.

use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::reader::FileReader;
use arrow_schema::{ArrowError, DataType, FieldRef, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;

use super::batches::{ROWS, Source};
use super::places::Places;
use super::stated::{Stated, rows_agree};
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
            if !rows_agree(metadata.metadata()) {
                return Err(Detail::Contradicts);
            }
            let rows = metadata.metadata().file_metadata().num_rows();
            let schema = Arc::clone(metadata.schema());
            Ok(Opened { kind, schema, rows: rows as u64, file, metadata: Some(by_code(metadata)) })
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
        let kind = self.kind.name();
        let mut place = Place::file(name);
        if let [only] = used {
            place = place.at_column(*only, self.schema.field(*only).name());
        }
        let broken = move |detail| Error::ColumnarFile { place: place.clone(), kind, detail };
        let (mut source, mut stated) = guarded(broken.clone(), || {
            let of_one = self.metadata.as_ref().zip(used.first());
            Ok((self.source(used)?, of_one.map(|(metadata, at)| Stated::of(metadata.metadata(), *at))))
        })?;
        let mut next = move || match source.next().transpose()? {
            Some(batch) if stated.as_mut().is_some_and(|stated| !stated.agrees(batch.column(0))) => {
                Err(Detail::Contradicts)
            }
            None if stated.as_ref().is_some_and(|stated| !stated.is_over()) => Err(Detail::Contradicts),
            batch => Ok(batch),
        };
        let mut over = false;
        Ok(Box::new(std::iter::from_fn(move || {
            if over {
                return None;
            }
            let batch = guarded(broken.clone(), &mut next).transpose();
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

/// The same with texts that are stored as codes of a dictionary read as such: the text of each is made once a row group.
fn by_code(read: ArrowReaderMetadata) -> ArrowReaderMetadata {
    let metadata = read.metadata();
    let leaves = metadata.file_metadata().schema_descr();
    let is_coded = |column: usize| {
        let leaf = (0..leaves.num_columns()).find(|leaf| leaves.get_column_root_idx(*leaf) == column);
        let groups = || metadata.row_groups().iter().filter(|group| group.num_rows() > 0);
        // Of a plain text the length alone takes four bytes.
        let short = |of: &ColumnChunkMetaData| of.uncompressed_size() < 4 * of.num_values();
        leaf.is_some_and(|leaf| {
            groups().all(|group| {
                let of = group.column(leaf);
                of.dictionary_page_offset().is_some() && short(of)
            })
        })
    };
    let field = |(column, field): (usize, &FieldRef)| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View if is_coded(column) => {
            let coded = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Arc::new(field.as_ref().clone().with_data_type(coded))
        }
        _ => Arc::clone(field),
    };
    let fields: Vec<FieldRef> = read.schema().fields().iter().enumerate().map(field).collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
    ArrowReaderMetadata::try_new(Arc::clone(metadata), options).unwrap_or(read)
}

/// Why a file cannot be read.
enum Detail {
    Encrypted,
    /// Its parts do not agree.
    Contradicts,
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
        Ok(Err(Detail::Contradicts)) => Err(broken(Some(String::new()))),
        Ok(Err(Detail::Said(said))) => Err(broken(Some(said.chars().take(SAID).collect()))),
        Err(_) => Err(broken(Some(String::new()))),
    }
}
