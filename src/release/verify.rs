//! Years later: are these the files of the release, and do these inputs still give them?

use std::fs;
use std::path::{Path, PathBuf};

use super::output::{Hashed, MANIFEST, Manifest, files_under};
use super::{Config, RunOptions, produce};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};

/// What of a release is not as its manifest says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    OutputMissing,
    OutputChanged,
    /// A file that the release did not write.
    OutputExtra,
    InputMissing,
    InputChanged,
    ConfigChanged,
    /// Nobody named the configuration, and the file where `run` would have found it is not the one.
    ConfigNotFound,
    /// Made by another version of edugauge than this one.
    OtherVersion,
    /// The same inputs give other bytes today.
    NotReproduced,
}

impl Problem {
    pub fn id(self) -> &'static str {
        match self {
            Problem::OutputMissing => "output_missing",
            Problem::OutputChanged => "output_changed",
            Problem::OutputExtra => "output_extra",
            Problem::InputMissing => "input_missing",
            Problem::InputChanged => "input_changed",
            Problem::ConfigChanged => "config_changed",
            Problem::ConfigNotFound => "config_not_found",
            Problem::OtherVersion => "other_version",
            Problem::NotReproduced => "not_reproduced",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Problem::OutputMissing => Text::new("报表文件不见了", "a file of the release is missing"),
            Problem::OutputChanged => Text::new("报表文件被改动", "a file of the release was changed"),
            Problem::OutputExtra => Text::new("不属于这份报表的文件", "a file that is not the release's"),
            Problem::InputMissing => Text::new("输入文件不见了", "an input is missing"),
            Problem::InputChanged => Text::new("输入文件已变化", "an input has changed"),
            Problem::ConfigChanged => Text::new("配置已变化", "the configuration has changed"),
            Problem::ConfigNotFound => Text::new(
                "没有找到生成这份报表的配置(报表上两层的这个文件内容不同:改过,或是另一份);用 --config 文件 指明",
                "the configuration that made the release was not found (this file two folders up differs: it was changed, or is another one); name it with --config FILE",
            ),
            Problem::OtherVersion => {
                Text::new("由另一版本的 edugauge 生成", "made by another version of edugauge")
            }
            Problem::NotReproduced => {
                Text::new("重新计算得到不同的文件", "computing again gives another file")
            }
        }
    }

    /// Whether the release is at fault; an extra file is only worth knowing.
    pub fn is_fault(self) -> bool {
        self != Problem::OutputExtra
    }
}

/// The outcome: what was compared, and every difference with the file it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    pub outputs: usize,
    /// `None` where no configuration was at hand, so that only the outputs were checked.
    pub inputs: Option<usize>,
    /// Whether the release was computed again, which is done where all inputs are as they were.
    pub reproduced: bool,
    pub problems: Vec<(Problem, String)>,
}

impl Verification {
    pub fn faults(&self) -> usize {
        self.problems.iter().filter(|(problem, _)| problem.is_fault()).count()
    }

    /// One line: what was found to be in order.
    pub fn describe(&self, lang: Lang) -> String {
        let outputs = self.outputs;
        let inputs = self.inputs.map_or_else(
            || {
                lang.pick(
                    "未找到配置,输入未查(用 --config 文件 指明配置)".to_owned(),
                    "no configuration found, inputs not checked (name it with --config FILE)".to_owned(),
                )
            },
            |n| lang.pick(format!("输入 {n} 个已查"), format!("{n} inputs checked")),
        );
        let again = match (self.reproduced, lang) {
            (true, Lang::Zh) => ";已重新计算并逐字节比较",
            (true, Lang::En) => "; computed again and compared byte by byte",
            (false, _) => "",
        };
        lang.pick(
            format!("报表文件 {outputs} 个已查;{inputs}{again}"),
            format!("{outputs} files of the release checked; {inputs}{again}"),
        )
    }
}

/// Holds a release against its manifest, and, where its configuration is found (given, or as `run` leaves it two
/// folders up), its inputs as well; where these are unchanged, computes it again and compares every byte.
///
/// # Errors
/// No manifest; a configuration that was given and cannot be read.
pub fn verify(release: &Path, config: Option<&Path>) -> Result<Verification> {
    let manifest = Manifest::read(release)?;
    let mut found = Verification { outputs: manifest.outputs.len(), ..Verification::default() };
    check_outputs(release, &manifest, &mut found)?;
    let Some(path) = config.map(Path::to_owned).or_else(|| configuration_of(release, &manifest)) else {
        return Ok(found);
    };
    let before = found.faults();
    let is_given = config.is_some();
    let config = Config::load(&path)?;
    if Hashed::of(manifest.config.file.clone(), config.text.as_bytes()) != manifest.config {
        let problem = if is_given { Problem::ConfigChanged } else { Problem::ConfigNotFound };
        found.problems.push((problem, path.display().to_string()));
        if !is_given {
            // Its paths say nothing of the release.
            return Ok(found);
        }
    }
    check_inputs(&config, &manifest, &mut found);
    found.inputs = Some(manifest.inputs.len());
    if found.faults() == before {
        found.reproduced = true;
        reproduce(&config, release, &manifest, &mut found)?;
    }
    Ok(found)
}

/// `run` writes to `out/<year>` beside the configuration.
fn configuration_of(release: &Path, manifest: &Manifest) -> Option<PathBuf> {
    let release = release.canonicalize().ok()?;
    let path = release.parent()?.parent()?.join(&manifest.config.file);
    path.is_file().then_some(path)
}

fn check_outputs(release: &Path, manifest: &Manifest, found: &mut Verification) -> Result<()> {
    let mut on_disk =
        files_under(release).map_err(|source| Error::Unreadable { path: release.to_owned(), source })?;
    on_disk.retain(|name| name != MANIFEST);
    for known in &manifest.outputs {
        match fs::read(release.join(&known.file)) {
            Err(_) => found.problems.push((Problem::OutputMissing, known.file.clone())),
            Ok(bytes) if Hashed::of(known.file.clone(), &bytes) != *known => {
                found.problems.push((Problem::OutputChanged, known.file.clone()));
            }
            Ok(_) => {}
        }
        on_disk.retain(|name| *name != known.file);
    }
    found.problems.extend(on_disk.into_iter().map(|name| (Problem::OutputExtra, name)));
    Ok(())
}

fn check_inputs(config: &Config, manifest: &Manifest, found: &mut Verification) {
    for known in &manifest.inputs {
        match Hashed::of_file(known.file.clone(), &config.folder.join(&known.file)) {
            Err(_) => found.problems.push((Problem::InputMissing, known.file.clone())),
            Ok(hashed) if hashed != *known => {
                found.problems.push((Problem::InputChanged, known.file.clone()));
            }
            Ok(_) => {}
        }
    }
    if manifest.edugauge != env!("CARGO_PKG_VERSION") {
        found.problems.push((Problem::OtherVersion, manifest.edugauge.clone()));
    }
}

/// Computes the release again, in its language, and compares the bytes of every file.
fn reproduce(config: &Config, release: &Path, manifest: &Manifest, found: &mut Verification) -> Result<()> {
    let options = RunOptions {
        year: Some(manifest.year),
        lang: Some(manifest.language),
        out: release.parent().map(Path::to_owned),
        ..RunOptions::default()
    };
    let made = produce(config, &options, &|_, _| {})?.manifest;
    let earlier = |manifest: &Manifest| -> Vec<Hashed> {
        manifest.disclosure.as_ref().map_or_else(Vec::new, |record| record.earlier.clone())
    };
    let (then, now) = (earlier(manifest), earlier(&made));
    if then != now {
        // What was hidden depends on what was public before.
        let changed = then.iter().chain(&now).find(|file| !then.contains(file) || !now.contains(file));
        found.problems.extend(changed.map(|file| (Problem::InputChanged, file.file.clone())));
        found.reproduced = false;
        return Ok(());
    }
    let made = made.outputs;
    let lacks = |list: &[Hashed], file: &Hashed| !list.iter().any(|other| other == file);
    let mut differing: Vec<&str> =
        made.iter().filter(|f| lacks(&manifest.outputs, f)).map(|f| &*f.file).collect();
    differing.extend(manifest.outputs.iter().filter(|f| lacks(&made, f)).map(|f| &*f.file));
    differing.sort_unstable();
    differing.dedup();
    found.problems.extend(differing.into_iter().map(|name| (Problem::NotReproduced, name.to_owned())));
    Ok(())
}
