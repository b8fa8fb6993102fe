//! Candidates that another engine counted column by column (`GROUP BY keys, cell`) → a tally, each distinct cell judged
//! by the same rules as the cells of a file.

use super::ReadOptions;
use super::aliases::{Meaning, meaning, subject_word};
use super::causes::Cause;
use super::columns_file::report_of;
use super::counts::{Counts, count};
use super::interner::tidy_key;
use super::kept_tally::in_order;
use super::policy::TotalRule;
use super::report::{ColumnUse, Report};
use super::sittings::{Sat, Usual, is_sitting};
use super::totals::addends;
use crate::columnar::{Columns, Wanted};
use crate::error::{ColumnPlace, Error, Result};
use crate::figures::key_id;
use crate::lang::Text;
use crate::number::Rational;
use crate::records::Mark;
use crate::subjects::{TOTAL, subject_id};
use crate::tally::Tally;

/// One column of scores as an engine counted it: the keys, the cell, how many have it; of a total beside subjects also
/// the number of the mark of the first subject in which they have none, and in how many subjects they have a score.
pub struct CountedColumn<'a> {
    pub header: String,
    pub subject: String,
    pub table: &'a Columns,
}

/// Rows of a frame whose place nobody knows.
const NOWHERE: u64 = 0;

/// What each cell of a counted column is.
///
/// # Errors
/// A column of lists and the like; an option that means nothing.
pub fn marks_of_counted(of: &CountedColumn<'_>, keys: usize, options: &ReadOptions) -> Result<Vec<Mark>> {
    let mut counts = Counts::new(options)?;
    let at = counts.subject(&of.subject).ok_or_else(|| no_subject(of))?;
    let mut marks = Vec::new();
    each_row(of.table, keys, |cells| {
        marks.push(counts.mark(at, cells[keys].as_bytes()).0);
        Ok(())
    })?;
    Ok(marks)
}

/// Tells the mark, and the score if it is one, of each cell of a table's only column.
///
/// # Errors
/// A column of lists and the like; an option that means nothing.
pub fn judge_cells(
    table: &Columns,
    subject: &str,
    options: &ReadOptions,
    mut tell: impl FnMut(Mark, Option<Rational>),
) -> Result<()> {
    let mut counts = Counts::new(options)?;
    let column = CountedColumn { header: subject.to_owned(), subject: subject.to_owned(), table };
    let at = counts.subject(subject).ok_or_else(|| no_subject(&column))?;
    each_row(table, 0, |cells| {
        let text = cells[0].as_bytes();
        tell(counts.mark(at, text).0, counts.score(at, text));
        Ok(())
    })
}

/// The key that a header means, as in reading: `residence` for 城乡类别.
pub fn key_of_header(header: &str) -> String {
    match meaning(header) {
        Some(Meaning::Identity { field, .. }) if !matches!(field, "candidate_id" | "name") => {
            field.to_owned()
        }
        _ => key_id(header).to_owned(),
    }
}

/// What columns of scores are of.
pub struct CountedSubjects {
    /// The subject that each header means: 语文 for 语文成绩.
    pub words: Vec<String>,
    /// The places of the total.
    pub totals: Vec<usize>,
    /// The places of the subjects that it adds.
    pub addends: Vec<usize>,
}

impl CountedSubjects {
    pub fn of(headers: &[String]) -> CountedSubjects {
        let word = |header: &String| subject_word(header).unwrap_or_else(|| header.clone());
        let words: Vec<String> = headers.iter().map(word).collect();
        let ids: Vec<&str> = words.iter().map(|word| subject_id(word)).collect();
        let (totals, others): (Vec<usize>, Vec<usize>) = (0..ids.len()).partition(|at| ids[*at] == TOTAL);
        let of_others: Vec<&str> = others.iter().map(|at| ids[*at]).collect();
        let addends = addends(&of_others).into_iter().map(|at| others[at]).collect();
        CountedSubjects { words, totals, addends }
    }
}

/// The tally of columns that an engine counted, the total last. `left_out` candidates were in an earlier row.
///
/// # Errors
/// A column of lists and the like; an option that means nothing; a frame that had other rows for one column than for
/// another. Scores that cannot be believed are in the report.
pub fn read_counted(
    columns: &[CountedColumn<'_>],
    keys: &[String],
    left_out: u64,
    options: &ReadOptions,
    library: &str,
) -> Result<(Tally, Report)> {
    let Some(first) = columns.first() else {
        return Err(Error::Internal { what: "no column that was counted" });
    };
    let mut report = report_of(first.table);
    report.columns = uses(keys, columns);
    let subjects: Vec<String> = columns.iter().map(|column| column.subject.clone()).collect();
    let judges = CountedSubjects::of(&subjects).addends.len() > 1;
    let mut counts = Counts::new(options)?;
    let (mut accepted, mut with_nul) = (None, 0);
    for (number, column) in columns.iter().enumerate() {
        let at = counts.subject(&column.subject).ok_or_else(|| no_subject(column))?;
        let place = ColumnPlace { index: keys.len() + number, header: column.header.clone() };
        let is_total = column.table.columns.len() > keys.len() + 2;
        let usual = if is_total && judges { usual(column.table, keys)? } else { Usual::default() };
        let (mut all, mut refused) = (0, 0);
        each_row(column.table, keys.len(), |cells| {
            let many = counted(cells, keys.len() + 1)?;
            if cells[..keys.len()].iter().any(|key| key.contains('\0')) {
                refused += many;
                return Ok(());
            }
            all += many;
            let labels = keys.iter().zip(cells).map(|(key, cell)| tidy_key(key)(cell)).collect();
            let text = cells[keys.len()].as_bytes();
            let (mark, finding) = counts.mark(at, text);
            let mut findings = [finding, None];
            let mut instead = None;
            if is_total {
                let beside = Beside::of(&cells[keys.len() + 2..], usual.of(&sitting(keys, cells)))?;
                let taken = beside.judge(mark, options.policy.total);
                report.totals_made_absent += if taken.voided { many } else { 0 };
                (instead, findings[1]) = (taken.instead, taken.finding);
            }
            match instead {
                Some(mark) => counts.push_mark(labels, at, mark, many)?,
                None => drop(counts.push(labels, at, text, many)?),
            }
            findings.iter().flatten().for_each(|cause| report.find_many(NOWHERE, Some(&place), *cause, many));
            Ok(())
        })?;
        with_nul = refused;
        if *accepted.get_or_insert(all) != all {
            return Err(Error::FrameChanged { library: library.to_owned() });
        }
    }
    report.accepted = accepted.unwrap_or(0);
    report.physical_rows = report.accepted + left_out + with_nul;
    (0..with_nul).for_each(|_| report.reject(NOWHERE, Cause::NulByte));
    (0..left_out).for_each(|_| report.reject(NOWHERE, Cause::DuplicateCandidate));
    report.check()?;
    Ok((in_order(counts.finish(keys.to_vec(), &mut report)), report))
}

fn no_subject(of: &CountedColumn<'_>) -> Error {
    Error::InvalidArgument {
        argument: format!("subjects[{:?}]", of.header),
        found: of.subject.clone(),
        expected: Text::new("科目", "a subject"),
    }
}

fn counted(cells: &[&str], at: usize) -> Result<u64> {
    count(cells[at]).ok_or(Error::Internal { what: "an engine's count that is none" })
}

/// What the cell of a total is taken for.
struct Taken {
    /// The mark that stands in its place.
    instead: Option<Mark>,
    finding: Option<Cause>,
    /// Whether it was a score that is not believed.
    voided: bool,
}

/// What stands beside a total.
struct Beside {
    /// The mark of the first subject without a score for a reason that is given, or that cannot be read.
    explicit: Option<Mark>,
    scored: usize,
    /// In how many subjects most candidates of the sitting have scores.
    usual: usize,
}

impl Beside {
    fn of(cells: &[&str], usual: usize) -> Result<Beside> {
        let mark = |cell: &str| Mark::ALL.get(cell.parse::<usize>().unwrap_or(0)).copied();
        let explicit = mark(cells[0]).filter(|mark| *mark != Mark::Scored);
        Ok(Beside { explicit, scored: counted(cells, 1)? as usize, usual })
    }

    /// As `Plan::scores` takes the total of a row.
    fn judge(&self, mark: Mark, rule: TotalRule) -> Taken {
        let complete = self.explicit.is_none() && self.scored >= self.usual;
        if complete || !matches!(mark, Mark::Scored | Mark::Blank) {
            return Taken { instead: None, finding: None, voided: false };
        }
        let (scored, believed) = (mark == Mark::Scored, rule.believes(self.scored > 0));
        let cause = match self.explicit {
            None => Some(Cause::IncompleteTotal),
            Some(_) => (!believed).then_some(Cause::TotalVoided),
        };
        Taken {
            instead: (!believed).then(|| self.explicit.unwrap_or(Mark::Blank)),
            finding: cause.filter(|_| scored),
            voided: scored && !believed,
        }
    }
}

/// The labels of a row that tell with whom a candidate sat the same papers.
fn sitting(keys: &[String], cells: &[&str]) -> Vec<u8> {
    let of = keys.iter().zip(cells).filter(|(key, _)| is_sitting(key));
    of.flat_map(|(key, cell)| [tidy_key(key)(cell).as_bytes(), &[0xFF]].concat()).collect()
}

fn usual(table: &Columns, keys: &[String]) -> Result<Usual> {
    let mut sat = Sat::default();
    each_row(table, keys.len(), |cells| {
        let scored = counted(cells, keys.len() + 3)? as usize;
        sat.see_many(&sitting(keys, cells), scored, counted(cells, keys.len() + 1)?);
        Ok(())
    })?;
    Ok(sat.usual())
}

/// NaN is a missing key, and a cell of scores like any other.
fn each_row(table: &Columns, keys: usize, mut take: impl FnMut(&[&str]) -> Result<()>) -> Result<()> {
    table.all_readable()?;
    let mut wanted = vec![Wanted::Cells; table.columns.len()];
    wanted[keys] = Wanted::Scores;
    for batch in table.batches(&wanted)? {
        let block = batch?.block();
        (0..block.rows()).try_for_each(|row| take(&block.texts(row)))?;
    }
    Ok(())
}

fn uses(keys: &[String], columns: &[CountedColumn<'_>]) -> Vec<ColumnUse> {
    let keys = keys.iter().map(|key| (key.clone(), key.clone()));
    let subjects =
        columns.iter().map(|of| (of.header.clone(), format!("subject:{}", subject_id(&of.subject))));
    let used = |(index, (header, field)): (usize, (String, String))| ColumnUse {
        place: ColumnPlace { index, header },
        field: Some(field),
        reason: Text::new("由数据框的引擎计数", "counted by the engine of the frame"),
    };
    keys.chain(subjects).enumerate().map(used).collect()
}
