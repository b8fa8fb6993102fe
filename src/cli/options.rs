//! Options that several commands have, and what was given for them.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use crate::error::Result;
use crate::intake::READ_OPTIONS;
use crate::lang::{Lang, Text};
use crate::release::Config;

/// The option that names the column of the weights, and the key under which they are kept.
pub const WEIGHT: &str = "weight";

/// An option or argument that is a path.
pub fn path(name: &'static str) -> Arg {
    Arg::new(name).value_hint(ValueHint::AnyPath).value_parser(clap::value_parser!(PathBuf))
}

/// The path of a file that a command was given.
pub fn path_of<'a>(matches: &'a ArgMatches, name: &str) -> &'a Path {
    matches.get_one::<PathBuf>(name).map_or(Path::new(""), PathBuf::as_path)
}

/// Whether whatever needs attention is a fault.
pub fn strict(lang: Lang) -> Arg {
    let help = Text::new(
        "有任何一项需要注意（没有使用的列、没有值的数等）就以退出码 1 结束",
        "end with exit code 1 if anything needs attention (columns not used, figures without a value, …)",
    );
    Arg::new("strict").long("strict").action(ArgAction::SetTrue).help(help.get(lang))
}

/// Folders beside the configuration's own that its paths may lead to.
pub fn allow_outside(lang: Lang) -> Arg {
    let help = Text::new(
        "准许配置读写这个文件夹（默认只能在配置自己的文件夹里；可多次）",
        "let the configuration use this folder too (by default only its own; may be repeated)",
    );
    path("allow-outside")
        .long("allow-outside")
        .value_name("FOLDER")
        .action(ArgAction::Append)
        .help(help.get(lang))
}

/// A configuration with what the command line allows it.
pub fn load(config: &Path, matches: &ArgMatches) -> Result<Config> {
    Ok(Config::load(config)?.allow_outside(&allowed(matches)))
}

/// What was given as [`allow_outside`].
pub fn allowed(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many("allow-outside").into_iter().flatten().cloned().collect()
}

/// What happened, for people or a line of JSON for each release.
pub fn log_format(lang: Lang) -> Arg {
    let help = Text::new(
        "结果的写法：text 给人读，json 每份报表一行",
        "how the outcome is told: text for people, json a line for each release",
    );
    Arg::new("format")
        .long("format")
        .value_parser(["text", "json"])
        .default_value("text")
        .help(help.get(lang))
}

pub fn rejects(lang: Lang) -> Arg {
    let help = Text::new(
        "把未采用的行写到此文件（行号、原因、代码、遮盖后的原文）",
        "write the rows not accepted to this file (number, cause, code, the line masked)",
    );
    path("rejects").long("rejects").help(help.get(lang))
}

pub fn show_values(lang: Lang) -> Arg {
    Arg::new("show-values").long("show-values").action(ArgAction::SetTrue).help(
        Text::new(
            "原文不遮盖（含学生信息，勿外传）",
            "do not mask lines (they hold pupils' data: keep them)",
        )
        .get(lang),
    )
}

/// Options of indicators over candidates.
pub fn candidates(command: Command, lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    let command = command.arg(
        Arg::new("kind")
            .long("kind")
            .value_parser(["auto", "candidates", "score-table"])
            .default_value("auto")
            .help(text(
                "数据是考生名单还是一分一段表（默认自动识别）",
                "candidates or a published score table (recognised by default)",
            )),
    );
    schools(command, lang)
}

/// What a paper is, beside how its file is written.
pub fn paper(command: Command, lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    let one_of = |name: &'static str, values: [&'static str; 2]| {
        Arg::new(name).long(long_name(name)).value_parser(values).default_value(values[0])
    };
    command
        .arg(path("plan").long("plan").help(text(
            "双向细目表：题号、分值、答案、知识点等",
            "the plan of the paper: numbers, full marks, keys, points of knowledge, …",
        )))
        .arg(
            Arg::new("plan_sheet")
                .long("plan-sheet")
                .help(text("细目表所在的工作表", "the sheet of the plan")),
        )
        .arg(Arg::new("rule").long("rule").help(text(
            "多选题部分选对的得分：half、per_option、subset=2 或 exact",
            "what a part of a key of several options is worth: half, per_option, subset=2 or exact",
        )))
        .arg(
            Arg::new("paper_subject")
                .long("paper-subject")
                .help(text("试卷的科目", "the subject of the paper")),
        )
        .arg(one_of("zero_papers", ["keep", "drop"]).help(text(
            "各题全为 0 的考生：keep 照计，drop 不计",
            "candidates with 0 in every item: kept, or dropped",
        )))
        .arg(one_of("void", ["full", "drop"]).help(text(
            "作废的题（答案为 *）：full 人人得满分，drop 不计入全卷",
            "void items (key *): full marks for all, or dropped from the paper",
        )))
        .arg(one_of("choice", ["first", "best"]).help(text(
            "选做题答多了：first 取先答的，best 取最高的",
            "too many answers to a choice: the first count, or the best",
        )))
}

/// The list of schools.
pub fn schools(command: Command, lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    command
        .arg(path("schools").long("schools").help(text(
            "学校表，为考生补上城乡等字段",
            "a school list that gives candidates residence and the like",
        )))
        .arg(Arg::new("schools-encoding").long("schools-encoding").help(text(
            "学校表的编码（默认自动识别）",
            "the encoding of the school list (recognised by default)",
        )))
        .arg(
            Arg::new("schools-key")
                .long("schools-key")
                .default_value("school_code")
                .help(text("与学校表对应的字段", "the key of the school list")),
        )
}

/// `merge_below` is `--merge-below`.
pub fn long_name(parameter: &str) -> String {
    parameter.replace('_', "-")
}

/// Options of every command that reads a file.
pub fn reading(command: Command, lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    let many = |name: &'static str| Arg::new(name).long(name).action(ArgAction::Append);
    file_options(command, lang)
        .arg(many("policy").value_name("WHAT=VERDICT").help(text(
            "缺考等怎样算，如 缺考=zero、0=absent、total=all、duplicates=best",
            "what counts where no score stands, such as absent=zero, 0=absent, total=all, duplicates=best",
        )))
        .arg(many("column").value_name("HEADER=FIELD").help(text(
            "说明某个表头是什么字段，如 分数A=subject:math、单位=school、备注=ignore",
            "which field a header is, such as 分数A=subject:math, 单位=school, 备注=ignore",
        )))
        .arg(
            many("full-mark")
                .value_name("SUBJECT=MARK")
                .help(text("某科满分，如 数学=150", "the full mark of a subject, such as mathematics=150")),
        )
        .arg(
            many("step").value_name("SUBJECT=STEP").help(text(
                "某科分值间隔，如 语文=0.5",
                "the step of a subject's scores, such as chinese=0.5",
            )),
        )
}

/// How a file is written, where it is not to be found in the file itself.
pub fn file_options(command: Command, lang: Lang) -> Command {
    READ_OPTIONS.iter().fold(command, |command, option| {
        let help = format!("{}{}{}", option.text.get(lang), lang.colon(), option.expected.get(lang));
        command.arg(Arg::new(option.name).long(long_name(option.name)).help(help))
    })
}
