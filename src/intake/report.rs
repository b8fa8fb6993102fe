//! What reading a file did with every row and every doubtful cell of it.

use std::collections::BTreeMap;

use super::aliases::subject_word;
use super::causes::{Cause, Severity};
use super::encoding::Encoding;
use super::findings::{Cells, Finding, FindingGroup, Rejected, offers};
use super::listing::Listing;
use super::non_data_causes::NonData;
use super::stated::Stated;
use super::text::is_same_header;
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::lang::Text;
use crate::records::Mark;
use crate::subjects::{SubjectNames, find_subject};

/// Findings are listed one by one up to this many; beyond it they are only counted.
pub const FINDINGS_KEPT: usize = 10_000;

/// What a column was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnUse {
    pub place: ColumnPlace,
    /// The key, `subject:<id>`, `candidate_id` or `name`; `None` where the column is not used.
    pub field: Option<String>,
    pub reason: Text,
}

impl ColumnUse {
    /// Whether nobody said what it is and its header does not either.
    pub fn is_unknown(&self) -> bool {
        self.field.is_none() && self.reason == super::headers::UNKNOWN && !self.place.header.is_empty()
    }
}

/// How often each mark stands in the column of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectMarks {
    pub subject: String,
    /// In the order of [`Mark::ALL`].
    pub counts: [u64; Mark::COUNT],
}

/// The account of one file: `accepted + rejected + non_data + header_rows + preamble + continuation`
/// is the number of physical rows, always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The file as the user named it, or `<frame>`.
    pub file: String,
    pub encoding: Encoding,
    pub encoding_reason: Text,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// `None` for a frame and for a workbook.
    pub delimiter: Option<char>,
    /// `None` as well where quotes are characters like any other.
    pub quote: Option<char>,
    /// The physical row of the header; `None` for a frame.
    pub header_row: Option<u64>,
    /// Physical rows that the header takes: 0 for a frame.
    pub header_rows: u64,
    /// Rows above the header (titles).
    pub preamble: u64,
    /// Further physical rows of records whose quoted cells hold line ends.
    pub continuation: u64,
    pub columns: Vec<ColumnUse>,
    pub physical_rows: u64,
    pub accepted: u64,
    pub rejected: Listing<Rejected>,
    pub non_data: Listing<(u64, NonData)>,
    /// The first [`FINDINGS_KEPT`] doubtful cells.
    pub findings: Vec<Finding>,
    /// Per subject, how many cells hold each mark.
    pub marks: Vec<SubjectMarks>,
    /// The marks of the catalogue as they were written, and how often.
    pub marks_seen: BTreeMap<String, u64>,
    /// Unknown texts in score cells, cut after eight characters, and how often.
    pub unknown_marks: BTreeMap<String, u64>,
    /// How many cells have other unknown texts than the first hundred.
    pub unknown_marks_beyond: u64,
    /// Rows whose total was not believed: a subject of theirs has a mark or cannot be read, or they have scores in
    /// fewer subjects than most of those who sat the same papers.
    pub totals_made_absent: u64,
    /// Labels of keys that were made plain: the column's header, as it was written, as it is kept.
    pub normalised: Vec<(String, String, String)>,
    /// The rules of the policy and how many cells each decided.
    pub policy: Vec<(String, u64)>,
    /// Whether the total is the sum of the subjects because the file has none.
    pub total_derived: bool,
    /// By cause and column: how often, and the first row.
    pub(super) counts: BTreeMap<(Cause, Option<usize>), (u64, u64)>,
    /// By the index of the rule.
    pub(super) touched: Vec<u64>,
    /// By column of cells, how many totals are the sum of the others.
    pub(super) totals_without: BTreeMap<usize, u64>,
    /// What rows of totals state, until it is checked.
    pub(super) stated: Vec<Stated>,
}

impl Report {
    pub(super) fn new(file: &str, encoding: Encoding, encoding_reason: Text) -> Report {
        Report {
            file: file.to_owned(),
            encoding,
            encoding_reason,
            sheet: None,
            delimiter: None,
            quote: None,
            header_row: None,
            header_rows: 0,
            preamble: 0,
            continuation: 0,
            columns: Vec::new(),
            physical_rows: 0,
            accepted: 0,
            rejected: Listing::default(),
            non_data: Listing::default(),
            findings: Vec::new(),
            marks: Vec::new(),
            marks_seen: BTreeMap::new(),
            unknown_marks: BTreeMap::new(),
            unknown_marks_beyond: 0,
            totals_made_absent: 0,
            total_derived: false,
            policy: Vec::new(),
            counts: BTreeMap::new(),
            touched: Vec::new(),
            totals_without: BTreeMap::new(),
            stated: Vec::new(),
            normalised: Vec::new(),
        }
    }

    pub(super) fn reject(&mut self, row: u64, cause: Cause) {
        self.rejected.push(Rejected { row, cause, cells: None });
    }

    /// A row of so many cells, fewer or more than the header has.
    pub(super) fn reject_width(&mut self, row: u64, found: usize, expected: usize) {
        let cause = if found < expected { Cause::ShortRow } else { Cause::LongRow };
        let [found, expected] = [found, expected].map(|cells| u32::try_from(cells).unwrap_or(u32::MAX));
        self.rejected.push(Rejected { row, cause, cells: Some(Cells { found, expected }) });
    }

    pub(super) fn find(&mut self, row: u64, column: Option<&ColumnPlace>, cause: Cause) {
        self.find_many(row, column, cause, 1);
    }

    /// Takes back what was found and is nothing here, by its cause and column.
    pub(super) fn forget(&mut self, is_nothing: impl Fn(Cause, Option<usize>) -> bool) {
        self.counts.retain(|(cause, column), _| !is_nothing(*cause, *column));
        self.findings.retain(|found| !is_nothing(found.cause, found.column.as_ref().map(|of| of.index)));
    }

    /// So many cells of one cause, the first of them in this row.
    pub(super) fn find_many(&mut self, row: u64, column: Option<&ColumnPlace>, cause: Cause, count: u64) {
        let entry = self.counts.entry((cause, column.map(|c| c.index))).or_insert((0, row));
        entry.0 += count;
        entry.1 = entry.1.min(row);
        if self.findings.len() < FINDINGS_KEPT {
            self.findings.push(Finding { row, column: column.cloned(), cause });
        }
    }

    /// What the subjects are called: as the mapping says, or else the headers.
    pub fn subject_names(&self, mapping: &BTreeMap<String, String>) -> SubjectNames {
        let mut names = SubjectNames::default();
        for used in &self.columns {
            let Some(id) = used.field.as_deref().and_then(|field| field.strip_prefix("subject:")) else {
                continue;
            };
            let (header, letters) = (&used.place.header, used.place.letters());
            let is_named = |named: &String| is_same_header(named, header) || *named == letters;
            let word = match mapping.iter().find(|(named, _)| is_named(named)) {
                Some((_, word)) => Some(word.strip_prefix("subject:").unwrap_or(word).trim().to_owned()),
                None => subject_word(header),
            };
            if let Some(word) = word.filter(|word| find_subject(word) == Some(id)) {
                names.tell(id, &word);
            }
        }
        names
    }

    /// Rows in the account; equal to `physical_rows`, or edugauge is at fault.
    pub fn accounted(&self) -> u64 {
        let listed = (self.rejected.len() + self.non_data.len()) as u64;
        self.accepted + listed + self.header_rows + self.preamble + self.continuation
    }

    /// Refuses a report that does not account for every physical row.
    ///
    /// # Errors
    /// [`Error::RowsLost`].
    pub fn check(&self) -> Result<()> {
        if self.accounted() == self.physical_rows {
            return Ok(());
        }
        Err(Error::RowsLost {
            place: Place::file(&self.file),
            physical: self.physical_rows,
            accounted: self.accounted(),
        })
    }

    /// A key that the records lack is a column that this file lacks: says which file, and what it has.
    pub fn place_missing_key(&self, fault: Error) -> Error {
        let Error::KeyNotAtHand { key, .. } = fault else { return fault };
        Error::ColumnNotFound {
            place: Place::file(&self.file),
            column: key,
            available: self.columns.iter().map(|column| column.place.header.clone()).collect(),
            suggestion: None,
        }
    }

    /// How many cells are of this severity; rejected rows for [`Severity::RowRejected`].
    pub fn count(&self, severity: Severity) -> u64 {
        if severity == Severity::RowRejected {
            return self.rejected.len() as u64;
        }
        let matching = self.counts.iter().filter(|((cause, _), _)| cause.severity() == severity);
        matching.map(|(_, (count, _))| count).sum()
    }

    /// Rejected rows and doubtful cells by cause and column, with count and first row.
    pub fn grouped(&self) -> Vec<FindingGroup> {
        let mut rows: BTreeMap<Cause, (u64, Rejected)> = BTreeMap::new();
        let listed = self.rejected.iter().map(|rejected| (1, rejected));
        for (more, rejected) in listed.chain(self.rejected.beyond()) {
            let (count, first) = rows.entry(rejected.cause).or_insert((0, *rejected));
            *count += more;
            if rejected.row < first.row {
                *first = *rejected;
            }
        }
        let rows = rows.into_iter().map(|(cause, (count, first))| FindingGroup {
            cause,
            column: None,
            others: Vec::new(),
            count,
            first_row: first.row,
            cells: first.cells,
            offers: offers(self, cause),
        });
        let cells = self.counts.iter().map(|((cause, column), (count, first_row))| FindingGroup {
            cause: *cause,
            column: column.and_then(|at| self.columns.get(at)).map(|c| c.place.clone()),
            others: Vec::new(),
            count: *count,
            first_row: *first_row,
            cells: None,
            offers: offers(self, *cause),
        });
        rows.chain(cells).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn report() -> Report {
        Report::new("a.csv", Encoding::Utf8, Text::new("", ""))
    }

    #[test]
    fn a_lost_row_is_refused() {
        let mut report = report();
        report.physical_rows = 3;
        report.header_rows = 1;
        report.accepted = 1;
        assert!(matches!(report.check(), Err(Error::RowsLost { physical: 3, accounted: 2, .. })));
        report.reject(3, Cause::ShortRow);
        assert!(report.check().is_ok());
    }

    #[test]
    fn findings_beyond_the_limit_are_still_counted() {
        let mut report = report();
        for row in 0..FINDINGS_KEPT as u64 + 5 {
            report.find(row + 2, None, Cause::UnknownMark);
        }
        assert_eq!(report.findings.len(), FINDINGS_KEPT);
        let groups = report.grouped();
        assert_eq!((groups[0].count, groups[0].first_row), (FINDINGS_KEPT as u64 + 5, 2));
        assert_eq!(groups[0].describe(Lang::En), "an unknown mark ×10005, first at row 2");
    }

    #[test]
    fn codes_are_distinct_and_ascend() {
        let codes: Vec<_> = Cause::ALL.iter().map(|c| c.code()).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
