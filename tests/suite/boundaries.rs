//! The house as drawn: who may import whom, who alone uses which crate, how long a file may be.
//!
//! ```text
//!                         python    dataframe
//!                            │          │ (columnar, intake, release)
//!                           cli
//!                            │
//!                         release
//!        ┌──────────┬────────┴────┬────────────┐
//!      intake    render      disclosure        │
//!   (columnar)      │             └──────► indicators
//!        │          │                ┌─────────┼───────┐
//!        │          │              exam        │     stats
//!        ├──────────┼────────────────┴─────► tally
//!        ▼          ▼                          ▼
//!     records, figures ──► error, number, subjects ──► lang
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use edugauge::indicators::INDICATORS;

use crate::support::repository;

/// Each room and the rooms it may import. A room imports only rooms that stand above it in this list, so the
/// picture has no circle.
const ROOMS: &[(&str, &[&str])] = &[
    ("lang", &[]),
    ("number", &[]),
    ("threads", &[]),
    ("stats", &["number", "threads"]),
    ("error", &["lang"]),
    ("subjects", &["lang", "threads"]),
    ("figures", &["lang", "number", "subjects", "threads"]),
    ("records", &["error", "lang", "number"]),
    ("tally", &["error", "lang", "number", "records", "subjects", "threads"]),
    ("exam", &["error", "figures", "lang", "records", "subjects", "tally", "threads"]),
    ("columnar", &["error", "figures", "lang", "number", "records", "tally", "threads"]),
    (
        "intake",
        &["columnar", "error", "figures", "lang", "number", "records", "subjects", "tally", "threads"],
    ),
    (
        "indicators",
        &["error", "exam", "figures", "lang", "number", "records", "stats", "subjects", "tally", "threads"],
    ),
    ("disclosure", &["exam", "figures", "indicators", "number", "records", "subjects", "tally", "threads"]),
    ("render", &["error", "figures", "lang", "number", "tally", "threads"]),
    (
        "release",
        &[
            "columnar",
            "disclosure",
            "error",
            "exam",
            "figures",
            "indicators",
            "intake",
            "lang",
            "number",
            "records",
            "render",
            "subjects",
            "tally",
            "threads",
        ],
    ),
    (
        "cli",
        &[
            "columnar",
            "error",
            "exam",
            "figures",
            "indicators",
            "intake",
            "lang",
            "number",
            "records",
            "release",
            "render",
            "subjects",
            "threads",
        ],
    ),
    (
        "python",
        &[
            "cli",
            "columnar",
            "error",
            "exam",
            "figures",
            "indicators",
            "intake",
            "lang",
            "number",
            "records",
            "release",
            "render",
            "subjects",
            "tally",
            "threads",
        ],
    ),
    (
        "dataframe",
        &["columnar", "error", "exam", "figures", "intake", "lang", "release", "subjects", "tally"],
    ),
];

/// Crates that only the named parts of `src` may use: what is replaced one day is replaced there alone.
const SOLE_USERS: &[(&str, &[&str])] = &[
    ("pyo3", &["python/"]),
    ("arrow_array", &["columnar/"]),
    ("arrow_ipc", &["columnar/file.rs"]),
    ("arrow_schema", &["columnar/"]),
    ("arrow_select", &["columnar/cells.rs"]),
    ("parquet", &["columnar/file.rs", "columnar/out.rs", "columnar/places.rs", "columnar/stated.rs"]),
    ("polars", &["dataframe/"]),
    ("polars_arrow", &["dataframe/stream.rs"]),
    ("statrs", &["stats/distributions/"]),
    ("libm", &["stats/distributions/"]),
    ("good_lp", &["disclosure/lp.rs", "stats/quantile_regression/cold.rs"]),
    ("rust_xlsxwriter", &["render/xlsx"]),
    ("minijinja", &["render/html.rs", "render/svg.rs"]),
    ("csv", &["intake/kept_tally.rs", "render/"]),
    ("toml", &["release/"]),
    (
        "tempfile",
        &["release/kept.rs", "release/reach.rs", "release/output/file.rs", "release/output/publish.rs"],
    ),
    ("toml_edit", &["release/config/mapping.rs"]),
    ("blake3", &["intake/"]),
    ("sha2", &["release/output/mod.rs"]),
    ("rustix", &["release/output/publish.rs"]),
    ("glob", &["release/planned.rs", "release/sheets.rs", "release/config/mapping.rs", "cli/run.rs"]),
    ("miette", &["cli/report.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("rayon", &["threads/"]),
    ("once_cell", &["threads/"]),
    ("num_rational", &["number.rs"]),
    ("encoding_rs", &["intake/encoding.rs", "intake/mojibake.rs", "cli/init.rs"]),
    ("calamine", &["intake/container/workbook.rs"]),
    ("hashbrown", &["intake/id_texts.rs", "figures/columns/coded.rs"]),
    ("zip", &["intake/container/archive.rs"]),
    ("quick_xml", &["intake/container/repeats.rs"]),
    ("cfb", &["intake/container/old_book.rs"]),
];

const LINES: usize = 300;

/// Files that may be longer, and why.
const LONG: &[(&str, &str)] =
    &[("release/tables.rs", "one layout per shape of table, each read against the others")];

/// Rooms that learn what an indicator or a measure means from its definition, never from its id.
const KNOW_NO_IDS: &[&str] = &["disclosure", "render", "release", "cli", "python"];

/// Files that name indicators as a user does, and why.
const NAME_INDICATORS: &[(&str, &str)] = &[
    ("release/config/presets.rs", "the usual tables are written as a user would write them"),
    ("release/config/linked_presets.rs", "the usual tables are written as a user would write them"),
    ("release/config/mapping.rs", "writes a configuration, whose words are these"),
    ("cli/start/write.rs", "writes a configuration, whose words are these"),
];

/// Every source file by its path under `src`, with `/`.
fn sources() -> Vec<(String, String)> {
    let root = repository("src");
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = relative(&path, &root);
                sources.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    sources.sort();
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")
}

/// `intake/scores.rs` → `intake`, `exam.rs` → `exam`.
fn room(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The code of a line, without its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or("")
}

/// The names that follow `prefix` where it stands as a word of its own.
fn names_after<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix).filter_map(move |(at, _)| {
        let before = line[..at].chars().next_back();
        let stands_alone = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':');
        let rest = &line[at + prefix.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        stands_alone.then_some(&rest[..end])
    })
}

#[test]
fn imports_go_one_way() {
    let order: Vec<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    for (at, (name, allowed)) in ROOMS.iter().enumerate() {
        for other in *allowed {
            let place = order.iter().position(|known| known == other);
            assert!(
                place.is_some_and(|place| place < at),
                "{name} → {other} is no import of a room above it"
            );
        }
    }
    let mut seen = BTreeSet::new();
    for (path, text) in sources().iter().filter(|(path, _)| path != "lib.rs" && path != "main.rs") {
        let own = room(path);
        let allowed = ROOMS.iter().find(|(name, _)| *name == own).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("src/{path} is in no room of the picture"));
        for (number, line) in text.lines().enumerate() {
            for import in names_after(code(line), "crate::") {
                let place = format!("src/{path}:{}", number + 1);
                assert!(
                    !import.is_empty(),
                    "{place}: one `use crate::room` a line, so that this test can read it"
                );
                assert!(
                    import == own || allowed.contains(&import),
                    "{place}: {own} must not import {import}"
                );
                seen.insert((own.to_owned(), import.to_owned()));
            }
        }
    }
    for (name, allowed) in ROOMS {
        for other in *allowed {
            let used = seen.contains(&((*name).to_owned(), (*other).to_owned()));
            assert!(used, "{name} → {other} is allowed but unused: take it out of the picture");
        }
    }
}

/// Rooms whose parts (a file, or a folder of them) import each other one way too.
const WITHOUT_CIRCLES: &[&str] = &["cli", "disclosure", "indicators"];

/// The first names of the paths that begin at `rest`: one, or those in braces.
fn first_names(rest: &str) -> Vec<&str> {
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let Some(inside) = rest.strip_prefix('{') else { return vec![&rest[..word(rest)]] };
    let (mut names, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                let name = inside[start..at].trim();
                names.push(&name[..word(name)]);
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

/// What a file takes from the parts of its room, by the names that stand behind the path of the room.
fn taken<'a>(path: &str, text: &'a str, own: &str) -> Vec<&'a str> {
    let depth = path.trim_end_matches("/mod.rs").matches('/').count();
    let (up, whole) = ("super::".repeat(depth), format!("crate::{own}::"));
    let after = |prefix: &str| -> Vec<&'a str> {
        let starts = text.match_indices(prefix).filter(|(at, _)| {
            let before = text[..*at].chars().next_back();
            depth > 0 && before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
        });
        starts.flat_map(|(at, found)| first_names(&text[at + found.len()..])).collect()
    };
    [after(&up), after(&whole)].concat()
}

/// The contents page of a room hands on what its parts define; whatever takes more from it closes a circle.
#[test]
fn parts_of_a_room_import_one_way() {
    let sources = sources();
    for own in WITHOUT_CIRCLES {
        let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let is_part = |path: &str| room(path) == *own && !path.contains("tests");
        let files: Vec<_> = sources.iter().filter(|(path, _)| is_part(path)).collect();
        let part = |path: &str| path.split('/').nth(1).unwrap().trim_end_matches(".rs").to_owned();
        let known: BTreeSet<String> = files.iter().map(|(path, _)| part(path)).collect();
        let contents = files.iter().find(|(path, _)| *path == format!("{own}/mod.rs")).unwrap();
        let handed_on = |name: &str| -> String {
            let uses = contents.1.split(';').filter_map(|line| line.trim_start().strip_prefix("pub use "));
            let mut of = uses.filter_map(|line| line.split_once("::"));
            let found = of.find(|(_, names)| {
                names.split(|c: char| !c.is_alphanumeric() && c != '_').any(|one| one == name)
            });
            found.map_or_else(|| "mod".to_owned(), |(part, _)| part.to_owned())
        };
        for (path, text) in &files {
            let plain: Vec<&str> =
                text.split("#[cfg(test)]\nmod tests {").next().unwrap().lines().map(code).collect();
            let plain = plain.join("\n");
            let to = parts.entry(part(path)).or_default();
            for name in taken(path, &plain, own).into_iter().filter(|name| !name.is_empty()) {
                to.insert(if known.contains(name) { name.to_owned() } else { handed_on(name) });
            }
        }
        for (name, to) in &mut parts {
            to.remove(name);
        }
        parts.insert("mod".to_owned(), known.into_iter().filter(|name| name != "mod").collect());
        // Whatever imports nothing that is left is taken away, until nothing is left.
        while let Some(free) = parts.iter().find(|(_, to)| to.iter().all(|one| !parts.contains_key(one))) {
            let free = free.0.clone();
            parts.remove(&free);
        }
        assert!(parts.is_empty(), "src/{own}: a circle in or below {parts:#?}");
    }
}

/// `super::super::…` could leave a room unseen.
#[test]
fn no_path_climbs_out_of_its_room() {
    for (path, text) in sources() {
        let depth = path.trim_end_matches("/mod.rs").matches('/').count() + 1;
        for (number, line) in text.lines().enumerate() {
            let inside_a_module = usize::from(line.starts_with(' '));
            let climbs = "super::".repeat(depth + inside_a_module);
            assert!(!code(line).contains(&climbs), "src/{path}:{} climbs out of its room", number + 1);
        }
    }
}

#[test]
fn each_crate_has_its_own_users() {
    let sources = sources();
    for (name, users) in SOLE_USERS {
        let path_of_crate = format!("{name}::");
        let uses =
            |text: &str| text.lines().any(|line| names_after(code(line), &path_of_crate).next().is_some());
        let found: Vec<&String> =
            sources.iter().filter(|(_, text)| uses(text)).map(|(path, _)| path).collect();
        assert!(!found.is_empty(), "{name} is used nowhere: take it out of this list and of Cargo.toml");
        for path in found {
            assert!(users.iter().any(|user| path.starts_with(user)), "src/{path} must not use {name}");
        }
    }
}

#[test]
fn files_stay_short() {
    let sources = sources();
    for (path, text) in &sources {
        let (lines, listed) = (text.lines().count(), LONG.iter().any(|(long, _)| long == path));
        assert!(lines <= LINES || listed, "src/{path} has {lines} lines, more than {LINES}");
        assert!(lines > LINES || !listed, "src/{path} is short again: take it off the list");
    }
    for (long, _) in LONG {
        assert!(sources.iter().any(|(path, _)| path == long), "src/{long} is gone: take it off the list");
    }
}

/// What an indicator is laid out like, protected like or said like stands in its definition as a value.
#[test]
fn no_room_tells_indicators_apart_by_their_ids() {
    let ids: BTreeSet<&str> = INDICATORS.iter().map(|indicator| indicator.id).collect();
    let measures: BTreeSet<&str> =
        INDICATORS.iter().flat_map(|indicator| indicator.measures).map(|measure| measure.id).collect();
    let sources = sources();
    let of_rooms = sources.iter().filter(|(path, _)| KNOW_NO_IDS.contains(&room(path)));
    let mut named = BTreeSet::new();
    for (path, text) in of_rooms.filter(|(path, _)| !path.contains("tests")) {
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        for (number, line) in lines.enumerate() {
            let about_measures = line.contains("measure") || line.contains(" of(\"");
            let found = code(line)
                .split('"')
                .skip(1)
                .step_by(2)
                .find(|word| ids.contains(word) || (about_measures && measures.contains(word)));
            let Some(found) = found else { continue };
            let allowed = NAME_INDICATORS.iter().any(|(file, _)| file == path);
            assert!(allowed, "src/{path}:{} knows \"{found}\" by its id", number + 1);
            named.insert(path.as_str());
        }
    }
    for (file, _) in NAME_INDICATORS {
        assert!(named.contains(file), "src/{file} names no indicator: take it off the list");
    }
}

/// What a definition says of other indicators and of its own measures, there is.
#[test]
fn definitions_name_measures_that_there_are() {
    use edugauge::indicators::definition::Layout;
    let measure = |indicator: &str, measure: &str| {
        let found = edugauge::indicators::find(indicator).ok().and_then(|found| found.measure(measure));
        assert!(found.is_some(), "{indicator} has no measure {measure}");
    };
    for indicator in INDICATORS {
        let extremes = indicator.measures.iter().filter_map(|measure| measure.extreme);
        extremes.for_each(|extreme| measure(extreme.indicator, extreme.measure));
        let own: &[&str] = match &indicator.layout {
            Layout::Plan { rate, difference } => &[rate, difference],
            Layout::Sides(sides) => {
                &[sides.first, sides.second, sides.difference, sides.effect, sides.change]
            }
            _ => &[],
        };
        own.iter().for_each(|of| measure(indicator.id, of));
        let is_single = matches!(indicator.layout, Layout::Single(_));
        assert!(!is_single || indicator.measures.len() == 1, "{} has several measures", indicator.id);
    }
}

/// A fork leaves whatever another thread has locked locked for ever, and `LazyLock` and `OnceLock` are locked while
/// they are being made: what outlives a call is kept by `threads::{PerProcess, Once, Lazy}`.
#[test]
fn nothing_that_a_fork_could_leave_locked() {
    for (path, text) in sources().iter().filter(|(path, _)| !path.starts_with("threads/")) {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.contains("PyOnceLock")) {
            let locks = ["LazyLock", "OnceLock"].iter().any(|name| code(line).contains(name));
            let shared = code(line).trim_start().starts_with("static ")
                && ["Mutex", "RwLock", "Condvar"].iter().any(|name| line.contains(name));
            assert!(!locks && !shared, "src/{path}:{} could stay locked in a forked child", number + 1);
        }
    }
}
