//! What the source says of itself: how it was read, and what it calls its subjects.

use super::Exam;
use crate::figures::Phrase;
use crate::subjects::SubjectNames;

impl Exam {
    /// The same, whose subjects are called so.
    pub fn with_names(self, names: SubjectNames) -> Exam {
        Exam { names, ..self }
    }

    /// What the subjects are called.
    pub fn names(&self) -> &SubjectNames {
        &self.names
    }

    /// The same, of whose reading every figure says this.
    pub fn with_method(self, method: Option<&'static Phrase>) -> Exam {
        Exam { method, ..self }
    }

    pub fn method(&self) -> Option<&'static Phrase> {
        self.method
    }
}
