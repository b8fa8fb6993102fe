//! The number of threads as an argument of every command.

use clap::{Arg, ArgMatches};

use crate::lang::{Lang, Text};
use crate::threads;

pub fn argument(lang: Lang) -> Arg {
    let help = Text::new(
        "读取与计数所用的线程数（默认取 EDUGAUGE_THREADS，否则用全部核心）；不影响任何结果",
        "threads that read and count (by default EDUGAUGE_THREADS, else all cores); no result depends on it",
    );
    let number = clap::value_parser!(u16).range(1..=threads::MOST as i64);
    Arg::new("threads").long("threads").value_name("N").global(true).value_parser(number).help(help.get(lang))
}

pub fn apply(matches: &ArgMatches) {
    if let Some(threads) = matches.get_one::<u16>("threads") {
        threads::set(usize::from(*threads));
    }
}
