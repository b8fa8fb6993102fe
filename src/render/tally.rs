//! A tally written to be kept: CSV in UTF-8, a row per group, subject and score.

use std::io::Write;
use std::path::Path;

use crate::error::{Error, Result};
use crate::number::plain;
use crate::tally::Tally;

/// Writes a tally row by row. Labels stand as they are: whoever reads them back finds them unchanged.
///
/// # Errors
/// A key that is named as one of the fixed columns; an output that takes no more.
pub fn write(tally: &Tally, out: impl Write, path: &Path) -> Result<()> {
    let unwritable = |fault: csv::Error| Error::Unwritable { path: path.to_owned(), source: fault.into() };
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(tally.columns()?).map_err(unwritable)?;
    let (version, labelled, open) = (tally.version(), tally.has_labels(), tally.has_open_ends());
    for row in tally.rows() {
        let full_mark = row.subject.full_mark.map_or_else(String::new, plain);
        let step = plain(row.subject.scale.step());
        let label = tally.names.word(&row.subject.id).unwrap_or_default();
        let mut cells: Vec<&str> = vec![version];
        cells.extend(row.labels.iter().map(String::as_str));
        let [score, to] = [row.ticks, row.to].map(|ticks| row.score(ticks).unwrap_or_default());
        let count = row.count.to_string();
        cells.push(&row.subject.id);
        cells.extend(labelled.then_some(label.as_str()));
        cells.extend([full_mark.as_str(), &step, row.mark.id(), &score]);
        cells.extend(open.then_some(to.as_str()));
        cells.push(&count);
        writer.write_record(cells).map_err(unwritable)?;
    }
    writer.flush().map_err(|source| Error::Unwritable { path: path.to_owned(), source })
}
