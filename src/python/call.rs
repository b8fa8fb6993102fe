//! A call of the library from Python: the interpreter is released, and the user can break it off and see how far it is.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::Builder;
use std::time::{Duration, Instant};

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use crate::error::{Error, Result};
use crate::threads::{Interrupted, Stage, Task};

/// How often the interpreter is asked whether the user wants an end.
const ASKED_EVERY: Duration = Duration::from_millis(100);
/// Calls that end sooner show no progress.
const WORTH_SHOWING: Duration = Duration::from_secs(1);
/// As much as the main thread mostly has.
const STACK: usize = 8 << 20;

type Caught<T> = std::result::Result<Result<T>, Box<dyn Any + Send>>;

/// Where the thread that works leaves what it came to.
struct Outcome<T> {
    of_work: Mutex<Option<Caught<T>>>,
    there: Condvar,
}

/// Does `work` in a thread of its own with the interpreter released. The calling thread waits, shows progress, and
/// ends the work where a signal handler raises (Ctrl-C). A panic is a fault of ours and must not end the session.
pub fn released<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    let task = Arc::new(Task::default());
    let outcome = Outcome { of_work: Mutex::new(None), there: Condvar::new() };
    let work = Mutex::new(Some(work));
    let run = || {
        let work = work.lock().unwrap_or_else(PoisonError::into_inner).take();
        let caught = catch_unwind(AssertUnwindSafe(|| match work {
            Some(work) => task.run(work),
            None => Err(Error::Internal { what: "work that is done twice" }),
        }));
        outcome.leave(caught);
    };
    let waited = std::thread::scope(|scope| {
        let thread = Builder::new().name("edugauge".to_owned()).stack_size(STACK).spawn_scoped(scope, run);
        if thread.is_err() {
            // No thread is to be had: it works here, and cannot be broken off.
            py.detach(run);
        }
        wait(py, &task, &outcome)
    });
    match waited? {
        Ok(done) => Ok(done?),
        Err(payload) if payload.is::<Interrupted>() => Err(PyKeyboardInterrupt::new_err(())),
        Err(_) => Err(Error::Internal { what: "a panic" }.into()),
    }
}

fn wait<T: Send>(py: Python<'_>, task: &Task, outcome: &Outcome<T>) -> PyResult<Caught<T>> {
    let began = Instant::now();
    let mut bar = Bar::default();
    loop {
        if let Some(caught) = py.detach(|| outcome.within(ASKED_EVERY)) {
            bar.close(py)?;
            return Ok(caught);
        }
        let mut signal = py.check_signals();
        if signal.is_ok() && began.elapsed() >= WORTH_SHOWING {
            signal = bar.show(py, task);
        }
        if let Err(signal) = signal {
            task.interrupt();
            // What the work borrows is ours: it must have ended.
            py.detach(|| while outcome.within(ASKED_EVERY).is_none() {});
            bar.close(py)?;
            return Err(signal);
        }
    }
}

impl<T> Outcome<T> {
    fn leave(&self, caught: Caught<T>) {
        *self.of_work.lock().unwrap_or_else(PoisonError::into_inner) = Some(caught);
        self.there.notify_all();
    }

    fn within(&self, time: Duration) -> Option<Caught<T>> {
        let of_work = self.of_work.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.there.wait_timeout_while(of_work, time, |of_work| of_work.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.take()
    }
}

/// The bar of `edugauge._progress`, once there is anything to show.
#[derive(Default)]
struct Bar {
    of: Option<(Stage, u64)>,
    bar: Option<Py<PyAny>>,
}

impl Bar {
    fn show(&mut self, py: Python<'_>, task: &Task) -> PyResult<()> {
        let Some((stage, done, total)) = task.so_far() else { return Ok(()) };
        if self.of != Some((stage, total)) {
            self.close(py)?;
            let name = match stage {
                Stage::Reading => "reading",
                Stage::Replicates => "replicates",
            };
            self.of = Some((stage, total));
            self.bar = Some(py.import("edugauge._progress")?.call_method1("bar", (name, total))?.unbind());
        }
        match &self.bar {
            Some(bar) => bar.call_method1(py, "show", (done,)).map(drop),
            None => Ok(()),
        }
    }

    fn close(&mut self, py: Python<'_>) -> PyResult<()> {
        self.bar.take().map_or(Ok(()), |bar| bar.call_method0(py, "close").map(drop))
    }
}
