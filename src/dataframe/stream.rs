//! The Arrow C stream between polars and the columnar door; all that is `unsafe` about frames of polars.

use polars::prelude::{CompatLevel, DataFrame, PolarsError, PolarsResult};
use polars_arrow::array::StructArray;
use polars_arrow::datatypes::{ArrowDataType, Field};
use polars_arrow::ffi::{ArrowArrayStream, ArrowArrayStreamReader, export_iterator};

use crate::columnar::Stream;

/// Texts are lent as polars has them.
const LEVEL: CompatLevel = CompatLevel::newest();

// Both crates declare the one struct of https://arrow.apache.org/docs/format/CStreamInterface.html: `repr(C)`, five
// pointers in the same order, of which a null `release` says that nobody owns anything any more.
const _: () = assert!(
    size_of::<ArrowArrayStream>() == size_of::<Stream>()
        && align_of::<ArrowArrayStream>() == align_of::<Stream>()
);

/// A frame as a stream of its chunks, which share its memory. Its chunks must be aligned.
///
/// # Errors
/// Columns of unequal length, which a frame does not have.
pub fn export(frame: &DataFrame) -> PolarsResult<Stream> {
    let fields = frame.columns().iter().map(|column| column.field().to_arrow(LEVEL)).collect();
    let rows = ArrowDataType::Struct(fields);
    let chunk = |chunk: polars_arrow::record_batch::RecordBatch| {
        let (rows, length) = (rows.clone(), chunk.len());
        StructArray::try_new(rows, length, chunk.into_arrays(), None).map(|array| array.boxed())
    };
    let chunks = frame.iter_chunks(LEVEL, false).map(chunk).collect::<PolarsResult<Vec<_>>>()?;
    let mut stream =
        export_iterator(Box::new(chunks.into_iter().map(Ok)), Field::new("".into(), rows.clone(), false));
    // SAFETY: `stream` is initialised, aligned and ours alone, and the struct is the one that is expected (above).
    // `from_raw` moves it out and leaves a released one, which is dropped here without effect.
    Ok(unsafe { Stream::from_raw((&raw mut stream).cast()) })
}

/// The frame of a stream that has one batch.
///
/// # Errors
/// A type that polars does not have.
pub fn import(mut stream: Stream) -> PolarsResult<DataFrame> {
    let mut taken = ArrowArrayStream::empty();
    // SAFETY: both are initialised, aligned and ours alone, and are the same struct (above). What is left in `stream`
    // is released, and dropped without effect.
    unsafe { std::ptr::swap(&raw mut taken, (&raw mut stream).cast()) };
    // SAFETY: the stream comes from `arrow_array::ffi_stream`, which keeps the interface.
    let mut reader = unsafe { ArrowArrayStreamReader::try_new(Box::new(taken)) }?;
    // SAFETY: so do its arrays.
    let batch = unsafe { reader.next() }.transpose()?;
    let rows = batch.as_deref().and_then(|batch| batch.as_any().downcast_ref::<StructArray>());
    DataFrame::try_from(rows.cloned().ok_or_else(|| PolarsError::NoData("no batch".into()))?)
}
