//! Several sheets of one workbook, each read as a file of its own.

use std::collections::BTreeMap;
use std::path::Path;

use super::Counts;
use super::notices::Notice;
use crate::error::{Error, Place, Result};
use crate::exam::Exam;
use crate::intake::{ReadOptions, sheet_names};
use crate::number::Rational;
use crate::subjects::TOTAL;

/// A sheet to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedSheet {
    /// The only one that there is, or that fits, if not named.
    pub name: Option<String>,
    /// Whether a pattern names it: then it is passed over where it holds no scores.
    pub by_pattern: bool,
    /// Of several sheets: the key that tells their candidates apart.
    pub key: Option<&'static str>,
}

impl AskedSheet {
    /// A sheet of a file as messages name it.
    pub fn of(&self, path: &Path) -> String {
        let path = path.display();
        self.name.as_ref().map_or_else(|| path.to_string(), |sheet| format!("{path} [{sheet}]"))
    }

    /// What candidates of one of several sheets are told by, where the sheet itself has no such column.
    pub fn label(&self) -> Option<(&'static str, String)> {
        self.key.zip(self.name.clone())
    }
}

/// What sheets stand for that are called 1班 or Class 1; of other sheets nothing more is known. Sheets that hold no
/// scores, as explanations do, say nothing of the others.
fn key_of(path: &Path, sheets: &[AskedSheet]) -> &'static str {
    let is_class = |sheet: &AskedSheet| {
        let name = sheet.name.as_ref().map(|name| name.to_lowercase()).unwrap_or_default();
        name.contains('班') || name.contains("class")
    };
    let has_scores = |sheet: &AskedSheet| {
        let options = ReadOptions { sheet: sheet.name.clone(), ..ReadOptions::default() };
        !sheet.by_pattern || !Counts::read(path, &options, None).is_err_and(|fault| holds_nothing(&fault))
    };
    let is_other = |sheet: &AskedSheet| !is_class(sheet) && has_scores(sheet);
    if sheets.iter().any(is_class) && !sheets.iter().any(is_other) { "class" } else { "sheet" }
}

/// The sheets that names and patterns with `*` and `?` stand for.
///
/// # Errors
/// Not readable; a pattern that no sheet fits.
pub fn asked_sheets(path: &Path, asked: &[String]) -> Result<Vec<AskedSheet>> {
    let is_pattern = |name: &str| name.contains(['*', '?']);
    let named = |name: &String| AskedSheet { name: Some(name.clone()), ..AskedSheet::default() };
    match asked {
        [] => return Ok(vec![AskedSheet::default()]),
        [only] if !is_pattern(only) => return Ok(vec![named(only)]),
        _ => {}
    }
    let names = sheet_names(path)?;
    let mut sheets: Vec<AskedSheet> = Vec::new();
    for name in asked {
        let fits = |known: &&String| glob::Pattern::new(name).is_ok_and(|pattern| pattern.matches(known));
        let found: Vec<AskedSheet> = match names.contains(name) || !is_pattern(name) {
            true => vec![named(name)],
            false => names.iter().filter(fits).map(|n| AskedSheet { by_pattern: true, ..named(n) }).collect(),
        };
        if found.is_empty() {
            let place = Place::file(path.display().to_string());
            return Err(Error::WhichSheet { place, asked: Some(name.clone()), choices: names });
        }
        let new = found.into_iter().filter(|sheet| sheets.iter().all(|known| known.name != sheet.name));
        sheets.extend(new.collect::<Vec<_>>());
    }
    let key = Some(key_of(path, &sheets)).filter(|_| sheets.len() > 1);
    sheets.iter_mut().for_each(|sheet| sheet.key = key);
    Ok(sheets)
}

/// The sheets that a text of the command line stands for: one that is called so, or names with commas between.
///
/// # Errors
/// As `asked_sheets`.
pub fn written_sheets(path: &Path, written: Option<&str>) -> Result<Vec<AskedSheet>> {
    let Some(written) = written else { return asked_sheets(path, &[]) };
    let is_several = written.contains([',', '，', '*', '?']);
    if !is_several || sheet_names(path)?.iter().any(|name| name == written) {
        return asked_sheets(path, &[written.to_owned()]);
    }
    let names = written.split([',', '，']).map(|name| name.trim().to_owned());
    asked_sheets(path, &names.filter(|name| !name.is_empty()).collect::<Vec<_>>())
}

/// The candidates of several sheets together, and which sheets were passed over.
///
/// # Errors
/// As the two functions, but for a sheet that a pattern names and that holds no scores; sheets that repeat others.
pub fn read_sheets<E: From<Error>>(
    path: &Path,
    sheets: Vec<AskedSheet>,
    read: impl Fn(Option<String>) -> Result<Counts>,
    mut take: impl FnMut(Counts, Option<(&'static str, String)>) -> std::result::Result<Exam, E>,
) -> std::result::Result<(Exam, Vec<Notice>), E> {
    let (mut all, mut notices, mut of_none) = (Vec::new(), Vec::new(), None);
    for sheet in sheets {
        match read(sheet.name.clone()) {
            Err(fault) if sheet.by_pattern && holds_nothing(&fault) => {
                notices.push(Notice::SheetNotRead { sheet: sheet.of(path) });
                of_none.get_or_insert(fault);
            }
            counts => {
                let label = sheet.label();
                all.push((sheet.name.unwrap_or_default(), take(counts?, label)?));
            }
        }
    }
    if let Some(fault) = of_none.filter(|_| all.is_empty()) {
        return Err(fault.into());
    }
    if all.len() > 1 {
        refuse_repeats(path, &all)?;
    }
    let mut exam = Exam::default();
    all.into_iter().for_each(|(_, of_sheet)| exam.join(of_sheet));
    Ok((exam, notices))
}

/// Whether a fault only says that a sheet is none of those looked for.
pub fn holds_nothing(fault: &Error) -> bool {
    matches!(fault, Error::NoScoreColumn { .. } | Error::HeaderNotFound { .. } | Error::Empty { .. })
}

/// How many candidates have each score of the total, or of the subject that most have.
type Scores = BTreeMap<Rational, u64>;

/// Refuses sheets of which one holds the candidates of another, or of all others: nine tenths of the scores of
/// both coincide.
///
/// # Errors
/// [`Error::SheetsRepeat`].
pub fn refuse_repeats(path: &Path, sheets: &[(String, Exam)]) -> Result<()> {
    let scores = sheets.iter().map(|(_, exam)| scores(exam)).collect::<Result<Vec<_>>>()?;
    let refused = |at: usize, others: Vec<usize>| Error::SheetsRepeat {
        place: Place::file(path.display().to_string()),
        sheet: sheets[at].0.clone(),
        others: others.into_iter().map(|at| sheets[at].0.clone()).collect(),
    };
    for at in 0..sheets.len() {
        let others: Vec<usize> = (0..sheets.len()).filter(|other| *other != at).collect();
        let mut rest = Scores::new();
        for other in &others {
            scores[*other].iter().for_each(|(score, n)| *rest.entry(*score).or_default() += n);
        }
        if others.len() > 1 && coincide(&scores[at], &rest) {
            return Err(refused(at, others));
        }
        if let Some(same) = (at + 1..sheets.len()).find(|other| coincide(&scores[at], &scores[*other])) {
            return Err(refused(same, vec![at]));
        }
    }
    Ok(())
}

/// Refuses score tables of which one is the sum of all others, or the same as another: those of many candidates may be
/// much alike and still be two.
///
/// # Errors
/// [`Error::SheetsRepeat`].
pub fn refuse_sums(path: &Path, sheets: &[(String, Exam)]) -> Result<()> {
    let scores = sheets.iter().map(|(_, exam)| scores(exam)).collect::<Result<Vec<_>>>()?;
    for at in 0..sheets.len() {
        let others: Vec<usize> = (0..sheets.len()).filter(|other| *other != at).collect();
        let mut rest = Scores::new();
        for (score, n) in others.iter().flat_map(|other| &scores[*other]) {
            *rest.entry(*score).or_default() += n;
        }
        let same = others.iter().find(|other| **other > at && scores[**other] == scores[at]);
        if let Some((sheet, others)) =
            same.map(|same| (*same, vec![at])).or((rest == scores[at]).then_some((at, others.clone())))
        {
            return Err(Error::SheetsRepeat {
                place: Place::file(path.display().to_string()),
                sheet: sheets[sheet].0.clone(),
                others: others.into_iter().map(|at| sheets[at].0.clone()).collect(),
            });
        }
    }
    Ok(())
}

/// Fewer scores than this coincide by chance.
const FEW: u64 = 5;

fn coincide(one: &Scores, other: &Scores) -> bool {
    let common: u64 = one.iter().map(|(score, n)| other.get(score).map_or(0, |m| *m.min(n))).sum();
    let most = |all: &Scores| 10 * common >= 9 * all.values().sum::<u64>();
    common >= FEW && most(one) && most(other)
}

fn scores(exam: &Exam) -> Result<Scores> {
    let mut scores = Scores::new();
    for of_year in exam.by_year(&[])?.iter() {
        let Some(group) = of_year.tally.groups.first() else { continue };
        let subjects = of_year.tally.subjects.iter().zip(&group.distributions);
        let chosen =
            subjects.max_by_key(|(subject, all)| (subject.id == TOTAL && all.tested() > 0, all.tested()));
        if let Some((subject, all)) = chosen {
            for (ticks, count) in all.counts() {
                *scores.entry(subject.scale.score(*ticks)).or_default() += count;
            }
        }
    }
    Ok(scores)
}
