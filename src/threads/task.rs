//! A call that a person waits for: it can be broken off, and says how far it is.
//!
//! Breaking off unwinds, as a panic would without being one: a check may stand in any loop, however deep, and what
//! was begun is undone by what undoes it after any fault.

use std::cell::RefCell;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What a long task is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Bytes of a file.
    Reading,
    /// Replicates of a bootstrap or relabellings of a permutation test.
    Replicates,
}

impl Stage {
    pub const ALL: [Stage; 2] = [Stage::Reading, Stage::Replicates];
}

/// A call in progress.
#[derive(Debug, Default)]
pub struct Task {
    interrupted: AtomicBool,
    /// The place in [`Stage::ALL`], from 1; 0 before there is anything to say.
    stage: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
}

/// What an interrupted task unwinds with.
#[derive(Clone, Copy, Debug)]
pub struct Interrupted;

thread_local! {
    /// The task for which this thread is working.
    static CURRENT: RefCell<Option<Arc<Task>>> = const { RefCell::new(None) };
}

impl Task {
    /// Does `work` as this task.
    pub fn run<T>(self: &Arc<Task>, work: impl FnOnce() -> T) -> T {
        within(Some(self), work)
    }

    /// Asks the task to end.
    pub fn interrupt(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
    }

    /// How far it is: done, and of how many.
    pub fn so_far(&self) -> Option<(Stage, u64, u64)> {
        let stage = usize::from(self.stage.load(Ordering::Acquire)).checked_sub(1)?;
        let [done, total] = [&self.done, &self.total].map(|number| number.load(Ordering::Relaxed));
        Some((*Stage::ALL.get(stage)?, done, total))
    }
}

fn current() -> Option<Arc<Task>> {
    CURRENT.with_borrow(Clone::clone)
}

fn is_current(task: Option<&Arc<Task>>) -> bool {
    CURRENT.with_borrow(|current| match (current, task) {
        (Some(current), Some(task)) => Arc::ptr_eq(current, task),
        (None, None) => true,
        _ => false,
    })
}

/// A thread that waits in the middle of one task may be given work of another.
fn within<T>(task: Option<&Arc<Task>>, work: impl FnOnce() -> T) -> T {
    struct Restore(Option<Arc<Task>>);
    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.set(self.0.take());
        }
    }
    if is_current(task) {
        return work();
    }
    let _restore = Restore(CURRENT.replace(task.cloned()));
    work()
}

/// The task of who calls, for work that is done on other threads.
pub(super) struct Caller(Option<Arc<Task>>);

impl Caller {
    pub fn new() -> Caller {
        Caller(current())
    }

    /// Does `work` as part of the task; `None` where that is interrupted. Whoever shares out the work unwinds once
    /// then: as many panics as there are pieces of it would take a second.
    pub fn step<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        within(self.0.as_ref(), || (!is_interrupted()).then(work))
    }
}

/// `work` as part of the task of who calls, on whichever thread it is done.
pub fn of_caller<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let task = current();
    move || within(task.as_ref(), work)
}

/// Whether the task of this thread is to end.
pub fn is_interrupted() -> bool {
    CURRENT.with_borrow(|task| task.as_ref().is_some_and(|task| task.interrupted.load(Ordering::Relaxed)))
}

/// Ends the task of this thread if it is to end. To be asked in loops that may take long.
pub fn check() {
    if is_interrupted() {
        unwind();
    }
}

/// How often a thread that waits for another asks whether its task is to end.
const ASKS: Duration = Duration::from_millis(50);

/// `work` that no check can be put into (a library's), on a thread of its own: where the task of this thread is to end,
/// that one is left to itself. Without a task nobody can ask for an end, and it is done here.
pub fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    if current().is_none() {
        return work();
    }
    let held = Arc::new(Mutex::new(Some(work)));
    let take = |held: &Mutex<Option<_>>| held.lock().unwrap_or_else(PoisonError::into_inner).take();
    let (sender, receiver) = mpsc::channel();
    let theirs = Arc::clone(&held);
    let worker = thread::Builder::new().spawn(move || {
        let work = theirs.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Nobody listens to what is done too late.
        work.map(|work| sender.send(work()))
    });
    let Ok(worker) = worker else {
        // The system gives no further thread.
        return take(&held).map_or_else(|| unwind(), |work| work());
    };
    loop {
        match receiver.recv_timeout(ASKS) {
            Ok(done) => return done,
            Err(RecvTimeoutError::Timeout) => check(),
            Err(RecvTimeoutError::Disconnected) => match worker.join() {
                Err(panic) => resume_unwind(panic),
                Ok(_) => unwind(),
            },
        }
    }
}

pub(super) fn unwind() -> ! {
    resume_unwind(Box::new(Interrupted))
}

/// Says how far the task of this thread is.
pub fn progress(stage: Stage, done: u64, total: u64) {
    CURRENT.with_borrow(|task| {
        if let Some(task) = task {
            task.total.store(total, Ordering::Relaxed);
            task.done.store(done, Ordering::Relaxed);
            task.stage.store(stage as u8 + 1, Ordering::Release);
        }
    });
}
