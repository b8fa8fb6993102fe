//! Chinese help: what the parser of the command line would write in English around the texts of edugauge.

use clap::{Arg, ArgAction, ArgMatches, Command};

/// The command that shows the help of others, and its argument.
pub const HELP: &str = "help";
const OF: &str = "command";

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// A command and all below it, with Chinese headings, usage and remarks on values.
pub fn in_chinese(command: Command) -> Command {
    let path = command.get_name().to_owned();
    let help = Command::new(HELP)
        .about("显示某个命令的帮助，如 help run")
        .arg(Arg::new(OF).value_name("命令").num_args(0..).help("哪个命令（compute 后可再写指标）"));
    named(command.subcommand(help), &path)
}

/// The help of the command that was asked for, or the words that name none.
pub fn asked(matches: &ArgMatches, mut whole: Command) -> Result<String, String> {
    whole.build();
    let names: Vec<&str> = matches.get_many::<String>(OF).into_iter().flatten().map(String::as_str).collect();
    let mut found = &mut whole;
    for name in &names {
        found = found.find_subcommand_mut(name).ok_or_else(|| names.join(" "))?;
    }
    Ok(found.render_help().to_string())
}

fn named(command: Command, path: &str) -> Command {
    let usage = usage(&command, path);
    let has_version = command.get_version().is_some();
    let heading = command.get_subcommand_help_heading().unwrap_or("命令").to_owned();
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let mut command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助"))
        .help_template(TEMPLATE)
        .override_usage(usage)
        .subcommand_help_heading(heading)
        .mut_args(with_values);
    if has_version {
        let version =
            Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
        command = command.arg(version.help_heading("选项"));
    }
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}");
        command.mut_subcommand(name, |below| named(below, &path))
    })
}

/// How a command is written: options, then the places of its arguments or of the command below it.
fn usage(command: &Command, path: &str) -> String {
    let mut usage = format!("{path} [选项]");
    for arg in command.get_positionals() {
        let name = arg.get_id().as_str().to_uppercase();
        let many = if arg.get_num_args().is_some_and(|range| range.max_values() > 1) { "..." } else { "" };
        match arg.is_required_set() {
            true => usage += &format!(" <{name}>{many}"),
            false => usage += &format!(" [{name}]{many}"),
        }
    }
    if command.has_subcommands() {
        usage += &format!(" <{}>", command.get_subcommand_value_name().unwrap_or("命令"));
    }
    usage
}

/// An argument below a Chinese heading, its choices and its value by default said in Chinese.
fn with_values(arg: Arg) -> Arg {
    let heading = arg
        .get_help_heading()
        .map_or(if arg.is_positional() { "参数" } else { "选项" }.to_owned(), str::to_owned);
    let arg = arg.help_heading(heading);
    if !arg.get_action().takes_values() {
        return arg;
    }
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let choices: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !choices.is_empty() {
        help += &format!("（可取 {}）", choices.join("、"));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() {
        help += &format!("（默认 {}）", defaults.join("、"));
    }
    arg.help(help).hide_default_value(true).hide_possible_values(true)
}
