//! The encoding of a file that is read block by block: what each block says, put together in order, gives what
//! [`super::encoding::recognise`] finds over the whole.

use super::encoding::{CERTAINLY_UTF8, Encoding, fault_at, wide_characters};
use super::lines::line_at;

/// What the file is held to be while it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guess {
    /// The user or a byte order mark says so.
    Told(Encoding),
    /// UTF-8 unless a block is not.
    Utf8,
    /// GB18030, because the file is not UTF-8 at this offset.
    Gb18030 { not_utf8_at: u64 },
}

/// What one block says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    fault: Option<usize>,
    /// Characters of three or more bytes before the fault, up to the number that is enough.
    wide: usize,
    seam: Seam,
    pairs: Pairs,
}

/// Characters of two bytes in valid GB18030. Of Chinese text nearly all are of GB 2312, whose bytes both are from A1
/// on; a letter of a Western encoding and the ASCII letter behind it never are, and of Shift-JIS few.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    all: u64,
    high: u64,
    /// Where the first that is not stands.
    low_at: Option<usize>,
    /// Chinese characters and punctuation of GB 2312.
    words: u64,
}

impl Pairs {
    fn of(bytes: &[u8]) -> Pairs {
        let mut pairs = Pairs::default();
        let mut at = 0;
        while let Some(lead) = bytes[at..].iter().position(|byte| *byte > 0x80) {
            at += lead;
            let Some(trail) = bytes.get(at + 1) else { break };
            if trail.is_ascii_digit() {
                // One of the characters of four bytes, which say nothing.
                at = (at + 4).min(bytes.len());
                continue;
            }
            pairs.all += 1;
            if bytes[at] >= 0xA1 && *trail >= 0xA1 {
                pairs.high += 1;
                pairs.words += u64::from(matches!(bytes[at], 0xA1..=0xA3 | 0xB0..=0xF7));
            } else {
                pairs.low_at = pairs.low_at.or(Some(at));
            }
            at += 2;
        }
        pairs
    }
}

/// Runs of lines in valid GB18030 that are UTF-8: two exports copied into one file.
#[derive(Clone, Copy, Debug, Default)]
struct Seam {
    /// Of the run that goes on from the block before.
    before: Run,
    /// Whether any line ends that run.
    ends: bool,
    /// Where the first run of enough characters inside the block begins.
    inside: Option<usize>,
    /// Of the run that goes on into the block behind.
    behind: Run,
}

#[derive(Clone, Copy, Debug, Default)]
struct Run {
    wide: usize,
    start: usize,
}

/// Why a file cannot be read on as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Objection {
    /// It must be read again as GB18030.
    NotUtf8 { at: u64 },
    /// It is in none of these encodings; valid GB18030, but hardly Chinese, where none is named.
    Refused { at: u64, tried: Vec<&'static str> },
}

impl Signs {
    /// Whether the block is valid in the encoding that it was read in.
    pub fn is_sound(&self) -> bool {
        self.fault.is_none()
    }
}

impl Guess {
    pub fn encoding(self) -> Encoding {
        match self {
            Guess::Told(encoding) => encoding,
            Guess::Utf8 => Encoding::Utf8,
            Guess::Gb18030 { .. } => Encoding::Gb18030,
        }
    }

    /// What a block of whole lines says.
    pub fn signs(self, bytes: &[u8]) -> Signs {
        let fault = fault_at(bytes, self.encoding());
        match self {
            Guess::Told(_) => Signs { fault, ..Signs::default() },
            Guess::Utf8 => {
                let valid = &bytes[..fault.unwrap_or(bytes.len())];
                Signs { fault, wide: wide_characters(valid), ..Signs::default() }
            }
            Guess::Gb18030 { .. } if fault.is_some() => Signs { fault, ..Signs::default() },
            Guess::Gb18030 { .. } => {
                Signs { seam: Seam::of(bytes), pairs: Pairs::of(bytes), ..Signs::default() }
            }
        }
    }
}

impl Seam {
    fn of(bytes: &[u8]) -> Seam {
        let mut seam = Seam::default();
        let mut run = Run::default();
        let mut at = 0;
        while let Some(line) = line_at(bytes, at) {
            let text = &bytes[at..line.end];
            let plain = text.is_ascii();
            let wide = if plain || std::str::from_utf8(text).is_err() { 0 } else { wide_characters(text) };
            if wide > 0 {
                run.start = if run.wide == 0 { at } else { run.start };
                run.wide += wide;
            } else if !plain {
                seam.end_run(run);
                run = Run::default();
            }
            if !plain && text.split(u8::is_ascii).any(is_utf8_cell) {
                seam.inside = seam.inside.or(Some(at));
            }
            at = line.next;
        }
        if seam.ends {
            seam.behind = run;
            seam.note(run);
        } else {
            seam.before = run;
        }
        seam
    }

    fn end_run(&mut self, run: Run) {
        if self.ends {
            self.note(run);
        } else {
            self.before = run;
            self.ends = true;
        }
    }

    fn note(&mut self, run: Run) {
        if run.wide >= CERTAINLY_UTF8 {
            self.inside = self.inside.or(Some(run.start));
        }
    }
}

/// Whether text between ASCII characters is two characters of UTF-8 or more, and as GB18030 would be others
/// than the 6,763 of GB 2312, of which such text nearly always is: no name is written in these by chance.
fn is_utf8_cell(text: &[u8]) -> bool {
    text.len() >= 6
        && text[0] >= 0xE0
        && text.iter().any(|byte| *byte < 0xA1)
        && std::str::from_utf8(text).is_ok_and(|text| text.chars().all(|c| c.len_utf8() > 2))
}

/// What the blocks so far say together.
#[derive(Debug)]
pub(super) struct Verdict {
    guess: Guess,
    wide: usize,
    /// Characters and start of the run of UTF-8 lines that the blocks so far end with.
    run: (usize, u64),
    seam: Option<u64>,
    pairs: Pairs,
    /// Where the first pair stands that is not of GB 2312.
    low_at: Option<u64>,
}

const BOTH: [&str; 2] = ["UTF-8", "GB18030"];

impl Verdict {
    pub fn new(guess: Guess) -> Verdict {
        Verdict { guess, wide: 0, run: (0, 0), seam: None, pairs: Pairs::default(), low_at: None }
    }

    /// Adds the next block, which begins at `offset` of the file.
    pub fn add(&mut self, signs: &Signs, offset: u64) -> Result<(), Objection> {
        let fault = signs.fault.map(|fault| offset + fault as u64);
        match self.guess {
            Guess::Told(encoding) => fault.map_or(Ok(()), |at| refused(at, vec![encoding.name()])),
            Guess::Utf8 => {
                self.wide += signs.wide;
                match fault {
                    None => Ok(()),
                    Some(at) if self.wide >= CERTAINLY_UTF8 => refused(at, BOTH.to_vec()),
                    Some(at) => Err(Objection::NotUtf8 { at }),
                }
            }
            Guess::Gb18030 { not_utf8_at } => {
                if let Some(at) = fault {
                    return refused(at.max(not_utf8_at), BOTH.to_vec());
                }
                self.add_seam(signs.seam, offset);
                self.pairs.all += signs.pairs.all;
                self.pairs.high += signs.pairs.high;
                self.pairs.words += signs.pairs.words;
                self.low_at = self.low_at.or(signs.pairs.low_at.map(|at| offset + at as u64));
                Ok(())
            }
        }
    }

    fn add_seam(&mut self, seam: Seam, offset: u64) {
        let place = |run: Run| (run.wide, offset + run.start as u64);
        if seam.before.wide > 0 {
            self.run = if self.run.0 == 0 {
                place(seam.before)
            } else {
                (self.run.0 + seam.before.wide, self.run.1)
            };
        }
        if self.run.0 >= CERTAINLY_UTF8 {
            self.seam = self.seam.or(Some(self.run.1));
        }
        self.seam = self.seam.or(seam.inside.map(|at| offset + at as u64));
        if seam.ends {
            self.run = place(seam.behind);
        }
    }

    /// What the whole file says.
    pub fn finish(&self) -> Result<(), Objection> {
        if let Some(at) = self.seam {
            return refused(at, BOTH.to_vec());
        }
        let Pairs { all, high, words, .. } = self.pairs;
        let chinese = all == 0 || 2 * high >= all && words > 0;
        // No encoding was found at fault: it is the guess.
        if chinese { Ok(()) } else { refused(self.low_at.unwrap_or(0), Vec::new()) }
    }
}

fn refused(at: u64, tried: Vec<&'static str>) -> Result<(), Objection> {
    Err(Objection::Refused { at, tried })
}
