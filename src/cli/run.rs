//! `edugauge run`: the yearly tables, of one county or of many, of one year or of all.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::json;

mod said;

use super::console::{Console, Done, Stop};
use super::options::load;
use super::progress::Progress;
use super::{report, watch};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::release::config::folder_name;
use crate::release::notices::Notice;
use crate::release::{Config, Held, RunOptions, hold, plan, rehearse, run_in, years};
use said::{Failed, release_json, say_briefly, say_notices, say_plan, say_release, say_sum};

pub fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let batch = Batch::of(matches, console.lang);
    if batch.watch {
        let each = |config: &Config| batch.each_year(config, &batch.options);
        let load = |path: &Path| load(path, matches);
        return watch::repeat(&batch.configs, &load, &each, console, |console| batch.make(console));
    }
    batch.make(console)
}

/// What one call is asked for.
struct Batch<'m> {
    matches: &'m ArgMatches,
    configs: Vec<PathBuf>,
    options: RunOptions,
    all_years: bool,
    dry_run: bool,
    watch: bool,
    json: bool,
    strict: bool,
}

/// How many releases came about, which did not, and the first fault of those.
#[derive(Default)]
struct Tallied {
    made: usize,
    failed: Vec<Failed>,
    /// The configuration that is being worked on, by its number.
    at: usize,
    first_fault: Option<Error>,
    /// Of what was made, the first that needs attention where none may.
    attention: Option<Error>,
    /// Output folders that this call has given to a county.
    folders: Vec<PathBuf>,
}

impl Batch<'_> {
    fn of(matches: &ArgMatches, messages: Lang) -> Batch<'_> {
        Batch {
            matches,
            configs: matches
                .get_many::<PathBuf>("config")
                .into_iter()
                .flatten()
                .flat_map(|path| matching(path))
                .collect(),
            options: RunOptions {
                show_values: matches.get_flag("show-values"),
                year: matches.get_one::<i32>("year").copied(),
                out: matches.get_one::<PathBuf>("out").cloned(),
                lang: matches.get_one::<String>("lang").and_then(|name| Lang::parse(name)),
                messages: Some(messages),
            },
            all_years: matches.get_flag("all-years"),
            dry_run: matches.get_flag("dry-run"),
            watch: matches.get_flag("watch"),
            strict: matches.get_flag("strict"),
            json: matches.get_one::<String>("format").is_some_and(|format| format == "json"),
        }
    }

    /// A county or a year that fails does not stop the others; the exit code is that of the first fault.
    fn make(&self, console: &mut Console<'_>) -> Done {
        let mut tallied = Tallied::default();
        let alone = self.configs.len() == 1 && !self.all_years;
        for path in &self.configs {
            tallied.at += 1;
            let done = load(path, self.matches).and_then(|config| {
                let options = self.options_of(&config, &mut tallied.folders)?;
                Ok((config, options))
            });
            let (config, each) = match done {
                Ok(loaded) => loaded,
                Err(fault) if alone => return Err(fault.into()),
                Err(fault) => {
                    self.say_fault(path, None, fault, &mut tallied, console)?;
                    continue;
                }
            };
            // Held over all years, so that all come of one configuration.
            let held = match each.first().filter(|_| !self.dry_run).map(|options| hold(&config, options)) {
                Some(Err(fault)) if alone => return Err(fault.into()),
                Some(Err(fault)) => {
                    self.say_fault(path, None, fault, &mut tallied, console)?;
                    continue;
                }
                held => held.and_then(Result::ok),
            };
            for options in each {
                match self.make_one(
                    (&config, held.as_ref()),
                    &options,
                    (!alone).then_some(tallied.at),
                    console,
                ) {
                    Ok(attention) => {
                        tallied.made += 1;
                        tallied.attention = tallied.attention.take().or(attention);
                    }
                    Err(Stop::Fault(fault)) if !alone => {
                        self.say_fault(path, options.year, fault, &mut tallied, console)?;
                    }
                    Err(stop) => return Err(stop),
                }
            }
        }
        if !alone && !self.dry_run {
            say_sum(tallied.made, &tallied.failed, self.json, console)?;
        }
        let (made, failed) = (tallied.made, tallied.failed.len());
        if let Some(fault) = tallied.first_fault {
            let exit_code = fault.exit_code();
            return Err(Error::SomeFailed { failed, of: made + failed, exit_code }.into());
        }
        tallied.attention.map_or(Ok(()), |attention| Err(attention.into()))
    }

    fn make_one(
        &self,
        (config, held): (&Config, Option<&Held>),
        options: &RunOptions,
        of_many: Option<usize>,
        console: &mut Console<'_>,
    ) -> std::result::Result<Option<Error>, Stop> {
        let Some(held) = held else {
            say_plan(&plan(config, options)?, console)?;
            let (notices, empty) = rehearse(config, options)?;
            say_notices(config, &notices, console)?;
            return Ok(self.attention(&notices, &empty));
        };
        let progress = Progress::default();
        let made = run_in(held, config, options, &|path, bytes| progress.show(path, bytes))?;
        drop(progress);
        match (self.json, of_many) {
            (true, _) => writeln!(console.out, "{}", release_json(config, &made))?,
            (false, Some(at)) => say_briefly(&made, (at, self.configs.len()), console)?,
            (false, None) => say_release(config, &made, console)?,
        }
        // Whoever follows the log sees each release as it comes about.
        console.out.flush()?;
        Ok(self.attention(&made.notices, &made.empty))
    }

    /// Why what was made does not end with 0.
    fn attention(&self, notices: &[Notice], empty: &[String]) -> Option<Error> {
        match (empty, notices) {
            ([], []) => None,
            ([], notices) => self.strict.then_some(Error::Attention { notices: notices.len() }),
            (tables, _) => Some(Error::EmptyTables { tables: tables.to_vec() }),
        }
    }

    /// One set of options a year. Several counties share an output folder only in folders of their own.
    fn options_of(&self, config: &Config, taken: &mut Vec<PathBuf>) -> Result<Vec<RunOptions>> {
        let mut options = self.options.clone();
        if let Some(out) = self.options.out.as_ref().filter(|_| self.configs.len() > 1) {
            let folder = out.join(folder_name(&config.content.project.region));
            if taken.contains(&folder) {
                return Err(Error::OutputOccupied { path: folder });
            }
            taken.push(folder.clone());
            options.out = Some(folder);
        }
        self.each_year(config, &options)
    }

    fn each_year(&self, config: &Config, options: &RunOptions) -> Result<Vec<RunOptions>> {
        if !self.all_years {
            return Ok(vec![options.clone()]);
        }
        let each = |year| RunOptions { year: Some(year), ..options.clone() };
        Ok(years(config)?.into_iter().map(each).collect())
    }

    fn say_fault(
        &self,
        path: &Path,
        year: Option<i32>,
        fault: Error,
        tallied: &mut Tallied,
        console: &mut Console<'_>,
    ) -> Done {
        if self.json {
            let told = json!({
                "config": path.display().to_string(),
                "status": "failed",
                "year": year,
                "code": fault.code(),
                "message": fault.message(console.lang),
            });
            writeln!(console.out, "{told}")?;
        } else {
            let year = year.map_or_else(String::new, |year| format!(" {year}"));
            writeln!(console.err, "{}{year}", path.display())?;
            report::write(&fault, console.lang, console.err)?;
        }
        tallied.failed.push(Failed { config: path.display().to_string(), year, code: fault.code() });
        tallied.first_fault.get_or_insert(fault);
        Ok(())
    }
}

/// The files that a path with wildcards stands for, since the command prompt of Windows leaves that to programs;
/// the path itself where there are none, which is then told to be missing.
fn matching(path: &Path) -> Vec<PathBuf> {
    let wild = path.to_str().filter(|text| !path.exists() && text.contains(['*', '?']));
    let found = wild.and_then(|pattern| glob::glob(pattern).ok()).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = found.collect();
    found.sort();
    if found.is_empty() { vec![path.to_owned()] } else { found }
}
