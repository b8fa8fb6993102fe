//! The floor of the benchmarks: splits a file into fields with the `csv` crate, one part per thread, and does
//! nothing with them. Usage: `floor FILE`; prints rows and fields.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use rayon::prelude::*;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|arg| arg != "--bench") else {
        return eprintln!("usage: floor FILE");
    };
    let (rows, fields) = (0..rayon::current_num_threads() as u64)
        .into_par_iter()
        .map(|part| count(&path, part, rayon::current_num_threads() as u64).expect("a file to read"))
        .reduce(|| (0, 0), |one, other| (one.0 + other.0, one.1 + other.1));
    println!("{rows} rows, {fields} fields");
}

/// The rows and fields of one part. The generator writes no quotes, so parts may be cut at any line end.
fn count(path: &str, part: u64, parts: u64) -> io::Result<(u64, u64)> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let start = line_start(&mut file, size * part / parts)?;
    let end = line_start(&mut file, size * (part + 1) / parts)?;
    file.seek(SeekFrom::Start(start))?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .buffer_capacity(1 << 18)
        .from_reader(file.take(end - start));
    let mut record = csv::ByteRecord::new();
    let (mut rows, mut fields) = (0, 0);
    while reader.read_byte_record(&mut record)? {
        rows += 1;
        fields += record.len() as u64;
    }
    Ok((rows, fields))
}

/// The first line start at or after a place.
fn line_start(file: &mut File, at: u64) -> io::Result<u64> {
    let Some(before) = at.checked_sub(1) else { return Ok(0) };
    file.seek(SeekFrom::Start(before))?;
    let mut rest = Vec::new();
    let read = BufReader::with_capacity(1 << 10, file).read_until(b'\n', &mut rest)?;
    Ok(before + read as u64)
}
