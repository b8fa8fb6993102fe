//! `edugauge run`: the yearly tables, of one county or of many, of one year or of all.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::json;

use super::progress::Progress;
use super::{Console, Done, Stop, report, watch};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::release::config::folder_name;
use crate::release::{Config, Plan, Release, RunOptions, plan, run as release, years};

pub fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let batch = Batch::of(matches);
    if batch.watch {
        return watch::repeat(&batch.configs, console, |console| batch.make(console));
    }
    batch.make(console)
}

/// What one call is asked for.
struct Batch {
    configs: Vec<PathBuf>,
    options: RunOptions,
    all_years: bool,
    dry_run: bool,
    watch: bool,
    json: bool,
}

/// How many releases came about, and the first fault of those that did not.
#[derive(Default)]
struct Tallied {
    made: usize,
    failed: usize,
    first_fault: Option<Error>,
    /// Output folders that this call has given to a county.
    folders: Vec<PathBuf>,
}

impl Batch {
    fn of(matches: &ArgMatches) -> Batch {
        Batch {
            configs: matches.get_many::<PathBuf>("config").into_iter().flatten().cloned().collect(),
            options: RunOptions {
                show_values: matches.get_flag("show-values"),
                year: matches.get_one::<i32>("year").copied(),
                out: matches.get_one::<PathBuf>("out").cloned(),
                lang: matches.get_one::<String>("lang").and_then(|name| Lang::parse(name)),
            },
            all_years: matches.get_flag("all-years"),
            dry_run: matches.get_flag("dry-run"),
            watch: matches.get_flag("watch"),
            json: matches.get_one::<String>("format").is_some_and(|format| format == "json"),
        }
    }

    /// A county or a year that fails does not stop the others; the exit code is that of the first fault.
    fn make(&self, console: &mut Console<'_>) -> Done {
        let mut tallied = Tallied::default();
        let alone = self.configs.len() == 1 && !self.all_years;
        for path in &self.configs {
            let done = Config::load(path).and_then(|config| {
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
            for options in each {
                match self.make_one(path, &config, &options, alone, console) {
                    Ok(()) => tallied.made += 1,
                    Err(Stop::Fault(fault)) if !alone => {
                        self.say_fault(path, options.year, fault, &mut tallied, console)?;
                    }
                    Err(stop) => return Err(stop),
                }
            }
        }
        self.say_sum(tallied, alone, console)
    }

    fn say_sum(&self, tallied: Tallied, alone: bool, console: &mut Console<'_>) -> Done {
        let Tallied { made, failed, .. } = tallied;
        if !alone && !self.json && !self.dry_run {
            let text = console.lang.pick(
                format!("共生成 {made} 份报表,{failed} 份未成"),
                format!("{made} releases made, {failed} failed"),
            );
            writeln!(console.out, "{text}")?;
        }
        tallied.first_fault.map_or(Ok(()), |fault| {
            let exit_code = fault.exit_code();
            Err(Error::SomeFailed { failed, of: made + failed, exit_code }.into())
        })
    }

    fn make_one(
        &self,
        path: &Path,
        config: &Config,
        options: &RunOptions,
        alone: bool,
        console: &mut Console<'_>,
    ) -> Done {
        if self.dry_run {
            return say_plan(&plan(config, options)?, console);
        }
        let progress = Progress::default();
        let made = release(config, options, &|path, bytes| progress.show(path, bytes))?;
        drop(progress);
        match self.json {
            true => Ok(writeln!(console.out, "{}", release_json(path, &made))?),
            false => say_release(&made, alone, console),
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
        if !self.all_years {
            return Ok(vec![options]);
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
        tallied.failed += 1;
        tallied.first_fault.get_or_insert(fault);
        Ok(())
    }
}

fn release_json(path: &Path, release: &Release) -> serde_json::Value {
    json!({
        "config": path.display().to_string(),
        "status": "ok",
        "year": release.year,
        "folder": release.folder.display().to_string(),
        "files": release.files,
        "figures": release.figures.rows.len(),
        "suppressed": release.suppressed,
        "kept": release.kept,
        "readings": release.readings,
        "headlines": release.headlines,
    })
}

fn say_plan(plan: &Plan, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    writeln!(console.out, "{}", lang.pick("读入:", "reads:"))?;
    for input in &plan.inputs {
        writeln!(console.out, "  {}", input.path.display())?;
    }
    writeln!(console.out, "{}", lang.pick("计算:", "computes:"))?;
    for (id, title) in &plan.tables {
        writeln!(console.out, "  {id}  {title}")?;
    }
    let folder = plan.folder.display();
    Ok(writeln!(console.out, "{} {folder}", lang.pick("写入:", "writes to:"))?)
}

/// The headline figures go to standard output, what happened on the way to standard error.
fn say_release(release: &Release, alone: bool, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    for line in &release.readings {
        writeln!(console.err, "{line}")?;
    }
    if release.suppressed > 0 {
        let n = release.suppressed;
        let text = lang.pick(
            format!("为保护个人信息,隐去 {n} 个数值(标为 [c])"),
            format!("{n} values hidden to protect pupils (shown as [c])"),
        );
        writeln!(console.err, "{text}")?;
    }
    for file in &release.kept {
        let text = lang.pick("原文件夹中自己的文件已保留:", "kept from the old folder: ");
        writeln!(console.err, "{text}{file}")?;
    }
    let (year, folder) = (release.year, release.folder.display());
    writeln!(
        console.out,
        "{}",
        lang.pick(format!("{year} 年报表:{folder}"), format!("Tables of {year}: {folder}"))
    )?;
    let listed = release.files.iter().filter(|file| alone && !file.starts_with("table_"));
    for file in listed {
        writeln!(console.out, "  {file}")?;
    }
    for headline in &release.headlines {
        writeln!(console.out, "{headline}")?;
    }
    Ok(())
}
