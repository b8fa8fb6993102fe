//! Writes an export of N synthetic candidates for the benchmarks: the same bytes for the same arguments, on
//! any machine and any number of threads. Usage: `generate N FILE [--shuffled] [--gb18030]
//! [--schools COUNT] [--seed SEED]`.
//!
//! Everything about a candidate follows from the seed and his number, so that the rows of schools one after the
//! other and the shuffled rows are the same candidates, and no row need be kept in memory to write it.

use std::fs::File;
use std::io::{BufWriter, Write};

use rayon::prelude::*;

const FULL_MARKS: [i64; 6] = [150, 150, 150, 100, 100, 100];
const HEADER: &str = "年份,考号,学校代码,城乡类别,性别,语文,数学,英语,物理,化学,生物,总分\n";
const ROWS_PER_PART: u64 = 1 << 16;
const PARTS_AT_ONCE: u64 = 16;

fn main() {
    let mut job = Job { candidates: 0, schools: 3_000, shuffled: false, gb18030: false, seed: 20_110_608 };
    let mut plain = Vec::new();
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--shuffled" => job.shuffled = true,
            "--gb18030" => job.gb18030 = true,
            "--schools" => job.schools = args.next().and_then(|count| count.parse().ok()).expect("a count"),
            "--seed" => job.seed = args.next().and_then(|seed| seed.parse().ok()).expect("a seed"),
            _ => plain.push(arg),
        }
    }
    let [candidates, path] = plain.as_slice() else {
        // `cargo bench` without arguments runs every benchmark: then there is nothing to do.
        return eprintln!("usage: generate N FILE [--shuffled] [--gb18030] [--schools COUNT] [--seed SEED]");
    };
    job.candidates = candidates.replace('_', "").parse().expect("a number of candidates");
    job.write(&mut BufWriter::new(File::create(path).expect("a file to write")));
}

struct Job {
    candidates: u64,
    schools: u64,
    shuffled: bool,
    gb18030: bool,
    seed: u64,
}

impl Job {
    fn write(&self, out: &mut impl Write) {
        let schools = schools(self.candidates, self.schools, self.seed);
        out.write_all(&self.encoded(HEADER.to_owned())).expect("room on the disk");
        let parts = self.candidates.div_ceil(ROWS_PER_PART);
        for first in (0..parts).step_by(PARTS_AT_ONCE as usize) {
            let texts: Vec<Vec<u8>> = (first..parts.min(first + PARTS_AT_ONCE))
                .into_par_iter()
                .map(|part| self.part(part * ROWS_PER_PART, &schools))
                .collect();
            texts.iter().for_each(|text| out.write_all(text).expect("room on the disk"));
        }
        out.flush().expect("room on the disk");
    }

    fn part(&self, first: u64, schools: &[School]) -> Vec<u8> {
        let mut text = String::new();
        for row in first..self.candidates.min(first + ROWS_PER_PART) {
            let candidate = if self.shuffled { permuted(row, self.candidates, self.seed) } else { row };
            row_of(candidate, self.seed, schools, &mut text);
        }
        self.encoded(text)
    }

    fn encoded(&self, text: String) -> Vec<u8> {
        match self.gb18030 {
            true => encoding_rs::GB18030.encode(&text).0.into_owned(),
            false => text.into_bytes(),
        }
    }
}

struct School {
    /// Number of its first candidate.
    first: u64,
    code: String,
    residence: &'static str,
    /// Points per thousand of the full mark above or below the average school.
    level: i64,
}

/// The schools in order, between a quarter and four times as large as each other.
fn schools(candidates: u64, count: u64, seed: u64) -> Vec<School> {
    let weights: Vec<u64> = (0..count).map(|at| 100 + random(seed, at) % 301).collect();
    let whole: u64 = weights.iter().sum();
    let mut before = 0;
    let school = |(at, weight): (u64, &u64)| {
        let first = (u128::from(candidates) * u128::from(before) / u128::from(whole)) as u64;
        before += weight;
        let (residence, base) = match random(!seed, at) % 10 {
            0..3 => ("城区", 40),
            3..6 => ("镇区", 0),
            _ => ("乡村", -40),
        };
        let level = base + normal(random(seed.rotate_left(32), at), 60);
        School { first, code: format!("0{}", 32_001 + at), residence, level }
    };
    (0..count).zip(&weights).map(school).collect()
}

fn row_of(candidate: u64, seed: u64, schools: &[School], text: &mut String) {
    use std::fmt::Write;
    let school = &schools[schools.partition_point(|school| school.first <= candidate) - 1];
    let draw = |what: u64| random(seed ^ 0x5eed_0000, candidate * 16 + what);
    let sex = if draw(0).is_multiple_of(2) { "男" } else { "女" };
    let fault = draw(1) % 1000;
    let ability = normal(draw(2), 110);
    let _ = write!(text, "2024,2024{candidate:010},{},{},{sex}", school.code, school.residence);
    let mut total = 0;
    for (subject, full_mark) in FULL_MARKS.into_iter().enumerate() {
        let thousandths = 620 + school.level + ability + normal(draw(3 + subject as u64), 90);
        let score = (full_mark * thousandths / 1000).clamp(0, full_mark);
        // Seven in a thousand did not come; of three more one paper is missing.
        match fault {
            0..7 => text.push_str(",缺考"),
            7..10 if draw(9) % 6 == subject as u64 => text.push(','),
            _ => {
                total += score;
                let _ = write!(text, ",{score}");
            }
        }
    }
    let _ = if fault < 7 { writeln!(text, ",缺考") } else { writeln!(text, ",{total}") };
}

/// A number that looks random, from two numbers (the finaliser of SplitMix64).
fn random(seed: u64, number: u64) -> u64 {
    let mut mixed = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// About normal, whole numbers only: the sum of four uniform draws of 16 bits, of standard deviation 37,837.
fn normal(random: u64, deviation: i64) -> i64 {
    let sum: i64 = (0..4).map(|lane| (random >> (16 * lane) & 0xffff) as i64 - 32_767).sum();
    sum * deviation / 37_837
}

/// Where row number `at` of `count` comes from: a Feistel network, walked until it falls inside.
fn permuted(at: u64, count: u64, seed: u64) -> u64 {
    let half = (64 - count.leading_zeros()).div_ceil(2);
    let mask = (1 << half) - 1;
    let mut number = at;
    loop {
        let (mut left, mut right) = (number >> half, number & mask);
        for round in 0..4 {
            (left, right) = (right, left ^ (random(seed ^ (round << 56), right) & mask));
        }
        number = left << half | right;
        if number < count {
            return number;
        }
    }
}
