//! A floor: the counts of [`edugauge::intake`] from the same file, with nothing checked. Lines are cut at commas
//! wherever they stand, cells that are no whole number are absent candidates, ids are not read. (What the guard
//! costs is told by `guard_cost.py`, which takes the checks out of the reader itself.)
//! Usage: `unguarded FILE`; prints candidates and groups. The generator's columns are taken for granted.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Mutex;

use edugauge::number::Rational;
use edugauge::records::Mark;
use edugauge::tally::{Counter, Steps, cell_of_mark};
use rayon::prelude::*;

/// Year, school code, residence and sex.
const KEYS: [usize; 4] = [0, 2, 3, 4];
const SCORES: usize = 5;
const COLUMNS: usize = 7;
const BLOCK: u64 = 256 << 10;

/// Every group by the bytes of its keys.
type Groups = Mutex<HashMap<Vec<u8>, u32>>;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|arg| arg != "--bench") else {
        return eprintln!("usage: unguarded FILE");
    };
    let size = File::open(&path).and_then(|file| file.metadata()).expect("a file to read").len();
    let (counter, groups) = (Counter::new(COLUMNS), Groups::default());
    let threads = rayon::current_num_threads() as u64;
    let parts = (0..threads).into_par_iter();
    let count = |part| {
        let range = (size * part / threads, size * (part + 1) / threads);
        counted(&path, range, &counter, &groups).expect("a file to read")
    };
    let candidates: u64 = parts.map(count).sum();
    println!("{candidates} candidates, {} groups", groups.lock().expect("no panic").len());
}

/// Counts the lines that begin behind a line end in the range, the header left out.
fn counted(path: &str, range: (u64, u64), counter: &Counter, groups: &Groups) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let steps: Steps = vec![Rational::from_integer(1); COLUMNS].into();
    let mut gathered = counter.gathered(steps);
    let mut known: HashMap<Vec<u8>, u32> = HashMap::new();
    let (mut bytes, mut key, mut cells) = (Vec::new(), Vec::new(), Vec::new());
    let (mut at, mut candidates) = (range.0, 0);
    while at < range.1 {
        // The last line of a block is read to its end.
        let end = (at + BLOCK).min(range.1);
        file.seek(SeekFrom::Start(at))?;
        bytes.clear();
        (&mut file).take(end - at + 1024).read_to_end(&mut bytes)?;
        let from = memchr::memchr(b'\n', &bytes).map_or(bytes.len(), |found| found + 1);
        let until = ((end - at) as usize).min(bytes.len());
        let mut line_start = from;
        while line_start <= until && line_start < bytes.len() {
            let line_end =
                memchr::memchr(b'\n', &bytes[line_start..]).map_or(bytes.len(), |f| line_start + f);
            key.clear();
            cells.clear();
            for (column, field) in bytes[line_start..line_end].split(|byte| *byte == b',').enumerate() {
                if KEYS.contains(&column) {
                    key.extend_from_slice(field);
                    key.push(0xFF);
                } else if column >= SCORES {
                    cells.push(score(field));
                }
            }
            let group = match known.get(&key) {
                Some(group) => *group,
                None => *known.entry(key.clone()).or_insert_with(|| {
                    let mut groups = groups.lock().expect("no panic");
                    let next = groups.len() as u32;
                    *groups.entry(key.clone()).or_insert(next)
                }),
            };
            counter.take(&mut gathered, group, &cells);
            candidates += 1;
            line_start = line_end + 1;
        }
        at = end;
    }
    counter.count(&mut gathered);
    Ok(candidates)
}

fn score(field: &[u8]) -> i32 {
    let digit = |score: i32, byte: &u8| match byte {
        b'0'..=b'9' => Some(score * 10 + i32::from(byte - b'0')),
        _ => None,
    };
    let score = field.iter().try_fold(0, digit).filter(|_| !field.is_empty());
    score.unwrap_or(cell_of_mark(Mark::Absent))
}
