//! A table of columns, in memory or in a file, and its batches.

use std::fs::File;
use std::sync::Arc;

use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{DataType, Schema};

use super::batches::{Batches, Source};
use super::file::{self, Kind, Opened};
use super::kinds::no_cells;
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::threads;

/// What pandas calls an index that has no name.
const INDEX: &str = "__index_level_";

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    pub header: String,
    /// Whether its cells are numbers, so that leading zeros would be gone.
    pub numbers: bool,
    kind: DataType,
    /// Among the columns of the batches.
    at: usize,
}

/// A table of columns; its rows are numbered from 1.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The file as the user named it, or `<frame>`.
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: u64,
    from: Held,
}

#[derive(Clone, Debug)]
enum Held {
    Memory(Vec<RecordBatch>),
    File(Arc<Opened>),
}

/// What is wanted of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Nothing,
    /// Its cells; NaN is a missing one.
    Cells,
    /// Its cells, NaN among them: whoever computed it is told, as of any text that is no score.
    Scores,
}

impl Columns {
    /// The name of a table in memory.
    pub const FRAME: &str = "<frame>";

    /// Takes all batches of a stream.
    ///
    /// # Errors
    /// What the library that made the stream says of it.
    pub fn of_stream(stream: FFI_ArrowArrayStream, library: &str) -> Result<Columns> {
        Columns::of_streams(vec![stream], library)
    }

    /// Takes the batches of streams whose rows stand one below the other.
    ///
    /// # Errors
    /// What the library that made the streams says of them; other columns than those of the first.
    pub fn of_streams(streams: Vec<FFI_ArrowArrayStream>, library: &str) -> Result<Columns> {
        let fault = || Error::FrameFailed { library: library.to_owned(), column: None };
        let mut batches = Vec::new();
        let mut first = None;
        for stream in streams {
            let reader = RecordBatchStreamReader::try_new(stream).map_err(|_| fault())?;
            let schema = first.get_or_insert_with(|| reader.schema());
            if schema.fields() != reader.schema().fields() {
                return Err(fault());
            }
            for batch in reader {
                threads::check();
                batches.push(batch.map_err(|_| fault())?);
            }
        }
        Ok(Columns::of_batches(first.ok_or_else(fault)?.as_ref(), batches))
    }

    pub(super) fn of_batches(schema: &Schema, batches: Vec<RecordBatch>) -> Columns {
        let rows = batches.iter().map(|batch| batch.num_rows() as u64).sum();
        Columns {
            name: Columns::FRAME.to_owned(),
            columns: columns(schema),
            rows,
            from: Held::Memory(batches),
        }
    }

    /// Opens a file, of which nothing is read yet but what its columns are.
    ///
    /// # Errors
    /// Broken, cut off, encrypted; no column.
    pub fn of_file(file: File, kind: Kind, name: String) -> Result<Columns> {
        let opened = file::open(file, kind, &name)?;
        let (columns, rows) = (columns(&opened.schema), opened.rows);
        if columns.is_empty() {
            return Err(Error::Empty { place: Place::file(name) });
        }
        Ok(Columns { name, columns, rows, from: Held::File(Arc::new(opened)) })
    }

    /// The kind of file that this is.
    pub fn kind(&self) -> Option<Kind> {
        match &self.from {
            Held::Memory(_) => None,
            Held::File(opened) => Some(opened.kind),
        }
    }

    pub fn headers(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.header.clone()).collect()
    }

    /// Why a column cannot be read: it holds no plain cells.
    pub fn refusal(&self, column: usize) -> Option<Error> {
        let Column { header, kind, .. } = &self.columns[column];
        let found: Text = no_cells(kind)?;
        Some(Error::ColumnOfNoCells { place: Place::file(&self.name).at_column(column, header), found })
    }

    /// # Errors
    /// A column of lists and the like, by its name.
    pub fn all_readable(&self) -> Result<()> {
        (0..self.columns.len()).find_map(|column| self.refusal(column)).map_or(Ok(()), Err)
    }

    /// The table in pieces of some thousand rows. Columns without plain cells are read as if they were not wanted.
    ///
    /// # Errors
    /// Those of the file.
    pub fn batches(&self, wanted: &[Wanted]) -> Result<Batches> {
        let wanted: Vec<Wanted> = self
            .columns
            .iter()
            .zip(wanted)
            .map(|(column, wanted)| if no_cells(&column.kind).is_some() { Wanted::Nothing } else { *wanted })
            .collect();
        let used = self.columns.iter().zip(&wanted).filter(|(_, wanted)| **wanted != Wanted::Nothing);
        let used: Vec<usize> = used.map(|(column, _)| column.at).collect();
        let lanes = match &self.from {
            Held::Memory(batches) => {
                let source: Source = Box::new(batches.clone().into_iter().map(Ok));
                vec![source]
            }
            Held::File(opened) => opened.lanes(&used, &self.name)?,
        };
        let place = |column: &Column| match &self.from {
            Held::Memory(_) => Some(column.at),
            Held::File(_) => used.iter().position(|at| *at == column.at),
        };
        let cells = self.columns.iter().zip(&wanted);
        let cells = cells.map(|(column, wanted)| place(column).map(|at| (at, *wanted))).collect();
        let kind = self.kind().map_or("Arrow", Kind::name);
        Ok(Batches::new(lanes, cells, (self.name.clone(), kind)))
    }

    /// All cells that there are.
    ///
    /// # Errors
    /// A column of lists and the like; those of the file.
    pub fn all_batches(&self) -> Result<Batches> {
        self.all_readable()?;
        self.batches(&vec![Wanted::Cells; self.columns.len()])
    }

    /// One column as it stands in memory.
    pub(super) fn chunks(&self, column: usize) -> Vec<arrow_array::ArrayRef> {
        match &self.from {
            Held::Memory(batches) => {
                batches.iter().map(|batch| Arc::clone(batch.column(self.columns[column].at))).collect()
            }
            Held::File(_) => Vec::new(),
        }
    }
}

fn columns(schema: &Schema) -> Vec<Column> {
    let column = |(at, field): (usize, &Arc<arrow_schema::Field>)| Column {
        header: field.name().clone(),
        numbers: field.data_type().is_numeric(),
        kind: field.data_type().clone(),
        at,
    };
    let named = schema.fields().iter().enumerate().filter(|(_, field)| !field.name().starts_with(INDEX));
    named.map(column).collect()
}
