//! What many figures hold: known to the program, or composed once and shared.

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// Threads that make figures need not count their hold of what is known.
#[derive(Debug)]
pub(super) enum Shared<T: ?Sized + 'static> {
    Known(&'static T),
    Composed(Arc<T>),
}

impl<T: ?Sized> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        match self {
            Shared::Known(known) => Shared::Known(known),
            Shared::Composed(composed) => Shared::Composed(Arc::clone(composed)),
        }
    }
}

impl<T: ?Sized> Shared<T> {
    /// Whether they are one in memory.
    pub fn is_same(&self, other: &Shared<T>) -> bool {
        std::ptr::eq(&raw const **self, &raw const **other)
    }
}

impl<T: ?Sized> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Shared::Known(known) => known,
            Shared::Composed(composed) => composed,
        }
    }
}

impl<T: ?Sized + Eq> Eq for Shared<T> {}

impl<T: ?Sized + Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Shared<T>) -> bool {
        **self == **other
    }
}
