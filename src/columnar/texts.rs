//! Tables made cell by cell: dicts of lists, small tables.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema};

use super::columns::Columns;
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// A table of texts on its way.
#[derive(Default)]
pub struct TextBuilder {
    columns: Vec<(String, bool, ArrayRef)>,
    cells: StringBuilder,
}

impl TextBuilder {
    pub fn push(&mut self, cell: Option<&str>) {
        self.cells.append_option(cell);
    }

    /// Ends a column; `numbers`: whether its cells were numbers.
    pub fn end(&mut self, header: String, numbers: bool) {
        self.columns.push((header, numbers, Arc::new(self.cells.finish())));
    }

    /// # Errors
    /// Columns of unequal length.
    pub fn finish(self) -> Result<Columns> {
        let rows = self.columns.first().map_or(0, |(.., cells)| cells.len());
        if let Some(at) = self.columns.iter().position(|(.., cells)| cells.len() != rows) {
            let (header, _, cells) = &self.columns[at];
            return Err(Error::BadCell {
                place: Place::file(Columns::FRAME).at_column(at, header.clone()),
                found: cells.len().to_string(),
                expected: Text::new("与第一列同样多的行", "as many rows as the first column"),
            });
        }
        let field = |(header, ..): &(String, bool, ArrayRef)| Field::new(header, DataType::Utf8, true);
        let schema = Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()));
        let numbers: Vec<bool> = self.columns.iter().map(|(_, numbers, _)| *numbers).collect();
        let arrays = self.columns.into_iter().map(|(.., cells)| cells).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), arrays, &options)
            .map_err(|_| Error::Internal { what: "columns of texts that make no table" })?;
        let mut table = Columns::of_batches(&schema, vec![batch]);
        table.columns.iter_mut().zip(numbers).for_each(|(column, numbers)| column.numbers = numbers);
        Ok(table)
    }
}
