//! The command line: one implementation behind the native binary, the wheel's script and `python -m edugauge`.
//! Data go to `out`, everything said to a person goes to `err`.

mod arguments;
mod cat;
mod check;
mod compute;
mod compute_arguments;
mod console;
mod explain;
mod help;
mod init;
mod inspect;
mod link;
mod options;
mod paper;
mod progress;
mod read_options;
mod report;
mod run;
mod sources;
mod start;
mod tally;
mod threads;
mod usage;
mod verify;
mod watch;

pub use explain::{codes, command, indicator_text};

use std::ffi::OsString;
use std::io::Write;

use clap::ArgMatches;

use console::{Console, Done, Stop};

use crate::error::Error;
use crate::lang::{Lang, Text};

/// Runs a command; `args` begins with the name of the program. Returns the exit code: 0 ok, 1 findings above
/// the threshold, 2 usage or configuration, 3 input unreadable, 4 output not writable, 5 disclosure, 70 internal.
pub fn run(args: Vec<OsString>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let lang = language(&args);
    let matches = match arguments::command(lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(usage) => return say_usage(&usage, lang, out, err),
    };
    let mut console = Console { out, err, lang };
    // A panic is a fault of edugauge: it ends the command with its own code, whoever called.
    let done = crate::threads::caught(|| dispatch(&matches, &mut console))
        .unwrap_or_else(|_| Err(Error::Internal { what: "a panic" }.into()));
    match done.and_then(|()| Ok(console.out.flush()?)) {
        Ok(()) | Err(Stop::Closed) => 0,
        Err(Stop::Fault(fault)) => {
            // Nothing more can be done where even the message cannot be written.
            let _ = report::write(&fault, console.lang, console.err);
            fault.exit_code()
        }
    }
}

fn dispatch(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    threads::apply(matches);
    match matches.subcommand() {
        Some(("run", matches)) => run::run(matches, console),
        Some(("verify", matches)) => verify::verify(matches, console),
        Some(("diff", matches)) => verify::diff(matches, console),
        Some(("compute", matches)) => compute::compute(matches, console),
        Some(("tally", matches)) => tally::tally(matches, console),
        Some(("check", matches)) => check::check(matches, console),
        Some(("cat", matches)) => cat::cat(matches, console),
        Some(("inspect", matches)) => inspect::inspect(matches, console),
        Some(("link", matches)) => link::link(matches, console),
        Some(("list", matches)) => explain::list(matches, console),
        Some(("explain", matches)) => explain::explain(matches, console),
        Some(("init", matches)) => init::init(matches, console),
        Some((help::HELP, matches)) => show_help(matches, console),
        Some(("completions", matches)) => arguments::completions(matches, console),
        _ => Ok(()),
    }
}

/// In Chinese, where the parser of the command line knows no such command of its own.
fn show_help(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let text =
        help::asked(matches, arguments::command(console.lang)).map_err(|found| Error::InvalidArgument {
            argument: help::HELP.to_owned(),
            found,
            expected: Text::new("命令的名称，如 run 或 compute 平均分", "the name of a command, such as run"),
        })?;
    Ok(write!(console.out, "{text}")?)
}

/// `--lang` must be known before the help can be written in it.
fn language(args: &[OsString]) -> Lang {
    let texts: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let after = texts.iter().position(|arg| *arg == "--lang").and_then(|at| texts.get(at + 1)).copied();
    let joined = texts.iter().find_map(|arg| arg.strip_prefix("--lang="));
    joined.or(after).and_then(Lang::parse).unwrap_or_else(Lang::from_environment)
}

fn say_usage(usage: &clap::Error, lang: Lang, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let text = usage::said(usage, lang).unwrap_or_else(|| usage.render().to_string());
    let written = if usage.use_stderr() { write!(err, "{text}") } else { write!(out, "{text}") };
    match written {
        Ok(()) if usage.use_stderr() => 2,
        _ => 0,
    }
}
