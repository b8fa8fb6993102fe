//! Two examinations read and linked on an id: which column that is, what table maps numbers to it, and when too few
//! are found.

pub use super::link_account::{account_json, account_lines};

use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use crate::error::{Error, Place, Result};
use crate::exam::linked::{Account, Movers, Side, link};
use crate::figures::key_name;
use crate::intake::{
    Cause, Pace, ReadOptions, Report, RowIds, Wanted, ids_of_file, is_of_names, is_same_header, plain_id,
    read_candidates, refuse_destroyed,
};
use crate::lang::{Lang, Text};
use crate::number::plain;
use crate::records::{KeyColumn, Mark, Records, ScoreColumn, SmallTable};
use crate::render::csv::Rows;
use crate::subjects::subject_name;

/// Fewer linked than this share of those with an exit score: the ids are not of one system.
const FEWEST: f64 = 0.5;

/// One examination, with its ids.
pub struct Examined {
    pub records: Records,
    pub ids: RowIds,
    pub report: Report,
}

impl Examined {
    /// With the candidates of another file of the same examination.
    ///
    /// # Errors
    /// As [`Records::append`].
    pub fn append(mut self, mut other: Examined) -> Result<Examined> {
        // Rows of several files are told apart by numbers above those of the file before.
        let first = self.ids.rows.iter().map(|(row, _)| *row).max().unwrap_or_default();
        other.records.rows.iter_mut().for_each(|row| *row += first);
        self.ids.rows.extend(other.ids.rows.into_iter().map(|(row, id)| (row + first, id)));
        self.records.append(other.records)?;
        Ok(self)
    }
}

/// How the two are linked.
#[derive(Clone, Copy, Debug)]
pub struct Linking<'a> {
    /// The header of the id that both share, or that the mappings give.
    pub id: Option<&'a str>,
    pub movers: Movers,
}

impl Movers {
    /// # Errors
    /// A word that is none of them.
    pub fn parse(word: &str) -> Result<Movers> {
        match word {
            "exit_school" => Ok(Movers::ExitSchool),
            "entry_school" => Ok(Movers::EntrySchool),
            "exclude" => Ok(Movers::Exclude),
            "stayers_only" => Ok(Movers::StayersOnly),
            _ => Err(Error::InvalidArgument {
                argument: "movers".to_owned(),
                found: word.to_owned(),
                expected: Text::new(
                    "exit_school（计入出口学校）、entry_school（计入入口学校）、exclude（不计）或 stayers_only（只作参照）",
                    "exit_school, entry_school, exclude (of no part) or stayers_only (part of the reference only)",
                ),
            }),
        }
    }
}

/// The options of reading a side: its id is the one asked for, where no mapping gives it.
///
/// # Errors
/// An id that is a name.
pub fn options_of(options: &ReadOptions, id: Option<&str>, is_mapped: bool) -> Result<ReadOptions> {
    let mut options = options.clone();
    if let Some(id) = id {
        refuse_names(id)?;
        if !is_mapped {
            options.columns.insert(id.to_owned(), "candidate_id".to_owned());
        }
    }
    Ok(options)
}

/// Refuses names as an id.
///
/// # Errors
/// A header that is that of names.
pub fn refuse_names(id: &str) -> Result<()> {
    if !is_of_names(id) {
        return Ok(());
    }
    Err(Error::InvalidArgument {
        argument: "id".to_owned(),
        found: id.to_owned(),
        expected: Text::new(
            "学籍号、考号等号码；姓名（即使加上学校）不能用来连接，同名同校的考生会连错",
            "a number such as 学籍号 or 考号; names, even with the school, link the wrong pupils of one name",
        ),
    })
}

/// Reads the candidates of a file one by one, with their ids.
///
/// # Errors
/// As for candidates; no column of ids, ids that Excel rewrote; more refused than allowed, in per cent.
pub fn read_examined(path: &Path, options: &ReadOptions, allowed: f64) -> Result<Examined> {
    let read = read_candidates(path, options, &Wanted::all_records(), Pace::default(), None)?;
    refuse(&read.report, allowed)?;
    let ids = ids_of_file(path, options, &read.report)?;
    Ok(Examined { records: read.records.unwrap_or_default(), ids, report: read.report })
}

/// Writes linked candidates as a table that can be read like an export: keys, exit scores, and entry scores under 入口.
/// It holds no ids, and is candidate data all the same: a file that is there is never replaced.
///
/// # Errors
/// A file that cannot be written, or is there already.
pub fn write_linked(path: &Path, records: &Records) -> Result<()> {
    let unwritable = |source| Error::Unwritable { path: path.to_owned(), source };
    let file = File::options().write(true).create_new(true).open(path).map_err(unwritable)?;
    let mut rows = Rows::exact(BufWriter::new(file));
    let keys: Vec<&KeyColumn> = records.keys.iter().filter(|key| !key.name.starts_with("entry_")).collect();
    let headers = keys.iter().map(|key| key_name(&key.name, Lang::Zh).to_owned());
    let subjects = records.scores.iter().map(|column| header_of(&column.subject.id));
    rows.write(headers.chain(subjects)).map_err(unwritable)?;
    for at in 0..records.len {
        let labels = keys.iter().map(|key| key.label(at).to_owned());
        let scores = records.scores.iter().map(|column| cell(column, at));
        rows.write(labels.chain(scores)).map_err(unwritable)?;
    }
    rows.finish().map_err(unwritable)
}

fn header_of(subject: &str) -> String {
    match subject.strip_suffix("_entry") {
        Some(of) => format!("入口{}", subject_name(of, Lang::Zh)),
        None => subject_name(subject, Lang::Zh).to_owned(),
    }
}

fn cell(column: &ScoreColumn, at: usize) -> String {
    match column.marks[at] {
        Mark::Scored => plain(column.subject.scale.score(i64::from(column.ticks[at]))),
        Mark::Blank | Mark::Invalid | Mark::Withheld => String::new(),
        mark => mark.text().zh.to_owned(),
    }
}

/// Refuses what is doubtful beside repeated ids, which are counted in the account.
///
/// # Errors
/// More refused than allowed, in per cent.
pub fn refuse(report: &Report, allowed: f64) -> Result<()> {
    let mut others = report.clone();
    others.rejected = others.rejected.without(Cause::DuplicateCandidate);
    others.refuse_above(allowed, allowed)
}

/// Links two examinations; a mapping gives the common id of a side's own numbers.
///
/// # Errors
/// A mapping without its columns or rewritten by Excel; fewer linked than half of those with an exit score.
pub fn linked(
    [entry, exit]: [Examined; 2],
    mappings: [Option<&SmallTable>; 2],
    linking: Linking<'_>,
) -> Result<(Records, Account)> {
    let [of_entry, of_exit] = mappings;
    let (entry, exit) = (side(entry, of_entry, linking.id)?, side(exit, of_exit, linking.id)?);
    let (records, account) = link(&entry, exit, linking.movers);
    if account.match_rate().is_none_or(|rate| rate < FEWEST) {
        let [entry, exit] = account.shapes.clone();
        let (linked, of) = (account.linked, account.exit_scored);
        let ids_meet = account.matched * 2 >= account.candidates[1].max(1);
        return Err(Error::FewLinked { linked, of, entry, exit, ids_meet });
    }
    Ok((records, account))
}

fn side(examined: Examined, mapping: Option<&SmallTable>, id: Option<&str>) -> Result<Side> {
    let side = Side::new(examined.records, &examined.ids.rows);
    match mapping {
        None => Ok(side),
        Some(table) => Ok(side.mapped(&mapping_of(table, &examined.ids.header, id)?)),
    }
}

/// Own number → common id. A number with two ids has none.
fn mapping_of(table: &SmallTable, own: &str, id: Option<&str>) -> Result<HashMap<String, String>> {
    let find = |header: &str| table.headers.iter().position(|other| is_same_header(other, header));
    let missing = |column: &str| Error::ColumnNotFound {
        place: Place::file(&table.file),
        column: column.to_owned(),
        available: table.headers.clone(),
        suggestion: None,
    };
    let id = id.ok_or_else(|| Error::InvalidArgument {
        argument: "id".to_owned(),
        found: String::new(),
        expected: Text::new(
            "对照表中共同号码的列名，如 学籍号",
            "the header of the common id in the mapping, such as 学籍号",
        ),
    })?;
    let to = find(id).ok_or_else(|| missing(id))?;
    let only_other = (table.headers.len() == 2).then(|| 1 - to);
    let from = find(own).filter(|from| *from != to).or(only_other).ok_or_else(|| missing(own))?;
    for at in [from, to] {
        let place = Place::file(&table.file).at_column(at, &table.headers[at]);
        refuse_destroyed(table.rows.iter().map(|row| row[at].as_str()), place)?;
    }
    let mut mapping: HashMap<String, Option<String>> = HashMap::with_capacity(table.rows.len());
    for row in &table.rows {
        let [from, to] = [from, to].map(|at| plain_id(&row[at]));
        if !from.is_empty() && !to.is_empty() {
            let known = mapping.entry(from).or_insert_with(|| Some(to.clone()));
            *known = known.take().filter(|known| *known == to);
        }
    }
    Ok(mapping.into_iter().filter_map(|(from, to)| Some((from, to?))).collect())
}
