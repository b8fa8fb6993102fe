//! Sets of numbers that are put together step by step.

/// For each number one of its set, the root of which stands for all.
pub struct Union(Vec<usize>);

impl Union {
    pub fn new(size: usize) -> Union {
        Union((0..size).collect())
    }

    pub fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
