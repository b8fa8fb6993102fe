//! A progress bar on long reads, where a person is watching.

use std::io::IsTerminal;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

/// Files that are read within a moment need no bar.
const WORTH_A_BAR: u64 = 16 << 20;

/// The bar of one file after another.
#[derive(Default)]
pub struct Progress {
    bar: std::cell::RefCell<Option<(std::path::PathBuf, ProgressBar)>>,
}

impl Progress {
    /// Shows that `bytes` of the file have been read.
    pub fn show(&self, path: &Path, bytes: u64) {
        if !std::io::stderr().is_terminal() {
            return;
        }
        let mut bar = self.bar.borrow_mut();
        if bar.as_ref().is_none_or(|(current, _)| current != path) {
            let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
            *bar = (size >= WORTH_A_BAR).then(|| (path.to_owned(), new_bar(path, size)));
        }
        if let Some((_, bar)) = bar.as_ref() {
            bar.set_position(bytes);
        }
    }
}

fn new_bar(path: &Path, size: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes} {eta}");
    let bar = ProgressBar::new(size).with_message(path.display().to_string());
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((_, bar)) = self.bar.borrow_mut().take() {
            bar.finish_and_clear();
        }
    }
}
