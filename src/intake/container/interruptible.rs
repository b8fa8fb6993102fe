//! Bytes whose reading ends where the task is interrupted, however deep in a library they are read.

use std::io::{Cursor, Read, Result, Seek, SeekFrom};

use crate::threads;

pub(super) struct Interruptible(Cursor<Vec<u8>>);

impl Interruptible {
    pub fn new(bytes: Vec<u8>) -> Interruptible {
        Interruptible(Cursor::new(bytes))
    }
}

impl Read for Interruptible {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        threads::check();
        self.0.read(buffer)
    }
}

impl Seek for Interruptible {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.0.seek(to)
    }
}
