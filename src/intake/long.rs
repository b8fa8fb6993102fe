//! Exports with a row per candidate and subject (or item): the rows of one candidate are put together, in any order.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::candidates::finish;
use super::causes::Cause;
use super::dictionary::Dictionary;
use super::encoding::Encoding;
use super::fields::Field;
use super::groups::Grouper;
use super::headers::{Column, Role};
use super::identity::{IdReader, Identified, Identity};
use super::ids::{Id, LongIds};
use super::interner::{FastMap, Interner, tidy_key, tidy_label};
use super::items::declare_items;
use super::kept::Kept;
use super::ledger::Ledger;
use super::plan::Plan;
use super::policy::Duplicates;
use super::report::Report;
use super::rows::RowReader;
use super::scores::{CellReader, Reading};
use super::sittings::{Usual, is_sitting};
use super::text::trim_raw;
use super::{ReadOptions, aliases};
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::records::{KeyColumn, Mark, Records};

/// Stands between the paper of an item and its name.
pub(super) const OF_PAPER: &str = "\u{1f}";
/// Stands before the name of an item in the key of the options chosen.
pub(super) const ANSWER: &str = "answer:";

/// A cell and the physical row it stands in.
type Cell = (Reading, u64);

struct LongKey<'a> {
    place: ColumnPlace,
    name: String,
    interner: Interner<'a>,
    /// Per candidate; `None` once two rows disagree.
    codes: Vec<Option<u32>>,
}

impl LongKey<'_> {
    fn new(place: ColumnPlace, name: String) -> Self {
        LongKey { place, name, interner: Interner::new(), codes: Vec::new() }
    }
}

/// Builds the records of one file row by row.
pub(super) struct LongBuilder<'a> {
    encoding: Encoding,
    options: ReadOptions,
    reader: CellReader,
    identity: Identity,
    ids: IdReader,
    plain_ids: BTreeSet<(String, String)>,
    subject: ColumnPlace,
    /// Where rows are of items and a file holds several papers, the subject of the row.
    paper: Option<ColumnPlace>,
    /// `None` where rows hold the options of an item alone.
    score: Option<ColumnPlace>,
    /// The options chosen, where rows are of items: of each subject a column.
    chosen: Option<ColumnPlace>,
    answers: Vec<LongKey<'a>>,
    keys: Vec<LongKey<'a>>,
    long_ids: LongIds,
    destroyed: Option<u64>,
    candidates: FastMap<Box<[u8]>, usize>,
    of_items: bool,
    /// The first row of each candidate.
    first_rows: Vec<u64>,
    subject_of: FastMap<Cow<'a, [u8]>, usize>,
    subjects: Vec<(String, Vec<Option<Cell>>)>,
}

impl<'a> LongBuilder<'a> {
    pub fn new(columns: &[Column], options: &ReadOptions, encoding: Encoding) -> Result<LongBuilder<'a>> {
        let place = |role: &Role| columns.iter().find(|c| c.role == *role).map(|c| c.place.clone());
        let item = place(&Role::ItemName);
        let missing = || Error::Internal { what: "a long layout without its columns" };
        let keys = columns.iter().filter_map(|column| match &column.role {
            Role::Key(name) => Some(LongKey::new(column.place.clone(), name.clone())),
            _ => None,
        });
        Ok(LongBuilder {
            encoding,
            options: options.clone(),
            reader: CellReader::new(encoding, &options.policy)
                .with_decimal_comma(options.decimal_comma == Some(true)),
            identity: Identity::of(columns).ok_or_else(missing)?,
            ids: IdReader::new(encoding),
            plain_ids: BTreeSet::new(),
            of_items: item.is_some(),
            paper: place(&Role::SubjectName).filter(|_| item.is_some()),
            subject: item.or_else(|| place(&Role::SubjectName)).ok_or_else(missing)?,
            score: place(&Role::LongScore),
            chosen: place(&Role::ItemOptions),
            answers: Vec::new(),
            keys: keys.collect(),
            long_ids: LongIds::default(),
            destroyed: None,
            candidates: FastMap::default(),
            first_rows: Vec::new(),
            subject_of: FastMap::default(),
            subjects: Vec::new(),
        })
    }

    /// Takes a row whose fields are as many as the columns.
    pub fn push(&mut self, row: u64, fields: &[Field<'a>], report: &mut Report) {
        let field = |place: &ColumnPlace| fields.get(place.index).copied().unwrap_or_default();
        let subject = field(&self.subject).bytes();
        let Identified { id, plain, made_plain } = self.ids.read(&self.identity, fields);
        if id == Id::Empty || trim_raw(&subject).is_empty() {
            return report.reject(row, Cause::NoIdentity);
        }
        self.long_ids.see(plain);
        if id == Id::Destroyed {
            self.destroyed = self.destroyed.or(Some(row));
        }
        if let Some(shapes) = made_plain {
            report.find(row, Some(&self.identity.id), Cause::IdMadePlain);
            self.plain_ids.insert(shapes);
        }
        let id = id.key();
        let paper = self.paper.as_ref().map(|place| field(place).bytes());
        let subject = self.subject(subject, paper);
        let new = self.first_rows.len();
        let candidate = *self.candidates.entry(id).or_insert(new);
        let read = |score: &ColumnPlace| self.reader.read(field(score));
        let cell = (self.score.as_ref().map_or(Reading::Mark(Mark::Blank), read), row);
        let cells = &mut self.subjects[subject].1;
        cells.resize(cells.len().max(candidate + 1), None);
        if let Some(earlier) = cells[candidate] {
            let better = match self.options.policy.duplicates {
                Duplicates::Best => is_better(cell.0, earlier.0),
                Duplicates::Last => true,
                Duplicates::First | Duplicates::Refuse => false,
            };
            report.reject(if better { earlier.1 } else { row }, Cause::SameSubjectTwice);
            if !better {
                return;
            }
            report.accepted -= 1;
        }
        cells[candidate] = Some(cell);
        report.accepted += 1;
        if candidate == new {
            self.first_rows.push(row);
        }
        if let Some(answers) = self.answers.get_mut(subject) {
            let (code, _) = answers.interner.code(field(&answers.place), self.encoding, tidy_label);
            answers.codes.resize(answers.codes.len().max(candidate + 1), None);
            answers.codes[candidate] = Some(code);
        }
        for key in &mut self.keys {
            let (code, normalised) = key.interner.code(field(&key.place), self.encoding, tidy_key(&key.name));
            if normalised {
                report.find(row, Some(&key.place), Cause::KeyNormalised);
            }
            if candidate == key.codes.len() {
                key.codes.push(Some(code));
            } else if key.interner.disagrees(key.codes[candidate], code) {
                report.find(row, Some(&key.place), Cause::KeyDisagrees);
                key.codes[candidate] = None;
            } else if !key.interner.is_blank(code) {
                key.codes[candidate] = key.codes[candidate].map(|_| code);
            }
        }
    }

    /// The subject that a row is of; an item is told apart by the paper that it is in.
    fn subject(&mut self, name: Cow<'a, [u8]>, paper: Option<Cow<'a, [u8]>>) -> usize {
        let key = match &paper {
            Some(paper) => Cow::Owned([paper, OF_PAPER.as_bytes(), &name].concat()),
            None => name.clone(),
        };
        if let Some(at) = self.subject_of.get(&key) {
            return *at;
        }
        let tidy = |cell: &[u8]| tidy_label(&self.encoding.decode(cell));
        let paper = paper.map(|paper| tidy(&paper) + OF_PAPER).unwrap_or_default();
        let label = paper + &tidy(&name);
        let id = match aliases::meaning(&label) {
            Some(aliases::Meaning::Subject(id)) if !self.of_items => id.to_owned(),
            _ => label,
        };
        let at = self.subjects.iter().position(|(known, _)| *known == id).unwrap_or(self.subjects.len());
        if at == self.subjects.len() {
            let answers = |place: &ColumnPlace| LongKey::new(place.clone(), format!("{ANSWER}{id}"));
            self.answers.extend(self.chosen.as_ref().map(answers));
            self.subjects.push((id, Vec::new()));
        }
        self.subject_of.insert(key, at);
        at
    }

    /// One record per candidate, in the order of their first rows.
    ///
    /// # Errors
    /// [`Error::KeyDestroyed`]: ids that Excel rewrote put no rows together.
    pub fn finish(mut self, report: Report) -> Result<(Records, Report)> {
        let zeros = self.long_ids.all_in_zeros().then(|| self.first_rows.first().copied().unwrap_or(0));
        if let Some(row) = self.destroyed.or(zeros) {
            let id = &self.identity.id;
            let place = Place::file(&report.file).at_row(row).at_column(id.index, &id.header);
            return Err(Error::KeyDestroyed { place });
        }
        if self.of_items {
            for said in [&mut self.options.full_marks, &mut self.options.steps] {
                declare_items(said, self.subjects.iter().map(|(label, _)| label));
            }
        } else {
            self.subjects.sort_by(|a, b| {
                let rank = |id: &str| crate::subjects::subject_rank(id);
                (rank(&a.0), &a.0).cmp(&(rank(&b.0), &b.0))
            });
        }
        let cells = self.score.as_ref().unwrap_or(&self.subject);
        let columns: Vec<Column> =
            self.subjects.iter().map(|(id, _)| Column::of_subject(cells.clone(), id)).collect();
        let (mut records, mut report) = self.records(&columns, report)?;
        for key in &self.keys {
            let mappings = key.interner.normalised(self.encoding).into_iter();
            let header = || key.place.header.clone();
            report.normalised.extend(mappings.map(|(written, kept)| (header(), written, kept)));
        }
        let id = &self.identity.id.header;
        report.normalised.extend(self.plain_ids.into_iter().map(|(from, to)| (id.clone(), from, to)));
        report.normalised.sort();
        let candidates = self.first_rows.len();
        self.answers.iter_mut().for_each(|answers| answers.codes.resize(candidates, None));
        let keys = self.keys.into_iter().chain(self.answers).map(|key| {
            let labels = key.interner.into_labels();
            let mut column = KeyColumn { name: key.name, codes: Vec::new(), labels };
            let blank = column.labels.iter().position(String::is_empty).unwrap_or(column.labels.len());
            if blank == column.labels.len() && key.codes.contains(&None) {
                column.labels.push(String::new());
            }
            column.codes = key.codes.iter().map(|code| code.unwrap_or(blank as u32)).collect();
            column
        });
        records.keys.splice(0..0, keys);
        Ok((records, report))
    }

    /// Which papers a candidate sat, as [`super::sittings::SittingColumns`] reads it of a row.
    fn sitting(&self, candidate: usize) -> Vec<u8> {
        let keys = self.keys.iter().filter(|key| is_sitting(&key.name));
        let codes = keys.map(|key| key.codes.get(candidate).copied().flatten());
        codes.flat_map(|code| code.unwrap_or(u32::MAX).to_le_bytes()).collect()
    }

    /// The scores of the candidates, as if each stood in one row.
    fn records(&mut self, columns: &[Column], report: Report) -> Result<(Records, Report)> {
        let plan = Plan::new(columns, &self.options, None)?;
        let dictionary = Dictionary::new(&plan.keys, self.encoding);
        let mut reader = std::mem::replace(&mut self.reader, CellReader::new(self.encoding, &plan.policy));
        let read = |usual: &Usual| {
            let mut rows_of = RowReader::new(&plan, self.encoding, Grouper::new(&dictionary), usual);
            let mut rows = rows_of.begin(&plan.no_decimals());
            let mut account = Report::new(&report.file, report.encoding, report.encoding_reason);
            for (candidate, first_row) in self.first_rows.iter().enumerate() {
                let cell = |(_, cells): &(String, Vec<Option<Cell>>)| cells.get(candidate).copied().flatten();
                let blank = (Reading::Mark(Mark::Blank), *first_row);
                let cells: Vec<Cell> = self.subjects.iter().map(|of| cell(of).unwrap_or(blank)).collect();
                let sitting = self.sitting(candidate);
                rows_of.push_read(*first_row, &sitting, &cells, &mut rows, &mut account);
            }
            rows_of.end(&mut rows, &mut account).map(|()| (rows, account))
        };
        let mut usual = Usual::default();
        let (mut rows, mut account) = read(&usual)?;
        if !rows.sat.judged_alike(&usual) {
            usual = rows.sat.usual();
            (rows, account) = read(&usual)?;
        }
        rows.odd = reader.counts();
        let mut ledger = Ledger::new(&plan, report);
        ledger.enter(&rows, account, 0)?;
        let mut kept = Kept::new(&plan, usize::MAX);
        kept.add(&rows, &plan, 0)?;
        let read = finish(ledger.close()?, &plan, dictionary, None, Some(kept))?;
        Ok((read.records.unwrap_or_default(), read.report))
    }
}

/// Whether a candidate's other score in the same subject is the higher one.
fn is_better(new: Reading, old: Reading) -> bool {
    let score = |reading| match reading {
        Reading::Score(number) | Reading::WideScore(number) | Reading::PercentScore(number) => {
            Some(number.to_rational())
        }
        _ => None,
    };
    score(new) > score(old)
}
