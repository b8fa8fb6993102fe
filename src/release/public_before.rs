//! What earlier releases have made public: known to everybody, or hidden then.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::output::{DisclosureRecord, FIGURES, Hashed, Manifest};
use crate::disclosure::{Published, Standing};
use crate::error::{Error, Result};
use crate::figures::{COLUMNS, Figures, ORIGIN_COLUMNS, Status};
use crate::render::csv::{Cells, bare, each_figure, figures_csv_as_first_worded};
use crate::threads;

/// What earlier releases say of the figures of this one.
#[derive(Default)]
pub struct Public {
    values: HashMap<Identity, BTreeSet<String>>,
    hidden: HashSet<Identity>,
    /// Of releases whose counts are rounded.
    rounded: HashMap<Identity, Vec<Rounded>>,
}

/// A figure of a release whose counts are rounded.
struct Rounded {
    value: String,
    numbers: Published,
}

/// The cells of a figure that say what it is, with the names of their columns.
type Identity = String;

/// How a file of figures says the convention of a figure.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// By what was chosen and what was declared.
    Key,
    /// By its words alone, as releases up to 0.2.0 do.
    Words,
}

/// The columns of a file of figures.
struct Columns {
    /// Those that say what a figure is, by name: two files may have them in another order.
    keys: Vec<(String, usize)>,
    form: Form,
    places: HashMap<String, usize>,
}

impl Columns {
    fn new(header: &Cells) -> Columns {
        let form = if header.iter().any(|name| name == "convention") { Form::Key } else { Form::Words };
        let other =
            |name: &str| COLUMNS.iter().any(|column| column.id == name) || ORIGIN_COLUMNS.contains(&name);
        let is_key = |name: &str| ["indicator", "measure", "year", "subject"].contains(&name) || !other(name);
        let keys = header.iter().enumerate().filter(|(_, name)| is_key(name));
        let mut keys: Vec<(String, usize)> = keys.map(|(at, name)| (name.to_owned(), at)).collect();
        keys.sort();
        Columns { keys, form, places: header.iter().map(str::to_owned).zip(0..).collect() }
    }

    /// Each cell with its length, so that no two figures have the same.
    fn identity(&self, row: &Cells, form: Form) -> Identity {
        let said: &[&str] = match form {
            Form::Key => &["convention", "parameters"],
            Form::Words => &["method"],
        };
        let keys = self.keys.iter().map(|(name, at)| (name.as_str(), row.get(*at)));
        let mut identity = Identity::new();
        for (name, cell) in keys.chain(said.iter().map(|name| (*name, self.cell(row, name)))) {
            if let Some(cell) = cell {
                let _ = write!(identity, "{name}:{}:{cell};", cell.len());
            }
        }
        identity
    }

    fn cell<'r>(&self, row: &'r Cells, name: &str) -> Option<&'r str> {
        row.get(*self.places.get(name)?)
    }

    /// The counts of a figure.
    fn numbers(&self, row: &Cells, base: u64) -> Published {
        let number = |name: &str| self.cell(row, name).and_then(|text| bare(text).parse::<i64>().ok());
        Published {
            base,
            value: number("value"),
            numerator: number("numerator"),
            denominator: number("denominator"),
            n: number("n"),
            exactly: false,
        }
    }

    fn says(&self, row: &Cells, base: Option<u64>) -> Option<Says> {
        match (self.shown_value(row), base) {
            (Some(value), Some(base)) => {
                Some(Says::Rounded(Rounded { value: value.to_owned(), numbers: self.numbers(row, base) }))
            }
            (Some(value), None) => Some(Says::Value(value.to_owned())),
            (None, _) => (self.cell(row, "status") == Some(Status::Suppressed.id())).then_some(Says::Hidden),
        }
    }

    fn shown_value<'r>(&self, row: &'r Cells) -> Option<&'r str> {
        self.cell(row, "value").or_else(|| self.cell(row, "n")).map(bare)
    }
}

/// Calls `visit` with each row of a file of figures. `None` where it is none.
fn each_row(bytes: &[u8], mut visit: impl FnMut(&Columns, &Cells)) -> Option<()> {
    let mut columns = None;
    each_figure(bytes, |header, row| visit(columns.get_or_insert_with(|| Columns::new(header)), row))
}

/// What an earlier release says of a figure.
enum Says {
    Value(String),
    Rounded(Rounded),
    Hidden,
}

/// An earlier release, as far as it has figures of this one.
struct Earlier {
    figures: Vec<(Identity, Says)>,
    file: Hashed,
}

impl Earlier {
    /// `None` where it was not public.
    fn read(folder: &Path, wanted: &HashSet<Identity>) -> Result<Option<Earlier>> {
        let of_folder = Manifest::read(folder)?.disclosure.unwrap_or_default();
        if of_folder.profile == "internal" {
            return Ok(None);
        }
        let path = folder.join(FIGURES);
        let bytes =
            std::fs::read(&path).map_err(|source| Error::Unreadable { path: path.clone(), source })?;
        let mut figures = Vec::new();
        let read = each_row(&bytes, |columns, row| {
            let identity = columns.identity(row, columns.form);
            if wanted.contains(&identity)
                && let Some(says) = columns.says(row, of_folder.base)
            {
                figures.push((identity, says));
            }
        });
        read.ok_or_else(|| Error::NoRelease {
            place: crate::error::Place::file(path.display().to_string()),
        })?;
        Ok(Some(Earlier { figures, file: Hashed::of(named_figures(folder), &bytes) }))
    }
}

impl Public {
    /// Reads releases that were public, as far as they have figures of this one; those of the internal profile are
    /// known to nobody.
    pub fn read<'f>(
        folders: &[PathBuf],
        figures: impl Iterator<Item = &'f Figures>,
        record: &mut DisclosureRecord,
    ) -> Result<Public> {
        let mut public = Public::default();
        if folders.is_empty() {
            return Ok(public);
        }
        let mut wanted: HashSet<Identity> = HashSet::new();
        for figures in figures {
            each_row(&figures_csv_as_first_worded(figures), |columns, row| {
                wanted.extend([Form::Key, Form::Words].map(|form| columns.identity(row, form)));
            });
        }
        for earlier in threads::map_each(folders, |folder| Earlier::read(folder, &wanted)) {
            let Some(Earlier { figures, file }) = earlier? else { continue };
            figures.into_iter().for_each(|(identity, says)| public.add(identity, says));
            record.earlier.push(file);
        }
        Ok(public)
    }

    fn add(&mut self, identity: Identity, says: Says) {
        match says {
            Says::Rounded(rounded) => self.rounded.entry(identity).or_default().push(rounded),
            Says::Value(value) => {
                self.values.entry(identity).or_default().insert(value);
            }
            Says::Hidden => {
                self.hidden.insert(identity);
            }
        }
    }

    pub fn standing(&self, figures: &Figures, shown: &[bool]) -> Vec<Standing> {
        if self.values.is_empty() && self.hidden.is_empty() && self.rounded.is_empty() {
            return shown.iter().map(|shown| Standing { shown: *shown, ..Standing::SHOWN }).collect();
        }
        let mut standing = Vec::with_capacity(shown.len());
        each_row(&figures_csv_as_first_worded(figures), |columns, row| {
            let identities = [Form::Key, Form::Words].map(|form| columns.identity(row, form));
            let mut any = identities.iter();
            let public_before = any.any(|identity| self.is_known(identity, columns.shown_value(row)));
            let is_hidden = |identity: &Identity| self.hidden.contains(identity);
            let hidden_before = !public_before && identities.iter().any(is_hidden);
            let rounded_before = identities.iter().find_map(|identity| self.rounded(identity, columns, row));
            let shown = shown[standing.len()];
            standing.push(Standing { shown, public_before, hidden_before, rounded_before, implied: false });
        });
        standing
    }

    /// What was published of it rounded, unless the data were corrected since.
    fn rounded(&self, identity: &str, columns: &Columns, row: &Cells) -> Option<Published> {
        let of_name = self.rounded.get(identity)?;
        let now = columns.numbers(row, 1);
        let found = of_name.iter().find(|rounded| rounded.numbers.is_near(&now))?;
        let exactly = columns.shown_value(row) == Some(found.value.as_str());
        Some(Published { exactly, ..found.numbers })
    }

    /// Two sources may have figures of one name: the value tells them apart, unless the data were corrected since.
    fn is_known(&self, identity: &str, value: Option<&str>) -> bool {
        let Some(values) = self.values.get(identity) else { return false };
        value.is_some_and(|value| values.contains(value)) || values.len() == 1
    }
}

/// The figures of a release as a manifest names them: `2010/figures.csv`, and with the folder of the replaced ones
/// where they are kept there.
fn named_figures(folder: &Path) -> String {
    let name =
        |path: &Path| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    match folder.parent().map(name).filter(|parent| parent.ends_with(".replaced")) {
        Some(parent) => format!("{parent}/{}/{FIGURES}", name(folder)),
        None => format!("{}/{FIGURES}", name(folder)),
    }
}
