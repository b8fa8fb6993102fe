//! The options of `edugauge compute`, a subcommand per indicator of the registry.

use clap::{Arg, ArgAction, Command};

use super::options::{candidates, file_options, long_name, paper, path, reading, schools, strict};
use crate::indicators::definition::{Default, Kind, Method};
use crate::indicators::{AGAINST, AGAINST_TEXT, INDICATORS, Indicator};
use crate::lang::{Lang, Text};

/// How figures are written.
const FORMATS: &[&str] =
    if cfg!(feature = "columnar") { &["table", "csv", "json", "parquet"] } else { &["table", "csv", "json"] };

pub fn compute_command(lang: Lang) -> Command {
    let about = Text::new(
        "由一份数据计算一个指标，结果写到标准输出",
        "Compute one indicator from one source, to standard output",
    );
    let command = Command::new("compute")
        .about(about.get(lang))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_value_name("INDICATOR")
        .subcommand_help_heading(Text::new("指标", "Indicators").get(lang));
    INDICATORS
        .iter()
        .fold(command, |command, indicator| command.subcommand(indicator_command(indicator, lang)))
}

fn indicator_command(indicator: &'static Indicator, lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    let sources = path("source").required(true);
    let sources = match indicator.method {
        Method::Exam(_) | Method::Against(..) => sources.num_args(1..).help(text(
            "数据文件，可多个，可写成 年份=路径",
            "the data, any number of files, also as YEAR=PATH",
        )),
        Method::Items(_) => sources.num_args(1..).help(text(
            "小题表，同一张试卷的可以有多个文件",
            "the items of a paper, any number of files of one paper",
        )),
        Method::Table(_) | Method::Rows(_) => sources.help(text("一张小表", "a small table")),
    };
    let name = indicator.name.zh;
    // A Chinese help begins with the name anyway.
    let command = Command::new(indicator.id);
    let command = match lang {
        Lang::Zh => command.alias(name),
        Lang::En => command.visible_alias(name),
    };
    let command = command
        .about(format!("{}{}{}", indicator.name.get(lang), lang.colon(), indicator.summary.get(lang)))
        .aliases(indicator.aliases.iter().copied())
        .arg(sources)
        .arg(
            Arg::new("by")
                .long("by")
                .value_delimiter(',')
                .help(text("分组字段，用逗号分开", "grouping keys, separated by commas")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(FORMATS.to_vec())
                .default_value("table")
                .help(text("输出格式", "format of the output")),
        )
        .arg(strict(lang));
    let command = match indicator.method {
        Method::Exam(_) => candidates(reading(command, lang), lang),
        Method::Against(..) => candidates(reading(command, lang), lang).arg(
            path(AGAINST).long(AGAINST).required(true).action(ArgAction::Append).help(format!(
                "{}{}{}",
                AGAINST_TEXT.get(lang),
                lang.pick("；", "; "),
                text("写作 [年份/][科类=]路径", "written [YEAR/][TRACK=]PATH")
            )),
        ),
        Method::Items(_) => paper(schools(reading(command, lang), lang), lang),
        Method::Table(_) | Method::Rows(_) => file_options(command, lang),
    };
    let command = command.args(change_options(lang));
    indicator.parameters.iter().fold(command, |command, parameter| {
        let long = long_name(parameter.name);
        let mut arg = Arg::new(parameter_id(parameter.name))
            .long(long.clone())
            .value_name(parameter.name.to_uppercase());
        let mut help = parameter.text.get(lang).to_owned();
        if parameter.many {
            arg = arg.action(ArgAction::Append);
            if let Some(singular) = long.strip_suffix('s').map(str::to_owned) {
                match lang {
                    Lang::Zh => {
                        help += &format!("（可多次，也可写 --{singular}）");
                        arg = arg.alias(singular);
                    }
                    Lang::En => arg = arg.visible_alias(singular),
                }
            }
        }
        if let Default::Value(value) = parameter.default {
            help += &lang.pick(format!("（默认 {value}）"), format!(" [default: {value}]"));
        }
        if matches!(parameter.kind, Kind::CutScore | Kind::Target) {
            help += text(
                "；名称中有 / : = 的，写在配置文件里（[[cut_score]] 或目标表），或从 Python 用字典给出",
                "; names with / : = go into the configuration ([[cut_score]] or the table of targets), or a dict in Python",
            );
        }
        arg = arg.help(help);
        if let Kind::Choice(choices) = parameter.kind {
            arg = arg.value_parser(choices.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        }
        command.arg(arg.required(parameter.default == Default::Required))
    })
}

/// Options of every indicator over two years.
fn change_options(lang: Lang) -> [Arg; 2] {
    let text = |zh, en| lang.pick(zh, en);
    [
        Arg::new("change").long("change").action(ArgAction::SetTrue).help(text(
            "并给出比上年的变化（统计量名后加 _change）；不可比的注明原因",
            "also the change on the year before (<measure>_change); what cannot be compared says why",
        )),
        Arg::new("coverage").long("coverage").value_name("SHARE").requires("change").help(text(
            "可比的下限：两年共有学校的考生份额、应考者中有成绩的份额 [默认：0.9]",
            "least share of candidates of schools of both years, and of those with a score [default: 0.9]",
        )),
    ]
}

/// The id under which clap keeps a parameter, apart from the ids of the reading options.
pub fn parameter_id(parameter: &str) -> String {
    format!("parameter:{parameter}")
}
