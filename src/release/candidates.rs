//! Candidates of one file or frame as an examination: counted, with their schools' keys, and one by one where a
//! method asks for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
#[cfg(feature = "columnar")]
use std::sync::Arc;

use super::config::{self, Options};
#[cfg(feature = "columnar")]
use crate::columnar::Columns;
#[cfg(feature = "columnar")]
use crate::error::Error;
use crate::error::Result;
use crate::exam::{Exam, YEAR};
use crate::indicators::scaled_exam;
#[cfg(feature = "columnar")]
use crate::intake::read_columns;
use crate::intake::{
    Candidates, JoinReport, Keys, Pace, ReadOptions, Report, Stamp, Wanted, attach_schools, read_candidates,
};
use crate::records::{KeyColumn, Keyed, SmallTable};
use crate::tally::Tally;

/// More candidates than this are not kept one by one: a method that needs them reads the file again.
const KEPT: usize = 1 << 18;

/// The list of the schools and how candidates are matched to it.
#[derive(Clone, Debug)]
pub struct Schools {
    pub list: SmallTable,
    /// The key; `school_code` or else `school`, if not given.
    pub key: Option<String>,
    /// Header → field.
    pub columns: BTreeMap<String, String>,
}

/// What candidates get beside the columns of their file.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// The year of candidates whose file does not say it.
    pub year: Option<i32>,
    pub schools: Option<Schools>,
    /// Of the candidates of one of several sheets: the key and the label that tell them apart.
    pub sheet: Option<(&'static str, String)>,
}

/// The candidates of a file, counted.
pub struct Counts {
    pub report: Report,
    read: Candidates,
    from: Origin,
    options: ReadOptions,
}

/// Where candidates were read, and are again where a method asks for them one by one.
enum Origin {
    File(PathBuf),
    #[cfg(feature = "columnar")]
    Frame(Arc<Columns>),
}

impl Origin {
    fn read(
        &self,
        options: &ReadOptions,
        wanted: &Wanted,
        progress: Option<&dyn Fn(u64)>,
    ) -> Result<Candidates> {
        match self {
            Origin::File(path) => read_candidates(path, options, wanted, Pace::default(), progress),
            #[cfg(feature = "columnar")]
            Origin::Frame(frame) => read_columns(frame, options, wanted, Pace::default(), progress),
        }
    }

    /// # Errors
    /// Other candidates than were counted.
    #[cfg_attr(not(feature = "columnar"), expect(unused_variables, reason = "a file has a stamp"))]
    fn same(&self, before: Stamp, again: &Candidates, counted: &Tally) -> Result<()> {
        match self {
            Origin::File(path) => before.same_as(&again.stamp, path),
            // A library may lend what its user changes.
            #[cfg(feature = "columnar")]
            Origin::Frame(_) => {
                match again.records.as_ref().map(|records| Tally::count(records, &[])).transpose()? {
                    Some(now) if now != *counted => Err(Error::FileChanged { path: Columns::FRAME.into() }),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl Counts {
    /// # Errors
    /// As [`read_candidates`].
    pub fn read(path: &Path, options: &ReadOptions, progress: Option<&dyn Fn(u64)>) -> Result<Counts> {
        Counts::of(Origin::File(path.to_owned()), options, progress)
    }

    /// The candidates of a frame, counted.
    ///
    /// # Errors
    /// As [`read_columns`].
    #[cfg(feature = "columnar")]
    pub fn of_columns(frame: Arc<Columns>, options: &ReadOptions) -> Result<Counts> {
        Counts::of(Origin::Frame(frame), options, None)
    }

    fn of(from: Origin, options: &ReadOptions, progress: Option<&dyn Fn(u64)>) -> Result<Counts> {
        let wanted = Wanted { counts: Some(Keys::All), records: KEPT };
        let read = from.read(options, &wanted, progress)?;
        let report = read.report.clone();
        Ok(Counts { report, read, from, options: options.clone() })
    }

    /// The examination, and what joining the schools did.
    ///
    /// # Errors
    /// As [`attach_schools`].
    pub fn into_exam(self, additions: Additions) -> Result<(Exam, Option<JoinReport>)> {
        let Counts { report, read: Candidates { cube, mut records, stamp, .. }, from, options } = self;
        let placed = |fault| report.place_missing_key(fault);
        let names = report.subject_names(&options.columns);
        let added = records.as_mut().map(|records| additions.apply(records)).transpose().map_err(placed)?;
        let Some(mut cube) = cube else {
            // Put together in memory: there is nothing to count beforehand.
            let exam = Exam::from_records(records.unwrap_or_default());
            return Ok((exam.with_names(names), added.flatten()));
        };
        let joined = additions.apply(&mut cube).map_err(placed)?;
        let counted = if records.is_none() { cube.tally(&[])? } else { Tally::default() };
        let again = move || {
            let read = from.read(&options, &Wanted::all_records(), None)?;
            from.same(stamp, &read, &counted)?;
            let mut records = read.records.unwrap_or_default();
            additions.apply(&mut records)?;
            Ok(records)
        };
        Ok((Exam::from_counts(cube, records, Box::new(again)).with_names(names), joined))
    }
}

impl Additions {
    /// Gives candidates their further keys.
    pub fn apply(&self, candidates: &mut impl Keyed) -> Result<Option<JoinReport>> {
        let has = |candidates: &dyn Keyed, name: &str| candidates.keys().iter().any(|key| key.name == name);
        if let Some(year) = self.year.filter(|_| !has(candidates, YEAR)) {
            candidates.add_key(KeyColumn::constant(YEAR, year.to_string(), candidates.len()));
        }
        if let Some((key, label)) = self.sheet.as_ref().filter(|(key, _)| !has(candidates, key)) {
            candidates.add_key(KeyColumn::constant(key, label.clone(), candidates.len()));
        }
        let Some(schools) = &self.schools else { return Ok(None) };
        // Codes are safer than names, which two offices write in two ways.
        let known = if has(candidates, "school_code") { "school_code" } else { "school" };
        let key = schools.key.as_deref().unwrap_or(known);
        attach_schools(candidates, &schools.list, key, &schools.columns).map(Some)
    }
}

/// The candidates of all files of a source with scaled scores. A kept tally was made of scaled scores.
pub(super) fn scaled(exam: Exam, scaling: &Options) -> Result<Exam> {
    let mut given = config::given(scaling);
    let by = given.take("by");
    let (candidates, counts) = exam.apart();
    let mut scaled = scaled_exam(&candidates, &by, &given)?;
    scaled.join(counts);
    Ok(scaled)
}
