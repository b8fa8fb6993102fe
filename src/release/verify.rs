//! Years later: are these the files of the release, and do these inputs still give them?

use std::fs;
use std::path::{Path, PathBuf};

use super::config::Profile;
use super::earlier::Known;
use super::output::{DisclosureRecord, Hashed, Input, MANIFEST, Manifest, Record, files_under};
use super::problem::Problem;
use super::{Config, RunOptions, produce};
use crate::error::{Error, Result};
use crate::lang::{Lang, Text};

/// The outcome: what was compared, and every difference with the file it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    pub outputs: usize,
    /// `None` where no configuration was at hand, or nothing that tells the inputs, so that only the outputs were
    /// checked.
    pub inputs: Option<usize>,
    /// Whether the release says itself, or its record does, which inputs it was made of.
    pub has_record: bool,
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
        let unchecked = match self.has_record {
            true => Text::new(
                "未找到配置，输入未查（用 --config 文件 指明配置）",
                "no configuration found, inputs not checked (name it with --config FILE)",
            ),
            false => Text::new(
                "未找到内部记录，输入未查（用 --record 文件 指明，如 2011.record.json）",
                "no record found, inputs not checked (name it with --record FILE, 2011.record.json or the like)",
            ),
        };
        let checked = |n| lang.pick(format!("输入 {n} 个已查"), format!("{n} inputs checked"));
        let inputs = self.inputs.map_or_else(|| unchecked.get(lang).to_owned(), checked);
        let again = match (self.reproduced, lang) {
            (true, Lang::Zh) => "；已重新计算并逐字节比较",
            (true, Lang::En) => "; computed again and compared byte by byte",
            (false, _) => "",
        };
        lang.pick(
            format!("报表文件 {outputs} 个已查；{inputs}{again}"),
            format!("{outputs} files of the release checked; {inputs}{again}"),
        )
    }
}

/// What a release is held against, where it is not where `run` leaves it.
#[derive(Clone, Debug, Default)]
pub struct Checking {
    pub config: Option<PathBuf>,
    pub record: Option<PathBuf>,
    /// Folders beside the configuration's own that its paths may lead to.
    pub allow_outside: Vec<PathBuf>,
}

/// Holds a release against its manifest and its record, and, where its configuration is found (given, or as `run`
/// leaves it two folders up), its inputs as well; where these are unchanged, computes it again and compares every
/// byte and what the manifest says.
///
/// # Errors
/// No manifest; a configuration or record that was given and cannot be read.
pub fn verify(release: &Path, against: &Checking) -> Result<Verification> {
    let manifest = Manifest::read(release)?;
    let mut found = Verification { outputs: manifest.outputs.len(), ..Verification::default() };
    check_outputs(release, &manifest, &mut found)?;
    let record = match &against.record {
        Some(path) => Some(Record::read(path)?),
        None => Record::beside(release),
    };
    let record = record.filter(|record| {
        let is_of_release = record.is_of(release);
        if !is_of_release {
            found.problems.push((Problem::RecordOfAnother, MANIFEST.to_owned()));
        }
        is_of_release
    });
    found.has_record = record.is_some() || !manifest.inputs.is_empty();
    if let Some(record) = &record {
        check_beside(release, against, record, &mut found);
    }
    let given = against.config.as_deref();
    let Some(path) = given.map(Path::to_owned).or_else(|| configuration_of(release, &manifest)) else {
        return Ok(found);
    };
    let before = found.faults();
    let config = Config::load(&path)?.allow_outside(&against.allow_outside);
    if Hashed::of(manifest.config.file.clone(), config.text.as_bytes()) != manifest.config {
        let problem = if given.is_some() { Problem::ConfigChanged } else { Problem::ConfigNotFound };
        found.problems.push((problem, path.display().to_string()));
        if given.is_none() {
            // Its paths say nothing of the release.
            return Ok(found);
        }
    }
    check_said(&config, &manifest, &mut found);
    if !found.has_record {
        return Ok(found);
    }
    check_inputs(&config, &manifest, record.as_ref(), &mut found);
    if found.faults() == before {
        found.reproduced = true;
        reproduce(&config, release, &manifest, record.as_ref(), &mut found)?;
    }
    Ok(found)
}

/// What the configuration alone tells of the manifest.
fn check_said(config: &Config, manifest: &Manifest, found: &mut Verification) {
    let is_public = config.content.disclosure.profile == Profile::Public;
    let said = manifest.disclosure.as_ref().map(|record| record.profile.as_str());
    if said.is_some_and(|said| said != if is_public { "public" } else { "internal" }) {
        found.problems.push((Problem::ManifestWrong, "disclosure.profile".to_owned()));
    }
    if config.lang().is_some_and(|lang| lang != manifest.language) {
        found.problems.push((Problem::ManifestWrong, "language".to_owned()));
    }
}

/// Files beside the release, and tallies that the run kept.
fn check_beside(release: &Path, against: &Checking, record: &Record, found: &mut Verification) {
    let folder = match &against.record {
        Some(path) => path.parent().map(Path::to_owned),
        None => release.canonicalize().ok().and_then(|release| release.parent().map(Path::to_owned)),
    };
    for known in &record.beside {
        let path = folder.clone().unwrap_or_default().join(&known.file);
        match Hashed::of_file(known.file.clone(), &path) {
            Err(_) => found.problems.push((Problem::OutputMissing, known.file.clone())),
            Ok(hashed) if hashed != *known => {
                found.problems.push((Problem::OutputChanged, known.file.clone()));
            }
            Ok(_) => {}
        }
    }
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

/// Inputs and kept tallies, by the record or, of an older release, by its manifest.
fn check_inputs(config: &Config, manifest: &Manifest, record: Option<&Record>, found: &mut Verification) {
    let at = |file: &str| config.folder.join(file);
    let mut judge = |file: &str, same: std::io::Result<bool>, missing, changed| match same {
        Err(_) => found.problems.push((missing, file.to_owned())),
        Ok(false) => found.problems.push((changed, file.to_owned())),
        Ok(true) => {}
    };
    for known in &manifest.inputs {
        let same = Hashed::of_file(known.file.clone(), &at(&known.file)).map(|now| now == *known);
        judge(&known.file, same, Problem::InputMissing, Problem::InputChanged);
    }
    for known in record.iter().flat_map(|record| &record.inputs) {
        let same = Input::of(known.file.clone(), &at(&known.file)).map(|now| now == *known);
        judge(&known.file, same, Problem::InputMissing, Problem::InputChanged);
    }
    for known in record.iter().flat_map(|record| &record.tallies) {
        let same = Input::of(known.file.clone(), &at(&known.file)).map(|now| now == *known);
        judge(&known.file, same, Problem::TallyChanged, Problem::TallyChanged);
    }
    found.inputs = Some(manifest.inputs.len() + record.map_or(0, |record| record.inputs.len()));
    if manifest.edugauge != env!("CARGO_PKG_VERSION") {
        found.problems.push((Problem::OtherVersion, manifest.edugauge.clone()));
    }
}

/// Whether two records of disclosure control say the same. Earlier releases go by their hashes: one that was replaced
/// since lies elsewhere.
fn same_rule(then: Option<&DisclosureRecord>, now: Option<&DisclosureRecord>) -> bool {
    let without_names = |record: &DisclosureRecord| {
        let hashes = record.earlier.iter().map(|file| Hashed { file: String::new(), ..file.clone() });
        DisclosureRecord { earlier: hashes.collect(), ..record.clone() }
    };
    then.map(without_names) == now.map(without_names)
}

/// Computes the release again, in its language, and compares the bytes of every file and what the manifest says.
fn reproduce(
    config: &Config,
    release: &Path,
    manifest: &Manifest,
    record: Option<&Record>,
    found: &mut Verification,
) -> Result<()> {
    let options = RunOptions {
        year: Some(manifest.year),
        lang: Some(manifest.language),
        out: release.parent().map(Path::to_owned),
        ..RunOptions::default()
    };
    let earlier = manifest.disclosure.as_ref().map_or(&[][..], |record| &record.earlier);
    let made = match produce(config, &options, Known::Recorded(earlier), &|_, _| {}) {
        Ok(made) => made,
        Err(Error::FileChanged { path }) => {
            // What was hidden depends on what was public before.
            found.problems.push((Problem::InputChanged, path.display().to_string()));
            found.reproduced = false;
            return Ok(());
        }
        Err(fault) => return Err(fault),
    };
    if let Some(record) = record {
        let (then, now) = (&manifest, &made.manifest);
        let fields = [
            ("language", then.language == now.language),
            ("tables", then.tables == now.tables),
            ("disclosure", same_rule(then.disclosure.as_ref(), now.disclosure.as_ref())),
            ("inputs", record.inputs == made.record.inputs),
        ];
        let wrong = fields.into_iter().filter(|(_, same)| !same);
        found.problems.extend(wrong.map(|(field, _)| (Problem::ManifestWrong, field.to_owned())));
    }
    let made = made.manifest;
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
