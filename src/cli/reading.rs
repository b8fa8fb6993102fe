//! The options of every command that reads a file.

use clap::{Arg, ArgAction, Command};

use super::compute_arguments::long_name;
use crate::intake::READ_OPTIONS;
use crate::lang::{Lang, Text};

/// Options of every command that reads a file.
pub fn reading(command: Command, lang: Lang) -> Command {
    let text = |zh, en| Text::new(zh, en).get(lang);
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
