//! The targets of `fuzz/` over their corpus and a few seconds of mutations, on the stable toolchain.

use std::fs;
use std::path::Path;

use edugauge::intake::invariants;

use crate::support::repository;

/// Mutations of each seed.
const MUTATIONS: usize = 400;

/// xorshift64: the same mutations on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir(repository("fuzz/corpus").join(target))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A seed with pieces cut, doubled, overwritten, or taken from another seed.
fn mutated(seeds: &[Vec<u8>], at: usize, random: &mut Random) -> Vec<u8> {
    const PIECES: &[&[u8]] = &[
        b",",
        b"\"",
        b"\"\"",
        b"\n",
        b"\r",
        b"\r\n",
        b"\t",
        b"'",
        b"\\",
        b"\0",
        b"\xff",
        b"\xe5",
        "缺考".as_bytes(),
    ];
    let mut bytes = seeds[at].clone();
    for _ in 0..=random.below(4) {
        let place = random.below(bytes.len() + 1);
        let end = (place + random.below(12)).min(bytes.len());
        match random.below(4) {
            0 => drop(bytes.drain(place..end)),
            1 => drop(bytes.splice(place..place, PIECES[random.below(PIECES.len())].iter().copied())),
            2 => {
                let piece = bytes[place..end].to_vec();
                bytes.splice(place..place, piece);
            }
            _ => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let until = (from + random.below(40)).min(other.len());
                bytes.splice(place..end, other[from..until].iter().copied());
            }
        }
    }
    bytes
}

fn run(target: &str, invariant: impl Fn(&[u8])) {
    let seeds = corpus(target);
    let mut random = Random(0x005e_ed0f_ed09_a09e);
    for (at, seed) in seeds.iter().enumerate() {
        invariant(seed);
        (0..MUTATIONS).for_each(|_| invariant(&mutated(&seeds, at, &mut random)));
    }
}

fn with_scratch(target: &str, invariant: impl Fn(&[u8], &Path)) {
    let scratch = tempfile::NamedTempFile::new().unwrap();
    run(target, |bytes| invariant(bytes, scratch.path()));
}

#[test]
fn encodings_hold_their_invariants() {
    run("encoding", invariants::encoding);
}

#[test]
fn records_hold_their_invariants() {
    run("records", invariants::records);
}

#[test]
fn headers_hold_their_invariants() {
    with_scratch("headers", invariants::headers);
}

#[test]
fn scores_hold_their_invariants() {
    with_scratch("scores", invariants::scores);
}
