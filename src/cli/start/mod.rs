//! `edugauge init DIR --from FILE…`: looks at the files that people have and makes a configuration that runs, with
//! one list of what is still missing.

mod inputs;
mod look;
mod write;

use std::fs;
use std::path::{Path, PathBuf};

use super::console::{Console, Done};
use crate::error::Error;
use look::{Found, Looked, look};

pub fn start(folder: &Path, files: &[PathBuf], console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let mut found = Found::default();
    let mut faults = Vec::new();
    for file in files {
        match look(file) {
            Ok(looked) => found.looked.push(looked),
            Err(fault) => faults.push((file, fault)),
        }
    }
    for (file, fault) in &faults {
        let help = fault.help(lang).map(|help| format!(" {help}")).unwrap_or_default();
        found.missing.push(format!("{}: {} {}{help}", file.display(), fault.code(), fault.message(lang)));
    }
    if !found.looked.iter().any(Looked::has_candidates) {
        // Without candidates there is nothing to report on: the first fault says why.
        return match faults.into_iter().next() {
            Some((_, fault)) => Err(fault.into()),
            None => Err(Error::NoScoreColumn {
                place: crate::error::Place::file(files[0].display().to_string()),
                headers: Vec::new(),
                choose: Vec::new(),
                ranks: None,
            }
            .into()),
        };
    }
    copy(folder, &found.looked)?;
    let config = write::configuration(&mut found, lang);
    save(&folder.join("inputs.xlsx"), &inputs::inputs(&found, lang)?)?;
    let path = folder.join("edugauge.toml");
    save(&path, config.as_bytes())?;
    say(&found, &path, console)
}

fn save(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let unwritable = |source| Error::Unwritable { path: file.to_owned(), source };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    fs::write(file, bytes).map_err(unwritable)
}

/// Copies the files as they are; the user's own stay where they were.
fn copy(folder: &Path, looked: &[Looked]) -> Result<(), Error> {
    let data = folder.join("data");
    fs::create_dir_all(&data).map_err(|source| Error::Unwritable { path: data.clone(), source })?;
    for one in looked {
        let to = data.join(&one.name);
        fs::copy(&one.path, &to).map_err(|source| Error::Unwritable { path: to, source })?;
    }
    Ok(())
}

fn say(found: &Found, config: &Path, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    for one in &found.looked {
        writeln!(console.out, "{}", one.described(lang))?;
    }
    for taken in &found.taken {
        writeln!(console.out, "{taken}")?;
    }
    if !found.missing.is_empty() {
        let n = found.missing.len();
        writeln!(console.out, "{}", lang.pick(format!("还缺 {n} 项："), format!("still missing ({n}):")))?;
        for (at, missing) in found.missing.iter().enumerate() {
            writeln!(console.out, "  {}. {missing}", at + 1)?;
        }
    }
    let draft = lang.pick(
        "报表是草稿，全部数字可见；公布之前在 edugauge.toml 中改为 profile = \"public\"",
        "the tables are a draft that shows every number; before you publish, write profile = \"public\" in edugauge.toml",
    );
    writeln!(console.out, "{draft}")?;
    let next = lang.pick("下一步：", "next: ");
    Ok(writeln!(console.out, "{next}edugauge run {}", config.display())?)
}
