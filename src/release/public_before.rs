//! What earlier releases have made public: known to everybody, or hidden then.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::config::Config;
use super::output::{DisclosureRecord, Hashed, Manifest};
use crate::disclosure::Standing;
use crate::disclosure::rounding::Published;
use crate::error::{Error, Result};
use crate::figures::{COLUMNS, Figures, Status};
use crate::render::csv::{figures_csv, read_figures_csv};

/// The figures of earlier releases that anybody can read.
#[derive(Default)]
pub struct Public {
    values: BTreeMap<Identity, BTreeSet<String>>,
    hidden: BTreeSet<Identity>,
    /// Of releases whose counts are rounded.
    rounded: BTreeMap<Identity, Vec<Rounded>>,
}

/// A figure of a release whose counts are rounded.
struct Rounded {
    value: String,
    numbers: Published,
}

/// The columns of a figure that say what it is.
type Identity = BTreeMap<String, String>;

type Row = BTreeMap<String, String>;

const FIGURES: &str = "figures.csv";

/// The columns of a figure that say what it is; the others say how much.
fn identity(row: &Row) -> Identity {
    let names = ["indicator", "measure", "year", "subject", "method"];
    let is_key = |name: &str| names.contains(&name) || !COLUMNS.iter().any(|column| column.id == name);
    row.iter().filter(|(name, _)| is_key(name)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

/// The counts of a figure.
fn numbers(row: &Row, base: u64) -> Published {
    let number = |name: &str| row.get(name).and_then(|text| text.parse::<i64>().ok());
    Published {
        base,
        value: number("value"),
        numerator: number("numerator"),
        denominator: number("denominator"),
        n: number("n"),
        exactly: false,
    }
}

fn shown_value(row: &Row) -> Option<&String> {
    row.get("value").or_else(|| row.get("n"))
}

impl Public {
    /// Reads releases that were public; those of the internal profile are known to nobody.
    pub fn read(folders: &[PathBuf], record: &mut DisclosureRecord) -> Result<Public> {
        let mut public = Public::default();
        for folder in folders {
            let of_folder = Manifest::read(folder)?.disclosure.unwrap_or_default();
            if of_folder.profile == "internal" {
                continue;
            }
            let path = folder.join(FIGURES);
            let bytes =
                std::fs::read(&path).map_err(|source| Error::Unreadable { path: path.clone(), source })?;
            let rows = read_figures_csv(&bytes).ok_or_else(|| Error::NoRelease {
                place: crate::error::Place::file(path.display().to_string()),
            })?;
            for row in rows {
                if let (Some(value), Some(base)) = (shown_value(&row), of_folder.base) {
                    let rounded = Rounded { value: value.clone(), numbers: numbers(&row, base) };
                    public.rounded.entry(identity(&row)).or_default().push(rounded);
                } else if let Some(value) = shown_value(&row) {
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

    pub fn standing(&self, figures: &Figures, shown: &[bool]) -> Vec<Standing> {
        if self.values.is_empty() && self.hidden.is_empty() && self.rounded.is_empty() {
            return shown.iter().map(|shown| Standing { shown: *shown, ..Standing::SHOWN }).collect();
        }
        let rows = read_figures_csv(&figures_csv(figures)).unwrap_or_default();
        let both = shown.iter().zip(&rows);
        both.map(|(shown, row)| {
            let identity = identity(row);
            let public_before = self.is_known(&identity, row);
            let hidden_before = !public_before && self.hidden.contains(&identity);
            let rounded_before = self.rounded(&identity, row);
            Standing { shown: *shown, public_before, hidden_before, rounded_before, implied: false }
        })
        .collect()
    }

    /// What was published of it rounded, unless the data were corrected since.
    fn rounded(&self, identity: &Identity, row: &Row) -> Option<Published> {
        let now = numbers(row, 1);
        let same = |rounded: &&Rounded| rounded.numbers.is_near(&now);
        let found = self.rounded.get(identity)?.iter().find(same)?;
        let exactly = shown_value(row) == Some(&found.value);
        Some(Published { exactly, ..found.numbers })
    }

    /// Two sources may have figures of one name: the value tells them apart, unless the data were corrected since.
    fn is_known(&self, identity: &Identity, row: &Row) -> bool {
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
