//! Columns that are handed over: to a library of frames, or as Parquet.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
pub use arrow_array::ffi_stream::FFI_ArrowArrayStream as Stream;
use arrow_array::{
    ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray,
    UInt32Array,
};
use arrow_schema::{ArrowError, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel};
use parquet::file::properties::WriterProperties;

use crate::error::{Error, Result};

/// The cells of one column.
pub enum Out<'a> {
    Year(Vec<Option<i32>>),
    /// Signed, because differences of unsigned columns wrap around in libraries of frames.
    Count(Vec<Option<i64>>),
    Number(Vec<u32>),
    Real(Vec<Option<f64>>),
    /// Each different text once, and which of them the rows have.
    Text(Vec<Option<Cow<'a, str>>>, Vec<usize>),
}

impl Out<'_> {
    /// Texts as the rows have them.
    pub fn texts<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Out<'a> {
        let texts: Vec<_> = texts.map(|text| text.map(Cow::Borrowed)).collect();
        let codes = (0..texts.len()).collect();
        Out::Text(texts, codes)
    }

    fn array(&self) -> ArrayRef {
        match self {
            Out::Year(cells) => Arc::new(Int32Array::from(cells.clone())),
            Out::Count(cells) => Arc::new(Int64Array::from(cells.clone())),
            Out::Number(cells) => Arc::new(UInt32Array::from(cells.clone())),
            Out::Real(cells) => Arc::new(Float64Array::from(cells.clone())),
            Out::Text(texts, codes) => Arc::new(text_array(texts, codes)),
        }
    }
}

fn text_array(texts: &[Option<Cow<'_, str>>], codes: &[usize]) -> StringArray {
    let length = |code: &usize| texts[*code].as_deref().map_or(0, str::len);
    let mut array = StringBuilder::with_capacity(codes.len(), codes.iter().map(length).sum());
    codes.iter().for_each(|code| array.append_option(texts[*code].as_deref()));
    array.finish()
}

fn batch(columns: &[(Cow<'_, str>, Out<'_>)]) -> std::result::Result<RecordBatch, ArrowError> {
    let fields = |(name, array): (&Cow<'_, str>, &ArrayRef)| {
        Field::new(name.as_ref(), array.data_type().clone(), true)
    };
    let arrays: Vec<ArrayRef> = columns.iter().map(|(_, cells)| cells.array()).collect();
    let names = columns.iter().map(|(name, _)| name);
    let schema = Schema::new(names.zip(&arrays).map(fields).collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), arrays)
}

fn unequal(_: ArrowError) -> Error {
    Error::Internal { what: "columns of unequal length" }
}

/// The columns as a stream that any library takes.
///
/// # Errors
/// None that is not ours.
pub fn stream(columns: &[(Cow<'_, str>, Out<'_>)]) -> Result<Stream> {
    let batch = batch(columns).map_err(unequal)?;
    let schema = batch.schema();
    Ok(Stream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema))))
}

/// The columns as the bytes of a Parquet file.
///
/// # Errors
/// None that is not ours.
pub fn parquet(columns: &[(Cow<'_, str>, Out<'_>)]) -> Result<Vec<u8>> {
    let batch = batch(columns).map_err(unequal)?;
    // Without the version of the library in it, the same figures are the same bytes.
    let properties = WriterProperties::builder()
        // The crate writes no sums of pages, but gzip has one of its own: a byte that changes is noticed.
        .set_compression(Compression::GZIP(GzipLevel::default()))
        .set_created_by("edugauge".to_owned())
        .build();
    let fault = |_| Error::Internal { what: "a Parquet file that cannot be made" };
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).map_err(fault)?;
    writer.write(&batch).map_err(fault)?;
    writer.close().map_err(fault)?;
    Ok(bytes)
}
