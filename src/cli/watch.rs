//! `--watch`: the same again whenever a file beside the configurations changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::console::{Console, Done, Stop};
use super::report;
use crate::error::Result;
use crate::release::{Config, RunOptions, plan};

const EVERY: Duration = Duration::from_millis(500);

/// A file as it was last seen; `None` where it is not there.
type Seen = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// Makes the releases, then waits for a change of any input and makes them again, until somebody ends it. A fault
/// is told and waited out: the next change may mend it.
pub fn repeat(
    configs: &[PathBuf],
    load: &dyn Fn(&Path) -> Result<Config>,
    each: &dyn Fn(&Config) -> Result<Vec<RunOptions>>,
    console: &mut Console<'_>,
    mut make: impl FnMut(&mut Console<'_>) -> Done,
) -> Done {
    loop {
        // Looked at before reading, so that what changes meanwhile is seen afterwards.
        let before = look(configs, load, each);
        match make(console) {
            Err(Stop::Fault(fault)) => report::write(&fault, console.lang, console.err)?,
            done => done?,
        }
        console.out.flush()?;
        let waiting =
            console.lang.pick("等待文件变化，按 Ctrl-C 结束", "waiting for a change; Ctrl-C ends it");
        writeln!(console.err, "{waiting}")?;
        wait(&before, || look(configs, load, each));
    }
}

/// Until something changed and then stood still: a file may take a while to be saved.
fn wait(before: &Seen, look: impl Fn() -> Seen) {
    let mut last = before.clone();
    loop {
        std::thread::sleep(EVERY);
        let now = look();
        if now != *before && now == last {
            return;
        }
        last = now;
    }
}

fn look(
    configs: &[PathBuf],
    load: &dyn Fn(&Path) -> Result<Config>,
    each: &dyn Fn(&Config) -> Result<Vec<RunOptions>>,
) -> Seen {
    let mut seen = Seen::new();
    for path in configs {
        seen.insert(path.clone(), state(path));
        let Ok(config) = load(path) else { continue };
        let plans = each(&config).unwrap_or_default();
        for input in
            plans.iter().filter_map(|options| plan(&config, options).ok()).flat_map(|plan| plan.inputs)
        {
            seen.insert(input.path.clone(), state(&input.path));
        }
    }
    seen
}

fn state(path: &Path) -> Option<(SystemTime, u64)> {
    let meta = fs::metadata(path).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}
