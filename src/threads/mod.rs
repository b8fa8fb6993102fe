//! Many threads on one task, and what a task must bear: that it is broken off, and that the process is forked.
//!
//! How many threads: `--threads`, else `EDUGAUGE_THREADS`, else all cores. Nothing outside this room uses rayon:
//! its own threads are gone after a fork, and a child that asked them for work would wait for ever.

mod panics;
mod per_process;
mod task;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use task::Caller;

pub use panics::{caught, caught_quietly, prepare_panics};
pub use per_process::{Lazy, Once, PerProcess};
pub use task::{Interrupted, Stage, Task, apart, check, is_interrupted, of_caller, progress};

/// The environment variable that holds the number of threads.
pub const VARIABLE: &str = "EDUGAUGE_THREADS";

/// More are of no use, and each takes memory.
pub const MOST: usize = 256;

/// 0 where nobody has said it.
static WANTED: AtomicUsize = AtomicUsize::new(0);

/// Sets the number for this process; 0 gives the choice back to the environment and the cores.
pub fn set(threads: usize) {
    WANTED.store(threads.min(MOST), Ordering::Relaxed);
}

/// What `work` makes of every `size` items, on all threads, in their order.
pub fn map_chunks<I: Sync, T: Send>(items: &[I], size: usize, work: impl Fn(&[I]) -> T + Sync) -> Vec<T> {
    let caller = Caller::new();
    finished(|| items.par_chunks(size).map(|chunk| caller.step(|| work(chunk))).collect())
}

/// Does both at the same time, where there are two threads.
pub fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    let (one, other) = (task::of_caller(one), task::of_caller(other));
    pooled(|| rayon::join(one, other))
}

/// What `work` makes of every item, each by itself on any thread, in their order.
pub fn map_each<'i, I: Sync, T: Send>(items: &'i [I], work: impl Fn(&'i I) -> T + Sync) -> Vec<T> {
    let caller = Caller::new();
    finished(|| items.par_iter().map(|item| caller.step(|| work(item))).collect())
}

/// What `work` makes of the numbers below `count`, in their order.
pub fn map_numbers<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let caller = Caller::new();
    finished(|| (0..count).into_par_iter().map(|number| caller.step(|| work(number))).collect())
}

/// Like [`map_numbers`], with room to work in that is made anew only now and then.
pub fn map_numbers_with<R, T: Send>(
    count: usize,
    room: impl Fn() -> R + Sync + Send,
    work: impl Fn(&mut R, usize) -> T + Sync,
) -> Vec<T> {
    let caller = Caller::new();
    let work = |room: &mut R, number| caller.step(|| work(room, number));
    finished(|| (0..count).into_par_iter().map_init(room, work).collect())
}

/// All that was made, or the end of the task.
fn finished<T: Send>(work: impl FnOnce() -> Option<Vec<T>> + Send) -> Vec<T> {
    pooled(work).unwrap_or_else(|| task::unwind())
}

/// Does `work` with our threads behind every parallel iterator in it.
fn pooled<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    // Within the work of a pool there is nothing to choose.
    if rayon::current_thread_index().is_some() {
        return work();
    }
    match pool() {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// The threads of parallel iterators, made anew when their number changes, and in a forked process.
fn pool() -> Option<Arc<ThreadPool>> {
    static POOL: PerProcess<Mutex<Option<Arc<ThreadPool>>>> = PerProcess::new();
    let mut pool = POOL.get().lock().unwrap_or_else(PoisonError::into_inner);
    let threads = count();
    if pool.as_ref().is_none_or(|pool| pool.current_num_threads() != threads) {
        *pool = ThreadPoolBuilder::new().num_threads(threads).build().ok().map(Arc::new);
    }
    pool.clone()
}

/// The number of threads to work with; at least 1.
pub fn count() -> usize {
    let wanted = WANTED.load(Ordering::Relaxed);
    if wanted > 0 {
        return wanted;
    }
    let named = std::env::var(VARIABLE).ok().and_then(|text| text.trim().parse::<usize>().ok());
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    named.filter(|threads| *threads > 0).unwrap_or_else(cores).min(MOST)
}
