//! Which column is what, written into a configuration so that a person can correct and keep it.

use std::path::Path;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::error::{ConfigProblem, Error, Result};
use crate::intake::{ALIASES, ColumnUse, Report, is_same_header};
use crate::subjects::subject_id;

/// What a new configuration begins with; `{…}` are filled in.
const NEW: &str = r#"# 各列的对应关系由 edugauge inspect --write 写下，可以修改。
# Which column is what, as edugauge inspect --write found it; to be corrected.
# 字段：candidate_id、name、school、school_code、class 等，科目名，subject:自定义科目，key:自定义分组，ignore。

[project]
title = ""
region = ""
{year}
"#;

const MEANS: &str = r#"
[[table]]
id = "means"
title = "各科平均分"
indicator = "subject_mean"
source = "exam"
"#;

const RANKS: &str = r#"
[[table]]
id = "ranks"
title = "一分一段表"
preset = "score_table"
source = "score_table"
"#;

const CANDIDATES: &str = "candidates";

/// What a file was found to be.
pub enum Found<'a> {
    Candidates(&'a Report),
    /// With the columns that the user named.
    ScoreTable {
        given: Vec<(String, String)>,
    },
}

impl Found<'_> {
    /// The kind as a source writes it, which is the default for candidates.
    fn kind(&self) -> &'static str {
        match self {
            Found::Candidates(_) => CANDIDATES,
            Found::ScoreTable { .. } => "score_table",
        }
    }

    /// What a new source is called.
    fn id(&self) -> &'static str {
        match self {
            Found::Candidates(_) => "exam",
            Found::ScoreTable { .. } => "score_table",
        }
    }

    fn sheet(&self) -> Option<&String> {
        match self {
            Found::Candidates(report) => report.sheet.as_ref(),
            Found::ScoreTable { .. } => None,
        }
    }

    /// Headers and what they are.
    fn columns(&self) -> Vec<(String, String)> {
        match self {
            Found::Candidates(report) => {
                let columns = report.columns.iter().filter(|used| !used.place.header.is_empty());
                columns.map(|used| (used.place.header.clone(), field(used))).collect()
            }
            Found::ScoreTable { given } => given.clone(),
        }
    }
}

/// What the command line said of a file, beside the columns.
pub struct Said {
    /// Options of reading by name.
    pub settings: Vec<(String, String)>,
    pub policy: Vec<(String, String)>,
}

/// What was written.
pub struct Written {
    /// The id of the source.
    pub source: String,
    pub kept: Vec<Kept>,
}

/// A column of which the configuration says something else already: a person's word stands.
pub struct Kept {
    pub header: String,
    pub stands: String,
    pub found: String,
}

/// Writes the columns of a file, as they were read, into the source of that file in a configuration; both are
/// made where they are not there. What the configuration says already of a column stays, as does everything
/// else in it; what the command line said is written.
///
/// # Errors
/// A configuration that is no TOML, or cannot be read or written.
pub fn write_mapping(config: &Path, file: &Path, found: &Found<'_>, said: &Said) -> Result<Written> {
    let text = match std::fs::read_to_string(config) {
        Ok(text) => text,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => new_text(file, found),
        Err(source) => return Err(Error::Unreadable { path: config.to_owned(), source }),
    };
    let mut document: DocumentMut = text.parse().map_err(|fault: toml_edit::TomlError| {
        let span = fault.span().unwrap_or(0..0);
        Error::Config {
            file: config.display().to_string(),
            offset: span.start,
            length: span.len(),
            problem: ConfigProblem::Syntax { detail: fault.message().to_owned() },
            text: text.clone(),
            more: Vec::new(),
        }
    })?;
    let folder = config.parent().unwrap_or(Path::new(""));
    let sources = document.entry("source").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let broken = || Error::Config {
        file: config.display().to_string(),
        text: text.clone(),
        offset: 0,
        length: 0,
        problem: ConfigProblem::Missing { key: "[[source]]".to_owned() },
        more: Vec::new(),
    };
    let sources = sources.as_array_of_tables_mut().ok_or_else(broken)?;
    let at = sources.iter().position(|source| is_of(source, folder, file));
    let at = at.or_else(|| connected(sources, folder, file, found)).unwrap_or_else(|| {
        sources.push(new_source(sources, folder, file, found));
        sources.len() - 1
    });
    let source = sources.get_mut(at).ok_or_else(broken)?;
    let kept = fill(source, found, said).ok_or_else(broken)?;
    let id = source.get("id").and_then(Item::as_str).unwrap_or_default().to_owned();
    std::fs::write(config, document.to_string())
        .map_err(|source| Error::Unwritable { path: config.to_owned(), source })?;
    Ok(Written { source: id, kept })
}

fn new_text(file: &Path, found: &Found<'_>) -> String {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let digits: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).collect();
    let year = digits.iter().find(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")));
    let line = year.map_or("# year = 2024".to_owned(), |year| format!("year = {year}"));
    let table = match found {
        Found::Candidates(_) => MEANS,
        Found::ScoreTable { .. } => RANKS,
    };
    NEW.replace("{year}", &line) + table
}

/// The path as it is written in the configuration: from its folder, where the file is in it.
fn written(folder: &Path, file: &Path) -> String {
    let absolute = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let file = absolute(file);
    file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy().replace('\\', "/")
}

fn is_of(source: &Table, folder: &Path, file: &Path) -> bool {
    let of_files = source.get("file").and_then(Item::as_array_of_tables);
    let of_files = of_files.iter().flat_map(|files| files.iter()).filter_map(|file| file.get("path"));
    let name = written(folder, file);
    let names = |path: &str| {
        let path = path.replace('\\', "/");
        let pattern = path.replace("{year}", "[0-9][0-9][0-9][0-9]");
        path == name || glob::Pattern::new(&pattern).is_ok_and(|pattern| pattern.matches(&name))
    };
    source.get("path").into_iter().chain(of_files).flat_map(texts).any(names)
}

/// The one source of this kind, where its path stands for no file: this file is what it was to be.
fn connected(sources: &mut ArrayOfTables, folder: &Path, file: &Path, found: &Found<'_>) -> Option<usize> {
    let is_of_kind = |source: &Table| {
        let kind = source.get("kind").and_then(Item::as_str).unwrap_or(CANDIDATES);
        kind == found.kind()
    };
    let mut of_kind = (0..sources.len()).filter(|at| sources.get(*at).is_some_and(is_of_kind));
    let (at, None) = (of_kind.next()?, of_kind.next()) else { return None };
    let source = sources.get_mut(at)?;
    let is_there = |path: &str| {
        let pattern = folder.join(path.replace('\\', "/").replace("{year}", "[0-9][0-9][0-9][0-9]"));
        let found = pattern.to_str().and_then(|pattern| glob::glob(pattern).ok());
        found.into_iter().flatten().flatten().next().is_some()
    };
    let is_dead =
        !source.contains_key("file") && !source.get("path").into_iter().flat_map(texts).any(is_there);
    is_dead.then(|| {
        source["path"] = value(written(folder, file));
        at
    })
}

/// A text, or those of a list.
fn texts(item: &Item) -> Vec<&str> {
    let list = item.as_array().into_iter().flatten().filter_map(|value| value.as_str());
    item.as_str().into_iter().chain(list).collect()
}

fn new_source(sources: &ArrayOfTables, folder: &Path, file: &Path, found: &Found<'_>) -> Table {
    let taken = |id: &str| sources.iter().any(|source| source.get("id").and_then(Item::as_str) == Some(id));
    let numbered = (2..).map(|number| format!("{}_{number}", found.id()));
    let id = std::iter::once(found.id().to_owned()).chain(numbered).find(|id| !taken(id));
    let mut source = Table::new();
    source["id"] = value(id.unwrap_or_default());
    if found.kind() != CANDIDATES {
        source["kind"] = value(found.kind());
    }
    source["path"] = value(written(folder, file));
    source
}

/// `None` where `columns` or `policy` is no table.
fn fill(source: &mut Table, found: &Found<'_>, said: &Said) -> Option<Vec<Kept>> {
    for (name, text) in &said.settings {
        source[name] = match text.split([',', '，']).collect::<Vec<_>>().as_slice() {
            names @ [_, _, ..] if name == "sheet" && found.sheet() != Some(text) => {
                value(names.iter().map(|name| name.trim()).collect::<toml_edit::Array>())
            }
            _ => text.parse::<i64>().map_or_else(|_| value(text), value),
        };
    }
    if let Some(sheet) = found.sheet().filter(|_| !source.contains_key("sheet")) {
        source["sheet"] = value(sheet);
    }
    let mut kept = Vec::new();
    for (header, found) in found.columns() {
        match stands(source, &header) {
            None => set(source, "columns", &header, &found)?,
            Some(stands) if is_same_field(&stands, &found) => {}
            Some(stands) => kept.push(Kept { header, stands, found }),
        }
    }
    for (what, verdict) in &said.policy {
        set(source, "policy", what, verdict)?;
    }
    Some(kept)
}

/// What the source says of a header already.
fn stands(source: &Table, header: &str) -> Option<String> {
    let columns = source.get("columns")?.as_table_like()?;
    let (_, item) = columns.iter().find(|(written, _)| is_same_header(written, header))?;
    item.as_str().map(str::to_owned)
}

/// Whether two words name the same subject, or are the same.
fn is_same_field(word: &str, other: &str) -> bool {
    let id = |word: &str| subject_id(word.strip_prefix("subject:").unwrap_or(word).trim()).to_owned();
    id(word) == id(other)
}

/// Sets a key in a table of the source, whether it is written as a section or in one line.
fn set(source: &mut Table, table: &str, key: &str, text: &str) -> Option<()> {
    let item = source.entry(table).or_insert_with(|| Item::Table(Table::new()));
    item.as_table_like_mut()?.insert(key, value(text));
    Some(())
}

/// The word that stands for a column's field in a mapping.
fn field(used: &ColumnUse) -> String {
    match used.field.as_deref() {
        None => "ignore".to_owned(),
        Some(field @ ("subject" | "score")) => field.to_owned(),
        Some(field)
            if ["subject:", "progress:"].iter().any(|of| field.starts_with(of))
                || ALIASES.iter().any(|a| a.field == field) =>
        {
            field.to_owned()
        }
        Some(key) => format!("key:{key}"),
    }
}
