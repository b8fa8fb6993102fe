//! Panics: those of libraries on hostile files are faults of the file, and say nothing to the user.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::sync::atomic::{AtomicBool, Ordering};

use super::task::Interrupted;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Does `work`; `Err` where it panicked. An interrupted task goes on unwinding.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| match payload.downcast::<Interrupted>() {
        Ok(interrupted) => resume_unwind(interrupted),
        Err(panic) => panic,
    })
}

/// Like [`caught`], without the text that a panic writes to stderr.
pub fn caught_quietly<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            QUIET.set(self.0);
        }
    }
    prepare_panics();
    let _restore = Restore(QUIET.replace(true));
    caught(work)
}

/// Makes [`caught_quietly`] quiet; done once, before threads and forks, where that can be arranged.
pub fn prepare_panics() {
    static DONE: AtomicBool = AtomicBool::new(false);
    if DONE.swap(true, Ordering::Relaxed) {
        return;
    }
    let told = take_hook();
    set_hook(Box::new(move |panic| {
        if !QUIET.get() {
            told(panic);
        }
    }));
}
