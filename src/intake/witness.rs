//! Which bytes were read: the hash of each input, made in the pass that counts its candidates, and the stamp by
//! which it is seen that the file is still the same when the release stands.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use blake3::hazmat::{ChainingValue, HasherExt, Mode, merge_subtrees_non_root, merge_subtrees_root};
use blake3::{CHUNK_LEN, Hash, Hasher};

use super::bytes::{Bytes, Stamp};
use super::chunk::Blocks;
use crate::error::{Error, Result};

/// What was read of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    stamp: Stamp,
    hash: Hash,
}

impl Seen {
    /// The BLAKE3 hash of the file, as `b3sum` gives it.
    pub fn blake3(&self) -> String {
        self.hash.to_hex().to_string()
    }

    pub fn bytes(&self) -> u64 {
        self.stamp.size()
    }
}

/// Keeps what was read, where somebody asked for it. Shared by all readings of a run.
#[derive(Clone, Debug, Default)]
pub struct Witness(Option<Arc<Mutex<BTreeMap<PathBuf, Seen>>>>);

/// Whether somebody watches shows in nothing that is read.
impl PartialEq for Witness {
    fn eq(&self, _: &Witness) -> bool {
        true
    }
}

impl Witness {
    pub fn watching() -> Witness {
        Witness(Some(Arc::default()))
    }

    pub fn is_watching(&self) -> bool {
        self.0.is_some()
    }

    /// What was read of a file.
    pub fn of(&self, path: &Path) -> Option<Seen> {
        let seen = self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(path).cloned()
    }

    /// # Errors
    /// [`Error::FileChanged`]: one of the files is no longer the one that was read.
    pub fn unchanged(&self) -> Result<()> {
        let Some(seen) = &self.0 else { return Ok(()) };
        let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().try_for_each(|(path, seen)| seen.stamp.still_of(path))
    }

    /// Notes what was read of a file.
    ///
    /// # Errors
    /// [`Error::FileChanged`] where it was read before and was another, or was written to just before it was
    /// opened, so that its stamp would not show that it is being written still.
    pub(super) fn note(&self, path: &Path, stamp: Stamp, hash: impl FnOnce() -> Hash) -> Result<()> {
        let Some(seen) = &self.0 else { return Ok(()) };
        let now = Seen { stamp, hash: hash() };
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.entry(path.to_owned()).or_insert_with(|| now.clone());
        if *before == now && now.stamp.is_settled() {
            return Ok(());
        }
        Err(Error::FileChanged { path: path.to_owned() })
    }

    /// Notes a file of which all bytes were read at once.
    pub(super) fn note_whole(&self, bytes: &Bytes, all: &[u8]) -> Result<()> {
        match bytes.path() {
            Some(path) => self.note(path, bytes.stamp(), || blake3::hash(all)),
            None => Ok(()),
        }
    }
}

/// The hash of a file that is read block by block by several threads: each hashes its blocks, which are put together
/// in the order of the file.
#[derive(Default)]
pub(super) struct BlockHashes {
    blocks: u64,
    stack: Vec<ChainingValue>,
}

impl BlockHashes {
    /// Whether blocks of this length are subtrees of the hash.
    pub fn fits(blocks: Blocks) -> bool {
        blocks.length.is_power_of_two() && blocks.length >= CHUNK_LEN as u64
    }

    /// The hash of one block; `mark` stands before the first.
    pub fn of_block(blocks: Blocks, number: u64, mark: &[u8], bytes: &[u8]) -> ChainingValue {
        let mut hasher = Hasher::new();
        if number == 0 {
            hasher.update(mark);
        } else {
            hasher.set_input_offset(blocks.bounds(number).0);
        }
        hasher.update(bytes);
        if blocks.count() == 1 { *hasher.finalize().as_bytes() } else { hasher.finalize_non_root() }
    }

    /// Blocks come in the order of the file. All but the last are of one length, so that those before the new one
    /// make full trees, one for each 1 in the binary digits of their number.
    pub fn push(&mut self, block: ChainingValue) {
        while self.stack.len() > self.blocks.count_ones() as usize {
            self.merge();
        }
        self.stack.push(block);
        self.blocks += 1;
    }

    fn merge(&mut self) {
        if let (Some(right), Some(left)) = (self.stack.pop(), self.stack.pop()) {
            self.stack.push(merge_subtrees_non_root(&left, &right, Mode::Hash));
        }
    }

    pub fn finish(mut self) -> Hash {
        while self.stack.len() > 2 {
            self.merge();
        }
        match &self.stack[..] {
            [left, right] => merge_subtrees_root(left, right, Mode::Hash),
            [only] => Hash::from_bytes(*only),
            _ => blake3::hash(b""),
        }
    }
}

/// A reader that hashes what goes through it.
pub(super) struct Hashing<R> {
    inner: R,
    hasher: Hasher,
}

impl<R: Read> Hashing<R> {
    pub fn new(inner: R) -> Hashing<R> {
        Hashing { inner, hasher: Hasher::new() }
    }

    pub fn hash(&self) -> Hash {
        self.hasher.finalize()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        Ok(read)
    }
}

/// The BLAKE3 hash of a file as it is now.
///
/// # Errors
/// Not readable.
pub fn blake3_of(path: &Path) -> io::Result<(String, u64)> {
    let mut hasher = Hasher::new();
    let bytes = io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    Ok((hasher.finalize().to_hex().to_string(), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `blake3::hash` is the reference; the first hash is that of the test vectors of BLAKE3 for an empty input.
    #[test]
    fn blocks_put_together_give_the_hash_of_the_file() {
        let empty = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        assert_eq!(BlockHashes::default().finish().to_hex().as_str(), empty);
        let all: Vec<u8> = (0..70_003u32).map(|at| (at % 251) as u8).collect();
        for size in [4, 1023, 1024, 1025, 2048, 3072, 4096, 5000, 8192, 9217, 65_536, 70_003] {
            let file = &all[..size];
            for (length, start) in [(1024, 0), (1024, 3), (2048, 3), (4096, 0), (1 << 20, 3)] {
                let blocks = Blocks { start, end: size as u64, length };
                let mut hashes = BlockHashes::default();
                for number in 0..blocks.count() {
                    let (from, to) = blocks.bounds(number);
                    let (mark, bytes) = (&file[..start as usize], &file[from as usize..to as usize]);
                    hashes.push(BlockHashes::of_block(blocks, number, mark, bytes));
                }
                assert_eq!(hashes.finish(), blake3::hash(file), "{size} {length} {start}");
            }
        }
    }
}
