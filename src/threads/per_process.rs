//! Shared state that bears a fork.
//!
//! A forked process has only the thread that forked: a lock that another thread held is held for ever, and what it
//! guards may be half changed. So nothing that outlives a call is kept behind a lock of the parent's.

use std::ops::Deref;

use once_cell::race::OnceBox;

/// A value that each process has for itself, made when the process first asks for it. That of a process from which
/// it was forked is never touched again, nor given back.
#[derive(Debug)]
pub struct PerProcess<T>(OnceBox<Own<T>>);

#[derive(Debug)]
struct Own<T> {
    process: u32,
    /// Taken out only to be forgotten.
    value: Option<T>,
    /// Of a process forked from this one.
    next: PerProcess<T>,
}

impl<T> PerProcess<T> {
    pub const fn new() -> PerProcess<T> {
        PerProcess(OnceBox::new())
    }
}

impl<T> Default for PerProcess<T> {
    fn default() -> PerProcess<T> {
        PerProcess::new()
    }
}

impl<T: Default> PerProcess<T> {
    pub fn get(&self) -> &T {
        let process = std::process::id();
        let mut at = self;
        loop {
            let own = at.0.get_or_init(|| {
                Box::new(Own { process, value: Some(T::default()), next: PerProcess::new() })
            });
            match &own.value {
                Some(value) if own.process == process => return value,
                _ => at = &own.next,
            }
        }
    }
}

impl<T> Drop for Own<T> {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            // It may have been changed by a thread of the parent's at the moment of the fork.
            std::mem::forget(self.value.take());
        }
    }
}

/// A value that is set once and then never changes. Two threads that set it at a time both work; one value stays.
#[derive(Debug)]
pub struct Once<T>(OnceBox<T>);

impl<T> Once<T> {
    pub const fn new() -> Once<T> {
        Once(OnceBox::new())
    }

    pub fn get(&self) -> Option<&T> {
        self.0.get()
    }

    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(|| Box::new(make()))
    }
}

impl<T> Default for Once<T> {
    fn default() -> Once<T> {
        Once::new()
    }
}

impl<T> From<T> for Once<T> {
    fn from(value: T) -> Once<T> {
        Once(OnceBox::with_value(Box::new(value)))
    }
}

/// A value of the program's that is made when it is first asked for.
#[derive(Debug)]
pub struct Lazy<T> {
    value: Once<T>,
    make: fn() -> T,
}

impl<T> Lazy<T> {
    pub const fn new(make: fn() -> T) -> Lazy<T> {
        Lazy { value: Once::new(), make }
    }
}

impl<T> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(self.make)
    }
}
