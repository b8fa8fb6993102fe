//! Reading the two sources that `[link]` links, year by year.

use std::path::{Path, PathBuf};

use super::candidates::{Additions, Schools};
use super::config::{Config, LINK, Link, Source, YEAR};
use super::joins;
use super::linking::{
    Examined, Linking, account_json, account_lines, linked, options_of, read_examined, refuse,
};
use super::notices::Notice;
use super::planned::{Planned, files_of_year};
use super::sources::{Sources, options};
use crate::error::{Error, Place, Result};
use crate::exam::Exam;
use crate::exam::linked::Account;
use crate::intake::{ReadOptions, is_tally, let_settle, read_table};
use crate::number::to_f64;
use crate::records::SmallTable;
use crate::subjects::SubjectNames;

/// The account of a year, as the record keeps it.
pub(super) fn account_of(year: Option<i32>, account: &Account) -> serde_json::Value {
    let mut json = account_json(account);
    json["year"] = year.into();
    json
}

/// Every file that the linked examinations of a year and of the years before that its tables show are read from.
///
/// # Errors
/// Files of the year that are not there.
pub(super) fn linked_files(config: &Config, year: i32) -> Result<Vec<Planned>> {
    let Some(link) = &config.content.link else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for pair in pairs(config, link, year)? {
        let mappings = mappings(config, link, pair.of)?;
        files.extend(pair.files.into_iter().flatten());
        for path in mappings.into_iter().flatten() {
            if !files.iter().any(|known: &Planned| known.path == path) {
                files.push(Planned::undated(path));
            }
        }
    }
    Ok(files)
}

/// The files of the exit examination of a year and of its entry examination.
struct Pair {
    /// Where the configuration says it.
    year: Option<i32>,
    /// Of the exit, as paths have it.
    of: i32,
    /// Of entry and exit.
    files: [Vec<Planned>; 2],
}

fn pairs(config: &Config, link: &Link, year: i32) -> Result<Vec<Pair>> {
    let [entry, exit] = [config.named_source(&link.entry)?, config.named_source(&link.exit)?];
    let dated = exit.is_dated();
    let shown = config.content.tables.iter().filter(|table| table.source.get_ref() == LINK);
    let shown = shown.map(|table| i32::from(table.years_shown().min(100)) + i32::from(table.change));
    let first = if dated { year - shown.max().unwrap_or(1).max(1) + 1 } else { year };
    let mut pairs = Vec::new();
    for of in first..=year {
        let found = [(entry, of - i32::from(link.years)), (exit, of)];
        let files = found.map(|(source, of)| files_of_year(config, source, of));
        match files {
            [Ok(entry), Ok(exit)] if of == year || !(entry.is_empty() || exit.is_empty()) => {
                pairs.push(Pair { year: dated.then_some(of), of, files: [entry, exit] });
            }
            [Err(fault), _] | [_, Err(fault)] if of == year => return Err(fault),
            // A year before that has no pair of files has no figures.
            _ => {}
        }
    }
    Ok(pairs)
}

fn mappings(config: &Config, link: &Link, year: i32) -> Result<[Option<PathBuf>; 2]> {
    let path = |path: &Option<String>, year: i32| {
        let path = path.as_ref().map(|path| path.replace(YEAR, &year.to_string()));
        path.map(|path| config.within(config.folder.join(path))).transpose()
    };
    let entry = year - i32::from(link.years);
    Ok([path(&link.mapping.entry, entry)?, path(&link.mapping.exit, year)?])
}

/// Reads the tables that give the common ids of a year.
fn read_mappings(
    config: &Config,
    link: &Link,
    year: i32,
    sources: &mut Sources,
) -> Result<[Option<SmallTable>; 2]> {
    let mut tables = [None, None];
    for (table, path) in tables.iter_mut().zip(mappings(config, link, year)?) {
        let Some(path) = path else { continue };
        let_settle(&path);
        let options = ReadOptions { witness: sources.witness.clone(), ..ReadOptions::default() };
        *table = Some(read_table(&path, &options)?.0);
        add_file(sources, &path);
    }
    Ok(tables)
}

/// Links the two sources, with an account of each year.
///
/// # Errors
/// As reading candidates, mappings and linking them.
pub(super) fn read_linked(
    config: &Config,
    schools: Option<&Schools>,
    year: i32,
    sources: &mut Sources,
    progress: &dyn Fn(&Path, u64),
) -> Result<()> {
    let Some(link) = &config.content.link else { return Ok(()) };
    for pair in pairs(config, link, year)? {
        let tables = read_mappings(config, link, pair.of, sources)?;
        let mut reading =
            Reading { config, link, schools, sources, progress, names: SubjectNames::default() };
        let [entry, exit] = pair.files;
        let both = [
            reading.side(config.named_source(&link.entry)?, &entry, (None, tables[0].is_some()))?,
            reading.side(config.named_source(&link.exit)?, &exit, (Some(year), tables[1].is_some()))?,
        ];
        let names = reading.names;
        let linking = Linking { id: link.id(), movers: config.movers(link)? };
        let (records, account) = linked(both, tables.each_ref().map(Option::as_ref), linking)?;
        let exam = Exam::from_records(records).with_names(names);
        sources.exams.entry(LINK.to_owned()).or_default().join(exam);
        take_account(sources, config, link, (pair.year, account))?;
    }
    Ok(())
}

fn take_account(
    sources: &mut Sources,
    config: &Config,
    link: &Link,
    (year, account): (Option<i32>, Account),
) -> Result<()> {
    let lang = sources.lang;
    let head = match year {
        Some(year) => {
            lang.pick(format!("{year} 年两次考试相连："), format!("linked examinations of {year}:"))
        }
        None => lang.pick("两次考试相连：", "linked examinations:").to_owned(),
    };
    sources.accounts.push(head);
    sources.accounts.extend(account_lines(&account, lang).into_iter().map(|line| format!("  {line}")));
    let least = to_f64(config.least_match_rate(link)?);
    if account.match_rate().is_some_and(|rate| rate < least) {
        sources.notices.push(Notice::FewLinked { year, linked: account.linked, of: account.exit_scored });
    }
    sources.links.push((year, account));
    Ok(())
}

fn add_file(sources: &mut Sources, path: &Path) {
    if !sources.files.iter().any(|known| known == path) {
        sources.files.push(path.to_owned());
    }
}

/// One of the two examinations, being read.
struct Reading<'r> {
    config: &'r Config,
    link: &'r Link,
    schools: Option<&'r Schools>,
    sources: &'r mut Sources,
    progress: &'r dyn Fn(&Path, u64),
    names: SubjectNames,
}

impl Reading<'_> {
    /// All files of a side put together. `year` where its candidates have none of their own.
    fn side(
        &mut self,
        source: &Source,
        files: &[Planned],
        (year, is_mapped): (Option<i32>, bool),
    ) -> Result<Examined> {
        let mut whole: Option<Examined> = None;
        for file in files {
            for sheet in file.by_sheet(source)? {
                let part = self.file(source, &sheet, (year, is_mapped))?;
                whole = Some(match whole {
                    None => part,
                    Some(known) => known.append(part)?,
                });
            }
        }
        whole.ok_or_else(|| self.config.missing("path"))
    }

    fn file(
        &mut self,
        source: &Source,
        file: &Planned,
        (year, is_mapped): (Option<i32>, bool),
    ) -> Result<Examined> {
        if is_tally(&file.path) {
            return Err(Error::ColumnNotFound {
                place: Place::file(file.path.display().to_string()),
                column: "candidate_id".to_owned(),
                available: Vec::new(),
                suggestion: None,
            });
        }
        let_settle(&file.path);
        let settings = file.settings.and_then(|at| source.files.get(at));
        let witness = self.sources.witness.clone();
        let read = ReadOptions { witness, ..options(self.config, source, settings, file)? };
        let read = options_of(&read, self.link.id(), is_mapped)?;
        let checks = &self.config.content.checks;
        let mut examined = read_examined(&file.path, &read, checks.rejected_rows_percent)?;
        refuse(&examined.report, checks.rejected_rows_percent.min(checks.invalid_cells_percent))?;
        (self.progress)(&file.path, std::fs::metadata(&file.path).map_or(0, |of| of.len()));
        let schools = self.schools.filter(|_| source.schools).cloned();
        let additions = Additions {
            year: year.map(|year| file.year.unwrap_or(year)),
            schools,
            sheet: file.sheet.label(),
        };
        let placed = |fault| examined.report.place_missing_key(fault);
        let joined = additions.apply(&mut examined.records).map_err(placed)?;
        let joined = joined.iter().flat_map(|joined| joins::notices(self.config, &source.id, joined));
        let new: Vec<Notice> = joined.filter(|notice| !self.sources.notices.contains(notice)).collect();
        self.sources.notices.extend(new);
        self.names.join(&examined.report.subject_names(&read.columns));
        add_file(self.sources, &file.path);
        let report = &examined.report;
        let is_known =
            |known: &crate::intake::Report| known.file == report.file && known.sheet == report.sheet;
        if !self.sources.reports.iter().any(|(_, known)| is_known(known)) {
            self.sources.reports.push((Some(source.id.clone()), report.clone()));
        }
        Ok(examined)
    }
}
