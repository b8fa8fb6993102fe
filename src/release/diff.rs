//! Two releases side by side: which figures changed, and why: the data, the settings, the definition, the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::output::{FIGURES, Manifest, Record, TableOrigin};

use crate::error::{Error, Place, Result};
use crate::figures::{COLUMNS, ORIGIN_COLUMNS};
use crate::lang::Text;
use crate::render::csv::{bare, read_figures_csv};

/// What may have changed a figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An input file, by its name in the manifest.
    Data(String),
    /// How the configuration makes the table.
    Settings,
    /// What the registry says of the indicator.
    Definition,
    /// The version of edugauge: the old and the new one.
    Code(String, String),
    /// The other release has no table of the indicator.
    Table,
    /// The inputs of one of the releases are not known: its record is not beside it.
    NoRecord,
    /// Nothing that the manifests know of: a file of a release was edited.
    Unexplained,
}

impl What {
    pub fn id(&self) -> &'static str {
        match self {
            What::Data(_) => "data",
            What::Settings => "settings",
            What::Definition => "definition",
            What::Code(..) => "code",
            What::Table => "table",
            What::NoRecord => "no_record",
            What::Unexplained => "unexplained",
        }
    }

    pub fn text(&self) -> Text {
        match self {
            What::Data(_) => Text::new("数据", "data"),
            What::Settings => Text::new("配置", "settings"),
            What::Definition => Text::new("指标定义", "definition"),
            What::Code(..) => Text::new("程序版本", "code"),
            What::Table => Text::new("表格增减", "table added or removed"),
            What::NoRecord => Text::new(
                "数据有无变化不知（旁边没有内部记录 ….record.json）",
                "whether the data changed is not known (no record ….record.json is beside)",
            ),
            What::Unexplained => Text::new("原因不明（文件被人改过？）", "unexplained (was a file edited?)"),
        }
    }

    /// The file or the versions.
    pub fn detail(&self) -> String {
        match self {
            What::Data(file) => file.clone(),
            What::Code(old, new) => format!("{old} → {new}"),
            _ => String::new(),
        }
    }
}

/// A figure that the two releases do not show alike. A side without the figure has no text; one without a
/// value has its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub indicator: String,
    pub measure: String,
    /// Year, group keys and subject, as (column, label).
    pub labels: Vec<(String, String)>,
    pub old: Option<String>,
    pub new: Option<String>,
    pub causes: Vec<What>,
}

/// All that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Figures that both releases have.
    pub compared: usize,
    pub changed: Vec<Changed>,
}

/// Compares the figures of two releases.
///
/// # Errors
/// A folder without a manifest, or whose `figures.csv` cannot be read.
pub fn diff(old: &Path, new: &Path) -> Result<Difference> {
    let (mut before, mut after) = (Side::read(old)?, Side::read(new)?);
    if before.knows_tables != after.knows_tables {
        // A release of up to 0.2.0 does not say in which table a figure stands.
        [&mut before, &mut after].into_iter().for_each(Side::forget_tables);
    }
    let mut difference = Difference::default();
    let keys: BTreeSet<&Key> = before.figures.keys().chain(after.figures.keys()).collect();
    for key in keys {
        let of = |side: &Side| side.figures.get(key).cloned().unwrap_or_default();
        for (one, other) in paired(of(&before), of(&after)) {
            difference.compared += usize::from(one.is_some() && other.is_some());
            if one == other {
                continue;
            }
            difference.changed.push(Changed {
                indicator: key.indicator.clone(),
                measure: key.measure.clone(),
                labels: key.labels.clone(),
                old: one,
                new: other,
                causes: causes(&key.indicator, &before, &after),
            });
        }
    }
    Ok(difference)
}

/// What a figure is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    indicator: String,
    measure: String,
    labels: Vec<(String, String)>,
}

/// A figure by its convention, and what it shows.
type Shown = (String, String);

/// Two tables may hold the same figure by other conventions: figures of one convention belong together, then those
/// that are left, in order.
fn paired(old: Vec<Shown>, new: Vec<Shown>) -> Vec<(Option<String>, Option<String>)> {
    let mut left: Vec<Option<Shown>> = new.into_iter().map(Some).collect();
    let mut take =
        |fits: &dyn Fn(&Shown) -> bool| left.iter_mut().find(|o| o.as_ref().is_some_and(fits))?.take();
    let alike: Vec<(Shown, Option<Shown>)> = old
        .into_iter()
        .map(|one| {
            let other = take(&|other| other.0 == one.0);
            (one, other)
        })
        .collect();
    let mut pairs: Vec<(Option<String>, Option<String>)> = Vec::new();
    for (one, other) in alike {
        let other = other.or_else(|| take(&|_| true));
        pairs.push((Some(one.1), other.map(|other| other.1)));
    }
    pairs.extend(left.into_iter().flatten().map(|other| (None, Some(other.1))));
    pairs
}

struct Side {
    manifest: Manifest,
    record: Option<Record>,
    figures: BTreeMap<Key, Vec<Shown>>,
    /// Whether figures say in which table they stand.
    knows_tables: bool,
}

impl Side {
    fn read(release: &Path) -> Result<Side> {
        let manifest = Manifest::read(release)?;
        let path = release.join(FIGURES);
        let bytes = fs::read(&path).map_err(|source| Error::Unreadable { path: path.clone(), source })?;
        let rows = read_figures_csv(&bytes)
            .ok_or_else(|| Error::NoRelease { place: Place::file(path.display().to_string()) })?;
        let mut figures: BTreeMap<Key, Vec<Shown>> = BTreeMap::new();
        let knows_tables = rows.iter().any(|row| row.contains_key(ORIGIN_COLUMNS[0]));
        for (key, shown) in rows.into_iter().map(figure) {
            figures.entry(key).or_default().push(shown);
        }
        let record = Record::beside(release).filter(|record| record.is_of(release));
        Ok(Side { manifest, record, figures, knows_tables })
    }

    fn forget_tables(&mut self) {
        let mut figures: BTreeMap<Key, Vec<Shown>> = BTreeMap::new();
        for (mut key, shown) in std::mem::take(&mut self.figures) {
            key.labels.retain(|(name, _)| !ORIGIN_COLUMNS.contains(&name.as_str()));
            figures.entry(key).or_default().extend(shown);
        }
        self.figures = figures;
    }
}

fn figure(mut row: BTreeMap<String, String>) -> (Key, Shown) {
    let mut take = |name: &str| row.remove(name).unwrap_or_default();
    let (indicator, measure, method) = (take("indicator"), take("measure"), take("method"));
    let convention = Some(take("convention")).filter(|key| !key.is_empty());
    let convention = convention.map_or(method, |key| format!("{key} [{}]", take("parameters")));
    let (value, status) = (take("value"), take("status"));
    let described = |name: &str| !matches!(name, "year" | "subject") && COLUMNS.iter().any(|c| c.id == name);
    let labels = row.into_iter().filter(|(name, _)| !described(name)).collect();
    let shown = if value.is_empty() { status } else { bare(&value).to_owned() };
    (Key { indicator, measure, labels }, (convention, shown))
}

/// What differs between the tables of the indicator in the two releases.
fn causes(indicator: &str, before: &Side, after: &Side) -> Vec<What> {
    let (old, new) = (&before.manifest, &after.manifest);
    let of = |manifest: &Manifest| -> Vec<TableOrigin> {
        manifest.tables.iter().filter(|table| table.indicator == indicator).cloned().collect()
    };
    let (ours, theirs) = (of(old), of(new));
    let mut causes = BTreeSet::new();
    if ours.len() != theirs.len() {
        causes.insert(What::Table);
    }
    for (one, other) in ours.iter().flat_map(|a| theirs.iter().filter(|b| b.id == a.id).map(move |b| (a, b)))
    {
        if one.settings != other.settings {
            causes.insert(What::Settings);
        }
        if one.definition != other.definition {
            causes.insert(What::Definition);
        }
    }
    match (before.inputs_of(indicator), after.inputs_of(indicator)) {
        (Some(ours), Some(theirs)) => {
            let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
            let changed = names.into_iter().filter(|name| ours.get(*name) != theirs.get(*name));
            causes.extend(changed.cloned().map(What::Data));
        }
        _ => {
            causes.insert(What::NoRecord);
        }
    }
    if old.edugauge != new.edugauge {
        causes.insert(What::Code(old.edugauge.clone(), new.edugauge.clone()));
    }
    if causes.is_empty() {
        causes.insert(What::Unexplained);
    }
    causes.into_iter().collect()
}

impl Side {
    /// The inputs of an indicator's tables by name, each with its hash; `None` where nothing tells them. Hashes of
    /// an older release are of another kind: beside a new one all inputs count as changed.
    fn inputs_of(&self, indicator: &str) -> Option<BTreeMap<String, String>> {
        if let Some(record) = &self.record {
            let tables = record.tables.iter().filter(|table| table.indicator == indicator);
            let names: BTreeSet<&String> = tables.flat_map(|table| &table.inputs).collect();
            let inputs = record.inputs.iter().filter(|input| names.contains(&input.file));
            return Some(inputs.map(|input| (input.file.clone(), input.blake3.clone())).collect());
        }
        if self.manifest.inputs.is_empty() {
            return None;
        }
        let tables = self.manifest.tables.iter().filter(|table| table.indicator == indicator);
        let names: BTreeSet<&String> = tables.flat_map(|table| &table.inputs).collect();
        let inputs = self.manifest.inputs.iter().filter(|input| names.contains(&input.file));
        Some(inputs.map(|input| (input.file.clone(), input.sha256.clone())).collect())
    }
}
