//! The native binary: hands its arguments to the command line and exits with its code.

use std::io::{self, BufWriter};
use std::process::ExitCode;

fn main() -> ExitCode {
    edugauge::threads::prepare_panics();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    ExitCode::from(edugauge::cli::run(std::env::args_os().collect(), &mut out, &mut err))
}
