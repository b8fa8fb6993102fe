//! `edugauge run`: the yearly tables.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::progress::Progress;
use super::{Console, Done};
use crate::release::{Config, Plan, Release, RunOptions, plan, run as release};

pub fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let config = Config::load(matches.get_one::<PathBuf>("config").map_or(Path::new(""), PathBuf::as_path))?;
    let options = RunOptions {
        year: matches.get_one::<i32>("year").copied(),
        out: matches.get_one::<PathBuf>("out").cloned(),
        lang: matches.get_one::<String>("lang").and_then(|name| crate::lang::Lang::parse(name)),
    };
    if matches.get_flag("dry-run") {
        return say_plan(&plan(&config, &options)?, console);
    }
    let progress = Progress::default();
    let release = release(&config, &options, &|path, bytes| progress.show(path, bytes))?;
    drop(progress);
    say_release(&release, console)
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
fn say_release(release: &Release, console: &mut Console<'_>) -> Done {
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
    let (year, folder) = (release.year, release.folder.display());
    writeln!(
        console.out,
        "{}",
        lang.pick(format!("{year} 年报表:{folder}"), format!("Tables of {year}: {folder}"))
    )?;
    for file in release.files.iter().filter(|file| !file.starts_with("table_")) {
        writeln!(console.out, "  {file}")?;
    }
    for headline in &release.headlines {
        writeln!(console.out, "{headline}")?;
    }
    Ok(())
}
