//! Pieces of work that several threads do, and that are entered one after the other in the order of their numbers.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What the pieces so far have come to. Who holds it has the turn.
pub(super) struct Line<T, F> {
    turn: Mutex<Turn<T, F>>,
    moved: Condvar,
}

struct Turn<T, F> {
    /// The piece that is next.
    number: u64,
    held: T,
    /// Why the work ended before the last piece.
    stopped: Option<F>,
}

impl<T, F> Line<T, F> {
    pub fn new(held: T) -> Line<T, F> {
        Line { turn: Mutex::new(Turn { number: 0, held, stopped: None }), moved: Condvar::new() }
    }

    /// Enters a piece when it is next; `None` where the work has stopped.
    pub fn enter<R>(&self, number: u64, enter: impl FnOnce(&mut T) -> Result<R, F>) -> Option<R> {
        let mut turn = self.locked();
        while turn.number != number && turn.stopped.is_none() {
            turn = self.moved.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        if turn.stopped.is_some() {
            return None;
        }
        let entered = match enter(&mut turn.held) {
            Ok(entered) => Some(entered),
            Err(stopped) => {
                turn.stopped = Some(stopped);
                None
            }
        };
        turn.number += 1;
        drop(turn);
        self.moved.notify_all();
        entered
    }

    pub fn stop(&self, why: F) {
        self.locked().stopped.get_or_insert(why);
        self.moved.notify_all();
    }

    /// # Errors
    /// Why the work has stopped.
    pub fn finish(self) -> Result<T, F> {
        let turn = self.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
        turn.stopped.map_or(Ok(turn.held), Err)
    }

    fn locked(&self) -> MutexGuard<'_, Turn<T, F>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets nobody wait for a thread that has panicked.
pub(super) struct Leave<'l, T, F: Panicked>(pub &'l Line<T, F>);

/// Why work stops whose thread has panicked.
pub(super) trait Panicked {
    fn panicked() -> Self;
}

impl<T, F: Panicked> Drop for Leave<'_, T, F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop(F::panicked());
        }
    }
}
