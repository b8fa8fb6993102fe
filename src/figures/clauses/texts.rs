//! What is written of clauses, each written once.

use std::collections::HashMap;
use std::sync::Arc;

use super::Clauses;
use crate::lang::Lang;

/// The texts of clauses: most figures say one of few things.
pub struct Texts {
    write: fn(&Clauses) -> String,
    written: HashMap<Clauses, Arc<str>>,
}

impl Texts {
    pub fn new(write: fn(&Clauses) -> String) -> Texts {
        Texts { write, written: HashMap::new() }
    }

    /// As files for programs have it.
    pub fn english() -> Texts {
        Texts::new(|clauses| clauses.text(Lang::En))
    }

    pub fn of(&mut self, clauses: &Clauses) -> Arc<str> {
        match self.written.get(clauses) {
            Some(text) => Arc::clone(text),
            None => {
                let text: Arc<str> = (self.write)(clauses).into();
                self.written.insert(clauses.clone(), Arc::clone(&text));
                text
            }
        }
    }
}
