//! Disclosure control of a release: what its figures are read with, and what of them is hidden.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::config::{Config, Disclosure, Profile};
use super::headline::{self, Told};
use super::output::{DisclosureRecord, Hashed, Manifest};
use super::sources::Sources;
use crate::disclosure::{Outcome, Recoverable, Rule, Sheet, Standing, hide, protect};
use crate::error::{Error, Result};
use crate::exam::YearTally;
use crate::figures::{COLUMNS, Figures, Status};
use crate::lang::{Lang, Text};
use crate::render::csv::{figures_csv, read_figures_csv};
use crate::render::table::Table;
use crate::subjects::subject_name;

/// What stands on everything that an internal release writes.
pub const INTERNAL: Text = Text::new(
    "内部资料,未作隐私保护处理,不得公开",
    "Internal: small cells are not hidden, not for publication",
);

/// The figures of a table, of all years that are at hand.
pub struct Computed<'a> {
    pub id: &'a str,
    pub source: &'a str,
    pub by: &'a [String],
    pub figures: Figures,
    /// For each figure, whether the release shows it.
    pub shown: Vec<bool>,
}

impl Computed<'_> {
    /// The figures that the release shows.
    pub fn of_release(mut self) -> Figures {
        let mut shown = self.shown.iter();
        self.figures.rows.retain(|_| shown.next().copied().unwrap_or(false));
        self.figures
    }
}

/// Hides in all tables and in the headline what must be hidden, and says what was done.
///
/// # Errors
/// [`Error::Recoverable`] if a hidden number could still be told too closely.
pub fn apply(
    config: &Config,
    sources: &Sources,
    year: i32,
    earlier: &[PathBuf],
    tables: &mut [Computed<'_>],
    told: &mut Told,
) -> Result<DisclosureRecord> {
    let settings = &config.content.disclosure;
    let mut record = DisclosureRecord::new(settings);
    if settings.profile == Profile::Internal {
        return Ok(record);
    }
    let public = Public::read(earlier, &mut record)?;
    let keys = keys(config, tables, told);
    let mut years: BTreeMap<&str, Arc<[YearTally]>> = BTreeMap::new();
    for (source, exam) in &sources.exams {
        let at_hand = exam.keys();
        let used = keys.get(source.as_str()).into_iter().flatten();
        let used: Vec<&str> =
            used.map(String::as_str).filter(|key| at_hand.iter().any(|k| k == key)).collect();
        years.insert(source, exam.by_year(&used)?);
    }
    let of_source = |source: &str| years.get(source).map_or(&[][..], |years| years);
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    for table in tables.iter() {
        sheets.push(Sheet {
            source: table.source,
            by: table.by,
            years: of_source(table.source),
            figures: &table.figures,
            standing: public.standing(&table.figures, &table.shown),
            kept: settings.keep.iter().any(|id| id.get_ref() == table.id),
        });
    }
    if let Some(headline) = &config.content.headline {
        for (source, figures) in told.by_source(headline) {
            let shown: Vec<bool> =
                figures.rows.iter().map(|row| headline::shows(headline, figures, row, year)).collect();
            let standing = public.standing(figures, &shown);
            sheets.push(Sheet { source, by: &[], years: of_source(source), figures, standing, kept: false });
        }
    }
    let rule = Rule {
        minimum_cell: settings.minimum_cell,
        protection: settings.protection(),
        whole_group: settings.whole_group(),
    };
    let outcome = protect(&sheets, &rule).map_err(|fault| recoverable(&fault))?;
    drop(sheets);
    record.fill(&outcome);
    let all = tables.iter_mut().map(|table| &mut table.figures).chain(told.all_mut());
    for (figures, hidden) in all.zip(&outcome.hidden) {
        let rows = figures.rows.iter_mut().zip(hidden);
        rows.filter(|(_, hidden)| **hidden).for_each(|(figure, _)| hide(figure));
    }
    Ok(record)
}

/// Says on a table of an internal release, above and below, that it is not for publication.
pub fn stamp(table: &mut Table, lang: Lang) {
    table.title = format!("{}{}", lang.pick("【内部】", "[Internal] "), table.title);
    table.notes.insert(0, INTERNAL.get(lang).to_owned());
}

/// The keys that figures of each source are read by.
fn keys(config: &Config, tables: &[Computed<'_>], told: &Told) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |source: &str, by: &[String], figures: &Figures| {
        let of_source = keys.entry(source.to_owned()).or_default();
        of_source.extend(by.iter().cloned());
        let parts = figures.rows.iter().flat_map(|row| row.told.iter()).flat_map(|told| &told.parts);
        of_source.extend(parts.flat_map(|part| &part.keys).map(|(key, _)| key.clone()));
    };
    for table in tables {
        add(table.source, table.by, &table.figures);
    }
    if let Some(headline) = &config.content.headline {
        told.by_source(headline).into_iter().for_each(|(source, figures)| add(source, &[], figures));
    }
    keys
}

fn recoverable(fault: &Recoverable) -> Error {
    let words = |lang: Lang| {
        let year = fault.year.map(|year| lang.pick(format!("{year} 年"), format!("{year}")));
        let subject = fault.subject.as_ref().filter(|id| !id.is_empty());
        let subject = subject.map(|id| subject_name(id, lang).to_owned());
        let group = fault.group.iter().map(|(_, label)| label.clone());
        let parts: Vec<String> =
            std::iter::once(fault.source.clone()).chain(year).chain(group).chain(subject).collect();
        parts.join(lang.pick("、", ", "))
    };
    Error::Recoverable { place: [words(Lang::Zh), words(Lang::En)] }
}

/// The figures of earlier releases that anybody can read.
#[derive(Default)]
struct Public {
    values: BTreeMap<Identity, BTreeSet<String>>,
    hidden: BTreeSet<Identity>,
}

/// The columns of a figure that say what it is.
type Identity = BTreeMap<String, String>;

const FIGURES: &str = "figures.csv";

/// The columns of a figure that say what it is; the others say how much.
fn identity(row: &BTreeMap<String, String>) -> Identity {
    let names = ["indicator", "measure", "year", "subject", "method"];
    let is_key = |name: &str| names.contains(&name) || !COLUMNS.iter().any(|column| column.id == name);
    row.iter().filter(|(name, _)| is_key(name)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

fn shown_value(row: &BTreeMap<String, String>) -> Option<&String> {
    row.get("value").or_else(|| row.get("n"))
}

impl Public {
    /// Reads releases that were public; those of the internal profile are known to nobody.
    fn read(folders: &[PathBuf], record: &mut DisclosureRecord) -> Result<Public> {
        let mut public = Public::default();
        for folder in folders {
            if Manifest::read(folder)?.disclosure.is_some_and(|record| record.profile == "internal") {
                continue;
            }
            let path = folder.join(FIGURES);
            let bytes =
                std::fs::read(&path).map_err(|source| Error::Unreadable { path: path.clone(), source })?;
            let rows = read_figures_csv(&bytes).ok_or_else(|| Error::NoRelease {
                place: crate::error::Place::file(path.display().to_string()),
            })?;
            for row in rows {
                if let Some(value) = shown_value(&row) {
                    public.values.entry(identity(&row)).or_default().insert(value.clone());
                } else if row.get("status").is_some_and(|status| *status == Status::Suppressed.id()) {
                    public.hidden.insert(identity(&row));
                }
            }
            let name =
                folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            record.earlier.push(Hashed::of(format!("{name}/{FIGURES}"), &bytes));
        }
        Ok(public)
    }

    fn standing(&self, figures: &Figures, shown: &[bool]) -> Vec<Standing> {
        if self.values.is_empty() && self.hidden.is_empty() {
            return shown.iter().map(|shown| Standing { shown: *shown, ..Standing::SHOWN }).collect();
        }
        let rows = read_figures_csv(&figures_csv(figures)).unwrap_or_default();
        let both = shown.iter().zip(&rows);
        both.map(|(shown, row)| {
            let identity = identity(row);
            let public_before = self.is_known(&identity, row);
            let hidden_before = !public_before && self.hidden.contains(&identity);
            Standing { shown: *shown, public_before, hidden_before, implied: false }
        })
        .collect()
    }

    /// Two sources may have figures of one name: the value tells them apart, unless the data were corrected since.
    fn is_known(&self, identity: &Identity, row: &BTreeMap<String, String>) -> bool {
        let Some(values) = self.values.get(identity) else { return false };
        shown_value(row).is_some_and(|value| values.contains(value)) || values.len() == 1
    }
}

/// The releases of earlier years: those that the configuration names, else those beside the release.
pub fn earlier(config: &Config, out: &Path, year: i32) -> Result<Vec<PathBuf>> {
    if let Some(named) = &config.content.disclosure.earlier {
        return Ok(named.iter().map(|path| config.folder.join(path)).collect());
    }
    let Ok(entries) = std::fs::read_dir(out) else { return Ok(Vec::new()) };
    let year_of = |path: &PathBuf| path.file_name()?.to_str()?.parse::<i32>().ok();
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| {
        year_of(path).is_some_and(|other| other < year) && path.join(super::output::MANIFEST).is_file()
    });
    folders.sort();
    Ok(folders)
}

impl DisclosureRecord {
    fn new(settings: &Disclosure) -> DisclosureRecord {
        let is_public = settings.profile == Profile::Public;
        DisclosureRecord {
            profile: if is_public { "public" } else { "internal" }.to_owned(),
            minimum_cell: is_public.then_some(settings.minimum_cell),
            protection: is_public.then(|| settings.protection()),
            whole_group: is_public.then(|| settings.whole_group()),
            ..DisclosureRecord::default()
        }
    }

    fn fill(&mut self, outcome: &Outcome) {
        self.primary = outcome.primary;
        self.secondary = outcome.secondary;
        self.audited = outcome.audited;
        self.public_before = outcome.public_before;
    }
}
