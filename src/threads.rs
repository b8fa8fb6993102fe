//! How many threads work on one task: `--threads`, else `EDUGAUGE_THREADS`, else all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

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

/// Does `work` with this many threads behind every parallel iterator in it.
pub fn with<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match pool() {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// What `work` makes of every `size` items, on all threads, in their order.
pub fn map_chunks<I: Sync, T: Send>(items: &[I], size: usize, work: impl Fn(&[I]) -> T + Sync) -> Vec<T> {
    with(|| items.par_chunks(size).map(&work).collect())
}

/// Does both at the same time, where there are two threads.
pub fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    with(|| rayon::join(one, other))
}

/// What `work` makes of every item, each by itself on any thread, in their order.
pub fn map_each<'i, I: Sync, T: Send>(items: &'i [I], work: impl Fn(&'i I) -> T + Sync) -> Vec<T> {
    with(|| items.par_iter().map(&work).collect())
}

/// The threads of parallel iterators, made anew when their number changes.
fn pool() -> Option<Arc<ThreadPool>> {
    static POOL: Mutex<Option<Arc<ThreadPool>>> = Mutex::new(None);
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
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
