//! The commands and their options. Those of the indicators come from the registry.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::compute_arguments::compute_command;
use super::console::{Console, Done};
use super::help::in_chinese;
use super::options::{allow_outside, log_format, paper, path, reading, show_values, strict};
use super::{cat, check, link};
use crate::lang::Lang;

/// The whole command line, its help in one language.
pub fn command(lang: Lang) -> Command {
    match lang {
        Lang::Zh => in_chinese(commands(lang)),
        Lang::En => commands(lang),
    }
}

fn commands(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    Command::new("edugauge")
        .version(env!("CARGO_PKG_VERSION"))
        .about(text(
            "考试与教育质量指标：准确、可解释、可安全公布",
            "Indicators of examination and education quality: exact, explained, safe to publish",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_parser(["zh", "en"])
                .help(text("界面语言（默认随系统）", "language (that of the system by default)")),
        )
        .arg(super::threads::argument(lang))
        .subcommand(run_command(lang))
        .subcommand(verify_command(lang))
        .subcommand(diff_command(lang))
        .subcommand(compute_command(lang))
        .subcommand(super::tally::command(lang))
        .subcommand(
            paper(reading(Command::new("inspect"), lang), lang)
                .about(text(
                    "查看一个文件会被怎样读：编码、表头、缺考等标记、问题",
                    "Show how a file would be read: encoding, headers, marks, problems",
                ))
                .arg(path("file").required(true).help(text("要查看的文件", "the file")))
                .arg(
                    Arg::new("kind").long("kind").value_parser(["auto", "items"]).default_value("auto").help(text(
                        "items：这是小题表（默认按成绩或一分一段表）",
                        "items: this is a sheet of the items of a paper (scores or a score table by default)",
                    )),
                )
                .arg(path("write").long("write").value_name("CONFIG").help(text(
                    "把各列的对应关系写进配置，供修改和以后使用",
                    "write which column is what into a configuration, to be corrected and kept",
                ))),
        )
        .subcommands([check::command(lang), cat::command(lang), link::command(lang)])
        .subcommand(Command::new("list").about(text("列出全部指标", "List all indicators")).arg(
            Arg::new("search").long("search").help(text("只列出含有此词的", "only those with this word")),
        ))
        .subcommand(
            Command::new("explain")
                .about(text(
                    "解释一个指标或错误代码：公式、口径、依据、算例",
                    "Explain an indicator or a code: formula, conventions, reference, worked example",
                ))
                .arg(Arg::new("id").required(true).help(text("指标名或代码", "an indicator or a code"))),
        )
        .subcommand(
            Command::new("init")
                .about(text(
                    "新建一份带注释的配置和样例数据",
                    "Write a commented configuration and sample data",
                ))
                .arg(path("dir").required(true).help(text("新文件夹", "a new folder")))
                .arg(path("from").long("from").value_name("FILE").num_args(1..).help(text(
                    "按这些文件写配置：成绩、学校表、一分一段表等；文件会复制进新文件夹的 data",
                    "write the configuration after these files (scores, schools, score tables, …), which are copied into `data`",
                ))),
        )
        .subcommand(
            Command::new("completions").about(text("输出命令行补全脚本", "Print a completion script")).arg(
                Arg::new("shell").required(true).value_parser([
                    "bash",
                    "zsh",
                    "fish",
                    "powershell",
                    "elvish",
                ]),
            ),
        )
}

fn run_command(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    Command::new("run")
        .about(text("按配置生成一年的报表", "Make the tables of a year from a configuration"))
        .arg(path("config").required(true).num_args(1..).help(text(
            "配置文件 edugauge.toml，可多个（一县一个）",
            "the configuration, edugauge.toml; any number of them (one a county)",
        )))
        .arg(
            Arg::new("year")
                .long("year")
                .value_parser(clap::value_parser!(i32).range(1000..=9999))
                .help(text("年份（默认取配置中的）", "the year (the configuration's by default)")),
        )
        .arg(
            Arg::new("all-years")
                .long("all-years")
                .action(ArgAction::SetTrue)
                .conflicts_with("year")
                .help(text("数据中有的每一年各出一份", "one release for every year that the data have")),
        )
        .arg(Arg::new("watch").long("watch").action(ArgAction::SetTrue).conflicts_with("dry-run").help(text(
            "输入或配置一有变化就重新生成（按 Ctrl-C 结束）",
            "make the tables again whenever an input or the configuration changes (Ctrl-C ends it)",
        )))
        .args([log_format(lang), show_values(lang), strict(lang), allow_outside(lang)])
        .arg(path("out").long("out").help(text(
            "输出文件夹（默认为配置旁的 out）",
            "the output folder (by default `out` beside the configuration)",
        )))
        .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help(text(
            "只说明会读什么、写什么：照常读入、计算、审核，但不写",
            "only say what would be read and written: reads, computes and audits, writes nothing",
        )))
}

fn verify_command(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    Command::new("verify")
        .about(text(
            "核对一份报表：文件是否原样，现有输入是否仍得出它",
            "Check a release: are these its files, and do these inputs still give them",
        ))
        .arg(path("release").required(true).help(text(
            "报表的文件夹（其中有 manifest.json）",
            "the folder of the release (with manifest.json in it)",
        )))
        .arg(path("config").long("config").help(text(
            "配置文件（默认在报表上两级的文件夹中找）",
            "the configuration (looked for two folders above the release by default)",
        )))
        .arg(path("record").long("record").help(text(
            "内部记录（默认取报表旁的 年份.record.json）",
            "the internal record (YEAR.record.json beside the release by default)",
        )))
        .args([log_format(lang), allow_outside(lang)])
}

fn diff_command(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    Command::new("diff")
        .about(text(
            "比较两份报表：哪些数变了，为什么变（数据、配置、定义、程序）",
            "Compare two releases: which figures changed, and why (data, settings, definition, code)",
        ))
        .arg(path("old").required(true).help(text("旧报表的文件夹", "the folder of the old release")))
        .arg(path("new").required(true).help(text("新报表的文件夹", "the folder of the new release")))
        .arg(log_format(lang))
}

/// Prints the completion script of a shell.
pub fn completions(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    use clap_complete::{Shell, generate};
    let shell = matches.get_one::<String>("shell").and_then(|name| name.parse::<Shell>().ok());
    let mut script = Vec::new();
    generate(shell.unwrap_or(Shell::Bash), &mut command(console.lang), "edugauge", &mut script);
    Ok(console.out.write_all(&script)?)
}
