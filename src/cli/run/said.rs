//! What `edugauge run` says: of one release in full, of many a line each and a summary.

use serde_json::json;

use super::super::console::{Console, Done};
use crate::release::notices::{Caller, Notice, block};
use crate::release::{Config, Plan, Release};

/// A release that did not come about.
pub(super) struct Failed {
    pub config: String,
    pub year: Option<i32>,
    pub code: &'static str,
}

/// One line of many; `at` says how far the call is.
pub(super) fn say_briefly(release: &Release, at: (usize, usize), console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let mut said = Vec::new();
    if release.suppressed > 0 {
        let n = release.suppressed;
        said.push(lang.pick(format!("隐去 {n} 个数"), format!("{n} values hidden")));
    }
    let n = release.notices.len();
    if n > 0 {
        said.push(lang.pick(format!("需要注意 {n} 项"), format!("{n} things need attention")));
    }
    let said = match said.is_empty() {
        true => String::new(),
        false => lang.pick(format!("（{}）", said.join("，")), format!(" ({})", said.join(", "))),
    };
    let (year, folder) = (release.year, release.folder.display());
    writeln!(console.out, "[{}/{}] {year}  {folder}{said}", at.0, at.1)?;
    for line in &release.accounts {
        writeln!(console.out, "  {line}")?;
    }
    Ok(())
}

/// How many releases came about, and which did not.
pub(super) fn say_sum(made: usize, failed: &[Failed], json: bool, console: &mut Console<'_>) -> Done {
    if json {
        let failures =
            failed.iter().map(|one| json!({"config": one.config, "year": one.year, "code": one.code}));
        let sum = json!({"status": "summary", "made": made, "failed": failed.len(),
            "failures": failures.collect::<Vec<_>>()});
        return Ok(writeln!(console.out, "{sum}")?);
    }
    let n = failed.len();
    let text = console
        .lang
        .pick(format!("共生成 {made} 份报表，{n} 份未成"), format!("{made} releases made, {n} failed"));
    writeln!(console.out, "{text}")?;
    for one in failed {
        let year = one.year.map_or_else(String::new, |year| format!(" {year}"));
        writeln!(console.out, "  {} {}{year}", one.code, one.config)?;
    }
    Ok(())
}

pub(super) fn release_json(config: &Config, release: &Release) -> serde_json::Value {
    json!({
        "config": config.path.display().to_string(),
        "status": "ok",
        "year": release.year,
        "folder": release.folder.display().to_string(),
        "files": release.files,
        "figures": release.figures.len(),
        "suppressed": release.suppressed,
        "kept": release.kept,
        "beside": release.beside.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
        "readings": release.readings,
        "notices": notices_json(config, &release.notices),
        "headlines": release.headlines,
    })
}

fn notices_json(config: &Config, notices: &[Notice]) -> Vec<serde_json::Value> {
    let caller = Caller::Configuration(&config.content.inputs);
    notices.iter().map(|notice| notice.as_json(caller)).collect()
}

/// The block at the end of everything.
pub(super) fn say_notices(config: &Config, notices: &[Notice], console: &mut Console<'_>) -> Done {
    for line in block(notices, Caller::Configuration(&config.content.inputs), console.lang) {
        writeln!(console.err, "{line}")?;
    }
    Ok(())
}

pub(super) fn say_plan(plan: &Plan, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    writeln!(console.out, "{}", lang.pick("读入：", "reads:"))?;
    for input in &plan.inputs {
        writeln!(console.out, "  {}", input.path.display())?;
    }
    writeln!(console.out, "{}", lang.pick("计算：", "computes:"))?;
    for (id, title) in &plan.tables {
        writeln!(console.out, "  {id}  {title}")?;
    }
    let folder = plan.folder.display();
    Ok(writeln!(console.out, "{} {folder}", lang.pick("写入：", "writes to:"))?)
}

/// The headline figures go to standard output, what happened on the way to standard error.
pub(super) fn say_release(config: &Config, release: &Release, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    for line in &release.readings {
        writeln!(console.err, "{line}")?;
    }
    if release.suppressed > 0 {
        let n = release.suppressed;
        let text = lang.pick(
            format!("为保护个人信息，隐去 {n} 个数值（标为 [c]）"),
            format!("{n} values hidden to protect pupils (shown as [c])"),
        );
        writeln!(console.err, "{text}")?;
    }
    for file in &release.kept {
        let text = lang.pick("原文件夹中自己的文件已保留：", "kept from the old folder: ");
        writeln!(console.err, "{text}{file}")?;
    }
    let (year, folder) = (release.year, release.folder.display());
    writeln!(
        console.out,
        "{}",
        lang.pick(format!("{year} 年报表：{folder}"), format!("Tables of {year}: {folder}"))
    )?;
    let listed = release.files.iter().filter(|file| !file.starts_with("table_"));
    for file in listed {
        writeln!(console.out, "  {file}")?;
    }
    let beside: Vec<String> = release.beside.iter().map(|path| path.display().to_string()).collect();
    let beside = beside.join(lang.pick("、", ", "));
    writeln!(
        console.err,
        "{}",
        lang.pick(
            format!("内部记录在文件夹之外，不得公布：{beside}"),
            format!("beside the folder, not for publication: {beside}"),
        )
    )?;
    for headline in &release.headlines {
        writeln!(console.out, "{headline}")?;
    }
    say_notices(config, &release.notices, console)
}
